import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { mounted } from "./fake_model.js";
import { kept, type, small as view } from "./small.js";

/** What was sent, without what differs at each opening. */
function sent(model) {
	return model.sent.map(([trait, { page, seen, ...message }]) => [trait, message]);
}
const line = (el) => el.querySelector(".ac-saved").textContent;

beforeEach(() => {
	vi.useFakeTimers();
	sessionStorage.clear();
});
afterEach(() => vi.useRealTimers());

test("a draft goes out once the learner pauses, not at each key", () => {
	const { model, el } = mounted(view, {});
	type(el, "a");
	type(el, "ab");
	expect(model.sent).toEqual([]);
	vi.advanceTimersByTime(600);
	expect(sent(model)).toEqual([["draft", { n: 1, form: { word: "ab" } }]]);
});

test("it says saved only when Python says that it is on disk", () => {
	const { model, el } = mounted(view, {});
	type(el, "a");
	vi.advanceTimersByTime(600);
	expect(line(el)).toContain("Saving");
	model.set("saved", { n: 0, state: "kept", at: "2026-05-03T10:00:00+00:00" });
	expect(line(el)).toContain("Saving");
	model.set("saved", { n: 1, state: "kept", at: "2026-05-03T10:00:00+00:00", audience: "me" });
	expect(line(el)).toContain("Saved at");
});

test("silence and failure are told, the words stay, and trying again sends them again", () => {
	const { model, el, button } = mounted(view, {});
	type(el, "a");
	vi.advanceTimersByTime(600 + 8000);
	expect(el.querySelector("[role=alert]").textContent).toContain("Not saved");
	expect(el.querySelector("input").value).toBe("a");
	expect(button("Reload the page")).toBeDefined();
	model.set("saved", { n: 1, state: "failed", says: "Not saved: the disk is full." });
	expect(line(el)).toContain("the disk is full");
	const first = model.get("draft");
	button("Try again").click();
	// Under the same number, so that it is kept once; and not equal, or nobody would hear.
	expect(model.get("draft")).toEqual({ ...first, again: 1 });
	model.set("saved", { n: 1, ...kept });
	expect(line(el)).toContain("Saved at");
});

test("unsaved words survive a reload without a kernel, and are sent again", () => {
	const first = mounted(view, {});
	type(first.el, "half a sen");
	first.stop();
	const { model, el } = mounted(view, {}, { draft: { n: 0, form: { word: "older" } } });
	expect(el.querySelector("input").value).toBe("half a sen");
	vi.advanceTimersByTime(600);
	expect(model.get("draft")).toMatchObject({ n: 1, form: { word: "half a sen" } });
	model.set("saved", { n: 1, state: "kept", at: "2026-05-03T10:00:00+00:00" });
	expect(sessionStorage.length).toBe(0);
});

test("unsaved words come back to nobody else, whatever the clocks say", () => {
	type(mounted(view, {}, { saved: { learner: "ada" } }).el, "ada's");
	const word = (saved) => mounted(view, {}, { saved }).el.querySelector("input").value;
	expect(word({ learner: "bo" })).toBe("");
	const later = new Date(Date.now() + 60_000).toISOString();
	expect(word({ learner: "ada", at: later })).toBe("ada's");
});

test("unsaved words that are on disk after all are not sent again", () => {
	type(mounted(view, {}).el, "whole");
	const { model } = mounted(view, {}, { draft: { n: 0, form: { word: "whole" } } });
	vi.advanceTimersByTime(600);
	expect(model.sent).toEqual([]);
	expect(sessionStorage.length).toBe(0);
});

test("every message names its opening of the page and what its writer had seen", () => {
	const { model, el, button } = mounted(view, {}, { saved: { seen: 7 } });
	type(el, "a");
	vi.advanceTimersByTime(600);
	model.set("saved", { n: 0, seen: 12 }); // a new kernel, or another view
	button("Send").click();
	const [[, draft], , [, response]] = model.sent;
	expect(draft.page).toMatch(/^[0-9a-f]{16}$/);
	expect(response).toMatchObject({ page: draft.page, seen: 7, n: 2 });
	expect(mounted(view, {}).model.sent).toEqual([]);
	button("Send").click();
	const other = mounted(view, {});
	other.button("Send").click();
	expect(other.model.get("response").page).not.toBe(draft.page);
});

test("a draft waits until the answer before it is settled, and goes when one leaves", () => {
	const { model, el, button } = mounted(view, {});
	button("Send").click();
	type(el, "more");
	vi.advanceTimersByTime(2000);
	expect(model.sent.map(([trait]) => trait)).toEqual(["response"]);
	model.set("saved", { n: 1, ...kept });
	expect(model.get("draft")).toMatchObject({ n: 2, form: { word: "more" } });
	expect(line(el)).toContain("Saving");
	button("Send").click();
	type(el, "and more");
	window.dispatchEvent(new Event("pagehide"));
	expect(model.get("draft").form).toEqual({ word: "and more" });
});

test("an answer that was not taken is not made up for by a draft that was", () => {
	const { model, el, button } = mounted(view, {});
	type(el, "a");
	vi.advanceTimersByTime(600);
	button("Send").click();
	model.set("saved", { n: 1, ...kept });
	expect(line(el)).toContain("Saving");
	model.set("saved", { n: 2, state: "failed", says: "Not saved: the disk is full." });
	expect(line(el)).toContain("the disk is full");
	button("Try again").click();
	expect(model.get("response")).toMatchObject({ n: 2, again: 1 });
});

test("another view's success is not ours", () => {
	const { model, el } = mounted(view, {});
	type(el, "a");
	vi.advanceTimersByTime(600);
	model.set("saved", { n: 1, page: "another", ...kept });
	expect(line(el)).toContain("Saving");
});

test("somebody who writes without a pause is saved all the same", () => {
	const { model, el } = mounted(view, {});
	for (let letters = 1; letters <= 50; letters += 1) {
		type(el, "a".repeat(letters));
		vi.advanceTimersByTime(200);
	}
	expect(model.sent.length).toBeGreaterThanOrEqual(3);
});

test("shown again, it shows what was sent last", () => {
	const draft = { n: 3, form: { word: "early" } };
	const response = { n: 4, answer: {}, form: { word: "later" } };
	const { model, el } = mounted(view, {}, { draft, response });
	expect(el.querySelector("input").value).toBe("later");
	type(el, "x");
	vi.advanceTimersByTime(600);
	expect(model.get("draft").n).toBe(5);
});

test("leaving flushes at once", () => {
	const { model, el } = mounted(view, {});
	type(el, "a");
	document.dispatchEvent(new Event("academy:leaving"));
	expect(model.get("draft").form).toEqual({ word: "a" });
});

test("a draft is flushed when the page is hidden", () => {
	const { model, el } = mounted(view, {});
	type(el, "a");
	window.dispatchEvent(new Event("pagehide"));
	expect(model.get("draft").form).toEqual({ word: "a" });
});

test("an equal answer given again is sent again", () => {
	const { model, button } = mounted(view, {});
	button("Send").click();
	button("Send").click();
	expect(model.get("response").n).toBe(2);
});

test("taking it away takes every listener away", () => {
	const { model, el, stop } = mounted(view, {});
	stop();
	expect(model.listeners()).toBe(0);
	expect(el.childElementCount).toBe(0);
});

test("the page hears what is saved", () => {
	const heard = [];
	document.addEventListener("academy:saved", (event) => heard.push(event.detail.state));
	const { model, el } = mounted(view, {});
	type(el, "a");
	vi.advanceTimersByTime(600);
	model.set("saved", { n: 1, state: "kept", at: "2026-05-03T10:00:00+00:00" });
	expect(heard).toEqual(["untouched", "saving", "kept"]);
});
