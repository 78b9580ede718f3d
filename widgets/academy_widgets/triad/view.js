import { frame, h } from "../view.js";
import { choosing } from "./choosing.js";
import { rounds } from "./results.js";
import { stage } from "./stage.js";
import { ticking } from "./ticking.js";

const LEFT =
	"Paused where the page was left. The time away is not counted, and up to ten seconds before it may be missing.";

/** @type {import("../view.js").Kind} */
function triad(content, desk) {
	/** @type {any[]} */
	let events = [];
	let done = false;
	let waiting = Promise.resolve();

	const draft = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));
	const chosen = choosing(content);
	const timer = ticking({ keep: draft, over: () => tell({ do: "look" }) });
	const nudge = h("p", { class: "ac-nudge", role: "alert" });
	const begin = h("button", { type: "button", class: "ac-main" }, "Begin");
	const again = h("button", { type: "button" }, "Do another triad");
	const retry = h("button", { type: "button", class: "ac-main", hidden: true }, "Try again");
	const place = stage(content, timer, (event) => tell(event));
	const first = h("div", { class: "ac-first" }, chosen.root, begin);
	const tables = h("div", { class: "ac-rounds", hidden: true });
	desk.form.append(
		h("p", { class: "ac-scene" }, content.invite),
		first,
		place.root,
		nudge,
		retry,
		desk.result,
		tables,
	);

	const arrange = () => {
		first.hidden = events.length > 0;
		place.root.hidden = !events.length || done || !place.drawn();
		desk.result.hidden = tables.hidden = !done;
	};
	/**
	 * Ask the rules about what happens, one thing after another.
	 * @param {any} event without its time
	 * @returns {Promise<boolean>} whether it was allowed
	 */
	const tell = (event) => {
		const at = timer.now();
		return inTurn(() => [...events, { ...event, at: later(at) }]);
	};
	/** @param {() => any[]} next */
	const inTurn = (next) => {
		const asked = waiting.then(() => ask(next()));
		waiting = asked.then(() => {});
		return asked;
	};
	/** @param {number} at A reload may have lost some seconds of the clock. */
	const later = (at) => Math.max(at, events.at(-1)?.at ?? 0);
	/** @param {any[]} next */
	const ask = async (next) => {
		const { found, sorry } = await desk.work({ events: next });
		if (!desk.form.isConnected) return false;
		nudge.textContent = sorry ?? "";
		if (sorry) return false;
		events = next;
		const over = found.state.phase === "done" || found.state.phase === "stopped";
		timer.follow(found.state, found.left);
		place.draw(found);
		if (over && !done) {
			done = true;
			desk.answer({ events });
		} else draft();
		arrange();
		return true;
	};

	begin.addEventListener("click", async () => {
		const { people, length, missing } = chosen.seats();
		nudge.textContent = missing ? "Put in three names first; a letter each is enough." : "";
		if (missing) return missing.focus();
		timer.set(0);
		place.write({});
		if (await tell({ do: "begin", people, length })) place.focus();
	});
	again.addEventListener("click", () => {
		write({});
		draft();
		desk.form.querySelector("input")?.focus();
	});

	const read = () => ({
		...chosen.read(),
		...place.read(),
		events,
		done,
		clock: timer.now(),
	});
	/** @param {any} form */
	const write = (form) => {
		chosen.write(form);
		place.write(form);
		events = form.events ?? [];
		done = Boolean(form.done);
		nudge.textContent = "";
		timer.set(Math.max(form.clock ?? 0, events.at(-1)?.at ?? 0));
		arrange();
		if (events.length && !done) resume();
	};
	const resume = async () => {
		retry.hidden = true;
		const running = ["start", "look", "count", "say", "line"].includes(events.at(-1)?.do);
		const paused = running && (await tell({ do: "pause" }));
		if (paused) place.note(LEFT);
		// Where it was paused already, or was over without us, it stands as it was.
		retry.hidden = paused || (await inTurn(() => events));
	};
	retry.addEventListener("click", resume);
	write({});

	return {
		read,
		write,
		show(feedback) {
			if (!done || !feedback.rounds) return;
			const [summary, ...rest] = rounds(feedback, content.ask);
			desk.result.replaceChildren(summary);
			tables.replaceChildren(...rest, again);
			arrange();
		},
	};
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "triad", triad),
};
