// The tail of the log: the latest events first, filtered by type, stream or trace, never more than fit.

import { getJSON, latest, url } from "./api.js";
import { byId, facts, h, inFrame, keyed, link, row, setText, table, tool } from "./dom.js";
import { clock, moment, position, short, summary } from "./format.js";
import { go, state } from "./state.js";

const PAGE = 50;
const MOST = 200;
const LONGEST = 20000;

/** `task.* stream:task-1 trace:0af7` as the parameters of `/v1/events`. */
export function selection() {
  const words = (state.filter ?? "").split(/[\s,]+/).filter(Boolean);
  const named = (name) => words.find((word) => word.startsWith(`${name}:`))?.slice(name.length + 1);
  return { type: words.filter((word) => !word.includes(":")).join(","), stream: named("stream"), trace: named("trace") };
}

/** Everything that is known of one event. */
export function eventDetail(event, actions) {
  const { position: at, trace_id: trace } = event;
  const text = JSON.stringify(event.payload ?? event.data, null, 2) ?? "";
  return h("div",
    facts([["Time", `${moment(event.time)} (${event.time})`], ["Stream", event.stream], ["Revision", event.revision],
      ["Principal", event.principal], ["Trace", trace]]),
    h("p.links", link(`The page as of ${position(at)}`, () => actions.at(at), "clock"),
      trace && link("Trace", () => actions.openTrace(trace), "trace"),
      link("Stream", () => actions.filter(`stream:${event.stream}`)),
      h("a", { href: `/v1/events/${at}`, target: "_blank" }, "JSON")),
    h("pre", { tabindex: "0" }, text.slice(0, LONGEST), text.length > LONGEST && `\n… ${text.length - LONGEST} more characters`));
}

export class EventTail {
  #actions;
  #events = [];
  #waiting = [];
  #next = null;
  #to = null;
  #opened = new Set();
  #list = byId("events-list");
  #body = h("tbody");
  #filter = byId("filter");
  #timer = 0;

  #loader = latest(
    ({ from }, signal) => getJSON(url("/v1/events", { order: "desc", limit: PAGE, to: this.#to, from, ...selection() }), signal),
    (page, { from }) => {
      if (!from) this.#events = this.#waiting = [];
      this.#next = page.next;
      this.#take(page.events);
    },
    (error) => this.#say(`The events could not be read: ${error.message}.`));

  constructor(actions) {
    this.#actions = actions;
    this.#list.prepend(table("The latest events, the newest first", ["Position", "Time", "Type", "What it says", "Trace"], this.#body));
    this.#filter.value = state.filter ?? "";
    this.#filter.oninput = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#applyFilter(), 300);
    };
    this.#filter.form.onsubmit = (event) => {
      event.preventDefault();
      this.#applyFilter();
    };
    byId("older").onclick = () => this.#loader.ask({ from: this.#next });
    byId("newer").onclick = () => this.#take(this.#waiting);
  }

  /** The latest events up to a position; null for the end of the log. */
  load(to) {
    this.#to = to;
    this.#loader.ask({});
  }

  filterChanged() {
    if (document.activeElement !== this.#filter) this.#filter.value = state.filter ?? "";
    this.#opened.clear();
    this.#loader.ask({}, true);
  }

  /** What a live message says: events in order, and how many were left out before them. */
  add({ events, skipped, more }) {
    const { stream, trace } = selection();
    const mine = events.filter((one) => (!stream || one.stream === stream) && (!trace || one.trace_id === trace));
    if (mine.length && (skipped || more)) mine[0].gap = `${skipped || ""} more events came before this one`;
    this.#waiting = [...this.#waiting, ...mine].slice(-MOST);
    // Rows stay where they are while somebody reads them.
    if (this.#opened.size || this.#list.contains(document.activeElement)) this.#sayWaiting();
    else if (mine.length) this.#take(this.#waiting);
  }

  #take(events) {
    const known = new Map([...this.#events, ...events].map((one) => [one.position, one]));
    const sorted = [...known.values()].sort((a, b) => b.position - a.position);
    this.#events = sorted.slice(0, MOST);
    this.#waiting = [];
    inFrame(this, () => this.#draw());
  }

  #draw() {
    const count = this.#events.length;
    const rows = this.#events.flatMap((event) => [
      { key: event.position, make: () => this.#row(event) },
      this.#opened.has(event.position) && { key: `${event.position} open`, make: () => under(eventDetail(event, this.#actions)) },
      event.gap && { key: `${event.position} gap`, make: () => under(h("small", event.gap)) },
    ]).filter(Boolean);
    keyed(this.#body, rows, (one) => one.key, (one) => one.make());
    this.#say(count ? "" : state.filter ? "No event of this kind up to here. Try a wider filter, such as task.*" : "No event yet.");
    this.#sayWaiting();
    byId("older").hidden = !this.#next || count >= MOST;
    setText(byId("events-count"), count >= MOST ? `the latest ${MOST}` : String(count));
  }

  #say(text) {
    setText(byId("events-empty"), text);
    byId("events-empty").hidden = !text;
  }

  #sayWaiting() {
    byId("newer").hidden = !this.#waiting.length;
    setText(byId("newer"), `${this.#waiting.length} new`);
  }

  #row(event) {
    const toggle = (node) => {
      if (!this.#opened.delete(event.position)) this.#opened.add(event.position);
      node.ariaExpanded = String(this.#opened.has(event.position));
      inFrame(this, () => this.#draw());
    };
    const family = /failed|fired/.test(event.type) ? "bad" : event.type.split(".")[0];
    const trace = event.trace_id;
    return row(toggle,
      h("td", position(event.position)),
      h("td", { title: event.time }, clock(event.time)),
      h("td.type", { data: { family } }, event.type),
      h("td.payload", summary(event.payload ?? event.data)),
      h("td.end", trace && tool("trace", `Trace ${short(trace)}`, () => this.#actions.openTrace(trace))));
  }

  #applyFilter() {
    clearTimeout(this.#timer);
    const filter = this.#filter.value.trim() || null;
    go({ filter }, { replace: Boolean(filter && state.filter) });
  }
}

const under = (node) => h("tr.more", h("td", { colspan: "5" }, node));
