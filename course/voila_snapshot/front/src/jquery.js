/**
 * What Backbone, ipywidgets and anywidget ask of jQuery: one element in a coat.
 *
 * Their views use `instanceof $`, `$el[0]`, and the methods below; the rest of Backbone's use
 * is replaced by ipywidgets' NativeView. The build puts this in the place of jQuery's 30 kB.
 */
class OneElement {
	/** @param {Element} element */
	constructor(element) {
		this[0] = element;
		this.length = 1;
	}

	/** @param {string} selector */
	find(selector) {
		return [...this[0].querySelectorAll(selector)];
	}

	empty() {
		this[0].replaceChildren();
		return this;
	}

	remove() {
		this[0].remove();
		return this;
	}

	/** @param {Record<string, string>} attributes */
	attr(attributes) {
		for (const [name, value] of Object.entries(attributes)) this[0].setAttribute(name, value);
		return this;
	}
}

/** @param {Element | OneElement} element */
export default function $(element) {
	return element instanceof OneElement ? element : new OneElement(element);
}
$.prototype = OneElement.prototype; // so that `instanceof $` holds
