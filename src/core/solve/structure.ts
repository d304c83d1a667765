import type { Expr, LoweredPlan, LoweredRow, TotalRule } from "../engine/expr.ts";
import type { Engine } from "../engine/engine.ts";
import type { Quantity } from "../engine/quantity.ts";
import type { RowId } from "../plan/ids.ts";
import { bent, binary, choice, divide, either, isSameShape, LEVEL, mixedUnlessLevel } from "./shape.ts";
import { multiply, saturate, spread, unary, weighted } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** How one quantity moves with one lever row whose cells are used as base × k, k ≥ 0. */
export function shapeOf(engine: Engine, lever: RowId, quantity: Quantity): Shape {
  return new ShapeFinder(engine, lever, false).ofQuantity(quantity);
}

class ShapeFinder {
  private readonly engine: Engine;
  private readonly lever: RowId;
  private readonly rows: ReadonlyMap<RowId, LoweredRow>;
  private readonly known = new Map<RowId, Shape>();
  private readonly visiting = new Set<RowId>();
  /** Whether the answer is to hold for these formulas whatever is typed. */
  private readonly isForAllCells: boolean;
  /** Rows that were met again while they were being looked at. */
  private readonly circular = new Set<RowId>();
  /** Rows looked at in this pass. */
  private readonly done = new Set<RowId>();

  constructor(engine: Engine, lever: RowId, isForAllCells: boolean) {
    this.engine = engine;
    this.isForAllCells = isForAllCells;
    this.lever = lever;
    this.rows = new Map(engine.lowered.rows.map((row) => [row.row, row]));
  }

  ofQuantity(quantity: Quantity): Shape {
    // Rows of a cycle see what was known of each other in the pass before; shapes only get worse, so it ends.
    for (;;) {
      const before = new Map(this.known);
      this.done.clear();
      const shape = this.ofTotal(quantity);
      if (this.circular.size === 0) return shape;
      if ([...this.known].every(([row, now]) => isSameShape(now, before.get(row)))) return shape;
    }
  }

  /** A row's cells: the worst of all its lines. */
  private ofRow(row: RowId): Shape {
    const known = this.known.get(row);
    if (known !== undefined && this.done.has(row)) return known;
    if (this.visiting.has(row)) {
      this.circular.add(row);
      return known ?? LEVEL;
    }
    let shape: Shape;
    const own = row === this.lever ? ({ degree: 1, direction: "up", positive: true } as const) : LEVEL;
    if (row !== this.lever && !this.engine.dependsOn(row, this.lever)) {
      shape = { ...LEVEL, positive: this.isPositive(row) };
    } else {
      this.visiting.add(row);
      shape = own;
      const seen = new Set<Expr>();
      for (const line of this.rows.get(row)?.lines ?? []) {
        if (line.expr !== null) seen.add(line.expr);
        for (const expr of line.cellExprs.values()) seen.add(expr);
      }
      for (const expr of seen) shape = either(shape, this.of(expr));
      // Typed cells (the lever's own among them) do not depend on formulas; their signs count all the same.
      if (!this.isTypedPositive(row)) {
        const direction = row === this.lever ? "mixed" : shape.direction;
        shape = { ...shape, direction, positive: false };
      }
      this.visiting.delete(row);
    }
    this.known.set(row, shape);
    this.done.add(row);
    return shape;
  }

  private isPositive(row: RowId): boolean {
    const { data } = this.engine.values(row);
    for (let i = 0; i < data.length; i++) if ((data[i] ?? 0) < 0) return false;
    return true;
  }

  private isTypedPositive(row: RowId): boolean {
    for (const series of this.engine.plan.cells.get(row)?.values() ?? []) {
      if (series.values.some((value) => value < 0)) return false;
    }
    return true;
  }

  /** A total: the row's cells under its rule; one cell is itself. */
  private ofTotal(quantity: Quantity): Shape {
    const { row } = quantity;
    const lowered = this.rows.get(row);
    if (lowered === undefined) return LEVEL;
    const isOneLine = quantity.channel !== null || lowered.lines.filter((line) => line.applies).length <= 1;
    if (isOneLine && quantity.from === quantity.to) return this.ofRow(row);
    return this.ofRule(quantity, lowered.total);
  }

  private ofRule(quantity: Quantity, rule: TotalRule): Shape {
    const { row } = quantity;
    switch (rule.kind) {
      case "none":
        return LEVEL;
      case "ratio": {
        const den = this.of(rule.den);
        const shape = divide(this.of(rule.num), den);
        // Cells typed over count as cell × den instead.
        return this.isTypedOver(row) ? either(shape, divide(multiply(this.ofRow(row), den), den)) : shape;
      }
      case "mean": {
        const weight = this.of(rule.weight);
        const cells = this.ofRow(row);
        if (weight.degree === 0 && weight.positive) return cells;
        return mixedUnlessLevel([weight, cells]);
      }
      case "totals": {
        const shape = this.of(rule.expr, (inner) => this.ofTotal({ ...quantity, row: inner }));
        if (rule.typedOver === null || !this.isTypedOver(row)) return shape;
        return either(shape, this.ofRule(quantity, rule.typedOver));
      }
      case "last":
      case "first":
        return this.ofRule(quantity, rule.of);
      case "sum":
      case "average":
        return this.ofRow(row);
    }
  }

  private isTypedOver(row: RowId): boolean {
    if (this.isForAllCells) return true;
    for (const series of this.engine.plan.cells.get(row)?.values() ?? []) {
      if (series.details.size > 0 || series.values.some((value) => !Number.isNaN(value))) return true;
    }
    return false;
  }

  private of(expr: Expr, leaf: (row: RowId) => Shape = (row) => this.ofRow(row)): Shape {
    const of = (inner: Expr): Shape => this.of(inner, leaf);
    switch (expr.op) {
      case "const":
        return { ...LEVEL, positive: expr.value >= 0 };
      case "row":
        return leaf(expr.row);
      case "unary":
        return unary(expr.fn, of(expr.arg));
      case "binary":
        return binary(expr.fn, of(expr.left), of(expr.right));
      case "divide":
        return divide(of(expr.left), of(expr.right));
      case "round": {
        const arg = of(expr.arg);
        const digits = of(expr.digits);
        const direction = digits.degree === 0 ? arg.direction : "mixed";
        return { degree: bent(arg, digits), direction, positive: arg.positive };
      }
      case "if":
        return choice(of(expr.test), [of(expr.then), of(expr.otherwise)]);
      case "iferror": {
        const parts = [of(expr.arg), of(expr.otherwise)] as const;
        return mixedUnlessLevel(parts);
      }
      case "choose":
        return choice(of(expr.index), expr.options.map(of));
      case "prev":
        return either(of(expr.arg), of(expr.start));
      case "lag":
        return spread(of(expr.arg), expr.weights.map(of));
      case "cohort":
        return weighted(of(expr.arg), expr.rates.map(of));
      case "cum":
      case "all":
      case "total":
        return of(expr.arg);
      case "saturate":
        return saturate(of(expr.arg), of(expr.cap), of(expr.half), of(expr.shape));
      case "calendar":
      case "channel":
        return LEVEL;
      case "bymonth":
        return expr.options.map(of).reduce(either, LEVEL);
    }
  }
}

/** Degrees by lowered plan: they follow from formulas alone, so cells-only edits keep them. */
const affineByPlan = new WeakMap<LoweredPlan, Map<string, boolean>>();

/** Whether a quantity is a straight line in the lever's k by its formulas alone. [SO3] */
export function isAffineIn(engine: Engine, lever: RowId, quantity: Quantity): boolean {
  let known = affineByPlan.get(engine.lowered);
  if (known === undefined) affineByPlan.set(engine.lowered, (known = new Map<string, boolean>()));
  const isCell = quantity.from === quantity.to && quantity.channel !== null;
  const key = `${lever} ${quantity.row} ${quantity.from === quantity.to} ${isCell}`;
  let isAffine = known.get(key);
  if (isAffine === undefined) {
    isAffine = new ShapeFinder(engine, lever, true).ofQuantity(quantity).degree <= 1;
    known.set(key, isAffine);
  }
  return isAffine;
}
