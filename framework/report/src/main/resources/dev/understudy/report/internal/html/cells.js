/** What the charts of a comparison share: how a cell looks and what it is called. */
const comparison = (() => {
  'use strict';
  const { data, theme, small, lines, swatch, onDraw } = understudy;
  const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];
  const DASHES = ['solid', 'dashed', 'dotted'];
  const LIGHT = { better: '#0072b2', worse: '#b84a00', undecided: '#767d85' };
  const DARK = { better: '#56b4e9', worse: '#e69f00', undecided: '#8b939b' };
  const MINUS = '−';

  const cells = data.cells;
  const named = cells.filter((cell) => !isReference(cell));
  const rows = [...new Set(named.map((cell) => cell.row))];
  const columns = [...new Set(named.map((cell) => cell.column))];
  const safe = (text) => echarts.format.encodeHTML(text);

  function isReference(cell) {
    return cell.index === data.alone || cell.index === data.softTargets;
  }

  /** Colour by row, marker and dashes by column; the seventh row begins again with hollow markers. */
  function style(cell) {
    if (cell.index === data.alone) {
      return { colour: theme().muted, dash: 'solid', symbol: 'circle' };
    }
    if (cell.index === data.softTargets) {
      return { colour: theme().muted, dash: 'dashed', symbol: 'rect' };
    }
    const row = rows.indexOf(cell.row);
    const column = columns.indexOf(cell.column);
    const colours = theme().lines;
    const symbol = SYMBOLS[column % SYMBOLS.length];
    return {
      colour: colours[row % colours.length],
      dash: DASHES[column % DASHES.length],
      symbol: Math.floor(row / colours.length) % 2 === 1 ? `empty${symbol[0].toUpperCase()}${symbol.slice(1)}` : symbol,
    };
  }

  const verdictColours = () => (theme().isDark ? DARK : LIGHT);

  function signed(value, digits = 2) {
    const size = Math.abs(value).toFixed(digits);
    return Number(size) === 0 ? size : (value < 0 ? MINUS : '+') + size;
  }

  const spread = (cell) => `${cell.mean.toFixed(2)}${cell.standardDeviation === null ? '' : ` ± ${cell.standardDeviation.toFixed(2)}`} %`;

  /** Explains colours and markers, where no button has to. */
  function key(id) {
    const place = document.getElementById(id);
    const one = (entry, text) => {
      const item = document.createElement('span');
      item.innerHTML = swatch(entry, false);
      item.append(text);
      return item;
    };
    onDraw(() => {
      const references = cells.filter(isReference).map((cell) => one(style(cell), cell.name));
      const byRow = rows.map((row) => {
        const colour = style(named.find((cell) => cell.row === row));
        return one({ ...colour, symbol: colour.symbol.startsWith('empty') ? 'emptyCircle' : 'circle' }, row);
      });
      const byColumn = columns.length < 2 ? [] : columns.map((column, index) =>
        one({ colour: theme().text, symbol: SYMBOLS[index % SYMBOLS.length], dash: 'solid' }, column));
      place.replaceChildren(...[references, byRow, byColumn].filter((group) => group.length > 0).map((group) => {
        const line = document.createElement('p');
        line.replaceChildren(...group);
        return line;
      }));
    });
  }

  /** The value of the chosen radio button of that name. */
  const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`).value;

  /** Does something whenever another one is chosen. */
  function onChoice(name, work) {
    document.querySelectorAll(`input[name="${name}"]`).forEach((input) => input.addEventListener('change', work));
  }

  const axisLook = () => ({
    axisLabel: { ...small(), hideOverlap: true }, axisTick: { show: false },
    axisLine: { show: false }, splitLine: { lineStyle: { color: theme().rule } },
    nameTextStyle: { ...small() }, nameLocation: 'middle',
  });

  const WIDE = 640;
  const LEADING = 14;

  /**
   * Where the names of a chart's rows go: beside them where there is room, else above them. All rows are as high as the
   * longest name needs.
   */
  function rowNames(names, width, room) {
    const beside = width >= WIDE;
    const texts = names.map((name) => lines(name, beside ? room : width - 16));
    const most = Math.max(1, ...texts.map((text) => text.length));
    return {
      beside,
      row: beside ? Math.max(26, most * LEADING + 8) : (most + 2) * LEADING,
      /** How far below the middle of its row the marks are. */
      down: beside ? 0 : (most * LEADING) / 2,
      data: texts.map((text) => text.join('\n') + (beside ? '' : '\n\n')),
      label: {
        ...small(), color: theme().text, interval: 0, lineHeight: LEADING,
        ...(beside ? {} : {
          inside: true, margin: 0, align: 'left', verticalAlign: 'middle',
        }),
      },
    };
  }

  return {
    data, cells, isReference, style, verdictColours, signed, spread, safe, key, chosen, onChoice, rowNames, axisLook,
  };
})();
