import { afterEach, beforeEach, expect, test, vi } from "vitest";
import view from "../../widgets/academy_widgets/triad/view.js";
import { mounted } from "./fake_model.js";

const content = {
	invite: "Three people.",
	prompts: [{ id: "walk", text: "A walk" }],
	minutes: [2, 3],
	sheet: [{ id: "waited", text: "The listener waited" }],
	ask: ["What was it like?"],
	stand_ins: ["Mo", "Fern"],
	about: "A party.",
	events: [],
};
const round = { spent: 0, questions: 0, reflections: 0 };
const seats = [{ name: "A" }, { name: "B" }, { name: "C" }];
const alone = [{ name: "You" }, { name: "Mo", stand_in: true }, { name: "Fern", stand_in: true }];

/** What Python would say of a triad in this phase. */
const stands = (phase, more = {}, found = {}) => ({
	state: { phase, seats, length: 120_000, round: 0, rounds: [round], at: 0, ...more },
	roles: { listener: 0, speaker: 1, observer: 2 },
	left: 120_000,
	talk: [],
	over: false,
	...found,
});

/** A page whose rules answer with `answers`, one after another. */
function shown(answers, state = {}) {
	const asked = [];
	const page = mounted(view, content, state);
	page.model.send = ({ n, ask }) => {
		asked.push(ask.events);
		const answer = answers.shift();
		queueMicrotask(() => page.model.tell("msg:custom", { n, ...answer }));
	};
	return { ...page, asked };
}
const settled = () => vi.advanceTimersByTimeAsync(1);
const hidden = (one) => one.closest("[hidden]") !== null;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("three names are asked for before it begins, and go to the rules", async () => {
	const { el, button, asked } = shown([{ found: stands("ready") }]);
	el.querySelector("[value=three]").click();
	button("Begin").click();
	expect(el.querySelector(".ac-nudge").textContent).toBe("");
	expect([...el.querySelectorAll("[role=alert]")].map((one) => one.textContent)).toContain(
		"Put in three names first; a letter each is enough.",
	);
	for (const [at, name] of ["A", "B", "C"].entries())
		el.querySelector(`[name=name${at}]`).value = name;
	button("Begin").click();
	await settled();
	expect(asked[0][0]).toMatchObject({
		do: "begin",
		length: 180_000,
		people: [{ name: "A" }, {}, {}],
	});
	expect(hidden(button("Start the round"))).toBe(false);
});

test("what the rules refuse is told and changes nothing", async () => {
	const { el, button, asked, model } = shown([
		{ found: stands("ready", { seats: alone }) },
		{ sorry: "Not now." },
		{ found: stands("talking", { seats: alone }) },
	]);
	button("Begin").click();
	await settled();
	button("Start the round").click();
	await settled();
	expect(el.textContent).toContain("Not now.");
	button("Start the round").click();
	await settled();
	expect(asked[2].map((one) => one.do)).toEqual(["begin", "start"]);
	expect(el.textContent).not.toContain("Not now.");
	await vi.advanceTimersByTimeAsync(600);
	expect(model.get("draft").form.events.map((one) => one.do)).toEqual(["begin", "start"]);
});

test("quick taps are asked one after another, each with its time", async () => {
	const { button, asked } = shown(
		[0, 1, 2, 3, 4].map((n) => ({
			found: stands(n ? "talking" : "ready", { rounds: [{ ...round, questions: n }] }),
		})),
		{ draft: { form: { way: "three", names: ["A", "B", "C"] } } },
	);
	button("Begin").click();
	await settled();
	button("Start the round").click();
	await settled();
	const tap = button("A question: 1");
	for (let n = 0; n < 3; n += 1) tap.click();
	await settled();
	expect(asked.at(-1).map((one) => one.do)).toEqual(["begin", "start", "count", "count", "count"]);
	expect(tap.textContent).toBe("A question: 4");
});

test("the clock says half, thirty seconds and the end, and nothing each second", async () => {
	const { el, button, asked } = shown(
		[stands("ready"), stands("talking"), stands("sheet")].map((found) => ({ found })),
		{ draft: { form: { way: "three", names: ["A", "B", "C"] } } },
	);
	button("Begin").click();
	await settled();
	button("Start the round").click();
	await settled();
	const says = el.querySelector(".ac-clock [role=status]");
	const said = new Set();
	for (let second = 0; second < 119; second += 1) {
		await vi.advanceTimersByTimeAsync(1000);
		said.add(says.textContent);
	}
	expect([...said]).toEqual(["", "Half of the time is left.", "Thirty seconds are left."]);
	expect(el.querySelector("[name=sound]").checked).toBe(false);
	await vi.advanceTimersByTimeAsync(2000);
	expect(asked.at(-1).at(-1).do).toBe("look");
	expect(asked.at(-1).at(-1).at).toBeGreaterThanOrEqual(120_000);
	expect(hidden(button("Put the sheet down, and change places"))).toBe(false);
});

test("a triad that was left comes back paused, with no time gone", async () => {
	const events = [
		{ do: "begin", at: 0, people: seats, length: 120_000 },
		{ do: "start", at: 0 },
	];
	const { el, asked, button } = shown([{ found: stands("paused", { at: 7000 }) }], {
		draft: { form: { events, clock: 7000, note: "She waited.", noticed: ["waited"] } },
	});
	await settled();
	expect(asked[0].at(-1)).toEqual({ do: "pause", at: 7000 });
	expect(el.textContent).toContain("The time away is not counted");
	expect(el.querySelector("[name=note]").value).toBe("She waited.");
	expect(el.querySelector("[value=waited]").checked).toBe(true);
	expect(hidden(button("Go on"))).toBe(false);
});

test("while nobody answers nothing can be pressed but to try again", async () => {
	const events = [{ do: "begin", at: 0, people: seats, length: 120_000 }];
	const { el, button } = shown([{ sorry: "No answer." }, { found: stands("ready") }], {
		draft: { form: { events } },
	});
	expect(hidden(button("Start the round"))).toBe(true);
	await settled();
	expect(el.textContent).toContain("No answer.");
	expect(hidden(button("Start the round"))).toBe(true);
	button("Try again").click();
	await settled();
	expect(hidden(button("Start the round"))).toBe(false);
	expect(hidden(button("Try again"))).toBe(true);
});

test("words that were refused stay in the box; silence is an answer", async () => {
	const talking = { found: stands("talking", { seats: alone }) };
	const { el, button, asked } = shown([
		{ found: stands("ready", { seats: alone }) },
		talking,
		{ sorry: "Too long." },
		talking,
	]);
	button("Begin").click();
	await settled();
	button("Start the round").click();
	await settled();
	const words = el.querySelector("[name=typing]");
	button("Say this").click();
	expect(el.textContent).toContain("Write a few words first");
	words.value = "So long.";
	button("Say this").click();
	await settled();
	expect(words.value).toBe("So long.");
	button("Stay silent").click();
	await settled();
	expect(asked.at(-1).at(-1)).toMatchObject({ do: "say", text: "" });
	expect(words.value).toBe("So long.");
});

test("what anybody said is text and nothing else", async () => {
	const talk = [
		{ who: "Mo", text: "So.", scripted: true },
		{ who: "You", text: "<img src=x>", scripted: false, taken: "advice", note: "" },
	];
	const { el, button } = shown([{ found: stands("talking", { seats: alone }, { talk }) }]);
	button("Begin").click();
	await settled();
	expect(el.querySelector("img")).toBe(null);
	expect(el.querySelector(".ac-talk").textContent).toContain("<img src=x>");
	expect(el.querySelector(".ac-talk").textContent).toContain("takes this for advice");
});

test("when it is over the whole is answered, and every round is told", async () => {
	const { el, button, model } = shown([{ found: stands("ready") }, { found: stands("stopped") }]);
	button("Begin").click();
	await settled();
	button("Stop here, for good").click();
	await settled();
	expect(model.get("response").answer.events.map((one) => one.do)).toEqual(["begin", "stop"]);
	const row = { speaker: "B", listener: "A", observer: "C", seconds: 61, noticed: [], note: "" };
	const counts = { questions: 1, reflections: 2, ours: null };
	model.set("feedback", { ...stands("stopped"), rounds: [{ ...row, ...counts }] });
	expect(el.querySelector(".ac-result").textContent).toContain("fine way to end");
	expect(el.querySelector(".ac-round").textContent).toContain("1 question, 2 reflections");
	button("Do another triad").click();
	expect(hidden(button("Begin"))).toBe(false);
	expect(hidden(el.querySelector(".ac-rounds"))).toBe(true);
});
