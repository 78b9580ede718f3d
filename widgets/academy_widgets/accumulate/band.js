import { h, s } from "../view.js";
import { grid } from "./pyramid.js";

/** @typedef {{ people: number, mean: number, low: number, high: number }} Ends */
/** @typedef {{ name: string, before: Ends, after: Ends | null, change: number | null }} Row */

/**
 * A thousand runs: for each level the mean and the middle 80 %, before and after.
 * @param {{ rows: Row[], guess: number }} told @param {string} others
 */
export function band({ rows, guess }, others) {
	const both = rows.some((row) => row.after);
	return h(
		"figure",
		{ class: "ac-bands" },
		h("figcaption", {}, `Percent of ${others} on each level`),
		h(
			"p",
			{ class: "ac-key" },
			h("span", { class: "ac-was" }, both ? "before: middle 80 % of runs" : "middle 80 % of runs"),
			both && h("span", { class: "ac-is" }, "after"),
			h("span", { class: "ac-mean" }, "mean"),
			h("span", { class: "ac-guess" }, "your guess"),
		),
		h(
			"div",
			{ class: "ac-strips", role: "img", "aria-label": inWords(rows, guess, others) },
			...rows.flatMap((row, at) => [
				h("span", { class: "ac-name" }, row.name),
				strip(row, at ? null : guess),
				h("span", { class: "ac-told" }, `${Math.round((row.after ?? row.before).mean)} %`),
			]),
			h("span", {}),
			h(
				"span",
				{ class: "ac-axis" },
				...[0, 25, 50, 75, 100].map((one) => h("span", {}, `${one}`)),
			),
		),
		h(
			"details",
			{ class: "ac-tabled" },
			h("summary", {}, "The same as a table"),
			grid(
				"Mean percent, and from where to where the middle 80 % of runs go",
				["Level", ...(both ? ["Before", "After", "Change"] : ["Mean", "Middle 80 %"])],
				rows.map((row) =>
					row.after
						? [row.name, ranged(row.before), ranged(row.after), signed(row.change ?? 0)]
						: [row.name, `${Math.round(row.before.mean)}`, between(row.before)],
				),
			),
		),
	);
}

/** @param {Row} row @param {number | null} guess */
function strip({ before, after }, guess) {
	const tall = after ? 14 : 24;
	const line = (/** @type {number} */ x, /** @type {string} */ name, y = 0, to = 30) =>
		s("line", { class: name, x1: x, x2: x, y1: y, y2: to, "vector-effect": "non-scaling-stroke" });
	/** @param {Ends} ends @param {string} name @param {number} y */
	const range = ({ mean, low, high }, name, y) => [
		s("rect", {
			class: name,
			x: low,
			y,
			width: Math.max(0.8, high - low),
			height: tall - 3,
			"vector-effect": "non-scaling-stroke",
		}),
		line(mean, "ac-mean", y, y + tall - 3),
	];
	return s(
		"svg",
		{ viewBox: "0 0 100 30", preserveAspectRatio: "none" },
		line(50, "ac-half"),
		...range(before, "ac-was", after ? 2 : 4),
		...(after ? range(after, "ac-is", 16) : []),
		guess === null ? null : line(guess, "ac-guess"),
	);
}

/** @param {Row[]} rows @param {number} guess @param {string} others */
function inWords(rows, guess, others) {
	const one = (/** @type {Row} */ { name, before, after }) =>
		after
			? `${name}: before ${ranged(before)}, after ${ranged(after)}`
			: `${name}: ${ranged(before)}`;
	return `Percent of ${others}. ${rows.map(one).join("; ")}. Your guess for the top: ${guess}.`;
}

/** @param {Ends} ends */
const between = ({ low, high }) => `${Math.round(low)} to ${Math.round(high)}`;

/** @param {Ends} ends */
const ranged = (ends) => `${Math.round(ends.mean)} (${between(ends)})`;

/** @param {number} one */
const signed = (one) => `${one > 0 ? "+" : ""}${one}`.replace("-", "−");
