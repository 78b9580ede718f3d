/** Lost ways and kernels that have gone. */

import { expect, test, vi } from "vitest";
import { FakeSocket, settle } from "./fake_server.js";
import { events, say, server, states, wait } from "./linked.js";

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
