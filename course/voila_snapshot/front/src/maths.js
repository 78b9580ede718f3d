/** Formulas: the typesetter is fetched at the first one, from beside this script. */

import { scriptAt } from "./place.js";

/** Set by the build. @type {string} */
const chunk = MATHS_CHUNK;
const SIGNS = /\$|\\\(|\\\[|\\begin\{/;

/** @type {Promise<{ typeset: (element: Element) => void }> | undefined} */
let typesetter;

/**
 * @param {Element} element
 * @returns {Promise<void>}
 */
export async function typeset(element) {
	if (!SIGNS.test(element.textContent ?? "")) return;
	try {
		typesetter ??= import(scriptAt(chunk));
		(await typesetter).typeset(element);
	} catch (error) {
		typesetter = undefined;
		console.error("Formulas stay as they are written", error);
	}
}
