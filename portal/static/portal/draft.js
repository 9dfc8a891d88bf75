// The lodging form is kept as a draft a moment after each change.
(() => {
  const form = document.querySelector('form[data-draft]'), words = document.getElementById('upload-words')?.dataset;
  if (!form || !words) return;
  const told = form.querySelector('[data-draft-state]'), PAUSE = 800, LATER = 10_000;
  let timer = null, running = null, dirty = false, ended = false;
  const word = (() => {
    const made = Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16).padStart(2, '0')).join('');
    try { sessionStorage.setItem('window', sessionStorage.getItem('window') || made); return sessionStorage.getItem('window'); } catch { return made; }
  })();
  const say = text => { told.textContent = text; };
  const soon = (wait = PAUSE) => { clearTimeout(timer); timer = setTimeout(save, wait); };
  const send = async () => {
    dirty = false;
    try {
      const answer = await fetch(form.dataset.draft, {method: 'POST', body: new FormData(form), headers: {Accept: 'application/json', 'X-Window': word}, keepalive: true});
      if (answer.redirected || !answer.headers.get('Content-Type')?.includes('json')) { say(words.notSaved); return; }
      const told = await answer.json();
      if (answer.ok) { form.elements.draft.value = told.draft; form.elements.draft_version.value = told.version; }
      else ended = true;
      say(told.text);
    } catch {
      dirty = true;
      say(words.notSaved);
      soon(LATER);
    }
  };
  const save = () => {
    clearTimeout(timer);
    if (ended || !dirty) return;
    running = (running || Promise.resolve()).then(send).finally(() => { running = null; if (dirty && !ended) soon(); });
  };
  const changed = event => { if (event.target.name && !ended) { dirty = true; soon(); } };
  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });
  form.addEventListener('submit', event => {
    clearTimeout(timer);
    if (event.defaultPrevented) return;
    dirty = false;
    if (!running) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    running.then(() => form.requestSubmit(event.submitter));
  }, true);
})();
