import { box, h } from "../view.js";

/** @typedef {{ sorts: string[], reading: "influence" | "drawn", weighted: boolean }} Look */
/**
 * @typedef {object} Stepping what the steps ask of the exercise
 * @property {() => void} answer count, compare and keep all that is there
 * @property {() => void} changed something was chosen: draw and keep it
 * @property {() => void} named whoever sees it otherwise has another name
 * @property {() => void} copy change a copy of the map
 * @property {() => void} view draw another's view
 */

/**
 * Which ties count, and how their arrows are read.
 * @param {any} choices
 * @param {() => void} changed
 */
function countedTies(choices, changed) {
	const root = h("div", { class: "pm-look" });
	const sorts = choices.ties.map((/** @type {any} */ one) => one.id);
	/** @type {Look} */
	let look = { sorts, reading: "influence", weighted: false };
	const ticked = (
		/** @type {string} */ label,
		/** @type {boolean} */ on,
		/** @type {(on: boolean) => void} */ set,
	) => {
		const input = h("input", {
			type: "checkbox",
			onchange: () => {
				set(input.checked);
				changed();
			},
		});
		input.checked = on;
		return h("label", { class: "pm-tick" }, input, h("span", {}, label));
	};
	const draw = () =>
		root.replaceChildren(
			h("p", { class: "ac-why" }, "Which ties count:"),
			...choices.ties.map((/** @type {any} */ one) =>
				ticked(one.name, look.sorts.includes(one.id), (on) => {
					const next = sorts.filter((/** @type {string} */ id) =>
						id === one.id ? on : look.sorts.includes(id),
					);
					if (next.length) look = { ...look, sorts: next };
					const at = sorts.indexOf(one.id);
					draw();
					root.querySelectorAll("input")[at]?.focus();
				}),
			),
			ticked(
				"Arrows go from whoever moves to whoever is moved (else as they are drawn)",
				look.reading === "influence",
				(on) => {
					look = { ...look, reading: on ? "influence" : "drawn" };
				},
			),
			ticked("A stronger tie counts for more", look.weighted, (on) => {
				look = { ...look, weighted: on };
			}),
		);
	draw();
	return {
		root,
		now: () => look,
		set(/** @type {Partial<Look>} */ given) {
			look = { sorts, reading: "influence", weighted: false, ...given };
			draw();
		},
	};
}

/**
 * What is asked of a map once it is drawn, a step below the other.
 * @param {any} content
 * @param {import("../view.js").Desk} desk
 * @param {Stepping} stepping
 */
export function asking(content, desk, stepping) {
	const place = () => h("div", { class: "pm-found" });
	const [centre, left, could, overlay] = [place(), place(), place(), place()];
	const stale = h("p", { class: "ac-nudge", role: "status" });
	const missing = h("p", { class: "ac-nudge", role: "alert" });
	const look = countedTies(content.choices, stepping.changed);
	let leaver = "";
	const who = h("select", {
		onchange: () => {
			leaver = who.value;
			stepping.changed();
		},
	});
	const whose = h("input", { type: "text", maxlength: content.most.name, autocomplete: "off" });
	whose.addEventListener("input", stepping.named);
	const told = h("input", { type: "checkbox", onchange: stepping.changed });
	const words = box({ maxlength: content.most.words, rows: 3 });

	const button = (/** @type {string} */ label, /** @type {() => void} */ does, main = false) =>
		h("button", { type: "button", class: main ? "ac-main" : "", onclick: does }, label);
	const count = (/** @type {string} */ label, main = false) => button(label, stepping.answer, main);
	const why = (/** @type {string} */ text) => h("p", { class: "ac-why" }, text);
	const row = (/** @type {Element[]} */ ...all) => h("div", { class: "pm-row" }, ...all);
	const field = (/** @type {string} */ label, /** @type {Element} */ one) =>
		h("label", { class: "pm-field" }, h("span", {}, label), one);
	const step = (/** @type {string} */ title, /** @type {Element[]} */ ...all) =>
		h("section", {}, h("h4", {}, title), ...all);

	const root = h(
		"div",
		{ class: "pm-steps" },
		step(
			"Who is central?",
			why("There is more than one way to be. Guess first; then look."),
			h("details", {}, h("summary", {}, "What counts"), look.root),
			count("Show who is central", true),
			missing,
			stale,
			desk.result,
			centre,
		),
		step(
			"If somebody left",
			why("Somebody falls ill, or moves on. What would no longer hold?"),
			row(field("Who leaves", who), count("Show what happens")),
			left,
		),
		step(
			"As it could be",
			why(
				"Add a tie, give somebody a vote, bring somebody into the room. Your first map stays as it is.",
			),
			row(button("Change a copy", stepping.copy), count("Compare the two")),
			could,
		),
		step(
			"Seen from another seat",
			why(
				"Whose view is your map? Draw the same place as somebody else sees it; best with them beside you.",
			),
			row(field("Whose view: a role, not a full name", whose)),
			h("label", { class: "pm-tick" }, told, h("span", {}, "They drew it themselves, or told me")),
			row(button("Draw their view", stepping.view), count("Lay one over the other")),
			overlay,
		),
		step(
			"What you take from it",
			field("One thing that you saw, or that you could share", words),
			count("Keep this"),
			h(
				"details",
				{},
				h("summary", {}, "Where these ideas come from"),
				h(
					"ul",
					{ class: "ac-why" },
					...content.sources.map((/** @type {string} */ one) => h("li", {}, one)),
				),
			),
		),
	);

	return {
		root,
		places: { centre, left, could, overlay },
		now: () => ({
			look: look.now(),
			leaver,
			whose: whose.value,
			guessed: !told.checked,
			words: words.value,
		}),
		/** @param {{ look: Partial<Look>, leaver: string, whose: string, guessed: boolean, words: string }} given */
		set(given) {
			look.set(given.look);
			leaver = given.leaver;
			whose.value = given.whose;
			told.checked = !given.guessed;
			words.value = given.words;
		},
		/** @param {string} text */
		misses(text) {
			missing.textContent = text;
		},
		/** @param {any[]} people who may leave @param {() => boolean} old whether the result is of another map */
		draw(people, old) {
			if (leaver && !people.some((one) => one.id === leaver)) leaver = "";
			who.replaceChildren(
				h("option", { value: "" }, "Nobody"),
				...people.map((one) =>
					h("option", { value: one.id, selected: one.id === leaver }, one.name),
				),
			);
			root.hidden = !people.length;
			stale.textContent = old()
				? "The map has changed since this was counted. Press again to count it anew."
				: "";
		},
	};
}
