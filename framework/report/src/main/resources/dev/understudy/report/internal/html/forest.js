/** The difference of every cell to the student alone, with its interval. */
(() => {
  'use strict';
  const { theme, small, box, chart } = understudy;
  const { data, cells, rowNames, verdictColours, signed, spread, safe, chosen, onChoice, axisLook } = comparison;
  if (!document.getElementById('forest')) {
    return;
  }
  const AROUND = 64;
  const NAMES = 300;
  const INTERVALS = 168;
  const entries = cells.filter((cell) => cell.difference !== null);
  const names = (width) => rowNames(ordered().map((cell) => cell.name), width, NAMES);

  const ordered = () => (chosen('forest-order') === 'table'
    ? entries
    : [...entries].sort((a, b) => b.difference.mean - a.difference.mean));

  const interval = ({ mean, low, high }) =>
    signed(mean) + (low === null ? '' : `  [${signed(low)}, ${signed(high)}]`);

  /** A seed's own difference is a small tick under the interval. */
  function seeds(cell) {
    const alone = cells[data.alone];
    return cell.seeds.flatMap((seed, index) => {
      const other = alone.seeds.indexOf(seed);
      return other < 0 ? [] : [cell.last[index] - alone.last[other]];
    });
  }

  function mark(params, api, list, down) {
    const cell = list[params.dataIndex];
    const { mean, low, high, verdict: says } = cell.difference;
    const colour = verdictColours()[says];
    const [x, middle] = api.coord([mean, params.dataIndex]);
    const y = middle + down;
    const at = (value) => api.coord([value, params.dataIndex])[0];
    const children = seeds(cell).map((value) => ({
      type: 'line', shape: { x1: at(value), x2: at(value), y1: y + 4, y2: y + 9 },
      style: { stroke: colour, lineWidth: 1, opacity: 0.6 },
    }));
    if (low !== null) {
      const line = (shape) => ({ type: 'line', shape, style: { stroke: colour, lineWidth: 1.75 } });
      children.push(line({ x1: at(low), x2: at(high), y1: y, y2: y }));
      [low, high].forEach((end) => children.push(line({ x1: at(end), x2: at(end), y1: y - 3.5, y2: y + 3.5 })));
    }
    children.push(says === 'worse'
      ? { type: 'polygon', shape: { points: [[x, y - 6], [x + 6, y], [x, y + 6], [x - 6, y]] }, style: { fill: colour } }
      : {
        type: 'circle', shape: { cx: x, cy: y, r: 4.5 },
        style: { fill: says === 'better' ? colour : theme().paper, stroke: colour, lineWidth: 1.75 },
      });
    return { type: 'group', children };
  }

  function option(width) {
    const list = ordered();
    const { beside: wide, data: labels, label, down } = names(width);
    const ends = list.flatMap(({ difference: { mean, low, high } }) => (low === null ? [mean] : [low, high]));
    const narrow = Math.max(0, ...ends) - Math.min(0, ...ends) < 3;
    return {
      grid: { left: wide ? NAMES + 10 : 12, right: wide ? INTERVALS : 16, top: 4, bottom: 48 },
      xAxis: {
        type: 'value', ...axisLook(), name: wide ? 'percentage points above the student alone' : 'points above the student alone', nameGap: 28,
        min: Math.floor(Math.min(0, ...ends) * 2) / 2, max: Math.ceil(Math.max(0, ...ends) * 2) / 2,
        axisLabel: { ...small(), hideOverlap: true, formatter: (value) => (Number.isInteger(value) ? signed(value, 0) : narrow ? signed(value, 1) : '') },
      },
      yAxis: [
        {
          type: 'category', inverse: true, data: labels, axisTick: { show: false }, axisLine: { show: false },
          axisLabel: label, splitLine: { show: false },
        },
        {
          type: 'category', inverse: true, show: wide, position: 'right', data: list.map((cell) => interval(cell.difference)),
          axisTick: { show: false }, axisLine: { show: false }, axisLabel: { ...label, color: theme().muted },
        },
      ],
      tooltip: {
        ...box(), trigger: 'item',
        formatter: ({ dataIndex }) => {
          const cell = list[dataIndex];
          return `<b>${safe(cell.name)}</b><br>${interval(cell.difference)} points<br>${spread(cell)}`;
        },
      },
      series: [
        {
          type: 'custom', clip: true, encode: { x: [0, 2, 3], y: 1 }, renderItem: (params, api) => mark(params, api, list, down),
          data: list.map(({ difference: { mean, low, high } }, index) => [mean, index, low ?? mean, high ?? mean]),
          markLine: {
            silent: true, symbol: 'none', animation: false, label: { show: false },
            lineStyle: { color: theme().text, width: 1, type: 'solid' }, data: [{ xAxis: 0 }],
          },
        },
        { type: 'custom', yAxisIndex: 1, silent: true, renderItem: () => null, data: [] },
      ],
    };
  }

  const redraw = chart('forest', { width: 680 }, option, () => [], (width) => entries.length * names(width).row + AROUND);
  onChoice('forest-order', redraw);
})();
