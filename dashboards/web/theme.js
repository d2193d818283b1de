// Dark and light, the colours that canvases draw with, and the levels that a value can reach.

import { go, state } from "./state.js";

const THEMES = ["auto", "dark", "light"];

/** Grafana's names of colours in thresholds: ours, with the sign and the word that say the same. */
const LEVELS = {
	green: ["good", "check", "good"],
	blue: ["accent", "note", "notice"],
	yellow: ["caution", "note", "caution"],
	orange: ["warn", "warn", "warning"],
	red: ["bad", "stop", "critical"],
};

const colors = new Map();

export function applyTheme() {
	colors.clear();
	return (document.documentElement.dataset.theme = THEMES.find((one) => one === state.theme) ?? "auto");
}

export function nextTheme() {
	const next = THEMES[(THEMES.indexOf(applyTheme()) + 1) % THEMES.length];
	go({ theme: next === "auto" ? null : next }, { replace: true });
}

export function onSystemTheme(listener) {
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change", listener);
}

/** A colour of the style sheet by its name, as canvases take it. */
export function color(name) {
	if (!colors.has(name)) {
		const { style } = document.body;
		style.outlineColor = `var(--${name})`;
		colors.set(name, getComputedStyle(document.body).outlineColor);
		style.outlineColor = "";
	}
	return colors.get(name);
}

/** Pixels at the page's scale, which grows on a wall. */
export const scale = (size) => (size * parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16;

/** The level that a value has reached; null where a panel has only one. */
export function level(value, thresholds = []) {
	if (value == null || thresholds.length < 2) return null;
	return LEVELS[thresholds.findLast((one) => one.value == null || value >= one.value)?.color] ?? null;
}
