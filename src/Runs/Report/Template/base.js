// Building, numbers, colours, marks and the tooltip. Text from the data only ever becomes text nodes.
const $ = id => document.getElementById(id);
addEventListener('error', event => {
  if (event.message) $('broken').hidden = false;
});
const data = JSON.parse($('data').textContent);
const svgSpace = $('marks').namespaceURI;

function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') Object.entries(value).forEach(([event, act]) => node.addEventListener(event, act));
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(9).filter(child => known(child) && child !== false));
  return node;
}

const html = (tag, attributes, ...children) => build(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => build(document.createElementNS(svgSpace, tag), attributes, children);
const fill = (id, ...children) => $(id).replaceChildren(...children.flat(9).filter(Boolean));
const known = value => value !== null && value !== undefined;

function number(value, digits = 3) {
  if (!known(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1e7 || (size > 0 && size < 1e-4)) return value.toExponential(digits - 1).replaceAll('-', '−');
  return size >= 1000 ? count(Math.round(value)) : String(Number(value.toPrecision(digits))).replace('-', '−');
}

// A number with a fixed count of decimals, for columns that are read from top to bottom.
const decimals = (value, places) =>
  known(value) ? value.toFixed(places).replace(/^-(?=0\.?0*$)/, '').replace('-', '−') : '–';
const count = value => value.toLocaleString('en-US').replaceAll(',', '\u202f').replace('-', '−');
const percent = value => `${Math.round(100 * value)}\u00a0%`.replace('-', '−');
const plural = (n, one, many) => `${count(n)} ${n === 1 ? one : many}`;
const unitText = unit => (unit ?? '').replace(/^u(?=[MLglm])/, 'µ');
const withUnit = (value, unit) => known(value) && unit ? `${number(value)}\u00a0${unitText(unit)}` : number(value);
const doseText = (dose, unit) => known(dose) ? withUnit(dose, unit) : '';
const treatmentText = item => item.compound ? `${item.compound} ${doseText(item.dose, item.doseUnit)}`.trim() : '';
const keyOf = (...parts) => JSON.stringify(parts.map(part => part ?? null));
const shortened = (text, length) => text.length > length ? `${text.slice(0, length - 1)}…` : text;

// Of plates' barcodes the end tells more than the middle.
const shortPlate = (text, length) => text.length > length ? `${text.slice(0, 4)}…${text.slice(5 - length)}` : text;

function groupBy(items, keyOfItem) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOfItem(item);
    if (groups.has(key)) groups.get(key).push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

// Numbers of 16 bits, little-endian, in base64; the largest one says that there is no number.
const missingWord = 65535;

function wordsOf(base64) {
  const packed = atob(base64);
  return Uint16Array.from({ length: packed.length / 2 },
    (_, i) => packed.charCodeAt(2 * i) + 256 * packed.charCodeAt(2 * i + 1));
}

// Colours: viridis for sizes, blue to orange for what has a middle; both keep their order for colour-blind eyes.
function ramp(hexes) {
  const stops = hexes.split(' ').map(hex => [0, 2, 4].map(at => parseInt(hex.slice(at, at + 2), 16)));
  return share => {
    const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(at));
    return stops[low].map((from, i) => Math.round(from + (at - low) * (stops[low + 1][i] - from)));
  };
}

// In print all that has a middle goes from dark to light as sizes do: grey paper has no blue and orange.
let printing = false;
const printWidth = 680;
const viridis = ramp('440154 482878 3e4a89 31688e 26828e 1f9e89 35b779 6dcd59 b4de2c fde725');
const blueOrange = ramp('08386b 1f66a8 5c9bc9 a9cbe3 f3f1ec f5cb98 e3944a bd6116 7a3604');
const diverging = share => (printing ? viridis : blueOrange)(share);
const css = rgb => `rgb(${rgb.join(',')})`;
const inkOn = ([r, g, b]) => 0.299 * r + 0.587 * g + 0.114 * b > 140 ? '#000' : '#fff';

function ticks(low, high, wanted) {
  if (!(high > low)) return [low];
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find(m => m * power >= raw);
  const first = Math.ceil(low / step - 1e-9);
  const list = [];
  for (let i = first; i * step <= high + step * 1e-9; i++) list.push(Number((i * step).toPrecision(12)));
  return list;
}

// Marks: the same shape means the same role everywhere; categories go through colours first, then through shapes.
const roles = {
  trt: { name: 'treatment', plural: 'Treatments', shape: 'circle' },
  negcon: { name: 'negative control', plural: 'Negative controls', shape: 'square' },
  poscon: { name: 'positive control', plural: 'Positive controls', shape: 'star' },
  empty: { name: 'empty', plural: 'Empty wells', shape: 'plus' },
};
const colourCount = 8;
const shapes = ['circle', 'diamond', 'wedge', 'plus'];

function markPath(shape, x, y, r) {
  const round = value => Math.round(value * 100) / 100;
  const path = points => `M${points.map(([px, py]) => `${round(x + px * r)},${round(y + py * r)}`).join('L')}Z`;
  if (shape === 'square') return path([[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]]);
  if (shape === 'diamond') return path([[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]]);
  if (shape === 'wedge') return path([[-1.1, -0.9], [1.1, -0.9], [0, 1.1]]);
  if (shape === 'plus') {
    const bar = path([[-0.36, -1.1], [0.36, -1.1], [0.36, 1.1], [-0.36, 1.1]]);
    return bar + path([[-1.1, -0.36], [-1.1, 0.36], [1.1, 0.36], [1.1, -0.36]]);
  }
  if (shape === 'star') {
    return path(Array.from({ length: 10 }, (_, i) => {
      const size = i % 2 ? 0.55 : 1.35;
      return [size * Math.sin(i * Math.PI / 5), -size * Math.cos(i * Math.PI / 5)];
    }));
  }
  return `M${round(x - r)},${round(y)}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`;
}

// A mark; one of a well or a treatment is picked by pointing at it.
const isHollow = shape => shape === 'square' || shape === 'ring';

function mark(shape, x, y, r, colour, of) {
  const hollow = isHollow(shape);
  const node = svg('path', {
    d: markPath(shape, x, y, r), class: `mark${hollow ? ' hollow' : ''}${of ? ' pick' : ''}`,
    fill: hollow ? 'var(--back)' : colour, stroke: hollow ? colour : null,
  });
  return Object.assign(node, of);
}

const icon = (...children) =>
  svg('svg', { width: 18, height: 18, viewBox: '0 0 18 18', 'aria-hidden': 'true', class: 'icon' }, ...children);

const tip = $('tip');
let tipItem = null;

function showTip(item, describe, x, y) {
  if (item !== tipItem) tip.replaceChildren(...[describe(item)].flat().filter(Boolean));
  tipItem = item;
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const room = document.documentElement.clientWidth;
  const left = x + 16 + width > room - 8 ? x - 16 - width : x + 16;
  const top = y + 16 + height > innerHeight - 8 ? y - 16 - height : y + 16;
  tip.style.left = `${Math.max(8, Math.min(left, room - width - 8))}px`;
  tip.style.top = `${Math.max(8, top)}px`;
}

function hideTip() {
  tip.hidden = true;
  tipItem = null;
}

const text = (x, y, label, attributes) => svg('text', { x, y, class: 'axis', ...attributes }, label);
const turned = (y, label) =>
  text(0, 0, label, { 'text-anchor': 'middle', transform: `translate(12 ${y}) rotate(-90)` });
const extent = values => values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);

// The rules and numbers of an upright axis.
const uprightAxis = (values, y, x1, x2) => values.flatMap(value => [
  svg('line', { x1, x2, y1: y(value), y2: y(value), class: 'rule' }),
  text(x1 - 8, y(value) + 4, number(value), { 'text-anchor': 'end' }),
]);

function colourBar(from, rgb, to) {
  const [steps, width] = [32, 7.5];
  return html('div', { class: 'bar' }, html('span', null, from),
    svg('svg', { width: steps * width, height: 12, role: 'img', 'aria-label': `Colours from ${from} to ${to}` },
      Array.from({ length: steps }, (_, i) => svg('rect', {
        x: i * width, width: width + 0.5, height: 12, fill: css(rgb((i + 0.5) / steps)),
      }))),
    html('span', null, to));
}

// A plot that is drawn for the width it gets, again when that changes; in print for the width of paper.
function fitted(box, draw) {
  let width = 0;
  const redraw = () => {
    width = printing ? printWidth : Math.floor(box.clientWidth);
    draw(width);
  };
  new ResizeObserver(() => {
    if (!printing && Math.abs(box.clientWidth - width) >= 1 && box.clientWidth > 0) redraw();
  }).observe(box);
  return redraw;
}

const figure = (width, height, attributes, ...children) =>
  svg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', ...attributes }, ...children);

// The room of a scatter plot, and where values lie in it.
function scatterFrame(width, height, x, y, [left, right, top, bottom] = [52, 12, 10, 42]) {
  const [wide, tall] = [width - left - right, height - top - bottom];
  return { width, height, left, right, top, bottom, x, y,
    toX: value => left + wide * (value - x[0]) / (x[1] - x[0]),
    toY: value => top + tall * (y[1] - value) / (y[1] - y[0]),
    fromX: px => x[0] + (px - left) / wide * (x[1] - x[0]),
    fromY: py => y[1] - (py - top) / tall * (y[1] - y[0]) };
}

function scatterAxes(frame, across, up) {
  const { left, right, top, bottom, width, height } = frame;
  return [
    ...ticks(...frame.x, width < 500 ? 4 : 7).flatMap(value => [
      svg('line', { x1: frame.toX(value), x2: frame.toX(value), y1: top, y2: height - bottom, class: 'rule' }),
      text(frame.toX(value), height - bottom + 16, number(value), { 'text-anchor': 'middle' }),
    ]),
    uprightAxis(ticks(...frame.y, 6), frame.toY, left, width - right),
    text((left + width - right) / 2, height - 6, across, { 'text-anchor': 'middle' }),
    turned((top + height - bottom) / 2, up),
  ];
}

function padded([low, high], share = 0.05) {
  const pad = (high - low || Math.abs(high) || 1) * share;
  return [low - pad, high + pad];
}

const options = (select, items) =>
  select.replaceChildren(...items.map(([value, text]) => html('option', { value }, text)));
const row = (name, value) => known(value) && value !== '' && value !== false
  && html('div', null, html('dt', null, name), html('dd', null, value));
const tableOf = (caption, heads, rows) => html('table', null, html('caption', { class: 'unseen' }, caption),
  html('thead', null, html('tr', null, heads)), html('tbody', null, rows));
// What follows a list that is shown in part.
const restOf = (shown, all, showAll) => [`The first ${count(shown)} of ${count(all)} are shown. `,
  html('button', { type: 'button', on: { click: showAll } }, `Show all ${count(all)}`)];
const none = text => html('p', { class: 'none' }, text);

// What a part says where it has nothing to show: the data's own reason, else a general one.
const absence = (part, otherwise) => data.absent.find(absent => absent.part === part)?.reason ?? otherwise;
