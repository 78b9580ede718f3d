/** A tutor's marking: levels by key or click, saved as they are given, then the next one. */

import { awaited, fetched } from "./marking_awaits.js";
import { dialogs, KEYS } from "./marking_dialogs.js";
import { differences, Saving } from "./marking_saving.js";
import { all, clock, find, names, wake } from "./marking_shown.js";

/** @typedef {import("./marking_saving.js").Given} Given */
/** @typedef {import("./marking_saving.js").Standing} Standing */

/**
 * A card for points that are those of no level, as nbgrader's own page can give them.
 *
 * @param {HTMLInputElement} level @param {number} score
 */
function between(level, score) {
	const card = document.createElement("label");
	card.className = "level";
	const input = document.createElement("input");
	Object.assign(input, { type: level.type, name: level.name, value: String(score), checked: true });
	card.append(input, ` ${score} points, between these levels`);
	return card;
}

/** One reflection on the page, from its opening to the next one. */
class Marking {
	/** @param {HTMLElement} main */
	constructor(main) {
		this.main = main;
		this.form = /** @type {HTMLFormElement} */ (find(main, "#marks"));
		this.sections = all(main, "[data-criterion]");
		this.at = Math.max(
			0,
			this.sections.findIndex((one) => "toMark" in one.dataset),
		);
		this.base = this.values();
		this.saving = new Saving(
			() => JSON.stringify(this.values()),
			() => this.post(),
			(standing, answer) => this.tell(standing, answer),
		);
		this.dialogs = dialogs(this);
		this.form.addEventListener("input", () => this.changed());
		this.form.addEventListener("change", () => this.changed());
		this.form.addEventListener("submit", (event) => {
			event.preventDefault();
			this.next();
		});
		main.addEventListener("focusin", ({ target }) => {
			const place = this.sections.findIndex((one) => one.contains(/** @type {Node} */ (target)));
			if (place >= 0) this.at = place;
		});
		find(main, "[data-again]")?.addEventListener("click", () => this.again());
		this.reckon();
	}

	/** @returns {Record<string, Given>} */
	values() {
		return Object.fromEntries(
			this.sections.map((one) => {
				const level = /** @type {HTMLInputElement | null} */ (find(one, "[name^=level-]:checked"));
				const comment = /** @type {HTMLTextAreaElement} */ (find(one, ".comment textarea"));
				const none = "empty" in one.dataset ? 0 : null;
				return [
					one.dataset.criterion,
					{ score: level ? Number(level.value) : none, comment: comment.value.trim() },
				];
			}),
		);
	}

	/** @param {string} id @param {Given} given */
	put(id, { score, comment }) {
		const section = /** @type {HTMLElement} */ (
			this.sections.find((one) => one.dataset.criterion === id)
		);
		const levels = /** @type {HTMLInputElement[]} */ (all(section, "[name^=level-]"));
		for (const level of levels) level.checked = score !== null && Number(level.value) === score;
		if (score !== null && levels.length && !levels.some((one) => one.checked))
			levels[0].closest("label")?.after(between(levels[0], score));
		/** @type {HTMLTextAreaElement} */ (find(section, ".comment textarea")).value = comment;
	}

	post() {
		return fetch(String(this.main.dataset.me), {
			method: "POST",
			headers: { Accept: "application/json" },
			body: new URLSearchParams(/** @type {any} */ (new FormData(this.form))),
		});
	}

	changed() {
		this.reckon();
		this.saving.touch();
	}

	reckon() {
		const given = this.values();
		let [total, most, left] = [0, 0, 0];
		for (const one of this.sections) {
			const score = given[String(one.dataset.criterion)].score;
			most += Number(one.dataset.max);
			total += score ?? 0;
			if (score === null) left += 1;
		}
		const shown = Math.min(total, most);
		/** @type {HTMLElement} */ (find(this.main, "[data-total]")).textContent = String(shown);
		/** @type {HTMLElement} */ (find(this.main, "[data-left]")).textContent = left
			? `so far, ${left} left to mark`
			: "fully marked";
	}

	/** @param {Standing} standing @param {any} [answer] */
	tell({ state, at, why, again, theirs }, answer) {
		const said = {
			kept: at ? `Saved ${clock(at)}` : "",
			changed: "Not saved yet",
			saving: "Saving…",
			failed: `Not saved: ${why}. Your marks stay on this page; it tries again in ${again} seconds.`,
			refused: `Not saved: ${why}. Your marks stay on this page.`,
			conflict: "Not saved: somebody else has marked this, too. Your marks stay on this page.",
			gone: `Not saved: ${why}`,
		}[state];
		const place = /** @type {HTMLElement} */ (find(this.main, "[data-saved]"));
		place.textContent = said;
		place.dataset.state = state;
		const button = /** @type {HTMLElement} */ (find(this.main, "[data-again]"));
		button.hidden = !["failed", "refused", "conflict"].includes(state);
		button.textContent = state === "conflict" ? "Look at both" : "Try again now";
		// The page's frame warns of leaving while anything says that it is not saved.
		const known = { kept: "kept", gone: "kept", changed: "saving", saving: "saving" };
		const worst = /** @type {Record<string, string>} */ (known)[state] ?? "failed";
		document.dispatchEvent(
			new CustomEvent("academy:saved", { detail: { id: "marking", state: worst } }),
		);
		if (state === "kept" && answer) {
			/** @type {HTMLInputElement} */ (this.form.elements.namedItem("seen")).value = answer.seen;
			this.base = answer.given;
		}
		if (state === "conflict") {
			this.theirs = { ...theirs, when: `at ${clock(theirs.at)}` };
			this.again();
		}
		// What was taken back is not on anybody's screen any longer.
		if (state === "gone") for (const one of this.sections) one.remove();
	}

	again() {
		if (this.saving.standing.state !== "conflict") return this.saving.flush();
		this.dialogs.conflict(this.theirs, differences(this.base, this.values(), this.theirs.given));
	}

	/** Save as it was decided; theirs is what it stands on from now on. */
	decided() {
		/** @type {HTMLInputElement} */ (this.form.elements.namedItem("seen")).value = this.theirs.seen;
		this.base = this.theirs.given;
		this.saving.stands(JSON.stringify({ ...this.values(), ...this.base }));
		this.reckon();
		return this.saving.decided();
	}

	/** Save, then open the next reflection, which has come ahead. */
	async next() {
		if (!(await this.saving.flush())) return;
		const { next, queue } = this.main.dataset;
		if (!next) location.assign(String(queue));
		else await go(next);
	}

	/** @param {number} step */
	move(step) {
		this.at = Math.min(Math.max(this.at + step, 0), this.sections.length - 1);
		this.sections[this.at]?.focus({ preventScroll: true });
		this.sections[this.at]?.scrollIntoView({ block: "start" });
	}

	/** @param {number} n */
	choose(n) {
		const section = this.sections[this.at];
		const level = /** @type {HTMLInputElement | null} */ (
			find(section, `[data-key="${n}"]`) ?? (n === 1 ? find(section, "[type=checkbox]") : null)
		);
		if (!level) return;
		level.focus({ preventScroll: true });
		if (level.type === "checkbox" || !level.checked) level.click();
	}

	comment() {
		find(this.sections[this.at], ".comment textarea")?.focus();
	}
}

/** @type {Marking | null} */
let here = null;
/** What has come ahead, for a moment: an older page may show what was withdrawn since. */
let ahead = {
	href: "",
	at: 0,
	/** @type {Promise<Document | null>} */ page: Promise.resolve(null),
};
const FRESH = 5 * 60_000; // ms

/** @param {string} href */
async function go(href) {
	const known = ahead.href === href && performance.now() - ahead.at < FRESH;
	const main = (await (known ? ahead.page : fetched(href)))?.querySelector("main");
	// Gone since, or another page that says why: the list knows more.
	if (!main || !("work" in main.dataset)) return location.assign(String(here?.main.dataset.queue));
	here?.saving.stop();
	here?.main.replaceWith(document.adoptNode(main));
	history.pushState(null, "", href);
	document.title = document.title.replace(/\d+/, String(main.dataset.work));
	scrollTo(0, 0);
	open(main);
	here?.sections[here.at]?.focus({ preventScroll: true });
}

/** @param {HTMLElement} main */
function open(main) {
	wake(main);
	names(main);
	here = find(main, "#marks") ? new Marking(main) : null;
	const { next } = main.dataset;
	if (here && next) ahead = { href: next, at: performance.now(), page: fetched(next) };
}

document.addEventListener("keydown", (event) => {
	const { key, target } = event;
	const on = /** @type {HTMLElement} */ (target);
	const types = on.matches?.("textarea, select, input:not([type=radio], [type=checkbox])");
	if (key === "Escape" && types)
		/** @type {HTMLElement | null} */ (on.closest("[data-criterion]"))?.focus();
	const off = localStorage.getItem(KEYS) === "off";
	const other = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
	if (!here || types || off || other || event.repeat || find(document, "dialog[open]")) return;
	if (key === "n") here.move(1);
	else if (key === "p") here.move(-1);
	else if (key === "c") here.comment();
	else if (key === "s") here.next();
	else if (key === "?") here.dialogs.open("help");
	else if (/^[1-5]$/.test(key)) here.choose(Number(key));
	else return;
	event.preventDefault();
});

addEventListener("popstate", () => location.reload());
addEventListener("online", () => here?.saving.standing.state === "failed" && here.saving.flush());

const main = document.getElementById("main");
if (main) open(main);
for (const place of all(document, "[data-awaits]")) awaited(place, open);
