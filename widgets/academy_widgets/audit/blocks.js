import { h } from "../view.js";

/** What a result is made of, as Python's blocks.py says it. */

/** @typedef {{ of: number, at: number, low: number, high: number }} Point */
/** @typedef {{ caption: string, columns: string[], rows: string[][] }} Told */
/** @typedef {{ caption: string, groups: string[], rows: { name: string, points: Point[] }[], most: number, table: Told }} Dots */

/** @param {any[]} blocks @returns {HTMLElement[]} */
export function blocksShown(blocks) {
	return blocks.flatMap((one) => {
		if (one.headline) return [h("p", { class: "ac-headline" }, one.headline)];
		if (one.heading) return [h("h4", {}, one.heading)];
		if (one.says) return [h("p", { class: "ac-says" }, one.says)];
		if (one.quote) return [h("blockquote", { class: "ac-yours", dir: "auto" }, one.quote)];
		if (one.dots) return [dotPlot(one.dots)];
		if (one.cuts) return [cutOffs(one.cuts)];
		return one.table ? [toldTable(one.table)] : [];
	});
}

/** @param {Told} told */
function toldTable({ caption, columns, rows }) {
	return tableOf(
		caption,
		columns,
		rows.map(([name = "", ...cells]) => [
			name,
			cells.map((cell, at) => h("td", { "data-of": columns[at + 1] }, cell)),
		]),
	);
}

/**
 * A table; on a narrow screen each entry says itself which column it is of.
 * @param {string} caption
 * @param {string[]} columns
 * @param {[string, HTMLElement[]][]} rows
 */
function tableOf(caption, columns, rows) {
	const head = columns.map((name) => (name ? h("th", { scope: "col" }, name) : h("td", {})));
	return h(
		"table",
		{ class: "ac-told" },
		h("caption", {}, caption),
		h("thead", {}, h("tr", {}, ...head)),
		h(
			"tbody",
			{},
			...rows.map(([name, cells]) => h("tr", {}, h("th", { scope: "row" }, name), ...cells)),
		),
	);
}

/** @param {Dots} dots */
function dotPlot({ caption, groups, rows, most, table }) {
	const along = (/** @type {number} */ value) => `${(100 * value) / most}%`;
	const halves = [0, most / 2, most];
	return h(
		"figure",
		{ class: "ac-dots" },
		h("figcaption", {}, caption),
		groups.length > 0 &&
			h(
				"p",
				{ class: "ac-shapes" },
				...groups.map((name, of) => h("span", {}, mark(of % 4), ` ${name}`)),
			),
		h(
			"div",
			{ class: "ac-plot", "aria-hidden": "true" },
			...rows.flatMap(({ name, points }) => [
				h("span", { class: "ac-name" }, name),
				h(
					"span",
					{ class: "ac-strip" },
					...points.map(({ of, at, low, high }) =>
						h(
							"span",
							{
								class: `ac-range ac-of-${of % 4}`,
								style: `--from: ${along(low)}; --to: ${along(high)}; --at: ${along(at)}`,
							},
							mark(of % 4),
						),
					),
				),
			]),
			h("span", {}),
			h("span", { class: "ac-scale" }, ...halves.map((one) => h("span", {}, `${one}`))),
		),
		h("details", {}, h("summary", {}, "The same as a table"), toldTable(table)),
	);
}

/** @param {number} of which group: a shape as well as a colour */
function mark(of) {
	return h("span", { class: `ac-mark ac-of-${of}`, "aria-hidden": "true" });
}

/** @param {{ groups: string[], used: number, lowest: number, says: string[], lines: string[][][] }} cuts */
function cutOffs({ groups, used, lowest, says, lines }) {
	const id = `ac-cut-${Math.round(performance.now() * 1000)}`;
	const cells = says.map(() => groups.map((name) => h("td", { "data-of": name })));
	const outs = groups.map((_, at) => h("output", { for: `${id}-${at}` }));
	const sliders = groups.map((_, at) =>
		h("input", {
			type: "range",
			id: `${id}-${at}`,
			min: lowest,
			max: lowest + (lines[at]?.length ?? 1) - 1,
			value: used,
			"aria-describedby": `${id}-about`,
			oninput: (/** @type {Event} */ event) => {
				event.stopPropagation(); // a look, and nothing to keep
				tell(at);
			},
		}),
	);
	const tell = (/** @type {number} */ at) => {
		const cut = Number(sliders[at]?.value);
		sliders[at]?.setAttribute("aria-valuetext", `${cut} or more`);
		outs[at]?.replaceChildren(`${cut} or more`);
		cells.forEach((row, of) => {
			row[at]?.replaceChildren(lines[at]?.[cut - lowest]?.[of] ?? "");
		});
	};
	groups.forEach((_, at) => {
		tell(at);
	});
	const about =
		"Move from which score on somebody is called high risk, and see what it does. Nothing of it is kept.";
	return h(
		"div",
		{ class: "ac-cuts" },
		h("p", { class: "ac-why", id: `${id}-about` }, about),
		...groups.map((name, at) =>
			h(
				"div",
				{},
				h("label", { for: `${id}-${at}` }, `High risk, for ${name}`),
				sliders[at],
				outs[at],
			),
		),
		tableOf(
			"What these cut-offs do",
			["", ...groups],
			says.map((name, of) => [name, cells[of] ?? []]),
		),
	);
}
