// The table of treatments: sorted by any column, filtered by text.
const tableRows = 200;
const same = t => known(t.sameMoa) ? (t.sameMoa ? 'same' : 'different') : '';
const nearest = t => t.nearestCompound
  ? treatmentText({ compound: t.nearestCompound, dose: t.nearestDose, doseUnit: t.doseUnit }) : '';

const columns = [
  { name: 'Compound', of: t => t.compound },
  { name: 'Dose', of: t => t.dose, text: t => doseText(t.dose, t.doseUnit), right: true },
  { name: 'MoA', of: t => t.moa },
  { name: 'Wells', of: t => t.replicateCount, text: t => count(t.replicateCount), right: true },
  { name: 'Effect', of: t => t.effect, text: t => decimals(t.effect, 2), right: true,
    hint: 'Score on the control axis: 0 as negative controls, 1 as positive controls' },
  { name: 'Nearest treatment', of: nearest },
  { name: 'Its MoA', of: t => t.nearestMoa },
  { name: 'Cosine', of: t => t.nearestCosine, text: t => decimals(t.nearestCosine, 3), right: true },
  { name: 'MoA match', of: same },
];
const table = { column: null, down: false, text: '', match: 'any', all: false };

function compareCells(a, b) {
  if (!known(a) || a === '') return known(b) && b !== '' ? 1 : 0;
  if (!known(b) || b === '') return -1;
  const order = typeof a === 'number' ? a - b : a.localeCompare(b, 'en', { numeric: true });
  return table.down ? -order : order;
}

function wantedTreatments() {
  const text = table.text.trim().toLowerCase();
  const rows = data.treatments.filter(t =>
    (!text || [t.compound, t.moa, nearest(t), t.nearestMoa].some(part => part?.toLowerCase().includes(text)))
    && (table.match === 'any' || (known(t.sameMoa) && t.sameMoa === (table.match === 'same'))));
  if (table.column === null) return rows;
  const of = columns[table.column].of;
  return rows.sort((a, b) => compareCells(of(a), of(b)));
}

function treatmentRow(t) {
  const mates = keyOf(t.compound, t.dose, t.doseUnit);
  const first = wells.find(well => well.mates === mates && !failed(well)) ?? wells.find(well => well.mates === mates);
  return html('tr', { class: same(t) === 'different' ? 'differs' : null }, columns.map((column, i) => {
    const text = column.text ? column.text(t) : column.of(t) || '–';
    if (i > 0) return html('td', { class: column.right ? 'right' : null }, text || '–');
    return html('th', { scope: 'row' }, first
      ? html('button', { type: 'button', class: 'link', on: { click: () => pick(first) } }, text) : text);
  }));
}

function drawTreatments() {
  if (!data.treatments.length) {
    $('treatments-controls').hidden = true;
    fill('treatments-box', none('No treatments: no treated well has a profile.'));
    return;
  }
  const rows = wantedTreatments();
  const shown = table.all ? rows : rows.slice(0, tableRows);
  $('treatments-count').textContent = rows.length === data.treatments.length
    ? plural(rows.length, 'treatment', 'treatments')
    : `${count(rows.length)} of ${count(data.treatments.length)} treatments`;
  const body = shown.length ? shown.map(treatmentRow)
    : html('tr', null, html('td', { colspan: columns.length }, 'No treatment fits the filter.'));
  const had = document.activeElement?.closest?.('#treatments-box th')?.cellIndex;
  fill('treatments-box', tableOf('Treatments with their effect and nearest treatment of another compound',
    columns.map((column, i) => html('th', {
      scope: 'col', class: column.right ? 'right' : null, title: column.hint,
      'aria-sort': table.column === i ? (table.down ? 'descending' : 'ascending') : 'none',
    }, html('button', { type: 'button', class: 'sort', on: { click: () => sortBy(i) } }, column.name))), body),
  rows.length > shown.length && html('button', {
    type: 'button', on: { click: () => { table.all = true; drawTreatments(); } },
  }, `Show all ${count(rows.length)}`));
  if (known(had)) $('treatments-box').querySelectorAll('thead button')[had]?.focus();
}

function sortBy(i) {
  Object.assign(table, { column: i, down: table.column === i && !table.down });
  drawTreatments();
}
