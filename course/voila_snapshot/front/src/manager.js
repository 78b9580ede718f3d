/** The widgets of a page: made from its snapshot, shown in their places, kept in step. */

import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import { MessageLoop } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import anywidget from "anywidget";
import { wantIcons } from "./icons.js";
import { Comm } from "./kernel.js";
import { typeset } from "./maths.js";
import { CONTROLS_MODULE, OUTPUT_MODULE } from "./names.js";
import { loaded, stock } from "./stock-script.js";
import { follow, settled, untouched, watchTyping } from "./touched.js";
import { UnknownModel, UnknownView } from "./unknown.js";

/**
 * @typedef {object} Saved a widget in the manager's state, version 2
 * @property {string} model_name
 * @property {string} model_module
 * @property {string} model_module_version
 * @property {Record<string, any>} state
 * @property {{ path: (string | number)[], data: string, encoding: string }[]} [buffers]
 * @property {Record<string, number[]>} [texts] of which of the page's texts a key's value is made
 */

/** @typedef {{ version?: string, classes: Record<string, any> }} Classes */

/** @type {Record<string, Classes>} */
const HERE = {
	"@jupyter-widgets/base": { version: base.JUPYTER_WIDGETS_VERSION, classes: base },
	anywidget: { classes: anywidget(base) },
};

/**
 * @param {string} module
 * @returns {Promise<Classes | undefined>}
 */
async function classesOf(module) {
	if (module === CONTROLS_MODULE) return (await stock()).CONTROLS;
	if (module === OUTPUT_MODULE) return (await stock()).OUTPUT;
	return Object.hasOwn(HERE, module) ? HERE[module] : undefined;
}

/** @param {string} version as "2.0.0", "~2.0" or "^2" */
const major = (version) => /\d+/.exec(version)?.[0];

/** @param {Saved["buffers"]} buffers */
function decoded(buffers = []) {
	return buffers.map(({ data, encoding }) => {
		if (encoding !== "base64") throw new Error(`Unknown encoding of a buffer: ${encoding}`);
		return new DataView(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)).buffer);
	});
}

export class Manager extends ManagerBase {
	/** For `typeset` of ipywidgets' controls, which look here. */
	_rendermime = { latexTypesetter: { typeset } };
	/** @type {Set<string>} */
	#unknown = new Set();
	/** @type {Set<string>} models that every kernel of this page has */
	#ours = new Set();

	/** @param {import("./kernel.js").Kernel} kernel */
	constructor(kernel) {
		super();
		this.kernel = kernel;
		kernel.targets.set(this.comm_target_name, (comm, message) =>
			this.handle_comm_open(/** @type {any} */ (comm), /** @type {any} */ (message)),
		);
	}

	/**
	 * Make all models; nothing is sent.
	 * @param {Record<string, Saved>} states
	 * @param {string[]} [texts] what many states have in common
	 */
	async restore(states, texts = []) {
		await Promise.all(
			Object.entries(states).map(([model_id, saved]) => {
				const { model_name, model_module, model_module_version, state, buffers = [] } = saved;
				for (const [key, parts] of Object.entries(saved.texts ?? {}))
					state[key] = parts.map((at) => texts[at]).join("");
				const paths = buffers.map(({ path }) => path);
				base.put_buffers(state, paths, decoded(buffers));
				this.#ours.add(model_id);
				const comm = /** @type {any} */ (new Comm(this.kernel, model_id, "jupyter.widget"));
				const options = { model_name, model_module, model_module_version, model_id, comm };
				return this.new_model(options, state);
			}),
		);
	}

	/**
	 * Put a learner's own earlier state into the models, where nobody has changed it since.
	 * @param {import("./server.js").Patch} [patch]
	 */
	async apply(patch = {}) {
		await Promise.all(
			Object.entries(patch).map(async ([id, changes]) => {
				if (!this.has_model(id)) return;
				const model = /** @type {any} */ (await this.get_model(id));
				const state = untouched(model, changes);
				model.set_state(await model.constructor._deserialize_state(state, this));
			}),
		);
	}

	/** A new kernel does not know what callbacks of the old one have made. */
	async forgetStrangers() {
		/** @type {Record<string, Promise<any>>} */
		const models = /** @type {any} */ (this)._models; // private only in TypeScript
		for (const [id, promise] of Object.entries(models))
			if (!this.#ours.has(id)) (await promise).comm_live = false;
	}

	/**
	 * @param {string} id
	 * @param {HTMLElement} place
	 */
	async show(id, place) {
		const model = await this.get_model(id);
		if (!model.get("_view_name")) return undefined; // a link, say
		const view = await this.create_view(model);
		MessageLoop.sendMessage(view.luminoWidget, Widget.Msg.BeforeAttach);
		place.append(view.el);
		MessageLoop.sendMessage(view.luminoWidget, Widget.Msg.AfterAttach);
		return view;
	}

	/**
	 * @param {any} options
	 * @param {any} [state]
	 */
	async _make_model(options, state) {
		const model = await super._make_model(options, state);
		follow(model);
		options.comm?.on_msg((/** @type {any} */ message) => {
			const { method, state: said } = message.content.data;
			const done = /** @type {any} */ (model)._handle_comm_msg(message);
			if (method === "update") settled(model, said);
			return done;
		});
		return model;
	}

	/**
	 * @param {any} model
	 * @param {any} [options]
	 * @returns {Promise<any>}
	 */
	async create_view(model, options) {
		const view = /** @type {any} */ (await super.create_view(model, options));
		if (!view.el) return view; // a layout or a style
		watchTyping(view.el, model);
		wantIcons(view.el);
		view.listenTo(model, "change", () => wantIcons(view.el));
		return view;
	}

	/** Only controls ask, and what cleans came with them. @param {string} source */
	inline_sanitize(source) {
		if (!loaded) throw new Error("Nothing is here yet to clean HTML with");
		return loaded.cleanInline(source);
	}

	/** @param {string} name @param {string} module @param {string} version */
	async loadModelClass(name, module, version) {
		return (await this.#find(name, module, version)) ?? UnknownModel;
	}

	/** @param {string} name @param {string} module @param {string} version */
	async loadViewClass(name, module, version) {
		return (await this.#find(name, module, version)) ?? UnknownView;
	}

	/** @param {string} name @param {string} module @param {string} version */
	async loadClass(name, module, version) {
		const found = await this.#find(name, module, version);
		if (!found) throw new Error(`Unknown widget class ${name} of ${module} ${version}`);
		return found;
	}

	/** @param {string} name @param {string} module @param {string} version */
	async #find(name, module, version) {
		const known = await classesOf(module);
		const fits = !known?.version || major(known.version) === major(version);
		const found = known && fits && Object.hasOwn(known.classes, name) && known.classes[name];
		const key = `${module} ${version} ${name}`;
		if (!found && !this.#unknown.has(key)) {
			this.#unknown.add(key);
			const detail = { module, version, name };
			document.dispatchEvent(new CustomEvent("snapshot:unknown", { detail }));
		}
		return found || undefined;
	}

	/**
	 * @param {string} target
	 * @param {string} id
	 * @param {any} [data]
	 * @param {any} [metadata]
	 * @param {any} [buffers]
	 * @returns {Promise<any>}
	 */
	async _create_comm(target, id, data, metadata, buffers) {
		const comm = new Comm(this.kernel, id, target);
		if (data || metadata) comm.open(data, undefined, metadata, buffers);
		return comm;
	}

	async _get_comm_info() {
		return {};
	}
}
