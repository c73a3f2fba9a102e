/** Tables sorted by the buttons in their heads; then everything is drawn. */
(() => {
  'use strict';

  function compare(a, b) {
    const [left, right] = [a.dataset.value, b.dataset.value];
    if (left === '' || right === '') {
      return left === right ? 0 : left === '' ? 1 : -1;
    }
    return Number.isNaN(Number(left)) || Number.isNaN(Number(right)) ? left.localeCompare(right) : Number(left) - Number(right);
  }

  /** What has no value stays at the end, whichever way it is sorted. */
  function sort(table, column, descending) {
    const body = table.tBodies[0];
    const order = (a, b) => {
      const result = compare(a.cells[column], b.cells[column]);
      return a.cells[column].dataset.value === '' || b.cells[column].dataset.value === '' ? result : descending ? -result : result;
    };
    body.append(...[...body.rows].sort(order));
  }

  document.querySelectorAll('table.sortable').forEach((table) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = head.querySelector('button');
      button?.addEventListener('click', () => {
        const sorted = head.getAttribute('aria-sort') ?? button.dataset.before;
        const descending = sorted === 'ascending';
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
        sort(table, column, descending);
      });
    });
  });

  understudy.start();
})();
