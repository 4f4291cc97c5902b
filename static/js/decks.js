/* 材料检查完，进度那一行就没了：把版本列表换成新的。 */
(() => {
  const rows = document.querySelector('#attachments [data-files]');
  if (!rows) return;
  new MutationObserver(changes => {
    const gone = changes.some(one => [...one.removedNodes].some(row => row.id && row.id.startsWith('upload-')));
    const came = changes.some(one => [...one.addedNodes].some(row => row.nodeType === Node.ELEMENT_NODE));
    if (gone && !came) window.htmx.ajax('GET', location.href, { target: '#decks', select: '#decks', swap: 'outerHTML' });
  }).observe(rows, { childList: true });
})();
