// The grid of panels: a frame for each, a body by its type, and only what changed is drawn anew.

import { h, icon, inFrame, keyed, setText } from "./dom.js";
import { cell, heading, parts, position } from "./format.js";
import { HeartbeatBody } from "./heartbeat.js";
import { listBody } from "./lists.js";
import { drawSparkline } from "./plot.js";
import { SeriesBody } from "./series.js";
import { go, state } from "./state.js";
import { level, palette } from "./theme.js";

/** A body has `node` and `update(data)`, and may have `redraw`, `showTable`, `remove` and a `mark` beside the title. */
const BODIES = {
  stat: statBody,
  timeseries: (panel, tools) => new SeriesBody(panel, tools),
  heartbeat: (panel) => new HeartbeatBody(panel),
  table: tableBody,
  list: listBody,
};

/** Shows a dashboard in `grid`. `tools` is handed to the bodies: actions, marks, now. */
export class Panels {
  #grid;
  #tools;
  #views = new Map();
  #name = null;

  constructor(grid, tools) {
    this.#grid = grid;
    this.#tools = tools;
  }

  /** The whole dashboard: frames come and go, data is drawn where it differs. */
  show(dashboard) {
    if (dashboard.name !== this.#name) this.#clear();
    this.#name = dashboard.name;
    const panels = [...dashboard.panels].sort((a, b) => a.grid.y - b.grid.y || a.grid.x - b.grid.x);
    const rows = Math.max(1, ...panels.map((one) => one.grid.y + one.grid.h));
    this.#grid.style.setProperty("--rows", rows);
    keyed(this.#grid, panels, (panel) => `${panel.id} ${panel.type}`, (panel) => this.#make(panel));
    for (const [id, view] of this.#views) if (!panels.some((one) => one.id === id)) this.#drop(id, view);
    this.update(panels);
    this.focus();
  }

  /** `[{id, data, error}]`, as a live message has them. */
  update(panels) {
    for (const { id, data, error } of panels) {
      const view = this.#views.get(id);
      if (!view) continue;
      const text = JSON.stringify([data, error ?? null]);
      if (text === view.text) continue;
      view.text = text;
      this.#draw(view, data, error ?? data?.error);
    }
  }

  /** The data of every panel has to be drawn again in other colours, or with other marks. */
  redraw() {
    for (const view of this.#views.values()) view.body.redraw?.();
  }

  /** Shows only the panel that the address names. */
  focus() {
    const known = this.#views.get(state.panel);
    this.#grid.classList.toggle("has-focus", Boolean(known));
    for (const [id, view] of this.#views) {
      view.node.classList.toggle("focused", view === known);
      view.grow.setAttribute("aria-pressed", String(id === state.panel));
    }
  }

  #draw(view, data, error) {
    view.error.hidden = !error;
    view.body.node.hidden = Boolean(error);
    if (error) setText(view.error.lastElementChild, `This panel could not be drawn: ${error.message ?? error}`);
    else view.body.update(data);
  }

  #make(panel) {
    const body = (BODIES[panel.type] ?? tableBody)(panel, this.#tools);
    const title = h("h2", { id: `t-${panel.id}`, title: panel.description }, panel.title);
    const grow = this.#button("grow", `${panel.title} alone`, () => go({ panel: state.panel === panel.id ? null : panel.id }));
    const table = body.showTable && this.#button("table", `${panel.title} as a table`, (button) => {
      const isTable = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isTable));
      body.showTable(isTable);
    });
    const error = h("p", { class: "failure", hidden: true }, icon("warn"), h("span"));
    const { x, y, w, h: high } = panel.grid;
    const node = h("section", {
      class: `panel ${panel.type}`, id: `p-${panel.id}`, "aria-labelledby": `t-${panel.id}`, data: { id: panel.id },
      style: { "--x": x + 1, "--y": y + 1, "--w": w, "--h": high, "--medium": Math.min(24, w < 8 ? 8 : w < 12 ? 12 : 24) },
    }, h("header", {}, title, body.mark, h("span", { class: "tools" }, table, grow)), body.node, error, about(panel));
    this.#views.set(panel.id, { node, body, error, grow, text: null });
    return node;
  }

  #button(name, label, action) {
    const button = h("button", { type: "button", class: "tool", "aria-label": label, "aria-pressed": "false", title: label }, icon(name));
    button.addEventListener("click", () => action(button));
    return button;
  }

  #drop(id, view) {
    view.body.remove?.();
    this.#views.delete(id);
  }

  #clear() {
    for (const [id, view] of this.#views) this.#drop(id, view);
    this.#grid.replaceChildren();
  }
}

/** What stands under a panel that is shown alone. */
function about(panel) {
  const lines = (panel.expr ?? []).map((text) => h("code", {}, text));
  return h("footer", { class: "about" }, panel.description && h("p", {}, panel.description), lines);
}

/** A big number, its level as a sign and a word, and how it came about. */
function statBody(panel) {
  const figure = h("span");
  const unit = h("small");
  const number = h("data", { class: "figure" }, figure, unit);
  const canvas = h("canvas", { class: "spark", "aria-hidden": "true", hidden: true });
  const mark = h("span", { class: "mark", role: "img", hidden: true });
  let points = null;
  let reached = null;
  const redraw = () => inFrame(canvas, () => points && drawSparkline(canvas, points, palette()[reached?.color ?? "accent"]));
  const observer = new ResizeObserver(redraw);
  observer.observe(canvas);

  return {
    node: h("div", { class: "body" }, number, canvas),
    mark,
    redraw,
    remove: () => observer.disconnect(),
    update(data) {
      const [text, suffix] = parts(data.value, panel.unit);
      setText(figure, text);
      setText(unit, suffix);
      number.value = data.value ?? "";
      number.title = data.value == null ? "No samples" : `${data.value} ${panel.unit ?? ""}`;
      reached = level(data.value, panel.thresholds);
      this.node.dataset.level = reached?.color ?? "";
      mark.hidden = !reached;
      if (reached && mark.ariaLabel !== reached.word) {
        mark.ariaLabel = reached.word;
        mark.dataset.level = reached.color;
        mark.replaceChildren(icon(reached.icon), h("span", {}, reached.color === "good" ? "" : reached.word));
      }
      points = data.points?.some((one) => one != null) ? data.points : null;
      canvas.hidden = !points;
      redraw();
    },
  };
}

/** Rows and columns as they are. */
function tableBody(panel, { actions }) {
  const head = h("tr");
  const body = h("tbody");
  const empty = h("p", { class: "empty", hidden: true }, "Nothing to list yet.");
  const table = h("table", {}, h("caption", { class: "unseen" }, panel.title), h("thead", {}, head), body);

  const content = (value, column) =>
    column === "position" && value != null
      ? h("button", { type: "button", class: "link", on: { click: () => actions.openEvent(value) } }, position(value))
      : cell(value, column);
  const one = (value, column) => h("td", { class: typeof value === "number" && "number" }, content(value, column));

  return {
    node: h("div", { class: "body scroll", tabindex: "0", role: "region", "aria-labelledby": `t-${panel.id}` }, table, empty),
    update({ columns = [], rows = [] }) {
      const isNumber = columns.map((_, index) => rows.length > 0 && rows.every((row) => row[index] == null || typeof row[index] === "number"));
      head.replaceChildren(...columns.map((name, index) => h("th", { scope: "col", class: isNumber[index] && "number" }, heading(name))));
      body.replaceChildren(...rows.map((row) => h("tr", {}, row.map((value, index) => one(value, columns[index])))));
      empty.hidden = rows.length > 0;
      table.hidden = rows.length === 0;
    },
  };
}
