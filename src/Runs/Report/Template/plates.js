// The plate as a heatmap: a grid that is walked with the arrow keys.
const plateCells = new Map();
const legendSteps = 32;

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
  const node = svg('g', { class: 'well' },
    svg('rect', { x, y, width: w, height: h, rx: Math.min(3, w / 6), class: look, fill: rgb ? css(rgb) : null }));
  if (isControl(well)) {
    const r = Math.min(w, h) * (well.role === 'poscon' ? 0.24 : 0.26);
    node.append(svg('path', {
      d: markPath(roles[well.role].shape, x + w / 2, y + h / 2, r), class: `sign ${well.role}`,
      [well.role === 'poscon' ? 'fill' : 'stroke']: rgb ? inkOn(rgb) : 'var(--ink)',
    }));
  }
  return node;
}

// Draws a plate; a live one is a grid for keyboard and screen reader, the other a picture for print.
function plateSvg(plate, scale, width, cells) {
  const size = plateSize(plate, width);
  const live = cells !== null;
  const text = (x, y, label, role) => svg('text', { x, y, role: live ? role : null, class: 'axis' }, label);
  const small = size.cell < 18;
  const head = svg('g', { role: live ? 'row' : null, 'text-anchor': 'middle' });
  for (let column = 0; column < plate.columnCount; column++) {
    if (small && column % 2) continue;
    head.append(text(size.left + (column + 0.5) * size.cell, size.top - 7, String(column + 1), 'columnheader'));
  }
  const rows = Array.from({ length: plate.rowCount }, (_, row) => {
    const y = size.top + (row + 0.5) * size.tall;
    const node = svg('g', { role: live ? 'row' : null }, text(0, y + 4, rowLetters(row), 'rowheader'));
    for (let column = 0; column < plate.columnCount; column++) {
      const well = plate.grid.get(`${row},${column}`);
      if (!well) {
        node.append(svg('circle', { cx: size.left + (column + 0.5) * size.cell, cy: y, r: 1.5, class: 'absent' }));
        continue;
      }
      const cell = plateCell(well, scale, size);
      if (live) {
        build(cell, { role: 'gridcell', 'aria-label': sentence(well), 'data-well': well.well, tabindex: -1 }, []);
        cells.set(well, cell);
      }
      node.append(cell);
    }
    return node;
  });
  return svg('svg', {
    width: size.width, height: size.height, viewBox: `0 0 ${size.width} ${size.height}`, role: live ? 'grid' : 'img',
    'aria-label': `Plate ${plate.plate}, ${state.metric ?? 'no metric'}, ${plate.rowCount} rows of ${plate.columnCount}`,
  }, head, rows);
}

function legendNodes(plate, scale, name) {
  const metric = metricOf(plate, name);
  const step = 240 / legendSteps;
  const bar = svg('svg', { width: 240, height: 12, role: 'img', 'aria-label': 'Colour scale' },
    Array.from({ length: legendSteps }, (_, i) => svg('rect', {
      x: i * step, y: 0, width: step + 0.5, height: 12, 'shape-rendering': 'crispEdges',
      fill: css(scale.rgb(scale.low + (i + 0.5) / legendSteps * (scale.high - scale.low))),
    })));
  const edge = (value, over, sign) => `${over ? `${sign} ` : ''}${withUnit(value, metric?.unit)}`;
  const here = new Set(plate.wells.map(well => failed(well) ? 'failed' : well.role));
  const key = (wanted, node, text) => wanted && html('li', null, icon(node), text);
  return [
    scale.any && html('div', { class: 'bar' },
      html('span', null, edge(scale.low, scale.below, '≤')), bar,
      html('span', null, edge(scale.high, scale.above, '≥'))),
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
  const item = (name, value) => html('span', null, `${name} `, html('b', null, known(value) ? decimals(value, 2) : 'undefined'));
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
  const wellOf = event => plate.grid.get(placeOf(event.target.closest('.well')));
  hover(grid, wellOf, wellTip);
  grid.addEventListener('click', event => {
    const well = wellOf(event);
    if (!well) return;
    select(well, false);
    plateCells.get(well).focus({ preventScroll: true });
    openDetails(false);
  });
  grid.addEventListener('keydown', walk);
  grid.addEventListener('focusin', event => {
    const well = wellOf(event);
    if (!well || !event.target.matches(':focus-visible')) return;
    const box = event.target.getBoundingClientRect();
    showTip(well, wellTip, box.right - 8, box.bottom - 8);
  });
  grid.addEventListener('focusout', hideTip);
  markPlate();
}

function placeOf(node) {
  for (const [well, cell] of plateCells) if (cell === node) return `${well.row},${well.column}`;
  return null;
}

function markPlate() {
  markSelected(plateCells);
  const first = plateCells.has(state.selected) ? state.selected : plateCells.keys().next().value;
  for (const [well, cell] of plateCells) {
    cell.setAttribute('tabindex', well === first ? 0 : -1);
    cell.setAttribute('aria-selected', well === state.selected);
  }
}

const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function walk(event) {
  const from = [...plateCells].find(([, cell]) => cell === event.target)?.[0];
  if (!from) return;
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    select(from, false);
    openDetails(true);
    return;
  }
  const ends = { Home: from.plate.wells.filter(w => w.row === from.row).reduce((a, b) => a.column < b.column ? a : b),
    End: from.plate.wells.filter(w => w.row === from.row).reduce((a, b) => a.column > b.column ? a : b) };
  let next = ends[event.key];
  if (steps[event.key]) {
    const [down, right] = steps[event.key];
    let [row, column] = [from.row, from.column];
    do {
      row += down;
      column += right;
      next = from.plate.grid.get(`${row},${column}`);
    } while (!next && row >= 0 && column >= 0 && row < from.plate.rowCount && column < from.plate.columnCount);
  }
  if (steps[event.key] || ends[event.key]) event.preventDefault();
  if (!next) return;
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
    }, canvas, html('span', null, plate.plate));
  }));
}

// For print: every plate in the current metric.
function drawPrintedPlates() {
  fill('plate-print', plates.map(plate => {
    const scale = scaleOf(state.metric, plate);
    return html('figure', null,
      html('figcaption', null, html('b', null, `Plate ${plate.plate}, ${state.metric ?? 'no metric'} `), qualityNodes(plate)),
      plateSvg(plate, scale, 660, null), html('div', { class: 'legend' }, legendNodes(plate, scale, state.metric)));
  }));
}
