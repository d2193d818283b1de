// Runs a recorded tool call again in a sandbox and shows what differs.

import { getJSON } from "./api.js";
import { h, link, table } from "./dom.js";
import { span } from "./format.js";
import { badge } from "./lists.js";

const MOST = 100;

// A button and the place for what comes of it; `at` is the position of an event of the call.
export function runAgain(at) {
	const place = h("div", { role: "status" });
	const run = async () => {
		place.replaceChildren("Running again in a sandbox…");
		const report = await getJSON(`/v1/replay/requests/${at}`, null, "POST")
			.catch(({ message }) => ({ verdict: "unreplayable", reason: message }));
		place.replaceChildren(badge(report.verdict),
			h("p", report.reason ?? report.replayed.failure), report.recorded ? differences(report) : "");
	};
	return [link("Run again", run, "play"), place];
}

function differences({ result, events, durations }) {
	const found = [{ event: "result", ...result }, ...events].flatMap(({ event, kind, differences: all }) => all.length
		? all.map(({ path, ...sides }) => [`${event} ${path}`, JSON.stringify(sides.before), JSON.stringify(sides.after)])
		: kind ? [[`${event} ${kind}`]] : []);
	const times = durations.map(({ what, recorded, replayed }) => [what, span(recorded), replayed == null ? "–" : span(replayed)]);
	const rows = [...found.slice(0, MOST), ...times].map((cells) => h("tr", cells.map((text) => h("td", text))));
	return table("Then and now", ["What", "Then", "Now"], h("tbody", rows));
}
