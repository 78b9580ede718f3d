import { h } from "../view.js";

/** @typedef {{ name: string, good_at: string, counted: number }} Counted */
/** @typedef {{ post: string, people: Counted[], chose: string, fit: number }} Row */

const MOST = 7;

/** @param {any} feedback @returns {HTMLElement[]} */
export function outcome(feedback) {
	const { arm, rows, fit, lean, towards, chance, first, second, profiles, carry } = feedback;
	const early = arm === "first";
	const fitting =
		fit > 0
			? `what the people you chose are good at counted ${steps(fit)} more than the rest`
			: fit < 0
				? `what the people you chose are good at counted ${steps(-fit)} less than the rest`
				: "what the people you chose are good at counted as much as the rest";
	const leaning = lean
		? `Over both posts, what ${towards} was good at counted ${steps(Math.abs(lean))} more.`
		: `Over both posts, what ${first} and what ${second} was good at counted the same.`;
	return [
		h(
			"p",
			{ class: "ac-summary" },
			early
				? "You weighed first, so your numbers could not know who would come."
				: "You met the people first, so your numbers could know who was there.",
		),
		h("h5", {}, "Your numbers, and whom you chose"),
		h("p", {}, `On average ${fitting}.`),
		...rows.map(counting),
		h("h5", {}, "What moved when the people changed places"),
		h(
			"p",
			{},
			`In one post ${first} was the one with “${profiles[0]}” and ${second} the one with “${profiles[1]}”; in the other it was the other way round. So whatever you like better in a person cancels out. ${leaning}`,
		),
		h(
			"p",
			{},
			`Numbers move by themselves. If each of yours moved by about one step by chance, and who applied played no part at all, one person in twenty would still be off by more than ${steps(chance)}. ${early ? "Yours can be nothing but chance and the difference between the posts: nobody had been met yet." : Math.abs(lean) > chance ? "Yours is more than that. It may be who applied, it may be the posts, and it may be that one in twenty." : "Yours is within that: it says nothing about you."}`,
		),
		h("p", { class: "ac-carry" }, carry),
		h(
			"p",
			{ class: "ac-why" },
			"With a group one can compare those who weighed first with those who met the people first. If you are in a cohort, you can count your answer in, without your name.",
		),
	];
}

/** @param {Row} row the picture is the table: a bar in each row */
function counting(row) {
	return h(
		"table",
		{},
		h("caption", {}, `${row.post}: you chose ${row.chose}`),
		h(
			"thead",
			{},
			h(
				"tr",
				{},
				h("th", { scope: "col" }, "Who"),
				h("th", { scope: "col" }, "How much their strengths counted, of 7"),
			),
		),
		h(
			"tbody",
			{},
			...row.people.map((one) =>
				h(
					"tr",
					{},
					h("th", { scope: "row" }, one.name, h("span", {}, ` ${one.good_at}`)),
					h(
						"td",
						{},
						h("span", {
							class: "ac-bar",
							style: `--share: ${(100 * one.counted) / MOST}%`,
							"aria-hidden": "true",
						}),
						one.counted.toFixed(1),
					),
				),
			),
		),
	);
}

/** @param {number} many */
function steps(many) {
	return `${many.toFixed(1)} ${many === 1 ? "step" : "steps"}`;
}
