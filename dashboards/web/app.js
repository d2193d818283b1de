// The table of contents: what is loaded and shown when the address, the log or the reader changes something.

import { getJSON, latest, url } from "./api.js";
import { byId, h, icon, setText } from "./dom.js";
import { EventTail, selection } from "./events.js";
import { heading, moment, position } from "./format.js";
import { listenToKeys, moveRow, showHelp } from "./keys.js";
import { Live } from "./live.js";
import { Panels } from "./panels.js";
import { Slider } from "./slider.js";
import { address, go, isLive, onChange, state } from "./state.js";
import { applyTheme, nextTheme, onStyle } from "./theme.js";
import { Drawer } from "./trace.js";

const TIMELINE_SECONDS = 10;
const RETRY_SECONDS = 5;

// The dashboard shown, as the service told it; null before the first.
let shown = null;
let dashboards = [];
let timelineTimer = 0;
let retryTimer = 0;

const name = () => state.dashboard ?? "overview";
const path = () => `/v1/dashboards/${encodeURIComponent(name())}`;
const hasTask = () => Boolean(state.task && document.querySelector(`#grid [data-task="${CSS.escape(state.task)}"]`));

// With nothing over the page but what `changes` say.
const goOver = (changes) => go({ trace: null, traces: null, event: null, ...changes });
const actions = {
	openTrace: (trace) => goOver({ trace }),
	openEvent: (at) => goOver({ event: String(at) }),
	findTraces: () => goOver({ traces: "1" }),
	filter: (filter) => goOver({ filter }),
	at: (place) => goOver({ at: String(place) }),
	moment: (time) => go({ at: new Date(time).toISOString() }),
};

const slider = new Slider((place, isStep) => go({ at: place && String(place) }, { replace: isStep && !isLive() }));
const panels = new Panels(byId("grid"), { actions, marks: () => slider.marks });
const events = new EventTail(actions);
const drawer = new Drawer(actions);

const live = new Live({
	dashboard: (dashboard) => dashboard.name === name() && show(dashboard),
	panels(message) {
		if (!shown.position) showBanner(null);
		Object.assign(shown, { position: message.position, timestamp: message.timestamp });
		panels.update(message.panels);
		showMoment();
	},
	events: (message) => events.add(message),
	status(status, seconds) {
		showStatus(status);
		if (status === "live") {
			showBanner(null);
			events.load(null);
			if (!dashboards.length) readDashboards();
		} else if (seconds) {
			const fault = status === "waiting" ? "Too many pages are open" : "The service does not answer";
			showBanner(`${fault}. This is as of event ${position(shown.position)}; trying again in ${seconds} s.`);
		}
	},
});

const loader = latest(
	(question, signal) => getJSON(question, signal),
	(dashboard) => {
		const isFirst = !shown;
		showBanner(null);
		// Where the live feed was quicker, this is of before.
		const isOld = isLive() && shown?.name === dashboard.name && shown.position > dashboard.position;
		if (!isOld) show(dashboard);
		if (!isLive()) events.load(dashboard.position);
		if (isFirst) requestAnimationFrame(start);
	},
	failed);

function load(now) {
	clearTimeout(retryTimer);
	byId("busy").classList.add("on");
	loader.ask(url(path(), { at: state.at, from: state.from, to: state.to }), now);
}

function show(dashboard) {
	shown = dashboard;
	document.title = `${dashboard.title} · moneyprinter`;
	byId("busy").classList.toggle("on", loader.isBusy);
	panels.show(dashboard);
	drawer.sync(hasTask());
	showMoment();
	if (dashboard.position === 0) showBanner("Nothing has happened yet. Call a tool, and it shows here at once.");
}

function showMoment() {
	const { position: place, timestamp } = shown;
	if (isLive()) {
		slider.grow(place, timestamp);
		timelineTimer ||= setTimeout(readTimeline, TIMELINE_SECONDS * 1000);
	} else {
		slider.show(place, timestamp);
		setText(byId("status-text"), `As of ${timestamp ? moment(timestamp) : "the beginning"} · event ${position(place)}`);
	}
}

function start() {
	if (shown) performance.mark("data-shown");
	readDashboards();
	readTimeline();
	if (shown) follow();
}

async function readDashboards() {
	const answer = await getJSON("/v1/dashboards").catch(() => null);
	dashboards = answer?.dashboards.sort((a, b) => (b.name === "overview") - (a.name === "overview")) ?? [];
	showTabs();
}

async function readTimeline() {
	const timeline = await getJSON("/v1/timeline").catch(() => null);
	timelineTimer = 0;
	if (!timeline) return;
	slider.setTimeline(timeline);
	panels.redraw();
}

function follow() {
	if (!isLive()) live.close();
	else live.open(url(`${path()}/live`, { from: state.from, to: state.to, events: 1, type: selection().type }));
}

function failed({ status, message }) {
	byId("busy").classList.remove("on");
	if (status === 401 || status === 403) showBanner(`${message}.`, login());
	else if (status === 400 || status === 404) {
		showBanner(`${state.at ? `Event or time ${state.at}` : "This"} cannot be shown: ${message}.`, wayOut());
		if (!shown) start();
	} else {
		showBanner(`Is the service well? ${message}. Trying again in ${RETRY_SECONDS} s.`);
		retryTimer = setTimeout(() => load(true), RETRY_SECONDS * 1000);
	}
}

function showBanner(text, help = "") {
	const banner = byId("banner");
	banner.hidden = !text;
	banner.replaceChildren(icon("warn"), h("span", text ?? ""), help);
}

const wayOut = () => h("button", { onclick: () => go({ dashboard: null, at: null, from: null, to: null }) }, "Show the overview, live");

function login() {
	const field = h("input", { type: "password", autocomplete: "off", required: true });
	const onsubmit = (event) => {
		event.preventDefault();
		sessionStorage.apiKey = field.value.trim();
		load(true);
	};
	return h("form", { onsubmit }, h("label", "Key or token ", field), h("button.primary", "Log in"));
}

function showStatus(status) {
	const node = byId("status");
	if (node.dataset.status === status) return;
	node.dataset.status = status;
	setText(byId("status-text"), status === "past" ? "As of" : heading(status));
	if (status !== "past") setText(byId("announcer"), heading(status));
}

// The badge, the way back, the theme: whatever the address says beside the data.
function showChrome() {
	const isPast = !isLive();
	const { classList } = document.body;
	classList.toggle("past", isPast);
	classList.toggle("wall", Boolean(state.wall));
	byId("to-live").hidden = !isPast;
	byId("forward").disabled = !isPast;
	byId("theme").title = `Theme: ${applyTheme()}`;
	const pause = byId("pause");
	pause.replaceChildren(icon(isPast ? "play" : "pause"));
	pause.title = isPast ? "Back to live (space)" : "Pause (space)";
	byId("range").value = state.from ?? "";
	showTabs();
	if (isPast) showStatus("past");
	// The slider is where the hand is, whenever the answer comes.
	if (!isPast || Number(state.at)) slider.show(isPast ? Number(state.at) : null, null);
}

function showTabs() {
	byId("tabs").replaceChildren(...dashboards.map((one, index) => h("a", {
		href: address(tab(index)), title: one.description, "aria-current": one.name === name() && "page",
		onclick(event) {
			if (event.ctrlKey || event.metaKey || event.shiftKey) return;
			event.preventDefault();
			go(tab(index));
		},
	}, one.title)));
}

const tab = (index) => ({ dashboard: dashboards[index].name, panel: null, task: null });

function redraw() {
	panels.redraw();
	slider.redraw();
}

onChange((changed) => {
	const has = (...names) => names.some((one) => changed.has(one));
	showChrome();
	if (has("theme")) redraw();
	if (has("dashboard", "at", "from", "to")) load(has("dashboard"));
	if (has("filter")) events.filterChanged();
	if (shown && has("dashboard", "at", "from", "to", "filter")) follow();
	if (has("panel")) panels.focus();
	if (has("task")) panels.redraw();
	drawer.sync(hasTask());
});

const commands = {
	filter: () => byId("filter").focus(),
	nextRow: () => moveRow(1),
	previousRow: () => moveRow(-1),
	stepBack: () => slider.step(-1),
	stepOn: () => slider.step(1),
	markBack: () => slider.jump(-1),
	markOn: () => slider.jump(1),
	togglePause: () => shown && go({ at: isLive() ? String(shown.position) : null }),
	dashboard: (index) => dashboards[index] && go(tab(index)),
	wall: () => go({ wall: state.wall ? null : "1" }),
	traces: actions.findTraces,
	theme: nextTheme,
	help: showHelp,
	// The uppermost thing that is open.
	close() {
		const focused = document.activeElement;
		if (focused.matches("input")) focused.blur();
		else if (drawer.isOpen) goOver({ task: hasTask() ? state.task : null });
		else if (state.panel || state.task) go({ panel: null, task: null });
		else if (state.wall) go({ wall: null });
		else focused.blur();
	},
};

const BUTTONS = [
	["theme", "theme", "half"], ["open-help", "help"], ["open-traces", "traces", "trace"], ["pause", "togglePause"],
	["back", "stepBack", "back"], ["forward", "stepOn", "right"], ["to-live", "togglePause"], ["drawer-close", "close", "cross"],
];
for (const [id, command, sign] of BUTTONS) {
	byId(id).onclick = () => commands[command]();
	if (sign) byId(id).prepend(icon(sign));
}
byId("range").onchange = (event) => go({ from: event.target.value || null, to: null });
listenToKeys(commands);
onStyle(redraw);
showChrome();
load(true);
