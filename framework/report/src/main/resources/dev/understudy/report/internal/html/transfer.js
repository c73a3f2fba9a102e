/** Correlation matrices of teacher and student for a chosen image, and what is between them. */
(() => {
  'use strict';
  const { data, theme, onDraw } = understudy;
  const { chosen, onChoice } = comparison;
  const select = document.getElementById('transfer-student');
  if (!select) {
    return;
  }
  const RANGE = data.matrices.range;
  const STEPS = 127;
  // From blue over the paper to orange: the ends stand out from the paper by lightness as well.
  const LIGHT = ['#08306b', '#4292c6', '#f7f7f4', '#e8853a', '#7f2704'];
  const DARK = ['#c6dbef', '#3b8bc2', '#1b1f23', '#c9661f', '#fdd0a2'];
  const students = data.matrices.students;

  const whole = new Map();

  /** All elements of a matrix, of which the page carries the upper half. */
  function values(matrix) {
    if (!whole.has(matrix)) {
      const half = Int8Array.from(atob(matrix.bytes), (letter) => letter.charCodeAt(0));
      const all = new Int8Array(matrix.side ** 2);
      let at = 0;
      for (let row = 0; row < matrix.side; row += 1) {
        for (let column = row; column < matrix.side; column += 1) {
          all[row * matrix.side + column] = half[at];
          all[column * matrix.side + row] = half[at];
          at += 1;
        }
      }
      whole.set(matrix, all);
    }
    return whole.get(matrix);
  }

  const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

  /** The colour of -127 to 127, from the two stops around it. */
  function colour(value) {
    const stops = (theme().isDark ? DARK : LIGHT).map(rgb);
    const at = ((Math.max(-STEPS, Math.min(STEPS, value)) + STEPS) / (2 * STEPS)) * (stops.length - 1);
    const below = Math.min(Math.floor(at), stops.length - 2);
    return stops[below].map((start, channel) => start + (stops[below + 1][channel] - start) * (at - below));
  }

  function palette() {
    return Array.from({ length: 2 * STEPS + 1 }, (_, index) => colour(index - STEPS));
  }

  /** One pixel an element; the style sheet makes them larger. */
  function paint(canvas, width, height, elements, colours) {
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    const image = context.createImageData(width, height);
    elements.forEach((value, index) => {
      const [red, green, blue] = colours[Math.max(-STEPS, Math.min(STEPS, value)) + STEPS];
      image.data.set([red, green, blue, 255], 4 * index);
    });
    context.putImageData(image, 0, 0);
  }

  const alike = (a, b) => a.side === b.side && a.of === b.of;

  function meanSquare(a, b) {
    const [left, right] = [values(a), values(b)];
    const sum = left.reduce((total, value, index) => total + (value - right[index]) ** 2, 0);
    return (sum * (RANGE / STEPS) ** 2) / left.length;
  }

  function words(kind, ours, theirs, alone) {
    if (!alike(ours, theirs)) {
      return `The matrices are of different sizes, ${theirs.of} × ${theirs.of} and ${ours.of} × ${ours.of}, so there is no difference to show.`;
    }
    const context = alone && alone !== ours && alike(alone, theirs)
      ? `; that of the student alone is ${meanSquare(alone, theirs).toFixed(2)}` : '';
    const thinned = ours.side === ours.of ? '' : ` Shown are ${ours.side} of ${ours.of} ${kind === 'channel' ? 'channels' : 'locations'}, evenly spaced.`;
    return `Mean squared difference ${meanSquare(ours, theirs).toFixed(2)}${context}.${thinned}`;
  }

  function show(kind, image, student, colours) {
    const theirs = data.matrices.teachers[student.teacher].images[image][kind];
    const ours = student.images[image][kind];
    const alone = data.matrices.alone === null ? null : students[data.matrices.alone].images[image][kind];
    const canvas = (name) => document.getElementById(`${kind}-${name}`);
    paint(canvas('teacher'), theirs.side, theirs.side, values(theirs), colours);
    paint(canvas('student'), ours.side, ours.side, values(ours), colours);
    const comparable = alike(ours, theirs);
    canvas('difference').closest('figure').hidden = !comparable;
    if (comparable) {
      const minus = Int16Array.from(values(ours), (value, index) => value - values(theirs)[index]);
      paint(canvas('difference'), ours.side, ours.side, minus, colours);
    }
    document.getElementById(`${kind}-words`).textContent = words(kind, ours, theirs, alone);
  }

  function redraw() {
    const colours = palette();
    const image = Number(chosen('transfer-image'));
    const student = students[Number(select.value)];
    document.querySelectorAll('.of-student').forEach((place) => { place.textContent = student.name; });
    document.querySelectorAll('.of-teacher').forEach((place) => { place.textContent = data.matrices.teachers[student.teacher].name; });
    document.getElementById('transfer-shown').src = document.querySelector('input[name="transfer-image"]:checked + img').src;
    ['channel', 'spatial'].forEach((kind) => show(kind, image, student, colours));
    const scale = Array.from({ length: 2 * STEPS + 1 }, (_, index) => index - STEPS);
    paint(document.getElementById('transfer-scale'), scale.length, 1, scale, colours);
  }

  onDraw(redraw);
  select.addEventListener('change', redraw);
  onChoice('transfer-image', redraw);
})();
