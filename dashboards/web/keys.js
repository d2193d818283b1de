// The keyboard: one table of keys, which is also what the help shows.

import { byId, h } from "./dom.js";

const TYPING = "input, select, textarea, [contenteditable]";

/** `actions` has a function for each name below. */
const KEYS = [
  ["/", "filter", "Filter the events"],
  ["j", "nextRow", "Next row of the list"],
  ["k", "previousRow", "Row before"],
  ["Enter", null, "Open the row, or the trace under the crosshair"],
  ["Escape", "close", "Close, or leave the field", "Esc"],
  ["[", "stepBack", "One event back"],
  ["]", "stepOn", "One event on"],
  ["{", "markBack", "Milestone before: an alert, a failure, a start"],
  ["}", "markOn", "Next milestone"],
  [" ", "togglePause", "Pause, or back to live", "Space"],
  ["1…9", null, "Dashboards"],
  ["t", "traces", "Search traces"],
  ["w", "wall", "Wall: without the chrome"],
  ["d", "theme", "Dark, light, or as the system"],
  ["?", "help", "These keys"],
];
const MORE = [
  ["← →", "On a chart: move the crosshair. On the slider: one event, with Shift one percent"],
  ["Page ↑ ↓", "On the slider: five percent; Home is the first event, End is live"],
];

export function listenToKeys(actions) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const isTyping = event.target.closest?.(TYPING);
    if (isTyping && event.key !== "Escape") return;
    if (byId("help").open) return;
    // A key does to a control what it always does.
    if (event.key === " " && event.target.closest?.("button, a, summary, video")) return;
    if (/^[1-9]$/.test(event.key)) actions.dashboard(Number(event.key) - 1);
    else {
      const name = KEYS.find(([key]) => key === event.key)?.[1];
      if (!name) return;
      actions[name](event);
    }
    event.preventDefault();
  });
}

export function showHelp() {
  const dialog = byId("help");
  const rows = [...KEYS.map(([key, , text, name]) => [name ?? key, text]), ...MORE];
  byId("help-keys").replaceChildren(...rows.flatMap(([key, text]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, text)]));
  dialog.showModal();
}

/** Moves the focus by one row in the list that has it, else in the drawer's, else in the events. */
export function moveRow(way) {
  const list = document.activeElement?.closest("[data-rows]") ?? document.querySelector("#drawer:not([hidden]) [data-rows]") ?? byId("events-list");
  const rows = [...list.querySelectorAll("[data-row]")].filter((row) => row.getClientRects().length > 0);
  const index = rows.indexOf(document.activeElement?.closest("[data-row]"));
  const row = rows[index < 0 ? (way > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, index + way))];
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
}
