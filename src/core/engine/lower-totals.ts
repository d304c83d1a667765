import { mapRows, partsOf } from "../formula/walk.ts";
import { engineMessages } from "../messages/engine.ts";
import type { Tree } from "../plan/formula.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import type { Plan } from "../plan/plan.ts";
import type { Expr } from "./expr.ts";
import type { Place, TreeLowering } from "./lower-tree.ts";
import type { LineTree, RatioTree, TotalTrees, TreeRule } from "./totals.ts";
import { isAddingRow } from "./tree.ts";

/** What a sum goes over. */
interface Over {
  readonly channels: boolean;
  readonly periods: boolean;
}

const ZERO: Tree = { kind: "number", value: 0 };

/**
 * Lowers ALL and TOTAL. What adds is summed; a row that does not add is totalled by the rule of its totals,
 * written out as an expression. [BR2]
 */
export class TotalLowering {
  private readonly plan: Plan;
  private readonly lowering: TreeLowering;
  /** Absent while it is being found out what applies where: totals then read as plain sums. */
  private readonly totals: TotalTrees | null;
  private depth = 0;

  constructor(plan: Plan, lowering: TreeLowering, totals: TotalTrees | null) {
    this.plan = plan;
    this.lowering = lowering;
    this.totals = totals;
  }

  /** ALL(x), TOTAL(x) and both at once. A row that does not add is totalled by its own rule. [BR2] */
  lower(tree: Tree, at: Place, over: Over): Expr | null {
    if (tree.kind === "call" && (tree.name === "ALL" || tree.name === "TOTAL")) {
      const wider = {
        channels: over.channels || tree.name === "ALL",
        periods: over.periods || tree.name === "TOTAL",
      };
      const inner = tree.args[0] ?? ZERO;
      if (bareRate(this.plan, inner) !== null) return this.lower(inner, at, wider);
    }
    const rate = bareRate(this.plan, tree);
    if (rate !== null) return this.totalOfRate(rate, at, over);
    const perChannel = over.channels && differsByChannel(this.plan, tree);
    const last = tree.kind === "row" && this.isStock(tree.row);
    return this.wrap(
      (line) => this.lowering.lower(tree, { ...at, line }),
      at,
      { ...over, channels: perChannel },
      last,
    );
  }

  private isStock(row: RowId): boolean {
    const rule = this.totals?.ruleOf(row);
    return rule?.kind === "sum" && rule.stock;
  }

  /** Sums what stands in each line over channels, periods or both. */
  private wrap(inLine: (line: LineId) => Expr | null, at: Place, over: Over, last = false): Expr | null {
    const expr = over.channels ? this.lowering.sumOverChannels(inLine) : inLine(at.line);
    return expr === null || !over.periods ? expr : this.lowering.make.total(expr, last);
  }

  /** The total of a row that does not add, as an expression: the rule of its totals, written out. [BR2] */
  private totalOfRate(id: RowId, at: Place, over: Over): Expr | null {
    const row = this.plan.rows.get(id);
    const perChannel = row?.scope === "channel";
    const wide = { channels: over.channels && perChannel, periods: over.periods };
    const read = (line: LineId): Expr | null => this.lowering.readRow(id, { ...at, line });
    if (!wide.channels && !wide.periods) return read(at.line);
    if (this.totals === null) return this.wrap(read, at, wide);
    // Rules refer to rows upstream or downstream, never round in a circle unless formulas do: then bounded.
    if (this.depth > 50)
      return this.lowering.fail("#VALUE!", engineMessages.noTotal(this.plan.rows.get(id)?.name ?? id), [id]);
    this.depth++;
    const total = this.totalByRule(id, this.totals.ruleOf(id), read, { ...at, row: id }, wide);
    this.depth--;
    if (total !== undefined) return total;
    return this.lowering.fail("#VALUE!", engineMessages.noTotal(this.plan.rows.get(id)?.name ?? id), [id]);
  }

  private totalByRule(
    id: RowId,
    rule: TreeRule,
    read: (line: LineId) => Expr | null,
    at: Place,
    over: Over,
  ): Expr | null | undefined {
    const { make } = this.lowering;
    const ratio = (num: (line: LineId) => Expr | null, den: (line: LineId) => Expr | null): Expr | null => {
      const [top, bottom] = [this.wrap(num, at, over), this.wrap(den, at, over)];
      return top === null || bottom === null ? null : make.divide(top, bottom, at.zero);
    };
    const both = (a: Expr | null, b: Expr | null, join: (a: Expr, b: Expr) => Expr): Expr | null =>
      a === null || b === null ? null : join(a, b);
    switch (rule.kind) {
      case "sum":
        return this.wrap(read, at, over, rule.stock);
      case "ratio": {
        const num = this.partOf(id, rule, "num", at.zero);
        const den = this.partOf(id, rule, "den", at.zero);
        // cell·den is num wherever the cell was not typed over; where it cannot be computed, num stands.
        const top = (line: LineId): Expr | null =>
          both(
            both(read(line), den(line), (r, d) => make.binary("multiply", r, d)),
            num(line),
            (n, a) => make.ifError(n, a),
          );
        return ratio(top, den);
      }
      case "mean": {
        const weight = this.partOf(id, { kind: "mean", at: rule.at }, "weight", true);
        const weighted = (line: LineId): Expr | null =>
          both(weight(line), read(line), (w, r) =>
            make.branch(
              make.binary("eq", w, make.constant(0)),
              make.constant(0),
              make.binary("multiply", w, r),
            ),
          );
        return ratio(weighted, weight);
      }
      case "totals": {
        const wider = (part: Tree): Tree => {
          const all: Tree = over.channels ? { kind: "call", name: "ALL", args: [part] } : part;
          return over.periods ? { kind: "call", name: "TOTAL", args: [all] } : all;
        };
        return this.lowering.lower(
          mapRows(rule.tree, (row) => wider({ kind: "row", row })),
          at,
        );
      }
      case "last":
      case "first": {
        const within = over.channels
          ? this.totalByRule(id, rule.of, read, at, { ...over, periods: false })
          : read(at.line);
        if (!over.periods || within === undefined || within === null) return within;
        if (rule.kind === "last") return make.total(within, true);
        const isFirst = make.binary("eq", make.calendar("period"), make.constant(1));
        return make.total(make.branch(isFirst, within, make.constant(0)), false);
      }
      case "average":
        return ratio(read, (line) => (read(line) === null ? null : make.constant(1)));
      case "none":
        return undefined;
    }
  }

  /** One part of a total's rule, as an expression by line. */
  private partOf(
    id: RowId,
    rule: RatioTree | { readonly kind: "mean"; readonly at: readonly LineTree[] },
    part: "num" | "den" | "weight",
    zero: boolean,
  ): (line: LineId) => Expr | null {
    const trees: LineTree[] =
      rule.kind === "mean"
        ? [...rule.at]
        : rule.at.map(({ line, num, den }) => ({ line, tree: part === "num" ? num : den }));
    if (this.plan.rows.get(id)?.scope === "plan") {
      const expr = this.lowering.lowerLines(id, trees, zero);
      return () => expr;
    }
    return (line) => {
      const found = trees.find((candidate) => candidate.line === line);
      return found === undefined ? null : this.lowering.lower(found.tree, { row: id, line, zero });
    };
  }
}

/** The row of a tree that is one row alone which does not add: ALL and TOTAL make a ratio of totals of it. */
function bareRate(plan: Plan, tree: Tree): RowId | null {
  return tree.kind === "row" && plan.rows.has(tree.row) && !isAddingRow(plan, tree.row) ? tree.row : null;
}

/** Whether a tree may have another value in each channel. */
function differsByChannel(plan: Plan, tree: Tree): boolean {
  if (tree.kind === "call" && tree.name === "ALL") return false;
  if (tree.kind === "row") return plan.rows.get(tree.row)?.scope === "channel";
  return tree.kind === "channel" || partsOf(tree).some((part) => differsByChannel(plan, part));
}
