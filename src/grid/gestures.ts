import { entryTextOf } from "../session/describe.ts";
import type { Complaint } from "../session/outcome.ts";
import type { Session } from "../session/session.svelte.ts";
import type { Reply } from "../session/shown.ts";
import { fillFrom } from "../session/filling.ts";
import { valueOf } from "../session/target.ts";
import type { Target } from "../session/target.ts";
import { columnsFrom, fillArea, repeat, targetsIn } from "./block.ts";
import type { Area } from "./block.ts";
import { copyBlock } from "./copied.ts";
import type { Copied, CopiedCell } from "./copied.ts";
import type { Settled } from "./editor.ts";
import { numbersOf, rowOfLine, targetAt } from "./layout.ts";
import type { Layout, Line, Place } from "./layout.ts";
import { headsFilled } from "./fill-heads.ts";
import { groupAround } from "./periods.ts";
import { placeBlock } from "./placing.ts";
import type { Painter } from "./paint.ts";
import { copyText, nameText } from "./texts.ts";

/** A text that was refused, and is no number: a name, an owner. The session tells of all others itself. */
export interface RefusedText {
  readonly place: Place;
  readonly text: string;
  readonly complaint: Complaint;
}

/** The sheet that gestures are made on. */
export interface GestureHost {
  layout(): Layout;
  /** The selected cells. */
  area(): Area | null;
  /** The cell with the caret. */
  place(): Place | null;
  select(place: Place): void;
  selectArea(area: Area): void;
  /** Goes there once the sheet shows what was just made. */
  goNext(target: Target): void;
  oncomplaint(refused: RefusedText | null): void;
}

/** What people do on the sheet, told to the session: typing, Delete, paste, fill, fold. */
export class Gestures {
  readonly #session: Session;
  readonly #host: GestureHost;

  constructor(session: Session, host: GestureHost) {
    this.#session = session;
    this.#host = host;
  }

  #lineAt(place: Place): Line | undefined {
    return this.#host.layout().lines[place.line];
  }

  #targetAt(place: Place): Target | null {
    return targetAt(this.#session.plan, this.#lineAt(place), this.#host.layout().columns[place.column]);
  }

  /** Whether a cell can be typed into. */
  isEditable(place: Place): boolean {
    const line = this.#lineAt(place);
    const column = this.#host.layout().columns[place.column];
    if (line === undefined || column === undefined || line.kind === "section") return false;
    if (column.kind === "name") return true;
    return column.kind === "owner" ? line.kind === "row" : this.#targetAt(place) !== null;
  }

  /** The text that an editor opens with. */
  opening(place: Place): string {
    const { book, plan, speak } = this.#session;
    const line = this.#lineAt(place);
    const target = this.#targetAt(place);
    if (target !== null) return entryTextOf(book, target, speak);
    if (line === undefined) return "";
    if (this.#host.layout().columns[place.column]?.kind === "name") return nameText(plan, line);
    return line.kind === "row" ? (plan.rows.get(line.row)?.owner ?? "") : "";
  }

  /** Takes what was typed. */
  commit(place: Place, text: string, override: boolean): Settled {
    const session = this.#session;
    this.#host.oncomplaint(null);
    const target = this.#targetAt(place);
    if (target === null) return this.#commitText(place, text);
    if (text.trim() === "") session.clear([target]);
    else {
      const reply = session.type(target, text, { override });
      if (!reply.ok) return refusedBy(reply.complaint);
    }
    return { kind: session.asked === null ? "taken" : "ask" };
  }

  #commitText(place: Place, text: string): Settled {
    const reply = this.#tellText(place, text);
    if (reply === null || reply.ok) return { kind: "taken" };
    this.#host.oncomplaint({ place, text, complaint: reply.complaint });
    return refusedBy(reply.complaint);
  }

  #tellText(place: Place, text: string): Reply | null {
    const session = this.#session;
    const line = this.#lineAt(place);
    const isName = this.#host.layout().columns[place.column]?.kind === "name";
    switch (line?.kind) {
      case undefined:
      case "section":
        return null;
      case "channel":
        return isName ? session.renameChannel(line.channel, text) : null;
      case "row":
        return isName ? session.renameRow(line.row, text) : session.setRowOwner(line.row, text);
      case "new": {
        if (text.trim() === "" || !isName) return null;
        const reply = session.addRow(text, line.after, line.section);
        // Its first number is what comes next.
        if (reply.ok && reply.row !== undefined) {
          this.#host.goNext({ row: reply.row, channel: session.view.channel, from: 0, to: 0 });
        }
        return reply;
      }
    }
  }

  /** Delete: empties cells of numbers; in the heads takes an owner away, or deletes a row by its name. */
  clear(): void {
    const area = this.#host.area();
    if (area === null) return;
    const session = this.#session;
    const layout = this.#host.layout();
    const targets = targetsIn(session.plan, layout, area);
    if (targets.length > 0) {
      session.clear(targets);
      return;
    }
    const kind = layout.columns[area.left]?.kind;
    for (const line of layout.lines.slice(area.top, area.bottom + 1)) {
      if (line.kind === "row" && kind === "owner") session.setRowOwner(line.row, "");
      if (line.kind === "row" && kind === "name") session.deleteRow(line.row);
      // A question has to be answered before the next row.
      if (session.asked !== null) return;
    }
  }

  /** Ctrl+X, once what is selected was copied. */
  cut(): void {
    const area = this.#host.area();
    if (area === null) return;
    const targets = targetsIn(this.#session.plan, this.#host.layout(), area);
    if (targets.length > 0) this.#session.cut(targets);
    // A name is copied and stays: a row is deleted, not cut.
    else if (this.#host.layout().columns[area.left]?.kind === "owner") this.clear();
  }

  /** The selected cells for the clipboard. */
  copy(painter: Painter): Copied | null {
    const area = this.#host.area();
    if (area === null) return null;
    const { book, plan, speak } = this.#session;
    const { lines, columns } = this.#host.layout();
    const across = columnsFrom(this.#host.layout(), area.left).filter((at) => at <= area.right);
    const block = lines.slice(area.top, area.bottom + 1).map((line) =>
      across.map((at): CopiedCell => {
        const column = columns[at];
        const shown = copyText(plan, painter, line, column);
        const target = targetAt(plan, line, column);
        const value = target === null ? NaN : valueOf(book, target);
        if (target === null || Number.isNaN(value)) return { shown, entry: shown, value: null };
        return { shown, entry: entryTextOf(book, target, speak), value };
      }),
    );
    return copyBlock(block, speak.locale.decimal);
  }

  /** A block of texts from the clipboard, at the selection. */
  paste(block: readonly (readonly string[])[]): void {
    const area = this.#host.area();
    if (area === null) return;
    const place = { line: area.top, column: area.left };
    const [only] = block[0] ?? [];
    const kind = this.#host.layout().columns[place.column]?.kind;
    const isOne = block.length === 1 && block[0]?.length === 1 && only !== undefined;
    if (isOne && (kind === "name" || kind === "owner")) {
      if (this.isEditable(place)) this.commit(place, only, false);
      return;
    }
    const { plan, view } = this.#session;
    const placed = placeBlock(plan, view, this.#host.layout(), area, block);
    this.#session.paste(placed.block);
    this.#host.selectArea(placed.area);
  }

  /** Goes on from `source` over the rest of `whole`: as a series (1, 2, 3), or as it stands. */
  fill(source: Area, whole: Area, isSeries: boolean): void {
    const { plan, book, speak } = this.#session;
    const layout = this.#host.layout();
    const entries = fillArea(plan, layout, source, whole, (cells, count, direction) =>
      isSeries
        ? fillFrom(book, cells, count, direction, speak)
        : repeat(
            cells.map((target) => entryTextOf(book, target, speak)),
            count,
            direction,
          ),
    );
    const lines = headsFilled(layout, source, whole, isSeries, (place) => this.opening(place));
    if (entries.length === 0 && lines.heads.length === 0 && lines.rows === undefined) return;
    this.#session.paste({ entries, ...lines });
    this.#host.selectArea(whole);
  }

  /** Ctrl+D and Ctrl+R: the first line or column of the selection over its rest. Ctrl+Enter: its own cell. */
  fillBy(direction: "down" | "right" | "all"): void {
    const area = this.#host.area();
    const place = this.#host.place();
    if (area === null || place === null) return;
    if (direction === "all") {
      this.fill(
        { top: place.line, bottom: place.line, left: place.column, right: place.column },
        area,
        false,
      );
    } else if (direction === "down") {
      const top = area.top === area.bottom ? area.top - 1 : area.top;
      if (top >= 0) this.fill({ ...area, top, bottom: top }, { ...area, top }, false);
    } else {
      const left = area.left === area.right ? area.left - 1 : area.left;
      if (left >= 0) this.fill({ ...area, left, right: left }, { ...area, left }, false);
    }
  }

  /** Ctrl+Enter while typing: the text into every selected cell, as one step. */
  fillText(text: string): void {
    const area = this.#host.area();
    if (area === null) return;
    const targets = targetsIn(this.#session.plan, this.#host.layout(), area);
    this.#session.paste({ entries: targets.map((target) => ({ target, text })) });
  }

  /** Folds or unfolds the quarter or year of a cell's column; `open` null turns it round. */
  foldPeriods(place: Place, open: boolean | null): void {
    const { plan, view } = this.#session;
    const column = numbersOf(this.#host.layout().columns[place.column]);
    if (column === null || column.kind === "total" || column.kind === "channel") return;
    const group = column.group ?? groupAround(plan, column.from, column.to)?.key;
    if (group === undefined) return;
    const others = view.foldedPeriods.filter((key) => key !== group);
    const wanted = open ?? view.foldedPeriods.includes(group);
    if (!wanted && column.kind !== "group") {
      // The caret's own column goes: it stays on the total.
      const at = this.#host.layout().columns.findIndex((each) => numbersOf(each)?.group === group);
      this.#host.select({ line: place.line, column: at });
    }
    this.#session.setView({ foldedPeriods: wanted ? others : [...others, group] });
  }

  /** Folds or unfolds a section, or a row's channels. `open` null turns it round. Whether there was something to. */
  fold(place: Place, open: boolean | null): boolean {
    const { view } = this.#session;
    const line = this.#lineAt(place);
    if (line?.kind === "section") {
      const others = view.folded.filter((id) => id !== line.section);
      this.#session.setView({ folded: (open ?? line.folded) ? others : [...others, line.section] });
      return true;
    }
    const row = rowOfLine(line);
    const opens = line?.kind === "row" ? line.opens : line?.kind === "channel" ? "open" : null;
    if (row === null || opens === null) return false;
    const wanted = open ?? opens === "closed";
    if (!wanted && line?.kind === "channel") {
      // The caret's own line goes: it stays on the row.
      const rows = this.#host.layout().lines.findIndex((each) => each.key === `row/${row}`);
      this.#host.select({ line: rows, column: place.column });
    }
    const others = view.unfolded.filter((id) => id !== row);
    this.#session.setView({ unfolded: wanted ? [...others, row] : others });
    return true;
  }
}

function refusedBy({ at, length }: Complaint): Settled {
  return {
    kind: "refused",
    ...(at === undefined ? {} : { at }),
    ...(length === undefined ? {} : { length }),
  };
}
