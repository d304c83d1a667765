import * as fc from "fast-check";
import { SlowEvaluator } from "../../src/core/engine/reference.ts";
import type { Quantity } from "../../src/core/engine/quantity.ts";
import { PLAN_WIDE } from "../../src/core/plan/ids.ts";
import { formulaOf, linesOf, orderedIds, periodKeyAt, rowsInOrder } from "../../src/core/plan/plan.ts";
import type { Goal, Lever, Plan } from "../../src/core/plan/plan.ts";
import { Dice } from "./trees.ts";

/** Goals for random plans: made from a seed when the plan is there. */
export type GoalMaker = (plan: Plan) => Plan;

/** One to `most` goals on computed rows by typed rows: some met as they are, some far off, some hopeless. */
export function anyGoals(most: number): fc.Arbitrary<GoalMaker> {
  return fc.tuple(fc.nat(0x7fffffff), fc.integer({ min: 1, max: most })).map(([seed, count]) => (plan) => {
    const dice = new Dice(seed);
    const goals = new Map<string, Goal>();
    const sheet = new SlowEvaluator(plan);
    for (let i = 0; i < count; i++) {
      const goal = anyGoal(plan, sheet, dice, `${i}i`);
      if (goal !== null) goals.set(`g${i}`, goal);
    }
    return { ...plan, goals };
  });
}

function anyGoal(plan: Plan, sheet: SlowEvaluator, dice: Dice, order: string): Goal | null {
  const computed = rowsInOrder(plan).filter((row) => plan.formulas.get(row)?.kind === "tree");
  const typed = rowsInOrder(plan).filter((id) => {
    const row = plan.rows.get(id);
    return row !== undefined && linesOf(plan, row).some((line) => formulaOf(plan, id, line) === undefined);
  });
  if (computed.length === 0 || typed.length === 0) return null;
  const row = dice.pick(computed);
  const quantity: Quantity = { row, channel: anyChannel(plan, row, dice), ...anySpan(plan, dice) };
  const lever = anyLever(plan, dice.pick(typed), dice);
  const value = sheet.total(quantity);
  const target = Number.isFinite(value) && dice.chance(0.8) ? value * dice.pick([1, 0.5, 1.1, 2, 10, -1]) : 7;
  const key = (t: number): string => periodKeyAt(plan.settings, t);
  return { ...quantity, from: key(quantity.from), to: key(quantity.to), target, lever, order };
}

function anyChannel(plan: Plan, row: string, dice: Dice): string | null {
  if (plan.rows.get(row)?.scope === "plan" || dice.chance(0.6)) return null;
  return dice.pick(orderedIds(plan.channels));
}

function anySpan(plan: Plan, dice: Dice): { from: number; to: number } {
  const last = plan.settings.periods - 1;
  if (dice.chance(0.5)) return { from: 0, to: last };
  const [a, b] = [dice.below(last + 1), dice.below(last + 1)];
  return { from: Math.min(a, b), to: Math.max(a, b) };
}

function anyLever(plan: Plan, row: string, dice: Dice): Lever {
  const channel = anyChannel(plan, row, dice);
  const { from, to } = anySpan(plan, dice);
  const key = (t: number): string => periodKeyAt(plan.settings, t);
  const except = dice.chance(0.2) ? [{ channel, from: key(from), to: key(from) }] : [];
  return { row, channels: channel === null ? null : [channel], from: key(from), to: key(to), except };
}

/** Every number that a plan shows, by evaluator: for comparing sheets to the bit. */
export function allValues(
  plan: Plan,
  value: (row: string, line: string, t: number) => number,
): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const [id, row] of plan.rows) {
    for (const line of row.scope === "plan" ? [PLAN_WIDE] : orderedIds(plan.channels)) {
      for (let t = 0; t < plan.settings.periods; t++) values.set(`${id}/${line}/${t}`, value(id, line, t));
    }
  }
  return values;
}
