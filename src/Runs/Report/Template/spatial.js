// Particles beside random placements: a row an image and group, and Ripley's L(r) − r of one image.
const compared = detection?.comparison ? detection.images.filter(image => image.spatial) : [];
const curved = compared.filter(image => image.spatial.some(spatial => spatial.ripley));
const spatialView = { image: curved[0] ?? null };

const spatialGroup = spatial => known(spatial.group) ? detection.groups[spatial.group].name : 'all';

function chooseComparison(image) {
  if (!image || image === spatialView.image) return;
  spatialView.image = image;
  $('spatial-select').value = String(curved.indexOf(image));
  spatialView.draw();
}

function spatialColumns() {
  const plain = (name, of, text, hint) => ({ name, of, text, hint, right: true, always: true });
  const p = (name, of, hint) => plain(name, row => of(row.spatial), row => number(of(row.spatial)), hint);
  const against = (names, of, unit) => [
    plain(names[0], row => of(row.spatial).observed, row => unit(of(row.spatial).observed)),
    plain(names[1], row => of(row.spatial).random, row => unit(of(row.spatial).random), 'Mean of the placements'),
    p(names[2], spatial => of(spatial).p, 'Two-sided'),
  ];
  return [
    { name: 'Image', of: row => row.image.image, always: true, node: row => html('button', {
      type: 'button', class: 'link', on: { click: () => {
        chooseComparison(curved.find(image => image === row.image));
        pick({ well: particleWell(row.image) });
      } } }, row.image.image) },
    { name: 'Group', of: row => row.spatial.group ?? -1, text: row => spatialGroup(row.spatial), always: true },
    plain('Count', row => row.spatial.particleCount, row => count(row.spatial.particleCount)),
    ...against(['Mean nearest, nm', 'Random, nm', 'p, nearest'], spatial => spatial.nearestNm, number),
    ...against(['Clustered', 'Random', 'p, clusters'], spatial => spatial.clusteredShare, percent),
    p('p, L(r)', spatial => spatial.ripleyP, 'One test over all distances'),
  ];
}

function ripleyPanel(image, spatial, width) {
  const { distancesNm: r, observed, low, high } = spatial.ripley;
  const height = 240;
  const frame = scatterFrame(width, height, [0, r.at(-1)], padded(extent([0, ...observed, ...low, ...high]), 0.06),
    [52, 12, 10, 42]);
  const line = values => values.map((value, i) => `${frame.toX(r[i]).toFixed(1)},${frame.toY(value).toFixed(1)}`);
  const beyond = observed.map((value, i) => value > high[i] ? 1 : value < low[i] ? -1 : 0);
  const range = sign => {
    const places = r.filter((_, i) => beyond[i] === sign);
    return places.length && `${sign > 0 ? 'above' : 'below'} the band at ${places.length} of ${r.length} distances, `
      + `from ${number(places[0])} nm`;
  };
  const where = [range(1), range(-1)].filter(Boolean).join(', ') || 'within the band at every distance';
  const name = `${spatialGroup(spatial)}: ${plural(spatial.particleCount, 'particle', 'particles')}, p = ${
    number(spatial.ripleyP)}`;
  return html('figure', null, html('figcaption', null, html('b', null, name)),
    figure(width, height, { 'aria-label': `Ripley’s L(r) − r in ${image.image}, ${name}. The line is ${where}.` },
      scatterAxes(frame, 'Distance r, nm', 'L(r) − r, nm'),
      svg('path', { d: `M${line(high).join('L')}L${line(low).reverse().join('L')}Z`, class: 'limits' }),
      svg('path', { d: `M${frame.left},${frame.toY(0)}H${width - frame.right}`, class: 'limit' }),
      svg('path', { d: `M${line(observed).join('L')}`, class: 'l',
        stroke: known(spatial.group) ? detection.groups[spatial.group].colour : 'var(--ink)' })));
}

function drawComparison(width) {
  const { image } = spatialView;
  if (!image) return;
  const wide = width >= 600 ? Math.floor((width - 20) / 2) : width;
  fill('spatial-box', html('div', { class: 'panels' },
    image.spatial.filter(spatial => spatial.ripley).map(spatial => ripleyPanel(image, spatial, wide))));
  $('spatial-image').textContent = `Ripley’s L(r) − r in ${image.image}`;
}

function drawSpatialText() {
  const { placementCount, clusterNm, tooFewCount, tooManyCount, omittedCount } = detection.comparison;
  const images = n => plural(n, 'image', 'images');
  $('spatial-text').textContent = [
    `Each image’s particles, all and by group, beside as many at random places of its region, ${
      count(placementCount)} times: the mean distance to the nearest other particle; the share in clusters of three `
      + `or more joined by steps of at most ${number(clusterNm)} nm; Ripley’s L(r), which is r where places are random `
      + 'and more where particles cluster. The p-values are of one image and one number each, and not corrected for '
      + 'their number.',
    tooFewCount && `${images(tooFewCount)} with fewer than two particles cannot be compared.`,
    tooManyCount && `${images(tooManyCount)} with too many particles are not compared.`,
    omittedCount && `The first ${images(compared.length)} are listed.`,
  ].filter(Boolean).join(' ');
}

// A run that compared nothing has no such part.
function drawSpatial() {
  if (!detection?.comparison) {
    $('spatial')?.remove();
    return null;
  }
  drawSpatialText();
  const rows = compared.flatMap(image => image.spatial.map(spatial => ({ image, spatial })));
  const found = () => rows.filter(row => row.image.image.toLowerCase().includes(particlesView.text));
  const table = sheet('spatial-table', 'Particles beside random placements', spatialColumns(),
    { rows: found, every: rows, none: 'No image fits.' });
  table.draw();
  $('particles-filter').addEventListener('input', table.draw);
  $('spatial-live').hidden = !curved.length;
  if (!curved.length) return null;
  options($('spatial-select'), curved.map((image, i) => [String(i), image.image]));
  $('spatial-rest').textContent = curved.length < compared.length
    ? `The curves of the first ${count(curved.length)} images are kept.` : '';
  $('spatial-select').addEventListener('change', event => chooseComparison(curved[Number(event.target.value)]));
  followers.push(() => state.selected
    && particleWell(spatialView.image) !== state.selected
    && chooseComparison(curved.find(image => particleWell(image) === state.selected)));
  return spatialView.draw = fitted($('spatial-box'), drawComparison);
}
