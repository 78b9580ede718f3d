import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { download, frame, picked } from "../../widgets/academy_widgets/view.js";
import { mounted } from "./fake_model.js";

/** An input as it is once a file was picked. */
const input = (bytes, name = "ours.csv") => ({ files: [new File([bytes], name)] });

test("a text is read as UTF-8, or else as spreadsheets on Windows write it", async () => {
	const utf8 = await picked(input("Zoë,1"));
	expect(utf8).toEqual({ name: "ours.csv", text: "Zoë,1" });
	const windows = await picked(input(Uint8Array.of(90, 111, 0xeb)));
	expect(windows.text).toBe("Zoë");
});

test("a file that is no text comes as base64", async () => {
	const { text } = await picked(input(Uint8Array.of(0, 255, 16)), { base64: true });
	expect(atob(text)).toBe("\u0000\u00ff\u0010");
});

test("what is too large, or cannot be read, is told in a sentence; nothing picked is nothing", async () => {
	expect((await picked(input("12345"), { largest: 4 })).sorry).toContain("larger than");
	const gone = { name: "x", size: 3, arrayBuffer: () => Promise.reject(new Error("gone")) };
	expect((await picked({ files: [gone] })).sorry).toContain("could not be read");
	expect(await picked({ files: [] })).toEqual({});
});

test("what is taken away has its name, and its bytes", async () => {
	const blobs = [];
	vi.stubGlobal("URL", { createObjectURL: (b) => blobs.push(b) && "blob:1", revokeObjectURL() {} });
	const named = [];
	const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function () {
		named.push(this.download);
	});
	download("map.csv", "text/csv", "a,b");
	download("map.xlsx", "application/zip", { base64: btoa("PK\u00ff") });
	expect(named).toEqual(["map.csv", "map.xlsx"]);
	expect(blobs.map((one) => one.size)).toEqual([3, 3]);
	expect(document.querySelector("a[download]")).toBe(null);
	click.mockRestore();
	vi.unstubAllGlobals();
});

let desk;
/** A kind that asks. */
const asking = {
	render: (context) =>
		frame(context, "asking", (_, given) => {
			desk = given;
			return { read: () => ({}), write() {}, show() {} };
		}),
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("what Python does is told as it goes, each asking for itself; silence is told too", async () => {
	const { model } = mounted(asking, {});
	const asked = [];
	model.send = (message) => asked.push(message);
	const steps = [];
	const first = desk.work({ runs: 2 }, (found) => steps.push(found));
	const second = desk.work({ runs: 3 });
	const third = desk.work({ runs: 4 });
	expect(asked.map(({ ask }) => ask.runs)).toEqual([2, 3, 4]);
	model.tell("msg:custom", { n: asked[0].n, so_far: { done: 1 } });
	await vi.advanceTimersByTimeAsync(15_000);
	model.tell("msg:custom", { n: asked[0].n, so_far: { done: 2 } });
	model.tell("msg:custom", { n: asked[1].n, found: { done: 3 } });
	expect(await second).toEqual({ n: asked[1].n, found: { done: 3 } });
	await vi.advanceTimersByTimeAsync(6_000); // 21 s after it was asked, 6 s after a step
	model.tell("msg:custom", { n: asked[0].n, so_far: { done: 9 } });
	model.tell("msg:custom", { n: asked[0].n, whole: true });
	expect((await first).found).toEqual({ done: 9 });
	expect(steps).toEqual([{ done: 1 }, { done: 2 }, { done: 9 }]);
	expect((await third).sorry).toContain("does not answer");
});
