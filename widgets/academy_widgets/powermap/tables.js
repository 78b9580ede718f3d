import { h } from "../view.js";
import { chooser, drawTie, personFields, tieFields, whom } from "./fields.js";

/** @typedef {import("./fields.js").Drawing} Drawing */

const PAGE = 50; // rows that are shown before somebody asks for more

/**
 * The map as two tables that can be written in.
 * @param {Drawing} drawing
 */
export function tables(drawing) {
	const people = h("div", { class: "pm-table" });
	const ties = h("div", { class: "pm-table pm-forms" });
	const root = h(
		"details",
		{ class: "pm-tables" },
		h("summary", {}, "The same map as tables"),
		people,
		ties,
	);
	const shown = { people: PAGE, ties: PAGE };
	root.addEventListener("toggle", () => draw());

	/** @param {"people" | "ties"} which @param {number} all */
	const more = (which, all) =>
		all > shown[which] &&
		h(
			"button",
			{
				type: "button",
				class: "ac-quiet",
				onclick: () => {
					shown[which] += PAGE;
					draw();
				},
			},
			`Show ${Math.min(PAGE, all - shown[which])} more of ${all}`,
		);

	/**
	 * Rows that are laid out as small forms are still told as rows.
	 * @param {string} caption
	 * @param {string[]} columns
	 * @param {(Node | string)[][]} rows
	 */
	const grid = (caption, columns, rows) =>
		h(
			"table",
			{ role: "table" },
			h("caption", {}, caption),
			h(
				"thead",
				{ role: "rowgroup" },
				h(
					"tr",
					{ role: "row" },
					...columns.map((one) => h("th", { scope: "col", role: "columnheader" }, one)),
				),
			),
			h(
				"tbody",
				{ role: "rowgroup" },
				...rows.map((cells) =>
					h(
						"tr",
						{ role: "row" },
						...cells.map((cell, at) => h("td", { role: "cell", "data-column": columns[at] }, cell)),
					),
				),
			),
		);

	const newTie = { from: "", sort: "", to: "" };
	const adding = () => {
		const { choices } = drawing.content;
		newTie.sort ||= choices.ties[0].id;
		const add = () => {
			if (!newTie.from || !newTie.to)
				return drawing.says("Choose whom the tie is from, and to whom.");
			if (drawTie(drawing, { ...newTie })) newTie.to = "";
			draw();
		};
		return h(
			"div",
			{ class: "pm-row" },
			h("span", {}, "A new tie:"),
			whom(drawing, "From", newTie.from, (id) => {
				newTie.from = id;
			}),
			chooser(
				"What",
				choices.ties.map((/** @type {any} */ one) => ({ id: one.id, name: one.verb })),
				newTie.sort,
				(sort) => {
					newTie.sort = sort;
				},
			),
			whom(drawing, "To", newTie.to, (id) => {
				newTie.to = id;
			}),
			h("button", { type: "button", class: "ac-quiet", onclick: add }, "Draw it"),
		);
	};

	const draw = () => {
		if (!root.open) return;
		const focused = document.activeElement;
		const all = [...root.querySelectorAll("input, select, button")];
		const at = focused ? all.indexOf(focused) : -1;
		const map = drawing.map();
		people.replaceChildren(
			grid(
				`Who is on the map: ${map.people.length}`,
				["Name", "Sort", "Room", "Vote", "Away"],
				map.people.slice(0, shown.people).map((one) => {
					const { name, sort, here, vote, away } = personFields(drawing, one);
					return [name, sort, here, vote, away];
				}),
			),
			...[more("people", map.people.length)].filter((one) => one instanceof Node),
		);
		ties.replaceChildren(
			grid(
				`Ties: ${map.ties.length}`,
				["From", "What", "To", "Strength", "Seen by others", "Back", "Away"],
				map.ties.slice(0, shown.ties).map((tie) => {
					const { from, sort, to, weight, face, both, away } = tieFields(drawing, tie);
					return [from, sort, to, weight, face, both, away];
				}),
			),
			...[more("ties", map.ties.length)].filter((one) => one instanceof Node),
			...(map.people.length > 1 ? [adding()] : []),
		);
		// The same field again, or the last one there is.
		const now = /** @type {NodeListOf<HTMLElement>} */ (
			root.querySelectorAll("input, select, button")
		);
		if (at >= 0) now[Math.min(at, now.length - 1)]?.focus();
	};
	return { root, draw };
}
