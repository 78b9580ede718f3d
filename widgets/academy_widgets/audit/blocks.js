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
		if (one.dots) return [dotPlot(one.dots)];
		if (one.cuts) return [cutOffs(one.cuts)];
		return one.table ? [toldTable(one.table)] : [];
	});
}

/**
 * A table; what does not fit beside a name stands below it on a narrow screen.
 * @param {Told} told
 */
export function toldTable({ caption, columns, rows }) {
	return h(
		"table",
		{ class: "ac-told" },
		h("caption", {}, caption),
		h(
			"thead",
			{},
			h("tr", {}, ...columns.map((name) => (name ? h("th", { scope: "col" }, name) : h("td", {})))),
		),
		h(
			"tbody",
			{},
			...rows.map(([name = "", ...cells]) =>
				h(
					"tr",
					{},
					h("th", { scope: "row" }, name),
					...cells.map((cell, at) => h("td", { "data-of": columns[at + 1] }, cell)),
				),
			),
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

/** @param {{ groups: string[], used: number, lines: any[][] }} cuts */
function cutOffs({ groups, used, lines }) {
	const id = `ac-cut-${Math.round(performance.now() * 1000)}`;
	const rows = [
		["False alarms, people", "fp"],
		["Missed, people", "fn"],
		["False alarms, of 100 not booked again", "alarms"],
		["Missed, of 100 booked again", "misses"],
		["Booked again, of 100 called high risk", "meaning"],
	];
	const sliders = groups.map((_, at) =>
		h("input", {
			type: "range",
			id: `${id}-${at}`,
			min: lines[at]?.[0].cut,
			max: lines[at]?.at(-1).cut,
			value: used,
			oninput: (/** @type {Event} */ event) => {
				event.stopPropagation(); // a look, and nothing to keep
				told();
			},
			"aria-describedby": `${id}-about`,
		}),
	);
	const outs = groups.map((_, at) => h("output", { for: `${id}-${at}` }));
	const cells = rows.map(() => groups.map(() => h("td", {})));
	const told = () =>
		groups.forEach((name, at) => {
			const cut = Number(sliders[at]?.value);
			const line = lines[at]?.find((one) => one.cut === cut);
			sliders[at]?.setAttribute("aria-valuetext", `${cut} or more, ${name}`);
			if (outs[at]) outs[at].textContent = `${cut} or more`;
			rows.forEach(([, key = ""], row) => {
				const cell = cells[row]?.[at];
				if (cell) cell.textContent = Number(line[key]).toLocaleString("en");
				cell?.setAttribute("data-of", name);
			});
		});
	told();
	return h(
		"div",
		{ class: "ac-cuts" },
		h(
			"p",
			{ class: "ac-why", id: `${id}-about` },
			"Move from which score on somebody is called high risk, and see what it does. Nothing of it is kept.",
		),
		...groups.map((name, at) =>
			h(
				"div",
				{},
				h("label", { for: `${id}-${at}` }, `High risk, for ${name}`),
				sliders[at],
				outs[at],
			),
		),
		h(
			"table",
			{ class: "ac-told" },
			h("caption", {}, "What these cut-offs do"),
			h(
				"thead",
				{},
				h("tr", {}, h("td", {}), ...groups.map((name) => h("th", { scope: "col" }, name))),
			),
			h(
				"tbody",
				{},
				...rows.map(([name = ""], row) =>
					h("tr", {}, h("th", { scope: "row" }, name), ...(cells[row] ?? [])),
				),
			),
		),
	);
}
