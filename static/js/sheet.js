/* Typing is kept at every pause. The server is the truth; what it has not acknowledged is copied
   into this browser, and offered back when the page is opened again. Without a script the buttons
   save the step. */
(() => {
  const PAUSE = 1200;       /* milliseconds without a key */
  const LONGEST = 10000;    /* somebody who never pauses is saved all the same */
  const AGAIN = [2000, 4000, 8000, 15000];
  const COPY_DAYS = 7;

  const form = document.querySelector('form[data-keep]');
  if (!form) return;
  const names = form.dataset.names.split(' ').filter(name => find(name).length || tableOf(name));
  const pageName = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);
  const part = name => form.querySelector(`[data-${name}]`);
  const beside = document.getElementById('beside');
  const copyKey = `ztc:sheet:${form.dataset.copy}`;

  let revision = Number(form.elements.revision.value);
  let kept = {};            /* name → what the server has, as JSON */
  let clashing = {};        /* name → what it has of somebody else */
  let offered = {};         /* name → what an earlier page could not save */
  let timer, since = 0, saving = null, failures = 0, isOver = false, isComposing = false, isTouched = false;

  /* what the form holds */
  function tableOf(name) { return form.querySelector(`[data-rows="${name}"]`); }
  function find(name) { return [...form.querySelectorAll(`[name="${name}"]`)]; }
  function read(name) {
    const table = tableOf(name);
    if (table) return Rows.read(table);
    const controls = find(name);
    const boxes = controls.filter(control => control.type === 'checkbox' || control.type === 'radio');
    if (!boxes.length) return controls[0].value;
    const on = boxes.filter(box => box.checked).map(box => box.value);
    return boxes[0].type === 'checkbox' && isList(name) ? on : on[0] || '';
  }
  function isList(name) { const [first] = find(name); return first.hasAttribute('value'); }
  function write(name, value) {
    const table = tableOf(name);
    if (table) { Rows.write(table, value); return; }
    for (const control of find(name)) {
      if (control.type === 'checkbox' || control.type === 'radio') {
        control.checked = Array.isArray(value) ? value.includes(control.value) : control.hasAttribute('value') ? value === control.value : Boolean(value);
      } else if (control.value !== value) {
        const at = control === document.activeElement ? control.selectionStart : null;
        control.value = value;
        if (at !== null && control.setSelectionRange) control.setSelectionRange(at, at);
      }
    }
  }
  const held = name => JSON.stringify(read(name));
  const dirty = () => names.filter(name => !(name in clashing) && held(name) !== kept[name]);

  /* the copy in this browser */
  function copy() {
    const unsaved = { ...offered };
    for (const name of [...dirty(), ...Object.keys(clashing)]) unsaved[name] = read(name);
    try {
      if (Object.keys(unsaved).length) localStorage.setItem(copyKey, JSON.stringify({ at: Date.now(), names: unsaved }));
      else localStorage.removeItem(copyKey);
    } catch (_) { /* a full or forbidden store: the server still has all it acknowledged */ }
  }
  function copied() {
    try {
      const found = JSON.parse(localStorage.getItem(copyKey));
      return found && Date.now() - found.at < COPY_DAYS * 86400000 ? found : null;
    } catch (_) { return null; }
  }
  function labelOf(name) {
    const table = tableOf(name);
    if (table) return table.dataset.label;
    const field = find(name)[0].closest('.field');
    const label = field.querySelector('.label, label');
    return (label.firstChild.textContent || label.textContent).trim() || label.textContent.trim();
  }
  function offer() {
    const found = copied();
    if (!found) return;
    offered = Object.fromEntries(Object.entries(found.names).filter(([name, value]) => names.includes(name) && JSON.stringify(value) !== held(name)));
    if (!Object.keys(offered).length) { copy(); return; }
    const when = new Date(found.at).toLocaleString('zh-CN', { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' });
    part('offer-words').textContent = `${when} 输入的：${Object.keys(offered).map(labelOf).join('、')}`;
    part('offer').hidden = false;
  }
  part('offer-take').addEventListener('click', () => {
    Object.entries(offered).forEach(([name, value]) => write(name, value));
    offered = {};
    part('offer').hidden = true;
    save();
  });
  part('offer-drop').addEventListener('click', () => { offered = {}; part('offer').hidden = true; copy(); });

  /* telling */
  function say(words) { part('saved').textContent = words; }
  function trouble(words, link) {
    const box = part('trouble-words');
    part('trouble').hidden = !words;
    if (box.dataset.words === words) return;
    box.dataset.words = words;
    box.textContent = words;
    if (link) {
      const a = document.createElement('a');
      a.href = link; a.target = '_blank'; a.textContent = '重新登录';
      box.append(a);
    }
  }

  /* saving: one request at a time; what comes meanwhile goes with the next */
  function body(changed) {
    const data = new FormData();
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    data.set('csrfmiddlewaretoken', token ? token[1] : form.elements.csrfmiddlewaretoken.value);
    data.set('revision', revision);
    data.set('page', pageName);
    const all = [...new FormData(form).entries()];
    for (const name of changed) {
      data.append('changed', name);
      for (const [key, value] of all) if (key === name || key.startsWith(`${name}-`)) data.append(key, value);
    }
    return data;
  }
  function send(changed, more) {
    return fetch(form.dataset.keep, { method: 'POST', headers: { Accept: 'application/json' }, body: body(changed), redirect: 'manual', ...more });
  }
  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }
  function save() {
    clearTimeout(timer);
    if (saving) return saving.then(save);
    const changed = dirty();
    if (!changed.length || isComposing || isOver) return Promise.resolve(!changed.length);
    saving = attempt(changed).finally(() => { saving = null; });
    return saving;
  }
  async function attempt(changed) {
    const sent = Object.fromEntries(changed.map(name => [name, held(name)]));
    since = 0;
    say('正在保存…');
    let answer;
    try { answer = await send(changed); } catch (_) { answer = null; }
    if (answer && answer.ok && answer.type !== 'opaqueredirect') {
      const told = await answer.json().catch(() => null);
      if (told) { acknowledge(told, sent); return true; }
    }
    refuse(answer);
    copy();
    return false;
  }
  function acknowledge(told, sent) {
    failures = 0;
    trouble('');
    revision = told.revision;
    form.elements.revision.value = revision;
    for (const [name, value] of Object.entries(sent)) if (!(name in told.clashes)) kept[name] = value;
    for (const [name, value] of Object.entries(told.newer)) meet(name, value);
    if (Object.keys(told.clashes).length) showClashes(told);
    if (told.saved) say(`已自动保存 ${told.saved}`);
    renew(told.side);
    copy();
    if (dirty().length) later(PAUSE);
  }
  /* Changed elsewhere: shown here, unless it is being typed here as well. */
  function meet(name, value) {
    if (held(name) === kept[name]) { write(name, value); kept[name] = held(name); }
    else if (held(name) !== JSON.stringify(value)) { clashing[name] = value; askClashes(); }
  }
  /* The server is asked as one that knows nothing yet: it keeps none of them, and words them all. */
  async function askClashes() {
    const asked = body(Object.keys(clashing));
    asked.set('revision', 0);
    const answer = await fetch(form.dataset.keep, { method: 'POST', headers: { Accept: 'application/json' }, body: asked, redirect: 'manual' }).catch(() => null);
    const told = answer && answer.ok ? await answer.json().catch(() => null) : null;
    if (told) { clashing = {}; showClashes(told); }
  }
  function showClashes(told) {
    const isMore = Object.keys(clashing).length > 0;
    Object.assign(clashing, told.clashes);
    if (isMore) { askClashes(); return; }
    part('clashing').innerHTML = told.clashing;
    dressClashes();
    const box = part('clashes');
    if (box) box.focus();
  }
  function refuse(answer) {
    const status = answer ? answer.status : -1;
    if (answer && (status === 401 || answer.type === 'opaqueredirect')) {
      say('还没有保存');
      trouble('登录已到时间。你输入的内容留在这台设备上，登录后会自动保存。', `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
    } else if (answer && [403, 404, 409, 410, 422].includes(status)) {
      stop(answer);
      return;
    } else {
      say('还没有保存');
      trouble('连不上服务器。你输入的内容先存在这台设备上，连上后自动保存，请不要关闭这一页。');
    }
    later(AGAIN[Math.min(failures, AGAIN.length - 1)]);
    failures += 1;
  }
  async function stop(answer) {
    const told = await answer.json().catch(() => ({}));
    const codes = (told.problems || []).map(problem => problem.code);
    say('没有保存');
    if (codes.includes('csrf')) { later(AGAIN[0]); return; }
    trouble(told.detail || '没有保存，请刷新这一页再试。你输入的内容还在这台设备上。');
    isOver = answer.status !== 422;
  }

  /* both texts side by side */
  function dressClashes() {
    form.querySelectorAll('[data-use]').forEach(button => { button.hidden = false; });
  }
  form.addEventListener('click', event => {
    const button = event.target.closest('[data-use]');
    if (!button) return;
    const box = button.closest('[data-clash]');
    const name = box.dataset.clash;
    if (button.dataset.use === 'there') { write(name, clashing[name]); kept[name] = held(name); }
    else kept[name] = null;
    delete clashing[name];
    box.remove();
    if (!form.querySelector('[data-clash]')) part('clashing').replaceChildren();
    (tableOf(name) || find(name)[0]).focus();
    save();
  });

  /* the side: replaced whole, and only when it says something else; what was open stays open */
  let sideNow = '';
  function renew(html) {
    if (!html || html === sideNow) return;
    sideNow = html;
    const open = [...beside.querySelectorAll('details')].map(box => box.open);
    beside.innerHTML = html;
    beside.querySelectorAll('details').forEach((box, at) => { if (at < open.length) box.open = open[at]; });
  }

  /* typing */
  form.addEventListener('compositionstart', () => { isComposing = true; });
  form.addEventListener('compositionend', () => { isComposing = false; typed(); });
  function typed() {
    isTouched = true;
    copy();
    if (isComposing) return;
    since = since || Date.now();
    if (failures === 0) later(Date.now() - since > LONGEST ? 0 : PAUSE);
  }
  form.addEventListener('input', typed);
  form.addEventListener('change', typed);
  for (const back of ['online', 'focus']) addEventListener(back, () => { if (failures) { failures = 0; save(); } });
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });

  /* leaving: links of the sheet and its buttons wait for the last save; anything else sends it along */
  document.addEventListener('click', async event => {
    const link = event.target.closest('a[href]');
    if (!link || !beside.contains(link) || link.hash && link.pathname + link.search === location.pathname + location.search) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || !dirty().length) return;
    event.preventDefault();
    if (await save()) location.assign(link.href);
  });
  let isSent = false;
  form.addEventListener('submit', async event => {
    if (isSent || event.defaultPrevented) return;
    if (!dirty().length && !saving) { isSent = true; return; }
    event.preventDefault();
    const button = event.submitter;
    const done = await save();
    if (Object.keys(clashing).length || isOver) return;
    if (done || !dirty().length) { isSent = true; form.requestSubmit(button); }
  });
  addEventListener('pagehide', () => {
    if (isSent || isOver || !isTouched) return;
    const data = body(dirty());
    data.set('leave', '1');
    fetch(form.dataset.keep, { method: 'POST', headers: { Accept: 'application/json' }, body: data, keepalive: true }).catch(() => {});
  });
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });

  names.forEach(name => { kept[name] = held(name); });
  form.querySelectorAll('[data-clash]').forEach(box => { clashing[box.dataset.clash] = null; });
  if (Object.keys(clashing).length) askClashes();
  offer();
})();
