// Draws lines, axes, dots and marks on a canvas. Knows nothing of the page but its colours.

import { minute, clock, day, tick } from "./format.js";
import { palette } from "./theme.js";

const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800];
const DASHES = [[], [6, 3], [2, 3], [9, 3, 2, 3]];

/** A canvas of the size it is shown in, sharp on every screen; null while it has none. */
export function fit(canvas) {
  const ratio = Math.min(devicePixelRatio || 1, 3);
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (!width || !height) return null;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return { pen, width, height };
}

/** How the series at `index` is drawn; failures and successes have the colours that they have everywhere. */
export function look(name, index) {
  const colors = palette();
  if (/^(error|fail|tool_error)/i.test(name)) return { color: colors.bad, dash: DASHES[1] };
  if (/^(success|ok|complete)/i.test(name)) return { color: colors.good, dash: [] };
  return { color: colors[`series-${(index % 7) + 1}`], dash: DASHES[Math.floor(index / 7) % DASHES.length] };
}

/** Round numbers from `low` to `high`, about `count`. */
export function ticks(low, high, count) {
  const rough = (high - low || 1) / count;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((one) => one * size >= rough) * size;
  const values = [];
  for (let value = Math.ceil(low / step - 1e-9) * step; value <= high + step * 1e-6; value += step) {
    values.push(Number(value.toPrecision(12)));
  }
  return values;
}

/** The values that a chart must show: from 0 where that does not flatten the lines. */
export function extent(series) {
  let low = Infinity;
  let high = -Infinity;
  for (const one of series) {
    for (const value of one.points) {
      if (value == null) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low === Infinity) return [0, 1];
  if (low >= 0 && low < high * 0.7) low = 0;
  if (low === high) return low === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, high * 1.25)];
  const room = (high - low) * 0.08;
  return [low === 0 ? 0 : low - room, high + room];
}

/** Maps time and value to the pixels of one drawing. */
export class Frame {
  constructor(width, height, from, to, series, unit, pen) {
    const scale = palette().scale;
    this.from = from;
    this.to = Math.max(to, from + 1);
    [this.low, this.high] = extent(series);
    this.values = ticks(this.low, this.high, Math.max(2, Math.floor(height / (44 * scale))));
    if (this.low !== 0) this.low = Math.min(this.low, this.values[0]);
    pen.font = `${11 * scale}px ${palette().font}`;
    this.labels = this.values.map((value) => tick(value, unit));
    this.left = Math.ceil(Math.max(18, ...this.labels.map((text) => pen.measureText(text).width))) + 8;
    this.right = width - 6;
    this.top = 8;
    this.bottom = height - 20 * scale;
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
}

export function drawAxes(pen, frame) {
  const colors = palette();
  pen.lineWidth = 1;
  pen.strokeStyle = colors.line;
  pen.fillStyle = colors.faint;
  pen.textBaseline = "middle";
  pen.textAlign = "right";
  frame.values.forEach((value, index) => {
    const y = Math.round(frame.y(value)) + 0.5;
    pen.beginPath();
    pen.moveTo(frame.left, y);
    pen.lineTo(frame.right, y);
    pen.stroke();
    pen.fillText(frame.labels[index], frame.left - 7, y);
  });
  drawTimes(pen, frame, frame.bottom + (palette().scale * 20) / 2 + 1);
}

function drawTimes(pen, frame, y) {
  const seconds = (frame.to - frame.from) / 1000;
  const room = (frame.right - frame.left) / (86 * palette().scale);
  const step = TIME_STEPS.find((one) => seconds / one <= Math.max(2, room)) ?? seconds / 4;
  const zone = new Date(frame.from).getTimezoneOffset() * 60000;
  const write = step < 60 ? clock : step < 86400 ? minute : day;
  pen.textBaseline = "middle";
  pen.textAlign = "center";
  const size = step * 1000;
  for (let time = Math.ceil((frame.from - zone) / size) * size + zone; time <= frame.to; time += size) {
    const text = write(time);
    const half = pen.measureText(text).width / 2;
    const x = Math.min(frame.right - half, frame.x(time));
    if (x - half >= frame.left - 12) pen.fillText(text, x, y);
  }
}

/** One line; a gap stays a gap, and a point alone is a dot. */
export function drawLine(pen, frame, points, start, step, { color, dash }, { fill = false, width = 1.75 } = {}) {
  pen.lineWidth = width;
  pen.strokeStyle = pen.fillStyle = color;
  pen.lineJoin = "round";
  pen.setLineDash(dash);
  for (const run of runs(points)) {
    const at = (index) => frame.x(start + index * step);
    if (run.last === run.first) {
      pen.beginPath();
      pen.arc(at(run.first), frame.y(points[run.first]), 2, 0, 7);
      pen.fill();
      continue;
    }
    pen.beginPath();
    for (let index = run.first; index <= run.last; index++) pen.lineTo(at(index), frame.y(points[index]));
    pen.stroke();
    if (!fill) continue;
    const shade = pen.createLinearGradient(0, frame.top, 0, frame.bottom);
    shade.addColorStop(0, color);
    shade.addColorStop(1, "transparent");
    pen.lineTo(at(run.last), frame.bottom);
    pen.lineTo(at(run.first), frame.bottom);
    pen.globalAlpha = 0.16;
    pen.fillStyle = shade;
    pen.fill();
    pen.globalAlpha = 1;
    pen.fillStyle = color;
  }
  pen.setLineDash([]);
}

/** The stretches without a gap. */
function* runs(points) {
  let first = -1;
  for (let index = 0; index <= points.length; index++) {
    if (points[index] != null) {
      if (first < 0) first = index;
    } else if (first >= 0) {
      yield { first, last: index - 1 };
      first = -1;
    }
  }
}

/** A line across at each threshold that lies within the values. */
export function drawThresholds(pen, frame, thresholds, levels) {
  for (const { value, color } of thresholds ?? []) {
    if (value == null || value <= frame.low || value >= frame.high) continue;
    const y = Math.round(frame.y(value)) + 0.5;
    pen.strokeStyle = palette()[levels[color]?.color ?? "faint"];
    pen.setLineDash([3, 4]);
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(frame.left, y);
    pen.lineTo(frame.right, y);
    pen.stroke();
    pen.setLineDash([]);
  }
}

/** Milestones of the log: a thin line with the sign of its kind at the foot. */
export function drawMarks(pen, frame, marks) {
  for (const mark of marks) {
    if (mark.time < frame.from || mark.time > frame.to) continue;
    const x = Math.round(frame.x(mark.time)) + 0.5;
    pen.globalAlpha = 0.45;
    pen.lineWidth = 1;
    pen.strokeStyle = palette()[MARKS[mark.kind]?.color ?? "faint"];
    pen.setLineDash([1, 3]);
    pen.beginPath();
    pen.moveTo(x, frame.top);
    pen.lineTo(x, frame.bottom);
    pen.stroke();
    pen.setLineDash([]);
    pen.globalAlpha = 1;
    drawSign(pen, mark.kind, x, frame.bottom, 3.5);
  }
}

export const MARKS = {
  "alert.fired": { color: "bad", word: "alert fired" },
  "alert.resolved": { color: "good", word: "alert resolved" },
  "task.failed": { color: "warn", word: "task failed" },
  "service.started": { color: "accent", word: "service started" },
};

/** A shape for each kind: a triangle, a ring, a cross, a bar. */
export function drawSign(pen, kind, x, y, size) {
  pen.strokeStyle = pen.fillStyle = palette()[MARKS[kind]?.color ?? "faint"];
  pen.lineWidth = size / 2.2;
  pen.beginPath();
  if (kind === "alert.fired") {
    pen.moveTo(x, y - size);
    pen.lineTo(x + size, y + size * 0.8);
    pen.lineTo(x - size, y + size * 0.8);
    pen.fill();
  } else if (kind === "alert.resolved") {
    pen.arc(x, y, size * 0.8, 0, 7);
    pen.stroke();
  } else if (kind === "task.failed") {
    for (const side of [-1, 1]) {
      pen.moveTo(x - size * 0.8, y - size * 0.8 * side);
      pen.lineTo(x + size * 0.8, y + size * 0.8 * side);
    }
    pen.stroke();
  } else {
    pen.fillRect(x - size / 3, y - size, size / 1.5, size * 2);
  }
}

export function drawCrosshair(pen, frame, x) {
  pen.strokeStyle = palette().soft;
  pen.lineWidth = 1;
  pen.setLineDash([3, 3]);
  pen.beginPath();
  pen.moveTo(Math.round(x) + 0.5, frame.top);
  pen.lineTo(Math.round(x) + 0.5, frame.bottom);
  pen.stroke();
  pen.setLineDash([]);
}

/** A dot on the panel's ground, so that it stands out of its line. */
export function drawDot(pen, x, y, color, size) {
  pen.beginPath();
  pen.arc(x, y, size, 0, 7);
  pen.fillStyle = color;
  pen.strokeStyle = palette().panel;
  pen.lineWidth = 1.5;
  pen.fill();
  pen.stroke();
}

/** A measurement with a trace behind it: a diamond. */
export function drawDiamond(pen, x, y, color, size) {
  pen.beginPath();
  pen.moveTo(x, y - size);
  pen.lineTo(x + size, y);
  pen.lineTo(x, y + size);
  pen.lineTo(x - size, y);
  pen.closePath();
  pen.fillStyle = palette().panel;
  pen.strokeStyle = color;
  pen.lineWidth = 1.5;
  pen.fill();
  pen.stroke();
}

/** The small line under a big number. */
export function drawSparkline(canvas, points, color) {
  const place = fit(canvas);
  if (!place) return;
  const { pen, width, height } = place;
  const [low, high] = extent([{ points }]);
  const frame = {
    left: 0, top: 2, bottom: height,
    x: (time) => (time / Math.max(1, points.length - 1)) * width,
    y: (value) => height - 1 - ((value - low) / (high - low)) * (height - 4),
  };
  drawLine(pen, frame, points, 0, 1, { color, dash: [] }, { fill: true, width: 1.5 });
}
