import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { frame, h } from "../../widgets/academy_widgets/view.js";
import { mounted } from "./fake_model.js";

const view = {
	render: (context) =>
		frame(context, "small", (_content, desk) => {
			const input = h("input", { name: "word" });
			const send = h("button", { type: "button" }, "Send");
			send.addEventListener("click", () => desk.answer({ word: input.value }));
			desk.form.append(input, send, desk.result);
			return {
				read: () => ({ word: input.value }),
				write: (form) => {
					input.value = form.word;
				},
				show: (feedback) => {
					desk.result.textContent = feedback.text;
				},
			};
		}),
};

function type(el, text) {
	const input = el.querySelector("input");
	input.value = text;
	input.dispatchEvent(new Event("input", { bubbles: true }));
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
	expect(model.sent).toEqual([["draft", { n: 1, form: { word: "ab" } }]]);
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
	expect(line(el)).toContain("Only you can read this.");
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
	button("Try again").click();
	expect(model.get("draft")).toEqual({ n: 2, form: { word: "a" } });
});

test("unsaved words survive a reload without a kernel, and are sent again", () => {
	const first = mounted(view, {});
	type(first.el, "half a sen");
	first.stop();
	const { model, el } = mounted(view, {}, { draft: { n: 0, form: { word: "older" } } });
	expect(el.querySelector("input").value).toBe("half a sen");
	vi.advanceTimersByTime(600);
	expect(model.get("draft")).toEqual({ n: 1, form: { word: "half a sen" } });
	model.set("saved", { n: 1, state: "kept", at: "2026-05-03T10:00:00+00:00" });
	expect(sessionStorage.length).toBe(0);
});

test("unsaved words come back to nobody else, and not over newer ones", () => {
	type(mounted(view, {}, { saved: { learner: "ada" } }).el, "ada's");
	const word = (saved) => mounted(view, {}, { saved }).el.querySelector("input").value;
	expect(word({ learner: "bo" })).toBe("");
	const later = new Date(Date.now() + 60_000).toISOString();
	expect(word({ learner: "ada", at: later })).toBe("");
	expect(word({ learner: "ada" })).toBe("ada's");
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
	expect(heard).toEqual(["untouched", "saving", "saving", "kept"]);
});
