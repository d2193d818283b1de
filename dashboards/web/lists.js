// The bodies of the two lists that people act on: tasks with their videos, and alerts with the events that fired them.

import { ask } from "./api.js";
import { differs, facts, h, icon, keyed, link, row, table, tool } from "./dom.js";
import { clock, number, position, span, when } from "./format.js";
import { go, state } from "./state.js";

const SIGNS = {
	queued: "clock", processing: "work", complete: "check", failed: "cross", cancelled: "ban",
	pending: "clock", firing: "warn", resolved: "check",
	same: "check", changed: "warn", fixed: "check", same_failure: "cross", new_failure: "cross", unreplayable: "ban",
};
const EVIDENCE = 6;

export const badge = (word) => h("span.badge", { data: { state: word } }, icon(SIGNS[word] ?? "note"), word.replace("_", " "));

const percent = ({ status, progress }) => Math.round(status === "complete" ? 100 : progress * 100);

// Paths of the results, the video first: the address that called the page need not be the one in the links.
function results(task) {
	return task.result_urls.map((one) => new URL(one, location.href).pathname);
}

export function errorText(error) {
	if (typeof error === "string") return error;
	return [error.stage && `${error.stage}:`, error.message ?? error.code, error.hint && `(${error.hint})`].filter(Boolean).join(" ");
}

function listed(list, words) {
	const empty = h("p.empty", words);
	return [h("div.body.scroll", list, empty), ({ length }) => (list.hidden = !(empty.hidden = length > 0))];
}

// One `tbody` a task: its row, and one under it that is filled when it is opened, so that a video plays on in it.
export function taskBody(panel, { actions }) {
	const list = table(panel.title, ["State", "Task", "Progress", "Created.wide", "Took.number.wide", ".end"]);
	const [node, showAny] = listed(list, "No task here. Ask for a video, and it shows while it is made.");
	const tasks = new WeakMap();

	const make = ({ task_id: id }) => {
		const main = row(() => go({ task: state.task === id ? null : id }));
		main.dataset.task = id;
		return h("tbody", main, h("tr.more", { hidden: true }, h("td", { colspan: "6" })));
	};
	const update = (body, task) => {
		tasks.set(body, task);
		if (differs(body, task)) body.firstChild.replaceChildren(...taskCells(task, () => play(body, task)));
		open(body);
	};
	const open = (body) => {
		const task = tasks.get(body);
		const more = body.lastChild;
		const isOpen = state.task === task.task_id;
		body.firstChild.ariaExpanded = String(isOpen);
		if (isOpen && differs(more, [task.status, task.error, results(task)])) {
			more.firstChild.replaceChildren(taskDetail(task, actions));
		}
		if (!isOpen) more.querySelector("video")?.pause();
		more.hidden = !isOpen;
		node.classList.toggle("open", Boolean(list.querySelector(".more:not([hidden])")));
	};
	const play = (body, task) => {
		go({ task: task.task_id });
		const video = body.querySelector("video");
		if (video.src) video.play();
		else video.autoplay = true;
	};

	return {
		node,
		update({ items }) {
			keyed(list, items, (task) => task.task_id, make, update);
			showAny(items);
		},
		redraw() {
			for (const body of list.tBodies) open(body);
		},
	};
}

function taskCells(task, play) {
	const name = task.subject ?? task.task_id;
	const value = percent(task);
	const seconds = task.finished_at && (Date.parse(task.finished_at) - Date.parse(task.created_at)) / 1000;
	const hasVideo = results(task).some((path) => path.endsWith(".mp4"));
	return [
		h("td", badge(task.status)),
		h("td", h("b", name), h("small", task.tool, task.subject && ` · ${task.task_id}`)),
		h("td", h("div.progress", h("progress", { max: "100", value, "aria-label": `Progress of ${name}`, data: { state: task.status } }),
			`${value}%`), task.status !== "complete" && h("small", task.stage)),
		h("td.wide", when(task.created_at)),
		h("td.number.wide", seconds == null ? "–" : span(seconds)),
		h("td.end", hasVideo && tool("play", `Play the video about ${name}`, play)),
	];
}

export function taskDetail(task, actions) {
	const files = results(task);
	const [video, poster, captions] = [".mp4", ".jpg", ".vtt"].map((end) => files.find((path) => path.endsWith(end)));
	const { apiKey } = sessionStorage;
	const track = captions && h("track", { kind: "captions", src: captions, srclang: "en", label: "Captions" });
	const label = `Video about ${task.subject ?? task.task_id}`;
	const node = video && h("video", { controls: true, preload: "none", playsinline: true, "aria-label": label,
		...(apiKey ? {} : { src: video, poster }) }, !apiKey && track);
	// An element sends no key.
	if (apiKey && node) ask(video).then((answer) => answer.blob()).then((blob) => (node.src = URL.createObjectURL(blob)), () => null);
	return h("div.task-detail", node,
		h("div",
			task.error && h("p.failure", icon("warn"), h("span", errorText(task.error))),
			facts([["Task", task.task_id], ["Tool", task.tool], ["Stage", task.stage], ["Created", when(task.created_at)],
				["Finished", when(task.finished_at)]]),
			h("p.links", link("Events", () => actions.filter(`stream:task-${task.task_id}`)),
				task.trace_id && link("Trace", () => actions.openTrace(task.trace_id), "trace"),
				files.map((path) => h("a", { href: path, target: "_blank" }, path.split("/").pop())))));
}

export function alertBody(panel, { actions }) {
	const body = h("tbody");
	const list = table(panel.title, ["State", "Rule", "Value and condition", "Since", "Fired by.wide"], body);
	const [node, showAny] = listed(list, panel.source === "alerts.history" ? "No alert has fired yet." : "No alert is pending or firing.");
	return {
		node,
		update({ items }) {
			keyed(body, items, (alert) => `${alert.rule_name} ${alert.since}`,
				(alert) => row(() => actions.openEvent(alert.fired ?? alert.position)),
				(node, alert) => differs(node, alert) && node.replaceChildren(...alertCells(alert, actions)));
			showAny(items);
		},
	};
}

function alertCells(alert, actions) {
	const evidence = alert.evidence ?? [];
	const later = alert.resolved_at ? `resolved ${clock(alert.resolved_at)}` : alert.fired_at && `fired ${clock(alert.fired_at)}`;
	return [
		h("td", badge(alert.state)),
		h("td", h("b", alert.rule_name), h("small", alert.severity)),
		h("td", h("b", number(alert.value)), ` ${alert.condition}`, h("small", alert.metric)),
		h("td", when(alert.since), h("small", later)),
		h("td.wide", evidence.slice(0, EVIDENCE).map((at) => link(position(at), () => actions.openEvent(at))),
			evidence.length > EVIDENCE && `and ${evidence.length - EVIDENCE} more `,
			link("That moment", () => actions.at(alert.fired ?? alert.position), "clock")),
	];
}
