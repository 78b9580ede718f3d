import { expect, test } from "vitest";
import view from "../../widgets/academy_widgets/code/view.js";
import { mounted } from "./fake_model.js";

const content = {
	scene: "An office.",
	speaker: "Omar",
	listener: "Jo",
	turns: [
		{ id: "t1", who: "listener", text: "Where?" },
		{ id: null, who: "speaker", text: "Here." },
		{ id: "t2", who: "listener", text: "Here, then." },
	],
	labels: [
		{ id: "question", means: "asks" },
		{ id: "reflection", means: "says back" },
	],
};
const label = { label: "question", same: 86, instead: "information", instead_share: 6 };
const said = {
	turns: [
		{ id: "t1", yours: "question", ours: "question", also: [], why: "It asks.", stands: "same" },
	],
	marked: 1,
	of: 2,
	same: 1,
	arguable: 0,
	experts: { overall: 80, labels: [label] },
	agreement: [
		{ what: "all", kappa: ".71", one_turn: ".10", why: "", experts: ".74", pairs: ".58 to .83" },
		{ what: "other", kappa: null, one_turn: null, why: "No.", experts: ".74", pairs: ".58 to .90" },
	],
	holds: { question: ".87", reflection: ".66", information: ".64" },
	measures: [
		{ what: "Share", yours: "48", ours: "", threshold: "None.", talks: "52.", caveat: "A link." },
	],
};

test("only the listener's turns are to be marked", () => {
	const { el } = mounted(view, content);
	expect(el.querySelectorAll("fieldset").length).toBe(2);
});

test("marks are counted, then sent", () => {
	const { model, el, button } = mounted(view, content);
	button("Compare").click();
	expect(model.sent).toEqual([]);
	const input = el.querySelector("input[name=t1][value=question]");
	input.checked = true;
	input.dispatchEvent(new Event("change", { bubbles: true }));
	expect(el.querySelector(".ac-left").textContent).toContain("1 of 2");
	button("Compare").click();
	expect(model.get("response").answer).toEqual({ labels: { t1: "question" } });
});

test("each turn says how it stands, and the experts' picture is a table", () => {
	const { model, el } = mounted(view, content);
	model.set("feedback", said);
	expect(el.querySelector(".ac-said").textContent).toContain("The same as ours");
	expect(el.querySelectorAll(".ac-experts")[1].textContent).toContain("86 in 100");
});

test("a kappa stands beside the experts', and words where there is none", () => {
	const { el } = mounted(view, content, { feedback: said });
	const rows = [...el.querySelectorAll(".ac-experts")[0].querySelectorAll("tbody tr")];
	expect(rows.map((row) => row.textContent)).toEqual([
		"One of the four.71.74 any two: .58 to .83",
		"Other, or not– No..74 any two: .58 to .90",
	]);
	expect(el.querySelector(".ac-result").textContent).toContain("by about .10");
});

test("a measure stands beside what is published and its caveat", () => {
	const { el } = mounted(view, content, { feedback: said });
	const all = [...el.querySelectorAll(".ac-measures dd")].map((one) => one.textContent);
	expect(all).toEqual(["48", "None. 52.", "A link."]);
});

test("marks come back", () => {
	const { el } = mounted(view, content, { draft: { form: { labels: { t2: "reflection" } } } });
	expect(el.querySelector("input[name=t2][value=reflection]").checked).toBe(true);
});
