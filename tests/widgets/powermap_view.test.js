import { afterEach, expect, test, vi } from "vitest";
import view from "../../widgets/academy_widgets/powermap/view.js";
import { mounted } from "./fake_model.js";
import { content } from "./powermap_content.js";

let leave = () => {};
afterEach(() => {
	leave();
	vi.useRealTimers();
});

function shown(state = {}) {
	vi.useFakeTimers();
	const made = mounted(view, content, state);
	leave = made.stop;
	const { el, model } = made;
	const asked = [];
	model.send = (message) => asked.push(message);
	const sent = (trait) => {
		vi.advanceTimersByTime(4000);
		return model.sent.filter(([name]) => name === trait).at(-1)?.[1];
	};
	const person = (name) =>
		[...el.querySelectorAll(".pm-editor [data-id]")].find((one) =>
			one.getAttribute("aria-label").startsWith(`${name},`),
		);
	const press = (name, key, more = {}) => {
		person(name).focus();
		person(name).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
	};
	const says = () => el.querySelector(".pm-status").textContent;
	return { ...made, asked, sent, person, press, says };
}

function example() {
	const made = shown();
	made.button("Start from an example").click();
	return made;
}

/** The page opened anew on what was kept. */
function again(made) {
	const { form } = made.sent("draft") ?? made.sent("response");
	made.stop();
	return shown({ draft: { n: 1, form }, saved: { n: 1 } });
}

test("arrows move somebody, through the wall too, and one undo takes the whole way back", () => {
	const made = example();
	for (let n = 0; n < 12; n++) made.press("Ann", "ArrowLeft");
	expect(made.person("Ann").getAttribute("aria-label")).toContain("outside the room");
	expect(made.says()).toBe("Ann is outside the room.");
	expect(made.sent("draft").form.mine.people[".p1"].at).toEqual([0.06, 0.3]);
	made.button("Undo").click();
	expect(made.sent("draft").form.mine.people[".p1"].at).toEqual([0.3, 0.3]);
	made.button("Redo").click();
	expect(made.person("Ann").getAttribute("aria-label")).toContain("outside the room");
});

test("T, a kind, another and Enter draw a tie; Escape draws none", () => {
	const made = example();
	made.press("Bo", "t");
	expect(made.says()).toContain("A tie from Bo: to whom?");
	made.press("Bo", "4");
	made.press("Cy", "Enter");
	expect(made.says()).toBe("Bo depends on Cy.");
	expect(Object.keys(made.sent("draft").form.mine.ties)).toEqual([
		".p1 p2 decides",
		".p2 p3 depends",
	]);
	made.press("Bo", "t");
	made.press("Cy", "Escape");
	expect(made.says()).toBe("No tie was drawn.");
	made.press("Bo", "t");
	made.press("Bo", "Enter");
	expect(made.says()).toBe("No tie was drawn.");
	expect(made.el.querySelectorAll(".pm-chart .pm-tie")).toHaveLength(2);
});

test("Delete takes somebody away with their ties, and the focus goes to the next", () => {
	const made = example();
	made.press("Ann", "Delete");
	expect(made.says()).toBe("Ann taken away with 1 tie.");
	expect(document.activeElement).toBe(made.person("Bo"));
	made.button("Undo").click();
	expect(made.el.querySelectorAll(".pm-chart .pm-tie")).toHaveLength(1);
});

test("what is written in the panel is drawn at once, and an empty name is none", () => {
	const made = example();
	made.press("Ann", "Enter");
	const name = made.el.querySelector(".pm-panel input[type=text]");
	expect(document.activeElement).toBe(name);
	name.value = "Anna";
	name.dispatchEvent(new Event("input", { bubbles: true }));
	expect(made.person("Anna")).toBeTruthy();
	name.value = " ";
	name.dispatchEvent(new Event("input", { bubbles: true }));
	expect(made.person("Anna")).toBeTruthy();
	const [over] = [...made.el.querySelectorAll(".pm-marks label")].filter((one) => one.textContent.startsWith("Over")); // biome-ignore format: a line
	over.querySelector("input").click();
	expect(made.sent("draft").form.mine.people[".p1"]).toMatchObject({
		name: "Anna",
		marks: [[], [], [0]],
	});
});

test("a redesign is sent as changes, and the first map stays as it was", () => {
	const made = example();
	made.button("Change a copy").click();
	made.press("Cy", "Enter");
	[...made.el.querySelectorAll(".pm-panel .pm-tick")].find((one) => one.textContent === "has a vote").querySelector("input").click(); // biome-ignore format: a line
	made.button("Compare the two").click();
	const { answer } = made.sent("response");
	expect(answer.map).toEqual(content.example);
	expect(answer.changes).toMatchObject({ gone: [], ties: [], cut: [] });
	expect(answer.changes.people).toEqual([
		{ id: "p3", name: "Cy", here: false, x: 0.95, y: 0.6, vote: true },
	]);
	expect(answer.theirs).toBe(null);
	expect(answer.look).toEqual({
		sorts: ["decides", "advises", "listens", "depends"],
		reading: "influence",
		weighted: false,
	});
	const later = again(made);
	expect(later.person("Cy").getAttribute("aria-label")).toContain("has a vote");
	later.el.querySelector(".pm-which input[value=mine]").click();
	expect(later.person("Cy").getAttribute("aria-label")).not.toContain("has a vote");
});

test("another's view begins as a copy, and whoever goes from it stays on mine", () => {
	const made = example();
	made.button("Draw their view").click();
	made.press("Bo", "Delete");
	made.button("Lay one over the other").click();
	const { answer } = made.sent("response");
	expect(answer.map.people).toHaveLength(3);
	expect(answer.theirs).toMatchObject({ whose: "", guessed: true });
	expect(answer.theirs.map.people.map((one) => one.name)).toEqual(["Ann", "Cy"]);
});

test("an empty map is not counted, and what is missing is said", () => {
	const made = shown();
	made.button("Show who is central").click();
	expect(made.el.querySelector(".pm-steps [role=alert]").textContent).toContain(
		"Nobody is on your map",
	);
	expect(made.sent("response")).toBe(undefined);
});

test("a result is old as soon as the map is another", () => {
	const made = example();
	made.button("Show who is central").click();
	made.sent("response");
	const people = content.example.people.map(({ id }) => ({ id, out: 1, in: 0, betweenness: null }));
	made.model.set("feedback", {
		measures: { n: 3, ties: 1, says: ["One.", "Two."], notes: ["How."], people },
	});
	expect(made.el.querySelector(".pm-says").textContent).toBe("One.Two.");
	expect(made.el.textContent).not.toContain("The map has changed");
	made.press("Bo", "ArrowDown");
	expect(made.el.textContent).toContain("The map has changed since this was counted");
});

test("what Python puts in place is put in, whoever was added meanwhile stays", async () => {
	const made = example();
	made.button("Arrange for me").click();
	const { n, ask } = made.asked.at(-1);
	expect(ask).toMatchObject({ do: "layout", all: true });
	const name = made.el.querySelector(".pm-adding input");
	name.value = "Di";
	made.button("Add").click();
	const people = ask.map.people.map(({ id }) => ({ id, x: 0.5, y: 0.4 }));
	made.model.tell("msg:custom", { n, found: { people, seed: 1 } });
	await vi.advanceTimersByTimeAsync(10);
	const kept = made.sent("draft").form.mine.people;
	expect(kept[".p1"].at).toEqual([0.5, 0.4]);
	expect(kept[".p4"].name).toBe("Di");
});

test("what is drawn while a file waits to be added is not lost with it", async () => {
	const made = example();
	const { el } = made;
	const adds = el.querySelector(".pm-exchange input[type=checkbox]");
	adds.checked = true;
	const file = el.querySelector(".pm-exchange input[type=file]");
	Object.defineProperty(file, "files", { value: [new File(["From,To\nAnn,Bo"], "ties.csv")] });
	file.dispatchEvent(new Event("change", { bubbles: true }));
	await vi.waitFor(() => expect(made.asked).toHaveLength(1));
	const offered = async () => {
		const { n, ask } = made.asked.at(-1);
		const found = { map: ask.map, says: ["New: 1 tie."], notes: [], adds: true };
		made.model.tell("msg:custom", { n, found });
		await vi.advanceTimersByTimeAsync(10);
	};
	await offered();
	made.press("Ann", "ArrowRight");
	made.button("Add it").click();
	expect(made.asked).toHaveLength(2);
	expect(made.asked[1].ask.map.people[0].x).toBeCloseTo(0.32);
	await offered();
	made.button("Add it").click();
	await vi.advanceTimersByTimeAsync(10);
	expect(made.asked.filter((one) => one.ask.do === "import")).toHaveLength(2);
	expect(made.sent("draft").form.mine.people[".p1"].at).toEqual([0.32, 0.3]);
});

const ticked = (made, words) =>
	[...made.el.querySelectorAll(".pm-steps .pm-tick")]
		.find((one) => one.textContent.startsWith(words))
		.querySelector("input");

test("what was chosen for counting is there again, and one sort of tie always counts", () => {
	const made = example();
	for (const sort of ["Advises", "Listens to", "Depends on", "Decides for"])
		ticked(made, sort).click();
	ticked(made, "A stronger tie").click();
	ticked(made, "They drew it themselves").click();
	const who = made.el.querySelector(".pm-steps select");
	who.value = "p2";
	who.dispatchEvent(new Event("change", { bubbles: true }));
	made.button("Draw their view").click();
	made.button("Show what happens").click();
	const told = ({ look, leaver, theirs }) => [look, leaver, theirs.guessed];
	const before = told(made.sent("response").answer);
	expect(before).toEqual([
		{ sorts: ["decides"], reading: "influence", weighted: true },
		"p2",
		false,
	]);
	const later = again(made);
	later.button("Show what happens").click();
	expect(told(later.sent("response").answer)).toEqual(before);
});

test("a copy that was changed is gone on with, not begun anew", () => {
	const made = example();
	made.button("Change a copy").click();
	made.press("Cy", "Delete");
	made.button("Change a copy").click();
	expect(made.person("Cy")).toBe(undefined);
});
