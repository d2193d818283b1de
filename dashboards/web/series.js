// The body of a chart panel: the canvas, its legend, its table, and what pointer and keys do on it.

import { follow, hideTip, point, pointed, showTip } from "./crosshair.js";
import { h, inFrame, keyed, link, setText, table } from "./dom.js";
import { clamp, clock, number, short, when } from "./format.js";
import { drawDot, drawLine, fit, Frame, look } from "./plot.js";
import { color } from "./theme.js";

const REACH = 9;
const TIP_ROWS = 12;

export class SeriesBody {
	#series = [];
	#exemplars = [];
	#hidden = new Set();
	#count = 0;
	#frame = null;
	#near = null;

	// `tools`: actions (openTrace, moment) and marks, which gives the log's milestones.
	constructor(panel, tools) {
		this.panel = panel;
		this.tools = tools;
		const { actions } = tools;
		// Move to look, click a dot for its trace, double-click to go to the moment.
		this.canvas = h("canvas.plot", {
			role: "img", tabindex: "0",
			onpointermove: (event) => this.#move(event), onpointerleave: () => this.#leave(), onblur: () => this.#leave(),
			onclick: () => this.#near && actions.openTrace(this.#near.trace_id),
			ondblclick: () => pointed && actions.moment(pointed), onkeydown: (event) => this.#key(event),
		});
		this.legend = h("div.legend");
		this.table = h("div.scroll", { hidden: true, tabindex: "0" });
		this.empty = h("p.empty", "No samples in this span.");
		this.node = h("div.body.series", this.canvas, this.empty, this.legend, this.table);
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

	// Words at once and lines in the next frame, so that the page is laid out once for all charts.
	redraw() {
		this.#drawLegend();
		inFrame(this, () => this.#draw());
	}

	#draw() {
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
			drawDot(place.pen, dot.x, dot.y, ink, dot === this.#near ? 5 : 2.7, true);
		}
		if (pointed == null || pointed < frame.from || pointed > frame.to) return;
		const index = this.#index(pointed);
		const time = this.start + index * this.step;
		frame.across(time, "soft", [3, 3]);
		for (const { points, look } of lines) {
			if (points[index] != null) drawDot(place.pen, frame.x(time), frame.y(points[index]), look.color, 3.5);
		}
	}

	#index(time) {
		return clamp(Math.round((time - this.start) / this.step), 0, this.#count - 1);
	}

	#say(value) {
		return number(value, this.panel.unit);
	}

	// A button for each series, with its value at the pointed moment or its last.
	#drawLegend() {
		const index = pointed == null ? null : this.#index(pointed);
		keyed(this.legend, this.#series.map((one, place) => ({ ...one, place })), (one) => one.name, (one) => h("button", {
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

	#words() {
		const each = this.#series.map(({ name, points }) => {
			const values = points.filter((value) => value != null);
			if (!values.length) return `${name}: no samples`;
			const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => this.#say(value));
			return `${name}: last ${this.#say(values.at(-1))}, lowest ${low}, highest ${high}`;
		});
		return `${this.panel.title}. ${each.join("; ") || "No samples in this span"}.`;
	}

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

	#leave() {
		this.#near = null;
		hideTip();
	}

	#move({ offsetX, offsetY, clientX, clientY }) {
		if (!this.#count || !this.#frame) return;
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
		showTip(x, y, pointed, rows, mark && `${mark.kind} ${mark.label}`);
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
