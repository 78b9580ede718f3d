/** Font Awesome, which ipywidgets expects on the page: fetched when the first icon is shown. */

/** Set by the build. @type {string} */
const sheet = ICONS_SHEET;
const here = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src;
let wanted = false;

/** @param {Element} element */
export function wantIcons(element) {
	if (wanted || !element.querySelector(".fa")) return;
	wanted = true;
	const link = document.createElement("link");
	link.rel = "stylesheet";
	link.href = new URL(sheet, here ?? location.href).href;
	document.head.append(link);
}
