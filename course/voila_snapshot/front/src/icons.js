/** Font Awesome, which ipywidgets expects on the page: fetched when the first icon is shown. */

import { scriptAt } from "./place.js";

/** Set by the build. @type {string} */
const sheet = ICONS_SHEET;
let wanted = false;

/** @param {Element} element */
export function wantIcons(element) {
	if (wanted || !element.querySelector(".fa")) return;
	wanted = true;
	const link = document.createElement("link");
	link.rel = "stylesheet";
	link.href = scriptAt(sheet);
	document.head.append(link);
}
