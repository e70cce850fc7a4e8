// The selected well and its treatment.
const treatmentFacts = t => [
  row('Effect', known(t.effect) ? decimals(t.effect, 2) : null), row('q', qText(t)),
  row('Control axis', known(t.axisEffect) ? decimals(t.axisEffect, 2) : null),
  row('Replicates’ cosine', known(t.medianCosine) && `${decimals(t.medianCosine, 2)}${known(t.null95)
    ? ` (chance up to ${decimals(t.null95, 2)})` : ''}`),
  row('Activity mAP', known(t.meanAveragePrecision) ? decimals(t.meanAveragePrecision, 2) : null),
  row('Cluster', t.cluster),
  row('Nearest', nearest(t)), row('Its MoA', t.nearestMoa),
  row('Cosine', known(t.nearestCosine) ? decimals(t.nearestCosine, 3) : null),
];

function drawDetails() {
  const well = state.selected;
  const treatment = chosen();
  if (!well && !treatment) {
    fill('details-body', none('Choose a well or a treatment anywhere.'));
    return;
  }
  $('details-title').textContent = well ? `Well ${well.well}` : treatment.compound;
  fill('details-body',
    well?.thumbnail && html('img', { src: well.thumbnail, class: 'picture', alt: `Image of well ${well.well}` }),
    well && [
      failed(well) ? html('p', { class: 'bad' }, html('b', null, 'Failed: '), well.problem)
        : well.problem && html('p', { class: 'bad' }, well.problem),
      html('dl', null, row('Plate', well.plate.plate), row('Role', roleText(well)), row('Compound', well.compound),
        row('Dose', doseText(well.dose, well.doseUnit)), row('MoA', well.moa)),
    ],
    treatment && [html('h3', null, `Treatment, ${plural(treatment.replicateCount, 'well', 'wells')}`),
      html('dl', null, treatmentFacts(treatment)), replicateLinks(treatment, well)],
    well && [html('h3', null, 'Values of the well'), html('dl', null,
      well.plate.metrics.map((metric, i) => row(metric.name, withUnit(well.values[i], metric.unit))))]);
}

// The treatment's wells, so that one goes from replicate to replicate.
const replicateLinks = (treatment, shown) => html('p', { class: 'mates' }, 'Wells: ',
  (wellsOf.get(treatment.mates) ?? []).slice(0, 24).map(well => html('button', {
    type: 'button', class: 'link', 'aria-pressed': String(well === shown), title: sentence(well),
    on: { click: () => pick({ well }) },
  }, plates.length > 1 ? `${well.plate.plate} ${well.well}` : well.well)));

// On a narrow page the details are a sheet at the bottom, which opens and closes; on a wide one they stay.
let opener = null;

function openDetails(focus) {
  hideTip();
  if (focus) opener = document.activeElement;
  $('details').classList.add('open');
  if (focus) $('details').focus();
}

function closeDetails() {
  $('details').classList.remove('open');
  hideTip();
  const back = opener?.isConnected ? opener : plateCells.get(state.selected);
  if (back && $('details').contains(document.activeElement)) back.focus();
  opener = null;
}

// The page's address names the selected well or treatment: #well=plate,A01 or #treatment=compound,dose,unit.
function writeLink() {
  const t = chosen();
  const parts = state.selected ? ['well', state.selected.plate.plate, state.selected.well]
    : t ? ['treatment', t.compound, t.dose ?? '', t.doseUnit ?? ''] : null;
  if (!parts) return;
  const [kind, ...names] = parts;
  history.replaceState(null, '', `#${kind}=${names.map(encodeURIComponent).join(',')}`);
}

function followLink() {
  const [kind, names = ''] = location.hash.slice(1).split('=');
  let parts;
  try {
    parts = names.split(',').map(decodeURIComponent);
  } catch {
    return;
  }
  if (kind === 'well') {
    const well = wellAt.get(keyOf(parts[0], parts[1]));
    if (well && well !== state.selected) pick({ well });
    if (well) $('plate-live').scrollIntoView({ behavior: 'instant' });
  } else if (kind === 'treatment') {
    const treatment = treatments.find(t => t.compound === parts[0] && String(t.dose ?? '') === (parts[1] ?? '')
      && (!parts[2] || t.doseUnit === parts[2]));
    if (treatment) {
      pick({ treatment });
      $('nearest').scrollIntoView({ behavior: 'instant' });
    }
  }
}
