import { expect, test } from "vitest";
import { compose, decode, encode, uuid } from "../../course/voila_snapshot/front/src/wire.js";

test("a message with buffers comes back as it was", () => {
	const buffers = [new Uint8Array([1, 2, 3]), new ArrayBuffer(0), new DataView(new ArrayBuffer(8))];
	const sent = compose("s", "comm_msg", { comm_id: "a", data: { text: "Grüße ✓" } }, { buffers });
	const { buffers: got, ...rest } = decode(encode(sent));
	const { buffers: _, ...before } = sent;
	expect(rest).toEqual(before);
	expect(got.map((one) => one.byteLength)).toEqual([3, 0, 8]);
	expect([...new Uint8Array(got[0].buffer)]).toEqual([1, 2, 3]);
});

test("a buffer received is a copy of its own", () => {
	const buffers = [new Uint8Array([7]), new Float64Array([0.5])];
	const [, numbers] = decode(encode(compose("s", "comm_msg", {}, { buffers }))).buffers;
	expect(numbers.byteOffset).toBe(0);
	expect([...new Float64Array(numbers.buffer)]).toEqual([0.5]);
});

test("a view of a part of a buffer sends that part", () => {
	const part = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
	const [got] = decode(encode(compose("s", "comm_msg", {}, { buffers: [part] }))).buffers;
	expect([...new Uint8Array(got.buffer)]).toEqual([2, 3]);
});

test("the table of offsets is what Jupyter Server writes", () => {
	const frame = encode({
		channel: "shell",
		header: {},
		parent_header: {},
		metadata: {},
		content: {},
		buffers: [],
	});
	const table = new DataView(frame);
	const numbers = Array.from({ length: 7 }, (_, place) =>
		Number(table.getBigUint64(8 * place, true)),
	);
	expect(numbers).toEqual([6, 56, 61, 63, 65, 67, 69]);
	expect(frame.byteLength).toBe(69);
});

test("ids differ", () => {
	expect(new Set(Array.from({ length: 100 }, uuid)).size).toBe(100);
});
