import { afterEach, expect, test } from "vitest";
import view from "../../widgets/academy_widgets/reflection/view.js";
import { fakeModel, mounted } from "./fake_model.js";

const content = {
	assignment: "a",
	invite: "Write.",
	questions: [
		{ id: "one", prompt: "One?", about: 50 },
		{ id: "two", prompt: "Two?", about: 50 },
	],
};
let stop = () => {};

function opened(answers = {}) {
	const found = mounted(view, content, { draft: { form: { answers } } });
	stop = found.stop;
	const offer = (text) => {
		const detail = { text, from: "A journal", says: "" };
		document.dispatchEvent(new CustomEvent("academy:offer", { detail }));
		return detail.says;
	};
	const [first, second] = found.el.querySelectorAll("textarea");
	return { ...found, first, second, offer, note: () => found.el.querySelector(".ac-offered") };
}

afterEach(() => stop());

test("what is offered goes below what is written in the first box, and is kept", () => {
	const { first, second, offer, model, note } = opened({ one: "Mine.\n", two: "Other." });
	expect(offer("<b>Theirs</b>")).toContain("first box of your reflection");
	expect(first.value).toBe("Mine.\n\n<b>Theirs</b>");
	expect(second.value).toBe("Other.");
	expect(note().hidden).toBe(false);
	expect(note().textContent).toContain("A journal");
	window.dispatchEvent(new Event("pagehide"));
	expect(model.get("draft").form.answers.one).toBe(first.value);
	expect(model.get("response")).toEqual({}); // nothing is sent
});

test("it comes out again by one press, and what was written around it stays", () => {
	const { first, offer, button, note } = opened({ one: "Mine." });
	offer("Theirs.");
	first.value += " And more.";
	button("Take it out again").click();
	expect(first.value).toBe("Mine. And more.");
	expect(note().hidden).toBe(true);
});

test("of the same words twice the newer ones come out, and their own stay", () => {
	const { first, offer, button } = opened({ one: "Mine.\n\nTheirs. So I thought." });
	offer("Theirs.");
	button("Take it out again").click();
	expect(first.value).toBe("Mine.\n\nTheirs. So I thought.");
});

test("what was changed since is not guessed at", () => {
	const { first, offer, button, note } = opened();
	offer("Theirs.");
	first.value = "Thei rs.";
	button("Take it out again").click();
	expect(first.value).toBe("Thei rs.");
	expect(note().textContent).toContain("by hand");
	offer("More.");
	expect(button("Take it out again").hidden).toBe(false);
});

test("where there is no room nothing is lost and nothing is cut", () => {
	const { first, offer, note } = opened({ one: "x".repeat(19_990) });
	expect(offer("Too much for it.")).toContain("no room");
	expect(first.value.length).toBe(19_990);
	expect(note().hidden).toBe(true);
});

test("somebody who reads it through goes back to writing and sees it", () => {
	const { el, offer, button } = opened({ one: "Mine." });
	button("Read it through").click();
	offer("Theirs.");
	expect(el.querySelector(".ac-reading").hidden).toBe(true);
	expect(el.querySelector("textarea").closest("[hidden]")).toBe(null);
});

test("a reflection that is gone takes nothing", () => {
	const { offer } = opened();
	stop();
	expect(offer("Theirs.")).toBe("");
});

test("of two reflections on a page only one takes it", () => {
	const { first, offer } = opened();
	const other = document.createElement("div");
	document.body.append(other);
	const state = {
		...Object.fromEntries(["response", "draft", "feedback", "saved"].map((k) => [k, {}])),
	};
	const model = fakeModel({
		...state,
		content: { id: "m/y", title: "B", source: "s", qualities: [], basis: {}, ...content },
	});
	const stopOther = view.render({ model, el: other });
	offer("Theirs.");
	expect(first.value).toBe("Theirs.");
	expect(other.querySelector("textarea").value).toBe("");
	stopOther();
});
