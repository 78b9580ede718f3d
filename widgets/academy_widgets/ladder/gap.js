import { box, h, s } from "../view.js";

/** The gap between two seats, drawn and told, and how far each decision could move. */

const CANNOT = "cannot";
const STEP = 40;
const [MID, HIGH] = [18, 36];

/**
 * @param {any} content
 * @param {{ to: string, needs: string }} saved
 * @param {string} title the decision's
 */
export function mover(content, saved, title) {
	const pick = h(
		"select",
		{ "aria-label": `${title}: could it move?` },
		h("option", { value: "" }, "Not thought about yet"),
		...levelOptions(content),
		h("option", { value: CANNOT }, "It cannot, because …"),
	);
	pick.value = saved.to;
	const ask = h("span", {});
	const area = box({ rows: 2 });
	area.value = saved.needs;
	const label = () => {
		ask.textContent = pick.value === CANNOT ? "Because" : "What would that need?";
	};
	pick.addEventListener("change", label);
	label();
	return {
		root: h(
			"div",
			{ class: "ac-move" },
			h("label", {}, h("span", {}, "How far could it honestly move?"), pick),
			h("label", {}, ask, area),
		),
		read: () => ({ to: pick.value, needs: area.value }),
		grow: area.grow,
	};
}

/** @param {any} content @returns {HTMLOptGroupElement[]} the highest level first */
export function levelOptions(content) {
	return [...content.groups]
		.reverse()
		.map((/** @type {any} */ group) =>
			h(
				"optgroup",
				{ label: group.name },
				...[...group.rungs]
					.reverse()
					.map((/** @type {any} */ one) => h("option", { value: one.id }, one.name)),
			),
		);
}

/** @param {any} content @param {any} row as Python tells it */
export function gapDrawn(content, row) {
	const many = content.groups.reduce((/** @type {number} */ sum, /** @type {any} */ one) => {
		return sum + one.rungs.length;
	}, 0);
	const x = (/** @type {number} */ level) => (level - 0.5) * STEP;
	let from = 0;
	const bands = content.groups.map((/** @type {any} */ group, /** @type {number} */ at) => {
		const wide = group.rungs.length * STEP;
		const band = s("rect", {
			x: from + 1,
			y: 0,
			width: wide - 2,
			height: HIGH,
			rx: 6,
			class: `ac-band ac-band-${at}`,
		});
		from += wide;
		return band;
	});
	const both = row.mine && row.theirs && row.mine !== row.theirs;
	return s(
		"svg",
		{ viewBox: `0 0 ${many * STEP} ${HIGH}`, class: "ac-track", "aria-hidden": "true" },
		...bands,
		...Array.from({ length: many }, (_, at) => {
			return s("circle", { cx: x(at + 1), cy: MID, r: 2, class: "ac-dot" });
		}),
		both && s("path", { d: `M${x(row.mine)} ${MID}H${x(row.theirs)}`, class: "ac-line" }),
		row.to && s("path", { d: flag(x(row.to)), class: "ac-to" }),
		row.theirs && s("path", { d: diamond(x(row.theirs)), class: "ac-theirs" }),
		row.mine && s("circle", { cx: x(row.mine), cy: MID, r: 7.5, class: "ac-mine" }),
	);
}

const diamond = (/** @type {number} */ x) =>
	`M${x} ${MID - 13}L${x + 13} ${MID}L${x} ${MID + 13}L${x - 13} ${MID}Z`;
const flag = (/** @type {number} */ x, y = 1) => `M${x - 7} ${y}H${x + 7}L${x} ${y + 10}Z`;

/** What the signs of the drawing mean. @param {any} content */
export function legend(content) {
	const sign = (/** @type {SVGElement} */ shape, /** @type {string} */ text) =>
		h(
			"span",
			{},
			s("svg", { viewBox: `0 0 ${STEP} ${HIGH}`, class: "ac-sign", "aria-hidden": "true" }, shape),
			text,
		);
	const names = content.groups.map((/** @type {any} */ one) => one.name);
	return h(
		"div",
		{ class: "ac-legend" },
		h(
			"p",
			{},
			sign(s("circle", { cx: 20, cy: MID, r: 7.5, class: "ac-mine" }), "my seat"),
			sign(s("path", { d: diamond(20), class: "ac-theirs" }), "the other seat"),
			sign(s("path", { d: flag(20, 13), class: "ac-to" }), "could move to"),
		),
		h("p", {}, `From left to right: ${names.join("; ").toLowerCase()}.`),
	);
}
