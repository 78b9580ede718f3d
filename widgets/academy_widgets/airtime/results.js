import { h, s } from "../view.js";
import { minutes } from "./tapping.js";

const MOST_ROWS = 400; // turns that are told one by one

/** @typedef {(who: number) => string} Label */

/** @param {any} said Python's @param {Label} label @returns {string[]} what matters, in words */
export function headline(said, label) {
	const known = said.people.filter((/** @type {any} */ one) => one.share !== null);
	const most = known.reduce(
		(/** @type {any} */ best, /** @type {any} */ one) =>
			!best || one.talk > best.talk ? one : best,
		null,
	);
	const told = [];
	if (most) {
		const at = said.people.indexOf(most);
		const guess = most.guess === null ? "" : ` Your guess was ${number(most.guess)}.`;
		told.push(
			`${label(at)} spoke most: ${number(most.share)} in 100 of the talk, in ${counted(most.turns, "turn")}.${guess}`,
		);
	} else told.push("Somebody spoke, and nobody was tapped: there are no shares to show.");
	const quiet = said.people
		.map((/** @type {any} */ one, /** @type {number} */ at) => (one.turns ? "" : label(at)))
		.filter(Boolean);
	if (quiet.length && most) told.push(`${listed(quiet)} said nothing.`);
	if (said.silence !== null)
		told.push(
			`Silence: ${minutes(said.silence)} of ${minutes(said.length)} (${percent(said.silence, said.length)} in 100).`,
		);
	if (said.somebody && most)
		told.push(
			`Speech before anybody was tapped: ${minutes(said.somebody)}; it is in nobody’s share.`,
		);
	return told;
}

/** @param {any} said @param {Label} label */
export function details(said, label) {
	const amount = (/** @type {number} */ one) =>
		said.unit === "ms" ? minutes(one) : counted(one, "word");
	const people = said.people.map((/** @type {any} */ one, /** @type {number} */ at) => ({
		...one,
		label: label(at),
	}));
	/** @type {HTMLElement[]} */
	const parts = [
		table(
			"Share of the talk, in 100",
			["Who", "Measured", "Your guess", "Guess minus measured"],
			people.map((/** @type {any} */ one) => [
				one.label,
				[bar(one.share, one.guess), number(one.share)],
				number(one.guess),
				signed(one.minus),
			]),
		),
	];
	if (said.groups.length)
		parts.push(
			table(
				"Share of each group, in 100",
				["Group", "Measured", "Your guess", "Of the people"],
				said.groups.map((/** @type {any} */ one) => [
					`${one.name} (${one.people})`,
					[bar(one.share, one.guess), number(one.share)],
					number(one.guess),
					number(one.of_people),
				]),
			),
		);
	parts.push(
		table(
			"Turns, and who came in on whom",
			["Who", "Turns", "Longest", "Came in", "Others came in"],
			people.map((/** @type {any} */ one) => [
				one.label,
				String(one.turns),
				amount(one.longest),
				said.interruptions ? String(one.came_in) : "–",
				said.interruptions ? String(one.came_in_on) : "–",
			]),
		),
		timeline(said, label),
		rules(said),
	);
	return parts;
}

/** @param {any} said */
function rules({ unit, way, rules: rule, interruptions, evenness, people }) {
	const seconds = (/** @type {number} */ ms) => ms / 1000;
	const told = [];
	if (evenness) {
		const n = people.length;
		const even = evenness.entropy_evenness;
		told.push(
			even === null
				? "With one person there is nothing to share."
				: `Evenness is ${even.toFixed(2)}: 1 would be the same for all, 0 that one person said everything. Gini is ${evenness.gini.toFixed(2)}: 0 would be the same for all, and with ${n} people ${((n - 1) / n).toFixed(2)} that one said everything. All ${n} on your list count, also whoever said nothing.`,
		);
	}
	told.push(
		unit === "ms"
			? `A turn lasts until somebody else speaks, or until ${seconds(rule.turn_ends)} seconds of silence. Silence is when nobody speaks.`
			: "Without times, talk is counted in words. How long anybody spoke, and how much silence there was, it cannot say.",
	);
	if (!interruptions)
		told.push(
			unit === "ms"
				? "Interruptions: none was marked. Taps follow each other without a gap, so they cannot tell them by themselves."
				: "Interruptions cannot be told without times.",
		);
	else if (way === "transcript")
		told.push(
			`Interruptions: ${interruptions.total}. Somebody began while another spoke, and said more than ${seconds(rule.sound)} second: ${interruptions.over}. Somebody began less than ${seconds(rule.quick)} seconds after another’s last word: ${interruptions.quick}. Coming in quickly is ordinary in talk, and captions are not exact: look at the moment itself before you call it anything.`,
		);
	else told.push(`Interruptions that you marked: ${interruptions.total}.`);
	return h("div", { class: "ac-rules" }, ...told.map((one) => h("p", {}, one)));
}

/** @param {any} said @param {Label} label */
function timeline(said, label) {
	const until = Math.max(1, said.unit === "ms" ? said.length : lastOf(said.turns));
	const at = (/** @type {number} */ one) => (said.unit === "ms" ? minutes(one) : `word ${one}`);
	const lanes = [...new Set(said.turns.map((/** @type {number[]} */ one) => one[0]))];
	for (const who of said.people.keys()) if (!lanes.includes(who)) lanes.push(who);
	lanes.sort((one, two) => Number(one) - Number(two));
	const rows = lanes.map((who) => {
		const mine = said.turns.filter((/** @type {number[]} */ one) => one[0] === who);
		return { who: label(Number(who)), mine };
	});
	const words = rows.map(({ who, mine }) => `${who}: ${counted(mine.length, "turn")}`).join("; ");
	const shown = said.turns.slice(0, MOST_ROWS);
	const rest = said.turns.length - shown.length;
	return h(
		"figure",
		{ class: "ac-timeline" },
		h("figcaption", {}, "Who spoke when"),
		h(
			"div",
			{ class: "ac-lanes", role: "img", "aria-label": `From ${at(0)} to ${at(until)}. ${words}.` },
			...rows.flatMap(({ who, mine }) => [h("span", { class: "ac-lane" }, who), lane(mine, until)]),
			h("span", {}),
			h("span", { class: "ac-axis" }, h("span", {}, at(0)), h("span", {}, at(until))),
		),
		h(
			"details",
			{},
			h("summary", {}, "The same, turn by turn"),
			table(
				rest ? `The first ${MOST_ROWS} turns; ${rest} more are in the picture` : "Each turn",
				["Who", "From", "To"],
				shown.map((/** @type {number[]} */ [who, start, end]) => [
					label(who ?? -1),
					at(start ?? 0),
					at(end ?? 0),
				]),
			),
		),
	);
}

/** @param {number[][]} turns @param {number} until */
function lane(turns, until) {
	const scale = (/** @type {number} */ one) => Math.round((one / until) * 10000) / 10;
	const d = turns
		.map(([, start = 0, end = 0]) => {
			const wide = Math.max(1.5, scale(end - start)); // a word in an hour is seen, too
			return `M${scale(start)} 0h${wide}v10h-${wide}z`;
		})
		.join("");
	const box = { viewBox: "0 0 1000 10", preserveAspectRatio: "none" };
	return s("svg", box, s("path", { d }));
}

/** @param {number[][]} turns */
function lastOf(turns) {
	return turns.reduce((most, [, , end = 0]) => Math.max(most, end), 0);
}

/**
 * @param {string} caption
 * @param {string[]} head
 * @param {(string | (Node | string | null)[])[][]} rows the first of each names it
 */
function table(caption, head, rows) {
	return h(
		"table",
		{},
		h("caption", {}, caption),
		h("thead", {}, h("tr", {}, ...head.map((one) => h("th", { scope: "col" }, one)))),
		h(
			"tbody",
			{},
			...rows.map(([first = "", ...rest]) =>
				h(
					"tr",
					{},
					h("th", { scope: "row", dir: "auto" }, ...[first].flat()),
					...rest.map((one) => h("td", {}, ...[one].flat())),
				),
			),
		),
	);
}

/** @param {number | null} share @param {number | null} guess */
function bar(share, guess) {
	if (share === null) return null;
	const tick = guess === null ? "" : `; --guess: ${guess}%`;
	return h("span", { class: "ac-bar", style: `--share: ${share}%${tick}`, "aria-hidden": "true" });
}

/** @param {number | null} one */
function number(one) {
	return one === null ? "–" : String(Math.round(one));
}

/** @param {number | null} one */
function signed(one) {
	if (one === null) return "–";
	const whole = Math.round(one);
	return whole > 0 ? `+${whole}` : String(whole).replace("-", "−");
}

/** @param {number} part @param {number} whole */
function percent(part, whole) {
	return whole ? Math.round((100 * part) / whole) : 0;
}

/** @param {number} many @param {string} what */
function counted(many, what) {
	return `${many} ${what}${many === 1 ? "" : "s"}`;
}

/** @param {string[]} names */
function listed(names) {
	return names.length < 2
		? (names[0] ?? "")
		: `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
