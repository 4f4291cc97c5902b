/* 粘贴：从 Word、WPS、Excel 粘进填报表单的文字先理干净；粘进成行的表就逐格填开。关掉脚本，服务器照样理一遍。 */

/* 与 foundation/text.py 的 clean 一致，两边由测试对着。 */
const KEPT = /([，。：；！？（）、“”‘’《》【】〔〕…—～²³¹⁰-₎ªº¼-¾⅐-⅟↉①-⑳]+)/;
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\p{Cs}\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;
const MARK = /^[^\S\n]*(?:[\uf020-\uf0ff](?:[^\S\n]+|(?=\n|$))|[\uf06c\uf06e\uf075\uf076\uf0a7\uf0b7\uf0d8\uf0fc])/gm;
const SYMBOLS = {
  '\uf0b7': '·', '\uf0b0': '°', '\uf0b1': '±', '\uf0b3': '≥', '\uf0a3': '≤', '\uf0b4': '×', '\uf06d': 'μ', '\uf057': 'Ω',
  '\uf061': 'α', '\uf062': 'β', '\uf067': 'γ', '\uf064': 'δ', '\uf044': 'Δ', '\uf071': 'θ', '\uf06c': 'λ', '\uf070': 'π', '\uf073': 'σ', '\uf0bb': '≈',
};
const RAISED = { 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹', '+': '⁺', '-': '⁻', '−': '⁻', '=': '⁼', '(': '⁽', ')': '⁾', n: 'ⁿ' };
const LOWERED = { 0: '₀', 1: '₁', 2: '₂', 3: '₃', 4: '₄', 5: '₅', 6: '₆', 7: '₇', 8: '₈', 9: '₉', '+': '₊', '-': '₋', '−': '₋', '=': '₌', '(': '₍', ')': '₎' };
const SQUARED = { '㎟': 'mm²', '㎠': 'cm²', '㎡': 'm²', '㎢': 'km²', '㎣': 'mm³', '㎤': 'cm³', '㎥': 'm³', '㎦': 'km³', '㎨': 'm∕s²', '㎯': 'rad∕s²', '㍸': 'dm²', '㍹': 'dm³' };

function normalizeText(text) {
  return text.split(KEPT).map((part, at) => at % 2 ? part : part.normalize('NFKC')).join('');
}

function cleanText(text) {
  const seen = text.replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n').replace(INVISIBLE, '').replace(/[㍸㍹㎟-㎦㎨㎯]/g, one => SQUARED[one] ?? one);
  const plain = normalizeText(seen);
  const marked = plain.replace(MARK, '· ').replace(/[\uf000-\uf0ff]/g, one => SYMBOLS[one] ?? one);
  const lines = (marked === plain ? plain : normalizeText(marked)).split('\n');
  return lines.map(line => line.split(/\s+/).filter(Boolean).join(' ')).join('\n').trim();
}

function cleanLine(text) { return cleanText(text).replace(/\s+/g, ' '); }

/* 剪贴板里的网页变成文字：段落成行，格子用制表符隔开，自动编号和项目符号留下，样式、批注、删除的不要。 */
const BLOCKS = new Set(['P', 'DIV', 'LI', 'TR', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'UL', 'OL', 'TABLE', 'BLOCKQUOTE', 'PRE', 'DT', 'DD']);
const LEFT_OUT = new Set(['STYLE', 'SCRIPT', 'HEAD', 'TITLE', 'META', 'LINK', 'DEL', 'TEMPLATE', 'XML', 'OBJECT', 'IMG', 'SVG']);

function isLeftOut(element) {
  const style = element.getAttribute('data-style') ?? '';
  return LEFT_OUT.has(element.tagName.toUpperCase()) || /display:\s*none|mso-hide:\s*all|mso-element:\s*comment|mso-special-character:\s*comment/i.test(style)
    || element.classList.contains('MsoCommentReference') || element.classList.contains('MsoCommentText');
}

function shifted(text, signs) { return [...text].every(one => one in signs) ? [...text].map(one => signs[one]).join('') : text; }

/* 项目符号是符号字体里的字母；编号照抄。 */
function listMark(element) {
  const fonts = [element, ...element.querySelectorAll('*'), element.parentElement].map(one => one?.getAttribute('data-style') ?? '').join(';');
  return /(symbol|wingdings)/i.test(fonts) ? '· ' : `${cleanLine(element.textContent)} `;
}

function itemMark(item) {
  const list = item.parentElement;
  if (list?.tagName !== 'OL') return '· ';
  const items = [...list.children].filter(one => one.tagName === 'LI');
  return `${(parseInt(list.getAttribute('start') ?? '1', 10) || 1) + items.indexOf(item)}. `;
}

function textOfNode(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/[ \t\n\r]+/g, ' ');
  if (node.nodeType !== Node.ELEMENT_NODE || isLeftOut(node)) return '';
  const style = node.getAttribute('data-style') ?? '';
  if (/mso-list:\s*ignore/i.test(style)) return listMark(node);
  if (node.tagName === 'BR') return '\n';
  const inside = [...node.childNodes].map(textOfNode).join('');
  if (/mso-char-type:\s*symbol/i.test(style) && /font-family:\s*["']?symbol/i.test(style)) {
    return [...inside].map(one => one > ' ' && one < '\u0100' ? String.fromCharCode(0xf000 + one.charCodeAt(0)) : one).join('');
  }
  if (node.tagName === 'SUP') return shifted(inside.trim(), RAISED);
  if (node.tagName === 'SUB') return shifted(inside.trim(), LOWERED);
  if (node.tagName === 'TD' || node.tagName === 'TH') return `${cleanLine(inside)}\t`;
  if (node.tagName === 'LI') return `\n${itemMark(node)}${inside.trim()}\n`;
  return BLOCKS.has(node.tagName) ? `\n${inside}\n` : inside;
}

/* 样式只用来认编号和符号，换个名字带着：原样解析会触犯页面的内容安全策略。 */
function parse(html) {
  const plain = html.replace(/<style[\s\S]*?<\/style>/gi, '').replace(/<[a-z][^>]*>/gi, tag => tag.replace(/\sstyle\s*=/gi, ' data-style='));
  return new DOMParser().parseFromString(plain, 'text/html');
}

function textOfHtml(html) {
  const body = parse(html).body;
  return textOfNode(body).replace(/[ \t]*\n[ \t\n]*/g, '\n').trim();
}

/* 表格：一格一格的文字。合并的格子只算一次，后面的位置空着。 */
function gridOfTable(table) {
  const grid = [];
  [...table.rows].forEach((row, at) => {
    grid[at] ??= [];
    let column = 0;
    for (const cell of row.cells) {
      while (grid[at][column] !== undefined) column += 1;
      for (let down = 0; down < Math.min(cell.rowSpan, 50) && at + down < table.rows.length; down += 1) {
        grid[at + down] ??= [];
        for (let over = 0; over < Math.min(cell.colSpan, 50); over += 1) grid[at + down][column + over] = '';
      }
      grid[at][column] = cleanLine([...cell.childNodes].map(textOfNode).join(''));
    }
  });
  return grid.map(row => Array.from(row, one => one ?? ''));
}

function gridOf(html, text) {
  const table = html && parse(html).querySelector('table');
  const grid = table ? gridOfTable(table) : text.includes('\t') ? text.replace(/\r/g, '').replace(/\n+$/, '').split('\n').map(line => line.split('\t').map(cleanLine)) : [];
  const filled = grid.filter(row => row.some(Boolean));
  return filled.length > 1 || filled[0]?.length > 1 ? filled : [];
}

/* 成行的表：增删行由 rows.js 办，这里只认格子。 */
function rowsOf(table) { return [...table.querySelectorAll('[data-row]')]; }
function keyOf(control) { return control.name.slice(control.name.lastIndexOf('-') + 1); }
function controlsOf(row) { return [...row.querySelectorAll('[name]')].filter(control => keyOf(control) !== 'DELETE'); }
function bareLabel(text) { return cleanLine(text).replace(/（.*?）/g, ''); }
function valuesOf(row) { return Object.fromEntries(controlsOf(row).map(control => [keyOf(control), control.value])); }
function isBlankRow(row) { return Object.values(row).every(value => !value); }

/* 格子里的字变成这一栏的值；对不上就是空。 */
function valueFor(control, text) {
  if (control.tagName !== 'SELECT') return text;
  return [...control.options].find(one => one.value && (cleanLine(one.text) === text || one.value === text))?.value ?? '';
}

/* 第一行是表头就按表头对栏目，否则从光标所在的格子往右往下。 */
function placesOf(grid, controls, start) {
  const labels = controls.map(control => bareLabel(control.labels?.[0]?.firstChild?.textContent ?? ''));
  const heads = grid[0].map(text => labels.indexOf(bareLabel(text)));
  const named = heads.filter(at => at >= 0).length;
  if (named >= 2 && named * 2 >= grid[0].filter(Boolean).length) return { places: heads, body: grid.slice(1) };
  return { places: grid[0].map((_, at) => start + at), body: grid };
}

let lastPaste = null;

function fillRows(control, grid) {
  const table = control.closest('[data-rows]'), rows = rowsOf(table);
  const first = control.closest('[data-row]'), from = rows.indexOf(first), controls = controlsOf(first);
  const { places, body } = placesOf(grid, controls, controls.indexOf(control));
  const before = rows.map(valuesOf), after = before.map(row => ({ ...row }));
  const room = Math.max(Number(table.dataset.most) - from, 0), refused = [];
  body.slice(0, room).forEach((texts, down) => {
    const row = after[from + down] ??= Object.fromEntries(controls.map(one => [keyOf(one), '']));
    texts.forEach((text, at) => {
      const target = controls[places[at]];
      if (!target) return;
      const value = text ? valueFor(target, text) : '';
      if (text && !value) refused.push(text);
      row[keyOf(target)] = value;
    });
  });
  while (after.length > 1 && isBlankRow(after.at(-1))) after.pop();
  writeRows(table, after, control.name);
  lastPaste = { table, before, name: control.name };
  tellPaste(table, Math.min(body.length, room), body.length - room, refused);
}

function writeRows(table, rows, name) {
  Rows.write(table, rows);
  document.querySelector(`[name="${name}"]`)?.focus();
  table.dispatchEvent(new Event('input', { bubbles: true }));
}

function undoPaste() {
  if (!lastPaste) return;
  const { table, before, name } = lastPaste;
  lastPaste = null;
  writeRows(table, before, name);
}

function tellPaste(table, filled, left, refused) {
  const words = [`已粘贴 ${filled} 行。`];
  if (left > 0) words.push(`还有 ${left} 行放不下，最多 ${table.dataset.most} 行。`);
  if (refused.length) words.push(`没有对上选项的：${refused.slice(0, 5).join('、')}，请自己选。`);
  const button = table.querySelector('[data-row-undo]');
  table.querySelector('[data-rows-told]').textContent = words.join('');
  button.hidden = false;
  button.onclick = undoPaste;
}

function isText(element) { return element.matches('#sheet textarea, #sheet input:not([type=hidden], [type=checkbox], [type=radio], [type=file])'); }

function insertText(control, text) {
  /* insertText 走浏览器自己的撤销；没有的浏览器直接改值。 */
  if (document.execCommand('insertText', false, text)) return;
  control.setRangeText(text, control.selectionStart, control.selectionEnd, 'end');
  control.dispatchEvent(new Event('input', { bubbles: true }));
}

document.addEventListener('paste', event => {
  const control = event.target, data = event.clipboardData;
  if (!data || !(control instanceof HTMLElement) || !isText(control) || control.readOnly || control.disabled) return;
  const html = data.getData('text/html'), text = data.getData('text/plain');
  const grid = control.closest('[data-row]') ? gridOf(html, text) : [];
  if (grid.length) {
    event.preventDefault();
    fillRows(control, grid);
    return;
  }
  const found = cleanText(html ? textOfHtml(html) : text);
  const cleaned = control.tagName === 'TEXTAREA' ? found : found.replace(/\s+/g, ' ');
  if (!cleaned || cleaned === text) return;
  event.preventDefault();
  insertText(control, cleaned);
});

/* 刚粘贴完、还没改别的，Ctrl+Z 撤销整块粘贴。 */
document.addEventListener('beforeinput', () => { lastPaste = null; });
document.addEventListener('keydown', event => {
  const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z';
  if (!isUndo || !lastPaste?.table.contains(event.target)) return;
  event.preventDefault();
  undoPaste();
});
