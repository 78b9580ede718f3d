import { h } from "../view.js";

/** @typedef {{ text: string, guess: number, felt: number | null, gap: number | null, why: string }} Row */

/**
 * In a sentence or two, to be announced.
 * @param {any} told @param {string} name the stand-in's
 */
export function inShort({ apart, sorry, way }, name) {
	if (sorry) return sorry;
	const who = way === "alone" ? `${name}, a script,` : "the speaker";
	if (apart === null)
		return `Guesses are in, and ${who} would rather not say. That is an answer too.`;
	if (apart === 0) return `The guesses and what ${who} says are the same throughout.`;
	return `The guesses and what ${who} says are ${apart} apart on average, of at most 6.`;
}

/**
 * Guess and rating side by side, the attention, and what is known of both.
 * @param {any} told @param {any} content
 */
export function sides(told, content) {
	const { rows, attention, rule, found, cited } = told;
	const scripted = told.way === "alone";
	const [theirs, high] = [scripted ? `${content.name} says` : "Speaker says", content.high];
	return [
		h(
			"table",
			{ class: "ac-sides" },
			h("caption", {}, `From ${content.low}, ${content.ends[0]}, to ${high}, ${content.ends[1]}`),
			h(
				"thead",
				{},
				h(
					"tr",
					{},
					...["When", "Guess", theirs, "Gap"].map((text) => h("th", { scope: "col" }, text)),
				),
			),
			h(
				"tbody",
				{},
				...rows.map((/** @type {Row} */ row) =>
					h(
						"tr",
						{},
						h("th", { scope: "row" }, row.text),
						h("td", {}, String(row.guess)),
						h("td", {}, row.felt === null ? "not said" : String(row.felt)),
						h("td", {}, gap(row.gap)),
					),
				),
			),
		),
		scripted && rule
			? h(
					"div",
					{ class: "ac-rule" },
					h("p", {}, rule),
					h(
						"ul",
						{},
						...rows.map((/** @type {Row} */ row) => h("li", {}, `${row.text}: ${row.why}.`)),
					),
				)
			: null,
		h("p", {}, h("b", {}, "Attention. "), attended(attention, scripted ? content.name : "")),
		h(
			"div",
			{ class: "ac-found" },
			h("h4", {}, "What is known about noticing who listens"),
			h("ul", {}, ...found.map((/** @type {string} */ text) => h("li", {}, text))),
			h("p", { class: "ac-why" }, cited),
		),
		h(
			"p",
			{ class: "ac-why" },
			scripted
				? "To ask yourself: where did you guess furthest off, and what would you have asked a person there?"
				: "To ask each other: where are the two furthest apart, and what happened just then?",
		),
	].filter((one) => one !== null);
}

/** @param {number | null} steps */
function gap(steps) {
	if (steps === null) return "–";
	if (steps === 0) return "none";
	return `${Math.abs(steps)} ${steps > 0 ? "higher" : "lower"}`;
}

/** @param {{ own: number | null, believed: number | null }} attention @param {string} script */
function attended({ own, believed }, script) {
	const mine =
		own === null ? "The listener did not say." : `The listener says that they gave ${own} of 7.`;
	if (believed === null) return `${mine} What the speaker thinks they had is not said.`;
	const who = script ? `${script}, whatever happens, says` : "The speaker thinks";
	return `${mine} ${who} that they had ${believed} of 7.`;
}
