/** Tell speech from silence, in this browser. No sound is recorded, kept or sent. */

const EVERY = 40; // ms between two looks
const ABOVE = 10; // dB above the room's own noise: somebody speaks
const SOFTER = 6; // dB above it: they still do
/** A browser that evens out loudness would make silence loud. */
const AS_IT_IS = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const HOLD = 350; // ms of quiet that are part of speaking
const BLOCK = 500; // ms of which the quietest moment is remembered,
const BLOCKS = 12; // so many of them: somebody who speaks takes a breath in that time
const QUIETEST = -75; // dB

/**
 * Decide from loudness alone. The threshold follows the room: the quietest moments are taken
 * for its own noise, and what is well above that for speech.
 */
export function ear() {
	/** @type {{ from: number, least: number }[]} */
	const blocks = [];
	let speaking = false;
	let began = 0;
	let loud = 0; // when it was last loud
	return {
		/**
		 * @param {number} rms 0 to 1
		 * @param {number} now ms
		 * @returns {{ level: number, threshold: number, speaking: boolean,
		 *   span: [number, number] | null }} level and threshold 0 to 1; span: what has been
		 *   said since the last pause
		 */
		hear(rms, now) {
			const db = Math.max(QUIETEST, 20 * Math.log10(Math.max(rms, 1e-6)));
			const block = blocks.at(-1);
			if (!block || now - block.from >= BLOCK) blocks.push({ from: now, least: db });
			else block.least = Math.min(block.least, db);
			if (blocks.length > BLOCKS) blocks.shift();
			const room = Math.min(...blocks.map(({ least }) => least));
			if (db > room + (speaking ? SOFTER : ABOVE)) {
				if (!speaking) began = now;
				speaking = true;
				loud = now;
			} else if (speaking && now - loud > HOLD) speaking = false;
			const part = (/** @type {number} */ one) => Math.min(1, (one - QUIETEST) / -QUIETEST);
			return {
				level: part(db),
				threshold: part(room + ABOVE),
				speaking,
				span: speaking && loud > began ? [began, loud] : null,
			};
		},
	};
}

/** @typedef {ReturnType<ReturnType<typeof ear>["hear"]>} Heard */

/**
 * Ask for the microphone, and listen until told to stop.
 * @param {(heard: Heard) => void} tell called 25 times a second, spans in `performance.now()`
 * @returns {Promise<{ stop: () => void } | { sorry: string }>}
 */
export function microphone(tell) {
	return navigator.mediaDevices?.getUserMedia
		? navigator.mediaDevices.getUserMedia({ audio: AS_IT_IS }).then(
				(stream) => listen(stream, tell),
				(error) => ({ sorry: `${WHY[error.name] ?? WHY.other} ${TAP}` }),
			)
		: Promise.resolve({ sorry: `${WHY.unsafe} ${TAP}` });
}

/** @param {MediaStream} stream @param {(heard: Heard) => void} tell */
function listen(stream, tell) {
	const context = new AudioContext();
	const analyser = context.createAnalyser();
	analyser.fftSize = 2048;
	// Into the analyser and no further: nothing is heard, recorded or sent.
	context.createMediaStreamSource(stream).connect(analyser);
	context.resume();
	const samples = new Float32Array(analyser.fftSize);
	const listening = ear();
	const timer = setInterval(() => {
		analyser.getFloatTimeDomainData(samples);
		const rms = Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
		tell(listening.hear(rms, performance.now()));
	}, EVERY);
	return {
		stop() {
			clearInterval(timer);
			for (const track of stream.getTracks()) track.stop();
			context.close();
		},
	};
}

const TAP = "You can also tap without it; what you have measured is still here.";
/** @type {Record<string, string>} */
const WHY = {
	NotAllowedError:
		"The microphone was refused. To use it, allow it beside the page's address and press Start again.",
	NotFoundError: "This device has no microphone that the browser can find.",
	NotReadableError: "Another program is using the microphone. Close that, and press Start again.",
	unsafe:
		"This browser gives no microphone to this page, because the page did not come over a safe connection (HTTPS).",
	other: "The microphone could not be opened.",
};
