import {
  assumedCells,
  changeOfSweep,
  compareMessages as words,
  parseEntry,
  rowsInOrder,
  sweepPlan,
} from "../core/index.ts";
import type { PlanChange, Row, RowId, SweepAxis } from "../core/index.ts";
import { headlineRows, wholeOf } from "../session/speak.ts";
import type { Speak } from "../session/speak.ts";
import { valueOf } from "../session/target.ts";
import { contextOf } from "../session/typing.ts";
import type { Workbook } from "../session/workbook.ts";

/** Rows that can be swept: those with a typed number in the plan's periods. */
export function sweepableRows(book: Workbook): RowId[] {
  const { plan, engine } = book;
  return rowsInOrder(plan).filter((row) =>
    assumedCells(engine, wholeOf(plan, row)).some(
      ({ line, t }) => engine.kind(row, line, t) === "assumption",
    ),
  );
}

/** What is swept and seen unless somebody chooses: the last rate before what is wanted; what the answer turns on. */
export function startOfSweep(book: Workbook): { row: RowId | null; output: RowId | null } {
  const output = headlineRows(book)[0] ?? null;
  const rows = sweepableRows(book).filter((row) => row !== output);
  const rates = rows.filter((row) => book.plan.rows.get(row)?.unit === "rate");
  return { row: rates.at(-1) ?? rows[0] ?? null, output };
}

/** One assumption and the values it takes, ends as they were typed. */
export interface SweepWish {
  readonly row: RowId;
  /** Empty: half and one and a half of what it is. */
  readonly from: string;
  readonly to: string;
  readonly steps: number;
}

/** The values of a sweep; null where an end cannot be read. Rates stay within 0–100%. */
export function valuesOfSweep(book: Workbook, wish: SweepWish, speak: Speak): number[] | null {
  const now = valueOf(book, wholeOf(book.plan, wish.row));
  const read = (text: string, share: number): number | null => {
    if (text.trim() === "") return now * share;
    const entry = parseEntry(text, { ...contextOf(book.plan, wish.row, speak), isNewRow: false });
    if (entry.kind !== "value") return null;
    const { value } = entry;
    return typeof value === "number" ? value : value.value;
  };
  const isRate = book.plan.rows.get(wish.row)?.unit === "rate";
  const [from, wishedTo] = [read(wish.from, 0.5), read(wish.to, 1.5)];
  if (from === null || wishedTo === null || Number.isNaN(from + wishedTo)) return null;
  const to = isRate && wish.to.trim() === "" ? Math.min(1, wishedTo) : wishedTo;
  const steps = Math.max(2, Math.min(25, Math.round(wish.steps)));
  return Array.from({ length: steps }, (_, i) => from + ((to - from) * i) / (steps - 1));
}

/** One number of the data table. */
export interface SweepCell {
  readonly value: number;
  readonly text: string;
  readonly isMissed: boolean;
  /** Makes the plan what it is there, as a change of the sheet that was swept. */
  readonly change: () => PlanChange | null;
  /** What it would be called as a scenario. */
  readonly name: string;
}

export interface SweepView {
  readonly output: Row;
  readonly first: Row;
  readonly second: Row | null;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly xTexts: readonly string[];
  readonly yTexts: readonly string[];
  /** By first, then by second axis. */
  readonly cells: readonly (readonly SweepCell[])[];
}

/** A data table over one or two assumptions, goals held, as it is told; why not, where it cannot be. [XP11] */
export function sweepView(
  book: Workbook,
  outputRow: RowId,
  first: SweepWish,
  second: SweepWish | null,
  speak: Speak,
): SweepView | string {
  const { plan } = book;
  const [output, firstRow] = [plan.rows.get(outputRow), plan.rows.get(first.row)];
  const secondRow = second === null ? undefined : plan.rows.get(second.row);
  if (output === undefined || firstRow === undefined) return words.sweepNothing();
  const xs = valuesOfSweep(book, first, speak);
  const ys = second === null ? [NaN] : valuesOfSweep(book, second, speak);
  if (xs === null || ys === null) return words.sweepUnread();
  const axis = (wish: SweepWish, values: readonly number[]): SweepAxis => ({
    ...wholeOf(plan, wish.row),
    values,
  });
  const swept = sweepPlan(
    plan,
    wholeOf(plan, outputRow),
    axis(first, xs),
    second === null ? null : axis(second, ys),
  );
  if (!swept.ok) return swept.error.text;
  const all = swept.value.points.flatMap((points) => points.map(({ value }) => value));
  const xTexts = xs.map((x) => speak.value(firstRow, x, xs));
  const yTexts = secondRow === undefined ? [""] : ys.map((y) => speak.value(secondRow, y, ys));
  const cells = swept.value.points.map((points, i) =>
    points.map(({ value, missed }, j): SweepCell => {
      const settings = [{ ...wholeOf(plan, first.row), value: xs[i] ?? NaN }];
      if (second !== null) settings.push({ ...wholeOf(plan, second.row), value: ys[j] ?? NaN });
      const names = [`${firstRow.name} ${xTexts[i] ?? ""}`];
      if (secondRow !== undefined) names.push(`${secondRow.name} ${yTexts[j] ?? ""}`);
      return {
        value: missed.length > 0 ? NaN : value,
        text: missed.length > 0 || Number.isNaN(value) ? "–" : speak.value(output, value, all),
        isMissed: missed.length > 0,
        change: () => {
          const change = changeOfSweep(plan, settings);
          return change.ok ? change.value : null;
        },
        name: words.sweepScenario(names),
      };
    }),
  );
  return { output, first: firstRow, second: secondRow ?? null, xs, ys, xTexts, yTexts, cells };
}
