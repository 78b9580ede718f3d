import { expect, test, vi } from "vitest";
import view from "../../widgets/academy_widgets/audit/view.js";
import { mounted } from "./fake_model.js";

const asks = [
	{ id: "white", ask: "How many?", form: "number", most: 100, unit: "of 100", choices: [] },
	{
		id: "rule",
		ask: "Which?",
		form: "choose",
		choices: [
			{ id: "one", text: "One" },
			{ id: "two", text: "Two" },
		],
	},
	{ id: "why", ask: "Why?", form: "write", choices: [] },
	{ id: "afterwards", ask: "And now?", form: "write", later: true, choices: [] },
].map((one) => ({ later: false, most: null, unit: null, ...one }));
const study = { of: "scores", invite: ["A count."], look: "See it", asks };
const told = { caption: "Told", columns: ["", "A"], rows: [["x", "3 of 9"]] };
const blocks = [
	{ headline: "Found." },
	{ quote: "<b>mine</b>" },
	{
		dots: {
			caption: "Dots",
			groups: ["A", "B"],
			most: 50,
			rows: [{ name: "x", points: [{ of: 1, at: 25, low: 10, high: 40 }] }],
			table: told,
		},
	},
	{
		cuts: {
			groups: ["A", "B"],
			used: 3,
			lowest: 2,
			says: ["People"],
			lines: [
				[["12"], ["13"]],
				[["22"], ["23"]],
			],
		},
	},
];

function answered({ el, button }) {
	el.querySelector("input[type=number]").value = "7.5";
	el.querySelector("input[value=two]").checked = true;
	el.querySelector("textarea").value = "Because.";
	button("See it").click();
}

test("a guess that is not whole says which question is left, and is not sent", () => {
	const { model, el, button } = mounted(view, study);
	button("See it").click();
	expect(el.querySelector(".ac-nudge").textContent).toContain("How many?");
	expect(model.sent).toEqual([]);
});

test("a whole guess is sent, and locked once its result is there; words stay open", () => {
	const page = mounted(view, study);
	answered(page);
	const { model, el, button } = page;
	expect(model.get("response").answer).toEqual({ white: 7.5, rule: "two", why: "Because." });
	expect(el.querySelector(".ac-later").hidden).toBe(true);
	expect(el.querySelector(".ac-result").textContent).toContain("Working it out");
	model.set("feedback", { blocks });
	expect(el.querySelector("input[type=number]").disabled).toBe(true);
	expect(el.querySelector("fieldset").disabled).toBe(true);
	expect(el.querySelector("textarea").disabled).toBe(false);
	el.querySelector(".ac-later textarea").value = "Ask them.";
	button("Keep this with my answer").click();
	expect(model.get("response").answer.afterwards).toBe("Ask them.");
});

test("what is left comes back with its result", () => {
	const { el } = mounted(view, study, {
		draft: { form: { white: 3, rule: "one", why: "W" } },
		feedback: { blocks },
	});
	expect(el.querySelector("input[type=number]").value).toBe("3");
	expect(el.querySelector("input[value=one]").checked).toBe(true);
	expect(el.querySelector(".ac-headline").textContent).toBe("Found.");
});

test("a learner's words are text, and a picture has a table", () => {
	const { model, el } = mounted(view, study);
	model.set("feedback", { blocks });
	expect(el.querySelector(".ac-yours").innerHTML).toBe("&lt;b&gt;mine&lt;/b&gt;");
	const figure = el.querySelector(".ac-dots");
	expect(figure.querySelector(".ac-plot").getAttribute("aria-hidden")).toBe("true");
	expect(figure.querySelector("table").textContent).toContain("3 of 9");
	const range = figure.querySelector(".ac-range").getAttribute("style");
	expect(range).toBe("--from: 20%; --to: 80%; --at: 50%");
});

test("a cut-off that is moved tells its line, and is no draft", () => {
	const { model, el } = mounted(view, study);
	model.set("feedback", { blocks });
	const before = model.sent.length;
	const [first] = el.querySelectorAll(".ac-cuts input");
	const cells = () => [...el.querySelectorAll(".ac-cuts tbody td")].map((one) => one.textContent);
	expect(cells()).toEqual(["13", "23"]);
	first.value = "2";
	first.dispatchEvent(new Event("input", { bubbles: true }));
	expect(cells()).toEqual(["12", "23"]);
	expect(first.getAttribute("aria-valuetext")).toBe("2 or more");
	window.dispatchEvent(new Event("pagehide"));
	expect(model.sent.length).toBe(before);
});

const own = {
	of: "own_table",
	invite: [],
	look: "Count",
	asks: [],
	careful: ["C"],
	example: "g,o",
};
const read = {
	rows: 2,
	delimiter: "comma",
	columns: [
		{ name: "g", values: ["a", "b"] },
		{ name: "o", values: ["y", "n"] },
	],
};
const kept = { counts: { groups: ["a", "b"] }, guess: null, notes: [] };

/** A table that is read, with Python's answers as given. */
async function brought(...answers) {
	const page = mounted(view, own);
	page.asked = [];
	page.model.send = ({ n, ask }) => {
		page.asked.push(ask);
		queueMicrotask(() => page.model.tell("msg:custom", { n, ...answers.shift() }));
	};
	const area = page.el.querySelector("textarea");
	area.value = "g,o\na,y";
	area.dispatchEvent(new Event("input", { bubbles: true }));
	page.button("Read its columns").click();
	await vi.waitFor(() => expect(page.asked.length).toBe(1));
	await Promise.resolve();
	return page;
}

test("a table is sent to be counted and is never a draft or an answer", async () => {
	const page = await brought({ found: read }, { found: { blocks: [{ says: "B" }], kept } });
	const { model, el, button, asked } = page;
	await vi.waitFor(() => expect(el.querySelector(".ac-choosing").hidden).toBe(false));
	el.querySelector(".ac-choosing").dispatchEvent(new Event("input", { bubbles: true }));
	button("Count").click();
	await vi.waitFor(() => expect(el.querySelector(".ac-says").textContent).toBe("B"));
	expect(asked[1].count).toEqual({
		text: "g,o\na,y",
		group: "g",
		reference: "a",
		outcome: "o",
		counts_as: "y",
		layer: "",
		people: "",
		guess: null,
	});
	expect(model.sent).toEqual([]);
	button("Keep the counts, for me alone").click();
	expect(model.get("response").answer).toEqual(kept);
	expect(JSON.stringify(model.sent)).not.toContain("a,y");
	expect(el.textContent).toContain("not kept so far");
	model.set("feedback", { blocks: [{ says: "B" }], kept });
	expect(el.textContent).not.toContain("not kept so far");
	expect(button("Keep the counts, for me alone").hidden).toBe(true);
});

test("a table that cannot be read says why, and offers no columns", async () => {
	const { el } = await brought({ sorry: "Line 3 is short." });
	await vi.waitFor(() =>
		expect(el.querySelector(".ac-nudge").textContent).toBe("Line 3 is short."),
	);
	expect(el.querySelector(".ac-choosing").hidden).toBe(true);
});

test("counts that were kept come back with what they come to", () => {
	const { el, model } = mounted(view, own, {
		draft: { form: kept },
		feedback: { blocks: [{ says: "B" }], kept },
	});
	expect(el.querySelector(".ac-says").textContent).toBe("B");
	expect(el.textContent).toContain("counts that you kept");
	expect(el.textContent).not.toContain("not kept so far");
	expect(model.sent).toEqual([]);
});
