// How alike the replicates of each treatment are, against wells of different treatments: a dot a treatment.
const replicated = treatments.filter(t => known(t.medianCosine));
const replicates = t => !known(t.null95) ? null : t.medianCosine > t.null95;

function drawReplicates(width) {
  if (!replicated.length) {
    fill('replicates-box', none(absence('replicates', 'No treatment has two replicates to compare.')));
    return;
  }
  const nulls = [...new Set(replicated.map(t => t.null95).filter(known))].sort((a, b) => a - b);
  const [low, high] = padded(extent([0, ...replicated.map(t => t.medianCosine), ...nulls]), 0.04);
  const [left, right, top, bottom] = [16, 16, 26, 42];
  const wide = width - left - right;
  // The dots of a bin stand on each other; they are as large as the fullest bin allows.
  // No bin goes over the first limit of chance, or a dot could stand on the wrong side of it.
  const place = value => (value - low) / (high - low) * wide;
  const origin = nulls.length ? place(nulls[0]) : 0;
  const stack = r => {
    const bins = groupBy(replicated, t => Math.floor((place(t.medianCosine) - origin) / (2 * r)));
    return { bins, tallest: Math.max(...[...bins.values()].map(bin => bin.length)) };
  };
  let r = 6;
  while (r > 1.5 && stack(r).tallest * 2 * r > 260) r -= 0.5;
  const { bins, tallest } = stack(r);
  const height = Math.round(Math.max(90, Math.min(tallest * 2 * r, 320)) + 14 + top + bottom);
  const step = Math.min(2 * r, (height - top - bottom - 4) / tallest);
  const frame = scatterFrame(width, height, [low, high], [0, 1], [left, right, top, bottom]);
  const base = height - bottom;
  const items = [...bins].flatMap(([bin, mine]) => mine.sort((a, b) => a.medianCosine - b.medianCosine).map((t, i) => ({
    treatment: t, x: left + origin + (bin + 0.5) * 2 * r, y: base - r - i * step, r: r * 0.82,
    shape: replicates(t) === false ? 'ring' : 'circle', colour: replicates(t) === false ? 'var(--quiet)' : 'var(--c0)',
  })));
  const line = at => svg('path', { d: `M${frame.toX(at)},${top - 4}V${base}`, class: 'limit' });
  const [first, last] = extent(nulls);
  const label = nulls.length && `95 % of chance: ${decimals(first, 2)}${last - first >= 0.005
    ? ` to ${decimals(last, 2)}, by number of replicates` : ''}`;
  const late = nulls.length && frame.toX(first) > width * 0.55;
  drawCloud('replicates-box', { width, height, items, axes: [
    ticks(low, high, width < 500 ? 4 : 9).map(value => [
      svg('line', { x1: frame.toX(value), x2: frame.toX(value), y1: top, y2: base, class: 'rule' }),
      text(frame.toX(value), base + 16, number(value), { 'text-anchor': 'middle' })]),
    nulls.length > 4 ? svg('rect', { x: frame.toX(first), width: frame.toX(last) - frame.toX(first), y: top - 4,
      height: base - top + 4, class: 'limits' }) : nulls.map(line),
    text((left + width - right) / 2, height - 6, 'Median cosine similarity of a treatment’s replicates',
      { 'text-anchor': 'middle' }),
  ], over: nulls.length > 0 && text(late ? frame.toX(first) - 6 : frame.toX(last) + 6, 12, label,
    { 'text-anchor': late ? 'end' : null }),
  label: `Replicates of ${plural(replicated.length, 'treatment', 'treatments')}: arrow keys go from one to another` });
}

function drawReplicatesText() {
  const { replicatingCount: good, replicatedCount: all } = data.summary;
  $('replicates-text').textContent = !replicated.length ? '' : known(good) && all > 0
    ? `Of ${plural(all, 'treatment', 'treatments')} with replicates, ${count(good)} (${percent(good / all)}) `
      + `${good === 1 ? 'has' : 'have'} replicates that are more alike than 95 % of as many wells drawn from `
      + 'different treatments.'
    : 'How alike the replicates of each treatment are; there is no null distribution to compare with.';
  fill('replicates-legend', replicated.some(t => known(t.null95)) && html('ul', { class: 'key' },
    html('li', null, icon(mark('circle', 9, 9, 5, 'var(--c0)')), 'beyond chance'),
    html('li', null, icon(mark('ring', 9, 9, 5, 'var(--quiet)')), 'within chance'),
    html('li', null, icon(svg('path', { d: 'M9,1V17', class: 'limit' })), '95th percentile of chance')));
}
