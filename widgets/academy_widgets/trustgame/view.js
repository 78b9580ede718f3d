import { box, frame, h } from "../view.js";
import { repeating } from "./again.js";
import { placesTable, purse, roundsTable } from "./rounds.js";

/** @type {import("../view.js").Kind} */
function trustgame(content, desk) {
	/** @type {number | null} */
	let seed = null;
	/** @type {number[]} */
	let moves = [];
	/** @type {any} where the game stands, as Python says */
	let at = null;
	let stopped = false;
	let asked = 0;

	const place = h("div", { class: "ac-game" });
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	const status = h("p", { class: "ac-status", role: "status" });
	const boxes = content.questions.map((/** @type {any} */ one) => ({
		id: one.id,
		area: box({ "aria-labelledby": `${content.id}-${one.id}` }),
		label: h("p", { id: `${content.id}-${one.id}`, class: "ac-asks" }, one.text),
	}));
	const see = button("See it all together", () => send(), "ac-main");
	const felt = h(
		"section",
		{ class: "ac-felt", hidden: true },
		h("h4", { tabindex: "-1" }, "Before the numbers: what was it like?"),
		h("p", { class: "ac-why" }, "Write as much or as little as you like, or nothing."),
		...boxes.flatMap((/** @type {any} */ one) => [one.label, one.area]),
		see,
	);
	const after = h("div", {});
	const afresh = button("Play once more, with others drawn", () => restart(), "ac-quiet");
	const more = repeating(content.again, desk);
	const ways = h(
		"details",
		{ class: "ac-ways", open: true },
		h("summary", {}, "Whom you play with"),
		h(
			"p",
			{},
			"Three stand-ins, one after the other. They are rules and nobody. Each is drawn by lot from these four; which one it was, you see when you are done with it.",
		),
		h("ul", {}, ...content.ways.map((/** @type {string} */ one) => h("li", {}, one))),
	);
	desk.form.append(
		h("p", { class: "ac-scene" }, content.invite),
		ways,
		place,
		nudge,
		status,
		felt,
		desk.result,
		after,
		more,
	);

	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	/** @param {string} words @param {() => void} onclick @param {string} [look] */
	function button(words, onclick, look) {
		return h("button", { type: "button", class: look, onclick }, words);
	}

	/**
	 * Have Python play on; what it refuses is taken back.
	 * @param {number[]} tried @param {boolean} [focus]
	 */
	const play = async (tried, focus = true) => {
		asked += 1;
		const mine = asked;
		const { found, sorry } = await desk.work({ seed, moves: tried });
		if (mine !== asked || !desk.form.isConnected) return;
		nudge.textContent = sorry ?? "";
		if (!found) return at ? undefined : draw(false);
		const fresh = at?.leg !== found.leg || at?.over !== found.over;
		moves = tried;
		at = found;
		draw(focus, fresh);
		if (focus) draft();
	};
	const begin = () => {
		seed = Math.floor(Math.random() * 2 ** 31);
		ways.open = false; // it was read, and would be in the way
		play([]);
	};
	const restart = () => {
		write({});
		draft();
		place.querySelector("button")?.focus();
	};
	const stop = () => {
		stopped = true;
		draw(true, true);
		draft();
	};
	const send = () => {
		const words = Object.fromEntries(
			boxes.map((/** @type {any} */ one) => [one.id, one.area.value]),
		);
		desk.answer({ seed, moves, felt: words });
	};

	/** @param {boolean} focus @param {boolean} [fresh] whether another part begins */
	const draw = (focus, fresh = false) => {
		const over = Boolean(at && (at.over || stopped));
		felt.hidden = !over;
		place.dataset.moves = at ? String(moves.length) : "";
		if (seed === null) {
			const long = `${content.rounds} rounds, about ten minutes. There is no clock.`;
			place.replaceChildren(h("p", { class: "ac-why" }, long), button("Begin", begin, "ac-main"));
		} else if (!at) {
			place.replaceChildren(button("Go on", () => play(moves), "ac-main"));
		} else if (over) place.replaceChildren(lately());
		else place.replaceChildren(lately(), turn());
		if (!focus) return;
		status.textContent = at?.last ?? "";
		const next = over
			? felt.querySelector("h4")
			: place.querySelector(fresh ? "h4" : "input[type=range]");
		/** @type {HTMLElement | null} */ (next)?.focus();
	};
	/** What happened last, and whose rule has come out by now. */
	const lately = () =>
		h(
			"div",
			{ class: "ac-lately" },
			at.last && h("p", { class: "ac-last" }, at.last),
			...at.drawn
				.slice(-1)
				.map((/** @type {any} */ one) =>
					h("p", { class: "ac-why" }, h("b", {}, `${one.stand_in} went by this: `), one.words),
				),
		);
	const turn = () => {
		const sends = at.place === "sends";
		const swapped = at.swapped ? "You have changed places. " : "";
		const does = sends
			? "You send, the stand-in gives back."
			: "The stand-in sends, you give back.";
		const said = h("output", {}, "");
		const range = h("input", {
			type: "range",
			min: 0,
			max: at.most,
			step: 1,
			value: 0,
			"aria-label": sends ? "Coins to send" : "Coins to give back",
		});
		let touched = false; // else a second click on the round before would send nothing
		const send = () => {
			nudge.textContent = touched ? "" : "Choose how many coins first; none is a choice too.";
			if (touched) play([...moves, Number(range.value)]);
		};
		const verb = sends ? "Send" : "Give back";
		const go = button(`${verb} …`, send, "ac-main");
		const none = button(`${verb} nothing`, () => play([...moves, 0]), "ac-quiet");
		const follow = () => {
			const n = Number(range.value);
			touched = true;
			nudge.textContent = "";
			range.setAttribute("aria-valuetext", sends ? sending(n) : giving(n));
			said.textContent = sends ? sending(n) : giving(n);
			go.textContent = `${verb} ${n}`;
		};
		const sending = (/** @type {number} */ n) =>
			`${n} of ${at.most}: ${n * at.times} arrive, you keep ${at.yours - n}.`;
		const giving = (/** @type {number} */ n) =>
			`${n} of ${at.most}: you have ${at.yours + at.most - n}, the stand-in ${at.theirs - at.sent + n}.`;
		range.addEventListener("input", (event) => {
			event.stopPropagation(); // a hand on its way is not yet a move, and is not kept
			follow();
		});
		range.setAttribute("aria-valuetext", `none chosen yet, of ${at.most}`);
		/** @param {number} by */
		const nudged = (by) => () => {
			range.value = String(Number(range.value) + by);
			follow();
		};
		return h(
			"section",
			{ class: "ac-turn" },
			h("h4", { tabindex: "-1" }, `Part ${at.pair + 1} of ${at.of}: ${at.title}`),
			h("p", {}, at.about),
			h("p", { class: "ac-place" }, h("b", {}, `${swapped}${does}`), ` With ${at.stand_in}.`),
			purse(at),
			h("p", {}, h("b", {}, `Round ${at.round} of ${at.rounds}. `), asks(sends)),
			h(
				"div",
				{ class: "ac-amount" },
				h("button", { type: "button", "aria-label": "One less", onclick: nudged(-1) }, "−"),
				range,
				h("button", { type: "button", "aria-label": "One more", onclick: nudged(1) }, "+"),
			),
			h("p", { class: "ac-follows" }, said),
			h(
				"p",
				{ class: "ac-row" },
				go,
				none,
				at.may_stop && button("Stop here and look", stop, "ac-quiet"),
			),
			roundsTable(at.rows, sends),
		);
	};
	/** @param {boolean} sends */
	const asks = (sends) =>
		sends
			? "How many of your coins do you send?"
			: `It sent ${at.sent}, and ${at.most} reached you. How many do you give back?`;

	const read = () => ({
		seed,
		moves,
		stopped,
		felt: Object.fromEntries(boxes.map((/** @type {any} */ one) => [one.id, one.area.value])),
	});
	/** @param {any} form */
	const write = (form) => {
		seed = form.seed ?? null;
		moves = form.moves ?? [];
		stopped = form.stopped ?? false;
		at = null;
		ways.open = seed === null;
		asked += 1;
		for (const one of boxes) {
			one.area.value = form.felt?.[one.id] ?? "";
			one.area.grow();
		}
		nudge.textContent = status.textContent = "";
		desk.result.replaceChildren();
		after.replaceChildren();
		draw(false);
		if (seed !== null) play(moves, false);
	};
	/** @param {any} feedback */
	const show = (feedback) => {
		desk.result.replaceChildren(
			h("h4", {}, "All together"),
			...feedback.says.map((/** @type {string} */ one) => h("p", {}, one)),
		);
		after.replaceChildren(
			placesTable(feedback.places),
			h("h4", {}, "What people did in studies"),
			h("ul", {}, ...feedback.study.map((/** @type {string} */ one) => h("li", {}, one))),
			h("h4", {}, "Who it was"),
			h(
				"ul",
				{},
				...feedback.drawn.map((/** @type {any} */ one) =>
					h("li", {}, h("b", {}, `${one.pair}: `), one.words),
				),
			),
			afresh,
		);
	};
	write({});

	return { read, write, show };
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "trustgame", trustgame),
};
