import { h } from "../view.js";
import { sheet } from "./rounds.js";

/**
 * Many rounds: who is there, how often they meet and err, and what each then has.
 * @param {any} content @param {import("../view.js").Desk} desk
 */
export function repeating(content, desk) {
	const boxes = content.players.map((/** @type {any} */ one) => {
		const input = h("input", { type: "checkbox", value: one.id, checked: one.in });
		input.checked = one.in;
		return {
			id: one.id,
			input,
			root: h("label", {}, input, h("b", {}, one.name), h("span", {}, one.words)),
		};
	});
	const rounds = chosen([
		[10, "10 rounds"],
		[5, "5 rounds"],
		[100, "100 rounds"],
	]);
	const mistakes = chosen([
		[0, "nobody errs"],
		[5, "5 in 100 by mistake"],
		[20, "20 in 100 by mistake"],
	]);
	const says = h("p", { role: "status", class: "ac-says" });
	const found = h("div", {});
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	let seed = 0;
	const look = async () => {
		const players = boxes
			.filter((/** @type {any} */ one) => one.input.checked)
			.map((/** @type {any} */ one) => one.id);
		nudge.textContent = players.length < 2 ? "It takes two: choose at least two of them." : "";
		if (players.length < 2) return;
		seed += 1; // mistakes fall elsewhere each time, and the same for all who count as far
		const asked = { players, rounds: Number(rounds.value), mistakes: Number(mistakes.value), seed };
		const { found: now, sorry } = await desk.work(asked);
		if (!desk.form.isConnected) return;
		nudge.textContent = sorry ?? "";
		if (!now) return;
		says.textContent = now.says;
		found.replaceChildren(
			sheet(
				"Coins in the end",
				["Who", "Has"],
				now.rows.map((/** @type {any} */ one) => [one.name, String(one.total)]),
			),
			h("p", { class: "ac-caveat" }, content.caveat),
		);
	};
	const root = h(
		"details",
		{ class: "ac-again" },
		h("summary", {}, "A second part: the same two, again and again"),
		h("p", {}, content.about),
		h(
			"fieldset",
			{},
			h("legend", {}, "Who is there? They are rules, and nobody."),
			...boxes.map((/** @type {any} */ one) => one.root),
		),
		h(
			"p",
			{ class: "ac-row" },
			h("label", {}, "Each two meet for ", rounds),
			h("label", {}, "and ", mistakes),
		),
		h("button", { type: "button", onclick: look }, "Let them meet"),
		nudge,
		says,
		found,
	);
	// A try-out, and no answer: nothing in here is kept.
	for (const name of ["input", "change"])
		root.addEventListener(name, (event) => event.stopPropagation());
	return root;
}

/** @param {[number, string][]} options */
function chosen(options) {
	return h("select", {}, ...options.map(([value, words]) => h("option", { value }, words)));
}
