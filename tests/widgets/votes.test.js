import { afterEach, beforeEach, expect, test, vi } from "vitest";
import view from "../../widgets/academy_widgets/votes/view.js";
import { mounted } from "./fake_model.js";

const six = {
	quota: "12",
	members: [
		{ name: "France", votes: "4", lived: false },
		{ name: "Luxembourg", votes: "1", lived: false },
		{ name: "Tenant", votes: "12", lived: true },
	],
};
const content = {
	invite: "Guess.",
	lived_seat: "A seat",
	most: 5,
	presets: [
		{ id: "six", title: "Six", about: "Of 1958.", committee: six },
		{ id: "own", title: "Ours", about: "Ours.", committee: { ...six, quota: "3" } },
	],
};
const row = (name, more = {}) => ({
	...{ name, lived: false, votes: 4, of_votes: 23.5, turns: 10, say: 23.8, say_exact: "5/21" },
	...{ order: 23.3, order_exact: "7/30", sort: "some" },
	...more,
});
const counted = {
	members: [row("France"), row("Luxembourg", { say: 0, turns: 0, sort: "never" })],
	...{ quota: 12, total: 17, winning: 14, groups: 64, counts_all: 9 },
};
const feedback = { before: counted, says: ["Luxembourg never."], guess: ["You thought nobody."] };

function shown(state = {}) {
	const made = mounted(view, content, state);
	const asked = [];
	made.model.send = ({ n, ask }) => asked.push({ n, ...ask });
	const put = (selector, value) => {
		const input = made.el.querySelector(selector);
		input.value = value;
		input.dispatchEvent(new Event("input", { bubbles: true }));
	};
	const answers = () => made.model.sent.filter(([name]) => name === "response");
	return {
		...made,
		asked,
		put,
		answers,
		nudge: () => made.el.querySelector(".ac-nudge").textContent,
	};
}
const done = (made) => {
	made.put("[name=say]", "30");
	made.button("Count it").click();
	made.model.set("feedback", feedback);
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("it asks for a guess and for whole numbers before it counts", () => {
	const made = shown();
	made.button("Count it").click();
	expect(made.nudge()).toContain("Guess first");
	made.put("[name=say]", "101");
	made.button("Count it").click();
	expect(made.nudge()).toContain("from 0 to 100");
	made.put("[aria-label='Votes of Luxembourg']", "");
	made.button("Count it").click();
	expect(made.nudge()).toBe("Line 2 needs a number of votes; 0 is one.");
	made.put("[aria-label='Votes of Luxembourg']", "1,5");
	made.put("[name=quota]", "half");
	made.button("Count it").click();
	expect(made.nudge()).toContain("How many votes carry");
	expect(made.answers()).toEqual([]);
	made.put("[name=quota]", "9");
	made.put("[name=say]", "30,5");
	made.el.querySelector("[name=never]").value = "Luxembourg";
	made.button("Count it").click();
	const { answer } = made.answers()[0][1];
	expect(answer.guess).toEqual({ never: "Luxembourg", say: 30.5 });
	expect(answer.before.quota).toBe("9");
	expect(answer.before.members[1]).toEqual({ name: "Luxembourg", votes: "1.5", lived: false });
});

test("a changed rule is asked once it rests, and only the newest answer is shown", async () => {
	const made = shown();
	done(made);
	await vi.advanceTimersByTimeAsync(200);
	expect(made.asked).toHaveLength(1);
	made.put("[name=quota]", "10");
	made.put("[name=quota]", "9");
	await vi.advanceTimersByTimeAsync(200);
	expect(made.asked).toHaveLength(2);
	const [first, second] = made.asked;
	expect([second.committee.quota, second.before.quota]).toEqual(["9", "12"]);
	const now = { counted, says: ["Everybody."], changed: ["Luxembourg gains."] };
	made.model.tell("msg:custom", { n: second.n, found: now });
	made.model.tell("msg:custom", { n: first.n, found: { ...now, changed: ["Late."] } });
	await vi.advanceTimersByTimeAsync(1);
	expect(made.el.querySelector(".ac-status").textContent).toBe("Luxembourg gains. Everybody.");
	expect(made.el.querySelectorAll(".ac-bar-was")).not.toHaveLength(0);
	expect(made.el.querySelector(".ac-shares").textContent).toContain("can never turn a decision");
});

test("what Python refuses is told, and the picture stays", async () => {
	const made = shown();
	done(made);
	await vi.advanceTimersByTimeAsync(200);
	made.model.tell("msg:custom", {
		n: made.asked[0].n,
		found: { counted, says: [""], changed: [""] },
	});
	await vi.advanceTimersByTimeAsync(1);
	made.put("[name=quota]", "99");
	await vi.advanceTimersByTimeAsync(200);
	made.model.tell("msg:custom", { n: made.asked[1].n, sorry: "Only 17." });
	await vi.advanceTimersByTimeAsync(1);
	expect(made.nudge()).toBe("Only 17.");
	expect(made.el.querySelectorAll(".ac-shares li")).toHaveLength(2);
});

test("seats get names of their own, up to the most, and the last two stay", () => {
	const made = shown();
	made.button("Add: A seat").click();
	made.button("Add: A seat").click();
	const names = [...made.el.querySelectorAll("tbody [aria-label=Name]")].map((one) => one.value);
	expect(names.slice(3)).toEqual(["A seat", "A seat 2"]);
	expect(made.button("Add a member").disabled).toBe(true);
	const away = () => [...made.el.querySelectorAll("tbody button")];
	while (away().some((one) => !one.disabled)) away()[0].click();
	expect(away()).toHaveLength(2);
});

test("quick quotas are what they say", () => {
	const made = shown();
	const quota = () => made.el.querySelector("[name=quota]").value;
	for (const [name, votes] of [
		["More than half", "9"],
		["Two thirds", "12"],
		["Three quarters", "13"],
		["Everybody’s", "17"],
	]) {
		made.button(name).click();
		expect([name, quota()]).toEqual([name, votes]);
	}
});

test("what was kept comes back whole, and can be put back as it was counted", async () => {
	const form = {
		preset: "own",
		committee: { ...six, quota: "9" },
		guess: { never: "Luxembourg", say: "30" },
		counted: six,
	};
	const kept = { ...feedback, after: counted, changed: ["Luxembourg gains."] };
	const made = shown({ draft: { n: 0, form }, feedback: kept });
	expect(made.el.querySelector(".ac-result").textContent).toContain("Kept, beside how it was");
	expect(made.el.querySelector("[name=quota]").value).toBe("9");
	expect(made.el.querySelector(".ac-presets").hidden).toBe(true);
	made.button("Put it back").click();
	expect(made.el.querySelector("[name=quota]").value).toBe("12");
	made.button("Begin with another group").click();
	expect(made.el.querySelector(".ac-changing").hidden).toBe(true);
	expect(made.el.querySelector(".ac-presets").hidden).toBe(false);
});

test("a refused answer lets the guess be made again", () => {
	const made = shown();
	made.put("[name=say]", "30");
	made.button("Count it").click();
	const [, { n }] = made.answers()[0];
	made.model.set("saved", { n, state: "refused", says: "Line 1 …" });
	expect(made.el.querySelector(".ac-guess").hidden).toBe(false);
});
