import { h } from "../view.js";

/**
 * Which of the maps is drawn on, as soon as there is more than one.
 * @param {string} id
 * @param {(id: string) => void} go
 */
export function whichMap(id, go) {
	const legend = h("legend", {}, "You are drawing the place");
	const root = h("fieldset", { class: "pm-which", hidden: true }, legend);
	return {
		root,
		/** @param {{ id: string, name: string }[]} maps @param {string} now */
		draw(maps, now) {
			const had = root.contains(document.activeElement);
			root.hidden = maps.length < 2;
			root.replaceChildren(
				legend,
				...maps.map((one) => {
					const input = h("input", {
						type: "radio",
						name: `which-${id}`,
						value: one.id,
						onchange: () => go(one.id),
					});
					input.checked = one.id === now;
					return h("label", {}, input, h("span", {}, one.name));
				}),
			);
			if (had) /** @type {HTMLElement | null} */ (root.querySelector("input:checked"))?.focus();
		},
	};
}
