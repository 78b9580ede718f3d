import { h } from "../view.js";
import { drawnBoard } from "./drawing.js";
import { playing } from "./playing.js";

/** The town: what everybody wants, and a run that can be watched, stopped and taken one by one. */

/** @typedef {{ least: number, most: number }} Wants */

/**
 * @param {any} content
 * @param {(asked: any, soFar?: (found: any) => void) => Promise<any>} work
 * @param {{ changed: () => void, over: (town: any) => void }} told
 */
export function townOf(content, work, told) {
	let seed = 0;
	let side = content.town;
	/** @type {Wants[]} */
	let runs = [];
	/** @type {ReturnType<typeof playing> | null} */
	let film = null;
	let asked = 0;

	const shown = drawnBoard(side, { "aria-label": "The town, mixed" });
	const button = (/** @type {string} */ text, name = "") =>
		h("button", { type: "button", class: name }, text);
	const go = button("Run", "ac-main");
	const pause = button("Pause");
	const one = button("One move");
	const end = button("To the end");
	const anew = button("A new town", "ac-quiet");
	const count = h("p", { class: "ac-so-far" });
	const sorry = h("p", { class: "ac-nudge", role: "alert" });
	const least = slider(content, "least", "At least this many of 100 like me", 0, content.least);
	const most = slider(content, "most", "No more than this many of 100 like me", 50, 100);
	const size = h(
		"select",
		{ id: `side-${content.id}` },
		...[content.town, content.city].map((many) =>
			h("option", { value: many }, `${many} by ${many} places`),
		),
	);
	const wishes = h(
		"fieldset",
		{ class: "ac-wishes" },
		h("legend", {}, "What everybody wants of their neighbours"),
		least.root,
		most.root,
	);
	const root = h(
		"div",
		{ class: "ac-run" },
		h("div", { class: "ac-board" }, shown.canvas),
		wishes,
		h("p", { class: "ac-row" }, go, pause, one, end),
		count,
		sorry,
		h(
			"p",
			{ class: "ac-row" },
			anew,
			h("label", { class: "ac-size", for: `side-${content.id}` }, "Size", size),
		),
	);

	const wants = () => ({ least: least.read(), most: most.read() });
	const buttons = () => {
		const goes = film?.goes() ?? false;
		go.textContent = film ? "Go on" : "Run";
		pause.hidden = !goes;
		go.hidden = goes;
		end.hidden = !film;
		wishes.disabled = Boolean(film);
		least.show();
		most.show();
	};
	/** @param {any} found @param {Wants} wish */
	const begin = (found, wish) => {
		shown.set({ board: found.start, unhappy: found.unhappy });
		const many = (/** @type {number} */ done) => {
			count.textContent = `${done.toLocaleString("en")} of ${found.moves.toLocaleString("en")} moves`;
		};
		many(0);
		film = playing(shown, found, {
			moved: many,
			over() {
				film = null;
				count.textContent = "";
				runs = [...runs, wish];
				buttons();
				if (document.activeElement === document.body) go.focus();
				told.over({ seed, side, runs });
			},
		});
	};
	/** @param {(film: ReturnType<typeof playing>) => void} then */
	const run = async (then) => {
		sorry.textContent = "";
		if (film) return then(film);
		if (runs.length >= content.most_runs) {
			sorry.textContent = `This town has had ${runs.length} runs, as many as are kept. Take a new town.`;
			return;
		}
		const wish = wants();
		const mine = ++asked;
		go.setAttribute("aria-busy", "true");
		count.textContent = "Working it out…";
		const { found, sorry: why } = await work({ do: "run", seed, side, runs: [...runs, wish] });
		go.removeAttribute("aria-busy");
		if (mine !== asked) return;
		count.textContent = "";
		sorry.textContent = why ?? "";
		if (!found) return;
		begin(found, wish);
		if (film) then(film);
		buttons();
	};
	const fresh = async () => {
		film?.halt();
		film = null;
		runs = [];
		seed = Math.floor(Math.random() * 2 ** 31);
		side = Number(size.value);
		const mine = ++asked;
		buttons();
		const { found, sorry: why } = await work({ do: "town", seed, side });
		if (mine !== asked) return;
		sorry.textContent = why ?? "";
		if (!found) return;
		shown.set(found);
		count.textContent = `A new town, mixed by chance: ${found.alike} of 100 neighbours are alike.`;
		told.changed();
	};
	/** @param {Wants[]} kept */
	const unrun = (kept) => {
		runs = kept.map(({ least, most }) => ({ least, most }));
		buttons();
	};
	const still = () => globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;

	go.addEventListener("click", async () => {
		await run((film) => (still() ? film.end() : film.go()));
		buttons();
		if (film) pause.focus();
	});
	pause.addEventListener("click", () => {
		film?.halt();
		buttons();
		go.focus();
	});
	one.addEventListener("click", () =>
		run((film) => {
			film.halt();
			film.step();
			buttons();
		}),
	);
	end.addEventListener("click", () => {
		film?.end();
		go.focus();
	});
	anew.addEventListener("click", fresh);
	size.addEventListener("change", fresh);

	return {
		root,
		fresh,
		/** @param {boolean} may the learner change what is wanted */
		open(may) {
			wishes.hidden = !may;
		},
		/** @param {string} text what the picture shows */
		describe: (text) => shown.canvas.setAttribute("aria-label", text),
		read: () => ({ seed, side, runs, wish: wants(), town: film ? null : shown.standing() }),
		/** @param {any} form */
		write(form) {
			film?.halt();
			film = null;
			asked++;
			({ seed = 0, side = content.town, runs = [] } = form ?? {});
			size.value = String(side);
			least.write(form?.wish?.least ?? content.least);
			most.write(form?.wish?.most ?? 100);
			count.textContent = sorry.textContent = "";
			if (form?.town?.board) shown.set(form.town);
			buttons();
		},
		/** @param {any} town as it was left */
		stands: (town) => film || shown.set(town),
		/** @param {any} feedback @returns {boolean} whether it is about this town as it stands */
		is: ({ seed: its, side: wide, rows }) =>
			its === seed && wide === side && rows.length === runs.length,
		/** @param {Wants[]} kept what was not kept is not behind them */
		unrun,
		/** @param {any} feedback about one run more, which was given up and is kept after all */
		catchUp({ seed: its, side: wide, rows }) {
			if (its === seed && wide === side && !film && rows.length === runs.length + 1) unrun(rows);
		},
	};
}

/**
 * @param {any} content @param {string} name @param {string} text
 * @param {number} min @param {number} first
 */
function slider(content, name, text, min, first) {
	const id = `${name}-${content.id}`;
	const input = h("input", { type: "range", id, name, min, max: 100, step: 1, value: first });
	const says = h("output", { for: id });
	const show = () => {
		const any = name === "least" ? input.value === "0" : input.value === "100";
		says.textContent = any ? "no such wish" : `${input.value} of 100`;
		input.setAttribute("aria-valuetext", says.textContent);
	};
	input.addEventListener("input", show);
	show();
	return {
		root: h("div", { class: "ac-slider" }, h("label", { for: id }, text), input, says),
		read: () => Number(input.value),
		/** @param {number} value */
		write(value) {
			input.value = String(value);
			show();
		},
		show,
	};
}
