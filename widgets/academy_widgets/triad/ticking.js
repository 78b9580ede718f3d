import { h } from "../view.js";

const LOOK = 250; // ms between two looks at the clock
const KEEP = 10_000; // ms between two drafts while the clock runs, so that little is lost
const SOON = 30_000; // ms before the end at which it is said, once

/** @param {number} ms @returns {string} such as "2:05" */
export function spoken(ms) {
	const seconds = Math.max(0, Math.round(ms / 1000));
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * The one clock of a triad: ms since it began, with the time away from the page left out.
 * @param {{ keep: () => void, over: () => void }} told
 */
export function ticking({ keep, over }) {
	let stood = 0; // ms when the clock last stood
	/** @type {number | null} */
	let since = null;
	let timer = 0;
	let kept = 0;
	/** @type {{ at: number, left: number | null, spent: number }} */
	let round = { at: 0, left: null, spent: 0 };
	let half = 0; // ms that are left when half is over
	let ended = false;

	const now = () => Math.round(stood + (since === null ? 0 : performance.now() - since));
	const shows = h("span", { class: "ac-time", role: "timer", "aria-label": "Time of this round" });
	const says = h("p", { class: "ac-unseen", role: "status" });
	const sound = h("input", { type: "checkbox", name: "sound" });
	const root = h(
		"div",
		{ class: "ac-clock" },
		shows,
		h("label", { class: "ac-sound" }, sound, h("span", {}, "A soft sound when the time is up")),
		says,
	);

	/** @param {string} words */
	const say = (words) => {
		if (says.textContent !== words) says.textContent = words;
	};
	const show = () => {
		const gone = since === null ? 0 : now() - round.at;
		const left = round.left === null ? null : round.left - gone;
		shows.textContent =
			left === null ? `${spoken(round.spent + gone)} so far` : `${spoken(left)} left`;
		if (left === null || since === null) return;
		if (left <= 0 && !ended) {
			ended = true;
			say("The time is up.");
			if (sound.checked) chime();
			over();
		} else if (left > 0 && left <= SOON && half > SOON) say("Thirty seconds are left.");
		else if (left > SOON && left <= half) say("Half of the time is left.");
	};
	const look = () => {
		if (!root.isConnected) return clearInterval(timer);
		show();
		if (now() - kept < KEEP) return;
		kept = now();
		keep();
	};

	return {
		root,
		now,
		/** @param {number} ms where the clock stood when the page was left */
		set(ms) {
			stood = kept = ms;
			since = null;
			clearInterval(timer);
		},
		/** Stand still at once, before anybody is asked. */
		stand() {
			stood = now();
			since = null;
			clearInterval(timer);
			show();
		},
		/**
		 * Go by what the rules say.
		 * @param {any} state @param {number | null} left ms
		 */
		follow(state, left) {
			round = { at: state.at, left, spent: state.rounds[state.round].spent };
			half = (state.length ?? 0) / 2;
			const runs = state.phase === "talking";
			if (runs) ended = false;
			else say("");
			if (runs && since === null) {
				since = performance.now();
				clearInterval(timer);
				timer = window.setInterval(look, LOOK);
			} else if (!runs && since !== null) {
				stood = now();
				since = null;
				clearInterval(timer);
			}
			show();
		},
		/** @param {boolean} timed whether a round has a length */
		timed(timed) {
			sound.parentElement?.toggleAttribute("hidden", !timed);
		},
		sound,
	};
}

/** One soft note; where there is no sound, nothing is lost. */
function chime() {
	try {
		const audio = new AudioContext();
		const [note, loud] = [audio.createOscillator(), audio.createGain()];
		note.frequency.value = 528;
		loud.gain.setValueAtTime(0.12, audio.currentTime);
		loud.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 1.2);
		note.connect(loud).connect(audio.destination);
		note.start();
		note.stop(audio.currentTime + 1.2);
		note.onended = () => audio.close();
	} catch {}
}
