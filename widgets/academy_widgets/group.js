/** What a learner's cohorts found together, and whether the learner's answer counts in it. */

import { date, h } from "./basics.js";

/** @typedef {import("./basics.js").Json} Json */
/**
 * @template T
 * @typedef {import("./basics.js").Model<T>} Model
 */

const COUNTED_IN = "Count my answer in what my group finds, without my name";
const COUNTED_WHY =
	"Shown from five people on, and told anew only when five answers have changed. It says nothing about any one of you. You can take yours out again.";
const ANSWER_FIRST = "When you have answered, yours can be counted in.";
const WAITING =
	"From five people on, what your group found stands here. There are not so many yet.";
const LOST = "The Academy does not answer, so it is not certain whether yours counts.";

/**
 * @param {Model<any>} model
 * @param {{ count: (yes: boolean) => void }} keeper
 */
export function group(model, keeper) {
	const box = h("input", { type: "checkbox", class: "ac-count" });
	const why = h("p", { class: "ac-why" });
	const status = h("p", { class: "ac-moved", role: "status" });
	const alarm = h("p", { class: "ac-nudge", role: "alert" });
	const place = h("div", { class: "ac-together" });
	const root = h(
		"div", // no landmark: a page may have several of them
		{ class: "ac-gathered", role: "group", "aria-label": "What your group finds", hidden: true },
		h("label", {}, box, h("span", {}, COUNTED_IN)),
		why,
		alarm,
		status,
		place,
	);
	let waits = false;
	const now = () => model.get("group") ?? {};
	const show = () => {
		const { cohorts = [] } = now();
		const { answered } = model.get("saved") ?? {};
		root.hidden = !cohorts.length;
		box.disabled = !answered;
		if (!waits) box.checked = Boolean(now().in);
		why.textContent = answered ? COUNTED_WHY : ANSWER_FIRST;
		const told = JSON.stringify(cohorts);
		if (place.dataset.told === told) return;
		place.dataset.told = told;
		place.replaceChildren(...cohorts.map((/** @type {Json} */ one) => cohort(one, cohorts.length)));
	};
	box.addEventListener("change", () => {
		waits = true;
		alarm.textContent = "";
		status.textContent = "Saving…";
		keeper.count(box.checked);
	});
	model.on("change:group", show);
	model.on("change:saved", show);
	show();
	return {
		root,
		/** What became of it. @param {Json | null} saved null when nothing is heard of it */
		counted(saved) {
			waits = false;
			const fine = saved?.state === "kept";
			const yes = box.checked ? "Yours is counted in." : "Yours is not counted.";
			status.textContent = fine ? yes : "";
			alarm.textContent = fine ? "" : (saved?.says ?? LOST);
			if (saved && !fine) show();
		},
		stop() {
			model.off("change:group", show);
			model.off("change:saved", show);
		},
	};
}

/** @param {Json} one @param {number} of how many there are */
function cohort({ title, waiting, sorry, found, people, at }, of) {
	const head = h("h4", {}, of > 1 ? `What ${title} found` : "What your group found");
	if (waiting || sorry) return h("section", {}, head, h("p", {}, sorry ?? WAITING));
	const told = found.says.map((/** @type {string} */ words) => h("p", {}, words));
	const note = `${people} people counted theirs in; told on ${date(at)}.`;
	return h(
		"section",
		{},
		head,
		...told,
		...found.tables.map(foundTable),
		h("p", { class: "ac-why" }, note),
	);
}

/** @param {Json} table */
function foundTable({ caption, columns, rows }) {
	const head = ["", ...columns].map((name) => (name ? h("th", { scope: "col" }, name) : h("td")));
	return h(
		"div",
		{ class: "ac-wide", tabindex: "0", role: "group", "aria-label": caption },
		h(
			"table",
			{},
			h("caption", {}, caption),
			h("thead", {}, h("tr", {}, ...head)),
			h(
				"tbody",
				{},
				...rows.map((/** @type {Json} */ { name, cells }) =>
					h("tr", {}, h("th", { scope: "row" }, name), ...cells.map(foundCell)),
				),
			),
		),
	);
}

/** @param {Json} cell */
function foundCell({ text, shade }) {
	const cell = h("td", {}, h("span", {}, text));
	if (shade !== null && shade !== undefined) {
		cell.classList.add("ac-shaded");
		cell.style.setProperty("--shade", `${Math.round(100 * shade)}%`);
	}
	return cell;
}
