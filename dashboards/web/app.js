// The table of contents: what is loaded and shown when the address, the log or the reader changes something.

import { getJSON, latest, url } from "./api.js";
import { announce, byId, h, icon, inFrame, setText } from "./dom.js";
import { EventTail } from "./events.js";
import { clock, moment, position } from "./format.js";
import { listenToKeys, moveRow, showHelp } from "./keys.js";
import { Live } from "./live.js";
import { Panels } from "./panels.js";
import { Slider } from "./slider.js";
import { address, go, isLive, onChange, state } from "./state.js";
import { applyTheme, current as theme, nextTheme, onTheme } from "./theme.js";
import { Drawer } from "./trace.js";

const TIMELINE_SECONDS = 10;
const RETRY_SECONDS = 5;

/** The dashboard shown, as the service told it. */
let shown = null;
let dashboards = [];
let timelinePosition = -1;
let timelineTimer = 0;
let retryTimer = 0;
let isStarted = false;

const name = () => state.dashboard ?? "overview";

const actions = {
  openTrace: (id) => go({ trace: id, event: null }),
  openEvent: (at) => go({ event: String(at), trace: null }),
  filterStream: (stream) => go({ filter: `stream:${stream}`, trace: null, event: null }),
  at: (place) => go({ at: String(place), event: null }),
  moment: (time) => go({ at: new Date(time).toISOString() }),
  zoom: (from, to) => go({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }),
};

const slider = new Slider((place, isFinal) => go({ at: place == null ? null : String(place) }, { replace: !isFinal }));
const panels = new Panels(byId("grid"), { actions, marks: () => slider.marks, now: () => shown?.timestamp });
const events = new EventTail(actions);
const drawer = new Drawer(actions);
const live = new Live({
  dashboard: (dashboard) => isLive() && show(dashboard),
  panels: (message) => isLive() && shown && update(message),
  events: (message) => isLive() && events.add(message),
  status(status, seconds) {
    showStatus(status);
    if (status === "live") {
      clearBanner();
      events.load(null);
    } else if (status === "reconnecting" && seconds) {
      showBanner(`The service does not answer. What you see is of ${shown?.timestamp ? moment(shown.timestamp) : "before"}; trying again in ${seconds} s.`);
    } else if (status === "full") showBanner(`Too many pages are open at the service; trying again in ${seconds} s.`);
  },
});

/** While the slider is dragged, one question at a time: the last one wins. */
const loader = latest(
  ({ board, at, from, to }, signal) => getJSON(url(`/v1/dashboards/${encodeURIComponent(board)}`, { at, from, to }), signal),
  (dashboard) => {
    show(dashboard);
    clearBanner();
    if (!isLive()) events.load(dashboard.position);
    start();
  },
  failed);

function load(now) {
  byId("busy").classList.add("on");
  loader.ask({ board: name(), at: state.at, from: state.from, to: state.to }, { now });
}

function show(dashboard) {
  shown = dashboard;
  inFrame("dashboard", () => {
    panels.show(dashboard);
    byId("busy").classList.toggle("on", loader.isBusy);
    if (dashboard.position === 0) showBanner("Nothing has happened yet. Call a tool, and it shows here at once.");
    drawer.sync(hasTask());
    performance.mark("data-shown");
  });
  showMoment(dashboard);
  document.title = `${dashboard.title} · moneyprinter`;
}

function update(message) {
  Object.assign(shown, { position: message.position, timestamp: message.timestamp, from: message.from, to: message.to });
  inFrame("panels", () => panels.update(message.panels));
  showMoment(message);
}

/** Everything that says which moment is shown. */
function showMoment({ position: place, timestamp }) {
  if (isLive()) slider.grow(place, timestamp);
  slider.show(isLive() ? null : place, isLive() ? null : timestamp);
  if (isLive()) {
    if (place !== timelinePosition) readTimelineSoon();
  } else {
    setText(byId("status-text"), `As of ${timestamp ? moment(timestamp) : "the beginning"} · event ${position(place)}`);
  }
}

const hasTask = () => Boolean(state.task && document.querySelector(`#grid [data-task="${CSS.escape(state.task)}"]`));

// What comes after the first paint

function start() {
  if (isStarted) return;
  isStarted = true;
  readDashboards();
  readTimeline();
  follow();
}

async function readDashboards() {
  try {
    ({ dashboards } = await getJSON("/v1/dashboards"));
    showTabs();
  } catch (error) {
    failed(error);
  }
}

function readTimelineSoon() {
  if (!timelineTimer) timelineTimer = setTimeout(readTimeline, TIMELINE_SECONDS * 1000);
}

async function readTimeline() {
  timelineTimer = 0;
  try {
    const timeline = await getJSON("/v1/timeline");
    timelinePosition = timeline.last?.position ?? 0;
    slider.setTimeline(timeline);
    panels.redraw();
  } catch {
    readTimelineSoon();
  }
}

function follow() {
  if (!isLive()) return live.close();
  const { from, to, filter } = state;
  const types = (filter ?? "").split(/[\s,]+/).filter((word) => word && !/^(stream|trace):/.test(word)).join(",");
  live.open(url(`/v1/dashboards/${encodeURIComponent(name())}/live`, { from, to, events: 1, type: types }));
}

// What went wrong

function failed(error) {
  byId("busy").classList.remove("on");
  clearTimeout(retryTimer);
  if (error.status === 0 || error.status >= 500) {
    showStatus("reconnecting");
    showBanner(error.status === 0
      ? `The service does not answer at ${location.host}. Is it running? Trying again every ${RETRY_SECONDS} s.`
      : `The service could not draw this: ${error.message}. Trying again every ${RETRY_SECONDS} s.`);
    retryTimer = setTimeout(() => load(true), RETRY_SECONDS * 1000);
  } else if (state.at && error.status === 404 && dashboards.some((one) => one.name === name())) {
    showBanner(`There is no moment ${state.at}: the log ends at event ${position(slider.last)}.`, ["Go to live", { at: null }]);
  } else if (error.status === 404) {
    showBanner(`${error.message}.`, ["Show the overview", { dashboard: null, at: null }]);
    start();
  } else {
    showBanner(`${error.message}.`, ["Show the latest", { at: null, from: null, to: null }]);
  }
}

function showBanner(text, [label, changes] = []) {
  const banner = byId("banner");
  if (!banner.hidden && banner.dataset.text === text) return;
  banner.dataset.text = text;
  banner.replaceChildren(icon("warn"), h("span", {}, text), label ? h("button", { type: "button", on: { click: () => go(changes) } }, label) : "");
  banner.hidden = false;
}

function clearBanner() {
  clearTimeout(retryTimer);
  byId("banner").hidden = true;
}

// The chrome

const STATUS = { connecting: "Connecting", live: "Live", reconnecting: "Reconnecting", full: "Waiting", past: "As of" };

function showStatus(status) {
  const node = byId("status");
  if (node.dataset.status !== status) announce(STATUS[status]);
  node.dataset.status = status;
  if (status !== "past") setText(byId("status-text"), STATUS[status]);
}

/** Live or of the past: the badge, the way back, and the sign on the button. */
function showMode() {
  const isPast = !isLive();
  document.body.classList.toggle("past", isPast);
  byId("to-live").hidden = !isPast;
  const pause = byId("pause");
  pause.replaceChildren(icon(isPast ? "play" : "pause"));
  pause.ariaLabel = pause.title = isPast ? "Back to live (space)" : "Pause (space)";
  byId("forward").disabled = !isPast;
  if (isPast) {
    showStatus("past");
    if (!shown || String(shown.position) !== state.at) setText(byId("status-text"), `As of ${/^\d+$/.test(state.at) ? `event ${position(Number(state.at))}` : moment(state.at)}`);
    if (/^\d+$/.test(state.at)) slider.show(Number(state.at));
  }
}

function showTabs() {
  byId("tabs").replaceChildren(...dashboards.map((one, index) => {
    const isShown = one.name === name();
    const change = { dashboard: one.name, panel: null, task: null };
    return h("a", {
      role: "tab", href: address(change), "aria-selected": String(isShown), tabindex: isShown ? "0" : "-1", title: `${one.description ?? ""}${index < 9 ? ` (${index + 1})` : ""}`, "aria-controls": "grid",
      on: {
        click(event) {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          go(change);
        },
      },
    }, one.title);
  }));
}

byId("tabs").addEventListener("keydown", (event) => {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!way) return;
  const index = dashboards.findIndex((one) => one.name === name());
  openDashboard((index + way + dashboards.length) % dashboards.length);
  byId("tabs").querySelector("[aria-selected=true]")?.focus();
  event.preventDefault();
});

function openDashboard(index) {
  if (dashboards[index]) go({ dashboard: dashboards[index].name, panel: null, task: null });
}

function showRange() {
  const range = byId("range");
  const known = [...range.options].some((one) => one.value === (state.from ?? ""));
  range.value = state.to || !known ? "custom" : (state.from ?? "");
  range.querySelector("[value=custom]").hidden = range.value !== "custom";
}

function togglePause() {
  if (!isLive()) go({ at: null });
  else if (shown) go({ at: String(shown.position) });
}

function close() {
  if (document.activeElement?.matches("input")) return document.activeElement.blur();
  if (drawer.isOpen) return drawer.close();
  if (state.panel) return go({ panel: null });
  if (state.task) return go({ task: null });
  if (state.to) return go({ from: null, to: null });
  if (state.wall) return go({ wall: null });
  document.activeElement?.blur();
}

function showTheme() {
  const button = byId("theme");
  const now = theme();
  button.replaceChildren(icon({ auto: "auto", dark: "moon", light: "sun" }[now]));
  button.ariaLabel = button.title = `Theme: ${now === "auto" ? "as the system" : now}`;
}

onChange((changed) => {
  const has = (...names) => names.some((one) => changed.has(one));
  if (has("theme")) applyTheme();
  if (has("wall")) showWall();
  if (has("dashboard", "at", "from", "to")) {
    showMode();
    showRange();
    showTabs();
    if (has("dashboard")) scrollTo(0, 0);
    load(has("dashboard"));
    if (isStarted) follow();
  }
  if (has("filter")) {
    events.filterChanged();
    if (isStarted) follow();
  }
  if (has("panel")) panels.focus();
  if (has("task")) panels.redraw();
  if (has("task", "trace", "traces", "event", "at")) drawer.sync(hasTask());
});

onTheme(() => {
  showTheme();
  panels.redraw();
  slider.redraw();
});

function showWall() {
  document.body.classList.toggle("wall", Boolean(state.wall));
}

byId("range").addEventListener("change", (event) => go({ from: event.target.value || null, to: null }));
byId("open-traces").addEventListener("click", () => go({ traces: "1", trace: null, event: null }));
byId("open-help").addEventListener("click", showHelp);
byId("theme").addEventListener("click", nextTheme);
byId("to-live").addEventListener("click", () => go({ at: null }));
byId("pause").addEventListener("click", togglePause);
byId("back").addEventListener("click", () => slider.step(-1));
byId("forward").addEventListener("click", () => slider.step(1));
byId("back").append(icon("back"));
byId("forward").append(icon("right"));
byId("drawer-close").append(icon("cross"));
byId("open-traces").prepend(icon("trace"));

listenToKeys({
  filter: () => byId("filter").focus(),
  nextRow: () => moveRow(1),
  previousRow: () => moveRow(-1),
  stepBack: () => slider.step(-1),
  stepOn: () => slider.step(1),
  markBack: () => slider.jump(-1),
  markOn: () => slider.jump(1),
  traces: () => go({ traces: "1", trace: null, event: null }),
  wall: () => go({ wall: state.wall ? null : "1" }),
  theme: nextTheme,
  dashboard: openDashboard,
  help: showHelp,
  togglePause,
  close,
});

applyTheme();
showWall();
showMode();
showRange();
load(true);
