// What is shown and selected, and what every part needs to know about wells, metrics and categories.
const plates = data.plates;
const wells = [];
const wellAt = new Map();
for (const plate of plates) {
  plate.grid = new Map();
  for (const well of plate.wells) {
    const [, letters, digits] = /^([A-Z]+)(\d+)$/.exec(well.well);
    well.row = [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;
    well.column = Number(digits) - 1;
    well.plate = plate;
    well.mates = keyOf(well.compound, well.dose, well.doseUnit);
    plate.grid.set(`${well.row},${well.column}`, well);
    wellAt.set(keyOf(plate.plate, well.well), well);
    wells.push(well);
  }
}

const treatments = data.treatments;
treatments.forEach(t => { t.mates = keyOf(t.compound, t.dose, t.doseUnit); });
const treatmentOf = new Map(treatments.map(t => [t.mates, t]));
const wellsOf = groupBy(wells, well => well.mates);
const metricNames = [...new Set(plates.flatMap(plate => plate.metrics.map(metric => metric.name)))];
const state = { plate: plates[0] ?? null, metric: metricNames[0] ?? null, range: 'all', selected: null, mates: null };
let redraw = null;

// What is drawn again when another well or treatment is selected.
const followers = [];
const chosen = () => treatmentOf.get(state.mates) ?? null;

// Why there is none, where there is none.
const noTreatments = () => `No treatments: ${wells.some(well => well.role === 'trt' && !failed(well) && !well.compound)
  ? 'no treated well has a compound named' : 'no treated well has a profile'}.`;

const failed = well => well.status === 'failed';
const metricOf = (plate, name) => plate.metrics.find(metric => metric.name === name) ?? null;

function valueOf(well, name = state.metric) {
  const at = well.plate.metrics.findIndex(metric => metric.name === name);
  return at < 0 ? null : well.values[at] ?? null;
}

const byName = (a, b) => a.localeCompare(b, 'en', { numeric: true }) || (a < b ? -1 : 1);
const rowLetters = row => row < 26 ? String.fromCharCode(65 + row) : `A${String.fromCharCode(39 + row)}`;
const roleText = well => roles[well.role].name;
const isControl = well => well.role === 'negcon' || well.role === 'poscon';

// One sentence that says all about a well: the label of its cell and what is announced.
function sentence(well) {
  const metric = metricOf(well.plate, state.metric);
  const result = failed(well) ? `failed: ${well.problem}`
    : metric ? `${metric.name} ${withUnit(valueOf(well), metric.unit)}` : null;
  const remark = !failed(well) && well.problem ? `note: ${well.problem}` : null;
  return [well.well, roleText(well), treatmentText(well), well.moa, result, remark].filter(Boolean).join(', ');
}

// The tooltip of a well, wherever it is met.
function wellTip(well) {
  const metric = metricOf(well.plate, state.metric);
  return [
    well.thumbnail && html('img', { src: well.thumbnail, alt: '', width: 72, height: 72 }),
    html('div', null,
      html('strong', null, `${well.well} ${plates.length > 1 ? `· ${well.plate.plate}` : ''}`),
      html('span', null, [roleText(well), treatmentText(well)].filter(Boolean).join(': ')),
      well.moa && html('span', null, well.moa),
      failed(well) ? html('span', { class: 'bad' }, `Failed: ${well.problem}`)
        : metric && html('span', null, `${metric.name}: ${withUnit(valueOf(well), metric.unit)}`),
      !failed(well) && well.problem && html('span', { class: 'bad' }, well.problem)),
  ];
}

// The same of a treatment.
const isHit = t => known(t.qValue) && t.qValue <= data.summary.hitThreshold;
const qText = t => known(t.qValue) ? number(t.qValue, 2) : null;
const treatmentSentence = t => [treatmentText(t), t.moa, known(t.effect) && `effect ${decimals(t.effect, 2)}`,
  known(t.qValue) && `q ${qText(t)}`, plural(t.replicateCount, 'well', 'wells')].filter(Boolean).join(', ');

function treatmentTip(t) {
  const image = (wellsOf.get(t.mates) ?? []).find(well => well.thumbnail)?.thumbnail;
  const fact = (name, value) => known(value) && html('span', null, `${name} ${value}`);
  return [
    image && html('img', { src: image, alt: '', width: 72, height: 72 }),
    html('div', null, html('strong', null, treatmentText(t)), t.moa && html('span', null, t.moa),
      known(t.effect) && fact('Effect', decimals(t.effect, 2)), fact('q', qText(t)),
      known(t.medianCosine) && fact('Replicates’ cosine', decimals(t.medianCosine, 2)),
      html('span', null, plural(t.replicateCount, 'well', 'wells'))),
  ];
}

// The colours of a metric: from the 1st to the 99th percentile, so that one strange well does not hide the others.
const scales = new Map();

function scaleOf(name, plate) {
  const key = keyOf(name, state.range === 'all' ? null : plate.plate);
  if (!scales.has(key)) scales.set(key, makeScale(name, state.range === 'all' ? plates : [plate]));
  return scales.get(key);
}

function makeScale(name, from) {
  const values = from.flatMap(p => p.wells).filter(well => !failed(well)).map(well => valueOf(well, name))
    .filter(known).sort((a, b) => a - b);
  const quantile = share => values[Math.round(share * (values.length - 1))];
  const isDiverging = from.some(p => metricOf(p, name)?.diverging);
  let [low, high] = values.length ? [quantile(0.01), quantile(0.99)] : [0, 1];
  if (isDiverging) [low, high] = [-Math.max(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))];
  const colours = isDiverging ? diverging : viridis;
  const rgb = value => colours(high > low ? (value - low) / (high - low) : 0.5);
  return { low, high, rgb, colours, any: values.length > 0, below: values[0] < low, above: values.at(-1) > high };
}

// Categories in the order of their names, those of the first list before the others, with a colour and a shape each;
// after the last shape comes "others".
function categoriesOf(items, first = []) {
  const sorted = list => [...new Set(list.filter(known))].sort(byName);
  const names = [...new Set([...sorted(first), ...sorted(items)])];
  const places = colourCount * shapes.length;
  return new Map(names.map((name, i) => [name, i < places
    ? { name, colour: `var(--c${i % colourCount})`, shape: shapes[Math.floor(i / colourCount)] }
    : { name, colour: 'var(--quiet)', shape: 'circle', other: true }]));
}

// Mechanisms of treatments come before those of controls alone: they stand in plots where only colour tells them.
const moaCategories = categoriesOf(wells.map(well => well.moa),
  [...data.distances.moas, ...treatments.map(t => t.moa)]);

function select(well, said = true) {
  state.selected = well;
  state.mates = well.compound ? well.mates : null;
  if (well.plate !== state.plate) show({ plate: well.plate });
  if (said) $('said').textContent = sentence(well);
  selectionChanged();
}

// A treatment is selected with the first of its wells: one of the shown plate, if any, and one that is done.
const rankOf = well => 2 * failed(well) + (well.plate !== state.plate);
const firstWell = mates => (wellsOf.get(mates) ?? []).reduce((best, well) =>
  !best || rankOf(well) < rankOf(best) ? well : best, null);

function selectTreatment(treatment) {
  const well = firstWell(treatment.mates);
  if (well) {
    select(well, false);
  } else {
    Object.assign(state, { selected: null, mates: treatment.mates });
    selectionChanged();
  }
  $('said').textContent = treatmentSentence(treatment);
}

function selectionChanged() {
  markSelected();
  followers.forEach(follow => follow());
}

function show(change) {
  Object.assign(state, change);
  redraw();
}

const isMate = well => state.mates !== null && well !== state.selected && well.mates === state.mates;

// Everywhere: which well or treatment is selected, and which wells are its replicates.
function markSelected() {
  markIn(document);
  clouds.forEach(markCloud);
  markPlate();
}

const markIn = root => root.querySelectorAll('.pick').forEach(markNode);

function markNode(node) {
  const is = node.well ? node.well === state.selected : node.treatment ? node.treatment.mates === state.mates
    : node.compound === (state.selected?.compound ?? chosen()?.compound);
  node.classList.toggle('selected', is);
  node.classList.toggle('mate', Boolean(node.well && isMate(node.well)));
  return node;
}

// A click on a well or a treatment anywhere: selects it and shows its details.
function pick({ well, treatment }, node) {
  if (well) select(well, !node?.matches('[role=gridcell]'));
  else selectTreatment(treatment);
  plateCells.get(node?.matches('[role=gridcell]') ? well : null)?.focus({ preventScroll: true });
  openDetails(false);
}

// The well or treatment that the pointer is at, if it is at one.
function itemUnder(event) {
  const node = event.target.closest('.pick');
  if (node) return node.well || node.treatment ? node : null;
  const cloud = event.target.closest('.many');
  return cloud ? nearestItem(cloud, event) : null;
}

// A grid of cells: pointing and arrow keys go from cell to cell, a click or Enter chooses the row.
function walkGrid(overlay, { left, top, stepX, stepY, rows, columns }, { point, choose, tip: describe }) {
  const place = { row: -1, column: -1 };
  const go = (row, column) => {
    Object.assign(place, { row, column });
    point(row, column);
  };
  const under = event => {
    const bounds = overlay.getBoundingClientRect();
    const column = Math.floor((event.clientX - bounds.left - left) / stepX);
    const row = Math.floor((event.clientY - bounds.top - top) / stepY);
    return row >= 0 && column >= 0 && row < rows && column < columns ? { row, column } : null;
  };
  overlay.addEventListener('pointermove', event => {
    const now = under(event);
    if (!now || event.pointerType === 'touch') {
      hideTip();
      return;
    }
    if (now.row !== place.row || now.column !== place.column) go(now.row, now.column);
    showTip(`${overlay.ariaLabel},${now.row},${now.column}`, () => describe(now.row, now.column),
      event.clientX, event.clientY);
  });
  overlay.addEventListener('click', event => {
    const now = under(event);
    if (!now) return;
    go(now.row, now.column);
    choose(now.row);
  });
  overlay.addEventListener('keydown', event => {
    if (event.key === 'Enter' && place.row >= 0) choose(place.row);
    const by = steps[event.key];
    if (!by) return;
    event.preventDefault();
    const inside = (value, n) => Math.max(0, Math.min(n - 1, value));
    go(inside(place.row + by[0], rows), inside(place.column + by[1], columns));
  });
}

function pointAtWells() {
  document.addEventListener('pointermove', event => {
    if (event.target.closest('.over')) return;
    const at = event.pointerType === 'touch' ? null : itemUnder(event);
    if (at?.well) showTip(at.well, wellTip, event.clientX, event.clientY);
    else if (at) showTip(at.treatment, treatmentTip, event.clientX, event.clientY);
    else hideTip();
  });
  document.addEventListener('click', event => {
    const at = itemUnder(event);
    if (at) pick(at, event.target.closest('.pick'));
  });
  document.addEventListener('scroll', hideTip, { passive: true, capture: true });
}
