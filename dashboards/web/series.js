// The body of a chart panel: the canvas, its legend, its table, and what pointer and keys do on it.

import { follow, hideTip, point, pointed, showTip } from "./crosshair.js";
import { h, inFrame, keyed, link, setText, table } from "./dom.js";
import { clock, number, short, when } from "./format.js";
import { drawDot, drawLine, fit, Frame, look, MARKS } from "./plot.js";
import { color } from "./theme.js";

/** How near to a dot is on it, in pixels. */
const REACH = 9;
const TIP_ROWS = 12;

export class SeriesBody {
  #series = [];
  #exemplars = [];
  #hidden = new Set();
  #count = 0;
  #frame = null;
  #near = null;
  #drag = null;

  /** `tools`: actions (openTrace, zoom, moment) and marks, which gives the log's milestones. */
  constructor(panel, tools) {
    this.panel = panel;
    this.tools = tools;
    this.canvas = h("canvas.plot", { role: "img", tabindex: "0", "aria-label": panel.title });
    this.legend = h("div.legend");
    this.table = h("div.scroll", { hidden: true, tabindex: "0" });
    this.empty = h("p.empty", "No samples in this span.");
    this.node = h("div.body.series", this.canvas, this.empty, this.legend, this.table);
    this.#listen();
    this.remove = follow(this.canvas, () => this.redraw());
  }

  update(data) {
    this.start = Date.parse(data.start);
    this.step = data.step * 1000;
    this.#series = data.series;
    this.#exemplars = (data.exemplars ?? []).map((one) => ({ ...one, at: Date.parse(one.time) }));
    this.#count = Math.max(0, ...data.series.map((one) => one.points.length));
    this.empty.hidden = data.series.some((one) => one.points.some((value) => value != null));
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

  #draw() {
    this.#drawLegend();
    const place = fit(this.canvas);
    if (!place || !this.#count) return;
    const isShown = (name) => !this.#hidden.has(name);
    const lines = this.#series.map((one, index) => ({ ...one, look: look(one.name, index) })).filter((one) => isShown(one.name));
    const dots = this.#exemplars.filter((one) => isShown(one.series));
    const end = this.start + (this.#count - 1) * this.step;
    const values = [...lines.map((one) => one.points), dots.map((one) => one.value)];
    const frame = (this.#frame = new Frame(place, this.start, end, values, this.panel.unit));
    frame.axes();
    frame.marks(this.tools.marks());
    for (const line of lines) drawLine(frame, line.points, this.start, this.step, line.look, this.#series.length === 1);
    for (const dot of dots) {
      [dot.x, dot.y] = [frame.x(dot.at), frame.y(dot.value)];
      const ink = lines.find((one) => one.name === dot.series)?.look.color ?? color("accent");
      drawDot(place.pen, dot.x, dot.y, ink, dot === this.#near ? 6 : 3.6, true);
    }
    this.#drawPointed(place.pen, frame, lines);
  }

  #drawPointed(pen, frame, lines) {
    if (this.#drag) {
      pen.fillStyle = color("accent");
      pen.globalAlpha = 0.15;
      pen.fillRect(this.#drag.x, frame.top, this.#drag.now - this.#drag.x, frame.bottom - frame.top);
      pen.globalAlpha = 1;
    }
    if (pointed == null || pointed < frame.from || pointed > frame.to) return;
    const index = this.#index(pointed);
    const time = this.start + index * this.step;
    frame.crosshair(time);
    for (const line of lines) {
      if (line.points[index] != null) drawDot(pen, frame.x(time), frame.y(line.points[index]), line.look.color, 3.5);
    }
  }

  #index(time) {
    return Math.min(this.#count - 1, Math.max(0, Math.round((time - this.start) / this.step)));
  }

  #say(value) {
    return number(value, this.panel.unit);
  }

  /** A button for each series, with its value at the pointed moment or its last. */
  #drawLegend() {
    const index = pointed == null ? null : this.#index(pointed);
    keyed(this.legend, this.#series.map((one, place) => ({ ...one, place })), (one) => one.name, (one) => h("button", {
      type: "button",
      onclick: () => {
        if (!this.#hidden.delete(one.name)) this.#hidden.add(one.name);
        this.redraw();
      },
    }, h("i.line"), h("span", one.name), h("b")), (node, one) => {
      const { color: ink, dash } = look(one.name, one.place);
      node.ariaPressed = String(!this.#hidden.has(one.name));
      node.firstChild.style.borderTop = `3px ${dash.length ? "dashed" : "solid"} ${ink}`;
      setText(node.lastChild, this.#say(index == null ? last(one.points) : one.points[index]));
    });
  }

  /** What a screen reader is told. */
  #words() {
    const each = this.#series.map(({ name, points }) => {
      const values = points.filter((value) => value != null);
      if (!values.length) return `${name}: no samples`;
      const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => this.#say(value));
      return `${name}: last ${this.#say(values.at(-1))}, lowest ${low}, highest ${high}`;
    });
    return `${this.panel.title}. ${each.join("; ") || "No samples in this span"}.`;
  }

  /** The same numbers, the latest first. */
  #drawTable() {
    const rows = Array.from({ length: this.#count }, (_, index) => h("tr",
      h("th", { scope: "row" }, when(this.start + index * this.step)),
      this.#series.map((one) => h("td.number", this.#say(one.points[index])))));
    const traces = this.#exemplars.map((one) =>
      link(`${clock(one.at)} ${this.#say(one.value)}`, () => this.tools.actions.openTrace(one.trace_id), "trace"));
    const shown = table(this.panel.title, ["Time", ...this.#series.map((one) => `${one.name.replaceAll(".", " ")}.number`)],
      h("tbody", rows.reverse()));
    this.table.replaceChildren(h("p.links", traces.reverse()), shown);
  }

  // Pointer: move to look, drag to zoom, click a dot for its trace, double-click to go to the moment.

  #listen() {
    const { canvas } = this;
    canvas.onpointermove = (event) => this.#move(event);
    canvas.onpointerleave = canvas.onblur = () => this.#leave();
    canvas.onpointerdown = (event) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      this.#drag = { x: event.offsetX, now: event.offsetX };
      canvas.setPointerCapture(event.pointerId);
    };
    canvas.onpointerup = (event) => this.#release(event);
    canvas.ondblclick = (event) => this.tools.actions.moment(this.#frame.time(event.offsetX));
    canvas.onkeydown = (event) => this.#key(event);
  }

  #move({ offsetX, offsetY, clientX, clientY }) {
    if (!this.#count || !this.#frame) return;
    if (this.#drag) this.#drag.now = offsetX;
    this.#near = this.#exemplars.find((one) => Math.hypot(one.x - offsetX, one.y - offsetY) < REACH);
    this.canvas.classList.toggle("on-dot", Boolean(this.#near));
    point(this.start + this.#index(this.#frame.time(offsetX)) * this.step);
    this.#tip(clientX, clientY);
    this.redraw();
  }

  #tip(x, y) {
    const near = this.#near;
    if (near) {
      const row = [color("accent"), `trace ${short(near.trace_id)}`, this.#say(near.value)];
      return showTip(x, y, near.at, [row], "Click to open the trace");
    }
    const index = this.#index(pointed);
    const rows = this.#series.map((one, place) => [look(one.name, place).color, one.name, one.points[index]])
      .filter(([, name, value]) => value != null && !this.#hidden.has(name))
      .sort((a, b) => b[2] - a[2]).slice(0, TIP_ROWS).map(([ink, name, value]) => [ink, name, this.#say(value)]);
    const mark = this.tools.marks().find((one) => Math.abs(one.time - pointed) <= this.step / 2);
    showTip(x, y, pointed, rows, mark && `${MARKS[mark.kind]?.word ?? mark.kind}: ${mark.label}`);
  }

  #release(event) {
    const drag = this.#drag;
    this.#drag = null;
    if (drag && Math.abs(event.offsetX - drag.x) > REACH) {
      const [from, to] = [drag.x, event.offsetX].sort((a, b) => a - b).map((x) => this.#frame.time(x));
      this.tools.actions.zoom(from, to);
    } else if (this.#near) this.tools.actions.openTrace(this.#near.trace_id);
    this.redraw();
  }

  #leave() {
    this.#near = null;
    if (!this.#drag) hideTip();
  }

  #key(event) {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way && this.#frame) {
      point(this.start + this.#index(pointed == null ? this.#frame.to : pointed + way * this.step) * this.step);
      const box = this.canvas.getBoundingClientRect();
      this.#tip(box.left + this.#frame.x(pointed), box.top + box.height / 2);
    } else if (event.key === "Enter" && pointed != null) {
      const near = this.#exemplars.find((one) => Math.abs(one.at - pointed) <= this.step);
      if (near) this.tools.actions.openTrace(near.trace_id);
      else this.tools.actions.moment(pointed);
    } else return;
    event.preventDefault();
  }
}

const last = (points) => points.findLast((value) => value != null);
