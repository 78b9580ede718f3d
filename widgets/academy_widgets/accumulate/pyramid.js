import { h } from "../view.js";

/**
 * @typedef {object} Run one run as Python tells it
 * @property {number} seed
 * @property {number[]} levels people on each level, bottom to top
 * @property {number[][]} standing how many are of the group that is followed, by cycle and level
 * @property {number[]} left
 * @property {number[]} up
 * @property {number[]} others_up
 */

const BEAT = 450; // ms from one cycle to the next when it plays

/** @param {number} at from 0 at the bottom @param {number} many */
export function levelName(at, many) {
	if (at === many - 1) return `Level ${many}, top`;
	return `Level ${at + 1}${at ? "" : ", bottom"}`;
}

/**
 * One run, unfolding level by level: by hand, or by itself where movement is welcome.
 * @param {{ others: string, favoured: string }} names
 * @param {(seed: number, at: number) => void} moved told where the learner is
 */
export function unfolding(names, moved) {
	/** @type {Run | null} */
	let run = null;
	let at = 0;
	let ticking = 0;
	const still = window.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
	const rows = h("div", { class: "ac-levels" });
	const says = h("p", { class: "ac-cycle", role: "status" });
	const button = (/** @type {string} */ text, /** @type {() => void} */ onclick) =>
		h("button", { type: "button", class: "ac-quiet", onclick }, text);
	const play = button("Play", () => (ticking ? stop() : start()));
	const next = button("Next cycle", () => step(1));
	const ten = button("Ten cycles", () => step(10));
	const last = button("To the end", () => step(Number.POSITIVE_INFINITY));
	const first = button("Back to the start", () => step(Number.NEGATIVE_INFINITY));
	const tabled = h("div", {});
	const table = h(
		"details",
		{ class: "ac-tabled" },
		h("summary", {}, "The same as a table"),
		tabled,
	);
	const root = h(
		"div",
		{ class: "ac-run", hidden: true },
		h(
			"p",
			{ class: "ac-key" },
			h("span", { class: "ac-others" }, names.others),
			h("span", { class: "ac-favoured" }, names.favoured),
			h("span", { class: "ac-half" }, "half"),
		),
		rows,
		says,
		h("p", { class: "ac-ways" }, still ? null : play, next, ten, last, first),
		table,
	);

	const stop = () => {
		clearInterval(ticking);
		ticking = 0;
		play.textContent = "Play";
		says.setAttribute("aria-live", "polite");
	};
	const start = () => {
		if (run && at === run.left.length) at = 0;
		says.setAttribute("aria-live", "off"); // two sentences a second are not for listening to
		play.textContent = "Pause";
		ticking = window.setInterval(() => {
			if (!root.isConnected) return stop();
			at += 1;
			if (run && at >= run.left.length) stop();
			draw();
		}, BEAT);
	};
	/** @param {number} by */
	const step = (by) => {
		stop();
		at = Math.max(0, Math.min(run?.left.length ?? 0, at + by));
		draw();
	};
	const draw = () => {
		if (!run) return;
		const { levels, standing } = run;
		const now = standing[at] ?? [];
		for (const [row, bar] of [...rows.children].entries()) {
			const level = levels.length - 1 - row;
			const [many = 0, of = 1] = [now[level], levels[level]];
			/** @type {HTMLElement} */ (bar).style.setProperty("--share", `${(100 * many) / of}%`);
			const told = bar.querySelector(".ac-told");
			if (told) told.textContent = `${Math.round((100 * many) / of)} %`;
		}
		says.textContent = cycleInWords(run, at, names);
		next.disabled = ten.disabled = last.disabled = at === run.left.length;
		first.disabled = at === 0;
		tabled.replaceChildren(listed(run, at, names.others));
		moved(run.seed, at);
	};

	return {
		root,
		stop,
		/** @param {Run} given @param {number} [from] a cycle */
		show(given, from = 0) {
			stop();
			[run, at] = [given, Math.min(from, given.left.length)];
			const most = Math.max(...given.levels);
			rows.replaceChildren(
				...given.levels
					.map((people, level) => bar(levelName(level, given.levels.length), people, most))
					.reverse(),
			);
			root.hidden = false;
			draw();
		},
	};
}

/** @param {string} name @param {number} people @param {number} most */
function bar(name, people, most) {
	return h(
		"div",
		{ class: "ac-level", style: `--wide: ${18 + (82 * people) / most}%` },
		h("span", { class: "ac-name" }, name, h("small", {}, `${people} people`)),
		h("span", { class: "ac-bar", "aria-hidden": "true" }, h("span", {})),
		h("span", { class: "ac-told" }),
	);
}

/** @param {Run} run @param {number} at @param {{ others: string }} names */
function cycleInWords(run, at, { others }) {
	const top = run.standing[at]?.at(-1) ?? 0;
	const of = run.levels.at(-1) ?? 1;
	const now = `At the top, ${top} of ${of} are ${others}.`;
	if (at === 0) return `The start. ${now} On every level it is half, or as near as can be.`;
	const n = (/** @type {number[]} */ one) => one[at - 1] ?? 0;
	const what = `Cycle ${at} of ${run.left.length}: ${n(run.left)} left, ${n(run.up)} moved up one level, ${n(run.others_up)} of these ${others}.`;
	const end = at === run.left.length ? " Nobody from the start is left: this run is over." : "";
	return `${what} ${now}${end}`;
}

/** @param {Run} run @param {number} at @param {string} others */
function listed(run, at, others) {
	const cells = (/** @type {number} */ level) => {
		const of = run.levels[level] ?? 1;
		const share = (/** @type {number} */ cycle) =>
			`${Math.round((100 * (run.standing[cycle]?.[level] ?? 0)) / of)} %`;
		return [levelName(level, run.levels.length), String(of), share(0), share(at)];
	};
	return grid(
		`Percent of ${others}, cycle ${at}`,
		["Level", "People", "At the start", "Now"],
		run.levels.map((_, level) => cells(level)).reverse(),
	);
}

/** @param {string} caption @param {string[]} head @param {string[][]} rows */
export function grid(caption, head, rows) {
	return h(
		"table",
		{},
		h("caption", {}, caption),
		h("thead", {}, h("tr", {}, ...head.map((one) => h("th", { scope: "col" }, one)))),
		h(
			"tbody",
			{},
			...rows.map(([first = "", ...rest]) =>
				h("tr", {}, h("th", { scope: "row" }, first), ...rest.map((one) => h("td", {}, one))),
			),
		),
	);
}
