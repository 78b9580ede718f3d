/** @typedef {import("./basics.js").Json} Json */
/**
 * @template T
 * @typedef {import("./basics.js").Model<T>} Model
 */
/** @typedef {"draft" | "response" | "move" | "count"} Trait */
/**
 * @typedef {object} Sent what Python has not said yet that it is on disk
 * @property {Json} message
 * @property {boolean} failed whether Python said that it is not
 * @property {boolean} silent whether nothing was heard for long
 * @property {number} again how often it was sent again
 * @property {number} timer
 */
/**
 * @typedef {object} Outcome
 * @property {(trait: Trait, saved: Json) => void} heard Python's word about the newest of a trait
 * @property {(trait: Trait) => void} silent it has been waited for in vain; it may come yet
 */

const PATIENCE = 8000; // ms until silence means "not saved"

/**
 * Send messages to Python, and know which of them have been answered.
 *
 * Each message has its own number, and the name of this opening of the page: sent a second
 * time, by us or by whoever carries it to a new kernel, it is kept once. One that takes the
 * place of an older one of its trait makes that one's fate nobody's concern.
 * @param {Model<any>} model
 * @param {Outcome} outcome
 */
export function sender(model, { heard, silent }) {
	const page = anyName();
	let n = Math.max(
		0,
		...["draft", "response", "move", "count", "saved"].map((name) => model.get(name)?.n ?? 0),
	);
	let seen = model.get("saved")?.seen ?? 0;
	/** @type {Map<Trait, Sent>} */
	const open = new Map();

	/** @param {Trait} trait */
	const forget = (trait) => {
		clearTimeout(open.get(trait)?.timer);
		open.delete(trait);
	};

	/** @param {Trait} trait @param {Sent} sent */
	const post = (trait, sent) => {
		const { message, again } = sent;
		sent.failed = sent.silent = false;
		model.set(trait, again ? { ...message, again } : message); // an equal value is no event
		model.save_changes();
		clearTimeout(sent.timer);
		sent.timer = window.setTimeout(() => {
			sent.silent = true;
			silent(trait);
		}, PATIENCE);
	};

	const listen = () => {
		const saved = model.get("saved") ?? {};
		if (saved.page && saved.page !== page) return; // another view of the same widget
		for (const [trait, sent] of open) {
			if (sent.message.n !== saved.n) continue;
			if (saved.state === "failed" && (trait === "draft" || trait === "response")) {
				clearTimeout(sent.timer);
				sent.silent = false;
				sent.failed = true;
			} else forget(trait);
			heard(trait, saved);
		}
	};
	model.on("change:saved", listen);

	return {
		page,
		/** @param {Trait} trait @param {Json} value */
		send(trait, value) {
			const before = open.get(trait)?.message;
			// What a version took the place of is in that one message alone, until it is kept.
			const was = before?.was && { was: before.was };
			forget(trait);
			// An answer holds what its draft held, and what failed is not sent behind it.
			if (trait === "response") forget("draft");
			for (const [one, sent] of open) if (sent.failed) forget(one);
			n += 1;
			const message = { n, page, seen, ...was, ...value };
			const sent = { message, failed: false, silent: false, again: 0, timer: 0 };
			open.set(trait, sent);
			post(trait, sent);
		},
		/** Send what was not taken once more: the same, under the same number. */
		again() {
			for (const [trait, sent] of open) {
				if (!sent.failed) continue;
				sent.again += 1;
				post(trait, sent);
			}
		},
		/** @param {Trait} trait @returns {"waits" | "silent" | "failed" | undefined} */
		state(trait) {
			const sent = open.get(trait);
			if (!sent) return undefined;
			return sent.failed ? "failed" : sent.silent ? "silent" : "waits";
		},
		/** The learner has now been shown all up to these. @param {number[]} ids */
		shown(ids) {
			seen = Math.max(seen, ...ids);
		},
		stop() {
			for (const trait of [...open.keys()]) forget(trait);
			model.off("change:saved", listen);
		},
	};
}

/** @returns {string} a random name; `randomUUID` would need HTTPS */
function anyName() {
	const bytes = crypto.getRandomValues(new Uint8Array(8));
	return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
