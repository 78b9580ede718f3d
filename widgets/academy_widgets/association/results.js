import { h } from "../view.js";

const WIDE = 2; // of the scale, to either side

/** What it can and cannot say, before anybody sees a number. @param {any} content */
export function beforehand(content) {
	const list = (/** @type {string[]} */ all) => h("ul", {}, ...all.map((one) => h("li", {}, one)));
	return [
		h("h4", {}, "What this can say"),
		list(content.before),
		h("h4", {}, "What it cannot say"),
		list(content.cannot),
	];
}

/** @param {any} told @param {any} content */
export function timedResult(told, content) {
	const { goes, both } = told;
	return [
		...goes.map((/** @type {any} */ go, /** @type {number} */ at) =>
			h(
				"section",
				{ class: "ac-go", "aria-label": `Go ${at + 1}` },
				goes.length > 1 ? h("h4", {}, `Go ${at + 1}`) : null,
				h("p", { class: "ac-summary" }, go.says),
				go.d === null ? null : scale(go, content),
				go.range ? h("p", {}, go.range) : null,
				h("p", { class: "ac-why" }, made(go)),
				go.d === null ? null : otherwise(go),
			),
		),
		both ? h("p", { class: "ac-summary" }, both) : null,
	].filter((one) => one !== null);
}

/** @param {any} told @param {any} content */
export function untimedResult(told, content) {
	return [
		h("p", { class: "ac-summary" }, told.says),
		h("p", {}, told.order),
		told.halted.length
			? h("p", {}, `You halted at: ${told.halted.join(", ")}. What did you think of there?`)
			: null,
		told.felt ? h("blockquote", {}, told.felt) : null,
		told.where ? h("blockquote", {}, told.where) : null,
		h("p", {}, h("b", {}, "What it cannot say. "), content.cannot[0]),
		h(
			"p",
			{ class: "ac-why" },
			"Nothing was timed, and there is no number. What you noticed is yours; it stays with you.",
		),
	].filter((one) => one !== null);
}

/** @param {number} value @returns {number} percent of the way from left to right */
const place = (value) => (50 * (Math.max(-WIDE, Math.min(WIDE, value)) + WIDE)) / WIDE;

/** The range as a bar on a line; the words beside it say the same. @param {any} go @param {any} content */
function scale(go, content) {
	const [low, high] = [place(go.low), place(go.high)];
	const bar = h("span", { class: "ac-range" });
	bar.style.insetInlineStart = `${low}%`;
	bar.style.inlineSize = `${Math.max(1, high - low)}%`;
	return h(
		"figure",
		{ class: "ac-scale" },
		h("div", { class: "ac-line", "aria-hidden": "true" }, h("span", { class: "ac-zero" }), bar),
		h(
			"figcaption",
			{},
			h("span", {}, `Left: faster when ${content.pairs.B}`),
			h("span", {}, `Right: faster when ${content.pairs.A}`),
		),
	);
}

/** @param {any} go */
function made({ of, errors, disturbed, slow, means, first }) {
	const parts = [`${of} words counted; ${errors} went to the other side first.`];
	if (disturbed)
		parts.push(
			disturbed === 1
				? "One word was disturbed, was not counted, and was asked again."
				: `${disturbed} words were disturbed, were not counted, and were asked again.`,
		);
	if (slow) parts.push(`${slow} took over ten seconds, and were left out.`);
	if (means) {
		const [a, b] = [means.A, means.B].map((ms) => `${(ms / 1000).toFixed(2)} s`);
		const [one, other] = first === "A" ? [a, b] : [b, a];
		parts.push(`On average ${one} a word in the pairing that came first, ${other} in the second.`);
	}
	return parts.join(" ");
}

/** @param {any} go */
function otherwise({ variants }) {
	const says = {
		D1: "Times as they were, until the right side was pressed (this one is used above)",
		D2: "The same, without answers under 0.4 s",
		D3: "For an error, the part’s mean and two standard deviations",
		D4: "For an error, the part’s mean and 0.6 s",
		D5: "As D3, without answers under 0.4 s",
		D6: "As D4, without answers under 0.4 s",
	};
	return h(
		"details",
		{},
		h("summary", {}, "The same answers, scored in other ways"),
		h(
			"table",
			{ class: "ac-variants" },
			h("caption", {}, "Six ways to score that have been published; nobody’s answers changed"),
			h(
				"thead",
				{},
				h("tr", {}, ...["Way", "What it does", "D"].map((one) => h("th", { scope: "col" }, one))),
			),
			h(
				"tbody",
				{},
				...Object.entries(says).map(([name, text]) =>
					h(
						"tr",
						{},
						h("th", { scope: "row" }, name),
						h("td", {}, text),
						h("td", {}, variants[name]),
					),
				),
			),
		),
		h(
			"p",
			{ class: "ac-why" },
			"For D3 to D6 the spread is taken after errors were given their penalty, as the programs that we compared with do.",
		),
	);
}
