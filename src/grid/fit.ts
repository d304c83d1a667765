import { gridMessages } from "../core/index.ts";
import type { Session } from "../session/session.svelte.ts";
import { rowOfLine } from "./layout.ts";
import type { Column, Layout, Line } from "./layout.ts";
import type { CellPaint, Painter } from "./paint.ts";
import { headText, lengthOf } from "./texts.ts";
import { frozenColumns, layoutWidths } from "./widths.ts";

const ROW_HEIGHT = 27;
const SECTION_HEIGHT = 24;
/** How many cells are measured for the first widths; more would hold the first paint up. */
const MEASURED = 4000;

/** Characters that the arrow of a total that folds takes at the head of its column, or one in front of a name. */
const ARROW = 2;

/** Height of a line in CSS pixels. Fixed: the widget reckons with it before it draws. */
export function heightOf(line: Line | undefined): number {
  return line?.kind === "section" ? SECTION_HEIGHT : ROW_HEIGHT;
}

export const HEAD_HEIGHT = ROW_HEIGHT;

/** How the columns share the room: measured by their texts, and widened as longer ones come. */
export class Fit {
  /** CSS pixels, a column each. */
  widths: readonly number[] = [];
  /** How many columns are frozen: none where all fit, so that a line is one row of one table. */
  frozen = 0;
  #lengths = new Map<string, number>();
  #isOutgrown = false;

  /** Measures the texts of a layout, in characters, and shares the room out. */
  measure(layout: Layout, painter: Painter, session: Session, room: HTMLElement, narrow: boolean): void {
    let left = MEASURED;
    this.#lengths = new Map(
      layout.columns.map((column) => {
        let longest = headText(session, column).length + (column.kind === "group" ? ARROW : 0);
        for (const line of layout.lines) {
          if (left-- < 0) break;
          longest = Math.max(longest, measureCell(painter, line, column));
        }
        return [column.key, longest];
      }),
    );
    this.spread(layout, session, room, narrow);
  }

  /** Shares the room out between the columns. */
  spread(layout: Layout, session: Session, room: HTMLElement, narrow: boolean): void {
    const height = layout.lines.reduce((sum, line) => sum + heightOf(line), HEAD_HEIGHT);
    const scrollbar = height > room.clientHeight ? scrollbarWidth() : 0;
    const available = room.clientWidth - scrollbar - 1;
    this.widths = layoutWidths(layout.columns, this.#lengths, session.view.widths, available, narrow);
    this.frozen = frozenColumns(layout, this.widths, available);
  }

  /** A cell is drawn: a text that is longer than any before makes its column grow. */
  note(column: Column, paint: CellPaint): void {
    const length = lengthOf(paint);
    if (length <= (this.#lengths.get(column.key) ?? 0)) return;
    this.#lengths.set(column.key, length);
    this.#isOutgrown = true;
  }

  /** Whether something longer came since this was asked last. */
  takeOutgrown(): boolean {
    const was = this.#isOutgrown;
    this.#isOutgrown = false;
    return was;
  }
}

function measureCell(painter: Painter, line: Line, column: Column): number {
  if (line.kind === "new") return column.kind === "name" ? gridMessages.newRow.length - ARROW : 0;
  if (rowOfLine(line) === null) return 0;
  if (column.kind === "name") return painter.name(line).text.length;
  return column.kind === "owner" ? painter.owner(line).length : lengthOf(painter.cell(line, column));
}

let knownScrollbar: number | undefined;

/** Width of a scroll bar in this browser, in CSS pixels; 0 where they lie over the content. */
function scrollbarWidth(): number {
  if (knownScrollbar !== undefined) return knownScrollbar;
  const probe = document.createElement("div");
  probe.style.cssText = "position:absolute;top:-99px;width:50px;height:50px;overflow:scroll";
  document.body.append(probe);
  knownScrollbar = probe.offsetWidth - probe.clientWidth;
  probe.remove();
  return knownScrollbar;
}
