import { s } from "../view.js";
import { isHere, tieKey } from "./drawn.js";
import {
	bends,
	inReadingOrder,
	nameLines,
	outline,
	placeNames,
	ROOM,
	tiePaths,
	within,
} from "./geometry.js";

/** @typedef {import("./drawn.js").PowerMap} PowerMap */
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

const FEW = 30; // people up to whom every name is always there
const DENSE = 60; // from here on ties are faint until somebody is looked at
const FARTHEST = 8; // times

/**
 * A map as a picture. It draws, zooms and finds; what a finger or a key does is told elsewhere.
 * @param {string} label
 * @param {{ still?: boolean, width?: number, height?: number }} [options] `still`: only to look at
 */
export function chart(label, { still = false, width = 600, height = 480 } = {}) {
	const room = s("rect", { class: "pm-room", rx: 18 });
	const door = s("path", { class: "pm-door" });
	const inside = s("text", { class: "pm-where" }, "In the room");
	const outside = s("text", { class: "pm-where" }, "Outside");
	const ties = s("g", { class: "pm-ties" });
	const rubber = s("path", { class: "pm-rubber" });
	const people = s("g", { class: "pm-people" });
	const labels = s("g", { "aria-hidden": "true" }); // above everybody, and moved with each
	const place = s("g", { "aria-hidden": "true" }, room, door, inside, outside);
	const svg = /** @type {SVGSVGElement} */ (
		s(
			"svg",
			{
				class: "pm-chart",
				role: still ? "img" : "application",
				"aria-label": label,
			},
			place,
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

	const px = (/** @type {Point} */ at) => ({
		x: left + at.x * width * zoom,
		y: top + at.y * height * zoom,
	});
	const share = (/** @type {Point} */ at) => ({
		x: (at.x - left) / (width * zoom),
		y: (at.y - top) / (height * zoom),
	});
	const size = () => (width < 440 ? 12 : 13);

	const radius = () => {
		const n = map.people.length;
		const r = n <= 16 ? 15 : n <= FEW ? 13 : n <= DENSE ? 10 : 7;
		return width < 440 ? r * 0.75 : r;
	};

	/** @param {Sign} sign */
	const put = (sign) => {
		const { x, y } = px(sign.at);
		for (const one of [lifted?.sign === sign ? lifted.copy : sign.root, sign.name])
			one.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
	};
	/** @param {Line} one */
	const stretch = (one) => {
		const [from, to] = [px(one.a.at), px(one.b.at)];
		const weight = one.tie.weight ?? 1;
		const head = (signs.size > DENSE ? 5 : 8) + weight;
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
	};

	const names = () => {
		const font = size();
		const high = Math.round(font * 1.15);
		const order = [...signs.values()];
		const beside = new Set([
			near,
			...(signs.get(near)?.ties ?? []).flatMap((one) => [one.a.person.id, one.b.person.id]),
		]);
		const found = placeNames(
			order.map((one) => ({
				...px(one.at),
				r: one.r,
				width: Math.max(...one.lines.map((line) => line.length)) * font * 0.62,
				height: one.lines.length * high,
				must: order.length <= FEW || one.person.id === near || one.person.id === how.chosen,
				worth: (beside.has(one.person.id) ? 1000 : 0) + one.r * 100 + one.ties.length,
			})),
			{ width, height },
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
	};

	const stand = () => {
		const [a, b] = [px({ x: ROOM.left, y: ROOM.top }), px({ x: ROOM.right, y: ROOM.bottom })];
		for (const [name, value] of Object.entries({
			x: a.x,
			y: a.y,
			width: b.x - a.x,
			height: b.y - a.y,
		}))
			room.setAttribute(name, value.toFixed(1));
		const doorway = a.x + (b.x - a.x) * 0.82;
		door.setAttribute(
			"d",
			`M${doorway.toFixed(1)} ${b.y.toFixed(1)}h${(34 * Math.min(zoom, 2)).toFixed(1)}`,
		);
		inside.setAttribute("x", String(a.x + 12));
		inside.setAttribute("y", String(a.y + 20));
		const corner = px({ x: 0, y: 0 });
		outside.setAttribute("x", String(corner.x + 8));
		outside.setAttribute("y", String(corner.y + 18));
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
		if (signs.size > FEW) later(names);
	};

	/** @param {any} person */
	const newSign = (person) => {
		const shape = /** @type {SVGPathElement} */ (s("path", { class: "pm-shape" }));
		const name = s("text", { class: "pm-name", "text-anchor": "middle" });
		const vote = s("path", { class: "pm-vote", d: "M-4.5 0.3L-1.5 3.3L4.5 -3.3" });
		const hall = s("circle", { class: "pm-badge", r: 7.5 });
		const badge = s("g", {}, hall, vote);
		const root = s(
			"g",
			still
				? { class: "pm-person" }
				: { class: "pm-person", role: "button", tabindex: "0", "data-id": person.id },
			s("circle", { class: "pm-reach" }),
			s("circle", { class: "pm-ring" }),
			shape,
			badge,
		);
		labels.append(name);
		return {
			person,
			root,
			shape,
			name,
			vote: badge,
			r: 10,
			at: { x: 0.5, y: 0.5 },
			lines: [],
			ties: [],
		};
	};

	const dress = (/** @type {Sign} */ sign) => {
		const { person, root, shape, name, vote } = sign;
		sign.r = radius() * (how.sizes ? 0.6 + 1.3 * Math.sqrt(how.sizes[person.id] ?? 0) : 1);
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
			...nameLines(person.name, width < 440 ? 11 : 15, width < 440 ? 3 : 2),
			...(more ? [more] : []),
		];
		name.replaceChildren(
			...sign.lines.map((line, n) =>
				s("tspan", { class: more && n === sign.lines.length - 1 ? "pm-more" : "" }, line),
			),
		);
		if (still) return;
		const [out, into] = [
			sign.ties.filter((one) => one.a === sign),
			sign.ties.filter((one) => one.b === sign),
		];
		root.setAttribute(
			"aria-label",
			`${person.name}, ${person.sort ?? "person"}, ${isHere(person) ? "in the room" : "outside the room"}${person.vote ? ", has a vote" : ""}; ${out.length} ${out.length === 1 ? "tie" : "ties"} out, ${into.length} in`,
		);
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
				const [line, head, back] = ["pm-line", "pm-head", "pm-head"].map((name) =>
					s("path", { class: name }),
				);
				const face = s("text", { class: "pm-face", "text-anchor": "middle" });
				const root = s("g", {}, line, head, back, face);
				one = { tie, key, root, line, head, back, face, bend: 0, a, b };
				ties.append(root);
			}
			Object.assign(one, { tie, a, b, bend: bend[at] });
			const marks = [
				how.look?.(key),
				key === how.chosen && "pm-chosen",
				[tie.from, tie.to].includes(near) && "pm-near",
			];
			one.root.setAttribute(
				"class",
				["pm-tie", `pm-${tie.sort}`, ...marks.filter(Boolean)].join(" "),
			);
			one.root.setAttribute(
				"stroke-width",
				String((1.3 + ((tie.weight ?? 1) - 1) * 0.8) * (signs.size > DENSE ? 0.6 : 1)),
			);
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

	/** Those who come first are read first; whoever has the focus stays where they are. */
	const order = () => {
		const focused = document.activeElement;
		let before = [...signs.values()].some((one) => one.root === focused);
		for (const person of inReadingOrder(
			map.people.map((one) => ({ ...one, x: one.x ?? 0.5, y: one.y ?? 0.5 })),
		)) {
			const root = signs.get(person.id)?.root;
			if (root === focused) before = false;
			else if (root && before) focused?.before(root);
			else if (root) people.append(root);
		}
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
			const sign = signs.get(person.id) ?? newSign(person);
			sign.person = person;
			signs.set(person.id, sign);
		}
		if (!signs.has(near)) near = "";
		drawTies();
		for (const sign of signs.values()) dress(sign);
		order();
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

	const hold = () => {
		left = within(left, width * (1 - zoom), 0);
		top = within(top, height * (1 - zoom), 0);
		svg.classList.toggle("pm-zoomed", zoom > 1);
		later(() => {
			stand();
			names();
		});
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
		/** @param {number} times @param {Point} [about] a point of the picture that stays */
		zoomBy(times, about = { x: width / 2, y: height / 2 }) {
			const next = within(zoom * times, 1, FARTHEST);
			left = about.x - ((about.x - left) * next) / zoom;
			top = about.y - ((about.y - top) * next) / zoom;
			zoom = next;
			hold();
		},
		/** @param {number} dx @param {number} dy points */
		pan(dx, dy) {
			[left, top] = [left + dx, top + dy];
			hold();
		},
		/** Bring somebody into what is seen. @param {string} id */
		reveal(id) {
			const sign = signs.get(id);
			if (!sign || zoom === 1) return;
			const { x, y } = px(sign.at);
			if (x > 30 && y > 30 && x < width - 30 && y < height - 30) return;
			[left, top] = [left + width / 2 - x, top + height / 2 - y];
			hold();
		},
		/** Move one person, and the ties that hang on them. @param {string} id @param {Point} at */
		shift(id, at) {
			const sign = signs.get(id);
			if (!sign) return;
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
				const path = /** @type {SVGPathElement} */ (one.line);
				const [a, b] = [px(one.a.at), px(one.b.at)];
				const box = [
					Math.min(a.x, b.x),
					Math.max(a.x, b.x),
					Math.min(a.y, b.y),
					Math.max(a.y, b.y),
				];
				if (at.x < box[0] - 20 || at.x > box[1] + 20 || at.y < box[2] - 20 || at.y > box[3] + 20)
					continue;
				const length = path.getTotalLength();
				for (let step = 0; step <= 24; step++) {
					const on = path.getPointAtLength((length * step) / 24);
					const far = Math.hypot(on.x - at.x, on.y - at.y);
					if (far < least) [found, least] = [key, far];
				}
			}
			return found;
		},
	};
}
