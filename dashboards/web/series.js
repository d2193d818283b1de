// The body of a chart panel: the canvas, its legend, its table, and what pointer and keys do on it.

import { onPoint, point, pointed, showTip, hideTip } from "./crosshair.js";
import { h, inFrame, keyed, setText } from "./dom.js";
import { clock, number, short, when } from "./format.js";
import * as plot from "./plot.js";
import { LEVELS } from "./theme.js";

const REACH = 9;

export class SeriesBody {
  /** `actions`: openTrace(id), zoom(from, to), moment(time). `marks` gives the log's milestones. */
  constructor(panel, { actions, marks }) {
    this.panel = panel;
    this.actions = actions;
    this.marks = marks;
    this.hidden = new Set();
    this.series = [];
    this.exemplars = [];
    this.drag = null;
    this.canvas = h("canvas", { class: "plot", role: "img", tabindex: "0", "aria-label": panel.title });
    this.legend = h("div", { class: "legend" });
    this.table = h("div", { class: "scroll", hidden: true, tabindex: "0" });
    this.empty = h("p", { class: "empty", hidden: true }, "No samples in this span.");
    this.node = h("div", { class: "body series" }, this.canvas, this.empty, this.legend, this.table);
    this.#listen();
    this.stop = onPoint(() => this.redraw());
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(this.canvas);
  }

  remove() {
    this.stop();
    this.observer.disconnect();
  }

  update(data) {
    this.start = Date.parse(data.start);
    this.step = data.step * 1000;
    this.series = data.series ?? [];
    this.exemplars = (data.exemplars ?? []).map((one) => ({ ...one, at: Date.parse(one.time) }));
    this.count = Math.max(0, ...this.series.map((one) => one.points.length));
    this.empty.hidden = this.series.some((one) => one.points.some((value) => value != null));
    this.#drawLegend();
    this.canvas.setAttribute("aria-label", this.#words());
    if (!this.table.hidden) this.#drawTable();
    this.redraw();
  }

  showTable(isTable) {
    this.table.hidden = !isTable;
    this.canvas.hidden = this.legend.hidden = isTable;
    if (isTable) this.#drawTable();
    else this.redraw();
  }

  redraw() {
    inFrame(this, () => this.#draw());
  }

  get shown() {
    return this.series.filter((one) => !this.hidden.has(one.name));
  }

  #draw() {
    const place = !this.canvas.hidden && plot.fit(this.canvas);
    if (!place || !this.count) return;
    const { pen, width, height } = place;
    const end = this.start + (this.count - 1) * this.step;
    const inside = this.exemplars.filter((one) => !this.hidden.has(one.series));
    const measured = inside.length ? [{ points: inside.map((one) => one.value) }] : [];
    const frame = (this.frame = new plot.Frame(
      width, height, this.start, end, [...this.shown, ...measured], this.panel.unit, pen));
    plot.drawAxes(pen, frame);
    plot.drawThresholds(pen, frame, this.panel.thresholds, LEVELS);
    plot.drawMarks(pen, frame, this.marks());
    this.series.forEach((one, index) => {
      if (this.hidden.has(one.name)) return;
      const fill = this.series.length === 1;
      plot.drawLine(pen, frame, one.points, this.start, this.step, plot.look(one.name, index), { fill });
    });
    for (const one of inside) {
      const index = Math.max(0, this.series.findIndex((other) => other.name === one.series));
      one.x = frame.x(one.at);
      one.y = frame.y(one.value);
      plot.drawDiamond(pen, one.x, one.y, plot.look(one.series ?? "", index).color, one === this.near ? 6 : 3.6);
    }
    this.#drawPointed(pen, frame);
    this.#legendValues();
  }

  #drawPointed(pen, frame) {
    if (this.drag && this.drag.x !== this.drag.now) {
      pen.fillStyle = plot.look("", 0).color;
      pen.globalAlpha = 0.15;
      pen.fillRect(this.drag.x, frame.top, this.drag.now - this.drag.x, frame.bottom - frame.top);
      pen.globalAlpha = 1;
    }
    if (pointed == null || pointed < frame.from || pointed > frame.to) return;
    const index = this.#index(pointed);
    const x = frame.x(this.start + index * this.step);
    plot.drawCrosshair(pen, frame, x);
    this.series.forEach((one, at) => {
      const value = one.points[index];
      if (value == null || this.hidden.has(one.name)) return;
      plot.drawDot(pen, x, frame.y(value), plot.look(one.name, at).color, 3.5);
    });
  }

  #index(time) {
    return Math.min(this.count - 1, Math.max(0, Math.round((time - this.start) / this.step)));
  }

  // The legend: a button for each series, with its value at the pointed moment or its last.

  #drawLegend() {
    keyed(this.legend, this.series.map((one, index) => ({ ...one, index })), (one) => one.name, (one) => {
      const line = h("canvas", { class: "sample", width: "36", height: "8" });
      const toggle = () => {
        this.hidden.has(one.name) ? this.hidden.delete(one.name) : this.hidden.add(one.name);
        this.#drawLegend();
        this.redraw();
      };
      return h("button", { type: "button", on: { click: toggle } }, line, h("span", {}, one.name), h("b"));
    }, (node, one) => {
      node.setAttribute("aria-pressed", String(!this.hidden.has(one.name)));
      this.#sample(node.firstElementChild, plot.look(one.name, one.index));
    });
    this.#legendValues();
  }

  #sample(canvas, { color, dash }) {
    const pen = canvas.getContext("2d");
    pen.clearRect(0, 0, 36, 8);
    pen.strokeStyle = color;
    pen.lineWidth = 4;
    pen.setLineDash(dash.map((one) => one * 2));
    pen.beginPath();
    pen.moveTo(0, 4);
    pen.lineTo(36, 4);
    pen.stroke();
  }

  #legendValues() {
    this.series.forEach((one, index) => {
      const value = pointed == null ? last(one.points) : one.points[this.#index(pointed)];
      const node = this.legend.children[index]?.lastElementChild;
      if (node) setText(node, number(value, this.panel.unit));
    });
  }

  // What a screen reader is told, and the same numbers as a table.

  #words() {
    const each = this.series.map((one) => {
      const values = one.points.filter((value) => value != null);
      if (!values.length) return `${one.name}: no samples`;
      const [low, high] = [values, values].map((list, at) => (at ? Math.max : Math.min)(...list));
      const say = (value) => number(value, this.panel.unit);
      return `${one.name}: last ${say(last(one.points) ?? values.at(-1))}, lowest ${say(low)}, highest ${say(high)}`;
    });
    return `${this.panel.title}. ${each.join("; ") || "No samples in this span"}.`;
  }

  #drawTable() {
    const rows = Array.from({ length: this.count }, (_, index) => this.count - 1 - index);
    const cells = (index) => this.series.map((one) => h("td", { class: "number" }, number(one.points[index], this.panel.unit)));
    const traces = this.exemplars.slice(-20).reverse().map((one) =>
      h("button", { type: "button", class: "link", on: { click: () => this.actions.openTrace(one.trace_id) } },
        `${clock(one.at)} ${number(one.value, this.panel.unit)} ${short(one.trace_id)}`));
    this.table.replaceChildren(
      h("table", {}, h("caption", { class: "unseen" }, this.panel.title),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Time"),
          this.series.map((one) => h("th", { scope: "col", class: "number" }, one.name)))),
        h("tbody", {}, rows.map((index) => h("tr", {},
          h("th", { scope: "row" }, when(this.start + index * this.step, this.start)), cells(index))))),
      ...(traces.length ? [h("p", { class: "note" }, "Traces behind the dots: ", traces)] : []));
  }

  // Pointer: move to look, drag to zoom, click a diamond for its trace, double-click to go to the moment.

  #listen() {
    const on = (name, listener) => this.canvas.addEventListener(name, listener);
    on("pointermove", (event) => this.#move(event));
    on("pointerleave", () => this.#leave());
    on("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      this.drag = { x: event.offsetX, now: event.offsetX };
      this.canvas.setPointerCapture(event.pointerId);
    });
    on("pointerup", (event) => this.#release(event));
    on("dblclick", (event) => this.frame && this.actions.moment(this.frame.time(event.offsetX)));
    on("keydown", (event) => this.#key(event));
    on("blur", () => this.#leave());
  }

  #move(event) {
    if (!this.frame || !this.count) return;
    if (this.drag) this.drag.now = event.offsetX;
    this.near = this.#nearest(event.offsetX, event.offsetY);
    this.canvas.classList.toggle("on-dot", Boolean(this.near));
    point(this.start + this.#index(this.frame.time(event.offsetX)) * this.step);
    this.#tip(event.clientX, event.clientY);
    this.redraw();
  }

  #nearest(x, y) {
    let best = null;
    let reach = REACH;
    for (const one of this.exemplars) {
      const distance = Math.hypot(one.x - x, one.y - y);
      if (distance < reach) [best, reach] = [one, distance];
    }
    return best;
  }

  #tip(x, y) {
    if (this.near) {
      const value = number(this.near.value, this.panel.unit);
      const color = plot.look(this.near.series ?? "", 0).color;
      showTip(x, y, this.near.at, [[color, `trace ${short(this.near.trace_id)}`, value]], "Click to open the trace");
      return;
    }
    const index = this.#index(pointed);
    const rows = this.series.map((one, at) => [plot.look(one.name, at).color, one.name, one.points[index]])
      .filter(([, name, value]) => value != null && !this.hidden.has(name)).sort((a, b) => b[2] - a[2]).slice(0, 12)
      .map(([color, name, value]) => [color, name, number(value, this.panel.unit)]);
    const mark = this.marks().find((one) => Math.abs(one.time - pointed) <= this.step / 2);
    showTip(x, y, pointed, rows, mark && `${plot.MARKS[mark.kind]?.word ?? mark.kind}: ${mark.label}`);
  }

  #release(event) {
    const drag = this.drag;
    this.drag = null;
    if (drag && this.frame && Math.abs(event.offsetX - drag.x) > 8) {
      const [from, to] = [drag.x, event.offsetX].sort((a, b) => a - b).map((x) => this.frame.time(x));
      this.actions.zoom(from, to);
    } else {
      const near = this.#nearest(event.offsetX, event.offsetY);
      if (near) this.actions.openTrace(near.trace_id);
    }
    this.redraw();
  }

  #leave() {
    this.near = null;
    if (!this.drag) point(null);
    hideTip();
  }

  #key(event) {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way && this.count) {
      const index = pointed == null ? this.count - 1 : this.#index(pointed) + way;
      point(this.start + Math.min(this.count - 1, Math.max(0, index)) * this.step);
      const box = this.canvas.getBoundingClientRect();
      if (this.frame) this.#tip(box.left + this.frame.x(pointed), box.top + box.height / 2);
      event.preventDefault();
    } else if (event.key === "Enter" && pointed != null) {
      const near = this.exemplars.find((one) => Math.abs(one.at - pointed) <= this.step);
      near ? this.actions.openTrace(near.trace_id) : this.actions.moment(pointed);
      event.preventDefault();
    }
  }
}

function last(points) {
  return points.findLast((value) => value != null) ?? null;
}
