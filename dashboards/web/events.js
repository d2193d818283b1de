// The tail of the log: the latest events first, filtered by type, stream or trace, never more than fit.

import { runAgain } from "./again.js";
import { getJSON, latest, url } from "./api.js";
import { byId, facts, h, inFrame, keyed, link, row, setText, table, tool } from "./dom.js";
import { clock, moment, position, short, summary } from "./format.js";
import { state } from "./state.js";

const PAGE = 50;
const MOST = 200;
const LONGEST = 20000;

// `task.* stream:task-1 trace:0af7` as the parameters of `/v1/events`.
export function selection() {
	const words = (state.filter ?? "").split(/[\s,]+/).filter(Boolean);
	const named = (name) => words.find((word) => word.startsWith(`${name}:`))?.slice(name.length + 1);
	return { type: words.filter((word) => !word.includes(":")).join(","), stream: named("stream"), trace: named("trace") };
}

export function eventDetail(event, actions) {
	const { position: at, trace_id: trace } = event;
	const text = JSON.stringify(event.data, null, 2) ?? "";
	const [again, difference] = event.type === "tool.completed" || event.data?.method === "tools/call" ? runAgain(at) : [];
	return h("div",
		facts([["Time", `${moment(event.time)} (${event.time})`], ["Stream", event.stream], ["Revision", event.revision],
			["Principal", event.principal], ["Trace", trace]]),
		h("p.links", link(`The page as of ${position(at)}`, () => actions.at(at), "clock"),
			trace && link("Trace", () => actions.openTrace(trace), "trace"),
			link("Stream", () => actions.filter(`stream:${event.stream}`)),
			again,
			h("a", { href: `/v1/events/${at}`, target: "_blank" }, "JSON")),
		h("div.task-detail", h("pre", { tabindex: "0" }, text.slice(0, LONGEST), text.length > LONGEST && `\n… ${text.length - LONGEST} more characters`), difference));
}

export class EventTail {
	#actions;
	#events = [];
	#to = null;
	#opened = new Set();
	#list = byId("events-list");
	#body = h("tbody");
	#filter = byId("filter");

	#loader = latest(
		(to, signal) => getJSON(url("/v1/events", { order: "desc", limit: PAGE, to, ...selection() }), signal),
		({ events }) => {
			this.#events = events;
			inFrame(this, () => this.#draw());
		},
		(error) => this.#say(`The events could not be read: ${error.message}.`));

	constructor(actions) {
		this.#actions = actions;
		this.#list.prepend(table("The latest events, the newest first", ["Position", "Time", "Type", "What it says", "Trace"], this.#body));
		this.#filter.value = state.filter ?? "";
		this.#filter.form.onsubmit = (event) => event.preventDefault();
		// A pattern says something only when it is whole: at Enter, or when the field is left.
		this.#filter.onchange = () => actions.filter(this.#filter.value.trim() || null);
	}

	load(to) {
		this.#to = to;
		this.#loader.ask(to);
	}

	filterChanged() {
		this.#filter.value = state.filter ?? "";
		this.#opened.clear();
		this.#loader.ask(this.#to, true);
	}

	add({ events }) {
		const { stream, trace } = selection();
		const mine = events.filter((one) => (!stream || one.stream === stream) && (!trace || one.trace_id === trace));
		const known = new Map([...this.#events, ...mine].map((one) => [one.position, one]));
		this.#events = [...known.values()].sort((a, b) => b.position - a.position).slice(0, MOST);
		// Rows stay where they are while somebody reads them.
		if (!this.#opened.size && !this.#list.contains(document.activeElement)) inFrame(this, () => this.#draw());
	}

	#draw() {
		const rows = this.#events.flatMap((event) => [
			{ key: event.position, make: () => this.#row(event) },
			this.#opened.has(event.position) && { key: `${event.position} open`, make: () => this.#detail(event) },
		]).filter(Boolean);
		keyed(this.#body, rows, (one) => one.key, (one) => one.make());
		this.#say(this.#events.length ? "" : state.filter ? "No event of this kind up to here. Try a wider filter, such as task.*" : "No event yet.");
	}

	#say(text) {
		setText(byId("events-empty"), text);
		byId("events-empty").hidden = !text;
	}

	#row(event) {
		const toggle = (node) => {
			if (!this.#opened.delete(event.position)) this.#opened.add(event.position);
			node.ariaExpanded = String(this.#opened.has(event.position));
			inFrame(this, () => this.#draw());
		};
		const family = /failed|fired/.test(event.type) ? "bad" : event.type.split(".")[0];
		const trace = event.trace_id && tool("trace", `Trace ${short(event.trace_id)}`, () => this.#actions.openTrace(event.trace_id));
		const node = row(toggle,
			h("td", position(event.position)),
			h("td", { title: event.time }, clock(event.time)),
			h("td.type", { data: { family } }, event.type),
			h("td.payload", summary(event.data)),
			h("td.end", trace));
		// A hundred stops would bar the way to what follows: j and k move here, and an open row has the same links.
		for (const one of [node, trace]) if (one) one.tabIndex = -1;
		return node;
	}

	#detail(event) {
		return h("tr", h("td", { colspan: "5" }, eventDetail(event, this.#actions)));
	}
}

