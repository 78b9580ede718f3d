import { h } from "../view.js";

/** What was said so far, round by round. @param {any[]} log */
export function talk(log) {
	const rounds = [...new Set(log.map((one) => one.round))];
	return h(
		"section",
		{ class: "ac-talk", "aria-label": "What was said", hidden: !log.length },
		...rounds.flatMap((round) => [
			h("h5", {}, `Round ${round}`),
			h(
				"ul",
				{},
				...log.filter((one) => one.round === round).map((one) => h("li", {}, ...line(one))),
			),
		]),
	);
}

/** @param {any} one */
function line(one) {
	const who = h("b", {}, one.you ? "You" : capital(one.who));
	if (one.does === "ask") return [who, ` asked ${one.whom} what nobody has said yet.`];
	if (one.does === "pass") {
		const why = one.asked ? " had nothing more that nobody had said." : " left the turn out.";
		return [who, why];
	}
	const marks = [
		one.asked && "asked",
		one.again && "said before",
		one.new && !one.again && "not on your sheet",
	].filter(Boolean);
	return [who, ": ", one.text, ...(marks.length ? [" ", h("i", {}, marks.join(", "))] : [])];
}

/** What the facts come to, as far as each knew. @param {any[]} points */
export function pointsTable(points) {
	return laid(
		"Facts for each option, less those against it",
		["Option", "What all knew", "Your sheet", "What you knew in the end", "All facts"],
		points.map((one) => [one.option, one.shared, one.sheet, one.heard, one.all]),
	);
}

/** @param {any[]} people */
export function peopleTable(people) {
	return laid(
		"Who was asked, what came out of what only they knew, and what they chose",
		["Who", "Asked", "Came out", "Alone", "In the end"],
		people.map((one) => [
			capital(one.name),
			one.asked ? `${one.asked} ×` : "never",
			one.own,
			one.first,
			one.second,
		]),
	);
}

/** @param {any[]} facts */
export function factsTable(facts) {
	return laid(
		"Every fact",
		["Fact", "Speaks", "Who knew it", "Came out"],
		facts.map((one) => [one.text, one.speaks, one.knew, one.out]),
	);
}

/** @param {string} name such as "the nurse" */
const capital = (name) => name.charAt(0).toUpperCase() + name.slice(1);

/** @param {string} caption @param {string[]} columns @param {any[][]} rows */
function laid(caption, columns, rows) {
	return h(
		"div",
		{ class: "ac-scrolls", tabindex: "0", role: "region", "aria-label": caption },
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
						...cells.map((one, i) => h("td", { "data-of": columns[i + 1] }, String(one))),
					),
				),
			),
		),
	);
}
