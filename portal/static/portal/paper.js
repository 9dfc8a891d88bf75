// A paper at the counter: its button prints it.
document.querySelector('[data-print]').addEventListener('click', () => print());
