import { expect, test } from "vitest";
import {
	follow,
	settled,
	typed,
	untouched,
	watchTyping,
} from "../../course/voila_snapshot/front/src/touched.js";

/** A model as Backbone makes it, as far as it matters here. */
function model() {
	const listeners = [];
	return {
		_state_lock: null,
		changed: {},
		on: (_, listener) => listeners.push(listener),
		changedAttributes() {
			return this.changed;
		},
		change(changed, lock = null) {
			Object.assign(this, { changed, _state_lock: lock });
			for (const listener of listeners) listener();
			this._state_lock = null;
		},
	};
}

const patch = { value: "earlier", other: 1 };

test("what was changed here is not overwritten, the rest is", () => {
	const one = model();
	follow(one);
	one.change({ value: "typed" });
	expect(untouched(one, patch)).toEqual({ other: 1 });
});

test("what Python changed is not counted as changed here", () => {
	const one = model();
	follow(one);
	one.change({ value: "from Python" }, { value: "from Python" });
	expect(untouched(one, patch)).toEqual(patch);
});

test("what a listener changed while Python changed something is", () => {
	const one = model();
	follow(one);
	one.change({ value: "from Python", other: 2 }, { value: "from Python" });
	expect(untouched(one, patch)).toEqual({ value: "earlier" });
});

test("Python's last word takes the place of ours", () => {
	const one = model();
	follow(one);
	one.change({ value: "typed" });
	settled(one, { value: "from Python" });
	expect(untouched(one, patch)).toEqual(patch);
});

test("typing counts before the control says so", () => {
	const one = model();
	const view = document.createElement("div");
	const input = document.createElement("input");
	view.append(input);
	watchTyping(view, one);
	typed(/** @type {any} */ ({ target: input }));
	typed(/** @type {any} */ ({ target: document.body }));
	expect(untouched(one, patch)).toEqual({ other: 1 });
});
