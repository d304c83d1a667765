import * as fc from "fast-check";
import { checkFormula } from "../../src/core/formula/check.ts";
import { cellAddress, formulaAddress } from "../../src/core/plan/address.ts";
import { applyChange, changeTo } from "../../src/core/plan/change.ts";
import type { PlanChange } from "../../src/core/plan/change.ts";
import type { CellValue } from "../../src/core/plan/cell.ts";
import type { Tree } from "../../src/core/plan/formula.ts";
import { PLAN_WIDE } from "../../src/core/plan/ids.ts";
import type { LineId, RowId } from "../../src/core/plan/ids.ts";
import { defaultRow, emptyPlan } from "../../src/core/plan/make.ts";
import { ordersBetween } from "../../src/core/plan/order.ts";
import { formulaOf, linesOf, orderedIds, periodKeyAt, rowsInOrder } from "../../src/core/plan/plan.ts";
import type { AddressValue, Plan, Row, TotalBy } from "../../src/core/plan/plan.ts";
import type { Unit } from "../../src/core/plan/unit.ts";
import { buildPlan } from "../build.ts";
import type { RowSpec } from "../build.ts";
import { call, Dice, minus, num, plus, rowTree, times, TreeDice } from "./trees.ts";

/**
 * Random plans for laws. Each is made from a seed and three sizes, so that what fast-check reports can be
 * written down as a test of its own (`planOfSeed({ seed, rows, channels, periods })`) and shrinks in size.
 */
export interface PlanSize {
  readonly seed: number;
  readonly rows: number;
  readonly channels: number;
  readonly periods: number;
}

export const anyPlanSize: fc.Arbitrary<PlanSize> = fc.record({
  seed: fc.nat(0x7fffffff),
  rows: fc.integer({ min: 2, max: 14 }),
  channels: fc.integer({ min: 1, max: 4 }),
  periods: fc.integer({ min: 1, max: 8 }),
});

/**
 * Plans of all kinds: per-channel and plan-wide rows, all units, costs per thousand, history, lags, stocks,
 * legal cycles through PREV, overrides, formulas by channel and by cell, rows that do not apply, totals as
 * the person chose. Every formula passes the checker.
 */
export const anyPlan: fc.Arbitrary<Plan> = anyPlanSize.map(planOfSeed);

const ASSUMED: readonly Unit[] = ["count", "money", "rate", "rate", "moneyPerCount", "number", "people"];

/** The random plan of a seed. */
export function planOfSeed({ seed, rows, channels, periods }: PlanSize): Plan {
  const dice = new Dice(seed);
  const ids = Array.from({ length: rows }, (_, i) => `r${i}`);
  const channelOrders = ordersBetween(null, null, channels);
  const orders = dice.shuffled(ordersBetween(null, null, rows));
  const periodLength = dice.pick(["month", "month", "quarter", "week", "year"] as const);
  const start = { month: "2027-M01", quarter: "2026-Q3", week: "2026-W52", year: "2027-A1" }[periodLength];
  let plan: Plan = {
    ...emptyPlan({ periods, periodLength, start, history: dice.below(3) }),
    channels: new Map(channelOrders.map((order, i) => [`c${i}`, { name: `Channel ${i}`, order }])),
    sections: new Map([
      ["s0", { name: "First", order: "m" }],
      ["s1", { name: "Second", order: "c" }],
    ]),
  };
  ids.forEach((id, i) => {
    plan = withRow(plan, id, orders[i] ?? "i", dice);
  });
  plan = withStock(plan, dice);
  plan = withDelayedReads(plan, dice);
  plan = withChannelFormulas(plan, dice);
  return withCells(plan, dice);
}

function withRow(plan: Plan, id: RowId, order: string, dice: Dice): Plan {
  const earlier = [...plan.rows.keys()];
  const isAssumed = earlier.length < 2 || dice.chance(0.35);
  const scope = dice.chance(0.25) ? "plan" : "channel";
  const unit = isAssumed
    ? dice.pick(ASSUMED)
    : dice.pick(["count", "count", "money", "money", "rate", "moneyPerCount"] as const);
  const row: Row = {
    ...defaultRow(`Row ${id}`),
    unit,
    scope,
    order,
    section: dice.pick([null, null, "s0", "s1"]),
    per: unit === "moneyPerCount" && dice.chance(0.4) ? 1000 : 1,
    measure: dice.chance(0.1) ? dice.pick(["flow", "stock"]) : "auto",
    totalBy: dice.chance(0.1) ? totalBy(dice, earlier) : "auto",
  };
  const next: Plan = { ...plan, rows: new Map(plan.rows).set(id, row) };
  if (isAssumed) return next;
  const trees = new TreeDice(dice, next, earlier, id);
  for (let attempt = 0; attempt < 4; attempt++) {
    const accepted = withFormula(next, id, null, trees.tree(unit, scope === "plan", 3));
    if (accepted !== null) return accepted;
  }
  return next;
}

function totalBy(dice: Dice, rows: readonly RowId[]): TotalBy {
  const row = dice.pick([...rows, null]);
  const chosen = dice.pick(["sum", "last", "first", "average", "none", "weighted"] as const);
  return chosen !== "weighted" ? chosen : row === null ? "auto" : { weightedBy: row };
}

/** A plan with a formula that the checker takes; null if it does not. */
function withFormula(plan: Plan, row: RowId, channel: string | null, tree: Tree): Plan | null {
  const key = channel === null ? row : `${row}/${channel}`;
  const next: Plan = { ...plan, formulas: new Map(plan.formulas).set(key, { kind: "tree", tree }) };
  return checkFormula(next, row, channel, tree).ok ? next : null;
}

/** Opening = PREV(Closing), Closing = Opening + what comes in − what goes out. */
function withStock(plan: Plan, dice: Dice): Plan {
  if (!dice.chance(0.6)) return plan;
  const flows = [...plan.rows].filter(([, row]) => row.unit === "count" && row.scope === "channel");
  const [comes, goes] = [dice.pick([null, ...flows]), dice.pick([null, ...flows])];
  const opening: Row = { ...defaultRow("Opening"), order: dice.pick(["1", "z"]) };
  const closing: Row = { ...defaultRow("Closing"), order: dice.pick(["0i", "zi"]) };
  let next: Plan = { ...plan, rows: new Map(plan.rows).set("opening", opening).set("closing", closing) };
  const start = call("PREV", rowTree("closing"), num(1), num(dice.pick([0, 10])));
  const sum = [comes, goes].reduce<Tree>(
    (tree, flow, i) =>
      flow === null
        ? tree
        : i === 0
          ? plus(tree, rowTree(flow[0]))
          : minus(tree, times(num(0.5), rowTree(flow[0]))),
    rowTree("opening"),
  );
  next = withFormula(next, "opening", null, start) ?? plan;
  return withFormula(next, "closing", null, sum) ?? plan;
}

/** Reads of rows further down, through PREV or a LAG of first weight 0: legal cycles, mostly. */
function withDelayedReads(plan: Plan, dice: Dice): Plan {
  let next = plan;
  for (const [id, formula] of plan.formulas) {
    const row = plan.rows.get(id);
    if (row === undefined || formula.kind !== "tree" || !dice.chance(0.15)) continue;
    const others = [...plan.rows].filter(([, other]) => other.unit === row.unit && other.scope === row.scope);
    const other = dice.pick([id, ...others.map(([otherId]) => otherId)]);
    const delayed = dice.chance(0.7)
      ? call("PREV", rowTree(other), num(1 + dice.below(2)), num(dice.pick([0, 3])))
      : call("LAG", rowTree(other), num(0), num(0.5), num(0.5));
    next = withFormula(next, id, null, plus(formula.tree, times(num(0.5), delayed))) ?? next;
  }
  return next;
}

function withChannelFormulas(plan: Plan, dice: Dice): Plan {
  let next = plan;
  for (const [id, row] of plan.rows) {
    if (row.scope === "plan" || !dice.chance(0.4)) continue;
    for (const channel of plan.channels.keys()) {
      if (!dice.chance(0.4)) continue;
      const kind = dice.pick(["none", "none", "free", "tree"] as const);
      if (kind === "tree") {
        const earlier = [...plan.rows.keys()].slice(0, [...plan.rows.keys()].indexOf(id));
        if (earlier.length === 0) continue;
        const tree = new TreeDice(dice, next, earlier, id).tree(row.unit, false, 2);
        next = withFormula(next, id, channel, tree) ?? next;
      } else {
        next = { ...next, formulas: new Map(next.formulas).set(`${id}/${channel}`, { kind }) };
      }
    }
  }
  return next;
}

function withCells(plan: Plan, dice: Dice): Plan {
  const wanted: [string, AddressValue | null][] = [];
  for (const [id, row] of plan.rows) {
    const hasHistory = dice.chance(0.5);
    for (const line of linesOf(plan, row)) {
      const isComputed = formulaOf(plan, id, line) !== undefined;
      for (let t = hasHistory ? -3 : 0; t < plan.settings.periods; t++) {
        const chance = t < 0 ? 0.6 : isComputed ? 0.08 : 0.92;
        if (!dice.chance(chance)) continue;
        const value: CellValue =
          t >= 0 && dice.chance(0.04) ? cellFormula(dice) : dice.value(row.unit, row.per);
        wanted.push([
          cellAddress(id, row.scope === "plan" ? null : line, periodKeyAt(plan.settings, t)),
          value,
        ]);
      }
    }
  }
  return applyChange(plan, changeTo(plan, wanted));
}

/** A cell's own formula that suits every row: its period before, a little more. */
function cellFormula(dice: Dice): CellValue {
  const tree = times(call("PREV", { kind: "self" }), num(dice.pick([1, 1.05, 2])));
  return { value: NaN, text: "=PREV()*1.05", formula: { kind: "tree", tree } };
}

/** What is edited: made from a seed when the plan to edit is there. */
export type PlanEdit = (plan: Plan) => PlanChange;

/** Edits of one to three numbers: typed, typed over a formula, emptied, scaled; in the plan or in history. */
export const anyCellEdit: fc.Arbitrary<PlanEdit> = fc.nat(0x7fffffff).map((seed) => (plan) => {
  const dice = new Dice(seed);
  const wanted: [string, AddressValue | null][] = [];
  for (let n = 1 + dice.below(3); n > 0; n--) {
    const cell = anyCellOf(plan, dice);
    if (cell === null) return [];
    const row = plan.rows.get(cell.row);
    const t = dice.chance(0.15) ? -1 - dice.below(2) : dice.below(plan.settings.periods);
    const value = row === undefined || dice.chance(0.25) ? null : dice.value(row.unit, row.per);
    wanted.push([cellAddress(cell.row, cell.line, periodKeyAt(plan.settings, t)), value]);
  }
  return changeTo(plan, wanted);
});

/** Edits of every kind: numbers, cell formulas, formulas, rows, channels, order, totals, the span of periods. */
export const anyEdit: fc.Arbitrary<PlanEdit> = fc.nat(0x7fffffff).map((seed) => (plan) => {
  const dice = new Dice(seed);
  const rows = [...plan.rows.keys()];
  const channels = orderedIds(plan.channels);
  const row = rows.length === 0 ? null : dice.pick(rows);
  const settings = plan.settings;
  const cell = anyCellOf(plan, dice);
  if (row === null || cell === null) return [];
  const cellAt = cellAddress(cell.row, cell.line, periodKeyAt(settings, dice.below(settings.periods)));
  const of = plan.rows.get(row) ?? defaultRow(row);
  const to = (address: string, value: AddressValue | null): PlanChange => changeTo(plan, [[address, value]]);
  switch (dice.below(12)) {
    case 0:
      return to(cellAt, cellFormula(dice));
    case 1:
      return to(`row/${row}/name`, `Renamed ${dice.below(100)}`);
    case 2:
      return to(`row/${row}/order`, dice.pick(["05", "i", "z5"]));
    case 3:
      return to(`row/${row}/totalBy`, totalBy(dice, rows));
    case 4:
      return to(`row/${row}`, null);
    case 5:
      return to(`channel/x${dice.below(3)}`, { name: "Another", order: dice.pick(["05", "z5"]) });
    case 6:
      return channels.length < 2 ? [] : to(`channel/${dice.pick(channels)}`, null);
    case 7:
      return to("plan/periods", 1 + dice.below(9));
    case 8:
      return to("plan/start", periodKeyAt(settings, dice.pick([-1, 1])));
    case 9:
      return of.scope === "plan"
        ? []
        : to(formulaAddress(row, dice.pick(channels)), { kind: dice.pick(["none", "free"]) });
    case 10:
      return to(formulaAddress(row), null);
    default: {
      const earlier = rowsInOrder(plan).filter((id) => id !== row);
      if (earlier.length === 0) return [];
      const tree = new TreeDice(dice, plan, earlier, row).tree(of.unit, of.scope === "plan", 2);
      return withFormula(plan, row, null, tree) === null
        ? []
        : to(formulaAddress(row), { kind: "tree", tree });
    }
  }
});

/**
 * Plans with something wrong in them, as merged edits of two windows can leave them: a circle, a row that is
 * gone, a formula that cannot be read, a row whose scope changed under its readers.
 */
export const anyFaultyPlan: fc.Arbitrary<Plan> = fc.tuple(anyPlan, fc.nat(0x7fffffff)).map(([plan, seed]) => {
  const dice = new Dice(seed);
  const ids = [...plan.rows.keys()];
  const [a, b] = [dice.pick(ids), dice.pick(ids)];
  const tree = (read: RowId): AddressValue => ({ kind: "tree", tree: plus(rowTree(read), num(1)) });
  const wanted: [string, AddressValue | null][][] = [
    [
      [formulaAddress(a), tree(b)],
      [formulaAddress(b), tree(a)],
    ],
    [[`row/${a}`, null]],
    [[formulaAddress(a), { kind: "text", text: "=1 +", error: "It breaks off." }]],
    [[`row/${a}/scope`, plan.rows.get(a)?.scope === "plan" ? "channel" : "plan"]],
  ];
  return applyChange(plan, changeTo(plan, dice.pick(wanted)));
});

function anyCellOf(plan: Plan, dice: Dice): { row: RowId; line: LineId } | null {
  const ids = [...plan.rows.keys()];
  if (ids.length === 0) return null;
  const row = dice.pick(ids);
  const lines = plan.rows.get(row)?.scope === "plan" ? [PLAN_WIDE] : orderedIds(plan.channels);
  return lines.length === 0 ? null : { row, line: dice.pick(lines) };
}

/**
 * Funnels as the founding example is one, of any size: Spend, CPM, CTR and rates that are all positive, maybe
 * a spread lag with an opening pipeline, maybe a saturating first step. Row ids: spend, cPM, impressions, cTR,
 * visitors, visitorToDemo, demos, demoToSale, unitsSold, price, revenue, cAC.
 */
export const anyFunnelPlan: fc.Arbitrary<Plan> = fc
  .record({
    seed: fc.nat(0x7fffffff),
    channels: fc.integer({ min: 1, max: 3 }),
    periods: fc.integer({ min: 1, max: 6 }),
    lag: fc.constantFrom(0, 0, 1, 2),
    saturates: fc.constantFrom(false, false, true),
  })
  .map((size) => funnelOfSeed(size));

export interface FunnelSize {
  readonly seed: number;
  readonly channels: number;
  readonly periods: number;
  /** 0: sold in the month of the demo; 1: in the next; 2: over three months. */
  readonly lag: number;
  readonly saturates: boolean;
}

/** The random funnel of a seed. */
export function funnelOfSeed({ seed, channels, periods, lag, saturates }: FunnelSize): Plan {
  const dice = new Dice(seed);
  const names = Array.from({ length: channels }, (_, i) => `Channel ${i}`);
  const each = (make: () => number, same = dice.chance(0.4)): NonNullable<RowSpec["values"]> => {
    const first = make();
    return {
      in: Object.fromEntries(
        names.map((name) => [name, Array.from({ length: periods }, () => (same ? first : make()))]),
      ),
    };
  };
  const rate = (): number => dice.decimal(0.01, 0.6);
  const due = [`Demos`, `LAG(Demos, 0, 1)`, `LAG(Demos, 0.5, 0.3, 0.2)`][lag] ?? "Demos";
  return buildPlan({
    periods,
    channels: names,
    defaultLever: "Spend",
    rows: [
      { name: "Spend", unit: "money", values: each(() => dice.decimal(500, 9000)) },
      { name: "CPM", unit: "moneyPerCount", per: 1000, values: each(() => dice.decimal(5, 60)) },
      {
        name: "Impressions",
        formula: saturates ? "SATURATE(Spend, 400000, 6000)" : "Spend / CPM",
      },
      { name: "CTR", unit: "rate", values: each(() => dice.decimal(0.005, 0.08)) },
      { name: "Visitors", formula: "Impressions * CTR" },
      { name: "Visitor to demo", unit: "rate", values: each(rate) },
      {
        name: "Demos",
        formula: "Visitors * [Visitor to demo]",
        history: lag === 0 ? [] : [dice.below(20), dice.below(20)],
      },
      { name: "Demo to sale", unit: "rate", values: each(rate) },
      { name: "Units sold", formula: `${due} * [Demo to sale]` },
      { name: "Price", unit: "moneyPerCount", scope: "plan", values: dice.decimal(50, 900) },
      { name: "Revenue", unit: "money", formula: "[Units sold] * Price" },
      { name: "CAC", unit: "moneyPerCount", formula: "Spend / [Units sold]" },
    ],
  });
}
