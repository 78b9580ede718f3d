import { audience } from "./audience.js";
import { h } from "./basics.js";
import { group } from "./group.js";
import { keeper } from "./keeping.js";
import { versions } from "./versions.js";

/**
 * The frame of every exercise: heading, form, what is saved, who can read it, what it rests on.
 *
 * A kind gives its parts and knows nothing of saving; see `Kind` below.
 */

export { day, h, moment, s } from "./basics.js";
export { download, picked } from "./files.js";
export { rating } from "./rating.js";

/** @typedef {import("./basics.js").Json} Json */
/**
 * @template T
 * @typedef {import("./basics.js").Model<T>} Model
 */
/**
 * @typedef {object} Parts what a kind hands to the frame
 * @property {() => Json} read what stands in the form
 * @property {(form: Json) => void} write put it back
 * @property {(feedback: Json) => void} show show what Python says
 * @property {() => void} [unsent] an answer was refused or could not be kept
 */
/**
 * @typedef {object} Desk what the frame hands to a kind
 * @property {HTMLFormElement} form where the kind builds its form
 * @property {HTMLElement} result where it shows feedback, announced politely; the kind
 *   puts it where it belongs in the form
 * @property {(answer: Json) => void} answer send an answer to Python
 * @property {(asked: Json, soFar?: (found: Json) => void) => Promise<Json>} work have Python
 *   do something besides answering, which nobody keeps: `found`, or `sorry` with a sentence
 * @property {() => string} learner what a tutor would know the learner by
 */
/** @typedef {(content: any, desk: Desk) => Parts} Kind */

/**
 * Show an exercise and keep what is written in it.
 * @param {{ model: Model<any>, el: HTMLElement }} context
 * @param {string} name the kind, which is also its CSS class
 * @param {Kind} kind
 * @returns {() => void} what takes it away again
 */
export function frame({ model, el }, name, kind) {
	const content = model.get("content");
	const saving = keeper(model, content.id, el, {
		unsent: () => parts.unsent?.(),
		move: (saved) => sharing.moved(saved),
		count: (saved) => counting.counted(saved),
	});
	const sharing = audience(model, `${content.id}-${saving.page}`, saving);
	const counting = group(model, saving);
	const form = h("form", { novalidate: true });
	const result = h("div", { class: "ac-result", role: "status" });
	const title = h("h3", { class: "ac-title", tabindex: "-1" }, content.title);
	const others = versions(model, {
		stands: saving.stands,
		read: () => parts.read(),
		write: (words) => parts.write(words),
		putAway: saving.putAway,
		next: title,
	});
	const root = h(
		"section",
		{
			class: `academy-exercise ac-${name}`,
			"data-lm-suppress-shortcuts": "true", // JupyterLab must not take our keys
		},
		title,
		others.root,
		others.status,
		form,
		saving.line,
		sharing.root,
		counting.root,
		basis(content),
	);
	el.append(root);

	const working = worker(model);
	const desk = {
		form,
		result,
		answer: (/** @type {Json} */ answer) => saving.answer(answer, parts.read()),
		work: working.work,
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
		sharing.stop();
		counting.stop();
		working.stop();
		others.stop();
		root.remove();
	};
}

const UNHEARD = 20_000; // ms until it means that nobody answers
const NOBODY = "The Academy does not answer. What you did is still here: try again.";

/**
 * Ask Python for something beside the traits, all of which are kept.
 * @param {Model<any>} model
 */
function worker(model) {
	/** @type {Map<number, { tell: (answer: Json) => void, step: (found: Json) => void }>} */
	const open = new Map();
	let n = 0;
	const hear = (/** @type {Json} */ answer) => {
		const one = open.get(answer.n);
		if (answer.so_far) one?.step(answer.so_far);
		else one?.tell(answer);
	};
	model.on("msg:custom", hear);
	return {
		/** @param {Json} asked @param {(found: Json) => void} [soFar] @returns {Promise<Json>} */
		work(asked, soFar) {
			n = Math.max(n + 0.001, performance.now()); // another view asks at another time
			const mine = n;
			model.send({ n: mine, ask: asked });
			return new Promise((resolve) => {
				/** @param {Json} answer */
				const tell = (answer) => {
					clearTimeout(silence);
					open.delete(mine);
					resolve(answer.whole ? { found: latest } : answer);
				};
				/** @type {Json} */
				let latest = {};
				const wait = () => setTimeout(() => tell({ sorry: NOBODY }), UNHEARD);
				let silence = wait();
				const step = (/** @type {Json} */ found) => {
					clearTimeout(silence);
					silence = wait();
					latest = found;
					soFar?.(found);
				};
				open.set(mine, { tell, step });
			});
		},
		stop: () => model.off("msg:custom", hear),
	};
}

/**
 * A text box that grows with what is written in it.
 * @param {Record<string, any>} properties
 */
export function box(properties) {
	const area = h("textarea", { rows: 3, maxlength: 20000, ...properties });
	const grow = () => {
		if (!area.scrollHeight) return; // not on the page yet
		area.style.height = "auto";
		area.style.height = `${area.scrollHeight + 2}px`;
	};
	area.addEventListener("input", grow);
	return Object.assign(area, { grow });
}

/** @param {any} content */
function basis({ basis, source, qualities }) {
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
				["Which relational qualities it touches", qualities.map(named).join(", ")],
			].flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, text)]),
		),
	);
}

/** @param {string} id such as "space_for_healing" */
function named(id) {
	return id.replaceAll("_", " ");
}
