// The header, the selected well's details, the problems; then everything is drawn and tied together.
function drawHeader() {
  const { summary, model } = data;
  const fact = (name, value) => [html('dt', null, name), html('dd', null, value)];
  document.title = data.title;
  $('title').textContent = data.title;
  fill('facts',
    html('div', null, fact('Run', data.run)), html('div', null, fact('Software', data.software)),
    html('div', null, fact('Model', [model.name, html('code', { title: `SHA-256 ${model.sha256}` }, model.sha256.slice(0, 12)),
      `, tiles of ${count(model.tileSizePixels)} pixels`])),
    html('div', null, fact('Normalization', data.normalization)));
  const card = (name, value, text) => html('li', null,
    html('span', { class: 'name' }, name), html('b', null, value), html('span', { class: 'muted' }, text));
  const total = summary.wellsDone + summary.wellsFailed;
  const moa = known(summary.moaTotal) && summary.moaTotal > 0 && known(summary.moaCorrect);
  fill('numbers',
    card('Wells done', `${count(summary.wellsDone)} of ${count(total)}`, summary.wellsFailed
      ? html('a', { href: '#problems', class: 'bad' }, `${count(summary.wellsFailed)} failed`) : 'none failed'),
    card('Plates', count(summary.plateCount), `${count(summary.tiles)} tiles`),
    card('Z′', known(summary.zPrime) ? decimals(summary.zPrime, 2) : 'undefined', known(summary.zPrime)
      ? 'separation of the controls; 0.5 or more is good' : 'it needs both kinds of controls'),
    card('MoA by nearest neighbour', moa ? percent(summary.moaCorrect / summary.moaTotal) : 'unknown', moa
      ? `${count(summary.moaCorrect)} of ${count(summary.moaTotal)} treatments; neighbour of another compound (NSC)`
      : 'no mechanisms are known'));
}

function drawProblems() {
  if (!data.problems.length) {
    fill('problems-box', none('None.'));
    return;
  }
  fill('problems-box', html('table', null, html('caption', { class: 'unseen' }, 'What failed and why'),
    html('thead', null, html('tr', null, html('th', { scope: 'col' }, 'Place'), html('th', { scope: 'col' }, 'What failed'))),
    html('tbody', null, data.problems.map(problem =>
      html('tr', null, html('th', { scope: 'row' }, problem.place), html('td', null, problem.text))))));
}

function drawDetails() {
  const well = state.selected;
  if (!well) {
    fill('details-body', none('Choose a well on the plate, the map or the images.'));
    return;
  }
  const treatment = well.compound ? treatmentOf.get(well.mates) : null;
  const row = (name, value) => known(value) && value !== '' && html('div', null, html('dt', null, name), html('dd', null, value));
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
  $('distances-text').textContent = matrix.labels.length > 1 ? 'Cosine distance of treatment profiles'
    + `${matrix.moas.some(known) ? ', ordered by mechanism of action' : ''}: blue alike, pale unrelated, orange opposite.` : '';
  const hasPlate = state.plate !== null;
  $('plate-live').hidden = !hasPlate;
  if (!hasPlate) $('plates').append(none('No plates: the run has none.'));

  const plot = {
    plate: fitted($('plate-box'), width => hasPlate && drawPlate(width)),
    strip: fitted($('strip-box'), width => hasPlate && drawStrip(width)),
    map: fitted($('map-box'), drawMap),
    distances: fitted($('distances-box'), drawDistances),
  };
  onShow.push(() => {
    $('plate-select').value = String(plates.indexOf(state.plate));
    drawMinis();
    if (hasPlate) [plot.plate, plot.strip].forEach(draw => draw());
  });
  onSelect.push(markPlate, () => markSelected(stripMarks), () => markMap(), markGallery, drawDetails);
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
  hover($('images-box'), event => wells[Number(event.target.closest('.thumb')?.dataset.order ?? -1)], wellTip);
  $('images-box').addEventListener('click', event =>
    pick(wells[Number(event.target.closest('.thumb')?.dataset.order ?? -1)]));
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') closeDetails();
  });
  addEventListener('scroll', hideTip, { passive: true });
  addEventListener('beforeprint', drawPrintedPlates);
  matchMedia('print').addEventListener('change', event => event.matches && drawPrintedPlates());

  show({});
  plot.map();
  plot.distances();
  drawDistancesLegend();
  drawTreatments();
  drawGallery();
  drawDetails();
  const boxes = { 'plate-box': 'Plate', 'strip-box': 'Strip plot', 'distances-box': 'Distances',
    'treatments-box': 'Treatments', 'images-box': 'Images', 'problems-box': 'Problems' };
  for (const [id, name] of Object.entries(boxes)) {
    build($(id), { role: 'region', 'aria-label': `${name}, may scroll sideways`, tabindex: 0 }, []);
  }
}

start();
