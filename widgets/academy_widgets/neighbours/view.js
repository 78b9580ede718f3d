import { frame, h } from "../view.js";
import { byHand } from "./hand.js";
import { lineOf, newest, tableOf } from "./results.js";
import { townOf } from "./town.js";

/** @type {import("../view.js").Kind} */
function neighbours(content, desk) {
	/** @type {number | null} */
	let guess = null;
	/** @type {any} */
	let result = null;
	let late = false; // a run was given up that may yet be kept
	let free = false; // to change what is wanted, since one run is over
	/** @type {any} what other towns came to, and which of mine they stand beside */
	let beside = null;
	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	const hand = byHand(content, desk.work, draft);
	const town = townOf(content, desk.work, {
		changed() {
			result = null;
			draw();
			draft();
		},
		over: (done) => desk.answer({ guess, ...done }),
	});

	const id = `guess-${content.id}`;
	const range = h("input", { type: "range", id, name: "guess", min: 0, max: 100, value: 50 });
	const says = h("output", { for: id });
	const fix = h("button", { type: "button", class: "ac-main" }, "That is my guess");
	const fixed = h("p", { class: "ac-fixed", tabindex: "-1" });
	const guessing = h(
		"div",
		{},
		h("div", { class: "ac-slider" }, h("label", { for: id }, "My guess, of 100"), range, says),
		fix,
	);
	const numbers = h("div", { class: "ac-numbers" });
	const others = h("button", { type: "button" }, "Do 60 other towns come out like this?");
	const band = h("p", { class: "ac-why", role: "status" });
	const look = h(
		"div",
		{ class: "ac-look" },
		numbers,
		h("div", {}, others, band),
		listed("What to look for", content.found),
		h(
			"div",
			{ class: "ac-model" },
			listed("This is a model. What it does not know", content.leaves_out),
			h("p", { class: "ac-why" }, content.cited),
		),
	);
	const place = h(
		"div",
		{ class: "ac-step" },
		h("h4", {}, "3. Let the town run"),
		town.root,
		desk.result,
		look,
	);
	desk.form.append(
		h("p", { class: "ac-scene" }, content.invite),
		h(
			"div",
			{ class: "ac-step" },
			h("h4", {}, "1. Move them yourself"),
			h(
				"p",
				{ class: "ac-why" },
				"Unhappy shapes have a face. Drag one to an empty place, or choose it and then the place. By keyboard: arrow keys go about, Enter picks up and puts down, Escape puts back. You may leave this when you like.",
			),
			hand.root,
		),
		h(
			"div",
			{ class: "ac-step" },
			h("h4", {}, "2. Guess first"),
			h("p", {}, content.question),
			guessing,
			fixed,
		),
		place,
	);

	const draw = () => {
		says.textContent = `${range.value} of 100`;
		range.setAttribute("aria-valuetext", says.textContent);
		guessing.hidden = guess !== null;
		fixed.hidden = guess === null;
		fixed.textContent = guess === null ? "" : `You guessed ${guess} of 100.`;
		place.hidden = guess === null;
		town.open(free);
		look.hidden = !result;
		band.textContent = "";
		if (!result) {
			desk.result.replaceChildren();
			numbers.replaceChildren();
			town.describe("The town, mixed by chance");
			return;
		}
		const rows = result.rows;
		const text = newest(result, content);
		desk.result.replaceChildren(h("p", { class: "ac-summary" }, text));
		const whole = rows[0].least === content.least && rows[0].most === 100;
		numbers.replaceChildren(
			h("p", { class: "ac-axis" }, "Neighbours alike, of 100"),
			lineOf(
				rows.map((/** @type {any} */ one) => one.ways),
				whole ? result.guess : undefined,
			),
			tableOf(rows),
		);
		town.describe(`The town after the last run. ${text}`);
		others.hidden = rows.length > 1;
		const of = beside && !others.hidden && beside.seed === result.seed;
		band.textContent = of ? elsewhere(beside) : "";
	};
	range.addEventListener("input", () => {
		says.textContent = `${range.value} of 100`;
		range.setAttribute("aria-valuetext", says.textContent);
	});
	fix.addEventListener("click", () => {
		guess = Number(range.value);
		draw();
		fixed.focus();
		draft();
		town.fresh();
	});
	others.addEventListener("click", async () => {
		const { least, most } = result.rows[0];
		others.disabled = true;
		const asked = { do: "others", seed: result.seed, least, most };
		const { found, sorry } = await desk.work(asked, ({ done, of }) => {
			others.textContent = `${done} of ${of} towns`;
		});
		others.disabled = false;
		others.textContent = "Do 60 other towns come out like this?";
		band.textContent = found ? elsewhere(found) : sorry;
		if (!found) return;
		beside = { seed: asked.seed, of: found.of, mean: found.mean, low: found.low, high: found.high };
		draft();
	});

	/** @param {any} form */
	const write = (form) => {
		guess = form.guess ?? null;
		range.value = String(form.dial ?? 50);
		hand.write(form.hand);
		town.write(form.town);
		result = null;
		free = form.free ?? false;
		beside = form.beside ?? null;
		draw();
	};
	write({});

	return {
		read: () => ({
			guess,
			dial: Number(range.value),
			free,
			beside,
			hand: hand.read(),
			town: town.read(),
		}),
		write,
		show(feedback) {
			if (!feedback.rows) return;
			if (late) town.catchUp(feedback);
			if (!town.is(feedback)) return;
			late = false;
			result = feedback;
			free = true;
			town.stands(feedback);
			draw();
		},
		unsent() {
			late = true;
			town.unrun(result?.rows ?? []);
			draw();
		},
	};
}

/** @param {{ of: number, mean: number, low: number, high: number }} found */
function elsewhere({ of, mean, low, high }) {
	return `In ${of} other towns of 20 by 20 places, each mixed and moved by its own chance, ${mean} of 100 neighbours were alike at the end. In eight of ten towns it was ${low} to ${high}.`;
}

/** @param {string} title @param {string[]} items */
function listed(title, items) {
	return h("div", {}, h("h4", {}, title), h("ul", {}, ...items.map((one) => h("li", {}, one))));
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "neighbours", neighbours),
};
