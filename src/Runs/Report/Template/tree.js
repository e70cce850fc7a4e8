// Cosine distances as a heatmap, in the order of the tree, which stands beside it, or by mechanism of action.
const matrix = data.distances;
const labelled = 60;
const matrixView = { order: matrix.tree ? 'tree' : 'moa' };

// The lower triangle with its diagonal, row by row.
const packed = wordsOf(matrix.cosine);

function distanceOf(a, b) {
  const value = packed[a > b ? a * (a + 1) / 2 + b : b * (b + 1) / 2 + a];
  return value === missingWord ? null : value / 30000;
}

const treatmentOfRow = row => treatments[matrix.treatments[row]] ?? null;
const nameOfRow = row => treatmentOfRow(row) ? treatmentText(treatmentOfRow(row)) : matrix.labels[row];

// Bars have no shapes: mechanisms beyond the first colours are one in grey.
const hasBarColour = moa => moaCategories.get(moa).shape === shapes[0] && !moaCategories.get(moa).other;
const barColour = moa => hasBarColour(moa) ? moaCategories.get(moa).colour : 'var(--quiet)';
const clusterOf = row => treatmentOfRow(row)?.cluster ?? null;

// Neighbours of one kind in the order that is shown.
function runs(order, kind) {
  const groups = [];
  order.forEach((row, i) => {
    const name = kind(row);
    if (i > 0 && name === groups.at(-1).name) groups.at(-1).end = i + 1;
    else groups.push({ name, start: i, end: i + 1 });
  });
  return groups;
}

function distanceCanvas(order) {
  const n = order.length;
  const canvas = html('canvas', { width: n, height: n, 'aria-hidden': 'true', class: 'matrix' });
  const context = canvas.getContext('2d');
  const image = context.createImageData(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const distance = distanceOf(order[i], order[j]);
      image.data.set(known(distance) ? diverging(distance / 2) : [128, 128, 128], 4 * (i * n + j));
      image.data[4 * (i * n + j) + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

// The dendrogram as one path: leaves at the right, the root at the left.
function treePath(order, right, wide, top, step) {
  const { left, right: other, height } = matrix.tree;
  const n = order.length;
  const highest = Math.max(...height, 1e-9);
  const places = [];
  order.forEach((row, i) => { places[row] = { x: right, y: top + (i + 0.5) * step }; });
  const parts = left.map((a, i) => {
    const [from, to] = [places[a], places[other[i]]];
    const x = right - wide * height[i] / highest;
    places[n + i] = { x, y: (from.y + to.y) / 2 };
    const place = ({ x: px, y }) => `${px.toFixed(1)},${y.toFixed(1)}`;
    return `M${place(from)}H${x.toFixed(1)}V${to.y.toFixed(1)}H${to.x.toFixed(1)}`;
  });
  return [svg('path', { d: parts.join(''), class: step < 4 ? 'branch thin' : 'branch' }),
    text(right - wide, top - 6, decimals(highest, 2), { class: 'axis small' }),
    text(right, top - 6, '0', { class: 'axis small', 'text-anchor': 'end' })];
}

// Where things stand: the tree, bars of clusters and mechanisms, the heatmap, names at its right.
function matrixRoom(n, width, anyMoa, withTree) {
  const longest = Math.max(...matrix.labels.map((_, i) => Math.min(26, nameOfRow(i).length)));
  const tree = withTree ? Math.round(Math.min(150, width * 0.18)) : 0;
  const left = tree + 24 + (withTree ? 12 : 0);
  const right = n <= labelled ? 6.4 * longest + 12 : anyMoa && width > 640 ? 190 : 8;
  const room = Math.min(width - left - right, 640);
  const cell = Math.max(room / n, n <= labelled ? 12 : 200 / n);
  const side = Math.round(Math.min(cell, 34) * n);
  return { tree, left, right, top: 22, side, step: side / n };
}

function groupBars(groups, room, colourOf, at) {
  return groups.flatMap(({ name, start, end }) => known(name) && svg('rect', {
    x: room.left - at, y: room.top + start * room.step, width: 8, height: (end - start) * room.step,
    fill: colourOf(name), class: 'band',
  }));
}

// Clusters have no colour of their own: dark and light by turns.
const clusterBars = (groups, { left, top, step }) => groups.filter(({ name }) => known(name)).map(({ start, end }, i) =>
  svg('rect', { x: left - 22, y: top + start * step, width: 8, height: (end - start) * step,
    class: i % 2 ? 'band light' : 'band dark' }));

// In the tree's order a cluster is a square on the diagonal; in the other order a mechanism is divided off.
function groupFrames(groups, { left, top, side, step }, withTree) {
  return groups.map(({ name, start, end }) => withTree
    ? known(name) && svg('rect', { class: 'divide', x: left + start * step, y: top + start * step,
      width: (end - start) * step, height: (end - start) * step })
    : start > 0 && svg('path', { class: 'divide', d: `M${left},${top + start * step}h${side}`
      + `M${left + start * step},${top}v${side}` }));
}

function matrixNames(order, groups, room, withTree) {
  const { left, top, side, step } = room;
  if (order.length <= labelled) {
    return order.map((row, i) => text(left + side + 8, top + (i + 0.5) * step + 4,
      shortened(nameOfRow(row), 26), { class: 'axis small' }));
  }
  return room.right > 100 && groups.map(({ name, start, end }) => (end - start) * step >= 11
    && text(left + side + 10, top + (start + end) / 2 * step + 4, shortened(withTree
      ? known(name) ? `cluster ${name}` : '' : name ?? 'not known', 30)));
}

function drawDistances(width) {
  const n = matrix.labels.length;
  $('tree-live').hidden = n < 2;
  if (n < 2) {
    fill('tree-none', none(absence('tree', n ? 'Only one treatment: no distance to another.'
      : noTreatments())));
    return;
  }
  const withTree = matrixView.order === 'tree' && matrix.tree;
  const order = withTree ? matrix.tree.order : matrix.labels.map((_, i) => i);
  const anyMoa = matrix.moas.some(known);
  const room = matrixRoom(n, width, anyMoa, withTree);
  const { left, right, top, side, step } = room;
  const moaGroups = runs(order, row => matrix.moas[row]);
  const groups = withTree ? runs(order, clusterOf) : moaGroups;
  const canvas = distanceCanvas(order);
  Object.assign(canvas.style, { left: `${left}px`, top: `${top}px`, width: `${side}px`, height: `${side}px` });
  const cross = svg('rect', { class: 'cross', width: step, height: step, visibility: 'hidden' });
  const lines = svg('path', { class: 'crossline', visibility: 'hidden' });
  const stand = svg('path', { class: 'stand' });
  const [wide, tall] = [left + side + right, top + side + 4];
  const overlay = figure(wide, tall, { class: 'over', tabindex: 0,
    'aria-label': `Cosine distances of ${n} treatments: arrow keys go from pair to pair, Enter selects the row` },
  withTree && treePath(order, left - 26, room.tree - 4, top, step),
  groupBars(moaGroups, room, barColour, 11),
  withTree && clusterBars(groups, room),
  groupFrames(groups, room, withTree), matrixNames(order, groups, room, withTree), stand, lines, cross);
  fill('tree-box', html('div', { class: 'frame' }, canvas, overlay));
  fill('tree-pair', html('span', { class: 'muted' }, 'Point at a cell to read its pair.'));
  readPairs(overlay, order, room, { cross, lines });
  markMatrix = () => {
    const at = order.findIndex(row => treatmentOfRow(row)?.mates === state.mates && state.mates !== null);
    const [y, x] = [top + at * step, left + at * step];
    build(stand, { d: at < 0 ? '' : step < 5
      ? `M${left - 24},${y + step / 2}H${left + side}M${x + step / 2},${top}v${side}`
      : `M${left - 24},${y}H${left + side}v${step}H${left - 24}ZM${x},${top}v${side}h${step}V${top}Z` }, []);
  };
  markMatrix();
}

let markMatrix = null;
followers.push(() => markMatrix?.());

// Pointing and arrow keys read pairs; a click or Enter selects the row's treatment.
function readPairs(overlay, order, { left, top, step }, { cross, lines }) {
  walkGrid(overlay, { left, top, stepX: step, stepY: step, rows: order.length, columns: order.length }, {
    point: (row, column) => {
      build(cross, { x: left + column * step, y: top + row * step, visibility: 'visible' }, []);
      const [x, y] = [left + (column + 0.5) * step, top + (row + 0.5) * step];
      build(lines, { d: `M${left},${y}H${x}M${x},${top}V${y}`, visibility: 'visible' }, []);
      fill('tree-pair', pairNodes(order[row], order[column]));
    },
    choose: row => {
      const treatment = treatmentOfRow(order[row]);
      if (treatment) pick({ treatment });
    },
    tip: (row, column) => html('div', null, pairNodes(order[row], order[column])),
  });
}

function pairNodes(row, column) {
  const name = i => `${nameOfRow(i)}${known(matrix.moas[i]) ? ` (${matrix.moas[i]})` : ''}`;
  const value = distanceOf(row, column);
  return [html('span', null, name(row)), html('span', null, name(column)),
    html('b', null, known(value) ? `distance ${decimals(value, 3)}` : 'distance undefined')];
}

function drawDistancesLegend() {
  if (matrix.labels.length < 2) return;
  const moas = [...new Set(matrix.moas.filter(known))].sort(byName);
  const others = moas.filter(moa => !hasBarColour(moa)).length;
  const swatch = colour => icon(svg('rect', { x: 2, y: 3, width: 12, height: 12, fill: colour }));
  fill('tree-legend', colourBar('0 alike', diverging, '2 opposite'),
    html('ul', { class: 'key' }, moas.filter(hasBarColour).map(moa => html('li', null, swatch(barColour(moa)), moa)),
      others > 0 && html('li', null, swatch('var(--quiet)'), plural(others, 'other', 'others'))));
}

function drawDistancesText() {
  const kinds = matrix.treatments.length ? 'treatments' : 'compounds, all doses together';
  $('tree-text').textContent = `Cosine distance of ${kinds}: ${printing ? 'dark alike, light opposite'
    : 'blue alike, pale unrelated, orange opposite'}.${matrix.tree
    ? ` Tree: ${matrix.tree.method}; beside it clusters in grey, mechanisms in colour; squares are clusters.` : ''}`;
  $('tree-order').closest('.controls').hidden = !matrix.tree;
  const reason = data.absent.find(absent => absent.part === 'tree')?.reason;
  if (!matrix.tree && reason) $('tree-text').textContent += ` ${reason}`;
}
