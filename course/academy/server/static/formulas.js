/** Formulas on a page of plain Voila, by the typesetter that snapshot pages have. */

const { typeset } = await import(new URL("maths.js", import.meta.url).href);
for (const prose of document.querySelectorAll("[data-snapshot-maths]")) typeset(prose);
