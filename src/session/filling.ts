import {
  entryText,
  keyOfOrdinal,
  lengthOfKey,
  ordinalOfKey,
  startOrdinal,
  typedCell,
} from "../core/index.ts";
import type { CellValue } from "../core/index.ts";
import type { Speak } from "./speak.ts";
import { cellsUnder, isSingle, valueOf } from "./target.ts";
import type { Target } from "./target.ts";
import { contextOf } from "./typing.ts";
import type { Workbook } from "./workbook.ts";

/** Which way the fill handle is drawn: on (right, down), or back (left, up). */
export type FillDirection = "on" | "back";

/**
 * How a run of cells goes on. [FL1]
 *
 *   one cell             copied
 *   1, 2, 3              steps that are equal go on: 4, 5
 *   100, 105, 110.25     three or more by the same factor go on by it
 *   anything else        copied over and over, formulas, ranges and evidence as they are
 *
 * source  the cells drawn from, in the order of the sheet; null is empty
 * count   how many to make
 * returns the cells in the order in which the handle passes them; `direction` back is from the source outwards
 */
export function fillCells(
  source: readonly (CellValue | null)[],
  count: number,
  direction: FillDirection,
): (CellValue | null)[] {
  const run = direction === "on" ? source : [...source].reverse();
  const numbers = run.filter((cell) => typeof cell === "number");
  const next = numbers.length === run.length ? seriesOf(numbers) : null;
  return Array.from({ length: Math.max(0, count) }, (_, i) => next?.(i + 1) ?? run[i % run.length] ?? null);
}

/** The i-th number after a run that goes on by a step or by a factor; null where it does neither. */
function seriesOf(run: readonly number[]): ((i: number) => number) | null {
  const [first, second] = run;
  const last = run.at(-1);
  if (first === undefined || second === undefined || last === undefined) return null;
  const size = Math.max(...run.map(Math.abs));
  const step = (last - first) / (run.length - 1);
  if (run.every((value, i) => Math.abs(value - (first + step * i)) <= 1e-9 * size)) {
    // 0.1, 0.2 goes on as 0.3, not as 0.30000000000000004.
    return (i) => Number((last + step * i).toPrecision(14));
  }
  const factor = (last / first) ** (1 / (run.length - 1));
  const isGrowth = run.length > 2 && run.every((value) => value > 0);
  if (!isGrowth || !run.every((value, i) => Math.abs(value - first * factor ** i) <= 1e-6 * value))
    return null;
  // The factor as it was likely meant, 1.05 and not 1.0499999: by the digits that the run bears out.
  const round = Number(factor.toPrecision(6));
  const meant = run.every((value, i) => Math.abs(value - first * round ** i) <= 1e-6 * value)
    ? round
    : factor;
  return (i) => last * meant ** i;
}

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

/**
 * How a run of texts goes on: periods (`2027-M01`), months, quarters, a number at the end (`Wave 1`), else copied. For
 * names of rows and for tables that are pasted.
 */
export function fillTexts(source: readonly string[], count: number, direction: FillDirection): string[] {
  const run = direction === "on" ? source : [...source].reverse();
  const steps = run.map(readStep);
  const [first, second] = steps;
  const last = steps.at(-1);
  const isOne =
    first !== undefined && steps.every((step) => step?.write === first?.write || isAlike(step, first));
  const sign = direction === "on" ? 1 : -1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => {
    const copy = run[i % run.length] ?? "";
    if (!isOne || first === null || last === null || last === undefined) return copy;
    const by = second === null || second === undefined ? sign : second.at - first.at;
    const isEven = steps.every((step, j) => step !== null && step.at === first.at + by * j);
    return isEven ? (last.write(last.at + by * (i + 1)) ?? copy) : copy;
  });
}

interface Step {
  readonly kind: string;
  readonly at: number;
  /** The text at another place; null where there is none. */
  readonly write: (at: number) => string | null;
}

function isAlike(a: Step | null | undefined, b: Step | null | undefined): boolean {
  return a?.kind !== undefined && a.kind === b?.kind;
}

function readStep(text: string): Step | null {
  const length = lengthOfKey(text);
  if (length !== undefined) {
    const at = ordinalOfKey(text);
    return Number.isNaN(at) ? null : { kind: length, at, write: (n) => keyOfOrdinal(length, n) };
  }
  const [, month = "", rest = ""] = /^(\p{L}{3,9})(?: (\d{4}))?$/u.exec(text) ?? [];
  const index = MONTHS.findIndex((name) =>
    [name, name.slice(0, 3)].some((each) => each.toLowerCase() === month.toLowerCase()),
  );
  if (index >= 0) {
    const isShort = month.length === 3 && MONTHS[index] !== month;
    const name = (n: number): string => {
      const full = MONTHS[((n % 12) + 12) % 12] ?? "";
      return isShort ? full.slice(0, 3) : full;
    };
    if (rest === "") return { kind: `month ${isShort}`, at: index, write: name };
    const at = Number(rest) * 12 + index;
    return { kind: `month of ${isShort}`, at, write: (n) => `${name(n)} ${Math.floor(n / 12)}` };
  }
  const [, quarter, year] = /^Q([1-4])(?: (\d{4}))?$/.exec(text) ?? [];
  if (quarter !== undefined) {
    if (year === undefined) {
      return { kind: "quarter", at: Number(quarter) - 1, write: (n) => `Q${(((n % 4) + 4) % 4) + 1}` };
    }
    const at = Number(year) * 4 + Number(quarter) - 1;
    return { kind: "quarter of", at, write: (n) => `Q${(n % 4) + 1} ${Math.floor(n / 4)}` };
  }
  const [, stem, digits] = /^(.*?)(\d{1,9})$/u.exec(text) ?? [];
  if (stem === undefined || digits === undefined || stem === "") return null;
  const write = (n: number): string | null => (n < 0 ? null : stem + String(n).padStart(digits.length, "0"));
  return { kind: `number ${stem}`, at: Number(digits), write };
}

/**
 * What to type into the cells that the fill handle passes, for the cells it was drawn from, as the reader writes
 * entries: ready for a paste, so that computed cells and goals are kept by its rules. Empty texts change nothing.
 */
export function fillFrom(
  book: Workbook,
  source: readonly Target[],
  count: number,
  direction: FillDirection,
  speak: Speak,
): string[] {
  const [first] = source;
  if (first === undefined) return [];
  const context = contextOf(book.plan, first.row, speak);
  const cells = source.map((target): CellValue | null => {
    const [cell] = cellsUnder(book, target);
    if (cell === undefined) return null;
    const ordinal = startOrdinal(book.plan.settings) + cell.t;
    const typed = isSingle(book, target) ? typedCell(book.plan, target.row, cell.line, ordinal) : null;
    const isSolved = book.solution.leverOf({ row: target.row, ...cell }) !== null;
    if (typed !== null && !isSolved) return typed;
    const value = valueOf(book, target);
    // A computed or solved number is copied as it is shown to an editor, twelve digits.
    return typed === null && !isComputed(book, target)
      ? null
      : Number.isNaN(value)
        ? null
        : Number(value.toPrecision(12));
  });
  return fillCells(cells, count, direction).map((cell) => entryText(cell, context, book.plan));
}

function isComputed(book: Workbook, target: Target): boolean {
  const cells = cellsUnder(book, target);
  return (
    cells.length > 1 || cells.some(({ line, t }) => book.engine.kind(target.row, line, t) === "computed")
  );
}
