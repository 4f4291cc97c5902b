/* 搜索框下的建议。没有脚本：照常搜索。有脚本：停一下给出建议，↑ ↓ 选，回车打开，Esc 收起；拼音没上屏时不问。 */
(() => {
  const PAUSE = 180;

  function attach(field) {
    const list = document.createElement('div');
    let timer, asking, at = -1;
    Object.assign(list, { id: 'suggestions', className: 'suggest', role: 'listbox', ariaLabel: '搜索建议', hidden: true });
    field.form.append(list);
    field.autocomplete = 'off';
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-expanded': false })) field.setAttribute(name, value);

    const options = () => [...list.querySelectorAll('[role="option"]')];
    function show(on) {
      list.hidden = !on;
      field.setAttribute('aria-expanded', on);
      choose(-1);
    }
    function choose(next) {
      at = next;
      options().forEach((option, place) => { option.setAttribute('aria-selected', place === at); });
      const chosen = options()[at];
      if (chosen) { field.setAttribute('aria-activedescendant', chosen.id); chosen.scrollIntoView({ block: 'nearest' }); }
      else field.removeAttribute('aria-activedescendant');
    }
    function stop() { clearTimeout(timer); asking?.abort(); }
    function close() { stop(); show(false); }

    async function ask() {
      asking = new AbortController();
      try {
        const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(field.value)}`, { signal: asking.signal });
        if (!answer.ok) return;
        list.innerHTML = await answer.text();
        show(options().length > 0);
      } catch { /* 断网，或者又打了字：不给建议，不打扰。 */ }
    }
    function typed(event) {
      if (event.isComposing) return;
      stop();
      if (field.value.trim()) timer = setTimeout(ask, PAUSE);
      else { list.replaceChildren(); show(false); }
    }
    function step(by) {
      const count = options().length;
      if (!count) return;
      if (list.hidden) show(true);
      /* 一圈里有一站是输入框自己：-1。 */
      choose((at + 1 + by + count + 1) % (count + 1) - 1);
    }

    field.addEventListener('input', typed);
    field.addEventListener('compositionend', typed);
    field.addEventListener('blur', close);
    field.form.addEventListener('submit', close);
    list.addEventListener('mousedown', event => event.preventDefault());
    /* 链到这一页的词，接着在选好的条件里找；另开一页的照链接走。 */
    list.addEventListener('click', event => {
      const option = event.target.closest('a'), asked = option && new URL(option.href);
      if (asked?.pathname !== new URL(field.form.action).pathname || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      field.value = asked.searchParams.get('q');
      field.form.requestSubmit();
    });
    field.addEventListener('keydown', event => {
      if (event.isComposing) return;
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (by) step(by);
      else if (event.key === 'Enter' && at >= 0) options()[at].click();
      else if (event.key === 'Escape' && !list.hidden) close();
      else return;
      event.preventDefault();
    });
  }

  document.querySelectorAll('[data-suggest]').forEach(attach);
})();
