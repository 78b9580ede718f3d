/** Keep what is written in an exercise, and say truthfully whether it is kept. */

import { clock, day, h, same } from "./basics.js";
import { sender } from "./sending.js";

/** @typedef {import("./basics.js").Json} Json */
/**
 * @template T
 * @typedef {import("./basics.js").Model<T>} Model
 */
/** @typedef {{ form: Json, was?: Json }} Draft the form, and what it has taken the place of */
/**
 * @typedef {object} Told whom the keeper tells
 * @property {() => void} unsent an answer was not taken
 * @property {(saved: Json | null) => void} move what became of a move; null: nothing is heard
 * @property {(saved: Json | null) => void} count the same of counting an answer in
 */

const PAUSE = 500; // ms of stillness before a draft is sent
const LONGEST = 3000; // ms of writing without a pause before it is sent all the same

/**
 * Send drafts and answers, wait for Python's word that they are on disk, and say so.
 *
 * Until that word comes the text also stays in the tab's own session storage, so that a
 * reload with a dead kernel in between brings it back.
 * @param {Model<any>} model
 * @param {string} id the exercise
 * @param {HTMLElement} el where events are sent from
 * @param {Told} told
 */
export function keeper(model, id, el, told) {
	const says = h("span", {});
	const alarm = h("span", { role: "alert" });
	const again = h("button", { type: "button", class: "ac-quiet", hidden: true });
	const line = h("p", { class: "ac-saved", tabindex: "-1" }, says, alarm, again);
	let pause = 0;
	let waited = 0; // since when a draft waits
	/** @type {Draft | null} */
	let pending = null; // a draft that waits for stillness, or for an answer's fate
	/** @type {Set<number>} versions that were put away, or put in */
	const away = new Set();
	/** @type {Set<number>} versions that stand beside what is written here */
	let beside = new Set();

	/** @param {string} state */
	const announce = (state) =>
		el.dispatchEvent(
			new CustomEvent("academy:saved", { bubbles: true, composed: true, detail: { id, state } }),
		);

	/** Whatever became of a move, the words are where they were. */
	const announceWords = () => {
		const state = line.dataset.state ?? "untouched";
		announce(state === "untouched" ? "kept" : state);
	};

	/** @param {string} state @param {string} text @param {string} [button] */
	const tell = (state, text, button = "") => {
		if (document.activeElement === again && !button) line.focus();
		line.dataset.state = state;
		line.hidden = !text;
		const bad = state === "failed" || state === "refused";
		says.textContent = bad ? "" : text;
		alarm.textContent = bad ? text : "";
		again.hidden = !button;
		again.textContent = button;
		announce(state);
	};

	const sending = sender(model, {
		heard(trait, saved) {
			if (trait === "move" || trait === "count") {
				told[trait](saved);
				announceWords();
				return;
			}
			const answered = trait === "response" && saved.state === "kept";
			if (saved.state !== "kept") {
				tell(saved.state, saved.says, saved.state === "failed" ? AGAIN : "");
				told.unsent();
			} else if (!pending && !sending.state("draft") && !sending.state("response")) {
				spare.drop();
				tell("kept", `Saved at ${clock(saved.at)}.`);
			}
			if (pending && (answered || saved.state === "refused")) flush();
		},
		silent(trait) {
			if (trait === "move" || trait === "count") {
				told[trait](null);
				announceWords();
				return;
			}
			tell("failed", SILENCE, RELOAD);
			told.unsent();
		},
	});
	const spare = spareCopy(model, id, sending.page);

	/** @param {boolean} [leaving] there will be no later */
	const flush = (leaving = false) => {
		clearTimeout(pause);
		// Sent on the heels of an answer it could overtake it, and be taken for older.
		const answering = ["waits", "silent"].includes(sending.state("response") ?? "");
		if (!pending || (answering && !leaving)) return;
		const draft = pending;
		pending = null;
		sending.send("draft", { ...draft, ...standing() });
	};
	const standing = () => (beside.size ? { beside: [...beside] } : {});

	/** @param {Draft} draft @param {number} [wait] ms */
	const soon = (draft, wait = PAUSE) => {
		if (sending.state("response") !== "silent") tell("saving", "Saving…");
		if (!pending) waited = Date.now();
		pending = { ...pending, ...draft };
		spare.put(pending);
		clearTimeout(pause);
		const left = LONGEST - (Date.now() - waited);
		pause = window.setTimeout(flush, Math.max(0, Math.min(wait, left)));
	};

	const offered = () => {
		const { versions = [], more = [] } = model.get("others") ?? {};
		const ids = [...versions.map((/** @type {Json} */ one) => one.id), ...more];
		sending.shown(ids);
		beside = new Set(ids.filter((one) => !away.has(one)));
	};
	const leave = () => flush(true);
	const hidden = () => {
		if (document.visibilityState === "hidden") leave();
	};
	again.addEventListener("click", () => {
		if (again.textContent === RELOAD) return location.reload();
		tell("saving", "Saving…");
		sending.again();
	});
	document.addEventListener("visibilitychange", hidden);
	document.addEventListener("academy:leaving", leave);
	window.addEventListener("pagehide", leave);
	model.on("change:others", offered);
	offered();
	const { at } = model.get("saved") ?? {};
	tell("untouched", at ? `Saved ${day(at)}.` : "");

	return {
		line,
		page: sending.page,
		/** @returns {Json | null} the form as it was left */
		before() {
			const [draft, response] = [model.get("draft"), model.get("response")];
			const left = (response?.n ?? 0) > (draft?.n ?? 0) ? response : draft;
			const copy = spare.get();
			const versions = model.get("others")?.versions ?? [];
			/** @param {Json} [form] */
			const there = (form) => [left, ...versions].some((one) => same(one?.form, form));
			const was = copy?.was && !there(copy.was) ? { was: copy.was } : {};
			if (!copy) return left?.form ?? null; // also when the copy is somebody else's
			if (there(copy.form) && !was.was) {
				spare.drop();
				return left?.form ?? null;
			}
			// What the server shows was written elsewhere: it stands beside. What this tab itself
			// sent earlier is an older state of the same words, and stands nowhere.
			for (const one of versions) if (copy.pages.includes(one.page)) beside.delete(one.id);
			const { seen } = model.get("saved") ?? {};
			if (seen && !copy.pages.includes(left?.page)) beside.add(seen);
			spare.goOn(copy.pages);
			soon({ form: copy.form, ...was });
			return copy.form;
		},
		/** @param {Json} form */
		draft: (form) => soon({ form }),
		/** @param {Json} answer @param {Json} form */
		answer(answer, form) {
			clearTimeout(pause);
			spare.put({ form });
			const was = pending?.was;
			pending = null;
			if (was) sending.send("draft", { form, was, ...standing() });
			tell("saving", "Saving…");
			sending.send("response", { answer, form, ...standing() });
		},
		/** @param {string} to an audience */
		move(to) {
			announce("saving");
			sending.send("move", { to });
		},
		/** @param {boolean} yes whether the newest answer counts in what a cohort finds */
		count(yes) {
			announce("saving");
			sending.send("count", { in: yes });
		},
		/** Whether an answer is on its way, so that there is nothing yet to share. */
		answering: () => ["waits", "silent"].includes(sending.state("response") ?? ""),
		/** @returns {boolean} @param {number} version whether it is offered still */
		stands: (version) => !away.has(version),
		/**
		 * Take a version from beside what is written here.
		 * @param {number} version
		 * @param {Draft} draft what stands in the form now
		 */
		putAway(version, draft) {
			away.add(version);
			beside.delete(version);
			soon(draft, 0);
			flush();
		},
		stop() {
			flush(true);
			sending.stop();
			document.removeEventListener("visibilitychange", hidden);
			document.removeEventListener("academy:leaving", leave);
			window.removeEventListener("pagehide", leave);
			model.off("change:others", offered);
		},
	};
}

/**
 * A copy of what is not yet saved, in this tab alone. It comes back to the learner who wrote
 * it, and to nobody else.
 * @param {Model<any>} model
 * @param {string} id
 * @param {string} page
 */
function spareCopy(model, id, page) {
	const key = `academy:${id}`;
	const learner = () => model.get("saved")?.learner ?? "";
	let pages = [page]; // openings on which these words were written, this one last
	return {
		/** @param {string[]} earlier */
		goOn(earlier) {
			pages = [...earlier, page];
		},
		/** @param {Draft} draft */
		put(draft) {
			try {
				sessionStorage.setItem(key, JSON.stringify({ learner: learner(), pages, ...draft }));
			} catch {} // private windows may refuse; the words are still on the page
		},
		drop() {
			pages = [page];
			try {
				sessionStorage.removeItem(key);
			} catch {}
		},
		/** @returns {(Draft & { pages: string[] }) | null} */
		get() {
			try {
				const copy = JSON.parse(sessionStorage.getItem(key) ?? "null");
				if (!copy?.form || copy.learner !== learner()) return null;
				return { ...copy, pages: copy.pages ?? [] };
			} catch {
				return null;
			}
		},
	};
}

const AGAIN = "Try again";
const RELOAD = "Reload the page";
const SILENCE = "Not saved: the Academy does not answer. Your words come back when you reload.";
