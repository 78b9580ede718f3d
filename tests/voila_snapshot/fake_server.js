/** A Jupyter Server in memory: what a page can reach of it, by HTTP and by WebSocket. */

import { vi } from "vitest";
import { compose, decode, encode } from "../../course/voila_snapshot/front/src/wire.js";

export class FakeSocket {
	/** @type {FakeSocket[]} */
	static all = [];
	static get last() {
		return FakeSocket.all.at(-1);
	}

	constructor(url, protocols) {
		Object.assign(this, { url, protocols, sent: [], closed: false });
		FakeSocket.all.push(this);
	}
	get readyState() {
		return this.closed ? 3 : 1;
	}
	send(frame) {
		this.sent.push(decode(frame));
	}
	close() {
		if (this.closed) return;
		this.closed = true;
		queueMicrotask(() => this.onclose?.());
	}

	/** What the page has sent, without the questions whether anybody is there. */
	get said() {
		return this.sent.filter(({ header }) => header.msg_type === "comm_msg");
	}
	get texts() {
		return this.said.map(({ content }) => content.data.text);
	}

	async receive(type, content, parent, buffers = []) {
		const message = compose("server", type, content, { channel: "iopub", buffers });
		message.parent_header = parent?.header ?? {};
		this.onmessage({ data: encode(message) });
		await settle();
	}
	async idle(parent) {
		await this.receive("status", { execution_state: "idle" }, parent);
	}
	/** Accept the connection and answer the first question. */
	async live() {
		this.onopen();
		await this.idle(this.sent[0]);
	}
	async drop() {
		this.closed = true;
		this.onclose();
		await settle();
	}
}

/** Let promises run, and no timer. */
export async function settle() {
	for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

/** @returns what the test may change and look at */
export function serve() {
	FakeSocket.all = [];
	const server = {
		/** @type {{ url: string, method: string, headers: any }[]} */
		asked: [],
		/** what a POST answers: a status, "network", or undefined for a kernel */
		start: undefined,
		/** @type {Record<string, any> | undefined} */
		patch: undefined,
		/** what a GET for a kernel answers: a status, "network", "dead" or "idle" */
		kernel: "idle",
		kernels: 0,
		get posts() {
			return server.asked.filter(({ method }) => method === "POST").length;
		},
	};
	const answer = (status, body, headers = {}) => ({
		ok: status < 300,
		status,
		headers: new Headers(headers),
		json: async () => body,
	});
	vi.stubGlobal("fetch", async (url, { method = "GET", headers } = {}) => {
		server.asked.push({ url: String(url), method, headers });
		const how = method === "POST" ? server.start : server.kernel;
		if (how === "network") throw new TypeError("Failed to fetch");
		if (typeof how === "number") return answer(how, {}, server.headers);
		if (method === "GET") return answer(200, { execution_state: how });
		server.kernels += 1;
		return answer(200, { id: `k${server.kernels}`, patch: server.patch });
	});
	vi.stubGlobal("WebSocket", FakeSocket);
	return server;
}
