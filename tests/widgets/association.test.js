import { afterEach, beforeEach, expect, test, vi } from "vitest";
import view from "../../widgets/academy_widgets/association/view.js";
import { mounted } from "./fake_model.js";
import { kept } from "./small.js";

const SETS = [
	{ name: "Flowers", words: ["tulip", "daisy"] },
	{ name: "Insects", words: ["wasp", "moth"] },
	{ name: "Good", words: ["sweet", "kind"] },
	{ name: "Bad", words: ["nasty", "awful"] },
];
const content = {
	invite: "Words come.",
	ways: ["timed", "untimed"],
	sets: SETS,
	counts: [2, 1],
	goes: 2,
	pairs: { A: "A went", B: "B went" },
	before: ["This time."],
	cannot: ["Who you are."],
};
const BLOCKS = [
	{
		left: [0],
		right: [1],
		words: [
			[0, 0],
			[1, 1],
		],
	}, // tulip, moth
	{ left: [1, 2], right: [0, 3], words: [[2, 1]] }, // kind
];
const CARDS = [
	[0, 0],
	[3, 1],
];
const told = {
	way: "timed",
	goes: [{ d: null, says: "Too fast.", range: "", of: 3, errors: 1, disturbed: 2, slow: 0 }],
	both: "",
};

let now = 0;
beforeEach(() => {
	now = 1000;
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
	vi.spyOn(performance, "now").mockImplementation(() => now);
	vi.stubGlobal("requestAnimationFrame", (f) => f(now));
});
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

function opened(state = {}, blocks = BLOCKS) {
	const page = mounted(view, content, state);
	page.model.send = (message) => {
		const found =
			message.ask.go === undefined ? { first: "A", cards: CARDS } : { first: "A", blocks };
		queueMicrotask(() => page.model.tell("msg:custom", { n: message.n, found }));
	};
	page.word = () => page.el.querySelector(".ac-word").textContent;
	page.form = () => page.model.get("draft").form;
	page.draft = () => {
		vi.advanceTimersByTime(600);
		return page.form();
	};
	return page;
}
const settled = async () => {
	for (let at = 0; at < 10; at += 1) await Promise.resolve();
};
const key = (name, { after = 0, ...more } = {}) => {
	now += after;
	const event = new KeyboardEvent("keydown", {
		key: name,
		bubbles: true,
		cancelable: true,
		...more,
	});
	Object.defineProperty(event, "timeStamp", { value: now });
	document.dispatchEvent(event);
};
const next = () => vi.advanceTimersByTime(250);

async function begun(state, blocks) {
	const page = opened(state, blocks);
	page.button("Take it with a clock").click();
	page.button("Begin").click();
	await settled();
	page.button("Begin this part").click();
	next();
	return page;
}

test("a word's time runs from its paint to the key's own stamp, to the first and to the right key", async () => {
	const page = await begun();
	expect(page.word()).toBe("tulip");
	key("i", { after: 400 });
	expect(page.el.querySelector(".ac-cross").hidden).toBe(false);
	expect(page.word()).toBe("tulip");
	key("e", { after: 250 });
	expect(page.word()).toBe("");
	next();
	expect(page.word()).toBe("moth");
	expect(page.el.querySelector(".ac-cross").hidden).toBe(true);
	key("i", { after: 512.34 });
	next();
	const [go] = page.draft().goes;
	expect(go.rows).toEqual([
		[0, 0, 400, 650, 0],
		[0, 1, 512.3, 512.3, 0],
	]);
});

test("no key counts before a word is painted, nor between two words, nor with Ctrl", async () => {
	const frames = [];
	vi.stubGlobal("requestAnimationFrame", (f) => frames.push(f));
	const page = await begun();
	key("e");
	frames.shift()(now);
	key("e");
	expect(page.word()).toBe("tulip");
	frames.shift()(now);
	key("e", { ctrlKey: true });
	key("x");
	expect(page.word()).toBe("tulip");
	key("e", { after: 300 });
	expect(page.word()).toBe("");
	key("e");
	next();
	frames.shift()(now);
	expect(page.word()).toBe("moth");
});

test.each([
	["says so", { repeat: true }],
	["does not say so", { code: "KeyI" }],
])("a keyboard that repeats a key and %s answers one word", async (_, more) => {
	const page = await begun();
	key("i", { code: "KeyI", after: 300 }); // wrong, and held down
	key("e", { code: "KeyE", after: 300 });
	next();
	expect(page.word()).toBe("moth");
	key("i", { ...more, after: 20 });
	expect(page.word()).toBe("moth");
	expect(page.el.querySelector(".ac-held").hidden).toBe(false);
	document.dispatchEvent(new KeyboardEvent("keyup", { key: "i", code: "KeyI" }));
	key("i", { code: "KeyI", after: 300 });
	expect(page.word()).toBe("");
});

test.each(["blur", "resize", "visibilitychange"])(
	"a word disturbed by %s is marked and comes again at the end of its part",
	async (how) => {
		const page = await begun();
		now += 200;
		if (how === "resize") vi.stubGlobal("innerWidth", innerWidth + 50);
		if (how === "visibilitychange") {
			vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
			document.dispatchEvent(new Event(how));
		} else window.dispatchEvent(new Event(how));
		expect(page.el.querySelector(".ac-talk").textContent).toContain("not counted");
		key("e", { after: 300 }); // nothing is asked now
		page.el.querySelector(".ac-talk button").click();
		next();
		expect(page.word()).toBe("moth");
		key("i", { after: 300 });
		next();
		expect(page.word()).toBe("tulip");
		key("e", { after: 300 });
		next();
		expect(page.draft().goes[0].rows).toEqual([
			[0, 0, 0, 0, 1],
			[0, 1, 300, 300, 0],
			[0, 0, 300, 300, 0],
		]);
	},
);

test("a phone's bars that come and go disturb nothing", async () => {
	const page = await begun();
	vi.stubGlobal("innerHeight", innerHeight - 60);
	window.dispatchEvent(new Event("resize"));
	expect(page.word()).toBe("tulip");
});

test("a whole go is answered, and what it cannot say is read before what came out", async () => {
	const page = await begun();
	key("e", { after: 300 });
	next();
	key("i", { after: 300 });
	next();
	page.button("Begin this part").click();
	next();
	expect(page.word()).toBe("kind");
	expect(page.model.get("response")).toEqual({});
	key("e", { after: 300 });
	next();
	const { answer } = page.model.get("response");
	expect(answer.way).toBe("timed");
	expect(answer.goes[0].rows.length).toBe(3);
	page.model.set("saved", { ...kept, n: page.model.get("response").n });
	page.model.set("feedback", told);
	expect(page.el.querySelector("[data-step=before]").hidden).toBe(false);
	expect(page.el.querySelector("[data-step=before]").textContent).toContain("Who you are.");
	expect(page.el.textContent).not.toContain("Too fast.");
	page.button("Show me what came out").click();
	expect(page.el.querySelector(".ac-result").textContent).toBe(
		"Too fast.3 words counted; 1 went to the other side first. 2 words were disturbed, were not counted, and were asked again.",
	);
	page.button("Another go, to see how far it wobbles").click();
	page.button("Begin").click();
	await settled();
	page.button("Stop").click();
	expect(page.draft().goes.length).toBe(2);
	page.button("Leave it out").click();
	expect(page.draft().goes.length).toBe(1);
	expect(page.el.querySelector("[data-step=told]").hidden).toBe(false);
});

test("that sides changed is told when they did, and not before", async () => {
	const turned = [];
	const words = [[0, 0]];
	const parts = [
		{ left: [0], right: [1], words },
		{ left: [2], right: [3], words: [[2, 0]] },
		{ left: [0, 2], right: [1, 3], words },
		{ left: [1], right: [0], words },
		{ left: [1, 2], right: [0, 3], words },
	];
	const page = await begun(undefined, parts);
	for (const right of ["e", "e", "e", "i", "i"]) {
		turned.push(page.el.querySelector(".ac-talk").textContent.includes("Take care"));
		key(right, { after: 300 });
		next();
		if (turned.length < 5) page.button("Begin this part").click();
		next();
	}
	expect(turned).toEqual([false, false, false, true, false]);
});

test("whoever stops goes on with the part that was broken off", async () => {
	const rows = [
		[0, 0, 500, 500, 0],
		[0, 1, 500, 500, 0],
	];
	const form = { step: "ready", way: "timed", keys: ["e", "i"], goes: [{ seed: 7, rows }] };
	const page = opened({ draft: { form } });
	expect(page.el.querySelector("[data-step=stopped]").hidden).toBe(false);
	page.button("Go on").click();
	await settled();
	page.button("Begin this part").click();
	next();
	expect(page.word()).toBe("kind");
	page.button("Stop").click();
	expect(page.form().goes[0].rows).toEqual(rows);
});

test("nothing listens to keys when the page has gone", async () => {
	const page = await begun();
	const word = page.el.querySelector(".ac-word");
	page.stop();
	key("e", { after: 300 });
	next();
	expect(word.textContent).toBe("tulip");
});

test("a key can be changed, and is not the other side's", async () => {
	const page = opened();
	page.button("Take it with a clock").click();
	const [left] = page.el.querySelectorAll(".ac-hand button");
	const press = (name) =>
		left.dispatchEvent(new KeyboardEvent("keydown", { key: name, cancelable: true }));
	left.click();
	press("i");
	expect(page.el.querySelector(".ac-hands .ac-nudge").textContent).toContain("already");
	press("Escape");
	expect(page.el.querySelector(".ac-hands .ac-nudge").textContent).toContain("work of its own");
	press("ArrowLeft");
	expect(page.draft().keys).toEqual(["arrowleft", "i"]);
	page.button("Begin").click();
	await settled();
	page.button("Begin this part").click();
	next();
	key("ArrowLeft", { after: 300 });
	expect(page.word()).toBe("");
});

test("at one's own pace a word waits for its side, and what was noticed is the answer", async () => {
	const page = opened();
	page.button("Take it at my own pace").click();
	await settled();
	const [left, right] = page.el.querySelectorAll(".ac-pile");
	right.click();
	expect(page.el.querySelector(".ac-sorting").textContent).toContain(
		"“tulip” belongs to “Flowers”",
	);
	left.click();
	right.click();
	expect(page.el.querySelector(".ac-sorting h4").textContent).toContain("changed sides");
	expect(page.draft().at).toBe(2);
	right.click();
	right.click();
	page.button("That is what I noticed").click();
	expect(page.model.get("response")).toEqual({});
	page.el.querySelector("[value=unsure]").click();
	page.el.querySelector("[value='3-1']").click();
	page.el.querySelector("textarea").value = "Odd.";
	page.button("That is what I noticed").click();
	const { seed, ...answer } = page.model.get("response").answer;
	expect(seed).toBeGreaterThanOrEqual(0);
	expect(answer).toEqual({
		way: "untimed",
		easier: "unsure",
		halted: [[3, 1]],
		felt: "Odd.",
		where: "",
	});
});

test("Python's word that it cannot draw is shown, and nothing begins", async () => {
	const page = opened();
	page.model.send = ({ n }) =>
		queueMicrotask(() => page.model.tell("msg:custom", { n, sorry: "Not now." }));
	page.button("Take it with a clock").click();
	page.button("Begin").click();
	await settled();
	expect(page.el.querySelector("dialog").open).toBe(false);
	expect(page.el.textContent).toContain("Not now.");
});
