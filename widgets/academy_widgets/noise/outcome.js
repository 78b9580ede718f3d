import { h } from "../view.js";

/** @typedef {{ title: string, first: number, again: number, texts: string[] }} Pair */
/** @typedef {{ title: string, whole: number, parts: number[], mean: number }} Looked */

/** @param {any} feedback @returns {HTMLElement[]} */
export function ownScatter(feedback) {
	const { pairs, typical, occasion, between, crowd, runs, cases, unit } = feedback;
	const [one] = crowd;
	return [
		h(
			"p",
			{ class: "ac-summary" },
			`There were ${cases} messages, and ${pairs.length} of them came twice, in other words and with the same facts. Your two numbers for the same message lie ${typical} ${unit} apart on average.`,
		),
		h(
			"ul",
			{ class: "ac-pairs" },
			...pairs.map((/** @type {Pair} */ pair) =>
				h(
					"li",
					{},
					h("b", {}, pair.title),
					h("p", {}, apart(pair, unit)),
					dumbbell(pair),
					h(
						"details",
						{},
						h("summary", {}, "Both tellings"),
						...pair.texts.map((text) => h("blockquote", {}, text)),
					),
				),
			),
		),
		h("h5", {}, "What that says"),
		h(
			"p",
			{},
			occasion
				? `This is called occasion noise: the same person, the same case, another moment. As a standard deviation it is ${occasion} ${unit}. With ${pairs.length} pairs that is a rough number; its 95 % interval goes from ${between[0]} to ${between[1]}.`
				: `You gave the same number twice, ${pairs.length} times out of ${pairs.length}. You may have remembered them, or your numbers may be steady: this cannot tell which.`,
		),
		...(occasion
			? [
					h("h5", {}, "What averaging your own numbers would do"),
					h(
						"p",
						{},
						`If you could judge one message several times, each time as if new, the mean would scatter less: by the square root of how often you judge. The last column tries it ${runs.toLocaleString("en")} times with the scatter of your own pairs.`,
					),
					table(
						`Scatter that is left, in ${unit}`,
						["Judged", "By the rule", "Tried"],
						crowd.map((/** @type {any} */ row) => [
							row.many === one.many ? "once" : `${row.many} times, averaged`,
							row.formula,
							row.trial,
						]),
					),
					h(
						"p",
						{ class: "ac-why" },
						"Nobody judges as if new: second thoughts lean on the first ones. That is why another person’s number, given without knowing yours, helps more than your own second one.",
					),
				]
			: []),
	];
}

/** @param {any} look @returns {HTMLElement[]} */
export function secondLook({ rows, moved }) {
	return [
		h("h5", {}, "The second look"),
		h(
			"p",
			{},
			`The mean of your three numbers lies ${moved} from your first number, on average. Neither is the right one. What parts can do is make two people’s numbers more alike, and show what they differ about.`,
		),
		table(
			"Your first number, and the three parts",
			["Message", "As a whole", "Mean of the parts"],
			rows.map((/** @type {Looked} */ row) => [
				row.title,
				row.whole,
				`${row.mean} (${row.parts.join(", ")})`,
			]),
		),
	];
}

/** @param {any} feedback @returns {HTMLElement[]} */
export function closing({ carry }) {
	return [
		h("p", { class: "ac-carry" }, carry),
		h(
			"p",
			{ class: "ac-why" },
			"How far people differ from each other takes a group. If you are in a cohort, you can count your numbers in, without your name.",
		),
	];
}

/** @param {Pair} pair @param {string} unit */
function apart({ first, again }, unit) {
	const gap = Math.abs(first - again);
	return gap ? `${first} and ${again}: ${gap} ${unit} apart` : `${first} both times`;
}

/** @param {Pair} pair both numbers on one line; the words above it say the same */
function dumbbell({ first, again }) {
	const [left, right] = [Math.min(first, again), Math.max(first, again)];
	return h(
		"div",
		{ class: "ac-line", "aria-hidden": "true" },
		h("span", { class: "ac-gap", style: `left: ${left}%; width: ${right - left}%` }),
		h("span", { class: "ac-mark", style: `left: ${first}%` }),
		h("span", { class: "ac-mark ac-second", style: `left: ${again}%` }),
	);
}

/**
 * @param {string} caption @param {string[]} columns
 * @param {(string | number)[][]} rows the first entry names the row
 */
function table(caption, columns, rows) {
	return h(
		"div",
		{ class: "ac-wide", tabindex: "0", role: "region", "aria-label": caption },
		h(
			"table",
			{},
			h("caption", {}, caption),
			h("thead", {}, h("tr", {}, ...columns.map((one) => h("th", { scope: "col" }, one)))),
			h(
				"tbody",
				{},
				...rows.map(([name, ...cells]) =>
					h(
						"tr",
						{},
						h("th", { scope: "row" }, String(name)),
						...cells.map((one) => h("td", {}, String(one))),
					),
				),
			),
		),
	);
}
