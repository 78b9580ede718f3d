import { frame, h } from "../view.js";
import { bringing } from "./bringing.js";
import { company } from "./people.js";
import { details, headline } from "./results.js";
import { minutes, tapping } from "./tapping.js";

/** @type {Record<string, string>} */
const WAYS = {
	tap: "Tap who is speaking",
	microphone: "Tap, and let the microphone tell the silences",
	transcript: "Bring a transcript, or a meeting’s captions",
};

/** @type {import("../view.js").Kind} */
function airtime(content, desk) {
	let measuring = false;
	/** @type {any} */
	let shown = null;

	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	const people = company(content, () => {
		taps.draw();
		if (shown) show(shown);
	});
	const taps = tapping(people, draft);
	const brought = bringing(people, desk, content.id, draft);
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	const begin = h("button", { type: "button", class: "ac-main" }, "That is my guess: now measure");
	const ways = h(
		"fieldset",
		{ class: "ac-ways" },
		h("legend", {}, "How will you measure?"),
		...Object.entries(WAYS).map(([way, words]) =>
			h(
				"label",
				{ class: "ac-way" },
				h("input", { type: "radio", name: "way", value: way }),
				h("span", {}, words),
			),
		),
	);
	const finish = h("button", { type: "button", class: "ac-main" }, "Show who spoke how much");
	const again = h("button", { type: "button" }, "Measure another talk");
	const missing = h("p", { class: "ac-nudge", role: "alert" });
	const second = h(
		"div",
		{ class: "ac-second", hidden: true },
		ways,
		taps.root,
		brought.root,
		missing,
		finish,
	);
	const tables = h("div", { class: "ac-tables", hidden: true });
	desk.form.append(
		h("p", { class: "ac-scene" }, content.invite),
		people.root,
		nudge,
		begin,
		second,
		desk.result,
		tables,
	);

	const radios = [...ways.querySelectorAll("input")];
	const way = () => radios.find((one) => one.checked)?.value ?? "tap";
	const arrange = () => {
		begin.hidden = measuring;
		second.hidden = !measuring;
		people.settle(measuring);
		taps.root.hidden = way() === "transcript";
		brought.root.hidden = way() !== "transcript";
		taps.listen(way() === "microphone");
		if (way() === "transcript") taps.pause();
		taps.draw();
	};
	ways.addEventListener("change", () => {
		missing.textContent = "";
		arrange();
	});
	begin.addEventListener("click", () => {
		nudge.textContent = people.guessed()
			? ""
			: "Guess first, however roughly: the guess is what you will compare with.";
		if (!people.guessed()) return people.focusGuess();
		measuring = true;
		arrange();
		draft();
		radios.find((one) => one.checked)?.focus();
	});
	finish.addEventListener("click", () => {
		taps.pause();
		missing.textContent = "";
		if (way() === "transcript") missing.textContent = brought.settle();
		else if (!taps.any())
			missing.textContent = "Nobody was tapped yet: press Start, then tap who speaks.";
		if (missing.textContent) return;
		const { people: present, names_kept } = people.read();
		const { unit, length, turns } = way() === "transcript" ? brought.measured() : taps.measured();
		if (turns.length > content.most_turns) {
			missing.textContent = `There are more than ${content.most_turns} turns, which is more than can be kept: measure in two parts.`;
			return;
		}
		desk.answer({ people: present, names_kept, way: way(), unit, length, turns });
	});
	again.addEventListener("click", () => {
		write({});
		brought.empty();
		draft();
		desk.form.querySelector("input")?.focus();
	});

	const read = () => {
		const tapped = taps.read();
		const measured = tapped.length || brought.read().found;
		return {
			...people.read(),
			measuring,
			way: way(),
			...tapped,
			...brought.read(),
			// In words, for whoever finds this in another tab.
			...(measured
				? {
						says: `${people.size()} people; ${minutes(tapped.length || 0)} tapped, ${tapped.marks.length} taps`,
					}
				: {}),
		};
	};
	/** @param {any} form */
	const write = (form) => {
		people.write(form);
		measuring = Boolean(form.measuring);
		for (const one of radios) one.checked = one.value === (form.way ?? "tap");
		brought.write(form);
		taps.write(form);
		nudge.textContent = missing.textContent = "";
		if (!measuring) show(null);
		arrange();
	};
	/** @param {any} feedback */
	const show = (feedback) => {
		shown = feedback;
		tables.hidden = !feedback;
		const words = feedback ? headline(feedback, people.label) : [];
		if (words.join() !== [...desk.result.children].map((one) => one.textContent).join())
			desk.result.replaceChildren(...words.map((one) => h("p", {}, one)));
		tables.replaceChildren(...(feedback ? [...details(feedback, people.label), again] : []));
	};
	write({});

	return { read, write, show: (feedback) => show(measuring ? feedback : null) };
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "airtime", airtime),
};
