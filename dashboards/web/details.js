// JSON as people read it, and one event with everything that is known of it.

import { h, icon } from "./dom.js";
import { moment, position, short } from "./format.js";

/** Of an event, whichever name its body has. */
export const payload = (event) => event.payload ?? event.data;

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONGEST = 20000;

/** Indented JSON whose names, texts and numbers are told apart. */
export function json(value) {
  const full = JSON.stringify(value, null, 2) ?? "null";
  const text = full.length > LONGEST ? `${full.slice(0, LONGEST)}\n… ${full.length - LONGEST} more characters` : full;
  const node = h("pre", { class: "json", tabindex: "0" });
  let done = 0;
  for (const match of text.matchAll(TOKEN)) {
    node.append(text.slice(done, match.index), h("span", { class: kind(match) }, match[1] ?? match[0]), match[2] ?? "");
    done = match.index + match[0].length;
  }
  node.append(text.slice(done));
  return node;
}

function kind([, string, colon, word]) {
  if (string) return colon ? "name" : "string";
  return word ? "word" : "figure";
}

/** The body of an event's row, and of the drawer that shows one. */
export function eventDetail(event, actions) {
  const button = (name, action, sign) => h("button", { type: "button", class: "link", on: { click: action } }, sign && icon(sign), name);
  const facts = [
    ["Time", `${moment(event.time)} (${event.time})`],
    ["Stream", event.stream],
    ["Revision", event.revision],
    ["Principal", event.principal],
    ["Trace", event.trace_id],
  ].filter(([, value]) => value != null);
  return h("div", { class: "event-detail" },
    h("dl", {}, facts.map(([word, value]) => [h("dt", {}, word), h("dd", {}, String(value))])),
    h("p", { class: "links" },
      button(`The page as of event ${position(event.position)}`, () => actions.at(event.position), "clock"),
      event.trace_id && button(`Trace ${short(event.trace_id)}`, () => actions.openTrace(event.trace_id), "trace"),
      button(`Stream ${event.stream}`, () => actions.filterStream(event.stream)),
      h("a", { href: `/v1/events/${event.position}`, target: "_blank", rel: "noopener" }, "JSON")),
    json(payload(event)));
}
