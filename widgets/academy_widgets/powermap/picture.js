import { h, s } from "../view.js";
import { chart } from "./chart.js";
import { inSentences } from "./drawn.js";

const [WIDE, HIGH, FOOT] = [1200, 960, 60];
const TWICE = 2; // points of a PNG a point of the map
const STYLED = [
	"fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
	"stroke-opacity", "fill-opacity", "paint-order", "font-family", "font-size", "font-weight",
	"font-style", "display", "opacity",
]; // biome-ignore format: as a list it is easier to read

/**
 * The lines and signs of a map, and what they mean.
 * @param {any} choices
 */
export function legend(choices) {
	const sample = (/** @type {string} */ sort) =>
		s(
			"svg",
			{ viewBox: "0 0 54 14", width: 54, height: 14, "aria-hidden": "true" },
			s("g", { class: `pm-tie pm-${sort}`, "stroke-width": 2.2 }, ...strokes(sort)),
		);
	const sign = (/** @type {string} */ d, more = "") =>
		s(
			"svg",
			{ viewBox: "-12 -10 24 20", width: 24, height: 20, "aria-hidden": "true" },
			s("g", { class: `pm-person ${more}` }, s("path", { class: "pm-shape", d })),
		);
	const item = (/** @type {Element} */ picture, /** @type {string} */ words) =>
		h("li", {}, picture, words);
	return h(
		"ul",
		{ class: "pm-legend", "aria-label": "What the signs mean" },
		...choices.ties.map((/** @type {any} */ one) => item(sample(one.id), one.name)),
		item(sign("M-8 0A8 8 0 1 1 8 0A8 8 0 1 1 -8 0Z"), "Person"),
		item(sign("M-7 -7H7V7H-7Z"), "Role"),
		item(sign("M-10 0L-5 -8H5L10 0L5 8H-5Z"), "Group"),
		item(sign("M-8 0A8 8 0 1 1 8 0A8 8 0 1 1 -8 0Z", "pm-out"), "Outside the room"),
		item(
			s(
				"svg",
				{ viewBox: "-10 -10 20 20", width: 20, height: 20, "aria-hidden": "true" },
				s("circle", { class: "pm-badge", r: 7.5 }),
				s("path", { class: "pm-vote", d: "M-4.5 0.3L-1.5 3.3L4.5 -3.3" }),
			),
			"Has a vote",
		),
	);
}

/** @param {string} sort @param {number} [x] @param {number} [y] */
function strokes(sort, x = 0, y = 7) {
	/** @type {Record<string, string>} */
	const heads = {
		decides: `M${x + 42} ${y - 5}L${x + 52} ${y}L${x + 42} ${y + 5}Z`,
		advises: `M${x + 42} ${y - 5}L${x + 52} ${y}L${x + 42} ${y + 5}`,
		listens: `M${x + 42} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0`,
		depends: `M${x + 50} ${y - 6}V${y + 6}`,
	};
	const end = sort === "advises" || sort === "depends" ? 50 : 42;
	return [
		s("path", { class: "pm-line", d: `M${x + 2} ${y}H${x + end}` }),
		s("path", { class: "pm-head", d: heads[sort] }),
	];
}

/**
 * The map as a file of its own, with its words in it.
 * @param {HTMLElement} near where the house's colours hold
 * @param {string} title
 * @param {import("./drawn.js").PowerMap} map
 * @param {import("./signs.js").Shown} how
 * @param {any} choices
 * @returns {string} SVG
 */
export function svgFile(near, title, map, how, choices) {
	const made = chart(title, { still: true, width: WIDE, height: HIGH });
	const { svg } = made;
	// A picture is for paper: while this stands on the page, tokens.css has the light colours.
	const paperLight = { "data-jp-theme-light": "true" };
	const stage = h("div", { class: "pm-stage", "aria-hidden": "true", ...paperLight }, svg);
	near.append(stage);
	made.draw(map, { ...how, chosen: "" });
	svg.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH + FOOT}`);
	const style = getComputedStyle(near);
	const paper = s("rect", {
		width: WIDE,
		height: HIGH + FOOT,
		fill: style.getPropertyValue("--ac-raised"),
	});
	const foot = choices.ties.map((/** @type {any} */ one, /** @type {number} */ at) => {
		const [x, y] = [40 + at * 280, HIGH + FOOT / 2];
		const name = s("text", { class: "pm-where", x: x + 64, y: y + 5 }, one.name);
		return s(
			"g",
			{ class: `pm-tie pm-${one.id}`, "stroke-width": 2.2 },
			...strokes(one.id, x, y),
			name,
		);
	});
	svg.prepend(s("title", {}, title), s("desc", {}, inSentences(map, choices).join(" ")), paper);
	svg.append(...foot);
	for (const one of svg.querySelectorAll("*")) {
		const now = getComputedStyle(one);
		if (now.display === "none" && one.tagName !== "title" && one.tagName !== "desc") one.remove();
		else if (one.matches("rect.pm-room, path, circle, text, tspan"))
			for (const name of STYLED) {
				const value = now.getPropertyValue(name);
				if (value) one.setAttribute(name, value);
			}
	}
	// Only now: what is inside something looks as its class says.
	for (const one of svg.querySelectorAll("*"))
		for (const name of ["class", "style", "data-id"]) one.removeAttribute(name);
	for (const [name, value] of [
		["width", WIDE],
		["height", HIGH + FOOT],
		["role", "img"],
	])
		svg.setAttribute(String(name), String(value));
	svg.removeAttribute("class");
	stage.remove();
	return new XMLSerializer().serializeToString(svg);
}

/** @param {string} svg @returns {Promise<Blob>} the same as PNG */
export function pngFile(svg) {
	return new Promise((resolve, reject) => {
		const image = new Image();
		image.addEventListener("error", () => reject(new Error("no picture")));
		image.addEventListener("load", () => {
			const canvas = h("canvas", { width: WIDE * TWICE, height: (HIGH + FOOT) * TWICE });
			canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
			canvas.toBlob(
				(blob) => (blob ? resolve(blob) : reject(new Error("no picture"))),
				"image/png",
			);
		});
		image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
	});
}
