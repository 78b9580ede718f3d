import { expect, test } from "vitest";
import view from "../../widgets/academy_widgets/reply/view.js";
import { mounted } from "./fake_model.js";

const content = {
	scene: "A ward.",
	speaker: { name: "Ada", who: "a nurse" },
	says: "No.",
	invite: "And you?",
	replies: [
		{ id: "a", text: "No?" },
		{ id: "b", text: "Why?" },
	],
};
const said = {
	// biome-ignore lint/suspicious/noThenProperty: what the speaker does next; never awaited
	tried: [{ id: "a", text: "No?", move: "reflection", then: "She nods.", why: "It repeats." }],
	left: 1,
	written: "",
	examples: [],
};

test("saying a reply sends it, and a second one is added to the first", () => {
	const { model, el, button } = mounted(view, content);
	el.querySelector("input[value=a]").click();
	button("Say this").click();
	expect(model.get("response")).toMatchObject({ n: 1, answer: { chosen: ["a"], written: "" } });
	el.querySelector("input[value=b]").click();
	button("Say this").click();
	expect(model.get("response").answer.chosen).toEqual(["a", "b"]);
});

test("nothing is sent before a reply is chosen, and the learner is told", () => {
	const { model, el, button } = mounted(view, content);
	button("Say this").click();
	expect(model.sent).toEqual([]);
	expect(el.querySelector(".ac-nudge").textContent).toContain("Choose one");
});

test("what a reply does is shown, and then one's own reply is invited", () => {
	const { model, el } = mounted(view, content);
	expect(el.querySelector(".ac-own").hidden).toBe(true);
	model.set("feedback", said);
	expect(el.querySelector(".ac-result").textContent).toContain("She nods.");
	expect(el.querySelector(".ac-own").hidden).toBe(false);
});

test("trying another adds it on top and leaves the others as they are", () => {
	const { model, el } = mounted(view, content, { feedback: said });
	const first = el.querySelector(".ac-tried li");
	const second = { ...said.tried[0], id: "b", text: "Why?" };
	model.set("feedback", { ...said, tried: [second, ...said.tried] });
	const all = [...el.querySelectorAll(".ac-tried li")];
	expect(all.map((li) => li.dataset.id)).toEqual(["b", "a"]);
	expect(all[1]).toBe(first);
});

test("hostile text is shown as text", () => {
	const { el } = mounted(view, { ...content, says: "<img src=x onerror=alert(1)>" });
	expect(el.querySelector("img")).toBe(null);
	expect(el.querySelector("blockquote").textContent).toContain("<img");
});

test("what was left half done comes back", () => {
	const form = { chosen: ["a"], pick: "b", written: "You are ti" };
	const { el } = mounted(view, content, { draft: { n: 0, form }, feedback: said });
	expect(el.querySelector("textarea").value).toBe("You are ti");
	expect(el.querySelector("input[value=b]").checked).toBe(true);
});
