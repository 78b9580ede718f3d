// Run in a page before its own scripts. It watches for the first exercise, answers it as
// soon as that can be done, and notes when, in ms since the page was asked for.
(({ replies, newest, deep, answers }) => {
	if (window.top !== window) return;
	const TICK = 8; // ms
	const PATIENCE = 1500; // ms until a click that nobody answered is made again
	const told = { interactive: null, answered: null, clicks: 0, at: 0 };

	/** All trees of the page: the document's own, and those in shadow roots. */
	const roots = () => {
		const found = [document];
		if (deep)
			for (const root of found)
				for (const one of root.querySelectorAll("*"))
					if (one.shadowRoot) found.push(one.shadowRoot);
		return found;
	};
	const all = (selector) => roots().flatMap((root) => [...root.querySelectorAll(selector)]);
	const visible = (one) => {
		const { width, height } = one.getBoundingClientRect();
		return width > 0 && height > 0;
	};
	const plain = (text) => text.replace(/\s+/g, " ").trim();

	const radios = () =>
		all("input[type=radio], button[role=radio]")
			.filter((one) => visible(one) || visible(one.closest("label") ?? one.parentElement))
			.slice(0, replies.length);
	const say = () =>
		all("button").find((one) => visible(one) && plain(one.textContent).startsWith("Say this"));
	const interactive = () => radios().length === replies.length && say() && !say().disabled;

	/** What Python says that the reply leads to is on the page, as the newest answer. */
	const answered = (which) => {
		const then = replies[which];
		if (newest) return all(newest).some((one) => plain(one.textContent).includes(then));
		return roots().some((root) => plain((root.body ?? root).textContent ?? "").includes(then));
	};
	/** What a finger does: the pointer comes down, the focus moves, then it is a click. */
	const press = (one) => {
		const bubbles = { bubbles: true, composed: true };
		one.dispatchEvent(new PointerEvent("pointerdown", bubbles));
		one.dispatchEvent(new PointerEvent("pointerup", bubbles));
		one.click();
	};
	const answer = (which) => {
		press(radios()[which]);
		// After the tool has taken the choice in: some read the form only once it has drawn.
		return new Promise((done) => {
			requestAnimationFrame(() =>
				setTimeout(() => {
					press(say());
					done(performance.now());
				}, 0),
			);
		});
	};

	let which = 0;
	let clicked = 0;
	const watch = () => {
		const now = performance.now();
		if (document.body) {
			if (told.interactive === null && interactive()) {
				told.interactive = now;
				if (!answers) return;
				while (answered(which)) which += 1; // restored from an earlier visit
			}
			if (told.interactive !== null) {
				if (told.clicks && answered(which)) {
					told.answered = now;
					return;
				}
				if (!told.clicks || now - clicked > PATIENCE) {
					told.clicks += 1;
					clicked = now;
					if (interactive()) answer(which);
				}
			}
		}
		setTimeout(watch, TICK);
	};
	setTimeout(watch, 0);

	const pause = (ms) => new Promise((done) => setTimeout(done, ms));
	/** A turn of the event loop without the 4 ms that a nested timeout is held back. */
	const turn = () =>
		new Promise((done) => {
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = done;
			port2.postMessage(0);
		});

	/** Answer again and again on the open page. @returns each time to the answer, ms */
	const repeat = async (times) => {
		const took = [];
		for (let n = 0; n < times; n += 1) {
			which = (which + 1) % replies.length;
			const since = await answer(which);
			while (!answered(which) && performance.now() - since < 5000) await turn();
			took.push(performance.now() - since);
			await pause(150);
		}
		return took;
	};
	window.__bench = { told, repeat };
})(/* SCENE */);
