import { createEngine } from "../engine/engine.ts";
import type { Engine } from "../engine/engine.ts";
import type { Quantity } from "../engine/quantity.ts";
import { insightMessages } from "../messages/insight.ts";
import { cellAddress } from "../plan/address.ts";
import { applyChange, changeTo, composeChanges } from "../plan/change.ts";
import type { PlanChange } from "../plan/change.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { GoalId } from "../plan/ids.ts";
import { periodKeyAt } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";
import { isAdditive } from "../plan/unit.ts";
import type { Cell } from "../solve/cells.ts";
import { fixCells } from "../solve/gestures.ts";
import { solvePlan } from "../solve/solve.ts";
import { fail, ok } from "../util/result.ts";
import type { Result } from "../util/result.ts";

/** An assumption and the values that it is given: what its total over these cells would be typed as. */
export interface SweepAxis extends Quantity {
  readonly values: readonly number[];
}

export interface SweepPoint {
  /** The output; NaN where it is an error. */
  readonly value: number;
  /** Goals with a lever that are not met there. */
  readonly missed: readonly GoalId[];
}

/** `points[i][j]`: first axis at its i-th value, second at its j-th (one column without a second). */
export interface Sweep {
  readonly output: Quantity;
  readonly points: readonly (readonly SweepPoint[])[];
}

/** Why an assumption cannot be swept. */
export interface NoSweep {
  readonly code: "noSweep";
  readonly text: string;
}

/**
 * A data table: an output over one or two assumptions, goals held at every point. A lever that is swept is
 * fixed, so that its goal rests. The plan is not changed. [XP11]
 */
export function sweepPlan(
  plan: Plan,
  output: Quantity,
  first: SweepAxis,
  second: SweepAxis | null = null,
): Result<Sweep, NoSweep> {
  const engine = createEngine(plan);
  const points: SweepPoint[][] = [];
  for (const x of first.values) {
    const row: SweepPoint[] = [];
    for (const y of second?.values ?? [null]) {
      const settings = [{ ...first, value: x }];
      if (second !== null && y !== null) settings.push({ ...second, value: y });
      engine.setFactors([]);
      engine.update(plan);
      const change = changeToPoint(engine, plan, settings);
      if (!change.ok) return change;
      engine.update(applyChange(plan, change.value));
      const { goals } = solvePlan(engine);
      const missed = [...goals.values()].filter(
        ({ status }) => status === "unreachable" || status === "conflict",
      );
      row.push({ value: engine.total(output), missed: missed.map(({ goal }) => goal) });
    }
    points.push(row);
  }
  return ok({ output, points });
}

/** The change that makes a plan what it is at a point of a sweep, for making a scenario of it. [XP11] */
export function changeOfSweep(
  plan: Plan,
  settings: readonly (Quantity & { readonly value: number })[],
): Result<PlanChange, NoSweep> {
  return changeToPoint(createEngine(plan), plan, settings);
}

/** `engine` stands at the plan with no levers at work. */
function changeToPoint(
  engine: Engine,
  plan: Plan,
  settings: readonly (Quantity & { readonly value: number })[],
): Result<PlanChange, NoSweep> {
  const changes: PlanChange[] = [];
  let fixed = plan;
  for (const setting of settings) {
    const cells = assumedCells(engine, setting);
    if (cells.length === 0) {
      const name = plan.rows.get(setting.row)?.name ?? setting.row;
      return fail({ code: "noSweep", text: insightMessages.noSweep(name) });
    }
    const values = spread(engine, setting, cells, setting.value);
    const typed = changeTo(
      fixed,
      cells.map(({ line, t }, i) => [
        cellAddress(setting.row, line, periodKeyAt(plan.settings, t)),
        values[i] ?? 0,
      ]),
    );
    const freed = fixCells(fixed, setting.row, cells);
    changes.push(typed, freed);
    fixed = applyChange(applyChange(fixed, typed), freed);
  }
  return ok(composeChanges(...changes));
}

/** The typed and empty cells of an assumption that a quantity covers. */
export function assumedCells(engine: Engine, { row, channel, from, to }: Quantity): Cell[] {
  const record = engine.plan.rows.get(row);
  if (record === undefined) return [];
  const lines = record.scope === "plan" ? [PLAN_WIDE] : channel === null ? engine.channels : [channel];
  const cells: Cell[] = [];
  for (const line of lines) {
    for (let t = Math.max(0, from); t <= Math.min(to, engine.periods - 1); t++) {
      const kind = engine.kind(row, line, t);
      if (kind === "assumption" || kind === "empty") cells.push({ line, t });
    }
  }
  return cells;
}

/** As a total is typed into: what adds is scaled in proportion, equal shares where all is 0; the rest is set. */
function spread(engine: Engine, q: Quantity, cells: readonly Cell[], value: number): number[] {
  const unit = engine.plan.rows.get(q.row)?.unit ?? "number";
  if (!isAdditive(unit)) return cells.map(() => value);
  const rule = engine.totalRule(q.row);
  const isStock = rule.kind === "sum" && rule.stock;
  const now = cells.map(({ line, t }) => engine.value(q.row, line, t));
  const last = Math.max(...cells.map(({ t }) => t));
  const counted = cells.map(({ t }) => !isStock || t === last);
  const total = now.reduce((sum, cell, i) => (counted[i] === true ? sum + cell : sum), 0);
  if (total !== 0) return now.map((cell) => (cell / total) * value);
  const share = value / counted.filter(Boolean).length;
  return cells.map(() => share);
}
