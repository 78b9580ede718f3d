import { box, frame, h, rating } from "../view.js";
import { inShort, sides } from "./results.js";

/** @typedef {"choose" | "hear" | "say" | "guess" | "hand" | "rate" | "both"} Step */

/** @type {Step[]} */
const STEPS = ["choose", "hear", "say", "guess", "hand", "rate", "both"];

/** @type {import("../view.js").Kind} */
function heard(content, desk) {
	/** @type {Step} */
	let step = "choose";
	let way = "";

	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	const button = (/** @type {string} */ text) =>
		h("button", { type: "button", class: "ac-main" }, text);
	const [pair, alone] = [
		button("Somebody spoke, and I listened"),
		button(`I am alone: listen to ${content.name}, a script`),
	];
	const put = button("I have heard it: put it away");
	const words = box({ id: `said-${content.id}`, name: "said", maxlength: null });
	const empty = h("p", { class: "ac-nudge", role: "alert" });
	const saidBack = button("That is what I heard");
	const guesses = rating(
		content,
		`guess-${content.id}`,
		content.probes.map((/** @type {any} */ one) => ({ id: one.id, text: one.guess })),
	);
	const own = rating(content, `own-${content.id}`, [{ id: "own", text: content.attention.own }]);
	const missing = h("p", { class: "ac-nudge", role: "alert" });
	const guessed = button("Those are my guesses");
	const here = button("I am the one who spoke");
	const rather = h("button", { type: "button" }, "I would rather not say");
	const back = h("button", { type: "button", class: "ac-quiet" }, "Back to what I said");
	const felt = rating(
		content,
		`felt-${content.id}`,
		content.probes.map((/** @type {any} */ one) => ({ id: one.id, text: one.felt })),
	);
	const believed = rating(content, `had-${content.id}`, [
		{ id: "believed", text: content.attention.believed },
	]);
	const shows = button("Show us both");
	const again = h("button", { type: "button" }, "Do it again");
	const tables = h("div", { class: "ac-both" });
	const mine = h("blockquote", {
		class: "ac-mine",
		tabindex: "0",
		"aria-label": "What was said back",
	});
	const quoted = h("div", {}, h("p", { class: "ac-why" }, "What was said back:"), mine);

	/** @param {Step} name @param {string} title @param {...(Node | string)} children */
	const section = (name, title, ...children) =>
		h(
			"div",
			{ class: "ac-step", "data-step": name, hidden: true },
			h("h4", { tabindex: "-1" }, title),
			...children,
		);
	const parts = [
		section("choose", "Who spoke?", h("p", { class: "ac-ways" }, pair, alone)),
		section(
			"hear",
			`${content.name} speaks`,
			h(
				"p",
				{ class: "ac-why" },
				`${content.about} ${content.name} is a script: nobody is heard or hurt here, and what is felt is worked out by a rule that you will see.`,
			),
			...content.says.map((/** @type {string} */ text) => h("blockquote", {}, text)),
			put,
		),
		section(
			"say",
			"Listener: say back what you heard",
			h(
				"label",
				{ for: `said-${content.id}` },
				"In a few sentences, as you would say it to them, and without names. With somebody beside you, say it aloud as well.",
			),
			words,
			empty,
			saidBack,
		),
		section(
			"guess",
			"Listener: guess, before they say",
			guesses.root,
			own.root,
			missing,
			h("p", { class: "ac-ways" }, guessed, back),
		),
		section(
			"hand",
			"Now hand this to the one who spoke",
			h(
				"p",
				{},
				"The guesses are put away and come back when both are done. Speaker: there is no polite answer here, you may leave out whatever you would rather not say, and you can stop now.",
			),
			h("p", { class: "ac-ways" }, here, rather),
		),
		section("rate", "Speaker: how was it?", felt.root, believed.root, shows),
		section("both", "Both sides", desk.result, quoted, tables, again),
	];
	desk.form.append(h("p", { class: "ac-scene" }, content.invite), ...parts);

	/** @param {Step} next @param {boolean} [moves] whether the learner goes there now */
	const go = (next, moves = true) => {
		step = next;
		for (const one of parts) one.hidden = one.getAttribute("data-step") !== next;
		words.grow();
		if (!moves) return;
		parts[STEPS.indexOf(next)]?.querySelector("h4")?.focus();
		draft();
	};
	const answer = () => {
		const given = { way, said: words.value, guesses: guesses.read(), ...own.read() };
		go("both");
		desk.answer(way === "pair" ? { ...given, ratings: felt.read(), ...believed.read() } : given);
	};

	pair.addEventListener("click", () => {
		way = "pair";
		go("say");
	});
	alone.addEventListener("click", () => {
		way = "alone";
		go("hear");
	});
	put.addEventListener("click", () => go("say"));
	saidBack.addEventListener("click", () => {
		const [none, long] = [!words.value.trim(), words.value.length - content.longest];
		empty.textContent = none
			? "Say back first what you heard; one sentence is enough."
			: long > 0
				? `That is ${long} characters more than can be kept here. All of it stays in the box; please shorten it.`
				: "";
		if (empty.textContent) words.focus();
		else go("guess");
	});
	guessed.addEventListener("click", () => {
		const open = guesses.missing();
		missing.textContent = open ? "Guess at each of the moments, however roughly." : "";
		if (open) open.focus();
		else if (way === "alone") answer();
		else go("hand");
	});
	back.addEventListener("click", () => go("say"));
	here.addEventListener("click", () => go("rate"));
	rather.addEventListener("click", () => {
		felt.write({});
		believed.write({});
		answer();
	});
	shows.addEventListener("click", answer);
	again.addEventListener("click", () => {
		write({});
		draft();
		parts[0]?.querySelector("h4")?.focus();
	});

	/** @param {any} form */
	const write = (form) => {
		way = form.way ?? "";
		words.value = form.said ?? "";
		guesses.write(form.guesses ?? {});
		own.write(form.own ?? {});
		felt.write(form.felt ?? {});
		believed.write(form.believed ?? {});
		empty.textContent = missing.textContent = "";
		desk.result.replaceChildren();
		tables.replaceChildren();
		quoted.hidden = true;
		go(STEPS.includes(form.step) ? form.step : "choose", false);
	};
	write({});

	return {
		read: () => ({
			way,
			step,
			said: words.value,
			guesses: guesses.read(),
			own: own.read(),
			felt: felt.read(),
			believed: believed.read(),
		}),
		write,
		show(feedback) {
			if (step !== "both" || !feedback.rows) return;
			desk.result.replaceChildren(h("p", { class: "ac-summary" }, inShort(feedback, content.name)));
			mine.textContent = feedback.said;
			quoted.hidden = false;
			tables.replaceChildren(...sides(feedback, content));
		},
		// What was refused is theirs to change, and not behind them.
		unsent: () => go(way === "alone" ? "guess" : "rate", false),
	};
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "heard", heard),
};
