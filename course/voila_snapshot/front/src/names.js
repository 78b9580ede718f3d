/** Names that both scripts of the page use. */

export const WIDGET = "application/vnd.jupyter.widget-view+json";
export const CONTROLS_MODULE = "@jupyter-widgets/controls";
export const OUTPUT_MODULE = "@jupyter-widgets/output";
