import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { mounted } from "./fake_model.js";
import { kept, type, small as view } from "./small.js";

const cohort = ["me", "partner", "tutor", "cohort", "anyone"];
const answered = { answered: true, audience: "me", steps: cohort };

function shown(saved, state = {}) {
	const made = mounted(view, {}, { saved, ...state });
	const part = (selector) => made.el.querySelector(`.ac-audience ${selector}`);
	const radio = (step) => part(`input[value=${step}]`);
	return {
		...made,
		part,
		radio,
		now: () => part(".ac-readers").textContent,
		open: () => part(".ac-now button").click(),
		choose(step) {
			radio(step).checked = true;
			radio(step).dispatchEvent(new Event("change", { bubbles: true }));
		},
		told: (saved) => made.model.set("saved", { ...answered, ...kept, ...saved }),
		moves: () => made.model.sent.filter(([trait]) => trait === "move").map(([, one]) => one),
	};
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test.each([
	[{}, "Only you. When you have answered you can choose who else may read it."],
	[{ sent: true }, "You and your tutor can read what you sent."],
	[{ answered: true, stays: true }, "Only you. What comes out of this exercise stays with you"],
])("without a choice it is told why, and nothing can be operated: %o", (saved, says) => {
	const { now, part } = shown(saved);
	expect(now()).toContain(says);
	expect(part(".ac-now button").hidden).toBe(true);
	expect(part("input")).toBe(null);
});

test.each([
	["me", "Only you can read your answer."],
	["partner", "You and your partner can read your answer."],
	["cohort", "You, your partner, your tutor and your cohort can read your answer."],
	["anyone", "Anyone can read your answer, without your name."],
])("who can read it is said in words: %s", (audience, says) => {
	const { now, part } = shown({ ...answered, audience });
	expect(now()).toBe(says);
	expect(part(".ac-rungs").querySelectorAll(".ac-reached").length).toBe(
		cohort.indexOf(audience) + 1,
	);
});

test("nobody is named where there is nobody, and the present audience is among the steps", () => {
	const { open, el, now } = shown({ ...answered, audience: "tutor", steps: ["me", "anyone"] });
	expect(now()).toContain("You and your tutor can");
	open();
	expect(el.querySelector("fieldset").textContent).not.toContain("partner");
	expect([...el.querySelectorAll("[type=radio]")].map((one) => one.value)).toEqual([
		"me",
		"tutor",
		"anyone",
	]);
});

test("each step says who is let in by it", () => {
	const { open, el } = shown(answered);
	open();
	const says = [...el.querySelectorAll("label .ac-why")].map((one) => one.textContent);
	expect(says[2]).toBe("You, your partner and your tutor");
	expect(el.querySelector("legend").textContent).toBe("Who can read your answer");
});

test("choosing sends a move, and it has moved when Python says so", () => {
	const { open, choose, told, now, part, moves } = shown(answered);
	open();
	choose("tutor");
	expect(moves()).toEqual([expect.objectContaining({ n: 1, to: "tutor" })]);
	expect(part("[role=status]").textContent).toBe("Saving…");
	expect(now()).toBe("Only you can read your answer.");
	told({ n: 1, audience: "tutor" });
	expect(now()).toContain("your tutor can read");
	expect(part("[role=status]").textContent).toContain("Saved. You, your partner and your tutor");
	choose("me");
	expect(moves()[1]).toMatchObject({ n: 2, to: "me" });
});

test.each(["refused", "failed"])("a move that is %s goes back, and it is told why", (state) => {
	const { open, choose, told, radio, part } = shown(answered);
	open();
	choose("tutor");
	told({ n: 1, state, says: "You have no tutor just now." });
	expect(radio("me").checked).toBe(true);
	expect(part("[role=alert]").textContent).toBe("You have no tutor just now.");
});

test("without an answer from Python it is told as uncertain, and can still be undone", () => {
	const { open, choose, radio, part, moves } = shown(answered);
	open();
	choose("cohort");
	vi.advanceTimersByTime(9000);
	expect(part("[role=alert]").textContent).toContain("not certain");
	expect(radio("cohort").checked).toBe(true);
	choose("me");
	expect(moves().at(-1)).toMatchObject({ n: 2, to: "me" });
});

test("anyone is asked for once more, in place", () => {
	const { open, choose, button, radio, part, moves } = shown(answered);
	open();
	choose("anyone");
	expect(moves()).toEqual([]);
	expect(part(".ac-ask").hidden).toBe(false);
	expect(part(".ac-ask").textContent).toContain("without your name");
	button("Stay").click();
	expect(part(".ac-ask").hidden).toBe(true);
	expect(radio("me").checked).toBe(true);
	choose("anyone");
	button("Let anyone read it").click();
	expect(moves()).toEqual([expect.objectContaining({ to: "anyone" })]);
});

test("a new answer is the learner's alone, and an earlier one can be taken back", () => {
	const { told, now, part, button, moves } = shown({ ...answered, audience: "cohort" });
	button("Send").click();
	told({ n: 1, audience: "me", earlier: "cohort" });
	expect(now()).toBe("Only you can read your newest answer.");
	expect(part("[role=status]").textContent).toContain("Only you");
	expect(part(".ac-earlier").textContent).toContain("still be read by your cohort");
	button("Take it back").click();
	expect(moves()).toEqual([expect.objectContaining({ n: 2, to: "me" })]);
	told({ n: 2, audience: "me" });
	expect(part(".ac-earlier").hidden).toBe(true);
});

test("what was changed or sent since is told beside who can read the answer", () => {
	const changed = { ...answered, audience: "tutor", changed: true };
	expect(shown(changed).now()).toContain("What you changed since your answer is yours alone.");
	expect(shown({ ...changed, audience: "me" }).now()).not.toContain("changed");
	expect(shown({ ...answered, sent: true }).now()).toContain("is still with your tutor");
});

test("nothing is shared while an answer is on its way: it would be the one before", () => {
	const { open, choose, button, moves, part } = shown(answered);
	open();
	button("Send").click();
	choose("tutor");
	expect(moves()).toEqual([]);
	expect(part("[role=alert]").textContent).toContain("still being saved");
});

test("a move makes no word unsaved, and none saved", () => {
	const heard = [];
	const { open, choose, told, el } = shown(answered);
	el.addEventListener("academy:saved", (event) => heard.push(event.detail.state));
	open();
	choose("tutor");
	told({ n: 1, state: "refused", says: "No." });
	expect(heard).toEqual(["saving", "kept"]);
	type(el, "more");
	choose("tutor");
	told({ n: 2, audience: "tutor" });
	expect(heard.slice(2)).toEqual(["saving", "saving", "saving"]);
});

test("Escape closes it and goes back to where it was opened", () => {
	const { open, part } = shown(answered);
	open();
	part("input").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
	expect(part("fieldset")).toBe(null);
	expect(document.activeElement).toBe(part(".ac-now button"));
});
