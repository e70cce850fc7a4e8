// The header and the problems; then everything is drawn and tied together.
function drawHeader() {
  const { summary, model } = data;
  document.title = data.title;
  fill('facts',
    row('Run', data.run), row('Software', data.software),
    row('Model', [`${model.name}, tiles of ${count(model.tileSizePixels)} pixels`,
      html('code', { title: `SHA-256 ${model.sha256}` }, model.sha256.slice(0, 12))]),
    row('Normalization', data.normalization));
  $('provenance').hidden = !data.provenance.length;
  fill('provenance-list', row('Model’s SHA-256', model.sha256),
    data.provenance.map(({ name, text: what }) => row(name, what)));
  const card = (name, value, note) => html('li', null,
    html('span', { class: 'name' }, name), html('b', null, value), html('span', { class: 'muted' }, note));
  const total = summary.wellsDone + summary.wellsFailed;
  const share = (part, all) => known(part) && all > 0;
  const replicatingOf = `${count(summary.replicatingCount ?? 0)} of ${count(summary.replicatedCount ?? 0)}`;
  const [rated, all] = [plates.filter(plate => known(plate.zPrime)).length, plates.length];
  const ratedText = `0.5 or more is good; median of ${rated < all ? `${rated} of ${all} ` : ''}plates`;
  const compoundsOf = groupBy(treatments.filter(t => t.moa), t => t.moa);
  const alone = [...compoundsOf.values()].filter(mine => mine.every(t => t.compound === mine[0].compound)).flat().length;
  const link = (part, note) => html('a', { href: `#${part}` }, note);
  fill('numbers',
    card('Wells done', `${count(summary.wellsDone)} of ${count(total)}`, summary.wellsFailed
      ? html('a', { href: '#problems', class: 'bad' }, `${count(summary.wellsFailed)} failed`) : 'none failed'),
    card('Plates', count(summary.plateCount), `${count(summary.tiles)} tiles`),
    card('Z′', known(summary.zPrime) ? decimals(summary.zPrime, 2) : 'undefined', known(summary.zPrime)
      ? link('quality', ratedText) : 'needs both kinds of controls, and a difference'),
    card(`Hits, q ≤ ${summary.hitThreshold}`, known(summary.hitCount) ? count(summary.hitCount) : 'unknown',
      known(summary.hitCount) ? link('hits', `of ${plural(summary.testedCount, 'treatment', 'treatments')}${
        hopeless.length ? `; ${count(hopeless.length)} could not be` : ''}`)
        : absence('hits', 'needs replicates and negative controls')),
    card('Replicating', ...!share(summary.replicatingCount, summary.replicatedCount) ? ['unknown', 'needs replicates']
      : [summary.replicatedCount < 10 ? replicatingOf : percent(summary.replicatingCount / summary.replicatedCount),
        link('replicates', summary.replicatedCount < 10 ? 'treatments' : `${replicatingOf} treatments`)]),
    detection ? card('Particles', count(particleTotal()),
      link('particles', `in ${plural(detection.images.length + detection.omittedCount, 'image', 'images')}`))
      : card('MoA by neighbour', share(summary.moaCorrect, summary.moaTotal)
        ? percent(summary.moaCorrect / summary.moaTotal) : 'unknown', share(summary.moaCorrect, summary.moaTotal)
        ? link('nearest', `${count(summary.moaCorrect)} of ${count(summary.moaTotal)} treatments (NSC)${
          alone ? `; ${count(alone)} have no other compound of their MoA` : ''}`)
        : 'needs treatments of known mechanism'));
}

const problemColumns = [
  { name: 'Place', of: problem => problem.place, always: true, node: problem => problem.place },
  { name: 'What failed', of: problem => problem.text, always: true },
];

function drawProblems() {
  if (!data.problems.length) fill('problems-box', none('None.'));
  else {
    sheet('problems-box', 'What failed and why', problemColumns,
      { rows: () => data.problems, every: data.problems, none: 'None.' }).draw();
  }
}

// The part that is read stands out among the names of parts.
function watchParts() {
  const links = new Map([...document.querySelectorAll('nav a')].map(link => [link.hash.slice(1), link]));
  const observer = new IntersectionObserver(() => {
    let now = null;
    for (const section of document.querySelectorAll('section')) {
      if (section.getBoundingClientRect().top < innerHeight * 0.3) now = section.id;
    }
    for (const [part, link] of links) {
      if (part === now) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }, { rootMargin: '-29% 0px -70%' });
  document.querySelectorAll('section').forEach(section => observer.observe(section));
}

function start() {
  drawHeader();
  drawProblems();
  drawQuality();
  options($('plate-select'), plates.map((plate, i) => [String(i), plate.plate]));
  options($('metric-select'), metricNames.map(name => [name, name]));
  options($('map-select'), data.maps.map((map, i) => [String(i), map.name]));
  options($('images-select'), galleryChoices());
  fill('nearest-list', treatments.map(t => html('option', { value: treatmentText(t) })));
  $('map-select').closest('label').hidden = data.maps.length < 2;
  if (!treatments.some(t => known(t.cluster))) $('map-colour').querySelector('[value=cluster]').remove();
  $('range-label').hidden = plates.length < 2;
  const hasPlate = state.plate !== null;
  $('plate-live').hidden = !hasPlate;
  if (!hasPlate) $('plates').append(none(absence('plates', 'No plates: the run has none.')));

  const plot = {
    plate: fitted($('plate-box'), width => hasPlate && drawPlate(width)),
    strip: fitted($('strip-box'), width => hasPlate && drawStrip(width)),
    quality: fitted($('quality-box'), width => hasPlate && drawQualityStrip(width)),
    replicates: fitted($('replicates-box'), drawReplicates),
    volcano: fitted($('hits-box'), drawVolcano),
    curve: fitted($('curve-box'), drawCurve),
    map: fitted($('map-box'), drawMap),
    distances: fitted($('tree-box'), drawDistances),
  };
  Object.assign(plot, drawSpectraPart());
  const particles = drawParticles();
  if (particles) plot.particles = particles;
  const spatial = drawSpatial();
  if (spatial) plot.spatial = spatial;
  const { plate, strip, ...others } = plot;
  redraw = () => {
    $('plate-select').value = String(plates.indexOf(state.plate));
    drawMinis();
    if (hasPlate) [plate, strip].forEach(draw => draw());
  };
  listen(plot);
  pointAtWells();
  drawHitsText();
  drawReplicatesText();
  drawDistancesText();
  drawDistancesLegend();
  drawNearestTable();
  drawGallery();
  drawCurves();
  drawHits();
  show({});
  Object.values(others).forEach(draw => draw());
  followers.push(drawDetails, writeLink);
  drawDetails();
  drawNearest();
  watchParts();
  watchPrint(plot);
  for (const box of document.querySelectorAll('.scroll')) {
    build(box, { role: 'region', 'aria-label': `${box.closest('section').ariaLabel}, may scroll`, tabindex: 0 }, []);
  }
  addEventListener('hashchange', followLink);
  followLink();
}

function listen(plot) {
  const on = (id, event, act) => $(id).addEventListener(event, () => act($(id).value));
  const map = change => { Object.assign(mapView, change); plot.map(); };
  on('plate-select', 'change', value => show({ plate: plates[Number(value)] }));
  on('metric-select', 'change', value => show({ metric: value }));
  on('range-select', 'change', value => show({ range: value }));
  on('map-select', 'change', value => map({ map: Number(value), zoom: null }));
  on('map-colour', 'change', value => map({ colour: value, only: null }));
  on('map-reset', 'click', () => map({ zoom: null }));
  on('hits-filter', 'input', value => { hitsView.text = value; drawHits(plot.volcano); });
  on('hits-only', 'change', value => { hitsView.only = value; drawHits(plot.volcano); });
  on('hits-copy', 'click', copyHits);
  on('curves-order', 'change', value => { curvesView.order = value; drawCurves(); });
  on('tree-order', 'change', value => { matrixView.order = value; plot.distances(); });
  on('nearest-filter', 'input', value => { nearestView.text = value; drawNearestTable(); });
  on('nearest-match', 'change', value => { nearestView.match = value; drawNearestTable(); });
  on('nearest-pick', 'change', pickNearest);
  on('images-select', 'change', drawGallery);
  on('details-close', 'click', closeDetails);
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') closeDetails();
  });
  followers.push(() => { if (curves.length) { plot.curve(); oneStop(); } });
}

// On paper every plate stands in the chosen metric, and plots are as wide as the paper.
function watchPrint(plot) {
  const turn = on => {
    if (on === printing) return;
    printing = on;
    scales.clear();
    $('provenance').open = on;
    if (on) drawPrintedPlates();
    for (const draw of Object.values(plot)) draw();
    drawDistancesText();
    drawDistancesLegend();
  };
  addEventListener('beforeprint', () => turn(true));
  addEventListener('afterprint', () => turn(false));
  matchMedia('print').addEventListener('change', event => turn(event.matches));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => [...clouds.values()].forEach(paintCloud));
}

start();
