/**
 * A map as a draft holds it: short, and with no text in it but what somebody wrote, because
 * texts are shown to whoever finds an older draft. Keys begin with a dot: numbers would be sorted.
 */

import { changesBetween, EMPTY, redesigned } from "./drawn.js";

/** @typedef {import("./drawn.js").PowerMap} PowerMap */

const SORTS = ["person", "role", "group"];
const FACES = ["", "visible", "hidden", "invisible"];
/** @type {Record<string, string[]>} */
const MARKED = {
	spaces: ["closed", "invited", "claimed"],
	places: ["local", "national", "global"],
	kinds: ["over", "to", "with", "within"],
};

/** @param {PowerMap} map */
export function packed({ people, ties }) {
	return {
		people: Object.fromEntries(
			people.map((/** @type {any} */ one) => [
				`.${one.id}`,
				{
					name: one.name,
					...(one.note ? { note: one.note } : {}),
					...(one.x === undefined ? {} : { at: [one.x, one.y] }),
					is: [
						SORTS.indexOf(one.sort ?? "person"),
						Number(one.here !== false),
						Number(one.vote ?? false),
					],
					...(Object.keys(MARKED).some((group) => one[group])
						? {
								marks: Object.entries(MARKED).map(([group, ids]) =>
									(one[group] ?? []).map((/** @type {string} */ id) => ids.indexOf(id)),
								),
							}
						: {}),
				},
			]),
		),
		ties: Object.fromEntries(
			ties.map((one) => [
				`.${one.from} ${one.to} ${one.sort}`,
				[one.weight ?? 1, FACES.indexOf(one.face ?? ""), Number(one.both ?? false)],
			]),
		),
	};
}

/** @param {any} form what `packed` made @returns {PowerMap} */
export function unpacked({ people = {}, ties = {} }) {
	return {
		version: 1,
		people: Object.entries(people).map(([id, one]) => {
			const [sort, here, vote] = one.is;
			const marks = Object.entries(MARKED).map(([group, ids], at) => [
				group,
				(one.marks?.[at] ?? []).map((/** @type {number} */ n) => ids[n]),
			]);
			return {
				id: id.slice(1),
				name: one.name,
				...(one.note && { note: one.note }),
				...(one.at && { x: one.at[0], y: one.at[1] }),
				...(sort && { sort: SORTS[sort] }),
				...(!here && { here: false }),
				...(vote && { vote: true }),
				...Object.fromEntries(marks.filter(([, ids]) => ids.length)),
			};
		}),
		ties: Object.entries(ties).map(([key, [weight, face, both]]) => {
			const [from, to, sort] = key.slice(1).split(" ");
			return {
				from,
				to,
				sort,
				...(weight > 1 && { weight }),
				...(face && { face: FACES[face] }),
				...(both && { both: true }),
			};
		}),
	};
}

const WHICH = ["mine", "could", "theirs"];

/** @param {any} content */
const known = ({ choices, looks }) => {
	const ids = (/** @type {any[]} */ some) => some.map((one) => one.id);
	return { sorts: ids(choices.ties), sizes: ["", ...ids(looks)] };
};

/**
 * All that stands in the form, as a draft holds it.
 * @param {any} now @param {any} content
 */
export function drafted(now, content) {
	const { mine, changes, theirs, look } = now;
	const { sorts, sizes } = known(content);
	return {
		mine: packed(mine),
		...(changes ? { could: packed(redesigned(mine, changes)) } : {}),
		...(theirs ? { theirs: packed(theirs) } : {}),
		is: [
			WHICH.indexOf(now.which),
			Number(now.guessed),
			Number(look.weighted),
			Number(look.reading === "drawn"),
			look.sorts.map((/** @type {string} */ one) => sorts.indexOf(one)),
			sizes.indexOf(now.size),
			mine.people.findIndex((/** @type {any} */ one) => one.id === now.leaver),
		],
		whose: now.whose,
		words: now.words,
	};
}

/**
 * What `drafted` made a draft of; of an empty one, what a page begins with.
 * @param {any} form @param {any} content
 */
export function undrafted(form, content) {
	const { sorts, sizes } = known(content);
	const mine = form.mine ? unpacked(form.mine) : EMPTY;
	const all = sorts.map((/** @type {string} */ _, /** @type {number} */ n) => n);
	const [which, guessed, weighted, drawn, counts, size, leaver] = form.is ?? [
		...[0, 1, 0, 0],
		all,
		...[0, -1],
	];
	return {
		maps: {
			mine,
			changes: form.could ? changesBetween(mine, unpacked(form.could)) : null,
			theirs: form.theirs ? unpacked(form.theirs) : null,
		},
		chosen: { which: WHICH[which], size: sizes[size] ?? "" },
		look: {
			sorts: counts.map((/** @type {number} */ n) => sorts[n]),
			weighted: Boolean(weighted),
			reading: /** @type {"drawn" | "influence"} */ (drawn ? "drawn" : "influence"),
		},
		leaver: mine.people[leaver]?.id ?? "",
		whose: form.whose ?? "",
		guessed: Boolean(guessed),
		words: form.words ?? "",
	};
}

/**
 * A short sign for what is counted, to see whether it changed.
 * @param {any} counted maps, and how they are counted
 */
export function mark({ mine, changes, theirs, look, leaver, whose, guessed }) {
	const maps = [mine, ...(changes ? [redesigned(mine, changes)] : []), ...(theirs ? [theirs] : [])];
	const by = theirs ? [whose.trim(), guessed] : [];
	const text = JSON.stringify([maps.map(packed), look, leaver || null, ...by]);
	let sum = 7;
	for (let at = 0; at < text.length; at++) sum = (sum * 31 + text.charCodeAt(at)) | 0;
	return String(sum);
}
