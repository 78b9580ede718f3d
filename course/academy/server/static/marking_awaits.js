/** What takes longer than a moment: said while it goes on, shown when it has ended. */

import { find } from "./marking_shown.js";

const PAUSE = 500; // ms

/** @param {string} href @returns {Promise<Document | null>} */
export const fetched = (href) =>
	fetch(href).then(
		async (response) =>
			response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null,
		() => null,
	);

/** @param {string} where @returns {Promise<{ok: boolean, told: any}>} */
async function asked(where) {
	const answer = await fetch(where, { headers: { Accept: "application/json" } }).catch(() => null);
	return { ok: answer?.ok ?? false, told: await answer?.json().catch(() => null) };
}

/**
 * Wait until something has ended, then show what came of it.
 *
 * @param {HTMLElement} place says by `data-awaits` whom to ask, and by `data-shows` whether
 *   the whole page is another afterwards
 * @param {(main: HTMLElement) => void} open brings a main part to life
 */
export async function awaited(place, open) {
	const said = find(place, "[data-awaits-said]");
	const say = (/** @type {string} */ what) => {
		if (said && said.textContent !== what) said.textContent = what;
	};
	let { ok, told } = await asked(String(place.dataset.awaits));
	while (ok && told?.done === false) {
		if (told.said) say(`${said?.dataset.going} ${told.said}.`);
		await new Promise((go) => setTimeout(go, PAUSE));
		({ ok, told } = await asked(String(place.dataset.awaits)));
	}
	if (!ok) return say(told?.why ?? "It did not answer just now. Please load the page again.");
	const here = /** @type {HTMLElement} */ (document.getElementById("main"));
	// Whoever is at something in the list keeps it; the list can be loaded anew by hand.
	const busy = here !== document.activeElement && here.contains(document.activeElement);
	if (told?.new && busy) return say(told.said);
	const old = told?.new || place.dataset.shows === "main" ? here : place;
	const fresh = (await fetched(location.href))?.getElementById(old.id);
	if (!fresh) return say("It did not open just now. Please load the page again.");
	old.replaceWith(document.adoptNode(fresh));
	open(/** @type {HTMLElement} */ (document.getElementById("main")));
	find(document, "#told [role=status]")?.focus();
}
