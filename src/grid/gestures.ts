import { pasteMessages } from "../core/index.ts";
import { entryTextOf } from "../session/describe.ts";
import type { Complaint } from "../session/outcome.ts";
import type { Session } from "../session/session.svelte.ts";
import type { Reply } from "../session/shown.ts";
import { fillFrom } from "../session/filling.ts";
import type { PastedBlock } from "../session/pasting-lines.ts";
import { valueOf } from "../session/target.ts";
import type { Target } from "../session/target.ts";
import { fillArea, gridOf, repeat, runOf, targetsIn } from "./block.ts";
import type { Area } from "./block.ts";
import { copyBlock } from "./copied.ts";
import type { Copied, CopiedCell } from "./copied.ts";
import type { Settled } from "./editor.ts";
import { targetAt } from "./layout.ts";
import type { Layout, Line, Place } from "./layout.ts";
import { headsFilled } from "./fill-heads.ts";
import { foldAt, foldPeriodsAt } from "./folding.ts";
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
  /** The selected blocks of cells; none, one or several. */
  areas(): readonly Area[];
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

  /** Delete: empties cells of numbers in all blocks; in the heads takes an owner away, or deletes a row by its name. */
  clear(): void {
    const areas = this.#host.areas();
    const session = this.#session;
    const layout = this.#host.layout();
    const targets = targetsIn(session.plan, layout, areas);
    if (targets.length > 0) {
      session.clear(targets);
      return;
    }
    const seen = new Set<string>();
    for (const area of areas) {
      const kind = layout.columns[area.left]?.kind;
      for (const line of layout.lines.slice(area.top, area.bottom + 1)) {
        if (line.kind !== "row" || seen.has(`${kind} ${line.row}`)) continue;
        seen.add(`${kind} ${line.row}`);
        if (kind === "owner") session.setRowOwner(line.row, "");
        if (kind === "name") session.deleteRow(line.row);
        // A question has to be answered before the next row.
        if (session.asked !== null) return;
      }
    }
  }

  /** Ctrl+X, once what is selected was copied. */
  cut(): void {
    const areas = this.#host.areas();
    const layout = this.#host.layout();
    const targets = targetsIn(this.#session.plan, layout, areas);
    if (targets.length > 0) this.#session.cut(targets);
    // A name is copied and stays: a row is deleted, not cut.
    else if (areas.every(({ left }) => layout.columns[left]?.kind === "owner")) this.clear();
  }

  /** The selected cells for the clipboard; nothing, and why, where several blocks make no one block. */
  copy(painter: Painter): Copied | null {
    const areas = this.#host.areas();
    if (areas.length === 0) return null;
    const { book, plan, speak } = this.#session;
    const layout = this.#host.layout();
    const grid = gridOf(layout, areas);
    if (grid === null) {
      this.#session.tell([{ text: pasteMessages.copyOneBlock() }]);
      return null;
    }
    const block = grid.lines.map((at) => {
      const line = layout.lines[at];
      return grid.columns.map((column): CopiedCell => {
        const shown = copyText(plan, painter, line, layout.columns[column]);
        const target = targetAt(plan, line, layout.columns[column]);
        const value = target === null ? NaN : valueOf(book, target);
        if (target === null || Number.isNaN(value)) return { shown, entry: shown, value: null };
        return { shown, entry: entryTextOf(book, target, speak), value };
      });
    });
    return copyBlock(block, speak.locale.decimal);
  }

  /** A block of texts from the clipboard, at the selection; one text into all of several blocks. */
  paste(block: readonly (readonly string[])[]): void {
    const [area, ...others] = this.#host.areas();
    if (area === undefined) return;
    const place = { line: area.top, column: area.left };
    const [only] = block[0] ?? [];
    const kind = this.#host.layout().columns[place.column]?.kind;
    const isOne = block.length === 1 && block[0]?.length === 1 && only !== undefined;
    if (others.length > 0) {
      if (isOne) this.fillText(only);
      else this.#session.tell([{ text: pasteMessages.pasteOneBlock() }]);
      return;
    }
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
    if (this.#take([this.#filled(source, whole, isSeries)])) this.#host.selectArea(whole);
  }

  #filled(source: Area, whole: Area, isSeries: boolean): PastedBlock {
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
    return { entries, ...headsFilled(layout, source, whole, isSeries, (place) => this.opening(place)) };
  }

  /** Takes what blocks were filled with as one step. Whether there was something to take. */
  #take(blocks: readonly PastedBlock[]): boolean {
    const entries = blocks.flatMap((block) => block.entries);
    const heads = blocks.flatMap((block) => block.heads ?? []);
    const rows = blocks.find((block) => block.rows !== undefined)?.rows;
    if (entries.length === 0 && heads.length === 0 && rows === undefined) return false;
    this.#session.paste({ entries, heads, ...(rows === undefined ? {} : { rows }) });
    return true;
  }

  /**
   * Ctrl+D and Ctrl+R: the first line or column of each selected block over its rest; a single one takes what is
   * above or left of it. Ctrl+Enter: the caret's cell over all that is selected.
   */
  fillBy(direction: "down" | "right" | "all"): void {
    const areas = this.#host.areas();
    if (direction === "all") {
      this.#fillAll(areas);
      return;
    }
    const runs = areas.flatMap((area) => runOf(area, direction));
    // What is selected stays so: a single cell is not joined by the one that it was filled from.
    this.#take(runs.map(({ source, whole }) => this.#filled(source, whole, false)));
  }

  #fillAll(areas: readonly Area[]): void {
    const place = this.#host.place();
    const [only, ...others] = areas;
    if (place === null || only === undefined) return;
    const own = this.#targetAt(place);
    if (own === null) {
      // A name or an owner goes over its own block.
      const source = { top: place.line, bottom: place.line, left: place.column, right: place.column };
      if (others.length === 0) this.fill(source, only, false);
      return;
    }
    const { plan, book, speak } = this.#session;
    const text = entryTextOf(book, own, speak);
    const targets = targetsIn(plan, this.#host.layout(), areas);
    const isOwn = (target: Target): boolean =>
      target.row === own.row &&
      target.channel === own.channel &&
      target.from === own.from &&
      target.to === own.to;
    const entries = targets.filter((target) => !isOwn(target)).map((target) => ({ target, text }));
    this.#session.paste({ entries });
  }

  /** One text into every selected cell of numbers, as one step: Ctrl+Enter while typing. */
  fillText(text: string): void {
    const targets = targetsIn(this.#session.plan, this.#host.layout(), this.#host.areas());
    this.#session.paste({ entries: targets.map((target) => ({ target, text })) });
  }

  /** Folds or unfolds the quarter or year of a cell's column; `open` null turns it round. */
  foldPeriods(place: Place, open: boolean | null): void {
    foldPeriodsAt(this.#session, this.#host, place, open);
  }

  /** Folds or unfolds a section, or a row's channels. `open` null turns it round. Whether there was something to. */
  fold(place: Place, open: boolean | null): boolean {
    return foldAt(this.#session, this.#host, place, open);
  }
}

function refusedBy({ at, length }: Complaint): Settled {
  return {
    kind: "refused",
    ...(at === undefined ? {} : { at }),
    ...(length === undefined ? {} : { length }),
  };
}
