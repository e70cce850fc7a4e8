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

const treatmentOf = new Map(data.treatments.map(t => [keyOf(t.compound, t.dose, t.doseUnit), t]));
const metricNames = [...new Set(plates.flatMap(plate => plate.metrics.map(metric => metric.name)))];
const state = { plate: plates[0] ?? null, metric: metricNames[0] ?? null, range: 'all', selected: null };
let redraw = null;

const failed = well => well.status === 'failed';
const metricOf = (plate, name) => plate.metrics.find(metric => metric.name === name) ?? null;

function valueOf(well, name = state.metric) {
  const at = well.plate.metrics.findIndex(metric => metric.name === name);
  return at < 0 ? null : well.values[at] ?? null;
}

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
  const diverging = from.some(p => metricOf(p, name)?.diverging);
  let [low, high] = values.length ? [quantile(0.01), quantile(0.99)] : [0, 1];
  if (diverging) [low, high] = [-Math.max(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))];
  const colours = diverging ? blueOrange : viridis;
  const rgb = value => colours(high > low ? (value - low) / (high - low) : 0.5);
  return { low, high, rgb, colours, any: values.length > 0, below: values[0] < low, above: values.at(-1) > high };
}

// Categories in the order of their names, with a colour and a shape each; after the last shape comes "others".
function categoriesOf(items) {
  const names = [...new Set(items.filter(known))].sort((a, b) => a < b ? -1 : 1);
  const places = colourCount * shapes.length;
  return new Map(names.map((name, i) => [name, i < places
    ? { name, colour: `var(--c${i % colourCount})`, shape: shapes[Math.floor(i / colourCount)] }
    : { name, colour: 'var(--quiet)', shape: 'circle', other: true }]));
}

const moaCategories = categoriesOf([...data.distances.moas, ...wells.map(well => well.moa)]);

function select(well, said = true) {
  state.selected = well;
  if (well.plate !== state.plate) show({ plate: well.plate });
  if (said) $('said').textContent = sentence(well);
  markSelected();
  drawDetails();
}

function show(change) {
  Object.assign(state, change);
  redraw();
}

const isMate = well => state.selected && well !== state.selected && well.compound
  && well.mates === state.selected.mates;

// Everywhere: which well is selected, and which are its replicates.
function markSelected() {
  for (const node of document.querySelectorAll('.pick')) {
    node.classList.toggle('selected', node.well === state.selected);
    node.classList.toggle('mate', Boolean(isMate(node.well)));
  }
  markPlate();
}

// A click on a well anywhere: selects it and shows its details.
function pick(well, node) {
  select(well, !node?.matches('[role=gridcell]'));
  plateCells.get(node?.matches('[role=gridcell]') ? well : null)?.focus({ preventScroll: true });
  openDetails(false);
}

function pointAtWells() {
  document.addEventListener('pointermove', event => {
    if (event.target.closest('.over')) return;
    const well = event.pointerType === 'touch' ? null : event.target.closest('.pick')?.well;
    if (well) showTip(well, wellTip, event.clientX, event.clientY);
    else hideTip();
  });
  document.addEventListener('click', event => {
    const node = event.target.closest('.pick');
    if (node) pick(node.well, node);
  });
  document.addEventListener('scroll', hideTip, { passive: true, capture: true });
}
