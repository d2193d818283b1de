// Dark and light, and the colours that canvases draw with.

import { state, go } from "./state.js";

const KEY = "moneyprinter.theme";
const ORDER = ["auto", "dark", "light"];
const NAMES = [
  "text", "soft", "faint", "line", "panel", "raised", "accent", "good", "caution", "warn", "bad", "past",
  "series-1", "series-2", "series-3", "series-4", "series-5", "series-6", "series-7",
];

/** Grafana's names of colours in thresholds: ours, with the sign and the word that say the same. */
export const LEVELS = {
  green: { color: "good", icon: "check", word: "good" },
  blue: { color: "accent", icon: "note", word: "notice" },
  yellow: { color: "caution", icon: "note", word: "caution" },
  orange: { color: "warn", icon: "warn", word: "warning" },
  red: { color: "bad", icon: "stop", word: "critical" },
};

let cached = null;
const listeners = [];

/** The colours in force, by name, and the page's font. */
export function palette() {
  if (cached) return cached;
  const style = getComputedStyle(document.documentElement);
  cached = { font: style.getPropertyValue("--font").trim(), scale: parseFloat(style.fontSize) / 16 };
  for (const name of NAMES) cached[name] = style.getPropertyValue(`--${name}`).trim();
  return cached;
}

export function onTheme(listener) {
  listeners.push(listener);
}

export function current() {
  const wanted = state.theme ?? stored();
  return ORDER.includes(wanted) ? wanted : "auto";
}

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function applyTheme() {
  document.documentElement.dataset.theme = current();
  cached = null;
  for (const listener of listeners) listener(current());
}

/** The next of auto, dark and light, remembered by this browser. */
export function nextTheme() {
  const next = ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length];
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // A browser that remembers nothing still changes.
  }
  if (state.theme) go({ theme: next }, { replace: true });
  applyTheme();
  return next;
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
addEventListener("resize", () => (cached = null));

/** The level that a value has reached; null where a panel has only one. */
export function level(value, thresholds) {
  if (value == null || !thresholds || thresholds.length < 2) return null;
  let reached = thresholds[0];
  for (const one of thresholds) if (one.value == null || value >= one.value) reached = one;
  return LEVELS[reached.color] ?? null;
}
