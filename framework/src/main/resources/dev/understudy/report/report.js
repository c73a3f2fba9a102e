(() => {
  'use strict';
  // Okabe and Ito's colours, which colour-blind people can tell apart; each paper has those that show on it.
  const LIGHT = {
    text: '#1d2125', muted: '#5a626a', rule: '#e4e4de', paper: '#fcfcfa',
    lines: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'],
  };
  const DARK = {
    text: '#e7e9eb', muted: '#a0a8b0', rule: '#2b3036', paper: '#1d2125',
    lines: ['#56b4e9', '#e69f00', '#009e73', '#cc79a7', '#f0e442', '#d55e00'],
  };
  const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];
  const DASHES = ['solid', 'dashed', 'dotted'];
  const PRINTED = { accuracy: { width: 680, height: 336 }, loss: { width: 325, height: 224 } };
  const WIDE = 640;
  const LABELS = { room: 190, lead: 22, height: 17 };
  const TEACHER = 'teacher';

  const data = JSON.parse(document.getElementById('data').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const logarithmic = document.getElementById('logarithmic');
  const hidden = { accuracy: new Set(), loss: new Set() };
  const charts = [];
  let printing = false;

  const theme = () => (dark.matches && !printing ? DARK : LIGHT);
  const font = getComputedStyle(document.body).fontFamily;
  const epochs = Math.max(
    1,
    ...data.accuracy.flatMap((group) => group.mean.map((point) => point[0])),
    ...data.losses.flatMap((panel) => panel.lines.flatMap((line) => line.points.map((point) => point[0]))),
  );

  /** How the line with this number looks: colour, marker and dashes, so that no two differ in colour alone. */
  function look(index) {
    const colours = theme().lines;
    return {
      colour: colours[index % colours.length],
      dash: DASHES[Math.floor(index / colours.length) % DASHES.length],
      symbol: SYMBOLS[(index + Math.floor(index / colours.length)) % SYMBOLS.length],
    };
  }

  const plain = (dash) => ({ colour: theme().text, dash, symbol: 'none' });
  const taught = data.accuracy.filter((group) => !group.alone).map((group) => group.recipe);
  const recipeLook = (group) =>
    group.alone ? { colour: theme().muted, dash: 'solid', symbol: 'none' } : look(taught.indexOf(group.recipe));
  const terms = [...new Set(data.losses.flatMap((panel) => panel.lines.filter((l) => !l.total).map((l) => l.name)))];
  const termLook = (line) => (line.total ? plain('solid') : look(terms.indexOf(line.name)));

  /** A line with about ten markers, however many epochs there are. */
  function line(name, points, style, order) {
    const step = Math.ceil(points.length / 10);
    return {
      type: 'line', name, data: points, z: 3 + order, zlevel: 0, animation: false,
      color: style.colour,
      lineStyle: { width: 2, type: style.dash },
      symbol: style.symbol,
      symbolSize: (value, item) => (item.dataIndex % step === 0 || item.dataIndex === points.length - 1 ? 7 : 0),
      emphasis: { disabled: true },
    };
  }

  function faint(name, points, style) {
    return {
      type: 'line', name, data: points, z: 1, zlevel: 0, silent: true, symbol: 'none', color: style.colour,
      lineStyle: { width: 1, type: style.dash, opacity: 0.35 }, tooltip: { show: false },
    };
  }

  /** Vertical lines where stages begin. */
  function stages(starts, labelled) {
    const names = new Map();
    starts.forEach((start) => names.set(start.epoch, [...(names.get(start.epoch) ?? []), start.name]));
    return {
      type: 'line', name: 'stages', data: [], tooltip: { show: false },
      markLine: {
        silent: true, symbol: 'none', animation: false,
        lineStyle: { color: theme().muted, width: 1, type: [2, 4] },
        label: { show: labelled, color: theme().muted, fontSize: 12, formatter: '{b}', fontFamily: font },
        data: [...names].map(([epoch, list]) => ({ xAxis: epoch - 0.5, name: [...new Set(list)].join(', ') })),
      },
    };
  }

  function axes(yAxis) {
    const colours = theme();
    const text = { color: colours.muted, fontSize: 12, fontFamily: font };
    return {
      xAxis: {
        type: 'value', name: 'epoch', nameLocation: 'middle', nameGap: 28, nameTextStyle: text,
        min: epochs > 1 ? 1 : 0, max: epochs > 1 ? epochs : 2, minInterval: 1,
        axisLabel: { ...text, hideOverlap: true }, splitLine: { show: false },
        axisLine: { onZero: false, lineStyle: { color: colours.muted } }, axisTick: { show: false },
      },
      yAxis: {
        axisLabel: text, splitLine: { lineStyle: { color: colours.rule } }, axisLine: { show: false },
        axisTick: { show: false }, ...yAxis,
      },
    };
  }

  function tooltip(format) {
    const colours = theme();
    const safe = echarts.format.encodeHTML;
    return {
      trigger: 'axis', confine: true, extraCssText: 'max-width: 20rem; white-space: normal; overflow-wrap: anywhere', backgroundColor: colours.paper, borderColor: colours.rule,
      textStyle: { color: colours.text, fontSize: 13, fontFamily: font },
      axisPointer: { lineStyle: { color: colours.muted, type: 'solid' } },
      formatter: (items) => {
        const rows = items
          .sort((a, b) => b.value[1] - a.value[1])
          .map((item) => `<tr><td>${item.marker}${safe(item.seriesName)}</td><td class="number">${format(item.value[1])}</td></tr>`);
        return `epoch ${items[0].value[0]}<table>${rows.join('')}</table>`;
      },
    };
  }

  const selected = (names) => Object.fromEntries([...names].map((name) => [name, false]));

  function accuracy(width) {
    const wide = width >= WIDE;
    const series = data.accuracy.flatMap((group, index) => {
      const style = recipeLook(group);
      return [...group.seeds.map((points) => faint(group.recipe, points, style)), line(group.recipe, group.mean, style, index)];
    });
    if (data.teacher !== null) {
      const level = Array.from({ length: epochs }, (_, index) => [index + 1, data.teacher]);
      series.push(line(TEACHER, level, plain('dashed'), 0));
    }
    series.push(stages(data.accuracy.flatMap((group) => group.stages), true));
    return {
      series,
      ...axes({ type: 'value', scale: true, axisLabel: { color: theme().muted, fontSize: 12, fontFamily: font, formatter: '{value} %' } }),
      grid: { left: 4, right: wide ? LABELS.room : 16, top: 28, bottom: 36, containLabel: true },
      tooltip: tooltip((value) => `${value.toFixed(2)} %`),
      legend: { show: false, selected: selected(hidden.accuracy) },
    };
  }

  /** Names at the ends of the lines, moved apart where they would touch, each with a lead to its line. */
  function labels(instance) {
    const width = instance.getWidth();
    if (width < WIDE) {
      return [];
    }
    const ends = [
      ...(data.teacher === null ? [] : [{ name: TEACHER, point: [epochs, data.teacher], style: plain('dashed') }]),
      ...data.accuracy.filter((group) => group.mean.length > 0)
        .map((group) => ({ name: group.recipe, point: group.mean[group.mean.length - 1], style: recipeLook(group) })),
    ].filter((end) => !hidden.accuracy.has(end.name));
    ends.forEach((end) => { [end.x, end.y] = instance.convertToPixel('grid', end.point); });
    ends.sort((a, b) => a.y - b.y);
    const bottom = instance.getHeight() - 50;
    let at = 0;
    ends.forEach((end) => { end.label = Math.max(end.y, at); at = end.label + LABELS.height; });
    at = bottom;
    [...ends].reverse().forEach((end) => { end.label = Math.min(end.label, at); at = end.label - LABELS.height; });
    return ends.flatMap((end) => {
      const left = width - LABELS.room + LABELS.lead;
      return [
        {
          type: 'polyline', silent: true, shape: { points: [[end.x + 5, end.y], [left - 5, end.label]] },
          style: { stroke: end.style.colour, lineWidth: 1, fill: 'none' },
        },
        {
          type: 'text', silent: true, x: left, y: end.label,
          style: {
            text: end.name, fill: theme().text, font: `13px ${font}`, verticalAlign: 'middle',
            width: LABELS.room - LABELS.lead, overflow: 'truncate',
          },
        },
      ];
    });
  }

  function loss(panel) {
    const log = logarithmic.checked;
    const series = panel.lines.map((entry, index) =>
      line(entry.name, log ? entry.points.filter((point) => point[1] > 0) : entry.points, termLook(entry), index));
    series.push(stages(panel.stages, true));
    return {
      series,
      ...axes({ type: log ? 'log' : 'value', scale: log }),
      grid: { left: 4, right: 16, top: panel.stages.length > 0 ? 28 : 12, bottom: 36, containLabel: true },
      tooltip: tooltip((value) => value.toPrecision(4)),
      legend: { show: false, selected: selected(hidden.loss) },
    };
  }

  function swatch(style) {
    const dash = { solid: '', dashed: '5 3', dotted: '2 3' }[style.dash];
    const marks = {
      none: '',
      circle: '<circle cx="14" cy="7" r="3.5"/>',
      rect: '<path d="M10.5 3.5h7v7h-7z"/>',
      triangle: '<path d="M14 3l4 7.5h-8z"/>',
      diamond: '<path d="M14 2.5l4 4.5l-4 4.5l-4-4.5z"/>',
    };
    return `<svg width="28" height="14" aria-hidden="true" fill="${style.colour}">`
      + `<path d="M0 7h28" stroke="${style.colour}" stroke-width="2" stroke-dasharray="${dash}"/>${marks[style.symbol]}</svg>`;
  }

  /** A legend of buttons, so that lines can be hidden by keyboard. */
  function legend(id, set, entries) {
    const place = document.getElementById(id);
    const focused = [...place.children].indexOf(document.activeElement);
    place.replaceChildren(...entries.map(([name, text, style]) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.title = 'Show or hide this line';
      button.setAttribute('aria-pressed', String(!set.has(name)));
      button.innerHTML = swatch(style);
      button.append(text);
      button.addEventListener('click', () => {
        if (!set.delete(name)) {
          set.add(name);
        }
        draw();
      });
      return button;
    }));
    if (focused >= 0) {
      place.children[focused].focus();
    }
  }

  function legends() {
    legend('accuracy-legend', hidden.accuracy, [
      ...(data.teacher === null ? [] : [[TEACHER, `teacher, ${data.teacher.toFixed(2)} %`, plain('dashed')]]),
      ...data.accuracy.map((group) => [group.recipe, group.recipe + (group.alone ? ' (alone)' : ''), recipeLook(group)]),
    ]);
    const total = data.losses[0].lines[0];
    legend('loss-legend', hidden.loss, [
      [total.name, total.name, termLook(total)],
      ...terms.map((name) => [name, name, look(terms.indexOf(name))]),
    ]);
  }

  function draw() {
    legends();
    charts.forEach((entry) => entry.draw());
  }

  function chart(id, kind, option, overlay) {
    const place = document.getElementById(id);
    const instance = echarts.init(place, null, { renderer: 'svg' });
    const entry = {
      draw: () => {
        instance.resize(printing ? PRINTED[kind] : { width: 'auto', height: 'auto' });
        instance.setOption({ animation: false, ...option(instance.getWidth()) }, true);
        instance.setOption({ graphic: overlay(instance) });
      },
    };
    charts.push(entry);
    new ResizeObserver(() => printing || entry.draw()).observe(place);
  }

  function print(on) {
    printing = on;
    draw();
  }

  function copying() {
    const button = document.getElementById('copy');
    const command = document.getElementById('command');
    button.hidden = false;
    button.addEventListener('click', async () => {
      getSelection().selectAllChildren(command);
      try {
        await navigator.clipboard.writeText(command.textContent);
        button.textContent = 'Copied';
      } catch {
        button.textContent = 'Selected';
      }
    });
  }

  copying();
  if (data.accuracy.length > 0) {
    const values = data.losses.flatMap((panel) => panel.lines.flatMap((entry) => entry.points.map((point) => point[1])));
    logarithmic.checked = values.every((value) => value > 0) && Math.max(...values) > 50 * Math.min(...values);
    logarithmic.addEventListener('change', draw);
    chart('accuracy', 'accuracy', accuracy, labels);
    data.losses.forEach((panel, index) => chart(`loss-${index}`, 'loss', () => loss(panel), () => []));
    draw();
    dark.addEventListener('change', draw);
    addEventListener('beforeprint', () => print(true));
    addEventListener('afterprint', () => print(false));
  }
})();
