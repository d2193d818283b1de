// The drawer: one trace as a waterfall, the search for traces, one event, or one task.

import { getJSON, latest, url } from "./api.js";
import { byId, facts, h, icon, link, row, table } from "./dom.js";
import { eventDetail } from "./events.js";
import { clamp, clock, moment, position, short, span, when } from "./format.js";
import { badge, taskDetail } from "./lists.js";
import { go, state } from "./state.js";

const MOST_SPANS = 500;
const MOST_TRACES = 50;
const MOST_LINKS = 40;
const FIELDS = [
	["operation", "Operation", "tools/call *"], ["tool", "Tool", "create_video"], ["service", "Service", "worker"],
	["status", "Status", "ok or error"], ["min", "Longer than, seconds", "0.5"], ["attribute", "Attribute", "name=value"],
];

export class Drawer {
	#actions;
	#node = byId("drawer");
	#body = byId("drawer-body");
	#target = undefined;
	#at = null;
	#opener = null;
	#loader = latest(({ path }, signal) => getJSON(path, signal), (answer, { draw }) => draw(answer), ({ status, message }) => {
		const text = status === 404 ? "The log has no such thing as of this moment." : `It could not be read: ${message}.`;
		this.#body.replaceChildren(h("p.failure", icon("warn"), h("span", text)));
	});

	constructor(actions) {
		this.#actions = actions;
	}

	get isOpen() {
		return !this.#node.hidden;
	}

	// Shows what the address names; `hasTask` tells whether a list of the page shows its task.
	sync(hasTask) {
		const { trace, event, traces, task, at } = state;
		const wanted = trace ? ["traces", trace] : event ? ["events", event] : traces ? ["search", traces] : task && !hasTask ? ["tasks", task] : null;
		const target = wanted?.join();
		const isOther = target !== this.#target;
		if (!isOther && at === this.#at) return;
		[this.#target, this.#at] = [target, at];
		if (wanted && !this.isOpen) this.#opener = document.activeElement;
		this.#node.hidden = !wanted;
		if (wanted) this.#show(...wanted);
		else this.#loader.stop();
		if (isOther) (wanted ? byId("drawer-close") : this.#opener)?.focus();
	}

	#show(kind, id) {
		byId("drawer-title").textContent = { traces: `Trace ${short(id)}`, events: `Event ${id}`, tasks: `Task ${id}`, search: "Traces" }[kind];
		if (kind === "search") return this.#showSearch(id);
		const drawing = { traces: drawTrace, events: eventDetail, tasks: (task, actions) => h("div", badge(task.status), taskDetail(task, actions)) };
		this.#body.replaceChildren();
		// An event is the same at every moment.
		this.#ask(url(`/v1/${kind}/${id}`, kind === "events" ? {} : { at: state.at }), (answer) =>
			this.#body.replaceChildren(drawing[kind](answer, this.#actions)));
	}

	#ask(path, draw) {
		this.#loader.ask({ path, draw }, true);
	}

	#showSearch(query) {
		const fields = Object.fromEntries(new URLSearchParams(query));
		const results = h("div");
		this.#body.replaceChildren(searchForm(fields), results);
		this.#ask(url("/v1/traces", { ...fields, limit: MOST_TRACES, at: state.at }), ({ traces }) =>
			results.replaceChildren(traces.length
				? table("Traces", ["Start", "Operation", "Time.number", "Spans.number", "Errors.number"], h("tbody", traces.map(traceRow)))
				: h("p.empty", "No trace is like that. An empty field matches everything.")));
	}
}

function searchForm(values) {
	const fields = FIELDS.map(([name, label, placeholder]) => h("label", label, h("input", { name, placeholder, value: values[name] })));
	const onsubmit = (event) => {
		event.preventDefault();
		go({ traces: String(new URLSearchParams(new FormData(event.target))) });
	};
	return h("form.search", { role: "search", "aria-label": "Traces", onsubmit }, fields, h("button.primary", "Search"));
}

function traceRow(one) {
	return row(() => go({ trace: one.trace_id }),
		h("td", when(one.start)),
		h("td", h("b", one.root ?? short(one.trace_id)), h("small", one.service)),
		h("td.number", span(one.seconds)),
		h("td.number", one.span_count),
		h("td.number", one.error_count > 0 && icon("cross"), one.error_count));
}

function drawTrace(trace, actions) {
	const spans = flatten(trace.roots, 0);
	const context = { begin: Date.parse(trace.start), seconds: trace.seconds || 1e-6, critical: new Set(trace.critical_path), actions };
	const ruler = h("div.ruler", { "aria-hidden": "true" }, h("span"),
		h("div", [0, 0.25, 0.5, 0.75, 1].map((share) => h("span", { style: { left: `${share * 100}%` } }, span(trace.seconds * share)))));
	return h("div",
		h("p.figures", h("b", span(trace.seconds)), "in all\u2003", h("b", trace.span_count), "spans\u2003", h("b", trace.error_count), "errors"),
		h("p.note", `From ${moment(trace.start)}. `, h("i.key.critical"), " on the critical path: a shorter one makes the whole shorter. ",
			h("i.key"), " time of its own."),
		h("div.waterfall", { role: "treegrid", "aria-label": "Spans", data: { rows: "" } }, ruler,
			spans.slice(0, MOST_SPANS).flatMap((one) => spanRow(one, context))),
		spans.length > MOST_SPANS && h("p.note", `${spans.length - MOST_SPANS} more spans are not shown.`),
		h("p.links", (trace.events ?? []).slice(0, MOST_LINKS).map((event) => eventLink(event, actions)),
			link("All its events", () => actions.filter(`trace:${trace.trace_id}`))));
}

function flatten(spans, depth) {
	return spans.flatMap((one) => [{ ...one, depth }, ...flatten(one.children ?? [], depth + 1)]);
}

function spanRow(one, { begin, seconds, critical, actions }) {
	const isCritical = critical.has(one.span_id);
	const isBad = one.status === "error";
	const part = (share) => `${clamp(share, 0, 1) * 100}%`;
	const start = (Date.parse(one.start) - begin) / 1000 / seconds;
	const bar = h("div.bar", { style: { left: part(start), width: part(one.seconds / seconds) } },
		h("i", { style: { width: part(one.self_seconds / one.seconds) } }));
	const time = h("span", { style: { left: part(start + one.seconds / seconds) } }, span(one.seconds));
	const detail = h("div.span-detail", { hidden: true });
	const toggle = () => {
		detail.hidden = !detail.hidden;
		node.ariaExpanded = String(!detail.hidden);
		if (!detail.firstChild) detail.append(...spanDetail(one, actions));
	};
	const words = [one.name, one.service, span(one.seconds), `${span(one.self_seconds)} of its own`, isCritical && "on the critical path", isBad && "failed"];
	const node = h(`div.span${isCritical ? ".critical" : ""}${isBad ? ".bad" : ""}`, {
		role: "row", tabindex: "0", "aria-level": one.depth + 1, "aria-label": words.filter(Boolean).join(", "), "aria-expanded": "false",
		data: { row: "" }, onclick: toggle, onkeydown: (event) => event.key === "Enter" && toggle(),
	},
	h("div.name", { role: "rowheader", title: one.name, style: { "--depth": Math.min(one.depth, 12) } },
		isBad && icon("cross"), h("span", one.name), h("small", one.service)),
	h("div.track", { role: "gridcell" }, bar, time));
	return [node, detail];
}

function spanDetail(one, actions) {
	const attributes = Object.entries(one.attributes ?? {}).map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : value]);
	const events = [...(one.events ?? []), { type: "span.ended", position: one.position }];
	return [
		facts([["Kind", one.kind], ["Start", clock(one.start)], ["Time", span(one.seconds)], ["Of its own", span(one.self_seconds)],
			["Critical", span(one.critical_seconds)], ["Status", one.status], ["Message", one.message], ["Span", one.span_id], ...attributes]),
		h("p.links", events.slice(0, MOST_LINKS).map((event) => eventLink(event, actions))),
	];
}

function eventLink({ type, position: at }, actions) {
	return link(`${type} ${position(at)}`, () => actions.openEvent(at));
}
