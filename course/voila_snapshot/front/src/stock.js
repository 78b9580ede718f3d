/**
 * The second script: ipywidgets' own controls, and Output. A page without them, on which all
 * widgets are anywidgets, neither fetches nor evaluates it.
 *
 * The build takes what the first script has already from there, see shared.js.
 */

import * as controls from "@jupyter-widgets/controls";
import { OUTPUT_VERSION, OutputModel, OutputView } from "./output.js";

export { cleanInline } from "./sanitise.js";

export const CONTROLS = { version: controls.JUPYTER_CONTROLS_VERSION, classes: controls };
export const OUTPUT = { version: OUTPUT_VERSION, classes: { OutputModel, OutputView } };
