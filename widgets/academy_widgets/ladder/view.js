import { frame, h } from "../view.js";
import { ladderBoard } from "./board.js";
import { gapDrawn, legend, levelOptions, mover } from "./gap.js";

/** @type {import("../view.js").Kind} */
function ladder(content, desk) {
	/** @type {{ id: string, title: string }[]} */
	let own = [];
	/** @type {Record<string, { mine: string, theirs: string }>} */
	let places = {};
	/** @type {Map<string, ReturnType<typeof mover>>} */
	let movers = new Map();
	/** @type {any} */
	let told = null;
	let number = 0;

	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	const all = () => [...content.decisions, ...own];
	const empty = () => ({ mine: "", theirs: "" });
	const shown = () => (theirs.checked ? "theirs" : "mine");

	const seat = h("input", { maxlength: 200, dir: "auto" });
	const radio = (/** @type {string} */ value) =>
		h("input", { type: "radio", name: `${content.id}-from`, value });
	const [mine, theirs] = [radio("mine"), radio("theirs")];
	const whose = h("span", { dir: "auto" });
	const board = ladderBoard(content, {
		at: (id) => places[id]?.[shown()] ?? "",
		put: (id, rung) => place(id, shown(), rung),
	});
	const list = h("ul", { class: "ac-list" });
	const more = h("input", { maxlength: 200, dir: "auto" });
	const add = h("button", { type: "button" }, "Add it");
	const full = h("p", { class: "ac-why", role: "status" });
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	const look = h("button", { type: "button", class: "ac-main" }, "See the gap");
	const heading = h("h4", { tabindex: "-1" }, "From two seats");
	const stale = h("p", { class: "ac-nudge" });
	const rows = h("ul", { class: "ac-rows" });
	const keep = h("button", { type: "button", class: "ac-main" }, "Keep this");
	const outcome = h(
		"div",
		{ class: "ac-outcome", hidden: true },
		heading,
		stale,
		desk.result,
		legend(content),
		h("p", {}, content.ask),
		rows,
		keep,
		h("p", { class: "ac-note" }, content.note),
	);
	desk.form.append(
		h("p", { class: "ac-scene" }, content.invite),
		h(
			"label",
			{ class: "ac-whose" },
			h("span", {}, "Whose is the other seat? Choose, or write one."),
			seat,
		),
		h(
			"div",
			{ class: "ac-seats" },
			...content.seats.map((/** @type {string} */ text) =>
				h(
					"button",
					{
						type: "button",
						class: "ac-quiet",
						onclick: () => {
							seat.value = text;
							sit();
							draft();
						},
					},
					text,
				),
			),
		),
		h(
			"fieldset",
			{ class: "ac-from" },
			h("legend", {}, "I place from"),
			h("label", {}, mine, h("span", {}, "my own seat")),
			h("label", {}, theirs, whose),
		),
		board.root,
		h(
			"details",
			{ class: "ac-same" },
			h("summary", {}, "All decisions as a list, from both seats"),
			list,
		),
		h(
			"label",
			{ class: "ac-own" },
			h("span", {}, "A decision of your own, in a few words and without names"),
			more,
			add,
		),
		full,
		nudge,
		look,
		outcome,
	);

	const sit = () => {
		whose.textContent = seat.value.trim() ? `the other seat: ${seat.value}` : "the other seat";
	};
	/** @param {string} id @param {"mine" | "theirs"} from @param {string} rung */
	const place = (id, from, rung) => {
		places[id] = { ...(places[id] ?? empty()), [from]: rung };
		nudge.textContent = "";
		if (told) stale.textContent = "Something was moved since. “See the gap” draws it anew.";
		draw();
		draft();
	};
	/** @param {any} one @param {"mine" | "theirs"} from @param {string} text */
	const choice = (one, from, text) => {
		const pick = h(
			"select",
			{ "aria-label": `${one.title}, from ${text}` },
			h("option", { value: "" }, "Not placed"),
			...levelOptions(content),
		);
		pick.value = places[one.id]?.[from] ?? "";
		pick.addEventListener("change", () => place(one.id, from, pick.value));
		pick.dataset.at = `${one.id} ${from}`;
		return h("label", {}, h("span", {}, `From ${text}`), pick);
	};
	const draw = () => {
		const held = list.querySelector("select:focus");
		const at = held instanceof HTMLElement ? held.dataset.at : "";
		board.draw(all());
		list.replaceChildren(
			...all().map((one) =>
				h(
					"li",
					{},
					h("p", { dir: "auto" }, h("strong", {}, one.title), one.about && ` ${one.about}`),
					choice(one, "mine", "my seat"),
					choice(one, "theirs", "the other seat"),
					own.includes(one) &&
						h(
							"button",
							{ type: "button", class: "ac-quiet", onclick: () => remove(one.id) },
							`Remove “${one.title}”`,
						),
				),
			),
		);
		if (at) {
			for (const one of list.querySelectorAll("select")) if (one.dataset.at === at) one.focus();
		}
		const room = content.most - all().length;
		more.disabled = add.disabled = room < 1;
		full.textContent = room < 1 ? `A ladder holds ${content.most} decisions.` : "";
	};
	const bring = () => {
		const title = more.value.trim();
		if (!title) {
			more.focus();
			return;
		}
		number = Math.max(number, ...own.map((one) => Number(one.id.slice(4)))) + 1;
		own.push({ id: `own_${number}`, title });
		more.value = "";
		draw();
		draft();
		more.focus();
	};
	/** @param {string} id */
	const remove = (id) => {
		own = own.filter((one) => one.id !== id);
		delete places[id];
		movers.delete(id);
		if (told) stale.textContent = "Something was removed since. “See the gap” draws it anew.";
		draw();
		draft();
		more.focus();
	};
	const moves = () =>
		Object.fromEntries(
			[...movers]
				.map(([id, one]) => /** @type {const} */ ([id, one.read()]))
				.filter(([, one]) => one.to || one.needs),
		);
	const send = () => {
		const here = new Set(all().map((one) => one.id)); // a newer exercise may ask others
		const asked = (/** @type {Record<string, any>} */ given) =>
			Object.fromEntries(Object.entries(given).filter(([id]) => here.has(id)));
		const sent = asked(places);
		const some = Object.values(sent).some((one) => one.mine || one.theirs);
		nudge.textContent = some ? "" : "Place a decision first, from one seat at least.";
		if (some) desk.answer({ seat: seat.value.trim(), own, places: sent, moves: asked(moves()) });
	};
	for (const one of [mine, theirs]) {
		one.addEventListener("change", () => {
			board.quiet();
			draw();
		});
	}
	seat.addEventListener("input", sit);
	add.addEventListener("click", bring);
	more.addEventListener("keydown", (event) => {
		if (event.key !== "Enter") return;
		event.preventDefault();
		bring();
	});
	let waiting = false; // somebody pressed a button and looks for what comes of it
	look.addEventListener("click", () => {
		waiting = true;
		send();
	});
	keep.addEventListener("click", send);

	/** @param {any} form */
	const write = (form) => {
		own = [...(form.own ?? [])];
		places = { ...form.places };
		seat.value = form.seat ?? "";
		(form.from === "theirs" ? theirs : mine).checked = true;
		more.value = form.more ?? "";
		const titles = new Map(all().map((one) => [one.id, one.title]));
		movers = new Map(
			Object.entries(form.moves ?? {}).map(([id, saved]) => [
				id,
				mover(content, /** @type {any} */ (saved), titles.get(id) ?? ""),
			]),
		);
		sit();
		draw();
		if (told) tell();
	};
	const tell = () => {
		rows.replaceChildren(
			...told.rows.map((/** @type {any} */ row) => {
				const none = { to: "", needs: "" };
				const one = movers.get(row.id) ?? mover(content, none, row.title);
				movers.set(row.id, one);
				return h(
					"li",
					{},
					h("h5", { dir: "auto" }, row.title),
					gapDrawn(content, row),
					h("p", {}, row.says),
					row.move && h("p", { class: "ac-why", dir: "auto" }, row.move),
					one.root,
				);
			}),
		);
		for (const one of movers.values()) one.grow();
	};
	write({});

	return {
		read: () => ({
			seat: seat.value,
			own,
			places,
			moves: moves(),
			from: shown(),
			more: more.value,
		}),
		write,
		unsent: () => {
			waiting = false;
		},
		show(found) {
			if (!found.rows) return;
			told = found;
			stale.textContent = "";
			outcome.hidden = false;
			desk.result.replaceChildren(
				...found.says.map((/** @type {string} */ one) => h("p", {}, one)),
			);
			tell();
			if (waiting) heading.focus();
			waiting = false;
		},
	};
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "ladder", ladder),
};
