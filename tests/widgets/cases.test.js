import { expect, test } from "vitest";
import view from "../../widgets/academy_widgets/cases/view.js";
import { fakeModel } from "./fake_model.js";

const options = [
	{ id: "a", text: "A room" },
	{ id: "b", text: "A bench" },
	{ id: "c", text: "A lamp" },
];
const content = {
	invite: "Read.",
	rule: "By a rule.",
	ask: "What else?",
	question: "Who knows?",
	cases: [
		{ id: "one", title: "One", about: "The first.", options, rounds: 2 },
		{ id: "two", title: "Two", about: "The second.", options, rounds: 2 },
	],
};
const stand = (phase, more = {}) => ({
	phase,
	seat: { name: "the carer", about: "Cares." },
	others: [
		{ id: "nurse", name: "the nurse", about: "Nurses." },
		{ id: "boss", name: "the boss", about: "Leads." },
	],
	sheet: [
		{ id: "f1", text: "It is cold.", said: false },
		{ id: "f2", text: "It is dark.", said: true },
	],
	...{ round: 1, rounds: 2, log: [] },
	...more,
});
const line = (more) => ({
	...{ round: 1, you: false, who: "the nurse", asked: false, does: "say", whom: "" },
	...{ text: "It rains.", again: false, new: false },
	...more,
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

function shown(state = {}) {
	const asked = [];
	const basis = { study: "s", size: "b", certainty: "c", limits: "l" };
	const head = { id: "m/x", title: "A title", source: "ours", qualities: [], basis };
	const kept = { response: {}, draft: {}, feedback: {}, saved: {} };
	const model = fakeModel({ content: { ...head, ...content }, ...kept, ...state });
	model.send = ({ n, ask }) => asked.push({ n, ...ask });
	const el = document.createElement("div");
	document.body.replaceChildren(el);
	view.render({ model, el });
	return {
		...{ model, el, asked },
		click: (name) =>
			[...el.querySelectorAll("button")].find((one) => one.textContent === name).click(),
		pick: (id) => el.querySelector(`[type=radio][value=${id}]`).click(),
		async tell(found) {
			model.tell("msg:custom", { n: asked.at(-1).n, ...found });
			await settled();
		},
		answers: () => model.sent.filter(([name]) => name === "response"),
		nudge: () => el.querySelector(".ac-nudge").textContent,
	};
}

async function seated(more) {
	const made = shown();
	made.pick("two");
	made.click("Draw my seat");
	await made.tell({ found: stand("alone", more) });
	return made;
}
async function talking(more) {
	const made = await seated();
	made.pick("a");
	made.click("That is my choice");
	await made.tell({ found: stand("rounds", more) });
	return made;
}

test("a case is chosen, a seat drawn, and the sheet is all that is known", async () => {
	const made = await seated();
	expect(made.asked[0]).toMatchObject({ case: "two", moves: [] });
	expect(made.asked[0].seed).toBeGreaterThanOrEqual(0);
	expect(made.el.textContent).toContain("You are the carer.");
	expect(made.el.textContent).toContain("It is cold.");
	made.click("That is my choice");
	expect(made.nudge()).toContain("however unsure");
	expect(made.asked).toHaveLength(1);
});

test("a turn says one fact, asks one person, or is left out", async () => {
	const made = await talking();
	expect(made.asked[1].first).toBe("a");
	made.click("Say it");
	expect(made.nudge()).toContain("Choose which of your facts");
	made.pick("f1");
	made.click("Say it");
	expect(made.asked[2].moves).toEqual([{ say: "f1" }]);
	await made.tell({ found: stand("rounds", { round: 2 }) });
	made.click("Ask the nurse");
	expect(made.asked[3].moves).toEqual([{ say: "f1" }, { ask: "nurse" }]);
	await made.tell({ sorry: "Not now." });
	expect(made.nudge()).toBe("Not now.");
	made.click("Leave my turn out");
	expect(made.asked[4].moves).toEqual([{ say: "f1" }, {}]);
});

test("what was said is told with who said it and whether it is new", async () => {
	const log = [
		line({ you: true, who: "the carer", does: "ask", whom: "the nurse", text: "" }),
		line({ asked: true, new: true }),
		line({ who: "the boss", text: "It is dark.", again: true }),
		line({ who: "the boss", does: "pass", asked: true, text: "" }),
		line({ who: "the boss", does: "pass", text: "", round: 2 }),
	];
	const made = await talking({ log });
	const said = [...made.el.querySelectorAll(".ac-talk li")].map((one) => one.textContent);
	expect(said).toEqual([
		"You asked the nurse what nobody has said yet.",
		"The nurse: It rains. asked, not on your sheet",
		"The boss: It is dark. said before",
		"The boss had nothing more that nobody had said.",
		"The boss left the turn out.",
	]);
	const heard = made.el.querySelector("form .ac-unseen[role=status]").textContent;
	expect(heard).toContain("the boss: nothing more");
	expect(heard).not.toContain("the carer");
});

test("what somebody says is text and nothing else", async () => {
	const text = "<img src=x onerror=alert(1)>";
	const made = await talking({ log: [line({ text })] });
	expect(made.el.querySelector("img")).toBe(null);
	expect(made.el.querySelector(".ac-talk").textContent).toContain(text);
});

test("after the rounds all is handed to Python, and a refused answer may be chosen anew", async () => {
	const made = await talking();
	made.click("Ask the boss");
	await made.tell({ found: stand("deciding") });
	made.click("Choose, and see");
	expect(made.nudge()).toContain("however unsure");
	made.pick("b");
	made.el.querySelector("textarea").value = "Our porter.";
	made.click("Choose, and see");
	const [, { answer, n }] = made.answers()[0];
	expect(answer).toMatchObject({
		...{ case: "two", seed: made.asked[0].seed, first: "a", second: "b" },
		...{ moves: [{ ask: "boss" }], note: "Our porter." },
	});
	made.model.set("saved", { n, state: "refused", says: "No." });
	expect(made.el.querySelector("[type=radio][value=b]").checked).toBe(true);
});

test("a page that is opened again shows the result, and another case can begin", async () => {
	const feedback = {
		says: ["All 14 facts together."],
		carry: "Go round.",
		note: "Our porter.",
		points: [{ option: "A room", shared: 3, sheet: 2, heard: 1, all: 1 }],
		people: [{ name: "the nurse", asked: 0, own: "1 of 2", first: "A", second: "B" }],
		facts: [{ text: "It rains.", speaks: "for A", knew: "everybody", out: "not said" }],
	};
	const form = { case: "two", seed: 4, first: "a", moves: [{}], second: "b", note: "x" };
	const made = shown({ draft: { n: 0, form }, feedback });
	expect(made.asked[0]).toMatchObject({ case: "two", seed: 4, first: "a", moves: [{}] });
	expect(made.el.querySelector(".ac-result").textContent).toContain("All 14 facts");
	expect(made.el.querySelector(".ac-scrolls").textContent).toContain("A room3211");
	await made.tell({ found: stand("deciding") });
	expect(made.el.querySelector(".ac-turn-now")).toBe(null);
	made.click("Try another case, or another seat");
	expect(made.el.querySelector(".ac-result").textContent).toBe("");
	expect(made.el.querySelector("[type=radio][value=two]").checked).toBe(true);
});
