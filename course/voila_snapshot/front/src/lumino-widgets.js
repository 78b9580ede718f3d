/**
 * The part of `@lumino/widgets` which ipywidgets uses, from its own sources: its published
 * bundle cannot be shaken, and docks and menus are 30 kB of it.
 */
export { Layout, LayoutItem } from "@lumino/widgets/src/layout";
export { Panel } from "@lumino/widgets/src/panel";
export { PanelLayout } from "@lumino/widgets/src/panellayout";
export { TabBar } from "@lumino/widgets/src/tabbar";
export { Title } from "@lumino/widgets/src/title";
export { Widget } from "@lumino/widgets/src/widget";
