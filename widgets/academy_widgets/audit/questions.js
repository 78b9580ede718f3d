import { box, h } from "../view.js";

/** @typedef {{ id: string, ask: string, form: "number" | "choose" | "write", most: number | null, unit: string | null, later: boolean, choices: { id: string, text: string }[] }} Question */

/**
 * Questions as a form.
 * @param {string} id of the exercise
 * @param {Question[]} asks
 */
export function questions(id, asks) {
	const parts = asks.map((one) => ({ one, ...questionPart(`${id}-${one.id}`, one) }));
	return {
		/** @param {boolean} later @returns {HTMLElement[]} */
		roots: (later) => parts.filter(({ one }) => one.later === later).map(({ root }) => root),
		/** @returns {Record<string, any>} what is answered */
		read() {
			const given = parts.map(({ one, read }) => [one.id, read()]);
			return Object.fromEntries(given.filter(([, value]) => value !== null));
		},
		/** @param {Record<string, any>} form */
		write(form) {
			for (const { one, write } of parts) write(form[one.id] ?? null);
		},
		/** @returns {string} what is still to answer, or "" */
		missing() {
			const first = parts.find(({ one, read }) => !one.later && read() === null);
			return first ? `Answer this first, however roughly: ${first.one.ask}` : "";
		},
		/** Keep guesses as they were when the result was seen. */
		lock() {
			for (const { one, lock } of parts) if (one.form !== "write") lock();
		},
	};
}

/** @param {string} id @param {Question} one */
function questionPart(id, one) {
	if (one.form === "choose") return oneOf(id, one);
	const input =
		one.form === "write"
			? box({ id, rows: 3 })
			: h("input", {
					id,
					type: "number",
					min: 0,
					max: one.most,
					step: "any",
					inputmode: "decimal",
				});
	const line = h("div", { class: "ac-answer" }, input, one.unit && h("span", {}, one.unit));
	return {
		root: h("div", { class: "ac-ask-one" }, h("label", { for: id }, one.ask), line),
		read() {
			const given = input.value.trim();
			if (!given) return null;
			return one.form === "number" ? Number(given) : input.value;
		},
		write(/** @type {any} */ value) {
			input.value = value ?? "";
			if ("grow" in input) /** @type {any} */ (input).grow();
		},
		lock: () => input.setAttribute("disabled", ""),
	};
}

/** @param {string} id @param {Question} one */
function oneOf(id, one) {
	const inputs = one.choices.map((each) =>
		h("input", { type: "radio", name: id, value: each.id, id: `${id}-${each.id}` }),
	);
	const root = h(
		"fieldset",
		{ class: "ac-ask-one" },
		h("legend", {}, one.ask),
		...one.choices.map((each, at) => h("label", {}, inputs[at], h("span", {}, each.text))),
	);
	return {
		root,
		read: () => inputs.find((each) => each.checked)?.value ?? null,
		write(/** @type {any} */ value) {
			for (const each of inputs) each.checked = each.value === value;
		},
		lock: () => root.setAttribute("disabled", ""),
	};
}
