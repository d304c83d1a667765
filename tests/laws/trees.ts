import type { FunctionName, Tree } from "../../src/core/plan/formula.ts";
import type { RowId } from "../../src/core/plan/ids.ts";
import { orderedIds } from "../../src/core/plan/plan.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { dimensionOf, isSameDimension } from "../../src/core/plan/unit.ts";
import type { Unit } from "../../src/core/plan/unit.ts";

/** A seeded stream of chances: the same plan from the same seed, for ever. Source: T. Ettinger, mulberry32. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  /** A whole number from 0 to n − 1. */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    // An empty list is a mistake of the test; `undefined` may be a member of others.
    if (picked === undefined && from.length === 0) throw new Error("Nothing to pick from");
    return picked as T; // in range
  }

  shuffled<T>(list: readonly T[]): T[] {
    const left = [...list];
    return list.map(() => left.splice(this.below(left.length), 1)[0] as T); // left has as many as are taken
  }

  /** A number with few digits, as people type it. */
  decimal(low: number, high: number): number {
    return Number((low + this.next() * (high - low)).toPrecision(3));
  }

  /** A typed number that suits a unit; now and then 0. */
  value(unit: Unit, per: 1 | 1000): number {
    if (this.chance(0.08)) return 0;
    switch (unit) {
      case "count":
        return this.decimal(1, 2000);
      case "people":
        return 1 + this.below(9);
      case "money":
        return this.decimal(10, 9000);
      case "moneyPerCount":
        return this.decimal(0.5, 40) * (per === 1000 ? 10 : 1);
      case "rate":
        return this.decimal(0.01, 0.99);
      case "number":
        return this.decimal(0.5, 5);
    }
  }
}

export const num = (value: number): Tree => ({ kind: "number", value });
export const rowTree = (row: RowId): Tree => ({ kind: "row", row });
export const call = (name: FunctionName, ...args: Tree[]): Tree => ({ kind: "call", name, args });
export const plus = (left: Tree, right: Tree): Tree => ({ kind: "binary", op: "+", left, right });
export const minus = (left: Tree, right: Tree): Tree => ({ kind: "binary", op: "-", left, right });
export const times = (left: Tree, right: Tree): Tree => ({ kind: "binary", op: "*", left, right });
export const over = (left: Tree, right: Tree): Tree => ({ kind: "binary", op: "/", left, right });

/** Makes random formulas of a unit over the rows of a plan; most pass the checker. */
export class TreeDice {
  private readonly dice: Dice;
  private readonly plan: Plan;
  private readonly rows: readonly RowId[];
  private readonly self: RowId;

  /** `rows` may be read in the same period; `self` is the row that the formula is for. */
  constructor(dice: Dice, plan: Plan, rows: readonly RowId[], self: RowId) {
    this.dice = dice;
    this.plan = plan;
    this.rows = rows;
    this.self = self;
  }

  /** A formula of a unit. `wide`: evaluated for the whole plan rather than in a channel. */
  tree(unit: Unit, wide: boolean, depth: number): Tree {
    const { dice } = this;
    if (depth <= 0 || dice.chance(0.15)) return this.leaf(unit, wide);
    if (dice.chance(0.4)) return this.anyUnit(unit, wide, depth);
    const of = (other: Unit): Tree => this.tree(other, wide, depth - 1);
    switch (unit) {
      case "rate":
      case "number":
        switch (dice.below(5)) {
          case 0:
            return times(of("rate"), of("rate"));
          case 1:
            return over(of("count"), of("count"));
          case 2:
            return minus(num(1), of("rate"));
          case 3:
            return wide ? call("ALL", this.leaf("rate", false)) : call("SHARE", this.leaf("count", false));
          default:
            return call("MIN", num(1), of("rate"));
        }
      case "moneyPerCount":
        return dice.chance(0.7) ? over(of("money"), of("count")) : times(of("moneyPerCount"), of("rate"));
      case "money":
      case "count":
      case "people":
        return this.amount(unit === "money" ? "money" : "count", wide, depth, of);
    }
  }

  private amount(unit: "money" | "count", wide: boolean, depth: number, of: (unit: Unit) => Tree): Tree {
    const { dice } = this;
    const same = (): Tree => of(unit);
    switch (dice.below(12)) {
      case 0:
      case 1:
        return times(same(), of("rate"));
      case 2:
        return unit === "money"
          ? times(of("count"), of("moneyPerCount"))
          : over(of("money"), of("moneyPerCount"));
      case 3:
        return call("ALL", this.tree(unit, false, depth - 1));
      case 4:
        return wide
          ? call(
              "ALL",
              times(this.leaf("count", false), this.leaf(unit === "money" ? "moneyPerCount" : "rate", false)),
            )
          : call("EACH", this.wideRow(unit));
      case 5:
        return wide ? same() : times(this.wideRow(unit), call("SHARE", this.leaf("count", false)));
      case 6:
        return call("CUM", same(), ...(dice.chance(0.5) ? [num(2)] : []));
      case 7:
        return call("COHORT", same(), num(1), num(0.5), num(0.25));
      case 8:
        return call(
          "SATURATE",
          of("money"),
          num(dice.decimal(100, 999)),
          num(500),
          num(dice.pick([1, 1, 2, 0.5])),
        );
      case 9:
        return call("TOTAL", same());
      case 10:
        return call(
          "LAG",
          same(),
          ...dice
            .pick([
              [0.5, 0.5],
              [0, 1],
              [0.2, 0.3, 0.5],
            ])
            .map(num),
        );
      default:
        return plus(same(), same());
    }
  }

  /** What yields the unit of its parts, whichever that is. */
  private anyUnit(unit: Unit, wide: boolean, depth: number): Tree {
    const { dice } = this;
    const same = (): Tree => this.tree(unit, wide, depth - 1);
    switch (dice.below(11)) {
      case 0:
        return plus(same(), same());
      case 1:
        return minus(same(), same());
      case 2:
        return call("SUM", same(), same(), same());
      case 3:
        return call(dice.pick(["MIN", "MAX"]), same(), same());
      case 4: {
        const [left, right] = [same(), same()];
        const op = dice.pick(["<", ">", "<=", ">=", "=", "<>"] as const);
        return call("IF", { kind: "binary", op, left, right }, same(), same());
      }
      case 5:
        return call("IFERROR", same(), same());
      case 6:
        return call("PREV", same(), num(1 + dice.below(2)), ...(dice.chance(0.5) ? [num(2)] : []));
      case 7:
        return call(dice.pick(["ROUND", "ROUNDUP", "ROUNDDOWN"]), same(), num(dice.below(3)));
      case 8:
        return { kind: "negate", arg: call("ABS", same()) };
      case 9: {
        const months = Array.from({ length: 12 }, () => num(dice.decimal(0.5, 1.5)));
        return times(
          same(),
          dice.chance(0.5)
            ? call("BYMONTH", ...months)
            : call("CHOOSE", num(1 + dice.below(2)), num(0.5), num(2)),
        );
      }
      default: {
        const channel = dice.pick(orderedIds(this.plan.channels));
        const calendar = call(dice.pick(["PERIOD", "MONTH", "DAYS"]));
        return times(same(), wide || dice.chance(0.5) ? calendar : { kind: "channel", channel });
      }
    }
  }

  /** A row of a unit where there is one, else a number. */
  private leaf(unit: Unit, wide: boolean): Tree {
    const { dice } = this;
    const suits = this.rows.filter((id) => {
      const row = this.plan.rows.get(id);
      if (row === undefined || !isSameDimension(dimensionOf(row.unit), dimensionOf(unit))) return false;
      const adds = dimensionOf(unit).money + dimensionOf(unit).count === 1;
      // Plan-wide formulas read what adds from channels, and rates inside ALL alone.
      if (wide) return row.scope === "plan" || adds;
      return row.scope === "channel" || !adds;
    });
    if (suits.length === 0 || dice.chance(0.1)) return num(dice.value(unit, 1));
    if (dice.chance(0.05)) return call("PREV", { kind: "self" });
    return rowTree(dice.pick(suits.filter((id) => id !== this.self).concat(suits)));
  }

  private wideRow(unit: "money" | "count"): Tree {
    const suits = this.rows.filter((id) => {
      const row = this.plan.rows.get(id);
      return row?.scope === "plan" && isSameDimension(dimensionOf(row.unit), dimensionOf(unit));
    });
    return suits.length === 0 ? num(this.dice.value(unit, 1)) : rowTree(this.dice.pick(suits));
  }
}
