/** The committed bundle on a page, with a fake server: as a learner's browser gets it. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { runInThisContext } from "node:vm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket, serve, settle } from "./fake_server.js";

// Node's vm has no import().
const script = readFileSync("course/voila_snapshot/static/slim.js", "utf8").replaceAll(
	/\bimport\(/g,
	"fetchBeside(",
);
const known = JSON.parse(readFileSync("course/voila_snapshot/static/known.json", "utf8"));
const CONTROLS = "@jupyter-widgets/controls";
const BASE = { module: "@jupyter-widgets/base" };

/** @param {string} kind @param {Record<string, any>} [state] @param {any} [more] */
function saved(kind, state = {}, more = {}) {
	const module = more.module ?? CONTROLS;
	const version = more.version ?? (module === "@jupyter-widgets/output" ? "1.0.0" : "2.0.0");
	return {
		model_name: `${kind}Model`,
		model_module: module,
		model_module_version: version,
		state: {
			_model_name: `${kind}Model`,
			_model_module: module,
			_model_module_version: version,
			_view_name: `${kind}View`,
			_view_module: module,
			_view_module_version: version,
			...state,
		},
		...(more.buffers ? { buffers: more.buffers } : {}),
	};
}

/** @param {string} url what a script fetches from beside it */
async function beside(url) {
	const name = url.startsWith("blob:") ? url : new URL(url).pathname.slice(1);
	fetched.push(name);
	if (name === url) return { default: {} };
	return import(/* @vite-ignore */ resolve("course/voila_snapshot/static", name));
}

let server;
let states;
/** @type {string[]} */
let fetched;

/** @param {Record<string, any>} models @param {any} [config] @param {any} [own] */
async function open(models, config = {}, own = undefined) {
	states = [];
	fetched = [];
	const places = Object.keys(models).map(
		(id) =>
			`<div id="at-${id}"><script type="application/vnd.jupyter.widget-view+json">` +
			`{"model_id": "${id}"}</script></div>`,
	);
	const data = { states: models, baseUrl: "/", startUrl: "/start", eager: false, ...config };
	document.body.innerHTML = places.join("");
	for (const [id, content] of Object.entries({ snapshot: data, "snapshot-own": own })) {
		if (!content) continue;
		const element = document.createElement("script");
		element.type = "application/json";
		element.id = id;
		element.textContent = JSON.stringify(content);
		document.body.append(element);
	}
	const shown = new Promise((resolve) =>
		document.addEventListener("snapshot:shown", resolve, { once: true }),
	);
	vi.stubGlobal("fetchBeside", beside);
	runInThisContext(script);
	await shown;
	await tick();
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 20));
/** @param {string} id @returns {HTMLElement} */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(`at-${id}`));
const connected = (/** @type {any} */ event) => states.push(event.detail.state);
const output = (state = {}) =>
	saved("Output", { outputs: [], msg_id: "", ...state }, { module: "@jupyter-widgets/output" });
const plain = (text) => ({ output_type: "stream", name: "stdout", text });
const data = (type, content) => ({
	output_type: "display_data",
	data: { [type]: content },
	metadata: {},
});

beforeEach(() => {
	server = serve();
	document.addEventListener("snapshot:connection", connected);
	vi.spyOn(console, "error");
});

afterEach(() => {
	document.removeEventListener("snapshot:connection", connected);
	// What stands for the server stays: a page that is left behind still asks for it.
	vi.restoreAllMocks();
});

test("a control stands in its place and sends what is done with it", async () => {
	await open({ text: saved("Text", { value: "before", continuous_update: true }) });
	const input = at("text").querySelector("input");
	expect(input.value).toBe("before");
	expect(server.asked).toEqual([]);
	input.value = "after";
	input.dispatchEvent(new Event("input", { bubbles: true }));
	await settle();
	await FakeSocket.last.live();
	const [sent] = FakeSocket.last.said;
	expect(sent.content.comm_id).toBe("text");
	expect(sent.content.data.state).toEqual({ value: "after" });
	expect(states).toEqual(["starting", "live"]);
});

/** @param {string} source */
const small = (source) =>
	saved("Any", { _esm: source, _css: "", _anywidget_id: "small" }, { module: "anywidget" });

test("a page of anywidgets alone does without the script of the controls", async () => {
	await open({
		small: small("export default {}"),
		frame: saved("Layout", { _view_name: null }, BASE),
	});
	expect(fetched).not.toContain("stock.js");
});

test("controls and Output come with the second script, fetched once", async () => {
	await open({ text: saved("Text"), number: saved("IntText"), out: output() });
	expect(fetched).toEqual(["stock.js"]);
});

test("states of the same kind take their script from the page's texts, and share a module", async () => {
	const { _esm, ...rest } = small("").state;
	const one = { ...small(""), state: rest, texts: { _esm: [1, 2] } };
	await open({ a: one, b: structuredClone(one) }, { texts: ["nothing", "export ", "default {}"] });
	expect(fetched.length).toBe(1);
	expect(fetched[0]).toMatch(/^blob:/);
});

test("binary state comes out of base64", async () => {
	const buffers = [{ path: ["value"], data: btoa("<svg/>"), encoding: "base64" }];
	const create = vi.spyOn(URL, "createObjectURL");
	await open({ image: saved("Image", { format: "png" }, { buffers }) });
	expect(at("image").querySelector("img")).not.toBeNull();
	expect(create.mock.calls[0][0].size).toBe(6);
});

test("a patch fills what was not touched", async () => {
	server.patch = { text: { value: "earlier" }, other: { value: "earlier" }, gone: { value: 1 } };
	await open({ text: saved("Text", { value: "" }), other: saved("Text", { value: "" }) });
	const input = at("text").querySelector("input");
	input.value = "typed";
	input.dispatchEvent(new Event("input", { bubbles: true }));
	await settle();
	await FakeSocket.last.live();
	const other = at("other").querySelector("input");
	await vi.waitFor(() => expect(other.value).toBe("earlier"));
	expect(input.value).toBe("typed");
	expect(FakeSocket.last.said.length).toBe(1);
});

test("one's own state in the page is there when views are made", async () => {
	await open({ text: saved("Text", { value: "" }) }, {}, { text: { value: "mine" } });
	expect(at("text").querySelector("input").value).toBe("mine");
	expect(server.asked).toEqual([]);
});

test("an eager page asks at once", async () => {
	await open({ text: saved("Text") }, { eager: true });
	expect(server.posts).toBe(1);
});

test("a page for touching asks when a widget is touched", async () => {
	await open({ text: saved("Text") }, { eager: "touch" });
	document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
	expect(server.posts).toBe(0);
	at("text")
		.querySelector("input")
		.dispatchEvent(new Event("focusin", { bubbles: true }));
	expect(server.posts).toBe(1);
});

test.each([
	["another module", { module: "elsewhere", version: "1.0.0" }, "Thing"],
	["another major version", { version: "3.0.0" }, "Text"],
	["a class that is not there", {}, "Hologram"],
	["a name of Object's own", { module: "constructor", version: "1" }, "Thing"],
])("%s is said plainly, with an event", async (_, more, kind) => {
	const heard = [];
	const listen = (/** @type {any} */ { detail }) => heard.push(detail.name);
	document.addEventListener("snapshot:unknown", listen);
	await open({ odd: saved(kind, {}, more), text: saved("Text", { value: "fine" }) });
	document.removeEventListener("snapshot:unknown", listen);
	expect(at("odd").textContent).toBe("This part of the page cannot be shown here.");
	expect(heard).toEqual([`${kind}Model`, `${kind}View`]);
	expect(at("text").querySelector("input").value).toBe("fine");
});

test("the list for the server names what this page can show", () => {
	for (const kind of ["IntSlider", "Tab", "HTMLMath", "FileUpload", "Link", "Play", "TagsInput"])
		expect(known[CONTROLS].models).toContain(`${kind}Model`);
	expect(known[CONTROLS].version).toBe("2.0.0");
	expect(known["@jupyter-widgets/base"].models).toContain("LayoutModel");
	expect(known["@jupyter-widgets/output"]).toEqual({
		version: "1.0.0",
		models: ["OutputModel"],
		views: ["OutputView"],
	});
	expect(known.anywidget.models).toEqual(["AnyModel"]);
});

test("an Output shows streams without escapes, and the last of a progress bar", async () => {
	const text = "\x1b[31mred\x1b[0m 10%\r20%\rdone\nnext\r\n";
	await open({ out: output({ outputs: [plain(text)] }) });
	expect(at("out").querySelector("pre").textContent).toBe("done\nnext\n");
});

test("an Output shows pictures, errors, LaTeX and what it cannot know as text", async () => {
	await open({
		out: output({
			outputs: [
				data("image/png", "iVBORw0K\n"),
				{ output_type: "error", ename: "E", evalue: "no", traceback: ["\x1b[1mTrace\x1b[0m"] },
				data("text/latex", "x^2"),
				{ output_type: "display_data", data: { "x/y": 1, "text/plain": "<b>" }, metadata: {} },
			],
		}),
	});
	expect(at("out").querySelector("img").getAttribute("src")).toBe("data:image/png;base64,iVBORw0K");
	expect(at("out").querySelector(".snapshot-error").textContent).toBe("Trace");
	expect(at("out").textContent).toContain("x^2");
	expect([...at("out").querySelectorAll("pre")].at(-1).textContent).toBe("<b>");
});

test("an Output catches what is printed while it listens, and clears when the next comes", async () => {
	await open({ out: output(), button: saved("Button", { description: "Go" }) });
	at("button").querySelector("button").click();
	await settle();
	const socket = FakeSocket.last;
	await socket.live();
	const [click] = socket.said;
	const update = (state) => ({ comm_id: "out", data: { method: "update", state } });
	await socket.receive("comm_msg", update({ msg_id: click.header.msg_id }), click);
	await socket.receive("stream", { name: "stdout", text: "one " }, click);
	await socket.receive("stream", { name: "stdout", text: "two" }, click);
	await vi.waitFor(() => expect(at("out").textContent).toBe("one two"));
	expect(at("out").querySelectorAll("pre").length).toBe(1);
	await socket.receive("clear_output", { wait: true }, click);
	expect(at("out").textContent).toBe("one two");
	await socket.receive("stream", { name: "stdout", text: "new" }, click);
	expect(at("out").textContent).toBe("new");
	await socket.receive("clear_output", { wait: false }, click);
	expect(at("out").textContent).toBe("");
	await socket.receive("comm_msg", update({ msg_id: "" }), click);
	await socket.receive("stream", { name: "stdout", text: "elsewhere" }, click);
	expect(at("out").textContent).toBe("");
	const told = () => socket.said.filter(({ content }) => content.comm_id === "out");
	await vi.waitFor(() => expect(told().at(-1).content.data.state.outputs).toEqual([]));
});

test("a widget in an Output is shown, and stays while more is printed", async () => {
	const nested = data("application/vnd.jupyter.widget-view+json", { model_id: "text" });
	await open({ text: saved("Text", { value: "x" }), out: output({ outputs: [nested] }) });
	const input = at("out").querySelector("input");
	expect(input.value).toBe("x");
});

test("a widget opened by a callback can be shown", async () => {
	await open({ out: output() }, { eager: true });
	await settle();
	await FakeSocket.last.live();
	const made = saved("Text", { value: "made" }).state;
	const opened = { comm_id: "made", target_name: "jupyter.widget", data: { state: made } };
	const { compose, encode } = await import("../../course/voila_snapshot/front/src/wire.js");
	const message = compose("server", "comm_open", opened, {
		channel: "iopub",
		metadata: { version: "2.1.0" },
	});
	FakeSocket.last.onmessage({ data: encode(message) });
	const nested = data("application/vnd.jupyter.widget-view+json", { model_id: "made" });
	const update = { method: "update", state: { outputs: [nested] } };
	await FakeSocket.last.receive("comm_msg", { comm_id: "out", data: update });
	await vi.waitFor(() => expect(at("out").querySelector("input").value).toBe("made"));
});

test("linked widgets follow each other without a kernel's help", async () => {
	await open({
		one: saved("IntText", { value: 1, continuous_update: true }),
		other: saved("IntText", { value: 1 }),
		link: saved(
			"Link",
			{
				source: ["IPY_MODEL_one", "value"],
				target: ["IPY_MODEL_other", "value"],
				_view_name: null,
			},
			{},
		),
	});
	const input = at("one").querySelector("input");
	input.value = "5";
	input.dispatchEvent(new Event("change", { bubbles: true }));
	await vi.waitFor(() => expect(at("other").querySelector("input").value).toBe("5"));
});
