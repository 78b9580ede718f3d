import { frame, h } from "../view.js";
import { closing, ownScatter, secondLook } from "./outcome.js";
import { scale } from "./scale.js";

/** @typedef {{ id: string, again: boolean, text: string }} Card */
/** @typedef {Record<string, number>} Numbers by the case's id */
/**
 * @typedef {object} Form
 * @property {number} draw which order
 * @property {string} step "start", "judge", "pause", "done", "look" or "looked"
 * @property {number} at how many cards are behind, or messages of the second look
 * @property {Numbers} judged
 * @property {Numbers} again
 * @property {Record<string, Numbers>} parts
 */

/** @type {Form} */
const FRESH = { draw: -1, step: "start", at: 0, judged: {}, again: {}, parts: {} };

/** @type {import("../view.js").Kind} */
function noise(content, desk) {
	/** @type {Form} */
	let form = structuredClone(FRESH);
	const place = h("div", { class: "ac-place" });
	const scene = h("p", { class: "ac-scene" }, content.invite);
	desk.form.append(scene, place);

	const changed = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	const order = () => /** @type {number[]} */ (content.orders[form.draw]);
	const half = () => Math.ceil(order().length / 2);
	/** @param {Partial<Form>} next */
	const go = (next) => {
		form = { ...form, ...next };
		render();
		place.querySelector("h4")?.focus();
		changed();
	};
	/** @type {any} what Python said to the last answer */
	let told = null;
	/** @type {any} and to the one before */
	let before = null;
	const paint = () => {
		const parts = told
			? [...ownScatter(told), ...(told.look ? secondLook(told.look) : []), ...closing(told)]
			: [];
		desk.result.replaceChildren(...parts);
	};
	const answer = () => {
		before = told;
		told = null;
		paint();
		const { draw, judged, again, parts } = form;
		desk.answer(structuredClone({ draw, judged, again, parts }));
	};

	/**
	 * Numbers to give, and a way on once each is one.
	 * @param {ReturnType<typeof scale>[]} scales @param {string} text @param {() => void} onward
	 */
	const asking = (scales, text, onward) => {
		const nudge = h("p", { class: "ac-nudge", role: "alert" });
		const next = () => {
			const open = scales.find((one) => one.wrong());
			nudge.textContent = open ? open.wrong() : "";
			if (open) open.input.focus();
			else onward();
		};
		for (const { input } of scales)
			input.addEventListener("keydown", (event) => {
				if (event.key !== "Enter") return;
				event.preventDefault();
				next();
			});
		return [
			...scales.map((one) => one.root),
			nudge,
			h("button", { type: "button", class: "ac-main", onclick: next }, text),
		];
	};

	const start = () => [
		h(
			"button",
			{
				type: "button",
				class: "ac-main",
				onclick() {
					const draw = Math.floor(Math.random() * content.orders.length);
					go({ ...structuredClone(FRESH), draw, step: "judge" });
				},
			},
			"Begin",
		),
	];

	const judge = () => {
		const cards = order();
		/** @type {Card} */
		const card = content.cards[/** @type {number} */ (cards[form.at])];
		const into = card.again ? form.again : form.judged;
		const one = scale({ ...content, name: `${content.id}-${form.at}` }, into[card.id], (number) => {
			if (number === undefined) delete into[card.id];
			else into[card.id] = number;
		});
		return [
			heading(`Message ${form.at + 1} of ${cards.length}`),
			h("progress", { max: cards.length, value: form.at, "aria-hidden": "true" }),
			h("blockquote", {}, card.text),
			...asking([one], "Next", () => {
				const at = form.at + 1;
				if (at < cards.length) return go({ at, step: at === half() ? "pause" : "judge" });
				go({ at, step: "done" });
				answer();
			}),
		];
	};

	const pause = () => [
		heading("Half of them are behind you"),
		h("p", {}, "Look out of the window for a moment, or come back another day. All of it is kept."),
		h(
			"button",
			{ type: "button", class: "ac-main", onclick: () => go({ step: "judge" }) },
			"On with the messages",
		),
	];

	const look = () => {
		const many = content.look.length;
		const id = content.look[form.at];
		const card = content.cards.find((/** @type {Card} */ one) => one.id === id);
		form.parts[id] ??= {};
		const numbers = /** @type {Numbers} */ (form.parts[id]);
		const scales = content.parts.map((/** @type {any} */ part) =>
			scale(
				{
					name: `${content.id}-${id}-${part.id}`,
					question: part.text,
					low: content.low,
					high: content.high,
					anchors: [
						{ at: content.low, text: part.low },
						{ at: content.high, text: part.high },
					],
				},
				numbers[part.id],
				(number) => {
					if (number === undefined) delete numbers[part.id];
					else numbers[part.id] = number;
				},
			),
		);
		return [
			heading(`Second look, ${form.at + 1} of ${many}`),
			...(form.at ? [] : [h("p", {}, content.look_invite)]),
			h("blockquote", {}, card.text),
			...asking(scales, form.at + 1 < many ? "Next" : "Show me", () => {
				const at = form.at + 1;
				if (at < many) return go({ at });
				go({ at, step: "looked" });
				answer();
			}),
		];
	};

	const done = () => [
		heading("How steady is one person’s number?"),
		desk.result,
		...(form.step === "looked"
			? []
			: [
					h("h5", {}, "If you like: a second look"),
					h(
						"p",
						{},
						`What happens if you do not judge the whole, and give a number for each part? It is ${content.look.length} of the messages and takes about five minutes.`,
					),
				]),
		h(
			"p",
			{ class: "ac-ways" },
			form.step === "done" &&
				h(
					"button",
					{
						type: "button",
						class: "ac-main",
						onclick: () => go({ step: "look", at: 0, parts: {} }),
					},
					"Take a second look",
				),
			h(
				"button",
				{ type: "button", onclick: () => go(structuredClone(FRESH)) },
				"Do it again, in a new order",
			),
		),
	];

	const STEPS = { start, judge, pause, look, done, looked: done };
	const render = () => {
		if (!content.orders[form.draw]) form = structuredClone(FRESH);
		const made = STEPS[/** @type {keyof typeof STEPS} */ (form.step)] ?? start;
		scene.hidden = form.step !== "start";
		place.replaceChildren(...made());
	};
	render();

	return {
		read: () => structuredClone(form),
		write(kept) {
			form = { ...structuredClone(FRESH), ...structuredClone(kept) };
			render();
		},
		show(feedback) {
			if (!feedback.pairs) return;
			told = feedback;
			paint();
		},
		unsent() {
			told ??= before;
			if (form.step === "looked") form.step = "done";
			render();
			paint();
		},
	};
}

/** @param {string} text */
function heading(text) {
	return h("h4", { tabindex: "-1" }, text);
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "noise", noise),
};
