// Draws lines, axes and signs on a canvas. Knows nothing of the page but its colours.

import { clock, day, minute, tick } from "./format.js";
import { color, scale } from "./theme.js";

const TIME_STEPS = [1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800];
const DASHES = [[], [6, 3], [2, 3], [9, 3, 2, 3]];
const SERIES = 7;

/** The milestones of the log. */
export const MARKS = {
  "alert.fired": { color: "bad", word: "alert fired" },
  "alert.resolved": { color: "good", word: "alert resolved" },
  "task.failed": { color: "warn", word: "task failed" },
  "service.started": { color: "accent", word: "service started" },
};

/** A pen on a clean canvas of the size it is shown in, sharp on every screen; null while it has no size. */
export function fit(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!width || !height) return null;
  const ratio = Math.min(devicePixelRatio || 1, 3);
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.font = `${scale(11)}px ${getComputedStyle(document.body).fontFamily}`;
  return { pen, width, height };
}

/** How a series is drawn; failures and successes have the colours that they have everywhere. */
export function look(name, index) {
  if (/^(error|fail)/i.test(name)) return { color: color("bad"), dash: DASHES[1] };
  if (/^(success|ok|complete)/i.test(name)) return { color: color("good"), dash: [] };
  return { color: color(`series-${(index % SERIES) + 1}`), dash: DASHES[Math.floor(index / SERIES) % DASHES.length] };
}

/** Round numbers from `low` to `high`, about `count`. */
function ticks(low, high, count) {
  const rough = (high - low) / count;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((one) => one * size >= rough) * size;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-6);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** The values that a chart must show: from 0 where that does not flatten the lines. */
function extent(lists) {
  const values = lists.flat().filter((value) => value != null);
  if (!values.length) return [0, 1];
  let low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  if (low >= 0 && (low < high * 0.7 || low === high)) low = 0;
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low === 0 ? 0 : low - room, high + room];
}

/** Maps time and value to the pixels of one drawing with axes. */
export class Frame {
  constructor({ pen, width, height }, from, to, lists, unit) {
    this.pen = pen;
    this.from = from;
    this.to = Math.max(to, from + 1);
    [this.low, this.high] = extent(lists);
    this.values = ticks(this.low, this.high, Math.max(2, Math.floor(height / scale(44))));
    this.labels = this.values.map((value) => tick(value, unit));
    this.left = Math.ceil(Math.max(18, ...this.labels.map((text) => pen.measureText(text).width))) + 8;
    this.right = width - 6;
    this.top = 8;
    this.bottom = height - scale(20);
  }

  x(time) {
    return this.left + ((time - this.from) / (this.to - this.from)) * (this.right - this.left);
  }

  y(value) {
    return this.bottom - ((value - this.low) / (this.high - this.low)) * (this.bottom - this.top);
  }

  time(x) {
    const share = (x - this.left) / (this.right - this.left);
    return this.from + Math.min(1, Math.max(0, share)) * (this.to - this.from);
  }

  #across(time, name, dash) {
    const { pen } = this;
    const x = Math.round(this.x(time)) + 0.5;
    pen.lineWidth = 1;
    pen.strokeStyle = color(name);
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(x, this.top);
    pen.lineTo(x, this.bottom);
    pen.stroke();
    pen.setLineDash([]);
  }

  crosshair(time) {
    this.#across(time, "soft", [3, 3]);
  }

  axes() {
    const { pen } = this;
    pen.fillStyle = color("line");
    for (const value of this.values) pen.fillRect(this.left, Math.round(this.y(value)), this.right - this.left, 1);
    pen.fillStyle = color("faint");
    pen.textBaseline = "middle";
    pen.textAlign = "right";
    this.labels.forEach((text, index) => pen.fillText(text, this.left - 7, this.y(this.values[index])));
    this.#times();
  }

  #times() {
    const { pen } = this;
    const room = Math.max(2, (this.right - this.left) / scale(86));
    const seconds = (this.to - this.from) / 1000;
    const step = TIME_STEPS.find((one) => seconds / one <= room) ?? seconds / 4;
    const write = step < 60 ? clock : step < 86400 ? minute : day;
    const zone = new Date(this.from).getTimezoneOffset() * 60000;
    pen.textAlign = "center";
    for (let time = Math.ceil((this.from - zone) / step / 1000) * step * 1000 + zone; time <= this.to; time += step * 1000) {
      const text = write(time);
      const x = Math.min(this.right - pen.measureText(text).width / 2, this.x(time));
      pen.fillText(text, x, this.bottom + scale(11));
    }
  }

  /** A thin line at each milestone, with the sign of its kind at the foot. */
  marks(marks) {
    for (const mark of marks) {
      if (mark.time < this.from || mark.time > this.to) continue;
      this.#across(mark.time, MARKS[mark.kind]?.color ?? "faint", [1, 4]);
      drawSign(this.pen, mark.kind, this.x(mark.time), this.bottom, 3.5);
    }
  }
}

/** One line; a gap stays a gap, and a point alone is a dot. */
export function drawLine(frame, points, start, step, look, isFilled = false) {
  const { pen } = frame;
  pen.lineWidth = 1.75;
  pen.strokeStyle = look.color;
  pen.lineJoin = "round";
  pen.setLineDash(look.dash);
  const at = (index) => frame.x(start + index * step);
  for (const [first, last] of runs(points)) {
    pen.beginPath();
    if (first === last) pen.arc(at(first), frame.y(points[first]), 1.5, 0, 7);
    for (let index = first; index <= last; index++) pen.lineTo(at(index), frame.y(points[index]));
    pen.stroke();
    if (!isFilled) continue;
    const shade = pen.createLinearGradient(0, frame.top, 0, frame.bottom);
    shade.addColorStop(0, look.color);
    shade.addColorStop(1, "transparent");
    pen.fillStyle = shade;
    pen.lineTo(at(last), frame.bottom);
    pen.lineTo(at(first), frame.bottom);
    pen.globalAlpha = 0.16;
    pen.fill();
    pen.globalAlpha = 1;
  }
  pen.setLineDash([]);
}

/** First and last of each stretch without a gap. */
function runs(points) {
  const found = [];
  points.forEach((value, index) => {
    if (value == null) return;
    if (points[index - 1] == null) found.push([index, index]);
    else found.at(-1)[1] = index;
  });
  return found;
}

/** A triangle, a ring, a cross or a bar. */
export function drawSign(pen, kind, x, y, size) {
  pen.strokeStyle = pen.fillStyle = color(MARKS[kind]?.color ?? "faint");
  pen.lineWidth = size / 2;
  pen.beginPath();
  if (kind === "alert.fired") polygon(pen, [x, y - size, x + size, y + size, x - size, y + size]);
  else if (kind === "alert.resolved") pen.arc(x, y, size * 0.8, 0, 7);
  else if (kind === "task.failed") {
    polygon(pen, [x - size, y - size, x + size, y + size]);
    polygon(pen, [x + size, y - size, x - size, y + size]);
  } else polygon(pen, [x, y - size, x, y + size]);
  if (kind === "alert.fired") pen.fill();
  else pen.stroke();
}

/** A shape that stands out of the line it lies on: a dot, or a diamond where a trace is behind it. */
export function drawDot(pen, x, y, ink, size, isDiamond) {
  pen.beginPath();
  if (isDiamond) polygon(pen, [x, y - size, x + size, y, x, y + size, x - size, y]);
  else pen.arc(x, y, size, 0, 7);
  pen.fillStyle = isDiamond ? color("panel") : ink;
  pen.strokeStyle = isDiamond ? ink : color("panel");
  pen.lineWidth = 1.5;
  pen.fill();
  pen.stroke();
}

function polygon(pen, corners) {
  pen.moveTo(corners[0], corners[1]);
  for (let index = 2; index < corners.length; index += 2) pen.lineTo(corners[index], corners[index + 1]);
  pen.closePath();
}

/** The small line under a big number. */
export function drawSparkline(canvas, points, ink) {
  const place = fit(canvas);
  if (!place) return;
  const { width, height } = place;
  const [low, high] = extent([points]);
  const x = (index) => (index / Math.max(1, points.length - 1)) * width;
  const y = (value) => height - 1 - ((value - low) / (high - low)) * (height - 4);
  drawLine({ ...place, top: 2, bottom: height, x, y }, points, 0, 1, { color: ink, dash: [] }, true);
}
