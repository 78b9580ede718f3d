import { afterEach, expect, test, vi } from "vitest";
import { numbersOf, playing } from "../../widgets/academy_widgets/neighbours/playing.js";
import { lineOf, newest, wanted } from "../../widgets/academy_widgets/neighbours/results.js";
import view from "../../widgets/academy_widgets/neighbours/view.js";
import { mounted } from "./fake_model.js";

afterEach(() => vi.restoreAllMocks());

// Three by three: a square in the midst of triangles is unhappy, two places are empty.
const hand = {
	board: "110121011",
	unhappy: [4],
	near: [[2, 3], [2, 3], null, [3, 4], [0, 6], [2, 3], null, [3, 4], [2, 3]],
	alike: 60,
};
const content = {
	invite: "Two kinds.",
	least: 33,
	question: "How many?",
	small: 3,
	town: 20,
	city: 50,
	most_runs: 3,
	hand,
	leaves_out: ["Laws."],
	found: ["Look."],
	cited: "Schelling 1971",
};
const base64 = (numbers) => btoa(String.fromCharCode(...numbers.flatMap((n) => [n & 255, n >> 8])));
const steps = [0, 2, 1, 2, 1, 0, 0]; // 0 moves to 2, whose mood changes; 1 moves to 0
const run = {
	start: "1102",
	unhappy: [],
	steps: base64(steps),
	moves: 2,
	ways: [
		[0, 0.5],
		[2, 0.75],
	],
	settled: true,
};
const row = {
	least: 33,
	most: 100,
	before: 50,
	after: 75,
	segregation: 0.5,
	unhappy: 58,
	left: 0,
	moves: 2,
	settled: true,
	ways: run.ways,
};

/** An exercise whose Python answers as `python` says; `asked` is what it was asked. */
function opened(python = {}, state = {}) {
	const found = mounted(view, content, state);
	const asked = [];
	found.model.send = ({ n, ask }) => {
		asked.push(ask);
		const answer = python[ask.do] ?? {};
		const now = typeof answer === "function" ? answer(ask) : { found: answer };
		if (now) queueMicrotask(() => found.model.tell("msg:custom", { n, ...now }));
	};
	const cells = [...found.el.querySelectorAll("[role=gridcell]")];
	const says = () => found.el.querySelector(".ac-says").textContent;
	return { ...found, asked, cells, says };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const press = (cell, key) =>
	cell.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));

test("each place says in words who lives there, how they feel and where it is", () => {
	const { cells } = opened();
	expect(cells[4].getAttribute("aria-label")).toBe(
		"unhappy square, 0 of 6 neighbours alike, row 2, place 2",
	);
	expect(cells[0].getAttribute("aria-label")).toContain("content triangle");
	expect(cells[2].getAttribute("aria-label")).toBe("empty, row 1, place 3");
	expect(cells.filter((one) => one.tabIndex === 0)).toEqual([cells[4]]);
});

test("arrow keys go about the board and stay on it", () => {
	const { cells } = opened();
	cells[4].focus();
	press(cells[4], "ArrowUp");
	expect(document.activeElement).toBe(cells[1]);
	press(cells[1], "ArrowUp");
	expect(document.activeElement).toBe(cells[1]);
	press(cells[1], "ArrowRight");
	expect(document.activeElement).toBe(cells[2]);
	expect(cells.filter((one) => one.tabIndex === 0)).toEqual([cells[2]]);
});

test("an unhappy shape is picked up, put back by Escape, and moved to an empty place at once", async () => {
	const after = { ...hand, board: "112101011", unhappy: [], alike: 81 };
	const { cells, asked, says, model } = opened({ hand: after });
	cells[4].click();
	expect(cells[4].getAttribute("aria-selected")).toBe("true");
	press(cells[4], "Escape");
	expect(cells[4].getAttribute("aria-selected")).toBe("false");
	cells[4].click();
	cells[0].click();
	expect(says()).toContain("Somebody lives there");
	cells[2].click();
	expect(cells[2].getAttribute("aria-label")).toContain("square");
	expect(cells[4].className).not.toContain("ac-movable"); // nobody lives there any more
	await settled();
	expect(asked).toEqual([{ do: "hand", moves: [[4, 2]] }]);
	expect(says()).toBe(
		"Nobody is unhappy any more. 81 of 100 neighbours are alike; at the start it was 60.",
	);
	window.dispatchEvent(new Event("pagehide"));
	expect(model.get("draft").form.hand).toEqual({ moves: [[4, 2]], told: after });
});

test("who is content stays, and an empty place is nobody to pick up", () => {
	const { cells, asked, says } = opened();
	cells[0].click();
	expect(says()).toContain("content here");
	cells[2].click();
	expect(says()).toContain("unhappy shape first");
	expect(asked).toEqual([]);
});

test("a move that Python does not take, or does not hear of, is put back", async () => {
	const { cells, says } = opened({ hand: () => ({ sorry: "The Academy does not answer." }) });
	cells[4].click();
	cells[2].click();
	await settled();
	expect(says()).toContain("does not answer");
	expect(cells[4].getAttribute("aria-label")).toContain("unhappy square");
	expect(cells[2].getAttribute("aria-label")).toContain("empty");
});

test("an answer about an older board than the one that stands is not shown", async () => {
	const open = [];
	const { cells, model, button, says } = opened({ hand: () => null });
	model.send = (message) => open.push(message);
	cells[4].click();
	cells[2].click();
	button("Begin this board again").click();
	model.tell("msg:custom", { n: open[1].n, found: hand });
	await settled();
	model.tell("msg:custom", { n: open[0].n, found: { ...hand, unhappy: [], alike: 81 } });
	await settled();
	expect(says()).toContain("1 shape is unhappy. 60 of 100");
});

test("what came of another town is not told of this one", () => {
	const town = { seed: 5, side: 20, runs: [] };
	const feedback = { guess: 50, seed: 4, side: 20, rows: [row], board: "2011", unhappy: [] };
	const { el } = opened({}, { draft: { form: { guess: 50, town } }, feedback });
	expect(el.querySelector(".ac-summary")).toBe(null);
	expect(el.querySelector(".ac-look").hidden).toBe(true);
});

test("a move is taken back, and the board begins again", async () => {
	const { cells, asked, button } = opened({ hand });
	cells[4].click();
	cells[2].click();
	await settled();
	button("Take back a move").click();
	await settled();
	expect(asked.at(-1).moves).toEqual([]);
	expect(button("Take back a move").hidden).toBe(true);
});

test("a pointer drags a shape to an empty place, and a drop elsewhere puts it back", async () => {
	const { el, cells, asked, says } = opened({ hand });
	const grid = el.querySelector("[role=grid]");
	grid.getBoundingClientRect = () => ({ left: 0, top: 0, width: 300, height: 300 });
	const point = (name, x, y) =>
		cells[4].dispatchEvent(
			Object.assign(new MouseEvent(name, { bubbles: true, clientX: x, clientY: y, button: 0 }), {
				pointerId: 1,
			}),
		);
	point("pointerdown", 150, 150);
	point("pointermove", 250, 60);
	expect(cells[2].classList.contains("ac-over")).toBe(true);
	point("pointerup", 50, 50);
	expect(says()).toContain("no empty place");
	expect(asked).toEqual([]);
	point("pointerdown", 150, 150);
	point("pointermove", 250, 60);
	point("pointerup", 250, 50);
	await settled();
	expect(asked[0].moves).toEqual([[4, 2]]);
});

test("numbers of two bytes come back as they were", () => {
	expect([...numbersOf(base64([0, 255, 256, 2499]))]).toEqual([0, 255, 256, 2499]);
});

/** A run of four moves whose frames come when the test says. */
function film(each = () => {}) {
	let frame = () => {};
	vi.spyOn(globalThis, "requestAnimationFrame").mockImplementation((next) => {
		frame = next;
		return 1;
	});
	vi.spyOn(performance, "now").mockReturnValue(0);
	const seen = [];
	const board = {
		move: (from, to) => seen.push(`${from}-${to}`),
		turn: (at) => seen.push(at),
		draw: each,
	};
	const told = { moved: vi.fn(), over: vi.fn() };
	const four = [...steps, 2, 3, 0, 3, 2, 0];
	const made = playing(board, { steps: base64(four), moves: 4 }, told);
	return { made, told, seen, at: (ms) => frame(ms) };
}

test("a run plays its moves in order and tells when it is over", () => {
	const draw = vi.fn();
	const { made, told, seen, at } = film(draw);
	made.go();
	at(60);
	expect(seen).toEqual(["0-2", 2]);
	at(150);
	at(240);
	expect(seen).toEqual(["0-2", 2, "1-0", "2-3", "3-2"]);
	expect(draw).toHaveBeenCalledTimes(3);
	expect(told.over).toHaveBeenCalledTimes(1);
});

test("a tab that was hidden goes on where it was, and does not catch up", () => {
	const { made, told, at } = film();
	made.go();
	at(60);
	at(60_000);
	expect(told.moved).toHaveBeenLastCalledWith(2);
});

test("a run waits, takes one move at a time, and goes to its end", () => {
	const { made, told, at, seen } = film();
	made.go();
	made.halt();
	at(1000);
	expect(seen).toEqual([]);
	made.step();
	expect(told.moved).toHaveBeenLastCalledWith(1);
	made.end();
	expect(told.moved).toHaveBeenLastCalledWith(4);
	expect(told.over).toHaveBeenCalledTimes(1);
});

test("there is no town before a guess, and no wishes to change before the first run", async () => {
	const town = { board: "1102", unhappy: [], near: [], alike: 50 };
	const { el, asked, button, model } = opened({ town, run });
	expect(button("Run").closest("[hidden]")).not.toBe(null);
	el.querySelector("[name=guess]").value = "62";
	button("That is my guess").click();
	await settled();
	expect(button("Run").closest("[hidden]")).toBe(null);
	expect(el.querySelector(".ac-wishes").hidden).toBe(true);
	const [{ seed }] = asked;
	button("Run").click();
	await settled();
	expect(asked[1]).toEqual({ do: "run", seed, side: 20, runs: [{ least: 33, most: 100 }] });
	button("To the end").click();
	expect(model.get("response").answer).toEqual({
		guess: 62,
		seed,
		side: 20,
		runs: [{ least: 33, most: 100 }],
	});
	model.set("feedback", { guess: 62, seed, side: 20, rows: [row], board: "2011", unhappy: [] });
	expect(el.querySelector(".ac-summary").textContent).toContain("13 more than you guessed");
	expect(el.querySelector(".ac-wishes").hidden).toBe(false);
	expect(el.querySelector("tbody").textContent).toBe("at least 33 of 100 alike50 to 750.502");
	expect(el.querySelector(".ac-model").textContent).toContain("Laws.");
	button("A new town").click(); // what is wanted can be seen there, too, since it counts
	await settled();
	expect(el.querySelector(".ac-wishes").hidden).toBe(false);
	expect(el.querySelector(".ac-look").hidden).toBe(true);
});

test("a run that comes when there is a new town is not played on it", async () => {
	const town = { board: "1102", unhappy: [], near: [], alike: 50 };
	const late = [];
	const { el, button, model } = opened({ town }, { draft: { form: { guess: 50 } } });
	const answer = model.send;
	model.send = (message) => (message.ask.do === "run" ? late.push(message) : answer(message));
	button("Run").click();
	button("A new town").click();
	await settled();
	model.tell("msg:custom", { n: late[0].n, so_far: run });
	model.tell("msg:custom", { n: late[0].n, whole: true });
	await settled();
	expect(button("Run").hidden).toBe(false);
	expect(el.querySelector(".ac-so-far").textContent).toContain("A new town, mixed by chance");
});

test("who wants no motion sees the end of a run at once", async () => {
	vi.stubGlobal("matchMedia", () => ({ matches: true }));
	const { button, model } = opened({ run }, { draft: { form: { guess: 50 } } });
	button("Run").click();
	await settled();
	vi.unstubAllGlobals();
	expect(button("Pause").hidden).toBe(true);
	expect(model.get("response").answer.runs).toHaveLength(1);
});

test("a town keeps as many runs as can be told, and says so", async () => {
	const runs = Array(3).fill({ least: 33, most: 100 });
	const form = { guess: 50, town: { seed: 4, side: 20, runs, wish: { least: 0, most: 90 } } };
	const { el, asked, button } = opened({ run }, { draft: { form } });
	button("Run").click();
	await settled();
	expect(asked).toEqual([]);
	expect(el.querySelector(".ac-run .ac-nudge").textContent).toContain("Take a new town");
});

test("what was left comes back with what came of it", () => {
	const town = {
		seed: 4,
		side: 20,
		runs: [{ least: 33, most: 100 }],
		wish: { least: 0, most: 90 },
	};
	const feedback = { guess: 50, seed: 4, side: 20, rows: [row], board: "2011", unhappy: [] };
	const { el, button, asked } = opened({}, { draft: { form: { guess: 50, town } }, feedback });
	expect(el.querySelector(".ac-fixed").textContent).toBe("You guessed 50 of 100.");
	expect(el.querySelector("[name=most]").value).toBe("90");
	expect(el.querySelector(".ac-summary").textContent).toContain("25 more than you guessed");
	expect(button("Run").hidden).toBe(false);
	expect(asked).toEqual([]);
});

test("a run that could not be kept is not behind the learner", async () => {
	const one = { least: 33, most: 100 };
	const town = { seed: 4, side: 20, runs: [one], wish: { least: 0, most: 90 } };
	const feedback = { guess: 50, seed: 4, side: 20, rows: [row], board: "2011", unhappy: [] };
	const state = { draft: { form: { guess: 50, town } }, feedback };
	const { button, asked, model } = opened({ run }, state);
	button("Run").click();
	await settled();
	button("To the end").click();
	const { n } = model.get("response");
	model.set("saved", { n, state: "refused", says: "Not taken." });
	button("Run").click();
	await settled();
	expect(asked[1].runs).toEqual([one, { least: 0, most: 90 }]);
});

test("a run that was given up and is kept after all is shown", async () => {
	const town = { seed: 4, side: 20, runs: [], wish: { least: 33, most: 100 } };
	const { button, model, el } = opened({ run }, { draft: { form: { guess: 50, town } } });
	button("Run").click();
	await settled();
	button("To the end").click();
	const { n } = model.get("response");
	model.set("saved", { n, state: "failed", says: "Not on disk." });
	model.set("feedback", { guess: 50, seed: 4, side: 20, rows: [row], board: "2011", unhappy: [] });
	expect(el.querySelector(".ac-summary").textContent).toContain("25 more than you guessed");
});

test("what other towns came to is told in a sentence", async () => {
	const town = { seed: 4, side: 20, runs: [{ least: 33, most: 100 }] };
	const feedback = { guess: 50, seed: 4, side: 20, rows: [row], board: "2011", unhappy: [] };
	const others = { done: 60, of: 60, mean: 75, low: 71, high: 79 };
	const { el, button, model } = opened(
		{ others },
		{ draft: { form: { guess: 50, town } }, feedback },
	);
	button("Do 60 other towns come out like this?").click();
	await settled();
	const told = el.querySelector(".ac-look [role=status]").textContent;
	expect(told).toContain("71 to 79");
	window.dispatchEvent(new Event("pagehide"));
	const { form } = model.get("draft");
	sessionStorage.clear();
	const again = opened({}, { draft: { form }, feedback });
	expect(again.el.querySelector(".ac-look [role=status]").textContent).toBe(told);
	const other = { ...feedback, seed: 5 };
	form.town.seed = 5;
	const elsewhere = opened({}, { draft: { form }, feedback: other });
	expect(elsewhere.el.querySelector(".ac-look [role=status]").textContent).toBe("");
});

test("a run is told in words, whichever way it went", () => {
	const told = (changed, more = {}) =>
		newest({ guess: 60, side: 20, rows: [{ ...row, ...changed }], ...more }, content);
	expect(told({})).toContain("15 more than you guessed (60). Nobody wanted more than 33.");
	expect(told({ after: 61 })).toContain("close to what you guessed");
	expect(told({ least: 0, moves: 0 })).toContain("Nobody wanted to move. It stays at 75");
	expect(told({ settled: false, left: 9, least: 80 })).toContain("9 were unhappy still");
	expect(told({}, { side: 50 })).not.toContain("guessed");
	expect(wanted({ least: 0, most: 100 })).toBe("nothing");
	expect(wanted({ least: 20, most: 90 })).toBe("at least 20 and no more than 90 of 100 alike");
});

test("the words at the guess stand where the line is not", () => {
	const way = [
		[0, 0.5],
		[9, 0.75],
	];
	const anchor = (guess) =>
		lineOf([way], guess).querySelector(".ac-guessed").getAttribute("text-anchor");
	expect(anchor(52)).toBe("end");
	expect(anchor(74)).toBe("start");
});
