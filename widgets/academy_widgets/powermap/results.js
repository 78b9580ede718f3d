import { h } from "../view.js";
import { chart } from "./chart.js";
import { redesigned, tieKey, withoutPerson } from "./drawn.js";

/** @typedef {import("./drawn.js").PowerMap} PowerMap */

const FIRST = 5; // sentences that are read at once; more are a touch away

const sentences = (/** @type {string[]} */ says) => says.map((one) => h("p", {}, one));

/** @param {string[]} says @param {string[]} [notes] */
const words = (says, notes = []) => [
	h(
		"div",
		{ class: "pm-says" },
		...sentences(says.slice(0, FIRST)),
		says.length > FIRST &&
			h("details", {}, h("summary", {}, "And more"), ...sentences(says.slice(FIRST))),
	),
	...(notes.length
		? [
				h(
					"details",
					{ class: "pm-notes" },
					h("summary", {}, "How it was counted"),
					...notes.map((one) => h("p", { class: "ac-why" }, one)),
				),
			]
		: []),
];

const figure = (/** @type {any} */ value) =>
	typeof value === "number" ? String(Math.round(value * 1000) / 1000) : (value ?? "–");

/** @param {string} caption @param {string[]} columns @param {any[][]} rows the first cell names it */
function numbers(caption, columns, rows) {
	return h(
		"div",
		{ class: "pm-scroll", tabindex: "0", role: "region", "aria-label": caption },
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
						h("th", { scope: "row" }, name),
						...cells.map((cell) => h("td", {}, figure(cell))),
					),
				),
			),
		),
	);
}

/**
 * A picture as wide as its place allows, to look at.
 * @param {string} title
 * @param {PowerMap} map
 * @param {import("./signs.js").Shown} [how]
 */
function still(title, map, how = {}) {
	const made = chart(title, { still: true });
	const root = h("figure", { class: "pm-still" }, h("figcaption", {}, title), made.svg);
	made.draw(map, how);
	sized(made, root);
	return root;
}

/**
 * Keep a chart as large as its place: signs and names stay as they are, distances change.
 * @param {ReturnType<typeof chart>} made
 * @param {HTMLElement} place
 * @returns {() => void} what ends it
 */
export function sized(made, place) {
	if (typeof ResizeObserver === "undefined") return () => {};
	let was = 0;
	const watch = new ResizeObserver(() => {
		const wide = Math.round(made.svg.parentElement?.clientWidth ?? 0);
		if (!wide || wide === was) return;
		was = wide;
		made.measure(wide, Math.round(wide * (wide < 440 ? 1.35 : 0.85)));
	});
	watch.observe(place);
	return () => watch.disconnect();
}

/**
 * Who is central, and in which sense.
 * @param {any} measures
 * @param {any} content
 * @param {(id: string) => string} name
 * @param {{ size: string, sizeBy: (measure: string) => void }} sizes
 */
function central(measures, content, name, { size, sizeBy }) {
	const looks = [{ id: "", name: "All alike", means: "" }, ...content.looks];
	const select = h(
		"select",
		{ onchange: () => sizeBy(select.value) },
		...looks.map((one) => h("option", { value: one.id, selected: one.id === size }, one.name)),
	);
	return [
		...words(measures.says, measures.notes),
		h("label", { class: "pm-field" }, h("span", {}, "Draw them larger who…"), select),
		h(
			"details",
			{},
			h("summary", {}, "The numbers"),
			numbers(
				`Measures of ${measures.n} people, roles and groups`,
				["Who", ...content.looks.map((/** @type {any} */ one) => one.name)],
				measures.people.map((/** @type {any} */ one) => [
					name(one.id),
					...content.looks.map((/** @type {any} */ look) => one[look.id]),
				]),
			),
			h(
				"dl",
				{ class: "ac-why pm-means" },
				...content.looks.flatMap((/** @type {any} */ one) => [
					h("dt", {}, one.name),
					h("dd", {}, one.means),
				]),
			),
		),
	];
}

/** How large each is by a measure, 0 to 1. @param {any} measures @param {string} by */
export function sizesBy(measures, by) {
	if (!by || !measures) return undefined;
	const most = Math.max(...measures.people.map((/** @type {any} */ one) => one[by] ?? 0)) || 1;
	return Object.fromEntries(
		measures.people.map((/** @type {any} */ one) => [one.id, Math.max(0, one[by] ?? 0) / most]),
	);
}

/** @param {any} leave @param {PowerMap} map @param {(id: string) => string} name */
function leaving(leave, map, name) {
	const alone = new Set(leave.alone);
	return [
		...words(leave.says, leave.notes),
		h(
			"div",
			{ class: "pm-two" },
			still(`With ${name(leave.who)}`, map, {
				fate: (id) => (id === leave.who ? "pm-struck" : ""),
			}),
			still(`Without ${name(leave.who)}`, withoutPerson(map, leave.who), {
				fate: (id) => (alone.has(id) ? "pm-struck" : ""),
			}),
		),
	];
}

/** @param {any} compare @param {PowerMap} before @param {any} changes */
function comparing(compare, before, changes) {
	const fresh = new Set(changes.ties.map(tieKey));
	const cut = new Set(changes.cut.map((/** @type {string[]} */ one) => one.join(" ")));
	const people = new Set(changes.people.map((/** @type {any} */ one) => one.id));
	const gone = new Set(changes.gone);
	return [
		...words(compare.says, compare.notes),
		h(
			"div",
			{ class: "pm-two" },
			still("As it is", before, {
				look: (key) => (cut.has(key) ? "pm-new" : ""),
				fate: (id) => (gone.has(id) ? "pm-struck" : ""),
			}),
			still("As it could be", redesigned(before, changes), {
				look: (key) => (fresh.has(key) ? "pm-new" : ""),
				fate: (id) => (people.has(id) ? "pm-struck" : ""),
			}),
		),
		h("p", { class: "ac-why" }, "What differs has a ring or a band around it."),
		numbers(
			"Before and after",
			["What", "As it is", "As it could be"],
			compare.totals.map((/** @type {any} */ one) => [one.name, one.before, one.after]),
		),
	];
}

/** @param {any} overlay @param {PowerMap} mine @param {PowerMap} theirs @param {string} whose @param {any} choices */
function overlaying(overlay, mine, theirs, whose, choices) {
	const known = new Set(mine.people.map((one) => one.id));
	const all = {
		version: 1,
		people: [...mine.people, ...theirs.people.filter((one) => !known.has(one.id))],
		ties: /** @type {any[]} */ (overlay.ties).map(({ from, to, sort, both, mine, theirs }) => ({
			from,
			to,
			sort,
			both,
			weight: mine ?? theirs,
		})),
	};
	const name = (/** @type {string} */ id) => all.people.find((one) => one.id === id)?.name ?? id;
	const who = new Map(overlay.people.map((/** @type {any} */ one) => [one.id, one.in]));
	const whoSees = new Map(
		overlay.ties.map((/** @type {any} */ one) => [
			tieKey(one),
			one.mine == null ? "theirs" : one.theirs == null ? "mine" : "both",
		]),
	);
	/** @type {Record<string, string>} */
	const seen = { both: "both of you", mine: "you alone", theirs: `${whose} alone` };
	const verb = (/** @type {string} */ sort) =>
		choices.ties.find((/** @type {any} */ one) => one.id === sort).verb;
	return [
		...words(overlay.says),
		still(`You and ${whose}, one over the other`, all, {
			look: (key) => `pm-only-${whoSees.get(key)}`,
			fate: (id) => (who.get(id) === "both" ? "" : `pm-only-${who.get(id)}`),
		}),
		h(
			"ul",
			{ class: "pm-legend" },
			...["both", "mine", "theirs"].map((one) =>
				h("li", {}, h("span", { class: `pm-swatch pm-only-${one}` }), `Seen by ${seen[one]}`),
			),
		),
		h(
			"details",
			{},
			h("summary", {}, "Tie by tie"),
			numbers(
				"Whose ties these are",
				["Tie", "Seen by", "Your strength", "Theirs"],
				overlay.ties.map((/** @type {any} */ one) => [
					`${name(one.from)} ${verb(one.sort)} ${name(one.to)}${one.both ? ", both ways" : ""}`,
					seen[whoSees.get(tieKey(one)) ?? "both"],
					one.mine,
					one.theirs,
				]),
			),
		),
	];
}

/**
 * Put what came out of each step below it; what was not asked stays empty.
 * @param {any} feedback
 * @param {any} of the maps as they are, and what words they are told in
 * @param {Record<"centre" | "left" | "could" | "overlay", HTMLElement>} places
 * @param {{ size: string, sizeBy: (measure: string) => void }} sizes
 */
export function allFound(feedback, of, places, sizes) {
	const { mine, changes, theirs, content, nameOf, whose } = of;
	const { measures, leave, compare, overlay } = feedback ?? {};
	places.centre.replaceChildren(...(measures ? central(measures, content, nameOf, sizes) : []));
	places.left.replaceChildren(...(leave ? leaving(leave, mine, nameOf) : []));
	places.could.replaceChildren(...(compare && changes ? comparing(compare, mine, changes) : []));
	places.overlay.replaceChildren(
		...(overlay && theirs ? overlaying(overlay, mine, theirs, whose, content.choices) : []),
	);
}
