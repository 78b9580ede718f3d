import { expect, test, vi } from "vitest";
import view from "../../widgets/academy_widgets/accumulate/view.js";
import { mounted } from "./fake_model.js";

const remedy = { name: "A remedy", assumed: "We take it so." };
const content = {
	story: ["A pyramid."],
	ask: "How many?",
	others: "women",
	favoured: "men",
	chosen: "As in the study.",
	study: { levels: [4, 2, 2] },
	presets: [{ id: "flat", text: "Flat", levels: [9, 9, 9, 9] }],
	leaving: [{ id: "level", text: "by level" }],
	remedies: { criteria: remedy, blind: remedy, slate: remedy },
	runs: 1000,
};
const run = {
	seed: 7,
	levels: [4, 2, 2],
	standing: [
		[2, 1, 1],
		[3, 1, 0],
	],
	left: [3],
	up: [2],
	others_up: [1],
};
const ends = { setup: {}, seed: 4, runs: 1000, others: [39.2], low: [20], high: [60] };
const row = { people: 2, mean: 39.2, low: 20, high: 60 };
const told = {
	says: ["You guessed 45."],
	rows: [{ name: "<b>Top</b>", before: row, after: null, change: null }],
	before: "Three levels.",
	after: "",
	assumed: [],
	published: "35 %.",
	caveats: ["One run varies."],
	guess: 45,
};

/** Shown, with what Python would say to `ask`; the last of it is the whole. */
function pyramid(answers = {}, state = {}) {
	const asked = [];
	const at = mounted(view, content, state);
	at.model.send = ({ n, ask }) => {
		asked.push(ask);
		const said = answers[ask.do] ?? { found: ask.do === "one" ? run : ends };
		queueMicrotask(() => at.model.tell("msg:custom", { n, ...said }));
	};
	const shown = (name) => [...at.el.querySelectorAll(".ac-step")].map((one) => !one.hidden)[name];
	const guess = (value) => {
		at.el.querySelector("input").value = value;
		at.button("That is my guess").click();
	};
	return { ...at, asked, shown, guess };
}
const soon = () => new Promise((resolve) => setTimeout(resolve));

test("nothing runs before there is a guess from 0 to 100", () => {
	const { el, guess, shown } = pyramid();
	for (const bad of ["", "101", "4.5"]) {
		guess(bad);
		expect(el.querySelector(".ac-nudge").textContent).toContain("from 0 to 100");
		expect(shown(1)).toBe(false);
	}
	guess("45");
	expect(shown(1)).toBe(true);
	expect(el.querySelector("input").readOnly).toBe(true);
});

test("one run is stepped through by hand, and a table says the same", async () => {
	const { el, button, guess } = pyramid();
	guess("45");
	button("Run it once").click();
	await soon();
	const said = () => el.querySelector(".ac-cycle").textContent;
	expect(said()).toContain("At the top, 1 of 2 are women");
	button("Next cycle").click();
	expect(said()).toContain("Cycle 1 of 1: 3 left, 2 moved up one level, 1 of these women");
	expect(said()).toContain("this run is over");
	expect(button("Next cycle").disabled).toBe(true);
	const rows = [...el.querySelectorAll(".ac-run tbody tr")].map((one) => one.textContent);
	expect(rows).toEqual(["Level 3, top250 %0 %", "Level 2250 %50 %", "Level 1, bottom450 %75 %"]);
	expect(el.querySelector(".ac-ran").textContent).toContain("0 of 2");
});

test("a run plays by itself, and stops when it is taken in hand or over", async () => {
	const { el, button, guess, stop } = pyramid();
	guess("45");
	button("Run it once").click();
	await soon();
	vi.useFakeTimers();
	button("Play").click();
	expect(el.querySelector(".ac-cycle").getAttribute("aria-live")).toBe("off");
	vi.advanceTimersByTime(500);
	expect(el.querySelector(".ac-cycle").textContent).toContain("Cycle 1");
	expect(el.querySelector(".ac-cycle").getAttribute("aria-live")).toBe("polite");
	expect(vi.getTimerCount()).toBeLessThan(3); // the frame's own, for the draft
	vi.useRealTimers();
	stop();
});

test("a thousand runs are answered with the guess, and shown as chart, table and words", async () => {
	const { el, button, guess, model, asked } = pyramid();
	guess("45");
	button("Run it once").click();
	await soon();
	button("Run it 1,000 times").click();
	await soon();
	expect(asked.at(-1)).toEqual({ do: "many" });
	expect(model.get("response").answer).toEqual({ guess: 45, before: ends });
	model.set("feedback", told);
	expect(el.querySelector("figure [role=img]").getAttribute("aria-label")).toContain(
		"39 (20 to 60)",
	);
	expect(el.querySelector("figure .ac-name").textContent).toBe("<b>Top</b>");
	expect(el.querySelector(".ac-caveats").textContent).toContain("One run varies.");
});

test("what was changed is sent as it stands, and what Python says to it is shown", async () => {
	const form = { guess: "45", step: "change", before: ends };
	const sorry = "The bias is a number from 0 to 10 points.";
	const { el, button, asked } = pyramid({ many: { sorry } }, { draft: { form }, feedback: told });
	const [bias, , pyramids] = el.querySelectorAll(".ac-place select, .ac-place input");
	bias.value = "own";
	pyramids.value = "flat";
	pyramids.dispatchEvent(new Event("input", { bubbles: true }));
	el.querySelector(".ac-place input").value = "";
	const steps = el.querySelectorAll(".ac-steps-up [type=checkbox]");
	expect(steps.length).toBe(3);
	steps[2].checked = true;
	button("Run this 1,000 times").click();
	await soon();
	const { setup } = asked[0];
	expect([setup.bias, setup.levels, setup.blind]).toEqual(["", [9, 9, 9, 9], [2]]);
	expect(el.querySelector(".ac-outcome .ac-nudge").textContent).toBe(sorry);
	expect(button("Try again").hidden).toBe(true);
});

test("the second thousand stands beside the first, and can take its place", async () => {
	const form = { guess: "45", step: "change", before: ends };
	const { button, model } = pyramid({}, { draft: { form }, feedback: told });
	button("Run this 1,000 times").click();
	await soon();
	expect(model.get("response").answer).toEqual({ guess: 45, before: ends, after: ends });
	button("Compare with this one from now on").click();
	expect(model.get("response").answer).toEqual({ guess: 45, before: ends });
});

test("what was left comes back without asking for anything to be run", async () => {
	const form = {
		guess: "45",
		step: "change",
		ran: [{ seed: 7, top: 4, of: 10 }],
		before: ends,
		choices: { criteria: "50", blind: [1] },
	};
	const { el, button, asked } = pyramid({}, { draft: { form }, feedback: told });
	expect(el.querySelector("figure")).not.toBe(null);
	expect(el.querySelectorAll(".ac-steps-up [type=checkbox]")[1].checked).toBe(true);
	expect(asked).toEqual([]);
	button("Show this run again").click();
	await soon();
	expect(asked).toEqual([{ do: "one", seed: 7 }]);
	expect(el.querySelector(".ac-ran").textContent).toContain("4 of 10");
});

test("only runs that are not kept are said to be, and only until they are", async () => {
	const { el, button, guess, model } = pyramid();
	const saved = (n, state) => model.set("saved", { n, state, says: "Not saved." });
	const nudge = el.querySelector(".ac-outcome .ac-nudge");
	guess("45");
	button("Run it once").click();
	await soon();
	button("Run it 1,000 times").click();
	await soon();
	saved(model.get("response").n, "failed");
	expect(nudge.textContent).toContain("could not be kept");
	expect(button("Try again").hidden).toBe(false);
	model.set("feedback", told);
	expect(nudge.textContent).toBe("");
	el.querySelector("form").dispatchEvent(new Event("input"));
	document.dispatchEvent(new Event("academy:leaving"));
	saved(model.get("draft").n, "refused");
	expect(el.querySelector(".ac-saved").textContent).toContain("Not saved.");
	expect(nudge.textContent).toBe("");
	expect(el.querySelector("figure")).not.toBe(null);
});

test("runs that were left before they were kept can be kept, or shown at once if they are", () => {
	const form = { guess: "45", step: "change", before: ends };
	const other = { ...told, rows: [{ ...told.rows[0], before: { ...row, mean: 41 } }] };
	const { el, model } = pyramid({}, { draft: { form }, feedback: other });
	expect(el.querySelector("figure")).toBe(null);
	const again = [...el.querySelectorAll(".ac-outcome button")].find((one) => !one.hidden);
	expect(again.textContent).toBe("Try again");
	model.set("feedback", told);
	expect(el.querySelector("figure")).not.toBe(null);
	expect(again.hidden).toBe(true);
});
