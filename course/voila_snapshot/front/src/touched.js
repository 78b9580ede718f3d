/**
 * Which keys of which models hold what was done in the browser, and not what Python said.
 *
 * When earlier answers arrive with a new kernel, they must not take the place of what
 * somebody has typed meanwhile.
 */

/** @typedef {{ model_id: string, comm?: any, on: Function, changedAttributes: Function }} Model */

/** @type {WeakMap<object, Set<string>>} */
const touched = new WeakMap();
/** @type {WeakMap<Element, object>} */
const shown = new WeakMap();

/** @param {object} model @returns {Set<string>} */
function keysOf(model) {
	let keys = touched.get(model);
	if (!keys) {
		keys = new Set();
		touched.set(model, keys);
	}
	return keys;
}

/**
 * Follow a model from now on.
 * @param {any} model a WidgetModel
 */
export function follow(model) {
	const keys = keysOf(model);
	model.on("change", () => {
		const fromPython = model._state_lock ?? {};
		for (const [key, value] of Object.entries(model.changedAttributes() || {}))
			if (fromPython[key] !== value) keys.add(key);
	});
}

/** Python itself has set these. @param {object} model @param {object} state */
export function settled(model, state) {
	const keys = keysOf(model);
	for (const key of Object.keys(state)) keys.delete(key);
}

/**
 * Some controls hold back what is typed until they lose the focus: typing counts, too.
 * @param {Element} element
 * @param {object} model
 */
export function watchTyping(element, model) {
	shown.set(element, model);
}

/** @param {Event} event */
export function typed({ target }) {
	for (let at = /** @type {Element | null} */ (target); at; at = at.parentElement) {
		const model = shown.get(at);
		if (model) {
			keysOf(model).add("value");
			return;
		}
	}
}

/**
 * @param {object} model
 * @param {Record<string, any>} state
 * @returns {Record<string, any>} what of it may be put into the model
 */
export function untouched(model, state) {
	const keys = keysOf(model);
	return Object.fromEntries(Object.entries(state).filter(([key]) => !keys.has(key)));
}
