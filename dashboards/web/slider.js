// The time slider: a place in the log, with how busy it was and what happened there.

import { byId, inFrame, setText } from "./dom.js";
import { clamp, clock, day, moment, position as write, when } from "./format.js";
import { drawSign, fit } from "./plot.js";
import { color, scale } from "./theme.js";

const PAGE_SHARE = 0.05;
// How near to the right edge is live, and how near to a milestone is on it, in pixels.
const EDGE = 5;
const REACH = 3;

export class Slider {
	#choose;
	#node = byId("slider");
	#canvas = byId("slider-canvas");
	#tip = byId("slider-tip");
	// Each slot of time as the stretch of positions that it holds.
	#slots = [];
	#first = 1;
	#lastTime = 0;
	#value = null;
	#time = null;
	last = 0;
	marks = [];

	// `choose(position, isStep)`: null is live; a step or a drag is no place of its own in the history.
	constructor(choose) {
		this.#choose = choose;
		const node = this.#node;
		node.onpointerdown = (event) => {
			if (event.button !== 0) return;
			node.setPointerCapture(event.pointerId);
			this.#point(event, true, false);
		};
		node.onpointermove = (event) => this.#point(event, node.hasPointerCapture(event.pointerId), true);
		node.onpointerleave = () => (this.#tip.hidden = true);
		node.onkeydown = (event) => this.#key(event);
		new ResizeObserver(() => this.redraw()).observe(this.#canvas);
	}

	setTimeline({ first, last, density, marks }) {
		this.#first = first?.position ?? 1;
		this.marks = marks.map((mark) => ({ ...mark, time: Date.parse(mark.time) }));
		let position = this.#first;
		const length = density.step * 1000;
		this.#slots = density.counts.map((count, index) => {
			position += count;
			return { position: position - count, count, time: Date.parse(density.start) + index * length, length };
		});
		if (last) this.grow(last.position, last.time);
	}

	grow(last, time) {
		if (last >= this.last) [this.last, this.#lastTime] = [last, Date.parse(time)];
		this.show(this.#value, this.#time);
	}

	show(position, time) {
		this.#value = position == null ? null : Math.min(position, this.last || position);
		this.#time = time;
		const at = this.#value ?? this.last;
		const exact = time ?? this.#timeAt(at);
		const words = this.#value == null ? `Live, event ${at}` : `As of event ${at} of ${this.last}${exact ? `, ${moment(exact)}` : ""}`;
		const range = { valuemin: this.#first, valuemax: Math.max(this.#first, this.last), valuenow: Math.max(this.#first, at), valuetext: words };
		for (const [name, value] of Object.entries(range)) this.#node.setAttribute(`aria-${name}`, value);
		setText(byId("slider-position"), write(at));
		setText(byId("slider-of"), `of ${write(this.last)}`);
		this.redraw();
	}

	redraw() {
		inFrame(this, () => this.#draw());
	}

	jump(way) {
		const here = this.#value ?? this.last + 1;
		const places = this.marks.map((mark) => mark.position).sort((a, b) => a - b);
		const found = way < 0 ? places.findLast((one) => one < here) : places.find((one) => one > here);
		if (found || way > 0) this.#choose(found ?? null, false);
	}

	// `count` events on or back; beyond the end is live.
	step(count) {
		const there = (this.#value ?? this.last) + count;
		// Before the timeline has come, the way back is known and the end is not.
		if (this.last || (count < 0 && this.#value)) this.#choose(this.last && there > this.last ? null : Math.max(this.#first, there), true);
	}

	get #span() {
		return Math.max(1, this.last - this.#first);
	}

	#timeAt(position) {
		const slot = this.#slots.findLast((one) => one.position <= position);
		if (!slot || position >= this.last) return this.#lastTime;
		return Math.min(this.#lastTime, slot.time + (slot.length * (position - slot.position)) / Math.max(1, slot.count));
	}

	#draw() {
		const place = fit(this.#canvas);
		if (!place) return;
		const { pen, width, height } = place;
		const x = (position) => ((position - this.#first) / this.#span) * width;
		const foot = height - scale(19);
		const isLive = this.#value == null;
		const here = isLive ? width : x(this.#value);
		// What is past at the moment shown is coloured, what was still to come is faint.
		const ink = color(isLive ? "accent" : "past");
		this.#drawDensity(pen, x, foot, [[0, here, ink, 0.5], [here, width, color("faint"), 0.25]]);
		this.#drawTimes(pen, width, height);
		for (const mark of this.marks) drawSign(pen, mark.kind, clamp(x(mark.position), 4, width - 4), 5);
		pen.fillStyle = ink;
		const thumb = clamp(here, 6, width - 6);
		pen.fillRect(thumb - 1, 11, 2, foot - 11);
		pen.beginPath();
		pen.arc(thumb, foot, 6, 0, 7);
		pen.fill();
	}

	#drawDensity(pen, x, foot, parts) {
		const busiest = Math.max(1, ...this.#slots.map((slot) => slot.count));
		const shape = new Path2D();
		shape.moveTo(0, foot + 1);
		for (const { position, count } of this.#slots) {
			const y = foot - Math.sqrt(count / busiest) * (foot - 12);
			shape.lineTo(x(position), y);
			shape.lineTo(x(position + count), y);
		}
		shape.lineTo(x(this.last), foot + 1);
		pen.save();
		pen.clip(shape);
		for (const [from, to, ink, alpha] of parts) {
			pen.globalAlpha = alpha;
			pen.fillStyle = ink;
			pen.fillRect(from, 0, to - from, foot + 1);
		}
		pen.restore();
	}

	#drawTimes(pen, width, height) {
		if (!this.#slots.length) return;
		const count = Math.max(1, Math.floor(width / scale(120)));
		pen.fillStyle = color("faint");
		for (let index = 0; index <= count; index++) {
			const time = this.#timeAt(this.#first + (this.#span * index) / count);
			pen.textAlign = index === 0 ? "left" : index === count ? "right" : "center";
			pen.fillText(when(time), (width * index) / count, height - 4);
		}
	}

	// Tells what is under the pointer, and goes there while it is down; a milestone under it is meant.
	#point(event, isMeant, isStep) {
		if (!this.last) return;
		const { left, width } = this.#canvas.getBoundingClientRect();
		const x = clamp(event.clientX - left, 0, width);
		const mark = this.marks.find((one) => Math.abs(((one.position - this.#first) / this.#span) * width - x) <= REACH);
		const at = mark?.position ?? Math.round(this.#first + (x / width) * this.#span);
		const time = mark?.time ?? this.#timeAt(at);
		const name = mark ? `${mark.kind} ${mark.label} · ` : "";
		setText(this.#tip, `${name}event ${write(at)}, ${day(time)} ${clock(time)}`);
		this.#tip.hidden = false;
		const half = this.#tip.offsetWidth / 2;
		this.#tip.style.left = `${clamp(x, half, Math.max(half, width - half))}px`;
		if (isMeant) this.#choose(x >= width - EDGE ? null : at, isStep);
	}

	#key(event) {
		const page = Math.ceil(this.#span * PAGE_SHARE);
		const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -page, PageUp: page };
		if (event.key in steps) this.step(steps[event.key]);
		else if (event.key === "Home") this.#choose(this.#first, false);
		else if (event.key === "End") this.#choose(null, false);
		else return;
		event.preventDefault();
	}
}
