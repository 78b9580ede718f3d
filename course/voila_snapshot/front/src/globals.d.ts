/** Address of the typesetter beside the script; put in by build.mjs. */
declare const MATHS_CHUNK: string;
/** Address of the script of ipywidgets' own controls, likewise. */
declare const STOCK_CHUNK: string;
/** Address of the icons' styles, likewise. */
declare const ICONS_SHEET: string;

declare module "anywidget" {
	const make: (base: unknown) => Record<string, unknown>;
	export default make;
}

declare module "katex/contrib/auto-render" {
	export default function render(element: HTMLElement, options: object): void;
}
