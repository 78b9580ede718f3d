import { h } from "../view.js";
import { shortcut } from "./hands.js";

/** @typedef {{ left: number[], right: number[], words: [number, number][] }} Part */
/** @typedef {[number, number, number, number, 0 | 1]} Row */
/** @typedef {{ nth: number, shown: number, first: number | null }} Trial */

const GAP = 250; // ms between an answer and the next word

const AWAY =
	"You were away from this page for a moment, so that word is not counted. It comes again at the end of this part.";
const SIZE =
	"The window changed its size, so that word is not counted. It comes again at the end of this part.";
const HELD = "A key held down counts once: let go of it between two words.";
const WRONG = "The other side, please.";

/**
 * The timed task, over the whole screen: words, two sides, and talk between the parts.
 *
 * A word's time runs from the frame after the one that painted it to the key's own time
 * stamp. It is disturbed if the page is hidden, loses the focus or changes its size
 * meanwhile; then it is marked so, and asked once more at the end of its part, so that every
 * part keeps as many words as it should have.
 * @param {any} content
 * @param {object} tell
 * @param {(rows: Row[]) => void} tell.finished a part is through; these are its answers
 * @param {() => void} tell.ended all parts are
 * @param {() => void} tell.stopped the learner leaves before the end
 */
export function stage(content, { finished, ended, stopped }) {
	/** @type {Part[]} */
	let parts = [];
	let at = 0; // which part
	let keys = ["e", "i"];
	/** @type {number[]} */
	let queue = []; // of this part's words
	/** @type {Row[]} */
	let rows = [];
	/** @type {Trial | null} */
	let trial = null;
	let running = false; // words come, and no talk stands before them
	let gap = 0;
	let size = [0, 0];
	/** @type {Set<string>} */
	const down = new Set(); // some keyboards repeat a key without saying so

	const where = h("span", { class: "ac-where" });
	const leave = h("button", { type: "button", class: "ac-quiet" }, "Stop");
	const title = h("h4", { tabindex: "-1" });
	const says = h("div", { class: "ac-says" });
	const begin = h("button", { type: "button", class: "ac-main" });
	const talk = h("div", { class: "ac-talk" }, title, says, begin);
	const halves = [0, 1].map((side) =>
		h("button", {
			type: "button",
			class: "ac-half",
			onpointerdown: (/** @type {PointerEvent} */ event) => {
				event.preventDefault();
				if (event.isPrimary && event.button === 0) press(side, event.timeStamp);
			},
			onclick: (/** @type {MouseEvent} */ event) => {
				if (event.detail === 0) press(side, event.timeStamp); // neither mouse nor finger
			},
			oncontextmenu: (/** @type {Event} */ event) => event.preventDefault(),
		}),
	);
	const word = h("p", { class: "ac-word" });
	const cross = h(
		"p",
		{ class: "ac-cross", hidden: true },
		h("span", { "aria-hidden": "true" }, "✗"),
		` ${WRONG}`,
	);
	const held = h("p", { class: "ac-held", hidden: true }, HELD);
	const field = h(
		"div",
		{ class: "ac-field", tabindex: "-1", role: "group", "aria-label": "Words to sort" },
		...halves,
		h("div", { class: "ac-middle" }, word, cross, held),
	);
	const root = h(
		"dialog",
		{ class: "ac-stage", "aria-label": content.title },
		h("p", { class: "ac-bar" }, where, leave),
		talk,
		field,
	);

	/** @param {number} one */
	const named = (one) =>
		h("span", { class: one < 2 ? "ac-concept" : "ac-attribute" }, content.sets[one].name);
	/** @param {number[]} sets */
	const names = (sets) =>
		sets.flatMap((one, place) => (place ? [h("small", {}, "or"), named(one)] : [named(one)]));

	/** @param {string} head @param {string} go @param {...(Node | string)} children */
	const pause = (head, go, ...children) => {
		running = false;
		trial = null;
		clearTimeout(gap);
		title.textContent = head;
		says.replaceChildren(...children);
		begin.textContent = go;
		talk.hidden = false;
		field.hidden = true;
		begin.focus();
	};
	const introduce = () => {
		const part = /** @type {Part} */ (parts[at]);
		queue = part.words.map((_, nth) => nth);
		rows = [];
		where.textContent = `Part ${at + 1} of ${parts.length}`;
		[part.left, part.right].forEach((sets, side) => {
			const key = h("kbd", {}, shortcut(keys[side] ?? ""));
			halves[side]?.replaceChildren(h("span", { class: "ac-label" }, key, ...names(sets)));
		});
		const concepts = parts.slice(0, at + 1).filter((one) => (one.left[0] ?? 0) < 2);
		const [before, here] = concepts.slice(-2).map((one) => one.left[0]);
		const turned = concepts.at(-1) === part && here !== undefined && before !== here;
		pause(
			`Part ${at + 1} of ${parts.length}`,
			"Begin this part",
			h(
				"dl",
				{ class: "ac-sides" },
				...[part.left, part.right].flatMap((sets, side) => [
					h(
						"dt",
						{},
						`${side ? "Right" : "Left"} (`,
						h("kbd", {}, shortcut(keys[side] ?? "")),
						` or ${side ? "right" : "left"} half of the screen)`,
					),
					h("dd", {}, ...names(sets)),
				]),
			),
			turned
				? h("p", { class: "ac-turned" }, "Take care: two names have changed sides.")
				: h("p", {}, "Each word belongs to one of these."),
			h(
				"p",
				{},
				"Answer as quickly as you can while still getting most of them right. After a ✗, press the other side. Rest here as long as you like.",
			),
		);
	};
	const next = () => {
		if (!root.isConnected) return close();
		if (!queue.length) return through();
		const nth = /** @type {number} */ (queue.shift());
		const mine = { nth, shown: 0, first: null };
		trial = mine;
		requestAnimationFrame(() => {
			if (trial !== mine) return;
			const [set, one] = /** @type {Part} */ (parts[at]).words[nth] ?? [0, 0];
			word.className = `ac-word ${set < 2 ? "ac-concept" : "ac-attribute"}`;
			word.textContent = content.sets[set].words[one];
			requestAnimationFrame(() => {
				mine.shown = performance.now();
			});
		});
	};
	const through = () => {
		finished(rows);
		at += 1;
		if (at < parts.length) return introduce();
		close();
		ended();
	};
	const clear = () => {
		word.textContent = "";
		cross.hidden = held.hidden = true;
	};
	/** @param {number} side @param {number} when */
	const press = (side, when) => {
		if (!running || !trial?.shown) return; // before it is there nobody can have read it
		const ms = Math.max(0, Math.round((when - trial.shown) * 10) / 10);
		trial.first ??= ms;
		const part = /** @type {Part} */ (parts[at]);
		const set = part.words[trial.nth]?.[0] ?? 0;
		if (!(side ? part.right : part.left).includes(set)) {
			cross.hidden = false;
			return;
		}
		rows.push([at, trial.nth, trial.first, ms, 0]);
		trial = null;
		clear();
		gap = window.setTimeout(next, GAP);
	};

	/** @param {string} why */
	const disturbed = (why) => {
		down.clear();
		if (!root.isConnected) return close();
		if (!running) return;
		if (trial) {
			rows.push([at, trial.nth, 0, 0, 1]);
			queue.push(trial.nth);
		}
		clear();
		pause("Go on when you like", "Go on", h("p", {}, why));
	};
	const onHidden = () => {
		if (document.visibilityState === "hidden") disturbed(AWAY);
	};
	const onBlur = () => disturbed(AWAY);
	const onResize = () => {
		// A phone's own bars come and go, and move nothing.
		const [wide = 0, high = 0] = size;
		if (innerWidth === wide && Math.abs(innerHeight - high) < high / 4) return;
		size = [innerWidth, innerHeight];
		disturbed(SIZE);
	};
	/** @param {KeyboardEvent} event */
	const onKey = (event) => {
		if (!root.isConnected) return close();
		if (event.ctrlKey || event.altKey || event.metaKey || !running) return;
		const side = keys.findIndex((one) => pressed(event, one));
		if (side < 0) return;
		event.preventDefault();
		event.stopPropagation();
		if (event.repeat || (event.code && down.has(event.code))) {
			held.hidden = false;
			return;
		}
		down.add(event.code);
		press(side, event.timeStamp);
	};
	const onUp = (/** @type {KeyboardEvent} */ event) => down.delete(event.code);

	const open = () => {
		size = [innerWidth, innerHeight];
		document.addEventListener("visibilitychange", onHidden);
		document.addEventListener("keydown", onKey, true);
		document.addEventListener("keyup", onUp, true);
		window.addEventListener("blur", onBlur);
		window.addEventListener("resize", onResize);
		root.showModal();
	};
	const close = () => {
		running = false;
		trial = null;
		down.clear();
		clearTimeout(gap);
		document.removeEventListener("visibilitychange", onHidden);
		document.removeEventListener("keydown", onKey, true);
		document.removeEventListener("keyup", onUp, true);
		window.removeEventListener("blur", onBlur);
		window.removeEventListener("resize", onResize);
		if (root.open) root.close();
	};
	const stop = () => {
		close();
		stopped();
	};
	begin.addEventListener("click", () => {
		running = true;
		talk.hidden = true;
		field.hidden = false;
		clear();
		field.focus();
		gap = window.setTimeout(next, GAP);
	});
	leave.addEventListener("click", stop);
	root.addEventListener("cancel", (event) => {
		event.preventDefault();
		stop();
	});

	return {
		root,
		/** @param {Part[]} all @param {number} from which part @param {string[]} hands */
		run(all, from, hands) {
			[parts, at, keys] = [all, from, hands];
			clear();
			open();
			introduce();
		},
		close,
	};
}

/** @param {KeyboardEvent} event @param {string} hand */
function pressed({ key, code }, hand) {
	// Where the alphabet is another one, the key in the same place does it.
	return key.toLowerCase() === hand || code === `Key${hand.toUpperCase()}`;
}
