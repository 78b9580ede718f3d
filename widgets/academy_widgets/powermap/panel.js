import { box, h } from "../view.js";
import { personChanged, tieKey } from "./drawn.js";
import {
	alter,
	chooser,
	drawTie,
	labelled,
	personFields,
	tick,
	tieFields,
	tieName,
	whom,
} from "./fields.js";

/** @typedef {import("./fields.js").Drawing} Drawing */

const MARKS = {
	spaces: "How they come into the room",
	places: "Where they act",
	kinds: "Kinds of power",
};

/**
 * What there is to say of whoever is chosen, or of a tie.
 * @param {Drawing} drawing
 * @param {() => void} left the keyboard's way back to the chart
 */
export function panel(drawing, left) {
	const root = h("section", { class: "pm-panel", hidden: true, "aria-label": "What is chosen" });
	root.addEventListener("keydown", (event) => {
		if (event.key !== "Escape") return;
		event.preventDefault();
		left();
	});
	let marks = false; // whether they were open
	const close = () => h("button", { type: "button", class: "ac-quiet", onclick: left }, "Close");

	/** @param {import("./drawn.js").Person} one */
	const person = (one) => {
		const { choices, most } = drawing.content;
		const fields = personFields(drawing, one);
		const note = box({ maxlength: most.note, rows: 2 });
		note.value = one.note ?? "";
		note.addEventListener("input", () =>
			drawing.change(
				personChanged(drawing.map(), one.id, { note: note.value.trim() }),
				`note on ${one.name}`,
				`note ${one.id}`,
			),
		);
		const marked = h(
			"details",
			{ class: "pm-marks", open: marks },
			h("summary", {}, "Mark their power"),
			...Object.entries(MARKS).map(([group, title]) =>
				h(
					"fieldset",
					{},
					h("legend", {}, title),
					...choices[group].map((/** @type {any} */ mark) => {
						const has = /** @type {any} */ (one)[group] ?? [];
						return tick(
							mark.name,
							has.includes(mark.id),
							(on) => {
								const next = choices[group]
									.map((/** @type {any} */ each) => each.id)
									.filter((/** @type {string} */ id) => (id === mark.id ? on : has.includes(id)));
								alter(drawing, one, { [group]: next }, `${one.name}: ${mark.name}`);
							},
							mark.means,
						);
					}),
				),
			),
		);
		marked.addEventListener("toggle", () => {
			marks = marked.open;
		});
		const ties = drawing.map().ties.filter((tie) => tie.from === one.id || tie.to === one.id);
		const next = { sort: choices.ties[0].id, to: "" };
		const to = whom(
			drawing,
			"to",
			"",
			(id) => {
				next.to = id;
			},
			one.id,
		);
		const add = () => {
			if (next.to) drawTie(drawing, { from: one.id, ...next });
			else drawing.says(`Choose whom the tie of ${one.name} goes to.`);
		};
		return [
			h("div", { class: "pm-head-row" }, h("h4", {}, one.name), close()),
			h(
				"div",
				{ class: "pm-row" },
				labelled("Name, initials or role", fields.name),
				labelled("Sort", fields.sort),
			),
			h("div", { class: "pm-row" }, fields.here, fields.vote),
			h(
				"div",
				{ class: "pm-row pm-new-tie" },
				h("span", {}, "Draw a tie:"),
				chooser(
					"What",
					choices.ties.map((/** @type {any} */ tie) => ({ id: tie.id, name: tie.verb })),
					next.sort,
					(sort) => {
						next.sort = sort;
					},
				),
				to,
				h("button", { type: "button", class: "ac-quiet", onclick: add }, "Draw it"),
			),
			ties.length > 0 &&
				h(
					"ul",
					{ class: "pm-ties-of" },
					...ties
						.slice(0, 40)
						.map((tie) =>
							h(
								"li",
								{},
								h(
									"button",
									{ type: "button", class: "pm-link", onclick: () => drawing.open(tieKey(tie)) },
									`${tieName(drawing, tie)}${tie.both ? ", both ways" : ""} (${tie.weight ?? 1}${tie.face ? `, ${tie.face}` : ""})`,
								),
							),
						),
				),
			ties.length > 40 &&
				h("p", { class: "ac-why" }, `And ${ties.length - 40} more, in the tables below.`),
			marked,
			labelled("A note for yourself", note),
			fields.away,
		];
	};

	/** @param {import("./drawn.js").Tie} one */
	const tie = (one) => {
		const fields = tieFields(drawing, one);
		return [
			h("div", { class: "pm-head-row" }, h("h4", {}, tieName(drawing, one)), close()),
			h(
				"div",
				{ class: "pm-row" },
				labelled("From", fields.from),
				labelled("What", fields.sort),
				labelled("To", fields.to),
			),
			h(
				"div",
				{ class: "pm-row" },
				labelled("Strength, 1 to 5", fields.weight),
				labelled("Who can see it", fields.face),
				fields.both,
			),
			h(
				"dl",
				{ class: "ac-why pm-means" },
				...drawing.content.choices.faces.flatMap((/** @type {any} */ face) => [
					h("dt", {}, face.name),
					h("dd", {}, face.means),
				]),
			),
			fields.away,
		];
	};

	return {
		root,
		/** @param {string} chosen */
		draw(chosen) {
			const map = drawing.map();
			const who = map.people.find((one) => one.id === chosen);
			const which = map.ties.find((one) => tieKey(one) === chosen);
			root.hidden = !who && !which;
			root.replaceChildren(
				.../** @type {Node[]} */ ((who ? person(who) : which ? tie(which) : []).filter(Boolean)),
			);
		},
		focus: () => root.querySelector("input")?.focus(),
	};
}
