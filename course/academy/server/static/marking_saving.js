/** Saving marks as they are given: one at a time, again if it failed, never over others'. */

const PAUSE = 600; // ms without a change, after which it is saved
const AGAIN = [2, 4, 8, 15, 30]; // seconds until it is tried again

/**
 * What became of marks: all kept, changed since, on their way, not kept (`why`), marked by
 * somebody else meanwhile (`theirs`), or not to be marked any more (`why`).
 * @typedef {{state: "kept" | "changed" | "saving" | "failed" | "refused" | "conflict" | "gone",
 *   at?: string, why?: string, again?: number, theirs?: any}} Standing
 */

const AWAY =
	"you have been away for long. Come in by your return phrase in another tab, then try again";

export class Saving {
	/** @type {Standing} */
	standing = { state: "kept" };
	/** @type {Promise<boolean> | null} */
	#busy = null;
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	#timer;
	#tries = 0;
	#kept;
	#read;
	#send;
	#told;

	/**
	 * @param {() => string} read what stands there, as text to compare by
	 * @param {() => Promise<Response>} send
	 * @param {(standing: Standing, answer?: any) => void} told is called at each change
	 */
	constructor(read, send, told) {
		this.#read = read;
		this.#send = send;
		this.#told = told;
		this.#kept = read();
	}

	/** Whether something stands there that is not kept. */
	get changed() {
		return this.#read() !== this.#kept;
	}

	/** Say that something was changed; it is saved soon. */
	touch() {
		if (this.standing.state === "gone" || this.standing.state === "conflict") return;
		clearTimeout(this.#timer);
		if (!this.changed && !this.#busy) return this.#tell({ state: "kept", at: this.standing.at });
		if (this.standing.state !== "failed") this.#tell({ state: "changed", at: this.standing.at });
		this.#later(PAUSE);
	}

	/** Save now what is not kept yet; whether all of it is kept then. */
	async flush() {
		clearTimeout(this.#timer);
		while (this.#busy) await this.#busy;
		while (this.changed) {
			if (this.standing.state === "gone") return false;
			this.#busy = this.#once();
			const kept = await this.#busy;
			this.#busy = null;
			if (!kept) return false;
		}
		return true;
	}

	/** Stop: the page goes on to another reflection. */
	stop() {
		clearTimeout(this.#timer);
	}

	/** @param {number} ms */
	#later(ms) {
		this.#timer = setTimeout(() => this.flush(), ms);
	}

	/** @param {Standing} standing @param {any} [answer] */
	#tell(standing, answer) {
		this.standing = standing;
		this.#told(standing, answer);
	}

	async #once() {
		const sent = this.#read();
		this.#tell({ state: "saving", at: this.standing.at });
		let answer;
		let status = 0;
		try {
			const response = await this.#send();
			status = response.status;
			answer = await response.json();
		} catch {
			if (status === 403) this.#tell({ state: "refused", why: AWAY });
			else this.#failed();
			return false;
		}
		if (status === 200) {
			this.#tries = 0;
			this.#kept = sent;
			this.#tell({ state: "kept", at: answer.at }, answer);
			return true;
		}
		if (status === 409) this.#tell({ state: "conflict", theirs: answer });
		else if (status === 404 || status === 410) this.#tell({ state: "gone", why: answer.why });
		else if (status < 500) this.#tell({ state: "refused", why: answer.why });
		else this.#failed();
		return false;
	}

	#failed() {
		const again = AGAIN[Math.min(this.#tries++, AGAIN.length - 1)];
		this.#tell({ state: "failed", why: "the Academy cannot be reached", again });
		this.#later(again * 1000);
	}

	/** Take note that the server has `kept`, as `read` would say it. */
	stands(/** @type {string} */ kept) {
		this.#kept = kept;
	}

	/** Take up saving again, after a conflict was decided. */
	async decided() {
		this.#tell({ state: this.changed ? "changed" : "kept" });
		return this.flush();
	}
}

/** @typedef {{score: number | null, comment: string}} Given */
/** @typedef {{id: string, mine: Given, theirs: Given, keep: "mine" | "theirs" | null}} Row */

/** @param {Given} one @param {Given} other */
const same = (one, other) => one.score === other.score && one.comment === other.comment;

/**
 * What two tutors gave differently; what only one of them touched is chosen already.
 *
 * @param {Record<string, Given>} base as it was when both began
 * @param {Record<string, Given>} mine
 * @param {Record<string, Given>} theirs
 * @returns {Row[]}
 */
export function differences(base, mine, theirs) {
	return Object.keys(mine)
		.map((id) => ({ id, mine: mine[id], theirs: theirs[id] ?? { score: null, comment: "" } }))
		.filter((row) => !same(row.mine, row.theirs))
		.map((row) => {
			const before = base[row.id];
			const keep = same(row.theirs, before) ? "mine" : same(row.mine, before) ? "theirs" : null;
			return /** @type {Row} */ ({ ...row, keep });
		});
}
