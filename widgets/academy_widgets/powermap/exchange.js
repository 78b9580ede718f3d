import { download, h, picked } from "../view.js";
import { inSentences } from "./drawn.js";
import { pngFile, svgFile } from "./picture.js";

/**
 * Files in and out: what other tools read and write, and pictures.
 * @param {import("./fields.js").Drawing} drawing
 * @param {import("../view.js").Desk} desk
 * @param {{ title: () => string, how: () => any, look: () => any, replace: (map: any) => void }} given
 */
export function exchange(drawing, desk, { title, how, look, replace }) {
	const { content } = drawing;
	const { choices } = content;
	const said = h("div", { class: "pm-brought", role: "status" });
	const sorry = h("p", { class: "ac-nudge", role: "alert" });
	const file = h("input", {
		type: "file",
		multiple: true,
		accept: ".csv,.tsv,.txt,.graphml,.xml,.xlsx,.json",
	});
	const adds = h("input", { type: "checkbox" });
	const adding = h(
		"label",
		{ class: "pm-tick" },
		adds,
		h("span", {}, "Add it to the map that is drawn, and do not put it in its place"),
	);
	const forms = h(
		"select",
		{},
		...content.forms.map((/** @type {any} */ one) => h("option", { value: one.id }, one.name)),
	);
	const text = h("textarea", {
		class: "pm-text",
		readonly: true,
		rows: 6,
		hidden: true,
		"aria-label": "The map in words",
	});

	const bring = async () => {
		said.replaceChildren();
		sorry.textContent = "";
		const files = [];
		for (const one of file.files ?? []) {
			const base64 = /\.xlsx$/i.test(one.name);
			const input = /** @type {any} */ ({ files: [one] });
			const got = await picked(input, { largest: content.most.file, base64 });
			if (got.sorry) {
				sorry.textContent = `${one.name}: ${got.sorry}`;
				return;
			}
			files.push({ name: one.name, [base64 ? "base64" : "text"]: got.text });
		}
		file.value = "";
		if (files.length) await offer(files);
	};
	/** @param {any[]} files */
	const offer = async (files) => {
		sorry.textContent = "";
		said.replaceChildren(h("p", {}, "Reading…"));
		const was = drawing.map();
		const before = JSON.stringify(was);
		const onto = adds.checked && was.people.length ? { map: was } : {};
		const { found, sorry: why } = await desk.work({ do: "import", files, ...onto });
		said.replaceChildren();
		sorry.textContent = why ?? "";
		if (why) return;
		const done = () => said.replaceChildren();
		said.replaceChildren(
			...[...found.says, ...found.notes].map((one) => h("p", {}, one)),
			h(
				"div",
				{ class: "pm-row" },
				h(
					"button",
					{
						type: "button",
						class: "ac-main",
						onclick: () => {
							// Whatever was drawn since is not in what was put together.
							if (found.adds && JSON.stringify(drawing.map()) !== before) return offer(files);
							done();
							replace(found.map);
						},
					},
					found.adds
						? "Add it"
						: drawing.map().people.length
							? "Put it in the place of this map"
							: "Draw it",
				),
				h("button", { type: "button", onclick: done }, "Leave it"),
			),
			h("p", { class: "ac-why" }, "Undo brings back what was drawn before."),
		);
	};
	file.addEventListener("change", bring);

	const give = async () => {
		sorry.textContent = "";
		const { found, sorry: why } = await desk.work({
			do: "export",
			map: drawing.map(),
			look: look(),
			form: forms.value,
		});
		sorry.textContent = why ?? "";
		if (!why) download(found.name, found.type, found.data);
	};
	const whole = () => `Power map, the place ${title()}`;
	const svg = () => svgFile(root, whole(), drawing.map(), how(), choices);
	const png = async () => {
		sorry.textContent = "";
		try {
			download("power-map.png", "image/png", await pngFile(svg()));
		} catch {
			sorry.textContent = "This browser could not make the picture; the SVG may serve you as well.";
		}
	};
	const words = () => {
		text.hidden = false;
		text.value = inSentences(drawing.map(), choices).join("\n");
		text.focus();
		text.select();
	};
	const button = (/** @type {string} */ label, /** @type {() => void} */ does) =>
		h("button", { type: "button", class: "ac-quiet", onclick: does }, label);
	const root = h(
		"details",
		{ class: "pm-exchange" },
		h("summary", {}, "Bring a map, or take it along"),
		h(
			"div",
			{ class: "pm-inside" },
			h(
				"label",
				{ class: "pm-field" },
				h(
					"span",
					{},
					"A map from a file: CSV (ties, or ties and people), GraphML, a spreadsheet of elements and connections, or a map of this page (.json)",
				),
				file,
			),
			adding,
			said,
			sorry,
			h(
				"div",
				{ class: "pm-row" },
				h("label", { class: "pm-field" }, h("span", {}, "As a file for other tools"), forms),
				button("Download", give),
			),
			h(
				"div",
				{ class: "pm-row" },
				h("span", {}, "As a picture:"),
				button("SVG", () => download("power-map.svg", "image/svg+xml", svg())),
				button("PNG", png),
				button("In words", words),
			),
			text,
		),
	);
	return { root };
}
