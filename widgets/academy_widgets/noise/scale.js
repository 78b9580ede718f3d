import { h } from "../view.js";

/** @typedef {{ at: number, text: string }} Anchor */

/**
 * A number to type, and where it lies. Nothing stands there before one is given: what
 * stands there would pull the number towards itself.
 * @param {{ name: string, question: string, low: number, high: number, anchors: Anchor[] }} of
 * @param {number | undefined} value what was given before
 * @param {(value: number | undefined) => void} changed
 */
export function scale({ name, question, low, high, anchors }, value, changed) {
	const input = h("input", {
		id: name,
		type: "number",
		inputmode: "numeric",
		min: low,
		max: high,
		step: 1,
		autocomplete: "off",
		"aria-describedby": `${name}-anchors`,
		value,
	});
	const share = (/** @type {number} */ at) => (100 * (at - low)) / (high - low);
	const mark = h("span", { class: "ac-mark", hidden: true });
	const line = h(
		"div",
		{ class: "ac-line", "aria-hidden": "true" },
		...anchors.map(({ at }) => h("i", { style: `left: ${share(at)}%` })),
		mark,
	);
	const read = () => {
		const text = input.value.trim();
		const number = Number(text);
		return text && Number.isInteger(number) && number >= low && number <= high ? number : undefined;
	};
	const draw = () => {
		const number = read();
		mark.hidden = number === undefined;
		if (number !== undefined) mark.style.left = `${share(number)}%`;
	};
	input.addEventListener("input", () => {
		draw();
		changed(read());
	});
	line.addEventListener("click", (event) => {
		const { left, width } = line.getBoundingClientRect();
		const at = Math.min(1, Math.max(0, (event.clientX - left) / width));
		input.value = String(Math.round(low + at * (high - low)));
		input.dispatchEvent(new Event("input", { bubbles: true }));
	});
	draw();
	return {
		root: h(
			"div",
			{ class: "ac-scale" },
			h("label", { for: name }, question),
			input,
			line,
			h(
				"ul",
				{ id: `${name}-anchors` },
				...anchors.map(({ at, text }) => h("li", {}, h("b", {}, String(at)), ` ${text}`)),
			),
		),
		input,
		read,
		/** @returns {string} what is wrong with it, or nothing */
		wrong: () =>
			read() === undefined ? `A whole number from ${low} to ${high}, however roughly.` : "",
	};
}
