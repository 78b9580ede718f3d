import { h } from "../view.js";

const ARROWS = new Map([
	["arrowleft", "←"],
	["arrowright", "→"],
	["arrowup", "↑"],
	["arrowdown", "↓"],
	[" ", "Space"],
]);
const USUAL = ["e", "i"];
const TAKEN = ["escape", "tab", "shift", "control", "alt", "meta", "altgraph", "capslock", "dead"];

/** @param {string} key @returns {string} as it stands on the keyboard */
export function shortcut(key) {
	return ARROWS.get(key) ?? (key.length === 1 ? key.toUpperCase() : key);
}

/**
 * Which key is left and which is right; either can be changed.
 * @param {() => void} changed
 */
export function hands(changed) {
	let keys = [...USUAL];
	const sorry = h("p", { class: "ac-nudge", role: "alert" });
	const buttons = ["Left", "Right"].map((name, side) => {
		const shows = h("kbd", {});
		const button = h("button", { type: "button", class: "ac-quiet" });
		/** @type {AbortController | null} */
		let waits = null;
		const draw = () => {
			shows.textContent = shortcut(keys[side] ?? "");
			const which = h("span", { class: "ac-unseen" }, ` the ${name.toLowerCase()} key`);
			button.replaceChildren(...(waits ? ["Now press the key"] : ["Change", which]));
		};
		const done = () => {
			waits?.abort();
			waits = null;
			draw();
		};
		button.addEventListener("click", () => {
			if (waits) return done();
			waits = new AbortController();
			draw();
			button.addEventListener(
				"keydown",
				(event) => {
					const key = event.key.toLowerCase();
					if (key === "tab") return done();
					event.preventDefault();
					if (event.repeat) return;
					sorry.textContent = "";
					if (key === keys[1 - side]) sorry.textContent = "The other side has that key already.";
					else if (TAKEN.includes(key) || key === "enter" || (key.length > 1 && !ARROWS.has(key)))
						sorry.textContent =
							"That key has work of its own. Take a letter, a number or an arrow.";
					else {
						keys[side] = key;
						done();
						changed();
					}
				},
				{ signal: waits.signal },
			);
		});
		button.addEventListener("blur", done);
		draw();
		return { draw, root: h("p", { class: "ac-hand" }, h("span", {}, `${name}: `, shows), button) };
	});
	return {
		root: h("div", { class: "ac-hands" }, ...buttons.map((one) => one.root), sorry),
		keys: () => [...keys],
		/** What is to be kept: nothing until one was changed. */
		changed: () => (keys.join() === USUAL.join() ? [] : [...keys]),
		/** @param {unknown} given */
		write(given) {
			keys = Array.isArray(given) && given.length === 2 ? given.map(String) : [...USUAL];
			for (const one of buttons) one.draw();
		},
	};
}
