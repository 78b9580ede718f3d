import { afterEach, expect, test, vi } from "vitest";
import view from "../../widgets/academy_widgets/share/view.js";
import { mounted } from "./fake_model.js";

const ask = (id) => ({ id, text: `${id}?`, help: ".", short: id, open: `no ${id}` });
const content = {
	invite: "Plan.",
	asked: ["decision", "needs", "first", "when"].map(ask),
	needs: [
		{ id: "time", text: "Time", help: "When?" },
		{ id: "ally", text: "An ally", help: "Who?" },
	],
	longest: 100,
};
const form = {
	lines: { decision: "<b>The rota</b>", first: "" },
	needs: { time: { on: true, text: "An hour" }, ally: { on: false, text: "" } },
	date: "2031-05-06",
	time: "14:30",
	uid: "abc",
	times: 2,
	ticks: ["decision"],
};

const stops = [];

function opened(draft) {
	const found = mounted(view, content, draft ? { draft: { form: draft } } : {});
	const sent = [];
	found.model.send = (one) => sent.push(one);
	const made = () => found.el.querySelector(".ac-made").textContent;
	stops.push(found.stop);
	return { ...found, sent, made };
}

afterEach(() => {
	for (const stop of stops.splice(0)) stop();
});

test("nothing written is told, and nothing is kept or made", () => {
	const { button, el, model, sent } = opened();
	button("Keep my plan").click();
	button("One page, as PDF").click();
	expect(el.querySelector(".ac-nudge").textContent).toContain("Write a line first");
	expect(model.get("response").answer).toBe(undefined);
	expect(sent).toEqual([]);
});

test("what was written stands there again, and is kept with its name in a calendar", () => {
	const { button, model, el } = opened(form);
	expect(el.querySelector("textarea[name=decision]").value).toBe("<b>The rota</b>");
	button("Keep my plan").click();
	const { answer } = model.get("response");
	const { times, ticks, ...plan } = form; // how files are made is no part of the answer
	expect(answer).toEqual({ ...plan, today: answer.today });
	expect(answer.today).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test("a plan gets a name of its own once, and keeps it", () => {
	const { button, model, el } = opened();
	el.querySelector("textarea").value = "x";
	button("Keep my plan").click();
	const { uid } = model.get("response").answer;
	expect(uid).toMatch(/^[0-9a-f]{24}$/);
	button("Keep my plan").click();
	expect(model.get("response").answer.uid).toBe(uid);
});

test("who says what is needed has ticked it", () => {
	const { el, button, model } = opened(form);
	const line = [...el.querySelectorAll(".ac-need input:not([type=checkbox])")][1];
	line.value = "Her sister";
	line.dispatchEvent(new Event("input", { bubbles: true }));
	button("Keep my plan").click();
	expect(model.get("response").answer.needs.ally).toEqual({ on: true, text: "Her sister" });
});

test("a calendar is asked for with what is ticked, and what Python refuses is told", async () => {
	const { button, sent, model, made } = opened(form);
	button("Calendar file (.ics)").click();
	expect(sent[0].ask).toMatchObject({ make: "calendar", parts: ["decision"], times: 2 });
	expect(made()).toBe("One moment …");
	model.tell("msg:custom", { n: sent[0].n, sorry: "Choose a date first." });
	await vi.waitFor(() => expect(made()).toBe("Choose a date first."));
});

test("what is told of a sheet is read beside it", async () => {
	const { button, sent, model, made } = opened(form);
	URL.createObjectURL = () => "blob:x";
	button("One page, as PDF").click();
	const found = { name: "sharing.pdf", type: "application/pdf", base64: "JQ==", told: ["Cut."] };
	model.tell("msg:custom", { n: sent[0].n, found });
	await vi.waitFor(() => expect(made()).toBe("It is among your downloads. Cut."));
});

test("a plan is offered to the reflection as text, and only what is written", () => {
	const { button, made } = opened(form);
	let taken = null;
	const take = (event) => {
		taken = event.detail;
		event.detail.says = "It stands there.";
	};
	document.addEventListener("academy:offer", take);
	button("Take to my reflection").click();
	document.removeEventListener("academy:offer", take);
	expect(taken.text).toMatch(
		/^decision: <b>The rota<\/b>\nneeds: Time: An hour\nwhen: .*2031.*, 14:30$/,
	);
	expect(made()).toBe("It stands there.");
	button("Take to my reflection").click();
	expect(made()).toContain("There is no reflection on this page");
});

test("what stands open is listed, and what was said is text", () => {
	const { model, el } = opened(form);
	model.set("feedback", { open: ["<i>no</i> first"], when: "Tuesday", says: ["Passed."] });
	expect(el.querySelector(".ac-result").textContent).toContain("Tuesday");
	expect(el.querySelector(".ac-result i")).toBe(null);
	model.set("feedback", { open: [], when: "", says: [] });
	expect(el.querySelector(".ac-result").textContent).toBe("Nothing stands open.");
});
