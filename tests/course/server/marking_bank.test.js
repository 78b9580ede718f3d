/** A tutor's comments: what is found by typing, what is put into the box. */

import { beforeEach, expect, test } from "vitest";
import {
	add,
	combobox,
	fill,
	matching,
} from "../../../course/academy/server/static/marking_bank.js";

const phrase = (id, text, used = 0) => ({ id, text, used, shared: false, mine: true });
const OPEN = phrase(1, "Thank you for telling it so openly.", 1);
const CAFE = phrase(2, "The café: I could see it.", 5);
const LATE = phrase(3, "Thank you, also for coming late.", 3);

test("all words must be there, in any order, whatever their case and accents", () => {
	const all = [OPEN, CAFE, LATE];
	expect(matching(all, "LATE thank")).toEqual([LATE]);
	expect(matching(all, "cafe")).toEqual([CAFE]);
	expect(matching(all, "thank tea")).toEqual([]);
});

test("what is used most comes first, and no more than fit", () => {
	expect(matching([OPEN, CAFE, LATE], "")).toEqual([CAFE, LATE, OPEN]);
	const many = Array.from({ length: 30 }, (_, n) => phrase(n, `word ${n}`));
	expect(matching(many, "word").length).toBe(8);
});

const about = (name) => ({ name, criterion: "One $& moment" });

test("placeholders are filled in as they are, dollar signs and all", () => {
	expect(fill("{name}: {criterion}", about("A $1")).text).toBe("A $1: One $& moment");
});

test.each([
	["Thank you, {name}, for this.", "Thank you for this."],
	["{name}, thank you.", "Thank you."],
	["Thank you, {name}.", "Thank you."],
	["Well seen {name}!", "Well seen!"],
])("while names are hidden, %s is %s, and that is told", (text, left) => {
	expect(fill(text, about(null))).toEqual({ text: left, nameless: true });
});

test("nothing is told of a phrase that asks for no name", () => {
	expect(fill("Thank you.", about(null))).toEqual({ text: "Thank you.", nameless: false });
});

test("a phrase goes below what stands there, and counts as typed", () => {
	const box = document.createElement("textarea");
	let typed = 0;
	box.addEventListener("input", () => typed++);
	box.value = "Mine. \n";
	add(box, "Theirs.");
	expect(box.value).toBe("Mine.\nTheirs.");
	expect(typed).toBe(1);
});

let input;
let list;
let chosen;

beforeEach(() => {
	document.body.innerHTML = '<input role="combobox"><ul id="found" hidden></ul>';
	input = document.querySelector("input");
	list = document.querySelector("ul");
	chosen = [];
	combobox(
		input,
		list,
		() => [OPEN, CAFE, LATE],
		(one) => chosen.push(one),
	);
});

function key(name) {
	const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true });
	input.dispatchEvent(event);
	return event.defaultPrevented;
}

function type(text) {
	input.value = text;
	input.dispatchEvent(new Event("input"));
}

test("the arrows open the list and go round it, and the box says where", () => {
	expect(key("ArrowDown")).toBe(true);
	expect(list.hidden).toBe(false);
	expect(input.getAttribute("aria-expanded")).toBe("true");
	expect(input.getAttribute("aria-activedescendant")).toBe("found-0");
	key("ArrowUp");
	expect(input.getAttribute("aria-activedescendant")).toBe("found-2");
	key("ArrowDown");
	expect(list.querySelector("[aria-selected=true]").id).toBe("found-0");
});

test("Enter takes what is marked, and never sends the form", () => {
	type("thank");
	key("ArrowDown");
	key("ArrowDown");
	expect(key("Enter")).toBe(true);
	expect(chosen).toEqual([OPEN]);
	expect([list.hidden, input.value]).toEqual([true, ""]);
	expect(key("Enter")).toBe(true);
	expect(chosen.length).toBe(1);
});

test("Enter after typing takes the first that was found", () => {
	type("cafe");
	key("Enter");
	expect(chosen).toEqual([CAFE]);
});

test("Escape closes the list, then empties the box", () => {
	type("thank");
	key("Escape");
	expect([list.hidden, input.value]).toEqual([true, "thank"]);
	key("Escape");
	expect(input.value).toBe("");
});

test("what is found is text", () => {
	type("thank");
	expect(list.querySelectorAll("[role=option]").length).toBe(2);
	list.replaceChildren();
	combobox(
		input,
		list,
		() => [phrase(9, "<b>bold</b>")],
		() => {},
	);
	type("bold");
	expect(list.querySelector("b")).toBe(null);
});

test("that nothing was found is told", () => {
	type("zebra");
	expect(list.textContent).toBe("No comment of yours has these words.");
	key("ArrowDown");
	key("Enter");
	expect(chosen).toEqual([]);
});
