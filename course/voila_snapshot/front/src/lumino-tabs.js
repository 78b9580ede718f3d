/** `@lumino/widgets` for stock.js: what the first script has of it, and tabs. */

export { TabBar } from "@lumino/widgets/src/tabbar";
export { Panel, PanelLayout, Widget } from "./lumino-widgets.js";
