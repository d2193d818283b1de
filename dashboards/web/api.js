// Asks the service for JSON, one question at a time where answers overtake each other.

/** What went wrong: `status` is 0 where the service does not answer at all. */
export class ServiceError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export async function getJSON(path, signal) {
  let answer;
  try {
    answer = await fetch(path, { signal, headers: { accept: "application/json" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServiceError(0, "the service does not answer");
  }
  if (answer.ok) return answer.json();
  throw new ServiceError(answer.status, await problem(answer));
}

/** The words of an error, in whichever of the usual members they stand. */
async function problem(answer) {
  const text = await answer.text().catch(() => "");
  try {
    const body = JSON.parse(text);
    return body.error?.message ?? body.detail ?? body.message ?? body.error ?? body.title ?? `status ${answer.status}`;
  } catch {
    return text.slice(0, 200) || `status ${answer.status}`;
  }
}

/** `/path?name=value`, without the names that have no value. */
export function url(path, query = {}) {
  const pairs = Object.entries(query).filter(([, value]) => value != null && value !== "");
  return pairs.length ? `${path}?${new URLSearchParams(pairs)}` : path;
}

/**
 * Keeps one question in flight. While it is, `ask` remembers only the newest; with `{now: true}` it gives up the one
 * in flight. An answer that has been overtaken is still shown, so that a drag is not blind until it ends.
 */
export function latest(question, done, failed) {
  let flight = null;
  let next = null;

  async function run(wanted) {
    const mine = (flight = { abort: new AbortController() });
    next = null;
    try {
      const answer = await question(wanted, mine.abort.signal);
      if (flight === mine) done(answer, wanted);
    } catch (error) {
      if (flight === mine && error.name !== "AbortError") failed?.(error, wanted);
    }
    if (flight !== mine) return;
    flight = null;
    if (next) run(next.wanted);
  }

  return {
    ask(wanted, { now = false } = {}) {
      if (flight && !now) {
        next = { wanted };
        return;
      }
      this.stop();
      run(wanted);
    },
    stop() {
      flight?.abort.abort();
      flight = next = null;
    },
    get isBusy() {
      return flight != null;
    },
  };
}
