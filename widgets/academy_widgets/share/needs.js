import { h } from "../view.js";

/** What somebody needs to take part: a tick each, and a line for what exactly. */

/**
 * @param {{ id: string, text: string, help: string }[]} needs
 * @param {string} named what the ids on the page begin with
 */
export function needed(needs, named) {
	const rows = needs.map((need) => {
		const on = h("input", { type: "checkbox" });
		const text = h("input", {
			maxlength: 2000,
			dir: "auto",
			"aria-label": `${need.text}: what exactly?`,
			"aria-describedby": `${named}-${need.id}`,
		});
		const root = h(
			"div",
			{ class: "ac-need" },
			h("label", {}, on, h("span", {}, need.text)),
			h("p", { class: "ac-why", id: `${named}-${need.id}` }, need.help),
			text,
		);
		text.addEventListener("input", () => {
			if (text.value.trim()) on.checked = true; // who says what is needed need not tick it
		});
		return { ...need, on, line: text, root };
	});
	return {
		root: h("div", { class: "ac-needs" }, ...rows.map((one) => one.root)),
		read: () =>
			Object.fromEntries(
				rows.map(({ id, on, line }) => [id, { on: on.checked, text: line.value }]),
			),
		/** @param {Record<string, { on: boolean, text: string }>} saved */
		write(saved) {
			for (const { id, on, line } of rows) {
				on.checked = saved[id]?.on ?? false;
				line.value = saved[id]?.text ?? "";
			}
		},
		/** @returns {string} as it is read */
		told: () =>
			rows
				.filter((one) => one.on.checked)
				.map(({ text, line }) => (line.value.trim() ? `${text}: ${line.value.trim()}` : text))
				.join("; "),
	};
}
