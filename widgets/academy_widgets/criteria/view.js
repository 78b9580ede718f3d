import { frame, h, rating } from "../view.js";
import { outcome } from "./outcome.js";

/** @typedef {{ name: string, text: string, profile: string }} Person */
/** @typedef {{ id: string, title: string, about: string, criteria: { id: string, text: string }[], people: [Person[], Person[]] }} Post */
/** @typedef {{ arm: "first" | "after", told: string, order: number[], kinds: number[] }} Draw */

/** @type {import("../view.js").Kind} */
function criteria(content, desk) {
	let draw = -1;
	let step = "start"; // or "<post>-weigh", "<post>-choose", "both"
	/** @type {Record<string, { weights: Record<string, number>, choice: string }>} */
	let posts = {};
	const place = h("div", { class: "ac-place" });
	const scene = h("p", { class: "ac-scene" }, content.invite);
	desk.form.append(scene, place);

	const drawn = () => /** @type {Draw} */ (content.draws[draw]);
	const steps = () => [
		"start",
		...drawn().order.flatMap((at) => {
			const { id } = content.posts[at];
			return [`${id}-weigh`, `${id}-choose`];
		}),
		"both",
	];
	const changed = () => desk.form.dispatchEvent(new Event("input", { bubbles: true }));

	/** @param {Post} post what was said of it, to be filled in */
	const said = (post) => {
		posts[post.id] ??= { weights: {}, choice: "" };
		return /** @type {{ weights: Record<string, number>, choice: string }} */ (posts[post.id]);
	};

	/** @param {string} next */
	const go = (next) => {
		step = next;
		render();
		place.querySelector("h4")?.focus();
		changed();
	};
	const onward = () => go(steps()[steps().indexOf(step) + 1] ?? "both");

	/** @param {Post} post @param {number} at @param {number} nth */
	const weigh = (post, at, nth) => {
		const told = said(post);
		const scale = rating(content, `${content.id}-${post.id}`, post.criteria);
		scale.write(told.weights);
		const nudge = h("p", { class: "ac-nudge", role: "alert" });
		const on = h(
			"button",
			{
				type: "button",
				class: "ac-main",
				onclick() {
					const open = scale.missing();
					nudge.textContent = open ? "Give each of them a number, however roughly." : "";
					if (open) open.focus();
					else onward();
				},
			},
			drawn().arm === "first" ? "Fix my numbers and meet the people" : "Those are my numbers",
		);
		scale.root.addEventListener("input", () => {
			told.weights = scale.read();
		});
		return [
			heading(`Post ${nth} of 2: ${post.title}`),
			h("p", {}, post.about),
			h("p", { class: "ac-why" }, drawn().told),
			...(drawn().arm === "after" ? [people(post, at)] : []),
			h("h5", {}, "How much does each of these count for this post?"),
			scale.root,
			nudge,
			on,
		];
	};

	/** @param {Post} post @param {number} at */
	const people = (post, at) =>
		h(
			"div",
			{ class: "ac-people" },
			...post.people[/** @type {0 | 1} */ (drawn().kinds[at])].map((one) =>
				h("section", {}, h("h5", {}, one.name), h("p", {}, one.text)),
			),
		);

	/** @param {Post} post @param {number} at @param {number} nth */
	const choose = (post, at, nth) => {
		const told = said(post);
		const nudge = h("p", { class: "ac-nudge", role: "alert" });
		const inputs = post.people[/** @type {0 | 1} */ (drawn().kinds[at])].map((one) => ({
			name: one.name,
			input: h("input", {
				type: "radio",
				name: `${content.id}-${post.id}`,
				value: one.profile,
				checked: told.choice === one.profile,
			}),
		}));
		const on = h(
			"button",
			{
				type: "button",
				class: "ac-main",
				onclick() {
					nudge.textContent = told.choice
						? ""
						: "Choose one of the two. A slight preference is enough.";
					if (!told.choice) return inputs[0]?.input.focus();
					onward();
					if (step === "both") desk.answer(structuredClone({ draw, posts }));
				},
			},
			nth === 1 ? "On to the second post" : "Show me",
		);
		const chosen = h(
			"fieldset",
			{ class: "ac-chosen" },
			h("legend", {}, "Whom do you choose?"),
			...inputs.map(({ name, input }) => h("label", {}, input, h("span", {}, name))),
		);
		chosen.addEventListener("input", () => {
			told.choice = inputs.find(({ input }) => input.checked)?.input.value ?? "";
		});
		return [
			heading(`Post ${nth} of 2: ${post.title}`),
			people(post, at),
			h(
				"details",
				{ class: "ac-fixed", open: true },
				h("summary", {}, "What you said counts"),
				h(
					"ul",
					{},
					...post.criteria.map((one) =>
						h("li", {}, h("b", {}, String(told.weights[one.id])), ` ${one.text}`),
					),
				),
			),
			chosen,
			nudge,
			on,
		];
	};

	const start = () => [
		heading("Two choices, about ten minutes"),
		h(
			"p",
			{},
			"Chance decides who weighs first and who meets the people first. You will see which it was, and what your numbers did.",
		),
		h(
			"button",
			{
				type: "button",
				class: "ac-main",
				onclick() {
					draw = Math.floor(Math.random() * content.draws.length);
					posts = {};
					onward();
				},
			},
			"Begin",
		),
	];

	const again = h(
		"button",
		{ type: "button", onclick: () => go("start") },
		"Do it again, with a new draw",
	);
	const render = () => {
		if (step === "both") {
			scene.hidden = true;
			place.replaceChildren(heading("What your numbers did"), desk.result, again);
			return;
		}
		desk.result.replaceChildren();
		const [id, part] = step.split("-");
		const at = content.posts.findIndex((/** @type {Post} */ one) => one.id === id);
		scene.hidden = at >= 0 && draw >= 0;
		if (!scene.hidden) {
			place.replaceChildren(...start());
			return;
		}
		const nth = drawn().order.indexOf(at) + 1;
		place.replaceChildren(...(part === "weigh" ? weigh : choose)(content.posts[at], at, nth));
	};
	render();

	return {
		read: () => structuredClone({ draw, step, posts }),
		write(form) {
			draw = content.draws[form.draw] ? form.draw : -1;
			posts = structuredClone(form.posts ?? {});
			step = draw < 0 ? "start" : (form.step ?? "start");
			render();
		},
		show(feedback) {
			if (step === "both" && feedback.rows) desk.result.replaceChildren(...outcome(feedback));
		},
		unsent() {
			if (step !== "both") return;
			step = steps().at(-2) ?? "start";
			render();
		},
	};
}

/** @param {string} text */
function heading(text) {
	return h("h4", { tabindex: "-1" }, text);
}

export default {
	/** @param {{ model: any, el: HTMLElement }} context */
	render: (context) => frame(context, "criteria", criteria),
};
