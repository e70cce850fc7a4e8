// The values of controls and treatments of the shown plate, side by side.

// Where the n-th point of a crowd stands, spread evenly and the same each time (van der Corput).
function spread(n) {
  let [share, part] = [0, 0.5];
  for (let rest = n + 1; rest > 0; rest >>= 1, part /= 2) share += (rest & 1) * part;
  return share - 0.5;
}

function middle(sorted) {
  const half = sorted.length / 2;
  return Number.isInteger(half) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[Math.floor(half)];
}

function drawStrip(width) {
  const plate = state.plate;
  const metric = metricOf(plate, state.metric);
  $('strip-name').textContent = metric ? `Controls and treatments: ${metric.name}` : 'Controls and treatments';
  const groups = ['negcon', 'trt', 'poscon', 'empty'].map(role => ({
    role, wells: plate.wells.filter(well => well.role === role && !failed(well) && known(valueOf(well))),
  })).filter(group => group.wells.length > 0);
  if (!groups.length) {
    fill('strip-box', none('No well of this plate has a value.'));
    return;
  }
  const all = groups.flatMap(group => group.wells).map(well => valueOf(well));
  const [low, high] = padded(extent(all), 0.06);
  const [left, bottom, height] = [64, 40, 260];
  const lane = (width - left) / groups.length;
  const y = value => 8 + (height - bottom - 8) * (high - value) / (high - low);
  const title = shortened(metric.unit ? `${metric.name} (${unitText(metric.unit)})` : metric.name, 34);
  const lanes = groups.map((group, g) => {
    const centre = left + lane * (g + 0.5);
    const reach = Math.min(lane * 0.7, 12 * Math.sqrt(group.wells.length) + 24);
    const median = middle(group.wells.map(well => valueOf(well)).sort((a, b) => a - b));
    const marks = group.wells.map((well, i) => mark(roles[group.role].shape, centre + reach * spread(i),
      y(valueOf(well)), 4.5, `var(--role-${group.role})`, { well }));
    const name = lane < 130 ? roles[group.role].plural.split(' ')[0] : roles[group.role].plural;
    return svg('g', { 'text-anchor': 'middle' }, marks,
      svg('path', { d: `M${centre - reach / 2 - 10},${y(median)}h${reach + 20}`, class: 'median' }),
      text(centre, height - 20, name, { class: 'axis name' }),
      text(centre, height - 4, lane < 130 ? `n ${count(group.wells.length)}`
        : `n ${count(group.wells.length)}, median ${number(median)}`));
  });
  const sizes = groups.map(group => `${roles[group.role].plural}: ${group.wells.length}`).join(', ');
  fill('strip-box', figure(width, height, { 'aria-label': `Strip plot of ${metric.name}. ${sizes}.` },
    uprightAxis(ticks(low, high, 5), y, left, width), turned((height - bottom) / 2, title), lanes));
  markIn($('strip-box'));
}
