// The drawer: one trace as a waterfall, the search for traces, one event, or one task.

import { getJSON, latest, url } from "./api.js";
import { eventDetail, json } from "./details.js";
import { announce, byId, h, icon } from "./dom.js";
import { clock, moment, position, short, span, when } from "./format.js";
import { taskBadge, taskDetail } from "./lists.js";
import { go, state } from "./state.js";

const MOST_SPANS = 500;
const FIELDS = ["operation", "service", "tool", "status", "min", "attribute"];

export class Drawer {
  #node = byId("drawer");
  #title = byId("drawer-title");
  #body = byId("drawer-body");
  #actions;
  #shown = null;
  #opener = null;
  #search = {};
  #loader;

  constructor(actions) {
    this.#actions = actions;
    this.#loader = latest(
      ({ path }, signal) => getJSON(path, signal),
      (answer, { draw }) => draw(answer),
      (error) => this.#fill(failure(error)));
    byId("drawer-close").addEventListener("click", () => this.close());
  }

  get isOpen() {
    return !this.#node.hidden;
  }

  close() {
    go({ trace: null, traces: null, event: null });
  }

  /** Shows what the address names; `hasTask` tells whether a list of the page shows its task. */
  sync(hasTask) {
    const at = state.at;
    const wanted = state.trace ? ["trace", state.trace] : state.event ? ["event", state.event]
      : state.traces ? ["traces", state.traces] : state.task && !hasTask ? ["task", state.task] : null;
    const key = wanted && [...wanted, at].join(" ");
    if (key === this.#shown) return;
    const wasOpen = this.isOpen;
    this.#shown = key;
    this.#node.hidden = !wanted;
    document.body.classList.toggle("has-drawer", Boolean(wanted));
    if (!wanted) return this.#closed();
    if (!wasOpen) this.#opener = document.activeElement;
    this.#open(wanted, at);
    if (!wasOpen) byId("drawer-close").focus();
  }

  #closed() {
    this.#loader.stop();
    this.#body.replaceChildren();
    if (this.#opener?.isConnected) this.#opener.focus();
  }

  #open([kind, id], at) {
    if (kind === "traces") return this.#openSearch();
    const path = { trace: "traces", event: "events", task: "tasks" }[kind];
    this.#title.textContent = { trace: `Trace ${short(id)}`, event: `Event ${id}`, task: id }[kind];
    this.#fill(h("p", { class: "empty" }, "Reading…"));
    const draw = { trace: drawTrace, event: eventDetail, task: drawTask }[kind];
    this.#loader.ask({
      path: url(`/v1/${path}/${encodeURIComponent(id)}`, kind === "event" ? {} : { at }),
      draw: (answer) => {
        this.#fill(draw(answer, this.#actions));
        announce(`${this.#title.textContent} is shown`);
      },
    }, { now: true });
  }

  #fill(...nodes) {
    this.#body.replaceChildren(...nodes);
  }

  // Search

  #openSearch() {
    this.#title.textContent = "Traces";
    const results = h("div", { class: "results" });
    const form = searchForm(this.#search, (fields) => {
      this.#search = fields;
      this.#find(results, null);
    });
    this.#fill(form, results);
    this.#find(results, null);
  }

  #find(results, from) {
    const path = url("/v1/traces", { ...this.#search, limit: 20, from, at: state.at });
    const draw = ({ traces, next }) => {
      results.querySelector(".older")?.remove();
      if (!from) results.replaceChildren(traces.length ? traceTable() : h("p", { class: "empty" }, "No trace is like that. Leave fields empty to match everything."));
      results.querySelector("tbody")?.append(...traces.map((one) => traceRow(one)));
      if (next) results.append(h("button", { type: "button", class: "older", on: { click: () => this.#find(results, next) } }, "Older traces"));
      announce(`${traces.length} traces`);
    };
    this.#loader.ask({ path, draw }, { now: true });
  }
}

function failure(error) {
  const text = error.status === 404 ? "There is no such thing in the log as of this moment." : `It could not be read: ${error.message}.`;
  return h("p", { class: "failure" }, icon("warn"), h("span", {}, text));
}

function drawTask(task, actions) {
  return h("div", {}, h("p", {}, taskBadge(task)), taskDetail(task, actions), json(task));
}

function searchForm(values, search) {
  const field = (name, label, more = {}) => h("label", {}, label, h("input", { name, value: values[name], autocomplete: "off", spellcheck: "false", ...more }));
  const option = (value, text) => h("option", { value, selected: values.status === value }, text);
  const form = h("form", { class: "search", role: "search", "aria-label": "Traces" },
    field("operation", "Operation", { placeholder: "tools/call *" }), field("tool", "Tool", { placeholder: "create_video" }),
    field("service", "Service"), h("label", {}, "Status", h("select", { name: "status" }, option("", "any"), option("ok", "ok"), option("error", "error"))),
    field("min", "Longer than (s)", { type: "number", min: "0", step: "any" }), field("attribute", "Attribute", { placeholder: "name=value" }),
    h("button", { type: "submit", class: "primary" }, icon("search"), "Search"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form);
    search(Object.fromEntries(FIELDS.map((name) => [name, String(data.get(name) ?? "").trim()])));
  });
  return form;
}

function traceTable() {
  return h("table", { class: "rows", data: { rows: "" } }, h("caption", { class: "unseen" }, "Traces"),
    h("thead", {}, h("tr", {}, ["Start", "Operation", "Time", "Spans", "Errors"].map((name, index) => h("th", { scope: "col", class: index > 1 && "number" }, name)))),
    h("tbody"));
}

function traceRow(one) {
  const open = () => go({ trace: one.trace_id });
  return h("tr", { class: "row", tabindex: "0", data: { row: "" }, on: { click: open, keydown: (event) => event.key === "Enter" && open() } },
    h("td", {}, one.start ? when(one.start, Date.now()) : "–"),
    h("td", { class: "main" }, h("span", { class: "subject" }, one.root ?? short(one.trace_id)), h("small", {}, `${one.service ?? ""} · ${short(one.trace_id)}`)),
    h("td", { class: "number" }, one.seconds == null ? "–" : span(one.seconds)), h("td", { class: "number" }, one.span_count),
    h("td", { class: "number" }, one.error_count ? h("span", { class: "wrong" }, icon("cross"), one.error_count) : "0"));
}

// The waterfall

function drawTrace(trace, actions) {
  const critical = new Set(trace.critical_path);
  const begin = Date.parse(trace.start);
  const spans = flatten(trace.roots ?? []);
  const list = h("div", { class: "waterfall", role: "treegrid", "aria-label": "Spans", data: { rows: "" } });
  const context = { begin, seconds: trace.seconds || 1e-9, critical, actions };
  const rows = spans.slice(0, MOST_SPANS).map((one) => spanRow(one, context));
  list.append(scaleRow(context.seconds), ...rows.flat());
  fold(list);
  const facts = [
    [span(trace.seconds), "in all"], [trace.span_count, trace.span_count === 1 ? "span" : "spans"],
    [trace.error_count, trace.error_count === 1 ? "error" : "errors"],
  ];
  return h("div", {},
    h("div", { class: "facts" }, facts.map(([value, word]) => h("div", {}, h("b", {}, value), word))),
    h("p", { class: "note" }, `From ${moment(trace.start)}. `, h("i", { class: "key critical" }), " on the critical path: shortening it shortens the whole. ",
      h("i", { class: "key self" }), " time of its own."),
    spans.length ? list : h("p", { class: "empty" }, "No span of this trace has ended yet."),
    spans.length > MOST_SPANS && h("p", { class: "note" }, `${spans.length - MOST_SPANS} more spans are not shown.`),
    traceEvents(trace, actions));
}

/** Depth first, each with its depth. */
function flatten(roots) {
  const flat = [];
  const visit = (one, depth) => {
    flat.push({ ...one, depth });
    for (const child of one.children ?? []) visit(child, depth + 1);
  };
  for (const root of roots) visit(root, 0);
  return flat;
}

function scaleRow(seconds) {
  return h("div", { class: "scale", "aria-hidden": "true" }, h("span"), h("div", {}, [0, 0.25, 0.5, 0.75, 1].map((share) =>
    h("span", { style: { left: `${share * 100}%` } }, share ? span(seconds * share) : "0"))));
}

function spanRow(one, { begin, seconds, critical, actions }) {
  const isCritical = critical.has(one.span_id);
  const isBad = one.status === "error";
  const left = Math.max(0, (Date.parse(one.start) - begin) / 1000 / seconds);
  const width = Math.min(1 - Math.min(left, 1), one.seconds / seconds);
  const own = one.seconds ? Math.min(1, one.self_seconds / one.seconds) : 0;
  const bar = h("div", { class: "bar", style: { left: `${left * 100}%`, width: `max(3px, ${width * 100}%)` } },
    h("i", { style: { width: `${own * 100}%` } }));
  const isLate = left + width > 0.72;
  const time = h("span", { class: isLate ? "time before" : "time", style: isLate ? { right: `${(1 - left) * 100}%` } : { left: `${(left + width) * 100}%` } }, span(one.seconds));
  const detail = h("div", { class: "span-detail", hidden: true });
  const words = `${one.name}, ${one.service}, ${span(one.seconds)}, ${span(one.self_seconds)} of its own${isCritical ? ", on the critical path" : ""}${isBad ? ", failed" : ""}`;
  const hasChildren = one.children?.length > 0;
  const row = h("div", {
    class: `span${isCritical ? " critical" : ""}${isBad ? " bad" : ""}`, role: "row", tabindex: "0", "aria-level": one.depth + 1, "aria-label": words,
    "aria-expanded": hasChildren ? "true" : null, data: { row: "", depth: one.depth },
  },
  h("div", { class: "name", role: "rowheader", style: { "--depth": Math.min(one.depth, 12) } },
    hasChildren ? h("span", { class: "fold" }, icon("right")) : h("span", { class: "fold" }),
    isBad && icon("cross"), h("span", { title: one.name }, one.name), h("small", {}, one.service)),
  h("div", { class: "track", role: "gridcell" }, bar, time));
  const toggle = () => {
    detail.hidden = !detail.hidden;
    row.classList.toggle("opened", !detail.hidden);
    if (!detail.hidden && !detail.firstChild) detail.append(...spanDetail(one, actions));
  };
  row.addEventListener("click", (event) => (event.target.closest(".fold svg") ? turn(row) : toggle()));
  row.addEventListener("keydown", (event) => {
    if (event.key === "Enter") toggle();
    else if (event.key === "ArrowLeft" && row.ariaExpanded === "true") turn(row);
    else if (event.key === "ArrowRight" && row.ariaExpanded === "false") turn(row);
    else return;
    event.preventDefault();
  });
  return [row, detail];
}

function turn(row) {
  row.ariaExpanded = String(row.ariaExpanded !== "true");
  fold(row.parentElement);
}

/** Hides what is below a closed span. */
function fold(list) {
  let closed = Infinity;
  for (const row of list.querySelectorAll(".span")) {
    const depth = Number(row.dataset.depth);
    const isHidden = depth > closed;
    if (!isHidden) closed = row.ariaExpanded === "false" ? depth : Infinity;
    row.hidden = isHidden;
    if (isHidden) {
      row.classList.remove("opened");
      row.nextElementSibling.hidden = true;
    }
  }
}

function spanDetail(one, actions) {
  const facts = [
    ["Kind", one.kind], ["Start", clock(one.start)], ["Time", span(one.seconds)], ["Of its own", span(one.self_seconds)],
    ["Critical", span(one.critical_seconds ?? 0)], ["Status", one.message ? `${one.status}: ${one.message}` : one.status],
    ["Span", one.span_id], ...Object.entries(one.attributes ?? {}).map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : value]),
  ];
  const events = [...(one.events ?? []), ...(one.position ? [{ position: one.position, type: "span.ended" }] : [])];
  return [
    h("dl", {}, facts.map(([word, value]) => [h("dt", {}, word), h("dd", {}, String(value))])),
    h("p", { class: "links" }, events.slice(0, 30).map((event) => eventLink(event, actions))),
  ];
}

function traceEvents(trace, actions) {
  const events = trace.events ?? [];
  const links = events.slice(0, 60).map((event) => eventLink(event, actions));
  const tail = h("button", { type: "button", class: "link", on: { click: () => go({ filter: `trace:${trace.trace_id}`, trace: null }) } }, "All its events");
  return h("section", {}, h("h3", {}, "Events"), h("p", { class: "links" }, links, tail), h("p", { class: "note" }, `Trace ${trace.trace_id}`));
}

function eventLink(event, actions) {
  return h("button", { type: "button", class: "link", title: event.time && moment(event.time), on: { click: () => actions.openEvent(event.position) } }, `${event.type} ${position(event.position)}`);
}
