/* 匹配列表。没有脚本：按钮照样提交，回到同一项；有脚本：就地更新，键盘逐项处理。 */
(() => {
  const list = document.querySelector('[data-matches]');
  const keys = document.getElementById('keys');
  if (!list) return;
  const TYPED = 'input:not([type="checkbox"]), textarea, select';

  function articles() {
    return [...list.querySelectorAll('[data-match]')].filter(one => !one.parentElement.closest('details:not([open])'));
  }
  function current() { return document.activeElement.closest('[data-match]'); }
  function go(article) {
    const link = article?.querySelector('h3 a');
    if (!link) return;
    link.focus({ preventScroll: true });
    article.scrollIntoView({ block: 'nearest' });
  }
  function step(by) {
    const all = articles(), at = all.indexOf(current());
    go(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
  }
  function of(key) { return current()?.querySelector(`[data-key="${key}"]`); }
  /* 接受会立刻告诉对方：按键只到按钮上，回车才算。 */
  function reach() { of('a')?.focus(); }
  function decline() {
    const box = of('x')?.parentElement;
    if (!box) return;
    box.open = true;
    box.querySelector('input[type="checkbox"]').focus();
  }
  const ACTS = {
    j: () => step(1), k: () => step(-1), '?': () => keys.togglePopover(),
    a: reach, x: decline, l: () => of('l')?.click(), u: () => of('u')?.click(),
  };
  /* 只在列表里认单个字母，别处打字不受影响。 */
  list.addEventListener('keydown', event => {
    const act = ACTS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPED)) return;
    event.preventDefault();
    act();
  });

  /* 换上新的一项，焦点还在这一项上；换上的当下就在，按键不落空。 */
  let leaving = '';
  list.addEventListener('htmx:beforeSwap', event => { leaving = event.detail.target.id; });
  document.addEventListener('htmx:afterSwap', () => {
    if (!leaving) return;
    const article = document.getElementById(leaving);
    leaving = '';
    if (!list.contains(document.activeElement)) go(article);
  });
})();
