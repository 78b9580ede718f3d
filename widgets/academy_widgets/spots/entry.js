import { h } from "../view.js";

/** One entry of the journal as it is read, and as plain text. */

/** @typedef {Record<string, string>} Entry what was written, by the id of what is asked */

/** @param {any[]} lines @param {Entry} entry @returns {string} to be pasted anywhere */
export function asText(lines, entry) {
	return linesOf(lines, entry)
		.map(([short, text]) => `${short}: ${text}`)
		.join("\n");
}

/** @param {any[]} lines @param {Entry} entry @returns {HTMLElement} */
export function asRead(lines, entry) {
	return h(
		"dl",
		{},
		...linesOf(lines, entry).flatMap(([short, text]) => [h("dt", {}, short), h("dd", {}, text)]),
	);
}

/**
 * @param {any[]} lines @param {Entry} entry
 * @returns {[string, string][]} every line that says something
 */
function linesOf(lines, entry) {
	return lines.flatMap(({ id, short }) => {
		const text = (entry[id] ?? "").trim();
		return text ? [/** @type {[string, string]} */ ([short, text])] : [];
	});
}
