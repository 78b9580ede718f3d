import { box, h } from "../view.js";
import { options } from "./choosing.js";
import { transcript } from "./transcript.js";

/** @typedef {"listener" | "speaker" | "observer"} Role */

/** @type {Record<string, string>} */
const DO_ALONE = {
	listener:
		"You listen. Write what you would say, or stay silent; the script goes on differently after each. It takes your words for something by a small table of words, in English, and is often wrong.",
	speaker:
		"You speak. Write a sentence or two at a time; the script that listens understands nothing of it, waits, and says back your last words. Notice what even that does.",
	observer:
		"You observe. Hear the talk line by line, and count what the listener says: questions, and reflections, which say back what was heard.",
};
const DO_THREE =
	"The observer holds this device, ticks and counts. The listener may be silent, say back what they hear, or ask; no advice, and no story of their own. The speaker may pass, or sit quietly until the time is up.";

/**
 * One round, from choosing a topic to the observer's sheet.
 * @param {any} content
 * @param {ReturnType<typeof import("./ticking.js").ticking>} timer
 * @param {(event: any) => Promise<boolean>} tell
 */
export function stage(content, timer, tell) {
	/** @type {any} */
	let now = null;
	let before = "";

	const title = h("h4", { tabindex: "-1" });
	const roles = h("dl", { class: "ac-roles" });
	const hint = h("p", { class: "ac-why" });
	const status = h("p", { class: "ac-status", role: "status" });
	const topics = options("What will the speaker talk about?", "prompt", [
		["own", "Something else that is light"],
		...content.prompts.map((/** @type {any} */ one, /** @type {number} */ at) => [
			String(at),
			one.text,
		]),
	]);
	const start = h("button", { type: "button", class: "ac-main" }, "Start the round");
	const pause = h("button", { type: "button" }, "Pause");
	const finish = h("button", { type: "button" }, "End the round");
	const stop = h("button", { type: "button", class: "ac-quiet" }, "Stop here, for good");
	const heard = transcript();
	const line = h("button", { type: "button", class: "ac-main" }, "Hear the next line");
	const words = box({ id: `say-${content.id}`, name: "typing", maxlength: null });
	const say = h("button", { type: "button", class: "ac-main" }, "Say this");
	const silence = h("button", { type: "button" }, "Stay silent");
	const empty = h("p", { class: "ac-nudge", role: "alert" });
	const speaking = h(
		"div",
		{ class: "ac-speaking" },
		h("label", { for: `say-${content.id}` }, "What you say"),
		words,
		empty,
		h("p", {}, say, silence),
	);
	const counts = ["question", "reflection"].map((what) => counter(what, tell));
	const counting = h(
		"div",
		{ class: "ac-counting", role: "group", "aria-label": "Count what the listener says" },
		...counts.map((one) => one.root),
	);
	const ticks = content.sheet.map((/** @type {any} */ one) =>
		h("input", { type: "checkbox", name: "noticed", value: one.id }),
	);
	const legend = h("legend", {});
	const note = box({ id: `note-${content.id}`, name: "note", maxlength: null });
	const put = h("button", { type: "button", class: "ac-main" });
	const sheet = h(
		"fieldset",
		{ class: "ac-sheet" },
		legend,
		...ticks.map((/** @type {HTMLInputElement} */ tick, /** @type {number} */ at) =>
			h("label", {}, tick, h("span", {}, content.sheet[at].text)),
		),
		h("label", { for: `note-${content.id}` }, "In your own words, if you like; no names"),
		note,
	);
	const root = h(
		"div",
		{ class: "ac-stage" },
		title,
		roles,
		hint,
		status,
		topics.root,
		timer.root,
		heard.root,
		line,
		speaking,
		counting,
		sheet,
		h("p", { class: "ac-moves" }, start, put, pause, finish, stop),
	);

	const ticked = () =>
		ticks
			.filter((/** @type {HTMLInputElement} */ one) => one.checked)
			.map((/** @type {HTMLInputElement} */ one) => one.value);
	/** @returns {number | null} the place of the topic in the list; null: one's own */
	const topic = () => (topics.read() === "own" ? null : Number(topics.read()));
	const noted = () => ({ noticed: ticked(), note: note.value });
	const clear = () => {
		topics.write("own");
		for (const one of ticks) one.checked = false;
		words.value = note.value = "";
		empty.textContent = "";
	};
	/** @param {string} text */
	const speak = async (text) => {
		if (!(await tell({ do: "say", by: 0, text }))) return words.focus();
		if (text) words.value = "";
		words.grow();
		if (speaking.hidden) finish.focus();
		else words.focus();
	};

	start.addEventListener("click", () => {
		tell({ do: "start", prompt: topics.root.hidden ? null : topic() });
	});
	pause.addEventListener("click", () => {
		timer.stand();
		tell({ do: "pause" });
	});
	finish.addEventListener("click", () => {
		timer.stand();
		tell({ do: "finish" });
	});
	stop.addEventListener("click", () => {
		timer.stand();
		tell({ do: "stop", ...noted() });
	});
	line.addEventListener("click", () => tell({ do: "line" }));
	say.addEventListener("click", () => {
		const none = !words.value.trim();
		empty.textContent = none
			? "Write a few words first, or choose Stay silent: silence is an answer too."
			: "";
		if (none) words.focus();
		else speak(words.value);
	});
	silence.addEventListener("click", () => {
		empty.textContent = "";
		speak("");
	});
	put.addEventListener("click", async () => {
		if (await tell({ do: "sheet", ...noted() })) clear();
	});

	/** @param {any} found what the rules say */
	const draw = (found) => {
		now = found;
		const { state } = found;
		const alone = state.seats.some((/** @type {any} */ one) => one.stand_in);
		const mine = roleOf(found, alone);
		const { phase } = state;
		const on = phase === "talking" || phase === "paused";
		const human = !alone || mine === "observer";
		title.textContent = `Round ${state.round + 1} of 3`;
		roles.replaceChildren(...cast(found));
		hint.textContent = alone ? (DO_ALONE[mine] ?? "") : DO_THREE;
		topics.root.hidden = phase !== "ready" || (alone && mine !== "speaker");
		start.hidden = phase !== "ready" && phase !== "paused";
		start.textContent = phase === "paused" ? "Go on" : "Start the round";
		pause.hidden = phase !== "talking";
		finish.hidden = !on;
		timer.root.hidden = !on;
		timer.timed(state.length !== null);
		heard.show(found.talk, alone && mine === "listener");
		line.hidden = !(alone && mine === "observer" && phase === "talking" && !found.over);
		const last = phase === "sheet" && words.value.trim() !== "";
		speaking.hidden = !alone || mine === "observer" || found.over || !(phase === "talking" || last);
		counting.hidden = !(human && (on || phase === "sheet"));
		counts[0]?.show(state.rounds[state.round].questions);
		counts[1]?.show(state.rounds[state.round].reflections);
		sheet.hidden = !(phase === "sheet" || (human && on));
		legend.textContent =
			human && mine === "observer"
				? "The observer’s sheet"
				: "What did you notice, from where you sat?";
		put.hidden = phase !== "sheet";
		put.textContent =
			state.round === 2 ? "Put the sheet down" : "Put the sheet down, and change places";
		arrived(alone);
	};
	/**
	 * Say what is new, and leave the focus where it can go on.
	 * @param {boolean} alone
	 */
	const arrived = (alone) => {
		const { state, roles } = now;
		const here = `${state.round} ${state.phase}`;
		if (here === before) return;
		const lost = !root.contains(document.activeElement) || hiddenNow(document.activeElement);
		const [first, was] = [before === "", before];
		before = here;
		status.textContent = AFTER[state.phase] ?? "";
		if (state.phase === "ready" && !alone)
			status.textContent = `${state.seats[roles.observer].name} observes and takes the device; ${state.seats[roles.listener].name} listens to ${state.seats[roles.speaker].name}.`;
		if (first || was.split(" ")[1] === "done") return;
		if (lost || state.phase === "ready") title.focus();
	};

	return {
		root,
		draw,
		/** Whether the rules have said where this stands. */
		drawn: () => now !== null,
		focus: () => title.focus(),
		/** @param {string} text */
		note(text) {
			status.textContent = text;
		},
		read: () => ({ prompt: topic(), typing: words.value, ...noted() }),
		/** @param {any} form */
		write(form) {
			clear();
			now = null;
			before = "";
			topics.write(String(form.prompt ?? "own"));
			words.value = form.typing ?? "";
			note.value = form.note ?? "";
			for (const one of ticks) one.checked = (form.noticed ?? []).includes(one.value);
			words.grow();
			note.grow();
			heard.show([], false);
		},
	};
}

/** @type {Record<string, string>} */
const AFTER = {
	talking: "The round is on.",
	paused: "Paused. The clock stands.",
	sheet: "The round is over. Fill in what was noticed, or leave it empty.",
};

/** @param {any} found @param {boolean} alone @returns {string} the role of whoever holds this device */
function roleOf(found, alone) {
	if (!alone) return "observer";
	const [mine] = Object.entries(found.roles).find(([, seat]) => seat === 0) ?? ["observer"];
	return mine;
}

/** @param {Element | null} one */
function hiddenNow(one) {
	return !one || one.closest("[hidden]") !== null;
}

/** @param {any} found */
function cast({ state, roles }) {
	return ["listener", "speaker", "observer"].flatMap((role) => {
		const { name, stand_in } = state.seats[roles[role]];
		return [
			h("dt", {}, role),
			h("dd", {}, name, stand_in ? h("span", { class: "ac-script" }, "a script") : null),
		];
	});
}

/**
 * A button that counts up, and says how far it is.
 * @param {string} what @param {(event: any) => Promise<boolean>} tell
 */
function counter(what, tell) {
	const many = h("b", {}, "0");
	const root = h("button", { type: "button" }, `A ${what}: `, many);
	root.addEventListener("click", () => tell({ do: "count", what }));
	return {
		root,
		/** @param {number} n */
		show(n) {
			many.textContent = String(n);
		},
	};
}
