import { h } from "../view.js";

/** @typedef {Record<string, any>} Setup */

const OWN = "own";
const SLATES = [
	["0", "No shortlists"],
	["125", "5 names for 4 places"],
	["150", "3 names for 2 places"],
	["200", "2 names for each place"],
];
const LEFT = [
	["100", "All of it: no criteria"],
	["75", "Three quarters of it"],
	["50", "Half of it"],
	["25", "A quarter of it"],
];

/**
 * What may be changed, as a form.
 * @param {any} content
 */
export function settings(content) {
	const { id, study, presets, leaving, remedies, others, favoured } = content;
	const bias = chooser(`bias-${id}`, [
		["2.01", "1 % (2.01 points)"],
		["4.58", "5 % (4.58 points)"],
		["0", "None"],
		[OWN, "Another number of points"],
	]);
	const points = number(`points-${id}`, { min: 0, max: 10, step: "any", value: 2 });
	const pyramid = chooser(`pyramid-${id}`, [
		["study", "The study’s: eight levels"],
		...presets.map((/** @type {any} */ one) => [one.id, one.text]),
		[OWN, "Your own"],
	]);
	const own = h("input", {
		id: `levels-${id}`,
		type: "text",
		inputmode: "text",
		autocomplete: "off",
		value: study.levels.join(", "),
	});
	const exits = chooser(
		`exits-${id}`,
		leaving.map((/** @type {any} */ one) => [one.id, one.text]),
	);
	const leave = number(`leave-${id}`, { min: 10, max: 40, value: 15 });
	const hires = number(`hires-${id}`, { min: 0, max: 100, value: 50 });
	const criteria = chooser(`criteria-${id}`, LEFT);
	const slate = chooser(`slate-${id}`, SLATES);
	const steps = h("div", { class: "ac-steps-up" });
	const ownPoints = labelled(`Points that ${favoured} are given, 0 to 10`, points);
	const ownLevels = labelled("People on each level, from the bottom, with commas between", own);

	const levels = () => {
		if (pyramid.value === OWN)
			return own.value
				.split(/[\s,;]+/)
				.filter(Boolean)
				.map(Number);
		const preset = presets.find((/** @type {any} */ one) => one.id === pyramid.value);
		return preset?.levels ?? study.levels;
	};
	const ticked = () =>
		[...steps.querySelectorAll("input")]
			.filter((one) => one.checked)
			.map((one) => Number(one.value));
	/** @param {number[]} blind */
	const offer = (blind) => {
		const many = Math.min(10, levels().length);
		steps.replaceChildren(
			...Array.from({ length: Math.max(0, many - 1) }, (_, at) => {
				const box = h("input", { type: "checkbox", value: at });
				box.checked = blind.includes(at);
				return h("label", {}, box, ` ${at + 1} to ${at + 2}`);
			}),
		);
	};
	const opened = () => {
		ownPoints.hidden = bias.value !== OWN;
		ownLevels.hidden = pyramid.value !== OWN;
		if (steps.children.length !== Math.min(10, levels().length) - 1) offer(ticked());
	};

	/** @param {string} name @param {...Node} inside */
	const remedy = (name, ...inside) =>
		h(
			"fieldset",
			{ class: "ac-remedy" },
			h("legend", {}, remedies[name].name),
			h(
				"p",
				{ class: "ac-why" },
				h("b", {}, "Our assumption, not a finding. "),
				remedies[name].assumed,
			),
			...inside,
		);
	const root = h(
		"div",
		{ class: "ac-settings", oninput: opened },
		h(
			"fieldset",
			{ class: "ac-place" },
			h("legend", {}, "The place"),
			labelled("Size of the bias", bias),
			ownPoints,
			labelled("Pyramid", pyramid),
			ownLevels,
			labelled("Who leaves in a cycle", exits),
			labelled("How many in 100 leave, 10 to 40", leave),
			labelled(`How many in 100 of those hired are ${others}`, hires),
		),
		remedy("criteria", labelled("How much is left", criteria)),
		remedy(
			"blind",
			h(
				"div",
				{ role: "group", "aria-label": "Blind, moving up from level" },
				h("p", {}, "Blind, moving up from level"),
				steps,
			),
		),
		remedy("slate", labelled("Length of the list", slate)),
	);
	const inputs = { bias, points, pyramid, own, exits, leave, hires, criteria, slate };

	/** @param {Record<string, any>} form */
	const write = (form) => {
		const start = { ...STUDY, points: "2", own: study.levels.join(", ") };
		for (const [name, one] of Object.entries(inputs)) {
			one.value = String(form[name] ?? /** @type {any} */ (start)[name]);
			if (!one.value) one.value = /** @type {any} */ (start)[name];
		}
		offer(Array.isArray(form.blind) ? form.blind : []);
		opened();
	};
	write({});

	return {
		root,
		write,
		/** @returns {Record<string, any>} what stands in the form */
		read: () => ({
			...Object.fromEntries(Object.entries(inputs).map(([name, one]) => [name, one.value])),
			blind: ticked(),
		}),
		/** @returns {Setup} what Python runs; it says what is wrong with it */
		setup: () => ({
			levels: levels(),
			bias: figure(bias.value === OWN ? points.value : bias.value),
			exits: exits.value,
			leave: figure(leave.value),
			hires: figure(hires.value),
			criteria: figure(criteria.value),
			blind: ticked(),
			slate: figure(slate.value),
		}),
	};
}

const STUDY = {
	bias: "2.01",
	pyramid: "study",
	exits: "level",
	leave: "15",
	hires: "50",
	criteria: "100",
	slate: "0",
};

/** A number as it was typed, or the text that is none: Python says so in words.
 * @param {string} text */
function figure(text) {
	return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

/** @param {string} id @param {string[][]} options */
function chooser(id, options) {
	return h("select", { id }, ...options.map(([value, text]) => h("option", { value }, text ?? "")));
}

/** @param {string} id @param {Record<string, any>} given */
function number(id, given) {
	return h("input", { id, type: "number", inputmode: "decimal", autocomplete: "off", ...given });
}

/** @param {string} text @param {HTMLElement} input */
function labelled(text, input) {
	return h("div", { class: "ac-field" }, h("label", { for: input.id }, text), input);
}
