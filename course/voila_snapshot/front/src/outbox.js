/**
 * What widgets have sent and the kernel has not yet dealt with, in the order of sending.
 *
 * A message is settled when its idle status has come. What is left when a socket or a kernel
 * dies is sent again: on the same kernel because it never arrived there (see link.js), on a
 * new kernel because it was lost with the old one. The first of these may be what ended the
 * kernel: when that has happened twice it is given up.
 */

/** @typedef {import("./wire.js").Message} Message */
/**
 * @typedef {object} Callbacks as `@jupyter-widgets/base` gives them
 * @property {{ reply?: (message: Message) => void }} [shell]
 * @property {{ status?: (message: Message) => void, output?: (message: Message) => void,
 *   clear_output?: (message: Message) => void }} [iopub]
 */
/**
 * @typedef {object} Entry
 * @property {Message} message
 * @property {Callbacks} callbacks
 * @property {number} socket the socket it was last sent on; 0 if it never was
 * @property {number} strikes how many kernels ended when it was the next to be dealt with
 * @property {number} sends
 */

const STRIKES = 2;
const SENDS = 5; // a message which closes every socket must not do so for ever

export class Outbox {
	/** @type {Map<string, Entry>} */
	#entries = new Map();

	get size() {
		return this.#entries.size;
	}

	/**
	 * @param {Message} message
	 * @param {Callbacks} [callbacks]
	 */
	add(message, callbacks = {}) {
		const entry = { message, callbacks, socket: 0, strikes: 0, sends: 0 };
		this.#entries.set(message.header.msg_id, entry);
	}

	/** @param {string | undefined} id @returns {Callbacks | undefined} */
	callbacks(id) {
		return id === undefined ? undefined : this.#entries.get(id)?.callbacks;
	}

	/** @param {string | undefined} id */
	settle(id) {
		if (id !== undefined) this.#entries.delete(id);
	}

	/**
	 * Send all that this socket has not carried yet.
	 * @param {number} socket counts sockets, from 1
	 * @param {(message: Message) => void} send
	 */
	flush(socket, send) {
		for (const entry of [...this.#entries.values()]) {
			if (entry.socket === socket) continue;
			entry.sends += 1;
			if (entry.sends > SENDS) {
				this.#giveUp(entry);
				continue;
			}
			entry.socket = socket;
			send(entry.message);
		}
	}

	/** The kernel has ended. Kernels deal with one message after the other: blame the first. */
	kernelEnded() {
		const [first] = this.#entries.values();
		if (!first?.socket) return;
		first.strikes += 1;
		if (first.strikes >= STRIKES) this.#giveUp(first);
	}

	/**
	 * Let go of a message that no kernel survives. Its model hears "idle", since it sends
	 * nothing else before.
	 * @param {Entry} entry
	 */
	#giveUp({ message, callbacks }) {
		this.settle(message.header.msg_id);
		console.error("A message was given up after several kernels", message.content);
		callbacks.iopub?.status?.({
			...message,
			channel: "iopub",
			header: { ...message.header, msg_type: "status" },
			parent_header: message.header,
			content: { execution_state: "idle" },
			buffers: [],
		});
	}
}
