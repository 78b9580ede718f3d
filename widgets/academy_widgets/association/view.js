import { frame, h } from "../view.js";
import { hands } from "./hands.js";
import { beforehand, timedResult, untimedResult } from "./results.js";
import { stage } from "./stage.js";
import { untimed } from "./untimed.js";

/** @typedef {"choose" | "ready" | "stopped" | "sort" | "before" | "told"} Step */
/** @typedef {{ seed: number, rows: import("./stage.js").Row[] }} Go */

/** @type {Step[]} */
const STEPS = ["choose", "ready", "stopped", "sort", "before", "told"];

/** @type {import("../view.js").Kind} */
function association(content, desk) {
	/** @type {Step} */
	let step = "choose";
	let way = "";
	/** @type {Go[]} */
	let goes = [];
	let seed = 0; // of the cards
	let drawn = false; // whether the cards are there
	/** @type {any} */
	let left = {}; // what stands for the cards until they are
	let busy = false; // Python is asked
	/** @type {any} */
	let told = null;
	const both = content.ways.length > 1;
	const timed = content.ways.includes("timed");
	const total = content.counts.reduce(
		(/** @type {number} */ all, /** @type {number} */ one) => all + one,
		0,
	);

	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	/** @param {string} text @param {() => void} onclick @param {string} [kind] */
	const button = (text, onclick, kind = "") =>
		h("button", { type: "button", class: kind, onclick }, text);
	const sorry = h("p", { class: "ac-nudge", role: "alert" });
	const keys = hands(draft);
	const cards = untimed(content, draft);
	const where = h("p", {});
	const out = h("div", { class: "ac-out" });
	const missing = h("p", { class: "ac-nudge", role: "alert" });

	const copy = () => goes.map((one) => ({ seed: one.seed, rows: [...one.rows] }));
	const anew = () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
	/** Which part of the newest go is next; as many as there are if it is whole. */
	const reached = () => {
		const rows = goes.at(-1)?.rows ?? [];
		return rows.length ? (rows.at(-1)?.[0] ?? 0) + 1 : 0;
	};
	const whole = () => goes.length > 0 && reached() >= content.counts.length;

	const screen = stage(content, {
		finished(rows) {
			goes.at(-1)?.rows.push(...rows);
			draft();
		},
		ended() {
			go("before");
			desk.answer({ way: "timed", goes: copy() });
		},
		stopped: () => go("stopped"),
	});

	/** @param {any} asked @returns {Promise<any>} */
	const work = async (asked) => {
		if (busy) return undefined;
		busy = true;
		sorry.textContent = "";
		const { found, sorry: why } = await desk.work(asked);
		busy = false;
		if (why) sorry.textContent = why;
		return found;
	};
	const run = async () => {
		if (!goes.length || whole()) goes.push({ seed: anew(), rows: [] });
		way = "timed";
		const found = await work({ seed: goes.at(-1)?.seed, go: goes.length - 1 });
		if (found && desk.form.isConnected) screen.run(found.blocks, reached(), keys.keys());
	};
	/** @param {any} [form] what is left of it */
	const sort = async (form = {}) => {
		way = "untimed";
		go("sort", false);
		const found = await work({ seed });
		if (!found) return;
		drawn = true;
		cards.begin(found, form);
		finish.hidden = !cards.over();
		cards.grow();
	};
	const quietly = async () => {
		seed = anew();
		await sort();
		cards.focus();
		draft();
	};
	const over = () => {
		goes = [];
		go("choose");
	};
	const leave = () => {
		goes = whole() ? goes : goes.slice(0, -1);
		go(goes.length ? "told" : "choose");
	};

	const finish = button(
		"That is what I noticed",
		() => {
			const { at, ...noticed } = cards.read();
			missing.textContent = noticed.easier
				? ""
				: "Choose which came easier; “I cannot tell” is one.";
			if (missing.textContent) return cards.open()?.focus();
			go("told");
			desk.answer({ way: "untimed", seed, ...noticed });
		},
		"ac-main",
	);
	finish.hidden = true;
	cards.root.addEventListener("click", () => {
		finish.hidden = !cards.over();
	});
	const again = button("Another go, to see how far it wobbles", () => go("ready"));
	const instead = () => button("Sort at my own pace instead", quietly);

	/** @param {Step} name @param {string} title @param {...(Node | string | false)} children */
	const section = (name, title, ...children) =>
		h(
			"div",
			{ class: "ac-step", "data-step": name, hidden: true },
			title && h("h4", { tabindex: "-1" }, title),
			...children,
		);
	const parts = [
		section(
			"choose",
			both ? "Two ways, and either will do" : "",
			h(
				"div",
				{ class: "ac-ways" },
				timed &&
					h(
						"div",
						{ class: "ac-way" },
						h(
							"p",
							{},
							h("b", {}, "With a clock. "),
							`About ${minutes(total)}, in seven parts with a rest after each. It needs eyesight and quick keys or touches, and ends in a range of numbers about this one go. You can stop at any time.`,
						),
						button("Take it with a clock", () => go("ready"), "ac-main"),
					),
				content.ways.includes("untimed") &&
					h(
						"div",
						{ class: "ac-way" },
						h(
							"p",
							{},
							h("b", {}, "At your own pace. "),
							"The same kind of sorting with no clock and no number; then you say what you noticed. It works by keyboard and with a screen reader.",
						),
						button("Take it at my own pace", quietly, "ac-main"),
					),
			),
			h(
				"p",
				{ class: "ac-why" },
				"Or leave it out and read on: nothing is lost. What comes out stays with you.",
			),
		),
		section(
			"ready",
			"Before you begin",
			h(
				"p",
				{},
				"Words come in the middle of the screen. Take each to the left or to the right, by a key, or by touching that half of the screen. Turn off what may ring, and sit so that both hands are free.",
			),
			keys.root,
			h(
				"p",
				{ class: "ac-buttons" },
				button("Begin", run, "ac-main"),
				both && button("Leave it out: sort at my own pace", quietly),
				button("Back", leave),
			),
		),
		section(
			"stopped",
			"You stopped. Nothing is lost",
			where,
			h(
				"p",
				{ class: "ac-buttons" },
				button("Go on", run, "ac-main"),
				both && instead(),
				button("Leave it out", leave),
			),
		),
		section("sort", "", cards.root, missing, finish),
		section(
			"before",
			"Before you see what came out",
			...beforehand(content),
			button("Show me what came out", () => go("told"), "ac-main"),
		),
		section(
			"told",
			"What came out",
			desk.result,
			out,
			h("p", { class: "ac-buttons" }, again, button("Begin anew", over)),
		),
	];
	desk.form.append(h("p", { class: "ac-scene" }, content.invite), ...parts, sorry, screen.root);

	/** @param {Step} next @param {boolean} [moves] whether the learner goes there now */
	const go = (next, moves = true) => {
		step = next;
		for (const one of parts) one.hidden = one.getAttribute("data-step") !== next;
		where.textContent = `Parts that you finished are kept; part ${reached() + 1} of ${content.counts.length} begins anew.`;
		sorry.textContent = missing.textContent = "";
		draw();
		if (!moves) return;
		parts[STEPS.indexOf(next)]?.querySelector("h4")?.focus();
		draft();
	};
	const draw = () => {
		again.hidden = way !== "timed" || goes.length >= content.goes || !whole();
		if (step !== "told" || told?.way !== way) {
			desk.result.replaceChildren();
			out.replaceChildren();
			return;
		}
		const [first, ...rest] =
			way === "timed" ? timedResult(told, content) : untimedResult(told, content);
		desk.result.replaceChildren(first ?? "");
		out.replaceChildren(...rest);
	};

	/** @param {any} form */
	const write = (form) => {
		screen.close();
		way = form.way ?? "";
		goes = structuredClone(form.goes ?? []);
		seed = form.seed ?? 0;
		const { at = 0, easier = "", halted = [], felt = "", where: matters = "" } = form;
		left = { at, easier, halted, felt, where: matters };
		drawn = false;
		keys.write(form.keys);
		const begun = goes.length > 0 && !whole();
		const next = STEPS.includes(form.step) ? form.step : "choose";
		if (next === "sort") sort(form);
		else go(begun && way === "timed" && next !== "choose" ? "stopped" : next, false);
	};
	write({});

	return {
		read: () => ({
			step,
			way,
			keys: keys.changed(),
			goes: copy(),
			...(way === "untimed" ? { seed, ...(drawn ? cards.read() : left) } : {}),
		}),
		write,
		show(feedback) {
			told = feedback;
			draw();
		},
		unsent: () => {
			if (way === "timed") go("before", false);
			else if (drawn) go("sort", false);
			else sort(left);
		},
	};
}

/** @param {number} words @returns {string} at a second and a half each */
function minutes(words) {
	const many = Math.max(1, Math.round((words * 1.5) / 60));
	return many === 1 ? "a minute" : `${many} minutes`;
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "association", association),
};
