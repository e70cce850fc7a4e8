// The values of controls and treatments of the shown plate, side by side.
const stripMarks = new Map();

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
  stripMarks.clear();
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
  let [low, high] = [Math.min(...all), Math.max(...all)];
  const pad = (high - low || Math.abs(high) || 1) * 0.06;
  [low, high] = [low - pad, high + pad];
  const [left, bottom, height] = [64, 40, 260];
  const lane = (width - left) / groups.length;
  const y = value => 8 + (height - bottom - 8) * (high - value) / (high - low);
  const axis = ticks(low, high, 5).flatMap(value => [
    svg('line', { x1: left, x2: width, y1: y(value), y2: y(value), class: 'rule' }),
    svg('text', { x: left - 8, y: y(value) + 4, class: 'axis', 'text-anchor': 'end' }, number(value)),
  ]);
  const title = svg('text', { x: 0, y: 0, class: 'axis', 'text-anchor': 'middle',
    transform: `translate(12 ${(height - bottom) / 2}) rotate(-90)` },
  shortened(metric.unit ? `${metric.name} (${unitText(metric.unit)})` : metric.name, 34));
  const lanes = groups.map((group, g) => {
    const centre = left + lane * (g + 0.5);
    const reach = Math.min(lane * 0.7, 12 * Math.sqrt(group.wells.length) + 24);
    const median = middle(group.wells.map(well => valueOf(well)).sort((a, b) => a - b));
    const points = group.wells.map((well, i) => {
      const node = mark(roles[group.role].shape, centre + reach * spread(i), y(valueOf(well)), 4.5,
        `var(--role-${group.role})`);
      stripMarks.set(well, node);
      return node;
    });
    const name = lane < 130 ? roles[group.role].plural.split(' ')[0] : roles[group.role].plural;
    return svg('g', null, points,
      svg('line', { x1: centre - reach / 2 - 10, x2: centre + reach / 2 + 10, y1: y(median), y2: y(median), class: 'median' }),
      svg('text', { x: centre, y: height - 20, 'text-anchor': 'middle', class: 'axis name' }, name),
      svg('text', { x: centre, y: height - 4, 'text-anchor': 'middle', class: 'axis' },
        `n ${count(group.wells.length)}, median ${number(median)}`));
  });
  const medians = groups.map(group => `${roles[group.role].plural}: ${group.wells.length}`).join(', ');
  const plot = svg('svg', { width, height, role: 'img', 'aria-label': `Strip plot of ${metric.name}. ${medians}.` },
    axis, title, lanes);
  const wellOf = event => [...stripMarks].find(([, node]) => node === event.target)?.[0];
  hover(plot, wellOf, wellTip);
  plot.addEventListener('click', event => pick(wellOf(event)));
  fill('strip-box', plot);
  markSelected(stripMarks);
}

// A click on a well outside the plate: selects it and shows its details.
function pick(well) {
  if (!well) return;
  select(well);
  openDetails(false);
}
