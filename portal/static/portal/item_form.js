// The lodging form: a question that depends on other answers is shown, and sent, only where they call for it.
(() => {
  const form = document.querySelector('form.lodge-form'), rows = form ? [...form.querySelectorAll('[data-show-if]')] : [];
  if (!rows.length) return;
  const answers = (code, wanted) => {
    const row = form.querySelector(`[data-answer="${code}"]`);
    return row && !row.hidden && form.elements[`f-${code}`].value === wanted;
  };
  const show = () => rows.forEach(row => {  // in their order: what a hidden question calls for is hidden too
    row.hidden = !Object.entries(JSON.parse(row.dataset.showIf)).every(([code, wanted]) => answers(code, wanted));
    row.querySelectorAll('input, select, textarea').forEach(box => {
      box.disabled = row.hidden;
      box.required = 'required' in row.dataset;
    });
  });
  form.addEventListener('change', show);
  window.addEventListener('pageshow', show);
  show();
})();
