import type { Session } from "../session/session.svelte.ts";
import type { Target } from "../session/target.ts";
import { areaOf } from "./block.ts";
import type { Area } from "./block.ts";
import { edgeFrom } from "./edge.ts";
import type { HotInstance } from "./hot.ts";
import { placeOf, targetAt, viewShowing } from "./layout.ts";
import type { Layout, Line, Place } from "./layout.ts";

/** A cell by what it is, whatever its place. */
export interface CellKeys {
  readonly line: string;
  readonly column: string;
}

/** Where one is on the sheet, and going elsewhere. Tells the session what is selected. */
export class Caret {
  readonly #session: Session;
  readonly #hot: HotInstance;
  readonly #layout: () => Layout;
  readonly #onmoved: () => void;
  /** Where to go once the sheet shows it. */
  #next: Target | null = null;

  constructor(session: Session, hot: HotInstance, layout: () => Layout, onmoved: () => void) {
    this.#session = session;
    this.#hot = hot;
    this.#layout = layout;
    this.#onmoved = onmoved;
  }

  /** The cell with the caret. */
  get place(): Place | null {
    const { row, col } = this.#hot.getSelectedRangeActive()?.highlight ?? { row: null, col: null };
    return row === null || col === null || row < 0 || col < 0 ? null : { line: row, column: col };
  }

  /** The selected blocks of cells, in the order in which they were selected. */
  get areas(): readonly Area[] {
    return (this.#hot.getSelectedRange() ?? []).map(areaOf);
  }

  /** The cell with the caret, by what it is. */
  get keys(): CellKeys | null {
    const { place } = this;
    const { lines, columns } = this.#layout();
    const line = place === null ? undefined : lines[place.line];
    const column = place === null ? undefined : columns[place.column];
    return line === undefined || column === undefined ? null : { line: line.key, column: column.key };
  }

  /** Whether more than one cell is selected. */
  get isBlock(): boolean {
    const [area, ...others] = this.areas;
    if (area === undefined || others.length > 0) return others.length > 0;
    return area.top !== area.bottom || area.left !== area.right;
  }

  /** Selects a cell and scrolls to it. */
  select({ line, column }: Place): void {
    this.#hot.selectCell(line, column);
  }

  /** Selects a cell, or the nearest there is. */
  selectWithin({ line, column }: Place): void {
    const { lines, columns } = this.#layout();
    const within = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value));
    this.select({ line: within(line, lines.length), column: within(column, columns.length) });
  }

  /** Selects a block of cells, without scrolling. */
  selectArea({ top, left, bottom, right }: Area): void {
    this.#hot.selectCell(top, left, bottom, right, false);
  }

  moveBy(step: Place): void {
    const { place } = this;
    if (place !== null)
      this.selectWithin({ line: place.line + step.line, column: place.column + step.column });
  }

  /**
   * Ctrl with an arrow: to the edge of what is filled. `extend` moves the far corner of the selection instead of
   * the caret.
   */
  jump(step: Place, extend: boolean, isFilled: (place: Place) => boolean): void {
    const range = this.#hot.getSelectedRangeActive();
    const { place } = this;
    if (range === undefined || place === null) return;
    const far = { line: range.to.row ?? place.line, column: range.to.col ?? place.column };
    const start = extend ? far : place;
    const { lines, columns } = this.#layout();
    const goal =
      step.line !== 0
        ? {
            ...start,
            line: edgeFrom(
              (line) => isFilled({ ...start, line }),
              start.line,
              step.line > 0 ? 1 : -1,
              lines.length,
            ),
          }
        : {
            ...start,
            column: edgeFrom(
              (column) => isFilled({ ...start, column }),
              start.column,
              step.column > 0 ? 1 : -1,
              columns.length,
            ),
          };
    if (extend) this.#hot.selectCell(place.line, place.column, goal.line, goal.column);
    else this.select(goal);
  }

  /** Lines or columns moved: the same cell stays selected, without taking the focus. */
  keep(keys: CellKeys | null): void {
    if (keys === null) return;
    const before = this.place;
    const { lines, columns } = this.#layout();
    const line = lines.findIndex((each) => each.key === keys.line);
    const column = columns.findIndex((each) => each.key === keys.column);
    const place = {
      line: line >= 0 ? line : Math.min(before?.line ?? 0, lines.length - 1),
      column: column >= 0 ? column : Math.min(before?.column ?? 0, columns.length - 1),
    };
    if (before?.line === place.line && before.column === place.column) this.tell(place);
    else this.#hot.selectCell(place.line, place.column, place.line, place.column, false, false);
  }

  /** The caret stands elsewhere: the session knows the target under it; a row's name stands for its total. */
  tell({ line, column }: Place): void {
    const { plan } = this.#session;
    const { lines, columns } = this.#layout();
    const target = targetAt(plan, lines[line], columns[column]);
    this.#session.selected = target ?? wholeOf(lines[line], plan.settings.periods);
    this.#onmoved();
  }

  /** Goes to a target once the sheet shows what was just made. */
  goNext(target: Target): void {
    this.#next = target;
  }

  /** The sheet shows something else: goes where it was to go then. */
  arrive(): void {
    const target = this.#next;
    this.#next = null;
    if (target !== null) this.goTo(target);
  }

  /** Goes to a target, opening what hides it; once the view has changed if it has to. */
  goTo(target: Target): void {
    const { plan, view } = this.#session;
    const change = viewShowing(plan, view, target);
    if (Object.keys(change).length > 0) {
      this.#next = target;
      this.#session.setView(change);
      return;
    }
    const place = placeOf(this.#layout(), target);
    if (place !== null) this.select(place);
  }

  /** Where a cell is on the screen; nothing if it is scrolled away. */
  rectOf({ line, column }: Place): DOMRect | null {
    return this.#hot.getCell(line, column, true)?.getBoundingClientRect() ?? null;
  }

  /** The place of something inside a table cell; nothing outside of them. */
  placeAt(element: Element): Place | null {
    const td = element.closest("td");
    const { row, col } = (td === null ? null : this.#hot.getCoords(td)) ?? { row: null, col: null };
    return row === null || col === null || row < 0 || col < 0 ? null : { line: row, column: col };
  }
}

function wholeOf(line: Line | undefined, periods: number): Target | null {
  if (line?.kind !== "row" && line?.kind !== "channel") return null;
  return { row: line.row, channel: line.channel, from: 0, to: periods - 1 };
}
