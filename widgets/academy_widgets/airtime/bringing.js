import { h, picked } from "../view.js";

const LARGEST = 6_000_000; // bytes of a file

/**
 * Bring a transcript: who spoke when is read from it, and nothing else is kept.
 * @param {ReturnType<typeof import("./people.js").company>} people
 * @param {import("../view.js").Desk} desk
 * @param {string} id
 * @param {() => void} changed
 */
export function bringing(people, desk, id, changed) {
	/** @type {import("../view.js").Json | null} */
	let found = null;
	/** @type {HTMLSelectElement[]} */
	let chosen = [];

	const file = h("input", {
		type: "file",
		id: `${id}-file`,
		accept: ".vtt,.srt,.txt,text/vtt,text/plain",
	});
	const area = h("textarea", { id: `${id}-text`, rows: 8, spellcheck: "false", dir: "auto" });
	const read = h("button", { type: "button" }, "Read who spoke");
	const sorry = h("p", { class: "ac-nudge", role: "alert" });
	const says = h("p", { role: "status" });
	const notes = h("ul", { class: "ac-notes" });
	const who = h("div", { class: "ac-who" });
	const root = h(
		"div",
		{ class: "ac-bringing" },
		h(
			"p",
			{ class: "ac-why" },
			"Captions (.vtt or .srt, as Teams and Zoom save them) are measured in time. A talk that is written down, with a name and a colon before what each person says, is measured in words. What is said in it is looked through once and kept nowhere: only who spoke, from when to when.",
		),
		h("label", { for: file.id }, "A file"),
		file,
		h("label", { for: area.id }, "Or the text itself"),
		area,
		read,
		sorry,
		says,
		notes,
		who,
	);

	/** @param {import("../view.js").Json} talk */
	const match = (talk) => {
		found = talk;
		chosen = talk.speakers.map((/** @type {string} */ name) => {
			const select = h("select", { id: `${id}-who-${talk.speakers.indexOf(name)}` });
			select.addEventListener("change", changed);
			return select;
		});
		// A guess was made for each on the list: nobody is matched without a likeness.
		const fits = talk.speakers.map((/** @type {string} */ name) =>
			Array.from({ length: people.size() }, (_, at) => at).find((at) =>
				alike(people.label(at), people.letter(at), name),
			),
		);
		fill(fits);
		notes.replaceChildren(...talk.notes.map((/** @type {string} */ one) => h("li", {}, one)));
		const turns = talk.turns.length === 1 ? "1 turn" : `${talk.turns.length} turns`;
		const many = chosen.length === 1 ? "1 speaker" : `${chosen.length} speakers`;
		says.textContent = `Found ${many} and ${turns}. Say below who each of them is; whoever is on your list and not in here said nothing.`;
		who.replaceChildren(
			...talk.speakers.flatMap((/** @type {string} */ name, /** @type {number} */ at) => [
				h("label", { for: chosen[at]?.id ?? "", dir: "auto" }, `“${name}” is`),
				chosen[at],
			]),
		);
		changed();
	};
	/** @param {(number | undefined)[]} fits */
	const fill = (fits) => {
		chosen.forEach((select, at) => {
			select.replaceChildren(
				h("option", { value: "new" }, "somebody not on the list yet"),
				...Array.from({ length: people.size() }, (_, place) =>
					h("option", { value: place }, calledAs(people, place)),
				),
			);
			select.value = fits[at] === undefined ? "new" : String(fits[at]);
		});
	};

	read.addEventListener("click", async () => {
		sorry.textContent = "";
		says.textContent = "Looking through it…";
		read.disabled = true;
		const answer = await desk.work({ transcript: area.value });
		read.disabled = false;
		says.textContent = "";
		if (answer.sorry) sorry.textContent = answer.sorry;
		else match(answer.found);
	});
	file.addEventListener("change", async () => {
		const { text, sorry: wrong = "" } = await picked(file, { largest: LARGEST });
		sorry.textContent = wrong;
		if (text === undefined) return;
		area.value = text;
		read.click();
	});

	return {
		root,
		any: () => found !== null,
		/** Put those who are not on the list yet on it. @returns {string} what is wrong, or "" */
		settle() {
			if (!found) return "Read a transcript first.";
			const places = chosen.map((select, at) => {
				if (select.value !== "new") return Number(select.value);
				const added = people.add(found?.speakers[at]);
				return added ? people.size() - 1 : undefined;
			});
			fill(places);
			return places.includes(undefined)
				? "There are more people than fit in the list: say of some that they are the same."
				: "";
		},
		measured: () => ({
			unit: found?.unit ?? "ms",
			length: found?.length ?? 0,
			turns: (found?.turns ?? []).map((/** @type {number[]} */ [at, ...rest]) => [
				Number(chosen[at ?? 0]?.value),
				...rest,
			]),
		}),
		/** What is kept has no names: turns are of places in the list. */
		read: () =>
			found && chosen.every(({ value }) => value !== "new") ? { found: bare() } : { found: null },
		/** @param {any} form */
		write(form) {
			found = null;
			chosen = [];
			says.textContent = sorry.textContent = "";
			notes.replaceChildren();
			who.replaceChildren();
			if (!form.found) return;
			const turns = /** @type {number[][]} */ (form.found.turns);
			const places = [...new Set(turns.map(([at]) => Number(at)))];
			found = {
				...form.found,
				speakers: places.map(people.letter),
				turns: turns.map(([at, ...rest]) => [places.indexOf(Number(at)), ...rest]),
			};
			chosen = places.map(() => h("select", {}));
			fill(places);
			says.textContent = "The transcript that you brought is measured; its words were not kept.";
		},
		empty() {
			area.value = file.value = "";
		},
	};

	function bare() {
		const { unit, length } = found ?? {};
		const turns = found?.turns.map((/** @type {number[]} */ [at, ...rest]) => [
			Number(chosen[at ?? 0]?.value),
			...rest,
		]);
		return { unit, length, turns };
	}
}

/** @param {ReturnType<typeof import("./people.js").company>} people @param {number} at */
function calledAs(people, at) {
	const [letter, label] = [people.letter(at), people.label(at)];
	return letter === label ? letter : `${letter}: ${label}`;
}

/**
 * @param {string} label what the learner calls somebody
 * @param {string} letter what they are called without a name
 * @param {string} name what the transcript calls them
 */
function alike(label, letter, name) {
	const plain = (/** @type {string} */ text) =>
		text.toLocaleLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
	if (label === letter) return plain(name) === plain(letter);
	const initials = name
		.split(/\s+/)
		.map((one) => one[0])
		.join("");
	return [plain(name), plain(name.split(/\s+/)[0] ?? ""), plain(initials)].includes(plain(label));
}
