// Follows a dashboard by server-sent events, and comes back when the service does.

import { stream } from "./api.js";

const RETRY_SECONDS = [1, 2, 4, 8, 15];
const FULL_SECONDS = 30;
// A page that nobody sees asks for nothing after this many seconds.
const HIDDEN_SECONDS = 60;

// `handlers`: dashboard, panels, events (each with its data), status(connecting, live, reconnecting or waiting).
export class Live {
	#handlers;
	#source = null;
	#path = null;
	#failures = 0;
	#timer = 0;

	constructor(handlers) {
		this.#handlers = handlers;
		document.addEventListener("visibilitychange", () => {
			clearTimeout(this.hiding);
			if (document.hidden) this.hiding = setTimeout(() => this.#disconnect(), HIDDEN_SECONDS * 1000);
			else if (this.#path && !this.#source) this.#connect();
		});
	}

	open(path) {
		if (this.#path === path) return;
		this.#path = path;
		this.#failures = 0;
		this.#connect();
	}

	close() {
		this.#path = null;
		this.#disconnect();
	}

	async #connect() {
		this.#disconnect();
		this.#handlers.status(this.#failures ? "reconnecting" : "connecting");
		const { signal } = (this.#source = new AbortController());
		const opened = () => {
			this.#failures = 0;
			this.#handlers.status("live");
		};
		// In a task of their own, so that a fault of a handler is told and is no end of the stream.
		const take = (name, data) => queueMicrotask(() => {
			if (signal.aborted) return;
			if (name === "full") this.#again("waiting", FULL_SECONDS);
			else this.#handlers[name](JSON.parse(data));
		});
		await stream(this.#path, signal, opened, take).catch(() => null);
		if (!signal.aborted) this.#again("reconnecting", RETRY_SECONDS[Math.min(this.#failures++, RETRY_SECONDS.length - 1)]);
	}

	#again(status, seconds) {
		this.#disconnect();
		this.#handlers.status(status, seconds);
		this.#timer = setTimeout(() => this.#connect(), seconds * 1000);
	}

	#disconnect() {
		clearTimeout(this.#timer);
		this.#source?.abort();
		this.#source = null;
	}
}
