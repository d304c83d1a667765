import type { ColumnReading } from "./column.ts";
import { makeFinding, ROLE, sampleOf } from "./reading.ts";
import type { At, Finding } from "./reading.ts";
import type { Slices } from "./slices.ts";

/** Steps of a funnel in the order in which people take them, by what they are called. */
const STEPS: readonly RegExp[] = [
  /^(?:impressions?|impr\.?|reach)$/i,
  /^(?:clicks?|link clicks?|klicks?)$/i,
  /^(?:visitors?|visits?|sessions?|users?|besucher|sitzungen|visiteurs)$/i,
  /^(?:sign-?ups?|trials?|registrations?)$/i,
  /^(?:leads?|contacts?|inquiries|anfragen)$/i,
  /^(?:mqls?|marketing qualified leads?)$/i,
  /^(?:sqls?|sales qualified leads?|demos?)$/i,
  /^(?:opportunit(?:y|ies)|proposals?|chancen)$/i,
  /^(?:deals?|sales|customers?|orders?|purchases?|won|closed won|abschlüsse|kunden)$/i,
];

/** A funnel has some steps; a longer table is none. */
const MOST_STEPS = 100;

/** Numbers that can hardly be meant [V1]: said, never changed. */
export function sayOfDomain(
  slices: Slices,
  columns: readonly ColumnReading[],
  roles: Uint8Array,
  from: number,
  to: number,
): Finding[] {
  const notices: Finding[] = [];
  const at = (row: number, column: ColumnReading): At => ({
    row,
    field: column.field,
    line: slices.lineOf(row),
    column: column.name,
    found: slices.record(row)[column.field - 1] ?? "",
  });
  const firstRow = (isWrong: (row: number) => boolean): number => {
    for (let row = from; row <= to; row++) if (roles[row] === ROLE.data && isWrong(row)) return row;
    return 0;
  };
  for (const column of columns) {
    const { values } = column;
    if (values === null) continue;
    if (column.hint === "count" && column.type.value === "number") {
      const row = firstRow((each) => (values[each] ?? 0) < 0);
      if (row > 0) notices.push(makeFinding("negativeCount", at(row, column)));
    }
    if (column.type.value === "rate") {
      const row = firstRow((each) => (values[each] ?? 0) > 1);
      if (row > 0) notices.push(makeFinding("rateAboveOne", at(row, column)));
    }
  }
  const clicks = columns.find(({ name, values }) => values !== null && /^(?:link )?clicks$/i.test(name));
  const conversions = columns.find(({ name, values }) => values !== null && /^conversions$/i.test(name));
  if (clicks !== undefined && conversions !== undefined) {
    const row = firstRow((each) => (conversions.values?.[each] ?? 0) > (clicks.values?.[each] ?? Infinity));
    if (row > 0) notices.push(makeFinding("moreConversions", at(row, conversions)));
  }
  const growing = findGrowth(slices, columns, roles, from, to);
  if (growing !== null) {
    const { row, column, later, earlier } = growing;
    notices.push(makeFinding("growingFunnel", at(row, column), later, earlier));
  }
  return notices;
}

/** A step that is larger than an earlier one, where a column names the steps. */
function findGrowth(
  slices: Slices,
  columns: readonly ColumnReading[],
  roles: Uint8Array,
  from: number,
  to: number,
): { row: number; column: ColumnReading; later: string; earlier: string } | null {
  if (to - from > MOST_STEPS) return null;
  const names = columns.find(({ type }) => type.value === "text");
  const column = columns.find(
    ({ type, hint, values }) => values !== null && hint === "count" && type.value === "number",
  );
  if (names === undefined || column === undefined) return null;
  let before: { step: number; value: number; name: string } | null = null;
  for (let row = from; row <= to; row++) {
    if (roles[row] !== ROLE.data) continue;
    const name = (slices.record(row)[names.field - 1] ?? "").trim();
    const step = STEPS.findIndex((words) => words.test(name));
    const value = column.values?.[row] ?? NaN;
    if (step < 0 || Number.isNaN(value)) continue;
    if (before !== null && step > before.step && value > before.value) {
      return { row, column, later: sampleOf(name), earlier: before.name };
    }
    before = { step, value, name: sampleOf(name) };
  }
  return null;
}
