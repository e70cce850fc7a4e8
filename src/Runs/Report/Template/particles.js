// Particles of micrographs: what was found in each image, diameters by size group, the images with their particles.
const detection = data.detection;
const particlesView = { text: '' };
const picturesAtFirst = 60;

const particleCount = image => image.counts.reduce((sum, part) => sum + part, 0);
const particleWell = image => wellAt.get(keyOf(image.plate, image.well));

function particleColumns() {
  const sized = detection.groups.map((group, i) => ({
    name: group.name, of: image => image.counts[i], text: image => count(image.counts[i]), right: true, downFirst: true,
    always: i < detection.groups.length - 1 || detection.images.some(image => image.counts[i] > 0),
  })).filter(column => column.always);
  const plain = (name, of, hint) => ({ name, of, text: image => number(of(image)), right: true, downFirst: true, hint });
  return [
    { name: 'Image', of: image => image.image, always: true, node: image => html('button', {
      type: 'button', class: 'link', on: { click: () => pick({ well: particleWell(image) }) } }, image.image) },
    { name: 'Well', of: image => `${image.plate} ${image.well}`, always: true },
    ...(detection.images.some(image => image.site > 1)
      ? [{ name: 'Site', of: image => image.site, text: image => String(image.site), right: true }] : []),
    plain('Pixel, nm', image => image.pixelSizeNm),
    plain('Searched, µm²', image => image.regionUm2, 'The area of the region in which particles count'),
    { name: 'All', of: particleCount, text: image => count(particleCount(image)), right: true, downFirst: true,
      always: true },
    ...sized,
    plain('Per µm²', image => image.densityPerUm2),
    plain('Diameter, nm', image => image.medianNm, 'Median'),
    plain('Median nearest, nm', image => image.nearestNm, 'Median distance to the nearest other particle'),
  ];
}

const particleTotal = () =>
  detection.bars.reduce((sum, group) => sum + group.reduce((part, one) => part + one, 0), 0);

// The mixture's share of particles a nanometre: normal distributions of the logarithm.
const mixtureDensity = diameter => detection.mixture.reduce((sum, part) =>
  sum + part.share / (diameter * part.spread * Math.sqrt(2 * Math.PI))
    * Math.exp(-0.5 * (Math.log(diameter / part.middleNm) / part.spread) ** 2), 0);

// Particles that a bar at a diameter would have by the mixture: the mean over its width, for the densest place would be
// more than any bar can have.
function mixtureAt(diameter) {
  const places = Array.from({ length: 9 }, (_, i) => Math.max(1e-6, diameter + (i / 8 - 0.5) * detection.widthNm));
  const mean = places.reduce((sum, place) => sum + mixtureDensity(place), 0) / places.length;
  return particleTotal() * detection.widthNm * mean;
}

function drawMixtureText() {
  const { mixture, mixtureCount } = detection;
  const total = particleTotal();
  $('particles-mixture').textContent = mixture.length ? `Line: a mixture of normal distributions of the logarithm of `
    + `the diameter, fitted to ${mixtureCount < total ? `${count(mixtureCount)} of ` : ''}${count(total)} diameters: `
    + `${mixture.map(part => `${number(part.middleNm)} nm (${percent(part.share)} of them, spread ${
      number(part.spread * part.middleNm, 2)} nm)`).join(', ')}. It is for information: the groups keep their bounds.`
    : '';
}

// Bars stand on each other, the groups from the smallest up.
function drawSizes(width) {
  const bars = detection.bars[0].length;
  if (!bars) {
    fill('particles-sizes', none('No particle was found.'));
    return;
  }
  const totals = Array.from({ length: bars }, (_, bar) => detection.bars.reduce((sum, group) => sum + group[bar], 0));
  const end = detection.fromNm + bars * detection.widthNm;
  const places = detection.mixture.length
    ? Array.from({ length: 241 }, (_, i) => detection.fromNm + (end - detection.fromNm) * i / 240).filter(d => d > 0)
    : [];
  const heights = places.map(mixtureAt);
  const frame = scatterFrame(width, 300, [detection.fromNm, end], [0, Math.max(...totals, ...heights) * 1.05]);
  const wide = Math.max(1, frame.toX(detection.fromNm + detection.widthNm) - frame.toX(detection.fromNm) - 1);
  const rects = totals.flatMap((_, bar) => {
    let below = 0;
    return detection.groups.map((group, g) => {
      const here = detection.bars[g][bar];
      if (!here) return null;
      const from = detection.fromNm + bar * detection.widthNm;
      const node = svg('rect', { x: frame.toX(from), width: wide, y: frame.toY(below + here),
        height: frame.toY(below) - frame.toY(below + here), fill: group.colour },
      svg('title', null, `${number(from)} to ${number(from + detection.widthNm)} nm, ${group.name}: ${count(here)}`));
      below += here;
      return node;
    });
  });
  const all = detection.groups.map((group, g) =>
    `${group.name}: ${count(detection.bars[g].reduce((sum, part) => sum + part, 0))}`).join(', ');
  fill('particles-sizes', figure(width, 300, { 'aria-label': `Histogram of diameters. ${all}.` },
    scatterAxes(frame, 'Diameter, nm', 'Particles'), rects, places.length > 0 && svg('path', { class: 'fit',
      d: `M${places.map((d, i) => `${frame.toX(d).toFixed(1)},${frame.toY(heights[i]).toFixed(1)}`).join('L')}` })));
  fill('particles-legend', html('ul', { class: 'key' }, detection.groups.map((group, g) => {
    const sum = detection.bars[g].reduce((total, part) => total + part, 0);
    return (sum > 0 || g < detection.groups.length - 1) && html('li', null,
      icon(svg('rect', { x: 2, y: 2, width: 14, height: 14, fill: group.colour })), `${group.name}: ${count(sum)}`);
  })));
}

function drawPictures() {
  const seen = new Set();
  const list = detection.images.filter(image => {
    const key = keyOf(image.plate, image.well);
    if (seen.has(key) || !particleWell(image)?.thumbnail) return false;
    seen.add(key);
    return true;
  });
  if (!list.length) {
    fill('particles-images', none('No pictures: the run kept none.'));
    return;
  }
  const shown = particlesView.all ? list : list.slice(0, picturesAtFirst);
  fill('particles-images', html('div', { class: 'overlays' }, shown.map(image => {
    const well = particleWell(image);
    const sized = detection.groups.map((group, i) => image.counts[i] > 0 && `${count(image.counts[i])} × ${group.name}`);
    return html('figure', null, Object.assign(html('button', {
      type: 'button', class: 'thumb pick', 'aria-label': `${image.image}: ${count(particleCount(image))} particles` },
    html('img', { src: well.thumbnail, alt: '' })), { well }),
    html('figcaption', null, html('b', null, image.image), ` ${sized.filter(Boolean).join(', ') || 'no particle'}`));
  })), shown.length < list.length && html('p', { class: 'rest' },
    restOf(shown.length, list.length, () => { particlesView.all = true; drawPictures(); })));
  markIn($('particles-images'));
}

// A run without particles has no such part.
function drawParticles() {
  if (!detection) {
    $('particles').remove();
    document.querySelector('nav a[href="#particles"]').remove();
    return null;
  }
  $('particles-text').textContent = `${plural(particleTotal(), 'particle', 'particles')} of confidence `
    + `${number(detection.threshold)} or more in ${plural(detection.images.length + detection.omittedCount, 'image',
      'images')}${detection.omittedCount ? `; the first ${count(detection.images.length)} images are listed` : ''}.`;
  const found = () => detection.images.filter(image => image.image.toLowerCase().includes(particlesView.text));
  const table = sheet('particles-table', 'What was found in each image', particleColumns(),
    { rows: found, every: detection.images, none: 'No image fits.' });
  table.draw();
  $('particles-filter').addEventListener('input', event => {
    particlesView.text = event.target.value.toLowerCase();
    table.draw();
  });
  drawPictures();
  drawMixtureText();
  return fitted($('particles-sizes'), drawSizes);
}
