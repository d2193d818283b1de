// Follows a dashboard by server-sent events, and comes back when the service does.

const RETRY_SECONDS = [1, 2, 4, 8, 15];
/** A page that nobody sees asks for nothing after this many seconds. */
const HIDDEN_SECONDS = 60;

/** `handlers`: dashboard, panels, events (each with the parsed data), status (connecting, live, reconnecting, full). */
export class Live {
  #handlers;
  #source = null;
  #path = null;
  #failures = 0;
  #timer = 0;
  #hiddenTimer = 0;

  constructor(handlers) {
    this.#handlers = handlers;
    document.addEventListener("visibilitychange", () => this.#visibility());
  }

  get path() {
    return this.#path;
  }

  open(path) {
    if (this.#path === path) return;
    this.close();
    this.#path = path;
    this.#connect();
  }

  close() {
    this.#path = null;
    this.#failures = 0;
    this.#disconnect();
  }

  #connect() {
    this.#disconnect();
    this.#handlers.status(this.#failures ? "reconnecting" : "connecting");
    const source = (this.#source = new EventSource(this.#path));
    source.onopen = () => {
      this.#failures = 0;
      this.#handlers.status("live");
    };
    for (const name of ["dashboard", "panels", "events"]) {
      source.addEventListener(name, (message) => this.#handlers[name](JSON.parse(message.data)));
    }
    source.addEventListener("full", () => this.#again("full", 30));
    source.onerror = () => {
      const seconds = RETRY_SECONDS[Math.min(this.#failures, RETRY_SECONDS.length - 1)];
      this.#failures += 1;
      this.#again("reconnecting", seconds);
    };
  }

  /** The browser's own retry gives up at some answers and knows no bound, so it is done here. */
  #again(status, seconds) {
    this.#disconnect();
    this.#handlers.status(status, seconds);
    this.#timer = setTimeout(() => this.#connect(), seconds * 1000);
  }

  #disconnect() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #visibility() {
    clearTimeout(this.#hiddenTimer);
    if (!this.#path) return;
    if (document.hidden) this.#hiddenTimer = setTimeout(() => this.#disconnect(), HIDDEN_SECONDS * 1000);
    else if (!this.#source) this.#connect();
  }
}
