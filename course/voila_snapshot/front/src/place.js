/** Where the page's script came from: what belongs to it lies beside it. */

const here = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src;

/** @param {string} name @returns {string} its whole address */
export function scriptAt(name) {
	return new URL(name, here ?? location.href).href;
}
