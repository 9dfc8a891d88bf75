// The counter: what is typed is kept and judged at once; a search answers while one types. The kiosk: its board stays fresh.
(() => {
  const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const PAUSE = 250, FRESH = 10000;
  const form = $('#counter');
  const swap = (here, there) => { if (here && there && here.innerHTML !== there.innerHTML) here.innerHTML = there.innerHTML; };
  if (form) {
    const saved = $('[data-saved]', form);
    let turn = 0, timer = 0;
    const open = () => $$('details[name=spot]', form).findIndex(box => box.open);
    const show = html => {
      const parts = new DOMParser().parseFromString(html, 'text/html'), unfolded = open();
      const at = document.activeElement, named = at && at.closest('[data-part=outlook]') && at.name ? [at.name, at.value] : null;
      $$('[data-part]', form).forEach(part => swap(part, $(`[data-part=${part.dataset.part}]`, parts)));
      const box = $$('details[name=spot]', form)[unfolded];
      if (box) box.open = true;
      if (named && !document.contains(at)) $$(`[name="${named[0]}"]`, form).find(f => f.type !== 'radio' || f.value === named[1])?.focus();
      if (saved) saved.textContent = '';
    };
    const lost = () => { if (saved) saved.textContent = form.dataset.lostWords; };
    const ask = () => {
      const mine = ++turn, data = new FormData(form);
      data.set('do', 'check');
      return fetch(form.getAttribute('action'), {method: 'POST', body: data, headers: {'X-Requested-With': 'fetch'}, redirect: 'manual'})
        .then(answer => answer.ok ? answer.text() : Promise.reject(answer))
        .then(html => { if (mine === turn) show(html); }, lost);
    };
    const soon = () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); };
    form.addEventListener('input', event => { if (!event.target.name?.startsWith('new-')) soon(); });
    form.addEventListener('change', event => {
      const row = event.target.name?.startsWith('m-') && event.target.closest('li');
      if (row) row.className = `s-${event.target.value}`;
      if (!event.target.name?.startsWith('new-')) soon();
    });
    form.addEventListener('keydown', event => {
      if (event.key !== 'Enter' || event.isComposing || !event.target.dataset.ask) return;
      event.preventDefault();
      clearTimeout(timer);
      ask().then(() => {
        const found = $$(`[data-part=${event.target.dataset.ask}] .found button`, form);
        if (found.length === 1) found[0].click();
      });
    });
    form.addEventListener('submit', event => {
      clearTimeout(timer);
      turn += 1;
      if (event.submitter?.formTarget) return;
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = '1';
    });
    addEventListener('pageshow', () => { delete form.dataset.sent; });
  }
  const board = $('[data-board]');
  if (board) setInterval(() => {
    fetch(location.pathname).then(answer => answer.ok ? answer.text() : Promise.reject(answer))
      .then(html => swap(board, $('[data-board]', new DOMParser().parseFromString(html, 'text/html'))), () => {});
  }, FRESH);
})();
