/** A tutor's comments: found by typing, put into the box with their placeholders filled. */

/** @typedef {{id: number, text: string, shared: boolean, mine: boolean, used: number}} Phrase */

const MOST = 8;

/** @param {string} text */
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Return the phrases with all words of `typed` in them, the most used first.
 *
 * @param {Phrase[]} phrases
 * @param {string} typed
 */
export function matching(phrases, typed) {
	const words = bare(typed).split(/\s+/).filter(Boolean);
	return phrases
		.filter((one) => words.every((word) => bare(one.text).includes(word)))
		.sort((a, b) => b.used - a.used || a.text.localeCompare(b.text))
		.slice(0, MOST);
}

/**
 * Return a phrase as it goes into the box.
 *
 * @param {string} text
 * @param {{name: string | null, criterion: string}} about the name, if it is shown
 * @returns {{text: string, nameless: boolean}} and whether a name was left out
 */
export function fill(text, { name, criterion }) {
	const asks = text.includes("{name}");
	let filled = text.replaceAll("{criterion}", () => criterion);
	if (name) filled = filled.replaceAll("{name}", () => name);
	else if (asks) {
		filled = filled
			.replace(/,\s*\{name\},/g, "")
			.replace(/^\{name\}[,:]?\s*/g, "")
			.replace(/,?\s*\{name\}/g, "")
			.trim();
		filled = filled.charAt(0).toUpperCase() + filled.slice(1);
	}
	return { text: filled, nameless: asks && !name };
}

/** @param {HTMLTextAreaElement} box @param {string} text */
export function add(box, text) {
	box.value = box.value.trim() ? `${box.value.trimEnd()}\n${text}` : text;
	box.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * Make `input` a combobox over `list`, as the ARIA Authoring Practices have it.
 *
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 * @param {() => Phrase[]} phrases
 * @param {(phrase: Phrase) => void} chosen
 */
export function combobox(input, list, phrases, chosen) {
	/** @type {Phrase[]} */
	let found = [];
	let at = -1;

	/** @param {number} place -1 for none */
	function mark(place) {
		at = place;
		for (const [n, option] of [...list.children].entries())
			option.setAttribute("aria-selected", String(n === place));
		const here = list.children[place];
		if (here) input.setAttribute("aria-activedescendant", here.id);
		else input.removeAttribute("aria-activedescendant");
		here?.scrollIntoView?.({ block: "nearest" });
	}

	function close() {
		list.hidden = true;
		input.setAttribute("aria-expanded", "false");
		mark(-1);
	}

	function open() {
		found = matching(phrases(), input.value);
		list.replaceChildren(
			...found.map((phrase, n) => {
				const option = document.createElement("li");
				option.id = `${list.id}-${n}`;
				option.role = "option";
				option.dir = "auto";
				option.textContent = phrase.text;
				// Not "click": the box would lose the focus before it.
				option.addEventListener("pointerdown", (event) => {
					event.preventDefault();
					choose(phrase);
				});
				return option;
			}),
		);
		if (!found.length) {
			const none = document.createElement("li");
			none.className = "none";
			none.role = "option";
			none.ariaDisabled = "true";
			none.textContent = phrases().length
				? "No comment of yours has these words."
				: "You have kept no comment yet.";
			list.append(none);
		}
		list.hidden = false;
		input.setAttribute("aria-expanded", "true");
		mark(-1);
	}

	/** @param {Phrase} phrase */
	function choose(phrase) {
		input.value = "";
		close();
		chosen(phrase);
	}

	input.addEventListener("input", open);
	input.addEventListener("click", open);
	input.addEventListener("blur", close);
	input.addEventListener("keydown", (event) => {
		const open_ = !list.hidden;
		if (event.key === "ArrowDown" || event.key === "ArrowUp") {
			event.preventDefault();
			if (!open_) open();
			const step = event.key === "ArrowDown" ? 1 : -1;
			const from = at < 0 && step < 0 ? 0 : at;
			if (found.length) mark((from + step + found.length) % found.length);
		} else if (event.key === "Enter") {
			event.preventDefault(); // which would send the form
			if (open_ && found.length && (at >= 0 || input.value.trim())) choose(found[Math.max(at, 0)]);
		} else if (event.key === "Escape" && (open_ || input.value)) {
			event.stopPropagation();
			if (open_) close();
			else input.value = "";
		}
	});
}
