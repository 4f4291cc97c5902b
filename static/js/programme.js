/* 议程：Alt 加上、下键移动一行，拖把手也行；没有脚本时用“上移”“下移”。选项目时报数。 */
const agenda = () => document.querySelector('[data-agenda]');
const rowsOf = table => [...table.querySelectorAll('[data-item]')];

/* 借这一行的表单送出，去第几项由一个临时的按钮说。 */
function sendTo(row, place) {
  const form = row.querySelector('[data-move]');
  if (!form) return;
  const button = document.createElement('button');
  Object.assign(button, { type: 'submit', name: 'to', value: place, hidden: true });
  form.append(button);
  button.click();
  button.remove();
}

let kept = null;
document.addEventListener('keydown', event => {
  const row = event.target.closest?.('[data-agenda] [data-item]');
  if (!row || !event.altKey || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
  event.preventDefault();
  const at = rowsOf(agenda()).indexOf(row) + 1;
  const to = at + (event.key === 'ArrowUp' ? -1 : 1);
  if (to < 1 || to > rowsOf(agenda()).length) return;
  kept = row.id;
  sendTo(row, to);
});

let held = null;
document.addEventListener('dragstart', event => {
  held = event.target.closest?.('[data-grip]')?.closest('[data-item]') || null;
  if (!held) return;
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setDragImage(held, 0, 0);
});
document.addEventListener('dragover', event => {
  const row = event.target.closest?.('[data-agenda] [data-item]');
  if (!held || !row) return;
  event.preventDefault();
  agenda().querySelectorAll('.is-target').forEach(one => one.classList.remove('is-target'));
  if (row !== held) row.classList.add('is-target');
});
document.addEventListener('drop', event => {
  const row = event.target.closest?.('[data-agenda] [data-item]');
  if (!held || !row || row === held) return;
  event.preventDefault();
  kept = held.id;
  sendTo(held, rowsOf(agenda()).indexOf(row) + 1);
});
document.addEventListener('dragend', () => {
  document.querySelectorAll('.is-target').forEach(one => one.classList.remove('is-target'));
  held = null;
});

/* 换上新表以后，焦点还在移动过的那一项。 */
function dress() {
  document.querySelectorAll('[data-grip]').forEach(grip => { grip.hidden = false; });
  const row = kept && document.getElementById(kept);
  if (row) row.querySelector('a[id]').focus();
  kept = null;
}
document.addEventListener('htmx:afterSettle', dress);
dress();

const lineup = document.querySelector('[data-lineup]');
function count() {
  const ticked = lineup.querySelectorAll('[name="projects"]:checked').length;
  lineup.querySelector('[data-ticked]').textContent = ticked ? `已选 ${ticked} 项` : '';
}
if (lineup) { lineup.addEventListener('change', count); count(); }
