// Numbers, times and units as people read them.

const SI = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]];
const RATES = { "ops/s": "ops/s", "events/s": "events/s", "bytes/s": "B/s" };

/** Three digits that matter: 0.0184, 1.42, 118, 24.6 k. */
function digits(value) {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 0.001) return value.toExponential(1);
  const places = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return String(Number(value.toFixed(places)));
}

function scaled(value, suffix = "") {
  for (const [size, name] of SI) {
    if (Math.abs(value) >= size) return [digits(value / size), name + suffix];
  }
  return [digits(value), suffix];
}

function grouped(value) {
  return Math.round(value).toString().replace(/\B(?=(\d{3})+(?!\d))/g, "\u2009");
}

/** Seconds as `[number, unit]` pairs in one text: 840 µs, 18.4 ms, 3.2 s, 4 min 10 s, 2 h 3 min, 3 d 4 h. */
function duration(seconds) {
  const size = Math.abs(seconds);
  if (size === 0) return ["0", "s"];
  if (size < 1e-3) return [digits(seconds * 1e6), "µs"];
  if (size < 1) return [digits(seconds * 1e3), "ms"];
  if (size < 60) return [digits(seconds), "s"];
  const whole = Math.round(size);
  const sizes = [[86400, "d", 3600, "h"], [3600, "h", 60, "min"], [60, "min", 1, "s"]];
  const [large, name, small, smallName] = sizes.find(([one]) => whole >= one);
  const rest = Math.floor((whole % large) / small);
  return [`${Math.floor(whole / large)}\u2009${name}${rest ? ` ${rest}` : ""}`, rest ? smallName : ""];
}

/** `[number, unit]`, for numbers that are set large. */
export function parts(value, unit) {
  if (value == null || Number.isNaN(value)) return ["–", ""];
  switch (unit) {
    case "seconds": return duration(value);
    case "%": return [digits(value), "%"];
    case "ratio": return [digits(value * 100), "%"];
    case "bytes": return scaled(value, "B");
  }
  if (RATES[unit]) return scaled(value, RATES[unit]);
  // Whole things that are counted are told to the last one.
  if (unit && Number.isInteger(value) && Math.abs(value) < 1e7) return [grouped(value), plural(value, unit)];
  const [number, suffix] = scaled(value);
  return [number, [suffix, unit].filter(Boolean).join(" ")];
}

function plural(value, unit) {
  return Math.abs(value) === 1 && /[^s]s$/.test(unit) && unit !== "series" ? unit.slice(0, -1) : unit;
}

export function number(value, unit) {
  const [text, suffix] = parts(value, unit);
  return suffix ? `${text}${suffix === "%" ? "" : "\u2009"}${suffix}` : text;
}

/** Short, for axes: the unit only where it changes the number. */
export function tick(value, unit) {
  if (unit === "seconds" || unit === "bytes" || unit === "%" || unit === "ratio") return number(value, unit);
  const [text, suffix] = scaled(value);
  return text + suffix;
}

export const position = (value) => grouped(value);

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const MINUTE = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const FULL = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit",
});

export const millis = (time) => (typeof time === "number" ? time : Date.parse(time));
export const clock = (time) => CLOCK.format(millis(time));
export const minute = (time) => MINUTE.format(millis(time));
export const day = (time) => DAY.format(millis(time));
export const moment = (time) => FULL.format(millis(time));

/** The clock, with the day where it is another than that of `now`. */
export function when(time, now) {
  const ms = millis(time);
  return now && day(ms) !== day(now) ? `${day(ms)} ${minute(ms)}` : clock(ms);
}

export const span = (seconds) => number(seconds, "seconds");

const UNITS = { seconds: "seconds", p50: "seconds", p95: "seconds", p99: "seconds", bytes: "bytes", error_percent: "%" };

/** A cell of a table, by the name of its column. */
export function cell(value, column = "") {
  if (value == null) return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") {
    const unit = UNITS[column.split(" ").pop()] ?? (column.endsWith("_bytes") ? "bytes" : column.endsWith("_seconds") ? "seconds" : null);
    if (unit) return number(value, unit);
    return Number.isInteger(value) ? grouped(value) : digits(value);
  }
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value)) return when(value, Date.now());
  return typeof value === "object" ? (value.message ?? JSON.stringify(value)) : String(value);
}

/** `error_percent` becomes `Error percent`. */
export function heading(name) {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const short = (id) => id.slice(0, 8);

/** The start of a payload on one line: `tool=create_video seconds=0.02`. */
export function summary(payload) {
  if (payload == null || typeof payload !== "object") return payload == null ? "" : String(payload);
  const pairs = Object.entries(payload).filter(([, value]) => value != null);
  return pairs.slice(0, 8).map(([name, value]) => `${name}=${brief(value)}`).join("  ").slice(0, 240);
}

function brief(value) {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
