import { expect, test } from "vitest";
import view from "../../widgets/academy_widgets/reply/view.js";
import { mounted } from "./fake_model.js";

const content = {
	scene: "A ward.",
	speaker: { name: "Ada", who: "a nurse" },
	says: "No.",
	invite: "And you?",
	replies: [
		{ id: "a", text: "No?" },
		{ id: "b", text: "Why?" },
	],
	meanings: ["open question", "reflection"],
};
const heard = {
	note: "",
	sentences: [
		{
			text: "Two kids?",
			parts: [
				{ text: "Two kids", decided: false },
				{ text: "?", decided: true },
			],
			called: "Asks a closed question",
			sure: "The coach is fairly sure.",
			words: ["?"],
			meant: null,
		},
	],
};
const said = {
	// biome-ignore lint/suspicious/noThenProperty: what the speaker does next; never awaited
	tried: [{ id: "a", text: "No?", move: "reflection", then: "She nods.", why: "It repeats." }],
	left: 1,
	written: "",
	heard: null,
	examples: [],
};
const own = { ...said, tried: [], left: 2, written: "Two kids?", heard };

test("saying a reply sends it, and a second one is added to the first", () => {
	const { model, el, button } = mounted(view, content);
	el.querySelector("input[value=a]").click();
	button("Say this").click();
	expect(model.get("response")).toMatchObject({ n: 1, answer: { chosen: ["a"], written: "" } });
	el.querySelector("input[value=b]").click();
	button("Say this").click();
	expect(model.get("response").answer.chosen).toEqual(["a", "b"]);
});

test("nothing is sent before a reply is chosen, and the learner is told", () => {
	const { model, el, button } = mounted(view, content);
	button("Say this").click();
	expect(model.sent).toEqual([]);
	expect(el.querySelector(".ac-nudge").textContent).toContain("Choose one");
});

test("what a reply does is shown, and then one's own reply is invited", () => {
	const { model, el } = mounted(view, content);
	expect(el.querySelector(".ac-own").hidden).toBe(true);
	model.set("feedback", said);
	expect(el.querySelector(".ac-result").textContent).toContain("She nods.");
	expect(el.querySelector(".ac-own").hidden).toBe(false);
});

test("trying another adds it on top and leaves the others as they are", () => {
	const { model, el } = mounted(view, content, { feedback: said });
	const first = el.querySelector(".ac-tried li");
	const second = { ...said.tried[0], id: "b", text: "Why?" };
	model.set("feedback", { ...said, tried: [second, ...said.tried] });
	const all = [...el.querySelectorAll(".ac-tried li")];
	expect(all.map((li) => li.dataset.id)).toEqual(["b", "a"]);
	expect(all[1]).toBe(first);
});

test("hostile text is shown as text", () => {
	const { el } = mounted(view, { ...content, says: "<img src=x onerror=alert(1)>" });
	expect(el.querySelector("img")).toBe(null);
	expect(el.querySelector("blockquote").textContent).toContain("<img");
});

test("what was left half done comes back", () => {
	const form = { chosen: ["a"], pick: "b", written: "You are ti" };
	const { el } = mounted(view, content, { draft: { n: 0, form }, feedback: said });
	expect(el.querySelector("textarea").value).toBe("You are ti");
	expect(el.querySelector("input[value=b]").checked).toBe(true);
});

test("one's own words can come first, without choosing any", () => {
	const { model, el, button } = mounted(view, content);
	button("Write my own words").click();
	expect(document.activeElement).toBe(el.querySelector("textarea"));
	el.querySelector("textarea").value = "Two kids?";
	button("Keep my reply").click();
	expect(model.get("response").answer).toEqual({ chosen: [], written: "Two kids?", meant: [] });
	model.set("feedback", own);
	expect(button("Say this")).toBeTruthy();
});

test("an empty reply is not sent, and the learner is told", () => {
	const { model, el, button } = mounted(view, content, { feedback: said });
	el.querySelector("textarea").value = "  ";
	button("Keep my reply").click();
	expect(model.sent).toEqual([]);
	expect(el.querySelector(".ac-own .ac-nudge").textContent).toContain("few words");
});

test("a box takes ten thousand words without cutting any off", () => {
	const { el } = mounted(view, content);
	expect(el.querySelector("textarea").hasAttribute("maxlength")).toBe(false);
});

test("the words that decided are marked, and told in words as well", () => {
	const { el } = mounted(view, content, { feedback: own });
	expect([...el.querySelectorAll("mark")].map((one) => one.textContent)).toEqual(["?"]);
	const coach = el.querySelector(".ac-coach").textContent;
	expect(coach).toContain("Asks a closed question. The coach is fairly sure.");
	expect(coach).toContain("It decided on “?”.");
	expect(coach).toContain("It is not a person");
});

test("what one meant is sent, shown, kept where it is, and can be taken back", () => {
	const { model, el, button } = mounted(view, content, { feedback: own });
	el.querySelector("textarea").value = "Two kids?";
	const sentence = el.querySelector(".ac-heard li");
	button("reflection").click();
	const meant = [{ words: "Two kids?", meant: "reflection" }];
	expect(model.get("response")).toMatchObject({ answer: { meant }, form: { meant } });
	expect(el.querySelector(".ac-meant").textContent).toContain("You meant: reflection");
	const told = [{ ...heard.sentences[0], meant: "reflection" }];
	model.set("feedback", { ...own, heard: { ...heard, sentences: told } });
	expect(el.querySelector(".ac-heard li")).toBe(sentence);
	expect(button("reflection").getAttribute("aria-pressed")).toBe("true");
	button("reflection").click();
	expect(model.get("response").answer.meant).toEqual([]);
	expect(el.querySelector(".ac-meant").textContent).toBe("");
});

test("what one meant comes back with the words", () => {
	const meant = [{ words: "Two kids?", meant: "reflection" }];
	const form = { chosen: [], pick: "", written: "Two kids?", meant };
	const told = [{ ...heard.sentences[0], meant: "reflection" }];
	const feedback = { ...own, heard: { ...heard, sentences: told } };
	const { model, el, button } = mounted(view, content, { draft: { n: 0, form }, feedback });
	expect(el.querySelector(".ac-meant").textContent).toContain("You meant: reflection");
	button("Keep my reply").click();
	expect(model.get("response").answer.meant).toEqual(meant);
});

test("a meaning goes when its sentence does", () => {
	const { model, el, button } = mounted(view, content, { feedback: own });
	el.querySelector("textarea").value = "Two kids?";
	button("reflection").click();
	el.querySelector("textarea").value = "You look tired.";
	const tired = { ...heard.sentences[0], text: "You look tired." };
	model.set("feedback", { ...own, heard: { note: "", sentences: [tired] } });
	button("open question").click();
	expect(model.get("response").answer.meant).toEqual([
		{ words: "You look tired.", meant: "open question" },
	]);
});

test("where the coach cannot tell it says so, and has no sentences", () => {
	const note = "Cannot tell: this coach knows English only. Your words are kept.";
	const { el } = mounted(view, content, { feedback: { ...own, heard: { note, sentences: [] } } });
	expect(el.querySelector(".ac-coach").textContent).toContain(note);
	expect(el.querySelectorAll(".ac-heard li").length).toBe(0);
});

test("a learner's own hostile words are shown as text", () => {
	const bad = "<img src=x onerror=alert(1)>";
	const parts = [{ text: bad, decided: true }];
	const told = [{ ...heard.sentences[0], text: bad, parts, words: [bad] }];
	const { el } = mounted(view, content, {
		feedback: { ...own, heard: { note: "", sentences: told } },
	});
	expect(el.querySelector("img")).toBe(null);
	expect(el.querySelector("mark").textContent).toBe(bad);
});

test("what is said can be heard where a page says where sounds are, and nowhere else", () => {
	const sounding = { ...content, id: "m/x", sound: { file: "x.mp3", voice: "A computer." } };
	expect(mounted(view, sounding).el.querySelector("audio")).toBeNull();
	document.body.dataset.modules = "/modules/";
	const { el } = mounted(view, sounding);
	const audio = el.querySelector("audio");
	expect(audio.getAttribute("src")).toBe("/modules/m/x.mp3");
	expect(audio.controls).toBe(true);
	expect(audio.autoplay).toBe(false);
	expect(el.textContent).toContain("A computer.");
	const silent = mounted(view, { ...sounding, sound: null }).el;
	expect(silent.querySelector("audio")).toBeNull();
	expect(silent.textContent).not.toContain("null");
	delete document.body.dataset.modules;
});
