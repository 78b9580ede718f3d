/** Who had the floor when, by taps, and when somebody was heard: a clock and its marks. */

/** @typedef {[at: number, who: number | null, cut: 0 | 1]} Mark who: null is silence */
/** @typedef {[start: number, end: number]} Span ms */
/** @typedef {[who: number, start: number, end: number, cut: 0 | 1]} Turn who: -1 is somebody */

/**
 * Times are in ms since the first start, pauses left out; `now` is `performance.now()`.
 */
export function tally() {
	/** @type {Mark[]} */
	let marks = [];
	/** @type {Span[]} */
	let heard = [];
	let before = 0; // ms that had run when the clock was last started
	/** @type {number | null} */
	let since = null; // when that was; null: the clock stands

	/** @param {number} now */
	const elapsed = (now) => Math.round(before + (since === null ? 0 : now - since));

	return {
		elapsed,
		running: () => since !== null,
		marks: () => marks,
		heard: () => heard,
		/** Who has the floor; undefined before the first tap. */
		who: () => marks.at(-1)?.[1],
		/** @param {number} now */
		start(now) {
			if (since === null) since = now;
		},
		/** @param {number} now */
		pause(now) {
			before = elapsed(now);
			since = null;
		},
		/** @param {number | null} who @param {number} now */
		mark(who, now) {
			if (marks.at(-1)?.[1] !== who) marks.push([elapsed(now), who, 0]);
		},
		/** The one who has the floor cut in, or did not after all. */
		cutIn() {
			const last = marks.at(-1);
			if (last && last[1] !== null && marks.length > 1) last[2] = last[2] ? 0 : 1;
		},
		undo() {
			marks.pop();
		},
		/** @param {number} start @param {number} end what was heard, in ms of this clock */
		hear(start, end) {
			const last = heard.at(-1);
			if (last && start <= last[1]) last[1] = Math.max(last[1], end);
			else if (end > start) heard.push([start, end]);
		},
		/** @param {number} now @param {boolean} listened whether a microphone told the silences */
		turns(now, listened) {
			return turnsOf(marks, elapsed(now), listened ? heard : null);
		},
		/** @param {{ marks?: Mark[], heard?: Span[], length?: number }} form as it was left */
		restore(form) {
			marks = (form.marks ?? []).map((one) => [...one]);
			heard = (form.heard ?? []).map((one) => [...one]);
			before = form.length ?? 0;
			since = null;
		},
	};
}

/**
 * @param {Mark[]} marks
 * @param {number} length
 * @param {Span[] | null} heard when somebody was heard; null if nobody listened
 * @returns {Turn[]}
 */
export function turnsOf(marks, length, heard) {
	/** @type {Mark[]} */
	const floor = heard && (marks[0]?.[0] ?? length) > 0 ? [[0, -1, 0], ...marks] : marks;
	/** @type {Turn[]} */
	const turns = [];
	for (const [place, [at, who, cut]] of floor.entries()) {
		if (who === null) continue;
		const until = Math.min(floor[place + 1]?.[0] ?? length, length);
		let first = cut;
		for (const [start, end] of heard ?? [[at, until]]) {
			const [from, to] = [Math.max(start, at), Math.min(end, until)];
			if (from >= to) continue;
			turns.push([who, from, to, first]);
			first = 0;
		}
	}
	return turns;
}
