import { expect, test, vi } from "vitest";
import view from "../../widgets/academy_widgets/criteria/view.js";
import { mounted } from "./fake_model.js";

const post = (id) => ({
	id,
	title: `Post ${id}`,
	about: `About ${id}.`,
	criteria: [
		{ id: "a", text: "Knows the place" },
		{ id: "b", text: "Knows the rules" },
	],
	people: [
		[
			{ name: `Daniel ${id}`, text: "He knows.", profile: "close" },
			{ name: `Martina ${id}`, text: "She has studied.", profile: "trained" },
		],
		[
			{ name: `Daniela ${id}`, text: "<b>She</b> knows.", profile: "close" },
			{ name: `Martin ${id}`, text: "He has studied.", profile: "trained" },
		],
	],
});
const content = {
	invite: "Two posts.",
	ends: ["hardly", "most"],
	low: 1,
	high: 7,
	draws: [
		{ arm: "first", told: "You weigh first.", order: [1, 0], kinds: [0, 1] },
		{ arm: "after", told: "You meet them first.", order: [0, 1], kinds: [1, 0] },
	],
	posts: [post("one"), post("two")],
};
const told = {
	arm: "after",
	rows: [
		{
			post: "Post one",
			people: [
				{ name: "<i>Daniela</i>", good_at: "being close", counted: 5 },
				{ name: "Martin", good_at: "being trained", counted: 3 },
			],
			chose: "Martin",
			fit: -2,
		},
	],
	fit: -2,
	lean: 1,
	towards: "the woman",
	first: "the man",
	second: "the woman",
	profiles: ["being close", "being trained"],
	chance: 1.1,
	carry: "Write it down first.",
};
const begun = (draw) => {
	vi.spyOn(Math, "random").mockReturnValueOnce(draw / 2 + 0.01);
	const page = mounted(view, content);
	page.button("Begin").click();
	return page;
};
const weigh = (el, ...numbers) => {
	for (const [at, row] of el.querySelectorAll(".ac-rating fieldset").entries())
		row.querySelector(`[value="${numbers[at]}"]`)?.click();
};
const heading = (el) => el.querySelector(".ac-place h4").textContent;

test("who weighs first meets nobody before the numbers are fixed, and in the drawn order", () => {
	const { el, button, model } = begun(0);
	expect(heading(el)).toBe("Post 1 of 2: Post two");
	expect(el.querySelector(".ac-people")).toBe(null);
	expect(el.textContent).toContain("You weigh first.");
	weigh(el, 7, 2);
	button("Fix my numbers and meet the people").click();
	expect(el.querySelector(".ac-people").textContent).toContain("Daniela two");
	expect([...el.querySelectorAll(".ac-fixed b")].map((one) => one.textContent)).toEqual(["7", "2"]);
	el.querySelector(".ac-chosen [value=trained]").click();
	button("On to the second post").click();
	expect(heading(el)).toBe("Post 2 of 2: Post one");
	weigh(el, 1, 3);
	button("Fix my numbers and meet the people").click();
	expect(el.querySelector(".ac-people").textContent).toContain("Daniel one");
	el.querySelector(".ac-chosen [value=close]").click();
	button("Show me").click();
	expect(model.get("response").answer).toEqual({
		draw: 0,
		posts: {
			two: { weights: { a: 7, b: 2 }, choice: "trained" },
			one: { weights: { a: 1, b: 3 }, choice: "close" },
		},
	});
});

test("who meets people first weighs beside them", () => {
	const { el } = begun(1);
	expect(heading(el)).toBe("Post 1 of 2: Post one");
	expect(el.querySelector(".ac-people").textContent).toContain("Daniela one");
	expect(el.querySelector(".ac-rating")).not.toBe(null);
	expect(el.querySelector(".ac-people b")).toBe(null);
});

test("a number or a choice that is missing is asked for, and nothing is sent", () => {
	const { el, button, model } = begun(1);
	weigh(el, 4);
	button("Those are my numbers").click();
	expect(el.querySelector(".ac-nudge").textContent).toContain("each of them a number");
	expect(document.activeElement.name).toContain("one-b");
	weigh(el, 4, 4);
	button("Those are my numbers").click();
	button("On to the second post").click();
	expect(el.querySelector(".ac-nudge").textContent).toContain("Choose one of the two");
	expect(model.get("response")).toEqual({});
});

test("what was given comes back where it was left, without a second draw", async () => {
	const form = {
		draw: 1,
		step: "two-weigh",
		posts: {
			one: { weights: { a: 5, b: 5 }, choice: "close" },
			two: { weights: { a: 6 }, choice: "" },
		},
	};
	const { el, button, model } = mounted(view, content, { draft: { form } });
	expect(heading(el)).toBe("Post 2 of 2: Post two");
	expect(el.querySelector(".ac-rating [value='6']:checked").name).toContain("two-a");
	weigh(el, 6, 1);
	const kept = () => model.get("draft").form.posts.two.weights;
	await vi.waitFor(() => expect(kept()).toEqual({ a: 6, b: 1 }), 3000);
	expect(button("Begin")).toBe(undefined);
});

test("a form of a draw that is no more begins anew", () => {
	const { button } = mounted(view, content, { draft: { form: { draw: 7, step: "one-weigh" } } });
	expect(button("Begin")).not.toBe(undefined);
});

test("the result says what it may be, and names are text", () => {
	const form = { draw: 1, step: "both", posts: {} };
	const { el, button } = mounted(view, content, { draft: { form }, feedback: told });
	const text = el.querySelector(".ac-result").textContent;
	expect(text).toContain("counted 2.0 steps less than the rest");
	expect(text).toContain("what the woman was good at counted 1.0 step more");
	expect(text).toContain("it says nothing about you");
	expect(text).toContain("Write it down first.");
	expect(el.querySelector("caption").textContent).toBe("Post one: you chose Martin");
	expect(el.querySelector("tbody th").textContent).toContain("<i>Daniela</i>");
	button("Do it again, with a new draw").click();
	expect(el.querySelector("table")).toBe(null);
	expect(button("Begin")).not.toBe(undefined);
});

test("a lean beyond chance is called no more than it is, and one of numbers given first none", () => {
	const form = { draw: 1, step: "both", posts: {} };
	const far = mounted(view, content, { draft: { form }, feedback: { ...told, lean: 2 } });
	expect(far.el.textContent).toContain("it may be that one in twenty");
	const first = mounted(view, content, {
		draft: { form },
		feedback: { ...told, arm: "first", lean: 2 },
	});
	expect(first.el.textContent).toContain("nothing but chance");
	expect(first.el.textContent).not.toContain("it may be that one in twenty");
});
