import { h } from "./basics.js";

/**
 * Numbers to choose from, one row for each question; any may be left out.
 * @param {{ low: number, high: number, ends: string[] }} content the scale, and what its ends mean
 * @param {string} name what sets these apart from other rows
 * @param {{ id: string, text: string }[]} questions
 */
export function rating(content, name, questions) {
	const [low, high] = content.ends;
	const numbers = Array.from(
		{ length: content.high - content.low + 1 },
		(_, at) => content.low + at,
	);
	const rows = questions.map(({ id, text }) => {
		const inputs = numbers.map((one) =>
			h("input", { type: "radio", name: `${name}-${id}`, value: one }),
		);
		const root = h(
			"fieldset",
			{ class: "ac-asked" },
			h("legend", {}, text),
			h(
				"div",
				{ class: "ac-sevens" },
				...inputs.map((input, at) => h("label", {}, input, h("span", {}, String(numbers[at])))),
			),
			h(
				"p",
				{ class: "ac-ends" },
				h("span", {}, `${content.low} ${low}`),
				h("span", {}, `${content.high} ${high}`),
			),
		);
		return { id, inputs, root };
	});
	return {
		root: h("div", { class: "ac-rating" }, ...rows.map((one) => one.root)),
		/** @returns {Record<string, number>} */
		read: () =>
			Object.fromEntries(
				rows.flatMap(({ id, inputs }) => {
					const chosen = inputs.find((one) => one.checked);
					return chosen ? [[id, Number(chosen.value)]] : [];
				}),
			),
		/** @param {Record<string, number>} values */
		write(values) {
			for (const { id, inputs } of rows)
				for (const one of inputs) one.checked = Number(one.value) === values?.[id];
		},
		/** @returns {HTMLElement | null} the first question without a number */
		missing() {
			const open = rows.find(({ inputs }) => !inputs.some((one) => one.checked));
			return open?.inputs[0] ?? null;
		},
	};
}
