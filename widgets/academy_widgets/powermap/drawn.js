/** A map as data, and everything that can be done to it. Nothing here changes what it is given. */

/**
 * @typedef {{ id: string, name: string, sort?: string, here?: boolean, vote?: boolean,
 *   x?: number, y?: number, note?: string, spaces?: string[], places?: string[],
 *   kinds?: string[] }} Person
 */
/**
 * @typedef {{ from: string, to: string, sort: string, weight?: number, face?: string,
 *   both?: boolean }} Tie
 */
/** @typedef {{ version: number, people: Person[], ties: Tie[] }} PowerMap */
/** @typedef {{ people?: Person[], gone?: string[], ties?: Tie[], cut?: string[][] }} Changes */

/** @type {PowerMap} */
export const EMPTY = { version: 1, people: [], ties: [] };

/** @type {Record<string, any>} what is left out because it is so unless said otherwise */
const USUAL = { person: true, here: true, vote: false, both: false, weight: 1 };

/** @param {Person} one */
export const isHere = (one) => one.here !== false;

/** @param {Tie} tie @returns {string} what tells it from every other */
export const tieKey = ({ from, to, sort }) => `${from} ${to} ${sort}`;

/**
 * @template {Person | Tie} T
 * @param {T} one
 * @param {Partial<T>} changes
 * @returns {T} without what is as by default
 */
function put(one, changes) {
	const made = Object.entries({ ...one, ...changes }).filter(
		([name, value]) =>
			!(
				value == null ||
				value === "" ||
				USUAL[name] === value ||
				(name === "sort" && value === "person") ||
				(Array.isArray(value) && !value.length)
			),
	);
	return /** @type {T} */ (Object.fromEntries(made));
}

const thousandth = (/** @type {number} */ value) => Math.round(value * 1000) / 1000;

/** @param {Partial<Person>} changes */
function placed(changes) {
	const { x, y } = changes;
	return x === undefined || y === undefined
		? changes
		: { ...changes, x: thousandth(x), y: thousandth(y) };
}

/** @param {PowerMap[]} maps @returns {string} an id that nobody has on any of them */
export function freshId(maps) {
	const numbers = maps.flatMap((map) =>
		map.people.map((one) => Number(one.id.match(/^p(\d+)$/)?.[1] ?? 0)),
	);
	return `p${Math.max(0, ...numbers) + 1}`;
}

/** @param {PowerMap} map @param {Person} person @returns {PowerMap} */
export function withPerson(map, person) {
	return { ...map, people: [...map.people, put(person, placed(person))] };
}

/** @param {PowerMap} map @param {string} id @param {Partial<Person>} changes @returns {PowerMap} */
export function personChanged(map, id, changes) {
	const people = map.people.map((one) => (one.id === id ? put(one, placed(changes)) : one));
	return { ...map, people };
}

/** @param {PowerMap} map @param {string} id @returns {PowerMap} */
export function withoutPerson(map, id) {
	return {
		...map,
		people: map.people.filter((one) => one.id !== id),
		ties: map.ties.filter((one) => one.from !== id && one.to !== id),
	};
}

/**
 * Whether a tie could stand beside those that are there.
 * @param {PowerMap} map
 * @param {Tie} tie
 * @param {string} [instead] the key of the one whose place it takes
 */
export function tieFits(map, tie, instead) {
	const same = map.ties.find(
		(one) =>
			tieKey(one) !== instead &&
			one.sort === tie.sort &&
			((one.from === tie.from && one.to === tie.to) ||
				((one.both || tie.both) && one.from === tie.to && one.to === tie.from)),
	);
	return tie.from !== tie.to && !same;
}

/** @param {PowerMap} map @param {Tie} tie @returns {PowerMap} */
export function withTie(map, tie) {
	return { ...map, ties: [...map.ties, put(tie, {})] };
}

/** @param {PowerMap} map @param {string} key @param {Partial<Tie>} changes @returns {PowerMap} */
export function tieChanged(map, key, changes) {
	const ties = map.ties.map((one) => (tieKey(one) === key ? put(one, changes) : one));
	return { ...map, ties };
}

/** @param {PowerMap} map @param {string} key @returns {PowerMap} */
export function withoutTie(map, key) {
	return { ...map, ties: map.ties.filter((one) => tieKey(one) !== key) };
}

const canonical = (/** @type {unknown} */ one) =>
	JSON.stringify(one, (_, value) =>
		value && typeof value === "object" && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
			: value,
	);

/**
 * What a redesign changes.
 * @param {PowerMap} before
 * @param {PowerMap} after
 * @returns {Changes}
 */
export function changesBetween(before, after) {
	const [was, is] = [before, after].map(
		(map) => new Map(map.people.map((one) => [one.id, canonical(one)])),
	);
	const [old, now] = [before, after].map(
		(map) => new Map(map.ties.map((one) => [tieKey(one), canonical(one)])),
	);
	return {
		people: after.people.filter((one) => was.get(one.id) !== is.get(one.id)),
		gone: before.people.map((one) => one.id).filter((id) => !is.has(id)),
		ties: after.ties.filter((one) => old.get(tieKey(one)) !== now.get(tieKey(one))),
		cut: before.ties
			.filter((one) => !now.has(tieKey(one)) && is.has(one.from) && is.has(one.to))
			.map((one) => [one.from, one.to, one.sort]),
	};
}

/** @param {PowerMap} before @param {Changes} changes @returns {PowerMap} the map after them */
export function redesigned(before, { people = [], gone = [], ties = [], cut = [] }) {
	const everybody = new Map([...before.people, ...people].map((one) => [one.id, one]));
	for (const id of gone) everybody.delete(id);
	const all = new Map(before.ties.map((one) => [tieKey(one), one]));
	for (const one of cut) all.delete(one.join(" "));
	for (const one of ties) all.set(tieKey(one), one);
	const left = [...all.values()].filter((one) => everybody.has(one.from) && everybody.has(one.to));
	return { ...before, people: [...everybody.values()], ties: left };
}

/**
 * What was done, so that it can be undone.
 * @template T
 * @param {T} first
 */
export function history(first) {
	/** @type {{ state: T, what: string }[]} */
	let past = [];
	/** @type {{ state: T, what: string }[]} */
	let future = [];
	let now = first;
	let last = { key: "", at: 0 };
	return {
		now: () => now,
		undoable: () => past.length > 0,
		redoable: () => future.length > 0,
		/**
		 * @param {T} state
		 * @param {string} what was done, in words
		 * @param {string} [key] done again at once under the same key, it is undone in one
		 */
		push(state, what, key = "") {
			const at = Date.now();
			const goesOn = key && key === last.key && at - last.at < TOGETHER;
			if (!goesOn) past = [...past.slice(-MOST_STEPS), { state: now, what }];
			last = { key, at };
			[now, future] = [state, []];
		},
		/** @returns {string | undefined} what was undone */
		undo() {
			const step = past.pop();
			if (!step) return undefined;
			future.push({ state: now, what: step.what });
			now = step.state;
			last.key = "";
			return step.what;
		},
		/** @returns {string | undefined} what was done again */
		redo() {
			const step = future.pop();
			if (!step) return undefined;
			past.push({ state: now, what: step.what });
			now = step.state;
			last.key = "";
			return step.what;
		},
		/** @param {T} state another start, with nothing to undo */
		begin(state) {
			[now, past, future] = [state, [], []];
		},
	};
}

const TOGETHER = 1200; // ms
const MOST_STEPS = 100;

/**
 * The map in sentences: what a picture's text alternative says, and what is copied as text.
 * @param {PowerMap} map
 * @param {any} choices as Python shows them
 * @returns {string[]}
 */
export function inSentences({ people, ties }, choices) {
	const name = new Map(people.map((one) => [one.id, one.name]));
	const list = (/** @type {boolean} */ here) =>
		people
			.filter((one) => isHere(one) === here)
			.map((one) => `${one.name}${one.vote ? " (has a vote)" : ""}`)
			.join(", ") || "nobody";
	return [
		`${people.length} ${people.length === 1 ? "person, role or group" : "people, roles and groups"}, ${ties.length} ${ties.length === 1 ? "tie" : "ties"}.`,
		`In the room: ${list(true)}.`,
		`Outside the room: ${list(false)}.`,
		...ties.map((tie) => tieSentence(tie, (id) => name.get(id) ?? id, choices)),
	];
}

/** @param {Tie} tie @param {(id: string) => string} name @param {any} choices */
export function tieSentence(tie, name, choices) {
	const { verb } = choices.ties.find((/** @type {any} */ one) => one.id === tie.sort);
	const more = [`strength ${tie.weight ?? 1}`, ...(tie.face ? [tie.face] : [])].join(", ");
	const back = tie.both ? ", and the other way round" : "";
	return `${name(tie.from)} ${verb} ${name(tie.to)}${back} (${more}).`;
}
