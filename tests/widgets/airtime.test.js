import { afterEach, expect, test } from "vitest";
import { ear } from "../../widgets/academy_widgets/airtime/microphone.js";
import { tally, turnsOf } from "../../widgets/academy_widgets/airtime/tally.js";
import view from "../../widgets/academy_widgets/airtime/view.js";
import { fakeModel, mounted } from "./fake_model.js";

const content = { invite: "Measure.", groups: ["In", "Out"], most: 4, most_turns: 10 };
const said = {
	way: "tap",
	unit: "ms",
	length: 100_000,
	silence: 20_000,
	somebody: 0,
	people: [
		{
			share: 75,
			guess: 60,
			minus: -15,
			talk: 60_000,
			turns: 1,
			longest: 60_000,
			came_in: 0,
			came_in_on: 1,
		},
		{
			share: 25,
			guess: 40,
			minus: 15,
			talk: 20_000,
			turns: 1,
			longest: 20_000,
			came_in: 1,
			came_in_on: 0,
		},
		{ share: 0, guess: 0, minus: 0, talk: 0, turns: 0, longest: 0, came_in: 0, came_in_on: 0 },
	],
	groups: [],
	evenness: { gini: 0.5, entropy_evenness: 0.51 },
	turns: [
		[0, 0, 60_000],
		[1, 60_000, 80_000],
	],
	interruptions: { total: 1, over: 0, quick: 0, marked: 1 },
	rules: { quick: 200, sound: 1000, turn_ends: 3000 },
};

let leave = () => {};
afterEach(() => leave());

function shown(state = {}) {
	const made = mounted(view, content, state);
	leave = made.stop;
	const asked = [];
	made.model.send = (message) => asked.push(message);
	const labels = (text) =>
		[...made.el.querySelectorAll("label")].filter((one) => one.textContent.includes(text));
	const field = (text, at = 0) => made.el.querySelector(`[id="${labels(text)[at].htmlFor}"]`);
	const put = (text, value, at = 0) => {
		field(text, at).value = value;
		field(text, at).dispatchEvent(new Event("input", { bubbles: true }));
	};
	const way = (value) => {
		const radio = made.el.querySelector(`input[value=${value}]`);
		radio.checked = true;
		radio.dispatchEvent(new Event("change", { bubbles: true }));
	};
	const press = (key) =>
		made.el
			.querySelector(".ac-clock button")
			.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
	return { ...made, asked, field, put, way, press };
}

function guessed(state) {
	const made = shown(state);
	made.put("Guess for", "60");
	made.put("Guess for", "40", 1);
	made.button("That is my guess: now measure").click();
	return made;
}

const answer = ({ model }) => model.get("response").answer;

test("the clock leaves pauses out, and a tap on whoever has the floor changes nothing", () => {
	const times = tally();
	times.start(1000);
	times.mark(0, 1000);
	times.mark(0, 1500);
	times.mark(1, 2000);
	times.pause(3000);
	times.start(9000);
	times.mark(null, 9500);
	expect(times.turns(10_000, false)).toEqual([
		[0, 0, 1000, 0],
		[1, 1000, 2500, 0],
	]);
	expect(times.elapsed(10_000)).toBe(3000);
});

test("undo takes back the last tap, and what was marked as an interruption can be unmarked", () => {
	const times = tally();
	times.start(0);
	times.mark(0, 0);
	times.cutIn(); // nobody was there to be interrupted
	times.mark(1, 1000);
	times.cutIn();
	expect(times.turns(2000, false)[1]).toEqual([1, 1000, 2000, 1]);
	times.cutIn();
	expect(times.turns(2000, false)[1]).toEqual([1, 1000, 2000, 0]);
	times.undo();
	expect(times.turns(2000, false)).toEqual([[0, 0, 2000, 0]]);
});

test("with a microphone a turn is what was heard while somebody had the floor", () => {
	const marks = [
		[2000, 0, 0],
		[5000, 1, 1],
		[8000, null, 0],
	];
	const heard = [
		[500, 3000],
		[4000, 6000],
		[7000, 9000],
	];
	expect(turnsOf(marks, 10_000, heard)).toEqual([
		[-1, 500, 2000, 0],
		[0, 2000, 3000, 0],
		[0, 4000, 5000, 0],
		[1, 5000, 6000, 1],
		[1, 7000, 8000, 0],
	]);
});

test("an ear tells speech from silence in a quiet room and in a loud one", () => {
	for (const room of [0.0005, 0.01]) {
		const listening = ear();
		const spans = [];
		for (let now = 0; now < 12_000; now += 40) {
			const speech = now > 4000 && now % 2000 < 1000;
			const loud = speech ? (now % 200 < 40 ? room * 1.5 : room * 12) : room;
			const { span } = listening.hear(loud, now);
			if (span && spans.at(-1)?.[0] === span[0]) spans[spans.length - 1] = span;
			else if (span) spans.push(span);
		}
		const settled = spans.filter(([start]) => start > 5000);
		expect(settled.length).toBe(3);
		for (const [start, end] of settled) {
			expect(start % 2000).toBeLessThan(120);
			expect(end - start).toBeGreaterThan(850);
			expect(end - start).toBeLessThan(1100);
		}
	}
});

test("measuring waits for a guess, which then stays as it was", () => {
	const { model, el, field, button, put } = shown();
	button("That is my guess: now measure").click();
	expect(el.querySelector(".ac-second").hidden).toBe(true);
	expect(el.textContent).toContain("Guess first");
	put("Guess for", "30");
	expect(el.querySelector(".ac-sum").textContent).toContain("30. They are read as shares");
	button("That is my guess: now measure").click();
	expect(el.querySelector(".ac-second").hidden).toBe(false);
	expect(field("Guess for").readOnly).toBe(true);
	expect(model.sent.filter(([name]) => name === "response")).toEqual([]);
});

test("keys and taps make turns, and only letters and numbers are sent", async () => {
	const made = guessed();
	made.put("name or initials", "Ann");
	made.press("1");
	await new Promise((done) => setTimeout(done, 30));
	made.press("2");
	made.press("i");
	await new Promise((done) => setTimeout(done, 30));
	made.press("0");
	made.press("9"); // nobody is ninth
	expect(made.el.querySelector(".ac-floor").textContent).toBe("Silence.");
	made.button("Show who spoke how much").click();
	const { people, turns, way, length } = answer(made);
	expect(people).toEqual([
		{ group: null, guess: 60 },
		{ group: null, guess: 40 },
		{ group: null, guess: null },
	]);
	expect(turns.map(([who, , , cut]) => [who, cut])).toEqual([
		[0, 0],
		[1, 1],
	]);
	expect(turns[1][1]).toBeGreaterThanOrEqual(25);
	expect(turns[1][2]).toBeLessThanOrEqual(length);
	expect(way).toBe("tap");
	expect(JSON.stringify(made.model.sent)).not.toContain("Ann");
	expect(JSON.stringify(sessionStorage)).not.toContain("Ann");
});

test("names are sent when their learner ticks that they be kept", async () => {
	const made = guessed();
	made.put("name or initials", "Ann");
	const keep = made.el.querySelector("[name=names_kept]");
	expect(keep.checked).toBe(false);
	keep.checked = true;
	made.press("1");
	await new Promise((done) => setTimeout(done, 5));
	made.button("Show who spoke how much").click();
	expect(answer(made).people[0].name).toBe("Ann");
	expect(answer(made).names_kept).toBe(true);
});

test("nothing measured is told, and nothing is sent", () => {
	const made = guessed();
	made.button("Show who spoke how much").click();
	expect(made.el.textContent).toContain("Nobody was tapped yet");
	made.way("transcript");
	made.button("Show who spoke how much").click();
	expect(made.el.textContent).toContain("Read a transcript first");
	expect(made.model.sent.filter(([name]) => name === "response")).toEqual([]);
});

test("a transcript goes to Python, and of it only who and when is sent to be kept", async () => {
	const made = guessed();
	made.put("name or initials", "ann");
	made.way("transcript");
	made.put("Or the text itself", "Ann Lee: a secret\nBo: hm");
	made.button("Read who spoke").click();
	expect(made.asked[0].ask.transcript).toContain("a secret");
	const talk = { unit: "words", length: 3, speakers: ["Ann Lee", "Bo"], notes: ["Line 2 …"] };
	const found = {
		...talk,
		turns: [
			[0, 0, 2, 0],
			[1, 2, 3, 0],
		],
	};
	made.model.tell("msg:custom", { n: made.asked[0].n, found });
	await Promise.resolve();
	expect(made.el.querySelector(".ac-notes").textContent).toBe("Line 2 …");
	const chosen = [...made.el.querySelectorAll(".ac-who select")].map((one) => one.value);
	expect(chosen).toEqual(["0", "new"]);
	await new Promise((done) => setTimeout(done, 600)); // until a draft is sent
	expect(made.model.get("draft").form.found).toBe(null); // nobody is in it whom nobody knows
	made.button("Show who spoke how much").click();
	expect(answer(made).people.length).toBe(4);
	expect(answer(made).turns).toEqual([
		[0, 0, 2, 0],
		[3, 2, 3, 0],
	]);
	expect(answer(made).unit).toBe("words");
	for (const secret of ["secret", "Ann Lee", "Bo"])
		expect(JSON.stringify(made.model.sent)).not.toContain(secret);
});

test("a transcript that cannot be read is told, and stays in its box", async () => {
	const made = guessed();
	made.way("transcript");
	made.put("Or the text itself", "hm");
	made.button("Read who spoke").click();
	made.model.tell("msg:custom", { n: made.asked[0].n, sorry: "Line 1 does not say who speaks." });
	await Promise.resolve();
	expect(made.el.querySelector(".ac-bringing [role=alert]").textContent).toContain("Line 1");
	expect(made.field("Or the text itself").value).toBe("hm");
});

test("a microphone that is not there is told in a sentence, and the clock stays still", async () => {
	const made = guessed();
	made.way("microphone");
	expect(made.el.querySelector(".ac-level").textContent).toContain("No sound leaves this browser");
	made.button("Start").click();
	await new Promise((done) => setTimeout(done, 5));
	expect(made.el.querySelector(".ac-tapping [role=alert]").textContent).toContain(
		"You can also tap",
	);
	expect(made.button("Start")).toBeTruthy();
});

test("results say it in words, in tables and in a picture with words for it", () => {
	const made = guessed();
	made.model.set("feedback", said);
	expect(made.el.querySelector(".ac-result").textContent).toBe(
		"A spoke most: 75 in 100 of the talk, in 1 turn. Your guess was 60.C said nothing.Silence: 0:20 of 1:40 (20 in 100).",
	);
	const rows = [...made.el.querySelectorAll(".ac-tables tbody tr")].map((one) =>
		[...one.children].map((cell) => cell.textContent),
	);
	expect(rows[0]).toEqual(["A", "75", "60", "−15"]);
	expect(rows[1]).toEqual(["B", "25", "40", "+15"]);
	expect(rows[3]).toEqual(["A", "1", "1:00", "0", "1"]);
	const picture = made.el.querySelector("[role=img]");
	expect(picture.getAttribute("aria-label")).toBe(
		"From 0:00 to 1:40. A: 1 turn; B: 1 turn; C: 0 turns.",
	);
	expect(picture.querySelectorAll("svg").length).toBe(3);
	expect(made.el.querySelector(".ac-rules").textContent).toContain("with 3 people 0.67");
});

test("names on the page are in its results, as text and never as HTML", () => {
	const made = guessed();
	made.put("name or initials", "<img src=x>");
	made.model.set("feedback", said);
	expect(made.el.querySelector(".ac-result").textContent).toContain("<img src=x> spoke most");
	expect(made.el.querySelector("img")).toBe(null);
});

test("what was measured comes back paused, and can be gone on with", () => {
	const form = {
		people: [{ group: 1, guess: 60 }, { guess: 40 }],
		measuring: true,
		way: "tap",
		marks: [
			[0, 0, 0],
			[2000, 1, 0],
		],
		heard: [],
		length: 5000,
	};
	const made = shown({ draft: { form } });
	expect(made.el.querySelector(".ac-time").textContent).toBe("0:05");
	expect(made.button("Go on")).toBeTruthy();
	made.button("Show who spoke how much").click();
	expect(answer(made).turns).toEqual([
		[0, 0, 2000, 0],
		[1, 2000, 5000, 0],
	]);
	expect(answer(made).people[0]).toEqual({ group: 1, guess: 60 });
	made.press("u");
	made.button("Show who spoke how much").click();
	expect(answer(made).turns).toEqual([[0, 0, 5000, 0]]);
});

test("another talk begins with nothing measured", () => {
	const made = guessed();
	made.press("1");
	made.model.set("feedback", said);
	made.button("Measure another talk").click();
	expect(made.el.querySelector(".ac-second").hidden).toBe(true);
	expect(made.el.querySelector(".ac-result").textContent).toBe("");
	expect(made.field("Guess for").value).toBe("");
	expect(made.field("Guess for").readOnly).toBe(false);
});

test("nothing listens to the model when the exercise is gone", () => {
	const { model, stop } = shown();
	stop();
	expect(model.listeners()).toBe(0);
	expect(fakeModel({}).listeners()).toBe(0);
});
