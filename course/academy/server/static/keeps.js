/** What is written in a form stays in this tab, for its writer alone, until it was sent. */

/** @param {string | undefined} name */
const key = (name) => `academy:form:${name}`;

for (const sent of document.querySelectorAll("[data-sent]")) {
	sessionStorage.removeItem(key(/** @type {HTMLElement} */ (sent).dataset.sent));
}

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-keeps]"));
if (form) {
	const name = key(form.dataset.keeps);
	const boxes = [...form.querySelectorAll("textarea")];
	const kept = JSON.parse(sessionStorage.getItem(name) ?? "{}");
	for (const box of boxes) box.value = kept[box.name] ?? box.value;
	form.addEventListener("input", () => {
		const now = Object.fromEntries(boxes.map((box) => [box.name, box.value]));
		sessionStorage.setItem(name, JSON.stringify(now));
	});
}
