// The nearest other compounds of the selected treatment, and the nearest one of every treatment.
const same = t => known(t.sameMoa) ? (t.sameMoa ? 'same' : 'different') : '';
const nearest = t => t.nearestCompound
  ? treatmentText({ compound: t.nearestCompound, dose: t.nearestDose, doseUnit: t.doseUnit }) : '';
const nearestView = { text: '', match: 'any' };

const nearestColumns = [
  { name: 'Compound', of: t => t.compound, node: t => treatmentLink(t, t.compound) },
  { name: 'Dose', of: t => t.dose, text: t => doseText(t.dose, t.doseUnit), right: true },
  { name: 'MoA', of: t => t.moa, always: true },
  { name: 'Wells', of: t => t.replicateCount, text: t => count(t.replicateCount), right: true, always: true },
  { name: 'Nearest treatment', of: nearest, always: true },
  { name: 'Its MoA', of: t => t.nearestMoa, always: true },
  { name: 'Cosine', of: t => t.nearestCosine, text: t => decimals(t.nearestCosine, 3), right: true, always: true },
  { name: 'MoA match', of: same },
];

const nearestCaption = 'Treatments with their nearest treatment of another compound';
const nearestSheet = sheet('nearest-table', nearestCaption, nearestColumns, {
  rows: () => {
    const wanted = nearestView.text.trim().toLowerCase();
    return treatments.filter(t =>
      (!wanted || [t.compound, t.moa, nearest(t), t.nearestMoa].some(part => part?.toLowerCase().includes(wanted)))
      && (nearestView.match === 'any' || (known(t.sameMoa) && t.sameMoa === (nearestView.match === 'same'))));
  },
  every: treatments, none: 'No treatment fits the filter.', treatment: t => t,
  rowClass: t => same(t) === 'different' ? 'differs' : null,
});

function drawNearestTable() {
  if (!treatments.length) {
    $('nearest-controls').hidden = true;
    $('nearest-chosen').hidden = true;
    fill('nearest-table', none(absence('nearest', noTreatments())));
    return;
  }
  const rows = nearestSheet.shown();
  $('nearest-count').textContent = rows.length === treatments.length
    ? plural(rows.length, 'treatment', 'treatments')
    : `${count(rows.length)} of ${count(treatments.length)} treatments`;
  nearestSheet.draw();
}

const pictureOf = t => (wellsOf.get(t.mates) ?? []).find(well => well.thumbnail);
const picture = t => pictureOf(t) ? thumbnail(pictureOf(t), pictureOf(t).well) : null;

function nearestRow({ treatment: index, cosine }, rank, mine, places = 3) {
  const t = treatments[index];
  const match = known(t.moa) && known(mine.moa) ? (t.moa === mine.moa ? '= same' : '≠ different') : '';
  const wide = Math.max(0, cosine) * 80;
  return html('tr', null, html('td', { class: 'right' }, String(rank + 1)),
    html('th', { scope: 'row' }, treatmentLink(t)), html('td', null, t.moa ?? '–'), html('td', null, match || '–'),
    html('td', { class: 'right' }, decimals(cosine, places)),
    html('td', null, svg('svg', { width: 80, height: 12, 'aria-hidden': 'true' },
      svg('rect', { width: 80, height: 12, class: 'back' }), svg('rect', { width: wide, height: 12, class: 'much' }))),
    pictured.length > 0 && html('td', null, picture(t)));
}

const similarTable = (caption, what, how, rows) => tableOf(caption,
  ['#', what, 'MoA', 'MoA match', how, ' ', ...(pictured.length ? ['Image'] : [])]
    .map((name, i) => html('th', { scope: 'col', class: i === 0 || i === 4 ? 'right' : null }, name)), rows);

// The field names the selected treatment, and takes another.
function drawNearest() {
  if (!treatments.length) return;
  const t = chosen();
  $('nearest-pick').value = t ? treatmentText(t) : '';
  if (!t) {
    fill('nearest-box', none('Choose a treatment here, or anywhere on the page.'));
    return;
  }
  fill('nearest-box', html('div', { class: 'mine' }, picture(t), html('p', null, html('b', null, treatmentText(t)),
    t.moa ? `, ${t.moa}` : '', html('br'), plural(t.replicateCount, 'well', 'wells'))),
  t.neighbours.length ? similarTable(`Compounds nearest to ${treatmentText(t)}`, 'Nearest compound', 'Cosine',
    t.neighbours.map((neighbour, i) => nearestRow(neighbour, i, t)))
    : none('No other compound has a profile to compare with.'));
  markIn($('nearest-box'));
}
followers.push(drawNearest);

function pickNearest(name) {
  const wanted = name.trim().toLowerCase();
  const found = treatments.find(t => treatmentText(t).toLowerCase() === wanted)
    ?? treatments.find(t => wanted && t.compound.toLowerCase().startsWith(wanted));
  if (found) pick({ treatment: found });
  else if (wanted) fill('nearest-box', none(`No treatment is named “${name.trim()}”.`));
}
