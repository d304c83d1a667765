import { COLUMN_PREFIX } from "./columns.ts";
import type { OutRecord } from "./records.ts";
import { unprotectKey } from "./safe.ts";

/**
 * A column of somebody else's: its texts by the record that they stand beside. Kept in the plan's free facts, as
 * JSON pairs under `Column: <name>`, so that an export has the column again.
 */
export interface KeptColumn {
  readonly name: string;
  readonly cells: ReadonlyMap<string, string>;
}

/** What tells one record from all others of a file, through a renaming of its row and an edit of its text. */
export function identityOf(record: Pick<OutRecord, "scenario" | "kind" | "key" | "row" | "text">): string {
  const { scenario, kind, row, text } = record;
  const key = unprotectKey(record.key);
  const place = kind === "setting" ? `${row.trim()} ${key}` : key;
  const several = kind === "low" || kind === "high" || kind === "likeliest" || kind === "cell formula";
  const which = several || text === "none" ? text : "";
  return JSON.stringify([scenario, kind, place, which]);
}

/** The free fact of a column. */
export function printKeptColumn({ name, cells }: KeptColumn): readonly [name: string, text: string] {
  return [`${COLUMN_PREFIX}${name}`, JSON.stringify([...cells])];
}

/** The column that a free fact holds; nothing if it is another fact. */
export function readKeptColumn(name: string, text: string): KeptColumn | undefined {
  if (!name.startsWith(COLUMN_PREFIX)) return undefined;
  let pairs: unknown;
  try {
    pairs = JSON.parse(text);
  } catch {
    return undefined; // Another fact that happens to be called so.
  }
  if (!Array.isArray(pairs)) return undefined;
  const cells = new Map<string, string>();
  // An array of whatever the JSON held: each is looked at.
  for (const pair of pairs as readonly unknown[]) {
    if (!Array.isArray(pair)) return undefined;
    const [identity, cell] = pair as readonly unknown[]; // as above
    if (typeof identity !== "string" || typeof cell !== "string") return undefined;
    cells.set(identity, cell);
  }
  return { name: name.slice(COLUMN_PREFIX.length), cells };
}
