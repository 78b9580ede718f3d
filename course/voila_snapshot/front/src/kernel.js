/** A kernel as `@jupyter-widgets/base` sees it: comms, and who listens to which message. */

import { compose, isIdle } from "./wire.js";

/** @typedef {import("./wire.js").Message} Message */
/** @typedef {import("./outbox.js").Callbacks} Callbacks */
/** @typedef {(comm: Comm, message: Message) => unknown} Target */

const PATIENCE = 5000; // ms for one message; a widget that never answers must not stop others

export class Kernel {
	/** @type {import("./link.js").Link | undefined} */
	link;
	/** @type {Map<string, Comm>} */
	comms = new Map();
	/** @type {Map<string, Target>} */
	targets = new Map();
	/** Whoever takes the outputs of a message away from its callbacks.
	 * @type {Map<string, (message: Message) => boolean>} */
	hooks = new Map();
	#outbox;
	/** @type {Promise<unknown>} */
	#chain;

	/**
	 * @param {import("./outbox.js").Outbox} outbox
	 * @param {Promise<unknown>} [ready] no message is dealt with before
	 */
	constructor(outbox, ready = Promise.resolve()) {
		this.#outbox = outbox;
		this.#chain = ready.catch(() => {});
	}

	/**
	 * @param {string} type
	 * @param {Record<string, any>} content
	 * @param {Callbacks} [callbacks]
	 * @param {Record<string, any>} [metadata]
	 * @param {(ArrayBuffer | ArrayBufferView)[]} [buffers]
	 * @returns {string} the message's id
	 */
	send(type, content, callbacks, metadata, buffers) {
		if (!this.link) throw new Error("No link yet");
		const message = compose(this.link.session, type, content, { metadata, buffers });
		// Voila drops all but comm_msg without a word: nothing else may wait for an answer.
		if (type === "comm_msg") {
			this.#outbox.add(message, callbacks);
			this.link.flush();
		} else this.link.tell(message);
		return message.header.msg_id;
	}

	/**
	 * Deal with one message after the other, as they came: an Output must know that it
	 * catches prints before the print comes.
	 * @param {Message} message
	 * @returns {Promise<void>}
	 */
	deliver(message) {
		const done = this.#chain.then(async () => {
			try {
				await inTime(this.#handle(message), message.header.msg_type);
			} catch (error) {
				console.error(error);
			}
			this.#callBack(message);
		});
		this.#chain = done;
		return done;
	}

	/** @param {Message} message @returns {unknown} */
	#handle(message) {
		const { content } = message;
		const comm = this.comms.get(content.comm_id);
		switch (message.header.msg_type) {
			case "comm_msg":
				return comm?.heard(message);
			case "comm_close":
				this.comms.delete(content.comm_id);
				return comm?.closed(message);
			case "comm_open": {
				const target = this.targets.get(content.target_name);
				return target?.(new Comm(this, content.comm_id, content.target_name), message);
			}
			default:
				return undefined;
		}
	}

	/** @param {Message} message */
	#callBack(message) {
		const parent = message.parent_header?.msg_id;
		const { iopub, shell } = this.#outbox.callbacks(parent) ?? {};
		const type = message.header.msg_type;
		if (isIdle(message)) this.#outbox.settle(parent);
		if (message.channel === "shell") shell?.reply?.(message);
		if (message.channel !== "iopub") return;
		if (type === "status") iopub?.status?.(message);
		else if (parent && this.hooks.get(parent)?.(message)) return;
		else if (type === "clear_output") iopub?.clear_output?.(message);
		else if (!type.startsWith("comm_")) iopub?.output?.(message);
	}
}

/**
 * @param {unknown} work
 * @param {string} what
 */
async function inTime(work, what) {
	if (!(work instanceof Promise)) return;
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	let timer;
	const late = new Promise((resolve) => {
		timer = setTimeout(() => {
			console.warn(`A widget is still busy with a ${what}; going on without it`);
			resolve(undefined);
		}, PATIENCE);
	});
	await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** One side of a line between a model here and its widget in Python. */
export class Comm {
	#kernel;
	/** @type {((message: Message) => unknown) | undefined} */
	#onMessage;
	/** @type {((message: Message) => unknown) | undefined} */
	#onClose;

	/**
	 * @param {Kernel} kernel
	 * @param {string} comm_id
	 * @param {string} target_name
	 */
	constructor(kernel, comm_id, target_name) {
		this.#kernel = kernel;
		this.comm_id = comm_id;
		this.target_name = target_name;
		kernel.comms.set(comm_id, this);
	}

	/** @param {any} data @param {Callbacks} [callbacks] @param {any} [metadata] @param {any} [buffers] */
	open(data, callbacks, metadata, buffers) {
		const { comm_id, target_name } = this;
		const content = { comm_id, target_name, data };
		return this.#kernel.send("comm_open", content, callbacks, metadata, buffers);
	}

	/** @param {any} data @param {Callbacks} [callbacks] @param {any} [metadata] @param {any} [buffers] */
	send(data, callbacks, metadata, buffers) {
		const content = { comm_id: this.comm_id, data };
		return this.#kernel.send("comm_msg", content, callbacks, metadata, buffers);
	}

	/** @param {any} [data] @param {Callbacks} [callbacks] @param {any} [metadata] @param {any} [buffers] */
	close(data = {}, callbacks, metadata, buffers) {
		this.#kernel.comms.delete(this.comm_id);
		const content = { comm_id: this.comm_id, data };
		return this.#kernel.send("comm_close", content, callbacks, metadata, buffers);
	}

	/** @param {(message: any) => unknown} callback */
	on_msg(callback) {
		this.#onMessage = callback;
	}

	/** @param {(message: any) => unknown} callback */
	on_close(callback) {
		this.#onClose = callback;
	}

	/** @param {Message} message */
	heard(message) {
		return this.#onMessage?.(message);
	}

	/** @param {Message} message */
	closed(message) {
		return this.#onClose?.(message);
	}
}
