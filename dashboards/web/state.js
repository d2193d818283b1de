// What the page shows, kept in its address so that every view can be linked to, and gone back to.

/** Names in the address: all are texts, or null. */
const NAMES = ["dashboard", "at", "from", "to", "filter", "trace", "traces", "task", "event", "panel", "theme", "wall"];

const listeners = [];

/** The state itself; change it only with `go`. */
export const state = read();

function read() {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(NAMES.map((name) => [name, query.get(name) || null]));
}

/** The address of the state with `changes`. */
export function address(changes = {}) {
  const query = new URLSearchParams();
  for (const name of NAMES) {
    const value = name in changes ? changes[name] : state[name];
    if (value != null && value !== "") query.set(name, value);
  }
  const text = query.toString();
  return location.pathname + (text ? `?${text}` : "");
}

/** Goes on with `changes`; with `replace` the history keeps one entry, as while the slider is dragged. */
export function go(changes, { replace = false } = {}) {
  const changed = Object.keys(changes).filter((name) => (changes[name] ?? null) !== state[name]);
  if (changed.length === 0) return;
  for (const name of changed) state[name] = changes[name] ?? null;
  history[replace ? "replaceState" : "pushState"](null, "", address());
  tell(new Set(changed));
}

/** Calls `listener` with the set of names whenever some change. */
export function onChange(listener) {
  listeners.push(listener);
}

function tell(changed) {
  for (const listener of listeners) listener(changed);
}

addEventListener("popstate", () => {
  const before = { ...state };
  Object.assign(state, read());
  const changed = NAMES.filter((name) => state[name] !== before[name]);
  if (changed.length) tell(new Set(changed));
});

export const isLive = () => state.at == null;
