import { Dice } from "../../laws/trees.ts";
import type { Node, Op } from "./book.ts";

/** A row of a workbook while it is made. */
export interface BookRow {
  readonly name: string;
  /** Counts add, numbers do not. */
  readonly unit: "count" | "number";
  readonly scope: "channel" | "plan";
  readonly measure: "flow" | "stock";
  /** By line; null where it is typed. */
  readonly formulas: readonly (Node | null)[];
  /** By line and period: what is typed (over a formula too), `"prev"` for a cell formula, null for nothing. */
  readonly typed: readonly (readonly (number | "prev" | null)[])[];
  /** By line; the periods before the first, the oldest first. None or as many as the book's history. */
  readonly history: readonly (readonly number[])[];
}

export interface Draft {
  readonly seed: number;
  readonly channels: readonly string[];
  readonly periods: number;
  readonly history: number;
  readonly rows: readonly BookRow[];
}

/** A factor for cells typed as formulas of their own. */
export const CELL_GROWTH = "1.05";

const number = (value: number): Node => ({ kind: "number", text: String(value) });
const row = (name: string): Node => ({ kind: "row", row: name });
const call = (name: string, ...args: Node[]): Node => ({ kind: "call", name, args });
const binary = (op: Op, left: Node, right: Node): Node => ({ kind: "binary", op, left, right });
const negate = (arg: Node): Node => ({ kind: "negate", arg });

/**
 * The random workbook of a seed. Left out, since the two differ by what each says in its documentation:
 * ROUND at ties (and ROUNDUP of 0.55 to two places, which is 0.56 there), INT of negatives, 0^0, CHOOSE by a fraction. And 0 ÷ 0 in a row that adds, which is 0 here:
 * counts are divided by what cannot be 0, numbers by anything. ALL and SHARE are of what differs by channel.
 */
export function draftOfSeed(seed: number): Draft {
  const dice = new Dice(seed * 2_654_435_761);
  const channels = Array.from(
    { length: 1 + dice.below(3) },
    (_, i) => ["North", "East side", "Web"][i] ?? "",
  );
  const periods = 2 + dice.below(4);
  const history = dice.below(3);
  const maker = new Maker(dice, channels, periods, history);
  maker.addTyped("Visitors", "count", "channel");
  maker.addTyped("Orders", "count", "channel");
  maker.addTyped("Rate", "number", "channel");
  maker.addTyped("Budget", "count", "plan");
  maker.addTyped("Index", "number", "plan");
  for (let n = 3 + dice.below(4), i = 1; i <= n; i++) {
    const unit = dice.chance(0.6) ? "count" : "number";
    maker.addComputed(
      dice.chance(0.5) ? `Step ${i}` : `Out_${i}`,
      unit,
      dice.chance(0.65) ? "channel" : "plan",
    );
  }
  if (dice.chance(0.3)) maker.addStock();
  if (dice.chance(0.5)) maker.addRatio();
  return { seed, channels, periods, history, rows: maker.rows };
}

class Maker {
  readonly rows: BookRow[] = [];
  private readonly dice: Dice;
  private readonly channels: readonly string[];
  private readonly periods: number;
  private readonly history: number;
  /** Of the formula that is being made. */
  private unit: "count" | "number" = "count";

  constructor(dice: Dice, channels: readonly string[], periods: number, history: number) {
    this.dice = dice;
    this.channels = channels;
    this.periods = periods;
    this.history = history;
  }

  addTyped(name: string, unit: BookRow["unit"], scope: BookRow["scope"]): void {
    const { dice } = this;
    const lines = this.lineCount(scope);
    const hasFormulaCells = dice.chance(0.15);
    const typed = times(lines, () =>
      times(this.periods, (t) =>
        t > 0 && hasFormulaCells && dice.chance(0.3) ? "prev" : dice.chance(0.04) ? null : this.value(unit),
      ),
    );
    this.add(
      name,
      unit,
      scope,
      times(lines, () => null),
      typed,
    );
  }

  addComputed(name: string, unit: BookRow["unit"], scope: BookRow["scope"]): void {
    const { dice } = this;
    const lines = this.lineCount(scope);
    const formula = this.make(unit, scope === "plan", 3);
    const hasOwn = scope === "channel" && lines > 1 && dice.chance(0.2);
    const formulas = times(lines, (l) => (hasOwn && l === 1 ? this.make(unit, false, 2) : formula));
    const isOverridden = dice.chance(0.2);
    const typed = times(lines, () =>
      times(this.periods, () => (isOverridden && dice.chance(0.3) ? this.value(unit) : null)),
    );
    this.add(name, unit, scope, formulas, typed);
  }

  /** Opening = PREV(Closing), Closing = Opening + in − out: a circle through an earlier period. */
  addStock(): void {
    const lines = this.lineCount("channel");
    const none = times(lines, () => times(this.periods, () => null));
    const opening = call("PREV", row("Closing"), number(1), number(100));
    const sum = binary("+", row("Opening"), row("Visitors"));
    const closing = binary("-", sum, binary("*", number(0.5), row("Orders")));
    this.add(
      "Opening",
      "count",
      "channel",
      times(lines, () => opening),
      none,
    );
    this.add(
      "Closing",
      "count",
      "channel",
      times(lines, () => closing),
      none,
    );
  }

  /** A quotient of two counts, whose total is the quotient of their totals. */
  addRatio(): void {
    const scope = this.dice.pick(["channel", "plan"] as const);
    const lines = this.lineCount(scope);
    const counts = this.rows.filter((other) => other.unit === "count" && other.scope === scope);
    const [a, b] = [this.dice.pick(counts), this.dice.pick(counts)];
    const formula = binary("/", row(a.name), row(b.name));
    this.add(
      "Ratio",
      "number",
      scope,
      times(lines, () => formula),
      times(lines, () => times(this.periods, () => null)),
    );
  }

  private add(
    name: string,
    unit: BookRow["unit"],
    scope: BookRow["scope"],
    formulas: BookRow["formulas"],
    typed: BookRow["typed"],
  ): void {
    const { dice } = this;
    const past = this.history > 0 && dice.chance(0.5) ? this.history : 0;
    const history = formulas.map(() => times(past, () => this.value(unit)));
    const measure = dice.chance(0.15) ? "stock" : "flow";
    this.rows.push({ name, unit, scope, measure, formulas, typed, history });
  }

  private lineCount(scope: BookRow["scope"]): number {
    return scope === "plan" ? 1 : this.channels.length;
  }

  /** With digits enough that nothing stands at a tie; now and then 0 or negative. */
  private value(unit: BookRow["unit"]): number {
    const { dice } = this;
    if (dice.chance(0.05)) return 0;
    const size = unit === "count" ? 1 + dice.next() * 900 : 0.01 + dice.next() * 3;
    const digits = Number(`${size.toFixed(4)}${1 + dice.below(9)}`);
    return dice.chance(0.06) ? -digits : digits;
  }

  /** A formula of a unit. `wide`: for the whole plan rather than in a channel. */
  private make(unit: BookRow["unit"], wide: boolean, depth: number): Node {
    this.unit = unit;
    return unit === "count" ? this.count(wide, depth) : this.number(wide, depth);
  }

  private count(wide: boolean, depth: number): Node {
    const { dice } = this;
    if (depth <= 0 || dice.chance(0.1)) return this.countLeaf(wide);
    const of = (): Node => this.count(wide, depth - 1);
    const factor = (): Node => this.number(wide, depth - 1);
    switch (dice.below(20)) {
      case 0:
      case 1:
        return binary("+", of(), of());
      case 2:
      case 3:
        return binary("-", of(), of());
      case 4:
      case 5:
        return dice.chance(0.5) ? binary("*", of(), factor()) : binary("*", factor(), of());
      case 6:
        return binary("/", of(), this.nonZero(wide, depth));
      case 7:
        return call(dice.pick(["MIN", "MAX", "SUM"]), ...times(2 + dice.below(2), of));
      case 8:
        return call("IF", this.truth(wide, depth - 1), of(), ...(dice.chance(0.8) ? [of()] : []));
      case 9:
        return dice.chance(0.5) ? call("ABS", of()) : negate(of());
      case 10:
        return this.rounded(of());
      case 11:
        return call("IFERROR", of(), of());
      case 12:
        return call("CHOOSE", number(1 + dice.below(2)), of(), of());
      case 13:
        return binary("*", of(), this.truth(wide, depth - 1));
      case 14:
        return wide
          ? call("ALL", binary("*", this.anyCount(false), this.numberLeaf(false)))
          : this.spread(wide);
      case 15:
        return binary("*", this.wideCount(), wide ? this.number(true, 1) : call("SHARE", this.positive()));
      case 16:
        return call(
          "SATURATE",
          call("ABS", of()),
          number(640.25),
          number(210.5),
          number(dice.pick([1, 2, 0.5])),
        );
      default:
        return this.spread(wide);
    }
  }

  /** What looks over time or channels. */
  private spread(wide: boolean): Node {
    const { dice } = this;
    const simple = (): Node => this.simple(wide);
    switch (dice.below(10)) {
      case 0:
        return call("PREV", simple());
      case 1:
        return call("PREV", simple(), number(1 + dice.below(3)), number(dice.pick([0, 25.5])));
      case 2:
        return call("CUM", simple());
      case 3:
        return call("CUM", simple(), number(1 + dice.below(3)));
      case 4:
        return call("LAG", simple(), ...dice.pick(LAGS).map(number));
      case 5:
        return call("COHORT", simple(), number(1), number(0.6), ...(dice.chance(0.5) ? [number(0.25)] : []));
      case 6:
        return wide ? simple() : call("ALL", this.anyCount(false));
      case 7:
        return call("TOTAL", this.anyCount(wide));
      case 8:
        return wide ? simple() : call("EACH", this.wideCount());
      default:
        // The row itself, a period earlier; only in a row of counts does it fit.
        return this.unit === "count" ? call("PREV", { kind: "self" }) : simple();
    }
  }

  private number(wide: boolean, depth: number): Node {
    const { dice } = this;
    if (depth <= 0 || dice.chance(0.15)) return this.numberLeaf(wide);
    const of = (): Node => this.number(wide, depth - 1);
    switch (dice.below(20)) {
      case 0:
      case 1:
        return this.unit === "number"
          ? binary("/", this.count(wide, depth - 1), this.count(wide, depth - 1))
          : binary("/", this.countLeaf(wide), binary("+", number(1), call("ABS", this.countLeaf(wide))));
      case 2:
        return binary("+", of(), of());
      case 3:
        return binary("-", dice.chance(0.4) ? number(1) : of(), of());
      case 4:
      case 5:
        return binary("*", of(), of());
      case 6:
        return this.unit === "number"
          ? binary("/", of(), of())
          : binary("/", of(), this.nonZero(wide, depth));
      case 7:
        return binary("^", of(), number(dice.pick([2, 3, 0.5])));
      case 8:
        return call("POWER", binary("+", call("ABS", of()), number(0.5)), number(dice.pick([2, -1, 1.5, 0])));
      case 9:
        return call(dice.pick(["SQRT", "LN", "LOG10"]), of());
      case 10:
        return call("EXP", call("MIN", of(), number(4)));
      case 11:
        return this.rounded(of());
      case 12:
        return call("MOD", call("ABS", of()), number(dice.pick([0.37, 2, 7.5])));
      case 13:
        return call("IF", this.truth(wide, depth - 1), of(), of());
      case 14:
        return call(dice.pick(["MIN", "MAX", "SUM"]), of(), of());
      case 15:
        return dice.chance(0.5) ? negate(of()) : call("IFERROR", of(), of());
      case 16:
        return wide
          ? call(dice.pick(["PERIOD", "MONTH", "DAYS"]))
          : dice.pick([{ kind: "channel", name: dice.pick(this.channels) }, call("PERIOD"), call("MONTH")]);
      case 17:
        return wide || this.unit === "count" ? of() : call("SHARE", this.anyCount(false));
      case 18:
        return call("BYMONTH", ...times(12, (m) => number(Number((0.5 + m / 16).toFixed(4)))));
      default:
        return call("PREV", this.numberLeaf(wide), number(1), ...(dice.chance(0.5) ? [number(0.75)] : []));
    }
  }

  private truth(wide: boolean, depth: number): Node {
    const { dice } = this;
    if (depth > 0 && dice.chance(0.3)) {
      const of = (): Node => this.truth(wide, depth - 1);
      return dice.pick([call("AND", of(), of()), call("OR", of(), of()), call("NOT", of())]);
    }
    const op = dice.pick(["<", "<=", ">", ">=", "=", "<>"] as const);
    return dice.chance(0.5)
      ? binary(op, this.count(wide, depth - 1), this.count(wide, depth - 1))
      : binary(op, this.number(wide, depth - 1), this.number(wide, depth - 1));
  }

  private rounded(arg: Node): Node {
    const { dice } = this;
    if (dice.chance(0.3)) return call("INT", call("ABS", arg));
    // An odd factor keeps short decimals from standing at a tie, or at the very digit that is rounded to.
    const odd = binary("*", arg, number(1.0713931));
    return call(dice.pick(["ROUND", "ROUNDUP", "ROUNDDOWN"]), odd, number(dice.below(3)));
  }

  private nonZero(wide: boolean, depth: number): Node {
    return this.dice.chance(0.5)
      ? number(this.dice.pick([2, 7, 0.3]))
      : binary("+", number(1), call("ABS", this.number(wide, depth - 1)));
  }

  /** An amount in a channel that cannot be 0. */
  private positive(): Node {
    return binary("+", number(1), call("ABS", this.anyCount(false)));
  }

  /** What may stand in history as well as in the plan: a row, or a row times a literal, or two rows. */
  private simple(wide: boolean): Node {
    switch (this.dice.below(4)) {
      case 0:
        return binary("*", this.anyCount(wide), number(0.5));
      case 1:
        return binary("+", this.anyCount(wide), this.anyCount(wide));
      default:
        return this.anyCount(wide);
    }
  }

  private countLeaf(wide: boolean): Node {
    return this.dice.chance(0.12) ? number(this.dice.pick([0, 10, 3.25, 120])) : this.anyCount(wide);
  }

  private numberLeaf(wide: boolean): Node {
    const { dice } = this;
    if (dice.chance(0.25)) return { kind: "number", text: dice.pick(["0.5", "2", "5%", "12.5%", "1.1"]) };
    const rows = this.rows.filter((other) => other.unit === "number" && (!wide || other.scope === "plan"));
    return row(dice.pick(rows).name);
  }

  private anyCount(wide: boolean): Node {
    const rows = this.rows.filter((other) => other.unit === "count" && (wide || other.scope === "channel"));
    return row(this.dice.pick(rows).name);
  }

  private wideCount(): Node {
    return row(
      this.dice.pick(this.rows.filter((other) => other.unit === "count" && other.scope === "plan")).name,
    );
  }
}

const LAGS: readonly (readonly number[])[] = [
  [0.5, 0.5],
  [0, 1],
  [0.2, 0.3, 0.5],
  [0, 0.25, 0.75],
];

function times<T>(n: number, make: (i: number) => T): T[] {
  return Array.from({ length: n }, (_, i) => make(i));
}
