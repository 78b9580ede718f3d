/** Where the second script is, and how it is had once. */

import { scriptAt } from "./place.js";
import { shared } from "./shared.js";

/** Set by the build. @type {string} */
const chunk = STOCK_CHUNK;

/** @typedef {typeof import("./stock.js")} Stock */

/** @type {Promise<Stock> | undefined} */
let fetched;

/** @type {Stock | undefined} */
export let loaded;

/** @returns {Promise<Stock>} */
export function stock() {
	fetched ??= load();
	return fetched;
}

async function load() {
	try {
		const { default: make } = await import(scriptAt(chunk));
		loaded = /** @type {Stock} */ (make(shared));
		return loaded;
	} catch (error) {
		fetched = undefined; // the next widget may have more luck
		throw error;
	}
}
