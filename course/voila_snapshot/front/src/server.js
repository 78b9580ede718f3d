/** What is asked of the server by HTTP: a kernel, whether it still lives, its end. */

/**
 * @typedef {Record<string, Record<string, any>>} Patch changes of state by model id
 * @typedef {{ id: string, patch?: Patch }} Started
 */

const PATIENCE = 60_000; // ms; a kernel that is not forked takes its time
const BUSY = [408, 425, 429];

/** The server understood and said no: trying again by ourselves would not help. */
export class Refused extends Error {
	/** @param {number} status */
	constructor(status) {
		super(`The server refused: ${status}`);
		this.status = status;
	}
}

/** The server cannot just now. */
export class Unavailable extends Error {
	/** @param {number} status @param {number} wait ms that it asked us to wait, or 0 */
	constructor(status, wait) {
		super(`The server is not available: ${status}`);
		this.status = status;
		this.wait = wait;
	}
}

export class Server {
	#base;
	#start;
	#close;

	/** @param {{ baseUrl: string, startUrl: string, closeUrl?: string }} config */
	constructor({ baseUrl, startUrl, closeUrl }) {
		this.#base = new URL(baseUrl, location.href);
		this.#start = new URL(startUrl, location.href);
		this.#close = closeUrl;
	}

	/** @returns {Promise<Started>} */
	async start() {
		const answer = await fetch(this.#start, {
			method: "POST",
			credentials: "same-origin",
			redirect: "manual", // to a sign-in page, say
			headers: { Accept: "application/json", "X-XSRFToken": xsrf() },
			signal: AbortSignal.timeout(PATIENCE),
		});
		if (answer.ok) return await answer.json();
		const { status } = answer;
		if (status >= 500 || BUSY.includes(status)) {
			const seconds = Number(answer.headers.get("Retry-After")); // a date is no number
			throw new Unavailable(status, seconds * 1000 || 0);
		}
		throw new Refused(status);
	}

	/**
	 * @param {string} id
	 * @returns {Promise<boolean>} false if the kernel is gone
	 */
	async alive(id) {
		const answer = await fetch(this.#kernel(id), {
			credentials: "same-origin",
			redirect: "manual",
			cache: "no-store",
			signal: AbortSignal.timeout(PATIENCE),
		});
		if (answer.ok) return (await answer.json()).execution_state !== "dead";
		if (answer.status >= 500) throw new Unavailable(answer.status, 0);
		return false;
	}

	/** @param {string} id @param {string} session @returns {string} */
	socket(id, session) {
		const url = new URL(`${this.#kernel(id)}/channels`);
		url.protocol = url.protocol.replace("http", "ws");
		url.searchParams.set("session_id", session);
		return url.href;
	}

	/** Tell the server that a kernel is no longer needed, if it wants to know. @param {string} id */
	release(id) {
		if (!this.#close) return;
		const url = this.#close.replace("{id}", encodeURIComponent(id));
		navigator.sendBeacon(new URL(url, location.href));
	}

	/** @param {string} id */
	#kernel(id) {
		return new URL(`api/kernels/${encodeURIComponent(id)}`, this.#base).href;
	}
}

/** @returns {string} read each time: a new sign-in changes it */
function xsrf() {
	const found = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie);
	return found ? decodeURIComponent(found[1]).replace(/^"|"$/g, "") : "";
}
