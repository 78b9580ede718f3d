/** What every page does: leave quickly, tell what is saved, put exercises in their places. */

const leave = /** @type {HTMLAnchorElement} */ (document.getElementById("leave"));
const kept = /** @type {HTMLElement} */ (document.getElementById("kept"));
const offline = /** @type {HTMLElement} */ (document.getElementById("offline"));
let leaving = false;

/** Show nothing, then go, and leave no way back to this page in the tab. */
function leaveNow() {
	leaving = true;
	document.documentElement.style.display = "none";
	document.title = "…";
	// Nobody sees the page any more; its last words get a moment to reach the server.
	document.dispatchEvent(new Event("academy:leaving"));
	setTimeout(() => location.replace(leave.href), 150);
}

leave.addEventListener("click", (event) => {
	event.preventDefault();
	leaveNow();
});

/** Shift pressed and let go three times, with nothing else in between: not while typing. */
let shifts = 0;
let since = 0;
let alone = false;
const other = () => {
	shifts = 0;
	alone = false;
};
document.addEventListener("pointerdown", other);
document.addEventListener("keydown", (event) => {
	if (event.key !== "Shift") other();
	else if (!event.repeat) alone = true;
});
document.addEventListener("keyup", (event) => {
	if (event.key !== "Shift" || !alone) return;
	shifts = event.timeStamp - since < 700 ? shifts + 1 : 1;
	since = event.timeStamp;
	alone = false;
	if (shifts === 3) leaveNow();
});

/** What every exercise last said of itself. @type {Map<string, string>} */
const states = new Map();

document.addEventListener("academy:saved", (event) => {
	const { id, state } = /** @type {CustomEvent} */ (event).detail;
	states.set(id, state);
	const all = [...states.values()];
	const worst = ["failed", "refused", "saving", "kept"].find((one) => all.includes(one));
	if (!worst) return;
	kept.hidden = false;
	kept.dataset.state = worst;
	const words = { failed: "Not saved", refused: "Not saved", saving: "Saving…", kept: "All saved" };
	const text = words[/** @type {"failed" | "refused" | "saving" | "kept"} */ (worst)];
	if (kept.textContent !== text) kept.textContent = text;
});

/** The way to the kernel, on a page that was sent from a snapshot. */
document.addEventListener("snapshot:connection", (event) => {
	const { state, status } = /** @type {CustomEvent} */ (event).detail;
	const lost = state === "lost" || state === "failed";
	offline.hidden = !lost;
	offline.textContent =
		status === 503
			? "The Academy is full just now. You can go on writing; it is saved as soon as there is room."
			: state === "failed"
				? "The Academy cannot be reached from this page any more. Your words stay here; please reload it."
				: "The connection is lost. You can go on writing; it is saved as soon as the connection is back.";
});

window.addEventListener("beforeunload", (event) => {
	const all = [...states.values()];
	if (!leaving && (all.includes("failed") || all.includes("saving"))) event.preventDefault();
});

for (const output of document.querySelectorAll("[data-output]")) {
	const place = document.querySelector(
		`[data-cell="${/** @type {HTMLElement} */ (output).dataset.output}"]`,
	);
	place?.append(...output.childNodes);
	output.remove();
}

const SORRY =
	"This exercise could not be opened just now. Nothing that you wrote is lost. Please reload the page.";

for (const place of document.querySelectorAll("[data-cell]")) {
	const opening = place.querySelector(".opening");
	const sorry = () => {
		if (opening) opening.textContent = SORRY;
		place.removeAttribute("aria-busy");
	};
	const ready = () => {
		opening?.remove();
		place.removeAttribute("aria-busy");
	};
	if (place.querySelector(".sorry")) ready();
	else if (!place.querySelector("script")) sorry();
	else {
		const late = setTimeout(sorry, 20_000);
		new MutationObserver((_, observer) => {
			if (!place.querySelector(".academy-exercise")) return;
			observer.disconnect();
			clearTimeout(late);
			ready();
		}).observe(place, { childList: true, subtree: true });
	}
}

const thisYear = new Date().getFullYear();
for (const time of document.querySelectorAll("time[data-day]")) {
	const day = new Date(/** @type {HTMLTimeElement} */ (time).dateTime);
	time.textContent = day.toLocaleDateString(document.documentElement.lang, {
		day: "numeric",
		month: "long",
		year: day.getFullYear() === thisYear ? undefined : "numeric",
	});
}

/** An invitation's code comes behind a #, is sent by a form, and stays in no history. */
const join = /** @type {HTMLFormElement | null} */ (document.getElementById("join"));
if (join && location.hash.length > 1) {
	const code = /** @type {HTMLInputElement} */ (join.elements.namedItem("code"));
	code.value = location.hash.slice(1);
	history.replaceState(null, "", location.pathname);
	join.submit();
}

for (const button of document.querySelectorAll("[data-copies], [data-prints]")) {
	const { copies } = /** @type {HTMLElement} */ (button).dataset;
	// A browser copies only for pages that came safely.
	if (copies && !navigator.clipboard) continue;
	/** @type {HTMLElement} */ (button).hidden = false;
	button.addEventListener("click", async () => {
		if (!copies) return print();
		const words = [...document.querySelectorAll(`#${copies} li`)].map((one) => one.textContent);
		const done = await navigator.clipboard.writeText(words.join(" ")).then(
			() => "Copied",
			() => "It could not be copied",
		);
		button.textContent = done;
	});
}

/** What was erased must not stay in this browser either, nor in its other tabs. */
const tabs = new BroadcastChannel("academy");
tabs.addEventListener("message", ({ data }) => {
	if (data !== "erased") return;
	sessionStorage.clear();
	leaving = true;
	location.replace(/** @type {HTMLAnchorElement} */ (document.querySelector(".home")).href);
});
if ("erased" in document.body.dataset) {
	sessionStorage.clear();
	tabs.postMessage("erased");
}

for (const time of document.querySelectorAll("time[data-moment]"))
	time.textContent = new Date(/** @type {HTMLTimeElement} */ (time).dateTime).toLocaleString(
		document.documentElement.lang,
		{
			weekday: "long",
			day: "numeric",
			month: "long",
			year: "numeric",
			hour: "2-digit",
			minute: "2-digit",
			timeZoneName: "short",
		},
	);

const zone = /** @type {HTMLInputElement | null} */ (
	document.querySelector("input[data-time-zone]")
);
if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;

const links = [...document.querySelectorAll(".steps a")];
const steps = new IntersectionObserver(
	(entries) => {
		for (const entry of entries) {
			if (!entry.isIntersecting) continue;
			for (const link of links)
				if (link.getAttribute("href") === `#${entry.target.id}`)
					link.setAttribute("aria-current", "step");
				else link.removeAttribute("aria-current");
		}
	},
	{ rootMargin: "-30% 0px -60% 0px" },
);
for (const step of document.querySelectorAll(".step")) steps.observe(step);
