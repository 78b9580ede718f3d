/** Plays the moves of a run on a board, as many in each frame as it takes to be done in time. */

const EACH = 60; // ms for a move, where there are few
const LONGEST_PLAY = 9000; // ms for a whole run
const GAP = 100; // ms; a longer pause between two frames is not caught up

/** @typedef {{ move(from: number, to: number): void, turn(at: number): void, draw(): void }} Board */

/** @param {string} text whole numbers of two bytes, in base64 */
export function numbersOf(text) {
	const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
	const view = new DataView(bytes.buffer);
	return Uint16Array.from({ length: bytes.length / 2 }, (_, at) => view.getUint16(2 * at, true));
}

/**
 * @param {Board} board
 * @param {{ steps: string, moves: number }} run
 * @param {{ moved: (done: number) => void, over: () => void }} told after each frame that changed
 *   something, and once at the end
 */
export function playing(board, run, told) {
	const numbers = numbersOf(run.steps);
	const lasts = Math.min(LONGEST_PLAY, EACH * run.moves);
	let [next, done, spent, last, frame] = [0, 0, 0, 0, 0];
	let goes = false;

	const one = () => {
		const [from = 0, to = 0, moods = 0] = numbers.subarray(next, next + 3);
		board.move(from, to);
		next += 3;
		for (let at = 0; at < moods; at++) board.turn(numbers[next + at] ?? 0);
		next += moods;
		done++;
	};
	/** @param {number} until */
	const play = (until) => {
		if (done < until) {
			while (done < until) one();
			board.draw();
			told.moved(done);
		}
		if (done < run.moves) return;
		halt();
		told.over();
	};
	/** @param {number} now */
	const look = (now) => {
		if (!goes) return;
		spent += Math.min(GAP, now - last);
		last = now;
		frame = requestAnimationFrame(look);
		play(Math.min(run.moves, Math.floor((run.moves * spent) / lasts)));
	};
	const halt = () => {
		goes = false;
		cancelAnimationFrame(frame);
	};
	return {
		/** A hidden tab gets no frames, so it waits by itself. */
		go() {
			goes = true;
			last = performance.now();
			frame = requestAnimationFrame(look);
		},
		halt,
		goes: () => goes,
		step() {
			spent = ((done + 1) * lasts) / run.moves;
			play(Math.min(run.moves, done + 1));
		},
		end: () => play(run.moves),
	};
}
