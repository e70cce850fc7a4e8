// Dose curves: all small, the selected compound's large.
const curveCount = 48;
const curvesView = { order: 'ec50', all: false };
const wellsOfCompound = groupBy(wells, well => well.compound);
const curves = data.curves.map(curve => ({ ...curve, points: (wellsOfCompound.get(curve.compound) ?? [])
  .filter(well => well.dose > 0 && !failed(well) && known(valueOf(well, data.doseMetric)))
  .map(well => ({ well, dose: well.dose, value: valueOf(well, data.doseMetric) })) }));
const curveValue = (curve, dose) =>
  curve.bottom + (curve.top - curve.bottom) / (1 + (curve.ec50 / dose) ** curve.hill);

// All small ones share the range that holds 98 % of their points, and 0 and 1.
const curveRange = (() => {
  const values = curves.flatMap(curve => curve.points.map(point => point.value)).sort((a, b) => a - b);
  const at = share => values[Math.round(share * (values.length - 1))] ?? 0;
  return padded([Math.min(0, at(0.01)), Math.max(1, at(0.99))], 0.08);
})();

function curveFrame(curve, width, height, range, edges) {
  const [low, high] = extent(curve.points.map(point => Math.log10(point.dose)));
  return scatterFrame(width, height, low <= high ? padded([low, high], 0.07) : [-1, 1], range, edges);
}

const within = (frame, value) => Math.min(frame.y[1], Math.max(frame.y[0], value));

function curvePath(curve, frame) {
  const samples = Array.from({ length: 65 }, (_, i) => frame.x[0] + (frame.x[1] - frame.x[0]) * i / 64);
  const places = samples.map(x => `${frame.toX(x).toFixed(1)},${
    frame.toY(within(frame, curveValue(curve, 10 ** x))).toFixed(1)}`);
  return svg('path', { d: `M${places.join('L')}`, class: 'fit' });
}

// The half-way dose as a tick with its interval, at the foot of the plot; an open end runs to the plot's edge.
function halfWay(curve, frame) {
  const y = frame.height - frame.bottom;
  const x = dose => Math.min(frame.width - frame.right, Math.max(frame.left, frame.toX(Math.log10(dose))));
  const [low, high] = [x(curve.ec50Low || Number.MIN_VALUE), x(curve.ec50High || Number.MAX_VALUE)];
  return svg('g', { class: 'half' }, svg('path', { d: `M${x(curve.ec50)},${frame.top}V${y}`, class: 'limit' }),
    (known(curve.ec50Low) || known(curve.ec50High)) && svg('path', { d: `M${low},${y}H${high}`, class: 'interval' }));
}

const intervalText = curve => !known(curve.ec50Low) && !known(curve.ec50High) ? 'interval open'
  : `${known(curve.ec50Low) ? number(curve.ec50Low, 2) : 'open'} to ${
    known(curve.ec50High) ? number(curve.ec50High, 2) : 'open'}`;
const fitText = curve => known(curve.reason) ? `no fit: ${curve.reason}`
  : `EC50 ${withUnit(Number(curve.ec50.toPrecision(3)), curve.doseUnit)} (${intervalText(curve)})`;

function smallCurve(curve) {
  const frame = curveFrame(curve, 188, 104, curveRange, [4, 4, 4, 6]);
  const dots = curve.points.map(({ dose, value }) =>
    markPath('circle', frame.toX(Math.log10(dose)), frame.toY(within(frame, value)), 2)).join('');
  const level = value => svg('line', { x1: 4, x2: 184, y1: frame.toY(value), y2: frame.toY(value), class: 'rule' });
  const fitted = !known(curve.reason);
  const node = html('button', { type: 'button', class: 'curve pick', tabindex: -1, on: {
    click: () => chooseCurve(curve), keydown: walkCurves,
  } }, html('b', null, shortened(curve.compound, 24)),
  svg('svg', { viewBox: '0 0 188 104', 'aria-hidden': 'true' }, level(0), level(1),
    fitted && halfWay(curve, frame), svg('path', { d: dots, class: 'dots' }), fitted && curvePath(curve, frame)),
  html('span', { class: fitted ? null : 'muted' }, shortened(fitText(curve), 90)));
  return Object.assign(node, { compound: curve.compound });
}

function orderedCurves() {
  const key = {
    ec50: curve => known(curve.reason) ? null : curve.ec50, name: curve => curve.compound, moa: curve => curve.moa,
  }[curvesView.order];
  return [...curves].sort((a, b) => compareCells(key(a), key(b)) || byName(a.compound, b.compound));
}

function drawCurves() {
  $('curves-live').hidden = !curves.length;
  fill('curves-none', curves.length ? null : none(absence('curves', 'No dose curves: no compound has doses enough.')));
  if (!curves.length) return;
  const list = orderedCurves();
  const some = curvesView.all ? list : list.slice(0, curveCount);
  fill('curves-box', some.map(smallCurve));
  fill('curves-rest', list.length > some.length && restOf(some.length, list.length,
    () => { curvesView.all = true; drawCurves(); }));
  markIn($('curves-box'));
  oneStop();
}

// The small curves are one stop of Tab: the selected one, or the first.
function oneStop() {
  const all = [...$('curves-box').children];
  const first = all.find(node => node.matches('.selected')) ?? all[0];
  all.forEach(node => node.setAttribute('tabindex', node === first ? 0 : -1));
}

function walkCurves(event) {
  const all = [...$('curves-box').children];
  const at = all.indexOf(event.currentTarget);
  const perRow = all.filter(node => node.offsetTop === all[0].offsetTop).length;
  const to = { Home: 0, End: all.length - 1 }[event.key]
    ?? (steps[event.key] ? at + steps[event.key][1] + perRow * steps[event.key][0] : null);
  if (to === null || !all[to]) return;
  event.preventDefault();
  chooseCurve({ compound: all[to].compound });
  all[to].focus();
}

// A compound is selected with its highest dose; where one of its doses is selected already, that stays.
function chooseCurve({ compound }) {
  if (selectedCompound() === compound) return;
  const mine = treatments.filter(t => t.compound === compound).sort((a, b) => (b.dose ?? 0) - (a.dose ?? 0))[0];
  if (mine) selectTreatment(mine);
  else if (wellsOfCompound.has(compound)) select(wellsOfCompound.get(compound)[0]);
}

const selectedCompound = () => state.selected?.compound ?? chosen()?.compound ?? null;

// A dose of zero has its part in the fit and no place on a logarithmic axis.
function wellsText({ compound, points: drawn }) {
  const without = (wellsOfCompound.get(compound) ?? [])
    .filter(well => well.dose === 0 && !failed(well) && known(valueOf(well, data.doseMetric))).length;
  return count(drawn.length + without) + (without ? `, ${count(without)} of them at dose 0, not drawn` : '');
}

function drawCurve(width) {
  if (!curves.length) return;
  const curve = curves.find(each => each.compound === selectedCompound()) ?? orderedCurves()[0];
  const fitted = !known(curve.reason);
  $('curve-name').textContent = curve.compound;
  $('curve-text').textContent = `${[curve.moa, fitText(curve)].filter(Boolean).join('. ')}.`.replace('..', '.');
  fill('curve-facts', fitted && [row('EC50', withUnit(curve.ec50, curve.doseUnit)),
    row('95 % interval', intervalText(curve)), row('Hill', `${decimals(curve.hill, 2)}${
      curve.hill > 9.99 || curve.hill < 0.201 ? ' (the bound)' : ''}`),
    row('Bottom', decimals(curve.bottom, 2)), row('Top', decimals(curve.top, 2)),
    row('R²', known(curve.r2) && decimals(curve.r2, 3))], row('Wells', wellsText(curve)));
  if (!curve.points.length) {
    fill('curve-box', none('No well of this compound has a dose and a value.'));
    return;
  }
  const values = [0, 1, ...curve.points.map(point => point.value), ...(fitted ? [curve.bottom, curve.top] : [])];
  const height = 300;
  const frame = curveFrame(curve, width, height, padded(extent(values), 0.06), [52, 12, 10, 42]);
  const doses = [...new Set(curve.points.map(point => point.dose))].sort((a, b) => a - b);
  let last = -Infinity;
  const marks = doses.map(dose => {
    const x = frame.toX(Math.log10(dose));
    const clear = x - last >= 42;
    if (clear) last = x;
    return [svg('line', { x1: x, x2: x, y1: 10, y2: height - 42, class: 'rule' }),
      clear && text(x, height - 26, number(dose), { 'text-anchor': 'middle' })];
  });
  const crowd = new Map();
  const items = curve.points.map(({ well, dose, value }) => {
    const n = crowd.get(dose) ?? 0;
    crowd.set(dose, n + 1);
    return { well, x: frame.toX(Math.log10(dose)) + 8 * spread(n), y: frame.toY(value), r: 4.5,
      shape: well.role === 'trt' ? 'circle' : roles[well.role].shape, colour: 'var(--c0)' };
  });
  const unit = curve.doseUnit ? ` (${unitText(curve.doseUnit)}, logarithmic)` : ' (logarithmic)';
  drawCloud('curve-box', { width, height, items, axes: [marks,
    uprightAxis(ticks(...frame.y, 5), frame.toY, 52, width - 12), turned(134, data.doseMetric),
    text((52 + width - 12) / 2, height - 6, `Dose${unit}`, { 'text-anchor': 'middle' }),
    fitted && halfWay(curve, frame)], over: fitted && curvePath(curve, frame),
  label: `Dose response of ${curve.compound}: ${fitText(curve)}. Arrow keys go from well to well` });
}
