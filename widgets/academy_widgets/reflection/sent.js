/** What was sent to a tutor: where it is, every version of it, and the way to take it back. */

import { h, moment } from "../view.js";
import { marks, said } from "./returned.js";

/** @typedef {import("../view.js").Json} Json */
/** @typedef {import("./returned.js").Asked} Asked */

/** @type {Record<string, string>} */
const WHERE = {
	sent: "It is with your tutor, who has not begun to mark it. Until they begin you can change it and send it again, or take it back.",
	begun:
		"It is with your tutor, who had begun with an earlier version, so it stays with them. You can change it and send it again.",
	marking: "Your tutor has begun to read it. It comes back to you here, with their answer.",
	returned:
		"Your tutor has answered; see above. If you go on writing, you can send that as a new version.",
	withdrawn: "You took it back, and it is yours alone. You can send it again whenever you like.",
};
/** @type {Record<string, string>} */
const SHORT = {
	sent: "sent",
	marking: "your tutor has begun to read it",
	returned: "answered by your tutor",
	withdrawn: "taken back",
};
const LATE = "That was after the day it was due; your tutor still reads it.";

/**
 * @param {Asked[]} questions
 * @param {(answer: Json) => void} send
 * @param {HTMLElement} next where the focus goes when it is taken back
 */
export function sent(questions, send, next) {
	let of = 0; // the number of what would be taken back
	const take = h("button", { type: "button" }, "Take it back");
	const meant = h(
		"p",
		{ tabindex: "-1" },
		"Take it back from your tutor? Then they cannot open it any more, and it is yours alone. Nothing that you wrote is lost: every version stays here, and you can send it again.",
	);
	const yes = h("button", { type: "button" }, "Yes, take it back");
	const no = h("button", { type: "button" }, "Leave it with my tutor");
	const asking = h(
		"div",
		{ class: "ac-ask", role: "group", "aria-label": "Take it back", hidden: true },
		meant,
		yes,
		no,
	);
	const versions = h("details", { class: "ac-sent-versions", hidden: true });
	const root = h("div", { class: "ac-sent", hidden: true }, take, asking, versions);

	const leave = () => {
		asking.hidden = true;
		take.hidden = false;
		take.focus();
	};
	take.addEventListener("click", () => {
		take.hidden = true;
		asking.hidden = false;
		meant.focus();
	});
	no.addEventListener("click", leave);
	asking.addEventListener("keydown", ({ key }) => {
		if (key === "Escape") leave();
	});
	yes.addEventListener("click", () => {
		yes.disabled = no.disabled = true;
		send({ do: "withdraw", of });
	});

	return {
		root,
		/** @param {Json} feedback */
		show({ receipt: newest, versions: all = [], returned }) {
			root.hidden = !newest;
			if (!newest) return;
			const asked = !asking.hidden;
			const open = newest.state === "sent" && !newest.begun;
			if (of !== newest.id || !open) asking.hidden = true;
			of = newest.id;
			take.hidden = !open || !asking.hidden;
			yes.disabled = no.disabled = false;
			versions.hidden = false;
			versions.replaceChildren(...list(all, questions, returned));
			if (asked && asking.hidden) next.focus();
		},
		unsent() {
			yes.disabled = no.disabled = false;
		},
	};
}

/** @param {Json} given @returns {HTMLElement} */
export function receipt(given) {
	const { at, number, words, state, late, notes, begun } = given;
	const where = begun && state === "sent" ? "begun" : state;
	const which = number > 1 ? `version ${number}, ` : "";
	return h(
		"div",
		{ class: "ac-receipt" },
		h("p", {}, h("b", {}, `Sent ${moment(at)}: ${which}${counted(words)}. `), WHERE[where]),
		late && state !== "withdrawn" && h("p", {}, LATE),
		notes.length &&
			h(
				"div",
				{},
				h("p", {}, "When it was taken in from JupyterLab:"),
				h("ul", {}, ...notes.map((/** @type {string} */ note) => h("li", {}, note))),
			),
	);
}

/** @param {number} words */
export function counted(words) {
	return words === 1 ? "1 word" : `${words} words`;
}

/** @param {Json[]} all @param {Asked[]} questions @param {Json} [back] what is shown above */
function list(all, questions, back) {
	const [newest] = all;
	const oldest = all[all.length - 1];
	const many = newest.number === 1 ? "1 version" : `${newest.number} versions, newest`;
	return [
		h("summary", {}, `What you sent: ${many} ${moment(newest.at)}`),
		...all.map((one) => version(one, one === newest, questions, back)),
		oldest.number > 1 ? h("p", { class: "ac-why" }, "Earlier ones are on My page.") : "",
	];
}

/** @param {Json} one @param {boolean} last @param {Asked[]} questions @param {Json} [back] */
function version(one, last, questions, back) {
	const facts = [
		moment(one.at),
		counted(one.words),
		one.via === "jupyterlab" && "from JupyterLab",
		one.late && "after the day it was due",
		last || one.state !== "sent" ? SHORT[one.state] : "a newer one took its place",
	];
	const known = new Map(questions.map(({ id, prompt }) => [id, prompt]));
	return h(
		"details",
		{ class: "ac-sent-version" },
		h("summary", {}, `Version ${one.number}, ${facts.filter(Boolean).join(", ")}`),
		...Object.entries(one.answers).flatMap(([id, text]) => [
			h("p", { class: "ac-question" }, known.get(id) ?? "A question that is not asked any more"),
			h("blockquote", {}, text.trim() ? text : h("em", {}, "Nothing written.")),
		]),
		...answer(one.returned, questions, back),
	);
}

/** @param {Json | undefined} returned @param {Asked[]} questions @param {Json} [back] */
function answer(returned, questions, back) {
	if (!returned) return [];
	if (returned.id === back?.id)
		return [h("p", {}, "Your tutor’s answer to this version is above.")];
	return [
		h("h4", {}, "Your tutor’s answer to this version"),
		...marks(returned, questions),
		...(returned.answered ? said(returned.answered) : []),
	];
}
