import { expect, test } from "vitest";
import { mounted } from "./fake_model.js";
import { kept, small as view } from "./small.js";

const found = {
	says: ["Criteria first: 3 points less.", "This says nothing of one of you."],
	tables: [
		{
			caption: "Shift by group",
			columns: ["Mean"],
			rows: [
				{ name: "Criteria first", cells: [{ text: "2.1 (1.0 to 3.2)", people: 6, shade: 0.25 }] },
				{ name: "People first", cells: [{ text: "withheld", people: 0, shade: null }] },
			],
		},
	],
};
const told = { title: "Ward 4", people: 9, at: "2026-05-03T10:00:00+00:00", found };
const shown = (group, saved = { answered: true }) => mounted(view, {}, { group, saved });
const part = (el) => el.querySelector(".ac-gathered");

test("outside a cohort there is nothing of it", () => {
	expect(part(shown({}).el).hidden).toBe(true);
});

test("without an answer nothing can be counted, and below five nothing is shown", () => {
	const { el } = shown({ in: false, cohorts: [{ title: "Ward 4", waiting: true }] }, {});
	expect(part(el).hidden).toBe(false);
	expect(el.querySelector(".ac-count").disabled).toBe(true);
	expect(part(el).textContent).toContain("When you have answered");
	expect(part(el).textContent).toContain("From five people on");
	expect(el.querySelector(".ac-together table")).toBe(null);
});

test("a tick is sent, kept and told; a refusal takes it back", () => {
	const { el, model } = shown({ in: false, cohorts: [{ title: "Ward 4", waiting: true }] });
	const box = el.querySelector(".ac-count");
	box.click();
	const [[trait, { n, in: yes }]] = model.sent;
	expect([trait, yes]).toEqual(["count", true]);
	model.set("saved", { n, answered: true, ...kept });
	expect(part(el).textContent).toContain("Yours is counted in.");
	model.set("group", { in: true, cohorts: [told] });
	expect(part(el).textContent).toContain("3 points less");
	box.click();
	const last = model.sent.filter(([name]) => name === "count").at(-1)[1];
	expect(last.in).toBe(false);
	model.set("saved", { n: last.n, answered: true, state: "failed", says: "The disk is full." });
	expect(part(el).querySelector("[role=alert]").textContent).toBe("The disk is full.");
	expect(box.checked).toBe(true);
	// It does not touch what is said of the words themselves.
	expect(el.querySelector(".ac-saved").textContent).not.toContain("disk");
});

test("what was found stands in sentences and tables, with names of rows and columns", () => {
	const { el } = shown({ in: true, cohorts: [told] });
	const table = el.querySelector(".ac-together table");
	expect(table.querySelector("caption").textContent).toBe("Shift by group");
	expect([...table.querySelectorAll("th[scope=row]")].map((one) => one.textContent)).toEqual([
		"Criteria first",
		"People first",
	]);
	const [first, second] = table.querySelectorAll("tbody td");
	expect(first.style.getPropertyValue("--shade")).toBe("25%");
	expect(second.classList.contains("ac-shaded")).toBe(false);
	expect(part(el).textContent).toContain("9 people counted theirs in");
});

test("what cannot be worked out is said in a sentence", () => {
	const cohorts = [{ title: "Ward 4", sorry: "It cannot be worked out just now." }];
	const { el } = shown({ in: true, cohorts });
	expect(part(el).textContent).toContain("It cannot be worked out just now.");
	expect(part(el).textContent).not.toContain("From five people on");
});

test("two cohorts are told apart by their names", () => {
	const { el } = shown({ in: true, cohorts: [told, { title: "Ward 5", waiting: true }] });
	const heads = [...el.querySelectorAll(".ac-together h4")].map((one) => one.textContent);
	expect(heads).toEqual(["What Ward 4 found", "What Ward 5 found"]);
});
