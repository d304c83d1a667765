import { ordinalOfKey, PLAN_WIDE, typedCell } from "../../../src/core/index.ts";
import type { PeriodKey, Plan } from "../../../src/core/index.ts";
import { nameKey } from "../../../src/csv/labels.ts";
import { openQuestions } from "../../../src/csv/mapping.ts";
import type { Mapping } from "../../../src/csv/mapping.ts";
import { proposeMapping } from "../../../src/csv/propose.ts";
import type { TableReading } from "../../../src/csv/reading/table-reading.ts";
import { takeTable } from "../../../src/csv/take.ts";

/*
 * What must hold of any table that is taken over: every number in the plan is the sum of the numbers that stand in the
 * file for its row, channel and period, and of no others. Worked out here row by row, without what is judged.
 */

export type Take = typeof takeTable;

/** What is wrong with what a table becomes; null: nothing. `take` is judged, and what proposes the mapping. */
export function faultOfTaking(reading: TableReading, take: Take = takeTable): string | null {
  const proposal = proposeMapping(reading);
  if (proposal.mapping.columns.length !== reading.columns.length) return "a mapping of other columns";
  const isUndated = proposal.open.some(({ code }) => code === "askPeriod");
  const mapping = isUndated ? { ...proposal.mapping, period: "2027-M01" } : proposal.mapping;
  if (openQuestions(reading, mapping, null).length > 0) return null;
  let ids = 0;
  const { plan, cells } = take(reading, mapping, { newId: () => `n${ids++}` });
  const sums = slowSums(reading, mapping);
  return sums === null ? null : faultOfPlan(plan, sums, cells);
}

interface Place {
  readonly row: string;
  readonly channel: string | null;
  readonly period: PeriodKey;
}

interface Sum extends Place {
  sum: number;
  /** Of the numbers without their signs: what a sum may be off by is a part of it. */
  size: number;
}

const SIGN = "\u001f";

/** Sums by row, channel and period; null where periods are of a kind that is not worked out here. */
function slowSums(reading: TableReading, mapping: Mapping): Map<string, Sum> | null {
  const sums = new Map<string, Sum>();
  const fieldOf = (role: string): number => mapping.columns.findIndex((one) => one.role === role) + 1;
  const [rowField, channelField, periodField] = [fieldOf("row"), fieldOf("channel"), fieldOf("period")];
  for (const at of reading.dataRows()) {
    const text = (field: number): string => (reading.record(at)[field - 1] ?? "").trim();
    const channel = channelField === 0 ? mapping.channel : text(channelField);
    const dated = periodField === 0 ? mapping.period : periodAt(reading, at, periodField, mapping);
    if (dated === undefined) return null;
    for (const [i, role] of mapping.columns.entries()) {
      if (role.role !== "value" && role.role !== "values of a period") continue;
      const cell = reading.cell(at, i + 1);
      const row = role.role === "value" && role.row !== null ? role.row : text(rowField);
      const period = role.role === "value" ? dated : role.period;
      if (!("value" in cell) || row === "" || channel === "" || period === null) continue;
      const place = { row: nameKey(row), channel: channel === null ? null : nameKey(channel), period };
      const key = [place.row, place.channel, period].join(SIGN);
      const known = sums.get(key);
      if (known === undefined) sums.set(key, { ...place, sum: cell.value, size: Math.abs(cell.value) });
      else {
        known.sum += cell.value;
        known.size += Math.abs(cell.value);
      }
    }
  }
  return sums;
}

/** The month, quarter or year of a cell; null where it has none, undefined where that is not worked out here. */
function periodAt(
  reading: TableReading,
  row: number,
  field: number,
  { length }: Mapping,
): PeriodKey | null | undefined {
  const cell = reading.cell(row, field);
  if (cell.kind === "period") return cell.length === length ? cell.key : undefined;
  if (cell.kind !== "date") return null;
  const [year = "", month = ""] = cell.iso.split("-");
  return length === "month" ? `${year}-M${month}` : undefined;
}

/** Every number of the plan against its sum; as many as were said to be filled. */
function faultOfPlan(plan: Plan, sums: ReadonlyMap<string, Sum>, cells: number): string | null {
  const idOf = (records: ReadonlyMap<string, { readonly name: string }>, key: string): string | undefined =>
    [...records].find(([, { name }]) => nameKey(name) === key)?.[0];
  const lineSums = new Map<string, { readonly row: string; readonly sum: number; readonly size: number }>();
  for (const { row, channel, period, sum, size } of sums.values()) {
    const id = idOf(plan.rows, row);
    if (id === undefined) return `the row ${row} is not there`;
    const line = channel === null ? ownLine(plan, id) : idOf(plan.channels, channel);
    if (line === undefined) continue;
    const key = [id, line, period].join(SIGN);
    const known = lineSums.get(key) ?? { sum: 0, size: 0 };
    lineSums.set(key, { row, sum: known.sum + sum, size: known.size + size });
  }
  let found = 0;
  for (const [key, { row, sum, size }] of lineSums) {
    const [id = "", line = "", period = ""] = key.split(SIGN);
    const cell = typedCell(plan, id, line, ordinalOfKey(period));
    if (cell === null) continue;
    found++;
    const value = typeof cell === "number" ? cell : NaN;
    if (!(Math.abs(value - sum) <= 1e-12 * size))
      return `${row} in ${period} is ${value} and should be ${sum}`;
  }
  return found === cells ? null : `${cells} cells are said to be filled, and ${found} are`;
}

function ownLine(plan: Plan, row: string): string | undefined {
  if (plan.rows.get(row)?.scope === "plan") return PLAN_WIDE;
  return plan.channels.size === 1 ? [...plan.channels.keys()][0] : undefined;
}
