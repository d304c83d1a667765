import { differenceAddress } from "./address.ts";
import type { RecordKind } from "./address.ts";
import { cellAt } from "./cell.ts";
import type { CellValue, Series } from "./cell.ts";
import { isSameValue } from "./change.ts";
import type { ChangeEntry, PlanChange } from "./change.ts";
import { keyOfOrdinal, ordinalOfKey } from "./period.ts";
import type { PeriodKey, PeriodLength } from "./period.ts";
import type { AddressValue, Plan, Scenario } from "./plan.ts";

/**
 * The change that makes plan `b` of plan `a`: `applyChange(a, changeBetween(a, b))` says the same as `b`.
 *
 * Records that both have are compared field by field, so that what two people changed in different fields of
 * one row can be merged. Neighbouring cells that differ are one run. Cells of periods outside the years
 * 0–9999 have no address and are left alone. [CG6]
 */
export function changeBetween(a: Plan, b: Plan): PlanChange {
  if (a === b) return [];
  const entries: ChangeEntry[] = [];
  if (a.settings !== b.settings) diffFields(entries, "plan", a.settings, b.settings);
  diffRecords(entries, "section", a.sections, b.sections);
  diffRecords(entries, "channel", a.channels, b.channels);
  diffRecords(entries, "row", a.rows, b.rows);
  diffValues(entries, "formula/", a.formulas, b.formulas);
  diffCells(entries, a, b);
  diffActuals(entries, a, b);
  diffRecords(entries, "goal", a.goals, b.goals);
  diffScenarios(entries, a.scenarios, b.scenarios);
  return entries;
}

/** A record's fields are AddressValues or null by the types of plan.ts. */
type Fields = Readonly<Record<string, AddressValue | null>>;

function diffFields(entries: ChangeEntry[], address: string, before: object, after: object): void {
  // See Fields.
  const [from, to] = [before as Fields, after as Fields];
  for (const field of Object.keys(to)) {
    const [x, y] = [from[field] ?? null, to[field] ?? null];
    if (!isSameValue(x, y)) entries.push([`${address}/${field}`, x, y]);
  }
}

function diffRecords(
  entries: ChangeEntry[],
  kind: RecordKind,
  before: ReadonlyMap<string, AddressValue & object>,
  after: ReadonlyMap<string, AddressValue & object>,
): void {
  if (before === after) return;
  for (const [id, record] of after) {
    const old = before.get(id);
    if (old === record) continue;
    const sameFields = old !== undefined && Object.keys(record).every((field) => Object.hasOwn(old, field));
    if (sameFields) diffFields(entries, `${kind}/${id}`, old, record);
    else entries.push([`${kind}/${id}`, old ?? null, record]);
  }
  for (const [id, record] of before) {
    if (!after.has(id)) entries.push([`${kind}/${id}`, record, null]);
  }
}

function diffValues(
  entries: ChangeEntry[],
  prefix: string,
  before: ReadonlyMap<string, AddressValue>,
  after: ReadonlyMap<string, AddressValue>,
): void {
  if (before === after) return;
  for (const [key, value] of after) {
    const old = before.get(key) ?? null;
    if (!isSameValue(old, value)) entries.push([`${prefix}${key}`, old, value]);
  }
  for (const [key, value] of before) {
    if (!after.has(key)) entries.push([`${prefix}${key}`, value, null]);
  }
}

function diffScenarios(
  entries: ChangeEntry[],
  before: ReadonlyMap<string, Scenario>,
  after: ReadonlyMap<string, Scenario>,
): void {
  if (before === after) return;
  for (const [id, { differences, ...record }] of after) {
    const old = before.get(id);
    if (old === undefined) entries.push([`scenario/${id}`, null, record]);
    else diffFields(entries, `scenario/${id}`, { name: old.name, order: old.order }, record);
    diffValues(entries, differenceAddress(id, ""), old?.differences ?? new Map(), differences);
  }
  for (const [id, { differences, ...record }] of before) {
    if (after.has(id)) continue;
    // Its differences go first: taken back in reverse order, the scenario stands before they return to it.
    for (const [address, value] of differences) entries.push([differenceAddress(id, address), value, null]);
    entries.push([`scenario/${id}`, record, null]);
  }
}

function diffCells(entries: ChangeEntry[], a: Plan, b: Plan): void {
  if (a.cells === b.cells) return;
  const lengths = [b.settings.periodLength, a.settings.periodLength, "month", "week"] as const;
  for (const row of new Set([...b.cells.keys(), ...a.cells.keys()])) {
    const [before, after] = [a.cells.get(row), b.cells.get(row)];
    if (before === after) continue;
    for (const line of new Set([...(after?.keys() ?? []), ...(before?.keys() ?? [])])) {
      diffSeries(entries, `${row}/${line}`, before?.get(line), after?.get(line), lengths);
    }
  }
}

function diffActuals(entries: ChangeEntry[], a: Plan, b: Plan): void {
  if (a.actuals === b.actuals) return;
  const lengths = [b.settings.periodLength, a.settings.periodLength, "month", "week"] as const;
  for (const row of new Set([...b.actuals.keys(), ...a.actuals.keys()])) {
    const [before, after] = [a.actuals.get(row), b.actuals.get(row)];
    if (before === after) continue;
    for (const line of new Set([...(after?.keys() ?? []), ...(before?.keys() ?? [])])) {
      const [old, now] = [before?.get(line), after?.get(line)];
      for (const ordinal of new Set([...(now?.keys() ?? []), ...(old?.keys() ?? [])])) {
        const [was, is] = [old?.get(ordinal) ?? null, now?.get(ordinal) ?? null];
        const key = isSameValue(was, is) ? undefined : keyAt(ordinal, lengths);
        if (key !== undefined) entries.push([`actual/${row}/${line}/${key}`, was, is]);
      }
    }
  }
}

function diffSeries(
  entries: ChangeEntry[],
  place: string,
  before: Series | undefined,
  after: Series | undefined,
  lengths: readonly PeriodLength[],
): void {
  if (before === after) return;
  let start: PeriodKey | undefined;
  let run: { readonly old: CellValue | null; readonly now: CellValue | null }[] = [];
  const flush = (): void => {
    const [only] = run;
    if (start === undefined || only === undefined) return;
    if (run.length === 1) entries.push([`cell/${place}/${start}`, only.old, only.now]);
    else {
      const [old, now] = [run.map((cell) => cell.old), run.map((cell) => cell.now)];
      entries.push([`cells/${place}/${start}`, { cells: old }, { cells: now }]);
    }
    start = undefined;
    run = [];
  };
  const [from, to] = spanOf(before, after);
  for (let ordinal = from; ordinal < to; ordinal++) {
    const [old, now] = [cellAt(before, ordinal), cellAt(after, ordinal)];
    if (isSameValue(old, now)) flush();
    else {
      start ??= keyAt(ordinal, lengths);
      if (start !== undefined) run.push({ old, now });
    }
  }
  flush();
}

/** First ordinal of either series, and the one after the last. */
function spanOf(...series: readonly (Series | undefined)[]): [number, number] {
  let [from, to] = [Infinity, -Infinity];
  for (const one of series) {
    if (one === undefined || one.values.length === 0) continue;
    from = Math.min(from, one.first);
    to = Math.max(to, one.first + one.values.length);
  }
  return [from, to];
}

const ENDS: Readonly<Record<PeriodLength, readonly [first: number, last: number]>> = {
  month: [ordinalOfKey("0000-M01"), ordinalOfKey("9999-M12")],
  quarter: [ordinalOfKey("0000-Q1"), ordinalOfKey("9999-Q4")],
  week: [ordinalOfKey("0000-W01"), ordinalOfKey("9999-W52")],
  year: [0, 9999],
};

/**
 * A key with this ordinal. A cell's address means its ordinal, so any length of period will do: that matters
 * only where the plans have periods of different lengths.
 */
function keyAt(ordinal: number, lengths: readonly PeriodLength[]): PeriodKey | undefined {
  const length = lengths.find((one) => ordinal >= ENDS[one][0] && ordinal <= ENDS[one][1]);
  return length === undefined ? undefined : keyOfOrdinal(length, ordinal);
}
