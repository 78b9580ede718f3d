import { h } from "../view.js";
import { spoken } from "./ticking.js";

/** @typedef {{ by: "us" | "coach", of: number, questions: number, reflections: number, either?: string[] }} Ours */
/** @typedef {{ speaker: string, listener: string, observer: string, seconds: number, questions: number | null, reflections: number | null, ours: Ours | null, noticed: string[], note: string }} Row */

/**
 * Every round, side by side: what was noticed and counted, and nobody's mark.
 * @param {any} feedback @param {string[]} asks what to talk about now
 */
export function rounds(feedback, asks) {
	/** @type {Row[]} */
	const rows = feedback.rounds;
	const stopped = feedback.state.phase === "stopped";
	const alone = feedback.state.seats.some((/** @type {any} */ one) => one.stand_in);
	return [
		h(
			"p",
			{ class: "ac-summary" },
			stopped ? "You stopped, and that is a fine way to end. " : "All three rounds are over. ",
			rows.length ? "Here is what was put down." : "No round had begun.",
		),
		...rows.map((row, at) => one(row, at)),
		rows.length
			? h(
					"p",
					{ class: "ac-why" },
					"A count of one short talk is about that talk, and no mark for anybody. More reflections are not better by themselves: one that misses is still a reflection.",
				)
			: null,
		h(
			"div",
			{ class: "ac-after" },
			h("h4", {}, alone ? "To ask yourself" : "To talk about, two minutes, devices down"),
			h("ul", {}, ...asks.map((text) => h("li", {}, text))),
		),
	].filter((one) => one !== null);
}

/** @param {Row} row @param {number} at */
function one(row, at) {
	return h(
		"section",
		{ class: "ac-round", "aria-label": `Round ${at + 1}` },
		h("h4", {}, `Round ${at + 1}`),
		h(
			"dl",
			{},
			...[
				["Listener", row.listener],
				["Speaker", row.speaker],
				["Observer", row.observer],
				["Talked for", spoken(row.seconds * 1000)],
				...counts(row),
				["What was noticed", [...row.noticed, row.note].filter(Boolean).join(" · ") || "–"],
			].flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, text)]),
		),
		compared(row),
	);
}

/** @param {number} n @param {string} what */
const many = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;

/** @param {Row} row @returns {[string, string][]} */
function counts(row) {
	/** @type {[string, string][]} */
	const found = [];
	if (row.questions !== null && row.reflections !== null)
		found.push([
			`${row.observer} counted`,
			`${many(row.questions, "question")}, ${many(row.reflections, "reflection")}`,
		]);
	if (row.ours)
		found.push([
			row.ours.by === "us" ? "We count" : "The coach counts",
			`${many(row.ours.questions, "question")}, ${many(row.ours.reflections, "reflection")}, in ${many(row.ours.of, "turn")} of the listener`,
		]);
	return found;
}

/** @param {Row} row */
function compared({ ours }) {
	if (!ours) return null;
	const either = (ours.either ?? []).map((text) => `“${text}”`).join(" and ");
	const text =
		ours.by === "coach"
			? "The coach is a table of words: it often takes comfort for a reflection, and what you meant is yours to say."
			: `Experts with a transcript do not all count the same either: on reflections ten of them agree at kappa .66, on questions at .87.${either ? ` ${either} could be counted as either.` : ""}`;
	return h("p", { class: "ac-why" }, text);
}
