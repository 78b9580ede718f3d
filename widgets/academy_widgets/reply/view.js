import { box, frame, h } from "../view.js";

/** @typedef {{ id: string, text: string }} Reply */
/** @typedef {{ id: string, text: string, move: string, then: string, why: string }} Tried */

/** @typedef {{ text: string, decided: boolean }} Part */
/** @typedef {{ text: string, parts: Part[], called: string, sure: string, words: string[], meant: string | null }} Sentence */
/** @typedef {{ words: string, meant: string }} Meaning what the learner says a sentence was */

/** @type {import("../view.js").Kind} */
function reply(content, desk) {
	const { speaker, replies } = content;
	/** @type {string[]} */
	let chosen = [];
	/** @type {Meaning[]} */
	let meant = [];

	const choices = h(
		"fieldset",
		{ class: "ac-choices" },
		h("legend", {}, `What do you say to ${speaker.name}?`),
		...replies.map((/** @type {Reply} */ one) =>
			h(
				"label",
				{ class: "ac-choice" },
				h("input", { type: "radio", name: "pick", value: one.id }),
				h("span", {}, one.text),
			),
		),
	);
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	const say = h("button", { type: "button", class: "ac-main" }, "Say this");
	const own = box({ id: `own-${content.id}`, name: "written", maxlength: null });
	const keep = h("button", { type: "button" }, "Keep my reply");
	const write = h("button", { type: "button", class: "ac-quiet" }, "Write my own words");
	const missing = h("p", { class: "ac-nudge", role: "alert" });
	const coach = listener(content.meanings, (words, what) => {
		const others = meant.filter((one) => one.words !== words && own.value.includes(one.words));
		meant = what ? [...others, { words, meant: what }] : others;
		answer();
	});
	const yours = h(
		"div",
		{ class: "ac-own", hidden: true },
		h("label", { for: `own-${content.id}` }, content.invite),
		own,
		missing,
		keep,
		coach.root,
	);
	const tried = h("ol", { class: "ac-tried", "aria-label": "What you tried" });
	const others = h("div", { class: "ac-others", role: "status" });
	desk.result.append(tried);
	desk.form.append(
		h("p", { class: "ac-scene" }, content.scene),
		h(
			"figure",
			{ class: "ac-says" },
			h("blockquote", {}, content.says),
			h("figcaption", {}, `${speaker.name}, ${speaker.who}`),
		),
		spoken(content),
		choices,
		nudge,
		h("p", { class: "ac-ways" }, say, write),
		desk.result,
		yours,
		others,
	);

	const answer = () => desk.answer({ chosen, written: own.value, meant });
	const picked = () =>
		[...desk.form.querySelectorAll("input")].find((input) => input.checked)?.value ?? "";

	say.addEventListener("click", () => {
		nudge.textContent = picked() ? "" : "Choose one of the replies first.";
		if (!picked()) return;
		chosen = [...chosen, picked()];
		answer();
	});
	write.addEventListener("click", () => {
		open(true);
		own.focus();
	});
	keep.addEventListener("click", () => {
		const empty = !own.value.trim();
		missing.textContent = empty ? "Write a few words first; one sentence is enough." : "";
		if (empty) own.focus();
		else answer();
	});

	/** @param {boolean} there whether the box for one's own words stands open */
	const open = (there) => {
		yours.hidden = !there;
		write.hidden = there;
	};

	return {
		read: () => ({ chosen, pick: picked(), written: own.value, meant }),
		write(form) {
			chosen = (form.chosen ?? []).filter((/** @type {string} */ id) =>
				replies.some((/** @type {Reply} */ one) => one.id === id),
			);
			for (const input of desk.form.querySelectorAll("input"))
				input.checked = input.value === form.pick;
			own.value = form.written ?? "";
			meant = form.meant ?? [];
			open(chosen.length > 0 || own.value !== "");
			own.grow();
		},
		show(feedback) {
			open(true);
			coach.show(feedback.heard);
			const before = feedback.tried.length > 0;
			say.textContent = !before
				? "Say this"
				: feedback.left
					? "Say this instead"
					: "Say this again";
			// Only what is new is put in, or a screen reader would read all of it again.
			for (const one of /** @type {Tried[]} */ (feedback.tried).slice().reverse()) {
				const there = [...tried.children].find((li) => li.getAttribute("data-id") === one.id);
				if (there && one !== feedback.tried[0]) continue;
				there?.remove();
				tried.prepend(
					h(
						"li",
						{ "data-id": one.id },
						h("p", { class: "ac-you" }, h("b", {}, "You: "), one.text),
						h("p", { class: "ac-then" }, one.then),
						h("p", { class: "ac-why" }, h("span", { class: "ac-move" }, one.move), " ", one.why),
					),
				);
			}
			others.replaceChildren();
			if (feedback.examples.length)
				others.append(
					h("p", {}, "Here is what others might say. Yours need not look like theirs."),
					h(
						"ul",
						{},
						...feedback.examples.map((/** @type {{text: string, why: string}} */ one) =>
							h("li", {}, h("q", {}, one.text), " ", h("span", { class: "ac-why" }, one.why)),
						),
					),
				);
		},
	};
}

/**
 * The speaker's words to be heard, on a page that says where a module's files are.
 * @param {any} content
 */
function spoken({ id, speaker, sound }) {
	const modules = document.body.dataset.modules;
	if (!sound || !modules) return "";
	const voice = `voice-${id}`;
	return h(
		"div",
		{ class: "ac-sound" },
		h("audio", {
			controls: true,
			preload: "none",
			src: `${modules}${id.split("/")[0]}/${sound.file}`,
			"aria-label": `${speaker.name} speaks`,
			"aria-describedby": voice,
		}),
		h("p", { id: voice }, sound.voice),
	);
}

/**
 * What the coach heard, sentence by sentence, and the learner's word about it.
 * @param {string[]} meanings what a sentence can have been meant as
 * @param {(words: string, meant: string | null) => void} tell
 */
function listener(meanings, tell) {
	const says = h("p", { role: "status" });
	const list = h("ol", { class: "ac-heard" });
	const limits = h(
		"div",
		{ class: "ac-limits" },
		h(
			"p",
			{},
			"No kind is better than another. A reflection can miss, and a closed question can be just right.",
		),
		h("details", {}, h("summary", {}, "What this coach is, and what it is not"), ...LIMITS()),
	);
	const root = h(
		"section",
		{ class: "ac-coach", "aria-label": "What the coach hears", hidden: true },
		says,
		list,
		limits,
	);
	let before = "";
	/** @type {{ mark: (meant: string | null) => void }[]} */
	let rows = [];
	return {
		root,
		/** @param {{ note: string, sentences: Sentence[] } | null} heard */
		show(heard) {
			root.hidden = !heard;
			if (!heard) return;
			const told = heard.sentences.map(({ meant, ...rest }) => rest);
			const now = JSON.stringify([heard.note, told]);
			// The same sentences stay where they are, and so does whoever is among them.
			if (now !== before) {
				before = now;
				const made = heard.sentences.map((one, i) => heardSentence(one, i + 1, meanings, tell));
				rows = made;
				list.replaceChildren(...made.map((row) => row.root));
				says.textContent = [heard.note, summary(heard.sentences)].filter(Boolean).join(" ");
			}
			for (const [i, row] of rows.entries()) row.mark(heard.sentences[i].meant);
		},
	};
}

/** @param {Sentence[]} sentences */
function summary({ length }) {
	if (!length) return "";
	const read = length === 1 ? "one sentence" : `${length} sentences`;
	return `The coach has read ${read}. The words on which it decided are marked.`;
}

/**
 * @param {Sentence} one
 * @param {number} number
 * @param {string[]} meanings
 * @param {(words: string, meant: string | null) => void} tell
 */
function heardSentence(one, number, meanings, tell) {
	const told = h("p", { class: "ac-meant", role: "status" });
	const buttons = meanings.map((what) => {
		const button = h("button", { type: "button", class: "ac-quiet" }, what);
		button.addEventListener("click", () => {
			const taken = button.getAttribute("aria-pressed") === "true";
			mark(taken ? null : what);
			tell(one.text, taken ? null : what);
		});
		return button;
	});
	/** @param {string | null} meant */
	const mark = (meant) => {
		const text = meant ? `You meant: ${meant}. That is kept with your reply.` : "";
		if (told.textContent !== text) told.textContent = text;
		for (const [i, button] of buttons.entries())
			button.setAttribute("aria-pressed", String(meanings[i] === meant));
	};
	const words = one.words.map((word) => `“${word}”`).join(", ");
	const root = h(
		"li",
		{},
		h(
			"p",
			{ class: "ac-sentence" },
			...one.parts.map((part) => (part.decided ? h("mark", {}, part.text) : part.text)),
		),
		h("p", {}, h("b", {}, `${one.called}.`), ` ${one.sure}`),
		words ? h("p", { class: "ac-why" }, `It decided on ${words}.`) : null,
		told,
		h(
			"details",
			{},
			h("summary", {}, "No, I meant …", h("span", { class: "ac-unseen" }, ` sentence ${number}`)),
			h("div", { class: "ac-meanings", role: "group", "aria-label": "I meant" }, ...buttons),
		),
	);
	mark(one.meant);
	return { root, mark };
}

const LIMITS = () => [
	h(
		"p",
		{},
		"It is a table of words and their weights that runs here, in the Academy. Nothing that you write is sent to anybody for it. It learnt from talk that was made up for this course, in English.",
	),
	h(
		"p",
		{},
		"It is not a person, and it does not understand. It hears no tone, no silence, and nothing of what came before. It often takes comfort or praise for a reflection, a fact about the other person as well, and advice with a question mark for a question. Where you and it differ, you know what you meant.",
	),
	h(
		"p",
		{},
		"It does not say whether a reply is good, it marks nobody, and what it says counts towards nothing.",
	),
];

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "reply", reply),
};
