// The moment under the pointer, which all charts share, and the one tooltip of the page.

import { byId, h, inFrame } from "./dom.js";
import { clamp, clock, day } from "./format.js";

const listeners = new Set();

export let pointed = null;

export function point(time) {
	if (time === pointed) return;
	pointed = time;
	for (const listener of listeners) listener();
}

// Calls `redraw` whenever the moment or the size of `node` changes; returns how to stop that.
export function follow(node, redraw) {
	const observer = new ResizeObserver(redraw);
	observer.observe(node);
	listeners.add(redraw);
	return () => {
		observer.disconnect();
		listeners.delete(redraw);
	};
}

// Shows `rows` of `[color, name, value]` beside the pointer.
export function showTip(x, y, time, rows, note) {
	inFrame("tip", () => {
		const tip = byId("tip");
		tip.replaceChildren(
			h("small", `${day(time)} ${clock(time)}`),
			...rows.map(([background, name, value]) => h("p", h("i.swatch", { style: { background } }), name, h("b", value))),
			note ? h("small", note) : "");
		tip.hidden = false;
		const left = x + 16 + tip.offsetWidth > innerWidth ? x - 16 - tip.offsetWidth : x + 16;
		tip.style.left = `${Math.max(4, left)}px`;
		tip.style.top = `${clamp(y - tip.offsetHeight / 2, 4, innerHeight - tip.offsetHeight - 4)}px`;
	});
}

export function hideTip() {
	point(null);
	inFrame("tip", () => (byId("tip").hidden = true));
}
