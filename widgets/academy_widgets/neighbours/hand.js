import { h } from "../view.js";
import { drawnBoard } from "./drawing.js";

/** A small board moved by hand: by pointer, by touch, and by keyboard. */

/** @typedef {{ board: string, unhappy: number[], near: ([number, number] | null)[], alike: number }} Told */

const KINDS = ["empty", "triangle", "square"];
const KEYS = /** @type {Record<string, [number, number]>} */ ({
	ArrowUp: [-1, 0],
	ArrowDown: [1, 0],
	ArrowLeft: [0, -1],
	ArrowRight: [0, 1],
});

/**
 * @param {any} content
 * @param {(asked: any) => Promise<any>} work
 * @param {() => void} changed
 */
export function byHand(content, work, changed) {
	const side = content.small;
	/** @type {[number, number][]} */
	let moves = [];
	/** @type {Told} */
	let told = content.hand;
	let held = -1; // the place of whom is picked up
	let at = 0; // where the focus is, among the places
	let asked = 0;
	const says = h("p", { class: "ac-says", role: "status" });
	const shown = drawnBoard(side, { "aria-hidden": "true", role: null });
	const ghost = drawnBoard(1, {
		class: "ac-ghost",
		"aria-hidden": "true",
		role: null,
		hidden: true,
	});
	const places = Array.from({ length: side * side }, (_, place) =>
		h("button", { type: "button", role: "gridcell", tabindex: "-1", "data-place": place }),
	);
	const grid = h(
		"div",
		{ class: "ac-grid", role: "grid", "aria-label": "The small board" },
		...Array.from({ length: side }, (_, row) =>
			h("div", { role: "row" }, ...places.slice(row * side, (row + 1) * side)),
		),
	);
	const back = h("button", { type: "button", class: "ac-quiet" }, "Take back a move");
	const anew = h("button", { type: "button", class: "ac-quiet" }, "Begin this board again");
	const field = h("div", { class: "ac-board" }, shown.canvas, grid, ghost.canvas);
	const root = h("div", { class: "ac-hand" }, field, says, h("p", { class: "ac-row" }, back, anew));

	const kind = (/** @type {number} */ place) => Number(told.board[place]);
	const sad = (/** @type {number} */ place) => told.unhappy.includes(place);
	const named = (/** @type {number} */ place) => {
		const where = `row ${Math.floor(place / side) + 1}, place ${(place % side) + 1}`;
		const what = KINDS[kind(place)];
		const near = told.near[place];
		if (!kind(place) || !near) return `${what}, ${where}`;
		const mood = sad(place) ? "unhappy" : "content";
		return `${mood} ${what}, ${near[0]} of ${near[1]} neighbours alike, ${where}`;
	};
	const render = () => {
		shown.set(told);
		for (const [place, cell] of places.entries()) {
			cell.setAttribute("aria-label", named(place));
			cell.setAttribute("aria-selected", String(place === held));
			cell.tabIndex = place === at ? 0 : -1;
			cell.className = `${sad(place) ? "ac-movable" : ""} ${place === held ? "ac-held" : ""}`;
		}
		back.hidden = anew.hidden = !moves.length;
	};
	const sum = () => {
		const sad = told.unhappy.length;
		const alike = `${told.alike} of 100 neighbours are alike; at the start it was ${content.hand.alike}.`;
		const many = `${sad} ${sad === 1 ? "shape is" : "shapes are"} unhappy.`;
		return sad ? `${many} ${alike}` : `Nobody is unhappy any more. ${alike}`;
	};
	/** @param {string} [first] */
	const say = (first = "") => {
		says.textContent = `${first} ${sum()}`.trim();
	};

	/** @param {number} place */
	const choose = (place) => {
		at = place;
		if (held < 0) {
			if (sad(place)) {
				held = place;
				says.textContent = `Picked up: ${named(place)}. Choose an empty place for it.`;
			} else if (kind(place)) say("This one is content here, so it stays.");
			else say("Choose an unhappy shape first.");
		} else if (place === held) {
			held = -1;
			say("Put back.");
		} else if (kind(place)) says.textContent = "Somebody lives there. Choose an empty place.";
		else {
			put(held, place);
			return;
		}
		render();
	};
	/** @param {number} from @param {number} to */
	const put = (from, to) => {
		held = -1;
		at = to;
		const board = [...told.board];
		[board[from], board[to]] = [board[to] ?? "0", board[from] ?? "0"];
		// It stands there at once; how everybody feels about it is for Python to say.
		told = { ...told, board: board.join(""), unhappy: told.unhappy.filter((one) => one !== from) };
		render();
		ask([...moves, [from, to]]);
	};
	/** @param {[number, number][]} next */
	const ask = async (next) => {
		const mine = ++asked;
		const before = moves;
		moves = next;
		const { found, sorry } = await work({ do: "hand", moves });
		if (mine !== asked) return;
		if (found) told = found;
		else {
			moves = before;
			told = known;
		}
		known = told;
		render();
		say(sorry);
		changed();
	};
	let known = told;

	grid.addEventListener("click", (event) => {
		const cell = /** @type {HTMLElement} */ (event.target).closest("button");
		if (cell && !dragged) choose(Number(cell.dataset.place));
		dragged = false;
	});
	grid.addEventListener("keydown", (event) => {
		const way = KEYS[event.key];
		if (event.key === "Escape" && held >= 0) {
			at = held;
			choose(held);
			places[at]?.focus();
		}
		if (!way) return;
		event.preventDefault();
		const [row, column] = [Math.floor(at / side) + way[0], (at % side) + way[1]];
		if (row < 0 || column < 0 || row >= side || column >= side) return;
		at = row * side + column;
		for (const [place, cell] of places.entries()) cell.tabIndex = place === at ? 0 : -1;
		places[at]?.focus();
	});

	let dragged = false;
	let [from, startX, startY] = [-1, 0, 0];
	/** @param {PointerEvent} event @returns {number} the place below the pointer, or -1 */
	const below = (event) => {
		const frame = grid.getBoundingClientRect();
		const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
		const [row, column] = [
			Math.floor((y / frame.height) * side),
			Math.floor((x / frame.width) * side),
		];
		const inside = row >= 0 && column >= 0 && row < side && column < side;
		return inside ? row * side + column : -1;
	};
	grid.addEventListener("pointerdown", (event) => {
		dragged = false;
		from = event.button ? -1 : below(event);
		if (!sad(from)) from = -1;
		[startX, startY] = [event.clientX, event.clientY];
	});
	const over = () => {
		from = -1;
		ghost.canvas.hidden = true;
		for (const cell of places) cell.classList.remove("ac-over");
	};
	const drag = (/** @type {PointerEvent} */ event) => {
		if (from < 0) return;
		const moved = Math.hypot(event.clientX - startX, event.clientY - startY);
		if (!dragged && moved < 6) return;
		if (!dragged) {
			dragged = true;
			grid.setPointerCapture?.(event.pointerId);
			held = from;
			render();
			ghost.canvas.hidden = false;
			ghost.set({ board: String(kind(from)), unhappy: [0] });
		}
		const frame = grid.getBoundingClientRect();
		const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
		ghost.canvas.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
		const to = below(event);
		for (const [place, cell] of places.entries())
			cell.classList.toggle("ac-over", place === to && !kind(to));
	};
	const drop = (/** @type {PointerEvent} */ event) => {
		if (from < 0) return;
		const [start, to] = [from, below(event)];
		over();
		if (!dragged) return; // a click, which is heard as one
		held = -1;
		if (to >= 0 && !kind(to)) put(start, to);
		else {
			render();
			say("Put back: that is no empty place.");
		}
	};
	grid.addEventListener("pointermove", drag);
	grid.addEventListener("pointerup", drop);
	grid.addEventListener("pointercancel", () => {
		held = -1;
		over();
		render();
	});
	back.addEventListener("click", () => {
		held = -1;
		ask(moves.slice(0, -1));
		places[at]?.focus();
	});
	anew.addEventListener("click", () => {
		held = -1;
		ask([]);
		places[at]?.focus();
	});

	return {
		root,
		read: () => ({ moves, told: moves.length ? told : null }),
		/** @param {any} form */
		write(form) {
			moves = form?.moves ?? [];
			told = known = (moves.length && form.told) || content.hand;
			held = -1;
			at = told.unhappy[0] ?? 0;
			render();
			say();
		},
	};
}
