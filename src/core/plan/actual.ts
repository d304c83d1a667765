import { EMPTY_SERIES, cellAt, withCells } from "./cell.ts";
import type { RowCells, Series } from "./cell.ts";
import type { LineId, RowId } from "./ids.ts";
import type { Plan } from "./plan.ts";
import { startOrdinal } from "./plan.ts";

/** What happened in one cell, beside what was planned there: never over it. */
export interface Actual {
  readonly value: number;
  /** Name of the file that it was read from. */
  readonly source: string;
  /** The day on which it was taken in, ISO 8601. */
  readonly date: string;
}

/** What happened in one line of a row, by ordinal of the period. Never mutated. */
export type ActualSeries = ReadonlyMap<number, Actual>;

/** By row, then by line. Like cells, those of rows and channels that are gone are kept. */
export type Actuals = ReadonlyMap<RowId, ReadonlyMap<LineId, ActualSeries>>;

/** What happened in a cell; nothing if nobody said. */
export function actualAt(plan: Plan, row: RowId, line: LineId, ordinal: number): Actual | undefined {
  return plan.actuals.get(row)?.get(line)?.get(ordinal);
}

/** Series of cells that actuals complete, by what they were made of: the same parts give the same object. */
const merged = new WeakMap<
  ActualSeries,
  { typed: Series | undefined; start: number; series: Series | undefined }
>();

/**
 * The plan as it is computed: periods before its first that nobody typed hold what happened there, so that delays
 * and cohorts are fed by it. The plan itself where nothing does. [AC2]
 */
export function withActualHistory(plan: Plan): Plan {
  if (plan.actuals.size === 0) return plan;
  const start = startOrdinal(plan.settings);
  let cells: Map<RowId, RowCells> | null = null;
  for (const [row, lines] of plan.actuals) {
    if (!plan.rows.has(row)) continue;
    for (const [line, actuals] of lines) {
      const typed = plan.cells.get(row)?.get(line);
      const series = completed(typed, actuals, start);
      if (series === typed || series === undefined) continue;
      cells ??= new Map(plan.cells);
      cells.set(row, new Map(cells.get(row)).set(line, series));
    }
  }
  return cells === null ? plan : { ...plan, cells };
}

function completed(typed: Series | undefined, actuals: ActualSeries, start: number): Series | undefined {
  const known = merged.get(actuals);
  if (known !== undefined && known.typed === typed && known.start === start) return known.series;
  const ordinals = [...actuals.keys()].filter(
    (ordinal) => ordinal < start && cellAt(typed, ordinal) === null,
  );
  let series = typed;
  if (ordinals.length > 0) {
    const [from, to] = [Math.min(...ordinals), Math.max(...ordinals)];
    const run = Array.from({ length: to - from + 1 }, (_, i) => {
      return cellAt(typed, from + i) ?? actuals.get(from + i)?.value ?? null;
    });
    series = withCells(typed ?? EMPTY_SERIES, from, run);
  }
  merged.set(actuals, { typed, start, series });
  return series;
}
