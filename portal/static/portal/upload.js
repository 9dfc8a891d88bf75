// Files of materials: sent in parts of two MiB (tus 1.0), so that a lost connection, a reload or a server that starts anew
// costs one part.  After a reload the same file, chosen again, goes on where it stopped.
(() => {
  const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const words = $('#upload-words')?.dataset;
  if (!words) return;
  const PART = 2 * 1024 * 1024, STALL = 30_000, WAITS = [1, 2, 4, 8, 15, 30], MIB = 1024 * 1024;
  const AGAIN = new Set([0, 404, 408, 409, 410, 423, 429, 460, 500, 502, 503, 504, 507]);
  const storage = {
    get: name => { try { return localStorage.getItem(name); } catch { return null; } },
    set: (name, value) => { try { value === null ? localStorage.removeItem(name) : localStorage.setItem(name, value); } catch { /* then only this page knows */ } },
    names: () => { try { return Object.keys(localStorage); } catch { return []; } },
  };
  const base64 = bytes => btoa(String.fromCharCode(...bytes));
  const mb = bytes => (bytes / MIB).toFixed(1);
  const clock = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
  const make = (tag, text = '', more = {}) => Object.assign(document.createElement(tag), {textContent: text}, more);
  const csrf = () => $('main form [name=csrfmiddlewaretoken]').value;

  class Refused extends Error {
    constructor(text, again, signedOut = false) { super(text); this.again = again; this.signedOut = signedOut; }
  }

  // One request; `watch` gets the request so that it can be stopped, and the bytes as they leave.
  const ask = (method, address, headers, body, watch) => new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    let stall;
    const alive = () => { clearTimeout(stall); stall = setTimeout(() => request.abort(), STALL); };
    request.open(method, address);
    for (const [name, value] of Object.entries({'Tus-Resumable': '1.0.0', 'X-CSRFToken': csrf(), ...headers})) request.setRequestHeader(name, value);
    request.upload.onprogress = event => { alive(); watch?.sent(event.loaded); };
    request.onloadend = () => { clearTimeout(stall); watch?.began(null); answered(request, method, done, fail); };
    watch?.began(request);
    alive();
    request.send(body);
  });
  const answered = (request, method, done, fail) => {
    const wanted = {POST: 201, HEAD: 200, PATCH: 204, DELETE: 204}[method];
    if (request.status === wanted && request.getResponseHeader('Tus-Resumable')) { done(request); return; }
    if ([200, 403].includes(request.status)) { // the sign-in page, or a form older than the sign-in
      fail(new Refused(words.signedOut, false, true)); return; }
    let text = '';
    try { text = JSON.parse(request.responseText).text; } catch { /* HEAD has no body, and a proxy answers as it likes */ }
    const again = AGAIN.has(request.status) && !(method === 'POST' && request.status === 404);
    fail(Object.assign(new Refused(text || words.failed, again), {status: request.status}));
  };

  let active = null;
  const queue = [];
  const next = () => { if (!active && queue.length) { active = queue.shift(); active.run().finally(() => { active = null; next(); }); } };

  class Upload {
    constructor(box, file) {
      Object.assign(this, {box, file, address: null, offset: null, tries: 0, over: false, paused: false, request: null, marks: []});
      this.name = `${prefix(box)}${file.name}:${file.size}:${file.lastModified}`;
      this.address = storage.get(this.name);
      this.draw();
      this.resume();
    }
    draw() {
      this.row = make('li', '', {className: 'upload-now'});
      this.bar = make('progress', '', {max: this.file.size, value: 0});
      this.bar.setAttribute('aria-label', this.file.name);
      this.text = make('small', words.waiting);
      this.toggle = make('button', words.pause, {type: 'button', className: 'plain'});
      this.toggle.addEventListener('click', () => this.paused ? this.resume() : this.pause());
      const drop = make('button', words.remove, {type: 'button', className: 'plain'});
      drop.addEventListener('click', () => this.cancel());
      for (const [button, word] of [[this.toggle, ''], [drop, words.remove]]) if (word) button.setAttribute('aria-label', `${word} ${this.file.name}`);
      this.row.append(make('span', this.file.name, {className: 'upload-name'}), this.bar, this.text, this.toggle, drop);
      $('.upload-files', this.box).append(this.row);
    }
    say(text) { this.text.textContent = text; }
    pause(text = words.paused) {
      this.paused = true;
      this.say(text);
      this.toggle.textContent = words.resume;
      this.request?.abort();
      this.wake?.();
    }
    resume() {
      this.paused = false;
      this.toggle.textContent = words.pause;
      this.say(words.waiting);
      if (this !== active && !queue.includes(this)) queue.push(this);
      next();
    }
    async cancel() {
      this.over = true;
      this.pause('');
      this.row.remove();
      storage.set(this.name, null);
      if (this.address) try { await ask('DELETE', this.address, {}); } catch { /* what nobody continues is tidied away */ }
    }
    async run() {
      while (!this.over && !this.paused) {
        try {
          if (!this.address) await this.create();
          if (this.offset === null) await this.locate();
          if (this.offset < this.file.size) await this.send();
          this.tries = 0;
          if (this.offset === this.file.size) this.complete();
        } catch (error) {
          if (this.over || this.paused) return;
          this.offset = null;
          if (!(error instanceof Refused)) { this.end(words.unreadable); return; }
          if (error.signedOut) { this.pause(error.message); return; }
          if (!error.again) { this.end(error.message); return; }
          if (error.status === 404 || error.status === 410) { this.address = null; storage.set(this.name, null); }
          await this.rest(error);
        }
      }
    }
    async create() {
      const named = {filename: this.file.name, applicant: $('[data-applicant]').dataset.applicant, material: this.box.dataset.upload};
      const meta = Object.entries(named).map(([name, value]) => `${name} ${base64(new TextEncoder().encode(value))}`).join(',');
      const made = await ask('POST', words.door, {'Upload-Length': this.file.size, 'Upload-Metadata': meta});
      this.address = made.getResponseHeader('Location');
      this.offset = 0;
      storage.set(this.name, this.address);
    }
    async locate() {
      const found = await ask('HEAD', this.address, {}, undefined, {sent: () => {}, began: request => { this.request = request; }});
      this.offset = Number(found.getResponseHeader('Upload-Offset'));
    }
    async send() {
      const part = await this.file.slice(this.offset, this.offset + PART).arrayBuffer();
      const headers = {'Upload-Offset': this.offset, 'Content-Type': 'application/offset+octet-stream'};
      if (window.crypto?.subtle) headers['Upload-Checksum'] = `sha256 ${base64(new Uint8Array(await crypto.subtle.digest('SHA-256', part)))}`;
      if (this.paused) return;
      const watch = {sent: bytes => this.show(this.offset + bytes), began: request => { this.request = request; }};
      const taken = await ask('PATCH', this.address, headers, part, watch);
      this.offset = Number(taken.getResponseHeader('Upload-Offset'));
      this.show(this.offset);
    }
    show(bytes) {
      const at = performance.now();
      this.marks = [...this.marks.filter(mark => at - mark[0] < 10_000 && mark[1] <= bytes), [at, bytes]];
      const [since, from] = this.marks[0], speed = (bytes - from) / Math.max(0.2, (at - since) / 1000);
      this.bar.value = bytes;
      const left = speed > 0 ? ` · ${words.left} ${clock((this.file.size - bytes) / speed)}` : '';
      this.say(`${mb(bytes)} / ${mb(this.file.size)} MB · ${mb(speed)} MB/s${left}`);
    }
    rest(error) {
      const seconds = WAITS[Math.min(this.tries++, WAITS.length - 1)];
      this.marks = [];
      this.say(`${error.status ? error.message : words.lineLost} ${words.again.replace('{n}', seconds)}`);
      return new Promise(done => {
        const timer = setTimeout(done, seconds * 1000);
        this.wake = () => { clearTimeout(timer); done(); };
        addEventListener('online', this.wake, {once: true});
      });
    }
    end(text) {
      this.over = true;
      storage.set(this.name, null);
      this.row.classList.add('failed');
      this.bar.remove();
      this.toggle.remove();
      this.say(text);
    }
    complete() {
      this.over = true;
      storage.set(this.name, null);
      const row = make('li'), label = make('label'), look = make('a', words.look, {href: this.address, target: '_blank', rel: 'noopener'});
      const box = make('input', '', {type: 'checkbox', name: this.box.dataset.field, value: this.address.split('/').at(-2), checked: true});
      label.append(box, make('span', this.file.name, {className: 'upload-name'}));
      row.append(label, make('small', `${mb(this.file.size)} MB`), look);
      this.row.replaceWith(row);
      const own = `input[type=radio][value=in], input[type=checkbox][name=materials][value="${this.box.dataset.upload}"]`;
      const answer = $(own, this.box.closest('fieldset, form'));
      if (answer && !answer.checked) {
        answer.checked = true;
        answer.dispatchEvent(new Event('change', {bubbles: true}));
      }
      box.dispatchEvent(new Event('change', {bubbles: true}));
    }
  }

  const prefix = box => `upload:${document.body.dataset.person}:${$('[data-applicant]').dataset.applicant}:${box.dataset.upload}:`;
  const uploads = [];
  const unfinished = box => storage.names().filter(name => name.startsWith(prefix(box))).forEach(name => {
    const row = make('li', '', {className: 'upload-now'}), drop = make('button', words.remove, {type: 'button', className: 'plain'});
    const file = name.slice(prefix(box).length).split(':').slice(0, -2).join(':');
    row.dataset.unfinished = name;
    drop.addEventListener('click', async () => {
      row.remove();
      const address = storage.get(name);
      storage.set(name, null);
      try { await ask('DELETE', address, {}); } catch { /* tidied away in time */ }
    });
    row.append(make('span', file, {className: 'upload-name'}), make('small', words.unfinished), drop);
    $('.upload-files', box).append(row);
  });
  $$('[data-upload]').forEach(box => {
    $('.upload-buttons', box).hidden = false;
    unfinished(box);
    $$('input[type=file]', box).forEach(input => input.addEventListener('change', () => {
      for (const file of input.files) {
        const made = uploads.find(each => !each.over && each.file.name === file.name && each.file.size === file.size && each.box === box);
        if (made) continue;
        const upload = new Upload(box, file);
        $$('[data-unfinished]', box).filter(row => row.dataset.unfinished === upload.name).forEach(row => row.remove());
        uploads.push(upload);
      }
      input.value = '';
    }));
  });
  document.addEventListener('submit', event => {
    const open = uploads.filter(each => !each.over && event.target.contains(each.box));
    if (!open.length || event.submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    open[0].row.scrollIntoView({block: 'center'});
    open.forEach(each => each.row.classList.add('wanted'));
    alert(words.running);
  }, true);
})();
