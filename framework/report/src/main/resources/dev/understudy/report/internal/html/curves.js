/** Test accuracy over epochs: the mean of each cell with a band from its lowest to its highest seed. */
(() => {
  'use strict';
  const { data, theme, small, plain, line, stages, axes, tooltip, legend, onDraw, chart } = understudy;
  const { cells, style } = comparison;
  const group = (cell) => (cell.name === cell.row ? '' : cell.row);
  if (!document.getElementById('curves-chart')) {
    return;
  }
  const TEACHER = data.teachers.length > 0 ? data.teachers[0].network : null;
  const drawn = cells.filter((cell) => cell.curve.length > 0);
  const few = new Set(drawn.filter((cell) => cell.shown).map((cell) => cell.name));
  const epochs = Math.max(1, ...drawn.flatMap((cell) => cell.curve.map((point) => point[0])));
  const hidden = new Set(drawn.map((cell) => cell.name).filter((name) => !few.has(name)));
  const groups = [...new Set(cells.map(group))];

  /** One polygon for all points; its data are there for the extent of the axis. */
  function band(cell) {
    const { colour } = style(cell);
    return {
      type: 'custom', name: cell.name, silent: true, tooltip: { show: false }, z: 1, clip: true,
      encode: { x: 0, y: [1, 2] }, data: cell.curve.map(([epoch, , low, high]) => [epoch, low, high]),
      renderItem: (params, api) => {
        if (params.dataIndexInside > 0) {
          return null;
        }
        const edge = (dimension) => cell.curve.map((point) => api.coord([point[0], point[dimension]]));
        return {
          type: 'polygon', shape: { points: [...edge(3), ...edge(2).reverse()] }, style: { fill: colour, opacity: 0.16 },
        };
      },
    };
  }

  function option() {
    const visible = drawn.filter((cell) => !hidden.has(cell.name));
    const series = visible.flatMap((cell, index) => [
      ...(cell.last.length > 1 ? [band(cell)] : []),
      line(cell.name, cell.curve.map(([epoch, mean]) => [epoch, mean]), style(cell), index),
    ]);
    if (TEACHER !== null && !hidden.has(TEACHER)) {
      const level = Array.from({ length: epochs }, (_, index) => [index + 1, data.teachers[0].accuracy]);
      series.push(line(TEACHER, level, plain('dotted'), 0));
    }
    series.push(stages(visible.flatMap((cell) => cell.stages), true));
    return {
      series,
      ...axes(epochs, { type: 'value', scale: true, axisLabel: { ...small(), formatter: '{value} %' } }),
      grid: { left: 4, right: 16, top: 28, bottom: 36, containLabel: true },
      tooltip: tooltip((value) => `${value.toFixed(2)} %`),
    };
  }

  const redraw = chart('curves-chart', { width: 680, height: 360 }, option);

  function changed() {
    legends();
    redraw();
  }

  function legends() {
    groups.forEach((name, index) => {
      const members = drawn.filter((cell) => group(cell) === name);
      const entries = members.map((cell) => [cell.name, name === '' ? cell.name : cell.column, style(cell)]);
      if (name === '' && TEACHER !== null) {
        entries.unshift([TEACHER, TEACHER, plain('dotted')]);
      }
      legend(`curves-legend-${index}`, hidden, entries, changed);
    });
  }

  function show(names) {
    const all = [...drawn.map((cell) => cell.name), ...(TEACHER === null ? [] : [TEACHER])];
    hidden.clear();
    all.filter((name) => !names.has(name)).forEach((name) => hidden.add(name));
    changed();
  }

  const everything = new Set([...drawn.map((cell) => cell.name), TEACHER]);
  document.getElementById('curves-few').addEventListener('click', () => show(new Set([...few, TEACHER])));
  document.getElementById('curves-all').addEventListener('click', () => show(everything));
  document.getElementById('curves-none').addEventListener('click', () => show(new Set()));
  document.getElementById('curves-tools').hidden = false;
  onDraw(legends);
})();
