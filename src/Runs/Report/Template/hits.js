// Hits: effect against its q-value, and the list, filtered alike.
const hitsView = { text: '', only: 'all' };
const withQ = treatments.filter(t => known(t.qValue) && known(t.effect));
const smallestQ = Math.min(...withQ.map(t => t.qValue).filter(q => q > 0), data.summary.hitThreshold);

// However strong their effect, too few wells and controls allow these no p that makes a hit.
const hopeless = withQ.filter(t => t.smallestPValue > data.summary.hitThreshold);

function drawHitsText() {
  const best = hopeless.map(t => t.smallestPValue).sort((a, b) => a - b)[0];
  $('hits-text').textContent = [data.effectText, hopeless.length > 0 && `${count(hopeless.length)} of ${
    plural(withQ.length, 'treatment', 'treatments')} could not become hits: their wells and controls are too few for a p `
    + `below ${number(best, 2)}, however strong the effect.`].filter(Boolean).join(' ');
}

// A q of zero stands as the smallest other.
const strength = t => -Math.log10(Math.max(t.qValue, smallestQ));

function fits(t) {
  const wanted = hitsView.text.trim().toLowerCase();
  return (hitsView.only === 'all' || (hitsView.only === 'hits') === isHit(t))
    && (!wanted || [t.compound, t.moa].some(part => part?.toLowerCase().includes(wanted)));
}

const hitColumns = [
  { name: 'Compound', of: t => t.compound, node: t => treatmentLink(t, t.compound) },
  { name: 'Dose', of: t => t.dose, text: t => doseText(t.dose, t.doseUnit), right: true },
  { name: 'Effect', of: t => t.effect, text: t => decimals(t.effect, 2), right: true, downFirst: true,
    hint: data.effectText },
  { name: 'q', of: t => t.qValue, right: true, hint: 'p-value corrected for the number of treatments', node: t =>
    html('span', { class: 'marked' }, html('span', null, qText(t) ?? '–'), isHit(t)
      && verdict('hit')) },
  { name: 'Axis', of: t => t.axisEffect, text: t => decimals(t.axisEffect, 2), right: true, downFirst: true,
    hint: 'Score on the control axis: 0 as negative controls, 1 as positive controls' },
  { name: 'Wells', of: t => t.replicateCount, text: t => count(t.replicateCount), right: true },
  { name: 'Replicates', of: t => t.replicateCorrelation, text: t => decimals(t.replicateCorrelation, 2), right: true,
    downFirst: true, hint: 'Median correlation of the replicates’ profiles' },
  { name: 'mAP', of: t => t.meanAveragePrecision, text: t => decimals(t.meanAveragePrecision, 2), right: true,
    downFirst: true, hint: 'Activity: mean average precision of the replicates among the negative controls' },
  { name: 'MoA', of: t => t.moa },
  { name: 'Cluster', of: t => t.cluster },
];

const hitCsv = [
  ['compound', t => t.compound], ['dose', t => t.dose], ['dose_unit', t => t.doseUnit], ['moa', t => t.moa],
  ['effect', t => t.effect], ['p_value', t => t.pValue], ['q_value', t => t.qValue], ['axis_effect', t => t.axisEffect],
  ['replicate_count', t => t.replicateCount], ['replicate_correlation', t => t.replicateCorrelation],
  ['median_cosine', t => t.medianCosine], ['null_95', t => t.null95],
  ['mean_average_precision', t => t.meanAveragePrecision], ['activity_q_value', t => t.activityQValue],
  ['cluster', t => t.cluster], ['nearest_compound', t => t.nearestCompound], ['nearest_cosine', t => t.nearestCosine],
  ['smallest_p_value', t => t.smallestPValue],
];

// Of equal q the stronger effect stands first.
const byEffect = [...treatments].sort((a, b) => compareCells(a.effect, b.effect, true));
const hitSheet = sheet('hits-table', 'Treatments with effect and q-value', hitColumns, {
  rows: () => byEffect.filter(fits), every: treatments, none: 'No treatment fits the filter.',
  treatment: t => t, first: 'q',
});

// The names of the strongest hits, each where it covers no other.
function hitNames(items, width) {
  const taken = [];
  const best = items.filter(({ treatment }) => isHit(treatment))
    .sort((a, b) => a.y - b.y || Math.abs(b.treatment.effect) - Math.abs(a.treatment.effect)).slice(0, 40);
  return best.map(({ treatment, x, y }) => {
    const name = shortened(treatmentText(treatment), 30);
    const wide = 6.2 * name.length;
    const from = x + 9 + wide > width ? x - 9 - wide : x + 9;
    const clear = taken.length < 8 && taken.every(box =>
      from > box.x + box.wide || box.x > from + wide || Math.abs(box.y - y) > 15)
      && items.filter(item => Math.abs(item.y - y) < 8 && item.x > from - 2 && item.x < from + wide).length < 3;
    if (!clear) return null;
    taken.push({ x: from, y, wide });
    return text(from, y + 4, name, { class: 'tag' });
  });
}

function drawVolcano(width) {
  $('hits-live').hidden = !withQ.length;
  if (!withQ.length) return;
  const limit = -Math.log10(data.summary.hitThreshold);
  const height = Math.max(280, Math.min(400, Math.round(width * 0.45)));
  const frame = scatterFrame(width, height, padded(extent([0, ...withQ.map(t => t.effect)])),
    padded([0, Math.max(limit * 1.4, ...withQ.map(strength))]));
  const items = withQ.map(t => ({ treatment: t, x: frame.toX(t.effect), y: frame.toY(strength(t)),
    r: isHit(t) ? 4.5 : 3.5, shape: isHit(t) ? 'circle' : 'ring', colour: isHit(t) ? 'var(--c3)' : 'var(--quiet)',
    faded: !fits(t) })).sort((a, b) => isHit(a.treatment) - isHit(b.treatment));
  const y = frame.toY(limit);
  drawCloud('hits-box', { width, height, items, axes: [
    scatterAxes(frame, 'Effect', '−log₁₀ q'),
    svg('path', { d: `M${frame.left},${y}H${width - 12}`, class: 'limit' }),
  ], over: [text(width - 14, y - 5, `q ${data.summary.hitThreshold}`, { 'text-anchor': 'end' }),
    svg('g', { class: 'names' }, hitNames(items.filter(item => !item.faded), width))],
  label: `Effect and q of ${plural(withQ.length, 'treatment', 'treatments')}: arrow keys go from one to another` });
}

function drawHits(plot) {
  const rows = hitSheet.shown();
  const hits = rows.filter(isHit).length;
  $('hits-controls').hidden = !treatments.length;
  $('hits-none').replaceChildren(...withQ.length ? [] : [none(absence('hits',
    treatments.length ? 'No treatment has a q-value.' : noTreatments()))]);
  $('hits-only').closest('label').hidden = !withQ.length;
  $('hits-count').textContent = rows.length === treatments.length ? plural(rows.length, 'treatment', 'treatments')
    : `${count(rows.length)} of ${count(treatments.length)} treatments`;
  if (withQ.length) $('hits-count').textContent += `, ${plural(hits, 'hit', 'hits')}`;
  if (treatments.length) hitSheet.draw();
  const csv = csvText(hitCsv, rows);
  $('hits-csv').href = `data:text/csv;charset=utf-8,${encodeURIComponent(csv)}`;
  plot?.();
}

async function copyHits() {
  const rows = hitSheet.shown();
  await copyText(csvText(hitCsv, rows));
  $('said').textContent = `${plural(rows.length, 'row', 'rows')} copied`;
  $('hits-copy').textContent = 'Copied';
  $('hits-copy').addEventListener('blur', () => { $('hits-copy').textContent = 'Copy as CSV'; }, { once: true });
}
