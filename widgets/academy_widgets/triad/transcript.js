import { h } from "../view.js";

/** @typedef {{ who: string, text: string, scripted: boolean, taken?: string, note?: string }} Turn */

/** @type {Record<string, string>} */
const TAKEN = {
	question: "a question",
	reflection: "saying back what was heard",
	advice: "advice or information",
	silence: "silence",
	other: "something else",
};

/** What was said in a round; only what is new is put in, or all would be read out again. */
export function transcript() {
	const list = h("ol", { class: "ac-talk" });
	const root = h("div", { role: "log", "aria-label": "What is said", tabindex: "0" }, list);
	let before = "";
	return {
		root,
		/** @param {Turn[]} turns @param {boolean} listens whether a script reacts to the learner */
		show(turns, listens) {
			root.hidden = !turns.length;
			const told = turns.map((one) => JSON.stringify(one));
			const there = [...list.children].map((one) => one.getAttribute("data-turn"));
			const same = there.every((one, at) => one === mark(told[at] ?? "", at));
			if (!same) list.replaceChildren();
			for (let at = list.children.length; at < turns.length; at += 1)
				list.append(turn(turns[at], mark(told[at] ?? "", at), listens));
			if (before !== told.join() && turns.length > 1)
				list.lastElementChild?.scrollIntoView?.({ block: "nearest" });
			before = told.join();
		},
	};
}

/** @param {string} text @param {number} at */
const mark = (text, at) => `${at} ${text.length} ${text.slice(0, 60)}`;

/** @param {Turn | undefined} one @param {string} name @param {boolean} listens */
function turn(one, name, listens) {
	if (!one) return "";
	const { who, text, scripted, taken, note } = one;
	return h(
		"li",
		{ "data-turn": name, class: scripted ? "ac-theirs" : "ac-mine" },
		h("p", {}, h("b", {}, `${who}: `), text || h("i", {}, "(silence)")),
		listens && taken && text
			? h(
					"p",
					{ class: "ac-why" },
					note
						? `${note} The script goes on as after something else. Your words are kept.`
						: `The script takes this for ${TAKEN[taken] ?? "something else"}.`,
				)
			: null,
	);
}
