import { h, s } from "../view.js";

/** What came of the runs: in words, as a line, and as a table. */

/** @typedef {{ least: number, most: number, before: number, after: number, segregation: number,
 *   unhappy: number, left: number, moves: number, settled: boolean,
 *   ways: [number, number][] }} Row */

/** @param {{ least: number, most: number }} row */
export function wanted({ least, most }) {
	const few = least ? `at least ${least}` : "";
	const many = most < 100 ? `no more than ${most}` : "";
	const both = [few, many].filter(Boolean).join(" and ");
	return both ? `${both} of 100 alike` : "nothing";
}

/** @param {any} feedback @param {any} content @returns {string} the newest run in words */
export function newest({ rows, guess, side }, content) {
	/** @type {Row} */
	const row = rows[rows.length - 1];
	const first = rows.length === 1 && row.least === content.least && row.most === 100;
	const more = row.after - row.before;
	const way =
		row.moves === 0
			? `Nobody wanted to move. It stays at ${row.after} of 100 alike.`
			: `After ${counted(row.moves)} neighbours are ${row.after} of 100 alike. Before, it was ${row.before}.`;
	const end = row.settled
		? ""
		: ` ${row.left} were unhappy still when we stopped: these wishes cannot all be met for long.`;
	if (!first || side !== content.town) return `Everybody wanted ${wanted(row)}. ${way}${end}`;
	const apart = row.after - guess;
	const beside =
		Math.abs(apart) <= 3
			? "close to what you guessed"
			: `${Math.abs(apart)} ${apart > 0 ? "more" : "fewer"} than you guessed`;
	const small = more > 0 ? ` Nobody wanted more than ${content.least}.` : "";
	return `${way} That is ${beside} (${guess}).${small}${end}`;
}

/** @param {number} moves */
function counted(moves) {
	return moves === 1 ? "1 move" : `${moves.toLocaleString("en")} moves`;
}

/** @param {Row[]} rows @returns {HTMLElement} */
export function tableOf(rows) {
	const names = ["Wanted", "Alike, of 100", "Segre\u00ADgation", "Moves"];
	return h(
		"div",
		{ class: "ac-wide", tabindex: "0", role: "group", "aria-label": "Every run as a table" },
		h(
			"table",
			{},
			h("caption", {}, "Every run of this town, each from where the last one ended"),
			h("thead", {}, h("tr", {}, ...names.map((one) => h("th", { scope: "col" }, one)))),
			h(
				"tbody",
				{},
				...rows.map((row) =>
					h(
						"tr",
						{},
						h("th", { scope: "row" }, wanted(row)),
						h("td", {}, `${row.before} to ${row.after}`),
						h("td", {}, row.segregation.toFixed(2)),
						h("td", {}, row.moves.toLocaleString("en") + (row.settled ? "" : ", not settled")),
					),
				),
			),
		),
	);
}

const [WIDE, HIGH, LEFT, TOP, BELOW] = [340, 180, 30, 10, 26];

/**
 * A line of neighbours alike over moves, one run after another.
 * @param {[number, number][][]} ways of each run: (moves so far, share alike)
 * @param {number} [guess] of 100
 * @returns {SVGElement} the table beside it says the same
 */
export function lineOf(ways, guess) {
	const all = ways.reduce((sum, way) => sum + lastOf(way), 0) || 1;
	const lowest = Math.min(0.4, ...ways.flat().map(([, alike]) => alike));
	const floor = Math.floor(lowest * 10) / 10;
	const x = (/** @type {number} */ moves) => LEFT + (moves / all) * (WIDE - LEFT - 8);
	const y = (/** @type {number} */ alike) =>
		TOP + ((1 - alike) / (1 - floor)) * (HIGH - TOP - BELOW);
	let before = 0;
	/** @type {SVGElement[]} */
	const parts = [];
	for (const alike of [0.25, 0.5, 0.75, 1].filter((one) => one >= floor))
		parts.push(
			s("line", { class: "ac-rule", x1: LEFT, x2: WIDE - 8, y1: y(alike), y2: y(alike) }),
			s("text", { x: LEFT - 6, y: y(alike) + 4, "text-anchor": "end" }, String(alike * 100)),
		);
	if (guess !== undefined) {
		// The words stand at the end at which the line is farther away.
		const far = (/** @type {number | undefined} */ alike) => Math.abs((alike ?? 0) - guess / 100);
		const left = far(ways[0]?.[0]?.[1]) > far(ways.at(-1)?.at(-1)?.[1]);
		parts.push(
			s("line", {
				class: "ac-guess",
				x1: LEFT,
				x2: WIDE - 8,
				y1: y(guess / 100),
				y2: y(guess / 100),
			}),
			s(
				"text",
				{
					class: "ac-guessed",
					x: left ? LEFT + 4 : WIDE - 12,
					y: y(guess / 100) - 5,
					"text-anchor": left ? "start" : "end",
				},
				"your guess",
			),
		);
	}
	for (const [at, way] of ways.entries()) {
		const points = way.map(([moves, alike]) => `${x(before + moves)},${y(alike)}`);
		parts.push(s("polyline", { points: points.join(" ") }));
		if (at)
			parts.push(
				s("line", { class: "ac-next", x1: x(before), x2: x(before), y1: TOP, y2: HIGH - BELOW }),
			);
		before += lastOf(way);
	}
	parts.push(
		s("text", { x: LEFT, y: HIGH - 6 }, "0"),
		s(
			"text",
			{ x: WIDE - 8, y: HIGH - 6, "text-anchor": "end" },
			`${before.toLocaleString("en")} moves`,
		),
	);
	return s(
		"svg",
		{
			class: "ac-line",
			viewBox: `0 0 ${WIDE} ${HIGH}`,
			role: "img",
			"aria-label": "Neighbours alike of 100, over the moves; the table below has the numbers.",
		},
		...parts,
	);
}

/** @param {[number, number][]} way @returns {number} moves in all */
function lastOf(way) {
	return way[way.length - 1]?.[0] ?? 0;
}
