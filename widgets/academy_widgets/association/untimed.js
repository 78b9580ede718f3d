import { box, h } from "../view.js";

const EASIER = /** @type {const} */ ([
	["neither", "Neither came easier"],
	["unsure", "I cannot tell"],
]);

/**
 * Cards to sort at one's own pace, under one pairing and then the other, and what to ask.
 * @param {any} content
 * @param {() => void} changed
 */
export function untimed(content, changed) {
	/** @type {[number, number][]} */
	let cards = [];
	let first = "A";
	let at = 0; // how many were sorted, over both pairings

	const head = h("h4", { tabindex: "-1" });
	const says = h("p", { role: "status" });
	const card = h("p", { class: "ac-card" });
	const piles = [0, 1].map((side) =>
		h("button", { type: "button", class: "ac-pile", onclick: () => put(side) }),
	);
	const sorting = h(
		"div",
		{ class: "ac-sorting" },
		head,
		card,
		h("div", { class: "ac-piles", role: "group", "aria-label": "Where it belongs" }, ...piles),
		says,
	);
	const waits = h("p", { class: "ac-why" }, "The words are being drawn …");
	const easier = h("div", {});
	const halted = h("div", { class: "ac-halted" });
	const felt = box({ id: `felt-${content.id}`, name: "felt", maxlength: null });
	const where = box({ id: `where-${content.id}`, name: "where", maxlength: null });
	const asking = h(
		"div",
		{ class: "ac-noticed" },
		h("h4", { tabindex: "-1" }, "What did you notice?"),
		h("fieldset", {}, h("legend", {}, "Which pairing came easier?"), easier),
		h(
			"fieldset",
			{},
			h("legend", {}, "Were there words at which you halted? Leave it empty if not."),
			halted,
		),
		h(
			"div",
			{},
			h("label", { for: `felt-${content.id}` }, "What was it like? (if you like)"),
			felt,
		),
		h(
			"div",
			{},
			h(
				"label",
				{ for: `where-${content.id}` },
				"Where at work might such a pairing make itself felt? (if you like)",
			),
			where,
		),
	);

	/** @param {number} turn 0 or 1 @returns {number[][]} the sets on each side */
	const sides = (turn) =>
		(first === "A") === (turn === 0)
			? [
					[0, 2],
					[1, 3],
				]
			: [
					[1, 2],
					[0, 3],
				];
	const name = (/** @type {number} */ one) => content.sets[one].name;
	const word = (/** @type {[number, number]} */ [set, one]) => content.sets[set].words[one];

	const draw = () => {
		const turn = at < cards.length ? 0 : 1;
		const over = at >= 2 * cards.length; // also while there are none
		waits.hidden = cards.length > 0;
		sorting.hidden = over;
		asking.hidden = !over || !cards.length;
		if (over) return;
		head.textContent = turn
			? "The same words again. Two names have changed sides"
			: "Take each word to where it belongs";
		card.textContent = word(cards[at % cards.length] ?? [0, 0]);
		sides(turn).forEach((sets, side) => {
			piles[side]?.replaceChildren(
				h("small", {}, side ? "Right" : "Left"),
				h("span", {}, sets.map(name).join(" or ")),
			);
		});
	};
	/** @param {number} side */
	const put = (side) => {
		const turn = at < cards.length ? 0 : 1;
		const [set] = cards[at % cards.length] ?? [0];
		const here = sides(turn)[side] ?? [];
		if (!here.includes(set)) {
			says.textContent = `“${card.textContent}” belongs to “${name(set)}”, on the other side.`;
			return;
		}
		at += 1;
		const left = cards.length - (at % cards.length);
		draw();
		if (at % cards.length === 0) {
			says.textContent = "";
			/** @type {HTMLElement | null} */ (
				at < 2 * cards.length ? head : asking.querySelector("h4")
			)?.focus();
		} else says.textContent = `${card.textContent}. ${left} to go.`;
		changed();
	};

	const choices = () => {
		const pairs = [first, first === "A" ? "B" : "A"].map((one) => [
			one,
			`When ${content.pairs[one]}`,
		]);
		const label = (/** @type {string} */ value, /** @type {string} */ text) =>
			h(
				"label",
				{ class: "ac-choice" },
				h("input", { type: "radio", name: `easier-${content.id}`, value }),
				h("span", {}, text),
			);
		easier.replaceChildren(
			...[...pairs, ...EASIER].map(([value = "", text = ""]) => label(value, text)),
		);
		halted.replaceChildren(
			...cards.map((one) =>
				h(
					"label",
					{ class: "ac-choice" },
					h("input", { type: "checkbox", value: one.join("-") }),
					h("span", {}, word(one)),
				),
			),
		);
	};
	const checked = (/** @type {HTMLElement} */ place) =>
		/** @type {HTMLInputElement[]} */ ([...place.querySelectorAll(":checked")]).map(
			(one) => one.value,
		);

	draw();

	return {
		root: h("div", {}, waits, sorting, asking),
		/** @param {any} found what Python drew @param {any} form what is left of it */
		begin(found, form = {}) {
			({ cards, first } = found);
			at = Math.min(2 * cards.length, Number(form.at) || 0);
			choices();
			for (const one of /** @type {NodeListOf<HTMLInputElement>} */ (
				easier.querySelectorAll("input")
			))
				one.checked = one.value === form.easier;
			const words = (form.halted ?? []).map((/** @type {number[]} */ one) => one.join("-"));
			for (const one of /** @type {NodeListOf<HTMLInputElement>} */ (
				halted.querySelectorAll("input")
			))
				one.checked = words.includes(one.value);
			felt.value = form.felt ?? "";
			where.value = form.where ?? "";
			says.textContent = "";
			draw();
		},
		read: () => ({
			at,
			easier: checked(easier)[0] ?? "",
			halted: checked(halted).map((one) => one.split("-").map(Number)),
			felt: felt.value,
			where: where.value,
		}),
		over: () => cards.length > 0 && at >= 2 * cards.length,
		grow() {
			felt.grow();
			where.grow();
		},
		focus: () =>
			/** @type {HTMLElement | null} */ (
				asking.hidden ? head : asking.querySelector("h4")
			)?.focus(),
		open: () => /** @type {HTMLElement | null} */ (easier.querySelector("input")),
	};
}
