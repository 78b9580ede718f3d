/** A page's way to its kernel, with a server in memory and time in our hands. */

import { afterEach, beforeEach, vi } from "vitest";
import { Comm, Kernel } from "../../course/voila_snapshot/front/src/kernel.js";
import { Link } from "../../course/voila_snapshot/front/src/link.js";
import { Outbox } from "../../course/voila_snapshot/front/src/outbox.js";
import { Server } from "../../course/voila_snapshot/front/src/server.js";
import { serve, settle } from "./fake_server.js";

export let server;
export let events;
export let link;
export let kernel;
export let comm;

/** @param {{ kernelId?: string, closeUrl?: string }} [config] */
export function page({ kernelId, closeUrl } = {}) {
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

export const states = () => events.flatMap(({ state }) => state ?? []);
/** @param {string} text @param {any} [callbacks] */
export const say = async (text, callbacks) => {
	comm.send({ text }, callbacks);
	await settle();
};
export const wait = async (ms) => {
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
