// The table of contents: what is loaded and shown when the address, the log or the reader changes something.

import { getJSON, latest, url } from "./api.js";
import { announce, byId, h, icon, inFrame, setText } from "./dom.js";
import { EventTail, selection } from "./events.js";
import { moment, position } from "./format.js";
import { listenToKeys, moveRow, showHelp } from "./keys.js";
import { Live } from "./live.js";
import { Panels } from "./panels.js";
import { Slider } from "./slider.js";
import { address, go, isLive, onChange, state } from "./state.js";
import { nextTheme, onTheme } from "./theme.js";
import { Drawer } from "./trace.js";

const TIMELINE_SECONDS = 10;
const RETRY_SECONDS = 5;

/** The dashboard shown, as the service told it; null before the first. */
let shown = null;
let dashboards = [];
let timelineTimer = 0;
let retryTimer = 0;

const name = () => state.dashboard ?? "overview";
const path = () => `/v1/dashboards/${encodeURIComponent(name())}`;
const hasTask = () => Boolean(state.task && document.querySelector(`#grid [data-task="${CSS.escape(state.task)}"]`));
const iso = (time) => new Date(time).toISOString();

const nothingOver = { trace: null, traces: null, event: null };
const actions = {
  openTrace: (id) => go({ ...nothingOver, trace: id }),
  openEvent: (at) => go({ ...nothingOver, event: String(at) }),
  findTraces: () => go({ ...nothingOver, traces: "1" }),
  filter: (filter) => go({ ...nothingOver, filter }),
  at: (place) => go({ ...nothingOver, at: String(place) }),
  moment: (time) => go({ at: iso(time) }),
  zoom: (from, to) => go({ from: iso(from), to: iso(to) }),
};

const slider = new Slider((place, isStep) => go({ at: place && String(place) }, { replace: isStep && !isLive() }));
const panels = new Panels(byId("grid"), { actions, marks: () => slider.marks });
const events = new EventTail(actions);
const drawer = new Drawer(actions);

const live = new Live({
  dashboard: (dashboard) => dashboard.name === name() && show(dashboard),
  panels(message) {
    Object.assign(shown, { position: message.position, timestamp: message.timestamp });
    inFrame("panels", () => panels.update(message.panels));
    showMoment();
  },
  events: (message) => events.add(message),
  status(status, seconds) {
    showStatus(status);
    if (status === "live") {
      showBanner(null);
      events.load(null);
    } else if (seconds) {
      const fault = status === "full" ? "Too many pages are open at the service" : "The service does not answer";
      showBanner(`${fault}. This is as of ${shown?.timestamp ? moment(shown.timestamp) : "before"}; trying again in ${seconds} s.`);
    }
  },
});

// What is shown

/** While the slider is dragged one question is in flight, and the last one wins. */
const loader = latest(
  (question, signal) => getJSON(question, signal),
  (dashboard) => {
    const isFirst = !shown;
    showBanner(null);
    show(dashboard);
    if (!isLive()) events.load(dashboard.position);
    if (isFirst) inFrame("start", start);
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
  inFrame("panels", () => {
    panels.show(dashboard);
    drawer.sync(hasTask());
    performance.mark("data-shown");
  });
  showMoment();
  if (dashboard.position === 0) showBanner("Nothing has happened yet. Call a tool, and it shows here at once.");
}

/** Everything that says which moment is shown. */
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

// What comes after the first paint

function start() {
  readDashboards();
  readTimeline();
  follow();
}

async function readDashboards() {
  try {
    ({ dashboards } = await getJSON("/v1/dashboards"));
    showTabs();
  } catch {
    retryTimer = setTimeout(readDashboards, RETRY_SECONDS * 1000);
  }
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

// What went wrong

function failed({ status, message }) {
  byId("busy").classList.remove("on");
  if (status === 0 || status >= 500) {
    const fault = status === 0 ? `The service does not answer at ${location.host}. Is it running?` : `The service could not draw this: ${message}.`;
    showBanner(`${fault} Trying again in ${RETRY_SECONDS} s.`);
    retryTimer = setTimeout(() => load(true), RETRY_SECONDS * 1000);
    return;
  }
  const isBeyond = status === 404 && state.at;
  const text = isBeyond ? `The log has no moment ${state.at}, or no such dashboard: ${message}.` : `This cannot be shown: ${message}.`;
  showBanner(text, isBeyond ? "Go to live" : "Show the overview", isBeyond ? { at: null } : { dashboard: null, at: null, from: null, to: null });
  if (!dashboards.length) readDashboards();
}

/** Nil for none. */
function showBanner(text, label, changes) {
  const banner = byId("banner");
  banner.hidden = !text;
  if (text) banner.replaceChildren(icon("warn"), h("span", text), label ? h("button", { type: "button", onclick: () => go(changes) }, label) : "");
}

// The chrome

const STATUS = { connecting: "Connecting", live: "Live", reconnecting: "Reconnecting", full: "Waiting", past: "As of" };

function showStatus(status) {
  const node = byId("status");
  if (node.dataset.status === status) return;
  node.dataset.status = status;
  setText(byId("status-text"), STATUS[status]);
  if (status !== "past") announce(STATUS[status]);
}

/** Live or of the past: the badge, the way back, and the sign on the button. */
function showMode() {
  const isPast = !isLive();
  document.body.classList.toggle("past", isPast);
  byId("to-live").hidden = !isPast;
  byId("forward").disabled = !isPast;
  const pause = byId("pause");
  pause.replaceChildren(icon(isPast ? "play" : "pause"));
  pause.ariaLabel = pause.title = isPast ? "Back to live (space)" : "Pause (space)";
  if (!isPast) return;
  showStatus("past");
  // The slider is where the hand is, whenever the answer comes.
  if (Number(state.at)) slider.show(Number(state.at), null);
}

function showTabs() {
  byId("tabs").replaceChildren(...dashboards.map((one, index) => {
    const isShown = one.name === name();
    return h("a", {
      role: "tab", href: address(tab(index)), "aria-selected": String(isShown), "aria-controls": "grid",
      tabindex: isShown ? "0" : "-1", title: one.description,
      onclick(event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        openTab(index);
      },
    }, one.title);
  }));
}

const tab = (index) => ({ dashboard: dashboards[index].name, panel: null, task: null });

function openTab(index) {
  if (dashboards[index]) go(tab(index));
}

function showRange() {
  const range = byId("range");
  range.value = state.to ? "zoom" : (state.from ?? "");
  if (!range.value) range.value = "zoom";
  range.querySelector("[value=zoom]").hidden = range.value !== "zoom";
}

function togglePause() {
  if (shown) go({ at: isLive() ? String(shown.position) : null });
}

/** The uppermost thing that is open. */
function close() {
  if (document.activeElement.matches("input")) document.activeElement.blur();
  else if (drawer.isOpen) go({ ...nothingOver, task: hasTask() ? state.task : null });
  else if (state.panel) go({ panel: null });
  else if (state.task) go({ task: null });
  else if (state.to) go({ from: null, to: null });
  else if (state.wall) go({ wall: null });
  else document.activeElement.blur();
}

const showWall = () => document.body.classList.toggle("wall", Boolean(state.wall));

onChange((changed) => {
  const has = (...names) => names.some((one) => changed.has(one));
  if (has("wall")) showWall();
  if (has("dashboard", "at", "from", "to")) {
    showMode();
    showRange();
    showTabs();
    load(has("dashboard"));
  }
  if (has("filter")) events.filterChanged();
  if (shown && has("dashboard", "at", "from", "to", "filter")) follow();
  if (has("panel")) panels.focus();
  if (has("task")) panels.redraw();
  drawer.sync(hasTask());
});

onTheme((theme) => {
  const button = byId("theme");
  button.ariaLabel = button.title = `Theme: ${theme === "auto" ? "as the system" : theme}`;
  panels.redraw();
  slider.redraw();
});

byId("tabs").onkeydown = (event) => {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!way) return;
  const index = dashboards.findIndex((one) => one.name === name());
  openTab((index + way + dashboards.length) % dashboards.length);
  byId("tabs").querySelector("[aria-selected=true]").focus();
  event.preventDefault();
};
byId("range").onchange = (event) => go({ from: event.target.value || null, to: null });

const buttons = {
  theme: ["half", nextTheme], "open-help": [null, showHelp], "open-traces": ["trace", actions.findTraces],
  pause: [null, togglePause], back: ["back", () => slider.step(-1)], forward: ["right", () => slider.step(1)],
  "to-live": [null, togglePause], "drawer-close": ["cross", close],
};
for (const [id, [sign, action]] of Object.entries(buttons)) {
  byId(id).onclick = action;
  if (sign) byId(id).prepend(icon(sign));
}

listenToKeys({
  filter: () => byId("filter").focus(), nextRow: () => moveRow(1), previousRow: () => moveRow(-1),
  stepBack: () => slider.step(-1), stepOn: () => slider.step(1), markBack: () => slider.jump(-1), markOn: () => slider.jump(1),
  wall: () => go({ wall: state.wall ? null : "1" }), traces: actions.findTraces, dashboard: openTab, theme: nextTheme,
  help: showHelp, togglePause, close,
});

showWall();
showMode();
showRange();
load(true);
