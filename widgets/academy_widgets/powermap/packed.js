/**
 * A map as a draft holds it: short, and with no text in it but what somebody wrote, because
 * texts are shown to whoever finds an older draft. Keys begin with a dot: numbers would be sorted.
 */

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
