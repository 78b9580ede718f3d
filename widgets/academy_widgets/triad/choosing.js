import { h } from "../view.js";

/**
 * Who the three are, and how long a round is.
 * @param {any} content
 */
export function choosing(content) {
	const [first, second] = content.stand_ins;
	const ways = options("Who is there?", "way", [
		["alone", `Only me, with two stand-ins, ${first} and ${second}: scripts, and nobody`],
		["three", "Three of us, around this screen"],
	]);
	const name = (/** @type {string} */ label, /** @type {number} */ at) =>
		h(
			"label",
			{ class: "ac-name" },
			h("span", {}, label),
			h("input", { name: `name${at}`, maxlength: 12, autocomplete: "off", type: "text" }),
		);
	const three = ["The first listener", "The first speaker", "The first observer"].map(name);
	const people = h(
		"fieldset",
		{ class: "ac-people" },
		h("legend", {}, "Who begins as what? Initials are enough, and better."),
		...three,
	);
	const lengths = options("How long is a round?", "length", [
		...content.minutes.map((/** @type {number} */ one) => [String(one), `${one} minutes`]),
		["none", "No clock"],
	]);
	const alone = h(
		"p",
		{ class: "ac-why" },
		`${first} and ${second} follow a script, go on differently after different words, and feel nothing. You listen to ${first} first, then observe the two of them, then speak to ${second}. Nobody but you reads what you write, and you need not write anything true.`,
	);
	const root = h("div", { class: "ac-choosing" }, ways.root, alone, people, lengths.root);
	const names = [...people.querySelectorAll("input")];

	/** 0: no clock. */
	const minutes = () => Number(lengths.read()) || 0;
	const arrange = () => {
		const by = ways.read() === "three";
		people.hidden = !by;
		alone.hidden = by;
	};
	ways.root.addEventListener("change", () => {
		lengths.write(ways.read() === "three" ? String(content.minutes[1] ?? 3) : "none");
		arrange();
	});
	return {
		root,
		/** @returns {{ people: any[], length: number | null, missing: HTMLElement | null }} */
		seats() {
			const length = minutes() ? minutes() * 60_000 : null;
			const stand = { stand_in: true };
			if (ways.read() !== "three")
				return {
					people: [{ name: "You" }, { name: first, ...stand }, { name: second, ...stand }],
					length,
					missing: null,
				};
			return {
				people: names.map((one) => ({ name: one.value.trim() })),
				length,
				missing: names.find((one) => !one.value.trim()) ?? null,
			};
		},
		read: () => ({
			way: ways.read(),
			length: minutes(),
			names: names.map((one) => one.value),
		}),
		/** @param {any} form */
		write(form) {
			ways.write(form.way ?? "alone");
			lengths.write(form.length ? String(form.length) : "none");
			for (const [at, one] of names.entries()) one.value = form.names?.[at] ?? "";
			arrange();
		},
	};
}

/**
 * A choice of one.
 * @param {string} legend @param {string} name @param {[value: string, text: string][]} each
 */
export function options(legend, name, each) {
	const inputs = each.map(([value]) => h("input", { type: "radio", name, value }));
	const root = h(
		"fieldset",
		{ class: "ac-options" },
		h("legend", {}, legend),
		...each.map(([, text], at) => h("label", {}, inputs[at], h("span", {}, text))),
	);
	return {
		root,
		read: () => inputs.find((one) => one.checked)?.value ?? "",
		/** @param {string} value */
		write(value) {
			for (const one of inputs) one.checked = one.value === value;
		},
	};
}
