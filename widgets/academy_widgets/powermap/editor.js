import { h } from "../view.js";
import { chart } from "./chart.js";
import { drawTie, takeAway } from "./fields.js";
import { hands } from "./hands.js";
import { panel } from "./panel.js";
import { legend } from "./picture.js";
import { sized } from "./results.js";
import { tables } from "./tables.js";

/** @typedef {import("./fields.js").Drawing} Drawing */
/**
 * @typedef {object} Editing what the editor asks of the exercise
 * @property {() => string} chosen
 * @property {() => import("./signs.js").Shown} how
 * @property {(id: string, at: import("./geometry.js").Point, key?: string) => void} moved
 * @property {(name: string, sort: string, here: boolean) => void} add
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {() => [boolean, boolean]} can undo, redo
 * @property {() => void} arrange
 * @property {(map: any) => void} start with a map that is there
 */

const BESIDE = {
	"": "names alone",
	faces: "who can see a tie",
	spaces: "how they come in",
	places: "where they act",
	kinds: "kinds of power",
};

/**
 * The chart and all that works on it: tools above it, what is chosen and the tables below.
 * @param {Drawing} drawing
 * @param {Editing} editing
 */
export function editor(drawing, editing) {
	const { content } = drawing;
	const made = chart("The map");
	let tying = false;
	let pen = content.choices.ties[0].id;
	let beside = "";

	const button = (/** @type {string} */ words, /** @type {() => void} */ does, more = {}) =>
		h("button", { type: "button", class: "ac-quiet", onclick: does, ...more }, words);
	const status = h("p", { class: "pm-status", role: "status" });
	const says = (/** @type {string} */ text) => {
		status.textContent = text;
	};

	/* Who is added. */
	const name = h("input", { type: "text", maxlength: content.most.name, autocomplete: "off" });
	const sort = h(
		"select",
		{},
		...content.choices.people.map((/** @type {any} */ one) =>
			h("option", { value: one.id }, one.name),
		),
	);
	const where = h(
		"select",
		{},
		h("option", { value: "in" }, "Inside"),
		h("option", { value: "out" }, "Outside"),
	);
	const add = () => {
		const text = name.value.trim();
		if (text) editing.add(text, sort.value, where.value === "in");
		else says("Write whom to add: initials or a role will do.");
		name.value = "";
		name.focus();
	};
	name.addEventListener("keydown", (event) => {
		if (event.key !== "Enter" || event.isComposing) return;
		event.preventDefault();
		add();
	});
	const field = (/** @type {string} */ words, /** @type {Element} */ one) =>
		h("label", { class: "pm-field" }, h("span", {}, words), one);
	const adding = h(
		"div",
		{ class: "pm-row pm-adding" },
		field("Who: initials or a role", name),
		field("Sort", sort),
		field("The room", where),
		h("button", { type: "button", onclick: add }, "Add"),
	);

	/* What a finger does. */
	const mode = (/** @type {string} */ words, /** @type {boolean} */ ties) => {
		const input = h("input", {
			type: "radio",
			name: `pm-mode-${content.id}`,
			onchange: () => {
				tying = ties;
				hand.stop();
				made.svg.classList.toggle("pm-tying", tying);
			},
		});
		input.checked = ties === tying;
		return h("label", {}, input, h("span", {}, words));
	};
	const pens = h(
		"select",
		{
			"aria-label": "New ties are of this kind",
			onchange: () => {
				pen = pens.value;
			},
		},
		...content.choices.ties.map((/** @type {any} */ one) =>
			h("option", { value: one.id }, one.verb),
		),
	);
	const shows = h(
		"select",
		{
			onchange: () => {
				beside = shows.value;
				draw();
			},
		},
		...Object.entries(BESIDE).map(([id, words]) => h("option", { value: id }, words)),
	);
	const [undo, redo] = [button("Undo", editing.undo), button("Redo", editing.redo)];
	const arrange = button("Arrange for me", editing.arrange);
	const tools = h(
		"div",
		{ class: "pm-tools" },
		h(
			"fieldset",
			{ class: "pm-mode" },
			h("legend", { class: "ac-unseen" }, "A finger or the mouse"),
			mode("Move", false),
			mode("Draw ties", true),
		),
		pens,
		h("span", { class: "pm-gap" }),
		undo,
		redo,
		arrange,
	);

	const zoom = h(
		"div",
		{ class: "pm-zoom" },
		button("+", () => made.zoomBy(1.5), { "aria-label": "Nearer" }),
		button("−", () => made.zoomBy(1 / 1.5), { "aria-label": "Farther" }),
		button("All", () => made.zoomBy(0), { "aria-label": "Show all of the map" }),
	);
	const empty = h(
		"div",
		{ class: "pm-empty" },
		h("p", {}, "Nobody is on this map yet. Add the first above, or"),
		h(
			"button",
			{ type: "button", class: "ac-main", onclick: () => editing.start(content.example) },
			"Start from an example",
		),
		h("p", { class: "ac-why" }, content.about_example),
	);
	const signs = legend(content.choices);
	const stage = h("div", { class: "pm-stage-now" }, made.svg, made.sheet, empty);

	const chosen = panel(drawing, () => {
		const id = editing.chosen();
		drawing.open("");
		/** @type {SVGElement | null} */ (
			made.sign(id)?.root ?? made.svg.querySelector("[data-id]")
		)?.focus();
	});
	const grid = tables(drawing);
	const hand = hands(made, {
		tying: () => tying,
		moved: editing.moved,
		opened(id, byKey) {
			drawing.open(id);
			if (id && byKey) chosen.focus();
			if (!id) says("");
		},
		openedTie: drawing.open,
		tied: (from, to) => drawTie(drawing, { from, to, sort: pen }),
		removed(id) {
			const next =
				made.sign(id)?.root.nextElementSibling ?? made.sign(id)?.root.previousElementSibling;
			const one = drawing.map().people.find((each) => each.id === id);
			if (one) takeAway(drawing, one);
			/** @type {SVGElement | null | undefined} */ (next)?.focus();
		},
		pen(n) {
			const one = content.choices.ties[n];
			if (!one) return;
			pen = pens.value = one.id;
			says(`New ties: ${one.verb}.`);
		},
		says,
	});

	const root = h(
		"div",
		{ class: "pm-editor" },
		adding,
		tools,
		stage,
		h("div", { class: "pm-under" }, status, zoom),
		signs,
		chosen.root,
		h(
			"details",
			{ class: "pm-help" },
			h("summary", {}, "Keys, and what else to show"),
			h("label", { class: "pm-field pm-shows" }, h("span", {}, "Show on the map"), shows),
			h(
				"p",
				{ class: "ac-why" },
				"Drag somebody through the wall, and they are in the room or outside it. With the keyboard: Tab goes from one to the next. On somebody, the arrows move them (with Shift, a little), Enter opens what there is to say of them, T begins a tie, Delete takes them away, + and − zoom, Control and Z undoes.",
			),
		),
		grid.root,
	);
	root.addEventListener("keydown", (event) => {
		const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
		if (!(event.ctrlKey || event.metaKey) || typing || event.target instanceof HTMLTextAreaElement)
			return;
		const key = event.key.toLowerCase();
		if (key === "z" && !event.shiftKey) editing.undo();
		else if (key === "y" || key === "z") editing.redo();
		else return;
		event.preventDefault();
	});
	sized(made, stage);

	const how = () => ({
		...editing.how(),
		chosen: editing.chosen(),
		faces: beside === "faces",
		beside: (/** @type {any} */ one) => (one[beside] ?? []).join?.(", ") ?? "",
	});
	const writing = (/** @type {Element} */ within) => {
		const one = document.activeElement;
		return (
			within.contains(one) &&
			(one instanceof HTMLTextAreaElement ||
				(one instanceof HTMLInputElement && one.type === "text"))
		);
	};
	const draw = (title = "") => {
		const map = drawing.map();
		if (title)
			made.svg.setAttribute(
				"aria-label",
				`The place ${title}: a map of ${map.people.length}. Everything is in the tables below as well.`,
			);
		empty.hidden = map.people.length > 0;
		zoom.hidden = signs.hidden = !map.people.length;
		made.draw(map, how());
		[undo.disabled, redo.disabled] = editing.can().map((one) => !one);
		arrange.disabled = map.people.length < 2;
		// What somebody is writing in stays under their hands.
		if (!writing(chosen.root)) refocused(chosen.root, () => chosen.draw(editing.chosen()));
		if (!writing(grid.root)) grid.draw();
	};

	return {
		root,
		draw,
		how,
		says,
		/** @param {string} words while something takes time; empty: it is done */
		busy(words) {
			stage.setAttribute("aria-busy", String(Boolean(words)));
			says(words);
		},
		show() {
			root.scrollIntoView?.({ block: "start" });
			/** @type {SVGElement | null} */ (made.svg.querySelector("[data-id]"))?.focus({
				preventScroll: true,
			});
		},
	};
}

/**
 * Make something anew, and give the focus back to what stands where it was.
 * @param {HTMLElement} within
 * @param {() => void} make
 */
function refocused(within, make) {
	const all = () =>
		/** @type {HTMLElement[]} */ ([
			...within.querySelectorAll("input, select, textarea, button, summary"),
		]);
	const at = all().indexOf(/** @type {HTMLElement} */ (document.activeElement));
	make();
	if (at >= 0) all()[Math.min(at, all().length - 1)]?.focus();
}
