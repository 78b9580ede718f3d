/** The Output widget: `@jupyter-widgets/output` without JupyterLab. */

import { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";
import { render } from "./mime.js";
import { OUTPUT_MODULE } from "./names.js";

/** @typedef {import("./mime.js").Output} Output */
/** @typedef {import("./wire.js").Message} Message */
/** @typedef {{ output: Output, node: HTMLElement, views: Promise<any>[] }} Shown */

export const OUTPUT_VERSION = "1.0.0";
const KINDS = ["stream", "display_data", "execute_result", "error"];
const SAVE_AFTER = 50; // ms: a loop of prints is one message back

export class OutputModel extends DOMWidgetModel {
	defaults() {
		return {
			...super.defaults(),
			_model_name: "OutputModel",
			_view_name: "OutputView",
			_model_module: OUTPUT_MODULE,
			_view_module: OUTPUT_MODULE,
			_model_module_version: OUTPUT_VERSION,
			_view_module_version: OUTPUT_VERSION,
			msg_id: "",
			outputs: [],
		};
	}

	/**
	 * Backbone calls this from its constructor, before fields would be set.
	 * @param {any} attributes
	 * @param {any} options
	 */
	initialize(attributes, options) {
		super.initialize(attributes, options);
		this.hooked = /** @type {string} */ ("");
		this.clearBeforeNext = false;
		this.saving = /** @type {any} */ (undefined);
		this.listenTo(this, "change:msg_id", this.rehook);
		this.listenTo(this, "destroy", () => this.hooks.delete(this.hooked));
		this.rehook();
	}

	/** @returns {Map<string, (message: Message) => boolean>} */
	get hooks() {
		return /** @type {any} */ (this.widget_manager).kernel.hooks;
	}

	/** Python says which message's outputs are ours; "" for none. */
	rehook() {
		if (this.hooks.get(this.hooked) === this.take) this.hooks.delete(this.hooked);
		this.hooked = this.get("msg_id");
		if (!this.hooked) return;
		this.take = (/** @type {Message} */ message) => this.caught(message);
		this.hooks.set(this.hooked, this.take);
	}

	/** @param {Message} message @returns {boolean} whether it was an output */
	caught({ header, content }) {
		if (header.msg_type === "clear_output") {
			if (content.wait) this.clearBeforeNext = true;
			else this.replace([]);
			return true;
		}
		if (!KINDS.includes(header.msg_type)) return false;
		this.replace(appended(this.cleared(), { output_type: header.msg_type, ...content }));
		return true;
	}

	/** @returns {Output[]} */
	cleared() {
		const outputs = this.clearBeforeNext ? [] : this.get("outputs");
		this.clearBeforeNext = false;
		return outputs;
	}

	/**
	 * Python has to know too, or a later `outputs = ()` would change nothing.
	 * @param {Output[]} outputs
	 */
	replace(outputs) {
		this.set("outputs", outputs);
		this.saving ??= setTimeout(() => {
			this.saving = undefined;
			this.save_changes();
		}, SAVE_AFTER);
	}
}

/**
 * @param {Output[]} outputs
 * @param {Output} output
 * @returns {Output[]} a new list: unchanged outputs stay the same objects
 */
function appended(outputs, output) {
	const last = outputs.at(-1);
	if (output.output_type !== "stream" || last?.output_type !== "stream")
		return [...outputs, output];
	if (last.name !== output.name) return [...outputs, output];
	return [...outputs.slice(0, -1), { ...last, text: `${last.text}${output.text}` }];
}

export class OutputView extends DOMWidgetView {
	render() {
		super.render();
		this.el.classList.add("jupyter-widgets", "widget-output");
		this.el.setAttribute("aria-live", "polite");
		/** @type {Shown[]} */
		const none = [];
		this.shown = none;
		this.listenTo(this.model, "change:outputs", this.draw);
		this.draw();
	}

	/** Draw what is new; keep what is there, since a widget in it may be in use. */
	draw() {
		/** @type {Shown[]} */
		const shown = this.shown ?? [];
		/** @type {Output[]} */
		const outputs = this.model.get("outputs");
		let same = 0;
		while (same < shown.length && shown[same].output === outputs[same]) same++;
		this.takeAway(shown.splice(same));
		for (const output of outputs.slice(same)) {
			/** @type {Promise<any>[]} */
			const views = [];
			const manager = /** @type {any} */ (this.model.widget_manager);
			const node = render(output, (id, place) => views.push(manager.show(id, place)));
			shown.push({ output, node, views });
			this.el.append(node);
		}
	}

	/** @param {Shown[]} gone */
	takeAway(gone) {
		for (const { node, views } of gone) {
			node.remove();
			for (const view of views) view.then((found) => found?.remove());
		}
	}

	remove() {
		this.takeAway(this.shown ?? []);
		return super.remove();
	}
}
