// The body of a heartbeat panel: a row for each tool, a cell for each step, told by height as well as by colour.

import { hideTip, onPoint, point, pointed, showTip } from "./crosshair.js";
import { h, inFrame, keyed, setText } from "./dom.js";
import { clock } from "./format.js";
import { fit } from "./plot.js";
import { palette } from "./theme.js";

const WORDS = { idle: "idle", ok: "all well", mixed: "some failed", error: "all failed" };

export class HeartbeatBody {
  constructor(panel) {
    this.panel = panel;
    this.rows = [];
    this.list = h("div", { class: "beats", role: "list", "aria-label": panel.title });
    this.empty = h("p", { class: "empty", hidden: true }, "No tool has been called in this span.");
    this.node = h("div", { class: "body heartbeat scroll" }, this.list, this.empty);
    this.stop = onPoint(() => this.redraw());
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(this.list);
  }

  remove() {
    this.stop();
    this.observer.disconnect();
  }

  update(data) {
    this.start = Date.parse(data.start);
    this.step = data.step * 1000;
    this.rows = data.rows ?? [];
    this.empty.hidden = this.rows.length > 0;
    keyed(this.list, this.rows, (row) => row.name, (row) => this.#make(row), (node, row) => {
      node.firstElementChild.title = row.name;
      setText(node.lastElementChild, share(row.cells));
      node.children[1].setAttribute("aria-label", words(row, this.step, this.start));
    });
    this.redraw();
  }

  redraw() {
    inFrame(this, () => this.rows.forEach((row, index) => this.#draw(this.list.children[index]?.children[1], row.cells)));
  }

  #make(row) {
    const canvas = h("canvas", { role: "img" });
    canvas.addEventListener("pointermove", (event) => this.#move(event, canvas, row.name));
    canvas.addEventListener("pointerleave", () => {
      point(null);
      hideTip();
    });
    return h("div", { class: "beat", role: "listitem" }, h("span", {}, row.name), canvas, h("b"));
  }

  #move(event, canvas, name) {
    const row = this.rows.find((one) => one.name === name);
    if (!row) return;
    const index = Math.min(row.cells.length - 1, Math.floor((event.offsetX / canvas.clientWidth) * row.cells.length));
    const time = this.start + index * this.step;
    point(time);
    showTip(event.clientX, event.clientY, time, [[colorOf(row.cells[index]), name, WORDS[row.cells[index]]]]);
  }

  #draw(canvas, cells) {
    const place = canvas && fit(canvas);
    if (!place) return;
    const { pen, width, height } = place;
    const wide = width / cells.length;
    const gap = wide > 5 ? 2 : wide > 3 ? 1 : 0;
    cells.forEach((cell, index) => drawCell(pen, cell, index * wide, Math.max(1, wide - gap), height));
    if (pointed == null) return;
    const index = Math.round((pointed - this.start) / this.step);
    if (index < 0 || index >= cells.length) return;
    pen.strokeStyle = palette().text;
    pen.lineWidth = 1;
    pen.strokeRect(Math.round(index * wide) + 0.5, 0.5, Math.max(2, Math.round(wide - gap)), height - 1);
  }
}

/** Idle is a dash, well a bar of two thirds, mixed a bar in two parts, failed a full bar with a notch. */
function drawCell(pen, cell, x, wide, high) {
  const colors = palette();
  const box = (top, bottom) => pen.fillRect(x, high * top, wide, high * (bottom - top));
  pen.fillStyle = colorOf(cell);
  if (cell === "ok") box(0.3, 1);
  else if (cell === "mixed") {
    box(0.08, 0.5);
    pen.fillStyle = colors.good;
    box(0.6, 1);
  } else if (cell === "error") {
    box(0, 1);
    pen.fillStyle = colors.panel;
    pen.fillRect(x + wide * 0.3, high * 0.38, wide * 0.4, high * 0.24);
  } else box(0.82, 0.92);
}

function colorOf(cell) {
  const colors = palette();
  return { ok: colors.good, mixed: colors.warn, error: colors.bad }[cell] ?? colors.line;
}

function count(cells, kind) {
  return cells.filter((cell) => cell === kind).length;
}

/** How much of the time in use went well. */
function share(cells) {
  const used = cells.length - count(cells, "idle");
  return used ? `${Math.floor((100 * count(cells, "ok")) / used)}\u2009%` : "idle";
}

function words(row, step, start) {
  const failed = row.cells.findLastIndex((cell) => cell === "error" || cell === "mixed");
  const when = failed < 0 ? "" : `, the last failure at ${clock(start + failed * step)}`;
  return `${row.name}: ${count(row.cells, "ok")} steps well, ${count(row.cells, "mixed")} mixed, ` +
    `${count(row.cells, "error")} failed, ${count(row.cells, "idle")} idle${when}`;
}
