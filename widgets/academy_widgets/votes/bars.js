import { h, s } from "../view.js";

/**
 * Votes beside say, member by member: a picture, and the same as a table.
 * @param {any} found what was counted
 * @param {any} [was] what it was before a change
 */
export function shares(found, was) {
	const before = new Map((was?.members ?? []).map((/** @type {any} */ one) => [one.name, one]));
	const most = Math.max(
		1,
		...[...found.members, ...(was?.members ?? [])].flatMap((/** @type {any} */ one) => [
			one.of_votes,
			one.say,
		]),
	);
	return h(
		"figure",
		{ class: "ac-shares" },
		h("figcaption", {}, "Of all votes, and of the say (how often a vote turns a decision), in 100"),
		legend(Boolean(was)),
		h(
			"ul",
			{},
			...found.members.map((/** @type {any} */ one) => member(one, before.get(one.name), most)),
		),
	);
}

/** @param {boolean} changed */
function legend(changed) {
	const keys = [
		["ac-bar-votes", "votes"],
		["ac-bar-say", "say"],
		...(changed ? [["ac-bar-was", "say as it was"]] : []),
	];
	return h(
		"p",
		{ class: "ac-keys", "aria-hidden": "true" },
		...keys.map(([mark, words]) => h("span", {}, h("i", { class: mark }), words)),
	);
}

/** @param {any} one @param {any} was @param {number} most */
function member(one, was, most) {
	const tells = [
		`${number(one.of_votes)} of the votes`,
		`${number(one.say)} of the say`,
		...(was ? [`was ${number(was.say)}`] : []),
	].join(", ");
	return h(
		"li",
		{ "data-sort": one.sort },
		h(
			"b",
			{ dir: "auto" },
			one.name,
			one.lived && h("span", { class: "ac-lived" }, " lived experience"),
		),
		h("span", { class: "ac-tells" }, tells, one.sort !== "some" && ` · ${SORTS[one.sort]}`),
		s(
			"svg",
			{ viewBox: "0 0 1000 34", preserveAspectRatio: "none", "aria-hidden": "true" },
			bar("ac-bar-votes", 2, one.of_votes, most),
			bar("ac-bar-say", 16, one.say, most),
			was && bar("ac-bar-was", 30, was.say, most, 4),
		),
	);
}

/** @param {string} mark @param {number} y @param {number} share @param {number} most */
function bar(mark, y, share, most, height = 12) {
	return s("rect", { class: mark, x: 0, y, width: Math.max(1.5, (1000 * share) / most), height });
}

/** @param {any} found */
export function inFull(found) {
	const columns = ["Votes", "Turns", "Of the say", "If all vote in turn"];
	return h(
		"details",
		{ class: "ac-full" },
		h("summary", {}, "The numbers in full"),
		h(
			"div",
			{ class: "ac-scrolls", tabindex: "0", role: "region", "aria-label": "The numbers in full" },
			h(
				"table",
				{},
				h(
					"caption",
					{},
					`${found.quota} of ${found.total} votes carry. Of ${found.groups.toLocaleString()} groups there could be, ${found.winning.toLocaleString()} carry.`,
				),
				h(
					"thead",
					{},
					h("tr", {}, h("td"), ...columns.map((name) => h("th", { scope: "col" }, name))),
				),
				h(
					"tbody",
					{},
					...found.members.map((/** @type {any} */ one) =>
						h(
							"tr",
							{},
							h("th", { scope: "row", dir: "auto" }, one.name),
							h("td", {}, String(one.votes)),
							h("td", {}, one.turns.toLocaleString()),
							h("td", {}, `${number(one.say)} (${fraction(one.say_exact)})`),
							h("td", {}, `${number(one.order)} (${fraction(one.order_exact)})`),
						),
					),
				),
			),
		),
		h(
			"p",
			{},
			"Turns: groups that carry with this member, and would not without. Of the say: the member’s turns out of everybody’s (Banzhaf). If all vote in turn: how often this vote would be the one that decides, over every order (Shapley and Shubik).",
		),
	);
}

/** @type {Record<string, string>} */
const SORTS = {
	alone: "decides alone",
	veto: "nothing carries without it",
	never: "can never turn a decision",
	without: "no vote",
};

/** @param {number} value */
const number = (value) => value.toLocaleString(undefined, { maximumFractionDigits: 1 });

/** @param {string} exact a fraction of large numbers is no help to anybody */
const fraction = (exact) => (exact.length > 13 ? "exact fraction too long to show" : exact);
