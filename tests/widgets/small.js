import { frame, h } from "../../widgets/academy_widgets/view.js";

/** The smallest exercise: one box, one button. */
export const small = {
	render: (context) =>
		frame(context, "small", (_content, desk) => {
			const input = h("input", { name: "word" });
			const send = h("button", { type: "button" }, "Send");
			send.addEventListener("click", () => desk.answer({ word: input.value }));
			desk.form.append(input, send, desk.result);
			return {
				read: () => ({ word: input.value }),
				write: (form) => {
					input.value = form.word;
				},
				show: (feedback) => {
					desk.result.textContent = feedback.text;
				},
			};
		}),
};

export function type(el, text) {
	const input = el.querySelector("input");
	input.value = text;
	input.dispatchEvent(new Event("input", { bubbles: true }));
}

export const kept = { state: "kept", at: "2026-05-03T10:00:00+00:00", audience: "me" };
