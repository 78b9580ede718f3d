import { afterEach, beforeEach, expect, test, vi } from "vitest";
import view from "../../widgets/academy_widgets/ladder/view.js";
import { mounted } from "./fake_model.js";

const rung = (id) => ({ id, name: id.toUpperCase(), means: "." });
const content = {
	invite: "Place.",
	note: "None is good.",
	seats: ["a tenant", "a pupil"],
	groups: [
		{ name: "Low", rungs: [rung("told"), rung("asked")] },
		{ name: "High", rungs: [rung("both"), rung("theirs")] },
	],
	decisions: [
		{ id: "rota", title: "The rota", about: "Who and when." },
		{ id: "keys", title: "The keys", about: "Who has them." },
	],
	ask: "How far?",
	most: 4,
	longest: 100,
};
const feedback = {
	seat: "a tenant",
	says: ["One decision."],
	rows: [
		{ id: "rota", title: "The rota", mine: 3, theirs: 1, to: 2, says: "Lower.", move: "" },
		{ id: "own_1", title: "<b>Own</b>", mine: 2, theirs: 2, to: null, says: "Same.", move: "x" },
	],
};

beforeEach(() => vi.useFakeTimers()); // drafts are kept after a while
afterEach(() => vi.useRealTimers());

function opened(form, more = {}) {
	const found = mounted(view, content, { ...(form ? { draft: { form } } : {}), ...more });
	const all = (query) => [...found.el.querySelectorAll(query)];
	const chip = (title) => all(".ac-chip").find((one) => one.textContent === title);
	const press = (title, key) =>
		chip(title).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
	const on = (id) => all(`[data-rung="${id}"] .ac-chip`).map((one) => one.textContent);
	const answer = () => found.model.get("response").answer;
	const form_ = () => found.model.get("draft").form;
	return { ...found, all, chip, press, on, answer, form: form_ };
}

test("levels stand with the highest on top, and decisions begin unplaced", () => {
	const { all, on } = opened();
	expect(all(".ac-rung").map((one) => one.dataset.rung)).toEqual([
		"theirs",
		"both",
		"asked",
		"told",
	]);
	expect(on("")).toEqual(["The rota", "The keys"]);
});

test("arrows move a decision a level at a time, and Delete takes it off", () => {
	const { press, on } = opened();
	press("The rota", "ArrowUp");
	expect(on("told")).toEqual(["The rota"]);
	press("The rota", "ArrowUp");
	expect(on("asked")).toEqual(["The rota"]);
	press("The keys", "ArrowDown");
	expect(on("theirs")).toEqual(["The keys"]);
	press("The rota", "Delete");
	expect(on("")).toEqual(["The rota"]);
});

test("each seat has its places, and the list and the ladder say the same", () => {
	const { press, on, all, button, answer } = opened();
	press("The rota", "ArrowUp");
	const named = "The rota, from the other seat";
	const pick = all("select").find((one) => one.getAttribute("aria-label") === named);
	pick.value = "both";
	pick.dispatchEvent(new Event("change"));
	expect(on("told")).toEqual(["The rota"]);
	const [, theirs] = all("input[type=radio]");
	theirs.click();
	expect(on("both")).toEqual(["The rota"]);
	button("See the gap").click();
	expect(answer().places.rota).toEqual({ mine: "told", theirs: "both" });
});

test("nothing placed is told, and nothing is sent", () => {
	const { button, answer, el } = opened();
	button("See the gap").click();
	expect(el.querySelector(".ac-nudge").textContent).toContain("Place a decision first");
	expect(answer()).toBe(undefined);
});

test("a decision of one's own is text, and goes with all that was said of it", () => {
	const form = {
		own: [{ id: "own_1", title: "<b>Own</b>" }],
		places: { own_1: { mine: "told", theirs: "" } },
		moves: { own_1: { to: "cannot", needs: "The law." } },
	};
	const { el, button, answer, on } = opened(form);
	expect(el.querySelector("b")).toBe(null);
	expect(on("told")).toEqual(["<b>Own</b>"]);
	button("Remove “<b>Own</b>”").click();
	expect(on("told")).toEqual([]);
	button("See the gap").click();
	expect(answer()).toBe(undefined);
});

test("the gap is drawn with both seats, and what could move is kept with the answer", () => {
	const form = {
		own: [{ id: "own_1", title: "<b>Own</b>" }],
		places: { rota: { mine: "both", theirs: "told" }, own_1: { mine: "asked", theirs: "asked" } },
	};
	const { all, button, answer, el } = opened(form, { feedback });
	expect(all(".ac-track .ac-mine").length).toBe(2);
	expect(all(".ac-track .ac-line").length).toBe(1);
	expect(el.querySelector(".ac-rows b")).toBe(null);
	const [pick] = all(".ac-move select");
	pick.value = "cannot";
	pick.dispatchEvent(new Event("change"));
	expect(all(".ac-move label")[1].textContent).toContain("Because");
	all(".ac-move textarea")[0].value = "The law.";
	button("Keep this").click();
	expect(answer().moves).toEqual({ rota: { to: "cannot", needs: "The law." } });
});

test("a gap that was drawn before a change says so", () => {
	const { press, el } = opened(
		{ places: { rota: { mine: "both", theirs: "told" } } },
		{ feedback },
	);
	press("The rota", "ArrowUp");
	expect(el.querySelector(".ac-outcome .ac-nudge").textContent).toContain("moved since");
});

test("what was dragged halfway is let go, and nothing of it stays behind", () => {
	const { chip, all, on, stop, model } = opened();
	const one = chip("The rota");
	one.setPointerCapture = () => {};
	const at = (type, x) =>
		one.dispatchEvent(Object.assign(new Event(type), { clientX: x, clientY: 9, button: 0 }));
	at("pointerdown", 9);
	at("pointermove", 40);
	expect(all(".ac-ghost").length).toBe(1);
	at("pointercancel", 40);
	expect(all(".ac-ghost").length).toBe(0);
	expect(on("")).toContain("The rota");
	stop();
	expect(model.listeners()).toBe(0);
});

test("what was placed of a decision that is asked no more is not sent", () => {
	const { button, answer } = opened({
		places: { rota: { mine: "told", theirs: "" }, gone: { mine: "told", theirs: "told" } },
		moves: { gone: { to: "both", needs: "x" } },
	});
	button("See the gap").click();
	expect(Object.keys(answer().places)).toEqual(["rota"]);
	expect(answer().moves).toEqual({});
});
