/** What opens over a reflection: help, a worry, a tutor's comments, a conflict. */

import { add, combobox, fill } from "./marking_bank.js";

/** @typedef {import("./marking_bank.js").Phrase} Phrase */
/** @typedef {import("./marking_saving.js").Given} Given */
/** @typedef {import("./marking_saving.js").Row} Row */

/** Single keys can be switched off: they get in the way of speech input. */
export const KEYS = "academy-single-keys";

/** @type {(tag: string, about?: Record<string, any>, ...children: (Node | string)[]) => any} */
const h = (tag, about = {}, ...children) => {
	const made = Object.assign(document.createElement(tag), about);
	made.append(...children);
	return made;
};

/** @param {Given} given */
const told = ({ score, comment }) => [
	h("b", { textContent: score === null ? "no mark" : score === 1 ? "1 point" : `${score} points` }),
	h("span", { className: "said", dir: "auto", textContent: comment || "no comment" }),
];

/**
 * Bring to life what opens over one reflection.
 *
 * @param {{main: HTMLElement, form: HTMLFormElement, put: (id: string, given: Given) => void,
 *   decided: () => Promise<boolean>}} marking
 */
export function dialogs(marking) {
	const { main, form } = marking;
	/** @param {string} id @returns {any} */
	const by = (id) => main.querySelector(`#${id}`);
	/** @type {(where: string) => any} */
	const one = (where) => main.querySelector(where);
	const read = (/** @type {string} */ id) => JSON.parse(by(id).textContent);
	/** @type {Phrase[]} */
	let phrases = read("phrases");
	/** @type {Record<string, string>} */
	const numbers = read("questions");

	/** @param {HTMLFormElement} from @param {Record<string, string>} [more] */
	async function post(from, more = {}) {
		const fields = new FormData(from);
		for (const [name, value] of Object.entries(more)) fields.set(name, value);
		const body = new URLSearchParams(/** @type {any} */ (fields));
		try {
			const answer = await fetch(from.action, {
				method: "POST",
				headers: { Accept: "application/json" },
				body,
			});
			return { ok: answer.ok, ...(await answer.json()) };
		} catch {
			return { ok: false, why: "The Academy cannot be reached. What you wrote stays here." };
		}
	}

	for (const button of main.querySelectorAll("[data-opens]"))
		button.addEventListener("click", () =>
			by(/** @type {HTMLElement} */ (button).dataset.opens ?? "").showModal(),
		);
	for (const button of main.querySelectorAll("[data-closes]"))
		button.addEventListener("click", () => button.closest("dialog")?.close());

	const single = one("[data-single-keys]");
	single.checked = localStorage.getItem(KEYS) !== "off";
	single.addEventListener("change", () => {
		if (single.checked) localStorage.removeItem(KEYS);
		else localStorage.setItem(KEYS, "off");
	});

	const worry = one("[data-worry]");
	worry?.addEventListener("submit", async (/** @type {Event} */ event) => {
		event.preventDefault();
		const answer = await post(worry);
		one("[data-worry-said]").textContent = answer.ok ? answer.said : answer.why;
		if (answer.ok) worry.reset();
	});

	// A tutor's comments.
	const phrase = one("[data-phrase]");
	const said = one("[data-bank-said]");
	/** @param {Phrase | null} of the one to change, or none for a new one */
	function write(of, text = of?.text ?? "") {
		const { elements } = phrase;
		elements.do.value = of ? "change" : "add";
		elements.phrase.value = of?.id ?? "";
		elements.text.value = text;
		elements.shared.checked = of?.shared ?? false;
		one("[data-phrase-label]").textContent = of ? "Change this comment" : "A new comment";
		said.textContent = "";
	}
	function list() {
		const items = phrases.map((each) => {
			const item = h("li", {}, h("p", { dir: "auto", textContent: each.text }));
			item.append(
				h("span", { className: "facts", textContent: each.shared ? "shared" : "mine alone" }),
			);
			if (!each.mine) return item;
			const name = h("span", { className: "unseen", textContent: `: ${each.text}` });
			const edit = h("button", { type: "button", className: "button quiet" }, "Change", name);
			const remove = h(
				"button",
				{ type: "button", className: "button quiet" },
				"Remove",
				name.cloneNode(true),
			);
			edit.addEventListener("click", () => {
				write(each);
				phrase.elements.text.focus();
			});
			remove.addEventListener("click", () =>
				keep({ do: "remove", phrase: String(each.id) }, "Removed."),
			);
			item.append(edit, remove);
			return item;
		});
		one("[data-phrases]").replaceChildren(...items);
	}
	/** @param {Record<string, string>} more @param {string} done */
	async function keep(more, done) {
		const answer = await post(phrase, more);
		if (answer.ok) {
			phrases = answer.phrases;
			list();
			write(null);
		}
		said.textContent = answer.ok ? done : answer.why;
		if (answer.ok) phrase.elements.text.focus();
	}
	phrase.addEventListener("submit", (/** @type {Event} */ event) => {
		event.preventDefault();
		keep({}, "Kept.");
	});
	list();

	for (const section of main.querySelectorAll("[data-criterion]")) {
		const { criterion: id, says } = /** @type {HTMLElement} */ (section).dataset;
		const comment = by(`comment-${id}`);
		const told = /** @type {HTMLElement} */ (section.querySelector(".told"));
		combobox(
			by(`find-${id}`),
			by(`found-${id}`),
			() => phrases,
			(chosen) => {
				const name = main.querySelector("h1 [data-name]:not([hidden])")?.textContent ?? null;
				const filled = fill(chosen.text, { name, criterion: String(says) });
				add(comment, filled.text);
				told.textContent = filled.nameless
					? "No name is shown, so the name was left out of the comment."
					: "Put into the comment.";
				chosen.used += 1;
				post(phrase, { do: "use", phrase: String(chosen.id), text: chosen.text });
			},
		);
		section.querySelector("[data-keeps]")?.addEventListener("click", () => {
			by("bank").showModal();
			write(null, comment.value.trim());
			phrase.elements.text.focus();
		});
		section.querySelector("[data-offers]")?.addEventListener("click", () => {
			add(comment, by(`little-${id}`).textContent);
			comment.focus();
		});
	}

	// Two tutors at once.
	const conflict = one("form[data-conflict]");
	/** @type {Row[]} */
	let rows = [];
	conflict.addEventListener("submit", async (/** @type {Event} */ event) => {
		event.preventDefault();
		const chosen = new FormData(conflict);
		const open = rows.find((row) => !chosen.get(`keep-${row.id}`));
		one("[data-conflict-said]").textContent = open
			? `Please choose for question ${numbers[open.id]}, too.`
			: "";
		if (open) return;
		for (const row of rows)
			marking.put(row.id, chosen.get(`keep-${row.id}`) === "mine" ? row.mine : row.theirs);
		by("conflict").close();
		await marking.decided();
	});

	return {
		/** @param {string} id */
		open: (id) => by(id).showModal(),
		/**
		 * Show both side by side.
		 *
		 * @param {{who: string, when: string}} theirs
		 * @param {Row[]} found
		 */
		conflict(theirs, found) {
			rows = found;
			one("[data-conflict-who]").textContent = theirs.who;
			one("[data-conflict-at]").textContent = theirs.when;
			one("[data-conflict-said]").textContent = "";
			one("[data-conflict-rows]").replaceChildren(
				...rows.map((row) => {
					const card = (/** @type {"mine" | "theirs"} */ whose) =>
						h(
							"label",
							{ className: "level" },
							h("input", {
								type: "radio",
								name: `keep-${row.id}`,
								value: whose,
								checked: row.keep === whose,
							}),
							h(
								"span",
								{},
								h("span", {
									className: "facts",
									textContent: whose === "mine" ? "Keep mine" : "Take theirs",
								}),
								" ",
								...told(row[whose]),
							),
						);
					const legend = h("legend", { textContent: `Question ${numbers[row.id]}` });
					return h("fieldset", { className: "two" }, legend, card("mine"), card("theirs"));
				}),
			);
			if (!by("conflict").open) by("conflict").showModal();
			form.blur();
		},
	};
}
