// The body of a heartbeat panel: a row for each tool, a cell for each step, told by shape as well as by colour.

import { follow, hideTip, point, pointed, showTip } from "./crosshair.js";
import { h, inFrame, keyed, setText } from "./dom.js";
import { clamp } from "./format.js";
import { fit } from "./plot.js";
import { color } from "./theme.js";

const CELLS = {
	".": ["edge", "idle"],
	o: ["good", "all well"],
	m: ["warn", "some failed"],
	x: ["bad", "all failed"],
};

export class HeartbeatBody {
	#rows = [];

	constructor(panel) {
		this.list = h("div.beats", { role: "list", "aria-label": panel.title });
		this.empty = h("p.empty", "No tool has been called in this span.");
		this.node = h("div.body.scroll", this.list, this.empty);
		this.remove = follow(this.list, () => this.redraw());
	}

	update({ start, step, rows }) {
		this.start = Date.parse(start);
		this.step = step * 1000;
		this.#rows = rows;
		this.empty.hidden = rows.length > 0;
		keyed(this.list, rows, (row) => row.name, (row) => this.#make(row.name), (node, { name, cells }) => {
			const count = (kind) => cells.split(kind).length - 1;
			const used = cells.length - count(".");
			const words = Object.entries(CELLS).map(([kind, [, word]]) => `${count(kind)} ${word}`);
			node.children[1].setAttribute("aria-label", `${name}, of ${cells.length} steps: ${words.join(", ")}`);
			setText(node.lastChild, used ? `${Math.floor((100 * count("o")) / used)}%` : "idle");
		});
		this.redraw();
	}

	redraw() {
		inFrame(this, () => this.#rows.forEach((row, index) => this.#draw(this.list.children[index].children[1], row.cells)));
	}

	#make(name) {
		const onpointermove = (event) => {
			const { cells } = this.#rows.find((one) => one.name === name);
			const index = Math.floor((event.offsetX / event.target.clientWidth) * cells.length);
			const [ink, word] = CELLS[cells[clamp(index, 0, cells.length - 1)]];
			point(this.start + index * this.step);
			showTip(event.clientX, event.clientY, pointed, [[color(ink), name, word]]);
		};
		return h("div.beat", { role: "listitem" }, h("span", { title: name }, name),
			h("canvas", { role: "img", onpointermove, onpointerleave: hideTip }), h("b"));
	}

	#draw(canvas, cells) {
		const place = fit(canvas);
		if (!place) return;
		const { pen, width, height } = place;
		const wide = width / cells.length;
		const gap = Math.min(2, Math.floor(wide / 3));
		[...cells].forEach((cell, index) => drawCell(pen, cell, index * wide, wide - gap, height));
		const index = Math.round((pointed - this.start) / this.step);
		if (pointed == null || index < 0 || index >= cells.length) return;
		pen.strokeStyle = color("text");
		pen.strokeRect(index * wide, 0.5, wide - gap, height - 1);
	}
}

// Idle is a dash, well a bar of two thirds, mixed a bar in two parts, failed a full bar with a notch.
function drawCell(pen, cell, x, wide, high) {
	const box = (ink, top, bottom, inset = 0) => {
		pen.fillStyle = color(ink);
		pen.fillRect(x + wide * inset, high * top, wide * (1 - 2 * inset), high * (bottom - top));
	};
	if (cell === "o") box("good", 0.3, 1);
	else if (cell === "m") {
		box("warn", 0, 0.5);
		box("good", 0.6, 1);
	} else if (cell === "x") {
		box("bad", 0, 1);
		box("panel", 0.38, 0.62, 0.3);
	} else box("edge", 0.88, 0.96);
}
