/** A model that is only memory: what anywidget gives a view, without a kernel behind it. */
export function fakeModel(state) {
	const heard = {};
	return {
		sent: [],
		get: (key) => state[key],
		set(key, value) {
			state[key] = value;
			this.sent.push([key, value]);
			for (const f of heard[`change:${key}`] ?? []) f();
		},
		save_changes() {},
		/** What anywidget tells a view besides traits. */
		tell(name, ...given) {
			for (const f of heard[name] ?? []) f(...given);
		},
		on(name, f) {
			heard[name] = [...(heard[name] ?? []), f];
		},
		off(name, f) {
			heard[name] = (heard[name] ?? []).filter((g) => g !== f);
		},
		listeners: () => Object.values(heard).flat().length,
	};
}

/** Show `view` in a page; `content` is completed with what every exercise has. */
export function mounted(view, content, state = {}) {
	const basis = { study: "s", size: "b", certainty: "c", limits: "l" };
	const model = fakeModel({
		content: { id: "m/x", title: "A title", source: "ours", qualities: [], basis, ...content },
		response: {},
		draft: {},
		feedback: {},
		saved: {},
		...state,
	});
	const el = document.createElement("div");
	document.body.replaceChildren(el);
	const stop = view.render({ model, el });
	const button = (name) =>
		[...el.querySelectorAll("button")].find((one) => one.textContent === name);
	return { model, el, stop, button };
}
