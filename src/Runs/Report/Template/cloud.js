// Clouds of marks: up to a cap each mark is a node, above it one canvas holds them all.
const cloudCap = 1500;
const clouds = new Map();

const itemMark = item => mark(item.shape, item.x, item.y, item.r, item.colour,
  item.well ? { well: item.well } : { treatment: item.treatment });
const isSelected = item => item.well ? item.well === state.selected : item.treatment.mates === state.mates;

function drawCloud(id, cloud) {
  const { width, height, items } = cloud;
  const many = items.length > cloudCap;
  cloud.nodes = many ? [] : items.map(itemMark);
  cloud.top = svg('g');
  cloud.plot = figure(width, height, { tabindex: 0, class: many ? 'cloud many' : 'cloud', 'aria-label': cloud.label },
    many ? null : cloud.axes, cloud.nodes, cloud.top, cloud.over);
  cloud.plot.addEventListener('keydown', event => walkCloud(event, cloud));
  if (many) {
    cloud.canvas = html('canvas', { class: 'matrix', 'aria-hidden': 'true' });
    fill(id, html('div', { class: 'frame' },
      figure(width, height, { class: 'matrix', 'aria-hidden': 'true' }, cloud.axes), cloud.canvas, cloud.plot));
  } else {
    fill(id, cloud.plot);
  }
  clouds.set(id, cloud);
  paintCloud(cloud);
  cloud.nodes.forEach(markNode);
  markCloud(cloud);
  return cloud.plot;
}

// Draws a canvas anew, or marks the nodes that are faded.
function paintCloud({ canvas, items, nodes, width, height }) {
  if (!canvas) {
    nodes.forEach((node, i) => node.classList.toggle('dim', Boolean(items[i].faded)));
    return;
  }
  const scale = printing ? 3 : devicePixelRatio;
  Object.assign(canvas, { width: width * scale, height: height * scale });
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  const context = canvas.getContext('2d');
  const style = getComputedStyle(document.documentElement);
  const seen = colour => colour.startsWith('var') ? style.getPropertyValue(colour.slice(4, -1)) : colour;
  context.scale(scale, scale);
  for (const item of items) {
    const path = new Path2D(markPath(item.shape, item.x, item.y, item.r));
    const hollow = isHollow(item.shape);
    context.globalAlpha = item.faded ? 0.12 : 1;
    context.lineWidth = hollow ? 1.5 : 0.6;
    context.fillStyle = seen(hollow ? 'var(--back)' : item.colour);
    context.strokeStyle = seen(hollow ? item.colour : 'var(--edge)');
    context.fill(path);
    context.stroke(path);
  }
}

// On a canvas the selected marks are nodes above it.
function markCloud({ canvas, items, top }) {
  if (!canvas || (state.mates === null && !state.selected)) return;
  const stand = items.filter(item => isSelected(item) || (item.well && isMate(item.well)));
  top.replaceChildren(...stand.sort((a, b) => isSelected(a) - isSelected(b)).map(itemMark).map(markNode));
}

function nearestItem(plot, event) {
  const cloud = [...clouds.values()].find(each => each.plot === plot);
  const bounds = plot.getBoundingClientRect();
  const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
  let [best, least] = [null, 10];
  for (const item of event.type === 'click' && cloud.dragged ? [] : cloud.items) {
    const far = Math.hypot(item.x - x, item.y - y);
    if (far < least) [best, least] = [item, far];
  }
  return best;
}

// The nearest mark in the direction of the arrow, a diagonal counting as far as it leads away from it.
function walkCloud(event, { items }) {
  const step = steps[event.key];
  if (event.key === 'Enter' && (state.selected || chosen())) openDetails(true);
  if (!step) return;
  event.preventDefault();
  const from = items.find(isSelected);
  let best = from ? null : items[0];
  let least = Infinity;
  for (const item of from ? items : []) {
    const [across, down] = [item.x - from.x, item.y - from.y];
    const along = across * step[1] + down * step[0];
    const away = Math.abs(across * step[0]) + Math.abs(down * step[1]);
    if (item === from || along <= 0 || along + 2 * away >= least) continue;
    [best, least] = [item, along + 2 * away];
  }
  if (best?.well) select(best.well);
  else if (best) selectTreatment(best.treatment);
}
