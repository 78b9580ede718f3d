import { s } from "../view.js";
import { tieKey } from "./drawn.js";
import { bends, within } from "./geometry.js";
import { ground } from "./ground.js";
import { dressed, inOrder, lineNear, namesPut, newLine, newSign, stretched } from "./signs.js";

/** @typedef {import("./drawn.js").PowerMap} PowerMap */
/** @typedef {import("./geometry.js").Point} Point */
/** @typedef {import("./signs.js").Shown} Shown */
/** @typedef {import("./signs.js").Sign} Sign */
/** @typedef {import("./signs.js").Line} Line */

const FEW = 30; // people up to whom every name is always there
const DENSE = 60; // from here on ties are faint until somebody is looked at
const FARTHEST = 8; // times
const AT_REST_AFTER = 150; // ms without a move of the map

/**
 * A map as a picture. It draws, zooms and finds; what a finger or a key does is told elsewhere.
 * @param {string} label
 * @param {{ still?: boolean, width?: number, height?: number }} [options] `still`: only to look at
 */
export function chart(label, { still = false, width = 600, height = 480 } = {}) {
	const place = ground();
	const ties = s("g", { class: "pm-ties" });
	const rubber = s("path", { class: "pm-rubber" });
	const people = s("g", { class: "pm-people" });
	const labels = s("g", { "aria-hidden": "true" }); // above everybody, and moved with each
	const svg = /** @type {SVGSVGElement} */ (
		s(
			"svg",
			{
				class: "pm-chart",
				role: still ? "img" : "application",
				"aria-label": label,
			},
			place.root,
			ties,
			rubber,
			people,
			labels,
		)
	);
	// Whoever is dragged is drawn on a sheet of its own: a thousand ties beneath stay as they are.
	const sheet = s("svg", { class: "pm-sheet", "aria-hidden": "true" });
	/** @type {{ sign: Sign, copy: Element } | null} */
	let lifted = null;
	/** @type {Map<string, Sign>} */
	const signs = new Map();
	/** @type {Map<string, Line>} */
	const lines = new Map();
	/** @type {PowerMap} */
	let map = { version: 1, people: [], ties: [] };
	/** @type {Shown} */
	let how = {};
	let zoom = 1;
	let [left, top] = [0, 0]; // of the map, in points
	let near = ""; // who is looked at
	let frame = 0;
	let drawnAt = { zoom, left, top }; // where the map was when all of it was drawn
	let landing = 0;

	const px = (/** @type {Point} */ at) => ({
		x: left + at.x * width * zoom,
		y: top + at.y * height * zoom,
	});
	const share = (/** @type {Point} */ at) => ({
		x: (at.x - left) / (width * zoom),
		y: (at.y - top) / (height * zoom),
	});
	const narrow = () => width < 440;

	const radius = () => {
		const n = map.people.length;
		const r = n <= 16 ? 15 : n <= FEW ? 13 : n <= DENSE ? 10 : 7;
		return narrow() ? r * 0.75 : r;
	};

	/** @param {Sign} sign */
	const put = (sign) => {
		const { x, y } = px(sign.at);
		for (const one of [lifted?.sign === sign ? lifted.copy : sign.root, sign.name])
			one.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
	};
	const stretch = (/** @type {Line} */ one) =>
		stretched(one, px(one.a.at), px(one.b.at), signs.size > DENSE ? 5 : 8);
	const names = () => {
		const few = signs.size <= FEW;
		namesPut([...signs.values()], {
			px,
			font: narrow() ? 12 : 13,
			width,
			height,
			words: place.words(px),
			near: [
				near,
				...(signs.get(near)?.ties ?? []).flatMap((one) => [one.a.person.id, one.b.person.id]),
			],
			must: (id) => few || id === near || id === how.chosen,
		});
	};

	const stand = () => {
		drawnAt = { zoom, left, top };
		clearTimeout(landing);
		svg.style.transform = "";
		svg.classList.remove("pm-riding");
		place.draw(px, zoom);
		for (const one of signs.values()) put(one);
		for (const one of lines.values()) stretch(one);
	};

	const later = (/** @type {() => void} */ what) => {
		cancelAnimationFrame(frame);
		frame = requestAnimationFrame(what);
	};

	/** @param {string} id */
	const lookAt = (id) => {
		if (near === id) return;
		for (const one of signs.get(near)?.ties ?? []) one.root.classList.remove("pm-near");
		near = signs.has(id) ? id : "";
		for (const one of signs.get(near)?.ties ?? []) one.root.classList.add("pm-near");
		if (signs.size > FEW) later(svg.classList.contains("pm-riding") ? land : names);
	};

	const drawTies = () => {
		const bend = bends(map.ties, signs.size > DENSE ? 4 : 9);
		/** @type {Map<string, Line>} */
		const kept = new Map();
		for (const sign of signs.values()) sign.ties = [];
		map.ties.forEach((tie, at) => {
			const [a, b] = [signs.get(tie.from), signs.get(tie.to)];
			const key = tieKey(tie);
			if (!a || !b) return;
			let one = lines.get(key);
			if (!one) {
				one = newLine(tie, key, a, b);
				ties.append(one.root);
			}
			Object.assign(one, { tie, a, b, bend: bend[at] });
			const marks = [
				how.look?.(key),
				key === how.chosen && "pm-chosen",
				[tie.from, tie.to].includes(near) && "pm-near",
			];
			const root = one.root;
			root.setAttribute("class", ["pm-tie", `pm-${tie.sort}`, ...marks.filter(Boolean)].join(" "));
			const wide = 1.3 + ((tie.weight ?? 1) - 1) * 0.8;
			root.setAttribute("stroke-width", String(signs.size > DENSE ? wide * 0.6 : wide));
			one.back.style.display = tie.both ? "" : "none";
			one.face.textContent = how.faces && tie.face ? tie.face : "";
			a.ties.push(one);
			b.ties.push(one);
			kept.set(key, one);
		});
		for (const [key, one] of lines) if (!kept.has(key)) one.root.remove();
		lines.clear();
		for (const [key, one] of kept) lines.set(key, one);
	};

	/** Lay whoever was dragged, and their ties, back among the others. */
	const lay = () => {
		if (!lifted) return;
		const { sign, copy } = lifted;
		lifted = null;
		copy.remove();
		sign.root.style.opacity = "";
		put(sign);
		labels.append(sign.name);
		for (const one of sign.ties) ties.append(one.root);
	};
	const lift = (/** @type {Sign} */ sign) => {
		lay();
		const copy = /** @type {Element} */ (sign.root.cloneNode(true));
		for (const name of ["tabindex", "role", "data-id"]) copy.removeAttribute(name);
		sheet.append(...sign.ties.map((one) => one.root), copy, sign.name);
		sign.root.style.opacity = "0"; // it keeps the focus
		lifted = { sign, copy };
	};

	const draw = (/** @type {PowerMap} */ given, /** @type {Shown} */ shown = {}) => {
		lay();
		map = given;
		how = shown;
		const there = new Set(map.people.map((one) => one.id));
		for (const [id, one] of signs)
			if (!there.has(id)) {
				one.root.remove();
				one.name.remove();
				signs.delete(id);
			}
		for (const person of map.people) {
			const sign = signs.get(person.id) ?? newSign(person, still);
			if (!sign.name.parentNode) labels.append(sign.name);
			sign.person = person;
			signs.set(person.id, sign);
		}
		if (!signs.has(near)) near = "";
		drawTies();
		const dress = { r: radius(), narrow: narrow(), how };
		for (const sign of signs.values()) dressed(sign, dress);
		inOrder(signs, map.people, people);
		svg.classList.toggle("pm-dense", signs.size > DENSE);
		stand();
		names();
	};

	const measure = (/** @type {number} */ wide, /** @type {number} */ high) => {
		[left, top] = [(left * wide) / width, (top * high) / height];
		[width, height] = [wide, high];
		for (const one of [svg, sheet]) one.setAttribute("viewBox", `0 0 ${width} ${height}`);
		draw(map, how);
	};
	for (const one of [svg, sheet]) one.setAttribute("viewBox", `0 0 ${width} ${height}`);

	const land = () => {
		stand();
		names();
	};
	/** Carry the picture as it is; what is drawn is not drawn anew for each step of a finger. */
	const carry = () => {
		const times = zoom / drawnAt.zoom;
		const [x, y] = [left - times * drawnAt.left, top - times * drawnAt.top];
		svg.style.transform = `translate(${x}px, ${y}px) scale(${times})`;
		clearTimeout(landing);
		landing = window.setTimeout(land, AT_REST_AFTER);
	};
	/** @param {boolean} riding whether more of it comes at once: a finger's, a wheel's */
	const hold = (riding) => {
		lay();
		left = within(left, width * (1 - zoom), 0);
		top = within(top, height * (1 - zoom), 0);
		svg.classList.toggle("pm-zoomed", zoom > 1);
		svg.classList.add("pm-riding"); // until it has landed
		later(riding ? carry : land);
	};

	return {
		svg,
		sheet,
		draw,
		measure,
		lookAt,
		share,
		zoomed: () => zoom,
		/** @param {string} id */
		sign: (id) => signs.get(id),
		/** @param {number} times @param {Point} [at] a point that stays: a finger's, and more is to come */
		zoomBy(times, at) {
			const about = at ?? { x: width / 2, y: height / 2 };
			const next = within(zoom * times, 1, FARTHEST);
			left = about.x - ((about.x - left) * next) / zoom;
			top = about.y - ((about.y - top) * next) / zoom;
			zoom = next;
			hold(Boolean(at));
		},
		/** @param {number} dx @param {number} dy points */
		pan(dx, dy) {
			[left, top] = [left + dx, top + dy];
			hold(true);
		},
		/** Bring somebody into what is seen. @param {string} id */
		reveal(id) {
			const sign = signs.get(id);
			if (!sign || zoom === 1) return;
			const { x, y } = px(sign.at);
			if (x > 30 && y > 30 && x < width - 30 && y < height - 30) return;
			[left, top] = [left + width / 2 - x, top + height / 2 - y];
			hold(false);
		},
		/** Move one person, and the ties that hang on them. @param {string} id @param {Point} at */
		shift(id, at) {
			const sign = signs.get(id);
			if (!sign) return;
			if (svg.classList.contains("pm-riding")) land();
			if (lifted?.sign !== sign) lift(sign);
			sign.at = at;
			put(sign);
			for (const one of sign.ties) stretch(one);
		},
		/** @param {string} id @param {Point | null} to where a new tie is being drawn to */
		stretchTo(id, to) {
			const sign = signs.get(id);
			const from = sign && px(sign.at);
			rubber.setAttribute("d", from && to ? `M${from.x} ${from.y}L${to.x} ${to.y}` : "");
		},
		/** Whoever is at a point of the picture, or close by. @param {Point} at @param {number} reach */
		personAt(at, reach) {
			let found = "";
			let least = Infinity;
			for (const [id, one] of signs) {
				const here = px(one.at);
				const far = Math.hypot(here.x - at.x, here.y - at.y) - one.r;
				if (far < Math.min(least, reach)) [found, least] = [id, far];
			}
			return found;
		},
		/** The tie whose line is close by. @param {Point} at @param {number} reach */
		tieAt(at, reach) {
			let found = "";
			let least = reach;
			for (const [key, one] of lines) {
				const far = lineNear(one, px(one.a.at), px(one.b.at), at, least);
				if (far < least) [found, least] = [key, far];
			}
			return found;
		},
	};
}
