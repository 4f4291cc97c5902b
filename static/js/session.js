/* 登录到时间之前提醒：结束前两分钟问一次服务器，真的快到了才显示。没有脚本时不显示，到时间照常退出。 */
(() => {
  const NOTICE_SECONDS = 120;
  const LOOK_EVERY = 600; /* 电脑的钟可能不准，也可能睡过一觉 */
  const box = document.querySelector('[data-session-notice]');
  if (!box) return;
  const warning = box.querySelector('[data-session-warning]');
  const last = box.querySelector('[data-session-last]');
  const over = box.querySelector('[data-session-over]');
  const left = box.querySelector('[data-session-left]');
  let ends = Number(document.body.dataset.sessionEnds);
  let ahead = 0; /* 服务器的钟比这里快多少毫秒 */
  let timer;

  const secondsLeft = () => Math.round(ends - (Date.now() + ahead) / 1000);
  const next = seconds => {
    clearTimeout(timer);
    timer = setTimeout(look, Math.min(Math.max(seconds, 1), LOOK_EVERY) * 1000);
  };
  const show = what => {
    for (const part of [warning, last, over]) part.hidden = part !== what;
    box.hidden = !what;
  };

  async function ask(method) {
    const headers = method === 'GET' ? { Accept: 'application/json', 'X-Poll': '1' } : { Accept: 'application/json' };
    const body = method === 'POST' ? new FormData(warning) : undefined;
    const answer = await fetch(warning.action, { method, headers, body });
    ahead = Date.parse(answer.headers.get('Date')) - Date.now() || 0;
    if (answer.status === 204) ends = Number(answer.headers.get('X-Session-Ends'));
    return answer.status;
  }

  function tell() {
    const seconds = secondsLeft();
    if (seconds > NOTICE_SECONDS) { show(null); next(seconds - NOTICE_SECONDS); return; }
    left.textContent = seconds > 60 ? '两分钟' : '一分钟';
    if (last.hidden) show(warning);
    next(seconds > 60 ? seconds - 60 : seconds + 1);
  }

  /* 别的页面可能已经延长了，先问再说。网络断了就按这里知道的时间提醒。 */
  async function look() {
    let status = 0;
    try { status = await ask('GET'); } catch (_) { status = secondsLeft() > 0 ? 0 : 401; }
    if (status === 401) show(over); else tell();
  }

  warning.addEventListener('submit', async event => {
    event.preventDefault();
    const before = ends;
    try {
      const status = await ask('POST');
      if (status === 401) { show(over); return; }
      if (ends === before) show(last); /* 到了一天的上限，不能再延长 */
      tell();
    } catch (_) { next(5); }
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && over.hidden && secondsLeft() <= NOTICE_SECONDS) look();
  });
  next(secondsLeft() - NOTICE_SECONDS);
})();
