import { frame, h } from "../view.js";
import { asking } from "./asking.js";
import {
	changesBetween,
	EMPTY,
	freshId,
	history,
	personChanged,
	redesigned,
	tieKey,
	withPerson,
} from "./drawn.js";
import { editor } from "./editor.js";
import { exchange } from "./exchange.js";
import { freePlace, inRoom } from "./geometry.js";
import { drafted, mark, undrafted } from "./packed.js";
import { allFound, sizesBy } from "./results.js";
import { whichMap } from "./which.js";

/** @typedef {import("./drawn.js").PowerMap} PowerMap */
/** @typedef {"mine" | "could" | "theirs"} Which */

const MINE = /** @type {Which} */ ("mine");

/** @type {import("../view.js").Kind} */
function powermap(content, desk) {
	const done = history({
		mine: EMPTY,
		changes: /** @type {any} */ (null),
		theirs: /** @type {any} */ (null),
	});
	/** @type {Which} */
	let which = MINE;
	let chosen = "";
	let size = "";
	let counted = ""; // what the result that is shown is about
	/** @type {any} */
	let shown = null;

	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	const other = () => steps.now().whose.trim() || "somebody else";

	/** @returns {PowerMap} the one that is being drawn */
	const map = () => {
		const { mine, changes, theirs } = done.now();
		return which === "could" && changes
			? redesigned(mine, changes)
			: which === "theirs" && theirs
				? theirs
				: mine;
	};
	/** @param {PowerMap} next @param {string} what @param {string} [key] */
	const change = (next, what, key = "") => {
		const now = done.now();
		const is =
			which === "could"
				? { ...now, changes: changesBetween(now.mine, next) }
				: which === "theirs"
					? { ...now, theirs: next }
					: { ...now, mine: next };
		done.push(is, what, key);
		if (!key) says(`${what[0].toUpperCase()}${what.slice(1)}.`);
		redraw();
		draft();
	};
	const says = (/** @type {string} */ text) => edit.says(text);
	const switcher = whichMap(content.id, (one) => go(/** @type {Which} */ (one)));
	const drawing = {
		content,
		map,
		change,
		says,
		open: (/** @type {string} */ id) => {
			chosen = id;
			redraw();
		},
		follow: (/** @type {string} */ was, /** @type {string} */ is) => {
			if (chosen === was) chosen = is;
			redraw();
		},
	};
	const nameOf = (/** @type {string} */ id) =>
		[done.now().mine, map()].flatMap((one) => one.people).find((one) => one.id === id)?.name ?? id;

	const edit = editor(drawing, {
		chosen: () => chosen,
		how: () => ({
			sizes: which === "theirs" ? undefined : sizesBy(current() ? shown?.measures : null, size),
		}),
		moved(id, at, key) {
			const one = map().people.find((each) => each.id === id);
			if (!one) return;
			const here = inRoom(at);
			const crossed = here !== (one.here !== false);
			change(
				personChanged(map(), id, { ...at, here }),
				`${one.name} moved`,
				key ? `move ${key}` : "",
			);
			if (crossed || !key) says(`${one.name} is ${here ? "in the room" : "outside the room"}.`);
		},
		add(name, sort, here) {
			const { mine, theirs } = done.now();
			const now = map();
			if (now.people.length >= content.most.people)
				return says(`A map holds ${content.most.people}: take somebody away first.`);
			const id = freshId([mine, now, theirs ?? EMPTY]);
			const at = freePlace(
				/** @type {any} */ (now.people.filter((one) => one.x !== undefined)),
				here,
			);
			change(withPerson(now, { id, name, sort, here, ...at }), `${name} is on the map`);
		},
		undo: () => step(done.undo(), "Undone"),
		redo: () => step(done.redo(), "Done again"),
		can: () => [done.undoable(), done.redoable()],
		arrange: () => arrange(true),
		start: (/** @type {PowerMap} */ given) =>
			change(given, "The example is drawn; everything in it can be changed"),
	});
	const step = (/** @type {string | undefined} */ what, /** @type {string} */ word) => {
		if (what) says(`${word}: ${what}.`);
		redraw();
		draft();
	};
	let seed = 1;
	/** @param {boolean} all whether those who have a place move too */
	const arrange = async (all) => {
		const was = map();
		edit.busy("Arranging…");
		const { found, sorry } = await desk.work({ do: "layout", map: was, seed: seed++, all });
		edit.busy("");
		if (sorry) return says(sorry);
		const at = new Map(found.people.map((/** @type {any} */ one) => [one.id, one]));
		let next = map(); // somebody may have drawn on meanwhile
		for (const { id } of was.people) {
			const place = at.get(id);
			if (place) next = personChanged(next, id, { x: place.x, y: place.y });
		}
		change(next, "Arranged");
	};

	const exchanging = exchange(drawing, desk, {
		title: () => TITLES[which](other()),
		how: () => edit.how(),
		look: () => steps.now().look,
		replace(/** @type {PowerMap} */ next) {
			chosen = "";
			change(next, `A map of ${next.people.length} was brought`);
			if (next.people.some((one) => one.x === undefined)) arrange(false);
		},
	});

	const drawSwitcher = () => {
		const { changes, theirs } = done.now();
		const there = /** @type {Which[]} */ ([
			"mine",
			...(changes ? ["could"] : []),
			...(theirs ? ["theirs"] : []),
		]);
		if (!there.includes(which)) which = MINE;
		switcher.draw(
			there.map((one) => ({ id: one, name: TITLES[one](other()) })),
			which,
		);
	};
	const go = (/** @type {Which} */ next) => {
		which = next;
		chosen = "";
		redraw();
		draft();
	};

	/* What is asked of it. */
	const begin = (
		/** @type {Which} */ next,
		/** @type {() => any} */ made,
		/** @type {string} */ what,
	) => {
		if (next === "could" ? !done.now().changes : !done.now().theirs)
			done.push({ ...done.now(), ...made() }, what);
		go(next);
		says(`${what}. You are drawing on it now.`);
		edit.show();
	};
	const steps = asking(content, desk, {
		answer: () => answer(),
		changed() {
			redraw();
			draft();
		},
		named: () => drawSwitcher(),
		copy: () =>
			begin(
				"could",
				() => ({ changes: { people: [], gone: [], ties: [], cut: [] } }),
				"This is a copy to change",
			),
		view: () =>
			begin("theirs", () => ({ theirs: done.now().mine }), "This begins as a copy of your map"),
	});

	const asked = () => {
		const { mine, changes, theirs } = done.now();
		const { look, leaver, whose, guessed } = steps.now();
		return {
			map: mine,
			look,
			leaver: leaver || null,
			changes,
			theirs: theirs && { whose: whose.trim(), guessed, map: theirs },
		};
	};
	/** What would be counted now, as short as it can be told from anything else. */
	const sign = () => {
		const { words: _, ...counts } = steps.now();
		return mark({ ...done.now(), ...counts });
	};
	const current = () => counted !== "" && counted === sign();
	const answer = () => {
		const anybody = done.now().mine.people.length > 0;
		steps.misses(anybody ? "" : "Nobody is on your map yet: add somebody first.");
		if (!anybody) return;
		counted = sign();
		desk.answer({ ...asked(), words: steps.now().words.trim() });
	};

	const redraw = () => {
		drawSwitcher();
		const now = map();
		if (chosen && ![...now.people.map((one) => one.id), ...now.ties.map(tieKey)].includes(chosen))
			chosen = "";
		edit.draw(TITLES[which](other()));
		steps.draw(done.now().mine.people, () => Boolean(shown) && !current());
	};

	/** @param {any} feedback */
	const show = (feedback) => {
		shown = feedback;
		desk.result.textContent = feedback
			? "Counted. The words come first, the numbers are below them."
			: "";
		allFound(feedback, { ...done.now(), content, nameOf, whose: other() }, steps.places, {
			size,
			sizeBy(measure) {
				size = measure;
				redraw();
				draft();
			},
		});
		redraw();
	};

	desk.form.append(
		h("p", { class: "ac-scene" }, content.invite),
		switcher.root,
		edit.root,
		exchanging.root,
		steps.root,
	);

	const read = () => ({
		...drafted({ ...done.now(), ...steps.now(), which, size }, content),
		counted: counted && Number(counted),
	});
	/** @param {any} form */
	const write = (form) => {
		const { maps, chosen: was, ...of } = undrafted(form, content);
		done.begin(maps);
		which = /** @type {Which} */ (was.which);
		size = was.size;
		steps.set(of);
		counted = form.counted ? String(form.counted) : "";
		chosen = "";
		show(form.mine ? shown : null);
	};
	write({});

	return { read, write, show };
}

/** @type {Record<Which, (whose: string) => string>} */
const TITLES = {
	mine: () => "as I see it",
	could: () => "as it could be",
	theirs: (whose) => `as ${whose} sees it`,
};

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "powermap", powermap),
};
