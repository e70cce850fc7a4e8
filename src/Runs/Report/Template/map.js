// The map of profiles: one mark a well, categories by colour and shape, controls by shapes of their own.
const points = data.map.map(point => ({ ...point, item: wellAt.get(keyOf(point.plate, point.well)) }));
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
    const [low, high] = extent(points.map(point => point[axis]));
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
  const name = axis => {
    const share = data.mapExplained[axis];
    return `Axis ${axis + 1}${known(share) ? ` (explains ${percent(share)})` : ''}`;
  };
  return [
    ...ticks(...frame.x, width < 500 ? 4 : 7).flatMap(value => [
      svg('line', { x1: frame.toX(value), x2: frame.toX(value), y1: top, y2: height - bottom, class: 'rule' }),
      text(frame.toX(value), height - bottom + 16, number(value), { 'text-anchor': 'middle' }),
    ]),
    uprightAxis(ticks(...frame.y, 6), frame.toY, left, width - right),
    text((left + width - right) / 2, height - 6, name(0), { 'text-anchor': 'middle' }),
    turned((top + height - bottom) / 2, name(1)),
  ];
}

function drawMap(width) {
  $('map-controls').hidden = !points.length;
  $('map-reset').hidden = !mapView.zoom;
  if (!points.length) {
    fill('map-box', none('No map: no well has a profile.'));
    fill('map-legend');
    return;
  }
  const frame = mapFrame(width);
  const categories = mapCategories();
  const inside = ({ x, y }) => x >= frame.x[0] && x <= frame.x[1] && y >= frame.y[0] && y <= frame.y[1];
  const marks = points.filter(inside).sort((a, b) => isControl(a.item) - isControl(b.item)).map(({ x, y, item }) => {
    const look = mapLook(item, categories);
    return mark(look.shape, frame.toX(x), frame.toY(y), points.length > 600 ? 3.5 : 5, look.colour, item);
  });
  const plot = svg('svg', { width, height: frame.height, role: 'img', tabindex: 0, class: 'map',
    'aria-label': `Map of ${plural(points.length, 'well profile', 'well profiles')}: `
      + 'arrow keys go to the nearest well in that direction' }, mapAxes(frame), marks);
  plot.addEventListener('keydown', event => walkMap(event, frame, points.filter(inside)));
  brush(plot, frame);
  fill('map-box', plot);
  drawMapLegend(categories);
  dimOthers();
  markSelected();
}

// The pressed category of the legend stands out.
function dimOthers() {
  const field = mapFields[mapView.colour];
  for (const node of $('map-box').querySelectorAll('.pick')) {
    node.classList.toggle('dim', mapView.only !== null && field(node.well) !== mapView.only);
  }
  for (const button of $('map-legend').querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button.value === mapView.only));
  }
}

// The nearest well in the direction of the arrow, a diagonal counting as far as it leads away from it.
function walkMap(event, frame, shown) {
  const step = steps[event.key];
  if (event.key === 'Enter' && state.selected) openDetails(true);
  if (!step) return;
  event.preventDefault();
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
  const sides = event => at(event).map((value, i) => [Math.min(value, start[i]), Math.max(value, start[i])]);
  const end = event => {
    const [x, y] = start ? sides(event) : [];
    if (box && event.type === 'pointerup' && x[1] - x[0] > 8 && y[1] - y[0] > 8) {
      mapView.zoom = { x: x.map(frame.fromX), y: y.map(frame.fromY).reverse() };
      drawMap(frame.width);
    }
    box?.remove();
    start = box = null;
  };
  plot.addEventListener('pointerdown', event => {
    if (event.pointerType === 'mouse' && event.button === 0) start = at(event);
  });
  plot.addEventListener('pointermove', event => {
    if (!start) return;
    const [x, y] = sides(event);
    if (!box && x[1] - x[0] + y[1] - y[0] < 6) return;
    if (!box) {
      plot.setPointerCapture(event.pointerId);
      plot.append(box = svg('rect', { class: 'brush' }));
    }
    build(box, { x: x[0], y: y[0], width: x[1] - x[0], height: y[1] - y[0] }, []);
  });
  plot.addEventListener('pointerup', end);
  plot.addEventListener('pointercancel', end);
}

function drawMapLegend(categories) {
  const field = mapFields[mapView.colour];
  const shown = new Set(points.map(point => field(point.item)));
  const named = [...categories.values()].filter(category => shown.has(category.name) && !category.other);
  const others = [...categories.values()].filter(category => shown.has(category.name) && category.other).length;
  const shapeOf = name => mapView.colour === 'role' && Object.values(roles).find(role => role.name === name).shape;
  const here = role => mapView.colour !== 'role' && points.some(point => point.item.role === role);
  fill('map-legend',
    named.map(({ name, colour, shape }) => html('button', { type: 'button', value: name, on: { click: () => {
      mapView.only = mapView.only === name ? null : name;
      dimOthers();
    } } }, icon(mark(shapeOf(name) || shape, 9, 9, 5, colour)), name)),
    others > 0 && html('span', null, icon(mark('circle', 9, 9, 5, 'var(--quiet)')), `${count(others)} others`),
    points.some(({ item }) => item.role === 'trt' && field(item) === null)
      && html('span', null, icon(mark('circle', 9, 9, 5, 'var(--quiet)')), 'not known'),
    here('negcon') && html('span', null, icon(mark('square', 9, 9, 5, 'var(--quiet)')), 'negative control'),
    here('poscon') && html('span', null, icon(mark('star', 9, 9, 5, 'var(--ink)')), 'positive control'));
}
