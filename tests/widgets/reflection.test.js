import { afterEach, expect, test, vi } from "vitest";
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

const at = "2026-05-03T10:00:00+00:00";
const receipt = { id: 7, number: 1, at, words: 3, state: "sent", late: false, notes: [] };
const versions = [{ ...receipt, via: "page", answers: { what: "I <b>listened</b>.", next: "" } }];
const returned = {
	id: 9,
	number: 1,
	at,
	score: 2,
	max: 3,
	questions: [
		{
			id: "what",
			score: 2,
			max: 3,
			comment: "<i>Thank you.</i>",
			criterion: "One conversation.",
			level: "Where it was and what about.",
		},
		{ id: "next", score: 0, max: 3, comment: "", left_out: true },
	],
};

const open = [];
afterEach(() => {
	for (const page of open.splice(0)) page.stop();
});

/** The page when Python says where the reflection is. */
function told(feedback, state = {}) {
	const page = mounted(view, content, state);
	open.push(page);
	const all = { sent: true, receipt, versions, with_tutor: true, ...feedback };
	page.model.set("feedback", all);
	return page;
}

function lastResponse(model) {
	return model.sent.filter(([trait]) => trait === "response").at(-1)?.[1];
}

function says(model, state, more = {}) {
	const { n, page } = lastResponse(model);
	model.set("saved", { n, page, state, at, ...more });
}

test("what a tutor has begun with is not taken back, and that is said", () => {
	const { el } = told({ receipt: { ...receipt, number: 2, begun: true } });
	expect(el.querySelector(".ac-receipt").textContent).toContain("begun with an earlier version");
	const [take] = el.querySelectorAll(".ac-sent > button");
	expect(take.textContent).toBe("Take it back");
	expect(take.hidden).toBe(true);
	expect(told({ receipt }).el.querySelector(".ac-sent > button").hidden).toBe(false);
});

test("a receipt says when, in which zone, how much and which version", () => {
	const { el } = told({ receipt: { ...receipt, number: 2 } });
	const text = el.querySelector(".ac-receipt").textContent;
	expect(text).toMatch(
		/Sent on .* at \d\d:\d\d\D* (UTC|GMT|[A-Z]{3,4}|GMT[+-]\d+).*version 2, 3 words/,
	);
	expect(text).toContain("has not begun to mark it");
	expect(text).not.toContain("was due");
});

test("late is told kindly, and what happened in another tool as text", () => {
	const notes = ["A cell was <b>twice</b> there."];
	const { el } = told({ receipt: { ...receipt, late: true, notes } });
	const shown = el.querySelector(".ac-receipt");
	expect(shown.textContent).toContain("after the day it was due; your tutor still reads it");
	expect(shown.querySelector("li").textContent).toBe(notes[0]);
});

test("it is taken back by two steps, and the first can be left by the keyboard", () => {
	const { model, el, button } = told({});
	const asking = el.querySelector(".ac-ask");
	button("Take it back").click();
	expect(document.activeElement.textContent).toContain("cannot open it any more");
	asking.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
	expect(asking.hidden).toBe(true);
	expect(document.activeElement).toBe(button("Take it back"));
	button("Take it back").click();
	button("Yes, take it back").click();
	expect(lastResponse(model).answer).toEqual({ do: "withdraw", of: 7 });
	model.set("feedback", { sent: true, receipt: { ...receipt, state: "withdrawn" }, versions });
	says(model, "kept");
	expect(button("Take it back").hidden).toBe(true);
	expect(el.querySelector(".ac-receipt").textContent).toContain("You took it back");
	expect(document.activeElement).toBe(el.querySelector(".ac-result"));
});

test("when it is too late, that is told, and there is nothing left to press", () => {
	const { model, el, button } = told({});
	button("Take it back").click();
	button("Yes, take it back").click();
	model.set("feedback", { sent: true, receipt: { ...receipt, state: "marking" }, versions });
	says(model, "refused", { says: "Your tutor has begun." });
	expect(el.querySelector(".ac-saved [role=alert]").textContent).toBe("Your tutor has begun.");
	expect(el.querySelector(".ac-ask").hidden).toBe(true);
	expect(button("Take it back").hidden).toBe(true);
	expect(el.querySelector(".ac-receipt").textContent).toContain("has begun to read it");
});

test("what could not be taken back for want of a disk can be tried again", () => {
	const { model, button } = told({});
	button("Take it back").click();
	button("Yes, take it back").click();
	expect(button("Yes, take it back").disabled).toBe(true);
	says(model, "failed", { says: "Not saved." });
	expect(button("Yes, take it back").disabled).toBe(false);
});

test.each(["marking", "returned", "withdrawn"])("what is %s is not taken back", (state) => {
	const { button } = told({ receipt: { ...receipt, state } });
	expect(button("Take it back").hidden).toBe(true);
});

test("every version can be read, as text", () => {
	const second = { ...versions[0], id: 8, number: 2, via: "jupyterlab", late: true };
	const { el } = told({ receipt: { ...receipt, number: 2 }, versions: [second, versions[0]] });
	const list = el.querySelector(".ac-sent-versions");
	expect(list.querySelector("summary").textContent).toContain("2 versions, newest on");
	const [newer, older] = list.querySelectorAll(".ac-sent-version");
	expect(newer.textContent).toContain("from JupyterLab, after the day it was due, sent");
	expect(older.textContent).toContain("Version 1");
	expect(older.textContent).toContain("a newer one took its place");
	expect(older.textContent).toContain("I <b>listened</b>.");
	expect(list.querySelector("b")).toBe(null);
});

test("what came back to an earlier version stays readable with it", () => {
	const old = { ...versions[0], state: "returned", returned: { ...returned, id: 6 } };
	const { el } = told({ versions: [{ ...versions[0], number: 2 }, old], returned });
	const shown = el.querySelectorAll(".ac-sent-version")[1].textContent;
	expect(shown).toContain("What your tutor saw: Where it was and what about.");
});

test("sending again says which version it will be", () => {
	const { el, button } = told({});
	typed(el, "More.");
	button("Read it through").click();
	expect(el.querySelector(".ac-reading").textContent).toContain("This is version 2.");
});

test("a tutor's answer is shown: what was looked for, what was reached in words, as text", () => {
	const { el } = told({ receipt: { ...receipt, state: "returned" }, returned });
	const shown = el.querySelector(".ac-returned");
	expect(shown.textContent).toContain("2 of 3 points in all");
	expect(shown.textContent).toContain("What was looked for: One conversation.");
	expect(shown.textContent).toContain("What your tutor saw: Where it was and what about. (2 of 3");
	expect(shown.textContent).toContain("<i>Thank you.</i>");
	expect(shown.textContent).toContain("You left this one out");
	expect(shown.querySelector("i")).toBe(null);
});

test("a tutor is answered once, and asked for another look", () => {
	const { model, el, button } = told({ returned });
	button("Send my answer").click();
	expect(lastResponse(model)).toBe(undefined);
	expect(el.querySelector(".ac-back [role=alert]").textContent).toContain("Write a few words");
	const area = el.querySelector(".ac-back textarea");
	area.value = "Thank you.";
	el.querySelector(".ac-back [type=checkbox]").click();
	button("Send my answer").click();
	const answer = { do: "answer", of: 9, text: "Thank you.", look: true };
	expect(lastResponse(model).answer).toEqual(answer);
	const answered = { text: "<u>Thank</u> you.", look: true, at };
	model.set("feedback", { sent: true, receipt, versions, returned: { ...returned, answered } });
	says(model, "kept");
	expect(el.querySelector(".ac-back").hidden).toBe(true);
	const shown = el.querySelector(".ac-answered");
	expect(shown.textContent).toContain("<u>Thank</u> you.");
	expect(shown.textContent).toContain("asked for another look");
	expect(document.activeElement).toBe(shown);
});

test("an answer to the tutor that is begun is kept, comes back, and is gone once it is sent", () => {
	vi.useFakeTimers();
	const { model, el } = told({ returned });
	const area = el.querySelector(".ac-back textarea");
	area.value = "Thank";
	area.dispatchEvent(new Event("input", { bubbles: true }));
	vi.advanceTimersByTime(600);
	const drafts = () => model.sent.filter(([trait]) => trait === "draft").map(([, one]) => one);
	const back = { of: 9, text: "Thank", look: false };
	expect(drafts().at(-1).form.back).toEqual(back);
	vi.useRealTimers();
	sessionStorage.clear();

	const draft = { n: 0, page: "elsewhere", form: { answers: { what: "x" }, back } };
	const again = told({ returned }, { draft });
	expect(again.el.querySelector(".ac-back textarea").value).toBe("Thank");
	const answered = { text: "Thank", look: false, at };
	const late = told({ returned: { ...returned, answered } }, { draft });
	expect(late.el.querySelector(".ac-back").hidden).toBe(true);
	const other = told({ returned: { ...returned, id: 11 } }, { draft });
	expect(other.el.querySelector(".ac-back textarea").value).toBe("");
});

test("what was not taken can be sent again", () => {
	const { model, el, button } = told({ returned });
	el.querySelector(".ac-back textarea").value = "Thank you.";
	button("Send my answer").click();
	expect(button("Send my answer").disabled).toBe(true);
	says(model, "failed", { says: "Not saved." });
	expect(button("Send my answer").disabled).toBe(false);
	expect(el.querySelector(".ac-back textarea").value).toBe("Thank you.");
});
