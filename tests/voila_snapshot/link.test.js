import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Comm, Kernel } from "../../course/voila_snapshot/front/src/kernel.js";
import { Link } from "../../course/voila_snapshot/front/src/link.js";
import { Outbox } from "../../course/voila_snapshot/front/src/outbox.js";
import { Server } from "../../course/voila_snapshot/front/src/server.js";
import { FakeSocket, serve, settle } from "./fake_server.js";

let server;
let events;
let link;
let kernel;
let comm;

/** @param {{ kernelId?: string, closeUrl?: string }} [config] */
function page({ kernelId, closeUrl } = {}) {
	const outbox = new Outbox();
	events = [];
	kernel = new Kernel(outbox);
	link = new Link(
		new Server({ baseUrl: "/base/", startUrl: "/start", closeUrl }),
		outbox,
		{
			deliver: (message) => kernel.deliver(message),
			arrived: async ({ id, patch }, first) => {
				events.push({ arrived: id, patch, first });
			},
			say: (state, detail) => events.push({ state, ...detail }),
		},
		kernelId,
	);
	kernel.link = link;
	comm = new Comm(kernel, "model", "jupyter.widget");
}

const states = () => events.flatMap(({ state }) => state ?? []);
/** @param {string} text @param {any} [callbacks] */
const say = async (text, callbacks) => {
	comm.send({ text }, callbacks);
	await settle();
};
const wait = async (ms) => {
	await vi.advanceTimersByTimeAsync(ms);
	await settle();
};

beforeEach(() => {
	vi.useFakeTimers();
	server = serve();
	// biome-ignore lint/suspicious/noDocumentCookie: happy-dom has no Cookie Store
	document.cookie = "_xsrf=2|token";
	page();
});

afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

test("no kernel is asked for before something is said", async () => {
	await wait(60_000);
	expect(server.asked).toEqual([]);
	expect(FakeSocket.all).toEqual([]);
});

test("the first message asks for a kernel, with the token, and waits for the patch", async () => {
	server.patch = { model: { value: 1 } };
	await say("one");
	expect(server.asked[0].method).toBe("POST");
	expect(server.asked[0].headers["X-XSRFToken"]).toBe("2|token");
	expect(events[0]).toEqual({ state: "starting", again: false });
	expect(events[1]).toEqual({ arrived: "k1", patch: server.patch, first: true });
	const { url, protocols } = FakeSocket.last;
	expect(url).toMatch(/^ws:.*\/base\/api\/kernels\/k1\/channels\?session_id=/);
	expect(protocols).toEqual(["v1.kernel.websocket.jupyter.org"]);
});

test("messages wait until the kernel hears us, and keep their order", async () => {
	for (const text of ["one", "two", "three"]) await say(text);
	FakeSocket.last.onopen();
	await say("four");
	expect(FakeSocket.last.texts).toEqual([]);
	await FakeSocket.last.idle(FakeSocket.last.sent[0]);
	await say("five");
	expect(FakeSocket.last.texts).toEqual(["one", "two", "three", "four", "five"]);
	expect(server.posts).toBe(1);
	expect(states()).toEqual(["starting", "live"]);
});

test("the question is asked again when its answer was missed", async () => {
	await say("one");
	FakeSocket.last.onopen();
	await wait(3100);
	const { sent } = FakeSocket.last;
	expect(sent.length).toBe(3);
	await FakeSocket.last.idle(sent[2]);
	expect(FakeSocket.last.texts).toEqual(["one"]);
});

test("a kernel that the server has started already is used first", async () => {
	page({ kernelId: "given" });
	link.wake();
	await settle();
	expect(FakeSocket.last.url).toContain("/kernels/given/");
	expect(server.posts).toBe(0);
});

test("on the same kernel only what it never dealt with is sent again", async () => {
	await say("one");
	await FakeSocket.last.live();
	await say("two");
	await say("three");
	const first = FakeSocket.last;
	await first.idle(first.said[0]);
	await first.drop();
	await say("four");
	expect(states().at(-1)).toBe("lost");
	const second = FakeSocket.last;
	expect(second.url).toBe(first.url);
	second.onopen();
	await second.idle(first.said[1]); // replayed: "two" had arrived
	await second.idle(second.sent[0]);
	expect(second.texts).toEqual(["three", "four"]);
	expect(second.said[0].header.msg_id).toBe(first.said[2].header.msg_id);
	expect(states()).toEqual(["starting", "live", "lost", "restored"]);
	expect(server.posts).toBe(1);
});

test.each([404, 403, "dead"])("a kernel that has gone (%s) is replaced", async (answer) => {
	await say("one");
	await FakeSocket.last.live();
	const [first] = FakeSocket.all;
	server.kernel = answer;
	server.patch = { model: { value: 2 } };
	await first.drop();
	expect(events.at(-1)).toEqual({ arrived: "k2", patch: server.patch, first: false });
	await FakeSocket.last.live();
	expect(FakeSocket.last.texts).toEqual(["one"]);
	expect(states()).toEqual(["starting", "live", "starting", "live"]);
});

test("a kernel that goes when nothing is unsettled is not missed before the next touch", async () => {
	await say("one");
	await FakeSocket.last.live();
	await FakeSocket.last.idle(FakeSocket.last.said[0]);
	server.kernel = 404;
	await FakeSocket.last.drop();
	await wait(60_000);
	expect(server.posts).toBe(1);
	expect(states()).toEqual(["starting", "live"]);
	await say("two");
	await FakeSocket.last.live();
	expect(FakeSocket.last.texts).toEqual(["two"]);
	expect(states()).toEqual(["starting", "live", "starting", "live"]);
});

test.each([
	["status", { execution_state: "restarting" }],
	["status", { execution_state: "dead" }],
	["shutdown_reply", { restart: false }],
])("the kernel's end is heard on the open socket (%s)", async (type, content) => {
	await say("one");
	await FakeSocket.last.live();
	await FakeSocket.last.receive(type, content);
	expect(FakeSocket.all[0].closed).toBe(true);
	expect(server.posts).toBe(2);
	await FakeSocket.last.live();
	expect(FakeSocket.last.texts).toEqual(["one"]);
});

test("a message that ends two kernels is given up, and what waited behind it is not", async () => {
	const heard = [];
	vi.spyOn(console, "error").mockImplementation(() => {});
	const status = (/** @type {any} */ { content }) => heard.push(content.execution_state);
	await say("deadly", { iopub: { status } });
	await say("innocent");
	for (let kernels = 0; kernels < 2; kernels++) {
		await FakeSocket.last.live();
		expect(FakeSocket.last.texts).toEqual(["deadly", "innocent"]);
		await FakeSocket.last.receive("status", { execution_state: "restarting" });
	}
	expect(heard).toEqual(["idle"]); // so that its model goes on sending
	await FakeSocket.last.live();
	expect(FakeSocket.last.texts).toEqual(["innocent"]);
	vi.restoreAllMocks();
});

test("without a network it tries again, ever more slowly, up to 15 s", async () => {
	server.start = "network";
	await say("one");
	expect(states()).toEqual(["starting", "lost"]);
	await wait(500);
	expect(server.posts).toBe(2);
	await wait(500 + 1000 + 2000 + 4000 + 8000);
	const before = server.posts;
	expect(before).toBeGreaterThanOrEqual(6);
	await wait(150_000);
	expect(server.posts - before).toBeGreaterThanOrEqual(10);
	expect(server.posts - before).toBeLessThanOrEqual(13);
	server.start = undefined;
	await wait(15_000);
	await FakeSocket.last.live();
	expect(FakeSocket.last.texts).toEqual(["one"]);
	expect(states()).toEqual(["starting", "lost", "restored"]);
});

test.each([
	["online", () => window.dispatchEvent(new Event("online"))],
	["visible", () => document.dispatchEvent(new Event("visibilitychange"))],
])("it does not wait on when the machine is %s again", async (_, happens) => {
	server.start = "network";
	await say("one");
	await wait(20_000);
	server.start = undefined;
	happens();
	await settle();
	expect(FakeSocket.all.length).toBe(1);
});

test("a full server is asked again when it says so", async () => {
	server.start = 503;
	server.headers = { "Retry-After": "30" };
	await say("one");
	expect(events.at(-1)).toEqual({ state: "lost", status: 503 });
	await wait(29_000);
	expect(server.posts).toBe(1);
	await wait(1100);
	expect(server.posts).toBe(2);
});

test("a refusal is final until the next touch", async () => {
	server.start = 403;
	await say("one");
	expect(events.at(-1)).toEqual({ state: "failed", status: 403 });
	await wait(60_000);
	expect(server.posts).toBe(1);
	server.start = undefined;
	await say("two");
	await FakeSocket.last.live();
	expect(FakeSocket.last.texts).toEqual(["one", "two"]);
	expect(states()).toEqual(["starting", "failed", "restored"]);
});

test("a silent line is doubted, and left when nobody answers", async () => {
	await say("one");
	const socket = FakeSocket.last;
	await socket.live();
	await wait(5100);
	expect(socket.sent.at(-1).channel).toBe("control");
	await wait(5100);
	expect(socket.closed).toBe(true);
	expect(states().at(-1)).toBe("lost");
	await FakeSocket.last.live();
	expect(FakeSocket.last.texts).toEqual(["one"]);
});

test("a kernel that works for long is left in peace", async () => {
	await say("one");
	const socket = FakeSocket.last;
	await socket.live();
	for (let turn = 0; turn < 10; turn++) {
		await wait(3000);
		const last = socket.sent.at(-1);
		if (last.channel === "control") await socket.idle(last);
	}
	expect(FakeSocket.all.length).toBe(1);
});

test("comm_close is sent once and waits for nothing, since Voila drops it", async () => {
	comm.close();
	await settle();
	expect(server.asked).toEqual([]);
});

test("leaving the page lets go of the kernel when it has nothing left to do", async () => {
	const beacon = vi.fn();
	vi.stubGlobal("navigator", { sendBeacon: beacon });
	const left = () => beacon.mock.calls.some(([url]) => url.pathname === "/close/k1");
	const leave = () => {
		window.dispatchEvent(new Event("pagehide"));
		document.dispatchEvent(new Event("visibilitychange"));
	};
	page({ closeUrl: "/close/{id}" });
	await say("one");
	await FakeSocket.last.live();
	leave();
	expect(left()).toBe(false);
	await FakeSocket.last.idle(FakeSocket.last.said[0]);
	leave();
	expect(left()).toBe(true);
});

test("messages are dealt with one after the other, and a stuck one does not stop the rest", async () => {
	const seen = [];
	vi.spyOn(console, "warn").mockImplementation(() => {});
	const stuck = new Comm(kernel, "stuck", "t");
	stuck.on_msg(() => new Promise(() => {}));
	comm.on_msg(({ content }) => seen.push(content.data.text));
	await say("one");
	await FakeSocket.last.live();
	await FakeSocket.last.receive("comm_msg", { comm_id: "stuck", data: {} });
	await FakeSocket.last.receive("comm_msg", { comm_id: "model", data: { text: "after" } });
	expect(seen).toEqual([]);
	await wait(5100);
	expect(seen).toEqual(["after"]);
	vi.restoreAllMocks();
});

test("buffers arrive with the message", async () => {
	let got;
	comm.on_msg(({ buffers }) => {
		got = buffers;
	});
	await say("one");
	await FakeSocket.last.live();
	const content = { comm_id: "model", data: {} };
	await FakeSocket.last.receive("comm_msg", content, undefined, [new Uint8Array([4, 5])]);
	expect([...new Uint8Array(got[0].buffer)]).toEqual([4, 5]);
});
