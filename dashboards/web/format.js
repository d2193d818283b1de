// Numbers, times and units as people read them.

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

const THIN = "\u2009";
const SIZES = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"], [0, ""]];
const SPANS = [[86400, "d", 3600, "h"], [3600, "h", 60, "min"], [60, "min", 1, "s"]];

function digits(value) {
	const size = Math.abs(value);
	if (size > 0 && size < 0.001) return value.toExponential(1);
	return String(Number(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)));
}

function scaled(value, unit = "") {
	const [size, prefix] = SIZES.find(([one]) => Math.abs(value) >= one);
	return [digits(value / (size || 1)), prefix + unit];
}

export const position = (value) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, THIN);

// 840 µs, 18.4 ms, 3.2 s, 4 min 10 s, 2 h 3 min, 3 d 4 h.
function duration(seconds) {
	if (seconds !== 0 && seconds < 1e-3) return [digits(seconds * 1e6), "µs"];
	if (seconds !== 0 && seconds < 1) return [digits(seconds * 1e3), "ms"];
	if (seconds < 60) return [digits(seconds), "s"];
	const [large, name, small, smallName] = SPANS.find(([one]) => seconds >= one);
	return [`${Math.floor(seconds / large)}${THIN}${name} ${Math.floor((seconds % large) / small)}`, smallName];
}

export function parts(value, unit) {
	if (value == null) return ["–", ""];
	if (unit === "seconds") return duration(value);
	if (unit === "bytes") return scaled(value, "B");
	if (unit === "%" || unit === "ratio") return [digits(unit === "%" ? value : value * 100), "%"];
	if (unit?.includes("/s")) return scaled(value, unit);
	// Things that are counted are told to the last one.
	if (unit && Number.isInteger(value) && Math.abs(value) < 1e7) return [position(value), unit];
	const [number, prefix] = scaled(value);
	return [number, [prefix, unit].filter(Boolean).join(" ")];
}

export function number(value, unit) {
	const [text, suffix] = parts(value, unit);
	return suffix === "%" || !suffix ? text + suffix : text + THIN + suffix;
}

// Short, for axes: the unit only where it changes the number.
export function tick(value, unit) {
	return ["seconds", "bytes", "%", "ratio"].includes(unit) ? number(value, unit) : scaled(value).join("");
}

export const span = (seconds) => number(seconds, "seconds");
export const short = (id) => id.slice(0, 8);

function style(...names) {
	const forms = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" };
	const format = new Intl.DateTimeFormat("en-GB", Object.fromEntries(names.map((name) => [name, forms[name]])));
	return (time) => format.format(typeof time === "number" ? time : Date.parse(time));
}

export const clock = style("hour", "minute", "second");
export const minute = style("hour", "minute");
export const day = style("day", "month");
export const moment = style("day", "month", "year", "hour", "minute", "second");

export function when(time) {
	if (!time) return "–";
	return day(time) === day(Date.now()) ? clock(time) : `${day(time)} ${minute(time)}`;
}

const UNITS = [[/seconds$|^p\d\d$/, "seconds"], [/bytes$/, "bytes"], [/percent$/, "%"]];

export function cell(value, column = "") {
	if (value == null) return "–";
	const unit = UNITS.find(([form]) => form.test(column))?.[1];
	if (typeof value === "number") return !unit && Number.isInteger(value) ? position(value) : number(value, unit);
	if (/^\d{4}-\d\d-\d\dT/.test(value)) return when(value);
	return typeof value === "object" ? (value.message ?? JSON.stringify(value)) : String(value);
}

export function heading(name) {
	const text = name.replaceAll("_", " ");
	return text.charAt(0).toUpperCase() + text.slice(1);
}

export function summary(payload) {
	const brief = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value)).slice(0, 60);
	const pairs = Object.entries(payload ?? {}).filter(([, value]) => value != null).slice(0, 8);
	return pairs.map(([name, value]) => `${name}=${brief(value)}`).join("  ");
}
