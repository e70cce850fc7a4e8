// The plate as a heatmap: a grid that is walked with the arrow keys.
const plateCells = new Map();

function plateSize(plate, width) {
  const left = plate.rowCount > 26 ? 30 : 22;
  const smallest = plate.columnCount <= 12 ? 24 : plate.columnCount <= 24 ? 20 : 14;
  const cell = Math.max(smallest, Math.min(72, Math.floor((width - left - 2) / plate.columnCount)));
  const tall = Math.max(smallest, Math.min(48, Math.round(cell * 0.78)));
  const top = 20;
  return { left, top, cell, tall, gap: cell >= 20 ? 4 : 2,
    width: left + cell * plate.columnCount + 2, height: top + tall * plate.rowCount + 2 };
}

function plateCell(well, scale, size) {
  const x = size.left + well.column * size.cell + size.gap / 2;
  const y = size.top + well.row * size.tall + size.gap / 2;
  const [w, h] = [size.cell - size.gap, size.tall - size.gap];
  const value = valueOf(well);
  const rgb = !failed(well) && known(value) ? scale.rgb(value) : null;
  const look = failed(well) ? 'cell failed' : rgb ? 'cell' : well.role === 'empty' ? 'cell empty' : 'cell missing';
  const node = svg('g', { class: 'well pick' },
    svg('rect', { x, y, width: w, height: h, rx: Math.min(3, w / 6), class: look, fill: rgb ? css(rgb) : null }));
  if (isControl(well)) {
    const r = Math.min(w, h) * (well.role === 'poscon' ? 0.24 : 0.26);
    node.append(svg('path', {
      d: markPath(roles[well.role].shape, x + w / 2, y + h / 2, r), class: `sign ${well.role}`,
      [well.role === 'poscon' ? 'fill' : 'stroke']: rgb ? inkOn(rgb) : 'var(--ink)',
    }));
  }
  return Object.assign(node, { well });
}

// Draws a plate as a grid for eyes, keyboard and screen reader; cells gets the node of every well.
function plateSvg(plate, scale, width, cells) {
  const size = plateSize(plate, width);
  const head = svg('g', { role: 'row', 'text-anchor': 'middle' });
  for (let column = 0; column < plate.columnCount; column++) {
    if (size.cell < 18 && column % 2) continue;
    head.append(text(size.left + (column + 0.5) * size.cell, size.top - 7, String(column + 1),
      { role: 'columnheader' }));
  }
  const rows = Array.from({ length: plate.rowCount }, (_, row) => {
    const y = size.top + (row + 0.5) * size.tall;
    const node = svg('g', { role: 'row' }, text(0, y + 4, rowLetters(row), { role: 'rowheader' }));
    for (let column = 0; column < plate.columnCount; column++) {
      const well = plate.grid.get(`${row},${column}`);
      if (!well) {
        node.append(svg('circle', { cx: size.left + (column + 0.5) * size.cell, cy: y, r: 1.5, class: 'absent' }));
        continue;
      }
      const cell = plateCell(well, scale, size);
      build(cell, { role: 'gridcell', 'aria-label': sentence(well), 'data-well': well.well }, []);
      cells.set(well, cell);
      node.append(cell);
    }
    return node;
  });
  return svg('svg', {
    width: size.width, height: size.height, viewBox: `0 0 ${size.width} ${size.height}`, role: 'grid',
    'aria-label': `Plate ${plate.plate}, ${state.metric}`,
  }, head, rows);
}

function legendNodes(plate, scale, name) {
  const metric = metricOf(plate, name);
  const edge = (value, over, sign) => `${over ? `${sign} ` : ''}${withUnit(value, metric?.unit)}`;
  const here = new Set(plate.wells.flatMap(well => [well.status, (isControl(well) || !failed(well)) && well.role]));
  const key = (wanted, node, text) => wanted && html('li', null, icon(node), text);
  return [
    scale.any && colourBar(edge(scale.low, scale.below, '≤'), scale.colours, edge(scale.high, scale.above, '≥')),
    html('ul', { class: 'key' },
      key(here.has('negcon'), mark('square', 9, 9, 6, 'var(--ink)'), 'negative control'),
      key(here.has('poscon'), mark('star', 9, 9, 6, 'var(--ink)'), 'positive control'),
      key(here.has('failed'), svg('rect', { x: 1, y: 3, width: 16, height: 12, class: 'cell failed' }), 'failed'),
      key(here.has('empty'), svg('rect', { x: 1, y: 3, width: 16, height: 12, class: 'cell empty' }), 'empty'),
      key(plate.wells.length < plate.rowCount * plate.columnCount,
        svg('circle', { cx: 9, cy: 9, r: 2, class: 'absent' }), 'not in the run')),
  ];
}

function qualityNodes(plate) {
  const item = (name, value) =>
    html('span', null, `${name} `, html('b', null, known(value) ? decimals(value, 2) : 'undefined'));
  const lost = plate.wells.filter(failed).length;
  return [
    html('span', null, 'Wells ', html('b', null, count(plate.wells.length)), lost ? `, ${count(lost)} failed` : ''),
    item('Z′', plate.zPrime), item('robust Z′', plate.robustZPrime), item('SSMD', plate.ssmd),
  ];
}

function drawPlate(width) {
  plateCells.clear();
  const plate = state.plate;
  const scale = scaleOf(state.metric, plate);
  const metric = metricOf(plate, state.metric);
  const grid = plateSvg(plate, scale, width, plateCells);
  $('plate-name').textContent = `Plate ${plate.plate}`;
  fill('plate-quality', qualityNodes(plate));
  $('metric-text').textContent = metric ? `${metric.name}: ${metric.description}` : 'This plate has no such metric.';
  fill('plate-box', grid);
  fill('plate-legend', legendNodes(plate, scale, state.metric));
  grid.addEventListener('keydown', walk);
  markIn(grid);
  markPlate();
}

// Not on the grid itself: a browser lets Tab stop at an SVG that listens for the focus.
$('plate-box').addEventListener('focusin', ({ target }) => {
  if (!target.well || !target.matches(':focus-visible')) return;
  const box = target.getBoundingClientRect();
  showTip(target.well, wellTip, box.right - 8, box.bottom - 8);
});
$('plate-box').addEventListener('focusout', hideTip);

// One cell of the plate is in the order of Tab: the selected one, or the first.
function markPlate() {
  const first = plateCells.has(state.selected) ? state.selected : plateCells.keys().next().value;
  for (const [well, cell] of plateCells) {
    cell.setAttribute('tabindex', well === first ? 0 : -1);
    cell.setAttribute('aria-selected', well === state.selected);
  }
}

const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function walk(event) {
  const from = event.target.well;
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    select(from, false);
    openDetails(true);
    return;
  }
  const row = from.plate.wells.filter(well => well.row === from.row).sort((a, b) => a.column - b.column);
  let next = { Home: row[0], End: row.at(-1) }[event.key];
  if (steps[event.key]) {
    const [down, right] = steps[event.key];
    for (let far = 1; far < 48 && !next; far++) {
      next = from.plate.grid.get(`${from.row + far * down},${from.column + far * right}`);
    }
    event.preventDefault();
  }
  if (!next) return;
  event.preventDefault();
  select(next, false);
  plateCells.get(next).focus();
}

// Every plate small, in the same colours, so that a drift over the screen is seen at once.
function drawMinis() {
  if (plates.length < 2) return;
  fill('minis', plates.map(plate => {
    const scale = scaleOf(state.metric, plate);
    const canvas = html('canvas', { width: plate.columnCount, height: plate.rowCount, 'aria-hidden': 'true' });
    const context = canvas.getContext('2d');
    for (const well of plate.wells) {
      const value = failed(well) ? null : valueOf(well);
      if (!known(value)) continue;
      context.fillStyle = css(scale.rgb(value));
      context.fillRect(well.column, well.row, 1, 1);
    }
    return html('button', {
      type: 'button', 'aria-pressed': String(plate === state.plate), on: { click: () => show({ plate }) },
    }, canvas, html('span', { title: plate.plate }, shortPlate(plate.plate, 14)));
  }));
}

// For print: every plate in the current metric.
function drawPrintedPlates() {
  fill('plate-print', plates.map(plate => {
    const scale = scaleOf(state.metric, plate);
    return html('figure', null,
      html('figcaption', null, html('b', null, `Plate ${plate.plate}, ${state.metric}`), qualityNodes(plate)),
      plateSvg(plate, scale, printWidth, new Map()),
      html('div', { class: 'legend' }, legendNodes(plate, scale, state.metric)));
  }));
}
