import { afterEach, expect, test, vi } from "vitest";
import view from "../../widgets/academy_widgets/trustgame/view.js";
import { fakeModel } from "./fake_model.js";

const content = {
	invite: "Send some.",
	ways: ["Gives back a third.", "Keeps."],
	rounds: 14,
	questions: [{ id: "sending", text: "What was it like to send?" }],
	again: {
		about: "Again.",
		caveat: "It changes.",
		players: [
			{ id: "copycat", name: "Copycat", words: "Copies.", in: true },
			{ id: "grudger", name: "Grudger", words: "Stops.", in: true },
			{ id: "detective", name: "Detective", words: "Tries.", in: false },
		],
	},
};
const stand = (more = {}) => ({
	...{ over: false, pair: 0, of: 3, title: "Both have ten", about: "Equal.", leg: 0 },
	...{ swapped: false, place: "sends", yours: 10, theirs: 10, times: 3 },
	...{ stand_in: "Stand-in A", round: 1, rounds: 3, most: 10, sent: 0, last: "" },
	...{ rows: [], drawn: [], may_stop: false },
	...more,
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

function shown(state = {}) {
	const asked = [];
	const basis = { study: "s", size: "b", certainty: "c", limits: "l" };
	const head = { id: "m/x", title: "A title", source: "ours", qualities: [], basis };
	const kept = { response: {}, draft: {}, feedback: {}, saved: {} };
	const model = fakeModel({ content: { ...head, ...content }, ...kept, ...state });
	model.send = ({ n, ask }) => asked.push({ n, ...ask }); // it is asked as soon as it opens
	const el = document.createElement("div");
	document.body.replaceChildren(el);
	view.render({ model, el });
	const button = (name) =>
		[...el.querySelectorAll("button")].find((one) => one.textContent === name);
	const made = { model, el, button };
	return {
		...made,
		asked,
		async tell(answer) {
			made.model.tell("msg:custom", { n: asked.at(-1).n, ...answer });
			await settled();
		},
		slide(value) {
			const range = made.el.querySelector("input[type=range]");
			range.value = String(value);
			range.dispatchEvent(new Event("input", { bubbles: true }));
		},
		main: () => made.el.querySelector(".ac-turn button.ac-main"),
		drafts: () => made.model.sent.filter(([name]) => name === "draft"),
		answers: () => made.model.sent.filter(([name]) => name === "response"),
		nudge: () => made.el.querySelector(".ac-nudge").textContent,
	};
}

async function begun(more) {
	const made = shown();
	made.button("Begin").click();
	await made.tell({ found: stand(more) });
	return made;
}

afterEach(() => vi.restoreAllMocks());

test("a draw is made in the browser, kept, and handed to Python with every move", async () => {
	const made = await begun();
	const { seed } = made.asked[0];
	expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
	made.slide(4);
	expect(made.main().textContent).toBe("Send 4");
	made.main().click();
	expect(made.asked[1]).toMatchObject({ seed, moves: [4] });
	await made.tell({ found: stand({ round: 2, last: "You sent 4." }) });
	made.button("Send nothing").click();
	expect(made.asked[2].moves).toEqual([4, 0]);
});

test("what follows from sending an amount is told in words", async () => {
	const made = await begun();
	made.slide(4);
	expect(made.el.querySelector("output").textContent).toBe("4 of 10: 12 arrive, you keep 6.");
});

test("what follows from giving an amount back is told in words", async () => {
	const gives = await begun({ place: "gives", most: 15, sent: 5, leg: 1, swapped: true });
	gives.slide(6);
	const words = gives.el.querySelector("output").textContent;
	expect(words).toBe("6 of 15: you have 19, the stand-in 11.");
	expect(gives.el.querySelector("input[type=range]").getAttribute("aria-valuetext")).toBe(words);
	expect(gives.el.textContent).toContain("It sent 5, and 15 reached you.");
	expect(gives.main().textContent).toBe("Give back 6");
});

test("plus and minus move by one coin and stop at the ends", async () => {
	const made = await begun({ most: 2 });
	const step = (name) => made.el.querySelector(`[aria-label="${name}"]`).click();
	for (const name of ["One more", "One more", "One more"]) step(name);
	expect(made.main().textContent).toBe("Send 2");
	for (const name of ["One less", "One less", "One less"]) step(name);
	expect(made.main().textContent).toBe("Send 0");
});

test("a click that nobody aimed at the new round moves nothing", async () => {
	const made = await begun();
	expect(made.el.querySelector("output").textContent).toBe("");
	made.main().click();
	expect(made.asked).toHaveLength(1);
	expect(made.nudge()).toContain("none is a choice too");
	made.slide(0);
	expect(made.nudge()).toBe("");
	made.main().click();
	expect(made.asked[1].moves).toEqual([0]);
});

test("a hand that is still sliding is not kept as a draft", async () => {
	const made = await begun();
	vi.useFakeTimers();
	const before = made.drafts().length;
	made.slide(4);
	vi.advanceTimersByTime(10_000);
	expect(made.drafts()).toHaveLength(before);
	vi.useRealTimers();
});

test("a move that Python refuses or cannot take is not made", async () => {
	const made = await begun();
	made.slide(4);
	made.main().click();
	await made.tell({ sorry: "Only 10 can be sent." });
	expect(made.nudge()).toBe("Only 10 can be sent.");
	made.main().click();
	expect(made.asked[2].moves).toEqual([4]);
	await made.tell({ found: stand({ round: 2 }) });
	expect(made.nudge()).toBe("");
});

test("a second click before Python answers makes no second move", async () => {
	const made = await begun();
	made.slide(4);
	made.main().click();
	made.main().click();
	expect(made.asked[2].moves).toEqual([4]);
	const [, first, second] = made.asked;
	made.model.tell("msg:custom", { n: first.n, found: stand({ last: "Late." }) });
	made.model.tell("msg:custom", { n: second.n, found: stand({ last: "Newest." }) });
	await settled();
	expect(made.el.querySelector(".ac-last").textContent).toBe("Newest.");
});

test("what it was like is asked before any number, and goes with the answer", async () => {
	const made = await begun();
	expect(made.el.querySelector(".ac-felt").hidden).toBe(true);
	made.button("Send nothing").click();
	await made.tell({ found: stand({ over: true, last: "It is over." }) });
	expect(made.el.querySelector(".ac-felt").hidden).toBe(false);
	made.el.querySelector("textarea").value = "Long.";
	made.button("See it all together").click();
	const { answer } = made.answers()[0][1];
	expect(answer).toEqual({ seed: made.asked[0].seed, moves: [0], felt: { sending: "Long." } });
});

test("a page that is opened again asks where the game stood and shows what was written", async () => {
	const form = { seed: 7, moves: [4], stopped: true, felt: { sending: "Long." } };
	const made = shown({ draft: { n: 0, form } });
	expect(made.el.querySelector("textarea").value).toBe("Long.");
	expect(made.asked).toHaveLength(1);
	await made.tell({ sorry: "The Academy does not answer." });
	expect(made.nudge()).toContain("does not answer");
	made.button("Go on").click();
	expect(made.asked.at(-1)).toMatchObject({ seed: 7, moves: [4] });
	await made.tell({ found: stand({ may_stop: true }) });
	expect(made.el.querySelector(".ac-felt").hidden).toBe(false);
});

test("many rounds are asked of Python, and nothing of them is kept", async () => {
	const made = shown();
	const [copycat, grudger] = made.el.querySelectorAll("[type=checkbox]");
	copycat.click();
	grudger.click();
	made.button("Let them meet").click();
	expect(made.asked).toHaveLength(0);
	expect(made.el.querySelector(".ac-again .ac-nudge").textContent).toContain("at least two");
	copycat.click();
	grudger.click();
	made.button("Let them meet").click();
	expect(made.asked[0]).toMatchObject({
		players: ["copycat", "grudger"],
		rounds: 10,
		mistakes: 0,
	});
	const rows = [{ name: "Copycat", total: 20 }];
	await made.tell({ found: { says: "Copycat has most.", rows } });
	expect(made.el.querySelector(".ac-again table").textContent).toContain("Copycat20");
	expect(made.el.querySelector(".ac-caveat").textContent).toBe("It changes.");
	expect(made.drafts()).toHaveLength(0);
});

test("a result stands by itself, and everything can begin anew", async () => {
	const feedback = {
		says: ["You sent 5 of 10."],
		study: ["5.16 on average."],
		drawn: [{ pair: "Both have ten", words: "Keeps." }],
		places: [
			{ place: "sends", stake: "less", did: "1, 2", of: "2", part: 75 },
			{ place: "gives", stake: "more", did: "0", of: "0", part: null },
		],
	};
	const made = shown({ draft: { n: 0, form: { seed: 1, moves: [5] } }, feedback });
	expect(made.el.querySelector(".ac-result").textContent).toContain("You sent 5 of 10.");
	const rows = [...made.el.querySelectorAll("tbody tr")].map((one) => one.textContent);
	expect(rows).toEqual(["You sent, having less1, 2275", "You gave back, having more00–"]);
	made.button("Play once more, with others drawn").click();
	expect(made.el.querySelector(".ac-result").textContent).toBe("");
	expect(made.button("Begin")).toBeTruthy();
});
