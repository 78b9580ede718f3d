/** Files that a learner brings, and files that they take away. */

import { h } from "./basics.js";

const LARGEST_FILE = 2_000_000; // bytes

/**
 * The text of the file that was picked, or a sentence that says what is wrong with it.
 * @param {HTMLInputElement} input
 * @param {{ largest?: number, base64?: boolean }} [options] bytes; whether it is no text
 * @returns {Promise<{ name?: string, text?: string, sorry?: string }>}
 */
export async function picked(input, { largest = LARGEST_FILE, base64 = false } = {}) {
	const [file] = input.files ?? [];
	if (!file) return {};
	const name = file.name;
	if (file.size > largest)
		return { name, sorry: `This file is larger than ${largest / 1e6} MB: is it the right one?` };
	const bytes = await file.arrayBuffer().catch(() => null);
	if (!bytes) return { name, sorry: "This file could not be read; is it still where it was?" };
	return { name, text: base64 ? encoded(new Uint8Array(bytes)) : decoded(bytes) };
}

/** @param {ArrayBuffer} bytes in UTF-8, or in what spreadsheets on Windows write */
function decoded(bytes) {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder("windows-1252").decode(bytes);
	}
}

/** @param {Uint8Array} bytes */
function encoded(bytes) {
	let text = "";
	for (const byte of bytes) text += String.fromCharCode(byte);
	return btoa(text);
}

/**
 * Give the learner a file.
 * @param {string} name
 * @param {string} type such as "text/csv"
 * @param {string | Blob | { base64: string }} data
 */
export function download(name, type, data) {
	const raw =
		typeof data === "object" && "base64" in data
			? Uint8Array.from(atob(data.base64), (one) => one.charCodeAt(0))
			: data;
	const address = URL.createObjectURL(new Blob([raw], { type }));
	const link = h("a", { href: address, download: name, hidden: true });
	document.body.append(link);
	link.click();
	link.remove();
	setTimeout(() => URL.revokeObjectURL(address), 60_000); // a slow disk may still be reading
}
