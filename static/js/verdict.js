/* 审核：a 通过，r 写退回意见，q 回到列表；在输入框里打字不受影响。没有脚本，按钮照样能用。 */
(() => {
  const hint = document.querySelector('[data-keys]');
  if (hint) hint.hidden = false;
  const ACTS = {
    a: button => button.focus(),
    r: summary => {
      const box = summary.closest('details');
      box.open = true;
      box.querySelector('textarea').focus();
    },
    q: link => link.click(),
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest('input, textarea, select')) return;
    const key = event.key.toLowerCase();
    const one = ACTS[key] && document.querySelector(`[data-key="${key}"]`);
    if (!one) return;
    event.preventDefault();
    ACTS[key](one);
  });
})();
