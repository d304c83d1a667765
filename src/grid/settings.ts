import { HEAD_HEIGHT } from "./fit.ts";
import type { HotSettings } from "./hot.ts";
import { escapeHtml } from "./html.ts";

/** What the widget is told once and for all. */
export const FIXED_SETTINGS: HotSettings = {
  licenseKey: import.meta.env.VITE_HANDSONTABLE_LICENSE_KEY,
  themeName: "ht-theme-backcast",
  injectCoreCss: false,
  // Headings are written as HTML by the widget, and names come from files.
  sanitizer: escapeHtml,
  width: "100%",
  height: "100%",
  columnHeaderHeight: HEAD_HEIGHT,
  rowHeaders: false,
  // Spreadsheets: Enter moves down, F2 opens.
  enterBeginsEditing: false,
  imeFastEdit: true,
  autoWrapRow: false,
  autoWrapCol: false,
  tabNavigation: true,
  outsideClickDeselects: false,
  fragmentSelection: false,
  // Ctrl+click and Ctrl+drag select several blocks; gestures.ts says what each gesture makes of them.
  selectionMode: "multiple",
  fillHandle: { autoInsertRow: false },
  dragToScroll: true,
  manualColumnResize: true,
};
