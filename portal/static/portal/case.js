// The case page and lodging: grave acts are confirmed in a dialog, nothing is sent twice, the form that is asked for is open.
(() => {
  const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const dialog = $('#confirm');
  let waiting = null;
  $$('form[data-grave]').forEach(form => {
    const line = $('.confirm-line', form), box = line && $('input', line);
    if (!dialog || !dialog.showModal || !box) return;
    line.hidden = true;
    box.required = box.checked = false;
    form.addEventListener('submit', event => {
      if (box.checked || event.submitter?.hasAttribute('data-preview')) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = form;
      $('[data-what]', dialog).textContent = form.dataset.act;
      dialog.returnValue = '';
      dialog.showModal();
    });
  });
  dialog?.addEventListener('close', () => {
    const form = waiting;
    waiting = null;
    if (!form || dialog.returnValue !== 'go') { form && $('button', form).focus(); return; }
    $('.confirm-line input', form).checked = true;
    form.requestSubmit();
  });
  $$('form.act-form, form.lodge-form').forEach(form => form.addEventListener('submit', event => {
    if (event.defaultPrevented || event.submitter?.hasAttribute('data-preview')) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    form.setAttribute('aria-busy', 'true');
  }));
  window.addEventListener('pageshow', () => $$('form[data-sent]').forEach(form => {
    delete form.dataset.sent;
    form.removeAttribute('aria-busy');
    const box = $('.confirm-line[hidden] input', form);
    if (box) box.checked = false;
  }));
  const wanted = location.hash.startsWith('#act-') && document.getElementById(location.hash.slice(1));
  if (wanted) wanted.open = true;
  const fault = $('.act .refused, .act .wrong, .acts-panel > .refused, .lodge-form .refused, .lodge-form .wrong');
  if (fault) {
    fault.scrollIntoView({block: 'center'});
    const field = fault.matches('.wrong') && $('input:not([type=hidden]), select, textarea', fault);
    if (field) field.focus({preventScroll: true});
  }
  const letter = $('[data-letter]');
  if (letter) {
    const show = () => { letter.hidden = !$('input[value=promised]:checked, input[name=route][value=commitment]:checked'); };
    document.addEventListener('change', show);
    show();
  }
})();
