import { box, day, frame, h } from "../view.js";

/** @typedef {{ id: string, prompt: string, about: number }} Question */
/** @typedef {{ id: string, score: number | null, max: number, comment: string, left_out?: boolean }} Marked */

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
	const counted = () => {
		for (const { area, words, question } of boxes.values())
			words.textContent = encouragement(count(area.value), question.about);
	};
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	const through = h("button", { type: "button", class: "ac-main" }, "Read it through");
	const writing = h(
		"div",
		{},
		h("p", { class: "ac-scene" }, content.invite),
		...[...boxes.values()].flatMap(({ id, area, words, question }) => [
			h("label", { for: id, class: "ac-question" }, question.prompt),
			area,
			words,
		]),
		nudge,
		through,
	);
	const sending = h("p", {}, "Sending…");
	const reading = h("div", { class: "ac-reading", hidden: true });
	const returned = h("div", { class: "ac-returned", hidden: true });
	desk.form.append(returned, writing, reading, desk.result);

	const answers = () => Object.fromEntries([...boxes].map(([id, { area }]) => [id, area.value]));
	const back = () => {
		reading.hidden = true;
		writing.hidden = false;
		through.focus();
	};
	/** @param {boolean} send to the tutor, or keep it */
	const finish = (send) => {
		reading.hidden = true;
		writing.hidden = false;
		if (send) desk.result.append(sending);
		desk.result.setAttribute("tabindex", "-1");
		desk.result.focus();
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
			h(
				"button",
				{ type: "button", class: "ac-main", onclick: () => finish(true) },
				"Send to my tutor",
			),
			h("button", { type: "button", onclick: () => finish(false) }, "Keep it for myself"),
			h("button", { type: "button", onclick: back }, "Go on writing"),
		);
		writing.hidden = true;
		reading.hidden = false;
		title.focus();
	});
	desk.form.addEventListener("input", counted);
	counted();

	return {
		read: () => ({ answers: answers() }),
		write(form) {
			for (const [id, { area }] of boxes) {
				area.value = form.answers?.[id] ?? "";
				area.grow();
			}
			counted();
		},
		unsent: () => sending.remove(),
		show(feedback) {
			desk.result.replaceChildren(...(feedback.sent ? [] : [kept()]), ...receipt(feedback.receipt));
			returned.hidden = !feedback.returned;
			if (feedback.returned) returned.replaceChildren(...marks(feedback.returned, questions));
		},
	};
}

/** @param {string} text */
function count(text) {
	return text.trim() ? text.trim().split(/\s+/).length : 0;
}

/** @param {number} words @param {number} about */
function encouragement(words, about) {
	if (!words) return `Start anywhere. People often write about ${about} words; yours may be fewer.`;
	const said = number(words);
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

/** @param {number} words */
function number(words) {
	return words === 1 ? "1 word" : `${words} words`;
}

/** @param {any} receipt */
function receipt(receipt) {
	if (!receipt) return [];
	const where = {
		waiting: "It waits here until your tutor collects it.",
		delivered: "It is with your tutor.",
		returned: "Your tutor has answered; see above.",
	}[/** @type {"waiting" | "delivered" | "returned"} */ (receipt.state)];
	return [
		h(
			"p",
			{ class: "ac-receipt" },
			h("b", {}, `Sent ${day(receipt.at)}, ${number(receipt.words)}. `),
			where,
			receipt.state === "returned"
				? ""
				: " You may change it and send it again until it is marked.",
		),
	];
}

/** @param {any} returned @param {Question[]} questions */
function marks(returned, questions) {
	return [
		h("h4", {}, "Your tutor’s answer"),
		h(
			"p",
			{ class: "ac-why" },
			`Returned ${day(returned.at)}. ${returned.score} of ${returned.max} points.`,
		),
		...questions.flatMap((question) => {
			const one = returned.questions.find((/** @type {Marked} */ row) => row.id === question.id);
			if (!one) return [];
			return [
				h("p", { class: "ac-question" }, question.prompt),
				h(
					"p",
					{ class: "ac-points" },
					one.left_out ? "You left this one out." : `${one.score} of ${one.max} points`,
				),
				one.comment ? h("blockquote", {}, one.comment) : "",
			];
		}),
	];
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "reflection", reflection),
};
