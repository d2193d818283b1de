// The grid of panels: a frame for each, a body by its type, and only what changed is drawn anew.

import { follow } from "./crosshair.js";
import { differs, h, icon, inFrame, keyed, link, setText, table, tool } from "./dom.js";
import { cell, heading, parts, position } from "./format.js";
import { HeartbeatBody } from "./heartbeat.js";
import { alertBody, errorText, taskBody } from "./lists.js";
import { drawSparkline } from "./plot.js";
import { SeriesBody } from "./series.js";
import { go, state } from "./state.js";
import { color, level } from "./theme.js";

// A body has `node` and `update(data)`, and may have `redraw`, `showTable`, `remove` and a `mark` beside the title.
const BODIES = {
	stat: statBody,
	timeseries: (panel, tools) => new SeriesBody(panel, tools),
	heartbeat: (panel) => new HeartbeatBody(panel),
	table: tableBody,
	list: listBody,
};

// Shows a dashboard in `grid`; `tools` (actions, marks) is handed to the bodies.
export class Panels {
	#grid;
	#tools;
	#views = new Map();
	#name = null;

	constructor(grid, tools) {
		this.#grid = grid;
		this.#tools = tools;
	}

	show({ name, panels }) {
		if (name !== this.#name) this.#keep([]);
		this.#name = name;
		this.#keep(panels);
		const sorted = [...panels].sort((a, b) => a.grid.y - b.grid.y || a.grid.x - b.grid.x);
		this.#grid.style.setProperty("--rows", Math.max(1, ...panels.map((one) => one.grid.y + one.grid.h)));
		keyed(this.#grid, sorted, (panel) => panel.id, (panel) => this.#make(panel));
		this.update(panels);
		this.focus();
	}

	update(panels) {
		for (const { id, data, error = null } of panels) {
			const view = this.#views.get(id);
			if (!view || !differs(view.node, [data, error])) continue;
			view.error.hidden = !error;
			view.body.node.hidden = Boolean(error);
			if (error) setText(view.error.lastChild, `This panel could not be drawn: ${error.message ?? error}`);
			else view.body.update(data);
		}
	}

	redraw() {
		for (const view of this.#views.values()) view.body.redraw?.();
	}

	focus() {
		this.#grid.classList.toggle("has-focus", this.#views.has(state.panel));
		for (const [id, view] of this.#views) {
			view.node.classList.toggle("focused", id === state.panel);
			view.grow.ariaPressed = String(id === state.panel);
		}
	}

	#keep(panels) {
		for (const [id, view] of this.#views) {
			if (panels.some((one) => one.id === id)) continue;
			view.body.remove?.();
			view.node.remove();
			this.#views.delete(id);
		}
	}

	#make(panel) {
		const body = BODIES[panel.type](panel, this.#tools);
		const title = h("h2", { id: `t-${panel.id}`, title: panel.description }, panel.title);
		const grow = tool("grow", `${panel.title} alone`, () => go({ panel: state.panel === panel.id ? null : panel.id }));
		const asTable = body.showTable && tool("table", `${panel.title} as a table`, () => {
			asTable.ariaPressed = String(asTable.ariaPressed !== "true");
			body.showTable(asTable.ariaPressed === "true");
		});
		if (asTable) asTable.ariaPressed = "false";
		const error = h("p.failure", { hidden: true }, icon("warn"), h("span"));
		const about = h("footer", panel.description, (panel.expr ?? []).map((text) => h("code", text)));
		const { x, y, w, h: high } = panel.grid;
		const medium = w < 8 ? 8 : w < 12 ? 12 : 24;
		const node = h(`section.panel.${panel.type}`, {
			id: `p-${panel.id}`, "aria-labelledby": `t-${panel.id}`,
			style: { "--x": x + 1, "--y": y + 1, "--w": w, "--h": high, "--medium": medium },
		}, h("header", title, body.mark, h("span.tools", asTable, grow)), body.node, error, about);
		this.#views.set(panel.id, { node, body, error, grow });
		return node;
	}
}

function statBody(panel) {
	const number = h("data.figure", h("span"), h("small"));
	const canvas = h("canvas.spark", { "aria-hidden": "true" });
	const mark = h("span.mark");
	const node = h("div.body", number, canvas);
	let points = null;
	let reached = null;
	const redraw = () => inFrame(canvas, () => points && drawSparkline(canvas, points, color(reached?.[0] ?? "accent")));

	const update = ({ value, points: shown }) => {
		const [text, unit] = parts(value, panel.unit);
		setText(number.firstChild, text);
		setText(number.lastChild, unit);
		number.value = value ?? "";
		number.title = value == null ? "No samples" : `${value} ${panel.unit ?? ""}`;
		reached = level(value, panel.thresholds);
		node.dataset.level = mark.dataset.level = reached?.[0] ?? "";
		if (differs(mark, reached)) mark.replaceChildren(...(reached ? [icon(reached[1]), reached[2]] : []));
		points = shown?.some((one) => one != null) ? shown : null;
		canvas.hidden = !points;
		redraw();
	};
	return { node, mark, redraw, update, remove: follow(canvas, redraw) };
}

function tableBody(panel, { actions }) {
	const node = h("div.body.scroll", { tabindex: "0", role: "region", "aria-labelledby": `t-${panel.id}` });
	const content = (value, column) => {
		if (column === "position" && value) return link(position(value), () => actions.openEvent(value));
		return column === "error" && value ? errorText(value) : cell(value, column);
	};
	return {
		node,
		update({ columns, rows }) {
			const isNumber = (index) => rows.every((row) => row[index] == null || typeof row[index] === "number");
			const kinds = columns.map((name, index) => (isNumber(index) && name !== "position" ? ".number" : ""));
			const lines = rows.map((row) => h("tr", row.map((value, index) => h(`td${kinds[index]}`, content(value, columns[index])))));
			const heads = columns.map((name, index) => heading(name).replaceAll(".", " ") + kinds[index]);
			node.replaceChildren(rows.length ? table(panel.title, heads, h("tbody", lines)) : h("p.empty", "Nothing to list yet."));
		},
	};
}

function listBody(panel, tools) {
	if (/^tasks\.(latest|unfinished)/.test(panel.source)) return taskBody(panel, tools);
	if (panel.source?.startsWith("alerts")) return alertBody(panel, tools);
	const body = tableBody(panel, tools);
	const update = ({ items }) => {
		const columns = [...new Set(items.flatMap(Object.keys))].filter((name) => items.some((one) => one[name] != null)).slice(0, 8);
		body.update({ columns, rows: items.map((one) => columns.map((name) => one[name])) });
	};
	return { node: body.node, update };
}
