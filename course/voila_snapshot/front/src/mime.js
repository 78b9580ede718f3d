/** One output of a cell or an Output widget, as elements. */

import { typeset } from "./maths.js";
import { WIDGET } from "./names.js";
import { cleanHtml, cleanSvg } from "./sanitise.js";

/**
 * @typedef {object} Output as in nbformat
 * @property {string} output_type
 * @property {string} [name]
 * @property {string | string[]} [text]
 * @property {Record<string, any>} [data]
 * @property {Record<string, any>} [metadata]
 * @property {string} [ename]
 * @property {string} [evalue]
 * @property {string[]} [traceback]
 */
/** @typedef {(modelId: string, place: HTMLElement) => void} Nest */

const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are terminals' escapes
const ANSI = /\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])/g;
const REWRITTEN = /^[^\n]*\r(?!\n|$)/gm; // as progress bars do

/** @param {string | string[] | undefined} text */
const joined = (text) => (Array.isArray(text) ? text.join("") : (text ?? ""));

/** @param {string} text @returns {string} as a terminal would leave it, without colours */
export function plain(text) {
	return text.replace(ANSI, "").replaceAll("\r\n", "\n").replace(REWRITTEN, "");
}

/** @param {string} text @param {string} [kind] */
function preformatted(text, kind) {
	const element = document.createElement("pre");
	element.textContent = plain(text);
	if (kind) element.className = `snapshot-${kind}`;
	return element;
}

/** @param {string} type @param {string} data base64 @param {Record<string, any>} about */
function picture(type, data, about) {
	const image = new Image();
	image.src = `data:${type};base64,${data.replaceAll("\n", "")}`;
	image.alt = String(about.alt ?? "");
	if (about.width) image.width = Number(about.width);
	if (about.height) image.height = Number(about.height);
	return image;
}

/**
 * @param {Output} output
 * @param {Nest} nest shows a widget
 * @returns {HTMLElement}
 */
export function render(output, nest) {
	const place = document.createElement("div");
	place.className = "snapshot-output";
	const { data = {}, metadata = {} } = output;
	const type = PICTURES.find((one) => one in data);
	if (output.output_type === "stream") place.append(preformatted(joined(output.text), output.name));
	else if (output.output_type === "error")
		place.append(
			preformatted(output.traceback?.join("\n") || `${output.ename}: ${output.evalue}`, "error"),
		);
	else if (WIDGET in data) nest(data[WIDGET].model_id, place);
	else if ("text/html" in data) place.append(cleanHtml(joined(data["text/html"])));
	else if ("image/svg+xml" in data) place.append(cleanSvg(joined(data["image/svg+xml"])));
	else if (type) place.append(picture(type, joined(data[type]), metadata[type] ?? {}));
	else if ("text/latex" in data) {
		place.textContent = joined(data["text/latex"]);
		typeset(place);
	} else place.append(preformatted(joined(data["text/plain"])));
	return place;
}
