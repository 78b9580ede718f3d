/** Keep what is written in an exercise, and say truthfully whether it is kept. */

/**
 * @template T
 * @typedef {{ get(key: string): any, set(key: string, value: any): void,
 *   save_changes(): void, on(name: string, f: () => void): void,
 *   off(name: string, f: () => void): void }} Model
 */
/** @typedef {Record<string, any>} Json */

const PAUSE = 500; // ms of stillness before a draft is sent
const LONGEST = 3000; // ms of writing without a pause before it is sent all the same
const PATIENCE = 8000; // ms until silence means "not saved"

/**
 * Make an element. Text is always text: nothing here is ever read as HTML.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [properties] attributes; `onclick` and the like are functions
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, properties = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(properties)) {
		if (typeof value === "function") element.addEventListener(name.slice(2), value);
		else if (value === true) element.setAttribute(name, "");
		else if (value !== false && value != null) element.setAttribute(name, String(value));
	}
	for (const child of children) if (child) element.append(child);
	return element;
}

/**
 * Send drafts and answers, wait for Python's word that they are on disk, and say so.
 *
 * Until that word comes the text also stays in the tab's own session storage, so that a
 * reload with a dead kernel in between brings it back.
 * @param {Model<any>} model
 * @param {string} id the exercise
 * @param {HTMLElement} el where events are sent from
 * @param {() => void} unsent called when an answer was not taken
 */
export function keeper(model, id, el, unsent) {
	const spare = spareCopy(model, id);
	const says = h("span", {});
	const alarm = h("span", { role: "alert" });
	const again = h("button", { type: "button", class: "ac-quiet", hidden: true });
	const line = h("p", { class: "ac-saved", tabindex: "-1" }, says, alarm, again);
	let n = Math.max(0, ...["draft", "response", "saved"].map((name) => model.get(name)?.n ?? 0));
	const first = n;
	let pause = 0;
	let waited = 0; // since when a draft waits
	let patience = 0;
	/** @type {(() => void) | null} */
	let pending = null; // a draft that waits for stillness
	/** @type {(() => void) | null} */
	let last = null; // what "Try again" sends

	/** @param {string} state @param {string} text @param {string} [button] */
	const tell = (state, text, button = "") => {
		if (document.activeElement === again && !button) line.focus();
		line.dataset.state = state;
		const bad = state === "failed" || state === "refused";
		says.textContent = bad ? "" : text;
		alarm.textContent = bad ? text : "";
		again.hidden = !button;
		again.textContent = button;
		el.dispatchEvent(
			new CustomEvent("academy:saved", { bubbles: true, composed: true, detail: { id, state } }),
		);
	};

	/** @param {"draft" | "response"} trait @param {Json} value @param {Json} form */
	const send = (trait, value, form) => {
		n += 1;
		spare.put(form);
		last = () => send(trait, value, form);
		tell("saving", "Saving…");
		model.set(trait, { n, ...value });
		model.save_changes();
		clearTimeout(patience);
		patience = window.setTimeout(() => {
			tell("failed", SILENCE, RELOAD);
			unsent();
		}, PATIENCE);
	};

	const heard = () => {
		const saved = model.get("saved") ?? {};
		if (saved.n !== n || n === first) return;
		clearTimeout(patience);
		if (saved.state === "kept") {
			if (pending) return; // more was written meanwhile
			spare.drop();
			tell("kept", `Saved at ${clock(saved.at)}. ${readers(saved)}`);
		} else {
			tell(saved.state, saved.says, saved.state === "failed" ? AGAIN : "");
			unsent();
		}
	};

	const flush = () => {
		clearTimeout(pause);
		const now = pending;
		pending = null;
		if (now) now();
	};
	const hidden = () => {
		if (document.visibilityState === "hidden") flush();
	};
	again.addEventListener("click", () => {
		if (again.textContent === RELOAD) location.reload();
		else last?.();
	});
	document.addEventListener("visibilitychange", hidden);
	document.addEventListener("academy:leaving", flush);
	window.addEventListener("pagehide", flush);
	model.on("change:saved", heard);
	const { at, ...who } = model.get("saved") ?? {};
	tell("untouched", at ? `Saved ${day(at)}. ${readers(who)}` : readers(who));

	return {
		line,
		/** @returns {Json | null} the form as it was left */
		before() {
			const unsaved = spare.get();
			if (unsaved) {
				pending = () => send("draft", { form: unsaved }, unsaved);
				pause = window.setTimeout(flush, PAUSE);
				return unsaved;
			}
			const [draft, response] = [model.get("draft"), model.get("response")];
			return ((response?.n ?? 0) > (draft?.n ?? 0) ? response : draft)?.form ?? null;
		},
		/** @param {Json} form */
		draft(form) {
			tell("saving", "Saving…");
			spare.put(form);
			if (!pending) waited = Date.now();
			pending = () => send("draft", { form }, form);
			clearTimeout(pause);
			const left = LONGEST - (Date.now() - waited);
			pause = window.setTimeout(flush, Math.max(0, Math.min(PAUSE, left)));
		},
		/** @param {Json} answer @param {Json} form */
		answer(answer, form) {
			clearTimeout(pause);
			pending = null;
			send("response", { answer, form }, form);
		},
		stop() {
			flush();
			clearTimeout(patience);
			document.removeEventListener("visibilitychange", hidden);
			document.removeEventListener("academy:leaving", flush);
			window.removeEventListener("pagehide", flush);
			model.off("change:saved", heard);
		},
	};
}

/**
 * A copy of what is not yet saved, in this tab alone. It comes back to the learner who wrote
 * it, and only while the Academy has nothing newer of theirs.
 * @param {Model<any>} model
 * @param {string} id
 */
function spareCopy(model, id) {
	const key = `academy:${id}`;
	const learner = () => model.get("saved")?.learner ?? "";
	return {
		/** @param {Json} form */
		put(form) {
			try {
				const copy = { learner: learner(), at: Date.now(), form };
				sessionStorage.setItem(key, JSON.stringify(copy));
			} catch {} // private windows may refuse; the words are still on the page
		},
		drop() {
			try {
				sessionStorage.removeItem(key);
			} catch {}
		},
		/** @returns {Json | null} */
		get() {
			try {
				const copy = JSON.parse(sessionStorage.getItem(key) ?? "null");
				const saved = Date.parse(model.get("saved")?.at ?? "") || 0;
				return copy && copy.learner === learner() && copy.at > saved ? copy.form : null;
			} catch {
				return null;
			}
		},
	};
}

const AGAIN = "Try again";
const RELOAD = "Reload the page";
const SILENCE = "Not saved: the Academy does not answer. Your words come back when you reload.";

/** @type {Record<string, string>} */
const READERS = {
	me: "Only you can read this.",
	partner: "You and your partner can read this.",
	tutor: "You and your tutor can read this.",
	cohort: "Your cohort can read this.",
	anyone: "Anyone can read this.",
};

/** @param {{ audience?: string, sent?: boolean }} saved */
function readers({ audience = "me", sent }) {
	if (sent && audience === "me") return "Only you can read what you changed since you sent it.";
	return READERS[audience] ?? READERS.me;
}

/** The page's own language, so that a date reads like the words around it. */
const language = () => document.documentElement.lang || undefined;

/** @param {string} at an ISO time @returns {string} in the reader's own zone */
export function clock(at) {
	return new Date(at).toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" });
}

/** @param {string} at an ISO time @returns {string} day and time in the reader's own zone */
export function day(at) {
	const date = new Date(at);
	const when = date.toLocaleDateString(language(), { day: "numeric", month: "long" });
	return `on ${when} at ${clock(at)}`;
}
