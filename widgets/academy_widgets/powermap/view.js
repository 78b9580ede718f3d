import { box, frame, h } from "../view.js";
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
import { packed, unpacked } from "./packed.js";
import { central, comparing, leaving, overlaying, sizesBy } from "./results.js";

/** @typedef {import("./drawn.js").PowerMap} PowerMap */
/** @typedef {"mine" | "could" | "theirs"} Which */

const MINE = /** @type {Which} */ ("mine");
const PLAIN = { reading: "influence", weighted: false };

/** @type {import("../view.js").Kind} */
function powermap(content, desk) {
	const { choices } = content;
	const sorts = choices.ties.map((/** @type {any} */ one) => one.id);
	const done = history({
		mine: EMPTY,
		changes: /** @type {any} */ (null),
		theirs: /** @type {any} */ (null),
	});
	/** @type {Which} */
	let which = MINE;
	let chosen = "";
	let size = "";
	let leaver = "";
	let guessed = true;
	let whose = "";
	let look = { sorts, ...PLAIN };
	let counted = ""; // what the result that is shown is about
	/** @type {any} */
	let shown = null;

	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	const other = () => whose.trim() || "somebody else";

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
		look: () => look,
		replace(/** @type {PowerMap} */ next) {
			chosen = "";
			change(next, `A map of ${next.people.length} was brought`);
			if (next.people.some((one) => one.x === undefined)) arrange(false);
		},
	});

	/* Which of the maps. */
	const switcher = h(
		"fieldset",
		{ class: "pm-which", hidden: true },
		h("legend", {}, "You are drawing the place"),
	);
	const drawSwitcher = () => {
		const { changes, theirs } = done.now();
		const there = /** @type {Which[]} */ ([
			"mine",
			...(changes ? ["could"] : []),
			...(theirs ? ["theirs"] : []),
		]);
		if (!there.includes(which)) which = MINE;
		switcher.hidden = there.length < 2;
		const had = switcher.contains(document.activeElement);
		switcher.replaceChildren(
			switcher.firstChild ?? "",
			...there.map((one) => {
				const input = h("input", {
					type: "radio",
					name: `which-${content.id}`,
					value: one,
					onchange: () => go(one),
				});
				input.checked = one === which;
				return h("label", {}, input, h("span", {}, TITLES[one](other())));
			}),
		);
		if (had) /** @type {HTMLElement | null} */ (switcher.querySelector("input:checked"))?.focus();
	};
	const go = (/** @type {Which} */ next) => {
		which = next;
		chosen = "";
		redraw();
		draft();
	};

	/* The steps. */
	const place = () => h("div", { class: "pm-found" });
	const [centre, left, could, overlay] = [place(), place(), place(), place()];
	const stale = h("p", { class: "ac-nudge", role: "status" });
	const count = (/** @type {string} */ words, main = false) =>
		h("button", { type: "button", class: main ? "ac-main" : "", onclick: () => answer() }, words);

	const who = h("select", {
		onchange: () => {
			leaver = who.value;
			draft();
		},
	});
	const lookFields = h("div", { class: "pm-look" });
	const drawLook = () => {
		const tick = (
			/** @type {string} */ label,
			/** @type {boolean} */ on,
			/** @type {(on: boolean) => void} */ set,
		) => {
			const input = h("input", {
				type: "checkbox",
				onchange: () => {
					set(input.checked);
					redraw();
					draft();
				},
			});
			input.checked = on;
			return h("label", { class: "pm-tick" }, input, h("span", {}, label));
		};
		lookFields.replaceChildren(
			h("p", { class: "ac-why" }, "Which ties count:"),
			...choices.ties.map((/** @type {any} */ one) =>
				tick(one.name, look.sorts.includes(one.id), (on) => {
					const next = sorts.filter((/** @type {string} */ id) =>
						id === one.id ? on : look.sorts.includes(id),
					);
					if (next.length) look = { ...look, sorts: next };
					drawLook();
				}),
			),
			tick(
				"Arrows go from whoever moves to whoever is moved (else as they are drawn)",
				look.reading === "influence",
				(on) => {
					look = { ...look, reading: on ? "influence" : "drawn" };
				},
			),
			tick("A stronger tie counts for more", look.weighted, (on) => {
				look = { ...look, weighted: on };
			}),
		);
	};
	const whoseField = h("input", {
		type: "text",
		maxlength: content.most.name,
		autocomplete: "off",
	});
	whoseField.addEventListener("input", () => {
		whose = whoseField.value;
		drawSwitcher();
	});
	const guess = h("input", { type: "checkbox" });
	guess.addEventListener("change", () => {
		guessed = !guess.checked;
		draft();
	});
	const words = box({ maxlength: content.most.words, rows: 3 });
	const begin = (
		/** @type {Which} */ next,
		/** @type {any} */ made,
		/** @type {string} */ what,
	) => {
		if (next === "could" ? !done.now().changes : !done.now().theirs)
			done.push({ ...done.now(), ...made }, what);
		go(next);
		says(`${what}. You are drawing on it now.`);
		edit.show();
	};
	const missing = h("p", { class: "ac-nudge", role: "alert" });
	const steps = h(
		"div",
		{ class: "pm-steps" },
		h(
			"section",
			{},
			h("h4", {}, "Who is central?"),
			h("p", { class: "ac-why" }, "There is more than one way to be. Guess first; then look."),
			h("details", {}, h("summary", {}, "What counts"), lookFields),
			count("Show who is central", true),
			missing,
			stale,
			desk.result,
			centre,
		),
		h(
			"section",
			{},
			h("h4", {}, "If somebody left"),
			h("p", { class: "ac-why" }, "Somebody falls ill, or moves on. What would no longer hold?"),
			h(
				"div",
				{ class: "pm-row" },
				h("label", { class: "pm-field" }, h("span", {}, "Who leaves"), who),
				count("Show what happens"),
			),
			left,
		),
		h(
			"section",
			{},
			h("h4", {}, "As it could be"),
			h(
				"p",
				{ class: "ac-why" },
				"Add a tie, give somebody a vote, bring somebody into the room. Your first map stays as it is.",
			),
			h(
				"div",
				{ class: "pm-row" },
				h(
					"button",
					{
						type: "button",
						onclick: () =>
							begin(
								"could",
								{ changes: { people: [], gone: [], ties: [], cut: [] } },
								"This is a copy to change",
							),
					},
					"Change a copy",
				),
				count("Compare the two"),
			),
			could,
		),
		h(
			"section",
			{},
			h("h4", {}, "Seen from another seat"),
			h(
				"p",
				{ class: "ac-why" },
				"Whose view is your map? Draw the same place as somebody else sees it; best with them beside you.",
			),
			h(
				"div",
				{ class: "pm-row" },
				h(
					"label",
					{ class: "pm-field" },
					h("span", {}, "Whose view: a role, not a full name"),
					whoseField,
				),
			),
			h("label", { class: "pm-tick" }, guess, h("span", {}, "They drew it themselves, or told me")),
			h(
				"div",
				{ class: "pm-row" },
				h(
					"button",
					{
						type: "button",
						onclick: () =>
							begin("theirs", { theirs: done.now().mine }, "This begins as a copy of your map"),
					},
					"Draw their view",
				),
				count("Lay one over the other"),
			),
			overlay,
		),
		h(
			"section",
			{},
			h("h4", {}, "What you take from it"),
			h(
				"label",
				{ class: "pm-field" },
				h("span", {}, "One thing that you saw, or that you could share"),
				words,
			),
			count("Keep this"),
			h(
				"details",
				{},
				h("summary", {}, "Where these ideas come from"),
				h(
					"ul",
					{ class: "ac-why" },
					...content.sources.map((/** @type {string} */ one) => h("li", {}, one)),
				),
			),
		),
	);

	const asked = () => {
		const { mine, changes, theirs } = done.now();
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
		const { map, theirs, changes, ...rest } = asked();
		const maps = [
			map,
			...(changes ? [redesigned(map, changes)] : []),
			...(theirs ? [theirs.map] : []),
		];
		return mark(
			JSON.stringify([maps.map(packed), rest.look, rest.leaver, theirs?.whose, theirs?.guessed]),
		);
	};
	const current = () => counted !== "" && counted === sign();
	const answer = () => {
		missing.textContent = done.now().mine.people.length
			? ""
			: "Nobody is on your map yet: add somebody first.";
		if (missing.textContent) return;
		counted = sign();
		desk.answer({ ...asked(), words: words.value.trim() });
	};

	const redraw = () => {
		drawSwitcher();
		const now = map();
		if (chosen && ![...now.people.map((one) => one.id), ...now.ties.map(tieKey)].includes(chosen))
			chosen = "";
		edit.draw(TITLES[which](other()));
		const people = done.now().mine.people;
		if (leaver && !people.some((one) => one.id === leaver)) leaver = "";
		who.replaceChildren(
			h("option", { value: "" }, "Nobody"),
			...people.map((one) => h("option", { value: one.id, selected: one.id === leaver }, one.name)),
		);
		steps.hidden = !people.length;
		stale.textContent =
			shown && !current()
				? "The map has changed since this was counted. Press again to count it anew."
				: "";
	};

	/** @param {any} feedback */
	const show = (feedback) => {
		shown = feedback;
		const { mine, changes, theirs } = done.now();
		desk.result.textContent = feedback
			? "Counted. The words come first, the numbers are below them."
			: "";
		const put = (
			/** @type {HTMLElement} */ at,
			/** @type {any} */ has,
			/** @type {() => any[]} */ make,
		) => at.replaceChildren(...(has ? make() : []));
		put(centre, feedback?.measures, () =>
			central(feedback.measures, content, nameOf, {
				size,
				sizeBy(measure) {
					size = measure;
					redraw();
					draft();
				},
			}),
		);
		put(left, feedback?.leave, () => leaving(feedback.leave, mine, nameOf));
		put(could, feedback?.compare && changes, () => comparing(feedback.compare, mine, changes));
		put(overlay, feedback?.overlay && theirs, () =>
			overlaying(feedback.overlay, mine, theirs, other(), choices),
		);
		redraw();
	};

	desk.form.append(
		h("p", { class: "ac-scene" }, content.invite),
		switcher,
		edit.root,
		exchanging.root,
		steps,
	);

	const read = () => {
		const { mine, changes, theirs } = done.now();
		return {
			mine: packed(mine),
			...(changes ? { could: packed(redesigned(mine, changes)) } : {}),
			...(theirs ? { theirs: packed(theirs) } : {}),
			is: [
				["mine", "could", "theirs"].indexOf(which),
				Number(guessed),
				Number(look.weighted),
				Number(look.reading === "drawn"),
				look.sorts.map((/** @type {string} */ one) => sorts.indexOf(one)),
				["", ...content.looks.map((/** @type {any} */ one) => one.id)].indexOf(size),
				mine.people.findIndex((one) => one.id === leaver),
			],
			whose,
			words: words.value,
			counted: counted && Number(counted),
		};
	};
	/** @param {any} form */
	const write = (form) => {
		const mine = form.mine ? unpacked(form.mine) : EMPTY;
		done.begin({
			mine,
			changes: form.could ? changesBetween(mine, unpacked(form.could)) : null,
			theirs: form.theirs ? unpacked(form.theirs) : null,
		});
		const [at, guesses, weighted, drawn, counts, by, leaves] = form.is ?? [
			0,
			1,
			0,
			0,
			sorts.map((/** @type {any} */ _, /** @type {number} */ n) => n),
			0,
			-1,
		];
		which = /** @type {Which[]} */ (["mine", "could", "theirs"])[at];
		guessed = Boolean(guesses);
		guess.checked = !guessed;
		look = {
			sorts: counts.map((/** @type {number} */ n) => sorts[n]),
			weighted: Boolean(weighted),
			reading: drawn ? "drawn" : "influence",
		};
		size = ["", ...content.looks.map((/** @type {any} */ one) => one.id)][by] ?? "";
		leaver = mine.people[leaves]?.id ?? "";
		whose = whoseField.value = form.whose ?? "";
		words.value = form.words ?? "";
		counted = form.counted ? String(form.counted) : "";
		chosen = "";
		drawLook();
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

/** A short sign for a text, to see whether it changed. @param {string} text */
function mark(text) {
	let sum = 7;
	for (let at = 0; at < text.length; at++) sum = (sum * 31 + text.charCodeAt(at)) | 0;
	return String(sum);
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "powermap", powermap),
};
