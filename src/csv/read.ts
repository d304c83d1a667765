import {
  applyChange,
  changeBetween,
  changeTo,
  orderedIds,
  parseAddress,
  rowsInOrder,
} from "../core/index.ts";
import type { NewId, Plan, PlanChange } from "../core/index.ts";
import { Context } from "./context.ts";
import { findEdited } from "./edited.ts";
import type { EditedCell } from "./edited.ts";
import type { DecimalSign } from "./number.ts";
import { reconcileOrders } from "./order.ts";
import type { Problem } from "./problem.ts";
import { orderScenarioGoals } from "./read-goals.ts";
import type { UnknownColumn } from "./read-others.ts";
import { planInSteps, planOfTable } from "./read-plan.ts";
import { findDecimal, findRefusal } from "./read-settings.ts";
import type { Progress } from "./reading/scan.ts";
import { NO_RESULTS } from "./results.ts";
import type { PlanResults } from "./results.ts";
import { readTable } from "./table.ts";
import type { RawRecord, TableFacts } from "./table.ts";
import { writePlan } from "./write.ts";

export interface ReadOptions {
  readonly newId: NewId;
  /** The plan that is open: rounded numbers are compared with its own, and the reading is also a change of it. */
  readonly open?: Plan;
  /** Overrides what the file shows. */
  readonly decimal?: DecimalSign;
  /** Computes and solves a plan. Without it nothing computed is compared. */
  readonly recompute?: (plan: Plan) => PlanResults;
}

export interface PlanRead {
  readonly outcome: "plan";
  readonly facts: TableFacts & { readonly decimal: DecimalSign | null };
  /** What the file says, as a plan of its own. */
  readonly plan: Plan;
  /** What would make the open plan say the same; null without one. Nothing that was not understood is in it. */
  readonly change: PlanChange | null;
  readonly notices: readonly Problem[];
  readonly errors: readonly Problem[];
  /** Computed numbers that somebody changed outside. */
  readonly edited: readonly EditedCell[];
  readonly unknownColumns: readonly UnknownColumn[];
  /** Records that are in neither the plan nor the change. */
  readonly setAside: readonly RawRecord[];
  /** Those, and records of which a part was not understood. */
  readonly bad: readonly RawRecord[];
  /** The file's first line. */
  readonly headings: readonly string[];
}

export type PlanReading =
  | PlanRead
  | { readonly outcome: "not a plan"; readonly why: Problem }
  | { readonly outcome: "refused"; readonly why: Problem };

/**
 * Reads a plan's file. Pure: the same bytes and options give the same reading, with every decision in it. Nothing
 * is changed by it; who shows it decides what is taken.
 *
 * not a plan  a table without the columns of a plan, or an empty file: another import's.
 * refused     a file whose records cannot be told apart or read safely, or of a newer format.
 * plan        all that could be understood; the rest is in `errors`, by line and column.
 */
export function readPlan(file: Uint8Array | string, options: ReadOptions): PlanReading {
  const steps = readPlanInSteps(file, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Parts of a hundred that are done once the records are cut, read, and compared with what the plan computes. */
const [CUT, READ, COMPARED] = [25, 60, 85];

/** The same step by step, so that it can show its progress and be stopped. */
export function* readPlanInSteps(
  file: Uint8Array | string,
  options: ReadOptions,
): Generator<Progress, PlanReading> {
  const reading = readTable(file);
  if (reading.outcome !== "table") return reading;
  const { table } = reading;
  const all = table.records.length;
  const progress = (done: number, rows = all): Progress => ({ phase: "records", done, total: 100, rows });
  yield progress(CUT, 0);
  const refusal = findRefusal(table.records);
  if (refusal !== null) return { outcome: refusal.isPlan ? "refused" : "not a plan", why: refusal.why };
  const open = options.open ?? null;
  const numbers = function* (): Generator<string> {
    for (const { kind, fields, total } of table.records) {
      if (kind === "typed" || kind === undefined) continue;
      yield total;
      for (const { index } of table.others) yield fields[index] ?? "";
    }
  };
  const decimal = options.decimal ?? findDecimal(table.records, numbers());
  const context = new Context(options.newId, open, decimal);
  const parts = planInSteps(context, table);
  let part = parts.next();
  for (; part.done !== true; part = parts.next())
    yield progress(CUT + ((READ - CUT) * part.value) / all, part.value);
  const found = part.value;
  yield progress(READ);
  const edited = findEdited(context, found, options.recompute);
  yield progress(COMPARED);
  const lines = new Set([...context.errors, ...table.errors].map(({ line }) => line));
  const aside = new Set(context.setAside);
  return {
    outcome: "plan",
    facts: { ...table.facts, decimal },
    plan: found.plan,
    change: open === null ? null : changeOfOpen(open, found.plan, options.newId, context.setAside.length > 0),
    notices: [...table.notices, ...context.notices],
    errors: [...table.errors, ...context.errors].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    edited,
    unknownColumns: found.unknownColumns,
    setAside: context.setAside,
    bad: table.records.filter((record) => aside.has(record) || lines.has(record.line)),
    headings: table.headings,
  };
}

/**
 * The change of the open plan that a file says. It is the difference between the file and what the open plan's
 * own export would say, so that what no file can hold (the order's exact marks, cells of rows that are gone) is
 * no difference.
 */
function changeOfOpen(open: Plan, read: Plan, newId: NewId, isPartial: boolean): PlanChange {
  const table = readTable(writePlan(open, NO_RESULTS));
  if (table.outcome !== "table") throw new Error("A plan's own export is no table");
  const own = planOfTable(new Context(newId, open, "."), table.table).plan;
  const change = changeBetween(withOrders(own, open), withOrders(read, open));
  const kept = isPartial ? change.filter((entry) => !isLoss(entry, read)) : change;
  return changeTo(
    open,
    kept.map(([address, , after]) => [address, after] as const),
  );
}

/** Whether an entry takes away what may only be missing because its record was not understood. */
function isLoss([address, , after]: PlanChange[number], read: Plan): boolean {
  const parsed = parseAddress(address);
  switch (parsed?.kind) {
    case "record":
      return after === null;
    case "cell":
    case "cells":
    case "actual":
      return !read.rows.has(parsed.row);
    case "formula":
      return !read.rows.has(parsed.key.split("/")[0] ?? "");
    default:
      return false;
  }
}

/** The plan with the open plan's marks of order, as far as its order is the same. */
function withOrders(plan: Plan, open: Plan): Plan {
  const put = <T extends { readonly order: string }>(
    records: ReadonlyMap<string, T>,
    current: ReadonlyMap<string, { readonly order: string }>,
    ids = orderedIds(records),
  ): Map<string, T> => {
    const orders = reconcileOrders(ids, (id) => current.get(id)?.order);
    return new Map(
      [...records].map(([id, record]) => [id, { ...record, order: orders.get(id) ?? record.order }]),
    );
  };
  // Rows are in order within their sections.
  const groups = new Map<string | null, string[]>();
  for (const id of rowsInOrder(plan)) {
    const section = plan.rows.get(id)?.section ?? null;
    groups.set(section, [...(groups.get(section) ?? []), id]);
  }
  let rows = plan.rows;
  for (const [section, ids] of groups) {
    const current = new Map([...open.rows].filter(([, row]) => row.section === section));
    const inSection = new Map([...plan.rows].filter(([id]) => ids.includes(id)));
    rows = new Map([...rows, ...put(inSection, current, ids)]);
  }
  const goals = put(plan.goals, open.goals);
  const scenarios = put(plan.scenarios, open.scenarios);
  return {
    ...plan,
    rows,
    sections: put(plan.sections, open.sections),
    channels: put(plan.channels, open.channels),
    goals,
    scenarios: orderScenarioGoals(scenarios, goals, open.scenarios),
  };
}

/** The open plan as a reading would make it. */
export function takeReading(open: Plan, { change }: PlanRead): Plan {
  return change === null ? open : applyChange(open, change);
}
