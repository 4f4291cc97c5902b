/* 附件上传：一次选几个，逐个分段传；断了自己接上，可以暂停、继续、放弃。没有脚本时整份提交，一样检查。 */
(() => {
  const WAITS = [1, 2, 4, 8, 15, 30]; /* 断线后隔几秒再试 */
  const SLOWEST = 60000; /* 一段最多等这么多毫秒没有动静 */
  const panel = document.getElementById('attachments');
  if (!panel) return;
  const form = panel.querySelector('[data-uploads]');
  const said = panel.querySelector('#files-said');
  const mould = panel.querySelector('[data-coming]');
  const list = () => panel.querySelector('[data-files]');
  const queue = [];
  let busy = false;

  const say = (words, wrong = false) => {
    said.textContent = words;
    said.classList.toggle('is-wrong', wrong);
  };
  const pause = seconds => new Promise(done => { setTimeout(done, seconds * 1000); });
  const hideSpare = () => panel.querySelectorAll('[data-without-script]').forEach(one => { one.hidden = true; });

  /* 重新登录以后令牌会换，换了就从页面上取新的。 */
  const token = () => form.querySelector('[name=csrfmiddlewaretoken]');
  async function renewToken() {
    const page = new DOMParser().parseFromString(await (await fetch(form.action)).text(), 'text/html');
    const fresh = page.querySelector('[data-uploads] [name=csrfmiddlewaretoken]');
    if (fresh) token().value = fresh.value;
    return Boolean(fresh);
  }

  function wordsOf(answer, text) {
    try { return JSON.parse(text).problems.map(one => one.sentence).join('；'); } catch (_) { /* 不是说明 */ }
    if (answer === 413) return '这个文件太大，服务器不收';
    return answer < 400 || answer === 401 || answer === 403 ? '登录已到时间。请在新窗口登录，再点“继续”' : '服务器没有收下，请点“继续”再试';
  }

  /* 一个文件在列表里的一行。 */
  function rowFor(item) {
    const row = mould.content.firstElementChild.cloneNode(true);
    const { name } = item.file;
    row.querySelector('[data-name]').textContent = name;
    row.querySelector('[data-ext]').textContent = name.includes('.') ? name.split('.').pop().slice(0, 5).toLowerCase() : '';
    row.querySelector('[data-bar]').setAttribute('aria-label', `${name} 已传`);
    row.querySelectorAll('[data-of]').forEach(one => { one.textContent = name; });
    row.querySelector('[data-pause]').addEventListener('click', () => hold(item));
    row.querySelector('[data-resume]').addEventListener('click', () => goOn(item));
    row.querySelector('[data-drop-it]').addEventListener('click', () => giveUp(item));
    return row;
  }

  function show(item, words, { stopped = false, wrong = false, over = false } = {}) {
    const part = name => item.row.querySelector(name);
    part('[data-bar]').value = item.file.size ? (100 * (item.received + item.flying)) / item.file.size : 0;
    part('[data-words]').textContent = words;
    part('[data-words]').className = wrong ? 'field__error' : 'meta';
    const hadFocus = [part('[data-pause]'), part('[data-resume]')].includes(document.activeElement);
    part('[data-pause]').hidden = stopped;
    part('[data-resume]').hidden = !stopped || over;
    if (hadFocus) part(over ? '[data-drop-it]' : stopped ? '[data-resume]' : '[data-pause]').focus();
  }

  const percent = item => `${Math.floor((100 * (item.received + item.flying)) / item.file.size)}%`;
  function stop(item, words, over = false) {
    item.paused = true;
    show(item, words, { stopped: true, wrong: true, over });
    say(`“${item.file.name}”：${words}`, true);
  }

  function hold(item) {
    item.paused = true;
    if (item.request) item.request.abort();
    show(item, `已暂停，传到 ${percent(item)}`, { stopped: true });
  }

  function goOn(item) {
    item.paused = false;
    show(item, '等待上传');
    queue.push(item);
    run();
  }

  async function giveUp(item) {
    item.paused = item.gone = true;
    if (item.request) item.request.abort();
    if (item.drop) {
      const body = new URLSearchParams({ csrfmiddlewaretoken: token().value });
      try { await fetch(item.drop, { method: 'POST', body, redirect: 'manual' }); } catch (_) { /* 过三天自己清掉 */ }
    }
    const next = item.row.nextElementSibling || item.row.previousElementSibling;
    item.row.remove();
    say(`“${item.file.name}”已放弃`);
    ((next && next.querySelector('button, input')) || form.querySelector('input[type=file]')).focus();
  }

  /* 一次来回，带进度。断线是 0。 */
  function ask(item, method, address, body, headers) {
    return new Promise(done => {
      const request = new XMLHttpRequest();
      let quiet;
      const watch = () => { clearTimeout(quiet); quiet = setTimeout(() => request.abort(), SLOWEST); };
      item.request = request;
      request.open(method, address);
      request.setRequestHeader('Accept', 'application/json');
      request.setRequestHeader('X-CSRFToken', token().value);
      Object.entries(headers || {}).forEach(([name, value]) => request.setRequestHeader(name, value));
      request.upload.addEventListener('progress', event => {
        watch();
        if (method === 'PATCH') { item.flying = event.loaded; show(item, `已传 ${percent(item)}`); }
      });
      request.addEventListener('loadend', () => {
        clearTimeout(quiet);
        item.request = null;
        item.flying = 0;
        done({ status: request.status, text: request.responseText, offset: request.getResponseHeader('Upload-Offset') });
      });
      watch();
      request.send(body);
    });
  }

  /* 断了：等一会儿，问服务器收到了哪里，从那里接着传。 */
  async function reconnect(item) {
    if (item.tries >= WAITS.length) { stop(item, '连接断了。网络好了点“继续”，从断的地方接着传'); return; }
    show(item, '连接断了，正在重新连接');
    await pause(WAITS[item.tries]);
    item.tries += 1;
    if (item.paused || !item.address) return;
    const answer = await ask(item, 'HEAD', item.address);
    if (answer.offset !== null && answer.status === 200) item.received = Number(answer.offset);
  }

  async function begin(item) {
    const body = new FormData();
    body.append('name', item.file.name);
    body.append('size', item.file.size);
    const answer = await ask(item, 'POST', form.dataset.uploads, body);
    if (answer.status === 0) { await reconnect(item); return; }
    if (answer.status !== 201) { await refused(item, answer); return; }
    Object.assign(item, JSON.parse(answer.text), { tries: 0 });
  }

  async function refused(item, answer) {
    if (answer.status === 403 && !item.renewed && await renewToken()) { item.renewed = true; return; }
    stop(item, wordsOf(answer.status, answer.text), [404, 410, 422].includes(answer.status));
  }

  async function send(item) {
    const headers = { 'Upload-Offset': item.received, 'Content-Type': 'application/offset+octet-stream' };
    const piece = item.file.slice(item.received, item.received + item.piece);
    const answer = await ask(item, 'PATCH', item.address, piece, headers);
    if (item.paused) return;
    if (answer.status === 204 || (answer.status === 409 && answer.offset !== null)) {
      item.received = Number(answer.offset);
      item.tries = 0;
      item.renewed = false;
      show(item, `已传 ${percent(item)}`);
    } else if (answer.status === 0 || answer.status >= 500) {
      await reconnect(item);
    } else {
      await refused(item, answer);
    }
  }

  async function carry(item) {
    item.tries = 0;
    while (!item.paused && !(item.address && item.received >= item.file.size)) {
      await (item.address ? send(item) : begin(item)); /* eslint-disable-line no-await-in-loop */
    }
    if (item.paused) return;
    show(item, '已传完，正在检查');
    say(`“${item.file.name}”已传完，正在检查`);
    window.htmx.ajax('GET', item.address, { target: item.row, swap: 'outerHTML' });
  }

  async function run() {
    if (busy) return;
    busy = true;
    while (queue.length) {
      const item = queue.shift();
      if (!item.gone && !item.paused) await carry(item); /* eslint-disable-line no-await-in-loop */
    }
    busy = false;
  }

  /* 上次没传完的，再选同一个文件就接着传。 */
  function waitingFor(file) {
    const name = file.name.normalize('NFC');
    return [...panel.querySelectorAll('[data-waiting]')].find(one => one.dataset.name === name && Number(one.dataset.size) === file.size);
  }

  function add(file) {
    const item = { file, received: 0, flying: 0, piece: 1 << 20, tries: 0, paused: false };
    item.row = rowFor(item);
    const waiting = waitingFor(file);
    if (waiting) {
      Object.assign(item, { address: waiting.dataset.waiting, drop: waiting.dataset.dropUrl, received: Number(waiting.dataset.received) });
      waiting.replaceWith(item.row);
    } else {
      list().append(item.row);
    }
    panel.querySelectorAll('[data-none]').forEach(one => { one.hidden = true; });
    show(item, '等待上传');
    queue.push(item);
  }

  function addAll(files) {
    [...files].forEach(add);
    if (files.length) say(`开始上传 ${files.length} 个文件`);
    run();
  }

  if (form) {
    const input = form.querySelector('input[type=file]');
    const zone = form.querySelector('[data-drop]');
    input.addEventListener('change', () => { addAll(input.files); input.value = ''; });
    form.addEventListener('submit', event => event.preventDefault());
    zone.addEventListener('dragover', event => { event.preventDefault(); zone.classList.add('is-over'); });
    zone.addEventListener('dragleave', () => zone.classList.remove('is-over'));
    zone.addEventListener('drop', event => {
      event.preventDefault();
      zone.classList.remove('is-over');
      addAll(event.dataTransfer.files);
    });
  }

  /* 还在传的行不在服务器给的列表里，换列表时留住它们。 */
  let flying = [];
  panel.addEventListener('htmx:beforeSwap', event => {
    if (event.detail.target.id !== 'files') return;
    if ([409, 422].includes(event.detail.xhr.status)) { event.detail.shouldSwap = true; event.detail.isError = false; }
    flying = [...list().children].filter(row => !row.id);
  });
  document.addEventListener('htmx:afterSwap', () => {
    hideSpare();
    const mine = new Set(flying.map(row => row.querySelector('[data-name]').textContent));
    if (!mine.size || flying.every(row => row.isConnected)) return;
    panel.querySelectorAll('[data-waiting]').forEach(row => { if (mine.has(row.dataset.name)) row.remove(); });
    list().append(...flying);
    flying = [];
  });
  document.addEventListener('htmx:afterSettle', event => {
    const { elt, target } = event.detail;
    const then = event.detail.requestConfig && event.detail.requestConfig.elt.dataset.then;
    if (then) document.getElementById(then)?.focus();
    const row = elt && elt.id && panel.contains(elt) && /^(file|upload)-/.test(elt.id) ? elt : null;
    if (!row || (target && target.id === 'files')) return;
    const wrong = row.querySelector('.field__error');
    if (wrong) say(wrong.textContent.trim(), true);
    else if (row.id.startsWith('file-')) say(`“${row.querySelector('input').value}”检查通过，已加进附件`);
  });
  hideSpare();
})();
