import * as v from "valibot";
import { fail, numberOf, ok, parseAddress } from "../core/index.ts";
import type {
  Address,
  AddressValue,
  CellBlock,
  CellDetail,
  CellValue,
  Difference,
  Plan,
  PlanChange,
  Result,
  RowCells,
  Scenario,
  Series,
} from "../core/index.ts";
import {
  ActualSchema,
  CellDetailSchema,
  FormulaSchema,
  NumbersSchema,
  RECORD_SCHEMAS,
  schemaOfAddress,
  SettingsSchema,
} from "./schema.ts";
import type { PackedBlockSchema } from "./schema.ts";

/*
 * The stored form of a plan and of a change: plain data, with all numbers of all cells in one typed array.
 * A record a cell would be a thousand times slower to write.
 *
 *   cells    [[row, [[line, first, length], …]], …]     the runs, in the plan's own order
 *   values   the numbers of all runs, one after the other
 *   details  [[run, ordinal, detail], …]                run counts through `cells`
 *
 * Order of maps, -0 and the bits of every number survive: what is read is what was packed.
 */
const whole = v.pipe(v.number(), v.safeInteger());
const count = v.pipe(whole, v.minValue(0));
const listOf = <S extends v.GenericSchema>(schema: S) => v.array(v.tuple([v.string(), schema]));

export const PackedPlanSchema = v.strictObject({
  settings: SettingsSchema,
  sections: listOf(RECORD_SCHEMAS.section),
  rows: listOf(RECORD_SCHEMAS.row),
  channels: listOf(RECORD_SCHEMAS.channel),
  formulas: listOf(FormulaSchema),
  goals: listOf(RECORD_SCHEMAS.goal),
  scenarios: listOf(
    v.strictObject({
      ...RECORD_SCHEMAS.scenario.entries,
      differences: v.array(v.tuple([v.string(), v.unknown()])),
    }),
  ),
  cells: listOf(v.array(v.tuple([v.string(), whole, count]))),
  values: NumbersSchema,
  details: v.array(v.tuple([count, whole, CellDetailSchema])),
  /** Left out where there are none: what an older version stored is read as it is, and it reads what has none. */
  actuals: v.exactOptional(listOf(v.array(v.tuple([v.string(), v.array(v.tuple([whole, ActualSchema]))])))),
});

export type PackedPlan = v.InferOutput<typeof PackedPlanSchema>;
type PackedBlock = v.InferOutput<typeof PackedBlockSchema>;

/** A change as stored: runs of cells are packed, everything else is as it is. */
export type PackedChange = readonly (readonly [address: Address, before: unknown, after: unknown])[];

export const PackedChangeSchema: v.GenericSchema<unknown, PackedChange> = v.array(
  v.tuple([v.string(), v.unknown(), v.unknown()]),
);

/** Where stored data is not what it should be: a dotted path. */
export type PathError = string;

/** Reads unknown input by a schema; the error is the path to the first thing that is wrong. */
export function readAs<T>(
  schema: v.GenericSchema<unknown, T>,
  input: unknown,
  at: string,
): Result<T, PathError> {
  try {
    const result = v.safeParse(schema, input, { abortEarly: true });
    if (result.success) return ok(result.output);
    const path = v.getDotPath(result.issues[0]);
    return fail(path === null ? at : `${at}.${path}`);
  } catch (error) {
    // A tree nested deeper than the stack reaches was not made by the parser, which bounds its depth.
    if (error instanceof RangeError) return fail(at);
    throw error;
  }
}

/** A plan in its stored form. */
export function packPlan(plan: Plan): PackedPlan {
  let length = 0;
  for (const lines of plan.cells.values())
    for (const series of lines.values()) length += series.values.length;
  const values = new Float64Array(length);
  const details: [number, number, CellDetail][] = [];
  let at = 0;
  let run = 0;
  const packRow = (lines: RowCells): [string, number, number][] =>
    [...lines].map(([line, series]) => {
      values.set(series.values, at);
      at += series.values.length;
      for (const [ordinal, detail] of series.details) details.push([run, ordinal, detail]);
      run++;
      return [line, series.first, series.values.length];
    });
  // Plain data of the plan's own types, which are the schema's but for `readonly`.
  const records = {
    settings: plan.settings,
    sections: [...plan.sections],
    rows: [...plan.rows],
    channels: [...plan.channels],
    formulas: [...plan.formulas],
    goals: [...plan.goals],
    scenarios: [...plan.scenarios].map(([id, { differences, ...record }]) => [
      id,
      {
        ...record,
        differences: [...differences].map(([address, value]) => [address, packDifference(value)]),
      },
    ]),
    cells: [...plan.cells].map(([row, lines]) => [row, packRow(lines)]),
  } as unknown as Omit<PackedPlan, "values" | "details" | "actuals">;
  if (plan.actuals.size === 0) return { ...records, values, details };
  const actuals = [...plan.actuals].map(([row, lines]): NonNullable<PackedPlan["actuals"]>[number] => [
    row,
    [...lines].map(([line, series]) => [line, [...series]]),
  ]);
  return { ...records, values, details, actuals };
}

/** The plan of a stored form: unknown input is checked here, once. The error is the path to what is wrong. */
export function unpackPlan(input: unknown): Result<Plan, PathError> {
  const read = readAs(PackedPlanSchema, input, "plan");
  if (!read.ok) return read;
  const packed = read.value;
  const scenarios = new Map<string, Scenario>();
  for (const [id, { differences, ...record }] of packed.scenarios) {
    const found = new Map<Address, Difference>();
    for (const [address, value] of differences) {
      const difference = unpackValue(`in/${id}/${address}`, value, `plan.scenarios.${id}.${address}`);
      if (!difference.ok) return difference;
      // What stands at a difference's address is a difference: its schema says so.
      if (difference.value !== null) found.set(address, difference.value as Difference);
    }
    scenarios.set(id, { ...record, differences: found });
  }
  const cells = unpackCells(packed);
  if (!cells.ok) return cells;
  const plan: Plan = {
    settings: packed.settings,
    sections: new Map(packed.sections),
    rows: new Map(packed.rows),
    channels: new Map(packed.channels),
    formulas: new Map(packed.formulas),
    cells: cells.value,
    actuals: new Map(
      (packed.actuals ?? []).map(([row, lines]) => [
        row,
        new Map(lines.map(([line, series]) => [line, new Map(series)])),
      ]),
    ),
    goals: new Map(packed.goals),
    scenarios,
  };
  return ok(plan);
}

function unpackCells(packed: PackedPlan): Result<Plan["cells"], PathError> {
  const runs: { values: Float64Array; details: Map<number, CellDetail>; first: number }[] = [];
  const cells = new Map<string, ReadonlyMap<string, Series>>();
  let at = 0;
  for (const [row, lines] of packed.cells) {
    const read = new Map<string, Series>();
    for (const [line, first, length] of lines) {
      // A copy, not a view: posting a view to a worker would send the whole plan's numbers with each row.
      const run = {
        first,
        values: packed.values.slice(at, at + length),
        details: new Map<number, CellDetail>(),
      };
      at += length;
      runs.push(run);
      read.set(line, run);
    }
    cells.set(row, read);
  }
  if (at !== packed.values.length) return fail("plan.values");
  for (const [i, [run, ordinal, detail]] of packed.details.entries()) {
    const series = runs[run];
    const value = series?.values[ordinal - series.first];
    if (series === undefined || !Object.is(value, detail.value)) return fail(`plan.details.${i}`);
    series.details.set(ordinal, detail);
  }
  return ok(cells);
}

/** A change in its stored form. */
export function packChange(change: PlanChange): PackedChange {
  return change.map(([address, before, after]) => [address, packValue(before), packValue(after)] as const);
}

/** The change of a stored form, checked. Only what stands at an address by its kind may be there. */
export function unpackChange(packed: PackedChange, at: string): Result<PlanChange, PathError> {
  const change: (readonly [Address, AddressValue | null, AddressValue | null])[] = [];
  for (const [i, [address, packedBefore, packedAfter]] of packed.entries()) {
    const before = unpackValue(address, packedBefore, `${at}.${i}.before`);
    if (!before.ok) return before;
    const after = unpackValue(address, packedAfter, `${at}.${i}.after`);
    if (!after.ok) return after;
    change.push([address, before.value, after.value]);
  }
  return ok(change);
}

function isBlock(value: AddressValue): value is CellBlock {
  return typeof value === "object" && "cells" in value;
}

function isDifference(value: AddressValue): value is Difference {
  return typeof value === "object" && "is" in value;
}

function packDifference(difference: Difference): unknown {
  return { is: packValue(difference.is) };
}

function packValue(value: AddressValue | null): unknown {
  if (value === null) return null;
  if (isBlock(value)) return packBlock(value);
  return isDifference(value) ? packDifference(value) : value;
}

function packBlock({ cells }: CellBlock): PackedBlock {
  const values = new Float64Array(cells.length);
  const details: [number, CellDetail][] = [];
  cells.forEach((cell, i) => {
    values[i] = cell === null ? NaN : numberOf(cell);
    if (cell !== null && typeof cell !== "number") details.push([i, cell]);
  });
  return { values, details };
}

function unpackBlock({ values, details }: PackedBlock): CellBlock {
  const cells = Array.from(values, (value): CellValue | null => (Number.isNaN(value) ? null : value));
  for (const [i, detail] of details) cells[i] = detail;
  return { cells };
}

function unpackValue(address: Address, input: unknown, at: string): Result<AddressValue | null, PathError> {
  if (input === null) return ok(null);
  const schema = schemaOfAddress(address);
  if (schema === undefined) return fail(`${at} (${address})`);
  const read = readAs(schema, input, at);
  if (!read.ok) return read;
  const parsed = parseAddress(address);
  const inner = parsed?.kind === "difference" ? parseAddress(parsed.address) : parsed;
  if (inner?.kind === "cells") {
    if (parsed?.kind !== "difference") return ok(unpackBlock(read.value as PackedBlock)); // read by its schema
    const { is } = read.value as { is: PackedBlock | null }; // as above
    return ok({ is: is === null ? null : unpackBlock(is) });
  }
  // Read by the schema of its address, which describes AddressValues alone.
  return ok(read.value as AddressValue | null);
}
