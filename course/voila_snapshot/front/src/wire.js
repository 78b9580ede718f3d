/**
 * Jupyter's messages as bytes: the WebSocket subprotocol v1.kernel.websocket.jupyter.org.
 *
 * A frame is a table of offsets (unsigned 64 bit, little endian, the number of offsets
 * first), then the channel, four JSON texts, and any binary buffers.
 */

export const PROTOCOL = "v1.kernel.websocket.jupyter.org";

/**
 * @typedef {object} Header
 * @property {string} msg_id
 * @property {string} msg_type
 * @property {string} session
 * @property {string} username
 * @property {string} version
 * @property {string} date
 */
/**
 * @typedef {object} Message
 * @property {string} channel
 * @property {Header} header
 * @property {Partial<Header>} parent_header
 * @property {Record<string, any>} metadata
 * @property {Record<string, any>} content
 * @property {(ArrayBuffer | ArrayBufferView)[]} buffers
 */

const WORD = 8; // bytes of an offset
const FIXED = 5; // parts before the buffers
const writer = new TextEncoder();
const reader = new TextDecoder();

/** @returns {string} an id that nobody else has; works without a secure context, too */
export function uuid() {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {ArrayBuffer | ArrayBufferView} buffer */
function bytes(buffer) {
	return ArrayBuffer.isView(buffer)
		? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
		: new Uint8Array(buffer);
}

/**
 * @param {Message} message
 * @returns {ArrayBuffer}
 */
export function encode(message) {
	const parts = [
		writer.encode(message.channel),
		...[message.header, message.parent_header, message.metadata, message.content].map((part) =>
			writer.encode(JSON.stringify(part)),
		),
		...message.buffers.map(bytes),
	];
	const count = parts.length + 1; // the last offset is the end
	let at = WORD * (count + 1);
	const frame = new Uint8Array(at + parts.reduce((sum, part) => sum + part.byteLength, 0));
	const table = new DataView(frame.buffer);
	table.setBigUint64(0, BigInt(count), true);
	for (const [place, part] of parts.entries()) {
		table.setBigUint64(WORD * (place + 1), BigInt(at), true);
		frame.set(part, at);
		at += part.byteLength;
	}
	table.setBigUint64(WORD * count, BigInt(at), true);
	return frame.buffer;
}

/**
 * Each buffer is a copy of its own, so that `new Float64Array(view.buffer)` works.
 * @param {ArrayBuffer} frame
 * @returns {Message}
 */
export function decode(frame) {
	const table = new DataView(frame);
	const count = Number(table.getBigUint64(0, true));
	/** @param {number} place */
	const offset = (place) => Number(table.getBigUint64(WORD * (place + 1), true));
	/** @param {number} place */
	const part = (place) => frame.slice(offset(place), offset(place + 1));
	/** @param {number} place */
	const text = (place) => reader.decode(part(place));
	const buffers = [];
	for (let place = FIXED; place < count - 1; place++) buffers.push(new DataView(part(place)));
	return {
		channel: text(0),
		header: JSON.parse(text(1)),
		parent_header: JSON.parse(text(2)),
		metadata: JSON.parse(text(3)),
		content: JSON.parse(text(4)),
		buffers,
	};
}

/**
 * @param {string} session
 * @param {string} msg_type
 * @param {Record<string, any>} content
 * @param {{ channel?: string, metadata?: Record<string, any>,
 *   buffers?: (ArrayBuffer | ArrayBufferView)[] }} [more]
 * @returns {Message}
 */
export function compose(session, msg_type, content, more = {}) {
	return {
		channel: more.channel ?? "shell",
		header: {
			msg_id: uuid(),
			msg_type,
			session,
			username: "",
			version: "5.3",
			date: new Date().toISOString(),
		},
		parent_header: {},
		metadata: more.metadata ?? {},
		content,
		buffers: more.buffers ?? [],
	};
}

/** @param {Message} message */
export function isIdle(message) {
	return message.header.msg_type === "status" && message.content.execution_state === "idle";
}
