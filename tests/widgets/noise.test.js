import { expect, test, vi } from "vitest";
import view from "../../widgets/academy_widgets/noise/view.js";
import { mounted } from "./fake_model.js";

const content = {
	invite: "Monday.",
	question: "How urgent?",
	low: 0,
	high: 100,
	anchors: [
		{ at: 0, text: "never" },
		{ at: 100, text: "now" },
	],
	cards: [
		{ id: "heat", again: false, text: "It is cold." },
		{ id: "lift", again: false, text: "It stands." },
		{ id: "heat", again: true, text: "<b>Cold</b> it is." },
	],
	orders: [[1, 0, 2]],
	look_invite: "Now in parts.",
	parts: [
		{ id: "risk", text: "How risky?", low: "not", high: "very" },
		{ id: "worse", text: "How much worse?", low: "no", high: "much" },
	],
	look: ["lift", "heat"],
};
const told = {
	unit: "points",
	cases: 2,
	pairs: [{ title: "<i>Heat</i>", first: 60, again: 70, texts: ["It is cold.", "<b>Cold</b>"] }],
	typical: 10,
	occasion: 7.1,
	between: [4, 20],
	crowd: [
		{ many: 1, formula: 7.1, trial: 7 },
		{ many: 4, formula: 3.5, trial: 3.6 },
	],
	runs: 2000,
	carry: "Write it down first.",
	look: null,
};
const type = (el, ...numbers) => {
	for (const [at, input] of el.querySelectorAll(".ac-place input").entries()) {
		input.value = numbers[at];
		input.dispatchEvent(new Event("input", { bubbles: true }));
	}
};
const judged = (page, number) => {
	type(page.el, number);
	page.button("Next").click();
};
const heading = (el) => el.querySelector(".ac-place h4").textContent;

test("messages come one at a time in the drawn order, with a rest, and both tellings are kept", () => {
	const page = mounted(view, content);
	const { el, button, model } = page;
	button("Begin").click();
	expect(heading(el)).toBe("Message 1 of 3");
	expect(el.querySelector("blockquote").textContent).toBe("It stands.");
	judged(page, "30");
	judged(page, "60");
	expect(el.querySelector(".ac-place input")).toBe(null);
	button("On with the messages").click();
	expect(el.querySelector("blockquote").textContent).toBe("<b>Cold</b> it is.");
	judged(page, "70");
	expect(model.get("response").answer).toEqual({
		draw: 0,
		judged: { lift: 30, heat: 60 },
		again: { heat: 70 },
		parts: {},
	});
});

test("nothing stands in the box before a number is given, and what is none is told", () => {
	const { el, button } = mounted(view, content);
	button("Begin").click();
	const input = el.querySelector(".ac-place input");
	expect(input.value).toBe("");
	expect(el.querySelector(".ac-mark").hidden).toBe(true);
	for (const wrong of ["", "101", "-1", "5.5", "abc"]) {
		type(el, wrong);
		button("Next").click();
		expect(el.querySelector(".ac-nudge").textContent).toContain("whole number from 0 to 100");
		expect(heading(el)).toBe("Message 1 of 3");
		expect(document.activeElement).toBe(input);
	}
	type(el, "0");
	expect(el.querySelector(".ac-mark").hidden).toBe(false);
	button("Next").click();
	expect(heading(el)).toBe("Message 2 of 3");
});

test("Enter goes on, and the line can be pressed instead of typing", () => {
	const { el, button } = mounted(view, content);
	button("Begin").click();
	const line = el.querySelector(".ac-line");
	line.getBoundingClientRect = () => ({ left: 10, width: 200 });
	line.dispatchEvent(new MouseEvent("click", { clientX: 60, bubbles: true }));
	expect(el.querySelector(".ac-place input").value).toBe("25");
	const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
	el.querySelector(".ac-place input").dispatchEvent(enter);
	expect(enter.defaultPrevented).toBe(true);
	expect(heading(el)).toBe("Message 2 of 3");
});

test("what was left comes back at its message", async () => {
	const form = { draw: 0, step: "judge", at: 1, judged: { lift: 30, heat: 44 }, again: {} };
	const { el, model } = mounted(view, content, { draft: { form }, feedback: told });
	expect(heading(el)).toBe("Message 2 of 3");
	expect(el.querySelector(".ac-place input").value).toBe("44");
	expect(el.querySelector(".ac-pairs")).toBe(null);
	type(el, "4x");
	await vi.waitFor(() => expect(model.get("draft").form.judged).toEqual({ lift: 30 }), 3000);
});

test("one's own scatter is told with its interval, and words are text", () => {
	const form = { draw: 0, step: "done", at: 3, judged: {}, again: {}, parts: {} };
	const { el, button } = mounted(view, content, { draft: { form }, feedback: told });
	const text = el.querySelector(".ac-result").textContent;
	expect(text).toContain("lie 10 points apart");
	expect(text).toContain("60 and 70: 10 points apart");
	expect(text).toContain("interval goes from 4 to 20");
	expect(text).toContain("2,000 times");
	expect(text).toContain("Write it down first.");
	expect(el.querySelector("li b").textContent).toBe("<i>Heat</i>");
	button("Do it again, in a new order").click();
	expect(el.querySelector(".ac-pairs")).toBe(null);
	expect(button("Begin")).not.toBe(undefined);
});

test("a steady hand is told that this may be memory, and no interval", () => {
	const steady = { ...told, typical: 0, occasion: 0, between: null };
	const form = { draw: 0, step: "done" };
	const { el } = mounted(view, content, { draft: { form }, feedback: steady });
	expect(el.querySelector(".ac-result").textContent).toContain("may have remembered");
	expect(el.querySelector("table")).toBe(null);
});

test("a second look asks for each part, and sends all of it with what was before", () => {
	const form = { draw: 0, step: "done", judged: { lift: 30, heat: 60 }, again: { heat: 70 } };
	const page = mounted(view, content, { draft: { form }, feedback: told });
	const { el, button, model } = page;
	button("Take a second look").click();
	expect(heading(el)).toBe("Second look, 1 of 2");
	expect(el.querySelector("blockquote").textContent).toBe("It stands.");
	type(el, "10");
	button("Next").click();
	expect(document.activeElement).toBe(el.querySelectorAll(".ac-place input")[1]);
	type(el, "10", "20");
	button("Next").click();
	type(el, "30", "40");
	button("Show me").click();
	expect(model.get("response").answer).toEqual({
		draw: 0,
		judged: { lift: 30, heat: 60 },
		again: { heat: 70 },
		parts: { lift: { risk: 10, worse: 20 }, heat: { risk: 30, worse: 40 } },
	});
	const look = {
		rows: [{ title: "Lift", whole: 30, parts: [10, 20], mean: 15 }],
		moved: 15,
	};
	model.set("feedback", { ...told, look });
	const rows = [...el.querySelectorAll("table:last-of-type tbody tr")].map(
		(one) => one.textContent,
	);
	expect(rows.at(-1)).toBe("Lift3015 (10, 20)");
	expect(button("Take a second look")).toBe(undefined);
});

test("what was said before is not shown beside numbers that are under way", () => {
	const form = { draw: 0, step: "judge", at: 2, judged: { lift: 30, heat: 60 }, again: {} };
	const page = mounted(view, content, { draft: { form }, feedback: told });
	judged(page, "99");
	expect(page.el.querySelector(".ac-pairs")).toBe(null);
	page.model.set("feedback", { ...told, typical: 39 });
	expect(page.el.querySelector(".ac-result").textContent).toContain("39 points apart");
});
