/* 对比：勾选的项目，换条件、换页以后还在，跟着这个标签页。没有脚本：一页之内勾选的照样能比。 */
(() => {
  const KEY = 'compare';
  const kept = () => JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
  const ticks = () => [...document.querySelectorAll('[type="checkbox"][form="compare"]')];

  function show() {
    const bar = document.getElementById('compare');
    if (!bar) return;
    const names = kept(), most = Number(bar.dataset.most), here = new Set();
    for (const tick of ticks()) {
      here.add(tick.value);
      tick.checked = names.includes(tick.value);
      tick.disabled = !tick.checked && names.length >= most;
    }
    bar.querySelectorAll('[type="hidden"]').forEach(one => { one.remove(); });
    for (const name of names.filter(one => !here.has(one))) {
      bar.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'p', value: name }));
    }
    if (names.length) bar.querySelector('p').textContent = `已选 ${names.length} 项，最多 ${most} 项`;
    bar.querySelector('[data-clear]').hidden = false;
  }
  function keep(names) {
    sessionStorage.setItem(KEY, JSON.stringify(names));
    show();
  }

  document.addEventListener('change', event => {
    const tick = event.target.closest('[type="checkbox"][form="compare"]');
    if (!tick) return;
    const others = kept().filter(name => name !== tick.value);
    keep(tick.checked ? [...others, tick.value] : others);
  });
  document.addEventListener('click', event => { if (event.target.closest('#compare [data-clear]')) keep([]); });
  document.addEventListener('htmx:afterSwap', show);
  addEventListener('pageshow', show);
})();
