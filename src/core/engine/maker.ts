import type { ChannelId, RowId } from "../plan/ids.ts";
import type { BinaryFn, Expr, UnaryFn } from "./expr.ts";

/**
 * Makes expressions so that equal ones are one object: lines of the same formula, pruned alike, can then be
 * told by `===` and run together. (Hash consing: Ershov, "On Programming of Arithmetic Operations", 1958.)
 */
export class ExprMaker {
  private readonly known = new Map<string, Expr>();
  private readonly ids = new Map<Expr, number>();

  constant(value: number): Expr {
    const text = Object.is(value, -0) ? "-0" : String(value);
    return this.intern(`c${text}`, { op: "const", value });
  }

  row(row: RowId): Expr {
    return this.intern(`r${row}`, { op: "row", row });
  }

  unary(fn: UnaryFn, arg: Expr): Expr {
    if (fn === "negate" && arg.op === "const") return this.constant(-arg.value);
    return this.intern(`u${fn} ${this.id(arg)}`, { op: "unary", fn, arg });
  }

  binary(fn: BinaryFn, left: Expr, right: Expr): Expr {
    return this.intern(`b${fn} ${this.id(left)} ${this.id(right)}`, { op: "binary", fn, left, right });
  }

  /** A constant over another is that constant: `5%` is 0.05, and LAG's weights may be written as 1/3. */
  divide(left: Expr, right: Expr, zero: boolean): Expr {
    if (left.op === "const" && right.op === "const" && right.value !== 0) {
      return this.constant(left.value / right.value);
    }
    const key = `d${zero ? 0 : 1} ${this.id(left)} ${this.id(right)}`;
    return this.intern(key, { op: "divide", left, right, zero });
  }

  round(mode: "half" | "up" | "down", arg: Expr, digits: Expr): Expr {
    return this.intern(`round ${mode} ${this.id(arg)} ${this.id(digits)}`, {
      op: "round",
      mode,
      arg,
      digits,
    });
  }

  branch(test: Expr, then: Expr, otherwise: Expr): Expr {
    const key = `if ${this.id(test)} ${this.id(then)} ${this.id(otherwise)}`;
    return this.intern(key, { op: "if", test, then, otherwise });
  }

  ifError(arg: Expr, otherwise: Expr): Expr {
    return this.intern(`iferror ${this.id(arg)} ${this.id(otherwise)}`, { op: "iferror", arg, otherwise });
  }

  choose(index: Expr, options: readonly Expr[]): Expr {
    return this.intern(`choose ${this.id(index)} ${this.list(options)}`, { op: "choose", index, options });
  }

  prev(arg: Expr, n: number, start: Expr): Expr {
    return this.intern(`prev ${n} ${this.id(arg)} ${this.id(start)}`, { op: "prev", arg, n, start });
  }

  lag(arg: Expr, weights: readonly Expr[]): Expr {
    return this.intern(`lag ${this.id(arg)} ${this.list(weights)}`, { op: "lag", arg, weights });
  }

  cohort(arg: Expr, rates: readonly Expr[]): Expr {
    return this.intern(`cohort ${this.id(arg)} ${this.list(rates)}`, { op: "cohort", arg, rates });
  }

  /** Over the last so many periods, or (null) from the first on. */
  cum(arg: Expr, last: number | null): Expr {
    return this.intern(`cum ${last ?? "-"} ${this.id(arg)}`, { op: "cum", arg, window: last });
  }

  all(arg: Expr, channels: readonly ChannelId[]): Expr {
    return this.intern(`all ${this.id(arg)} ${channels.join(",")}`, { op: "all", arg, channels });
  }

  total(arg: Expr, last: boolean): Expr {
    return this.intern(`total ${last ? 1 : 0} ${this.id(arg)}`, { op: "total", arg, last });
  }

  saturate(arg: Expr, cap: Expr, half: Expr, shape: Expr): Expr {
    return this.intern(`saturate ${this.list([arg, cap, half, shape])}`, {
      op: "saturate",
      arg,
      cap,
      half,
      shape,
    });
  }

  calendar(of: "period" | "month" | "days"): Expr {
    return this.intern(`calendar ${of}`, { op: "calendar", of });
  }

  byMonth(options: readonly Expr[]): Expr {
    return this.intern(`bymonth ${this.list(options)}`, { op: "bymonth", options });
  }

  channel(channel: ChannelId): Expr {
    return this.intern(`channel ${channel}`, { op: "channel", channel });
  }

  private intern(key: string, made: Expr): Expr {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, made);
    this.ids.set(made, this.ids.size);
    return made;
  }

  private id(expr: Expr): number {
    const id = this.ids.get(expr);
    if (id === undefined) throw new Error("An expression of another maker");
    return id;
  }

  private list(exprs: readonly Expr[]): string {
    return exprs.map((expr) => this.id(expr)).join(" ");
  }
}
