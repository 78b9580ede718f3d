import { afterEach, expect, test, vi } from "vitest";
import view from "../../widgets/academy_widgets/spots/view.js";
import { mounted } from "./fake_model.js";

const content = {
	invite: "Think of one.",
	lines: [
		{ id: "decision", text: "What?", help: "One.", short: "The decision" },
		{ id: "could_say", text: "Who?", help: "Else.", short: "Who could say so" },
	],
	example: { decision: "I rang." },
	found: "In others.",
	cited: "Pronin",
	most: 3,
	longest: 100,
};
const two = [
	{ decision: "<b>First</b>", could_say: "" },
	{ decision: "Second", could_say: "She." },
];

function opened(form, more = {}) {
	const found = mounted(view, { ...content, ...more }, form ? { draft: { form } } : {});
	const area = (name) => found.el.querySelector(`textarea[name=${name}]`);
	const pressed = (text, at = 0) =>
		[...found.el.querySelectorAll("button")]
			.filter((one) => one.textContent.startsWith(text) && !one.closest("[hidden]"))
			[at].click();
	const entries = () => found.model.get("response").answer?.entries;
	const says = () => found.el.querySelector(".ac-says").textContent;
	return { ...found, area, pressed, entries, says };
}

afterEach(() => vi.unstubAllGlobals());

test("an entry goes into the journal, and the form is empty for the next", () => {
	const { area, pressed, entries, el } = opened();
	area("decision").value = "I rang her last.";
	pressed("Put it in my journal");
	expect(entries()).toEqual([{ decision: "I rang her last.", could_say: "" }]);
	expect(area("decision").value).toBe("");
	expect(el.querySelector(".ac-entries").textContent).toContain("I rang her last.");
});

test("nothing at all is no entry, and a full journal says so and keeps what is written", () => {
	const { area, pressed, entries, el } = opened(undefined, { most: 1 });
	pressed("Put it in my journal");
	expect(el.querySelector(".ac-nudge").textContent).toContain("Write a line first");
	area("decision").value = "One";
	pressed("Put it in my journal");
	area("decision").value = "Two";
	pressed("Put it in my journal");
	expect(el.querySelector(".ac-nudge").textContent).toContain("holds 1 entries");
	expect(area("decision").value).toBe("Two");
	expect(entries().length).toBe(1);
});

test("what is written is text, whoever wrote it", () => {
	const { el } = opened({ entries: two });
	expect(el.querySelector(".ac-entries b")).toBe(null);
	expect(el.querySelector(".ac-entries dd").textContent).toBe("<b>First</b>");
});

test("an entry is changed in its place, and a new one that was begun comes back", () => {
	const { area, pressed, entries } = opened({ entries: two, now: { decision: "Half" } });
	pressed("Change", 1);
	expect(area("decision").value).toBe("Second");
	area("decision").value = "Second, again";
	pressed("Keep the changes");
	expect(entries().map((one) => one.decision)).toEqual(["<b>First</b>", "Second, again"]);
	expect(area("decision").value).toBe("Half");
});

test("an entry can be left as it was", () => {
	const { area, pressed, el, entries } = opened({ entries: two });
	pressed("Change", 0);
	area("decision").value = "Other";
	pressed("Leave it as it was");
	expect(el.querySelector(".ac-entries dd").textContent).toBe("<b>First</b>");
	expect(entries()).toBe(undefined);
});

test("an entry is removed, and put back where it was", () => {
	const { pressed, entries, says } = opened({ entries: two });
	pressed("Remove", 0);
	expect(entries().map((one) => one.decision)).toEqual(["Second"]);
	expect(says()).toBe("Entry 1 is removed.");
	pressed("Put it back");
	expect(entries()).toEqual(two);
});

test("the last entry can be put back too, also after a reload", () => {
	const first = opened({ entries: [two[1]] });
	first.pressed("Remove");
	window.dispatchEvent(new Event("pagehide"));
	const form = first.model.get("response").form;
	first.stop();
	const again = opened(form);
	again.pressed("Put it back");
	expect(again.entries()).toEqual([two[1]]);
});

test("removing one that stands before the one being changed keeps the change in its place", () => {
	const { area, pressed, entries } = opened({ entries: two });
	pressed("Change", 1);
	pressed("Remove", 0);
	area("decision").value = "Changed";
	pressed("Keep the changes");
	expect(entries()).toEqual([{ decision: "Changed", could_say: "She." }]);
});

test("putting one back before the one being changed keeps the change in its place", () => {
	const { area, pressed, entries } = opened({ entries: two });
	pressed("Remove", 0);
	pressed("Change", 0);
	pressed("Put it back");
	area("decision").value = "Changed";
	pressed("Keep the changes");
	expect(entries()).toEqual([two[0], { decision: "Changed", could_say: "She." }]);
});

test("what is half written is kept as it is typed", () => {
	const { area, model } = opened();
	area("could_say").value = "Per";
	area("could_say").dispatchEvent(new Event("input", { bubbles: true }));
	window.dispatchEvent(new Event("pagehide"));
	expect(model.get("draft").form.now).toEqual({ decision: "", could_say: "Per" });
});

test("an entry is offered to the page only by a press, as plain text", () => {
	const heard = vi.fn();
	document.addEventListener("academy:offer", heard);
	const { pressed, says } = opened({ entries: two });
	expect(heard).not.toHaveBeenCalled();
	pressed("Take to my reflection", 1);
	document.removeEventListener("academy:offer", heard);
	expect(heard.mock.calls[0][0].detail).toMatchObject({
		text: "The decision: Second\nWho could say so: She.",
		from: "A title",
	});
	expect(says()).toContain("no reflection on this page");
});

test("an entry is copied, or shown to be copied by hand", async () => {
	const writeText = vi.fn(() => Promise.resolve());
	vi.stubGlobal("navigator", { clipboard: { writeText } });
	const { pressed, says, el } = opened({ entries: two });
	pressed("Copy", 0);
	await vi.waitFor(() => expect(says()).toContain("Copied"));
	expect(writeText).toHaveBeenCalledWith("The decision: <b>First</b>");
	vi.stubGlobal("navigator", {});
	pressed("Copy", 1);
	await vi.waitFor(() => expect(says()).toContain("does not let us copy"));
	const byHand = el.querySelector("textarea[readonly]");
	expect(byHand.value).toContain("Second");
	expect(byHand.hidden).toBe(false);
});

test("what stands open is said, and nothing is marked", () => {
	const { el, model } = opened({ entries: two });
	model.set("feedback", { entries: 2, open: [{ says: "Nobody yet", entries: [1, 2] }] });
	expect(el.querySelector(".ac-result").textContent).toBe(
		"2 entries, for you alone.Nobody yet: entries 1 and 2.",
	);
});
