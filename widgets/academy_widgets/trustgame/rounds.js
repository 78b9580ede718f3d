import { h } from "../view.js";

/** Whose coins are where as a round begins: as many dots as coins, and the number. @param {any} at */
export function purse(at) {
	/** @param {string} who @param {number} n */
	const one = (who, n) =>
		h(
			"p",
			{},
			h("b", {}, who),
			h(
				"span",
				{ class: "ac-coins", "aria-hidden": "true" },
				...Array.from({ length: Math.min(n, 20) }, () => h("i", {})),
			),
			` ${n} ${n === 1 ? "coin" : "coins"}`,
		);
	return h(
		"div",
		{ class: "ac-purse" },
		one("You begin each round with", at.yours),
		one("The stand-in with", at.theirs),
	);
}

/** The rounds of a part, one row each. @param {any[]} rows @param {boolean} sends */
export function roundsTable(rows, sends) {
	if (!rows.length) return null;
	const columns = sends
		? ["You sent", "Arrived", "Came back", "You had", "It had"]
		: ["It sent", "Arrived", "You gave back", "You had", "It had"];
	const cells = (/** @type {any} */ one) => [one.sent, one.arrived, one.back, one.you, one.other];
	return sheet(
		"Rounds so far",
		["Round", ...columns],
		rows.map((one, i) => [String(i + 1), ...cells(one).map(String)]),
	);
}

/** What was sent and given back from each place. @param {any[]} places */
export function placesTable(places) {
	return sheet(
		"By place, and by what you had beside the other",
		["Place", "Coins, round by round", "Of", "In 100"],
		places.map((one) => [
			`${one.place === "sends" ? "You sent" : "You gave back"}, having ${one.stake}`,
			one.did,
			one.of,
			one.part === null ? "–" : String(one.part),
		]),
	);
}

/** @param {string} caption @param {string[]} columns @param {string[][]} rows */
export function sheet(caption, columns, rows) {
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
					h("tr", {}, h("th", { scope: "row" }, name), ...cells.map((one) => h("td", {}, one))),
				),
			),
		),
	);
}
