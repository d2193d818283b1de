// Asks the service, with the reader's key where there is one: it stays in this tab.

// The answer; or an error with a `status`, 0 where the service does not answer at all.
export async function ask(path, options) {
	const { apiKey } = sessionStorage;
	const headers = apiKey ? { Authorization: `Bearer ${apiKey}` } : {};
	const fail = (status, message) => Object.assign(new Error(message), { status });
	const answer = await fetch(path, { ...options, headers }).catch((error) => {
		throw error.name === "AbortError" ? error : fail(0, "It does not answer");
	});
	if (answer.ok) return answer;
	const body = await answer.json().catch(() => ({}));
	throw fail(answer.status, body.error?.message ?? `status ${answer.status}`);
}

export const getJSON = async (path, signal, method) => (await ask(path, { signal, method })).json();

// Gives `take` the name and data of each event of a stream, until it ends.
export async function stream(path, signal, opened, take) {
	const { body } = await ask(path, { signal });
	opened();
	const reader = body.pipeThrough(new TextDecoderStream()).getReader();
	for (let rest = "", part; !(part = await reader.read()).done; ) {
		const blocks = (rest + part.value).split("\r\n\r\n");
		rest = blocks.pop();
		for (const block of blocks) {
			const { event, data } = Object.fromEntries(block.split("\r\n").map((line) => line.split(/: (.*)/s)));
			if (event) take(event, data);
		}
	}
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
