import { s } from "../view.js";
import { ROOM } from "./geometry.js";

/** The room with its door, and what is outside it: what a map is drawn on. */
export function ground() {
	const room = s("rect", { class: "pm-room", rx: 18 });
	const door = s("path", { class: "pm-door" });
	const inside = s("text", { class: "pm-where" }, "In the room");
	const outside = s("text", { class: "pm-where" }, "Outside");
	const set = (/** @type {Element} */ one, /** @type {Record<string, number>} */ values) => {
		for (const [name, value] of Object.entries(values)) one.setAttribute(name, value.toFixed(1));
	};
	/** @typedef {import("./geometry.js").Point} Point */
	const corners = (/** @type {(at: Point) => Point} */ px) => [
		px({ x: ROOM.left, y: ROOM.top }),
		px({ x: 0, y: 0 }),
	];
	return {
		/** Where something is written. @param {(at: Point) => Point} px */
		words: (px) =>
			corners(px).map(({ x, y }, n) => ({ x: x + 8, y: y + 6, width: n ? 60 : 84, height: 18 })),
		root: s("g", { "aria-hidden": "true" }, room, door, inside, outside),
		/**
		 * @param {(at: import("./geometry.js").Point) => import("./geometry.js").Point} px
		 * @param {number} zoom
		 */
		draw(px, zoom) {
			const [a, b] = [px({ x: ROOM.left, y: ROOM.top }), px({ x: ROOM.right, y: ROOM.bottom })];
			set(room, { x: a.x, y: a.y, width: b.x - a.x, height: b.y - a.y });
			const doorway = a.x + (b.x - a.x) * 0.82;
			door.setAttribute(
				"d",
				`M${doorway.toFixed(1)} ${b.y.toFixed(1)}h${(34 * Math.min(zoom, 2)).toFixed(1)}`,
			);
			set(inside, { x: a.x + 12, y: a.y + 20 });
			const corner = px({ x: 0, y: 0 });
			set(outside, { x: corner.x + 8, y: corner.y + 18 });
		},
	};
}
