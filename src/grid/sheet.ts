import { gridMessages as words } from "../core/index.ts";
import type { Finding, RowId } from "../core/index.ts";
import type { Session } from "../session/session.svelte.ts";
import type { Target } from "../session/target.ts";
import type { FormulaField } from "../shell/formula/assist.svelte.ts";
import { areaOf, union } from "./block.ts";
import { Caret } from "./caret.ts";
import { listenToClipboard } from "./clipboard.ts";
import { editorFor, isSheetEditor } from "./editor.ts";
import type { SheetEditor } from "./editor.ts";
import { Fit, heightOf } from "./fit.ts";
import { Gestures } from "./gestures.ts";
import type { RefusedText } from "./gestures.ts";
import { Handsontable } from "./hot.ts";
import { handCommands } from "./hand.ts";
import { drawHead } from "./heads.ts";
import type { HotInstance, HotSettings } from "./hot.ts";
import { keysFor } from "./keys.ts";
import { hasSameColumns, hasSameLines, layoutSheet, numbersOf, placeOf } from "./layout.ts";
import type { Layout, Place } from "./layout.ts";
import type { SheetCommand } from "./menus/menu-of.ts";
import { notesOf } from "./notes.ts";
import type { Notes } from "./notes.ts";
import { Painter } from "./paint.ts";
import { drawCell } from "./renderer.ts";
import { tidyRoles } from "./roles.ts";
import { FIXED_SETTINGS } from "./settings.ts";
import { copyText, headText } from "./texts.ts";

/** What the component around the widget has to know, or to do for it. */
export interface SheetHost {
  /** Whether the screen is a phone's. */
  narrow(): boolean;
  /** The cells, the scroll or the selection are elsewhere: what stands beside a cell has to follow. */
  onmoved(): void;
  oncomplaint(refused: RefusedText | null): void;
  /** F2 on a heading, which has no editor. */
  onrename(place: Place): void;
  /** The menu of a line is wanted, at a place on the screen. */
  onmenu(place: Place, at: { readonly x: number; readonly y: number }): void;
  /** What is typed in the open editor, or where its caret is, changed. */
  ontyping(field: FormulaField): void;
  /** A key in the open editor; whether what helps with formulas took it. */
  onassist(event: KeyboardEvent, field: FormulaField): boolean;
  /** An editor opened or closed. */
  onediting(editing: boolean): void;
  /** Whether a menu or a question lies over the sheet and has the caret. */
  isOverlaid(): boolean;
}

/** How long moved numbers stay tinted, in ms: the animation of grid.css, and a little. */
const TINTED = 1100;

/**
 * The widget, and everything that is said to it. It owns no number: its rows are placeholders, its renderer asks
 * the painter, and what it wants to change goes to the session instead.
 *
 * Invariants: `#layout` is what the widget has lines and columns for; `#painter` paints the workbook as of the
 * last `refresh`. The widget is made once and destroyed once.
 */
export class Sheet {
  readonly #session: Session;
  readonly #host: SheetHost;
  readonly #room: HTMLElement;
  readonly #painter: Painter;
  readonly #fit = new Fit();
  readonly #gestures: Gestures;
  readonly #hot: HotInstance;
  readonly caret: Caret;
  #layout: Layout;
  /** Where a key would have gone that a question came between. */
  #moveNext: Place | null = null;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #isDestroyed = false;
  #marks: ReadonlyMap<RowId, number> = new Map();
  #notes: Notes = () => undefined;
  readonly #unlisten: () => void;

  constructor(room: HTMLElement, session: Session, host: SheetHost) {
    this.#room = room;
    this.#session = session;
    this.#host = host;
    this.#painter = new Painter(session.book, session.speak);
    this.#layout = layoutSheet(session.plan, session.view, host.narrow());
    this.#gestures = new Gestures(session, {
      layout: () => this.#layout,
      areas: () => this.caret.areas,
      place: () => this.caret.place,
      select: (place) => this.caret.select(place),
      selectArea: (area) => this.caret.selectArea(area),
      goNext: (target) => this.caret.goNext(target),
      oncomplaint: (refused) => host.oncomplaint(refused),
    });
    this.#fit.measure(this.#layout, this.#painter, session, room, host.narrow());
    this.#hot = new Handsontable(room, this.#settings());
    this.caret = new Caret(
      session,
      this.#hot,
      () => this.#layout,
      () => host.onmoved(),
    );
    this.#unlisten = listenToClipboard({
      isActive: () => this.#hot.isListening() && this.editor === null && this.#hasCaret(),
      decimal: () => session.speak.locale.decimal,
      copy: () => this.#gestures.copy(this.#painter),
      cut: () => this.#gestures.cut(),
      paste: (block) => this.#gestures.paste(block),
    });
    this.#hot.rootElement.setAttribute("aria-label", words.sheet);
    // A moment after a cell is selected the widget selects all of its text area, for input methods. Where somebody
    // has begun to type by then, that would throw the first letter away. The widget takes null for
    // none, though its type does not say so (`!`).
    this.#hot.getFocusManager().setRefocusElementGetter(() => this.#waitingField()!);
  }

  destroy(): void {
    this.#isDestroyed = true;
    clearTimeout(this.#settling);
    this.#unlisten();
    this.#hot.destroy();
  }

  // ---- what it shows ---------------------------------------------------------------------------------------

  /** The session has other numbers, rows or view: one render. `moved`: rows whose numbers may be tinted. */
  refresh(moved: ReadonlySet<string>): void {
    if (this.#isDestroyed) return;
    const before = this.#layout;
    const { frozen } = this.#fit;
    const selected = this.caret.keys;
    this.#layout = layoutSheet(this.#session.plan, this.#session.view, this.#host.narrow());
    this.#painter.turn(moved);
    const sameColumns = hasSameColumns(before, this.#layout);
    const sameLines = hasSameLines(before, this.#layout);
    if (sameColumns && sameLines) this.#spread();
    else this.#fit.measure(this.#layout, this.#painter, this.#session, this.#room, this.#host.narrow());
    if (!sameColumns || frozen !== this.#fit.frozen)
      this.#turn(() => this.#hot.updateSettings(this.#shape()));
    else if (sameLines) this.#hot.render();
    else this.#turn(() => this.#hot.updateData(this.#rows()));
    if (!sameLines || !sameColumns) this.caret.keep(selected);
    this.#settleLater(moved);
    this.caret.arrive();
  }

  /**
   * Gives the widget other lines or columns. It looks for the cell with the caret before it has drawn it, and throws
   * where that is not there yet: then it is drawn first.
   */
  #turn(action: () => void): void {
    try {
      action();
    } catch {
      this.#hot.render();
      action();
    }
  }

  /** Colours rows, by their number of a colour: those that a formula reads while it is typed. */
  mark(rows: ReadonlyMap<RowId, number>): void {
    const say = (marks: ReadonlyMap<RowId, number>): string => [...marks].join();
    if (this.#isDestroyed || say(rows) === say(this.#marks)) return;
    this.#marks = rows;
    this.#hot.render();
  }

  /** What the sheet noticed about itself: said quietly at its cells. */
  note(findings: readonly Finding[]): void {
    if (this.#isDestroyed) return;
    this.#notes = notesOf(findings, this.#session.plan);
    this.#hot.render();
  }

  /** The room has another size. */
  resize(): void {
    if (this.#isDestroyed) return;
    const next = layoutSheet(this.#session.plan, this.#session.view, this.#host.narrow());
    if (!hasSameColumns(this.#layout, next)) {
      this.refresh(new Set());
    }
    const { frozen } = this.#fit;
    this.#spread();
    this.#hot.refreshDimensions();
    if (frozen === this.#fit.frozen) this.#hot.render();
    else this.#turn(() => this.#hot.updateSettings({ fixedColumnsStart: this.#fit.frozen }));
  }

  #spread(): void {
    this.#fit.spread(this.#layout, this.#session, this.#room, this.#host.narrow());
  }

  /** Takes the tint of moved numbers away after a second, without a render of the whole. */
  #settleLater(moved: ReadonlySet<string>): void {
    clearTimeout(this.#settling);
    if (moved.size === 0) return;
    this.#settling = setTimeout(() => {
      this.#painter.settle();
      for (const td of this.#room.querySelectorAll(".bc-moved")) td.classList.remove("bc-moved");
    }, TINTED);
  }

  #rows(): { index: number }[] {
    return this.#layout.lines.map((_, index) => ({ index }));
  }

  /** The settings that follow the layout. */
  #shape(): HotSettings {
    const { columns } = this.#layout;
    return {
      data: this.#rows(),
      columns: columns.map((_, at) => ({
        // The records are those of #rows.
        data: (record: unknown) => this.#textAt((record as { index: number }).index, at),
      })),
      colHeaders: (at: number) => headText(this.#session, this.#layout.columns[at]),
      fixedColumnsStart: this.#fit.frozen,
    };
  }

  #textAt(line: number, column: number): string {
    const { lines, columns } = this.#layout;
    return copyText(this.#session.plan, this.#painter, lines[line], columns[column]);
  }

  #settings(): HotSettings {
    return {
      ...this.#shape(),
      ...FIXED_SETTINGS,
      rowHeights: (line: number) => heightOf(this.#layout.lines[line]),
      colWidths: (column: number) => this.#fit.widths[column] ?? 100,
      ...this.#editing(),
      // The widget must never write: what it wants to write goes to the session.
      beforeChange: () => false,
      beforeAutofill: (_data, source, target) => {
        this.#gestures.fill(areaOf(source), union(areaOf(source), areaOf(target)), true);
        // The widget takes `false` for "it is done already"; its type does not say so.
        return false as never;
      },
      renderer: (_hot, td, line, column) => this.#draw(td, line, column),
      beforeOnCellMouseDown: (event, coords) => this.#onMouseDown(event, coords),
      afterSelection: (line, column) => {
        // Filling goes on from one block: with several the widget's handle would be that of the last.
        this.#room.classList.toggle("bc-several", this.caret.areas.length > 1);
        this.caret.tell({ line, column });
      },
      // Enter and Tab inside a selected block.
      afterSelectionFocusSet: (line, column) => this.caret.tell({ line, column }),
      afterColumnResize: (width, column, isDouble) => this.#onResized(width, column, isDouble),
      afterGetColHeader: (column, th) => drawHead(th, this.#layout.columns[column], column),
      afterRender: () => this.#afterRender(),
      afterScrollVertically: () => this.#host.onmoved(),
      afterScrollHorizontally: () => this.#host.onmoved(),
    };
  }

  /** The settings of keys and of the editor. */
  #editing(): HotSettings {
    const gestures = this.#gestures;
    const entryEditor = editorFor({
      opening: (line, column) => gestures.opening({ line, column }),
      isNumber: (_line, column) => numbersOf(this.#layout.columns[column]) !== null,
      commit: (line, column, text, override) => gestures.commit({ line, column }, text, override),
      onTyping: (field) => this.#host.ontyping(field),
      onEditing: (editing, escaped) => {
        if (escaped) this.#escape();
        this.#host.onediting(editing);
      },
    });
    return {
      // The widget makes it with itself; its type asks for one that can be made with anything.
      editor: entryEditor as unknown as new () => unknown,
      beforeBeginEditing: (line: number, column: number) =>
        gestures.isEditable({ line, column }) ? undefined : false,
      beforeKeyDown: keysFor({
        layout: () => this.#layout,
        selected: () => this.caret.place,
        isBlock: () => this.caret.isBlock,
        editor: () => this.editor,
        fold: (place, open) => gestures.fold(place, open),
        foldPeriods: (place, open) => gestures.foldPeriods(place, open),
        clear: () => gestures.clear(),
        fill: (direction) => gestures.fillBy(direction),
        fillText: (text) => gestures.fillText(text),
        assist: (event, field) => this.#host.onassist(event, field),
        settle: (override, step) => this.#settle(override, step),
        move: (step) => this.caret.moveBy(step),
        jump: (step, extend) =>
          this.caret.jump(step, extend, ({ line, column }) => this.#textAt(line, column) !== ""),
        rename: (place) => this.#host.onrename(place),
        menu: (place) => {
          const rect = this.caret.rectOf(place);
          if (rect !== null) this.#host.onmenu(place, { x: rect.left + 8, y: rect.bottom });
        },
        escape: () => this.#escape(),
      }),
    };
  }

  #draw(td: HTMLTableCellElement, at: number, columnAt: number): void {
    const line = this.#layout.lines[at];
    const column = this.#layout.columns[columnAt];
    if (line === undefined || column === undefined) return;
    drawCell(td, line, column, {
      plan: this.#session.plan,
      painter: this.#painter,
      fit: this.#fit,
      columnAt,
      marks: this.#marks,
      notes: this.#notes,
    });
  }

  /** A column was dragged wider; a double click on its edge lets it fit again. */
  #onResized(width: number, at: number, isDouble: boolean): void {
    const column = this.#layout.columns[at];
    if (column === undefined) return;
    const keep = (): void => {
      if (this.#isDestroyed) return;
      // The plugin's own memory goes by place, and places change; the view's goes by what the column is.
      this.#hot.getPlugin("manualColumnResize").clearManualSize(at);
      const { [column.key]: _, ...others } = this.#session.view.widths;
      this.#session.setView({ widths: isDouble ? others : { ...others, [column.key]: Math.round(width) } });
    };
    // After a double click the plugin renders once more, and would remember the width that it reads then.
    if (isDouble) setTimeout(keep);
    else keep();
  }

  #afterRender(): void {
    tidyRoles(this.#room, this.#fit.frozen);
    this.#host.onmoved();
    if (!this.#fit.takeOutgrown()) return;
    const before = this.#fit.widths.join();
    this.#spread();
    if (this.#fit.widths.join() === before) return;
    queueMicrotask(() => {
      if (!this.#isDestroyed) this.#hot.render();
    });
  }

  // ---- where one is ----------------------------------------------------------------------------------------

  get layout(): Layout {
    return this.#layout;
  }

  /** The editor, if it is open. */
  get editor(): SheetEditor | null {
    const editor: unknown = this.#hot.getActiveEditor();
    return isSheetEditor(editor) && editor.isOpened() ? editor : null;
  }

  /** Whether the caret is in the sheet, and not in a dialog or field over it. */
  #hasCaret(): boolean {
    const active = document.activeElement;
    if (active === null || active === document.body) return true;
    return this.#room.contains(active) && !this.#host.isOverlaid();
  }

  /** The text area that waits for typing; none while it is in use, or something over the sheet has the caret. */
  #waitingField(): HTMLElement | null {
    const editor: unknown = this.#hot.getActiveEditor();
    if (!isSheetEditor(editor) || editor.isOpened() || this.#host.isOverlaid()) return null;
    // A key right after Enter may have moved the caret out of the sheet (F4, Ctrl+K): there it stays.
    const active = document.activeElement;
    if (active !== null && active !== document.body && !this.#room.contains(active)) return null;
    return editor.TEXTAREA;
  }

  /** Where a target shows now. */
  placeOf(target: Target): Place | null {
    return placeOf(this.#layout, target);
  }

  /** Puts the caret into the sheet, where it was last. */
  focus(): void {
    this.#hot.listen();
    this.caret.select(this.caret.place ?? { line: 0, column: 0 });
  }

  // ---- editing ---------------------------------------------------------------------------------------------

  /** Opens the editor of a cell, with a text or with what stands there. */
  edit(place: Place, text?: string): void {
    this.caret.select(place);
    const editor: unknown = this.#hot.getActiveEditor();
    if (!isSheetEditor(editor) || !this.#gestures.isEditable(place)) return;
    editor.enableFullEditMode();
    editor.beginEditing(text);
  }

  /** What keys do to the selected cells, by name. */
  handCommands(): SheetCommand[] {
    return handCommands({
      gestures: this.#gestures,
      caret: this.caret,
      layout: () => this.#layout,
      edit: (place) => this.edit(place),
    });
  }

  /** A key ends editing: whether the widget may go on. `step`: where the caret goes, should a question come between. */
  #settle(override: boolean, step: Place): boolean {
    const { editor } = this;
    const selected = this.caret.place;
    if (editor === null) return true;
    const settled = editor.settle(override);
    if (settled.kind === "taken") return true;
    if (settled.kind === "ask") {
      editor.shut();
      this.#host.onediting(false);
      this.#moveNext =
        selected === null ? null : { line: selected.line + step.line, column: selected.column + step.column };
    }
    return false;
  }

  /** A question at a cell was answered, or left: the caret goes where the key that asked it would have gone. */
  moveOn(taken: boolean): void {
    const move = this.#moveNext;
    this.#moveNext = null;
    this.#hot.listen();
    if (taken && move !== null) this.caret.selectWithin(move);
    else this.focus();
  }

  #escape(): void {
    this.#session.complaint = null;
    this.#host.oncomplaint(null);
  }

  #onMouseDown(event: MouseEvent, coords: { readonly row: number | null; col: number | null }): void {
    const { row, col } = coords;
    if (row === null || col === null || col < 0 || event.button !== 0) return;
    const onArrow = event.target instanceof Element && event.target.closest("[data-act=fold]") !== null;
    if (row < 0) {
      if (!onArrow) return;
      event.stopImmediatePropagation();
      this.#gestures.foldPeriods({ line: 0, column: col }, null);
      return;
    }
    if (event.target instanceof Element && event.target.closest("[data-act=row]") !== null) {
      // The widget then takes the line as by a head of its own: drawn on or with Shift it takes more of them.
      coords.col = -1;
      return;
    }
    const onHeading = col === 0 && this.#layout.lines[row]?.kind === "section";
    if (onArrow || onHeading) this.#gestures.fold({ line: row, column: col }, null);
  }
}
