import { h } from "../view.js";

const GAP_BETWEEN = "\n\n";

/**
 * Take in what another exercise of the page offers, when the learner sends it: below what is
 * written in the first box, never instead of it, and out again by one press.
 * @param {import("../view.js").Desk} desk
 * @param {HTMLTextAreaElement & { grow(): void }} box
 * @param {() => void} opened the box is to be seen, whatever else was
 */
export function offered(desk, box, opened) {
	let added = "";
	const says = h("span", {});
	const undo = h("button", { type: "button", class: "ac-quiet" }, "Take it out again");
	const root = h("p", { class: "ac-offered", role: "status", hidden: true }, says, undo);

	/** @param {string} words */
	const write = (words) => {
		box.value = words;
		box.grow();
		desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	};
	const take = (/** @type {Event} */ event) => {
		if (!desk.form.isConnected) return document.removeEventListener("academy:offer", take);
		const { detail } = /** @type {CustomEvent} */ (event);
		if (detail.says) return; // another one has it already
		const words = box.value.trimEnd();
		const more = (words && GAP_BETWEEN) + detail.text;
		if (words.length + more.length > box.maxLength) {
			detail.says = "There is no room for it in the first box of your reflection.";
			return;
		}
		opened();
		added = more;
		undo.hidden = false;
		write(words + more);
		says.textContent = `Added below, from “${detail.from}”. Change it as you like; your tutor reads it only if you send it. `;
		root.hidden = false;
		detail.says = "It stands in the first box of your reflection now. Nothing was sent to anybody.";
	};
	undo.addEventListener("click", () => {
		const at = box.value.lastIndexOf(added);
		if (at >= 0) write(box.value.slice(0, at) + box.value.slice(at + added.length));
		root.hidden = at >= 0;
		if (at < 0)
			says.textContent = "You have changed it since, so take out by hand what you do not want. ";
		undo.hidden = at < 0;
		box.focus();
	});
	document.addEventListener("academy:offer", take);
	return root;
}
