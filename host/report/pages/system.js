
(() => {
  'use strict';
  // The order is that of report::State and report::Have.
  const STATES = ['found', 'not_found', 'failed', 'needs_choice', 'skipped', 'deferred', 'unasked'];
  const HAVES = ['ours', 'users', 'poor', 'unwanted', 'locked', 'absent', 'unknown', 'waiting', 'bad', 'refused'];
  const UNWANTED = '3', IS_MISSING = /[4-9]/, IS_THERE = /[0128]/g, IS_BAD = /[89]/;
  const CHUNK = 40; // rows that are drawn, and taken away again, together

  const $ = id => document.getElementById(id);
  const data = JSON.parse($('data').textContent);
  const { kinds, haves } = data;
  const text = number => data.texts[number || 0];

  // An element with attributes and children; strings become text, never markup.
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== false) element.setAttribute(name, value);
    }
    element.append(...children.filter(child => child !== undefined && child !== ''));
    return element;
  }

  function game(number) {
    const [name, file, state, marks, reason, folder, cover, source, id, by, lacks, whys, steps, candidates] =
      data.games[number];
    const why = {};
    for (let i = 0; whys && i < whys.length; i += 2) why[whys[i]] = text(whys[i + 1]);
    return {
      number, file, marks, why, name: name || file, state: state || 0, reason: text(reason),
      cover: cover ? text(folder) + cover : '', source: text(source), id: id || '', by: text(by),
      lacks: lacks || [], steps: steps || [], candidates: candidates || [],
    };
  }

  const marksOf = number => data.games[number][3];
  const stateOf = number => data.games[number][2] || 0;
  const isProblem = number => (stateOf(number) > 0 && stateOf(number) < 4) || IS_BAD.test(marksOf(number));

  const sayHave = (one, kind) => {
    const have = haves[one.marks[kind]];
    return one.why[kind] ? have + ': ' + one.why[kind] : have;
  };
  const mark = (one, kind) => make('span', { class: 'm ' + HAVES[one.marks[kind]], 'aria-hidden': 'true' });

  function markCell(one, kind) {
    if (one.marks[kind] === UNWANTED) return make('td', { class: 'mark', role: 'cell' });
    const says = kinds[kind] + ': ' + sayHave(one, kind);
    return make('td', { class: 'mark', role: 'cell', title: says }, mark(one, kind),
      make('span', { class: 'hidden' }, says));
  }

  function picture(one) {
    if (!one.cover) return make('i');
    const image = make('img', { src: one.cover, alt: '', loading: 'lazy', decoding: 'async' });
    image.onerror = () => image.replaceWith(make('i'));
    return image;
  }

  function row(number, place) {
    const one = game(number);
    const isOpen = open.has(number);
    const there = (one.marks.match(IS_THERE) || []).length;
    const wanted = one.marks.replaceAll(UNWANTED, '').length;
    const button = make('button', { type: 'button', 'aria-expanded': String(isOpen) }, make('span', {}, one.name));
    const line = make('tr', { class: 'game' + (isOpen ? ' open' : ''), role: 'row', 'aria-rowindex': place + 2 },
      make('td', { class: 'cover', role: 'cell' }, picture(one)),
      make('th', { class: 'what', scope: 'row', role: 'rowheader' }, button, make('small', { title: one.file }, one.file)),
      make('td', { class: 'status', role: 'cell' },
        make('b', { class: 'state ' + STATES[one.state] }, data.states[one.state]),
        one.reason ? make('small', { title: one.reason }, one.reason) : '',
        wanted ? make('span', { class: 'few' }, there + ' of ' + wanted + ' media') : ''),
      make('td', { class: 'by', role: 'cell' }, one.by),
      ...kinds.map((_, kind) => markCell(one, kind)));
    button.onclick = () => toggle(number, line);
    return isOpen ? [line, detail(one)] : [line];
  }

  function copied(button, command) {
    const done = () => { button.textContent = 'Copied'; setTimeout(() => { button.textContent = 'Copy'; }, 1500); };
    const select = () => {
      getSelection().selectAllChildren(button.previousSibling);
      if (document.execCommand('copy')) done();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(command).then(done, select);
    else select();
  }

  function step(says, command) {
    const item = make('li', {}, says);
    if (command) {
      const button = make('button', { type: 'button', 'aria-label': 'Copy: ' + command }, 'Copy');
      button.onclick = () => copied(button, command);
      item.append(make('div', { class: 'run' }, make('code', {}, command), button));
    }
    return item;
  }

  function detail(one) {
    const facts = [['File', one.file], ['Status', data.states[one.state] + (one.reason ? ': ' + one.reason : '')],
      ['Game', one.id && one.source + ' ' + one.id], ['Matched by', one.by],
      ['Without a value', one.lacks.map(field => data.fields[field]).join(', ')]];
    const body = make('div', {}, make('dl', { class: 'facts' },
      ...facts.filter(fact => fact[1]).flatMap(fact => [make('dt', {}, fact[0]), make('dd', {}, fact[1])])));
    if (one.candidates.length) {
      body.append(make('h3', {}, 'Which of these is it?'), make('ul', { class: 'steps' },
        ...one.candidates.map(([name, year, command]) => step(name + (year ? ' (' + year + ')' : ''), command))));
    }
    if (one.steps.length) {
      body.append(make('h3', {}, one.candidates.length ? 'Or' : 'What to do'), make('ul', { class: 'steps' },
        ...one.steps.map(([says, command]) => step(text(says), command))));
    }
    if (kinds.length) {
      body.append(make('h3', {}, 'Media'), make('ul', { class: 'media' }, ...kinds.map((kind, at) =>
        make('li', {}, mark(one, at), make('span', {}, kind + ' ', make('em', {}, sayHave(one, at)))))));
    }
    const cover = one.cover ? make('a', { href: one.cover, 'aria-label': 'The picture of ' + one.name },
      make('img', { src: one.cover, alt: '' })) : '';
    return make('tr', { class: 'detail', role: 'row' }, make('td', { colspan: kinds.length + 4, role: 'cell' },
      make('div', { class: cover ? 'sheet' : 'sheet bare' }, cover, body)));
  }

  function toggle(number, line) {
    const isOpen = !open.delete(number);
    if (isOpen) {
      open.add(number);
      line.after(detail(game(number)));
    } else {
      line.nextSibling.remove();
    }
    line.classList.toggle('open', isOpen);
    line.querySelector('button').setAttribute('aria-expanded', String(isOpen));
  }

  // A table of 30 000 rows has rows only where they are seen, and empty space of their height elsewhere.
  const table = $('games');
  const open = new Set();
  const heights = new Map(); // of chunks that were drawn
  let shown = [], rowHeight = 65, chunks = [];

  function fill(body) {
    const from = body.at * CHUNK;
    body.replaceChildren(...shown.slice(from, from + CHUNK).flatMap((number, at) => row(number, from + at)));
    body.isFull = true;
  }

  function empty(body) {
    const rows = Math.min(CHUNK, shown.length - body.at * CHUNK);
    const height = heights.get(body.at) || rows * rowHeight;
    body.replaceChildren(make('tr', { class: 'gap', 'aria-hidden': 'true' },
      make('td', { colspan: kinds.length + 4, style: 'height:' + height + 'px' })));
    body.isFull = false;
  }

  const watcher = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting && !target.isFull) {
        fill(target);
      } else if (!isIntersecting && target.isFull) {
        heights.set(target.at, target.getBoundingClientRect().height);
        empty(target);
      }
    }
  }, { rootMargin: '1200px 0px' });

  function draw() {
    watcher.disconnect();
    heights.clear();
    chunks = Array.from({ length: Math.ceil(shown.length / CHUNK) }, (_, at) => {
      const body = make('tbody', { role: 'rowgroup' });
      body.at = at;
      return body;
    });
    for (const old of [...table.tBodies]) old.remove();
    if (chunks.length) {
      fill(chunks[0]);
      table.append(chunks[0]);
      const first = table.querySelector('.game');
      rowHeight = first ? first.getBoundingClientRect().height || rowHeight : rowHeight;
      chunks.slice(1).forEach(empty);
      table.append(...chunks.slice(1));
      chunks.forEach(body => watcher.observe(body));
    }
    table.setAttribute('aria-rowcount', shown.length + 1);
    table.hidden = !shown.length;
    $('empty').hidden = !!shown.length;
    $('count').textContent = shown.length.toLocaleString('en').replaceAll(',', '\u202f') +
      (shown.length === 1 ? ' game' : ' games');
  }

  // What is shown: the choices of two lists, and the words of a search.
  let words = null; // of every game, made for the first search
  const tests = {
    all: () => () => true,
    problems: () => isProblem,
    state: state => number => stateOf(number) === +state,
    kind: kind => number => IS_MISSING.test(marksOf(number)[kind]),
    field: field => number => (data.games[number][10] || []).includes(+field),
  };
  const testOf = value => tests[value.split(' ')[0]](value.split(' ')[1]);

  function apply() {
    const wanted = $('search').value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    if (wanted.length && !words) {
      words = data.games.map(one => (one[0] + '\n' + one[1]).toLocaleLowerCase());
    }
    const all = [testOf($('show').value), testOf($('missing').value)];
    shown = [];
    for (let number = 0; number < data.games.length; ++number) {
      if (all.every(test => test(number)) && wanted.every(word => words[number].includes(word))) shown.push(number);
    }
    draw();
  }

  function count(value) {
    const test = testOf(value);
    return data.games.reduce((sum, _, number) => sum + (test(number) ? 1 : 0), 0);
  }

  function option(value, label) {
    const games = value === 'all' && label !== 'All games' ? '' : ' (' + count(value) + ')';
    return make('option', { value }, label + games);
  }

  function options() {
    const states = data.states.map((label, state) => ['state ' + state, label]);
    $('show').append(option('all', 'All games'), option('problems', 'With problems'),
      ...states.filter(([value]) => count(value)).map(([value, label]) => option(value, label)));
    const group = (label, list) => list.length ? [make('optgroup', { label }, ...list)] : [];
    $('missing').append(make('option', { value: 'all' }, 'Anything or nothing'),
      ...group('Media', kinds.map((label, kind) => option('kind ' + kind, label))),
      ...group('Fields', data.fields.map((label, field) => option('field ' + field, label))));
  }

  function reset(show = 'all', missing = 'all') {
    $('search').value = '';
    $('show').value = show;
    $('missing').value = missing;
    apply();
  }

  // #problems, #problem-12 (a game's number), #missing-cover
  function go() {
    const [what, which] = location.hash.slice(1).split('-');
    const kind = what === 'missing' ? data.ids.indexOf(which) : -1;
    if (what === 'problem' && data.games[which]) open.add(+which);
    reset(what.startsWith('problem') ? 'problems' : 'all', kind < 0 ? 'all' : 'kind ' + kind);
    const place = shown.indexOf(+which);
    if (what === 'problem' && place >= 0) {
      const body = chunks[Math.floor(place / CHUNK)];
      if (!body.isFull) fill(body);
      const button = body.querySelectorAll('.game button[aria-expanded]')[place % CHUNK];
      button.scrollIntoView({ block: 'nearest' });
      button.focus({ preventScroll: true });
    }
  }

  table.tHead.append(make('tr', { role: 'row' },
    ...[['c-cover', make('span', { class: 'hidden' }, 'Cover')], ['c-what', 'Game'], ['c-state', 'Status'],
      ['c-by', 'Matched by']].map(([name, label]) =>
      make('th', { scope: 'col', role: 'columnheader', class: name }, label)),
    ...kinds.map(label => make('th', { scope: 'col', role: 'columnheader', class: 'kind c-kind' }, make('span', {}, label)))));
  table.setAttribute('role', 'table');
  $('key').append(...haves.flatMap((label, have) => have === +UNWANTED ? [] :
    [make('li', {}, make('span', { class: 'm ' + HAVES[have], 'aria-hidden': 'true' }), label)]));
  $('key').hidden = !kinds.length;
  options();
  $('tools').hidden = false;
  $('tools').onsubmit = event => event.preventDefault();
  $('search').oninput = $('show').onchange = $('missing').onchange = apply;
  $('reset').onclick = () => reset();
  addEventListener('hashchange', go);
  addEventListener('keydown', event => {
    if (event.key === '/' && !/^(INPUT|SELECT)$/.test(event.target.tagName)) {
      event.preventDefault();
      $('search').focus();
    }
  });
  go();
})();
