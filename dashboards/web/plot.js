// Draws lines, axes and signs on a canvas. Knows nothing of the page but its colours.

import { clamp, clock, day, minute, tick } from "./format.js";
import { color, font, scale } from "./theme.js";

const TIME_STEPS = [1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800];
const SERIES = ["accent", "warn", "good", "pink", "caution", "violet", "bad"];

// Of each kind of milestone the colour, and a sign of its own.
const MARKS = {
	"alert.fired": ["bad", "M0-3L3 3H-3z"],
	"alert.resolved": ["good", "M0-3A3 3 0 1 1-.1-3"],
	"task.failed": ["warn", "M-3-3L3 3M3-3L-3 3"],
	"service.started": ["accent", "M0-4V4"],
};

// A pen on a clean canvas of the size it is shown in, sharp on every screen; null while it has no size.
export function fit(canvas) {
	const { clientWidth: width, clientHeight: height } = canvas;
	if (!width || !height) return null;
	const ratio = Math.min(devicePixelRatio || 1, 3);
	const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
	if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
	const pen = canvas.getContext("2d");
	pen.setTransform(ratio, 0, 0, ratio, 0, 0);
	pen.clearRect(0, 0, width, height);
	pen.font = `${scale(11)}px ${font()}`;
	return { pen, width, height };
}

// How a series is drawn; failures and successes have the colours that they have everywhere.
export function look(name, index) {
	if (/^(error|fail)/i.test(name)) return { color: color("bad"), dash: [6, 3] };
	if (/^(success|ok|complete)/i.test(name)) return { color: color("good"), dash: [] };
	return { color: color(SERIES[index % SERIES.length]), dash: index < SERIES.length ? [] : [2, 3] };
}

function ticks(low, high, count) {
	const rough = (high - low) / count;
	const size = 10 ** Math.floor(Math.log10(rough));
	const step = [1, 2, 2.5, 5, 10].find((one) => one * size >= rough) * size;
	const values = [];
	for (let at = Math.ceil(low / step); at * step <= high; at++) values.push(Number((at * step).toPrecision(12)));
	return values;
}

function extent(lists) {
	const values = lists.flat().filter((value) => value != null);
	if (!values.length) return [0, 1];
	let low = Math.min(...values);
	const high = Math.max(...values);
	if (low >= 0 && (low < high * 0.7 || low === high)) low = 0;
	const room = (high - low || Math.abs(high) || 1) * 0.08;
	return [low === 0 ? 0 : low - room, high + room];
}

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
		return this.from + clamp(share, 0, 1) * (this.to - this.from);
	}

	across(time, name, dash) {
		const { pen } = this;
		const x = Math.round(this.x(time)) + 0.5;
		pen.lineWidth = 1;
		pen.strokeStyle = color(name);
		pen.setLineDash(dash);
		pen.stroke(new Path2D(`M${x} ${this.top}V${this.bottom}`));
		pen.setLineDash([]);
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

	marks(marks) {
		for (const mark of marks) {
			if (mark.time < this.from || mark.time > this.to) continue;
			this.pen.globalAlpha = 0.5;
			this.across(mark.time, MARKS[mark.kind]?.[0] ?? "faint", [1, 4]);
			this.pen.globalAlpha = 1;
			drawSign(this.pen, mark.kind, this.x(mark.time), this.bottom);
		}
	}
}

// One line; a gap stays a gap, and a point alone is a dot.
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

function runs(points) {
	const found = [];
	points.forEach((value, index) => {
		if (value == null) return;
		if (points[index - 1] == null) found.push([index, index]);
		else found.at(-1)[1] = index;
	});
	return found;
}

export function drawSign(pen, kind, x, y) {
	const [name, shape] = MARKS[kind] ?? ["faint", "M0-4V4"];
	pen.save();
	pen.translate(x, y);
	pen.strokeStyle = color(name);
	pen.lineWidth = 2;
	pen.stroke(new Path2D(shape));
	pen.restore();
}

// A shape that stands out of the line it lies on: a dot, or a ring of four corners where a trace is behind it.
export function drawDot(pen, x, y, ink, size, hasTrace) {
	pen.save();
	pen.translate(x, y);
	pen.rotate(Math.PI / 4);
	pen.beginPath();
	if (hasTrace) pen.rect(-size, -size, 2 * size, 2 * size);
	else pen.arc(0, 0, size, 0, 7);
	pen.fillStyle = hasTrace ? color("panel") : ink;
	pen.strokeStyle = hasTrace ? ink : color("panel");
	pen.lineWidth = 1.5;
	pen.fill();
	pen.stroke();
	pen.restore();
}

export function drawSparkline(canvas, points, ink) {
	const place = fit(canvas);
	if (!place) return;
	const { width, height } = place;
	const [low, high] = extent([points]);
	const x = (index) => (index / Math.max(1, points.length - 1)) * width;
	const y = (value) => height - 1 - ((value - low) / (high - low)) * (height - 4);
	drawLine({ ...place, top: 2, bottom: height, x, y }, points, 0, 1, { color: ink, dash: [] }, true);
}
