/** Tell speech from silence, in this browser. No sound is recorded, kept or sent. */

const EVERY = 40; // ms between two looks
const ABOVE = 10; // dB above the room's own noise: somebody speaks
const SOFTER = 6; // dB above it: they still do
const HOLD = 350; // ms of quiet that are part of speaking
const RISE = 1; // dB a second by which the room may have become louder
const QUIETEST = -75; // dB
const LOUDEST = -25; // dB: a room is not louder by itself

/**
 * Decide from loudness alone. The threshold follows the room: the quietest moments are taken
 * for its own noise, and what is well above that for speech.
 */
export function ear() {
	let room = -55;
	let last = 0;
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
			const passed = Math.max(0, Math.min(1000, now - last));
			last = now;
			room = db < room ? (room + db) / 2 : room + Math.min(db - room, (RISE * passed) / 1000);
			room = Math.min(LOUDEST, Math.max(QUIETEST, room));
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
		? navigator.mediaDevices.getUserMedia({ audio: true }).then(
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
