/**
 * The frame of every exercise: heading, form, what is saved, feedback, what it rests on.
 *
 * A kind gives its parts and knows nothing of saving; see `Kind` below.
 */

/**
 * @template T
 * @typedef {{ get(key: string): any, set(key: string, value: any): void,
 *   save_changes(): void, on(name: string, f: () => void): void,
 *   off(name: string, f: () => void): void }} Model
 */
/** @typedef {Record<string, any>} Json */
/**
 * @typedef {object} Parts what a kind hands to the frame
 * @property {() => Json} read what stands in the form
 * @property {(form: Json) => void} write put it back
 * @property {(feedback: Json) => void} show show what Python says
 */
/**
 * @typedef {object} Desk what the frame hands to a kind
 * @property {HTMLFormElement} form where the kind builds its form
 * @property {HTMLElement} result where it shows feedback, announced politely; the kind
 *   puts it where it belongs in the form
 * @property {(answer: Json) => void} answer send an answer to Python
 * @property {() => string} learner what a tutor would know the learner by
 */
/** @typedef {(content: any, desk: Desk) => Parts} Kind */

const PAUSE = 500; // ms of stillness before a draft is sent
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
 * Show an exercise and keep what is written in it.
 * @param {{ model: Model<any>, el: HTMLElement }} context
 * @param {string} name the kind, which is also its CSS class
 * @param {Kind} kind
 * @returns {() => void} what takes it away again
 */
export function frame({ model, el }, name, kind) {
	const content = model.get("content");
	const saving = keeper(model, content.id, el);
	const form = h("form", { novalidate: true });
	const result = h("div", { class: "ac-result", role: "status" });
	const root = h(
		"section",
		{
			class: `academy-exercise ac-${name}`,
			"aria-label": content.title,
			"data-lm-suppress-shortcuts": "true", // JupyterLab must not take our keys
		},
		h("h3", { class: "ac-title" }, content.title),
		form,
		saving.line,
		basis(content),
	);
	el.append(root);

	const desk = {
		form,
		result,
		answer: (/** @type {Json} */ answer) => saving.answer(answer, parts.read()),
		learner: () => model.get("saved")?.learner ?? "",
	};
	const parts = kind(content, desk);
	const before = saving.before();
	if (before) parts.write(before);

	const typed = () => saving.draft(parts.read());
	const show = () => {
		const feedback = model.get("feedback") ?? {};
		if (Object.keys(feedback).length) parts.show(feedback);
	};
	form.addEventListener("input", typed);
	form.addEventListener("submit", (event) => event.preventDefault());
	model.on("change:feedback", show);
	show();
	return () => {
		model.off("change:feedback", show);
		saving.stop();
		root.remove();
	};
}

/**
 * Send drafts and answers, wait for Python's word that they are on disk, and say so.
 *
 * Until that word comes the text also stays in the tab's own session storage, so that a
 * reload with a dead kernel in between brings it back.
 * @param {Model<any>} model
 * @param {string} id the exercise
 * @param {HTMLElement} el where events are sent from
 */
function keeper(model, id, el) {
	const spare = `academy:${id}`;
	const says = h("span", {});
	const alarm = h("span", { role: "alert" });
	const again = h("button", { type: "button", class: "ac-quiet", hidden: true }, "Try again");
	const line = h("p", { class: "ac-saved" }, says, alarm, again);
	let n = 0;
	let pause = 0;
	let patience = 0;
	/** @type {(() => void) | null} */
	let pending = null; // a draft that waits for stillness
	/** @type {(() => void) | null} */
	let last = null; // what "Try again" sends

	/** @param {string} state @param {string} text */
	const tell = (state, text) => {
		line.dataset.state = state;
		const bad = state === "failed" || state === "refused";
		says.textContent = bad ? "" : text;
		alarm.textContent = bad ? text : "";
		again.hidden = state !== "failed";
		el.dispatchEvent(
			new CustomEvent("academy:saved", { bubbles: true, composed: true, detail: { id, state } }),
		);
	};

	/** @param {"draft" | "response"} trait @param {Json} value @param {Json} form */
	const send = (trait, value, form) => {
		n += 1;
		try {
			sessionStorage.setItem(spare, JSON.stringify(form));
		} catch {} // private windows may refuse; the words are still on the page
		last = () => send(trait, value, form);
		tell("saving", "Saving…");
		model.set(trait, { n, ...value });
		model.save_changes();
		clearTimeout(patience);
		patience = window.setTimeout(() => tell("failed", SILENCE), PATIENCE);
	};

	const heard = () => {
		const saved = model.get("saved") ?? {};
		if (saved.n !== n || n === 0) return;
		clearTimeout(patience);
		if (saved.state === "kept") {
			if (!pending) {
				try {
					sessionStorage.removeItem(spare);
				} catch {}
			}
			tell("kept", `Saved at ${clock(saved.at)}. ${readers(saved.audience)}`);
		} else tell(saved.state, saved.says);
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
	again.addEventListener("click", () => last?.());
	document.addEventListener("visibilitychange", hidden);
	window.addEventListener("pagehide", flush);
	model.on("change:saved", heard);
	const first = model.get("saved") ?? {};
	tell(
		"untouched",
		first.at ? `Saved ${day(first.at)}. ${readers(first.audience)}` : readers("me"),
	);

	return {
		line,
		/** @returns {Json | null} the form as it was left */
		before() {
			try {
				const kept = sessionStorage.getItem(spare);
				if (kept) {
					const form = JSON.parse(kept);
					pending = () => send("draft", { form }, form);
					pause = window.setTimeout(flush, PAUSE);
					return form;
				}
			} catch {}
			return model.get("draft")?.form ?? null;
		},
		/** @param {Json} form */
		draft(form) {
			tell("saving", "Saving…");
			pending = () => send("draft", { form }, form);
			clearTimeout(pause);
			pause = window.setTimeout(flush, PAUSE);
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
			window.removeEventListener("pagehide", flush);
			model.off("change:saved", heard);
		},
	};
}

const SILENCE =
	"Not saved: the Academy does not answer. Your words stay on this page, and come back if you reload it.";

/** @type {Record<string, string>} */
const READERS = {
	me: "Only you can read this.",
	partner: "You and your partner can read this.",
	tutor: "You and your tutor can read this.",
	cohort: "Your cohort can read this.",
	anyone: "Anyone can read this.",
};

/** @param {string} audience */
function readers(audience) {
	return READERS[audience] ?? READERS.me;
}

/** @param {string} at an ISO time @returns {string} in the reader's own zone */
export function clock(at) {
	return new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

/** @param {string} at an ISO time @returns {string} day and time in the reader's own zone */
export function day(at) {
	const date = new Date(at);
	const when = date.toLocaleDateString([], { day: "numeric", month: "long" });
	return `on ${when} at ${clock(at)}`;
}

/**
 * A text box that grows with what is written in it.
 * @param {Record<string, any>} properties
 */
export function box(properties) {
	const area = h("textarea", { rows: 3, maxlength: 20000, ...properties });
	const grow = () => {
		area.style.height = "auto";
		area.style.height = `${area.scrollHeight + 2}px`;
	};
	area.addEventListener("input", grow);
	return Object.assign(area, { grow });
}

/** @param {any} content */
function basis({ basis, source }) {
	return h(
		"details",
		{ class: "ac-basis" },
		h("summary", {}, "What this rests on, and what it cannot say"),
		h(
			"dl",
			{},
			...[
				["What it rests on", basis.study],
				["How big", basis.size],
				["How sure", basis.certainty],
				["What this cannot say about you", basis.limits],
				["Where the words come from", source],
			].flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, text)]),
		),
	);
}
