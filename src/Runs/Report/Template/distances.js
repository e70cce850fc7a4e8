// Cosine distances of the treatments, in the data's order, framed where neighbours share a mechanism.
const matrix = data.distances;
const labelled = 60;

function distanceGroups() {
  const groups = [];
  matrix.moas.forEach((moa, i) => {
    if (i > 0 && moa === matrix.moas[i - 1]) groups.at(-1).end = i + 1;
    else groups.push({ moa, start: i, end: i + 1 });
  });
  return groups;
}

function distanceCanvas() {
  const n = matrix.labels.length;
  const canvas = html('canvas', { width: n, height: n, 'aria-hidden': 'true' });
  const context = canvas.getContext('2d');
  const image = context.createImageData(n, n);
  matrix.cosine.forEach((row, i) => row.forEach((distance, j) => {
    const [r, g, b] = known(distance) ? blueOrange(distance / 2) : [128, 128, 128];
    image.data.set([r, g, b, 255], 4 * (i * n + j));
  }));
  context.putImageData(image, 0, 0);
  return canvas;
}

function drawDistances(width) {
  const n = matrix.labels.length;
  if (n < 2) {
    fill('distances-box', none(n ? 'Only one treatment: no distance to another.'
      : 'No distances: no treatment has a profile.'));
    return;
  }
  const groups = distanceGroups();
  const anyMoa = matrix.moas.some(known);
  const longest = Math.max(...matrix.labels.map(label => Math.min(22, label.length)));
  const left = n <= labelled ? 6.4 * longest + 26 : 18;
  const right = anyMoa && width > 640 ? 190 : 4;
  const room = Math.min(width - left - right, 640);
  const cell = Math.max(room / n, n <= labelled ? 12 : 2);
  const side = Math.round(Math.min(cell, 34) * n);
  const step = side / n;
  const top = 18;
  const canvas = distanceCanvas();
  build(canvas, { class: 'matrix' }, []);
  Object.assign(canvas.style, { left: `${left}px`, top: `${top}px`, width: `${side}px`, height: `${side}px` });
  const colourOf = group => known(group.moa) ? moaCategories.get(group.moa).colour : 'none';
  const bars = !anyMoa ? [] : groups.flatMap(group => [
    svg('rect', { x: left - 12, y: top + group.start * step, width: 8, height: (group.end - group.start) * step,
      fill: colourOf(group) }),
    svg('rect', { x: left + group.start * step, y: top - 12, width: (group.end - group.start) * step, height: 8,
      fill: colourOf(group) }),
    group.start > 0 && svg('path', { class: 'divide', d: `M${left},${top + group.start * step}h${side}`
      + `M${left + group.start * step},${top}v${side}` }),
    right > 10 && (group.end - group.start) * step >= 11 && text(left + side + 10,
      top + (group.start + group.end) / 2 * step + 4, shortened(group.moa ?? 'not known', 30)),
  ]);
  const labels = n > labelled ? [] : matrix.labels.map((label, i) =>
    text(left - 16, top + (i + 0.5) * step + 4, shortened(label, 22), { class: 'axis small', 'text-anchor': 'end' }));
  const cross = svg('rect', { class: 'cross', width: step, height: step, visibility: 'hidden' });
  const lines = svg('path', { class: 'crossline', visibility: 'hidden' });
  const overlay = svg('svg', {
    class: 'over', width: left + side + right, height: top + side + 4, tabindex: 0, role: 'img',
    'aria-label': `Cosine distances of ${n} treatments: arrow keys go from pair to pair`,
  }, bars, labels, lines, cross);
  const frame = html('div', { class: 'frame' }, canvas, overlay);
  const place = { row: -1, column: -1 };

  const point = (row, column) => {
    Object.assign(place, { row, column });
    build(cross, { x: left + column * step, y: top + row * step, visibility: 'visible' }, []);
    const [x, y] = [left + (column + 0.5) * step, top + (row + 0.5) * step];
    build(lines, { d: `M${left},${y}H${x}M${x},${top}V${y}`, visibility: 'visible' }, []);
    fill('distances-pair', pairNodes(row, column));
  };
  const under = event => {
    const bounds = overlay.getBoundingClientRect();
    const column = Math.floor((event.clientX - bounds.left - left) / step);
    const row = Math.floor((event.clientY - bounds.top - top) / step);
    return row >= 0 && column >= 0 && row < n && column < n ? { row, column } : null;
  };
  overlay.addEventListener('pointermove', event => {
    const now = under(event);
    if (!now || event.pointerType === 'touch') {
      hideTip();
      return;
    }
    if (now.row !== place.row || now.column !== place.column) point(now.row, now.column);
    showTip(`${now.row},${now.column}`, () => html('div', null, pairNodes(now.row, now.column)),
      event.clientX, event.clientY);
  });
  overlay.addEventListener('click', event => {
    const now = under(event);
    if (now) point(now.row, now.column);
  });
  overlay.addEventListener('keydown', event => {
    const by = steps[event.key];
    if (!by) return;
    event.preventDefault();
    const within = value => Math.max(0, Math.min(n - 1, value));
    point(within(place.row + by[0]), within(place.column + by[1]));
  });
  fill('distances-box', frame);
  fill('distances-pair', html('span', { class: 'muted' }, 'Point at a cell to read its pair.'));
}

function pairNodes(row, column) {
  const name = i => `${matrix.labels[i]}${known(matrix.moas[i]) ? ` (${matrix.moas[i]})` : ''}`;
  const value = matrix.cosine[row][column];
  return [html('span', null, name(row)), html('span', null, name(column)),
    html('b', null, known(value) ? `distance ${decimals(value, 3)}` : 'distance undefined')];
}

function drawDistancesLegend() {
  if (matrix.labels.length < 2) return;
  const moas = [...new Set(matrix.moas.filter(known))];
  fill('distances-legend',
    colourBar('0 alike', blueOrange, '2 opposite'),
    html('ul', { class: 'key' }, moas.map(moa => html('li', null, icon(svg('rect', {
      x: 2, y: 3, width: 12, height: 12, fill: moaCategories.get(moa).colour })), moa))));
}
