/** Who can read an answer: always in sight, and one step away from being changed. */

import { h } from "./basics.js";

/** @typedef {import("./basics.js").Json} Json */
/**
 * @template T
 * @typedef {import("./basics.js").Model<T>} Model
 */

const LADDER = ["me", "partner", "tutor", "cohort", "anyone"];

/** How the ladder is told. @type {Record<string, { step: string, who: string }>} */
const AUDIENCE = {
	me: { step: "Only me", who: "you" },
	partner: { step: "My partner", who: "your partner" },
	tutor: { step: "My tutor", who: "your tutor" },
	cohort: { step: "My cohort", who: "your cohort" },
	anyone: { step: "Anyone", who: "anyone" },
};

const STAYS =
	"Only you. What comes out of this exercise stays with you; nobody else can be shown it.";
const NOT_YET = "Only you. When you have answered you can choose who else may read it.";
const CHANGED = "What you changed since your answer is yours alone.";
const SENT = "What you sent is still with your tutor.";
const SENT_ONLY =
	"You and your tutor can read what you sent. When you have answered here, too, you can choose who else may read that.";
const SAVING = "Saving…";
const STILL = "Your answer is still being saved. Choose again in a moment.";
const UNSURE = "The Academy does not answer, so it is not certain who can read this now.";
const ASK = "Anyone who visits can then read it, without your name.";

/**
 * @param {Model<any>} model
 * @param {string} name of this opening of the page, to tell its radio buttons from another's
 * @param {{ move: (to: string) => void, answering: () => boolean }} keeper
 */
export function audience(model, name, keeper) {
	/** @type {string | null} */
	let asked = null; // the step that was chosen and is not kept yet
	let last = ""; // the audience that was told last
	const row = h("span", { class: "ac-rungs", "aria-hidden": "true" });
	const words = h("span", { class: "ac-readers" });
	const change = h(
		"button",
		{ type: "button", class: "ac-change", "aria-expanded": "false", hidden: true },
		"Change",
		h("span", { class: "ac-unseen" }, " who can read your answer"),
	);
	const earlier = h("span", {});
	const back = h("button", { type: "button", class: "ac-quiet" }, "Take it back");
	const before = h("p", { class: "ac-earlier", hidden: true }, earlier, back);
	const place = h("div", {});
	const status = h("p", { class: "ac-moved", role: "status" });
	const alarm = h("p", { class: "ac-nudge", role: "alert" });
	const sure = h("button", { type: "button" }, "Let anyone read it");
	const stay = h("button", { type: "button" }, "Stay");
	const question = h("div", { class: "ac-ask", hidden: true }, h("p", {}, ASK), sure, stay);
	const root = h(
		"div",
		{ class: "ac-audience" },
		h("p", { class: "ac-now" }, row, h("span", {}, words, " ", change)),
		before,
		place,
		alarm,
		status,
	);

	const now = () => model.get("saved") ?? {};
	const present = () => now().audience ?? "me";
	const steps = () => {
		const could = now().steps ?? [];
		return LADDER.filter((one) => one === "me" || one === present() || could.includes(one));
	};
	const radios = () => [...place.querySelectorAll("input")];
	/** @param {string} text @param {boolean} [seen] whether it is not to be read elsewhere */
	const say = (text, seen = true) => {
		status.classList.toggle("ac-unseen", !seen);
		status.textContent = text;
	};
	const isOpen = () => change.getAttribute("aria-expanded") === "true";

	/** Show again which step is the present one, or the one that is asked for. */
	const check = () => {
		for (const radio of radios()) radio.checked = radio.value === (asked ?? present());
	};
	/** @param {boolean} open */
	const turn = (open) => {
		change.setAttribute("aria-expanded", String(open));
		question.hidden = true;
		place.replaceChildren(...(open ? [choice(name, steps()), question] : []));
		check();
	};
	/** @param {string} to */
	const go = (to) => {
		question.hidden = true;
		alarm.textContent = keeper.answering() ? STILL : "";
		if (keeper.answering()) return check();
		asked = to;
		say(SAVING);
		keeper.move(to);
	};
	const leave = () => {
		question.hidden = true;
		say("");
		check();
		radios()
			.find((radio) => radio.checked)
			?.focus();
	};

	const show = () => {
		const { answered, stays, changed, sent, earlier: reached } = now();
		const [here, all] = [present(), steps()];
		row.replaceChildren(
			...all.map((one) =>
				h("i", { class: all.indexOf(one) > all.indexOf(here) ? false : "ac-reached" }),
			),
		);
		const said = sentence(here, all, reached);
		words.textContent = stays
			? STAYS
			: !answered
				? sent
					? SENT_ONLY
					: NOT_YET
				: [
						said,
						changed && here !== "me" && CHANGED,
						sent && LADDER.indexOf(here) < LADDER.indexOf("tutor") && SENT,
					]
						.filter(Boolean)
						.join(" ");
		change.hidden = stays || !answered;
		before.hidden = !reached || !answered;
		earlier.textContent = reached ? `An earlier answer can still be read by ${who(reached)}.` : "";
		if (change.hidden && isOpen()) turn(false);
		else if (
			isOpen() &&
			radios()
				.map((one) => one.value)
				.join() !== all.join()
		)
			turn(true);
		else if (question.hidden) check();
		if (last && last !== here && !asked) say(said, false);
		last = here;
	};

	change.addEventListener("click", () => {
		say("");
		alarm.textContent = "";
		turn(!isOpen());
	});
	place.addEventListener("change", ({ target }) => {
		const to = /** @type {HTMLInputElement} */ (target).value;
		say("");
		alarm.textContent = "";
		question.hidden = to !== "anyone" || present() === "anyone";
		if (question.hidden) go(to);
		else say(ASK, false);
	});
	place.addEventListener("keydown", ({ key }) => {
		if (key !== "Escape") return;
		if (!question.hidden) return leave();
		turn(false);
		change.focus();
	});
	sure.addEventListener("click", () => {
		radios()
			.find((radio) => radio.value === "anyone")
			?.focus();
		go("anyone");
	});
	stay.addEventListener("click", leave);
	back.addEventListener("click", () => go(present()));
	model.on("change:saved", show);
	show();

	return {
		root,
		/** What became of a move. @param {Json | null} saved null when nothing is heard of it */
		moved(saved) {
			if (!saved) {
				// It may arrive yet: what was asked for stays checked, so that it can be undone.
				say("");
				alarm.textContent = UNSURE;
				return;
			}
			const fine = saved.state === "kept";
			if (document.activeElement === back) change.focus();
			asked = null;
			alarm.textContent = fine ? "" : saved.says;
			show();
			say(fine ? `Saved. ${sentence(present(), steps(), now().earlier)}` : "");
		},
		stop: () => model.off("change:saved", show),
	};
}

/**
 * The steps as radio buttons, each with a picture of how many would sit there.
 * @param {string} name
 * @param {string[]} steps
 */
function choice(name, steps) {
	return h(
		"fieldset",
		{ class: "ac-steps" },
		h("legend", {}, "Who can read your answer"),
		...steps.map((step) =>
			h(
				"label",
				{},
				h("input", { type: "radio", name: `audience-${name}`, value: step }),
				picture(step, steps),
				h("b", {}, AUDIENCE[step].step),
				h("span", { class: "ac-why" }, readers(step, steps)),
			),
		),
	);
}

const MANY = 9;

/**
 * People round a table: the writer is the one in colour; a table open to all has no edge.
 * @param {string} step
 * @param {string[]} steps
 */
function picture(step, steps) {
	const people = ["cohort", "anyone"].includes(step) ? MANY : steps.indexOf(step) + 1;
	const seats = Array.from({ length: people }, (_, place) => {
		const seat = h("i", { class: "ac-seat" });
		seat.style.setProperty("--turn", `${place / people}turn`);
		return seat;
	});
	return h(
		"span",
		{ class: `ac-table ac-${step}`, "data-people": people, "aria-hidden": "true" },
		...seats,
	);
}

/** @param {string} step @param {string[]} steps @returns {string} all who are let in by it */
function readers(step, steps) {
	if (step === "me") return "Nobody else";
	if (step === "anyone") return "Anyone who visits, without your name";
	const all = steps.slice(0, steps.indexOf(step) + 1).map(who);
	const text = `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
	return text[0].toUpperCase() + text.slice(1);
}

/** @param {string} step @param {string[]} steps @param {string} [reached] of an earlier answer */
function sentence(step, steps, reached) {
	const answer = reached ? "your newest answer" : "your answer";
	if (step === "me") return `Only you can read ${answer}.`;
	if (step === "anyone") return `Anyone can read ${answer}, without your name.`;
	return `${readers(step, steps)} can read ${answer}.`;
}

/** @param {string} step */
function who(step) {
	return AUDIENCE[step]?.who ?? step;
}
