/* 材料检查完，进度那一行就没了：把版本列表换成新的。 */
(() => {
  const rows = document.querySelector('#attachments [data-files]');
  if (!rows) return;
  const isRow = node => node.nodeType === Node.ELEMENT_NODE;
  new MutationObserver(changes => {
    const gone = changes.some(one => [...one.removedNodes].some(isRow));
    const came = changes.some(one => [...one.addedNodes].some(isRow));
    if (gone && !came) window.htmx.ajax('GET', location.href, { target: '#decks', select: '#decks', swap: 'outerHTML' });
  }).observe(rows, { childList: true });
})();
