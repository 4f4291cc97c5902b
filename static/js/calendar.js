/* 路演排期。没有脚本：点开一场，选日期照样提交；有脚本：拖动、键盘改期，就地更新，焦点还在这一场上。 */
(() => {
  const HERE = '#calendar';
  const keys = document.getElementById('keys');
  const MOVES = { ArrowLeft: 'earlier', ArrowRight: 'later', ArrowUp: 'up', ArrowDown: 'down' };
  let dragged = null;

  const board = () => document.querySelector(HERE);
  const shows = () => [...board().querySelectorAll('[data-show]')];
  const headOf = show => show.querySelector('summary');

  /* 空的一天是放回待排。 */
  function move(show, day) {
    const form = show.querySelector('[data-move]');
    if (!form || day === undefined) return;
    if (!day) { form.querySelector('[data-wait]')?.click(); return; }
    if (day === form.elements.day.defaultValue && !form.closest('.waiting')) return;
    form.elements.day.value = day;
    form.requestSubmit();
  }

  function go(show) {
    const head = show && headOf(show);
    if (!head) return;
    head.focus({ preventScroll: true });
    show.scrollIntoView({ block: 'nearest' });
  }
  function step(show, by) {
    const all = shows();
    go(all[all.indexOf(show) + by]);
  }
  /* 上下是看得见的上下：竖着最近的一排里，横着最近的一场。 */
  function climb(show, by) {
    const from = show.getBoundingClientRect();
    const others = shows().map(one => [one, one.getBoundingClientRect()]).filter(([, box]) => by < 0 ? box.bottom <= from.top + 1 : box.top >= from.bottom - 1);
    const far = ([, box]) => Math.abs(box.top - from.top) + 2 * Math.abs(box.left - from.left);
    others.sort((one, other) => far(one) - far(other));
    go(others[0]?.[0]);
  }

  function walk(show, key) {
    if (key === 'ArrowLeft') step(show, -1);
    if (key === 'ArrowRight') step(show, 1);
    if (key === 'ArrowUp') climb(show, -1);
    if (key === 'ArrowDown') climb(show, 1);
  }

  function act(show, event) {
    if (event.key in MOVES) { event.altKey ? move(show, show.dataset[MOVES[event.key]] || undefined) : walk(show, event.key); return true; }
    if (event.altKey) return false;
    if (event.key.toLowerCase() === 'p') { show.querySelector('[data-pin]')?.click(); return true; }
    if (event.key === 'Delete') { move(show, ''); return true; }
    if (event.key === '?') { keys.togglePopover(); return true; }
    return false;
  }
  /* 只在一场的名字上认键，选日期的时候不受影响。 */
  document.addEventListener('keydown', event => {
    const show = event.target.closest('summary') && event.target.closest(`${HERE} [data-show]`);
    if (show && !event.ctrlKey && !event.metaKey && act(show, event)) event.preventDefault();
  });
  document.addEventListener('toggle', event => {
    const box = event.target;
    if (box.matches?.(`${HERE} [data-show] > details`) && box.open) box.querySelector('[name="day"], [data-pin]')?.focus();
  }, true);

  /* 拖到一天里，或者拖回待排。 */
  const zone = event => dragged && event.target.closest(`${HERE} [data-day]`);
  function mark(place) {
    board().querySelectorAll('.is-over-here').forEach(one => one.classList.remove('is-over-here'));
    place?.classList.add('is-over-here');
  }
  document.addEventListener('dragstart', event => {
    dragged = event.target.closest?.(`${HERE} [data-show][draggable]`) ?? null;
    if (dragged) event.dataTransfer.effectAllowed = 'move';
  });
  document.addEventListener('dragover', event => {
    const place = zone(event);
    mark(place);
    if (place) event.preventDefault();
  });
  document.addEventListener('drop', event => {
    const place = zone(event);
    if (!place) return;
    event.preventDefault();
    move(dragged, place.dataset.day);
  });
  document.addEventListener('dragend', () => { dragged = null; mark(null); });

  /* 换上新的排期：“收起”现出来，焦点回到刚动的一场；没有办成的，停在它的表里。 */
  function begin() {
    board()?.querySelectorAll('[data-close]').forEach(button => { button.hidden = false; });
  }
  let last = board();
  document.addEventListener('htmx:afterSwap', () => {
    const fresh = board();
    if (fresh === last) return;
    last = fresh;
    begin();
    const show = document.getElementById(fresh.dataset.focus);
    if (show && !show.querySelector('details[open]')) go(show);
  });
  begin();
})();
