import { expect, test } from "vitest";
import {
	changesBetween,
	EMPTY,
	freshId,
	history,
	inSentences,
	personChanged,
	redesigned,
	tieChanged,
	tieFits,
	withoutPerson,
	withPerson,
	withTie,
} from "../../widgets/academy_widgets/powermap/drawn.js";
import {
	bends,
	freePlace,
	inReadingOrder,
	inRoom,
	nameLines,
	placeNames,
	tiePaths,
	towards,
} from "../../widgets/academy_widgets/powermap/geometry.js";
import {
	drafted,
	mark,
	packed,
	undrafted,
	unpacked,
} from "../../widgets/academy_widgets/powermap/packed.js";
import { choices, content } from "./powermap_content.js";

const three = {
	version: 1,
	people: [
		{ id: "p1", name: "Ann", x: 0.2, y: 0.2, vote: true, kinds: ["over", "within"] },
		{ id: "p2", name: "Bo", sort: "role", x: 0.5, y: 0.5, note: "new here", spaces: ["invited"] },
		{ id: "p10", name: "Cy", sort: "group", here: false, x: 0.95, y: 0.5, places: ["global"] },
	],
	ties: [
		{ from: "p1", to: "p2", sort: "decides", weight: 3, face: "hidden" },
		{ from: "p2", to: "p10", sort: "listens", both: true },
	],
};

test("what is as by default is left out, and comes in when it changes", () => {
	const ann = { id: "p1", name: "Ann", sort: "person", here: true, vote: false, x: 0.12345, y: 1 };
	const map = withPerson(EMPTY, ann);
	expect(map.people).toEqual([{ id: "p1", name: "Ann", x: 0.123, y: 1 }]);
	const out = personChanged(map, "p1", { here: false, kinds: ["over"], sort: "role" });
	expect(out.people[0]).toEqual({ id: "p1", name: "Ann", x: 0.123, y: 1, here: false, kinds: ["over"], sort: "role" }); // biome-ignore format: one person
	expect(personChanged(out, "p1", { here: true, kinds: [], sort: "person" })).toEqual(map);
	expect(EMPTY.people).toEqual([]);
});

test("whoever goes takes their ties along, and their id is not given again", () => {
	const left = withoutPerson(three, "p2");
	expect(left.ties).toEqual([]);
	expect(freshId([left, three])).toBe("p11");
	expect(freshId([EMPTY])).toBe("p1");
});

test("a tie fits once a sort and direction, both ways once, and never to oneself", () => {
	expect(tieFits(three, { from: "p1", to: "p2", sort: "decides" })).toBe(false);
	expect(tieFits(three, { from: "p2", to: "p1", sort: "decides" })).toBe(true);
	expect(tieFits(three, { from: "p2", to: "p1", sort: "decides", both: true })).toBe(false);
	expect(tieFits(three, { from: "p10", to: "p2", sort: "listens" })).toBe(false);
	expect(tieFits(three, { from: "p1", to: "p1", sort: "listens" })).toBe(false);
	expect(tieFits(three, three.ties[0], "p1 p2 decides")).toBe(true);
});

test("a redesign is what differs, and goes along when the map beneath it changes", () => {
	let after = personChanged(three, "p2", { vote: true });
	after = withTie(after, { from: "p10", to: "p1", sort: "advises" });
	after = tieChanged(after, "p1 p2 decides", { weight: 1 });
	after = { ...after, ties: after.ties.filter((one) => one.sort !== "listens") };
	const changes = changesBetween(three, after);
	expect(changes.people.map((one) => one.id)).toEqual(["p2"]);
	expect(changes.ties.map((one) => one.sort)).toEqual(["decides", "advises"]);
	expect(changes.cut).toEqual([["p2", "p10", "listens"]]);
	expect(redesigned(three, changes)).toEqual(after);
	const later = redesigned(withPerson(three, { id: "p11", name: "Di" }), changes);
	expect(later.people.map((one) => one.name)).toEqual(["Ann", "Bo", "Cy", "Di"]);
	expect(changesBetween(three, withoutPerson(three, "p2"))).toMatchObject({
		gone: ["p2"],
		cut: [],
	});
	expect(redesigned(three, { gone: ["p2"] })).toEqual(withoutPerson(three, "p2"));
});

test("the same said in another order is no change", () => {
	const other = { ...three, people: three.people.map(({ id, ...rest }) => ({ ...rest, id })) };
	expect(changesBetween(three, other)).toEqual({ people: [], gone: [], ties: [], cut: [] });
});

test("steps are undone and done again, and those of one go are undone in one", () => {
	const done = history(0);
	done.push(1, "one");
	done.push(2, "two", "move");
	done.push(3, "two", "move");
	expect(done.undo()).toBe("two");
	expect(done.now()).toBe(1);
	expect(done.redo()).toBe("two");
	expect(done.now()).toBe(3);
	done.undo();
	done.push(9, "nine");
	expect(done.redoable()).toBe(false);
	expect([done.undo(), done.undo(), done.undo()]).toEqual(["nine", "one", undefined]);
	expect(done.now()).toBe(0);
});

test("a draft has the whole map, and no text in it but names and notes", () => {
	expect(unpacked(JSON.parse(JSON.stringify(packed(three))))).toEqual(three);
	const texts = [];
	JSON.stringify(packed(three), (_, value) => {
		if (typeof value === "string") texts.push(value);
		return value;
	});
	expect(texts).toEqual(["Ann", "Bo", "new here", "Cy"]);
});

test("people whose ids are numbers stay in their order", () => {
	const people = ["3", "1", "2"].map((id) => ({ id, name: id }));
	expect(unpacked(packed({ version: 1, people, ties: [] })).people).toEqual(people);
});

test("two hundred with a thousand ties, three times over, fit into a draft", () => {
	const people = Array.from({ length: 200 }, (_, n) => ({ id: `p${n}`, name: "x".repeat(20), x: 0.123, y: 0.456 })); // biome-ignore format: one person
	const ties = Array.from({ length: 1000 }, (_, n) => ({ from: `p${n % 200}`, to: `p${(n * 7) % 200}`, sort: ["decides", "advises", "listens", "depends"][n % 4], weight: 5 })); // biome-ignore format: one tie
	const form = packed({ version: 1, people, ties });
	expect(3 * JSON.stringify(form).length).toBeLessThan(200_000);
});

test("the map is told in sentences", () => {
	expect(inSentences(three, choices)).toEqual([
		"3 people, roles and groups, 2 ties.",
		"In the room: Ann (has a vote), Bo.",
		"Outside the room: Cy.",
		"Ann decides for Bo (strength 3, hidden).",
		"Bo listens to Cy, and the other way round (strength 1).",
	]);
});

test("a free place is on the right side of the wall, and away from others", () => {
	for (const here of [true, false]) {
		const taken = [];
		for (let n = 0; n < 12; n++) {
			const at = freePlace(taken, here);
			expect(inRoom(at)).toBe(here);
			for (const one of taken) expect(Math.hypot(one.x - at.x, one.y - at.y)).toBeGreaterThan(0.05);
			taken.push(at);
		}
	}
	const near = freePlace([], false, { x: 0.9, y: 0.5 });
	expect(near.x).toBeGreaterThan(0.8);
});

test("people are read row by row, and found in the direction of an arrow", () => {
	const at = (id, x, y) => ({ id, x, y });
	const all = [at("c", 0.5, 0.9), at("b", 0.9, 0.12), at("a", 0.1, 0.1)];
	expect(inReadingOrder(all).map((one) => one.id)).toEqual(["a", "b", "c"]);
	expect(towards(all, all[2], "ArrowRight").id).toBe("b");
	expect(towards(all, all[1], "ArrowDown").id).toBe("c");
	expect(towards(all, all[2], "ArrowUp")).toBe(undefined);
});

test("ties between the same two bend apart, whichever way they go", () => {
	const ties = [
		{ from: "a", to: "b" },
		{ from: "b", to: "a" },
		{ from: "a", to: "c" },
	];
	const bent = bends(ties, 9);
	expect(bent[2]).toBe(0);
	const of = { from: 5, to: 5, head: "decides", size: 10 };
	const [a, b] = [{ x: 0, y: 0 }, { x: 100, y: 0 }]; // biome-ignore format: two points
	const sides = [
		tiePaths(a, b, { ...of, bend: bent[0] }),
		tiePaths(b, a, { ...of, bend: bent[1] }),
	];
	expect(Math.sign(sides[0].middle.y)).toBe(-Math.sign(sides[1].middle.y));
});

test("each sort of tie ends in its own way, and before whoever it goes to", () => {
	const [a, b] = [{ x: 0, y: 0 }, { x: 100, y: 0 }]; // biome-ignore format: two points
	const heads = ["decides", "advises", "listens", "depends"].map(
		(head) => tiePaths(a, b, { from: 5, to: 10, bend: 0, head, size: 8 }).head,
	);
	expect(new Set(heads).size).toBe(4);
	for (const head of heads)
		for (const [, x] of head.matchAll(/[ML](-?[\d.]+) /g)) expect(Number(x)).toBeLessThan(90);
});

test("a long name takes a few short lines", () => {
	expect(nameLines("Ann", 11, 2)).toEqual(["Ann"]);
	expect(nameLines("Residents who work late", 11, 3)).toEqual(["Residents", "who work", "late"]);
	expect(nameLines("Residents who work late", 11, 2)).toEqual(["Residents", "who work l…"]);
	expect(nameLines("Donaudampfschifffahrt", 11, 3)).toEqual(["Donaudampf…"]);
});

test("names do not cover each other: one that must be there comes before one that may", () => {
	const sign = { r: 10, width: 60, height: 14, must: false, worth: 0 };
	const frame = { width: 400, height: 300 };
	const apart = placeNames([{ ...sign, x: 100, y: 100 }, { ...sign, x: 300, y: 100 }], frame); // biome-ignore format: two signs
	expect(apart.every(Boolean)).toBe(true);
	const crowd = Array.from({ length: 40 }, (_, n) => ({ ...sign, x: 200 + (n % 7), y: 150 + (n % 5), must: n === 39 })); // biome-ignore format: one sign
	const found = placeNames(crowd, frame);
	expect(found[39]).not.toBe(null);
	expect(found.filter(Boolean).length).toBeLessThan(12);
});

test("a name does not cover what is written there already", () => {
	const sign = { x: 100, y: 100, r: 10, width: 40, height: 14, must: false, worth: 1 };
	const frame = { width: 300, height: 300 };
	const [free] = placeNames([sign], frame);
	const words = [{ x: free.x - 20, y: free.y, width: 40, height: 14 }];
	const [other] = placeNames([sign], frame, words);
	expect(other).not.toBe(null);
	expect(other).not.toEqual(free);
	const all = [{ x: 0, y: 0, width: 300, height: 300 }];
	expect(placeNames([sign], frame, all)).toEqual([null]);
});

test("whose view it is, and who leaves, make another result; words do not", () => {
	const theirs = { version: 1, people: [], ties: [] };
	const now = {
		mine: theirs,
		changes: null,
		theirs,
		look: {},
		leaver: "",
		whose: "A",
		guessed: true,
	};
	for (const other of [{ whose: "B" }, { guessed: false }, { leaver: "p1" }, { theirs: null }])
		expect(mark({ ...now, ...other })).not.toBe(mark(now));
	expect(mark({ ...now, words: "More." })).toBe(mark(now));
});

test("a draft says by what signs are sized, and an empty one says nothing", () => {
	const { chosen, maps, ...of } = undrafted({}, content);
	expect([chosen.size, maps.changes, of.look.sorts.length]).toEqual(["", null, 4]);
	const form = drafted({ ...maps, ...of, which: "mine", size: "in" }, content);
	expect(undrafted(form, content).chosen).toEqual({ which: "mine", size: "in" });
});
