import { box, frame, h } from "../view.js";
import { offered } from "./offered.js";
import { returned } from "./returned.js";
import { counted, receipt, sent } from "./sent.js";

/** @typedef {{ id: string, prompt: string, about: number }} Question */

/** @type {import("../view.js").Kind} */
function reflection(content, desk) {
	/** @type {Question[]} */
	const questions = content.questions;
	const boxes = new Map(
		questions.map((question) => {
			const id = `${content.id}-${question.id}`;
			const area = box({ id, name: question.id, rows: 5, "aria-describedby": `${id}-words` });
			const words = h("p", { class: "ac-words", id: `${id}-words` });
			return [question.id, { id, area, words, question }];
		}),
	);
	const count = () => {
		for (const { area, words, question } of boxes.values())
			words.textContent = encouragement(wordsIn(area.value), question.about);
	};
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	const first = [...boxes.values()][0];
	const offers =
		first &&
		offered(desk, first.area, () => {
			reading.hidden = true;
			writing.hidden = false;
		});
	const through = h("button", { type: "button", class: "ac-main" }, "Read it through");
	const writing = h(
		"div",
		{},
		h("p", { class: "ac-scene" }, content.invite),
		...[...boxes.values()].flatMap(({ id, area, words, question }) => [
			h("label", { for: id, class: "ac-question" }, question.prompt),
			area === first?.area && offers,
			area,
			words,
		]),
		nudge,
		through,
	);
	const sending = h("p", {}, "Sending…");
	const reading = h("div", { class: "ac-reading", hidden: true });
	const result = desk.result;
	result.setAttribute("tabindex", "-1");
	const back = returned(content, desk.answer);
	const gone = sent(questions, desk.answer, result);
	let next = 1; // the number of what would be sent now
	desk.form.append(back.root, writing, reading, result, gone.root);

	const answers = () => Object.fromEntries([...boxes].map(([id, { area }]) => [id, area.value]));
	const write = () => {
		reading.hidden = true;
		writing.hidden = false;
		through.focus();
	};
	/** @param {boolean} send to the tutor, or keep it */
	const finish = (send) => {
		reading.hidden = true;
		writing.hidden = false;
		if (send) result.append(sending);
		result.focus();
		desk.answer({ answers: answers(), send });
	};
	through.addEventListener("click", () => {
		const empty = ![...boxes.values()].some(({ area }) => area.value.trim());
		nudge.textContent = empty ? "Write a few words first; one sentence is enough." : "";
		if (empty) return;
		const title = h("h4", { tabindex: "-1" }, "This is what your tutor will read");
		reading.replaceChildren(
			title,
			...[...boxes.values()].flatMap(({ area, question }) => [
				h("p", { class: "ac-question" }, question.prompt),
				h("blockquote", {}, area.value.trim() || h("em", {}, "Nothing written. That is allowed.")),
			]),
			h(
				"p",
				{ class: "ac-why" },
				`Sent with it: the time, and the name your tutor knows you by here, ${desk.learner()}. Nothing else that you wrote in this module goes along.`,
			),
			next > 1
				? h(
						"p",
						{ class: "ac-why" },
						`This is version ${next}. Your tutor reads the newest; the others stay with you, below.`,
					)
				: "",
			h(
				"button",
				{ type: "button", class: "ac-main", onclick: () => finish(true) },
				"Send to my tutor",
			),
			h("button", { type: "button", onclick: () => finish(false) }, "Keep it for myself"),
			h("button", { type: "button", onclick: write }, "Go on writing"),
		);
		writing.hidden = true;
		reading.hidden = false;
		title.focus();
	});
	desk.form.addEventListener("input", count);
	count();

	return {
		read: () => ({ answers: answers(), ...back.read() }),
		write(form) {
			for (const [id, { area }] of boxes) {
				area.value = form.answers?.[id] ?? "";
				area.grow();
			}
			back.write(form);
			count();
		},
		unsent() {
			sending.remove();
			back.unsent();
			gone.unsent();
		},
		show(feedback) {
			next = (feedback.receipt?.number ?? 0) + 1;
			result.replaceChildren(
				...(feedback.sent === false ? [kept()] : []),
				...(feedback.receipt ? [receipt(feedback.receipt)] : []),
			);
			back.show(feedback.returned);
			gone.show(feedback);
		},
	};
}

/** @param {string} text */
function wordsIn(text) {
	return text.trim() ? text.trim().split(/\s+/).length : 0;
}

/** @param {number} words @param {number} about */
function encouragement(words, about) {
	if (!words) return `Start anywhere. People often write about ${about} words; yours may be fewer.`;
	const said = counted(words);
	if (words < about / 2) return `${said}. A beginning; go on if there is more.`;
	if (words <= about * 2) return `${said}. Plenty for somebody to answer.`;
	return `${said}. All of it is kept; which part matters most to you?`;
}

/** What somebody reads who has no tutor, or wants none. */
function kept() {
	return h(
		"p",
		{ class: "ac-receipt" },
		"Kept for you alone. You can still send it, whenever you like.",
	);
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "reflection", reflection),
};
