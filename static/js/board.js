/* 会商。没有脚本：Tab 逐个走到，勾选照样提交，均衡按建议线算；有脚本：矩阵里用键盘上下，均衡按勾选的算。 */
const matrix = document.querySelector('[data-matrix]');
const keys = document.getElementById('keys');
const live = document.querySelector('[data-live]');

/* 只在矩阵里认单个字母，别处打字不受影响。 */
function move(step) {
  const links = [...matrix.querySelectorAll('.row-link')];
  const row = document.activeElement.closest('tr');
  const at = links.findIndex(link => link.closest('tr') === row);
  const next = links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)];
  next.focus({ preventScroll: true });
  next.closest('tr').scrollIntoView({ block: 'nearest' });
}
function tick() {
  const boxes = document.activeElement.closest('tr')?.querySelectorAll('[type=checkbox]') ?? [];
  const on = [...boxes].some(box => !box.checked);
  boxes.forEach(box => { box.checked = on; });
  count();
}
const ACTS = { j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1), x: tick, '?': () => keys.togglePopover() };
matrix?.addEventListener('keydown', event => {
  const act = ACTS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});

/* 勾选了什么，就按什么算均衡；一个也没勾，还是建议线。 */
const said = live && new Map([...live.querySelectorAll('[data-plans], [data-shows], [data-theme], [data-region], [data-lacking], [data-title]')].map(one => [one, one.textContent]));
function put(one, number) {
  one.textContent = number;
  if (one.dataset.name) one.classList.toggle('t-bad', !number);
}
function count() {
  if (!live) return;
  const ticked = [...matrix.querySelectorAll('[type=checkbox]:checked')];
  if (!ticked.length) {
    said.forEach((text, one) => { one.dataset.name ? put(one, Number(text)) : one.textContent = text; });
    return;
  }
  const themes = ticked.flatMap(box => box.dataset.themes.split(' '));
  const rows = [...new Set(ticked.map(box => box.closest('tr')))];
  const regions = rows.map(row => row.querySelector('[data-region]').dataset.region);
  live.querySelector('[data-title]').textContent = '已勾选';
  put(live.querySelector('[data-plans]'), rows.length);
  put(live.querySelector('[data-shows]'), themes.length);
  live.querySelectorAll('[data-theme]').forEach(one => put(one, themes.filter(theme => theme === one.dataset.theme).length));
  live.querySelectorAll('b[data-region]').forEach(one => put(one, regions.filter(region => region === one.dataset.region).length));
  const lacking = [...live.querySelectorAll('[data-name]')].filter(one => one.textContent === '0').map(one => one.dataset.name);
  live.querySelector('[data-lacking]').textContent = lacking.length ? `还没有覆盖：${lacking.join('、')}。可以从候补里考虑。` : '各主题、各地区都有。';
}
matrix?.addEventListener('change', count);
addEventListener('pageshow', count);
