// Tables that are sorted by a click on a head; of many rows a part is shown first.
const tableRows = 200;

function compareCells(a, b, down) {
  if (!known(a) || a === '') return known(b) && b !== '' ? 1 : 0;
  if (!known(b) || b === '') return -1;
  const order = typeof a === 'number' ? a - b : byName(a, b);
  return down ? -order : order;
}

// Columns without any value are left out. rows() gives what the filters let through; node(row) what a cell holds.
function sheet(id, caption, allColumns, { rows, every, none: nothing, rowClass, treatment, first }) {
  const columns = allColumns.filter(column => column.always || every.some(row => {
    const value = column.of(row);
    return known(value) && value !== '';
  }));
  const view = { column: columns.find(column => column.name === first) ?? null, down: false, all: false };
  const shown = () => {
    const list = [...rows()];
    const of = view.column?.of;
    return of ? list.sort((a, b) => compareCells(of(a), of(b), view.down)) : list;
  };
  const cell = (row, column, i) => {
    const held = column.node ? column.node(row) : column.text ? column.text(row) : column.of(row) || '–';
    const look = column.right ? 'right' : null;
    return i ? html('td', { class: look }, held || '–') : html('th', { scope: 'row' }, held);
  };
  const line = row => {
    const node = html('tr', { class: [treatment && 'pick-row', rowClass?.(row)].filter(Boolean).join(' ') || null },
      columns.map((column, i) => cell(row, column, i)));
    return treatment ? Object.assign(node, { treatment: treatment(row) }) : node;
  };
  const sortBy = column => {
    Object.assign(view, { column, down: view.column === column ? !view.down : Boolean(column.downFirst) });
    draw();
  };
  const head = column => html('th', {
    scope: 'col', class: column.right ? 'right' : null, title: column.hint,
    'aria-sort': view.column === column ? (view.down ? 'descending' : 'ascending') : 'none',
  }, html('button', { type: 'button', class: 'sort', on: { click: () => sortBy(column) } }, column.name));
  function draw() {
    const list = shown();
    const some = view.all ? list : list.slice(0, tableRows);
    const body = some.length ? some.map(line)
      : html('tr', null, html('td', { colspan: columns.length }, nothing));
    const had = document.activeElement?.closest?.(`#${id} th`)?.cellIndex;
    fill(id, tableOf(caption, columns.map(head), body),
      list.length > some.length && html('p', { class: 'rest' },
        restOf(some.length, list.length, () => { view.all = true; draw(); })));
    if (known(had)) $(id).querySelectorAll('thead button')[had]?.focus();
    markRows();
    rowLinks(id).forEach((link, i) => link.setAttribute('tabindex', i === 0 ? 0 : -1));
  }
  $(id).addEventListener('keydown', walkRows);
  return { draw, shown };
}

// The rows' links are one stop of Tab; up and down arrows go from row to row.
const rowLinks = id => [...$(id).querySelectorAll('tbody th .link')];

function walkRows(event) {
  const links = rowLinks(event.currentTarget.id);
  const at = links.indexOf(event.target);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: links.length - 1 }[event.key];
  if (at < 0 || !links[to]) return;
  event.preventDefault();
  links[at].setAttribute('tabindex', -1);
  links[to].setAttribute('tabindex', 0);
  links[to].focus();
}

// The rows of the selected treatment stand out.
function markRows() {
  for (const row of document.querySelectorAll('.pick-row')) {
    row.classList.toggle('selected', row.treatment.mates === state.mates);
  }
}
followers.push(markRows);

const treatmentLink = (treatment, text) => html('button', {
  type: 'button', class: 'link', on: { click: () => pick({ treatment }) },
}, text ?? treatmentText(treatment));

// What is good, weak or poor: a shape and a word, then a colour.
const verdicts = {
  good: ['✓', 'good'], weak: ['!', 'weak'], poor: ['✕', 'poor'], none: ['–', 'undefined'], hit: ['●', 'hit'],
};
const verdict = (kind, word) => html('span', { class: `verdict ${kind}` },
  html('span', { class: 'sign', 'aria-hidden': 'true' }, verdicts[kind][0]), word ?? verdicts[kind][1]);

// Rows as CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it.
function csvText(columns, rows) {
  const cell = value => {
    if (!known(value)) return '';
    if (typeof value === 'number') return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = rows.map(row => columns.map(([, of]) => cell(of(row))).join(','));
  return [columns.map(([name]) => name).join(','), ...lines, ''].join('\r\n');
}

async function copyText(content) {
  try {
    await navigator.clipboard.writeText(content);
  } catch {
    const box = html('textarea', { class: 'unseen' });
    box.value = content;
    document.body.append(box);
    box.select();
    document.execCommand('copy');
    box.remove();
  }
}
