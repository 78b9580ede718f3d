import { h } from "../view.js";

/** @typedef {{ name: string, group: number | null, guess: number | null }} Person */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const FEWEST = 2;

/**
 * Who was there, what they were there as, and how much the learner expects of each.
 * @param {any} content the exercise
 * @param {() => void} changed somebody came, went or was named
 */
export function company(content, changed) {
	const list = h("ol", { class: "ac-people" });
	const sum = h("p", { class: "ac-sum" });
	const keep = h("input", { type: "checkbox", name: "names_kept" });
	const add = h("button", { type: "button", class: "ac-quiet" }, "Add somebody");
	const less = h("button", { type: "button", class: "ac-quiet" }, "Take the last one away");
	const root = h(
		"fieldset",
		{ class: "ac-company" },
		h("legend", {}, "Who is there, and how much will each of them speak?"),
		h(
			"p",
			{ class: "ac-why" },
			"Count everybody, also those who may say nothing, and yourself. Initials will do. Then guess, before you measure: out of 100 minutes of talk, how many would be theirs?",
		),
		list,
		sum,
		h("p", {}, add, less),
		h("label", { class: "ac-keep" }, keep, h("span", {}, "Keep the names with my answer")),
		h(
			"p",
			{ class: "ac-why" },
			"If you leave this empty, only letters and numbers are kept; the names are gone when you leave this page.",
		),
	);
	/** @type {{ li: HTMLLIElement, name: HTMLInputElement, group: HTMLSelectElement,
	 *   guess: HTMLInputElement }[]} */
	let rows = [];
	let fixed = false;

	const count = () => {
		const total = rows.reduce((all, { guess }) => all + (Number.parseFloat(guess.value) || 0), 0);
		const about = total && Math.abs(total - 100) > 0.5 ? " They are read as shares of that." : "";
		sum.textContent = total ? `Your guesses add up to ${Math.round(total)}.${about}` : "";
		add.hidden = rows.length >= content.most;
		less.hidden = rows.length <= FEWEST;
	};

	/** @param {Partial<Person>} [person] */
	const put = (person = {}) => {
		const letter = ALPHABET[rows.length] ?? "";
		const id = `${content.id}-${letter}`;
		const name = h("input", { type: "text", id: `${id}-name`, maxlength: 60, dir: "auto" });
		name.autocomplete = "off";
		name.value = person.name ?? "";
		const group = h(
			"select",
			{ id: `${id}-group` },
			h("option", { value: "" }, "no group"),
			...content.groups.map((/** @type {string} */ one, /** @type {number} */ at) =>
				h("option", { value: at }, one),
			),
		);
		group.value = String(person.group ?? "");
		const guess = h("input", {
			type: "number",
			id: `${id}-guess`,
			min: 0,
			max: 100,
			step: "any",
			inputmode: "decimal",
		});
		guess.readOnly = fixed;
		guess.value = String(person.guess ?? "");
		const li = h(
			"li",
			{},
			h("b", { class: "ac-letter", "aria-hidden": "true" }, letter),
			h("label", { for: name.id }, `${letter}: name or initials`),
			name,
			h("label", { for: group.id }, `${letter} is there as`),
			group,
			h("label", { for: guess.id }, `Guess for ${letter}, of 100`),
			guess,
		);
		rows.push({ li, name, group, guess });
		list.append(li);
	};

	const touched = () => {
		count();
		root.dispatchEvent(new Event("input", { bubbles: true }));
	};
	add.addEventListener("click", () => {
		put();
		touched();
		rows.at(-1)?.name.focus();
	});
	less.addEventListener("click", () => {
		rows.pop()?.li.remove();
		touched();
		if (less.hidden) add.focus();
	});
	root.addEventListener("input", () => {
		count();
		changed();
	});
	for (let made = 0; made < 3; made += 1) put();
	count();

	return {
		root,
		size: () => rows.length,
		/** @param {number} who a place, or -1 for somebody */
		label: (who) => rows[who]?.name.value.trim() || (ALPHABET[who] ?? "Somebody"),
		/** @param {number} who */
		letter: (who) => ALPHABET[who] ?? "",
		guessed: () => rows.some(({ guess }) => Number.parseFloat(guess.value) > 0),
		focusGuess: () => rows[0]?.guess.focus(),
		/** @returns {boolean} whether there was room @param {string} name */
		add(name) {
			if (rows.length >= content.most) return false;
			put({ name });
			touched();
			return true;
		},
		/** Once measuring has begun a guess is a guess no more, and who spoke was there. */
		settle(/** @type {boolean} */ settled) {
			fixed = settled;
			for (const { guess } of rows) guess.readOnly = settled;
			less.disabled = settled;
		},
		/** @returns {{ people: any[], names_kept: boolean }} */
		read: () => ({
			people: rows.map(({ name, group, guess }) => ({
				group: group.value === "" ? null : Number(group.value),
				guess: Number.isFinite(guess.valueAsNumber)
					? Math.min(1000, Math.max(0, guess.valueAsNumber))
					: null,
				...(keep.checked && name.value.trim() ? { name: name.value.trim() } : {}),
			})),
			names_kept: keep.checked,
		}),
		/** @param {any} form */
		write(form) {
			const here = rows.map(({ name }) => name.value);
			rows = [];
			list.replaceChildren();
			keep.checked = Boolean(form.names_kept);
			const people = form.people?.length ? form.people : [{}, {}, {}];
			// What was not kept is still known to this page.
			people.forEach((/** @type {Partial<Person>} */ one, /** @type {number} */ at) => {
				put({ ...one, name: one.name ?? here[at] ?? "" });
			});
			count();
		},
	};
}
