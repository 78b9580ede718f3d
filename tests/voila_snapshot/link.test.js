/** Finding a kernel, and what passes on the way to it. */

import { expect, test, vi } from "vitest";
import { Comm } from "../../course/voila_snapshot/front/src/kernel.js";
import { FakeSocket, settle } from "./fake_server.js";
import { comm, events, kernel, link, page, say, server, states, wait } from "./linked.js";

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
