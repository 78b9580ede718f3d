import { frame, h } from "../view.js";
import { blocksShown } from "./blocks.js";
import { ownTable } from "./own.js";
import { questions } from "./questions.js";

const MEANWHILE = "Working it out. The first time this can take some seconds.";

/** @type {import("../view.js").Kind} */
function audit(content, desk) {
	desk.form.append(
		...content.invite.map((/** @type {string} */ one) => h("p", { class: "ac-scene" }, one)),
	);
	if (content.of === "own_table") return ownTable(content, desk);

	const asked = questions(content.id, content.asks);
	const look = h("button", { type: "button", class: "ac-main" }, content.look);
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	const later = h("div", { class: "ac-later", hidden: true }, ...asked.roots(true));
	const more = h("button", { type: "button" }, "Keep this with my answer");
	if (later.childElementCount) later.append(more);
	desk.form.append(...asked.roots(false), nudge, look, desk.result, later);

	const answer = () => {
		nudge.textContent = asked.missing();
		if (nudge.textContent) return;
		if (!desk.result.childElementCount) desk.result.replaceChildren(h("p", {}, MEANWHILE));
		desk.answer(asked.read());
	};
	look.addEventListener("click", answer);
	more.addEventListener("click", answer);

	return {
		read: asked.read,
		write: asked.write,
		unsent() {
			if (desk.result.textContent === MEANWHILE) desk.result.replaceChildren();
		},
		show(feedback) {
			desk.result.replaceChildren(...blocksShown(feedback.blocks));
			asked.lock();
			look.hidden = true;
			later.hidden = !later.childElementCount;
		},
	};
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "audit", audit),
};
