/** Where things stand on a map, and what they look like there: numbers in, paths out. */

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ x: number, y: number, width: number, height: number }} Rect */

/** The drawn room, as a share of the map. */
export const ROOM = { left: 0.13, right: 0.87, top: 0.13, bottom: 0.87 };

/** @param {Point} at @returns {boolean} */
export function inRoom({ x, y }) {
	return x > ROOM.left && x < ROOM.right && y > ROOM.top && y < ROOM.bottom;
}

/** @param {number} value @param {number} low @param {number} high */
export function within(value, low, high) {
	return Math.min(high, Math.max(low, value));
}

const STEPS = 26; // places a side that are looked at for a free one

/**
 * The freest place for somebody, in the room or outside it, near `near` if there is a choice.
 * @param {Point[]} others
 * @param {boolean} here
 * @param {Point} [near]
 * @returns {Point}
 */
export function freePlace(others, here, near) {
	let best = { x: 0.5, y: 0.5 };
	let most = -Infinity;
	for (let row = 1; row < STEPS; row++)
		for (let column = 1; column < STEPS; column++) {
			const at = { x: column / STEPS, y: row / STEPS };
			// A name needs room on both sides, and so does the wall.
			const deep = Math.min(
				at.x - ROOM.left,
				ROOM.right - at.x,
				at.y - ROOM.top,
				ROOM.bottom - at.y,
			);
			if (here ? deep < 0.05 : deep > -0.05) continue;
			const free = Math.min(0.2, ...others.map((one) => Math.hypot(one.x - at.x, one.y - at.y)));
			const far = near ? Math.hypot(near.x - at.x, near.y - at.y) : 0;
			const worth = free - far / 4;
			if (worth > most + 1e-9) [best, most] = [at, worth];
		}
	return best;
}

const BANDS = 8;

/**
 * People as somebody reads a page: row by row, and along each row.
 * @template {Point} T
 * @param {T[]} people
 * @returns {T[]}
 */
export function inReadingOrder(people) {
	const row = (/** @type {Point} */ one) => Math.floor(one.y * BANDS);
	return [...people].sort((a, b) => row(a) - row(b) || a.x - b.x);
}

/**
 * Who is next in the direction of an arrow key.
 * @template {Point} T
 * @param {T[]} people
 * @param {T} from
 * @param {string} key such as "ArrowLeft"
 * @returns {T | undefined}
 */
export function towards(people, from, key) {
	const [dx, dy] = ARROWS[key];
	let best;
	let least = Infinity;
	for (const one of people) {
		const along = (one.x - from.x) * dx + (one.y - from.y) * dy;
		const across = Math.abs((one.x - from.x) * dy) + Math.abs((one.y - from.y) * dx);
		if (one === from || along <= 0) continue;
		if (along + 2 * across < least) [best, least] = [one, along + 2 * across];
	}
	return best;
}

/** @type {Record<string, [number, number]>} */
export const ARROWS = {
	ArrowLeft: [-1, 0],
	ArrowRight: [1, 0],
	ArrowUp: [0, -1],
	ArrowDown: [0, 1],
};

/** @param {string} sort of a person @param {number} r @returns {string} its outline */
export function outline(sort, r) {
	if (sort === "role") {
		const a = r * 0.92;
		return `M${-a} ${-a}H${a}V${a}H${-a}Z`;
	}
	if (sort === "group") {
		const [a, b] = [r * 1.2, r * 0.62];
		return `M${-a} 0L${-b} ${-r}H${b}L${a} 0L${b} ${r}H${-b}Z`;
	}
	return `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`;
}

const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/**
 * A tie as a line and what stands at its end, in the map's own points.
 * @param {Point} a
 * @param {Point} b
 * @param {{ from: number, to: number, bend: number, head: string, size: number }} of radii, how
 *   far it bends aside, its kind of head and how large that is
 * @returns {{ line: string, head: string, middle: Point }}
 */
export function tiePaths(a, b, { from, to, bend, head, size }) {
	const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
	const middle = {
		x: (a.x + b.x) / 2 - ((b.y - a.y) / length) * bend,
		y: (a.y + b.y) / 2 + ((b.x - a.x) / length) * bend,
	};
	const out = Math.hypot(middle.x - a.x, middle.y - a.y) || 1;
	const left = Math.hypot(b.x - middle.x, b.y - middle.y) || 1;
	const [ux, uy] = [(b.x - middle.x) / left, (b.y - middle.y) / left];
	const tip = { x: b.x - ux * (to + 2), y: b.y - uy * (to + 2) };
	const neck = { x: tip.x - ux * size, y: tip.y - uy * size };
	const start = {
		x: a.x + ((middle.x - a.x) / out) * from,
		y: a.y + ((middle.y - a.y) / out) * from,
	};
	const at = (/** @type {Point} */ one) => `${round(one.x)} ${round(one.y)}`;
	const side = (/** @type {Point} */ one, /** @type {number} */ far) =>
		at({ x: one.x - uy * far, y: one.y + ux * far });
	const end = head === "advises" || head === "depends" ? tip : neck;
	const line = bend ? `M${at(start)}Q${at(middle)} ${at(end)}` : `M${at(start)}L${at(end)}`;
	const half = size * 0.55;
	const heads = {
		decides: `M${side(neck, half)}L${at(tip)}L${side(neck, -half)}Z`,
		advises: `M${side(neck, half)}L${at(tip)}L${side(neck, -half)}`,
		depends: `M${side(tip, half * 1.2)}L${side(tip, -half * 1.2)}`,
		listens: `M${at(neck)}a${size / 2} ${size / 2} 0 1 0 ${round(ux * size)} ${round(uy * size)}a${size / 2} ${size / 2} 0 1 0 ${round(-ux * size)} ${round(-uy * size)}`,
	};
	return { line, head: heads[/** @type {keyof typeof heads} */ (head)] ?? heads.decides, middle };
}

/**
 * How far each tie bends aside, so that those between the same two stay apart.
 * @param {{ from: string, to: string }[]} ties
 * @param {number} gap
 * @returns {number[]}
 */
export function bends(ties, gap) {
	/** @type {Map<string, number[]>} */
	const between = new Map();
	ties.forEach(({ from, to }, at) => {
		const pair = from < to ? `${from} ${to}` : `${to} ${from}`;
		between.set(pair, [...(between.get(pair) ?? []), at]);
	});
	const bent = ties.map(() => 0);
	for (const same of between.values())
		same.forEach((at, n) => {
			const aside = (n - (same.length - 1) / 2) * gap * 2;
			// Seen from the other end, left is right.
			bent[at] = ties[at].from < ties[at].to ? aside : -aside;
		});
	return bent;
}

/**
 * A name in a few lines that fit beside a sign.
 * @param {string} name
 * @param {number} most characters a line
 * @param {number} lines at most
 * @returns {string[]}
 */
export function nameLines(name, most, lines) {
	const found = [""];
	for (const word of name.split(/\s+/)) {
		const longer = `${found[found.length - 1]} ${word}`.trim();
		if (longer.length <= most || found.length === lines || found[0] === "")
			found[found.length - 1] = longer;
		else found.push(word);
	}
	return found.map((one) => (one.length > most ? `${one.slice(0, most - 1).trimEnd()}…` : one));
}

/**
 * Where names go: the first place beside each sign where it covers least; one that would cover
 * another's is left out unless it has to be there.
 * @param {{ x: number, y: number, r: number, width: number, height: number, must: boolean,
 *   worth: number }[]} signs
 * @param {{ width: number, height: number }} frame
 * @param {Rect[]} [words] what is written there already
 * @returns {(Point | null)[]} the middle of each name's first line
 */
export function placeNames(signs, frame, words = []) {
	/** @type {Rect[]} */
	const taken = [
		...signs.map(({ x, y, r }) => ({ x: x - r, y: y - r, width: 2 * r, height: 2 * r })),
		...words,
	];
	/** @type {(Point | null)[]} */
	const found = signs.map(() => null);
	const order = signs
		.map((_, at) => at)
		.sort(
			(a, b) => Number(signs[b].must) - Number(signs[a].must) || signs[b].worth - signs[a].worth,
		);
	for (const at of order) {
		const { x, y, r, width, height, must } = signs[at];
		let least = Infinity;
		/** @type {Rect | undefined} */
		let best;
		for (const [dx, dy] of SIDES) {
			const place = {
				x: x + dx * (r + 3 + width / 2) - width / 2,
				y: y + dy * (r + 3 + height / 2) - height / 2,
				width,
				height,
			};
			let covers = beyond(place, frame) * 2;
			for (let other = 0; other < taken.length && covers < least; other++)
				if (other !== at) covers += covered(place, taken[other]);
			if (covers < least) [least, best] = [covers, place];
			if (!covers) break;
		}
		if (!best || (!must && least > 0)) continue;
		taken.push(best);
		found[at] = { x: best.x + width / 2, y: best.y };
	}
	return found;
}

const SIDES = [
	[0, 1],
	[0, -1],
	[1, 0],
	[-1, 0],
	[0.8, 0.9],
	[-0.8, 0.9],
	[0.8, -0.9],
	[-0.8, -0.9],
];

/** @param {Rect} a @param {Rect} b @returns {number} */
function covered(a, b) {
	const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
	const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
	return wide > 0 && high > 0 ? wide * high : 0;
}

/** @param {Rect} a @param {{ width: number, height: number }} frame @returns {number} */
function beyond(a, frame) {
	return a.width * a.height - covered(a, { x: 0, y: 0, ...frame });
}
