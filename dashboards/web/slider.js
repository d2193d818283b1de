// The time slider: a place in the log, with how busy it was and what happened there.

import { announce, byId, inFrame, setText } from "./dom.js";
import { clock, day, minute, moment, position as write } from "./format.js";
import { drawSign, fit, MARKS } from "./plot.js";
import { palette } from "./theme.js";

const PAGE_SHARE = 0.05;
const JUMP_SHARE = 0.01;

/** `choose(position or null, isFinal)` is called while the reader drags, and when they let go; null is live. */
export class Slider {
  #node = byId("slider");
  #canvas = byId("slider-canvas");
  #tip = byId("slider-tip");
  #choose;
  #steps = [];
  #isDragged = false;
  marks = [];
  first = 1;
  last = 0;
  value = null;

  constructor(choose) {
    this.#choose = choose;
    const on = (name, listener) => this.#node.addEventListener(name, listener);
    on("pointerdown", (event) => this.#press(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#drop(event));
    on("pointercancel", () => (this.#isDragged = false));
    on("pointerleave", () => (this.#tip.hidden = true));
    on("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.redraw()).observe(this.#canvas);
  }

  /** The whole log at a glance, as `/v1/timeline` tells it. */
  setTimeline({ first, last, density, marks }) {
    this.first = first?.position ?? 1;
    this.marks = (marks ?? []).map((mark) => ({ ...mark, time: Date.parse(mark.time) }));
    this.#steps = steps(density, first);
    this.grow(last?.position ?? 0, last?.time);
    this.redraw();
  }

  /** The log has become longer. */
  grow(last, time) {
    if (last < this.last) return;
    this.last = last;
    if (time) this.lastTime = Date.parse(time);
    this.#say();
    this.redraw();
  }

  /** Shows `position`, null for live, with the exact time where it is known. */
  show(position, time) {
    this.value = position == null ? null : Math.min(position, this.last || position);
    this.time = time ? Date.parse(time) : null;
    this.#say();
    this.redraw();
  }

  redraw() {
    inFrame(this, () => this.#draw());
  }

  /** Milliseconds at a position: exact at the ends, between them by the density. */
  timeAt(position) {
    if (!this.#steps.length) return this.lastTime ?? null;
    if (position >= this.last) return this.lastTime;
    const step = this.#steps.findLast((one) => one.position <= position) ?? this.#steps[0];
    const share = step.count ? (position - step.position) / step.count : 0;
    return Math.min(this.lastTime, step.time + share * step.length);
  }

  /** The next milestone before or after the moment shown. */
  jump(way) {
    const here = this.value ?? this.last + 1;
    const marks = this.marks.map((mark) => mark.position).sort((a, b) => a - b);
    const found = way < 0 ? marks.findLast((one) => one < here) : marks.find((one) => one > here);
    if (found != null) this.#choose(found, true);
    else if (way > 0) this.#choose(null, true);
  }

  /** `count` events on or back; beyond the end is live. */
  step(count) {
    if (!this.last) return;
    const here = this.value ?? this.last;
    const there = Math.round(here + count);
    if (this.value == null && count > 0) return;
    this.#choose(there > this.last ? null : Math.max(this.first, there), true);
  }

  get #span() {
    return Math.max(1, this.last - this.first);
  }

  #say() {
    const isLive = this.value == null;
    const at = isLive ? this.last : this.value;
    const time = this.time ?? this.timeAt(at);
    const text = isLive ? `Live, event ${at}` : `Event ${at} of ${this.last}${time ? `, ${moment(time)}` : ""}`;
    const node = this.#node;
    node.setAttribute("aria-valuemin", this.first);
    node.setAttribute("aria-valuemax", Math.max(this.first, this.last));
    node.setAttribute("aria-valuenow", Math.max(this.first, at));
    node.setAttribute("aria-valuetext", text);
    setText(byId("slider-position"), this.last ? write(at) : "–");
    setText(byId("slider-of"), this.last ? `of ${write(this.last)}` : "events");
  }

  // Drawing

  #draw() {
    const place = fit(this.#canvas);
    if (!place) return;
    const { pen, width, height } = place;
    const colors = palette();
    const x = (position) => ((position - this.first) / this.#span) * width;
    const foot = height - 19 * colors.scale;
    const here = this.value == null ? width : x(this.value);
    this.#drawDensity(pen, x, foot, width, here);
    this.#drawTimes(pen, width, height);
    for (const mark of this.marks) drawSign(pen, mark.kind, clamp(x(mark.position), 4, width - 4), 5, 3.6);
    this.#drawThumb(pen, clamp(here, 1.5, width - 1.5), foot);
  }

  /** What is past at the moment shown is coloured, what was still to come is faint. */
  #drawDensity(pen, x, foot, width, here) {
    const colors = palette();
    const busiest = Math.max(...this.#steps.map((step) => step.count / step.length), 1e-9);
    const top = 12;
    pen.beginPath();
    pen.moveTo(0, foot);
    for (const step of this.#steps) {
      const y = foot - Math.sqrt(step.count / step.length / busiest) * (foot - top);
      pen.lineTo(x(step.position), y);
      pen.lineTo(x(step.position + step.count), y);
    }
    pen.lineTo(width, foot);
    pen.closePath();
    for (const [from, to, color, alpha] of [[0, here, this.value == null ? colors.accent : colors.past, 0.5], [here, width, colors.faint, 0.22]]) {
      pen.save();
      pen.clip(rectangle(from, 0, to - from, foot));
      pen.globalAlpha = alpha;
      pen.fillStyle = color;
      pen.fill();
      pen.restore();
    }
    pen.fillStyle = colors.line;
    pen.fillRect(0, foot, width, 1);
  }

  #drawTimes(pen, width, height) {
    if (!this.#steps.length) return;
    const colors = palette();
    pen.font = `${10.5 * colors.scale}px ${colors.font}`;
    pen.fillStyle = colors.faint;
    pen.textBaseline = "alphabetic";
    const count = Math.max(1, Math.floor(width / (120 * colors.scale)));
    const isLong = this.lastTime - this.timeAt(this.first) > 20 * 3600e3;
    for (let index = 0; index <= count; index++) {
      const time = this.timeAt(this.first + (this.#span * index) / count);
      const text = isLong ? `${day(time)} ${minute(time)}` : minute(time);
      pen.textAlign = index === 0 ? "left" : index === count ? "right" : "center";
      pen.fillText(text, (width * index) / count, height - 4);
    }
  }

  #drawThumb(pen, x, foot) {
    const colors = palette();
    const color = this.value == null ? colors.accent : colors.past;
    pen.fillStyle = color;
    pen.fillRect(x - 1, 10, 2, foot - 10);
    pen.beginPath();
    pen.arc(x, foot, 6, 0, 7);
    pen.fill();
    pen.strokeStyle = colors.panel;
    pen.lineWidth = 2;
    pen.stroke();
  }

  // Pointer and keys

  #position(event) {
    const box = this.#canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, width: box.width, value: Math.round(this.first + clamp((event.clientX - box.left) / box.width, 0, 1) * this.#span) };
  }

  #press(event) {
    if (event.button !== 0 || !this.last) return;
    this.#isDragged = true;
    this.#node.setPointerCapture(event.pointerId);
    this.#drag(event, false);
  }

  #move(event) {
    if (!this.last) return;
    const { x, width, value } = this.#position(event);
    this.#hint(x, width, value);
    if (this.#isDragged) this.#drag(event, false);
  }

  #drop(event) {
    if (!this.#isDragged) return;
    this.#isDragged = false;
    this.#drag(event, true);
    announce(this.value == null ? "Live" : `As of ${this.#node.getAttribute("aria-valuetext")}`);
  }

  /** A press near a milestone means it; the right edge is live. */
  #drag(event, isFinal) {
    const { x, width, value } = this.#position(event);
    const mark = this.#markNear(x, width);
    this.#choose(x >= width - 5 ? null : (mark?.position ?? value), isFinal);
  }

  #markNear(x, width) {
    const at = (mark) => ((mark.position - this.first) / this.#span) * width;
    return this.marks.find((mark) => Math.abs(at(mark) - x) <= 3);
  }

  #hint(x, width, value) {
    const mark = this.#markNear(x, width);
    const at = mark?.position ?? value;
    const time = mark?.time ?? this.timeAt(at);
    const event = `event ${write(at)}, ${day(time)} ${clock(time)}`;
    setText(this.#tip, mark ? `${MARKS[mark.kind]?.word ?? mark.kind}: ${mark.label} · ${event}` : event);
    this.#tip.hidden = false;
    const half = this.#tip.offsetWidth / 2;
    this.#tip.style.left = `${clamp(x, half, Math.max(half, width - half))}px`;
  }

  #key(event) {
    const page = Math.max(1, Math.round(this.#span * PAGE_SHARE));
    const far = event.shiftKey ? Math.max(1, Math.round(this.#span * JUMP_SHARE)) : 1;
    const steps = { ArrowLeft: -far, ArrowDown: -far, ArrowRight: far, ArrowUp: far, PageDown: -page, PageUp: page };
    if (event.key in steps) this.step(steps[event.key]);
    else if (event.key === "Home") this.#choose(this.first, true);
    else if (event.key === "End") this.#choose(null, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Each slot of time as the stretch of positions that it holds. */
function steps(density, first) {
  const start = Date.parse(density?.start ?? "");
  if (Number.isNaN(start)) return [];
  const length = density.step * 1000;
  let position = first?.position ?? 1;
  return density.counts.map((count, index) => {
    const step = { position, count, time: start + index * length, length };
    position += count;
    return step;
  });
}

function rectangle(x, y, width, height) {
  const path = new Path2D();
  path.rect(x, y, Math.max(0, width), height);
  return path;
}

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
