import { h } from "../view.js";

/**
 * @typedef {object} Row one who votes, as it stands in the form
 * @property {string} name
 * @property {string} votes as it was typed
 * @property {boolean} lived
 */

/**
 * Who votes, and what carries: a table that can be changed.
 * @param {any} content
 * @param {() => void} changed the numbers may be others now
 */
export function committeeTable(content, changed) {
	const body = h("tbody");
	const quota = h("input", { inputmode: "decimal", name: "quota", class: "ac-number" });
	const range = h("input", { type: "range", step: "any", "aria-label": "Votes needed" });
	const of = h("span", { class: "ac-of" });
	const add = h("button", { type: "button" }, "Add a member");
	const seat = h("button", { type: "button" }, `Add: ${content.lived_seat}`);
	const quick = QUICK.map(([words, share]) =>
		h("button", { type: "button", class: "ac-quiet", "data-share": share }, words),
	);
	const root = h(
		"div",
		{ class: "ac-committee" },
		h(
			"table",
			{},
			h("caption", {}, "Who votes"),
			h(
				"thead",
				{},
				h(
					"tr",
					{},
					h("th", { scope: "col" }, "Name"),
					h("th", { scope: "col" }, "Votes"),
					h("th", { scope: "col" }, "Lived experience"),
					h("th", { scope: "col" }, h("span", { class: "ac-unseen" }, "Remove")),
				),
			),
			body,
		),
		h("p", { class: "ac-row" }, add, seat),
	);
	const needs = h(
		"fieldset",
		{ class: "ac-quota" },
		h("legend", {}, "How many votes carry a decision?"),
		h("p", { class: "ac-row" }, h("label", {}, h("span", {}, "Votes needed"), quota), of),
		range,
		h("p", { class: "ac-row" }, ...quick),
	);

	/** @returns {Row[]} */
	const rows = () =>
		[...body.children].map((row) => {
			const [name, votes, lived] = /** @type {HTMLInputElement[]} */ ([
				...row.querySelectorAll("input"),
			]);
			return {
				name: name?.value.trim() ?? "",
				votes: plain(votes?.value ?? ""),
				lived: Boolean(lived?.checked),
			};
		});
	const total = () => rows().reduce((sum, one) => sum + (Number(one.votes) || 0), 0);
	const arrange = () => {
		const all = total();
		of.textContent = `of ${tidy(all)}`;
		range.max = String(all);
		range.step = rows().some((one) => one.votes.includes(".")) ? "0.001" : "1";
		range.min = range.step;
		range.value = plain(quota.value) || "0";
		add.disabled = seat.disabled = body.children.length >= content.most;
		for (const one of body.querySelectorAll("button")) one.disabled = body.children.length < 3;
	};
	const tell = () => {
		arrange();
		changed();
	};
	/** @param {Row} row */
	const line = ({ name, votes, lived }) => {
		const who = h("input", { value: name, maxlength: 60, "aria-label": "Name" });
		const count = h("input", { value: votes, inputmode: "decimal", class: "ac-number" });
		const there = h("input", { type: "checkbox", checked: lived });
		const away = h("button", { type: "button", class: "ac-quiet" });
		const row = h(
			"tr",
			{},
			h("td", {}, who),
			h("td", {}, count),
			h(
				"td",
				{},
				h(
					"label",
					{ class: "ac-there" },
					there,
					h("span", { class: "ac-named", "aria-hidden": "true" }, "Lived experience"),
				),
			),
			h("td", {}, away),
		);
		const named = () => {
			const called = who.value.trim() || `line ${[...body.children].indexOf(row) + 1}`;
			count.setAttribute("aria-label", `Votes of ${called}`);
			there.setAttribute("aria-label", `${called} sits there for what they lived through`);
			away.replaceChildren(
				h("span", { "aria-hidden": "true" }, "×"),
				h("span", { class: "ac-unseen" }, `Remove ${called}`),
			);
		};
		who.addEventListener("input", named);
		away.addEventListener("click", () => {
			const next = row.nextElementSibling ?? row.previousElementSibling;
			row.remove();
			tell();
			/** @type {HTMLElement | null | undefined} */ (next?.querySelector("input"))?.focus();
		});
		body.append(row);
		named();
		return who;
	};
	/** @param {Row} row */
	const more = (row) => {
		const who = line(row);
		tell();
		who.focus();
		who.select();
	};
	body.addEventListener("input", tell);
	add.addEventListener("click", () => more({ name: "", votes: "1", lived: false }));
	seat.addEventListener("click", () =>
		more({ name: another(content.lived_seat, rows()), votes: "1", lived: true }),
	);
	quota.addEventListener("input", tell);
	range.addEventListener("input", () => {
		quota.value = tidy(Number(range.value));
		tell();
	});
	for (const one of quick)
		one.addEventListener("click", () => {
			quota.value = tidy(needed(total(), Number(one.dataset.share)));
			tell();
		});

	return {
		members: root,
		needs,
		/** @returns {string} what is missing, before anything is asked, or "" */
		missing() {
			const line = rows().findIndex(
				(one) => one.votes === "" || !Number.isFinite(Number(one.votes)),
			);
			if (line >= 0) return `Line ${line + 1} needs a number of votes; 0 is one.`;
			const needed = plain(quota.value);
			return needed && Number.isFinite(Number(needed))
				? ""
				: "How many votes carry a decision? Give a number.";
		},
		names: () => rows().map((one) => one.name),
		read: () => ({ members: rows(), quota: plain(quota.value) }),
		/** @param {{ members: any[], quota: any }} committee */
		write(committee) {
			body.replaceChildren();
			for (const one of committee.members)
				line({ name: one.name, votes: String(one.votes), lived: Boolean(one.lived) });
			quota.value = String(committee.quota);
			arrange();
		},
	};
}

/** @type {[string, number][]} */
const QUICK = [
	["More than half", 0.5],
	["Two thirds", 2 / 3],
	["Three quarters", 0.75],
	["Everybody’s", 1],
];

/** @param {number} total @param {number} share of it @returns {number} whole votes */
const needed = (total, share) =>
	share === 0.5 ? Math.floor(total / 2) + 1 : Math.ceil(total * share - 1e-9);

/** @param {string} text a number as people type it */
const plain = (text) => text.trim().replace(",", ".");

/** @param {number} value */
const tidy = (value) => String(Math.round(value * 1000) / 1000);

/** @param {string} name @param {Row[]} rows */
function another(name, rows) {
	const taken = new Set(rows.map((one) => one.name));
	let number = 1;
	while (taken.has(number === 1 ? name : `${name} ${number}`)) number += 1;
	return number === 1 ? name : `${name} ${number}`;
}
