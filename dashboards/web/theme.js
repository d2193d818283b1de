// Dark and light, the colours that canvases draw with, and the levels that a value can reach.

import { go, state } from "./state.js";

const THEMES = ["auto", "dark", "light"];

// Grafana's names of colours in thresholds: ours, with the sign and the word that say the same.
const LEVELS = {
	green: ["good", "check", "good"],
	blue: ["accent", "note", "notice"],
	yellow: ["caution", "note", "caution"],
	orange: ["warn", "warn", "warning"],
	red: ["bad", "stop", "critical"],
};

const styles = new Map();

export function applyTheme() {
	const theme = THEMES.find((one) => one === state.theme) ?? "auto";
	if (document.documentElement.dataset.theme !== theme) styles.clear();
	return (document.documentElement.dataset.theme = theme);
}

export function nextTheme() {
	const next = THEMES[(THEMES.indexOf(applyTheme()) + 1) % THEMES.length];
	go({ theme: next === "auto" ? null : next }, { replace: true });
}

export function onStyle(redraw) {
	const change = () => {
		styles.clear();
		redraw();
	};
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
	addEventListener("resize", change);
}

// What canvases take from the style sheet, read once: asking for a style costs a layout.
function style(name, read) {
	if (!styles.has(name)) styles.set(name, read(getComputedStyle(document.body)));
	return styles.get(name);
}

export function color(name) {
	return style(name, (computed) => {
		document.body.style.outlineColor = `var(--${name})`;
		return computed.outlineColor;
	});
}

export const font = () => style("font", (computed) => computed.fontFamily);

// Pixels at the page's scale, which grows on a wall: 13 are the page's text.
export const scale = (size) => (size * style("scale", (computed) => parseFloat(computed.fontSize))) / 13;

// The level that a value has reached; null where a panel has only one.
export function level(value, thresholds = []) {
	if (value == null || thresholds.length < 2) return null;
	return LEVELS[thresholds.findLast((one) => one.value == null || value >= one.value)?.color] ?? null;
}
