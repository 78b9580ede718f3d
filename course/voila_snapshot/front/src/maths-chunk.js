/**
 * KaTeX, as MathML: browsers draw it themselves, so that no fonts or styles are fetched, and
 * screen readers read it.
 */

import render from "katex/contrib/auto-render";

const ENVIRONMENTS = ["equation", "align", "alignat", "gather", "CD"];

/** @param {Element} element */
export function typeset(element) {
	render(/** @type {HTMLElement} */ (element), {
		output: "mathml",
		throwOnError: false,
		trust: false,
		delimiters: [
			{ left: "$$", right: "$$", display: true },
			{ left: "$", right: "$", display: false },
			{ left: "\\(", right: "\\)", display: false },
			{ left: "\\[", right: "\\]", display: true },
			...ENVIRONMENTS.map((name) => ({
				left: `\\begin{${name}}`,
				right: `\\end{${name}}`,
				display: true,
			})),
		],
	});
}
