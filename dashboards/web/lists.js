// The bodies of list panels: tasks with their videos, alerts with the events that fired them, and everything else.

import { h, icon, keyed, setText } from "./dom.js";
import { cell, clock, heading, number, position, span, when } from "./format.js";
import { go, state } from "./state.js";

const TASK_SIGNS = { queued: "clock", processing: "work", complete: "check", failed: "cross", cancelled: "ban" };
const ALERT_SIGNS = { pending: "clock", firing: "warn", resolved: "check" };

export function listBody(panel, tools) {
  const source = panel.source ?? "";
  if (source === "tasks.latest" || source === "tasks.unfinished") return taskBody(panel, tools);
  if (source.startsWith("alerts")) return alertBody(panel, tools);
  return plainBody(panel, tools);
}

function frame(panel, columns, emptyText) {
  const table = h("table", { class: "rows", data: { rows: "" } },
    h("caption", { class: "unseen" }, panel.title),
    h("thead", {}, h("tr", {}, columns.map(([name, kind]) => h("th", { scope: "col", class: kind }, name)))));
  const empty = h("p", { class: "empty", hidden: true }, emptyText);
  return { table, empty, node: h("div", { class: "body scroll" }, table, empty) };
}

/** The state in a word and a sign. */
export function badge(word, signs) {
  return h("span", { class: "badge", data: { state: word } }, icon(signs[word] ?? "live"), h("span", {}, word));
}

export const taskBadge = (task) => badge(task.status, TASK_SIGNS);

// Tasks

/** Percent. The log tells a share from 0 to 1, older lists percent. */
export function percent(task) {
  if (task.status === "complete") return 100;
  const value = task.progress ?? 0;
  return Math.round(Math.min(100, value <= 1 ? value * 100 : value));
}

/** Paths of the results, the video first: the address by which the page was called need not be that of the links. */
export function results(task) {
  const links = task.result_urls ?? task.result?.result_urls ?? [];
  return links.map((link) => new URL(link, location.href)).map(({ pathname, search }) => pathname + search);
}

function taskBody(panel, { actions, now }) {
  const { table, empty, node } = frame(
    panel, [["State"], ["Task"], ["Progress"], ["Created", "wide"], ["Took", "number wide"], ["", "end"]],
    "No task yet. Ask for a video, and it shows here while it is made.");

  const make = (task) => {
    const toggle = () => go({ task: state.task === task.task_id ? null : task.task_id });
    const row = h("tr", { class: "row", tabindex: "0", data: { row: "", task: task.task_id }, on: {
      click: (event) => event.target.closest("button, a") || toggle(),
      keydown: (event) => event.key === "Enter" && event.target === row && toggle(),
    } });
    return h("tbody", {}, row, h("tr", { class: "more", hidden: true }, h("td", { colspan: "6" })));
  };

  const update = (body, task) => {
    const text = JSON.stringify(task);
    if (body.text !== text) {
      body.text = text;
      body.task = task;
      body.firstElementChild.replaceChildren(...cells(task));
    }
    open(body, state.task === task.task_id);
  };

  const cells = (task) => {
    const value = percent(task);
    const bar = h("progress", { max: "100", value: String(value), "aria-label": `Progress of ${task.task_id}`, data: { state: task.status } });
    const took = task.finished_at && task.created_at ? (Date.parse(task.finished_at) - Date.parse(task.created_at)) / 1000 : null;
    const video = results(task).find((path) => path.endsWith(".mp4"));
    const play = () => {
      go({ task: task.task_id });
      node.querySelector(`[data-task="${CSS.escape(task.task_id)}"]`)?.closest("tbody").querySelector("video")?.play();
    };
    return [
      h("td", {}, taskBadge(task)),
      h("td", { class: "main" }, h("span", { class: "subject" }, task.subject || task.task_id),
        h("small", {}, [task.tool, task.subject && task.task_id].filter(Boolean).join(" · "))),
      h("td", {}, h("div", { class: "progress" }, bar, h("b", {}, `${value}\u2009%`)),
        task.stage && task.status !== "complete" && h("small", {}, task.stage)),
      h("td", { class: "wide" }, task.created_at ? when(task.created_at, now()) : "–"),
      h("td", { class: "number wide" }, took == null ? "–" : span(took)),
      h("td", { class: "end" }, video && h("button", { type: "button", class: "tool play", "aria-label": `Play the video about ${task.subject || task.task_id}`, on: { click: play } }, icon("play"))),
    ];
  };

  /** The second row, made when it is opened, so that a playing video stays as it is while the list changes. */
  const open = (body, isOpen) => {
    const more = body.lastElementChild;
    body.firstElementChild.setAttribute("aria-expanded", String(isOpen));
    const key = JSON.stringify([results(body.task), body.task.error, body.task.status]);
    if (isOpen && more.key !== key) {
      more.key = key;
      more.firstElementChild.replaceChildren(taskDetail(body.task, actions));
    }
    if (!isOpen && !more.hidden) more.querySelector("video")?.pause();
    more.hidden = !isOpen;
  };

  return {
    node,
    update({ items = [] }) {
      keyed(table, items, (task) => task.task_id, make, update);
      this.refresh();
      empty.hidden = items.length > 0;
      table.hidden = items.length === 0;
    },
    refresh() {
      for (const body of table.tBodies) open(body, state.task === body.task.task_id);
      node.classList.toggle("open", Boolean(table.querySelector(".more:not([hidden])")));
    },
    redraw() {
      this.refresh();
    },
  };
}

/** Video, files, error and links of one task. */
export function taskDetail(task, actions) {
  const files = results(task);
  const find = (end) => files.find((path) => path.endsWith(end));
  const video = find(".mp4");
  const captions = find(".vtt");
  const name = task.subject || task.task_id;
  const player = video && h("video", { controls: true, preload: "none", playsinline: true, src: video, poster: find(".jpg"), "aria-label": `Video about ${name}` },
    captions && h("track", { kind: "captions", src: captions, srclang: "en", label: "Captions" }));
  const error = task.error && h("p", { class: "failure" }, icon("warn"), h("span", {}, errorText(task.error)));
  const links = [
    h("button", { type: "button", class: "link", on: { click: () => actions.filterStream(`task-${task.task_id}`) } }, "Its events"),
    task.trace_id && h("button", { type: "button", class: "link", on: { click: () => actions.openTrace(task.trace_id) } }, icon("trace"), "Its trace"),
    ...files.map((path) => h("a", { href: path, target: "_blank", rel: "noopener" }, path.split("/").pop())),
  ];
  const facts = [
    ["Task", task.task_id], ["Tool", task.tool], ["State", task.status], ["Stage", task.stage],
    ["Created", task.created_at && when(task.created_at, Date.now())],
    ["Finished", task.finished_at && when(task.finished_at, Date.now())],
  ].filter(([, value]) => value);
  return h("div", { class: "task-detail" }, player,
    h("div", {}, error, h("dl", {}, facts.map(([word, value]) => [h("dt", {}, word), h("dd", {}, value)])),
      h("p", { class: "links" }, links)));
}

function errorText(error) {
  if (typeof error === "string") return error;
  return [error.stage && `${error.stage}:`, error.message ?? error.code, error.hint && `(${error.hint})`].filter(Boolean).join(" ");
}

// Alerts

function alertBody(panel, { actions, now }) {
  const { table, empty, node } = frame(
    panel, [["State"], ["Rule"], ["Value and condition"], ["Since"], ["Fired by", "wide"]],
    panel.source === "alerts.history" ? "No alert has fired yet." : "No alert is pending or firing. All is well.");
  const body = h("tbody");
  table.append(body);

  const event = (at) => h("button", { type: "button", class: "link", "aria-label": `Event ${at}`, on: { click: () => actions.openEvent(at) } }, position(at));
  const cells = (alert) => [
    h("td", {}, badge(alert.state, ALERT_SIGNS)),
    h("td", { class: "main" }, h("span", { class: "subject" }, alert.rule_name), h("small", {}, alert.severity)),
    h("td", {}, h("b", {}, number(alert.value)), ` ${alert.condition}`, h("small", {}, alert.metric)),
    h("td", {}, alert.since ? when(alert.since, now()) : "–", h("small", {}, after(alert))),
    h("td", { class: "wide links" }, (alert.evidence ?? []).slice(0, 6).map(event),
      alert.evidence?.length > 6 && h("small", {}, `and ${alert.evidence.length - 6} more`),
      alert.position && h("button", { type: "button", class: "link", on: { click: () => go({ at: String(alert.fired ?? alert.position) }) } }, "That moment")),
  ];

  return {
    node,
    update({ items = [] }) {
      keyed(body, items, (one) => `${one.rule_name} ${one.since}`,
        (alert) => h("tr", { class: "row", tabindex: "0", data: { row: "" }, on: {
          keydown: (press) => press.key === "Enter" && press.target === press.currentTarget && actions.openEvent(alert.fired ?? alert.position),
        } }),
        (row, alert) => {
          const text = JSON.stringify(alert);
          if (row.text === text) return;
          row.text = text;
          row.replaceChildren(...cells(alert));
        });
      empty.hidden = items.length > 0;
      table.hidden = items.length === 0;
    },
  };
}

function after(alert) {
  if (alert.resolved_at) return `resolved ${clock(alert.resolved_at)}`;
  return alert.fired_at ? `fired ${clock(alert.fired_at)}` : "";
}

// Everything else

function plainBody(panel, { actions }) {
  const { table, empty, node } = frame(panel, [], "Nothing to list yet.");
  const body = h("tbody");
  table.append(body);
  const link = (at) => h("button", { type: "button", class: "link", on: { click: () => actions.openEvent(at) } }, position(at));
  const content = (value, name) => {
    if (name === "position" && value != null) return link(value);
    return name === "error" && value ? errorText(value) : cell(value, name);
  };

  return {
    node,
    update({ items = [] }) {
      const columns = [...new Set(items.flatMap((one) => Object.keys(one)))].filter((name) => items.some((one) => one[name] != null)).slice(0, 8);
      table.tHead.rows[0].replaceChildren(...columns.map((name) => h("th", { scope: "col" }, heading(name))));
      body.replaceChildren(...items.map((item) => h("tr", { class: "row", tabindex: "-1", data: { row: "" } },
        columns.map((name) => h("td", {}, content(item[name], name))))));
      empty.hidden = items.length > 0;
      table.hidden = items.length === 0;
    },
  };
}
