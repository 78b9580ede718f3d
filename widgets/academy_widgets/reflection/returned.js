/** What a tutor said to a reflection, and the learner's one answer to that. */

import { box, h, moment } from "../view.js";

/** @typedef {import("../view.js").Json} Json */
/** @typedef {{ id: string, prompt: string }} Asked */

/**
 * The newest that came back, with room to answer it.
 * @param {{ id: string, questions: Asked[] }} content
 * @param {(answer: Json) => void} send
 */
export function returned({ id, questions }, send) {
	/** @type {Json | null} what is answered here */
	let now = null;
	/** @type {Json | null} what was begun, until it is known what it answers */
	let begun = null;
	const text = box({ id: `${id}-back`, name: "back", rows: 3 });
	const look = h("input", { type: "checkbox", name: "look" });
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	const button = h("button", { type: "button", class: "ac-main" }, "Send my answer");
	const answering = h(
		"div",
		{ class: "ac-back" },
		h("label", { for: text.id, class: "ac-question" }, "Is there something you would say back?"),
		h(
			"p",
			{ class: "ac-why" },
			"Once, and only if you like. Your tutor reads it with your reflection.",
		),
		text,
		h("label", { class: "ac-tick" }, look, h("span", {}, "Please take another look at it")),
		nudge,
		button,
	);
	const told = h("div", {});
	const answered = h("div", { class: "ac-answered", tabindex: "-1" });
	const root = h("div", { class: "ac-returned", hidden: true });

	button.addEventListener("click", () => {
		const empty = !text.value.trim() && !look.checked;
		nudge.textContent = empty ? "Write a few words, or ask for another look." : "";
		if (empty || !now) return;
		button.disabled = true;
		send({ do: "answer", of: now.id, text: text.value, look: look.checked });
	});

	return {
		root,
		/** @returns {Json} what is begun and not sent */
		read() {
			const open = now && !now.answered && (text.value.trim() || look.checked);
			if (!open) return begun ? { back: begun } : {};
			return { back: { of: now?.id, text: text.value, look: look.checked } };
		},
		/** @param {Json} form */
		write({ back }) {
			begun = back ?? null;
			fill();
		},
		/** @param {Json} [back] what came back last */
		show(back) {
			const sent = button.disabled && back?.answered;
			now = back ?? null;
			root.hidden = !back;
			if (!back) return;
			if (!root.hasChildNodes()) root.append(told, answering, answered);
			told.replaceChildren(h("h4", {}, "Your tutor’s answer"), ...marks(back, questions));
			answering.hidden = Boolean(back.answered);
			answered.hidden = !back.answered;
			answered.replaceChildren(...(back.answered ? said(back.answered) : []));
			button.disabled = false;
			fill();
			if (!sent) return;
			answered.focus();
			// It is sent, so it is not begun any more: that is kept, too.
			text.dispatchEvent(new Event("input", { bubbles: true }));
		},
		unsent() {
			button.disabled = false;
		},
	};

	function fill() {
		if (!now || !begun) return;
		if (!now.answered && begun.of === now.id) {
			text.value = begun.text ?? "";
			look.checked = Boolean(begun.look);
			text.grow();
		}
		begun = null;
	}
}

/**
 * What came back: what was looked for, what was reached in words, what was said.
 * @param {Json} back
 * @param {Asked[]} questions
 */
export function marks(back, questions) {
	/** @param {Asked} question */
	const one = ({ id, prompt }) => {
		const row = back.questions.find((/** @type {Json} */ mark) => mark.id === id);
		if (!row) return [];
		return [
			h("p", { class: "ac-question" }, prompt),
			row.criterion ? h("p", { class: "ac-why" }, `What was looked for: ${row.criterion}`) : "",
			row.left_out
				? h("p", { class: "ac-level" }, "You left this one out, which is allowed.")
				: h("p", { class: "ac-level" }, reached(row)),
			row.comment ? h("blockquote", {}, row.comment) : "",
		];
	};
	return [
		h("p", { class: "ac-why" }, `Returned ${moment(back.at)}. ${points(back)} in all.`),
		...questions.flatMap(one),
	];
}

/** @param {Json} row */
function reached(row) {
	return row.level ? `What your tutor saw: ${row.level} (${points(row)})` : points(row);
}

/** @param {Json} marked */
function points({ score, max }) {
	return `${score} of ${max} ${max === 1 ? "point" : "points"}`;
}

/** @param {Json} answered */
export function said({ text, look, at }) {
	return [
		h("p", { class: "ac-question" }, `You answered ${moment(at)}`),
		text ? h("blockquote", {}, text) : "",
		look ? h("p", {}, "You asked for another look; your tutor finds that in their list.") : "",
	];
}
