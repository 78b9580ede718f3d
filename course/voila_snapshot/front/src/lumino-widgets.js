/**
 * The part of `@lumino/widgets` which every widget uses, from its own sources: its published
 * bundle cannot be shaken, and docks and menus are 30 kB of it.
 */
export { Layout, LayoutItem } from "@lumino/widgets/src/layout";
export { Panel } from "@lumino/widgets/src/panel";
export { PanelLayout } from "@lumino/widgets/src/panellayout";
export { Title } from "@lumino/widgets/src/title";
export { Widget } from "@lumino/widgets/src/widget";
