import { printLimit } from "./limits.ts";
import type { Limits } from "./limits.ts";
import { makeFinding } from "./reading.ts";
import type { Finding } from "./reading.ts";
import { RowHashes, hashFields } from "./repeats.ts";
import type { Slices } from "./slices.ts";
import { CellStore } from "./store.ts";
import { totalName } from "./totals.ts";
import type { TotalName } from "./totals.ts";

/** How far a reading is. `done` of `total` characters; `rows` so far. */
export interface Progress {
  readonly phase: "records" | "columns";
  readonly done: number;
  readonly total: number;
  readonly rows: number;
}

/** A row that its first text calls a total, and how surely. */
export interface NamedTotal {
  readonly row: number;
  readonly by: Exclude<TotalName, null>;
}

export interface Scan {
  readonly store: CellStore;
  readonly hashes: RowHashes;
  /** Rows whose first text says that they are totals. */
  readonly totals: readonly NamedTotal[];
}

/** Cuts the whole text once; every cell becomes a code and a number. */
export function* scanRecords(slices: Slices, limits: Limits): Generator<Progress, Scan | Finding> {
  const total = slices.text.length;
  const hashes = new RowHashes();
  const totals: NamedTotal[] = [];
  let store: CellStore | null = null;
  for (;;) {
    const next = slices.next();
    if (next === null) break;
    if ("error" in next) return next.error;
    const { records } = next;
    store ??= new CellStore(widestOf(records, limits), limits);
    for (const fields of records) {
      if (fields.length > limits.columns) {
        const row = store.rows + 1;
        return makeFinding("limitColumns", { row, line: slices.lineOf(row) }, printLimit(limits.columns));
      }
      const tooLong = store.add(fields);
      const row = store.rows;
      if (tooLong > 0) {
        const at = { row, field: tooLong, line: slices.lineOf(row), column: String(tooLong) };
        const found = fields[tooLong - 1] ?? "";
        return makeFinding("limitCell", { ...at, found }, printLimit(limits.cell));
      }
      hashes.set(row, hashFields(fields));
      const name = totalName(firstText(fields));
      if (name !== null) totals.push({ row, by: name });
    }
    if (store.cells > limits.cells) {
      return makeFinding("limitCells", { row: store.rows }, printLimit(limits.cells));
    }
    yield { phase: "records", done: slices.done, total, rows: store.rows };
  }
  return { store: store ?? new CellStore(1, limits), hashes, totals };
}

/** Fields of the widest row at the head of a file. */
function widestOf(records: readonly (readonly string[])[], limits: Limits): number {
  let widest = 1;
  for (const fields of records.slice(0, 1000)) widest = Math.max(widest, fields.length);
  return Math.min(widest, limits.columns);
}

function firstText(fields: readonly string[]): string {
  for (const field of fields) if (field !== "") return field;
  return "";
}
