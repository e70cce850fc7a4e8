// The map of profiles: one mark a well, categories by colour and shape, controls by shapes of their own.
const mapView = { map: 0, colour: 'moa', only: null, zoom: null };
const points = data.points.map(point => ({ at: point.at, well: wellAt.get(keyOf(point.plate, point.well)) }));

const mapFields = {
  moa: well => well.moa ?? null,
  compound: well => well.compound ?? null,
  cluster: well => treatmentOf.get(well.mates)?.cluster ?? null,
  plate: well => well.plate.plate,
  role: well => roleText(well),
};

const onMap = () => points.map(({ at, well }) => ({ well, x: at[2 * mapView.map], y: at[2 * mapView.map + 1] }))
  .filter(point => known(point.x) && known(point.y));

function mapCategories() {
  const field = mapFields[mapView.colour];
  if (mapView.colour === 'moa') return moaCategories;
  return categoriesOf(points.map(point => field(point.well)));
}

// Controls keep their shape; a negative control without the category at hand is quiet.
function mapLook(well, categories) {
  const category = categories.get(mapFields[mapView.colour](well));
  const shape = well.role === 'trt' && mapView.colour !== 'role' ? category?.shape ?? 'circle' : roles[well.role].shape;
  return { shape, colour: category?.colour ?? (well.role === 'poscon' ? 'var(--ink)' : 'var(--quiet)') };
}

function drawMap(width) {
  const shown = onMap();
  $('map-controls').hidden = !points.length;
  $('map-reset').hidden = !mapView.zoom;
  if (!shown.length) {
    fill('map-box', none(absence('map', 'No map: no well has a profile.')));
    fill('map-legend');
    return;
  }
  const { name, method, explained } = data.maps[mapView.map];
  $('map-text').textContent = `${method}. One mark a well${printing ? '' : '; drag a rectangle to zoom in'}.`;
  const height = Math.max(300, Math.min(560, Math.round(width * 0.62)));
  const range = axis => mapView.zoom?.[axis] ?? padded(extent(shown.map(point => point[axis])));
  const frame = scatterFrame(width, height, range('x'), range('y'));
  const categories = mapCategories();
  const axisName = axis => `${name} ${axis + 1}${known(explained[axis])
    ? ` (explains ${percent(explained[axis])})` : ''}`;
  const items = shown
    .filter(({ x, y }) => x >= frame.x[0] && x <= frame.x[1] && y >= frame.y[0] && y <= frame.y[1])
    .sort((a, b) => isControl(a.well) - isControl(b.well))
    .map(({ x, y, well }) => ({ well, x: frame.toX(x), y: frame.toY(y), ...mapLook(well, categories),
      r: shown.length > 2000 ? 2.6 : shown.length > 600 ? 3.5 : 5 }));
  const cloud = { width, height, items, axes: scatterAxes(frame, axisName(0), axisName(1)),
    label: `Map of ${plural(shown.length, 'well profile', 'well profiles')}: `
      + 'arrow keys go to the nearest well in that direction' };
  const plot = drawCloud('map-box', cloud);
  plot.classList.add('map');
  brush(plot, frame, cloud);
  drawMapLegend(categories, cloud);
  dimOthers(cloud);
}

// The pressed category of the legend stands out.
function dimOthers(cloud) {
  const field = mapFields[mapView.colour];
  for (const item of cloud.items) item.faded = mapView.only !== null && field(item.well) !== mapView.only;
  paintCloud(cloud);
  for (const button of $('map-legend').querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button.value === mapView.only));
  }
}

// Dragging with the mouse zooms in on a rectangle.
function brush(plot, frame, cloud) {
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
    cloud.dragged = false;
    if (event.pointerType === 'mouse' && event.button === 0) start = at(event);
  });
  plot.addEventListener('pointermove', event => {
    if (!start) return;
    const [x, y] = sides(event);
    if (!box && x[1] - x[0] + y[1] - y[0] < 6) return;
    if (!box) {
      plot.setPointerCapture(event.pointerId);
      plot.append(box = svg('rect', { class: 'brush' }));
      cloud.dragged = true;
    }
    build(box, { x: x[0], y: y[0], width: x[1] - x[0], height: y[1] - y[0] }, []);
  });
  plot.addEventListener('pointerup', end);
  plot.addEventListener('pointercancel', end);
}

function drawMapLegend(categories, cloud) {
  const field = mapFields[mapView.colour];
  const shown = new Set(points.map(point => field(point.well)));
  const named = [...categories.values()].filter(category => shown.has(category.name) && !category.other);
  const others = [...categories.values()].filter(category => shown.has(category.name) && category.other).length;
  const isQuiet = well => !categories.has(field(well));
  const here = role => mapView.colour !== 'role' && points.some(({ well }) => well.role === role && isQuiet(well));
  // A category of controls alone looks as they do on the map.
  const roleOf = groupBy(points, point => field(point.well));
  const onlyRole = name => {
    const [first, ...rest] = new Set(roleOf.get(name).map(point => point.well.role));
    return rest.length || (first === 'trt' && mapView.colour !== 'role') ? null : roles[first];
  };
  fill('map-legend',
    named.map(({ name, colour, shape }) => html('button', { type: 'button', value: name, on: { click: () => {
      mapView.only = mapView.only === name ? null : name;
      dimOthers(cloud);
    } } }, icon(mark(onlyRole(name)?.shape ?? shape, 9, 9, 5, colour)),
    onlyRole(name) && onlyRole(name).name !== name ? `${name} (${onlyRole(name).name})` : name)),
    others > 0 && html('span', null, icon(mark('circle', 9, 9, 5, 'var(--quiet)')), `${count(others)} others`),
    points.some(({ well }) => well.role === 'trt' && field(well) === null)
      && html('span', null, icon(mark('circle', 9, 9, 5, 'var(--quiet)')),
        mapView.colour === 'cluster' ? 'in no cluster' : 'not known'),
    here('negcon') && html('span', null, icon(mark('square', 9, 9, 5, 'var(--quiet)')), 'negative control'),
    here('poscon') && html('span', null, icon(mark('star', 9, 9, 5, 'var(--ink)')), 'positive control'));
}
