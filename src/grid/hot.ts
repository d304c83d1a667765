import Handsontable from "handsontable/base";
import { Autofill, DragToScroll, ManualColumnResize, registerPlugin } from "handsontable/plugins";

/** The widget, with the few plugins that the sheet uses. Its own menus, comments, undo, clipboard and cell
 * types are not. */
registerPlugin(Autofill);
// What is drawn past the edge, a selection or the fill handle, scrolls the sheet.
registerPlugin(DragToScroll);
registerPlugin(ManualColumnResize);

export { Handsontable };
export type HotInstance = Handsontable;
export type HotSettings = Handsontable.GridSettings;

/** The widget's own text area over a cell, to build ours on. */
export const { TextEditor } = Handsontable.editors;
