import { expect, test } from "vitest";
import view from "../../widgets/academy_widgets/heard/view.js";
import { mounted } from "./fake_model.js";

const content = {
	invite: "After a round.",
	ends: ["not at all", "completely"],
	low: 1,
	high: 7,
	longest: 100,
	probes: [
		{ id: "start", text: "At the start", felt: "Felt at the start?", guess: "Guess the start?" },
		{ id: "end", text: "At the end", felt: "Felt at the end?", guess: "Guess the end?" },
	],
	attention: { own: "Your attention?", believed: "Their attention?" },
	name: "Kit",
	about: "A gate.",
	says: ["I walk.", "I said yes."],
};
const told = {
	way: "pair",
	said: "<b>You walk.</b>",
	rows: [
		{ text: "At the start", guess: 5, felt: 2, gap: 3, why: "" },
		{ text: "At the end", guess: 4, felt: null, gap: null, why: "" },
	],
	apart: 3,
	attention: { own: 4, believed: null },
	rule: "",
	sorry: "",
	found: ["24% of the time."],
	cited: "Collins",
};

const at = (el) =>
	[...el.querySelectorAll(".ac-step")].find((one) => !one.hidden).getAttribute("data-step");
const choose = (el, step, row, value) => {
	const asked = el.querySelectorAll(`[data-step=${step}] .ac-asked`)[row];
	asked.querySelector(`[value="${value}"]`).click();
};
const say = (el, text) => {
	el.querySelector("textarea").value = text;
};

test("nothing, or too much, is said back: it is told, and stays in the box", () => {
	const { el, button } = mounted(view, content);
	button("Somebody spoke, and I listened").click();
	button("That is what I heard").click();
	expect(el.querySelector("[data-step=say] .ac-nudge").textContent).toContain("one sentence");
	say(el, "x".repeat(130));
	button("That is what I heard").click();
	expect(el.querySelector("[data-step=say] .ac-nudge").textContent).toContain("30 characters");
	expect(at(el)).toBe("say");
	expect(el.querySelector("textarea").value.length).toBe(130);
});

test("the listener guesses each moment before the speaker is asked, who sees no guess", () => {
	const { el, button, model } = mounted(view, content);
	button("Somebody spoke, and I listened").click();
	say(el, "You walk.");
	button("That is what I heard").click();
	choose(el, "guess", 0, 5);
	button("Those are my guesses").click();
	expect(at(el)).toBe("guess");
	choose(el, "guess", 1, 4);
	choose(el, "guess", 2, 6);
	button("Those are my guesses").click();
	expect(at(el)).toBe("hand");
	expect(model.get("response")).toEqual({});
	button("I am the one who spoke").click();
	expect([...el.querySelectorAll("[data-step=rate] :checked")]).toEqual([]);
	choose(el, "rate", 0, 2);
	button("Show us both").click();
	expect(model.get("response").answer).toEqual({
		way: "pair",
		said: "You walk.",
		guesses: { start: 5, end: 4 },
		own: 6,
		ratings: { start: 2 },
	});
});

test("a speaker who would rather not say says nothing, and that is an answer", () => {
	const form = { way: "pair", step: "hand", said: "You.", guesses: { start: 1, end: 2 } };
	const { button, model } = mounted(view, content, { draft: { form } });
	button("I would rather not say").click();
	expect(model.get("response").answer.ratings).toEqual({});
});

test("alone, what the script says is put away before it is said back", () => {
	const { el, button, model } = mounted(view, content);
	button("I am alone: listen to Kit, a script").click();
	expect(el.querySelector("[data-step=hear]").textContent).toContain("I walk.");
	button("I have heard it: put it away").click();
	expect(el.querySelector("[data-step=hear]").hidden).toBe(true);
	say(el, "You walk.");
	button("That is what I heard").click();
	choose(el, "guess", 0, 1);
	choose(el, "guess", 1, 7);
	button("Those are my guesses").click();
	const { answer } = model.get("response");
	expect(answer).toEqual({ way: "alone", said: "You walk.", guesses: { start: 1, end: 7 } });
});

test("both sides stand in a table, and what was said back is text", () => {
	const form = { way: "pair", step: "both", said: told.said };
	const { el, button } = mounted(view, content, { draft: { form }, feedback: told });
	const rows = [...el.querySelectorAll("tbody tr")].map((row) => row.textContent);
	expect(rows).toEqual(["At the start523 higher", "At the end4not said–"]);
	expect(el.querySelector(".ac-mine").textContent).toBe("<b>You walk.</b>");
	expect(el.querySelector(".ac-result").textContent).toContain("3 apart");
	expect(el.querySelector(".ac-found").textContent).toContain("24%");
	button("Do it again").click();
	expect(at(el)).toBe("choose");
	expect(el.querySelector("table")).toBe(null);
});

test("what was left comes back at the step where it was", () => {
	const form = { way: "pair", step: "guess", said: "You.", guesses: { end: 3 } };
	const { el, button } = mounted(view, content, { draft: { form }, feedback: told });
	expect(at(el)).toBe("guess");
	expect(el.querySelector("[data-step=guess] [value='3']:checked")).not.toBe(null);
	expect(el.querySelector("table")).toBe(null);
	button("Back to what I said").click();
	expect(el.querySelector("textarea").value).toBe("You.");
});
