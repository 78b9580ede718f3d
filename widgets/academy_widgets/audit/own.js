import { download, h, picked } from "../view.js";
import { blocksShown } from "./blocks.js";

const LARGEST_TABLE = 5_000_000; // bytes
const NO_GUESS = "\t?"; // no entry of a table begins with a tab
const ALIKE = "\t=";

const COUNTS_KEPT =
	"These are the counts that you kept, for you alone. You can erase them on My page.";
const COUNTS_UNKEPT = "These counts are not kept so far: they are gone when you leave the page.";

/** @typedef {{ name: string, values: string[] | null }} Column */

/**
 * A table of the learner's own. It is sent to be counted and kept nowhere; what the form
 * keeps is counts, and only once the learner says so.
 * @param {any} content
 * @param {import("../view.js").Desk} desk
 * @returns {import("../view.js").Parts}
 */
export function ownTable(content, desk) {
	const id = content.id;
	/** @type {Column[]} */
	let columns = [];
	/** @type {any} */
	let counted = null;
	/** @type {any} */
	let kept = null;
	/** @type {any} what was kept before, should these not be */
	let earlier = null;

	const file = h("input", { type: "file", id: `${id}-file`, accept: ".csv,.tsv,.txt,text/csv" });
	const area = h("textarea", {
		id: `${id}-text`,
		rows: 6,
		spellcheck: "false",
		dir: "auto",
		placeholder: "language,site,seen",
	});
	const readIt = h("button", { type: "button" }, "Read its columns");
	const tryIt = h("button", { type: "button", class: "ac-quiet" }, "Put in a made-up example");
	const sorry = h("p", { class: "ac-nudge", role: "alert" });
	const says = h("p", { class: "ac-why", role: "status" });
	const choosing = h("div", { class: "ac-choosing", hidden: true });
	const select = (/** @type {string} */ name) =>
		h("select", { id: `${id}-${name}`, onchange: () => refill(name) });
	const of = {
		group: select("group"),
		reference: select("reference"),
		outcome: select("outcome"),
		counts_as: select("counts_as"),
		layer: select("layer"),
		people: select("people"),
		guess: select("guess"),
	};
	const look = h("button", { type: "button", class: "ac-main" }, content.look);
	const results = h("div", { class: "ac-results" });
	const keep = h("button", { type: "button" }, "Keep the counts, for me alone");
	const give = h("button", { type: "button" }, "Save as CSV");
	const fate = h("p", { class: "ac-why" });
	const after = h(
		"div",
		{ class: "ac-after", hidden: true },
		fate,
		h(
			"p",
			{ class: "ac-why" },
			"In the file, numbers about 1 to 4 people are withheld, and so is what they could be worked out from.",
		),
		give,
		keep,
	);
	const bringing = h(
		"div",
		{ class: "ac-bringing" },
		...content.careful.map((/** @type {string} */ one) => h("p", { class: "ac-why" }, one)),
		h("label", { for: file.id }, "A file (CSV: comma, semicolon or tab)"),
		file,
		h("label", { for: area.id }, "Or paste the table, with the names of its columns first"),
		area,
		h("div", {}, readIt, tryIt),
	);
	const asked = [
		["group", "Which column says the group?"],
		["reference", "Compare the others with"],
		["outcome", "Which column says what happened?"],
		["counts_as", "Count those with"],
		["layer", "What else sets people apart? (you may leave this)"],
		["people", "Does a column say how many people a row stands for?"],
		["guess", "Guess first: in which group most often?"],
	];
	choosing.append(
		h("h4", {}, "What do the columns say?"),
		...asked.flatMap(([name = "", ask = ""]) => [
			h("label", { for: `${id}-${name}` }, ask),
			of[/** @type {keyof typeof of} */ (name)],
		]),
		look,
	);
	// What is typed here is nobody's to keep: the frame must not see it as a draft.
	for (const one of [bringing, choosing])
		for (const name of ["input", "change"]) one.addEventListener(name, (e) => e.stopPropagation());
	desk.result.append(results);
	desk.form.append(bringing, says, choosing, sorry, desk.result, after);

	/** @param {HTMLSelectElement} one @param {[string, string][]} options */
	const fill = (one, options) => {
		const was = one.value;
		one.replaceChildren(...options.map(([value, text]) => h("option", { value }, text)));
		one.value = options.some(([value]) => value === was) ? was : (options[0]?.[0] ?? "");
	};
	const valuesOf = (/** @type {string} */ name) =>
		columns.find((one) => one.name === name)?.values ?? [];
	/** @param {string} [changed] */
	const refill = (changed) => {
		const named = (/** @type {string} */ value) => /** @type {[string, string]} */ ([value, value]);
		const names = columns.map(({ name }) => named(name));
		if (!changed) {
			fill(of.group, names);
			fill(of.outcome, names);
			if (of.outcome.value === of.group.value) of.outcome.value = names[1]?.[0] ?? "";
			fill(of.layer, [["", "Nothing"], ...names]);
			fill(of.people, [["", "No: each row is one person"], ...names]);
		}
		if (!changed || changed === "group") {
			const groups = valuesOf(of.group.value).map(named);
			fill(of.reference, groups);
			fill(of.guess, [
				[NO_GUESS, "I would rather not guess"],
				[ALIKE, "All about alike"],
				...groups,
			]);
		}
		if (!changed || changed === "outcome")
			fill(of.counts_as, valuesOf(of.outcome.value).map(named));
	};

	/** @param {HTMLButtonElement} button @param {string} meanwhile @param {any} ask */
	const work = async (button, meanwhile, ask) => {
		sorry.textContent = "";
		says.textContent = meanwhile;
		button.disabled = true;
		const answer = await desk.work(ask);
		button.disabled = false;
		says.textContent = "";
		if (answer.sorry) sorry.textContent = answer.sorry;
		return answer.found;
	};
	const read = async () => {
		choosing.hidden = true;
		const found = await work(readIt, "Looking at it…", { read: area.value });
		if (!found) return;
		columns = found.columns;
		refill();
		choosing.hidden = false;
		const many = `${found.rows.toLocaleString("en")} ${found.rows === 1 ? "row" : "rows"}`;
		says.textContent = `Found ${many} and ${columns.length} columns, with a ${found.delimiter} between them.`;
	};
	/** @param {any} found */
	const show = (found) => {
		counted = found.kept;
		const isKept = JSON.stringify(counted) === JSON.stringify(kept);
		results.replaceChildren(...blocksShown(found.blocks));
		keep.hidden = isKept;
		fate.textContent = isKept ? "The counts are kept, for you alone." : COUNTS_UNKEPT;
		after.hidden = false;
	};

	readIt.addEventListener("click", read);
	tryIt.addEventListener("click", () => {
		area.value = content.example;
		read();
	});
	file.addEventListener("change", async () => {
		const one = await picked(file, { largest: LARGEST_TABLE });
		sorry.textContent = one.sorry ?? "";
		if (one.text === undefined) return;
		area.value = one.text;
		read();
	});
	look.addEventListener("click", async () => {
		const columns = Object.fromEntries(Object.entries(of).map(([name, one]) => [name, one.value]));
		const said = of.guess.value;
		const guess = said === NO_GUESS ? null : said === ALIKE ? "" : said;
		const ask = { count: { text: area.value, ...columns, guess } };
		const found = await work(look, "Counting. The first time this can take some seconds…", ask);
		if (found) show(found);
	});
	give.addEventListener("click", async () => {
		const found = await work(give, "Looking which numbers must be withheld…", { give: counted });
		if (!found) return;
		download("counts.csv", "text/csv", `\ufeff${found.csv}`); // with a mark, for spreadsheets
		says.textContent = "The file counts.csv is made.";
	});
	keep.addEventListener("click", () => {
		[earlier, kept] = [kept, counted];
		desk.answer(counted);
	});

	return {
		read: () => kept ?? {},
		write(form) {
			kept = form.counts ? form : null;
		},
		show(feedback) {
			if (!feedback.blocks) return;
			kept = feedback.kept;
			show(feedback);
			says.textContent = COUNTS_KEPT;
		},
		unsent() {
			kept = earlier;
		},
	};
}
