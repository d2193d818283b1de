// Dark and light, the colours that canvases draw with, and the levels that a value can reach.

const KEY = "moneyprinter.theme";
const THEMES = ["auto", "dark", "light"];

/** Grafana's names of colours in thresholds: ours, with the sign and the word that say the same. */
export const LEVELS = {
  green: { color: "good", sign: "check", word: "good" },
  blue: { color: "accent", sign: "note", word: "notice" },
  yellow: { color: "caution", sign: "note", word: "caution" },
  orange: { color: "warn", sign: "warn", word: "warning" },
  red: { color: "bad", sign: "stop", word: "critical" },
};

const listeners = [];
let colors = null;
let theme = stored() ?? "auto";

function stored() {
  try {
    return THEMES.find((one) => one === localStorage.getItem(KEY));
  } catch {
    return null; // A browser that remembers nothing follows the system.
  }
}

/** Calls `listener` now and whenever the colours change. */
export function onTheme(listener) {
  listeners.push(listener);
  listener(theme);
}

function apply() {
  document.documentElement.dataset.theme = theme;
  colors = null;
  for (const listener of listeners) listener(theme);
}

export function nextTheme() {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It changes all the same.
  }
  apply();
}

/** A colour of the style sheet by its name, as canvases take it. */
export function color(name) {
  colors ??= new Map();
  if (!colors.has(name)) {
    const probe = document.body;
    probe.style.setProperty("outline-color", `var(--${name})`);
    colors.set(name, getComputedStyle(probe).outlineColor);
    probe.style.removeProperty("outline-color");
  }
  return colors.get(name);
}

/** Pixels of `size` px at the page's scale, which grows on a wall. */
export const scale = (size) => (size * parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16;

/** The level that a value has reached; null where a panel has only one. */
export function level(value, thresholds = []) {
  if (value == null || thresholds.length < 2) return null;
  return LEVELS[thresholds.findLast((one) => one.value == null || value >= one.value)?.color] ?? null;
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
apply();
