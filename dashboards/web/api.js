// Asks the service for JSON, one question at a time where answers overtake each other.

/** An error with a `status`, 0 where the service does not answer at all. */
export async function getJSON(path, signal, method) {
	const fail = (status, message) => Object.assign(new Error(message), { status });
	const answer = await fetch(path, { signal, method }).catch((error) => {
		throw error.name === "AbortError" ? error : fail(0, "It does not answer");
	});
	if (answer.ok) return answer.json();
	const body = await answer.json().catch(() => ({}));
	throw fail(answer.status, body.error?.message ?? `status ${answer.status}`);
}

export function url(path, query) {
	const pairs = Object.entries(query).filter(([, value]) => (value ?? "") !== "");
	return pairs.length ? `${path}?${new URLSearchParams(pairs)}` : path;
}

/**
 * Keeps one question in flight. While it is, `ask` remembers only the newest; with `now` it gives up the one in
 * flight. So a drag asks as fast as answers come, and ends with the last.
 */
export function latest(question, done, failed) {
	let flight = null;
	let next = null;

	async function run(wanted) {
		const mine = (flight = new AbortController());
		next = null;
		try {
			const answer = await question(wanted, mine.signal);
			if (flight === mine) done(answer, wanted);
		} catch (error) {
			if (flight === mine) failed(error);
		}
		if (flight !== mine) return;
		flight = null;
		if (next) run(next.wanted);
	}

	return {
		ask(wanted, now = false) {
			if (flight && !now) next = { wanted };
			else {
				flight?.abort();
				run(wanted);
			}
		},
		stop() {
			flight?.abort();
			flight = next = null;
		},
		get isBusy() {
			return next != null;
		},
	};
}
