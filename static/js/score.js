/* The sheet of an expert: digits give points, the total and the reasons asked for follow at once.
   sheet.js saves; without a script the buttons do, and the server says what is missing. */
(() => {
  const form = document.querySelector('form.score');
  if (!form) return;
  const MOST = 5, LOW = 1;
  const lines = [...form.querySelectorAll('[data-line]')];

  function pointsOf(line) {
    const on = line.querySelector('input[type="radio"]:checked');
    return on ? Number(on.value) : null;
  }
  function whyOf(box, points, floor) {
    if (points === null) return '';
    if (points === MOST) return box.dataset.high;
    if (points <= LOW) return box.dataset.low;
    return points < floor ? box.dataset.below : '';
  }
  function put(box, words) { if (box.textContent !== words) box.textContent = words; }
  function refresh() {
    let total = 0;
    for (const line of lines) {
      const points = pointsOf(line), box = line.querySelector('[data-why]');
      const why = whyOf(box, points, Number(line.dataset.floor));
      total += (points || 0) * Number(line.dataset.weight) / MOST;
      put(box, why);
      line.querySelector('[data-opt]').hidden = Boolean(why);
      line.querySelector('textarea').toggleAttribute('aria-required', Boolean(why));
      if (why) line.querySelector('textarea').setAttribute('aria-required', 'true');
    }
    put(form.querySelector('[data-total]'), total.toFixed(2));
  }

  form.addEventListener('keydown', event => {
    const group = event.target.closest('[data-digits]');
    if (!group || event.ctrlKey || event.metaKey || event.altKey || !/^[0-5]$/.test(event.key)) return;
    const radio = group.querySelector(`input[value="${event.key}"]`);
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event('input', { bubbles: true }));
  });
  form.addEventListener('input', refresh);
  form.addEventListener('click', () => setTimeout(refresh));
  /* What came from another page of the same person is written without an event. */
  new MutationObserver(refresh).observe(document.getElementById('beside'), { childList: true });
  refresh();
})();
