/** Whose gradient arrives at the guided layer, stage by stage. */
(() => {
  'use strict';
  const { data, theme, font, small, look, box, chart, swatch, onDraw } = understudy;
  const { safe, axisLook } = comparison;
  const place = document.getElementById('pulls-chart');
  if (!place) {
    return;
  }
  const LINE = 26;
  const objectives = [...new Set(data.pulls.flatMap((pull) => pull.parts.map((part) => part.objective)))];
  place.style.height = `${data.pulls.length * LINE + 56}px`;

  const percent = (share) => `${(100 * share).toFixed(share < 0.1 || share > 0.9 ? 1 : 0)} %`;
  const part = (pull, objective) => pull.parts.find((one) => one.objective === objective);

  function option(width) {
    const wide = width >= 640;
    return {
      grid: { left: wide ? 240 : 132, right: wide ? 28 : 12, top: 4, bottom: 32 },
      xAxis: { type: 'value', min: 0, max: 1, ...axisLook(), axisLabel: { ...small(), formatter: (value) => `${Math.round(100 * value)} %` } },
      yAxis: {
        type: 'category', inverse: true, axisTick: { show: false }, axisLine: { show: false },
        data: data.pulls.map((pull) => (pull.warned ? '! ' : '') + pull.name),
        axisLabel: { ...small(), color: theme().text, interval: 0, width: wide ? 230 : 124, overflow: 'truncate' },
      },
      tooltip: {
        ...box(), trigger: 'item',
        formatter: ({ seriesName, dataIndex }) => {
          const pull = data.pulls[dataIndex];
          const one = part(pull, seriesName);
          return `<b>${safe(pull.name)}</b><br>${safe(seriesName)}: ${percent(one.share)} of the pull, weight ${one.weight}`;
        },
      },
      series: objectives.map((objective, index) => ({
        type: 'bar', stack: 'pull', name: objective, barWidth: '62%', color: look(index).colour,
        itemStyle: { borderColor: theme().paper, borderWidth: 1 },
        label: {
          show: true, fontSize: 11, fontFamily: font, color: '#111', position: 'inside',
          formatter: ({ value }) => (value >= (wide ? 0.08 : 0.2) ? percent(value) : ''),
        },
        data: data.pulls.map((pull) => part(pull, objective)?.share ?? 0),
      })),
    };
  }

  onDraw(() => document.getElementById('pulls-key').replaceChildren(...objectives.map((objective, index) => {
    const item = document.createElement('span');
    item.innerHTML = swatch({ ...look(index), symbol: 'rect' }, false);
    item.append(objective);
    return item;
  })));
  chart('pulls-chart', { width: 680, height: data.pulls.length * 20 + 56 }, option);
})();
