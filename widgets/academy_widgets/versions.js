/** What a learner also wrote in another tab: shown beside, until it is put in or put away. */

import { clock, date, h } from "./basics.js";

/** @typedef {import("./basics.js").Json} Json */
/**
 * @template T
 * @typedef {import("./basics.js").Model<T>} Model
 */
/** @typedef {{ id: number, at: string, form: Json }} Version */

const USED = "That version stands here now. What stood here before is kept beside it.";
const KEPT = "What stands here stays.";

/**
 * @param {Model<any>} model
 * @param {object} given
 * @param {(version: number) => boolean} given.stands whether it is offered still
 * @param {() => Json} given.read what stands in the form
 * @param {(form: Json) => void} given.write
 * @param {(version: number, draft: { form: Json, was?: Json }) => void} given.putAway
 * @param {HTMLElement} given.next where the focus goes when nothing is left to choose
 */
export function versions(model, { stands, read, write, putAway, next }) {
	const named = names(model.get("content"));
	const list = h("div", {});
	const status = h("p", { class: "ac-unseen", role: "status" });
	const root = h("div", { class: "ac-versions", hidden: true }, list);
	let waits = false; // until Python has kept what stood here, nothing else takes its place

	/** @param {Version} version @param {boolean} use */
	const choose = (version, use) => {
		const form = read();
		if (use) {
			write(version.form);
			waits = true;
			const was = told(form, named).length ? { was: form } : {};
			putAway(version.id, { form: version.form, ...was });
		} else putAway(version.id, { form });
		show();
		const left = /** @type {HTMLElement | null} */ (list.querySelector("[tabindex]"));
		(left ?? next).focus();
		status.textContent = use ? USED : KEPT;
	};

	const show = () => {
		const all = /** @type {Version[]} */ (model.get("others")?.versions ?? []);
		const here = all.filter((one) => stands(one.id));
		root.hidden = !here.length;
		list.replaceChildren(
			...here.map((one) =>
				h(
					"section",
					{ class: "ac-version", "aria-label": "Another version" },
					h("p", { tabindex: "-1" }, `${wrote(one)}.`),
					quotes(one.form, named),
					h(
						"button",
						{ type: "button", disabled: waits, onclick: () => choose(one, true) },
						"Use that version instead",
					),
					h(
						"button",
						{ type: "button", disabled: waits, onclick: () => choose(one, false) },
						"Keep what is here",
					),
				),
			),
		);
		const newest = here[0];
		if (newest) status.textContent = `${wrote(newest)}. It is kept, and shown above.`;
	};
	const heard = () => {
		waits = false;
		const focus = list.contains(document.activeElement);
		show();
		if (focus) /** @type {HTMLElement} */ (list.querySelector("[tabindex]") ?? next).focus();
	};
	model.on("change:others", heard);
	show();
	return { root, status, stop: () => model.off("change:others", heard) };
}

/** @param {Version} version */
function wrote({ at }) {
	return `You also wrote this in another tab (${date(at)}, ${clock(at)})`;
}

/** @param {Json} form @param {Map<string, string>} named */
function quotes(form, named) {
	const all = told(form, named);
	if (!all.length) return h("p", {}, "Nothing was written there.");
	return h(
		"div",
		// Whoever has no mouse scrolls it with the arrow keys, so it takes the focus.
		{ class: "ac-quotes", tabindex: "0", role: "group", "aria-label": "What you wrote there" },
		...all.flatMap(({ to, text }) => [
			to ? h("p", { class: "ac-why" }, to) : "",
			h("blockquote", {}, text),
		]),
	);
}

/**
 * Every text of a form, and what it answers, as far as the exercise's own ids tell.
 * @param {any} value
 * @param {Map<string, string>} named
 * @param {string} [to]
 * @returns {{ to: string, text: string }[]}
 */
function told(value, named, to = "") {
	if (typeof value === "string") {
		return value.trim() ? [{ to, text: named.get(value) ?? value }] : [];
	}
	if (!value || typeof value !== "object") return [];
	const found = Object.entries(value).flatMap(([key, one]) =>
		told(one, named, Array.isArray(value) ? to : (named.get(key) ?? to)),
	);
	return found.filter(
		(one, place) =>
			!found.slice(0, place).some((two) => two.to === one.to && two.text === one.text),
	);
}

/**
 * What the parts of an exercise say, by their ids: a form has ids where the learner saw words.
 * @param {any} content
 * @param {Map<string, string>} [found]
 */
function names(content, found = new Map()) {
	if (!content || typeof content !== "object") return found;
	const says = content.text ?? content.prompt;
	if (typeof content.id === "string" && typeof says === "string") found.set(content.id, says);
	for (const one of Object.values(content)) names(one, found);
	return found;
}
