/* 彩排计时：讲一段、答一段。空格开始或暂停，N 下一段，R 重来。没有脚本时自己填秒数。 */
(() => {
  const WAIT = 5; /* 没连上网，隔几秒再试 */
  const box = document.getElementById('timer');
  const form = document.querySelector('[data-rehearsal]');
  if (!box || !form) return;
  const part = name => box.querySelector(`[data-${name}]`);
  const phases = [
    { name: '讲', limit: Number(box.dataset.talk) * 60, field: form.elements.talk },
    { name: '答', limit: Number(box.dataset.questions) * 60, field: form.elements.questions },
  ];
  const spent = [0, 0]; /* 毫秒 */
  let at = 0, since = null, tick, told = '';

  const clock = seconds => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  const elapsed = n => spent[n] + (n === at && since !== null ? performance.now() - since : 0);
  const seconds = n => Math.floor(elapsed(n) / 1000);

  function say(words) {
    if (words === told) return;
    told = words;
    part('said').textContent = words;
  }

  function look() {
    const { name, limit } = phases[at];
    const left = limit - seconds(at);
    const state = left < 0 ? 'over' : left <= 60 ? 'last' : 'calm';
    box.dataset.state = state;
    part('phase').textContent = name;
    part('digits').textContent = left < 0 ? `+${clock(-left)}` : clock(left);
    part('words').textContent = { over: '超时', last: '最后一分钟', calm: `限时 ${limit / 60} 分钟` }[state];
    part('bar').value = limit ? Math.min(1, seconds(at) / limit) : 1;
    part('run').textContent = since !== null ? '暂停' : elapsed(at) ? '继续' : '开始';
    part('next').disabled = at === 1;
    part('reset').disabled = since !== null || !(elapsed(0) || elapsed(1));
    if (since !== null && state !== 'calm') say(`${name}，${state === 'over' ? '时间到了' : '还剩一分钟'}`);
  }

  function keep() { phases.forEach(({ field }, n) => { if (elapsed(n)) field.value = seconds(n); }); }

  function pause() {
    if (since === null) return;
    spent[at] += performance.now() - since;
    since = null;
    clearInterval(tick);
    keep();
  }

  function run() {
    if (since !== null) { pause(); say('暂停'); } else {
      since = performance.now();
      tick = setInterval(look, 200);
      say(`开始${phases[at].name}`);
    }
    look();
  }

  function next() {
    if (at === 1) return;
    const going = since !== null;
    pause();
    at = 1;
    if (going) run();
    look();
  }

  function reset() {
    if (since !== null) return;
    spent.fill(0);
    at = 0;
    phases.forEach(({ field }) => { field.value = ''; });
    say('重新计时');
    look();
  }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else box.requestFullscreen?.();
  }

  Object.entries({ run, next, reset, full }).forEach(([name, does]) => part(name).addEventListener('click', does));
  if (!box.requestFullscreen) part('full').hidden = true;
  document.addEventListener('fullscreenchange', () => { part('full').textContent = document.fullscreenElement ? '退出全屏' : '全屏'; });

  const KEYS = { ' ': run, n: next, r: reset };
  document.addEventListener('keydown', event => {
    const does = KEYS[event.key.toLowerCase()];
    const typing = event.target.closest('input, textarea, select, summary, a');
    const pressing = event.key === ' ' && event.target.closest('button');
    if (!does || typing || pressing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    does();
  });

  /* 保存：连不上就留在页面上，过几秒再试；同一次不会记两遍。 */
  const saving = form.querySelector('[data-saving]');
  let dirty = false, again;
  form.addEventListener('input', () => { dirty = true; });
  const tell = (words, wrong = false) => { saving.textContent = words; saving.classList.toggle('is-wrong', wrong); };
  const leave = event => { if (dirty || elapsed(0)) event.preventDefault(); };
  window.addEventListener('beforeunload', leave);

  async function freshToken() {
    const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), 'text/html');
    const token = page.querySelector('[data-rehearsal] [name=csrfmiddlewaretoken]');
    if (token) form.elements.csrfmiddlewaretoken.value = token.value;
    return Boolean(token);
  }

  async function save(renewed = false) {
    clearTimeout(again);
    tell('正在保存');
    let answer;
    try {
      answer = await fetch(location.pathname, { method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' } });
      if (answer.status === 403 && !renewed && await freshToken()) { await save(true); return; }
    } catch (_) {
      tell(`没有连上网。时间都还在这一页，${WAIT} 秒后再试`, true);
      again = setTimeout(save, WAIT * 1000);
      return;
    }
    if (answer.status === 201) {
      window.removeEventListener('beforeunload', leave);
      location.assign(answer.headers.get('Location'));
    } else if (answer.status === 422) {
      window.removeEventListener('beforeunload', leave);
      HTMLFormElement.prototype.submit.call(form);
    } else tell('没有保存。时间都还在这一页：登录可能已到时间，请在新窗口登录，再点“保存彩排”', true);
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    pause();
    look();
    save();
  });

  box.hidden = false;
  look();
})();
