/* 逐项意见。没有脚本：按钮照样提交，回到同一栏；有脚本：就地保存，离开输入框就记下。 */
(() => {
  const TYPED = 'input, textarea, select';
  const boxOf = node => node.closest?.('[data-remark]');
  const isDirty = form => form.elements.text.value !== form.elements.text.defaultValue;
  const formOf = box => box.querySelector('form');

  function open(box) {
    const write = box.querySelector('details');
    write.open = true;
    write.querySelector('textarea').focus();
  }
  document.addEventListener('toggle', event => {
    const isByHand = document.activeElement === event.target.querySelector('summary');
    if (boxOf(event.target) && event.target.open && isByHand) event.target.querySelector('textarea').focus();
  }, true);

  /* R：焦点或鼠标停在哪一栏，就写哪一栏。 */
  document.addEventListener('keydown', event => {
    if (event.key.toLowerCase() !== 'r' || event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPED)) return;
    const near = boxOf(document.activeElement) || document.querySelector('[id^="column-"]:hover')?.querySelector('[data-remark]') || document.activeElement.closest('[id^="column-"]')?.querySelector('[data-remark]');
    if (!near) return;
    event.preventDefault();
    open(near);
  });

  /* 离开输入框就记下；正点着自己的按钮时由按钮来。 */
  document.addEventListener('focusout', event => {
    const form = event.target.matches('textarea') && boxOf(event.target) && event.target.form;
    if (form && isDirty(form) && !form.contains(event.relatedTarget)) form.requestSubmit();
  });

  /* 换上新的一块，焦点不丢；这时又打了字的不换掉，接着记。 */
  const sent = new WeakMap();
  let leaving = '';
  document.addEventListener('htmx:beforeRequest', event => {
    if (event.target.matches('[data-remark] form')) sent.set(event.target, event.target.elements.text.value);
  });
  document.addEventListener('htmx:beforeSwap', event => {
    const box = boxOf(event.detail.target);
    if (!box) return;
    const form = formOf(box), kept = sent.get(form), isIn = box.contains(document.activeElement);
    if (isIn && form.elements.text.value !== kept) {
      event.detail.shouldSwap = false;
      if (!event.detail.serverResponse.includes('aria-invalid')) form.elements.seen.value = form.elements.text.defaultValue = kept;
      return;
    }
    leaving = isIn || document.activeElement === document.body ? box.id : '';
  });
  document.addEventListener('htmx:afterSettle', () => {
    document.querySelectorAll('[data-remark] [data-close]').forEach(button => { button.hidden = false; });
    const write = leaving && document.getElementById(leaving)?.querySelector('details');
    leaving = '';
    if (write) (write.open ? write.querySelector('textarea') : write.querySelector('summary')).focus({ preventScroll: true });
  });
  for (const fault of ['htmx:sendError', 'htmx:responseError', 'htmx:timeout']) {
    document.addEventListener(fault, event => {
      const box = boxOf(event.target);
      if (box) box.querySelector('[data-remark-lost]').hidden = false;
    });
  }

  /* 关掉这一页时还没记下的，随手送出。 */
  addEventListener('pagehide', () => {
    document.querySelectorAll('[data-remark] form').forEach(form => {
      if (isDirty(form)) fetch(form.action, { method: 'POST', body: new FormData(form), headers: { 'HX-Request': 'true' }, keepalive: true }).catch(() => {});
    });
  });
})();
