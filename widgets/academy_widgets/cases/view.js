import { box, frame, h } from "../view.js";
import { factsTable, peopleTable, pointsTable, talk } from "./told.js";

/** @type {import("../view.js").Kind} */
function cases(content, desk) {
	let chosen = content.cases[0].id;
	/** @type {number | null} */
	let seed = null;
	let first = "";
	let second = "";
	/** @type {{ say?: string, ask?: string }[]} */
	let moves = [];
	/** @type {any} where the case stands, as Python says */
	let at = null;
	let asked = 0;
	let done = false; // it was kept: nothing more can be chosen

	const place = h("div", { class: "ac-case" });
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	const status = h("p", { class: "ac-unseen", role: "status" });
	const note = box({ "aria-label": content.question });
	const after = h("div", {});
	const again = h(
		"button",
		{ type: "button", class: "ac-quiet", onclick: () => restart() },
		"Try another case, or another seat",
	);
	desk.form.append(
		h("p", { class: "ac-scene" }, content.invite),
		place,
		nudge,
		status,
		desk.result,
		after,
	);

	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	const now = () =>
		content.cases.find((/** @type {any} */ one) => one.id === chosen) ?? content.cases[0];
	/** @param {string} words @param {() => void} onclick @param {string} [look] */
	const button = (words, onclick, look) =>
		h("button", { type: "button", class: look, onclick }, words);

	/**
	 * Have Python go on with a case; what it refuses is taken back.
	 * @param {object} tried @param {boolean} [focus]
	 */
	const go = async (tried, focus = true) => {
		asked += 1;
		const mine = asked;
		const all = { case: chosen, seed, moves, ...(first ? { first } : {}), ...tried };
		const { found, sorry } = await desk.work(all);
		if (mine !== asked || !desk.form.isConnected) return;
		nudge.textContent = sorry ?? "";
		if (!found) return at ? undefined : draw(false);
		first = all.first ?? "";
		moves = all.moves;
		at = found;
		draw(focus);
		if (focus) draft();
	};
	const begin = () => {
		seed = Math.floor(Math.random() * 2 ** 31);
		go({});
	};
	const restart = () => {
		write({ case: chosen });
		draft();
		place.querySelector("input")?.focus();
	};
	/** @param {{ say?: string, ask?: string }} move */
	const turn = (move) => go({ moves: [...moves, move] });

	/** @param {string} name @param {any[]} options @param {string} value @param {(id: string) => void} pick */
	const radios = (name, options, value, pick) =>
		options.map((one) => {
			const input = h("input", {
				type: "radio",
				name: `${name}-${content.id}`,
				value: one.id,
				onchange: () => pick(one.id),
			});
			input.checked = one.id === value;
			return h("label", {}, input, h("span", { dir: "auto" }, one.text, ...mark(one)));
		});

	const opening = () => [
		h(
			"fieldset",
			{ class: "ac-options" },
			h("legend", {}, "Which case?"),
			...radios(
				"case",
				content.cases.map((/** @type {any} */ one) => ({
					id: one.id,
					text: `${one.title}. ${one.about}`,
				})),
				chosen,
				(id) => {
					chosen = id;
				},
			),
		),
		h(
			"details",
			{},
			h("summary", {}, "Who the others are"),
			h("p", {}, `The other three are stand-ins: rules, and nobody. ${content.rule}`),
		),
		button("Draw my seat", begin, "ac-main"),
	];
	/** @param {string} which @param {string} legend @param {string} words @param {string} value @param {(id: string) => void} pick */
	const choosing = (which, legend, words, value, pick) => {
		let picked = value;
		const send = () => {
			nudge.textContent = picked ? "" : "Choose one of the three, however unsure you are.";
			if (picked) pick(picked);
		};
		const options = radios(which, now().options, value, (id) => {
			picked = id;
			if (which === "second") second = id;
		});
		return [
			h("fieldset", { class: "ac-options" }, h("legend", {}, legend), ...options),
			...(which === "second" ? [h("p", { class: "ac-asks" }, content.question), note] : []),
			button(words, send, "ac-main"),
		];
	};
	const sheet = () => [
		h("h5", {}, "Your sheet"),
		h("ul", {}, ...at.sheet.map((/** @type {any} */ one) => h("li", {}, one.text, ...mark(one)))),
	];
	const mark = (/** @type {any} */ one) => (one.said ? [" ", h("i", {}, "said")] : []);
	const speaking = () => {
		let fact = "";
		const say = () => {
			nudge.textContent = fact ? "" : "Choose which of your facts to say, or ask somebody.";
			if (fact) turn({ say: fact });
		};
		return [
			h(
				"fieldset",
				{ class: "ac-options ac-sheet" },
				h("legend", {}, "Say one thing from your sheet"),
				...radios("say", at.sheet, "", (id) => {
					fact = id;
				}),
			),
			button("Say it", say, "ac-main"),
			h(
				"fieldset",
				{},
				h("legend", {}, `Or ask somebody: “${content.ask}”`),
				h(
					"p",
					{ class: "ac-row" },
					...at.others.map((/** @type {any} */ one) =>
						button(`Ask ${one.name}`, () => turn({ ask: one.id })),
					),
				),
			),
			button("Leave my turn out", () => turn({}), "ac-quiet"),
		];
	};
	const table = () => {
		const title = {
			alone: "Alone first",
			rounds: `Round ${at.round} of ${at.rounds}: your turn`,
			deciding: "All have spoken: choose again",
			done: "All have chosen",
		}[/** @type {string} */ (at.phase)];
		const parts = {
			alone: () => [
				...sheet(),
				...choosing(
					"first",
					"Alone, by your sheet, what do you choose?",
					"That is my choice",
					first,
					(id) => go({ first: id }),
				),
			],
			rounds: speaking,
			deciding: () => [
				...sheet(),
				...choosing(
					"second",
					"After all that was said, what do you choose?",
					"Choose, and see",
					second,
					(id) => {
						second = id;
						const words = { first, moves, second, note: note.value };
						desk.answer({ case: chosen, seed, ...words });
					},
				),
			],
			done: () => [],
		}[/** @type {"alone" | "rounds" | "deciding" | "done"} */ (at.phase)];
		return [
			h("h4", {}, now().title),
			h("p", {}, now().about),
			h("p", { class: "ac-my-seat" }, h("b", {}, `You are ${at.seat.name}. `), at.seat.about),
			h(
				"details",
				{},
				h("summary", {}, "Who else is here"),
				h(
					"ul",
					{},
					...at.others.map((/** @type {any} */ one) =>
						h("li", {}, h("b", {}, `${one.name}: `), one.about),
					),
				),
				h("p", {}, `They are stand-ins. ${content.rule}`),
			),
			talk(at.log),
			...(done ? [] : [h("h4", { tabindex: "-1", class: "ac-turn-now" }, title), ...parts()]),
		];
	};

	/** @param {boolean} focus */
	const draw = (focus) => {
		if (seed === null) place.replaceChildren(...opening());
		else if (!at) place.replaceChildren(button("Go on", () => go({}), "ac-main"));
		else place.replaceChildren(...table());
		if (!focus) return;
		const before = at.log.length - at.others.length - 1;
		status.textContent = at.log
			.slice(Math.max(0, before))
			.filter((/** @type {any} */ one) => !one.you)
			.map((/** @type {any} */ one) => `${one.who}: ${one.text || "nothing more"}`)
			.join(" ");
		/** @type {HTMLElement | null} */ (place.querySelector(".ac-turn-now"))?.focus();
	};

	const read = () => ({ case: chosen, seed, first, moves, second, note: note.value });
	/** @param {any} form */
	const write = (form) => {
		chosen = content.cases.some((/** @type {any} */ one) => one.id === form.case)
			? form.case
			: content.cases[0].id;
		seed = form.seed ?? null;
		first = form.first ?? "";
		second = form.second ?? "";
		moves = form.moves ?? [];
		note.value = form.note ?? "";
		note.grow();
		at = null;
		done = false;
		asked += 1;
		nudge.textContent = status.textContent = "";
		desk.result.replaceChildren();
		after.replaceChildren();
		draw(false);
		if (seed !== null) go({}, false);
	};
	/** @param {any} feedback */
	const show = (feedback) => {
		done = true;
		if (at) draw(false);
		desk.result.replaceChildren(
			h("h4", {}, "What came out"),
			...feedback.says.map((/** @type {string} */ one) => h("p", { dir: "auto" }, one)),
			h("p", { class: "ac-carry" }, feedback.carry),
		);
		after.replaceChildren(
			pointsTable(feedback.points),
			peopleTable(feedback.people),
			h(
				"details",
				{},
				h("summary", {}, "Every fact: who knew it, and whether it came out"),
				factsTable(feedback.facts),
			),
			...(feedback.note
				? [h("p", { class: "ac-asks" }, content.question), h("p", {}, feedback.note)]
				: []),
			again,
		);
	};
	write({});

	return {
		read,
		write,
		show,
		unsent() {
			done = false;
			if (at) draw(false);
		},
	};
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "cases", cases),
};
