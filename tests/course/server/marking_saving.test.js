/** Marks are saved as they are given, one at a time, again if it failed, never over others'. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { differences, Saving } from "../../../course/academy/server/static/marking_saving.js";

let marks;
let answers;
let sent;
let told;
let saving;

const ok = () => ({ status: 200, json: async () => ({ at: "2026-05-03T10:00:00Z", seen: 7 }) });
const says = (status, answer) => () => ({ status, json: async () => answer });
const lost = () => {
	throw new TypeError("Failed to fetch");
};
const page = (status) => () => ({
	status,
	json: async () => {
		throw new SyntaxError("<");
	},
});

beforeEach(() => {
	vi.useFakeTimers();
	marks = "nothing";
	answers = [];
	sent = [];
	told = [];
	saving = new Saving(
		() => marks,
		async () => {
			sent.push(marks);
			return (answers.shift() ?? ok)();
		},
		(standing) => told.push(standing.state),
	);
});

afterEach(() => vi.useRealTimers());

function give(what) {
	marks = what;
	saving.touch();
}

const seconds = (n) => vi.advanceTimersByTimeAsync(n * 1000);

test("many changes in a row are sent once, when there is a pause", async () => {
	give("a");
	give("ab");
	give("abc");
	expect(sent).toEqual([]);
	await seconds(2);
	expect(sent).toEqual(["abc"]);
	expect(saving.standing).toEqual({ state: "kept", at: "2026-05-03T10:00:00Z" });
	await seconds(100);
	expect(sent.length).toBe(1);
});

test("nothing is sent when a change is taken back in time", async () => {
	give("a");
	give("nothing");
	await seconds(100);
	expect(sent).toEqual([]);
	expect(saving.standing.state).toBe("kept");
});

test("what was lost on the way is sent again, later and later, until it is kept", async () => {
	answers = [lost, lost, says(503, { why: "busy" })];
	give("a");
	await seconds(2);
	expect(saving.standing).toMatchObject({ state: "failed", again: 2 });
	await seconds(2);
	expect(saving.standing.again).toBe(4);
	await seconds(4);
	expect(saving.standing.again).toBe(8);
	await seconds(8);
	expect(saving.standing.state).toBe("kept");
	expect(sent).toEqual(["a", "a", "a", "a"]);
});

test("one is sent at a time, and the newest comes last", async () => {
	let arrive;
	answers = [() => new Promise((resolve) => (arrive = () => resolve(ok())))];
	give("a");
	await seconds(2);
	give("ab");
	const all = saving.flush();
	await seconds(5);
	expect(sent).toEqual(["a"]);
	arrive();
	expect(await all).toBe(true);
	expect(sent).toEqual(["a", "ab"]);
	expect(saving.changed).toBe(false);
});

test("what is refused is told with its reason and not sent again and again", async () => {
	answers = [says(400, { why: "A score is above 3." })];
	give("a");
	expect(await saving.flush()).toBe(false);
	expect(saving.standing).toEqual({ state: "refused", why: "A score is above 3." });
	await seconds(100);
	expect(sent.length).toBe(1);
});

test("whoever was away too long is told how to come in again", async () => {
	answers = [page(403)];
	give("a");
	await saving.flush();
	expect(saving.standing.why).toContain("return phrase");
	expect(await saving.flush()).toBe(true);
});

test("a conflict stops the saving until it is decided", async () => {
	answers = [says(409, { who: "Tom", seen: 9 })];
	give("a");
	await seconds(2);
	expect(saving.standing).toEqual({ state: "conflict", theirs: { who: "Tom", seen: 9 } });
	give("ab");
	await seconds(100);
	expect(sent).toEqual(["a"]);
	expect(await saving.decided()).toBe(true);
	expect(sent).toEqual(["a", "ab"]);
});

test("to keep all of theirs needs no sending", async () => {
	answers = [says(409, {})];
	give("a");
	await saving.flush();
	saving.stands("theirs");
	marks = "theirs";
	expect(await saving.decided()).toBe(true);
	expect(saving.standing.state).toBe("kept");
	expect(sent).toEqual(["a"]);
});

test("what was taken back is not saved any more", async () => {
	answers = [says(410, { why: "Its writer took it back." })];
	give("a");
	expect(await saving.flush()).toBe(false);
	give("ab");
	await seconds(100);
	expect(await saving.flush()).toBe(false);
	expect(sent).toEqual(["a"]);
	expect(saving.standing).toEqual({ state: "gone", why: "Its writer took it back." });
});

const given = (score, comment = "") => ({ score, comment });

test("two tutors' marks are laid side by side where they differ", () => {
	const base = { a: given(null), b: given(1), c: given(2), d: given(null) };
	const mine = { a: given(3), b: given(1), c: given(2, "Mine."), d: given(1) };
	const theirs = { a: given(2), b: given(0), c: given(2), d: given(1) };
	const rows = differences(base, mine, theirs);
	expect(rows.map((row) => [row.id, row.keep])).toEqual([
		["a", null],
		["b", "theirs"],
		["c", "mine"],
	]);
});
