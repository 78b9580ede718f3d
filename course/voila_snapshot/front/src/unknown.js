/** In place of a widget which this page cannot show. */

import { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";

const SENTENCE = "This part of the page cannot be shown here.";

export class UnknownModel extends DOMWidgetModel {}

export class UnknownView extends DOMWidgetView {
	/**
	 * Also for models that were never meant to be seen.
	 * @param {string[] | undefined} before
	 * @param {string[] | undefined} after
	 */
	update_classes(before, after) {
		super.update_classes(before ?? [], after ?? []);
	}

	render() {
		super.render();
		const sentence = document.createElement("p");
		sentence.className = "snapshot-unknown";
		sentence.textContent = SENTENCE;
		this.el.append(sentence);
	}
}
