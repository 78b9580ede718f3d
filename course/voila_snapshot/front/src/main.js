/** Wakes a snapshot page: see README.md for what the page has to hold. */

import { Kernel } from "./kernel.js";
import { Link } from "./link.js";
import { Manager } from "./manager.js";
import { typeset } from "./maths.js";
import { WIDGET } from "./names.js";
import { Outbox } from "./outbox.js";
import { Server } from "./server.js";
import { typed } from "./touched.js";

/**
 * @typedef {object} Config
 * @property {Record<string, import("./manager.js").Saved>} states
 * @property {string[]} [texts]
 * @property {string} baseUrl
 * @property {string} startUrl
 * @property {string} [closeUrl]
 * @property {string} [kernelId]
 * @property {boolean | "touch"} eager
 */

/** @param {string} id @returns {any} */
function read(id) {
	const text = document.getElementById(id)?.textContent;
	return text ? JSON.parse(text) : undefined;
}

/** @param {string} name @param {Record<string, any>} detail */
function announce(name, detail) {
	document.dispatchEvent(new CustomEvent(name, { detail }));
}

/** @param {Manager} manager */
async function showAll(manager) {
	const places = document.querySelectorAll(`script[type="${WIDGET}"]`);
	await Promise.all(
		[...places].map(async (script) => {
			const place = document.createElement("div");
			place.className = "snapshot-view";
			script.replaceWith(place);
			try {
				await manager.show(JSON.parse(script.textContent ?? "").model_id, place);
			} catch (error) {
				console.error(error);
			}
		}),
	);
}

/** @param {Config} config @param {import("./server.js").Patch} [own] */
async function wake(config, own) {
	const outbox = new Outbox();
	let made = () => {};
	const ready = new Promise((resolve) => {
		made = () => resolve(undefined);
	});
	const kernel = new Kernel(outbox, ready);
	const manager = new Manager(kernel);
	const link = new Link(
		new Server(config),
		outbox,
		{
			deliver: (message) => kernel.deliver(message),
			arrived: async ({ patch }, first) => {
				await ready;
				if (!first) await manager.forgetStrangers();
				await manager.apply(patch);
			},
			say: (state, detail) => {
				if (state === "live") performance.mark("snapshot:live");
				announce("snapshot:connection", { state, ...detail });
			},
		},
		config.kernelId,
	);
	kernel.link = link;
	if (config.eager === true) link.wake();
	document.addEventListener("input", typed, true);
	await manager.restore(config.states, config.texts);
	await manager.apply(own);
	performance.mark("snapshot:models");
	made();
	await showAll(manager);
	performance.mark("snapshot:views");
	if (config.eager === "touch")
		// A click alone is what software that presses for somebody sends.
		for (const touch of ["pointerdown", "focusin", "click"])
			document.addEventListener(touch, ({ target }) => {
				if (/** @type {Element} */ (target).closest?.(".snapshot-view")) link.wake();
			});
	for (const element of document.querySelectorAll("[data-snapshot-maths]")) typeset(element);
	announce("snapshot:shown", {});
}

performance.mark("snapshot:start");
const config = read("snapshot");
if (config) wake(config, read("snapshot-own"));
