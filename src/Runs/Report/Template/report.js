// The header, the selected well's details, the problems; then everything is drawn and tied together.
function drawHeader() {
  const { summary, model } = data;
  document.title = data.title;
  $('title').textContent = data.title;
  fill('facts',
    row('Run', data.run), row('Software', data.software),
    row('Model', [`${model.name}, tiles of ${count(model.tileSizePixels)} pixels`,
      html('code', { title: `SHA-256 ${model.sha256}` }, model.sha256.slice(0, 12))]),
    row('Normalization', data.normalization));
  const card = (name, value, text) => html('li', null,
    html('span', { class: 'name' }, name), html('b', null, value), html('span', { class: 'muted' }, text));
  const total = summary.wellsDone + summary.wellsFailed;
  const moa = known(summary.moaTotal) && summary.moaTotal > 0 && known(summary.moaCorrect);
  fill('numbers',
    card('Wells done', `${count(summary.wellsDone)} of ${count(total)}`, summary.wellsFailed
      ? html('a', { href: '#problems', class: 'bad' }, `${count(summary.wellsFailed)} failed`) : 'none failed'),
    card('Plates', count(summary.plateCount), `${count(summary.tiles)} tiles`),
    card('Z′', known(summary.zPrime) ? decimals(summary.zPrime, 2) : 'undefined', known(summary.zPrime)
      ? 'separation of the controls; 0.5 or more is good' : 'needs both kinds of controls, and a difference'),
    card('MoA by nearest neighbour', moa ? percent(summary.moaCorrect / summary.moaTotal) : 'unknown', moa
      ? `${count(summary.moaCorrect)} of ${count(summary.moaTotal)} treatments; neighbour of another compound (NSC)`
      : 'needs treatments of known mechanism'));
}

function drawProblems() {
  fill('problems-box', data.problems.length ? tableOf('What failed and why',
    ['Place', 'What failed'].map(name => html('th', { scope: 'col' }, name)), data.problems.map(problem =>
      html('tr', null, html('th', { scope: 'row' }, problem.place), html('td', null, problem.text)))) : none('None.'));
}

function drawDetails() {
  const well = state.selected;
  if (!well) {
    fill('details-body', none('Choose a well on the plate, the map or the images.'));
    return;
  }
  const treatment = well.compound ? treatmentOf.get(well.mates) : null;
  $('details-title').textContent = `Well ${well.well}`;
  fill('details-body',
    well.thumbnail ? html('img', { src: well.thumbnail, class: 'picture', alt: `Image of well ${well.well}` }) : null,
    failed(well) ? html('p', { class: 'bad' }, html('b', null, 'Failed: '), well.problem)
      : well.problem && html('p', { class: 'bad' }, well.problem),
    html('dl', null, row('Plate', well.plate.plate), row('Role', roleText(well)), row('Compound', well.compound),
      row('Dose', doseText(well.dose, well.doseUnit)), row('MoA', well.moa)),
    html('h3', null, 'Values'),
    html('dl', null, well.plate.metrics.map((metric, i) => row(metric.name, withUnit(well.values[i], metric.unit)))),
    treatment && [html('h3', null, `Treatment, ${plural(treatment.replicateCount, 'well', 'wells')}`),
      html('dl', null, row('Effect', known(treatment.effect) ? decimals(treatment.effect, 2) : null),
        row('Nearest', nearest(treatment)), row('Its MoA', treatment.nearestMoa),
        row('Cosine', known(treatment.nearestCosine) ? decimals(treatment.nearestCosine, 3) : null))]);
}

// On a narrow page the details are a sheet at the bottom, which opens and closes; on a wide one they stay.
function openDetails(focus) {
  hideTip();
  $('details').classList.add('open');
  if (focus) $('details').focus();
}

function closeDetails() {
  $('details').classList.remove('open');
  hideTip();
  const cell = plateCells.get(state.selected);
  if (cell && $('details').contains(document.activeElement)) cell.focus();
}

function start() {
  drawHeader();
  drawProblems();
  options($('plate-select'), plates.map((plate, i) => [String(i), plate.plate]));
  options($('metric-select'), metricNames.map(name => [name, name]));
  options($('images-select'), galleryChoices());
  $('range-label').hidden = plates.length < 2;
  $('map-text').textContent = points.length ? `${data.mapMethod}. One mark a well; drag a rectangle to zoom in.` : '';
  const order = matrix.moas.some(known) ? ', ordered by mechanism of action' : '';
  $('distances-text').textContent = matrix.labels.length > 1
    ? `Cosine distance of treatment profiles${order}: blue alike, pale unrelated, orange opposite.` : '';
  const hasPlate = state.plate !== null;
  $('plate-live').hidden = !hasPlate;
  if (!hasPlate) $('plates').append(none('No plates: the run has none.'));

  const plot = {
    plate: fitted($('plate-box'), width => hasPlate && drawPlate(width)),
    strip: fitted($('strip-box'), width => hasPlate && drawStrip(width)),
    map: fitted($('map-box'), drawMap),
    distances: fitted($('distances-box'), drawDistances),
  };
  redraw = () => {
    $('plate-select').value = String(plates.indexOf(state.plate));
    drawMinis();
    if (hasPlate) [plot.plate, plot.strip].forEach(draw => draw());
  };
  const on = (id, event, act) => $(id).addEventListener(event, () => act($(id).value));
  on('plate-select', 'change', value => show({ plate: plates[Number(value)] }));
  on('metric-select', 'change', value => show({ metric: value }));
  on('range-select', 'change', value => show({ range: value }));
  on('map-colour', 'change', value => { Object.assign(mapView, { colour: value, only: null }); plot.map(); });
  on('map-reset', 'click', () => { mapView.zoom = null; plot.map(); });
  on('treatments-filter', 'input', value => { table.text = value; drawTreatments(); });
  on('treatments-match', 'change', value => { table.match = value; drawTreatments(); });
  on('images-select', 'change', drawGallery);
  on('details-close', 'click', closeDetails);
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') closeDetails();
  });
  pointAtWells();
  addEventListener('beforeprint', drawPrintedPlates);
  matchMedia('print').addEventListener('change', event => event.matches && drawPrintedPlates());

  show({});
  plot.map();
  plot.distances();
  drawDistancesLegend();
  drawTreatments();
  drawGallery();
  drawDetails();
  for (const box of document.querySelectorAll('.scroll')) {
    build(box, { role: 'region', 'aria-label': `${box.closest('section').ariaLabel}, may scroll`, tabindex: 0 }, []);
  }
}

start();
