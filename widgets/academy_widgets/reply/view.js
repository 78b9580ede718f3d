import { box, frame, h } from "../view.js";

/** @typedef {{ id: string, text: string }} Reply */
/** @typedef {{ id: string, text: string, move: string, then: string, why: string }} Tried */

/** @type {import("../view.js").Kind} */
function reply(content, desk) {
	const { speaker, replies } = content;
	/** @type {string[]} */
	let chosen = [];

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
	const own = box({ id: `own-${content.id}`, name: "written" });
	const keep = h("button", { type: "button" }, "Keep my reply");
	const yours = h(
		"div",
		{ class: "ac-own", hidden: true },
		h("label", { for: `own-${content.id}` }, content.invite),
		own,
		keep,
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
		choices,
		nudge,
		say,
		desk.result,
		yours,
		others,
	);

	const picked = () =>
		[...desk.form.querySelectorAll("input")].find((input) => input.checked)?.value ?? "";

	say.addEventListener("click", () => {
		nudge.textContent = picked() ? "" : "Choose one of the replies first.";
		if (!picked()) return;
		chosen = [...chosen, picked()];
		desk.answer({ chosen, written: own.value });
	});
	keep.addEventListener("click", () => desk.answer({ chosen, written: own.value }));

	return {
		read: () => ({ chosen, pick: picked(), written: own.value }),
		write(form) {
			chosen = (form.chosen ?? []).filter((/** @type {string} */ id) =>
				replies.some((/** @type {Reply} */ one) => one.id === id),
			);
			for (const input of desk.form.querySelectorAll("input"))
				input.checked = input.value === form.pick;
			own.value = form.written ?? "";
			yours.hidden = !chosen.length && !own.value;
			own.grow();
		},
		show(feedback) {
			yours.hidden = false;
			say.textContent = feedback.left ? "Say this instead" : "Say this again";
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

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "reply", reply),
};
