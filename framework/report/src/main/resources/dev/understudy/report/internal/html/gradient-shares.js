/** Whose gradient arrives at the guided layer, stage by stage. */
(() => {
  'use strict';
  const { data, theme, font, small, look, box, chart, swatch, onDraw } = understudy;
  const { safe, rowNames, axisLook } = comparison;
  if (!document.getElementById('gradient-shares-chart')) {
    return;
  }
  const NAMES = 300;
  const AROUND = 56;
  const BAR = 16;
  const objectives = [...new Set(data.gradientShares.flatMap((stage) => stage.parts.map((part) => part.objective)))];
  const names = (width) => rowNames(data.gradientShares.map((stage) => (stage.warned ? '! ' : '') + stage.name), width, NAMES);

  const percent = (share) => `${(100 * share).toFixed(share < 0.1 || share > 0.9 ? 1 : 0)} %`;
  const part = (stage, objective) => stage.parts.find((one) => one.objective === objective);

  /** Black or white, whichever is easier to read on the colour. */
  function ink(hex) {
    const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? '#000' : '#fff';
  }

  /** What the objectives before this one have of the gradient. */
  const before = (stage, index) => objectives.slice(0, index)
    .reduce((sum, objective) => sum + (part(stage, objective)?.share ?? 0), 0);

  function bar(params, api, index, down) {
    const stage = data.gradientShares[params.dataIndex];
    const share = part(stage, objectives[index])?.share ?? 0;
    const from = before(stage, index);
    const [left, middle] = api.coord([from, params.dataIndex]);
    const [right] = api.coord([from + share, params.dataIndex]);
    const { colour } = look(index);
    const text = { x: (left + right) / 2, y: middle + down, text: percent(share), fill: ink(colour), font: `11px ${font}` };
    return {
      type: 'group',
      children: [
        {
          type: 'rect', shape: { x: left, y: middle + down - BAR / 2, width: right - left, height: BAR },
          style: { fill: colour, stroke: theme().paper, lineWidth: 1 },
        },
        ...(right - left > 44 ? [{ type: 'text', silent: true, style: { ...text, align: 'center', verticalAlign: 'middle' } }] : []),
      ],
    };
  }

  function option(width) {
    const { beside: wide, data: labels, label, down } = names(width);
    return {
      grid: { left: wide ? NAMES + 10 : 12, right: wide ? 28 : 22, top: 4, bottom: 32 },
      xAxis: { type: 'value', min: 0, max: 1, ...axisLook(), axisLabel: { ...small(), formatter: (value) => `${Math.round(100 * value)} %` } },
      yAxis: {
        type: 'category', inverse: true, axisTick: { show: false }, axisLine: { show: false },
        data: labels, axisLabel: label,
      },
      tooltip: {
        ...box(), trigger: 'item',
        formatter: ({ seriesName, dataIndex }) => {
          const stage = data.gradientShares[dataIndex];
          const one = part(stage, seriesName);
          return `<b>${safe(stage.name)}</b><br>${safe(seriesName)}: ${percent(one.share)} of the gradient, weight ${one.weight}`;
        },
      },
      series: objectives.map((objective, index) => ({
        type: 'custom', name: objective, color: look(index).colour, encode: { x: 0, y: 1 },
        renderItem: (params, api) => bar(params, api, index, down),
        data: data.gradientShares.map((stage, row) => [part(stage, objective)?.share ?? 0, row]),
      })),
    };
  }

  onDraw(() => document.getElementById('gradient-shares-key').replaceChildren(...objectives.map((objective, index) => {
    const item = document.createElement('span');
    item.innerHTML = swatch({ ...look(index), symbol: 'rect' }, false);
    item.append(objective);
    return item;
  })));
  chart('gradient-shares-chart', { width: 680 }, option, () => [], (width) => data.gradientShares.length * names(width).row + AROUND);
})();
