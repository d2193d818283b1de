// What the page shows, kept in its address so that every view can be linked to, and gone back to.

import { url } from "./api.js";

const NAMES = ["dashboard", "at", "from", "to", "filter", "trace", "traces", "task", "event", "panel", "theme", "wall"];
// Browsers refuse addresses that change as fast as a hand moves.
const WRITE_MILLISECONDS = 400;
const listeners = [];
let timer = 0;

// Texts or null, by name; change it only with `go`.
export const state = read();

function read() {
	const query = new URLSearchParams(location.search);
	return Object.fromEntries(NAMES.map((name) => [name, query.get(name) || null]));
}

export function address(changes) {
	return url(location.pathname, { ...state, ...changes });
}

// Goes on with `changes`; with `replace` the history keeps one entry, as while the slider is dragged.
export function go(changes, { replace = false } = {}) {
	const before = { ...state };
	if (timer && !replace) write("replaceState");
	Object.assign(state, changes);
	if (!tell(before)) return;
	if (replace) timer ||= setTimeout(write, WRITE_MILLISECONDS, "replaceState");
	else write("pushState");
}

function write(how) {
	clearTimeout(timer);
	timer = 0;
	history[how](null, "", address());
}

export function onChange(listener) {
	listeners.push(listener);
}

function tell(before) {
	const changed = new Set(NAMES.filter((name) => state[name] !== before[name]));
	if (changed.size) for (const listener of listeners) listener(changed);
	return changed.size > 0;
}

addEventListener("popstate", () => {
	const before = { ...state };
	Object.assign(state, read());
	tell(before);
});

export const isLive = () => state.at == null;
