import { box, frame, h } from "../view.js";
import { asRead, asText } from "./entry.js";

/** @typedef {import("./entry.js").Entry} Entry */

/** @type {import("../view.js").Kind} */
function spots(content, desk) {
	/** @type {Entry[]} */
	let entries = [];
	let editing = -1; // which entry stands in the form; -1: a new one
	/** @type {Entry | null} */
	let aside = null; // a new entry that was begun before another was taken up
	/** @type {{ entry: Entry, at: number } | null} */
	let removed = null;

	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	const boxes = new Map(
		content.lines.map((/** @type {any} */ ask) => {
			const id = `${content.id}-${ask.id}`;
			return [ask.id, box({ id, name: ask.id, rows: 2, "aria-describedby": `${id}-help` })];
		}),
	);
	const heading = h("h4", { tabindex: "-1" });
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	const keep = h("button", { type: "button", class: "ac-main" });
	const leave = h("button", { type: "button" }, "Leave it as it was");
	const list = h("ol", { class: "ac-entries" });
	const mine = h("h4", { tabindex: "-1" }, "My journal");
	const says = h("p", { class: "ac-says", role: "status" });
	const undo = h("button", { type: "button", class: "ac-quiet", hidden: true }, "Put it back");
	const byHand = h("textarea", { readonly: true, hidden: true, "aria-label": "The entry as text" });
	const journal = h(
		"div",
		{ class: "ac-journal" },
		mine,
		list,
		h("p", { class: "ac-row" }, says, undo),
		byHand,
		desk.result,
	);
	const known = h(
		"div",
		{ class: "ac-known" },
		h("p", {}, content.found),
		h("p", { class: "ac-why" }, content.cited),
	);
	desk.form.append(
		h("p", { class: "ac-scene" }, content.invite),
		h(
			"details",
			{ class: "ac-example" },
			h("summary", {}, "See an example"),
			asRead(content.lines, content.example),
		),
		h(
			"div",
			{ class: "ac-entry" },
			heading,
			...content.lines.flatMap((/** @type {any} */ { id, text, help }) => [
				h("label", { for: `${content.id}-${id}`, class: "ac-question" }, text),
				h("p", { class: "ac-why", id: `${content.id}-${id}-help` }, help),
				boxes.get(id),
			]),
			nudge,
			h("p", { class: "ac-row" }, keep, leave),
		),
		journal,
		known,
	);

	/** @returns {Entry} */
	const now = () => Object.fromEntries([...boxes].map(([id, area]) => [id, area.value]));
	const empty = (/** @type {Entry} */ entry) => Object.values(entry).every((one) => !one.trim());
	const fill = (/** @type {Entry | null} */ entry) => {
		for (const [id, area] of boxes) {
			area.value = entry?.[id] ?? "";
			area.grow();
		}
	};
	const say = (/** @type {string} */ text) => {
		says.textContent = text;
		undo.hidden = !removed;
		byHand.hidden = true;
	};
	const draw = () => {
		heading.textContent = editing < 0 ? "A new entry" : `Entry ${editing + 1}`;
		keep.textContent = editing < 0 ? "Put it in my journal" : "Keep the changes";
		leave.hidden = editing < 0;
		journal.hidden = !entries.length && !removed;
		list.replaceChildren(...entries.map(shown));
	};
	/** @param {Entry} entry @param {number} at */
	const shown = (entry, at) => {
		const button = (/** @type {string} */ text, /** @type {() => void} */ onclick) =>
			h(
				"button",
				{ type: "button", class: "ac-quiet", onclick },
				text,
				h("span", { class: "ac-unseen" }, ` (entry ${at + 1})`),
			);
		return h(
			"li",
			{ class: at === editing ? "ac-open" : "" },
			asRead(content.lines, entry),
			h(
				"p",
				{ class: "ac-row" },
				button("Change", () => edit(at)),
				button("Take to my reflection", () => offer(entry)),
				button("Copy", () => copy(entry)),
				button("Remove", () => remove(at)),
			),
		);
	};
	const answer = () => {
		draw();
		desk.answer({ entries });
	};

	/** @param {number} at */
	const edit = (at) => {
		if (editing < 0 && !empty(now())) aside = now();
		editing = at;
		fill(entries[at] ?? null);
		nudge.textContent = "";
		draw();
		heading.focus();
		draft();
	};
	const back = () => {
		editing = -1;
		fill(aside);
		aside = null;
		nudge.textContent = "";
	};
	/** @param {number} at */
	const remove = (at) => {
		const [entry] = entries.splice(at, 1);
		if (!entry) return;
		removed = { entry, at };
		if (editing === at) back();
		else if (editing > at) editing--;
		answer();
		say(`Entry ${at + 1} is removed.`);
		undo.focus();
	};
	/** @param {Entry} entry */
	const offer = (entry) => {
		removed = null;
		const detail = { text: asText(content.lines, entry), from: content.title, says: "" };
		document.dispatchEvent(new CustomEvent("academy:offer", { detail }));
		say(detail.says || "There is no reflection on this page. You can copy the entry instead.");
	};
	/** @param {Entry} entry */
	const copy = async (entry) => {
		removed = null;
		const text = asText(content.lines, entry);
		try {
			await navigator.clipboard.writeText(text);
			say("Copied. Paste it where you like.");
		} catch {
			say("This browser does not let us copy. Here it is as text, to copy yourself:");
			byHand.value = text;
			byHand.hidden = false;
			byHand.focus();
			byHand.select();
		}
	};
	keep.addEventListener("click", () => {
		const entry = now();
		const none = empty(entry);
		const full = editing < 0 && entries.length >= content.most;
		nudge.textContent = none
			? "Write a line first; any of them will do."
			: full
				? `A journal holds ${content.most} entries. Remove one, or carry on in a notebook of your own.`
				: "";
		if (none) boxes.get(content.lines[0].id)?.focus();
		if (none || full) return;
		if (editing < 0) {
			entries.push(entry);
			fill(null);
		} else {
			entries[editing] = entry;
			back();
		}
		removed = null;
		answer();
		say("");
		mine.focus();
	});
	leave.addEventListener("click", () => {
		back();
		draw();
		draft();
		heading.focus();
	});
	undo.addEventListener("click", () => {
		if (!removed) return;
		const { entry, at } = removed;
		entries.splice(at, 0, entry);
		if (editing >= at) editing++;
		removed = null;
		answer();
		say(`Entry ${at + 1} is back.`);
		mine.focus();
	});

	/** @param {any} form */
	const write = (form) => {
		entries = [...(form.entries ?? [])];
		editing = Math.min(form.editing ?? -1, entries.length - 1);
		aside = form.aside ?? null;
		removed = form.removed ?? null;
		fill(form.now ?? null);
		draw();
		say(removed ? `Entry ${removed.at + 1} is removed.` : "");
	};
	write({});

	return {
		read: () => ({ entries, now: now(), editing, aside, removed }),
		write,
		show({ entries: many, open }) {
			if (!open) return;
			desk.result.replaceChildren(
				h("p", {}, many === 1 ? "1 entry, for you alone." : `${many} entries, for you alone.`),
				...open.map((/** @type {any} */ one) =>
					h("p", { class: "ac-why" }, `${one.says}: ${numbered(one.entries)}.`),
				),
			);
		},
	};
}

/** @param {number[]} ones @returns {string} such as "entries 1 and 3" */
function numbered(ones) {
	if (ones.length === 1) return `entry ${ones[0]}`;
	return `entries ${ones.slice(0, -1).join(", ")} and ${ones[ones.length - 1]}`;
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "spots", spots),
};
