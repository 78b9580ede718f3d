import { box, download, frame, h } from "../view.js";
import { needed } from "./needs.js";

const UID_BYTES = 12;

/** @type {import("../view.js").Kind} */
function share(content, desk) {
	let uid = "";
	let times = 0;

	const id = (/** @type {string} */ name) => `${content.id}-${name}`;
	/** @type {Map<string, HTMLTextAreaElement & { grow(): void }>} */
	const boxes = new Map();
	const needs = needed(content.needs, id("need"));
	const date = h("input", { type: "date", id: id("date"), min: "2000-01-01", max: "2100-12-31" });
	const time = h("input", { type: "time", id: id("time") });
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	const keep = h("button", { type: "button", class: "ac-main" }, "Keep my plan");
	const heading = h("h4", { tabindex: "-1" }, "Take it with you");
	const made = h("p", { class: "ac-made", role: "status" });
	/** @type {Map<string, HTMLInputElement>} */
	const ticks = new Map(
		content.asked
			.filter((/** @type {any} */ one) => one.id !== "when")
			.map((/** @type {any} */ one) => [one.id, h("input", { type: "checkbox" })]),
	);
	const away = h(
		"div",
		{ class: "ac-away" },
		heading,
		h("p", {}, "Files are made on the spot and kept by nobody but you."),
		h(
			"p",
			{ class: "ac-row" },
			h("button", { type: "button", onclick: () => make("sheet") }, "One page, as PDF"),
			h("button", { type: "button", onclick: () => offer() }, "Take to my reflection"),
		),
		h(
			"fieldset",
			{ class: "ac-ticks" },
			h("legend", {}, "For your calendar"),
			h(
				"p",
				{ class: "ac-why" },
				"The entry says “A conversation” and nothing else, as others may see your calendar. Tick what may stand in it besides.",
			),
			...content.asked
				.filter((/** @type {any} */ one) => ticks.has(one.id))
				.map((/** @type {any} */ one) =>
					h("label", {}, ticks.get(one.id), h("span", {}, one.short)),
				),
			h("button", { type: "button", onclick: () => make("calendar") }, "Calendar file (.ics)"),
		),
		made,
	);

	/** @param {any} ask */
	const asked = (ask) => {
		const help = h("p", { class: "ac-why", id: id(`${ask.id}-help`) }, ask.help);
		if (ask.id === "needs")
			return h(
				"fieldset",
				{ class: "ac-asked", "aria-describedby": help.id },
				h("legend", { class: "ac-question" }, ask.text),
				help,
				needs.root,
			);
		if (ask.id === "when")
			return h(
				"fieldset",
				{ class: "ac-asked", "aria-describedby": help.id },
				h("legend", { class: "ac-question" }, ask.text),
				help,
				h(
					"p",
					{ class: "ac-row" },
					h("label", { for: date.id }, h("span", {}, "Day"), date),
					h("label", { for: time.id }, h("span", {}, "Time, if you know it"), time),
				),
			);
		const area = box({ id: id(ask.id), name: ask.id, rows: 2, "aria-describedby": help.id });
		boxes.set(ask.id, area);
		return h(
			"div",
			{ class: "ac-asked" },
			h("label", { for: area.id, class: "ac-question" }, ask.text),
			help,
			area,
		);
	};
	desk.form.append(
		h("p", { class: "ac-scene" }, content.invite),
		...content.asked.map(asked),
		nudge,
		keep,
		desk.result,
		away,
	);

	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	const plan = () => {
		uid ||= fresh();
		return {
			lines: Object.fromEntries([...boxes].map(([name, area]) => [name, area.value])),
			needs: needs.read(),
			date: date.value,
			time: time.value,
			today: today(),
			uid,
		};
	};
	/** @param {any} given @returns {boolean} */
	const bare = (given) =>
		!given.date &&
		!Object.values(given.lines).some((text) => text.trim()) &&
		!Object.values(given.needs).some((/** @type {any} */ one) => one.on);
	/** @returns {any} the plan, or null where there is something to put right first */
	const whole = () => {
		const given = plan();
		const odd = [date, time].find((one) => !one.validity.valid);
		nudge.textContent = odd
			? odd === date
				? "The day is not whole yet, or its year is far off: choose another, or empty it."
				: "The time is not whole yet: finish it, or empty it."
			: bare(given)
				? "Write a line first; any of them will do."
				: "";
		if (!nudge.textContent) return given;
		(odd ?? boxes.values().next().value)?.focus();
		return null;
	};
	keep.addEventListener("click", () => {
		const given = whole();
		if (given) desk.answer(given);
	});
	/** @param {"sheet" | "calendar"} what */
	const make = async (what) => {
		const given = whole();
		if (!given) return;
		made.textContent = "One moment …";
		const parts = [...ticks].filter(([, one]) => one.checked).map(([name]) => name);
		const { found, sorry } = await desk.work({ make: what, plan: given, parts, times });
		if (sorry) {
			made.textContent = sorry;
			return;
		}
		if (what === "calendar") {
			times++;
			draft();
		}
		download(found.name, found.type, found.base64 ? { base64: found.base64 } : found.text);
		const told = ["It is among your downloads.", ...found.told];
		if (what === "calendar")
			told.push(
				"If you change the plan, take a new file: it changes the entry, and adds no second.",
			);
		made.textContent = told.join(" ");
	};
	const offer = () => {
		const given = whole();
		if (!given) return;
		const texts = content.asked.map((/** @type {any} */ one) => {
			const text =
				one.id === "needs" ? needs.told() : one.id === "when" ? spoken() : given.lines[one.id];
			return text.trim() ? `${one.short}: ${text.trim()}` : "";
		});
		const detail = { text: texts.filter(Boolean).join("\n"), from: "your plan", says: "" };
		document.dispatchEvent(new CustomEvent("academy:offer", { detail }));
		made.textContent =
			detail.says || "There is no reflection on this page. Take the one page as PDF instead.";
	};
	const spoken = () =>
		date.value &&
		new Date(`${date.value}T12:00`).toLocaleDateString(document.documentElement.lang || undefined, {
			dateStyle: "full",
		}) + (time.value && `, ${time.value}`);

	return {
		read: () => ({
			...plan(),
			times,
			ticks: [...ticks].filter(([, one]) => one.checked).map(([name]) => name),
		}),
		write(form) {
			for (const [name, area] of boxes) {
				area.value = form.lines?.[name] ?? "";
				area.grow();
			}
			needs.write(form.needs ?? {});
			date.value = form.date ?? "";
			time.value = form.time ?? "";
			uid = form.uid ?? "";
			times = form.times ?? 0;
			for (const [name, one] of ticks) one.checked = (form.ticks ?? []).includes(name);
		},
		show({ open, when, says }) {
			if (!open) return;
			desk.result.replaceChildren(
				...(when ? [h("p", {}, `The first conversation: ${when}.`)] : []),
				...says.map((/** @type {string} */ one) => h("p", {}, one)),
				h("p", {}, open.length ? "Still open, and it may stay so:" : "Nothing stands open."),
				...(open.length
					? [h("ul", {}, ...open.map((/** @type {string} */ one) => h("li", {}, one)))]
					: []),
			);
		},
	};
}

/** @returns {string} what no other plan is called by */
function fresh() {
	const bytes = crypto.getRandomValues(new Uint8Array(UID_BYTES));
	return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
}

/** @returns {string} the learner's own day, as ISO has it */
function today() {
	const now = new Date();
	const two = (/** @type {number} */ one) => String(one).padStart(2, "0");
	return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "share", share),
};
