import { defaultRow } from "../core/index.ts";
import type { Row, RowId, Unit } from "../core/index.ts";
import { textToUnit } from "./columns.ts";
import { Ids, idNamed } from "./context.ts";
import type { Context } from "./context.ts";
import { nameKey, parseKey, takeLabel } from "./labels.ts";
import { spreadOrders } from "./order.ts";
import type { RawRecord } from "./table.ts";
import type { SettingsFound } from "./read-settings.ts";

/** Which row each record belongs to, and the rows with labels for names. */
export interface RowsFound {
  readonly idOf: ReadonlyMap<RawRecord, RowId>;
  /** In the order of the file; only what the columns say. */
  readonly rows: Map<RowId, Row>;
}

/**
 * Finds out which records belong to one row.
 *
 * A name that is known means its row, whatever the key beside it says (people copy lines and type a new name);
 * a name that is new is a renamed row if its key is known, unless a record of that row stands there already
 * (then it is a copy). Without a key it is the open plan's row of that name, or a new one.
 */
export function readRows(context: Context, records: readonly RawRecord[], found: SettingsFound): RowsFound {
  const ids = new Ids(context.newId);
  const idOf = new Map<RawRecord, RowId>();
  const labels = new Map<RowId, string>();
  const idsByName = new Map<string, RowId>();
  const keyClashes = new Map<string, RowId>();
  const taken = new Set<string>();
  const places = new Map<RowId, Set<string>>();
  const keys = keysByName(records);
  const add = (label: string, ...wanted: readonly (string | null | undefined)[]): RowId => {
    const id = ids.take(...wanted);
    labels.set(id, label);
    return id;
  };
  for (const record of records) {
    if (record.kind === undefined || record.kind === "setting") continue;
    const { row: key } = parseKey(record.key);
    const name = nameKey(record.row);
    const place = { line: record.line, column: "Row", found: record.row };
    let id = idsByName.get(name);
    if (name === "" && (key === null || !labels.has(key))) {
      context.reject(record, "noRowName", {
        column: "Row",
        found: record.row,
        expected: "the name of a row",
      });
      continue;
    }
    if (name === "" && key !== null) id = key;
    else if (id !== undefined && key !== null && key !== id) {
      const clash = keyClashes.get(`${key} ${name}`);
      if (clash !== undefined) id = clash;
      else if (labels.has(key)) {
        context.notice("keyIgnored", { ...place, column: "Key", found: record.key }, record.row);
        keyClashes.set(`${key} ${name}`, id);
      } else {
        const label = takeLabel(record.row, taken);
        id = add(label, key);
        keyClashes.set(`${key} ${name}`, id);
        context.notice("nameClash", place, record.row, label);
      }
    } else if (id === undefined) {
      const isKnown = key !== null && labels.has(key);
      if (isKnown && places.get(key)?.has(placeOf(record)) !== true) {
        id = key;
        context.notice("renamedInPart", place, labels.get(key) ?? "", record.row);
      } else {
        if (isKnown) context.notice("keyClash", { ...place, column: "Key", found: record.key }, record.row);
        id = add(
          takeLabel(record.row, taken),
          key ?? keys.get(name),
          idNamed(context.open?.rows, record.row),
        );
      }
      idsByName.set(name, id);
    }
    idOf.set(record, id);
    const seen = places.get(id) ?? new Set<string>();
    places.set(id, seen.add(placeOf(record)));
  }
  return { idOf, rows: makeRows(context, idOf, labels, found) };
}

/** The first key that stands beside a name: somebody may have added lines without one. */
function keysByName(records: readonly RawRecord[]): Map<string, RowId> {
  const keys = new Map<string, RowId>();
  for (const record of records) {
    if (record.kind === undefined || record.kind === "setting") continue;
    const { row } = parseKey(record.key);
    if (row !== null && !keys.has(nameKey(record.row))) keys.set(nameKey(record.row), row);
  }
  return keys;
}

function placeOf({ scenario, kind, channel, text }: RawRecord): string {
  const which = kind === "goal" || kind === "cell formula" || kind === "low" || kind === "high" ? text : "";
  return JSON.stringify([nameKey(scenario), kind, nameKey(channel), which]);
}

/** Rows by their columns Section, Owner, Unit and by whether they are planned by channel. */
function makeRows(
  context: Context,
  idOf: ReadonlyMap<RawRecord, RowId>,
  labels: ReadonlyMap<RowId, string>,
  found: SettingsFound,
): Map<RowId, Row> {
  const recordsById = new Map<RowId, RawRecord[]>([...labels.keys()].map((id) => [id, []]));
  for (const [record, id] of idOf) recordsById.get(id)?.push(record);
  const orders = spreadOrders(labels.size);
  return new Map(
    [...labels].map(([id, name], i): [RowId, Row] => {
      const records = recordsById.get(id) ?? [];
      const section = firstSaid(context, records, "section", "Section");
      const owner = firstSaid(context, records, "owner", "Owner");
      const row: Row = {
        ...defaultRow(name),
        unit: readUnit(context, records, context.open?.rows.get(id)?.unit ?? "number"),
        owner: owner === "" ? null : owner,
        section: section === "" ? null : found.sections.obtain(section, null, () => undefined),
        order: orders[i] ?? "",
        scope: records.some(({ channel }) => channel !== "") ? "channel" : "plan",
      };
      return [id, row];
    }),
  );
}

function firstSaid(
  context: Context,
  records: readonly RawRecord[],
  field: "section" | "owner",
  column: string,
): string {
  const [first, ...rest] = records;
  const value = first?.[field] ?? "";
  const other = rest.find((record) => record[field] !== value);
  if (other !== undefined) {
    const shown = value === "" ? "“”" : value;
    const place = { line: other.line, column, found: other[field] };
    context.notice("differsInRow", place, column.toLowerCase(), shown);
  }
  return value;
}

function readUnit(context: Context, records: readonly RawRecord[], other: Unit): Unit {
  let unit: Unit | undefined;
  for (const record of records) {
    const read = textToUnit(record.unit);
    const place = { line: record.line, column: "Unit", found: record.unit };
    if (read === undefined) {
      if (record.unit.trim() !== "") context.fail("badUnit", { ...place, expected: "a unit" });
    } else if (unit === undefined) unit = read;
    else if (read !== unit) context.notice("differsInRow", place, "unit", unit);
  }
  return unit ?? other;
}
