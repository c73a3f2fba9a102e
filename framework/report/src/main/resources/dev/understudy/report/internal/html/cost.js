/** Accuracy against what it cost to get there. */
(() => {
  'use strict';
  const { theme, small, marker, lines, inside, box, chart } = understudy;
  const { cells, style, isReference, spread, safe, key, chosen, onChoice, axisLook } = comparison;
  if (!document.getElementById('cost-chart')) {
    return;
  }
  const MEASURES = {
    seconds: { name: 'training time, minutes', of: (cost) => cost.seconds / 60, text: (x) => `${x.toFixed(1)} min` },
    step: { name: 'time per step, milliseconds', of: (cost) => cost.step, text: (x) => `${x.toFixed(1)} ms` },
    bytes: { name: 'peak memory, MiB', of: (cost) => cost.bytes / 2 ** 20, text: (x) => `${x.toFixed(0)} MiB` },
    parameters: { name: 'numbers trained, millions', of: (cost) => cost.parameters / 1e6, text: (x) => `${x.toFixed(2)} million` },
  };
  const measured = cells.filter((cell) => cell.cost !== null);

  /** Cells that no other beats in accuracy for the same or a lower cost, by rising cost. */
  function front(points) {
    let best = -Infinity;
    return [...points].sort((a, b) => a.x - b.x || b.cell.mean - a.cell.mean).filter((point) => {
      const better = point.cell.mean > best;
      best = Math.max(best, point.cell.mean);
      return better;
    });
  }

  function bars(points) {
    return {
      type: 'custom', silent: true, z: 2, encode: { x: 0, y: [1, 2] }, clip: true,
      data: points.map(({ x, cell }) => [x, cell.mean - (cell.standardDeviation ?? 0), cell.mean + (cell.standardDeviation ?? 0)]),
      renderItem: (params, api) => {
        const [x, low] = api.coord([api.value(0), api.value(1)]);
        const [, high] = api.coord([api.value(0), api.value(2)]);
        return {
          type: 'line', shape: { x1: x, x2: x, y1: low, y2: high },
          style: { stroke: style(points[params.dataIndex].cell).colour, lineWidth: 1.25, opacity: 0.7 },
        };
      },
    };
  }

  function option(width, height) {
    const measure = MEASURES[chosen('cost-measure')];
    const points = measured.map((cell) => ({ cell, x: measure.of(cell.cost) }));
    const best = front(points);
    const labelled = new Set(width < 640 ? [] : [...best.map((point) => point.cell), ...cells.filter(isReference)]);
    return {
      grid: { left: 8, right: 24, top: 16, bottom: 40, containLabel: true },
      xAxis: { type: 'value', scale: true, ...axisLook(), name: measure.name, nameGap: 28, splitLine: { show: false } },
      yAxis: { type: 'value', scale: true, ...axisLook(), axisLabel: { ...small(), formatter: '{value} %' } },
      tooltip: {
        ...box(), trigger: 'item',
        formatter: ({ data: item }) => `<b>${safe(item.cell.name)}</b><br>${spread(item.cell)}<br>${measure.text(item.value[0])}`,
      },
      series: [
        {
          type: 'line', step: 'end', silent: true, symbol: 'none', z: 1, tooltip: { show: false },
          lineStyle: { color: theme().muted, width: 1, type: [2, 4] }, data: best.map(({ x, cell }) => [x, cell.mean]),
        },
        bars(points),
        {
          type: 'scatter', z: 3, symbolSize: 11, emphasis: { scale: 1.3 },
          labelLayout: inside(width, height, 52),
          data: points.map(({ x, cell }) => ({
            value: [x, cell.mean], cell, ...marker(style(cell)),
            label: {
              show: labelled.has(cell), formatter: () => lines(cell.name, 200).join('\n'), position: 'top', distance: 8,
              ...small(), color: theme().text, lineHeight: 14,
            },
          })),
        },
      ],
    };
  }

  key('cost-key');
  onChoice('cost-measure', chart('cost-chart', { width: 680, height: 360 }, option));
})();
