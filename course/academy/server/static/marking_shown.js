/** What every marking page shows alike: times in one's own zone, names on purpose. */

/** @type {<T extends Element = HTMLElement>(from: ParentNode, where: string) => T | null} */
export const find = (from, where) => from.querySelector(where);
/** @type {(from: ParentNode, where: string) => HTMLElement[]} */
export const all = (from, where) =>
	[...from.querySelectorAll(where)].map((one) => /** @type {HTMLElement} */ (one));

/** @param {string} at an ISO time */
export function clock(at) {
	const then = new Date(at);
	const today = then.toDateString() === new Date().toDateString();
	const lang = document.documentElement.lang;
	const time = then.toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit" });
	if (today) return time;
	const day = then.toLocaleDateString(lang, { day: "numeric", month: "long" });
	return `${day}, ${time}`;
}

/** Give the buttons that need a script, and each time in the zone of whoever reads. */
export function wake(/** @type {ParentNode} */ main) {
	for (const time of all(main, "time[data-when]"))
		time.textContent = clock(/** @type {HTMLTimeElement} */ (time).dateTime);
	for (const button of all(main, "[data-names], [data-opens], [data-offers], .bank"))
		button.hidden = false;
}

/** Names are hidden until they are asked for, on this page and in this tab. */
export function names(/** @type {HTMLElement} */ main) {
	const button = find(main, "[data-names]");
	if (!button) return;
	const key = `academy-names ${location.pathname}`;
	const show = (/** @type {boolean} */ shown) => {
		for (const name of all(main, "[data-name]")) name.hidden = !shown;
		button.setAttribute("aria-pressed", String(shown));
		button.textContent = shown ? "Hide names" : "Show names";
	};
	show(sessionStorage.getItem(key) === "shown");
	button.addEventListener("click", () => {
		const shown = button.getAttribute("aria-pressed") !== "true";
		if (shown) sessionStorage.setItem(key, "shown");
		else sessionStorage.removeItem(key);
		show(shown);
	});
}
