import { parseAddress } from "./address.ts";
import type { Address, RecordKind } from "./address.ts";
import type { Actual } from "./actual.ts";
import { cellAt, EMPTY_SERIES, isSameCell, withCells } from "./cell.ts";
import type { CellValue } from "./cell.ts";
import type { Formula } from "./formula.ts";
import type {
  AddressValue,
  CellBlock,
  Channel,
  Difference,
  Goal,
  Plan,
  Row,
  Scenario,
  ScenarioRecord,
  Section,
} from "./plan.ts";

/**
 * One difference between two plans: at this address stood `before`, now stands `after`; null is nothing.
 * Undo, saving, other tabs, imports and comparisons are all lists of these and nothing else. [CG1]
 */
export type ChangeEntry = readonly [
  address: Address,
  before: AddressValue | null,
  after: AddressValue | null,
];

/** A change of a plan: plain data, cloneable, storable; one undo step. */
export type PlanChange = readonly ChangeEntry[];

/** The change that takes this one back: each entry swapped, in reverse order. [CG2] */
export function invertChange(change: PlanChange): PlanChange {
  return change.map(([address, before, after]) => [address, after, before] as const).reverse();
}

/**
 * Two changes as one: at each address the first `before` and the last `after`; what comes back to where it
 * was is left out. A run of cells is kept apart from the cells that it covers. [CG3]
 */
export function composeChanges(...changes: readonly PlanChange[]): PlanChange {
  const all = changes.flat();
  const overlapping = all.some(([address]) => address.startsWith("cells/"));
  const structural = all.some(([address]) => parseAddress(address)?.kind === "record");
  // Runs overlap single cells, and records hold their fields: then order matters and nothing is merged.
  if (overlapping || structural) return all;
  const merged = new Map<Address, ChangeEntry>();
  for (const entry of all) {
    const earlier = merged.get(entry[0]);
    merged.set(entry[0], earlier === undefined ? entry : [entry[0], earlier[1], entry[2]]);
  }
  return [...merged.values()].filter(([, before, after]) => !isSameValue(before, after));
}

/** Whether two address values say the same. */
export function isSameValue(a: AddressValue | null, b: AddressValue | null): boolean {
  if (Object.is(a, b)) return true;
  // Two numbers, or two texts, are the same or they are not; only what has parts is written out.
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  return encode(a) === encode(b);
}

/** Text of a value, equal exactly when values are equal (JSON alone would make NaN null and -0 zero). */
function encode(value: AddressValue): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === "number" && !Number.isFinite(inner)) return `#${inner}`;
    if (Object.is(inner, -0)) return "#-0";
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)));
  });
}

/**
 * The plan after a change. What an entry does not name is shared with the plan before.
 *
 * Entries apply in order and by their `after` alone: a change from another tab is applied over whatever
 * stands there ("the later in the store's order stands"). A field of a record that is gone is skipped; its
 * cells are kept. Unknown addresses are skipped. [CG4]
 */
export function applyChange(plan: Plan, change: PlanChange): Plan {
  const next = new Draft(plan);
  for (const [address, , after] of change) next.put(address, after);
  return next.finish();
}

/** What stands at an address of a plan; null where nothing does. For a run, as many cells as `like` holds. */
export function valueAt(plan: Plan, address: Address, like?: AddressValue | null): AddressValue | null {
  const parsed = parseAddress(address);
  if (parsed === undefined) return null;
  switch (parsed.kind) {
    case "setting":
      return readField(plan.settings, parsed.field);
    case "record":
      return recordAt(plan, parsed.record, parsed.id);
    case "field": {
      const record = recordAt(plan, parsed.record, parsed.id);
      return record === null ? null : readField(record, parsed.field);
    }
    case "formula":
      return plan.formulas.get(parsed.key) ?? null;
    case "cell":
      return cellAt(plan.cells.get(parsed.row)?.get(parsed.line), parsed.ordinal);
    case "cells": {
      const series = plan.cells.get(parsed.row)?.get(parsed.line);
      const length = isBlock(like) ? like.cells.length : 0;
      return { cells: Array.from({ length }, (_, i) => cellAt(series, parsed.ordinal + i)) };
    }
    case "actual":
      return plan.actuals.get(parsed.row)?.get(parsed.line)?.get(parsed.ordinal) ?? null;
    case "difference":
      return plan.scenarios.get(parsed.scenario)?.differences.get(parsed.address) ?? null;
  }
}

/** Makes a change from what should stand where, reading each `before` from the plan. [CG5] */
export function changeTo(plan: Plan, wanted: Iterable<readonly [Address, AddressValue | null]>): PlanChange {
  const entries: ChangeEntry[] = [];
  for (const [address, after] of wanted) {
    const before = valueAt(plan, address, after);
    if (!isSameValue(before, after)) entries.push([address, before, after]);
  }
  return entries;
}

function isBlock(value: AddressValue | null | undefined): value is CellBlock {
  return typeof value === "object" && value !== null && "cells" in value;
}

function readField(record: object, field: string): AddressValue | null {
  if (!Object.hasOwn(record, field)) return null;
  // Fields of records are AddressValues or null by the types of plan.ts; hasOwn keeps prototypes out.
  return (record as Record<string, AddressValue | null>)[field] ?? null;
}

function recordAt(
  plan: Plan,
  kind: RecordKind,
  id: string,
): Row | Section | Channel | Goal | ScenarioRecord | null {
  switch (kind) {
    case "row":
      return plan.rows.get(id) ?? null;
    case "section":
      return plan.sections.get(id) ?? null;
    case "channel":
      return plan.channels.get(id) ?? null;
    case "goal":
      return plan.goals.get(id) ?? null;
    case "scenario": {
      const scenario = plan.scenarios.get(id);
      return scenario === undefined ? null : { name: scenario.name, order: scenario.order };
    }
  }
}

/** A plan being changed: each map is copied once, when it is first written to. */
class Draft {
  private readonly plan: Plan;
  private readonly changed: { -readonly [K in keyof Plan]?: Plan[K] } = {};
  private readonly owned = new Set<unknown>();

  constructor(plan: Plan) {
    this.plan = plan;
  }

  finish(): Plan {
    return Object.keys(this.changed).length === 0 ? this.plan : { ...this.plan, ...this.changed };
  }

  put(address: Address, after: AddressValue | null): void {
    const parsed = parseAddress(address);
    if (parsed === undefined) return;
    switch (parsed.kind) {
      case "setting":
        if (Object.hasOwn(this.plan.settings, parsed.field)) {
          const settings = this.changed.settings ?? this.plan.settings;
          this.changed.settings = { ...settings, [parsed.field]: after };
        }
        return;
      case "record":
        this.putRecord(parsed.record, parsed.id, after);
        return;
      case "field":
        this.putField(parsed.record, parsed.id, parsed.field, after);
        return;
      case "formula":
        // The address says that the value is a formula; unknown input is checked at the doors (csv, store).
        setOrDelete(this.map("formulas"), parsed.key, after as Formula | null);
        return;
      case "cell":
        // As above: a cell's address holds a cell's value.
        this.putCells(parsed.row, parsed.line, parsed.ordinal, [after as CellValue | null]);
        return;
      case "cells":
        if (isBlock(after)) this.putCells(parsed.row, parsed.line, parsed.ordinal, after.cells);
        return;
      case "actual":
        // As above: an actual's address holds an actual.
        this.putActual(parsed.row, parsed.line, parsed.ordinal, after as Actual | null);
        return;
      case "difference":
        // As above: a scenario's address holds a difference.
        this.putDifference(parsed.scenario, parsed.address, after as Difference | null);
        return;
    }
  }

  /** The draft's own copy of one of the plan's maps. */
  private map<K extends Exclude<keyof Plan, "settings">>(name: K): Map<string, MapValue<Plan[K]>> {
    const current = this.changed[name] ?? this.plan[name];
    // K picks the map and its values together; TypeScript cannot follow the pairing through the index.
    const source = current as unknown as ReadonlyMap<string, MapValue<Plan[K]>>;
    if (this.owned.has(source)) return source as Map<string, MapValue<Plan[K]>>; // owned: made right here
    const copy = new Map(source);
    this.owned.add(copy);
    // As above.
    this.changed[name] = copy as unknown as Plan[K];
    return copy;
  }

  private putRecord(kind: RecordKind, id: string, after: AddressValue | null): void {
    if (kind === "scenario") {
      const scenarios = this.map("scenarios");
      const differences = scenarios.get(id)?.differences ?? new Map<string, Difference>();
      // The address says that the value is a scenario's record.
      if (after === null) scenarios.delete(id);
      else scenarios.set(id, { ...(after as Scenario), differences });
      return;
    }
    const name = MAP_OF_RECORD[kind];
    // The address says which record the value is.
    setOrDelete(this.map(name) as Map<string, AddressValue>, id, after);
  }

  private putField(kind: RecordKind, id: string, field: string, after: AddressValue | null): void {
    const name = kind === "scenario" ? "scenarios" : MAP_OF_RECORD[kind];
    const current = (this.changed[name] ?? this.plan[name]).get(id);
    if (current === undefined || field === "differences" || !Object.hasOwn(current, field)) return;
    // The record keeps its type: the field exists in it, and its address says what it holds.
    const records = this.map(name) as Map<string, object>;
    records.set(id, { ...current, [field]: after });
  }

  private putCells(row: string, line: string, ordinal: number, cells: readonly (CellValue | null)[]): void {
    const rows = this.map("cells");
    const lines = rows.get(row) ?? new Map<string, typeof EMPTY_SERIES>();
    const series = lines.get(line) ?? EMPTY_SERIES;
    if (cells.every((cell, i) => isSameCell(cell, cellAt(series, ordinal + i)))) return;
    rows.set(row, new Map(lines).set(line, withCells(series, ordinal, cells)));
  }

  private putActual(row: string, line: string, ordinal: number, after: Actual | null): void {
    const rows = this.map("actuals");
    const lines = new Map(rows.get(row));
    const series = new Map(lines.get(line));
    setOrDelete(series, ordinal, after);
    if (series.size > 0) lines.set(line, series);
    else lines.delete(line);
    setOrDelete(rows, row, lines.size > 0 ? lines : null);
  }

  private putDifference(id: string, address: Address, after: Difference | null): void {
    const scenario = (this.changed.scenarios ?? this.plan.scenarios).get(id);
    if (scenario === undefined) return;
    const differences = new Map(scenario.differences);
    setOrDelete(differences, address, after);
    this.map("scenarios").set(id, { ...scenario, differences });
  }
}

type MapValue<M> = M extends ReadonlyMap<string, infer V> ? V : never;

const MAP_OF_RECORD = {
  row: "rows",
  section: "sections",
  channel: "channels",
  goal: "goals",
} as const satisfies Record<Exclude<RecordKind, "scenario">, keyof Plan>;

function setOrDelete<K, V>(map: Map<K, V>, key: K, value: V | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}
