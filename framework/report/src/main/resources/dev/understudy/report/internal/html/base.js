/** What the pages share: colours for light and dark, lines, axes, tooltips, legends, printing. */
const understudy = (() => {
  'use strict';
  // Okabe and Ito's colours, which colour-blind people can tell apart; each paper has those that show on it.
  const LIGHT = {
    isDark: false, text: '#1d2125', muted: '#5a626a', rule: '#e4e4de', paper: '#fcfcfa',
    lines: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'],
  };
  const DARK = {
    isDark: true, text: '#e7e9eb', muted: '#a0a8b0', rule: '#2b3036', paper: '#1d2125',
    lines: ['#56b4e9', '#e69f00', '#009e73', '#cc79a7', '#f0e442', '#d55e00'],
  };
  const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];
  const DASHES = ['solid', 'dashed', 'dotted'];

  const data = JSON.parse(document.getElementById('data').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const drawn = [];
  let printing = false;

  const theme = () => (dark.matches && !printing ? DARK : LIGHT);
  const font = getComputedStyle(document.body).fontFamily;
  const small = () => ({ color: theme().muted, fontSize: 12, fontFamily: font });

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

  /** A marker for a series or one of its points, filled or hollow. */
  function marker(style) {
    const hollow = style.symbol.startsWith('empty');
    return {
      symbol: style.symbol.replace('empty', '').toLowerCase(),
      itemStyle: hollow ? { color: theme().paper, borderColor: style.colour, borderWidth: 2 } : { color: style.colour },
    };
  }

  /** A line with about ten markers, however many epochs there are. */
  function line(name, points, style, order) {
    const step = Math.ceil(points.length / 10);
    return {
      type: 'line', name, data: points, z: 3 + order, zlevel: 0, animation: false,
      color: style.colour,
      lineStyle: { width: 2, type: style.dash, color: style.colour },
      ...marker(style),
      symbolSize: (value, item) => (item.dataIndex % step === 0 || item.dataIndex === points.length - 1 ? 7 : 0),
      emphasis: { disabled: true },
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

  function axes(epochs, yAxis) {
    const colours = theme();
    const text = small();
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

  /** How every tooltip looks. */
  function box() {
    const colours = theme();
    return {
      confine: true, extraCssText: 'max-width: 20rem; white-space: normal; overflow-wrap: anywhere',
      backgroundColor: colours.paper, borderColor: colours.rule,
      textStyle: { color: colours.text, fontSize: 13, fontFamily: font },
    };
  }

  function tooltip(format) {
    const colours = theme();
    const safe = echarts.format.encodeHTML;
    return {
      ...box(), trigger: 'axis',
      axisPointer: { lineStyle: { color: colours.muted, type: 'solid' } },
      formatter: (items) => {
        const rows = items
          .sort((a, b) => b.value[1] - a.value[1])
          .map((item) => `<tr><td>${echarts.format.getTooltipMarker(item.borderColor ?? item.color)}${safe(item.seriesName)}</td><td class="number">${format(item.value[1])}</td></tr>`);
        return `epoch ${items[0].value[0]}<table>${rows.join('')}</table>`;
      },
    };
  }

  const selected = (names) => Object.fromEntries([...names].map((name) => [name, false]));

  const ruler = document.createElement('canvas').getContext('2d');
  ruler.font = `12px ${font}`;

  /** A name in as many lines of 12 pixels' letters as it takes to be no wider, broken where words and options end. */
  function lines(text, width) {
    const fits = (part) => ruler.measureText(part).width <= width;
    const broken = [''];
    const add = (part) => {
      const last = broken.length - 1;
      if (fits(broken[last] + part.trimEnd())) {
        broken[last] += part;
      } else if (fits(part) && broken[last] !== '') {
        broken.push(part);
      } else {
        [...part].forEach((letter) => (fits(broken[broken.length - 1] + letter)
          ? broken[broken.length - 1] += letter : broken.push(letter)));
      }
    };
    text.match(/[^\s:,.·/_-]*[\s:,.·/_-]*/gu).forEach(add);
    return broken.map((part) => part.trim());
  }

  /** Moves a label of a point back between the axes, which have so much room, and hides it where it would lie on another. */
  const inside = (width, height, room) => ({ labelRect: { x, y, width: wide, height: high } }) => ({
    hideOverlap: true,
    dx: Math.max(room - x, Math.min(0, width - 2 - x - wide)),
    dy: Math.max(2 - y, Math.min(0, height - room - y - high)),
  });

  /** A line with its marker, or the marker alone. */
  function swatch(style, lined = true) {
    const dash = { solid: '', dashed: '5 3', dotted: '2 3' }[style.dash];
    const marks = {
      none: '',
      circle: '<circle cx="14" cy="7" r="3.5"/>',
      rect: '<path d="M10.5 3.5h7v7h-7z"/>',
      triangle: '<path d="M14 3l4 7.5h-8z"/>',
      diamond: '<path d="M14 2.5l4 4.5l-4 4.5l-4-4.5z"/>',
    };
    const hollow = style.symbol.startsWith('empty');
    const mark = marks[style.symbol.replace('empty', '').toLowerCase()];
    const stroke = `stroke="${style.colour}" stroke-width="2"`;
    return `<svg ${lined ? 'width="28"' : 'width="14" viewBox="7 0 14 14"'} height="14" aria-hidden="true" fill="${style.colour}">`
      + (lined ? `<path d="M0 7h28" ${stroke} stroke-dasharray="${dash}"/>` : '')
      + (hollow ? `<g fill="${theme().paper}" ${stroke}>${mark}</g>` : mark) + '</svg>';
  }

  /** A legend of buttons, so that lines can be hidden by keyboard. */
  function legend(id, set, entries, changed = draw) {
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
        changed();
      });
      return button;
    }));
    if (focused >= 0) {
      place.children[focused].focus();
    }
  }

  /** Something to draw now, and again when the colours change or the page is printed. */
  function onDraw(work) {
    drawn.push(work);
  }

  function draw() {
    drawn.forEach((work) => work());
  }

  /** A chart in the element with this id: as large as that or as high as it needs, or as printed says on paper. */
  function chart(id, printed, option, overlay = () => [], needs = null) {
    const place = document.getElementById(id);
    const instance = echarts.init(place, null, { renderer: 'svg' });
    const redraw = () => {
      const height = needs === null ? printed.height : needs(printing ? printed.width : place.clientWidth);
      place.style.height = printing || needs !== null ? `${height}px` : '';
      instance.resize(printing ? { width: printed.width, height } : { width: 'auto', height: 'auto' });
      instance.setOption({ animation: false, ...option(instance.getWidth(), instance.getHeight()) }, true);
      instance.setOption({ graphic: overlay(instance) });
    };
    onDraw(redraw);
    new ResizeObserver(() => printing || redraw()).observe(place);
    return redraw;
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

  function start() {
    copying();
    draw();
    dark.addEventListener('change', draw);
    addEventListener('beforeprint', () => print(true));
    addEventListener('afterprint', () => print(false));
  }

  return {
    data, theme, font, small, look, plain, marker, line, stages, axes, tooltip, box, selected, lines, inside, swatch, legend,
    onDraw, draw, chart, start,
  };
})();
