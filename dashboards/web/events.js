// The tail of the log: the latest events first, filtered by type, stream or trace, never more than fit.

import { getJSON, latest, url } from "./api.js";
import { eventDetail, payload } from "./details.js";
import { byId, h, icon, inFrame, keyed, setText } from "./dom.js";
import { clock, position, short, summary, when } from "./format.js";
import { go, isLive, state } from "./state.js";

const PAGE = 50;
const MOST = 200;

/** `task.* stream:task-1 trace:0af7…` as the parameters of `/v1/events`. */
export function selection(filter) {
  const found = { type: [], stream: null, trace: null };
  for (const word of (filter ?? "").split(/[\s,]+/).filter(Boolean)) {
    const [name, ...rest] = word.split(":");
    if (rest.length && (name === "stream" || name === "trace")) found[name] = rest.join(":");
    else found.type.push(word);
  }
  return { type: found.type.join(",") || null, stream: found.stream, trace: found.trace };
}

export class EventTail {
  #actions;
  #events = [];
  #waiting = [];
  #next = null;
  #opened = new Set();
  #body = byId("events-body");
  #list = byId("events-list");
  #filter = byId("filter");
  #loader;

  constructor(actions) {
    this.#actions = actions;
    this.#loader = latest(
      ({ to, from }, signal) => getJSON(url("/v1/events", { order: "desc", limit: PAGE, to, from, ...selection(state.filter) }), signal),
      (page, { from }) => this.#loaded(page, from != null),
      (error) => this.#say(`The events could not be read: ${error.message}`));
    this.#filter.value = state.filter ?? "";
    this.#filter.addEventListener("input", () => this.#filterSoon());
    this.#filter.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#applyFilter();
    });
    byId("older").addEventListener("click", () => this.#older());
    byId("newer").addEventListener("click", () => this.#release());
  }

  /** The latest events up to `position`; null for the end of the log. */
  load(to) {
    this.to = to;
    this.#loader.ask({ to });
  }

  filterChanged() {
    if (document.activeElement !== this.#filter) this.#filter.value = state.filter ?? "";
    this.#opened.clear();
    this.load(this.to);
  }

  /** What a live message says: events in order, and how many are left out. */
  add({ events = [], skipped = 0, more = false }) {
    const { stream, trace } = selection(state.filter);
    const mine = events.filter((one) => (!stream || one.stream === stream) && (!trace || one.trace_id === trace));
    if (!mine.length) return;
    if (skipped || more) mine[0] = { ...mine[0], gap: skipped || true };
    this.#waiting = [...this.#waiting, ...mine].slice(-MOST);
    if (this.#isHeld) this.#sayWaiting();
    else this.#release();
  }

  /** Rows stay where they are while somebody reads them. */
  get #isHeld() {
    return this.#opened.size > 0 || this.#list.contains(document.activeElement);
  }

  #release() {
    this.#take(this.#waiting);
    this.#waiting = [];
    this.#sayWaiting();
  }

  #sayWaiting() {
    const count = this.#waiting.length;
    byId("newer").hidden = count === 0;
    setText(byId("newer"), `${count}${count === MOST ? " or more" : ""} new`);
  }

  #loaded(page, isMore) {
    this.#next = page.next ?? null;
    if (!isMore) {
      this.#events = [];
      this.#waiting = [];
      this.#sayWaiting();
    }
    this.#take(page.events);
  }

  #take(events) {
    const known = new Map(this.#events.map((one) => [one.position, one]));
    for (const one of events) known.set(one.position, one);
    const sorted = [...known.values()].sort((a, b) => b.position - a.position);
    if (sorted.length > MOST) this.#next = sorted[MOST - 1].position;
    this.#events = sorted.slice(0, MOST);
    inFrame(this, () => this.#draw());
  }

  #draw() {
    this.#list.classList.toggle("bare", this.#events.length === 0);
    keyed(this.#body, this.#rows(), (row) => row.key, (row) => row.make());
    const count = this.#events.length;
    this.#say(count ? "" : state.filter ? "No event of this kind up to here. Try a wider filter, such as task.*" : "No event yet.");
    byId("older").hidden = !this.#next || count >= MOST;
    setText(byId("events-count"), count >= MOST ? `the latest ${MOST}` : count ? `${count}` : "");
  }

  #say(text) {
    const node = byId("events-empty");
    node.hidden = !text;
    setText(node, text);
  }

  #rows() {
    const rows = [];
    for (const event of this.#events) {
      rows.push({ key: event.position, make: () => this.#row(event) });
      if (this.#opened.has(event.position)) rows.push({ key: `${event.position} open`, make: () => this.#more(event) });
      if (event.gap) rows.push({ key: `${event.position} gap`, make: () => gapRow(event.gap) });
    }
    return rows;
  }

  #row(event) {
    const toggle = () => {
      const isOpen = !this.#opened.delete(event.position) && Boolean(this.#opened.add(event.position));
      node.setAttribute("aria-expanded", String(isOpen));
      inFrame(this, () => this.#draw());
    };
    const trace = event.trace_id && h("button", {
      type: "button", class: "tool", "aria-label": `Trace ${short(event.trace_id)}`, title: "Open its trace",
      on: { click: () => this.#actions.openTrace(event.trace_id) },
    }, icon("trace"));
    const node = h("tr", {
      class: "row", tabindex: "0", "aria-expanded": String(this.#opened.has(event.position)), data: { row: "", position: event.position },
      on: {
        click: (click) => click.target.closest("button, a") || toggle(),
        keydown: (press) => press.key === "Enter" && press.target === node && toggle(),
      },
    },
    h("td", { class: "number" }, position(event.position)),
    h("td", { title: event.time }, isLive() ? clock(event.time) : when(event.time, Date.now())),
    h("td", {}, h("span", { class: "type", data: { family: event.type.split(".")[0], bad: /failed|fired/.test(event.type) ? "" : undefined } }, event.type)),
    h("td", { class: "payload" }, summary(payload(event))),
    h("td", { class: "end" }, trace));
    return node;
  }

  #more(event) {
    return h("tr", { class: "more" }, h("td", { colspan: "5" }, eventDetail(event, this.#actions)));
  }

  #older() {
    if (this.#next) this.#loader.ask({ to: this.to, from: this.#next });
  }

  #filterSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#applyFilter(), 300);
  }

  #applyFilter() {
    clearTimeout(this.timer);
    go({ filter: this.#filter.value.trim() || null }, { replace: state.filter != null && this.#filter.value.trim() !== "" });
  }
}

function gapRow(gap) {
  return h("tr", { class: "gap" }, h("td", { colspan: "5" }, gap === true ? "more events than fit here" : `${gap} more events`));
}
