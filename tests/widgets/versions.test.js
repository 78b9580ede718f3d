import { afterEach, beforeEach, expect, test, vi } from "vitest";
import reply from "../../widgets/academy_widgets/reply/view.js";
import { mounted } from "./fake_model.js";
import { kept, type, small as view } from "./small.js";

const at = "2026-11-22T14:03:00+00:00";
const two = {
	versions: [
		{ id: 12, page: "q", at, form: { word: "theirs <b>" } },
		{ id: 9, page: "r", at, form: { word: "third" } },
	],
	more: [4],
};
const words = (el) => [...el.querySelectorAll(".ac-version blockquote")].map((q) => q.textContent);
const left = { saved: { seen: 13 }, draft: { n: 0, page: "p", form: { word: "mine" } } };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("what was written in another tab is shown whole, as text, and is announced", () => {
	document.documentElement.lang = "en-GB";
	const { model, el } = mounted(view, {}, left);
	expect(el.querySelector(".ac-versions").hidden).toBe(true);
	model.set("others", two);
	expect(words(el)).toEqual(["theirs <b>", "third"]);
	expect(el.querySelector(".ac-version p").textContent).toContain("another tab (22 November");
	expect(el.querySelector(".ac-unseen[role=status]").textContent).toContain("another tab");
});

test("a form's ids are told as the words that the learner saw", () => {
	const content = {
		speaker: { name: "Ada", who: "a nurse" },
		invite: "And you?",
		replies: [{ id: "a", text: "No?" }],
	};
	const form = { chosen: ["a"], pick: "a", written: "So it is." };
	const others = { versions: [{ id: 2, page: "q", at, form }] };
	expect(words(mounted(reply, content, { others }).el)).toEqual(["No?", "So it is."]);
});

test("every message while others stand says that they stand, and what has been shown", () => {
	const { model, el, button } = mounted(view, {}, { saved: { seen: 3 }, others: two });
	type(el, "more");
	vi.advanceTimersByTime(600);
	expect(model.get("draft")).toMatchObject({ seen: 12, beside: [12, 9, 4] });
	button("Send").click();
	expect(model.get("response").beside).toEqual([12, 9, 4]);
});

test("a version takes the form's place, and what stood there is sent along", () => {
	const { model, el, button } = mounted(view, {}, { ...left, others: two });
	button("Use that version instead").click();
	expect(el.querySelector("input").value).toBe("theirs <b>");
	expect(model.get("draft")).toMatchObject({
		form: { word: "theirs <b>" },
		was: { word: "mine" },
		beside: [9, 4],
	});
	expect(document.activeElement).toBe(el.querySelector(".ac-version p"));
	// Nothing else takes its place before Python has kept what stood there.
	expect(button("Use that version instead").disabled).toBe(true);
	model.set("others", { versions: [{ id: 14, page: "p.1", at, form: { word: "mine" } }] });
	expect(button("Use that version instead").disabled).toBe(false);
	type(el, "theirs, and on");
	vi.advanceTimersByTime(600);
	expect(model.get("draft").beside).toEqual([14]);
});

test("what stood in the form is sent until it is kept, whatever is typed meanwhile", () => {
	const { model, el, button } = mounted(view, {}, { ...left, others: two });
	button("Use that version instead").click();
	type(el, "typed on");
	vi.advanceTimersByTime(600);
	expect(model.get("draft")).toMatchObject({ form: { word: "typed on" }, was: { word: "mine" } });
	const again = mounted(view, {}, { ...left, others: two });
	vi.advanceTimersByTime(600);
	// Nobody has kept it: it stands in the tab's own copy, and on the server as "mine".
	expect(again.el.querySelector("input").value).toBe("typed on");
});

test("what is put away is not offered again, unless it was written on", () => {
	const { model, el, button } = mounted(view, {}, { ...left, others: two });
	button("Keep what is here").click();
	expect(model.get("draft")).toMatchObject({ form: { word: "mine" }, beside: [9, 4] });
	expect(model.get("draft").was).toBeUndefined();
	expect(words(el)).toEqual(["third"]);
	button("Keep what is here").click();
	expect(el.querySelector(".ac-versions").hidden).toBe(true);
	expect(document.activeElement).toBe(el.querySelector(".ac-title"));
	model.set("others", { versions: [{ id: 20, page: "q", at, form: { word: "on" } }] });
	expect(words(el)).toEqual(["on"]);
});

test("an empty form needs no place beside", () => {
	const { model, button } = mounted(view, {}, { others: two });
	button("Use that version instead").click();
	expect(model.get("draft").was).toBeUndefined();
});

/** Words typed on page `p` and never settled; then that page is loaded again. */
function loadedAgain(server) {
	const first = mounted(view, {}, { saved: { seen: 5 } });
	type(first.el, "mine, whole");
	vi.advanceTimersByTime(600);
	const { page } = first.model.get("draft");
	first.stop();
	const again = mounted(view, {}, server(page));
	vi.advanceTimersByTime(600);
	return again;
}

test("unsaved words go on from what this tab itself had sent, without a false alarm", () => {
	const { model } = loadedAgain((page) => ({
		saved: { seen: 6 },
		draft: { n: 0, page, form: { word: "mine" } },
	}));
	expect(model.get("draft")).toMatchObject({ seen: 6, form: { word: "mine, whole" } });
	expect(model.get("draft").beside).toBeUndefined();
});

test("unsaved words stand beside what another tab wrote meanwhile, and not in its place", () => {
	const { model } = loadedAgain((page) => ({
		saved: { seen: 8 },
		draft: { n: 0, page: "another", form: { word: "theirs" } },
		others: { versions: [{ id: 6, page, at, form: { word: "mine" } }], more: [] },
	}));
	expect(model.get("draft")).toMatchObject({ beside: [8], form: { word: "mine, whole" } });
});

test("loaded twice before anything is settled, they are still this tab's own", () => {
	/** @type {any} */
	let left;
	loadedAgain((page) => {
		left = { saved: { seen: 6 }, draft: { n: 0, page, form: { word: "mine" } } };
		return { ...left };
	});
	const { model } = mounted(view, {}, { ...left, draft: { ...left.draft } });
	vi.advanceTimersByTime(600);
	expect(model.get("draft").form).toEqual({ word: "mine, whole" });
	expect(model.get("draft").beside).toBeUndefined();
});

test("what another tab has answered is shown again once ours is kept", () => {
	const { model, el } = loadedAgain(() => ({ saved: { seen: 8 }, draft: { form: { word: "x" } } }));
	model.set("saved", { n: model.get("draft").n, ...kept });
	model.set("others", { versions: [{ id: 8, page: "q", at, form: { word: "x" } }], more: [] });
	expect(words(el)).toEqual(["x"]);
});
