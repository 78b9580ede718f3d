const named = (...ids) => ids.map((id) => ({ id, name: `${id[0].toUpperCase()}${id.slice(1)}`, means: `What ${id} is.` })); // biome-ignore format: a line

export const choices = {
	people: named("person", "role", "group"),
	ties: [
		{ id: "decides", name: "Decides for", verb: "decides for", means: "Settles." },
		{ id: "advises", name: "Advises", verb: "advises", means: "Says." },
		{ id: "listens", name: "Listens to", verb: "listens to", means: "Takes in." },
		{ id: "depends", name: "Depends on", verb: "depends on", means: "Needs." },
	],
	faces: named("visible", "hidden", "invisible"),
	spaces: named("closed", "invited", "claimed"),
	places: named("local", "national", "global"),
	kinds: named("over", "to", "with", "within"),
};

export const content = {
	invite: "Draw a place.",
	about_example: "A hostel.",
	example: {
		version: 1,
		people: [
			{ id: "p1", name: "Ann", x: 0.3, y: 0.3, vote: true },
			{ id: "p2", name: "Bo", sort: "role", x: 0.6, y: 0.3 },
			{ id: "p3", name: "Cy", here: false, x: 0.95, y: 0.6 },
		],
		ties: [{ from: "p1", to: "p2", sort: "decides", weight: 3 }],
	},
	choices,
	looks: named("out", "in", "betweenness"),
	forms: [{ id: "graphml", name: "GraphML" }],
	most: { people: 200, ties: 1000, weight: 5, name: 60, note: 300, words: 2000, file: 2_000_000 },
	version: 1,
	sources: ["Somebody (2006)."],
};
