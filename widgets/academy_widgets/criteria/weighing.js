import { h } from "../view.js";

/**
 * A number for each criterion of a post.
 * @param {any} content
 * @param {{ id: string, criteria: { id: string, text: string }[] }} post
 * @param {Record<string, number>} weights what was chosen before
 */
export function weighing(content, post, weights) {
	const [low, high] = content.ends;
	const numbers = Array.from(
		{ length: content.high - content.low + 1 },
		(_, at) => content.low + at,
	);
	const rows = post.criteria.map(({ id, text }) => {
		const inputs = numbers.map((one) =>
			h("input", {
				type: "radio",
				name: `${content.id}-${post.id}-${id}`,
				value: one,
				checked: weights[id] === one,
			}),
		);
		const root = h(
			"fieldset",
			{},
			h("legend", {}, text),
			h(
				"div",
				{ class: "ac-numbers" },
				...inputs.map((input, at) => h("label", {}, input, h("span", {}, String(numbers[at])))),
			),
		);
		return { id, inputs, root };
	});
	return {
		root: h(
			"div",
			{ class: "ac-weighing" },
			h("p", { class: "ac-why" }, `${content.low} ${low}, ${content.high} ${high}`),
			...rows.map((one) => one.root),
		),
		/** @returns {Record<string, number>} */
		read: () =>
			Object.fromEntries(
				rows.flatMap(({ id, inputs }) => {
					const chosen = inputs.find((one) => one.checked);
					return chosen ? [[id, Number(chosen.value)]] : [];
				}),
			),
		/** @returns {HTMLElement | null} the first criterion without a number */
		missing: () => rows.find(({ inputs }) => !inputs.some((one) => one.checked))?.inputs[0] ?? null,
	};
}
