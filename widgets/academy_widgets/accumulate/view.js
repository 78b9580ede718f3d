import { frame, h } from "../view.js";
import { band } from "./band.js";
import { unfolding } from "./pyramid.js";
import { settings } from "./settings.js";

/** @typedef {{ seed: number, top: number, of: number }} Ran */

const STEPS = ["guess", "one", "many", "change"];
const MOST_TOLD = 12; // single runs that are listed
const UNKEPT = "What came out could not be kept.";

/** @type {import("../view.js").Kind} */
function accumulate(content, desk) {
	const { others } = content;
	let step = 0;
	let running = false;
	let unkept = false;
	/** @type {Ran[]} */
	let ran = [];
	let at = 0;
	/** @type {any} */
	let before = null;
	/** @type {any} */
	let after = null;
	/** @type {any} what Python said last, perhaps about earlier runs */
	let last = null;

	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	const button = (/** @type {string} */ text, /** @type {() => void} */ onclick, main = true) =>
		h("button", { type: "button", class: main && "ac-main", onclick }, text);
	const nudge = () => h("p", { class: "ac-nudge", role: "alert" });

	const guess = h("input", {
		id: `guess-${content.id}`,
		type: "number",
		inputmode: "numeric",
		min: 0,
		max: 100,
		step: 1,
		autocomplete: "off",
	});
	const unguessed = nudge();
	const guessed = button("That is my guess", () => {
		const number = guess.value.trim() === "" ? Number.NaN : Number(guess.value);
		const fits = Number.isInteger(number) && number >= 0 && number <= 100;
		unguessed.textContent = fits ? "" : "Guess a whole number from 0 to 100, however roughly.";
		if (fits) go(1);
		else guess.focus();
	});
	const run = unfolding(content, (seed, cycle) => {
		at = cycle;
		if (ran.at(-1)?.seed === seed) draft();
	});
	const unrun = nudge();
	const once = button("Run it once", () => one());
	const told = h("div", { class: "ac-ran", role: "status" });
	const again = button("Show this run again", () => one(ran.at(-1)?.seed), false);
	const thousand = button(`Run it ${content.runs.toLocaleString("en")} times`, () => {
		go(2);
		many(null);
	});
	const charts = h("div", { class: "ac-charts" });
	const progress = h("progress", { max: content.runs, value: 0, "aria-label": "Runs so far" });
	const soFar = h("p", { role: "status" });
	const waiting = h("div", { class: "ac-waiting", hidden: true }, progress, soFar);
	const unheard = nudge();
	const retry = button(
		"Try again",
		() => {
			if (before) answer();
			else many(null);
		},
		false,
	);
	const choices = settings(content);
	const onwards = button("Change something, and run it again", () => go(3));
	const changed = button(`Run this ${content.runs.toLocaleString("en")} times`, () =>
		many(choices.setup()),
	);
	const compare = button(
		"Compare with this one from now on",
		() => {
			[before, after] = [after, null];
			answer();
		},
		false,
	);
	const back = button(
		"All as in the study",
		() => {
			choices.write({});
			draft();
		},
		false,
	);
	const results = h("div", { class: "ac-outcome" }, waiting, unheard, retry, desk.result, charts);

	/** @param {string} title @param {...(Node | string)} children */
	const section = (title, ...children) =>
		h("div", { class: "ac-step" }, h("h4", { tabindex: "-1" }, title), ...children);
	const parts = [
		section(
			"Guess first",
			...content.story.map((/** @type {string} */ text) => h("p", {}, text)),
			h("p", { class: "ac-why" }, content.chosen),
			h(
				"div",
				{ class: "ac-field" },
				h("label", { for: guess.id }, content.ask),
				h("span", { class: "ac-in-100" }, guess, " in 100"),
			),
			unguessed,
			guessed,
		),
		section(
			"Watch one run",
			h(
				"p",
				{},
				"One run is one history that this place might have had. Go through it cycle by cycle. Then run it a few times more.",
			),
			once,
			unrun,
			run.root,
			told,
			again,
			thousand,
		),
		section("A thousand runs", results, onwards),
		section(
			"Change the conditions",
			choices.root,
			h("p", { class: "ac-ways" }, changed, back, compare),
		),
	];
	desk.form.append(...parts);

	/** @param {number} to @param {boolean} [moves] whether the learner goes there now */
	const go = (to, moves = true) => {
		step = Math.max(to, moves ? step : 0);
		for (const [place, part] of parts.entries()) part.hidden = place > step;
		guess.readOnly = step > 0;
		guessed.hidden = step > 0;
		onwards.hidden = step > 2;
		tidy();
		if (!moves) return;
		/** @type {HTMLElement | null | undefined} */ (parts[to]?.querySelector("h4"))?.focus();
		draft();
	};
	const tidy = () => {
		once.textContent = ran.length ? "Run it once more" : "Run it once";
		again.hidden = !ran.length || !run.root.hidden;
		thousand.hidden = !ran.length || step > 1;
		compare.hidden = !after;
		retry.hidden = !(unkept || (unheard.textContent && !before));
		told.replaceChildren(...tops(ran, others));
		for (const one of [once, thousand, changed, onwards]) one.disabled = running;
	};

	/** @param {number} [seed] of a run that was there before */
	const one = async (seed) => {
		if (running) return;
		running = true;
		tidy();
		const { found, sorry } = await desk.work({
			do: "one",
			...(seed === undefined ? {} : { seed }),
		});
		running = false;
		unrun.textContent = sorry ?? "";
		if (found) {
			const [top, of] = [found.standing.at(-1).at(-1), found.levels.at(-1)];
			if (seed === undefined) ran = [...ran, { seed: found.seed, top, of }].slice(-MOST_TOLD);
			run.show(found, seed === undefined ? 0 : at);
		}
		tidy();
		draft();
	};
	/** @param {any} setup null: as in the study */
	const many = async (setup) => {
		if (running) return;
		running = true;
		unheard.textContent = "";
		waiting.hidden = false;
		results.setAttribute("aria-busy", "true");
		/** @param {any} there */
		const heard = (there) => {
			progress.value = there.runs;
			soFar.textContent = `${there.runs.toLocaleString("en")} of ${content.runs.toLocaleString("en")} runs so far.`;
		};
		heard({ runs: 0 });
		tidy();
		if (setup) results.scrollIntoView?.({ block: "nearest" });
		const { found, sorry } = await desk.work({ do: "many", ...(setup ? { setup } : {}) }, heard);
		running = false;
		waiting.hidden = true;
		results.removeAttribute("aria-busy");
		if (found) {
			const { words: _, ...kept } = found;
			if (before) after = kept;
			else before = kept;
			answer();
		} else unheard.textContent = sorry ?? "";
		tidy();
	};
	const answer = () => {
		heed("");
		desk.answer({ guess: Number(guess.value), before, ...(after ? { after } : {}) });
		draw(); // to an equal answer Python has nothing new to say
	};
	/** @param {string} why what came out is not kept, or "" */
	const heed = (why) => {
		unkept = Boolean(why);
		unheard.textContent = why;
		tidy();
	};
	/** Whether Python spoke last of what stands here: then it is kept. */
	const isKept = () => {
		const top = last?.rows?.[0];
		return Boolean(top) && alike(top.before, before) && alike(top.after, after);
	};
	const draw = () => {
		if (step < 2 || !isKept()) return;
		heed("");
		desk.result.replaceChildren(...last.says.map((/** @type {string} */ text) => h("p", {}, text)));
		charts.replaceChildren(band(last, others), ...beside(last));
	};

	/** @param {any} form */
	const write = (form) => {
		run.stop();
		run.root.hidden = true;
		guess.value = form.guess ?? "";
		ran = Array.isArray(form.ran) ? form.ran : [];
		at = Number(form.at) || 0;
		[before, after] = [form.before ?? null, form.after ?? null];
		choices.write(form.choices ?? {});
		for (const one of [unguessed, unrun, unheard]) one.textContent = "";
		desk.result.replaceChildren();
		charts.replaceChildren();
		go(Math.max(0, STEPS.indexOf(form.step)), false);
		if (step > 1) heed(before ? UNKEPT : "");
		if (step > 1 && !before) unheard.textContent = "These runs were not finished.";
		tidy();
		draw();
	};
	write({});

	return {
		read: () => ({
			guess: guess.value,
			step: STEPS[step],
			ran,
			at,
			before,
			after,
			choices: choices.read(),
		}),
		write,
		show(feedback) {
			last = feedback;
			draw();
		},
		unsent: () => {
			// A draft that is not kept is for the frame to say: the runs are kept all the same.
			if (!running && step > 1 && before && !isKept()) heed(UNKEPT);
		},
	};
}

/** Whether a row of what Python said is about these runs. @param {any} row @param {any} runs */
function alike(row, runs) {
	if (!row || !runs) return !row && !runs;
	return (
		["low", "high"].every((one) => row[one] === runs[one].at(-1)) && row.mean === runs.others.at(-1)
	);
}

/** How the single runs ended, which is not alike. @param {Ran[]} ran @param {string} others */
function tops(ran, others) {
	if (!ran.length) return [];
	const listed = ran.map(({ top, of }) => `${top} of ${of}`).join(", ");
	const [low, high] = [
		Math.min(...ran.map((one) => one.top)),
		Math.max(...ran.map((one) => one.top)),
	];
	const differ =
		ran.length < 2
			? "Run it again: will the next one end alike?"
			: low === high
				? "So far they end alike. Run it once more."
				: "The same rules, the same bias, and each run ends differently. One run varies by 14 to 16 points in 100 at the top.";
	return [
		h(
			"p",
			{},
			h("b", {}, `${others[0]?.toUpperCase()}${others.slice(1)} at the top at the end: ${listed}.`),
		),
		h("p", { class: "ac-why" }, differ),
	];
}

/** What has to stand beside a result. @param {any} told */
function beside({ before, after, assumed, published, caveats }) {
	/** @param {string[]} items */
	const list = (items) => h("ul", {}, ...items.map((one) => h("li", {}, one)));
	return [
		h(
			"details",
			{ class: "ac-setups" },
			h("summary", {}, after ? "What was run, before and after" : "What was run"),
			h("p", {}, after ? h("b", {}, "Before. ") : null, before),
			after && h("p", {}, h("b", {}, "After. "), after),
		),
		assumed.length
			? h("div", { class: "ac-assumed" }, h("h5", {}, "Assumed, not found"), list(assumed))
			: h("span", { hidden: true }),
		h(
			"div",
			{ class: "ac-caveats" },
			h("h5", {}, "Before you carry this anywhere"),
			list([...caveats, published]),
		),
	];
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "accumulate", accumulate),
};
