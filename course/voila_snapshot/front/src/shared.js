/**
 * What stock.js has of the first script: modules of which there must be one alone, because
 * classes are compared and messages go through one loop. build.mjs puts these in the place
 * of imports of the same name.
 */

import * as base from "@jupyter-widgets/base";
import * as messaging from "@lumino/messaging";
import * as signaling from "@lumino/signaling";
import * as widgets from "@lumino/widgets";
import $ from "jquery";
import { typeset } from "./maths.js";

export const shared = {
	"@jupyter-widgets/base": base,
	"@lumino/messaging": messaging,
	"@lumino/signaling": signaling,
	"@lumino/widgets": widgets,
	jquery: $,
	"./maths.js": { typeset },
};
