import { compareMessages, gridMessages as words, orderedIds, PLAN_WIDE } from "../core/index.ts";
import type { Row } from "../core/index.ts";
import { formulaText } from "../session/clearing.ts";
import { flagsOf } from "../session/describe.ts";
import type { Flags } from "../session/describe.ts";
import { KIND_WORDS } from "../session/speak.ts";
import type { Speak } from "../session/speak.ts";
import { linesUnder, lookOf, valueOf } from "../session/target.ts";
import type { Look, Target } from "../session/target.ts";
import type { Workbook } from "../session/workbook.ts";
import { targetAt } from "./layout.ts";
import type { Column, Line } from "./layout.ts";

/**
 * How a cell of numbers looks, as plain data; renderer.ts puts it on the screen.
 *
 * text         the figure, an error's code, or – where there is none
 * goal         a resting goal's target, shown behind the figure
 * mark         the sign in front: a goal, or a row over its limit. Never colour alone.
 * bar          a soft bar under it: the number is uncertain (a range) or was counted (evidence)
 * description  its state in words, for who does not see it; the state first
 * hint         the reason of an error or a limit, on hover
 */
export interface CellPaint {
  readonly target: Target | null;
  readonly text: string;
  readonly look: Look | "blank";
  readonly mark: "goal" | "limit" | null;
  readonly goal: string;
  readonly bar: "range" | "evidence" | null;
  readonly error: boolean;
  /** A difference of the scenario that is open. */
  readonly differs: boolean;
  /** What happened there is known. */
  readonly actual: boolean;
  readonly description: string;
  readonly hint: string;
}

/** How the name of a line looks. `formula` is shown where there is room for all of it. */
export interface NamePaint {
  readonly text: string;
  readonly formula: string;
}

const BLANK: CellPaint = {
  target: null,
  text: "",
  look: "blank",
  mark: null,
  goal: "",
  bar: null,
  error: false,
  differs: false,
  actual: false,
  description: "",
  hint: "",
};

/**
 * Paints one cell of numbers from the workbook as it is now. `companions` are the numbers that a row's figures
 * stand among, so that they share their decimals.
 */
export function paintCell(
  book: Workbook,
  speak: Speak,
  line: Line,
  column: Column,
  companions: (row: string) => readonly number[] = (id) => companionsOf(book, id),
): CellPaint {
  const target = targetAt(book.plan, line, column);
  if (target === null) {
    const planWide = column.kind === "channel" && (line.kind === "row" || line.kind === "channel");
    return planWide ? { ...BLANK, description: words.planWide } : BLANK;
  }
  const row = book.plan.rows.get(target.row);
  if (row === undefined) return BLANK;
  const look = lookOf(book, target);
  const flags = flagsOf(book, target, speak);
  const shown = figureOf(book, speak, row, target, look, flags, companions);
  const detail = flags.detail;
  const mark = look === "goal" ? "goal" : flags.limit === undefined ? null : "limit";
  return {
    target,
    ...shown,
    look,
    mark,
    goal: look === "resting" ? (flags.gap?.target ?? "") : "",
    bar: detail?.range !== undefined ? "range" : detail?.evidence !== undefined ? "evidence" : null,
    differs: flags.differs === true,
    actual: flags.actual !== undefined,
    description: describe(row, look, flags, shown, speak),
    hint: flags.error?.text ?? flags.limit ?? flags.actual ?? "",
  };
}

function figureOf(
  book: Workbook,
  speak: Speak,
  row: Row,
  target: Target,
  look: Look,
  flags: Flags,
  companions: (row: string) => readonly number[],
): { text: string; error: boolean } {
  if (look === "none") return { text: target.from < 0 ? "" : "–", error: false };
  if (look === "empty") return { text: "", error: false };
  const value = valueOf(book, target);
  if (!Number.isNaN(value)) return { text: speak.value(row, value, companions(target.row)), error: false };
  return flags.error === undefined ? { text: "–", error: false } : { text: flags.error.code, error: true };
}

/** The cells of a row in all periods and channels where it applies, and its total over them. */
export function companionsOf(book: Workbook, id: string): readonly number[] {
  const row = book.plan.rows.get(id);
  if (row === undefined) return [];
  const { periods } = book.plan.settings;
  const all: number[] = [valueOf(book, { row: id, channel: null, from: 0, to: periods - 1 })];
  for (const line of row.scope === "plan" ? [PLAN_WIDE] : orderedIds(book.plan.channels)) {
    if (!book.engine.applies(id, line)) continue;
    for (let t = 0; t < periods; t++) all.push(book.engine.value(id, line, t));
  }
  return all;
}

/** The state in words, then what else there is to know: "assumption; range 16.0% to 24.0%". */
function describe(
  row: Row,
  look: Look,
  flags: Flags,
  shown: { readonly text: string; readonly error: boolean },
  speak: Speak,
): string {
  const { detail } = flags;
  const parts: string[] = [KIND_WORDS[look]];
  if (flags.differs === true) parts.push(compareMessages.differsFromBase());
  if (flags.actual !== undefined) parts.push(flags.actual);
  if (flags.gap !== undefined && flags.gap.text !== "") parts.push(flags.gap.text);
  if (flags.limit !== undefined) parts.push(words.limit(flags.limit));
  if (flags.error !== undefined) parts.push(flags.error.text);
  else if (shown.text === "–" && look !== "none") parts.push(words.noTotal);
  if (detail?.range !== undefined) {
    parts.push(words.range(speak.value(row, detail.range.low), speak.value(row, detail.range.high)));
  }
  if (detail?.evidence !== undefined) {
    parts.push(words.evidence(String(detail.evidence.hits), String(detail.evidence.of)));
  }
  return parts.join("; ");
}

/** Paints the name of a line. */
export function paintName(book: Workbook, line: Line): NamePaint {
  switch (line.kind) {
    case "section":
      return { text: line.name, formula: "" };
    case "new":
      return { text: "", formula: "" };
    case "channel":
      return { text: line.name, formula: ownFormula(book, line.row, line.channel) };
    case "row": {
      const row = book.plan.rows.get(line.row);
      if (row === undefined) return { text: "", formula: "" };
      const shown = row.shortName === null ? row.name : `${row.name} (${row.shortName})`;
      return { text: shown, formula: rowFormula(book, line.row, line.channel) };
    }
  }
}

/** The formula that a line is computed by; empty where it is typed, or where its channels differ. */
function rowFormula(book: Workbook, row: string, channel: string | null): string {
  const [first, ...rest] = linesUnder(book, { row, channel, from: 0, to: 0 });
  if (first === undefined) return "";
  const text = formulaText(book.plan, row, first);
  if (text === undefined || rest.some((line) => formulaText(book.plan, row, line) !== text)) return "";
  return `= ${text.replace(/^=\s*/, "")}`;
}

/** A channel's own formula: the row's is said on the row's line already. */
function ownFormula(book: Workbook, row: string, channel: string): string {
  if (!book.plan.formulas.has(`${row}/${channel}`)) return "";
  const text = formulaText(book.plan, row, channel);
  return text === undefined ? "" : `= ${text.replace(/^=\s*/, "")}`;
}

/** The owner of a line; a channel's line repeats none. */
export function ownerOf(book: Workbook, line: Line): string {
  return line.kind === "row" ? (book.plan.rows.get(line.row)?.owner ?? "") : "";
}

/**
 * Paints of the cells on the screen, kept until the workbook has other numbers, and which of them moved.
 *
 * Invariant: every paint in `#now` was made since the last `turn`; `#before` holds the ones that it replaces.
 */
export class Painter {
  readonly #speak: Speak;
  readonly #book: Workbook;
  #now = new Map<string, CellPaint>();
  #before = new Map<string, CellPaint>();
  #names = new Map<string, NamePaint>();
  #companions = new Map<string, readonly number[]>();
  #moved: ReadonlySet<string> = new Set();

  constructor(book: Workbook, speak: Speak) {
    this.#book = book;
    this.#speak = speak;
  }

  /** The workbook has other numbers. `moved`: rows whose figures may be tinted; empty tints none. */
  turn(moved: ReadonlySet<string>): void {
    if (this.#now.size > 0) this.#before = this.#now;
    this.#now = new Map();
    this.#names = new Map();
    this.#companions = new Map();
    this.#moved = moved;
  }

  /** Nothing is tinted any more. */
  settle(): void {
    this.#moved = new Set();
  }

  cell(line: Line, column: Column): CellPaint {
    const key = `${line.key}|${column.key}`;
    let paint = this.#now.get(key);
    if (paint === undefined) {
      paint = paintCell(this.#book, this.#speak, line, column, (row) => this.#companionsOf(row));
      this.#now.set(key, paint);
    }
    return paint;
  }

  #companionsOf(row: string): readonly number[] {
    let values = this.#companions.get(row);
    if (values === undefined) {
      values = companionsOf(this.#book, row);
      this.#companions.set(row, values);
    }
    return values;
  }

  name(line: Line): NamePaint {
    let paint = this.#names.get(line.key);
    if (paint === undefined) {
      paint = paintName(this.#book, line);
      this.#names.set(line.key, paint);
    }
    return paint;
  }

  /** Whether a cell shows another figure than before the last edit, in a row that the edit moved. */
  hasMoved(line: Line, column: Column): boolean {
    if (this.#moved.size === 0) return false;
    const paint = this.cell(line, column);
    if (paint.target === null || !this.#moved.has(paint.target.row)) return false;
    const before = this.#before.get(`${line.key}|${column.key}`);
    return before !== undefined && before.text !== paint.text;
  }

  owner(line: Line): string {
    return ownerOf(this.#book, line);
  }
}
