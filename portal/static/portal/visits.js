// The record of a visit: what is typed is kept on this device at once and sent when there is a connection; where one is,
// and the digest of a recording, are read only when asked for.
(() => {
  const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const key = visit => `visit:${document.body.dataset.person}:${visit}`;
  const kept = {
    get: name => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
    set: (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; } },
    drop: name => { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } },
  };
  $$('[data-done]').forEach(mark => kept.drop(key(mark.dataset.done)));
  const form = $('form.visit-form');
  if (!form) return;
  const name = key(form.dataset.visit), line = $('[data-draft-line]'), version = form.elements.version;
  const fields = () => $$('input, select, textarea', form).filter(f => f.name && f.name !== 'csrfmiddlewaretoken' && !['hidden', 'password', 'file', 'checkbox'].includes(f.type));
  const state = () => Object.fromEntries(fields().filter(f => f.type !== 'radio' || f.checked).map(f => [f.name, f.value]));
  const say = text => { if (line.textContent !== text) line.textContent = text; };
  const count = () => { $('[data-count]').textContent = `${$$('.check .findings input:checked', form).length}/${$$('.check', form).length}`; };
  const fill = data => {
    for (const f of fields()) {
      if (!(f.name in data)) continue;
      if (f.type === 'radio') f.checked = f.value === data[f.name]; else f.value = data[f.name];
    }
    count();
  };
  let timer = null, sending = false, again = false, asked = null;
  const send = async () => {
    if (sending) { again = true; return; }
    if (!navigator.onLine) { say(form.dataset.offline); return; }
    sending = true;
    const data = state();
    try {
      const body = new FormData(form);
      body.delete('password');
      const answer = await fetch(form.dataset.draft, {method: 'POST', body, headers: {Accept: 'application/json'}, redirect: 'error'});
      const told = await answer.json();
      if (answer.ok) {
        version.value = told.version;
        if (JSON.stringify(data) === JSON.stringify(state())) kept.drop(name);
        say(`${form.dataset.saved} ${told.at}`);
      } else say(told.text);
    } catch { say(form.dataset.offline); again = true; }
    sending = false;
    if (asked) { form.requestSubmit(asked); return; }
    if (again) { again = false; later(5000); }
  };
  const later = (wait = 1500) => { clearTimeout(timer); timer = setTimeout(send, wait); };
  const changed = event => {
    if (event.target.type === 'password' || event.target.type === 'file') return;
    count();
    if (kept.set(name, {version: version.value, data: state()})) say(form.dataset.savedOnDevice);
    later();
  };
  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  addEventListener('online', send);
  const mine = kept.get(name);
  if (mine && mine.data && !$('.refused')) { fill(mine.data); say(form.dataset.restored); later(); }
  form.addEventListener('submit', event => {
    clearTimeout(timer);
    if (sending) { event.preventDefault(); asked = event.submitter; return; }
    asked = null;
    if (!navigator.onLine) { event.preventDefault(); say(form.dataset.sending); line.scrollIntoView({block: 'center'}); }
  });
  const locate = $('[data-locate]', form);
  if (locate && navigator.geolocation) {
    locate.hidden = false;
    locate.addEventListener('click', () => navigator.geolocation.getCurrentPosition(found => {
      const {latitude, longitude, accuracy} = found.coords;
      form.elements.position.value = `${latitude.toFixed(5)}, ${longitude.toFixed(5)} (±${Math.round(accuracy)} m)`;
      form.elements.position.dispatchEvent(new Event('input', {bubbles: true}));
    }, () => say(form.dataset.noPlace), {enableHighAccuracy: true, timeout: 15000}));
  }
  $$('[data-digest]', form).forEach(box => box.addEventListener('change', async () => {
    if (!box.files.length || !crypto.subtle) return;
    const digest = await crypto.subtle.digest('SHA-256', await box.files[0].arrayBuffer());
    const target = document.getElementById(box.dataset.digest);
    target.value = [...new Uint8Array(digest)].map(b => b.toString(16).padStart(2, '0')).join('');
    target.dispatchEvent(new Event('input', {bubbles: true}));
  }));
  const fault = $('.check.wrong, .field.wrong');
  if (fault) fault.scrollIntoView({block: 'center'});
})();
