import { h } from "../view.js";
import {
	isHere,
	personChanged,
	tieChanged,
	tieFits,
	tieKey,
	withoutPerson,
	withoutTie,
	withTie,
} from "./drawn.js";
import { freePlace } from "./geometry.js";

/** @typedef {import("./drawn.js").PowerMap} PowerMap */
/** @typedef {import("./drawn.js").Person} Person */
/** @typedef {import("./drawn.js").Tie} Tie */
/**
 * @typedef {object} Drawing the map that is being drawn, for whatever shows part of it
 * @property {any} content
 * @property {() => PowerMap} map
 * @property {(map: PowerMap, what: string, key?: string) => void} change
 * @property {(chosen: string) => void} open a person's id or a tie's key
 * @property {(was: string, is: string) => void} follow a tie that has another key now
 * @property {(text: string) => void} says
 */

/** @param {Drawing} drawing @param {string} id */
export const nameIn = (drawing, id) =>
	drawing.map().people.find((one) => one.id === id)?.name ?? "";

/**
 * A choice of few.
 * @param {string} label
 * @param {{ id: string, name: string }[]} options
 * @param {string} value
 * @param {(value: string) => void} changed
 */
export function chooser(label, options, value, changed) {
	const select = h(
		"select",
		{ "aria-label": label, onchange: () => changed(select.value) },
		...options.map(({ id, name }) => h("option", { value: id, selected: id === value }, name)),
	);
	return select;
}

/**
 * A choice of everybody. Its options are made when it is gone to: there may be many.
 * @param {Drawing} drawing
 * @param {string} label
 * @param {string} value
 * @param {(value: string) => void} changed
 * @param {string} [not] who cannot be chosen
 */
export function whom(drawing, label, value, changed, not = "") {
	const option = (/** @type {string} */ id, /** @type {string} */ name) =>
		h("option", { value: id, selected: id === value }, name);
	const select = h(
		"select",
		{ "aria-label": label, onchange: () => changed(select.value) },
		option(value, value ? nameIn(drawing, value) : "Choose…"),
	);
	const fill = () => {
		if (select.options.length > 1) return;
		const now = select.value;
		const others = drawing.map().people.filter((one) => one.id !== not && one.id !== now);
		select.append(...others.map((one) => option(one.id, one.name)));
	};
	for (const when of ["focus", "pointerdown"]) select.addEventListener(when, fill);
	return Object.assign(select, { fill });
}

/** @param {string} label @param {boolean} on @param {(on: boolean) => void} changed @param {string} [means] */
export function tick(label, on, changed, means = "") {
	const input = h("input", { type: "checkbox", onchange: () => changed(input.checked) });
	input.checked = on;
	return h(
		"label",
		{ class: "pm-tick" },
		input,
		h("span", {}, label, means && h("small", {}, means)),
	);
}

/** @param {string} label @param {Element} field */
export const labelled = (label, field) => {
	field.removeAttribute("aria-label");
	return h("label", { class: "pm-field" }, h("span", {}, label), field);
};

/** @param {Drawing} drawing @param {Person} one @param {boolean} here */
export function moveThrough(drawing, one, here) {
	const map = drawing.map();
	const others = map.people.filter((other) => other.id !== one.id && other.x !== undefined);
	const at = freePlace(/** @type {any} */ (others), here, /** @type {any} */ (one));
	const what = `${one.name} is ${here ? "in the room" : "outside the room"}`;
	drawing.change(personChanged(map, one.id, { here, ...at }), what);
}

/** @param {Drawing} drawing @param {Person} one */
export function nameField(drawing, one) {
	const input = h("input", {
		type: "text",
		maxlength: drawing.content.most.name,
		"aria-label": `Name of ${one.name}`,
		value: one.name,
		autocomplete: "off",
	});
	input.value = one.name;
	input.addEventListener("input", () => {
		const name = input.value.trim();
		if (name)
			drawing.change(
				personChanged(drawing.map(), one.id, { name }),
				`name ${name}`,
				`name ${one.id}`,
			);
	});
	input.addEventListener("change", () => {
		input.value = nameIn(drawing, one.id);
	});
	return input;
}

/** @param {Drawing} drawing @param {Person} one @param {Partial<Person>} changes @param {string} what */
export const alter = (drawing, one, changes, what) =>
	drawing.change(personChanged(drawing.map(), one.id, changes), what);

/** @param {Drawing} drawing @param {Person} one */
export function takeAway(drawing, one) {
	const ties = drawing.map().ties.filter((tie) => tie.from === one.id || tie.to === one.id).length;
	const with_ = ties ? ` with ${ties} ${ties === 1 ? "tie" : "ties"}` : "";
	drawing.change(withoutPerson(drawing.map(), one.id), `${one.name} taken away${with_}`);
}

/** @param {Drawing} drawing @param {Tie} tie @returns {string} "Amal decides for Bo" */
export function tieName(drawing, tie) {
	const { verb } = drawing.content.choices.ties.find(
		(/** @type {any} */ one) => one.id === tie.sort,
	);
	return `${nameIn(drawing, tie.from)} ${verb} ${nameIn(drawing, tie.to)}`;
}

/** @param {Drawing} drawing @param {Tie} tie @returns {boolean} whether it is drawn now */
export function drawTie(drawing, tie) {
	const map = drawing.map();
	const most = drawing.content.most.ties;
	if (!tieFits(map, tie)) drawing.says(`${tieName(drawing, tie)}: that tie is there already.`);
	else if (map.ties.length >= most) drawing.says(`A map holds ${most} ties: take one away first.`);
	else {
		drawing.change(withTie(map, tie), `${tieName(drawing, tie)}`);
		return true;
	}
	return false;
}

/**
 * The fields of one tie, each named for who reads it out of its row.
 * @param {Drawing} drawing
 * @param {Tie} tie
 */
export function tieFields(drawing, tie) {
	const { choices, most } = drawing.content;
	const whole = tieName(drawing, tie);
	const key = tieKey(tie);
	const alter = (/** @type {Partial<Tie>} */ changes) => {
		const next = { ...tie, ...changes };
		if (tieFits(drawing.map(), next, key)) {
			drawing.change(tieChanged(drawing.map(), key, changes), tieName(drawing, next));
			drawing.follow(key, tieKey(next));
		} else {
			drawing.says(`${tieName(drawing, next)}: that tie is there already, or leads to themselves.`);
			drawing.follow(key, key);
		}
	};
	const weights = Array.from({ length: most.weight }, (_, n) => ({
		id: String(n + 1),
		name: String(n + 1),
	}));
	const faces = [{ id: "", name: "not said" }, ...choices.faces];
	return {
		from: whom(drawing, `From, of: ${whole}`, tie.from, (from) => alter({ from }), tie.to),
		sort: chooser(
			`What, of: ${whole}`,
			choices.ties.map((/** @type {any} */ one) => ({ id: one.id, name: one.verb })),
			tie.sort,
			(sort) => alter({ sort }),
		),
		to: whom(drawing, `To, of: ${whole}`, tie.to, (to) => alter({ to }), tie.from),
		weight: chooser(`Strength of: ${whole}`, weights, String(tie.weight ?? 1), (weight) =>
			alter({ weight: Number(weight) }),
		),
		face: chooser(`Who can see: ${whole}`, faces, tie.face ?? "", (face) => alter({ face })),
		both: tick("both ways", Boolean(tie.both), (both) => alter({ both })),
		away: h(
			"button",
			{
				type: "button",
				class: "ac-quiet",
				"aria-label": `Take away: ${whole}`,
				onclick: () => drawing.change(withoutTie(drawing.map(), key), `${whole}: taken away`),
			},
			"Take away",
		),
	};
}

/** @param {Drawing} drawing @param {Person} one */
export const personFields = (drawing, one) => ({
	name: nameField(drawing, one),
	sort: chooser(
		`Sort of ${one.name}`,
		drawing.content.choices.people,
		one.sort ?? "person",
		(sort) => alter(drawing, one, { sort }, `${one.name} is a ${sort}`),
	),
	here: tick("in the room", isHere(one), (here) => moveThrough(drawing, one, here)),
	vote: tick("has a vote", Boolean(one.vote), (vote) =>
		alter(drawing, one, { vote }, `${one.name} ${vote ? "has a vote" : "has no vote"}`),
	),
	away: h(
		"button",
		{
			type: "button",
			class: "ac-quiet",
			"aria-label": `Take away ${one.name}`,
			onclick: () => takeAway(drawing, one),
		},
		"Take away",
	),
});
