// The approval desk by keyboard: every decision key opens the confirmation that names the case and never acts by itself.
(() => {
  const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const file = $('.approval-case'), bulk = $('form[data-bulk]'), confirming = $('#confirm');

  // A key held down never opens, sends or confirms anything more than once.
  document.addEventListener('keydown', event => {
    if (event.repeat && (event.key === 'Enter' || (file && event.key.length === 1 && !typing(event)))) event.preventDefault();
  }, true);
  const typing = event => event.target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select');
  const press = (event, keys) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event) || $('dialog[open]')) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) { act(); event.preventDefault(); }
  };

  // What the confirmation says beside the act: the reasons ticked and written.
  const reasons = form => [...$$('input[name=reasons]:checked', form).map(box => box.closest('label')?.textContent.trim() || ''),
    $('textarea[name=grounds]', form)?.value.trim() || ''].filter(Boolean);
  $$('form[data-grave]').forEach(form => form.addEventListener('submit', () => {
    const line = confirming && $('[data-grounds]', confirming);
    if (!line) return;
    line.textContent = reasons(form).join('；');
    line.hidden = !line.textContent;
  }));
  document.addEventListener('keydown', event => {
    const form = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat && event.target.closest('form[data-grave]');
    if (form) { event.preventDefault(); form.requestSubmit(); }
  });

  if (file) {
    const follow = key => () => { const link = $(`[data-key=${key}]`); if (link) location.assign(link.href); };
    const note = $('[data-key-note]');
    const form = act => {
      const box = $(`#act-${act}`);
      note.hidden = Boolean(box);
      if (box) { box.open = true; return $('form', box); }
      note.textContent = $(`#bar-${act}`)?.innerText || note.dataset.words;
      return null;
    };
    const write = act => () => $('input:not([type=hidden]), textarea', form(act) || note)?.focus();
    const days = () => $$('.file details.why').slice(0, 2).forEach(box => { box.open = !box.open; });
    const keys = {
      j: follow('j'), k: follow('k'), u: follow('u'), d: days,
      g: () => form('grant')?.requestSubmit(), r: write('refuse'), t: write('return_to_review'),
    };
    document.addEventListener('keydown', event => press(event, keys));
  }

  const explained = $('#days');
  const explain = async link => {
    try {
      const answer = await fetch(link.href, {credentials: 'same-origin'});
      const found = answer.ok && !answer.redirected && $('[data-days-counted]', new DOMParser().parseFromString(await answer.text(), 'text/html'));
      if (!found) throw new Error(answer.status);
      $('[data-into]', explained).replaceChildren(found);
      explained.showModal();
    } catch { location.assign(link.href); }
  };
  if (explained) {
    $$('a[data-days]').forEach(link => link.addEventListener('click', event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      explain(link);
    }));
    explained.addEventListener('close', () => $('tr.cur .open')?.focus());
  }

  if (bulk) {
    const boxes = $$('input[name=case]', bulk), told = $('[data-ticked]', bulk), same = $('[data-tick-same]', bulk);
    const row = () => $('tr.cur', bulk), kind = box => box.closest('tr').dataset.subItem;
    const first = told && told.textContent;
    const tell = () => {
      const ticked = boxes.filter(box => box.checked);
      const words = new Set(ticked.map(kind)).size > 1 ? told.dataset.mixed : told.dataset.words;
      told.textContent = ticked.length ? words.replace('{n}', ticked.length) : first;
    };
    const tickSame = () => {
      const of = boxes.find(box => box.checked) || (row() && $('input[name=case]', row()));
      boxes.forEach(box => { box.checked = Boolean(of) && kind(box) === kind(of); });
      tell();
    };
    if (same) { same.hidden = false; same.addEventListener('click', tickSame); }
    bulk.addEventListener('change', tell);
    const keys = {
      x: () => { const box = row() && $('input[name=case]', row()); if (box) { box.checked = !box.checked; tell(); } },
      a: tickSame,
      b: () => { if (boxes.some(box => box.checked)) bulk.requestSubmit(); },
      d: () => { const link = row() && $('a[data-days]', row()); if (link) explain(link); },
    };
    document.addEventListener('keydown', event => press(event, keys));
  }

  $$('form[data-once]').forEach(form => form.addEventListener('submit', event => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = '1';
  }));
  const going = $('form[data-carry-on]');
  if (going) setTimeout(() => going.requestSubmit(), 800);
})();
