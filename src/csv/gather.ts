import { dateOfDay, ordinalOfKey, spanOfPeriod } from "../core/index.ts";
import type { PeriodLength, Unit } from "../core/index.ts";
import { nameKey } from "./labels.ts";
import type { Mapping } from "./mapping.ts";
import type { ColumnReading } from "./reading/column.ts";
import { hintOf, isAdditive } from "./reading/hints.ts";
import type { TableReading } from "./reading/table-reading.ts";

/** A plan holds no more cells than this: larger tables are raw events, not a plan. */
const MOST_CELLS = 2_000_000;

export interface Sum {
  value: number;
  count: number;
}

/** One line of numbers: a row in a channel, by ordinal. */
export interface Line {
  readonly row: string;
  readonly channel: string | null;
  readonly sums: Map<number, Sum>;
}

/** What a row's numbers are, from the columns that they come from. */
export interface RowFacts {
  readonly name: string;
  readonly unit: Unit;
  readonly isAdditive: boolean;
}

export interface Gathered {
  readonly lines: readonly Line[];
  readonly rows: ReadonlyMap<string, RowFacts>;
  readonly missing: number;
  readonly undated: number;
  readonly unnamed: number;
  readonly tooMany: number;
  /** Rows by periods that cannot be made into the mapping's. */
  readonly wrongLength: {
    readonly count: number;
    readonly length: PeriodLength;
    readonly wanted: PeriodLength;
  } | null;
}

/**
 * The unit of a row: by what its column holds, then by what its name says, then by its numbers. What is counted is
 * whole; a number that says nothing of itself has no total.
 */
function unitOf({ type, hint }: ColumnReading, name: string, isWhole: boolean): Unit {
  if (type.value === "rate") return "rate";
  const said = hintOf(name) ?? hint;
  if (type.value === "money" || said === "money") return "money";
  return said === "count" || (said === null && isWhole && isAdditive(name)) ? "count" : "number";
}

/** Reads the table once, adding up. */
export function gather(
  reading: TableReading,
  { columns: roles, length, period, channel }: Mapping,
): Gathered {
  const { columns } = reading;
  const indexOf = (role: string): number => roles.findIndex((one) => one.role === role);
  const rowIndex = indexOf("row");
  const channelIndex = indexOf("channel");
  const periodColumn = columns[indexOf("period")];
  const fixed = period === null ? NaN : ordinalOfKey(period);
  const values = roles.flatMap((role, index) => {
    const column = columns[index];
    if (column?.values === null || column === undefined) return [];
    if (role.role === "value") return [{ column, row: role.row, ordinal: NaN }];
    if (role.role === "values of a period")
      return [{ column, row: null, ordinal: ordinalOfKey(role.period) }];
    return [];
  });
  const lines = new Map<string, Line>();
  const rows = new Map<string, { readonly name: string; readonly column: ColumnReading; isWhole: boolean }>();
  const names = new Map<string, string>();
  const keyOf = (text: string): string => {
    let key = names.get(text);
    if (key === undefined) {
      key = nameKey(text);
      if (names.size < 100_000) names.set(text, key);
    }
    return key;
  };
  const toOrdinal = ordinalReader(periodColumn, length);
  const wrongLength = periodColumn !== undefined && toOrdinal === null ? periodColumn.period : null;
  let missing = 0;
  let undated = 0;
  let unnamed = 0;
  let tooMany = 0;
  let wrong = 0;
  let cells = 0;
  let [aboveRow, aboveChannel] = ["", ""];
  for (const each of reading.dataRows()) {
    const record = rowIndex >= 0 || channelIndex >= 0 ? reading.record(each) : [];
    const text = (index: number, above: string): string => {
      const own = (record[index] ?? "").trim();
      return own === "" && columns[index]?.isFilled === true ? above : own;
    };
    const rowName = rowIndex < 0 ? "" : (aboveRow = text(rowIndex, aboveRow));
    const channelName = channelIndex < 0 ? channel : (aboveChannel = text(channelIndex, aboveChannel));
    if (wrongLength !== null) {
      wrong++;
      continue;
    }
    const ordinal =
      periodColumn === undefined || toOrdinal === null
        ? fixed
        : toOrdinal(periodColumn.values?.[each] ?? NaN);
    for (const { column, row, ordinal: own } of values) {
      const value = column.values?.[each] ?? NaN;
      if (Number.isNaN(value)) {
        missing++;
        continue;
      }
      const name = row ?? rowName;
      const at = Number.isNaN(own) ? ordinal : own;
      if (Number.isNaN(at)) {
        undated++;
        continue;
      }
      if (name === "" || channelName === "") {
        unnamed++;
        continue;
      }
      const rowKey = keyOf(name);
      const facts = rows.get(rowKey);
      if (facts === undefined) rows.set(rowKey, { name, column, isWhole: isCount(value) });
      else facts.isWhole &&= isCount(value);
      const lineKey = channelName === null ? rowKey : `${rowKey}\u001f${keyOf(channelName)}`;
      let line = lines.get(lineKey);
      if (line === undefined) {
        line = { row: rowKey, channel: channelName, sums: new Map() };
        lines.set(lineKey, line);
      }
      const sum = line.sums.get(at);
      if (sum !== undefined) {
        sum.value += value;
        sum.count++;
      } else if (cells >= MOST_CELLS) tooMany++;
      else {
        cells++;
        line.sums.set(at, { value, count: 1 });
      }
    }
  }
  return {
    lines: [...lines.values()],
    rows: new Map(
      [...rows].map(([key, { name, column, isWhole }]) => {
        const unit = unitOf(column, name, isWhole);
        // A mean stays one under whatever name its numbers are taken.
        const adds = unit !== "rate" && isAdditive(name) && (rowIndex >= 0 || isAdditive(column.heading));
        return [key, { name, unit, isAdditive: adds }];
      }),
    ),
    missing,
    undated,
    unnamed,
    tooMany,
    wrongLength: wrongLength === null ? null : { count: wrong, length: wrongLength, wanted: length },
  };
}

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0;

/** How a column's day or period becomes a period of a length; null where it cannot (a quarter is no month). */
function ordinalReader(
  column: ColumnReading | undefined,
  length: PeriodLength,
): ((value: number) => number) | null {
  if (column === undefined) return null;
  if (column.type.value === "date") return (day) => ordinalOfDay(day, length);
  const own = column.period;
  if (own === null) return null;
  if (own === length) return (ordinal) => ordinal;
  const ranks: Readonly<Record<PeriodLength, number>> = { month: 1, quarter: 2, year: 3, week: 9 };
  if (ranks[own] >= ranks[length] || own === "week" || length === "week") return null;
  return (ordinal) => (Number.isNaN(ordinal) ? NaN : ordinalOfDay(spanOfPeriod(own, ordinal).first, length));
}

/** The period in which a day lies. */
export function ordinalOfDay(day: number, length: PeriodLength): number {
  if (Number.isNaN(day)) return NaN;
  const { year, month } = dateOfDay(day);
  if (length === "month") return year * 12 + month - 1;
  if (length === "quarter") return year * 4 + Math.floor((month - 1) / 3);
  return length === "year" ? year : Math.floor((day + 3) / 7);
}
