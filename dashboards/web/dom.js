// Builds elements, keeps lists in step with data, and draws at most once a frame.

const SVG = "http://www.w3.org/2000/svg";

/** An element. `props`: `class`, `on` (listeners), `data` (data-*), `style`; everything else is an attribute. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

function set(node, name, value) {
  if (value == null || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "style") for (const [key, one] of Object.entries(value)) node.style.setProperty(key, one);
  else node.setAttribute(name, value === true ? "" : value);
}

export const byId = (id) => document.getElementById(id);

/** Writes only what differs, so that nothing is laid out for nothing. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Outlines on a grid of 16; those that begin with "f" are filled.
const ICONS = {
  play: "fM4 2.5v11l9-5.5z",
  pause: "fM3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z",
  check: "M3 8.5l3.5 3.5L13 4.5",
  cross: "M4 4l8 8M12 4l-8 8",
  warn: "M8 2L15 14H1zM8 6.5v3.5M8 12v.4",
  note: "M8 1.8a6.2 6.2 0 1 0 .01 0M8 4.8v4M8 11v.4",
  stop: "M5.2 1.8h5.6l3.4 3.4v5.6l-3.4 3.4H5.2l-3.4-3.4V5.2zM5.5 5.5l5 5M10.5 5.5l-5 5",
  clock: "M8 1.8a6.2 6.2 0 1 0 .01 0M8 4.5V8l2.5 1.8",
  work: "M8 1.8a6.2 6.2 0 1 1-6.2 6.2M8 5.5v2.5h2.5",
  ban: "M8 1.8a6.2 6.2 0 1 0 .01 0M3.8 3.8l8.400 8.400",
  sun: "M8 5a3 3 0 1 0 .01 0M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
  moon: "M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z",
  auto: "M8 2a6 6 0 1 0 .01 0M8 2v12M10 3.5v9M12 5v6",
  keys: "M1.5 4h13v8.5h-13zM4 7h.5M7.5 7h.5M11 7h.5M5 10h6",
  grow: "M9.5 2.5h4v4M6.5 13.5h-4v-4M13 3L9.5 6.5M3 13l3.5-3.5",
  table: "M2 3h12v10H2zM2 6.5h12M2 9.8h12M6.5 3v10",
  trace: "M2 3.5h8M5 8h8M8 12.5h6",
  search: "M7 2.5a4.5 4.5 0 1 0 .01 0M10.3 10.3L14 14",
  right: "M6 3.5L10.5 8 6 12.5",
  back: "M10 3.5L5.5 8l4.5 4.5",
  live: "fM8 4a4 4 0 1 0 .01 0",
};

/** A decorative picture; its meaning must also stand in words. */
export function icon(name) {
  const outline = ICONS[name] ?? ICONS.live;
  const isFilled = outline.startsWith("f");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", isFilled ? "icon filled" : "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", isFilled ? outline.slice(1) : outline);
  svg.append(path);
  return svg;
}

const keys = new WeakMap();

/**
 * Puts a child for each of `items` into `parent`, in order, after the children that are not of its making. What is
 * already there is updated and stays in place, so that it keeps the focus, or goes on playing.
 */
export function keyed(parent, items, key, make, update) {
  const known = new Map([...parent.children].filter((node) => keys.has(node)).map((node) => [keys.get(node), node]));
  const wanted = new Set(items.map(key));
  for (const [name, node] of known) if (!wanted.has(name)) node.remove();
  let place = [...parent.children].find((node) => keys.has(node)) ?? null;
  for (const item of items) {
    const name = key(item);
    let node = known.get(name);
    if (!node) {
      node = make(item);
      keys.set(node, name);
    }
    update?.(node, item);
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
}

const jobs = new Map();

/** Runs `work` in the next frame; of several with one key only the last. */
export function inFrame(key, work) {
  if (jobs.size === 0) requestAnimationFrame(runJobs);
  jobs.set(key, work);
}

function runJobs() {
  const now = [...jobs.values()];
  jobs.clear();
  for (const work of now) work();
}

/** Tells a screen reader, without moving anything. */
export function announce(text) {
  setText(byId("announcer"), text);
}
