import { frame, h } from "../view.js";
import { inFull, shares } from "./bars.js";
import { committeeTable } from "./table.js";

const SETTLED = 150; // ms of stillness before a changed rule is counted

/** @type {import("../view.js").Kind} */
function votes(content, desk) {
	/** @type {any} the committee as it was counted first, or null */
	let counted = null;
	/** @type {any} what Python said of it */
	let first = null;
	let preset = content.presets[0].id;
	let asked = 0;
	let pause = 0;

	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	const table = committeeTable(content, () => {
		ask();
		look();
	});
	const about = h("p", { class: "ac-about", dir: "auto" });
	const choice = h(
		"fieldset",
		{ class: "ac-presets" },
		h("legend", {}, "Which group?"),
		...content.presets.map((/** @type {any} */ one) =>
			h(
				"label",
				{},
				h("input", { type: "radio", name: `preset-${content.id}`, value: one.id }),
				h("span", { dir: "auto" }, one.title),
			),
		),
	);
	const never = h("select", { name: "never" });
	const say = h("input", { inputmode: "decimal", class: "ac-number", name: "say" });
	const sayOf = h("span");
	const guess = h(
		"fieldset",
		{ class: "ac-guess" },
		h("legend", {}, "First, your guess"),
		h("label", {}, h("span", {}, "Whose vote can never turn a decision?"), never),
		h("label", {}, sayOf, say, h("span", {}, "in 100")),
	);
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	const count = h("button", { type: "button", class: "ac-main" }, "Count it");
	const found = h("div", { class: "ac-counted" });
	const before = h("div", {});
	const rule = h("div", { class: "ac-rule" });
	const seats = h("div", {});
	const change = h("h4", { tabindex: "-1" }, "Now change the rule");
	const invite = h(
		"p",
		{},
		"Move the votes needed, give somebody a vote, add a seat. The picture follows; the thin line is how it was.",
	);
	const all = h("button", { type: "button", class: "ac-quiet ac-long", hidden: true });
	const live = h("div", { class: "ac-live" });
	const status = h("p", { class: "ac-status", role: "status" });
	const keep = h("button", { type: "button", class: "ac-main" }, "Keep this beside how it was");
	const back = h("button", { type: "button" }, "Put it back");
	const again = h("button", { type: "button", class: "ac-quiet" }, "Begin with another group");
	const changing = h(
		"section",
		{ class: "ac-changing", hidden: true },
		change,
		invite,
		rule,
		all,
		live,
		status,
		seats,
		h("p", { class: "ac-row" }, keep, back, again),
	);
	desk.form.append(
		h("p", { class: "ac-scene" }, content.invite),
		choice,
		about,
		before,
		guess,
		nudge,
		count,
		desk.result,
		found,
		changing,
	);

	const radios = [...choice.querySelectorAll("input")];
	const presetOf = (/** @type {string} */ id) =>
		content.presets.find((/** @type {any} */ one) => one.id === id) ?? content.presets[0];

	/** Ask for names as they are now, and keep what was chosen. */
	const ask = () => {
		const names = table.names().filter(Boolean);
		const chosen = never.value;
		never.replaceChildren(
			h("option", { value: "" }, "Nobody’s: each can turn one"),
			...names.map((name) => h("option", { value: name }, name)),
		);
		never.value = names.includes(chosen) ? chosen : "";
		sayOf.textContent = `How much of the say has ${names[0] ?? "the first"}?`;
	};
	const arrange = () => {
		choice.hidden = guess.hidden = count.hidden = Boolean(counted);
		changing.hidden = !first;
		// What can be changed stands above its picture once there is one.
		if (first) {
			rule.append(table.needs, nudge);
			seats.append(table.members);
		} else {
			before.append(table.members, table.needs);
			count.before(nudge);
		}
		about.textContent = presetOf(preset).about;
		for (const one of radios) one.checked = one.value === preset;
		ask();
	};
	/** Say what cannot be counted where it was typed. @param {string} text */
	const refuse = (text) => {
		const near = seats.contains(document.activeElement) ? seats : rule;
		if (text && nudge.parentElement !== near) near.append(nudge);
		nudge.textContent = text;
	};
	/** Count the committee as it stands now; only the newest answer is shown. */
	const look = () => {
		clearTimeout(pause);
		if (!first) return;
		pause = window.setTimeout(async () => {
			asked += 1;
			const mine = asked;
			refuse(table.missing());
			if (nudge.textContent) return;
			const { found: now, sorry } = await desk.work({ committee: table.read(), before: counted });
			if (mine !== asked || !first || !desk.form.isConnected) return;
			refuse(sorry ?? "");
			if (now) drawLive(now);
		}, SETTLED);
	};
	/** @param {any} now */
	const drawLive = (now) => {
		const same = now.changed.length === 1 && now.changed[0].startsWith("Nobody");
		status.textContent = same ? "" : [...now.changed, now.says[0]].join(" ");
		live.replaceChildren(shares(now.counted, first.before), inFull(now.counted));
		const least = now.counted.counts_all;
		all.hidden = least === null || least === now.counted.quota;
		all.textContent = `Needing ${least} votes, everybody who has a vote could turn a decision: try it`;
		all.dataset.quota = String(least);
	};

	choice.addEventListener("change", () => {
		preset = radios.find((one) => one.checked)?.value ?? preset;
		table.write(presetOf(preset).committee);
		say.value = nudge.textContent = "";
		arrange();
	});
	count.addEventListener("click", () => {
		const share = Number(say.value.trim().replace(",", "."));
		const guessed = say.value.trim() && share >= 0 && share <= 100;
		nudge.textContent =
			table.missing() || (guessed ? "" : "Guess first, from 0 to 100, however roughly.");
		if (nudge.textContent) return guessed || say.focus();
		counted = table.read();
		desk.answer({ preset, guess: { never: never.value, say: share }, before: counted });
	});
	keep.addEventListener("click", () => {
		nudge.textContent = table.missing();
		if (nudge.textContent) return;
		const guessed = { never: never.value, say: Number(say.value.replace(",", ".")) };
		desk.answer({ preset, guess: guessed, before: counted, after: table.read() });
	});
	back.addEventListener("click", () => {
		table.write(counted);
		look();
		draft();
		change.focus();
	});
	all.addEventListener("click", () => {
		table.write({ ...table.read(), quota: all.dataset.quota });
		look();
		draft();
		change.focus();
	});
	again.addEventListener("click", () => {
		write({ preset });
		draft();
		radios[0]?.focus();
	});

	const read = () => ({
		preset,
		committee: table.read(),
		guess: { never: never.value, say: say.value },
		counted,
		says: `${presetOf(preset).title}: ${table.names().filter(Boolean).join(", ")}`,
	});
	/** @param {any} form */
	const write = (form) => {
		preset = presetOf(form.preset).id;
		counted = form.counted ?? null;
		first = null;
		table.write(form.committee ?? presetOf(preset).committee);
		arrange();
		never.value = form.guess?.never ?? "";
		say.value = form.guess?.say ?? "";
		nudge.textContent = status.textContent = "";
		desk.result.replaceChildren();
		found.replaceChildren();
		live.replaceChildren();
	};
	/** @param {any} feedback */
	const show = (feedback) => {
		if (!counted) return;
		first = feedback;
		const words = [...feedback.guess, ...feedback.says];
		const kept = feedback.after ? ["Kept, beside how it was:", ...feedback.changed] : [];
		desk.result.replaceChildren(...[...words, ...kept].map((one) => h("p", {}, one)));
		found.replaceChildren(inFull(feedback.before));
		arrange();
		look();
	};
	write({});

	return {
		read,
		write,
		show,
		unsent() {
			if (first) return;
			counted = null; // it was not taken: the guess may be made anew
			arrange();
		},
	};
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "votes", votes),
};
