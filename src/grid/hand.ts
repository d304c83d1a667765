import { gridMessages as words } from "../core/index.ts";
import type { Caret } from "./caret.ts";
import type { Gestures } from "./gestures.ts";
import type { Layout, Place } from "./layout.ts";
import { numbersOf } from "./layout.ts";
import type { SheetCommand } from "./menus/menu-of.ts";

/** What the commands of the hand act on. */
interface Hand {
  readonly gestures: Gestures;
  readonly caret: Caret;
  readonly layout: () => Layout;
  /** Opens the editor of a cell with what stands there. */
  readonly edit: (place: Place) => void;
}

/**
 * What the sheet's keys do to the selected cells, by name: the list of commands offers the same, where it can be
 * done. Copy, cut and paste are the browser's and need its own keys.
 */
export function handCommands({ gestures, caret, layout, edit }: Hand): SheetCommand[] {
  const { place } = caret;
  if (place === null) return [];
  const { lines, columns } = layout();
  const line = lines[place.line];
  const last = { line: lines.length - 1, column: columns.length - 1 };
  const isRow = line?.kind === "row" || line?.kind === "channel";
  const own = (name: string, key: string, run: () => void): SheetCommand => ({
    name: `${words.cellGroup} › ${name}`,
    key,
    run,
    isSheets: true,
  });
  const onNumbers = isRow && numbersOf(columns[place.column]) !== null;
  return [
    ...(gestures.isEditable(place) ? [own(words.editCell, "F2", () => edit(place))] : []),
    ...(onNumbers
      ? [
          own(words.clear, "Delete", () => gestures.clear()),
          own(words.fillDown, "Ctrl+D", () => gestures.fillBy("down")),
          own(words.fillRight, "Ctrl+R", () => gestures.fillBy("right")),
        ]
      : []),
    ...(isRow
      ? [
          own(words.showChannels, "Alt+ArrowRight", () => void gestures.fold(place, true)),
          own(words.hideChannels, "Alt+ArrowLeft", () => void gestures.fold(place, false)),
        ]
      : []),
    own(words.selectRow, "Shift+Space", () =>
      caret.selectArea({ top: place.line, bottom: place.line, left: 0, right: last.column }),
    ),
    own(words.selectColumn, "Ctrl+Space", () =>
      caret.selectArea({ top: 0, bottom: last.line, left: place.column, right: place.column }),
    ),
    own(words.selectAll, "Ctrl+A", () =>
      caret.selectArea({ top: 0, bottom: last.line, left: 0, right: last.column }),
    ),
  ];
}
