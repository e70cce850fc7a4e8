// The map of profiles: one mark a well, categories by colour and shape, controls by shapes of their own.
const points = data.map.map(point => ({ ...point, item: wellAt.get(keyOf(point.plate, point.well)) }));
const mapMarks = new Map();
const mapView = { colour: 'moa', only: null, zoom: null };

const mapFields = {
  moa: well => well.moa ?? null,
  compound: well => well.compound ?? null,
  plate: well => well.plate.plate,
  role: well => roleText(well),
};

function mapCategories() {
  const field = mapFields[mapView.colour];
  if (mapView.colour === 'moa') return moaCategories;
  return categoriesOf(points.map(point => field(point.item)));
}

// Controls keep their shape; a negative control without the category at hand is quiet.
function mapLook(well, categories) {
  const category = categories.get(mapFields[mapView.colour](well));
  const shape = well.role === 'trt' && mapView.colour !== 'role' ? category?.shape ?? 'circle' : roles[well.role].shape;
  return { shape, colour: category?.colour ?? (well.role === 'poscon' ? 'var(--ink)' : 'var(--quiet)') };
}

function mapFrame(width) {
  const height = Math.max(300, Math.min(520, Math.round(width * 0.62)));
  const [left, right, top, bottom] = [52, 12, 10, 42];
  const range = axis => {
    if (mapView.zoom) return mapView.zoom[axis];
    const all = points.map(point => point[axis]);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const pad = (high - low || 1) * 0.05;
    return [low - pad, high + pad];
  };
  const [x, y] = [range('x'), range('y')];
  return { width, height, left, right, top, bottom, x, y,
    toX: value => left + (width - left - right) * (value - x[0]) / (x[1] - x[0]),
    toY: value => top + (height - top - bottom) * (y[1] - value) / (y[1] - y[0]),
    fromX: px => x[0] + (px - left) / (width - left - right) * (x[1] - x[0]),
    fromY: py => y[1] - (py - top) / (height - top - bottom) * (y[1] - y[0]) };
}

function mapAxes(frame) {
  const { left, right, top, bottom, width, height } = frame;
  const wanted = width < 500 ? 4 : 7;
  const name = axis => {
    const share = data.mapExplained[axis];
    return `Axis ${axis + 1}${known(share) ? ` (explains ${percent(share)})` : ''}`;
  };
  return [
    ...ticks(...frame.x, wanted).flatMap(value => [
      svg('line', { x1: frame.toX(value), x2: frame.toX(value), y1: top, y2: height - bottom, class: 'rule' }),
      svg('text', { x: frame.toX(value), y: height - bottom + 16, class: 'axis', 'text-anchor': 'middle' }, number(value)),
    ]),
    ...ticks(...frame.y, 6).flatMap(value => [
      svg('line', { x1: left, x2: width - right, y1: frame.toY(value), y2: frame.toY(value), class: 'rule' }),
      svg('text', { x: left - 8, y: frame.toY(value) + 4, class: 'axis', 'text-anchor': 'end' }, number(value)),
    ]),
    svg('text', { x: (left + width - right) / 2, y: height - 6, class: 'axis', 'text-anchor': 'middle' }, name(0)),
    svg('text', { x: 0, y: 0, class: 'axis', 'text-anchor': 'middle',
      transform: `translate(12 ${(top + height - bottom) / 2}) rotate(-90)` }, name(1)),
  ];
}

function drawMap(width) {
  mapMarks.clear();
  $('map-controls').hidden = !points.length;
  $('map-reset').hidden = !mapView.zoom;
  if (!points.length) {
    fill('map-box', none('No map: no well has a profile.'));
    fill('map-legend');
    return;
  }
  const frame = mapFrame(width);
  const categories = mapCategories();
  const inside = point => !mapView.zoom || (point.x >= frame.x[0] && point.x <= frame.x[1]
    && point.y >= frame.y[0] && point.y <= frame.y[1]);
  const marks = [...points].sort((a, b) => isControl(a.item) - isControl(b.item)).filter(inside).map(point => {
    const look = mapLook(point.item, categories);
    const node = mark(look.shape, frame.toX(point.x), frame.toY(point.y), points.length > 600 ? 3.5 : 5, look.colour);
    mapMarks.set(point.item, node);
    return node;
  });
  const plot = svg('svg', { width, height: frame.height, role: 'img', tabindex: 0, class: 'map',
    'aria-label': `Map of ${plural(points.length, 'well profile', 'well profiles')}: `
      + 'arrow keys go to the nearest well in that direction' }, mapAxes(frame), marks);
  const wellOf = event => [...mapMarks].find(([, node]) => node === event.target)?.[0];
  hover(plot, wellOf, wellTip);
  plot.addEventListener('click', event => pick(wellOf(event)));
  plot.addEventListener('keydown', event => walkMap(event, frame));
  brush(plot, frame);
  fill('map-box', plot);
  drawMapLegend(categories);
  markMap(categories);
}

function markMap(categories = mapCategories()) {
  markSelected(mapMarks);
  const top = mapMarks.get(state.selected);
  if (top && top.nextSibling) top.parentNode.append(top);
  for (const [well, node] of mapMarks) {
    const name = mapFields[mapView.colour](well);
    node.classList.toggle('dim', mapView.only !== null && categories.has(mapView.only) && name !== mapView.only);
  }
}

// The nearest well in the direction of the arrow, a diagonal counting as far as it leads away from it.
function walkMap(event, frame) {
  const step = steps[event.key];
  if (event.key === 'Enter' && state.selected) openDetails(true);
  if (!step) return;
  event.preventDefault();
  const shown = points.filter(point => mapMarks.has(point.item));
  const from = shown.find(point => point.item === state.selected);
  let best = from ? null : shown[0];
  let least = Infinity;
  for (const point of from ? shown : []) {
    const across = frame.toX(point.x) - frame.toX(from.x);
    const down = frame.toY(point.y) - frame.toY(from.y);
    const along = across * step[1] + down * step[0];
    const away = Math.abs(across * step[0]) + Math.abs(down * step[1]);
    if (point === from || along <= 0 || along + 2 * away >= least) continue;
    [best, least] = [point, along + 2 * away];
  }
  if (best) select(best.item);
}

// Dragging with the mouse zooms in on a rectangle.
function brush(plot, frame) {
  let start = null;
  let box = null;
  const at = event => {
    const bounds = plot.getBoundingClientRect();
    return [event.clientX - bounds.left, event.clientY - bounds.top];
  };
  plot.addEventListener('pointerdown', event => {
    if (event.pointerType === 'mouse' && event.button === 0) start = at(event);
  });
  plot.addEventListener('pointermove', event => {
    if (!start) return;
    const now = at(event);
    if (!box && Math.hypot(now[0] - start[0], now[1] - start[1]) < 6) return;
    if (!box) {
      plot.setPointerCapture(event.pointerId);
      plot.append(box = svg('rect', { class: 'brush' }));
    }
    const corner = [0, 1].map(i => Math.min(start[i], now[i]));
    const sides = [0, 1].map(i => Math.abs(start[i] - now[i]));
    build(box, { x: corner[0], y: corner[1], width: sides[0], height: sides[1] }, []);
  });
  plot.addEventListener('pointerup', event => {
    if (box) {
      const now = at(event);
      const sorted = (a, b) => a < b ? [a, b] : [b, a];
      const zoom = { x: sorted(frame.fromX(start[0]), frame.fromX(now[0])),
        y: sorted(frame.fromY(start[1]), frame.fromY(now[1])) };
      box.remove();
      if (Math.abs(now[0] - start[0]) > 8 && Math.abs(now[1] - start[1]) > 8) {
        mapView.zoom = zoom;
        drawMap(frame.width);
      }
    }
    start = box = null;
  });
  plot.addEventListener('pointercancel', () => {
    box?.remove();
    start = box = null;
  });
}

function drawMapLegend(categories) {
  const field = mapFields[mapView.colour];
  const shown = new Set(points.map(point => field(point.item)));
  const named = [...categories.values()].filter(category => shown.has(category.name) && !category.other);
  const others = [...categories.values()].filter(category => shown.has(category.name) && category.other).length;
  const shapeOf = category => mapView.colour === 'role'
    ? Object.values(roles).find(role => role.name === category.name).shape : category.shape;
  const here = role => mapView.colour !== 'role' && points.some(point => point.item.role === role);
  fill('map-legend',
    named.map(category => html('button', {
      type: 'button', 'aria-pressed': String(mapView.only === category.name),
      on: { click: event => toggleOnly(event.currentTarget, category.name) },
    }, icon(mark(shapeOf(category), 9, 9, 5, category.colour)), category.name)),
    others > 0 && html('span', null, icon(mark('circle', 9, 9, 5, 'var(--quiet)')), `${count(others)} others`),
    shown.has(null) && here('trt') && points.some(point => point.item.role === 'trt' && field(point.item) === null)
      && html('span', null, icon(mark('circle', 9, 9, 5, 'var(--quiet)')), 'not known'),
    here('negcon') && html('span', null, icon(mark('square', 9, 9, 5, 'var(--quiet)')), 'negative control'),
    here('poscon') && html('span', null, icon(mark('star', 9, 9, 5, 'var(--ink)')), 'positive control'));
}

function toggleOnly(button, name) {
  mapView.only = mapView.only === name ? null : name;
  for (const other of $('map-legend').querySelectorAll('button')) other.setAttribute('aria-pressed', 'false');
  button.setAttribute('aria-pressed', String(mapView.only === name));
  markMap();
}
