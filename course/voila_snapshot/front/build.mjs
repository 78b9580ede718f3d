/**
 * Builds ../static from src: `npm install && npm run build`. The result is committed, so
 * that no learner's machine needs Node. The same sources and lock give the same bytes.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static");
const modules = join(here, "node_modules");
const src = (name) => join(here, "src", name);
const read = (path) => readFileSync(path, "utf8");

/**
 * Widgets with the same script have one module, as those have whose script is an address:
 * a module for each takes the browser longer than all the rest of a page.
 */
const ONE_MODULE = `
	const modules = new Map();
	function loadEsm(esm) {
		if (!modules.has(esm)) modules.set(esm, loadAnew(esm));
		modules.get(esm).catch(() => modules.delete(esm));
		return modules.get(esm);
	}`;

/** Packages whose use is narrower than they are. @type {esbuild.Plugin} */
const slimmer = {
	name: "slimmer",
	setup(build) {
		const nothing = (path) => ({ path, namespace: "nothing" });
		build.onResolve({ filter: /^jquery$/ }, () => ({ path: src("jquery.js") }));
		build.onResolve({ filter: /^@lumino\/widgets$/ }, () => ({
			path: src("lumino-widgets.js"),
			sideEffects: false,
		}));
		// Only ManagerBase.inline_sanitize calls it, which manager.js overrides with DOMPurify.
		build.onResolve({ filter: /^sanitize-html$/ }, ({ path }) => nothing(path));
		build.onLoad({ filter: /.*/, namespace: "nothing" }, ({ path }) => ({
			contents: `export default () => { throw new Error("${path} is not here"); };`,
		}));
		// anywidget publishes an AMD module around a factory that wants base.
		build.onLoad({ filter: /[\\/]anywidget[\\/]dist[\\/]index\.js$/ }, ({ path }) => {
			const define = /^define\(\["@jupyter-widgets\/base"\], (\w+)\);$/m;
			const source = read(path);
			if (!define.test(source)) throw new Error("anywidget's front end has changed its form");
			const load = "async function loadEsm(esm) {";
			if (source.split(load).length !== 2) throw new Error("anywidget loads in another way");
			const contents = source
				.replace(define, "export default $1;")
				.replace(load, `${ONE_MODULE} async function loadAnew(esm) {`);
			return { contents, loader: "js" };
		});
		// controls reads its own version out of its package.json; leave only that in.
		build.onLoad({ filter: /@jupyter-widgets[\\/]\w+[\\/]package\.json$/ }, ({ path }) => ({
			contents: JSON.stringify({ version: JSON.parse(read(path)).version }),
			loader: "json",
		}));
	},
};

/** What there must be once only; src/shared.js holds these for stock.js. */
const SHARED = ["@jupyter-widgets/base", "@lumino/messaging", "@lumino/signaling", "jquery"];

/** Has stock.js take from the first script what both must have in common. @type {esbuild.Plugin} */
const sharing = {
	name: "sharing",
	setup(build) {
		const shared = (path) => ({ path, namespace: "shared" });
		build.onResolve({ filter: /./ }, ({ path, importer }) => {
			if (SHARED.includes(path) || path === "./maths.js") return shared(path);
			if (path === "@lumino/widgets") return { path: src("lumino-tabs.js") };
			if (path === "./lumino-widgets.js") return shared("@lumino/widgets");
			const inLumino = /@lumino[\\/]widgets[\\/]src/.test(importer);
			if (inLumino && ["./title", "./widget"].includes(path)) return shared("@lumino/widgets");
			return undefined;
		});
		build.onLoad({ filter: /./, namespace: "shared" }, ({ path }) => ({
			contents: `module.exports = SHARED[${JSON.stringify(path)}];`,
		}));
	},
};

/** @param {esbuild.BuildOptions} options */
async function bundle(options) {
	return await esbuild.build({
		absWorkingDir: here,
		bundle: true,
		minify: true,
		metafile: true,
		write: false,
		target: ["es2022", "chrome111", "firefox115", "safari16.4"],
		// Lumino's sources, as Lumino compiles them; and no tsconfig.json from around us.
		tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
		legalComments: "none", // all licences stand in THIRD-PARTY.txt
		logLevel: "warning",
		...options,
		plugins: [...(options.plugins ?? []), slimmer],
	});
}

const stamp = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 12);

const maths = await bundle({ entryPoints: ["src/maths-chunk.js"], format: "esm" });
const chunk = maths.outputFiles[0].contents;
const font = "icons.woff2";
const icons = await bundle({
	stdin: {
		contents: `@import "@fortawesome/fontawesome-free/css/fontawesome.css";
			@font-face { font-family: "Font Awesome 5 Free"; font-weight: 900; font-display: block;
				src: url("${font}") format("woff2"); }
			.fa, .fas { font-family: "Font Awesome 5 Free"; font-weight: 900; }`,
		resolveDir: here,
		loader: "css",
	},
	external: [font],
});
const sheet = icons.outputFiles[0].contents;
const browser = { global: "window", "process.env.NODE_ENV": '"production"' };
const second = await bundle({
	entryPoints: ["src/stock.js"],
	format: "iife",
	globalName: "stock",
	// In brackets a function is compiled at once, and not looked through first.
	banner: { js: "export default (function (SHARED) {" },
	footer: { js: "return stock; });" },
	define: browser,
	plugins: [sharing],
});
const stock = second.outputFiles[0].contents;
const doubled = Object.keys(second.metafile.inputs).filter((path) =>
	SHARED.some((name) => path.includes(`node_modules/${name}/`)),
);
if (doubled.length) throw new Error(`stock.js has a second copy of ${doubled.join(", ")}`);
const script = await bundle({
	entryPoints: ["src/main.js"],
	format: "iife",
	define: {
		MATHS_CHUNK: JSON.stringify(`maths.js?v=${stamp(chunk)}`),
		ICONS_SHEET: JSON.stringify(`icons.css?v=${stamp(sheet)}`),
		STOCK_CHUNK: JSON.stringify(`stock.js?v=${stamp(stock)}`),
		...browser,
	},
});
const style = await bundle({ entryPoints: ["src/slim-all.css"] });

/** Names that a module exports, without running it. @param {string} path */
async function exported(path) {
	const options = { entryPoints: [path], format: "esm", outdir: out, plugins: [sharing] };
	const built = await bundle(options);
	return Object.values(built.metafile.outputs)[0].exports;
}

/** What the page can show, for a server that wants to know before a visitor comes. */
async function known() {
	const constant = (path, name) => new RegExp(`${name} = '([^']+)'`).exec(read(path))?.[1];
	const lib = (name) => join(modules, "@jupyter-widgets", name, "lib");
	const kinds = async (path, version) => {
		const names = await exported(path);
		const ending = (end) =>
			names.filter((name) => /^[A-Z]/.test(name) && name.endsWith(end)).sort();
		return { version, models: ending("Model"), views: ending("View") };
	};
	return {
		"@jupyter-widgets/base": await kinds(
			join(lib("base"), "index.js"),
			constant(join(lib("base"), "version.js"), "JUPYTER_WIDGETS_VERSION"),
		),
		"@jupyter-widgets/controls": await kinds(
			join(lib("controls"), "index.js"),
			constant(join(lib("controls"), "version.js"), "JUPYTER_CONTROLS_VERSION"),
		),
		"@jupyter-widgets/output": await kinds(src("output.js"), "1.0.0"),
		anywidget: { version: "*", models: ["AnyModel"], views: ["AnyView"] },
	};
}

const packageOf = (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? "our own";

/** Bytes in the output by package. @param {esbuild.BuildResult[]} results */
function sizes(...results) {
	const sum = {};
	for (const { metafile } of results)
		for (const output of Object.values(metafile.outputs))
			for (const [path, { bytesInOutput }] of Object.entries(output.inputs))
				sum[packageOf(path)] = (sum[packageOf(path)] ?? 0) + bytesInOutput;
	return Object.entries(sum).sort((one, other) => other[1] - one[1]);
}

/** The licences of all that is in the results. @param {string[]} names */
function licences(names) {
	const parts = names.sort().map((name) => {
		const about = JSON.parse(read(join(modules, name, "package.json")));
		const files = readdirSync(join(modules, name)).filter((one) =>
			/^(licen[cs]e|copying|notice)/i.test(one),
		);
		const text = files.length
			? files.map((file) => read(join(modules, name, file)).trim()).join("\n\n")
			: `No licence file is published with this package. Its package.json says: ${about.license}`;
		return `${name} ${about.version}\n${about.license}\n\n${text}`;
	});
	const rule = `\n\n${"-".repeat(80)}\n\n`;
	const head = "The scripts, styles and the font in this folder hold parts of these packages.";
	return `${[head, ...parts].join(rule)}\n`;
}

const everything = [script, second, maths, style, icons];
// anywidget's own bundle has these in it.
const inside = ["solid-js", "@lukeed/uuid"];
const packages = new Set([...sizes(...everything).map(([name]) => name), ...inside]);
packages.delete("our own");

const files = {
	"slim.js": script.outputFiles[0].contents,
	"stock.js": stock,
	"slim.css": style.outputFiles[0].contents,
	"maths.js": chunk,
	"icons.css": sheet,
	[font]: readFileSync(join(modules, "@fortawesome/fontawesome-free/webfonts/fa-solid-900.woff2")),
	"known.json": `${JSON.stringify(await known(), null, "\t")}\n`,
	"THIRD-PARTY.txt": licences([...packages].filter((name) => existsSync(join(modules, name)))),
};
if (process.argv.includes("--check")) {
	const same = (name) =>
		existsSync(join(out, name)) && readFileSync(join(out, name)).equals(Buffer.from(files[name]));
	const stale = Object.keys(files).filter((name) => !same(name));
	if (stale.length) {
		console.error(`${stale.join(", ")}: not what the sources make; \`npm run build\` in front/`);
		process.exit(1);
	}
	process.exit(0);
}
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const [name, contents] of Object.entries(files)) {
	writeFileSync(join(out, name), contents);
	const bytes = Buffer.from(contents);
	const gzip = gzipSync(bytes, { level: 9 }).length;
	console.log(name, bytes.length, "gzip", gzip, "brotli", brotliCompressSync(bytes).length);
}
if (process.argv.includes("--sizes"))
	for (const [file, result] of Object.entries({ "slim.js": script, "stock.js": second })) {
		console.log(file);
		for (const [name, bytes] of sizes(result)) console.log(String(bytes).padStart(8), name);
	}
