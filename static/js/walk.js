/* 逐项看清单。没有脚本：链接和按钮照常用。有脚本：成果页按 J 下一项、K 上一项，不想要可以关掉；清单里先用 Tab 进到表格，J、K 上下走，回车打开。 */
(() => {
  const KEPT = 'ztc-walk-keys';
  const plain = event => !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing);

  const walk = document.querySelector('[data-walk]');
  const switcher = walk?.querySelector('[data-walk-keys]');
  const isOn = () => switcher.getAttribute('aria-pressed') === 'true';
  if (switcher) {
    switcher.hidden = false;
    switcher.setAttribute('aria-pressed', localStorage.getItem(KEPT) !== 'off');
    switcher.addEventListener('click', () => {
      switcher.setAttribute('aria-pressed', !isOn());
      localStorage.setItem(KEPT, isOn() ? 'on' : 'off');
    });
    document.addEventListener('keydown', event => {
      const rel = { j: 'next', k: 'prev' }[event.key.toLowerCase()];
      if (!rel || !isOn() || !plain(event) || event.target.closest('input, textarea, select, [contenteditable]')) return;
      walk.querySelector(`a[rel="${rel}"]`)?.click();
    });
  }

  /* 只在表格里认单个字母，别处打字不受影响。 */
  const rows = document.querySelector('[data-rows]');
  rows?.addEventListener('keydown', event => {
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (!step || !plain(event)) return;
    const links = [...rows.querySelectorAll('.row-link')];
    const at = links.findIndex(link => link.closest('tr') === document.activeElement.closest('tr'));
    const next = links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)];
    next?.focus({ preventScroll: true });
    next?.closest('tr').scrollIntoView({ block: 'nearest' });
  });
})();
