import { EMPTY_SERIES, medianOfRange, numberOf, withCells } from "../core/index.ts";
import type {
  CellValue,
  Evidence,
  Formula,
  LineId,
  Range,
  RowCells,
  RowId,
  Series,
  Unit,
} from "../core/index.ts";
import type { Kind } from "./columns.ts";
import type { Context } from "./context.ts";
import { isUnchanged, readNumber } from "./number.ts";
import type { NumberFound } from "./number.ts";
import type { RawRecord } from "./table.ts";

/** One column of the file that is a period. */
export interface PeriodColumn {
  readonly index: number;
  readonly heading: string;
  readonly ordinal: number;
}

type Part = "value" | "low" | "high" | "likeliest" | "hits" | "of";

/** A number of a cell, with where it stands. */
interface PartFound {
  readonly number: NumberFound;
  readonly text: string;
  readonly line: number;
  readonly column: string;
}

/** A typed cell while its records are being read. */
class CellDraft {
  readonly parts = new Map<Part, PartFound>();
  shape: Range["shape"] | null = null;
  typed: string | null = null;
  formula: Formula | null = null;
  isRemoved = false;
  /** Something in it could not be read: it stays what it was. */
  isBroken = false;
}

/** All typed cells of one line of a row, in the base (`scenario` null) or in a scenario. */
export interface LineDraft {
  readonly scenario: string | null;
  readonly row: RowId;
  readonly line: LineId;
  readonly cells: Map<number, CellDraft>;
}

const PART_OF_KIND: ReadonlyMap<Kind, Part> = new Map<Kind, Part>([
  ["assumption", "value"],
  ["override", "value"],
  ["low", "low"],
  ["high", "high"],
  ["likeliest", "likeliest"],
  ["hits", "hits"],
  ["of", "of"],
]);

const SHAPES: readonly Range["shape"][] = ["interval", "pert", "normal", "uniform"];

/** Gathers the records of typed cells, line by line. */
export class CellReader {
  private readonly context: Context;
  private readonly columns: readonly PeriodColumn[];
  private readonly lines = new Map<string, LineDraft>();

  constructor(context: Context, columns: readonly PeriodColumn[]) {
    this.context = context;
    this.columns = columns;
  }

  drafts(): Iterable<LineDraft> {
    return this.lines.values();
  }

  /** Takes one record of a typed kind. `formula` is that of a record of kind `cell formula`. */
  take(record: RawRecord, scenario: string | null, row: RowId, line: LineId, formula: Formula | null): void {
    const name = JSON.stringify([scenario, row, line]);
    let draft = this.lines.get(name);
    if (draft === undefined) this.lines.set(name, (draft = { scenario, row, line, cells: new Map() }));
    const part = record.kind === undefined ? undefined : PART_OF_KIND.get(record.kind);
    const isRemoval = part === "value" && scenario !== null && record.text.trim().toLowerCase() === "none";
    for (const { index, heading, ordinal } of this.columns) {
      const text = (record.fields[index] ?? "").trim();
      if (text === "") continue;
      let cell = draft.cells.get(ordinal);
      if (cell === undefined) draft.cells.set(ordinal, (cell = new CellDraft()));
      if (isRemoval) cell.isRemoved = true;
      else if (formula !== null) cell.formula = formula;
      else if (part === undefined) cell.typed = (record.fields[index] ?? "").replace(/^'/, "");
      else this.takeNumber(record, cell, part, heading, text);
    }
  }

  private takeNumber(record: RawRecord, cell: CellDraft, part: Part, heading: string, text: string): void {
    const earlier = cell.parts.get(part);
    if (earlier !== undefined) {
      const place = { line: record.line, column: heading, found: text, expected: "nothing" };
      this.context.fail("repeatedCell", place, earlier.line);
      return;
    }
    const number = this.context.number(record, heading, text);
    if (number === undefined) cell.isBroken = true;
    else cell.parts.set(part, { number, text, line: record.line, column: heading });
    if (part === "low" || part === "high" || part === "likeliest") {
      const shape = record.text.trim().toLowerCase();
      cell.shape = SHAPES.find((one) => one === shape) ?? cell.shape;
    }
  }
}

/** The cells of the base as series, by row and line. */
export function cellsOfDrafts(
  context: Context,
  drafts: Iterable<LineDraft>,
  unitOf: (row: RowId) => Unit,
): Map<RowId, RowCells> {
  const rows = new Map<RowId, Map<LineId, Series>>();
  for (const draft of drafts) {
    if (draft.scenario !== null) continue;
    const cells = finishLine(context, draft, unitOf(draft.row));
    const ordinals = [...cells.keys()].filter((ordinal) => cells.get(ordinal) !== null);
    if (ordinals.length === 0) continue;
    const lines = rows.get(draft.row) ?? new Map<LineId, Series>();
    rows.set(draft.row, lines.set(draft.line, seriesOf(cells, Math.min(...ordinals), Math.max(...ordinals))));
  }
  return rows;
}

function seriesOf(cells: ReadonlyMap<number, CellValue | null>, first: number, last: number): Series {
  const values = Array.from({ length: last - first + 1 }, (_, i) => cells.get(first + i) ?? null);
  return withCells(EMPTY_SERIES, first, values);
}

/** The cells of one line; null for one that a scenario empties. */
export function finishLine(context: Context, draft: LineDraft, unit: Unit): Map<number, CellValue | null> {
  const cells = new Map<number, CellValue | null>();
  for (const [ordinal, cell] of draft.cells) {
    const own = context.ownCell(draft.scenario, draft.row, draft.line, ordinal);
    const value = cell.isBroken ? own : finishCell(context, cell, own ?? null, unit);
    if (value !== undefined) cells.set(ordinal, value);
  }
  return cells;
}

/** What stands in a cell, from all that its records say; undefined where they say nothing that can be used. */
function finishCell(
  context: Context,
  cell: CellDraft,
  own: CellValue | null,
  unit: Unit,
): CellValue | null | undefined {
  if (cell.isRemoved) return null;
  const before = own === null || typeof own === "number" ? undefined : own;
  const settle = (part: Part, was: number | undefined): number | undefined => {
    const found = cell.parts.get(part)?.number;
    if (found === undefined) return undefined;
    return was !== undefined && isUnchanged(was, found) ? was : found.value;
  };
  if (cell.formula !== null) {
    const typed = typedText(context, cell, NaN);
    return { value: NaN, ...(typed === undefined ? {} : { text: typed }), formula: cell.formula };
  }
  const ownValue = own === null ? undefined : numberOf(own);
  let value = settle("value", ownValue);
  let range = rangeOf(context, cell, settle, before?.range);
  let evidence = evidenceOf(context, cell, settle, before?.evidence);
  if (range !== undefined) {
    const sameRange = JSON.stringify(range) === JSON.stringify(before?.range);
    if (value === undefined || (before?.range !== undefined && value === ownValue && !sameRange)) {
      // medianOfRange refuses nothing here: it gives NaN for a range that its unit cannot have.
      const worked = range.middle ?? medianOfRange(range, unit);
      if (Number.isFinite(worked)) {
        if (value !== undefined) context.notice("rangeTaken", placeOf(cell, "low"));
        value = worked;
      }
    } else if (before?.range !== undefined && value !== ownValue && sameRange) {
      context.notice("rangeDropped", placeOf(cell, "value"));
      range = undefined;
    }
  }
  if (evidence !== undefined) {
    const worked = evidence.hits / evidence.of;
    const sameEvidence = JSON.stringify(evidence) === JSON.stringify(before?.evidence);
    const fits = value !== undefined && Math.abs(value - worked) <= 1e-9 * Math.abs(worked);
    if (value === undefined || (!fits && value === ownValue && !sameEvidence)) {
      if (value !== undefined) context.notice("evidenceTaken", placeOf(cell, "hits"));
      value = worked;
    } else if (!fits && !(sameEvidence && value === ownValue)) {
      context.notice("evidenceDropped", placeOf(cell, "value"));
      evidence = undefined;
    }
  }
  if (value === undefined) {
    if (range !== undefined) context.fail("rangeIncomplete", placeOf(cell, "low"));
    return undefined;
  }
  const typed = typedText(context, cell, value);
  if (typed === undefined && range === undefined && evidence === undefined) return value;
  return {
    value,
    ...(typed === undefined ? {} : { text: typed }),
    ...(range === undefined ? {} : { range }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function placeOf(cell: CellDraft, part: Part): { line: number | null; column: string | null; found: string } {
  const found = cell.parts.get(part) ?? [...cell.parts.values()][0];
  return { line: found?.line ?? null, column: found?.column ?? null, found: found?.text ?? "" };
}

type Settle = (part: Part, was: number | undefined) => number | undefined;

function rangeOf(
  context: Context,
  cell: CellDraft,
  settle: Settle,
  before: Range | undefined,
): Range | undefined {
  const [low, high] = [settle("low", before?.low), settle("high", before?.high)];
  const middle = settle("likeliest", before?.middle);
  if (low === undefined && high === undefined && middle === undefined) return undefined;
  if (low === undefined || high === undefined) {
    context.fail("rangeIncomplete", {
      ...placeOf(cell, low === undefined ? "high" : "low"),
      expected: "low and high",
    });
    return undefined;
  }
  const shape = cell.shape ?? (middle === undefined ? "interval" : "pert");
  return { shape, low, high, ...(middle === undefined ? {} : { middle }) };
}

function evidenceOf(
  context: Context,
  cell: CellDraft,
  settle: Settle,
  before: Evidence | undefined,
): Evidence | undefined {
  const [hits, of] = [settle("hits", before?.hits), settle("of", before?.of)];
  if (hits === undefined && of === undefined) return undefined;
  if (hits === undefined || of === undefined || of === 0) {
    context.fail("evidenceIncomplete", {
      ...placeOf(cell, hits === undefined ? "of" : "hits"),
      expected: "hits and of",
    });
    return undefined;
  }
  return { hits, of };
}

/** `12000 as 12k`: what was typed, kept while the number beside it is the cell's. */
function typedText(context: Context, cell: CellDraft, value: number): string | undefined {
  if (cell.typed === null) return undefined;
  const [, number = "", text] = /^(\S*?) ?as ([^]*)$/.exec(cell.typed) ?? [];
  if (text === undefined) return undefined;
  if (number === "" && Number.isNaN(value)) return text;
  const found = readNumber(number, ".");
  if (typeof found !== "string" && isUnchanged(value, found)) return text;
  context.notice("typedStale", { ...placeOf(cell, "value"), found: cell.typed });
  return undefined;
}
