// The moment under the pointer, which all charts share, and the one tooltip of the page.

import { byId, h, inFrame } from "./dom.js";
import { clock, day } from "./format.js";

const listeners = new Set();

/** Milliseconds since 1970, or null. */
export let pointed = null;

export function point(time) {
  if (time === pointed) return;
  pointed = time;
  for (const listener of listeners) listener();
}

/** Calls `listener` whenever the moment changes; returns how to stop that. */
export function onPoint(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Shows `rows` of `[color, name, value]` beside the pointer. */
export function showTip(x, y, time, rows, note) {
  inFrame("tip", () => {
    const tip = byId("tip");
    tip.replaceChildren(
      h("div", { class: "tip-time" }, `${day(time)} ${clock(time)}`),
      ...rows.map(([color, name, value]) =>
        h("div", { class: "tip-row" },
          h("i", { class: "swatch", style: { background: color } }),
          h("span", {}, name),
          h("b", {}, value))),
      note ? h("div", { class: "tip-note" }, note) : "");
    tip.hidden = false;
    const width = tip.offsetWidth;
    const height = tip.offsetHeight;
    const left = x + 16 + width > innerWidth ? x - 16 - width : x + 16;
    tip.style.left = `${Math.max(4, left)}px`;
    tip.style.top = `${Math.max(4, Math.min(innerHeight - height - 4, y - height / 2))}px`;
  });
}

export function hideTip() {
  inFrame("tip", () => (byId("tip").hidden = true));
}
