/**
 * The way to the kernel: asks for one when it is needed, keeps in touch, comes back.
 *
 * The contract, which the server and authors of widgets may rely on:
 *
 * - No kernel is asked for before the first message (or `wake()`). Messages wait, in order.
 * - Order on every new kernel: POST startUrl, its `patch` is applied, the socket opens, the
 *   kernel proves that its answers reach us, then the waiting messages are sent.
 * - Same kernel, new socket: Jupyter Server replays what was said meanwhile. Messages on the
 *   shell channel are handled in order, so once our own question has been answered, whatever is
 *   still unsettled never arrived: it is sent again, and so arrives once.
 * - The kernel is gone (404, 403 or "dead"; restarted; shut down): with nothing unsettled we
 *   sleep until the next message; else a new kernel is asked for. The present state of the page
 *   is NOT pushed into it: the server restores what it kept and tells us by `patch`. What was
 *   sent to the old kernel without an idle status is sent again, so it may be handled twice:
 *   at least once. An observer in Python must bear that. A message at which two kernels have
 *   ended is given up.
 */

import { Refused, Unavailable } from "./server.js";
import { compose, decode, encode, isIdle, PROTOCOL, uuid } from "./wire.js";

/** @typedef {import("./wire.js").Message} Message */
/** @typedef {"starting" | "live" | "lost" | "restored" | "failed"} State */
/**
 * @typedef {object} Owner
 * @property {(message: Message) => Promise<void>} deliver resolves when it was dealt with
 * @property {(started: import("./server.js").Started, first: boolean) => Promise<void>} arrived
 *   a kernel has been started; the link goes on when this has resolved
 * @property {(state: State, detail: Record<string, any>) => void} say
 */

const FIRST_WAIT = 500; // ms
const LONGEST_WAIT = 15_000;
const OPENING = 20_000; // until a socket that does not open is given up
const ASK_AGAIN = 1000; // the first question may be answered before the kernel hears of us
const SILENCE = 5000; // with something unsettled, until we ask whether the line is dead
const ANSWER = 5000; // and how long we wait for the answer
const ENDED = ["restarting", "autorestarting", "dead"];

export class Link {
	session = uuid();
	live = false;
	#server;
	#outbox;
	#owner;
	/** @type {string | undefined} */
	#kernel;
	/** @type {WebSocket | undefined} */
	#socket;
	#sockets = 0;
	#kernels = 0;
	#lost = false; // whether the page was told so
	#connecting = false;
	#heard = 0;
	/** @type {() => void} */
	#hurry = () => {};
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	#watch;

	/**
	 * @param {import("./server.js").Server} server
	 * @param {import("./outbox.js").Outbox} outbox
	 * @param {Owner} owner
	 * @param {string} [kernelId] a kernel which the server has started already
	 */
	constructor(server, outbox, owner, kernelId) {
		this.#server = server;
		this.#outbox = outbox;
		this.#owner = owner;
		this.#kernel = kernelId;
		if (kernelId) this.#kernels = 1;
		const back = () => {
			if (document.visibilityState === "hidden") return;
			this.#hurry();
			if (this.live) this.#probe();
		};
		addEventListener("online", back);
		document.addEventListener("visibilitychange", back);
		const leave = () => this.#leave();
		addEventListener("pagehide", () => {
			// Views send their last words at "pagehide", some after us: wait for what follows it.
			if (document.visibilityState === "hidden") leave();
			else document.addEventListener("visibilitychange", leave, { once: true });
		});
	}

	/** Send what waits; connect first if need be. */
	flush() {
		if (!this.live) this.wake();
		else {
			this.#outbox.flush(this.#sockets, (message) => this.#send(message));
			this.#keepWatch();
		}
	}

	/** Send once, only if somebody listens. @param {Message} message */
	tell(message) {
		if (this.live) this.#send(message);
	}

	/** Have a kernel ready. */
	wake() {
		if (this.live || this.#connecting) return;
		this.#connecting = true;
		this.#connect().finally(() => {
			this.#connecting = false;
		});
	}

	async #connect() {
		for (let tries = 0; ; tries++) {
			try {
				if (this.#kernel && this.#sockets && !(await this.#server.alive(this.#kernel))) {
					this.#kernel = undefined;
					this.#outbox.kernelEnded();
					if (!this.#outbox.size) {
						this.#found();
						return;
					}
				} else if (this.#kernel && this.#sockets) this.#lose();
				if (!this.#kernel) await this.#begin();
				await this.#open(/** @type {string} */ (/** @type {unknown} */ (this.#kernel)));
				return;
			} catch (error) {
				if (error instanceof Refused) {
					this.#owner.say("failed", { status: error.status });
					this.#lost = true;
					return;
				}
				this.#lose(error);
				await this.#pause(tries, error instanceof Unavailable ? error.wait : 0);
			}
		}
	}

	async #begin() {
		if (!this.#lost) this.#owner.say("starting", { again: this.#kernels > 0 });
		const started = await this.#server.start();
		const first = this.#kernels === 0;
		this.#kernels += 1;
		this.#kernel = started.id;
		await this.#owner.arrived(started, first);
	}

	/** @param {string} id @returns {Promise<void>} resolves when messages have been sent */
	#open(id) {
		this.#sockets += 1;
		const socket = new WebSocket(this.#server.socket(id, this.session), [PROTOCOL]);
		socket.binaryType = "arraybuffer";
		this.#socket = socket;
		return new Promise((resolve, reject) => {
			/** @type {Set<string | undefined>} */
			const asked = new Set();
			/** @type {ReturnType<typeof setTimeout>} */
			let timer = setTimeout(() => socket.close(), OPENING);
			const ask = () => {
				asked.add(this.#ask("shell"));
				timer = setTimeout(ask, ASK_AGAIN * asked.size);
			};
			socket.onopen = () => {
				clearTimeout(timer);
				ask();
			};
			socket.onmessage = async ({ data }) => {
				if (socket !== this.#socket) return;
				this.#heard = Date.now();
				const message = typeof data === "string" ? JSON.parse(data) : decode(data);
				if (hasEnded(message)) {
					clearTimeout(timer);
					this.#gone();
					reject(new Error("The kernel has ended"));
					return;
				}
				await this.#owner.deliver(message);
				const ours = isIdle(message) && asked.has(message.parent_header.msg_id);
				if (!ours || this.live || socket !== this.#socket) return;
				clearTimeout(timer);
				this.#found();
				this.flush();
				resolve();
			};
			socket.onclose = () => {
				clearTimeout(timer);
				if (socket !== this.#socket) return;
				this.#hangUp();
				reject(new Error("The socket was closed"));
				this.wake();
			};
		});
	}

	/** We are in touch, or as good as: nothing waits, and the next message finds a way. */
	#found() {
		const connected = this.#socket !== undefined;
		this.live = connected;
		if (this.#lost) this.#owner.say("restored", { connected });
		else if (connected) this.#owner.say("live", {});
		this.#lost = false;
	}

	/** @param {unknown} [error] */
	#lose(error) {
		const status = error instanceof Unavailable ? { status: error.status } : {};
		if (!this.#lost) this.#owner.say("lost", status);
		this.#lost = true;
	}

	#hangUp() {
		const socket = this.#socket;
		this.#socket = undefined;
		this.live = false;
		clearTimeout(this.#watch);
		this.#watch = undefined;
		socket?.close();
	}

	/** The kernel has ended. Nobody needs another one before there is something to say. */
	#gone() {
		const old = this.#kernel;
		const was = this.live;
		this.#kernel = undefined;
		this.#hangUp();
		if (old) this.#server.release(old); // a restarted one would only idle
		this.#outbox.kernelEnded();
		if (was && this.#outbox.size) this.wake();
	}

	/** Let go of the kernel, unless it still has to deal with something: that one is culled. */
	#leave() {
		if (this.#kernel && !this.#outbox.size) this.#server.release(this.#kernel);
	}

	/** @param {Message} message */
	#send(message) {
		const socket = this.#socket;
		if (!socket || socket.readyState > 1) return; // closing: it is sent on the next one
		socket.send(encode(message));
	}

	/** @param {"shell" | "control"} channel */
	#ask(channel) {
		const message = compose(this.session, "kernel_info_request", {}, { channel });
		this.#send(message);
		return message.header.msg_id;
	}

	/** With something unsettled, doubt a line on which nothing is heard. */
	#keepWatch() {
		if (this.#watch !== undefined || !this.#outbox.size) return;
		this.#watch = setTimeout(() => {
			this.#watch = undefined;
			if (Date.now() - this.#heard >= SILENCE) this.#probe();
			this.#keepWatch();
		}, SILENCE);
	}

	/** Ask on the control channel, which answers while the kernel works; hang up on silence. */
	#probe() {
		const socket = this.#socket;
		const asked = Date.now();
		this.#ask("control");
		setTimeout(() => {
			if (socket !== this.#socket || !this.live || this.#heard >= asked) return;
			this.#hangUp();
			this.wake();
		}, ANSWER);
	}

	/** @param {number} tries @param {number} atLeast ms @returns {Promise<void>} */
	#pause(tries, atLeast) {
		const wait = Math.min(FIRST_WAIT * 2 ** tries, LONGEST_WAIT);
		const scattered = wait * (0.8 + 0.2 * Math.random()); // not all pages at once
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, Math.max(scattered, atLeast));
			this.#hurry = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}
}

/** @param {Message} message */
function hasEnded({ header, content }) {
	if (header.msg_type === "shutdown_reply") return true;
	return header.msg_type === "status" && ENDED.includes(content.execution_state);
}
