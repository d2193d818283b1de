// Builds elements, keeps lists in step with data, and draws at most once a frame.

export const byId = (id) => document.getElementById(id);

// `h("td.number", {title: "…"}, children…)`: functions are listeners, `style` and `data` objects, the rest attributes.
export function h(name, ...children) {
	const [tag, ...classes] = name.split(".");
	const node = document.createElement(tag);
	node.classList.add(...classes);
	const props = children[0]?.constructor === Object ? children.shift() : {};
	for (const [name, value] of Object.entries(props)) {
		if (value == null || value === false) continue;
		if (typeof value === "function") node.addEventListener(name.slice(2), value);
		else if (name === "data") Object.assign(node.dataset, value);
		else if (name === "style") for (const [key, one] of Object.entries(value)) node.style.setProperty(key, one);
		else node.setAttribute(name, value === true ? "" : value);
	}
	node.append(...children.flat(2).filter((one) => one != null && one !== false));
	return node;
}

export function setText(node, text) {
	if (node.textContent !== text) node.textContent = text;
}

// Outlines on a grid of 16; filled where they begin with "f".
const ICONS = {
	play: "fM4 2.5v11l9-5.5z",
	pause: "fM3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z",
	check: "M3 8.5l3.5 3.5L13 4.5",
	cross: "M4 4l8 8M12 4l-8 8",
	warn: "M8 2l7 12H1zM8 6.5v3.5M8 12v.4",
	note: "M8 2a6 6 0 1 0 .01 0M8 5v4M8 11v.4",
	stop: "M5.2 2h5.6L14 5.2v5.6L10.8 14H5.2L2 10.8V5.2zM5.5 5.5l5 5M10.5 5.5l-5 5",
	clock: "M8 2a6 6 0 1 0 .01 0M8 4.5V8l2.5 2",
	work: "M8 2a6 6 0 1 1-6 6M8 5v3h3",
	ban: "M8 2a6 6 0 1 0 .01 0M4 4l8 8",
	half: "M8 2a6 6 0 1 0 .01 0M8 2v12M10 3v10M12 4.5v7",
	grow: "M9.5 2.5h4v4M6.5 13.5h-4v-4M13 3L9.5 6.5M3 13l3.5-3.5",
	table: "M2 3h12v10H2zM2 6.5h12M2 10h12M6.5 3v10",
	trace: "M2 3.5h8M5 8h8M8 12.5h6",
	right: "M6 3.5L10.5 8 6 12.5",
	back: "M10 3.5L5.5 8l4.5 4.5",
};

// A decorative picture; its meaning must also stand in words.
export function icon(name) {
	const node = h("i");
	const kind = ICONS[name][0] === "f" ? "icon filled" : "icon";
	node.innerHTML = `<svg class="${kind}" viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[name].replace("f", "")}"/></svg>`;
	return node.firstChild;
}

export function link(text, onclick, sign) {
	return h("button.link", { onclick }, sign && icon(sign), text);
}

export function tool(sign, label, onclick) {
	return h("button.tool", { title: label, onclick }, icon(sign));
}

export function facts(pairs) {
	const known = pairs.filter(([, value]) => (value ?? "") !== "");
	return h("dl", known.map(([word, value]) => [h("dt", word), h("dd", String(value))]));
}

export function table(caption, columns, ...bodies) {
	const heads = columns.map((column) => {
		const [name, ...classes] = column.split(".");
		return h(["th", ...classes].join("."), { scope: "col" }, name);
	});
	return h("table.rows", { data: { rows: "" } }, h("caption.unseen", caption), h("thead", h("tr", heads)), bodies);
}

export function row(open, ...cells) {
	return h("tr.row", {
		tabindex: "0", data: { row: "" },
		onclick: (event) => event.target.closest("button, a") || open(event.currentTarget),
		onkeydown(event) {
			if (event.key !== "Enter" || event.target !== event.currentTarget) return;
			// What is opened may take the focus, and must not get the key as well.
			event.preventDefault();
			open(event.target);
		},
	}, cells);
}

const keys = new WeakMap();

/**
 * Puts a child for each of `items` into `parent`, in order, after the children that are not of its making. What is
 * already there is updated and stays in place, so that it keeps the focus, or goes on playing.
 */
export function keyed(parent, items, key, make, update) {
	const known = new Map([...parent.children].filter((node) => keys.has(node)).map((node) => [keys.get(node), node]));
	const wanted = new Set(items.map(key));
	for (const [name, node] of known) if (!wanted.has(name)) node.remove();
	let place = [...parent.children].find((node) => keys.has(node)) ?? null;
	for (const item of items) {
		const name = key(item);
		let node = known.get(name);
		if (!node) {
			node = make(item);
			keys.set(node, name);
		}
		update?.(node, item);
		if (node === place) place = place.nextElementSibling;
		else parent.insertBefore(node, place);
	}
}

const drawn = new WeakMap();

// Whether `value` is another than at the last call for `node`.
export function differs(node, value) {
	const text = JSON.stringify(value);
	if (drawn.get(node) === text) return false;
	drawn.set(node, text);
	return true;
}

const jobs = new Map();

// Runs `work` in the next frame; of several with one key only the last.
export function inFrame(key, work) {
	if (jobs.size === 0) requestAnimationFrame(runJobs);
	jobs.set(key, work);
}

function runJobs() {
	const now = [...jobs.values()];
	jobs.clear();
	for (const work of now) work();
}
