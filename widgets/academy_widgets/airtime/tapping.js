import { h } from "../view.js";
import { microphone } from "./microphone.js";
import { tally } from "./tally.js";

const TICK = 500; // ms between two looks at the clock
const SAVE = 30; // ticks between two drafts while nobody taps

/** @param {number} ms @returns {string} such as "1:02:03" */
export function minutes(ms) {
	const seconds = Math.round(ms / 1000);
	const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	const shown = parts[0] ? parts : parts.slice(1);
	return shown.map((one, at) => (at ? String(one).padStart(2, "0") : one)).join(":");
}

/**
 * A clock, a button for each person, and perhaps a microphone that tells the silences.
 * @param {ReturnType<typeof import("./people.js").company>} people
 * @param {() => void} changed
 */
export function tapping(people, changed) {
	const times = tally();
	const now = () => performance.now();
	let listens = false;
	/** @type {{ stop: () => void } | null} */
	let open = null;
	let startedAt = 0; // performance.now() less what the clock shows
	let ticks = 0;
	let timer = 0;
	let asking = false; // for the microphone

	const time = h(
		"span",
		{ class: "ac-time", role: "timer", "aria-label": "Time measured" },
		"0:00",
	);
	const says = h("p", { class: "ac-floor", role: "status" });
	const sorry = h("p", { class: "ac-nudge", role: "alert" });
	const go = h("button", { type: "button", class: "ac-main" }, "Start");
	const silence = h("button", { type: "button" }, key("0"), "Silence");
	const cut = h("button", { type: "button" }, key("I"), "That was an interruption");
	const undo = h("button", { type: "button" }, key("U"), "Undo");
	const everybody = h("div", { class: "ac-everybody", role: "group", "aria-label": "Who speaks" });
	const meter = h("meter", { min: 0, max: 1, "aria-label": "Loudness" });
	const hears = h("span", {}, "not listening");
	const level = h(
		"div",
		{ class: "ac-level", hidden: true },
		h(
			"p",
			{ class: "ac-why" },
			"Tap who has the floor; the microphone tells when they speak and when there is silence. It takes the quietest moments for the room’s own noise. No sound leaves this browser, and none is recorded or kept: only how loud it is, and only for as long as the clock runs.",
		),
		h("p", { class: "ac-meter" }, h("span", {}, "The microphone: "), hears, meter),
	);
	const root = h(
		"div",
		{ class: "ac-tapping" },
		level,
		h("p", { class: "ac-clock" }, go, time),
		says,
		sorry,
		everybody,
		h("p", { class: "ac-controls" }, silence, cut, undo),
		h(
			"p",
			{ class: "ac-why" },
			"By keyboard, with the focus on any of these buttons: 1 to 9 for a person, 0 for silence, I for an interruption, U to undo, P to start and pause.",
		),
	);

	const draw = () => {
		const who = times.who();
		everybody.replaceChildren(
			...Array.from({ length: people.size() }, (_, at) =>
				h(
					"button",
					{ type: "button", "aria-pressed": String(who === at), onclick: () => tap(at) },
					key(at < 9 ? String(at + 1) : ""),
					people.label(at),
				),
			),
		);
		show();
	};
	/** Without new buttons, which would lose the focus. */
	const show = () => {
		const who = times.who();
		[...everybody.children].forEach((one, at) => {
			one.setAttribute("aria-pressed", String(who === at));
		});
		silence.setAttribute("aria-pressed", String(who === null));
		go.textContent = times.running() ? "Pause" : times.elapsed(now()) ? "Go on" : "Start";
		const marks = times.marks();
		undo.disabled = !marks.length;
		cut.disabled = marks.length < 2 || who == null;
		cut.setAttribute("aria-pressed", String(Boolean(marks.at(-1)?.[2])));
		time.textContent = minutes(times.elapsed(now()));
		const speaks =
			who === undefined
				? "Tap who speaks."
				: who === null
					? "Silence."
					: `${people.label(who)} has the floor.`;
		const words = times.running() ? speaks : times.elapsed(now()) ? `Paused. ${speaks}` : "";
		if (says.textContent !== words) says.textContent = words;
	};
	const touched = () => {
		show();
		changed();
	};

	const tick = () => {
		if (!root.isConnected) return leave();
		time.textContent = minutes(times.elapsed(now()));
		ticks += 1;
		if (ticks % SAVE === 0) changed();
	};
	const leave = () => {
		clearInterval(timer);
		open?.stop();
		open = null;
	};

	/** @param {import("./microphone.js").Heard} heard */
	const hear = ({ level: loud, threshold, speaking, span }) => {
		if (!root.isConnected) return leave();
		Object.assign(meter, { value: loud, low: threshold });
		const words = speaking ? "hears somebody" : "hears silence";
		if (hears.textContent !== words) hears.textContent = words;
		if (span && times.running())
			times.hear(Math.max(0, Math.round(span[0] - startedAt)), Math.round(span[1] - startedAt));
	};
	const listen = async () => {
		if (asking) return;
		asking = true;
		const opened = await microphone(hear);
		asking = false;
		if ("sorry" in opened) sorry.textContent = opened.sorry;
		else if (open || !listens || !root.isConnected) opened.stop();
		else open = opened;
	};
	const run = () => {
		if (times.running() || (listens && !open)) return;
		startedAt = now() - times.elapsed(now());
		times.start(now());
		clearInterval(timer);
		timer = window.setInterval(tick, TICK);
		touched();
	};
	const start = async () => {
		sorry.textContent = "";
		if (listens) await listen();
		run();
	};
	const pause = () => {
		leave();
		hears.textContent = "not listening";
		meter.value = 0;
		if (!times.running()) return;
		times.pause(now());
		touched();
	};
	/** @param {number | null} who */
	const tap = async (who) => {
		// In a meeting nobody has time for two taps.
		if (!times.running()) {
			if (listens) await start();
			else run();
		}
		if (!times.running()) return;
		times.mark(who, now());
		touched();
	};
	const toggle = () => (times.running() ? pause() : start());
	const back = () => {
		times.undo();
		touched();
	};
	const cutIn = () => {
		times.cutIn();
		touched();
	};
	go.addEventListener("click", toggle);
	silence.addEventListener("click", () => tap(null));
	undo.addEventListener("click", back);
	cut.addEventListener("click", cutIn);
	root.addEventListener("keydown", (event) => {
		if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
		const pressed = event.key.toLowerCase();
		const at = "123456789".indexOf(pressed);
		if (pressed.length !== 1) return;
		if (pressed === "0") tap(null);
		else if (pressed === "u") back();
		else if (pressed === "i" && !cut.disabled) cutIn();
		else if (pressed === "p") toggle();
		else if (at >= 0 && at < people.size()) tap(at);
		else return;
		event.preventDefault();
	});

	return {
		root,
		draw,
		pause,
		/** @param {boolean} listening whether the microphone is to tell the silences */
		listen(listening) {
			if (listening !== listens) pause();
			listens = listening;
			level.hidden = !listening;
		},
		any: () => times.marks().length > 0 || times.heard().length > 0,
		measured: () => ({
			unit: "ms",
			length: times.elapsed(now()),
			turns: times.turns(now(), listens),
		}),
		read: () => ({
			marks: times.marks(),
			heard: times.heard(),
			length: times.elapsed(now()),
		}),
		/** @param {any} form */
		write(form) {
			pause();
			times.restore(form);
			draw();
		},
	};
}

/** @param {string} text */
function key(text) {
	return text ? h("kbd", { "aria-hidden": "true" }, text) : null;
}
