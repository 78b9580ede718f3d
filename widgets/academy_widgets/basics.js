/** What the parts of the frame have in common: elements, and times as people say them. */

/**
 * @template T
 * @typedef {{ get(key: string): any, set(key: string, value: any): void,
 *   save_changes(): void, send(content: any): void,
 *   on(name: string, f: (...given: any[]) => void): void,
 *   off(name: string, f: (...given: any[]) => void): void }} Model
 */
/** @typedef {Record<string, any>} Json */

/**
 * Make an element. Text is always text: nothing here is ever read as HTML.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [properties] attributes; `onclick` and the like are functions
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, properties = {}, ...children) {
	return filled(document.createElement(tag), properties, children);
}

const SVG = ["http:", "", "www.w3.org", "2000", "svg"].join("/"); // a name, and no address

/**
 * The same for pictures.
 * @param {string} tag of SVG
 * @param {Record<string, any>} [properties]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {SVGElement}
 */
export function s(tag, properties = {}, ...children) {
	const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
	return filled(element, properties, children);
}

/**
 * @template {Element} E
 * @param {E} element
 * @param {Record<string, any>} properties
 * @param {(Node | string | null | undefined | false)[]} children
 * @returns {E}
 */
function filled(element, properties, children) {
	for (const [name, value] of Object.entries(properties)) {
		if (typeof value === "function") element.addEventListener(name.slice(2), value);
		else if (value === true) element.setAttribute(name, "");
		else if (value !== false && value != null) element.setAttribute(name, String(value));
	}
	for (const child of children) if (child) element.append(child);
	return element;
}

/** The page's own language, so that a date reads like the words around it. */
const language = () => document.documentElement.lang || undefined;

/** @param {string} at an ISO time @returns {string} in the reader's own zone */
export function clock(at) {
	return new Date(at).toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" });
}

/** @param {string} at an ISO time @returns {string} such as "22 November", in the reader's zone */
export function date(at) {
	return new Date(at).toLocaleDateString(language(), { day: "numeric", month: "long" });
}

/** @param {string} at an ISO time @returns {string} day and time in the reader's own zone */
export function day(at) {
	return `on ${date(at)} at ${clock(at)}`;
}

/** @param {string} at an ISO time @returns {string} the same, and which zone that is */
export function moment(at) {
	const format = /** @type {const} */ ({
		hour: "2-digit",
		minute: "2-digit",
		timeZoneName: "short",
	});
	return `on ${date(at)} at ${new Date(at).toLocaleTimeString(language(), format)}`;
}

/** @param {any} one @param {any} other JSON values @returns {boolean} whether they say the same */
export function same(one, other) {
	if (one === other) return true;
	if (!one || !other || typeof one !== "object" || typeof other !== "object") return false;
	const names = Object.keys(one);
	return (
		Array.isArray(one) === Array.isArray(other) &&
		names.length === Object.keys(other).length &&
		names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]))
	);
}
