/* Tables of rows in a form: added, taken away and had back in place, without losing the focus.
   Without a script the spare rows and the tick boxes do the same. */
const Rows = (() => {
  const controls = row => [...row.querySelectorAll('[name]')];
  const keyOf = control => control.name.slice(control.name.lastIndexOf('-') + 1);
  const rowsOf = box => [...box.querySelectorAll('[data-row]')];
  const bare = row => controls(row).filter(control => keyOf(control) !== 'DELETE');
  const isBlank = row => bare(row).every(control => !control.value);
  const changed = box => box.dispatchEvent(new Event('input', { bubbles: true }));

  /* Names, ids and what points at them carry the row's place. */
  function number(box) {
    const prefix = box.dataset.rows;
    rowsOf(box).forEach((row, at) => {
      row.querySelectorAll('[id], [name], [for], [aria-describedby]').forEach(part => {
        for (const attribute of ['id', 'name', 'for', 'aria-describedby']) {
          const value = part.getAttribute(attribute);
          if (value) part.setAttribute(attribute, value.replace(new RegExp(`(^|[ _])${prefix}-(\\d+|__prefix__)-`, 'g'), `$1${prefix}-${at}-`));
        }
      });
      row.querySelectorAll('[data-row-name]').forEach(name => { name.textContent = `${box.dataset.label} ${at + 1}`; });
    });
    const count = rowsOf(box).length;
    box.querySelector(`[name="${prefix}-TOTAL_FORMS"]`).value = count;
    box.querySelector(`[name="${prefix}-INITIAL_FORMS"]`).value = 0;
    box.querySelector('[data-row-add]').disabled = count >= Number(box.dataset.most);
  }

  function make(box) {
    const row = box.querySelector('template').content.firstElementChild.cloneNode(true);
    box.insertBefore(row, box.querySelector('template'));
    dress(row);
    return row;
  }

  function dress(row) {
    row.querySelector('[data-row-away]').hidden = false;
    const tick = controls(row).find(control => keyOf(control) === 'DELETE');
    if (tick) tick.closest('.field').remove();
  }

  function add(box) {
    const row = make(box);
    number(box);
    bare(row)[0].focus();
    tell(box, '');
  }

  function tell(box, words, undo) {
    const button = box.querySelector('[data-row-undo]');
    box.querySelector('[data-rows-told]').textContent = words;
    button.hidden = !undo;
    button.onclick = undo || null;
  }

  function away(box, row) {
    const at = rowsOf(box).indexOf(row);
    const had = !isBlank(row);
    row.remove();
    if (!rowsOf(box).length) make(box);
    number(box);
    const near = rowsOf(box)[Math.max(at - 1, 0)];
    if (!had) { bare(near)[0].focus(); return; }
    tell(box, `已删除${box.dataset.label} ${at + 1}`, () => {
      box.insertBefore(row, rowsOf(box)[at] || box.querySelector('template'));
      number(box);
      bare(row)[0].focus();
      tell(box, '');
      changed(box);
    });
    box.querySelector('[data-row-undo]').focus();
    changed(box);
  }

  /* As the server keeps them: rows that say something, each a text for each key. */
  function read(box) {
    return rowsOf(box).filter(row => !isBlank(row)).map(row => Object.fromEntries(bare(row).map(control => [keyOf(control), control.value])));
  }

  function write(box, rows) {
    const wanted = Math.max(rows.length, 1);
    while (rowsOf(box).length < wanted) make(box);
    rowsOf(box).slice(wanted).forEach(row => row.remove());
    number(box);
    rowsOf(box).forEach((row, at) => {
      for (const control of bare(row)) control.value = (rows[at] || {})[keyOf(control)] || '';
    });
    tell(box, '');
  }

  function begin(box) {
    box.querySelectorAll('details.rows__more').forEach(spare => spare.remove());
    rowsOf(box).forEach(dress);
    box.querySelector('[data-rows-act]').hidden = false;
    number(box);
    box.addEventListener('click', event => {
      if (event.target.closest('[data-row-add]')) add(box);
      const button = event.target.closest('[data-row-away]');
      if (button) away(box, button.closest('[data-row]'));
    });
  }

  document.querySelectorAll('[data-rows]').forEach(begin);
  return { read, write };
})();
