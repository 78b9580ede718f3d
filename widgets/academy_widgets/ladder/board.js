import { h } from "../view.js";
import { draggable } from "./dragging.js";

const PRESS = "Press a decision to read what it is about.";

/** The ladder on the screen: decisions are carried to its levels, by hand or by keys. */

/**
 * @param {any} content
 * @param {{ at: (id: string) => string, put: (id: string, rung: string) => void }} places
 *   where a decision stands from the seat that is shown, "" for nowhere
 */
export function ladderBoard(content, places) {
	const high = [...content.groups].reverse().map((/** @type {any} */ group) => ({
		...group,
		rungs: [...group.rungs].reverse(),
	}));
	const rungs = high.flatMap((group) => group.rungs);
	/** @type {Map<string, HTMLElement>} */
	const shelves = new Map();
	/** @type {Map<string, HTMLButtonElement>} */
	const chips = new Map();
	/** @type {any[]} */
	let decisions = [];

	const about = h("p", { class: "ac-about", role: "status" }, PRESS);
	const hint = h(
		"p",
		{ class: "ac-why", id: `${content.id}-hint` },
		"Drag each decision to a level. By keyboard: go to it, then press the up and down arrows; Delete takes it off. The list below does the same.",
	);
	const tray = h("ul", { class: "ac-tray", "aria-label": "Not placed yet" });
	shelves.set("", tray);
	const shelf = (/** @type {any} */ rung) => {
		const list = h("ul", { class: "ac-shelf", "aria-label": `Decisions on ${rung.name}` });
		shelves.set(rung.id, list);
		return h(
			"li",
			{ class: "ac-rung", "data-rung": rung.id },
			h("p", {}, h("strong", {}, rung.name), h("span", { class: "ac-means" }, rung.means)),
			list,
		);
	};
	const root = h(
		"div",
		{ class: "ac-board" },
		hint,
		h("div", { class: "ac-off", "data-rung": "" }, h("p", {}, "Not placed yet"), tray),
		about,
		...high.map((group) =>
			h(
				"div",
				{ class: "ac-group" },
				h("h4", {}, group.name),
				h("ul", { class: "ac-rungs" }, ...group.rungs.map(shelf)),
			),
		),
	);

	const named = (/** @type {string} */ id) => rungs.find((one) => one.id === id)?.name ?? "";
	const tell = (/** @type {any} */ one) => {
		const on = named(places.at(one.id));
		about.textContent = `${one.title}: ${on || "not placed"}. ${one.about ?? ""}`;
	};
	/** @param {any} one @param {string} rung */
	const put = (one, rung) => {
		if (rung !== places.at(one.id)) places.put(one.id, rung);
		draw();
		tell(one);
	};
	const chip = (/** @type {any} */ one) => {
		const button = h(
			"button",
			{ type: "button", class: "ac-chip", "aria-describedby": `${content.id}-hint`, dir: "auto" },
			one.title,
		);
		button.addEventListener("click", () => tell(one));
		button.addEventListener("keydown", (event) => {
			const now = rungs.findIndex((rung) => rung.id === places.at(one.id));
			const to = {
				ArrowUp: now < 0 ? rungs.length - 1 : Math.max(0, now - 1),
				ArrowDown: now < 0 ? 0 : Math.min(rungs.length - 1, now + 1),
				Delete: -1,
				Backspace: -1,
			}[event.key];
			if (to === undefined) return;
			event.preventDefault();
			put(one, rungs[to]?.id ?? "");
			button.focus();
		});
		draggable(button, root, (rung) => put(one, rung));
		return button;
	};

	function draw() {
		for (const list of shelves.values()) list.replaceChildren();
		for (const one of decisions) {
			let button = chips.get(one.id);
			if (!button || button.textContent !== one.title) {
				button = chip(one);
				chips.set(one.id, button);
			}
			shelves.get(places.at(one.id))?.append(h("li", {}, button));
		}
	}
	return {
		root,
		/** @param {any[]} now every decision there is */
		draw(now) {
			decisions = now;
			draw();
		},
		quiet: () => about.replaceChildren(PRESS),
	};
}
