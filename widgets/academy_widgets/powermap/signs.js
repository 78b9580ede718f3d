import { s } from "../view.js";
import { isHere } from "./drawn.js";
import { inReadingOrder, nameLines, outline, placeNames, tiePaths } from "./geometry.js";

/** @typedef {import("./geometry.js").Point} Point */
/**
 * @typedef {object} Shown how a map is shown
 * @property {Record<string, number>} [sizes] of people, 0 to 1; else all are alike
 * @property {(person: any) => string} [beside] more words below a name
 * @property {boolean} [faces] whether the faces of ties are told
 * @property {(key: string) => string} [look] a class for a tie
 * @property {(id: string) => string} [fate] a class for a person
 * @property {string} [chosen] a person's id or a tie's key
 */
/**
 * @typedef {object} Sign a person on the chart
 * @property {any} person
 * @property {SVGElement} root
 * @property {SVGPathElement} shape
 * @property {SVGElement} name
 * @property {SVGElement} vote
 * @property {number} r
 * @property {Point} at as a share of the map
 * @property {string[]} lines
 * @property {Line[]} ties
 */
/** @typedef {{ tie: any, key: string, root: SVGElement, line: SVGElement, head: SVGElement,
 *   back: SVGElement, face: SVGElement, bend: number, a: Sign, b: Sign }} Line */

/** @typedef {{ r: number, narrow: boolean, how: Shown }} Dress how large, and how, a sign is drawn */

/**
 * A sign for somebody, and their name apart from it.
 * @param {any} person @param {boolean} still
 * @returns {Sign}
 */
export function newSign(person, still) {
	const shape = /** @type {SVGPathElement} */ (s("path", { class: "pm-shape" }));
	const name = s("text", { class: "pm-name", "text-anchor": "middle" });
	const tick = s("path", { class: "pm-vote", d: "M-4.5 0.3L-1.5 3.3L4.5 -3.3" });
	const vote = s("g", {}, s("circle", { class: "pm-badge", r: 7.5 }), tick);
	const root = s(
		"g",
		still
			? { class: "pm-person" }
			: { class: "pm-person", role: "button", tabindex: "0", "data-id": person.id },
		s("circle", { class: "pm-reach" }),
		s("circle", { class: "pm-ring" }),
		shape,
		vote,
	);
	return { person, root, shape, name, vote, r: 10, at: { x: 0.5, y: 0.5 }, lines: [], ties: [] };
}

/** @param {Sign} sign @param {Dress} dress */
export function dressed(sign, { r, narrow, how }) {
	const { person, root, shape, name, vote } = sign;
	sign.r = r * (how.sizes ? 0.6 + 1.3 * Math.sqrt(how.sizes[person.id] ?? 0) : 1);
	sign.at = { x: person.x ?? 0.5, y: person.y ?? 0.5 };
	shape.setAttribute("d", outline(person.sort ?? "person", sign.r));
	root.children[0].setAttribute("r", String(sign.r + 12));
	root.children[1].setAttribute("r", String(sign.r + 5));
	vote.setAttribute("transform", `translate(${sign.r * 0.85} ${-sign.r * 0.85})`);
	vote.style.display = person.vote ? "" : "none";
	const fate = how.fate?.(person.id) ?? "";
	root.setAttribute(
		"class",
		`pm-person${isHere(person) ? "" : " pm-out"}${how.chosen === person.id ? " pm-chosen" : ""} ${fate}`,
	);
	const more = how.beside?.(person) ?? "";
	sign.lines = [
		...nameLines(person.name, narrow ? 11 : 15, narrow ? 3 : 2),
		...(more ? [more] : []),
	];
	name.replaceChildren(
		...sign.lines.map((line, n) =>
			s("tspan", { class: more && n === sign.lines.length - 1 ? "pm-more" : "" }, line),
		),
	);
	if (root.hasAttribute("role")) root.setAttribute("aria-label", called(sign));
}

/** @param {Sign} sign */
function called(sign) {
	const { person } = sign;
	const out = sign.ties.filter((one) => one.a === sign).length;
	const into = sign.ties.filter((one) => one.b === sign).length;
	const where = isHere(person) ? "in the room" : "outside the room";
	const vote = person.vote ? ", has a vote" : "";
	return `${person.name}, ${person.sort ?? "person"}, ${where}${vote}; ${out} ${out === 1 ? "tie" : "ties"} out, ${into} in`;
}

/**
 * @param {any} tie @param {string} key @param {Sign} a @param {Sign} b
 * @returns {Line}
 */
export function newLine(tie, key, a, b) {
	const [line, head, back] = ["pm-line", "pm-head", "pm-head"].map((name) =>
		s("path", { class: name }),
	);
	const face = s("text", { class: "pm-face", "text-anchor": "middle" });
	const root = s("g", {}, line, head, back, face);
	return { tie, key, root, line, head, back, face, bend: 0, a, b };
}

/**
 * Draw a tie from where one sign is to where the other is.
 * @param {Line} one @param {Point} from @param {Point} to in points @param {number} base of its head
 */
export function stretched(one, from, to, base) {
	const head = base + (one.tie.weight ?? 1);
	const of = { bend: one.bend, head: one.tie.sort, size: head };
	const there = tiePaths(from, to, {
		...of,
		from: one.a.r + (one.tie.both ? head + 2 : 1),
		to: one.b.r,
	});
	one.line.setAttribute("d", there.line);
	one.head.setAttribute("d", there.head);
	if (one.tie.both)
		one.back.setAttribute(
			"d",
			tiePaths(to, from, { ...of, bend: -one.bend, from: 0, to: one.a.r }).head,
		);
	if (one.face.textContent) {
		one.face.setAttribute("x", String(Math.round((from.x + to.x) / 4 + there.middle.x / 2)));
		one.face.setAttribute("y", String(Math.round((from.y + to.y) / 4 + there.middle.y / 2 + 4)));
	}
}

/**
 * Whether a tie's line is close to a point, and how far it is from it.
 * @param {Line} one @param {Point} a @param {Point} b its ends @param {Point} at @param {number} reach
 * @returns {number} points; Infinity if it is farther than `reach`
 */
export function lineNear(one, a, b, at, reach) {
	const off = (/** @type {number} */ x, /** @type {number} */ from, /** @type {number} */ to) =>
		x < Math.min(from, to) - 20 || x > Math.max(from, to) + 20;
	if (off(at.x, a.x, b.x) || off(at.y, a.y, b.y)) return Infinity;
	const path = /** @type {SVGPathElement} */ (one.line);
	const length = path.getTotalLength();
	let least = Infinity;
	for (let step = 0; step <= 24; step++) {
		const on = path.getPointAtLength((length * step) / 24);
		least = Math.min(least, Math.hypot(on.x - at.x, on.y - at.y));
	}
	return least < reach ? least : Infinity;
}

/**
 * Put names where none covers another; those that find no place are not shown.
 * @param {Sign[]} order
 * @param {{ px: (at: Point) => Point, font: number, width: number, height: number, near: string[],
 *   must: (id: string) => boolean, words: import("./geometry.js").Rect[] }} given
 *   `near`: who is looked at, and those beside them; `words`: what is written there already
 */
export function namesPut(order, { px, font, width, height, near, must, words }) {
	const high = Math.round(font * 1.15);
	const beside = new Set(near);
	const found = placeNames(
		order.map((one) => ({
			...px(one.at),
			r: one.r,
			width: Math.max(...one.lines.map((line) => line.length)) * font * 0.62,
			height: one.lines.length * high,
			must: must(one.person.id),
			worth: (beside.has(one.person.id) ? 1000 : 0) + one.r * 100 + one.ties.length,
		})),
		{ width, height },
		words,
	);
	order.forEach((one, at) => {
		const place = found[at];
		one.name.style.display = place ? "" : "none";
		if (!place) return;
		const here = px(one.at);
		[...one.name.children].forEach((line, n) => {
			line.setAttribute("x", (place.x - here.x).toFixed(1));
			line.setAttribute("y", (place.y - here.y + high * (n + 0.8)).toFixed(1));
		});
	});
}

/**
 * Those who come first are read first; whoever has the focus stays where they are.
 * @param {Map<string, Sign>} signs @param {any[]} people @param {Element} root
 */
export function inOrder(signs, people, root) {
	const focused = document.activeElement;
	let before = [...signs.values()].some((one) => one.root === focused);
	for (const person of inReadingOrder(
		people.map((one) => ({ ...one, x: one.x ?? 0.5, y: one.y ?? 0.5 })),
	)) {
		const sign = signs.get(person.id)?.root;
		if (sign === focused) before = false;
		else if (sign && before) focused?.before(sign);
		else if (sign) root.append(sign);
	}
}
