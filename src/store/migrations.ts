/** The tables whose rows are data of the user. */
export type DataTable = "plans" | "changes" | "checkpoints" | "device" | "moments";

export const DATA_TABLES: readonly DataTable[] = ["plans", "changes", "checkpoints", "device", "moments"];

/**
 * One step from a released stored form to the next. It is a pure function of a row, so that it can be tried on
 * rows kept in tests; it runs inside the browser's upgrade transaction, so that it happens whole or not at all.
 */
export interface Migration {
  /** What is different afterwards, for whoever reads the list. */
  readonly name: string;
  /** Keys and indexes that differ, as Dexie declares them; null takes a table away. */
  readonly tables?: Readonly<Record<string, string | null>>;
  /** For each table that changes: its row before -> its row after. Input is as old code wrote it. */
  readonly rows: Readonly<Partial<Record<DataTable, (row: unknown) => unknown>>>;
}

/**
 * All steps since the first release, oldest first. APPEND ONLY: a step that was released is never edited,
 * reordered or removed. The stored form's number is 1 + how many there are.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    // Old rows stay as they are: a change may now stand for several (`from`), which those without it do not.
    name: "named moments, and steps that stand for several",
    tables: { moments: "id, plan" },
    rows: {},
  },
];

/** The number of the stored form after these steps: what is stamped into the database. */
export function schemaNumber(migrations: readonly Migration[]): number {
  return migrations.length + 1;
}
