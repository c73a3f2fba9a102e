/** How often teacher and student are right, class by class. */
(() => {
  'use strict';
  const { data, theme, small, lines, inside, box, chart } = understudy;
  const { cells, verdictColours, signed, safe, axisLook } = comparison;
  const select = document.getElementById('classes-student');
  if (!select) {
    return;
  }
  const LABELS = 6;

  function option(width, height) {
    const cell = cells[Number(select.value)];
    const teacher = data.teachers[cell.teacher];
    const points = data.classes.map((name, index) => ({ name, x: teacher.perClass[index], y: cell.perClass[index] }))
      .filter((point) => point.x !== null && point.y !== null);
    const all = points.flatMap((point) => [point.x, point.y]);
    const low = Math.max(0, Math.floor(Math.min(...all) / 5) * 5);
    const high = Math.min(100, Math.ceil(Math.max(...all) / 5) * 5);
    const far = new Set([...points].sort((a, b) => Math.abs(b.y - b.x) - Math.abs(a.y - a.x)).slice(0, LABELS));
    const axis = (name, nameGap) => ({
      type: 'value', min: low, max: high, ...axisLook(), name, nameGap,
      axisLabel: { ...small(), hideOverlap: true, formatter: '{value} %' },
    });
    return {
      grid: { left: 64, right: 20, top: 12, bottom: 48 },
      xAxis: axis('the teacher is right, %', 28),
      yAxis: axis('the student is right, %', 46),
      tooltip: {
        ...box(), trigger: 'item',
        formatter: ({ data: { point } }) => `<b>${safe(point.name)}</b><br>teacher ${point.x.toFixed(1)} %<br>student `
          + `${point.y.toFixed(1)} % (${signed(point.y - point.x, 1)})`,
      },
      series: [
        {
          type: 'line', silent: true, symbol: 'none', tooltip: { show: false }, z: 1,
          lineStyle: { color: theme().muted, width: 1, type: 'solid' }, data: [[low, low], [high, high]],
        },
        {
          type: 'scatter', symbolSize: points.length > 30 ? 8 : 11, labelLayout: inside(width, height, 66), z: 3,
          data: points.map((point) => ({
            value: [point.x, point.y], point,
            symbol: point.y >= point.x ? 'circle' : 'diamond',
            itemStyle: { color: verdictColours()[point.y >= point.x ? 'better' : 'worse'], opacity: 0.8 },
            label: {
              show: far.has(point), formatter: () => lines(point.name, 120).join('\n'), position: point.y >= point.x ? 'top' : 'bottom',
              ...small(), color: theme().text, lineHeight: 14,
            },
          })),
        },
      ],
    };
  }

  function words() {
    const cell = cells[Number(select.value)];
    const teacher = data.teachers[cell.teacher];
    const shown = cell.perClass.filter((value) => value !== null).length;
    const above = cell.perClass.filter((value, index) => value !== null && value > teacher.perClass[index]).length;
    const unseen = shown === data.classes.length ? '' : ` that have test images, of ${data.classes.length}`;
    const agreement = cell.agreement === null ? ''
      : ` It gives the teacher’s answer, right or wrong, on ${cell.agreement.toFixed(1)} % of the test images.`;
    const alone = data.alone < 0 || cell.index === data.alone ? '' : `, that of the student alone ${cells[data.alone].calibration.toFixed(1)} %`;
    document.getElementById('classes-words').textContent = `${cell.name} is right more often than ${teacher.network} in ${above} of `
      + `${shown} classes${unseen}.${agreement} Its calibration error is ${cell.calibration.toFixed(1)} %, `
      + `that of ${teacher.network} ${teacher.calibration.toFixed(1)} %${alone}.`;
  }

  const redraw = chart('classes-chart', { width: 440, height: 400 }, option);
  words();
  select.addEventListener('change', () => { words(); redraw(); });
})();
