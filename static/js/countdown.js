/* 截止倒计时：按服务器的钟走，不看这台电脑几点。到了截止就刷新，页面上能做的事以服务器为准。 */
(() => {
  const box = document.querySelector('[data-countdown]');
  if (!box) return;
  const ends = Number(box.dataset.countdown);
  const ahead = Number(box.dataset.now) - performance.now() / 1000;
  const left = box.querySelector('[data-left]');
  const parts = [[86400, '天'], [3600, '小时'], [60, '分'], [1, '秒']];
  let was = '';

  function words(seconds) {
    const from = parts.findIndex(([size]) => seconds >= size);
    const shown = parts.slice(Math.max(from, 0)).slice(0, seconds >= 86400 ? 2 : 3);
    let rest = seconds;
    return shown.map(([size, unit]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return [count, unit];
    });
  }
  function tell() {
    const seconds = Math.ceil(ends - ahead - performance.now() / 1000);
    if (seconds <= 0) { setTimeout(() => location.reload(), 500); return; }
    const said = words(seconds);
    const now = said.flat().join('');
    if (now !== was) {
      left.replaceChildren(...said.flatMap(([count, unit]) => {
        const number = document.createElement('b');
        number.className = 'num';
        number.textContent = count;
        return [number, unit];
      }));
      was = now;
    }
    setTimeout(tell, 1000 - ((performance.now() + ahead * 1000) % 1000));
  }
  box.querySelector('[data-without-script]').hidden = true;
  left.hidden = false;
  tell();
})();
