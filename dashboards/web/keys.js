// The keyboard: one table of keys, which is also what the help shows.

import { byId, h } from "./dom.js";
import { clamp } from "./format.js";

// The key, the action it calls (null: others see to it), what it does, and its name where that is another.
const KEYS = [
	["/", "filter", "Filter the events"],
	["j", "nextRow", "Next row of the list"],
	["k", "previousRow", "Row before"],
	["Enter", null, "Open the row; on a chart the trace or moment at the crosshair"],
	["Escape", "close", "Close", "Esc"],
	["[", "stepBack", "One event back"],
	["]", "stepOn", "One event on"],
	["{", "markBack", "Alert, failure or start before"],
	["}", "markOn", "Next alert, failure or start"],
	[" ", "togglePause", "Pause, or back to live", "Space"],
	["1…9", null, "Dashboards"],
	["← →", null, "Move the crosshair of a chart; on the slider one event"],
	["Page ↑ ↓", null, "On the slider five percent; Home is the start, End is live"],
	["t", "traces", "Search traces"],
	["w", "wall", "The panels alone"],
	["d", "theme", "Dark, light, or as the system"],
	["?", "help", "These keys"],
];

export function listenToKeys(actions) {
	addEventListener("keydown", (event) => {
		const { key, target } = event;
		if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || byId("help").open) return;
		// What is typed is text, and a key does to a control what it always does.
		if (target.matches("input, select") && key !== "Escape") return;
		if (key === " " && target.closest("button, a, video")) return;
		const name = KEYS.find(([one]) => one === key)?.[1];
		if (/^[1-9]$/.test(key)) actions.dashboard(Number(key) - 1);
		else if (name) actions[name]();
		else return;
		event.preventDefault();
	});
}

export function showHelp() {
	byId("help-keys").replaceChildren(...KEYS.flatMap(([key, , text, name]) => [h("dt", h("kbd", name ?? key)), h("dd", text)]));
	byId("help").showModal();
}

// Moves the focus by one row in the list that has it, else in the drawer's, else in the events.
export function moveRow(way) {
	const now = document.activeElement;
	const find = (place) => document.querySelector(`${place} [data-rows]`);
	const list = now.closest("[data-rows]") ?? find("#drawer:not([hidden])") ?? find("#events");
	const rows = [...list.querySelectorAll("[data-row]")];
	const index = rows.indexOf(now.closest("[data-row]")) + way;
	rows[clamp(index, 0, rows.length - 1)]?.focus();
}
