/** HTML and SVG from outputs and descriptions, made harmless by DOMPurify. */

import { removeMath, replaceMath } from "@jupyter-widgets/base-manager/lib/latex.js";
import createPurify from "dompurify";

const html = createPurify(window);
const drawing = createPurify(window);

html.addHook("afterSanitizeAttributes", (node) => {
	if (node.hasAttribute("target")) node.setAttribute("rel", "noopener noreferrer");
});

// A drawing may repeat a part of itself, and nothing from elsewhere.
drawing.addHook("afterSanitizeAttributes", (node) => {
	if (node.nodeName.toLowerCase() !== "use") return;
	for (const name of ["href", "xlink:href"])
		if (!node.getAttribute(name)?.startsWith("#")) node.removeAttribute(name);
});

/**
 * @param {string} source
 * @returns {DocumentFragment}
 */
export function cleanHtml(source) {
	return html.sanitize(source, {
		RETURN_DOM_FRAGMENT: true,
		ALLOW_DATA_ATTR: false,
		SANITIZE_NAMED_PROPS: true,
		FORBID_TAGS: ["style", "form"], // what would change or imitate the page around it
	});
}

/**
 * @param {string} source
 * @returns {DocumentFragment}
 */
export function cleanSvg(source) {
	return drawing.sanitize(source, {
		RETURN_DOM_FRAGMENT: true,
		USE_PROFILES: { svg: true, svgFilters: true },
		ADD_TAGS: ["use"],
		FORBID_TAGS: ["style"],
	});
}

/**
 * What ipywidgets allows in a description, see default_inline_sanitize in its base-manager.
 * @param {string} source
 * @returns {string}
 */
export function cleanInline(source) {
	const { text, math } = removeMath(source);
	const clean = html.sanitize(text, {
		ALLOWED_TAGS: "#text a abbr b code em i img li ol span strong ul".split(" "),
		ALLOWED_ATTR: ["class", "style", "title", "href", "src"],
		ALLOW_ARIA_ATTR: true,
		ALLOW_DATA_ATTR: false,
	});
	return replaceMath(String(clean), math);
}
