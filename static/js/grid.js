/* 分派表：方向键在格子间移动，P 固定或不固定，Delete 移除；换上新表以后焦点还在原来的格子。 */
let kept = null;

function cellsOf(table) { return [...table.rows].map(row => [...row.cells].map(cell => cell.querySelector('button.cell'))); }

/* 一次只有一格在 Tab 顺序里。 */
function enter(table) {
  const buttons = [...table.querySelectorAll('button.cell')];
  const here = buttons.find(button => button.value === kept);
  buttons.forEach(button => { button.tabIndex = -1; });
  const first = here || buttons[0];
  if (first) first.tabIndex = 0;
  if (here) here.focus();
}

function move(button, down, right) {
  const rows = cellsOf(button.closest('table'));
  let row = button.closest('tr').rowIndex;
  let column = button.closest('td').cellIndex;
  do {
    row += down;
    column += right;
    const next = rows[row]?.[column];
    if (next) { button.tabIndex = -1; next.tabIndex = 0; next.focus(); return; }
  } while (rows[row] && column >= 0 && column < rows[row].length);
}

/* 不是点一下的那种办理：借这一格的按钮送出；htmx 只认点过的按钮。 */
function send(button, verb) { button.name = verb; button.click(); }

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
document.addEventListener('keydown', event => {
  const button = event.target.closest('[data-grid] button.cell');
  if (!button || event.ctrlKey || event.metaKey || event.altKey) return;
  const paired = button.name === 'pin' || button.name === 'unpair';
  if (STEPS[event.key]) { event.preventDefault(); move(button, ...STEPS[event.key]); }
  else if (event.key.toLowerCase() === 'p' && paired) send(button, button.name === 'pin' ? 'pin' : 'unpin');
  else if (event.key === 'Delete' && paired) send(button, 'unpair');
});
document.addEventListener('focusin', event => {
  const button = event.target.closest('[data-grid] button.cell');
  if (button) kept = button.value;
});
function begin() { document.querySelectorAll('[data-grid]').forEach(enter); }
document.addEventListener('htmx:afterSettle', begin);
begin();
