// Feature spectra: how often each code occurs, codes in the order of their tree, a row a treatment.
const spectra = data.spectra;
const spectraView = { order: 'moa', colours: 'share' };
const codeSteps = spectra && wordsOf(spectra.shares);
const codeShare = (row, code) => {
  const step = codeSteps[row * spectra.codes.length + code];
  return step === missingWord ? null : step / 60000 * spectra.highest;
};
const spectrumOf = row => treatments[spectra.treatments[row]];
const codeText = share => known(share) ? `${number(100 * share)}\u00a0%` : 'none';
const codeClusters = spectra ? runs(spectra.codes.map((_, i) => i), code => spectra.clusters[code] || null) : [];
const clusterText = cluster => known(cluster) ? `cluster ${cluster}` : 'does not vary';

// Square roots: rare codes are seen beside the code of empty background.
const spectrumColours = (() => {
  if (!spectra) return null;
  const off = spectra.controls ? spectra.treatments.flatMap((_, row) => spectra.controls.map((mean, code) =>
    Math.abs((codeShare(row, code) ?? mean) - mean))).sort((a, b) => a - b) : [];
  const far = off[Math.round(0.99 * (off.length - 1))] || 1e-9;
  return {
    share: { rgb: (row, code) => viridis(Math.sqrt(codeShare(row, code) / (spectra.highest || 1))), colours: viridis,
      from: '0', to: `${codeText(spectra.highest)}, by the square root` },
    controls: { rgb: (row, code) => diverging(0.5 + (codeShare(row, code) - spectra.controls[code]) / far / 2),
      colours: diverging, from: `≤ −${number(100 * far)}`, to: `≥ ${number(100 * far)} points of a hundred` },
  };
})();

function spectraCanvas(order) {
  const [wide, tall] = [spectra.codes.length, order.length];
  const canvas = html('canvas', { width: wide, height: tall, 'aria-hidden': 'true', class: 'matrix' });
  const context = canvas.getContext('2d');
  const image = context.createImageData(wide, tall);
  const { rgb } = spectrumColours[spectraView.colours];
  order.forEach((row, i) => spectra.codes.forEach((_, code) => {
    const at = 4 * (i * wide + code);
    image.data.set([...(known(codeShare(row, code)) ? rgb(row, code) : [128, 128, 128]), 255], at);
  }));
  context.putImageData(image, 0, 0);
  return canvas;
}

// The clusters of codes: bars, dark and light by turns, with their numbers above.
function clusterHeads(left, step, y) {
  return codeClusters.filter(({ name }) => known(name)).map(({ name, start, end }, i) => [
    svg('rect', { x: left + start * step, y, width: (end - start) * step, height: 6,
      class: i % 2 ? 'band light' : 'band dark' }),
    (end - start) * step >= 8 * name.toString().length && text(left + (start + end) / 2 * step, y - 4, name,
      { class: 'axis small', 'text-anchor': 'middle' })]);
}

function drawSpectra(width) {
  const n = spectra.treatments.length;
  const order = spectraView.order === 'moa' ? spectra.treatments.map((_, row) => row) : spectra.likeness;
  const named = n <= labelled;
  const groups = runs(order, row => spectrumOf(row).moa ?? null);
  const byMoa = spectraView.order === 'moa' && groups.some(({ name }) => known(name));
  const names = order.map(row => shortened(treatmentText(spectrumOf(row)), 26));
  const longest = Math.max(...names.map(name => name.length));
  const right = named ? Math.min(6.2 * longest + 12, width * 0.45) : byMoa && width > 640 ? 190 : 8;
  const [left, top] = [16, 34];
  const stepX = (width - left - right) / spectra.codes.length;
  const stepY = named ? 15 : Math.max(1, Math.min(15, 720 / n));
  const [wide, tall] = [width - left - right, n * stepY];
  const canvas = spectraCanvas(order);
  Object.assign(canvas.style, { left: `${left}px`, top: `${top}px`, width: `${wide}px`, height: `${tall}px` });
  const cross = svg('rect', { class: 'cross', width: Math.max(2, stepX), height: stepY, visibility: 'hidden' });
  const stands = ['halo wide', 'stand'].map(look => svg('path', { class: look }));
  const overlay = figure(width, top + tall + 4, { class: 'over', tabindex: 0,
    'aria-label': `Feature spectra of ${plural(n, 'treatment', 'treatments')}, ${spectra.codes.length} codes: `
      + 'arrow keys go from code to code, Enter selects the treatment' },
  clusterHeads(left, stepX, top - 10),
  ['halo', 'divide'].map(look => svg('path', { class: look, d: codeClusters.filter(({ start }) => start > 0)
    .map(({ start }) => `M${left + start * stepX},${top}v${tall}`).join('') })),
  groupBars(groups, { left, top, step: stepY }, name => moaCategories.get(name).colour, 11),
  named ? names.map((name, i) => text(left + wide + 8, top + (i + 0.5) * stepY + 4, name, { class: 'axis small' }))
    : right > 100 && groups.map(({ name, start, end }) => known(name) && (end - start) * stepY >= 11
      && text(left + wide + 10, top + (start + end) / 2 * stepY + 4, shortened(name, 30))), stands, cross);
  fill('spectra-box', html('div', { class: 'frame' }, canvas, overlay));
  fill('spectra-cell', html('span', { class: 'muted' }, 'Point at a cell to read its code.'));
  const nodes = (row, code) => [html('span', null, treatmentText(spectrumOf(order[row]))),
    html('span', null, `${spectra.codes[code]}, ${clusterText(spectra.clusters[code] || null)}`),
    html('b', null, codeText(codeShare(order[row], code))),
    spectra.controls && html('span', null, `negative controls ${codeText(spectra.controls[code])}`)].filter(Boolean);
  walkGrid(overlay, { left, top, stepX, stepY, rows: n, columns: spectra.codes.length }, {
    point: (row, code) => {
      build(cross, { x: left + code * stepX, y: top + row * stepY, visibility: 'visible' }, []);
      fill('spectra-cell', nodes(row, code));
    },
    choose: row => pick({ treatment: spectrumOf(order[row]) }),
    tip: (row, code) => html('div', null, nodes(row, code)),
  });
  const { colours, from, to } = spectrumColours[spectraView.colours];
  fill('spectra-legend', colourBar(from, colours, to));
  markSpectra = () => {
    const at = order.findIndex(row => spectrumOf(row).mates === state.mates);
    const d = at < 0 ? '' : `M${left - 2},${top + at * stepY}h${wide + 4}v${stepY}h${-wide - 4}Z`;
    stands.forEach(stand => build(stand, { d }, []));
  };
  markSpectra();
}

let markSpectra = null;

// The selected treatment's spectrum as bars, and the mean of the negative controls as a line.
function drawSpectrum(width) {
  const t = chosen();
  const row = t ? spectra.treatments.findIndex((_, i) => spectrumOf(i) === t) : -1;
  $('spectrum-name').textContent = t ? `Spectrum of ${treatmentText(t)}` : 'Spectrum of a treatment';
  if (row < 0) {
    fill('spectrum-box', none(t ? 'This treatment has no spectrum here.'
      : 'Choose a treatment here, or anywhere on the page.'));
    fill('spectrum-similar');
    return;
  }
  const shares = spectra.codes.map((_, code) => codeShare(row, code) ?? 0);
  const highest = 1.05 * Math.max(...shares, ...spectra.controls ?? [], 1e-9);
  const [left, top, height] = [52, 26, 230];
  const ground = height - 24;
  const step = (width - left - 8) / shares.length;
  const y = share => ground - (ground - top) * Math.sqrt(share / highest);
  const outline = (values, start, end) => values.slice(start, end).map((share, i) =>
    `V${y(share).toFixed(1)}H${(left + (start + i + 1) * step).toFixed(1)}`).join('');
  const marks = [0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100].reduce((list, share) =>
    share <= highest && (!list.length || y(list.at(-1)) - y(share) >= 18) ? [...list, share] : list, []);
  fill('spectrum-box', figure(width, height, {
    'aria-label': `Shares of ${shares.length} codes in ${treatmentText(t)}, in clustered order${spectra.controls
      ? '; a line is the mean of the negative controls' : ''}` },
  marks.map(share => [svg('line', { x1: left, x2: width - 8, y1: y(share), y2: y(share), class: 'rule' }),
    text(left - 6, y(share) + 4, codeText(share), { 'text-anchor': 'end' })]),
  clusterHeads(left, step, top - 10),
  codeClusters.map(({ name, start, end }, i) => svg('path', {
    class: known(name) && i % 2 === 0 ? 'much' : 'much second',
    d: `M${left + start * step},${ground}${outline(shares, start, end)}V${ground}Z` })),
  spectra.controls && svg('path', { class: 'fit thin',
    d: `M${left},${ground}${outline(spectra.controls, 0, shares.length)}` }),
  text((left + width) / 2, height - 6, `${shares.length} codes in clustered order`, { 'text-anchor': 'middle' })));
  const list = spectra.similar[row];
  fill('spectrum-similar', list.length ? similarTable(`Treatments with spectra most like that of ${treatmentText(t)}`,
    'Similar treatment', 'Correlation', list.map(({ treatment, correlation, rank }) =>
      nearestRow({ treatment, cosine: correlation }, rank - 1, t, 4)))
    : none('No other treatment can be compared with it.'));
  markIn($('spectrum-similar'));
}

// A run of a model without codes has no such part.
function drawSpectraPart() {
  const reason = absence('spectra', null);
  if (!spectra) {
    if (reason) fill('spectra-live', none(reason));
    else {
      $('spectra').remove();
      document.querySelector('nav a[href="#spectra"]').remove();
    }
    return {};
  }
  const clusters = new Set(spectra.clusters.filter(Boolean)).size;
  const alike = spectra.clusters.filter(cluster => !cluster).length;
  $('spectra-text').textContent = `How often each of ${spectra.codes.length} learned codes occurs, the mean of a `
    + `treatment’s wells. Codes stand in the order of a tree of their correlations over ${spectra.orderedBy}, cut into `
    + `${plural(clusters, 'cluster', 'clusters')}, whose numbers stand above.`
    + (alike ? ` ${plural(alike, 'code does', 'codes do')} not vary: last, without a number.` : '')
    + (spectra.omittedCount ? ` ${plural(spectra.omittedCount, 'more treatment is', 'more treatments are')} `
      + 'not shown: those of the largest q-values.' : '');
  if (!spectra.controls) $('spectra-colours').querySelector('[value=controls]').remove();
  $('spectrum-text').textContent = `Bars are shares, on a scale of square roots${spectra.controls
    ? '; the line is the mean of all negative controls' : ''}.`;
  const plot = { spectra: fitted($('spectra-box'), drawSpectra), spectrum: fitted($('spectrum-box'), drawSpectrum) };
  for (const name of ['order', 'colours']) {
    $(`spectra-${name}`).addEventListener('change', event => {
      spectraView[name] = event.target.value;
      plot.spectra();
    });
  }
  followers.push(() => { markSpectra?.(); plot.spectrum(); });
  return plot;
}
