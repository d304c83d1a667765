import { broadcastProblem } from "../formula/broadcast.ts";
import { contains } from "../formula/walk.ts";
import { engineMessages } from "../messages/engine.ts";
import type { FunctionName, Tree } from "../plan/formula.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { ChannelId, LineId, RowId } from "../plan/ids.ts";
import type { Plan } from "../plan/plan.ts";
import { isAdditive } from "../plan/unit.ts";
import type { BinaryFn, Expr, FormulaFault, UnaryFn } from "./expr.ts";
import { ExprMaker } from "./maker.ts";
import { TotalLowering } from "./lower-totals.ts";
import type { LineTree, TotalTrees } from "./totals.ts";
import { rowsRead } from "./tree.ts";

/** Where a tree is lowered: in which line, and for which row. */
export interface Place {
  /** The row that holds the formula; PREV() reads it. */
  readonly row: RowId;
  readonly line: LineId;
  /** Whether the row adds, so that 0 ÷ 0 is 0 in it. [ER2] */
  readonly zero: boolean;
}

const BINARY: Readonly<Record<string, BinaryFn>> = {
  "*": "multiply",
  "^": "power",
  "=": "eq",
  "<>": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
};

const UNARY: Readonly<Partial<Record<FunctionName, UnaryFn>>> = {
  ABS: "abs",
  SQRT: "sqrt",
  EXP: "exp",
  LN: "ln",
  LOG10: "log10",
  INT: "int",
  NOT: "not",
};

/** Whether a tree reads its argument in other lines or periods as well. */
function isAcross(tree: Tree & { kind: "call" }): boolean {
  return tree.name === "SHARE" || tree.name === "ALL" || tree.name === "TOTAL";
}

/**
 * Lowers trees to expressions at a line. `null` stands for *does not apply* [CH2]; the first fault
 * is kept for `takeFault`, and the expression is then NaN.
 */
export class TreeLowering {
  private fault: FormulaFault | null = null;
  readonly make = new ExprMaker();
  private readonly plan: Plan;
  private readonly channels: readonly ChannelId[];
  private readonly applies: (row: RowId, line: LineId) => boolean;
  private readonly totals: TotalLowering;
  /** Calls across channels or periods that were lowered within the outermost one; null outside any. */
  private across: Map<Tree, Map<string, Expr | null>> | null = null;
  private readonly problems = new Map<Tree, string | null>();
  private readonly lowered = new Map<
    Tree,
    { rows: readonly RowId[] | null; exprs: Map<string, Expr | null> }
  >();

  /** `totals` is absent while it is being found out what applies where. */
  constructor(
    plan: Plan,
    channels: readonly ChannelId[],
    applies: (row: RowId, line: LineId) => boolean,
    totals: TotalTrees | null,
  ) {
    this.plan = plan;
    this.channels = channels;
    this.applies = applies;
    this.totals = new TotalLowering(plan, this, totals);
  }

  /** The expression of a tree at a place; null where it does not apply. */
  lower(tree: Tree, at: Place): Expr | null {
    switch (tree.kind) {
      case "number":
        return this.make.constant(tree.value);
      case "truth":
        return this.make.constant(tree.value ? 1 : 0);
      case "percent": {
        const arg = this.lower(tree.arg, at);
        return arg === null ? null : this.make.divide(arg, this.make.constant(100), false);
      }
      case "row":
        return this.readRow(tree.row, at);
      case "self":
        return this.fail("#VALUE!", engineMessages.misplacedSelf(), [at.row]);
      case "negate": {
        const arg = this.lower(tree.arg, at);
        return arg === null ? null : this.make.unary("negate", arg);
      }
      case "binary":
        return this.lowerBinary(tree, at);
      case "call":
        return isAcross(tree) ? this.lowerAcross(tree, at) : this.lowerCall(tree.name, tree.args, at);
      case "channel":
        return this.make.channel(tree.channel);
    }
  }

  /**
   * Lowers a call that reads its argument more than once (a share is x ÷ ALL(x), a sum is a term a channel), each
   * place of it once: within one another they would double the work at every level.
   */
  private lowerAcross(tree: Tree & { kind: "call" }, at: Place): Expr | null {
    const isOutermost = this.across === null;
    const across = this.across ?? new Map<Tree, Map<string, Expr | null>>();
    this.across = across;
    try {
      const places = across.get(tree) ?? new Map<string, Expr | null>();
      across.set(tree, places);
      const key = `${at.row}/${at.line}/${at.zero ? 1 : 0}`;
      const known = places.get(key);
      if (known !== undefined) return known;
      const expr = this.lowerCall(tree.name, tree.args, at);
      places.set(key, expr);
      return expr;
    } finally {
      if (isOutermost) this.across = null;
    }
  }

  /** Why a formula reads rows across channels as it must not; null if it does not. [BR1]–[BR6] */
  broadcastProblemOf(tree: Tree, scope: "channel" | "plan"): string | null {
    const known = this.problems.get(tree);
    if (known !== undefined) return known;
    const problem = broadcastProblem(this.plan, scope, tree, NO_SPANS)?.text ?? null;
    this.problems.set(tree, problem);
    return problem;
  }

  /** What a formula writes into its row's cells: a cost per thousand is written ×1,000. [UN3] */
  lowerFormula(tree: Tree, at: Place): Expr | null {
    const expr = this.lowerOnce(tree, at);
    return expr === null || this.plan.rows.get(at.row)?.per !== 1000
      ? expr
      : this.make.binary("multiply", expr, this.make.constant(1000));
  }

  /**
   * `lower`, once for all lines in which the same rows of a formula apply: nothing else of a line matters,
   * but to TOTAL, which reads rules by line.
   */
  lowerOnce(tree: Tree, at: Place): Expr | null {
    let known = this.lowered.get(tree);
    if (known === undefined) {
      const rows = contains(tree, isTotal) ? null : [...rowsRead(tree, at.row)];
      known = { rows, exprs: new Map() };
      this.lowered.set(tree, known);
    }
    if (known.rows === null || at.line === PLAN_WIDE) return this.lower(tree, at);
    let key = `${at.row} ${at.zero ? 0 : 1}`;
    for (const row of known.rows) key += this.applies(row, at.line) ? "+" : "-";
    const expr = known.exprs.get(key);
    if (expr !== undefined) return expr;
    const made = this.lower(tree, at);
    // Faults must be met in every line that has them.
    if (this.fault === null) known.exprs.set(key, made);
    return made;
  }

  /** `trees`, one for some lines of a row, as one expression at the row's own lines; null if none applies. */
  lowerLines(row: RowId, trees: readonly LineTree[], zero: boolean): Expr | null {
    const byLine = new Map(trees.map(({ line, tree }) => [line, tree]));
    const here = (line: LineId): Expr | null => {
      const tree = byLine.get(line);
      return tree === undefined ? null : this.lowerOnce(tree, { row, line, zero });
    };
    if (this.plan.rows.get(row)?.scope === "plan") {
      return trees.some(({ line }) => line === PLAN_WIDE) ? here(PLAN_WIDE) : this.sumOverChannels(here);
    }
    const lines = this.channels.filter((channel) => this.applies(row, channel));
    const exprs = lines.map((line) => here(line));
    if (exprs.every((expr) => expr === null)) return null;
    const known = exprs.map((expr) => expr ?? this.make.constant(0));
    // What stands in the last line holds in every line that is not told apart.
    const rest = known[known.length - 1] ?? this.make.constant(0);
    return known.reduceRight<Expr>((otherwise, expr, i) => {
      const line = lines[i];
      return expr === rest || line === undefined
        ? otherwise
        : this.make.branch(this.make.channel(line), expr, otherwise);
    }, rest);
  }

  /** The first fault since it was last asked for. */
  takeFault(): FormulaFault | null {
    const { fault } = this;
    this.fault = null;
    return fault;
  }

  /** The lines of a row in which it applies. */
  linesWhereApplies(row: RowId): LineId[] {
    return [PLAN_WIDE, ...this.channels].filter((line) => this.applies(row, line));
  }

  /** Keeps a fault; the expression that stands where it arose. */
  fail(code: FormulaFault["code"], text: string, rows: readonly RowId[]): Expr {
    this.fault ??= { code, text, rows };
    return this.make.constant(NaN);
  }

  /** The cell of a row: in a plan-wide formula a row that adds is read as its total over channels. [BR1] */
  readRow(id: RowId, at: Place): Expr | null {
    const row = this.plan.rows.get(id);
    if (row === undefined) return this.fail("#NAME?", engineMessages.missingRow(), [id]);
    const own = this.make.row(id);
    const cell = row.per === 1000 ? this.make.divide(own, this.make.constant(1000), false) : own;
    if (row.scope === "plan") return this.applies(id, PLAN_WIDE) ? cell : null;
    if (at.line !== PLAN_WIDE) return this.applies(id, at.line) ? cell : null;
    if (isAdditive(row.unit)) return this.sumOverChannels((c) => (this.applies(id, c) ? cell : null));
    return this.fail("#VALUE!", engineMessages.rateInPlanWide(row.name), [id]);
  }

  private lowerBinary(tree: Extract<Tree, { kind: "binary" }>, at: Place): Expr | null {
    const left = this.lower(tree.left, at);
    const right = this.lower(tree.right, at);
    if (tree.op === "+") return this.fold("add", [left, right]);
    if (tree.op === "-") {
      if (right === null) return left;
      return left === null ? this.make.unary("negate", right) : this.make.binary("subtract", left, right);
    }
    if (left === null || right === null) return null;
    if (tree.op === "/") return this.make.divide(left, right, at.zero);
    const fn = BINARY[tree.op];
    if (fn === undefined) throw new Error(`No such operator: ${tree.op}`);
    return this.make.binary(fn, left, right);
  }

  /** Terms joined from left to right, those that do not apply left out. [CH2] */
  private fold(fn: BinaryFn, terms: readonly (Expr | null)[]): Expr | null {
    let sum: Expr | null = null;
    for (const term of terms) {
      if (term !== null) sum = sum === null ? term : this.make.binary(fn, sum, term);
    }
    return sum;
  }

  private lowerCall(name: FunctionName, args: readonly Tree[], at: Place): Expr | null {
    const { make } = this;
    const first = args[0] ?? ZERO;
    switch (name) {
      case "SUM":
        return this.fold("add", this.lowerAll(args, at));
      case "MIN":
      case "MAX":
        return this.fold(name === "MIN" ? "min" : "max", this.lowerAll(args, at));
      case "AND":
      case "OR": {
        const terms = this.lowerAll(args, at).filter((term) => term !== null);
        if (terms.length === 0) return null;
        const neutral = make.constant(name === "AND" ? 1 : 0);
        return this.fold(name === "AND" ? "and" : "or", [neutral, ...terms]);
      }
      case "ABS":
      case "SQRT":
      case "EXP":
      case "LN":
      case "LOG10":
      case "INT":
      case "NOT": {
        const fn = UNARY[name];
        const arg = this.lower(first, at);
        return arg === null || fn === undefined ? null : make.unary(fn, arg);
      }
      case "ROUND":
      case "ROUNDUP":
      case "ROUNDDOWN": {
        const [arg, digits] = [this.lower(first, at), this.lower(args[1] ?? ZERO, at)];
        if (arg === null || digits === null) return null;
        return make.round(name === "ROUND" ? "half" : name === "ROUNDUP" ? "up" : "down", arg, digits);
      }
      case "POWER":
      case "MOD": {
        const [left, right] = [this.lower(first, at), this.lower(args[1] ?? ZERO, at)];
        return left === null || right === null
          ? null
          : make.binary(name === "MOD" ? "mod" : "power", left, right);
      }
      case "IF": {
        const test = this.lower(first, at);
        const branches = this.lowerAll([args[1] ?? ZERO, args[2] ?? ZERO], at);
        const [then = null, otherwise = null] = branches;
        if (test === null || (then === null && otherwise === null)) return null;
        return make.branch(test, then ?? make.constant(0), otherwise ?? make.constant(0));
      }
      case "IFERROR": {
        const arg = this.lower(first, at);
        const otherwise = this.lower(args[1] ?? ZERO, at);
        return arg === null ? null : make.ifError(arg, otherwise ?? make.constant(0));
      }
      case "CHOOSE":
      case "BYMONTH": {
        const index = name === "CHOOSE" ? this.lower(first, at) : null;
        const options = this.lowerAll(name === "CHOOSE" ? args.slice(1) : args, at);
        if ((name === "CHOOSE" && index === null) || options.every((option) => option === null)) return null;
        const known = options.map((option) => option ?? make.constant(0));
        return index === null ? make.byMonth(known) : make.choose(index, known);
      }
      case "PREV":
      case "LAG":
      case "COHORT":
      case "CUM":
        return this.lowerDelay(name, args, at);
      case "ALL":
        return this.totals.lower(first, at, { channels: true, periods: false });
      case "TOTAL":
        return this.totals.lower(first, at, { channels: false, periods: true });
      case "SHARE": {
        const [part, whole] = [
          this.lower(first, at),
          this.totals.lower(first, at, { channels: true, periods: false }),
        ];
        return part === null || whole === null ? null : make.divide(part, whole, at.zero);
      }
      case "EACH":
        return this.lower(first, at);
      case "SATURATE": {
        const parts = this.lowerAll([first, args[1] ?? ZERO, args[2] ?? ZERO, args[3] ?? ONE], at);
        const [arg = null, cap = null, half = null, shape = null] = parts;
        if (arg === null || cap === null || half === null || shape === null) return null;
        return make.saturate(arg, cap, half, shape);
      }
      case "PERIOD":
        return make.calendar("period");
      case "MONTH":
        return make.calendar("month");
      case "DAYS":
        return make.calendar("days");
    }
  }

  private lowerAll(args: readonly Tree[], at: Place): (Expr | null)[] {
    return args.map((arg) => this.lower(arg, at));
  }

  private lowerDelay(name: "PREV" | "LAG" | "COHORT" | "CUM", args: readonly Tree[], at: Place): Expr | null {
    const { make } = this;
    const own: Tree = { kind: "row", row: at.row };
    const first = args[0];
    const arg = this.lower(first === undefined || first.kind === "self" ? own : first, at);
    if (name === "PREV") {
      const n = args[1] === undefined ? 1 : wholeNumber(args[1]);
      if (n === null) return this.fail("#VALUE!", engineMessages.badPrev(), [at.row]);
      const start = this.lower(args[2] ?? ZERO, at) ?? make.constant(0);
      return arg === null ? null : make.prev(arg, n, start);
    }
    if (name === "CUM") {
      const last = args[1] === undefined ? null : wholeNumber(args[1]);
      if (args[1] !== undefined && last === null) {
        return this.fail("#VALUE!", engineMessages.badWindow(), [at.row]);
      }
      return arg === null ? null : make.cum(arg, last);
    }
    const rest = this.lowerAll(args.slice(1), at).map((expr) => expr ?? make.constant(0));
    if (name === "COHORT") return arg === null ? null : make.cohort(arg, rest);
    if (!this.areWeights(args.slice(1), rest)) {
      return this.fail("#VALUE!", engineMessages.badLag(), [at.row]);
    }
    return arg === null ? null : make.lag(arg, rest);
  }

  /** LAG's weights: literals, or plan-wide rows; where all are literals their sum is known to be 1 here. */
  private areWeights(trees: readonly Tree[], exprs: readonly Expr[]): boolean {
    if (trees.length === 0) return false;
    let sum = 0;
    let literals = true;
    for (const [i, expr] of exprs.entries()) {
      if (expr.op === "const") {
        sum += expr.value;
        continue;
      }
      literals = false;
      const tree = trees[i];
      if (tree?.kind !== "row" || this.plan.rows.get(tree.row)?.scope !== "plan") return false;
    }
    return !literals || Math.abs(sum - 1) <= 1e-6;
  }

  /**
   * Σ over the channels in which something applies. Where it is pruned otherwise in some channels, each kind
   * is summed by itself.
   */
  sumOverChannels(inChannel: (channel: ChannelId) => Expr | null): Expr | null {
    const groups = new Map<Expr, ChannelId[]>();
    for (const channel of this.channels) {
      const expr = inChannel(channel);
      if (expr === null) continue;
      const group = groups.get(expr);
      if (group === undefined) groups.set(expr, [channel]);
      else group.push(channel);
    }
    return this.fold(
      "add",
      [...groups].map(([expr, channels]) => this.make.all(expr, channels)),
    );
  }
}

const NO_SPANS = new Map<never, never>();
const ZERO: Tree = { kind: "number", value: 0 };
const ONE: Tree = { kind: "number", value: 1 };

function isTotal(node: Tree): boolean {
  return node.kind === "call" && node.name === "TOTAL";
}

/** A literal whole number of 1 or more. */
function wholeNumber(tree: Tree): number | null {
  return tree.kind === "number" && Number.isInteger(tree.value) && tree.value >= 1 ? tree.value : null;
}
