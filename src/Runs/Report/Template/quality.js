// Quality of every plate: a table with marks, and the controls of all plates side by side.
const zPrimeVerdict = z => !known(z) ? 'none' : z >= 0.5 ? 'good' : z >= 0 ? 'weak' : 'poor';
const failuresOf = plate => plate.wells.filter(failed).length;
const failureVerdict = plate => {
  const lost = failuresOf(plate);
  return lost === 0 ? 'good' : lost <= 0.05 * plate.wells.length ? 'weak' : 'poor';
};
const controlsOf = (plate, role) => plate.wells.filter(well => well.role === role && !failed(well)).length;
const marked = (value, kind, word) =>
  html('span', { class: 'marked' }, html('span', null, value), verdict(kind, word));

const shareText = share => known(share) ? percent(share) : '–';

const qualityColumns = [
  { name: 'Plate', of: plate => plate.plate, node: plate => html('button', {
    type: 'button', class: 'link', on: { click: () => { show({ plate }); $('plate-live').scrollIntoView(); } },
  }, plate.plate) },
  { name: 'Wells', of: plate => plate.wells.length, text: plate => count(plate.wells.length), right: true },
  { name: 'Failed', of: failuresOf, downFirst: true, right: true, always: true,
    node: plate => marked(count(failuresOf(plate)), failureVerdict(plate),
      { good: 'none', weak: 'some', poor: 'many' }[failureVerdict(plate)]) },
  { name: 'Z′', of: plate => plate.zPrime, right: true, always: true,
    node: plate => marked(decimals(plate.zPrime, 2), zPrimeVerdict(plate.zPrime)) },
  { name: 'Robust Z′', of: plate => plate.robustZPrime, right: true,
    node: plate => marked(decimals(plate.robustZPrime, 2), zPrimeVerdict(plate.robustZPrime)) },
  { name: 'SSMD', of: plate => plate.ssmd, text: plate => decimals(plate.ssmd, 1), right: true,
    hint: 'Difference of the controls in units of its spread' },
  { name: 'Spread −', of: plate => plate.negativeSpread, right: true, text: plate => decimals(plate.negativeSpread, 3),
    hint: 'Standard deviation of the negative controls on the control axis' },
  { name: 'Spread +', of: plate => plate.positiveSpread, right: true, text: plate => decimals(plate.positiveSpread, 3),
    hint: 'Standard deviation of the positive controls on the control axis' },
  { name: 'Controls − / +', of: plate => controlsOf(plate, 'negcon'), right: true,
    text: plate => `${count(controlsOf(plate, 'negcon'))} / ${count(controlsOf(plate, 'poscon'))}` },
  { name: 'CV −', of: plate => plate.negativeCv, text: plate => shareText(plate.negativeCv), right: true,
    hint: 'Median coefficient of variation of the negative controls, over features as measured' },
  { name: 'Rows', of: plate => plate.rowEffect, text: plate => shareText(plate.rowEffect), right: true,
    hint: 'Share of the typical feature’s variance that goes with the plate’s rows' },
  { name: 'Columns', of: plate => plate.columnEffect, text: plate => shareText(plate.columnEffect), right: true,
    hint: 'Share of the typical feature’s variance that goes with the plate’s columns' },
  { name: 'Edge', of: plate => plate.edgeEffect, text: plate => shareText(plate.edgeEffect), right: true,
    hint: 'Share of the typical feature’s variance that goes with being at the plate’s edge' },
  { name: 'Normalization', of: plate => plate.normalization },
];

const axisMetric = data.doseMetric ?? metricNames[0] ?? null;

function drawQualityStrip(width) {
  const lanes = plates.map(plate => ({ plate, wells: plate.wells.filter(well => isControl(well) && !failed(well)
    && known(valueOf(well, axisMetric))) }));
  const values = lanes.flatMap(lane => lane.wells.map(well => valueOf(well, axisMetric)));
  if (!values.length) {
    fill('quality-box', none('No control has a value: there is nothing to compare.'));
    return;
  }
  const wide = (width - 64) / plates.length;
  const turn = wide < 84;
  const bottom = turn ? 96 : 34;
  const height = 230 + bottom;
  const frame = scatterFrame(width, height, [0, plates.length], padded(extent(values)), [52, 12, 10, bottom]);
  const room = Math.min(wide * 0.42, 46);
  const r = wide < 24 ? 2.5 : 4;
  const items = lanes.flatMap(({ wells: mine }, i) => ['negcon', 'poscon'].flatMap((role, side) => {
    const crowd = mine.filter(well => well.role === role);
    const centre = frame.toX(i + 0.5) + (side - 0.5) * room;
    return crowd.map((well, n) => ({ well, shape: roles[role].shape, colour: `var(--role-${role})`, r,
      x: centre + room * 0.7 * spread(n), y: frame.toY(valueOf(well, axisMetric)) }));
  }));
  const every = Math.ceil(16 / wide);
  const letters = turn ? 13 : Math.max(8, wide / 7);
  const names = plates.map((plate, i) => i % every === 0 && text(0, 0, shortPlate(plate.plate, letters), {
    'text-anchor': turn ? 'end' : 'middle',
    transform: `translate(${frame.toX(i + 0.5) + (turn ? 4 : 0)} ${height - bottom + 18})${turn ? ' rotate(-50)' : ''}`,
  }));
  const rules = plates.slice(1).map((_, i) =>
    svg('line', { x1: frame.toX(i + 1), x2: frame.toX(i + 1), y1: 10, y2: height - bottom, class: 'rule' }));
  drawCloud('quality-box', { width, height, items, label: `${axisMetric} of the controls of ${
    plural(plates.length, 'plate', 'plates')}: arrow keys go from well to well`, axes: [rules, names,
    uprightAxis(ticks(...frame.y, 5), frame.toY, 52, width - 12), turned((height - bottom) / 2, axisMetric)] });
  fill('quality-legend', html('ul', { class: 'key' }, ['negcon', 'poscon'].filter(role =>
    items.some(item => item.well.role === role)).map(role => html('li', null,
    icon(mark(roles[role].shape, 9, 9, 5, `var(--role-${role})`)), roles[role].name))));
}

// How well plates can be told apart, in a sentence; nothing where the run did not ask.
function plateEffectText({ plateEffectBefore: before, plateEffectAfter: after }) {
  const told = ({ accuracy, byChance }) => `${percent(accuracy)} of the wells (by chance ${percent(byChance)})`;
  const when = [known(before) && `before normalization of ${told(before)}`,
    known(after) && `after it of ${told(after)}`].filter(Boolean);
  return when.length ? `Batch effect: the ten nearest wells tell the plate ${when.join(', ')}.` : '';
}

function drawQuality() {
  $('plate-effect').textContent = plateEffectText(data.summary);
  $('plate-effect').hidden = !$('plate-effect').textContent;
  if (!plates.length) {
    fill('quality-table', none(absence('quality', 'No plates: the run has none.')));
    $('quality-live').hidden = true;
    return;
  }
  sheet('quality-table', 'Quality of each plate', qualityColumns,
    { rows: () => plates, every: plates, none: 'No plate.' }).draw();
}
