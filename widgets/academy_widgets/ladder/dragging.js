const SLIP = 6; // px that a pointer may move and still have pressed
const EDGE = 70; // px from the screen's edge within which the page follows
const PACE = 9; // px a frame

/**
 * Let something be carried by mouse, pen or finger to what has `data-rung`, within `root`.
 * @param {HTMLElement} chip
 * @param {HTMLElement} root
 * @param {(rung: string) => void} dropped
 */
export function draggable(chip, root, dropped) {
	/** @type {{ x: number, y: number, left: number, top: number } | null} */
	let from = null;
	/** @type {HTMLElement | null} */
	let ghost = null;
	let [x, y, frame] = [0, 0, 0];

	const over = () => {
		const under = document.elementFromPoint(x, y)?.closest("[data-rung]");
		return under instanceof HTMLElement && root.contains(under) ? under : null;
	};
	const light = () => {
		const now = over();
		for (const one of root.querySelectorAll(".ac-over")) {
			if (one !== now) one.classList.remove("ac-over");
		}
		now?.classList.add("ac-over");
	};
	const follow = () => {
		if (!ghost || !from) return;
		ghost.style.left = `${from.left + x - from.x}px`;
		ghost.style.top = `${from.top + y - from.y}px`;
		const by = y < EDGE ? -PACE : y > window.innerHeight - EDGE ? PACE : 0;
		if (by) window.scrollBy(0, by);
		light();
		frame = requestAnimationFrame(follow);
	};
	const lift = () => {
		const { left, top, width } = chip.getBoundingClientRect();
		from = { x: from?.x ?? x, y: from?.y ?? y, left, top };
		ghost = /** @type {HTMLElement} */ (chip.cloneNode(true));
		ghost.classList.add("ac-ghost");
		ghost.setAttribute("aria-hidden", "true");
		ghost.style.width = `${width}px`;
		root.append(ghost);
		chip.classList.add("ac-lifted");
		frame = requestAnimationFrame(follow);
	};
	const down = () => {
		cancelAnimationFrame(frame);
		ghost?.remove();
		chip.classList.remove("ac-lifted");
		for (const one of root.querySelectorAll(".ac-over")) one.classList.remove("ac-over");
		from = null;
		ghost = null;
	};
	chip.addEventListener("pointerdown", (event) => {
		if (event.button) return;
		from = { x: event.clientX, y: event.clientY, left: 0, top: 0 };
		chip.setPointerCapture(event.pointerId);
	});
	chip.addEventListener("pointermove", (event) => {
		if (!from) return;
		[x, y] = [event.clientX, event.clientY];
		if (!ghost && Math.hypot(x - from.x, y - from.y) > SLIP) lift();
	});
	chip.addEventListener("pointerup", () => {
		const to = ghost && over();
		down();
		if (to) dropped(to.dataset.rung ?? "");
	});
	chip.addEventListener("pointercancel", down);
}
