(() => {
  'use strict';
  const { data, theme, font, small, look, plain, line, lines, stages, axes, tooltip, selected, legend, chart, draw, start } = understudy;
  const PRINTED = { accuracy: { width: 680, height: 336 }, loss: { width: 325, height: 224 } };
  const WIDE = 640;
  const LABELS = { room: 190, lead: 22, height: 15, apart: 3, below: 50 };
  const TEACHER = 'teacher';

  const logarithmic = document.getElementById('logarithmic');
  const hidden = { accuracy: new Set(), loss: new Set() };
  const epochs = Math.max(
    1,
    ...data.accuracy.flatMap((group) => group.mean.map((point) => point[0])),
    ...data.losses.flatMap((panel) => panel.lines.flatMap((line) => line.points.map((point) => point[0]))),
  );

  const taught = data.accuracy.filter((group) => !group.alone).map((group) => group.recipe);
  const recipeLook = (group) =>
    group.alone ? { colour: theme().muted, dash: 'solid', symbol: 'none' } : look(taught.indexOf(group.recipe));
  const terms = [...new Set(data.losses.flatMap((panel) => panel.lines.filter((l) => !l.total).map((l) => l.name)))];
  const termLook = (line) => (line.total ? plain('solid') : look(terms.indexOf(line.name)));

  function faint(name, points, style) {
    return {
      type: 'line', name, data: points, z: 1, zlevel: 0, silent: true, symbol: 'none', color: style.colour,
      lineStyle: { width: 1, type: style.dash, opacity: 0.35 }, tooltip: { show: false },
    };
  }

  function accuracy(width, height) {
    const named = ends(width, height).length > 0;
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
      ...axes(epochs, { type: 'value', scale: true, axisLabel: { ...small(), formatter: '{value} %' } }),
      grid: { left: 4, right: named ? LABELS.room : 16, top: 28, bottom: 36, containLabel: true },
      tooltip: tooltip((value) => `${value.toFixed(2)} %`),
      legend: { show: false, selected: selected(hidden.accuracy) },
    };
  }

  const high = (text) => text.length * LABELS.height + LABELS.apart;

  /** The lines that end with a name, and their names as they are broken; none where there is no room for all of them. */
  function ends(width, height) {
    const all = [
      ...(data.teacher === null ? [] : [{ name: TEACHER, point: [epochs, data.teacher], style: plain('dashed') }]),
      ...data.accuracy.filter((group) => group.mean.length > 0)
        .map((group) => ({ name: group.recipe, point: group.mean[group.mean.length - 1], style: recipeLook(group) })),
    ].filter((end) => !hidden.accuracy.has(end.name))
      .map((end) => ({ ...end, text: lines(end.name, LABELS.room - LABELS.lead - 8) }));
    return width < WIDE || all.reduce((sum, end) => sum + high(end.text), 0) > height - LABELS.below ? [] : all;
  }

  /** Names at the ends of the lines, moved apart where they would touch, each with a lead to its line. */
  function labels(instance) {
    const width = instance.getWidth();
    const named = ends(width, instance.getHeight());
    named.forEach((end) => { [end.x, end.y] = instance.convertToPixel('grid', end.point); });
    named.sort((a, b) => a.y - b.y);
    let at = 0;
    named.forEach((end) => {
      end.label = Math.max(end.y, at + high(end.text) / 2);
      at = end.label + high(end.text) / 2;
    });
    at = instance.getHeight() - LABELS.below;
    [...named].reverse().forEach((end) => {
      end.label = Math.min(end.label, at - high(end.text) / 2);
      at = end.label - high(end.text) / 2;
    });
    return named.flatMap((end) => {
      const left = width - LABELS.room + LABELS.lead;
      return [
        {
          type: 'polyline', silent: true, shape: { points: [[end.x + 5, end.y], [left - 5, end.label]] },
          style: { stroke: end.style.colour, lineWidth: 1, fill: 'none' },
        },
        {
          type: 'text', silent: true, x: left, y: end.label,
          style: {
            text: end.text.join('\n'), fill: theme().text, font: `12px ${font}`, verticalAlign: 'middle',
            lineHeight: LABELS.height,
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
      ...axes(epochs, { type: log ? 'log' : 'value', scale: log }),
      grid: { left: 4, right: 16, top: panel.stages.length > 0 ? 28 : 12, bottom: 36, containLabel: true },
      tooltip: tooltip((value) => value.toPrecision(4)),
      legend: { show: false, selected: selected(hidden.loss) },
    };
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

  if (data.accuracy.length > 0) {
    const values = data.losses.flatMap((panel) => panel.lines.flatMap((entry) => entry.points.map((point) => point[1])));
    logarithmic.checked = values.every((value) => value > 0) && Math.max(...values) > 50 * Math.min(...values);
    logarithmic.addEventListener('change', draw);
    understudy.onDraw(legends);
    chart('accuracy', PRINTED.accuracy, accuracy, labels);
    data.losses.forEach((panel, index) => chart(`loss-${index}`, PRINTED.loss, () => loss(panel)));
  }
  start();
})();
