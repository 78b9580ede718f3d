import { ARROWS, towards, within } from "./geometry.js";

/** @typedef {import("./geometry.js").Point} Point */
/**
 * @typedef {object} Deeds what hands and keys bring about
 * @property {() => boolean} tying whether a finger draws ties, and does not move people
 * @property {(id: string, at: Point, key?: string) => void} moved
 * @property {(id: string, byKey: boolean) => void} opened a person; none: nobody
 * @property {(key: string) => void} openedTie
 * @property {(from: string, to: string) => void} tied
 * @property {(id: string) => void} removed
 * @property {(n: number) => void} pen another kind of tie
 * @property {(text: string) => void} says
 */

const REACH = 12; // points around a sign that still mean it: a finger is no needle
const AT_REST = 5; // points within which a press is no drag
const STEP = 0.02; // of the map, a press of an arrow key
const FINE = 0.005;
const EDGE = 0.02;

/**
 * Mouse, fingers and keys on a chart. While something is dragged, nobody else is asked.
 * @param {ReturnType<typeof import("./chart.js").chart>} map
 * @param {Deeds} deeds
 */
export function hands(map, deeds) {
	const { svg } = map;
	/** @type {Map<number, Point>} */
	const down = new Map();
	/** @type {{ what: "person" | "tie" | "ground", id: string, start: Point, off: Point,
	 *   moved: boolean, at?: Point } | null} */
	let drag = null;
	let pending = ""; // whoever a tie begins at
	let frame = 0;
	let apart = 0; // points between two fingers

	const at = (/** @type {PointerEvent | WheelEvent | MouseEvent} */ event) => {
		const box = map.sheet.getBoundingClientRect(); // it stays while the map is carried about
		const { width, height } = svg.viewBox.baseVal;
		return {
			x: ((event.clientX - box.left) / box.width) * width,
			y: ((event.clientY - box.top) / box.height) * height,
		};
	};
	const nameOf = (/** @type {string} */ id) => map.sign(id)?.person.name ?? "";
	const held = (/** @type {Point} */ one) => ({
		x: within(one.x, EDGE, 1 - EDGE),
		y: within(one.y, EDGE, 1 - EDGE),
	});

	const begin = (/** @type {string} */ id) => {
		map.sign(pending)?.root.classList.remove("pm-from");
		pending = id;
		map.sign(id)?.root.classList.add("pm-from");
		map.stretchTo("", null);
	};
	const finish = (/** @type {string} */ to) => {
		const from = pending;
		begin("");
		if (to && to !== from) deeds.tied(from, to);
		else deeds.says("No tie was drawn.");
	};

	const step = () => {
		frame = 0;
		if (!drag?.at || !drag.moved) return;
		if (drag.what === "person") map.shift(drag.id, held(map.share(offset(drag))));
		else if (drag.what === "tie") {
			map.stretchTo(drag.id, drag.at);
			map.lookAt(map.personAt(drag.at, REACH) || drag.id);
		} else {
			map.pan(drag.at.x - drag.start.x, drag.at.y - drag.start.y);
			drag.start = drag.at;
		}
	};
	/** @param {{ at?: Point, off: Point, start: Point }} drag */
	const offset = (drag) => ({
		x: (drag.at ?? drag.start).x - drag.off.x,
		y: (drag.at ?? drag.start).y - drag.off.y,
	});

	const pressed = (/** @type {PointerEvent} */ event) => {
		if (event.button) return;
		down.set(event.pointerId, at(event));
		if (down.size === 2) {
			if (drag?.what === "person" && drag.moved) settle();
			drag = null;
			const [a, b] = [...down.values()];
			apart = Math.hypot(a.x - b.x, a.y - b.y);
			return;
		}
		const start = at(event);
		const id = map.personAt(start, REACH);
		const sign = map.sign(id);
		if (id && event.pointerType !== "touch") event.preventDefault(); // no text is selected
		const here = sign ? where(sign) : start;
		drag = {
			what: id ? (deeds.tying() ? "tie" : "person") : "ground",
			id,
			start,
			off: { x: start.x - here.x, y: start.y - here.y },
			moved: false,
		};
		if (id || map.zoomed() > 1) svg.setPointerCapture?.(event.pointerId);
		if (id) map.lookAt(id);
	};
	/** @param {{ at: Point }} sign @returns {Point} in points */
	const where = (sign) => {
		const [zero, one] = [map.share({ x: 0, y: 0 }), map.share({ x: 1, y: 1 })];
		return {
			x: (sign.at.x - zero.x) / (one.x - zero.x),
			y: (sign.at.y - zero.y) / (one.y - zero.y),
		};
	};

	const went = (/** @type {PointerEvent} */ event) => {
		const here = at(event);
		if (down.has(event.pointerId)) down.set(event.pointerId, here);
		if (down.size === 2) {
			const [a, b] = [...down.values()];
			const now = Math.hypot(a.x - b.x, a.y - b.y);
			if (apart > 0) map.zoomBy(now / apart, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
			apart = now;
			return;
		}
		if (!drag) {
			if (event.pointerType === "mouse") map.lookAt(map.personAt(here, 2) || focused());
			return;
		}
		drag.at = here;
		drag.moved ||= Math.hypot(here.x - drag.start.x, here.y - drag.start.y) > AT_REST;
		if (drag.what === "ground" && map.zoomed() === 1) return;
		if (!frame) frame = requestAnimationFrame(step);
	};

	const settle = () => {
		if (drag?.at) deeds.moved(drag.id, held(map.share(offset(drag))));
	};
	const lifted = (/** @type {PointerEvent} */ event) => {
		down.delete(event.pointerId);
		cancelAnimationFrame(frame);
		frame = 0;
		const was = drag;
		if (!was) return;
		if (was.moved) was.at = at(event);
		if (was.what === "person" && was.moved) settle();
		else if (was.what === "tie" && was.moved) {
			begin(was.id);
			finish(map.personAt(at(event), REACH));
		} else if (was.what === "tie") {
			if (pending && pending !== was.id) finish(was.id);
			else if (pending) finish("");
			else tieFrom(was.id);
		} else if (was.what === "person") deeds.opened(was.id, false);
		else if (!was.moved) {
			if (pending) finish("");
			else {
				const tie = map.tieAt(at(event), 10);
				if (tie) deeds.openedTie(tie);
				else deeds.opened("", false);
			}
		}
		drag = null;
	};
	const lost = (/** @type {PointerEvent} */ event) => {
		down.delete(event.pointerId);
		if (drag?.what === "person" && drag.moved) settle(); // what was dragged stays where it came to
		map.stretchTo("", null);
		drag = null;
	};

	const tieFrom = (/** @type {string} */ id) => {
		begin(id);
		deeds.says(
			`A tie from ${nameOf(id)}: to whom? Tap them, or go there with Tab or the arrows and press Enter. 1 to 4 choose the kind; Escape stops.`,
		);
	};
	const focused = () =>
		/** @type {HTMLElement | null} */ (document.activeElement)?.getAttribute("data-id") ?? "";

	const keyed = (/** @type {KeyboardEvent} */ event) => {
		const id = focused();
		const sign = map.sign(id);
		const { key } = event;
		if (!sign || event.ctrlKey || event.metaKey || event.altKey) return;
		if (key in ARROWS) {
			if (pending) {
				const all = svgPeople().map((one) => ({ id: one.person.id, ...one.at }));
				const from = all.find((one) => one.id === id);
				const next = from && towards(all, from, key);
				if (next) map.sign(next.id)?.root.focus();
			} else {
				const [dx, dy] = ARROWS[key];
				const far = event.shiftKey ? FINE : STEP;
				deeds.moved(id, held({ x: sign.at.x + dx * far, y: sign.at.y + dy * far }), id);
			}
		} else if (key === "Enter" || key === " ") {
			if (pending) finish(id);
			else deeds.opened(id, true);
		} else if (key === "t" || key === "T") tieFrom(id);
		else if (/^[1-4]$/.test(key)) deeds.pen(Number(key) - 1);
		else if (key === "Escape") {
			if (pending) finish("");
			else deeds.opened("", true);
		} else if (key === "Delete" || key === "Backspace") deeds.removed(id);
		else if (key === "+" || key === "=") map.zoomBy(1.4);
		else if (key === "-") map.zoomBy(1 / 1.4);
		else return;
		event.preventDefault();
		event.stopPropagation();
	};
	const svgPeople = () =>
		[...svg.querySelectorAll("[data-id]")].flatMap(
			(one) => map.sign(one.getAttribute("data-id") ?? "") ?? [],
		);

	/** A finger on somebody, or two fingers, are not for the page to scroll by. */
	const ours = (/** @type {TouchEvent} */ event) => {
		const mine = drag ? drag.what !== "ground" : false;
		if (event.cancelable && (mine || event.touches.length > 1 || map.zoomed() > 1))
			event.preventDefault();
	};

	for (const name of ["touchstart", "touchmove"])
		svg.addEventListener(name, /** @type {any} */ (ours), { passive: false });
	svg.addEventListener("pointerdown", pressed);
	svg.addEventListener("pointermove", went);
	svg.addEventListener("pointerup", lifted);
	svg.addEventListener("pointercancel", lost);
	svg.addEventListener("keydown", keyed);
	svg.addEventListener("click", (event) => {
		// A click that no pointer made: a screen reader's.
		const id = /** @type {Element} */ (event.target)
			.closest?.("[data-id]")
			?.getAttribute("data-id");
		if (id && event.detail === 0 && !(event instanceof PointerEvent && event.pointerType))
			pending ? finish(id) : deeds.opened(id, true);
	});
	svg.addEventListener("focusin", () => {
		map.lookAt(focused());
		map.reveal(focused());
	});
	svg.addEventListener("focusout", () => map.lookAt(""));
	svg.addEventListener(
		"wheel",
		(event) => {
			if (!event.ctrlKey) return; // a plain wheel is for the page
			event.preventDefault();
			map.zoomBy(event.deltaY < 0 ? 1.15 : 1 / 1.15, at(event));
		},
		{ passive: false },
	);
	return { tieFrom, stop: () => begin("") };
}
