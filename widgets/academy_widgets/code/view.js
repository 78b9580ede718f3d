import { frame, h } from "../view.js";

/** @typedef {{ id: string | null, who: "speaker" | "listener", text: string }} Turn */
/** @typedef {{ id: string, means: string }} Label */
/** @typedef {{ id: string, yours: string, ours: string, also: string[], why: string, stands: string }} Row */
/** @typedef {{ label: string, same: number, instead: string, instead_share: number }} Expert */

/** @typedef {{ what: string, kappa: string | null, one_turn: string | null, why: string, experts: string, pairs: string }} Agreed */
/** @typedef {{ what: string, yours: string, ours: string, threshold: string, talks: string, caveat: string }} Measure */

/** @type {Record<string, string>} */
const NAMES = {
	question: "Question",
	reflection: "Reflection",
	information: "Giving information",
	other: "Other",
};

/** @type {Record<string, string>} */
const STANDS = {
	same: "The same as ours",
	arguable: "Arguable: a careful rater could say so too",
	different: "Different from ours",
};

/** @type {import("../view.js").Kind} */
function code(content, desk) {
	/** @type {Turn[]} */
	const turns = content.turns;
	/** @type {Label[]} */
	const labels = content.labels;
	const toMark = turns.filter((turn) => turn.id);
	/** @type {Map<string, HTMLElement>} */
	const said = new Map();

	/** @param {Turn} turn @param {number} number */
	const marking = (turn, number) => {
		const says = h("div", { class: "ac-said" });
		said.set(String(turn.id), says);
		return h(
			"li",
			{ class: "ac-turn ac-listener" },
			h("p", { id: `${content.id}-${turn.id}` }, h("b", {}, `${content.listener}: `), turn.text),
			h(
				"fieldset",
				{ class: "ac-marks", "aria-describedby": `${content.id}-${turn.id}` },
				h("legend", {}, `Mark turn ${number} of ${toMark.length}`),
				...labels.map((label) =>
					h(
						"label",
						{},
						h("input", { type: "radio", name: turn.id, value: label.id }),
						h("span", {}, NAMES[label.id] ?? label.id),
					),
				),
			),
			says,
		);
	};

	const left = h("p", { class: "ac-left" });
	const compare = h("button", { type: "button", class: "ac-main" }, "Compare");
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	desk.form.append(
		h("p", { class: "ac-scene" }, content.scene),
		h(
			"dl",
			{ class: "ac-meanings" },
			...labels.flatMap((label) => [
				h("dt", {}, NAMES[label.id] ?? label.id),
				h("dd", {}, label.means),
			]),
		),
		h(
			"ol",
			{ class: "ac-turns" },
			...turns.map((turn) =>
				turn.id
					? marking(turn, toMark.indexOf(turn) + 1)
					: h(
							"li",
							{ class: "ac-turn" },
							h("p", {}, h("b", {}, `${content.speaker}: `), turn.text),
						),
			),
		),
		left,
		nudge,
		compare,
		desk.result,
	);

	const marks = () => {
		/** @type {Record<string, string>} */
		const found = {};
		for (const input of desk.form.querySelectorAll("input"))
			if (input.checked) found[input.name] = input.value;
		return found;
	};
	const count = () => {
		const missing = toMark.length - Object.keys(marks()).length;
		left.textContent = missing
			? `${missing} of ${toMark.length} turns not marked yet.`
			: "All turns are marked.";
	};
	desk.form.addEventListener("change", count);
	compare.addEventListener("click", () => {
		const found = marks();
		const any = Object.keys(found).length > 0;
		nudge.textContent = any ? "" : "Mark at least one turn first.";
		if (any) desk.answer({ labels: found });
	});
	count();

	return {
		read: () => ({ labels: marks() }),
		write(form) {
			for (const input of desk.form.querySelectorAll("input"))
				input.checked = form.labels?.[input.name] === input.value;
			count();
		},
		show(feedback) {
			for (const [id, says] of said) {
				const row = feedback.turns.find((/** @type {Row} */ one) => one.id === id);
				says.replaceChildren(...(row ? compared(row) : []));
			}
			desk.result.replaceChildren(
				summary(feedback),
				...agreement(feedback),
				experts(feedback.experts),
				...measured(feedback.measures),
			);
		},
	};
}

/** @param {Row} row */
function compared(row) {
	const ours = [row.ours, ...row.also].map((id) => NAMES[id]?.toLowerCase()).join(", or ");
	return [
		h("p", { class: `ac-stands ac-${row.stands}` }, STANDS[row.stands]),
		h("p", { class: "ac-why" }, `We said ${ours}. ${row.why}`),
	];
}

/** @param {any} feedback */
function summary(feedback) {
	const parts = [
		`${feedback.same} the same as ours`,
		`${feedback.arguable} that a careful rater could defend`,
		`${feedback.marked - feedback.same - feedback.arguable} different`,
	];
	return h(
		"p",
		{ class: "ac-summary" },
		`You marked ${feedback.marked} of ${feedback.of} turns: ${parts.join(", ")}. `,
		`Two experts who mark the same turn agree ${feedback.experts.overall} times in 100. `,
		"What we said, and why, now stands under each turn above.",
	);
}

/** @param {any} feedback */
function agreement({ agreement, holds, marked }) {
	/** @type {Agreed[]} */
	const rows = agreement;
	const [all] = rows;
	const turn = all.one_turn
		? `You marked ${marked} turns: one marked otherwise moves your kappa for all four by about ${all.one_turn}.`
		: "";
	return [
		h(
			"table",
			{ class: "ac-experts" },
			h("caption", {}, "You and we, beside ten experts"),
			head("What is judged", "You and we", "Ten experts"),
			h(
				"tbody",
				{},
				...rows.map((row) =>
					h(
						"tr",
						{},
						h("th", { scope: "row" }, JUDGED[row.what] ?? `${NAMES[row.what]}, or not`),
						h("td", {}, h("b", {}, row.kappa ?? "–"), row.why && h("span", {}, ` ${row.why}`)),
						h("td", {}, h("b", {}, row.experts), h("span", {}, ` any two: ${row.pairs}`)),
					),
				),
			),
		),
		h(
			"p",
			{ class: "ac-why" },
			`Kappa is agreement beyond chance: 1 is always, 0 is what chance would give, and less than 0 is less than that. ${turn} The experts’ is Fleiss’ kappa over 216 turns of counselling talks; yours is Cohen’s, over this one. Neither says who is right.`,
		),
		h(
			"p",
			{ class: "ac-why" },
			`Asked whether a turn holds a question at all, beside whatever else it holds, the ten agree at ${holds.question}; for a reflection at ${holds.reflection}, for information or advice at ${holds.information}.`,
		),
	];
}

/** @type {Record<string, string>} */
const JUDGED = { all: "One of the four" };

/** @param {...string} columns */
function head(...columns) {
	const cells = columns.map((text) => h("th", { scope: "col" }, text));
	return h("thead", {}, h("tr", {}, ...cells));
}

/** @param {Measure[]} measures */
function measured(measures) {
	return [
		h("h4", {}, "What is often counted, and how far it goes"),
		h(
			"dl",
			{ class: "ac-measures" },
			...measures.map((one) =>
				h(
					"div",
					{},
					h("dt", {}, one.what),
					h("dd", {}, h("b", {}, one.yours)),
					one.ours && h("dd", {}, one.ours),
					h("dd", {}, `${one.threshold} ${one.talks}`),
					h("dd", { class: "ac-why" }, one.caveat),
				),
			),
		),
	];
}

/** @param {{ labels: Expert[] }} experts the picture is the table: a bar in each row */
function experts({ labels }) {
	return h(
		"table",
		{ class: "ac-experts" },
		h("caption", {}, "When one expert says this, how often does another say the same?"),
		head("One expert says", "Another says the same", "Or most often"),
		h(
			"tbody",
			{},
			...labels.map((row) =>
				h(
					"tr",
					{},
					h("th", { scope: "row" }, NAMES[row.label] ?? row.label),
					h(
						"td",
						{},
						h("span", { class: "ac-bar", style: `--share: ${row.same}%`, "aria-hidden": "true" }),
						`${row.same} in 100`,
					),
					h("td", {}, `${NAMES[row.instead]} (${row.instead_share} in 100)`),
				),
			),
		),
	);
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "code", code),
};
