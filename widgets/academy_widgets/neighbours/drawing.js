import { h } from "../view.js";

/** Draws a board. A place is painted again only when something in it has changed. */

/** @typedef {{ board: string, unhappy: number[] }} Standing */

const FACE = 15; // device pixels of a place in which a face can be made out

/**
 * @param {number} side places along one edge
 * @param {Record<string, any>} properties of the canvas
 */
export function drawnBoard(side, properties) {
	const canvas = h("canvas", { class: "ac-picture", role: "img", ...properties });
	const pen = canvas.getContext?.("2d", { alpha: false });
	let [along, place] = [side, 0]; // `place`: how wide one is, in device pixels
	let kinds = new Uint8Array(0);
	let sad = new Uint8Array(0);
	/** @type {Set<number>} */
	const changed = new Set();
	/** @type {HTMLCanvasElement[]} by kind, and by mood */
	let stamps = [];

	const everything = () => {
		for (let at = 0; at < kinds.length; at++) changed.add(at);
	};
	const measure = () => {
		const width = canvas.clientWidth;
		if (!width || !pen) return;
		const next = Math.max(4, Math.floor((width * (window.devicePixelRatio || 1)) / along));
		place = next;
		canvas.width = canvas.height = next * along;
		ink();
	};
	const ink = () => {
		const colours = getComputedStyle(canvas);
		const of = (/** @type {string} */ name) => colours.getPropertyValue(name).trim();
		const paint = ["", of("--ac-warm"), of("--ac-accent")];
		const [ground, face] = [of("--ac-sunk"), of("--ac-raised")];
		stamps = [0, 1, 2].flatMap((kind) =>
			[false, true].map((mood) => stamp(place, kind, mood, paint[kind] ?? "", ground, face)),
		);
		everything();
		draw();
	};
	const draw = () => {
		if (pen && stamps.length)
			for (const at of changed) {
				const shape = stamps[2 * (kinds[at] ?? 0) + (sad[at] ?? 0)];
				if (shape) pen.drawImage(shape, (at % along) * place, Math.floor(at / along) * place);
			}
		changed.clear();
	};
	new (globalThis.ResizeObserver ?? Unmeasured)(measure).observe(canvas);
	globalThis
		.matchMedia?.("(prefers-color-scheme: dark)")
		.addEventListener?.("change", () => place && ink());

	return {
		canvas,
		draw,
		/** @param {Standing} standing */
		set({ board, unhappy }) {
			kinds = Uint8Array.from(board, Number);
			sad = new Uint8Array(kinds.length);
			for (const at of unhappy) sad[at] = 1;
			everything();
			const next = Math.round(Math.sqrt(kinds.length));
			if (next === along && place) return draw();
			along = next;
			measure();
		},
		/** @param {number} from @param {number} to */
		move(from, to) {
			kinds[to] = kinds[from] ?? 0;
			kinds[from] = 0;
			changed.add(from).add(to);
		},
		/** @param {number} at whose mood changes */
		turn(at) {
			sad[at] = sad[at] ? 0 : 1;
			changed.add(at);
		},
		/** @returns {Standing} */
		standing: () => ({
			board: kinds.join(""),
			unhappy: [...sad.keys()].filter((at) => sad[at]),
		}),
	};
}

/** Where nothing can be measured, as in a test without a screen, nothing is drawn. */
class Unmeasured {
	observe() {}
}

/**
 * One shape as it looks in a place.
 * @param {number} wide @param {number} kind @param {boolean} mood whether it is unhappy
 * @param {string} colour @param {string} ground @param {string} face
 */
function stamp(wide, kind, mood, colour, ground, face) {
	const made = document.createElement("canvas");
	made.width = made.height = wide;
	const pen = made.getContext("2d");
	if (!pen) return made;
	pen.fillStyle = ground;
	pen.fillRect(0, 0, wide, wide);
	if (!kind) return made;
	const part = (/** @type {number} */ share) => share * wide;
	pen.fillStyle = colour;
	pen.beginPath();
	if (kind === 1) {
		pen.moveTo(part(0.5), part(0.08));
		pen.lineTo(part(0.95), part(0.9));
		pen.lineTo(part(0.05), part(0.9));
	} else pen.rect(part(0.12), part(0.12), part(0.76), part(0.76));
	pen.fill();
	if (!mood) return made;
	const middle = kind === 1 ? 0.62 : 0.5;
	pen.fillStyle = pen.strokeStyle = face;
	if (wide < FACE) {
		pen.beginPath();
		pen.arc(part(0.5), part(middle), Math.max(1, part(0.2)), 0, 7);
		pen.fill();
		return made;
	}
	for (const eye of [0.39, 0.61]) {
		pen.beginPath();
		pen.arc(part(eye), part(middle - 0.08), Math.max(1, part(0.055)), 0, 7);
		pen.fill();
	}
	pen.lineWidth = Math.max(1.2, part(0.065));
	pen.beginPath();
	pen.arc(part(0.5), part(middle + 0.22), part(0.13), Math.PI * 1.15, Math.PI * 1.85);
	pen.stroke();
	return made;
}
