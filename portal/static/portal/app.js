// Every page: J/K/Enter// /? in lists, filters that ask at once, a question before what cannot be undone, and what was
// typed comes back after a lost session or a stale form.
(() => {
  const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const rows = $$('tr[data-row]');
  let current = -1;
  const move = to => {
    if (!rows.length) return;
    current = Math.max(0, Math.min(rows.length - 1, to));
    rows.forEach((row, n) => row.classList.toggle('cur', n === current));
    $('.open', rows[current]).focus({preventScroll: true});
    rows[current].scrollIntoView({block: 'nearest'});
  };
  const keys = {
    j: () => move(current + 1), k: () => move(current - 1),
    '/': () => { if ($('#q')) $('#q').focus(); else if ($('nav a[href="/applications/"]')) location.href = '/applications/#q'; }, '?': () => $('#help')?.showModal(),
  };
  document.addEventListener('keydown', event => {
    const typing = event.target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select');
    if (typing || event.ctrlKey || event.metaKey || event.altKey || $('dialog[open]')) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) { act(); event.preventDefault(); }
  });
  rows.forEach((row, n) => row.addEventListener('focusin', () => { current = n; rows.forEach((r, m) => r.classList.toggle('cur', m === n)); }));
  $('nav [aria-current]')?.scrollIntoView({block: 'nearest', inline: 'center'});  // where there are more places than room
  $$('[data-help]').forEach(button => button.addEventListener('click', () => $('#help')?.showModal()));
  $$('[data-back]').forEach(button => button.addEventListener('click', () => {
    if (button.dataset.back === 'reload') store('reload', '1');
    history.back();
  }));
  $$('form[data-filters] select').forEach(select => select.addEventListener('change', () => select.form.requestSubmit()));
  $$('form[data-filters]').forEach(form => form.addEventListener('submit', () => {
    $$('input, select', form).forEach(field => { field.disabled = !field.value; });
    addEventListener('pageshow', () => $$('input, select', form).forEach(field => { field.disabled = false; }), {once: true});
  }));
  $$('form[data-sure]').forEach(form => form.addEventListener('submit', event => {
    if (!confirm(form.dataset.sure)) event.preventDefault();
  }));

  // Fields are kept in this tab only, for the person who typed them, until he signs out; never a password or a file.
  const store = (name, value) => { try { value === null ? sessionStorage.removeItem(name) : sessionStorage.setItem(name, value); } catch { /* a browser without storage keeps nothing */ } };
  const stored = name => { try { return sessionStorage.getItem(name); } catch { return null; } };
  const forms = $$('main form[method=post]').filter(form => $('textarea, select, input:not([type=hidden])', form) && !$('[type=password]', form));
  const name = form => `form:${document.body.dataset.person}:${new URL(form.action).pathname}`;
  const fields = form => $$('input:not([type=hidden]):not([type=file]), select, textarea', form).filter(f => f.name && !('nokeep' in f.dataset));
  const keep = form => store(name(form), JSON.stringify(fields(form).map(f => [f.name, f.value, f.type === 'checkbox' || f.type === 'radio' ? f.checked : null])));
  forms.forEach(form => form.addEventListener('submit', () => keep(form)));
  $('[data-sign-out]')?.addEventListener('submit', () => { try { sessionStorage.clear(); } catch { /* nothing was kept */ } });
  const restore = form => {
    const kept = JSON.parse(stored(name(form)) || '[]');
    for (const [field, value, checked] of kept) for (const f of fields(form)) {
      if (f.name !== field || (checked !== null && f.value !== value)) continue;
      if (checked !== null) f.checked = checked; else f.value = value;
      f.dispatchEvent(new Event('change', {bubbles: true}));
    }
    if (kept.length) { const box = form.closest('details'); if (box) box.open = true; }
  };
  const settle = () => {
    if ($('[data-lost]')) store('lost', '1');
    else if (forms.length && stored('lost')) {
      forms.forEach(restore);
      store('lost', null);
    }
  };
  settle();
  const menus = but => $$('[data-menu][open]').forEach(menu => { if (menu !== but) menu.open = false; });
  addEventListener('click', event => menus(event.target.closest('[data-menu]')));
  addEventListener('keydown', event => { if (event.key === 'Escape') menus(); });
  addEventListener('pageshow', event => {
    const wanted = stored('reload');
    store('reload', null);
    if (wanted && event.persisted) location.reload();
  });
})();
