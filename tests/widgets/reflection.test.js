import { expect, test } from "vitest";
import view from "../../widgets/academy_widgets/reflection/view.js";
import { mounted } from "./fake_model.js";

const content = {
	invite: "Think of one.",
	questions: [
		{ id: "what", prompt: "What?", about: 10 },
		{ id: "next", prompt: "Next?", about: 10 },
	],
};

function typed(el, text) {
	const area = el.querySelector("textarea");
	area.value = text;
	area.dispatchEvent(new Event("input", { bubbles: true }));
}

test("words are counted kindly", () => {
	const { el } = mounted(view, content);
	expect(el.querySelector(".ac-words").textContent).toContain("Start anywhere");
	typed(el, "One two three");
	expect(el.querySelector(".ac-words").textContent).toContain("3 words. A beginning");
});

test("it is read through before it is sent, and only sending sends it", () => {
	const { model, el, button } = mounted(view, content);
	typed(el, "I <b>listened</b>.");
	button("Read it through").click();
	expect(el.querySelector(".ac-reading").textContent).toContain("I <b>listened</b>.");
	expect(el.querySelector(".ac-reading").textContent).toContain("Nothing written");
	expect(model.sent.filter(([trait]) => trait === "response")).toEqual([]);
	button("Send to my tutor").click();
	expect(model.get("response").answer).toEqual({
		answers: { what: "I <b>listened</b>.", next: "" },
		send: true,
	});
});

test("somebody without a tutor can keep it", () => {
	const { model, el, button } = mounted(view, content);
	typed(el, "I listened.");
	button("Read it through").click();
	button("Keep it for myself").click();
	expect(model.get("response").answer.send).toBe(false);
	model.set("feedback", { words: { what: 2 }, sent: false });
	expect(el.textContent).toContain("Kept for you alone");
});

test("an empty reflection is not sent", () => {
	const { el, button } = mounted(view, content);
	button("Read it through").click();
	expect(el.querySelector(".ac-reading").hidden).toBe(true);
	expect(el.querySelector(".ac-nudge").textContent).toContain("one sentence");
});

test("a tutor's answer is shown, as text", () => {
	const { model, el } = mounted(view, content);
	const questions = [{ id: "what", score: 2, max: 3, comment: "<i>Thank you.</i>" }];
	const at = "2026-05-03T10:00:00+00:00";
	model.set("feedback", {
		receipt: { at, words: 3, state: "returned" },
		returned: { at, score: 2, max: 3, questions },
	});
	expect(el.querySelector(".ac-returned").textContent).toContain("<i>Thank you.</i>");
	expect(el.querySelector(".ac-returned i")).toBe(null);
});
