import type { Complaint } from "../session/outcome.ts";
import type { Session } from "../session/session.svelte.ts";
import type { Target } from "../session/target.ts";
import { entryTextOf } from "../session/describe.ts";
import { fillArea, placeBlock, targetsIn } from "./block.ts";
import type { Area } from "./block.ts";
import { editorFor, isSheetEditor } from "./editor.ts";
import type { Settled, SheetEditor } from "./editor.ts";
import { Handsontable } from "./hot.ts";
import type { HotInstance, HotSettings } from "./hot.ts";
import { keysFor } from "./keys.ts";
import {
  hasSameColumns,
  hasSameLines,
  layoutSheet,
  placeOf,
  rowOfLine,
  targetAt,
  viewShowing,
} from "./layout.ts";
import type { Layout, Line, Place } from "./layout.ts";
import { Painter } from "./paint.ts";
import { drawBand, drawName, drawNumber, drawOwner } from "./renderer.ts";
import { joinRow, tidyRoles } from "./roles.ts";
import { frozenColumns, hasRoomFor, layoutWidths } from "./widths.ts";
import { words } from "./words.ts";

/** What the component around the widget has to know, or to do for it. */
export interface SheetHost {
  /** Whether the screen is a phone's. */
  narrow(): boolean;
  /** The cells, the scroll or the selection are elsewhere: what stands beside a cell has to follow. */
  onmoved(): void;
  /** A text that is no number was refused: a name, an owner. The session tells of all others itself. */
  oncomplaint(refused: { readonly place: Place; readonly text: string; readonly complaint: Complaint } | null): void;
  /** The menu of a row is wanted, at a place on the screen. */
  onmenu(place: Place, at: { readonly x: number; readonly y: number }): void;
  /** An editor opened or closed. */
  onediting(editing: boolean): void;
  /** Whether a menu or a question lies over the sheet and has the caret. */
  isOverlaid(): boolean;
}

const ROW_HEIGHT = 27;
const SECTION_HEIGHT = 24;
/** How many cells are measured for the first widths; more would hold the first paint up. */
const MEASURED = 4000;

/**
 * The widget, and everything that is said to it. It owns no number: its cells are placeholders, its renderer
 * asks the painter, and what it wants to change goes to the session instead.
 *
 * Invariants: `#layout` is what the widget has lines and columns for; `#painter` paints the workbook as of the
 * last `refresh`. The widget is made once and destroyed once.
 */
export class Sheet {
  readonly #session: Session;
  readonly #host: SheetHost;
  readonly #hot: HotInstance;
  readonly #painter: Painter;
  #layout: Layout;
  #lengths = new Map<string, number>();
  #widths: number[] = [];
  /** How many columns are frozen: none where all fit, so that a line is one row of one table. */
  #frozen = 0;
  #tooLong = false;
  #goTo: Target | null = null;
  #move: Place | null = null;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #room: HTMLElement;
  #destroyed = false;

  constructor(room: HTMLElement, session: Session, host: SheetHost) {
    this.#room = room;
    this.#session = session;
    this.#host = host;
    this.#painter = new Painter(session.book, session.speak);
    this.#layout = layoutSheet(session.plan, session.view, host.narrow());
    this.#measure();
    this.#hot = new Handsontable(room, this.#settings());
    this.#hot.rootElement.setAttribute("aria-label", words.sheet);
    // A moment after a cell is selected the widget selects all of its text area, for input methods. Where somebody
    // has begun to type by then, that would throw the first letter away. The type asks for an element, the widget
    // takes null for none.
    this.#hot.getFocusManager().setRefocusElementGetter(() => this.#waitingField() as HTMLElement);
  }

  /** The text area that waits for typing; none while it is in use, or something over the sheet has the caret. */
  #waitingField(): HTMLElement | null {
    const editor: unknown = this.#hot.getActiveEditor();
    if (!isSheetEditor(editor) || editor.isOpened() || this.#host.isOverlaid()) return null;
    return editor.TEXTAREA;
  }

  destroy(): void {
    this.#destroyed = true;
    clearTimeout(this.#settling);
    this.#hot.destroy();
  }

  // ---- what it shows ---------------------------------------------------------------------------------------

  /** The session has other numbers, rows or view: one render. */
  refresh(moved: ReadonlySet<string>): void {
    if (this.#destroyed) return;
    const before = this.#layout;
    const frozen = this.#frozen;
    const selected = this.#selectedKeys();
    this.#layout = layoutSheet(this.#session.plan, this.#session.view, this.#host.narrow());
    this.#painter.turn(moved);
    const sameColumns = hasSameColumns(before, this.#layout);
    const sameLines = hasSameLines(before, this.#layout);
    if (!sameColumns || !sameLines) this.#measure();
    else this.#spread();
    if (!sameColumns || frozen !== this.#frozen) this.#hot.updateSettings(this.#shape());
    else if (sameLines) this.#hot.render();
    else this.#hot.updateData(this.#rows());
    if (!sameLines || !sameColumns) this.#reselect(selected);
    this.#settleLater(moved);
    if (this.#goTo !== null) {
      const target = this.#goTo;
      this.#goTo = null;
      this.goTo(target);
    }
  }

  /** The room has another size. */
  resize(): void {
    if (this.#destroyed) return;
    if (!hasSameColumns(this.#layout, layoutSheet(this.#session.plan, this.#session.view, this.#host.narrow()))) {
      this.refresh(new Set());
    }
    const frozen = this.#frozen;
    this.#spread();
    this.#hot.refreshDimensions();
    if (frozen === this.#frozen) this.#hot.render();
    else this.#hot.updateSettings({ fixedColumnsStart: this.#frozen });
  }

  /** Takes the tint of moved numbers away after a second, without a render of the whole. */
  #settleLater(moved: ReadonlySet<string>): void {
    clearTimeout(this.#settling);
    if (moved.size === 0) return;
    this.#settling = setTimeout(() => {
      this.#painter.settle();
      for (const td of this.#room.querySelectorAll(".bc-moved")) td.classList.remove("bc-moved");
    }, 1100);
  }

  #rows(): object[] {
    return this.#layout.lines.map((_, index) => ({ index }));
  }

  /** The settings that follow the layout. */
  #shape(): HotSettings {
    return {
      data: this.#rows(),
      columns: this.#layout.columns.map((_, column) => ({
        data: (record: unknown) => this.#textAt((record as { index: number }).index, column), // one of #rows
      })),
      colHeaders: (column: number) => this.#headOf(column),
      fixedColumnsStart: this.#frozen,
    };
  }

  #settings(): HotSettings {
    const keys = keysFor({
      session: this.#session,
      layout: () => this.#layout,
      selected: () => this.#selectedPlace(),
      area: () => this.area,
      editor: () => this.editor,
      fold: (place, open) => this.fold(place, open),
      clear: () => this.clear(),
      fill: (direction) => this.#fillDirection(direction),
      settle: (override, step) => this.#settle(override, step),
      move: (step) => this.#moveBy(step),
      menu: (place) => this.#menuAt(place),
      escape: () => this.#escape(),
    });
    return {
      ...this.#shape(),
      licenseKey: import.meta.env.VITE_HANDSONTABLE_LICENSE_KEY,
      themeName: "ht-theme-backcast",
      injectCoreCss: false,
      // Headers are written as HTML by the widget, and names come from files.
      sanitizer: escapeHtml,
      width: "100%",
      height: "100%",
      rowHeights: (line: number) => (this.#layout.lines[line]?.kind === "section" ? SECTION_HEIGHT : ROW_HEIGHT),
      colWidths: (column: number) => this.#widths[column] ?? 100,
      columnHeaderHeight: ROW_HEIGHT,
      rowHeaders: false,
      renderer: (_hot, td, line, column) => this.#draw(td, line, column),
      // The widget makes it with itself; its type asks for one that can be made with anything.
      editor: editorFor({
        opening: (line, column) => this.#opening(line, column),
        commit: (line, column, text, override) => this.#commit(line, column, text, override),
        onEditing: (editing, escaped) => {
          if (escaped) this.#escape();
          this.#host.onediting(editing);
        },
      }) as unknown as new () => unknown,
      // Spreadsheets: Enter moves down, F2 opens.
      enterBeginsEditing: false,
      imeFastEdit: true,
      autoWrapRow: false,
      autoWrapCol: false,
      tabNavigation: true,
      outsideClickDeselects: false,
      fragmentSelection: false,
      copyPaste: true,
      fillHandle: { autoInsertRow: false },
      manualColumnResize: true,
      undo: false,
      beforeKeyDown: keys,
      beforeBeginEditing: (line: number, column: number) => (this.#isEditable(line, column) ? undefined : false),
      // The widget must never write: what it wants to write goes to the session.
      beforeChange: (changes, source) => {
        if (String(source) === "CopyPaste.cut") this.clear();
        return changes.length > 0 ? false : undefined;
      },
      beforePaste: (data) => this.#paste(data),
      // The widget takes `false` for "it is done already"; its type does not say so.
      beforeAutofill: (_data, source, target) => this.#autofill(areaOf(source), areaOf(target)) as never,
      beforeOnCellMouseDown: (event, coords) => this.#mouseDown(event, coords),
      afterSelection: (line, column) => this.#onSelection({ line, column }),
      afterColumnResize: (width, column) => this.#onResized(width, column),
      afterGetColHeader: (column, th) => th.classList.add(`bc-column-${this.#layout.columns[column]?.kind ?? "none"}`),
      afterRender: () => this.#afterRender(),
      afterScrollVertically: () => this.#host.onmoved(),
      afterScrollHorizontally: () => this.#host.onmoved(),
    };
  }

  #headOf(at: number): string {
    const { plan, speak } = this.#session;
    const column = this.#layout.columns[at];
    switch (column?.kind) {
      case undefined:
        return "";
      case "name":
        return words.rowHead;
      case "owner":
        return words.ownerHead;
      case "total":
        return words.totalHead(speak.span(plan, column.from, column.to));
      case "period":
      case "history":
        return speak.span(plan, column.from, column.to);
      case "channel":
        return column.channel === null ? "" : (plan.channels.get(column.channel)?.name ?? "");
    }
  }

  /** What copying a cell gives: its text as it stands there, without signs. */
  #textAt(at: number, columnAt: number): string {
    const line = this.#layout.lines[at];
    const column = this.#layout.columns[columnAt];
    if (line === undefined || column === undefined) return "";
    if (column.kind === "name") return this.#nameOf(line);
    if (column.kind === "owner") return this.#painter.owner(line);
    return line.kind === "row" || line.kind === "channel" ? this.#painter.cell(line, column).text : "";
  }

  /** The name that a line is known by: the row's own, without its short name. */
  #nameOf(line: Line): string {
    if (line.kind === "row") return this.#session.plan.rows.get(line.row)?.name ?? "";
    return line.kind === "new" ? "" : line.name;
  }

  #draw(td: HTMLTableCellElement, at: number, columnAt: number): void {
    const line = this.#layout.lines[at];
    const column = this.#layout.columns[columnAt];
    if (line === undefined || column === undefined) return;
    if (this.#frozen > 0) joinRow(td, at, columnAt, this.#frozen);
    if (column.kind === "name") {
      this.#drawName(td, line, this.#widths[columnAt] ?? 0);
    } else if (line.kind === "section" || line.kind === "new") {
      drawBand(td, line.kind, column.kind);
    } else if (column.kind === "owner") {
      drawOwner(td, this.#painter.owner(line), line.kind);
    } else {
      const paint = this.#painter.cell(line, column);
      const length = paint.text.length + (paint.mark === null ? 0 : 2) + (paint.goal === "" ? 0 : paint.goal.length + 2);
      if (length > (this.#lengths.get(column.key) ?? 0)) {
        this.#lengths.set(column.key, length);
        this.#tooLong = true;
      }
      drawNumber(td, paint, column.kind, this.#painter.hasMoved(line, column));
    }
  }

  #drawName(td: HTMLTableCellElement, line: Line, width: number): void {
    const { text, formula } = this.#painter.name(line);
    const channel = line.kind === "channel" ? `${this.#session.plan.rows.get(line.row)?.name ?? ""}, ` : "";
    drawName(td, {
      line,
      text: line.kind === "new" ? words.newRow : text,
      name: line.kind === "new" ? words.newRow : `${channel}${this.#nameOf(line)}`,
      formula: hasRoomFor(text, formula, width) ? formula : "",
      description: formula === "" ? "" : words.ownFormula(formula),
    });
  }

  // ---- widths ----------------------------------------------------------------------------------------------

  /** Measures the texts of a layout, in characters. */
  #measure(): void {
    const { lines, columns } = this.#layout;
    this.#lengths = new Map();
    let left = MEASURED;
    columns.forEach((column, at) => {
      let longest = this.#headOf(at).length;
      for (const line of lines) {
        if (left-- < 0) break;
        const row = rowOfLine(line);
        if (column.kind === "name") longest = Math.max(longest, this.#painter.name(line).text.length);
        else if (row === null) continue;
        else if (column.kind === "owner") longest = Math.max(longest, this.#painter.owner(line).length);
        else {
          const { text, goal, mark } = this.#painter.cell(line, column);
          longest = Math.max(longest, text.length + (mark === null ? 0 : 2) + (goal === "" ? 0 : goal.length + 2));
        }
      }
      this.#lengths.set(column.key, longest);
    });
    this.#spread();
  }

  /** Shares the room out between the columns. */
  #spread(): void {
    const height = this.#layout.lines.reduce(
      (sum, line) => sum + (line.kind === "section" ? SECTION_HEIGHT : ROW_HEIGHT),
      ROW_HEIGHT,
    );
    const scrollbar = height > this.#room.clientHeight ? scrollbarWidth() : 0;
    const available = this.#room.clientWidth - scrollbar - 1;
    const { widths } = this.#session.view;
    this.#widths = layoutWidths(this.#layout.columns, this.#lengths, widths, available, this.#host.narrow());
    this.#frozen = frozenColumns(this.#layout, this.#widths, available);
  }

  #onResized(width: number, at: number): void {
    const column = this.#layout.columns[at];
    if (column === undefined) return;
    // The plugin's own memory goes by place, and places change; the view's goes by what the column is.
    this.#hot.getPlugin("manualColumnResize").clearManualSize(at);
    const { widths } = this.#session.view;
    this.#session.setView({ widths: { ...widths, [column.key]: Math.round(width) } });
  }

  #afterRender(): void {
    tidyRoles(this.#room, this.#frozen);
    this.#host.onmoved();
    if (!this.#tooLong) return;
    this.#tooLong = false;
    const before = this.#widths.join();
    this.#spread();
    if (this.#widths.join() === before) return;
    queueMicrotask(() => {
      if (!this.#destroyed) this.#hot.render();
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

  #selectedPlace(): Place | null {
    const range = this.#hot.getSelectedRangeLast();
    const { row, col } = range?.highlight ?? { row: null, col: null };
    return row === null || col === null || row < 0 || col < 0 ? null : { line: row, column: col };
  }

  get selected(): Place | null {
    return this.#selectedPlace();
  }

  /** The selected cells. */
  get area(): Area | null {
    const range = this.#hot.getSelectedRangeLast();
    return range === undefined ? null : areaOf(range);
  }

  /** Where a cell is on the screen; nothing if it is scrolled away. */
  rectOf({ line, column }: Place): DOMRect | null {
    return this.#hot.getCell(line, column, true)?.getBoundingClientRect() ?? null;
  }

  #selectedKeys(): { line: string; column: string } | null {
    const place = this.#selectedPlace();
    const line = place === null ? undefined : this.#layout.lines[place.line];
    const column = place === null ? undefined : this.#layout.columns[place.column];
    return line === undefined || column === undefined ? null : { line: line.key, column: column.key };
  }

  /** Lines or columns moved: the same cell stays selected. */
  #reselect(keys: { line: string; column: string } | null): void {
    if (keys === null) return;
    const before = this.#selectedPlace();
    const line = this.#layout.lines.findIndex((each) => each.key === keys.line);
    const column = this.#layout.columns.findIndex((each) => each.key === keys.column);
    const place = {
      line: line >= 0 ? line : Math.min(before?.line ?? 0, this.#layout.lines.length - 1),
      column: column >= 0 ? column : Math.min(before?.column ?? 0, this.#layout.columns.length - 1),
    };
    if (before !== null && before.line === place.line && before.column === place.column) this.#onSelection(place);
    else this.#hot.selectCell(place.line, place.column, place.line, place.column, false, false);
  }

  #onSelection({ line, column }: Place): void {
    const { plan } = this.#session;
    const target = targetAt(plan, this.#layout.lines[line], this.#layout.columns[column]);
    this.#session.selected = target ?? this.#wholeOf(this.#layout.lines[line]);
    this.#host.onmoved();
  }

  /** A row's name stands for the row: its total. */
  #wholeOf(line: Line | undefined): Target | null {
    if (line?.kind !== "row" && line?.kind !== "channel") return null;
    return { row: line.row, channel: line.channel, from: 0, to: this.#session.plan.settings.periods - 1 };
  }

  /** Selects a cell and scrolls to it. */
  select({ line, column }: Place): void {
    this.#hot.selectCell(line, column);
  }

  /** Puts the caret into the sheet. */
  focus(): void {
    this.#hot.listen();
    const place = this.#selectedPlace() ?? { line: 0, column: 0 };
    this.select(place);
  }

  /** Goes to a target, opening what hides it; once the view has changed if it has to. */
  goTo(target: Target): void {
    const change = viewShowing(this.#session.plan, this.#session.view, target);
    if (Object.keys(change).length > 0) {
      this.#goTo = target;
      this.#session.setView(change);
      return;
    }
    const place = placeOf(this.#layout, target);
    if (place !== null) this.select(place);
  }

  /** Where a target shows now. */
  placeOf(target: Target): Place | null {
    return placeOf(this.#layout, target);
  }

  // ---- gestures --------------------------------------------------------------------------------------------

  #isEditable(at: number, columnAt: number): boolean {
    const line = this.#layout.lines[at];
    const column = this.#layout.columns[columnAt];
    if (line === undefined || column === undefined || line.kind === "section") return false;
    if (column.kind === "name") return true;
    if (column.kind === "owner") return line.kind === "row";
    return targetAt(this.#session.plan, line, column) !== null;
  }

  /** Opens the editor of a cell, with a text or with what stands there. */
  edit(place: Place, text?: string): void {
    this.select(place);
    const editor: unknown = this.#hot.getActiveEditor();
    if (!isSheetEditor(editor) || !this.#isEditable(place.line, place.column)) return;
    editor.enableFullEditMode();
    editor.beginEditing(text);
  }

  #opening(at: number, columnAt: number): string {
    const line = this.#layout.lines[at];
    const column = this.#layout.columns[columnAt];
    if (line === undefined || column === undefined) return "";
    const target = targetAt(this.#session.plan, line, column);
    if (target !== null) return entryTextOf(this.#session.book, target, this.#session.speak);
    return column.kind === "owner" ? this.#painter.owner(line) : this.#nameOf(line);
  }

  /** Gives what was typed to the session. */
  #commit(at: number, columnAt: number, text: string, override: boolean): Settled {
    const session = this.#session;
    const line = this.#layout.lines[at];
    const target = targetAt(session.plan, line, this.#layout.columns[columnAt]);
    this.#host.oncomplaint(null);
    if (line === undefined) return { kind: "taken" };
    if (target !== null) {
      if (text.trim() === "") session.clear([target]);
      else {
        const reply = session.type(target, text, { override });
        if (!reply.ok) return refusedBy(reply.complaint);
      }
      return { kind: session.asked === null ? "taken" : "ask" };
    }
    const reply = this.#commitText(line, columnAt, text);
    if (reply?.ok === false) {
      this.#host.oncomplaint({ place: { line: at, column: columnAt }, text, complaint: reply.complaint });
      return refusedBy(reply.complaint);
    }
    return { kind: "taken" };
  }

  #commitText(line: Line, columnAt: number, text: string): ReturnType<Session["renameRow"]> | null {
    const session = this.#session;
    const isName = this.#layout.columns[columnAt]?.kind === "name";
    switch (line.kind) {
      case "section":
        return null;
      case "channel":
        return isName ? session.renameChannel(line.channel, text) : null;
      case "row":
        return isName ? session.renameRow(line.row, text) : session.setRowOwner(line.row, text);
      case "new": {
        if (text.trim() === "") return null;
        const reply = session.addRow(text, line.after, line.section);
        // Its first number is what comes next.
        if (reply.ok && reply.row !== undefined) {
          this.#goTo = { row: reply.row, channel: session.view.channel, from: 0, to: 0 };
        }
        return reply;
      }
    }
  }

  /** A key ends editing: whether the widget may go on and move. `step`: where the caret goes if a question is in between. */
  #settle(override: boolean, step: Place): boolean {
    const editor = this.editor;
    const place = this.#selectedPlace();
    if (editor === null) return true;
    const settled = editor.settle(override);
    if (settled.kind === "taken") return true;
    if (settled.kind === "ask") {
      editor.shut();
      this.#host.onediting(false);
      this.#move = place === null ? null : { line: place.line + step.line, column: place.column + step.column };
    }
    return false;
  }

  /** Moves the caret, as far as there are cells. */
  #moveBy(step: Place): void {
    const place = this.#selectedPlace();
    if (place === null) return;
    const within = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value));
    this.select({
      line: within(place.line + step.line, this.#layout.lines.length),
      column: within(place.column + step.column, this.#layout.columns.length),
    });
  }

  /** A question at a cell was answered: the caret goes where the key that asked it would have gone. */
  moveOn(taken: boolean): void {
    const move = this.#move;
    this.#move = null;
    if (taken && move !== null && move.line < this.#layout.lines.length && move.column < this.#layout.columns.length) {
      this.select(move);
    } else this.focus();
  }

  #escape(): void {
    this.#session.complaint = null;
    this.#host.oncomplaint(null);
  }

  /** Delete: empties cells of numbers, takes an owner away, deletes a row by its name. */
  clear(): void {
    const area = this.area;
    if (area === null) return;
    const session = this.#session;
    const targets = targetsIn(session.plan, this.#layout, area);
    if (targets.length > 0) {
      session.clear(targets);
      return;
    }
    const lines = this.#layout.lines.slice(area.top, area.bottom + 1);
    const kind = this.#layout.columns[area.left]?.kind;
    for (const line of lines) {
      if (line.kind === "row" && kind === "owner") session.setRowOwner(line.row, "");
      if (line.kind === "row" && kind === "name") session.deleteRow(line.row);
      // A question has to be answered before the next row.
      if (session.asked !== null) return;
    }
  }

  #paste(data: readonly (readonly unknown[])[]): false {
    const area = this.area;
    if (area === null) return false;
    const block = data.map((row) => row.map((text) => (typeof text === "string" ? text : String(text ?? ""))));
    const line = this.#layout.lines[area.top];
    const column = this.#layout.columns[area.left];
    const [only] = block[0] ?? [];
    const isText = line !== undefined && line.kind !== "section" && (column?.kind === "name" || column?.kind === "owner");
    if (isText && block.length === 1 && block[0]?.length === 1 && only !== undefined) {
      this.#commit(area.top, area.left, only, false);
      return false;
    }
    const placed = placeBlock(this.#session.plan, this.#layout, area, block);
    if (placed.entries.length === 0) return false;
    this.#session.paste(placed.entries);
    const { top, left, bottom, right } = placed.area;
    this.#hot.selectCell(top, left, bottom, right, false);
    return false;
  }

  #autofill(source: Area, target: Area): false {
    this.#fill(source, union(source, target));
    return false;
  }

  /** Ctrl+D and Ctrl+R: the first line or column of the selection over the rest of it. */
  #fillDirection(direction: "down" | "right" | "all"): void {
    const area = this.area;
    const place = this.#selectedPlace();
    if (area === null || place === null) return;
    const single = area.top === area.bottom && area.left === area.right;
    if (direction === "all") {
      if (single) return;
      this.#fill({ top: place.line, bottom: place.line, left: place.column, right: place.column }, area);
    } else if (direction === "down") {
      const top = area.top === area.bottom ? area.top - 1 : area.top;
      if (top >= 0) this.#fill({ ...area, top, bottom: top }, { ...area, top });
    } else {
      const left = area.left === area.right ? area.left - 1 : area.left;
      if (left >= 0) this.#fill({ ...area, left, right: left }, { ...area, left });
    }
  }

  #fill(source: Area, whole: Area): void {
    const { plan, book, speak } = this.#session;
    const entries = fillArea(plan, this.#layout, source, whole, (target) => entryTextOf(book, target, speak));
    if (entries.length === 0) return;
    this.#session.paste(entries);
    this.#hot.selectCell(whole.top, whole.left, whole.bottom, whole.right, false);
  }

  /** Folds or unfolds a section, or a row's channels. `open` null turns it round. */
  fold(place: Place, open: boolean | null): boolean {
    const line = this.#layout.lines[place.line];
    const session = this.#session;
    if (line?.kind === "section") {
      const wanted = open ?? line.folded;
      const others = session.view.folded.filter((id) => id !== line.section);
      session.setView({ folded: wanted ? others : [...others, line.section] });
      return true;
    }
    const row = rowOfLine(line);
    const opens = line?.kind === "row" ? line.opens : line?.kind === "channel" ? "open" : null;
    if (row === null || opens === null) return false;
    const wanted = open ?? opens === "closed";
    if (!wanted && line?.kind === "channel") {
      this.select({ line: this.#layout.lines.findIndex((each) => each.key === `row/${row}`), column: place.column });
    }
    const others = session.view.unfolded.filter((id) => id !== row);
    session.setView({ unfolded: wanted ? [...others, row] : others });
    return true;
  }

  #mouseDown(event: MouseEvent, coords: { readonly row: number | null; readonly col: number | null }): void {
    if (coords.row === null || coords.col === null || coords.row < 0 || coords.col < 0 || event.button !== 0) return;
    const place = { line: coords.row, column: coords.col };
    const onArrow = event.target instanceof Element && event.target.closest("[data-act=fold]") !== null;
    const onHeading = this.#layout.lines[place.line]?.kind === "section" && place.column === 0;
    if (onArrow || onHeading) this.fold(place, null);
  }

  /** Opens a row's menu under its cell; at a point for the mouse. */
  #menuAt(place: Place): void {
    const rect = this.rectOf(place);
    if (rect !== null) this.#host.onmenu(place, { x: rect.left + 8, y: rect.bottom });
  }

  /** The place of a table cell; nothing outside of them. */
  placeAt(element: Element): Place | null {
    const td = element.closest("td");
    const coords = td === null ? null : this.#hot.getCoords(td);
    if (coords?.row === undefined || coords.row === null || coords.row < 0) return null;
    return coords.col === null || coords.col < 0 ? null : { line: coords.row, column: coords.col };
  }
}

function refusedBy({ at, length }: Complaint): Settled {
  return { kind: "refused", ...(at === undefined ? {} : { at }), ...(length === undefined ? {} : { length }) };
}

interface Corners {
  getTopStartCorner(): { row: number | null; col: number | null };
  getBottomEndCorner(): { row: number | null; col: number | null };
}

/** A range of the widget as an area: headers (−1) count as the first line or column. */
function areaOf(range: Corners): Area {
  const start = range.getTopStartCorner();
  const end = range.getBottomEndCorner();
  const index = (value: number | null): number => Math.max(0, value ?? 0);
  return { top: index(start.row), left: index(start.col), bottom: index(end.row), right: index(end.col) };
}

function union(a: Area, b: Area): Area {
  return {
    top: Math.min(a.top, b.top),
    left: Math.min(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom),
    right: Math.max(a.right, b.right),
  };
}

/** Text as HTML that shows as that text. */
export function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (sign) => names[sign] ?? sign);
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
