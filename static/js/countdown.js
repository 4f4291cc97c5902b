/* 截止倒计时：按服务器的钟走，不看这台电脑几点。到了截止就刷新，页面上能做的事以服务器为准。 */
(() => {
  const parts = [[86400, '天'], [3600, '小时'], [60, '分'], [1, '秒']];
  let ends, ahead, timer;  /* 秒；服务器的钟比这里快多少 */

  const here = () => Date.now() / 1000;
  const answered = () => {
    const [visit] = performance.getEntriesByType('navigation');
    return (performance.timeOrigin + (visit ? visit.responseStart : 0)) / 1000;
  };

  function words(seconds) {
    const from = parts.findIndex(([size]) => seconds >= size);
    let rest = seconds;
    return parts.slice(from, from + (from === 0 ? 2 : 3)).map(([size, unit]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return [count, unit];
    });
  }

  function tell(box) {
    clearTimeout(timer);
    const left = ends - here() - ahead;
    if (left <= 0) { timer = setTimeout(() => location.reload(), 500); return; }
    box.querySelector('[data-left]').replaceChildren(...words(Math.max(1, Math.floor(left))).flatMap(([count, unit]) => {
      const number = document.createElement('b');
      number.className = 'num';
      number.textContent = count;
      return [number, unit];
    }));
    timer = setTimeout(() => tell(box), Math.max(50, (left % 1) * 1000));
  }

  function start(answeredAt) {
    clearTimeout(timer);
    const box = document.querySelector('[data-countdown]');
    if (!box) return;
    ends = Number(box.dataset.countdown);
    ahead = Number(box.dataset.now) - answeredAt;
    box.querySelector('[data-without-script]').hidden = true;
    box.querySelector('[data-left]').hidden = false;
    tell(box);
  }

  /* 电脑睡过一觉，或者钟被改过：问一次服务器现在几点。 */
  async function lookAgain() {
    const box = document.querySelector('[data-countdown]');
    if (document.hidden || !box) return;
    const answer = await fetch(location.pathname, { method: 'HEAD', headers: { 'X-Poll': '1' } }).catch(() => null);
    const told = answer && Date.parse(answer.headers.get('Date'));
    if (told) { ahead = told / 1000 - here(); tell(box); }
  }

  start(answered());
  document.addEventListener('htmx:oobAfterSwap', event => { if (event.detail.target.id === 'countdown') start(here()); });
  document.addEventListener('visibilitychange', lookAgain);
})();
