import { contains } from "../formula/walk.ts";
import type { Tree } from "../plan/formula.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { ChannelId, LineId, RowId } from "../plan/ids.ts";
import { formulaOf, orderedIds, rowsInOrder } from "../plan/plan.ts";
import type { Plan, Row } from "../plan/plan.ts";
import { isAdditive } from "../plan/unit.ts";
import { findProduct, splitProduct, productOf } from "./product.ts";
import { stocksOf } from "./stock.ts";
import { addsUp, isAddingRow, rowsRead } from "./tree.ts";

/**
 * How a row's totals are made, still as trees: what `TotalRule` is before it is lowered. Trees stand by line:
 * a plan-wide row may have them by channel, and they are then summed over channels. [TO1]–[TO6]
 */
export type TreeRule =
  | { readonly kind: "sum"; readonly stock: boolean }
  | RatioTree
  | MeanTree
  | { readonly kind: "totals"; readonly tree: Tree; readonly typedOver: RatioTree | null }
  | { readonly kind: "last" | "first"; readonly of: TreeRule }
  | { readonly kind: "average" | "none" };

export interface RatioTree {
  readonly kind: "ratio";
  readonly at: readonly { readonly line: LineId; readonly num: Tree; readonly den: Tree }[];
}

/** Weights by line. */
export interface MeanTree {
  readonly kind: "mean";
  readonly at: readonly LineTree[];
}

export interface LineTree {
  readonly line: LineId;
  readonly tree: Tree;
}

const NONE: TreeRule = { kind: "none" };
const FLOW: TreeRule = { kind: "sum", stock: false };

/** Functions that branch or remember: a rate computed with one has the total of its first user. [TO4] */
const BRANCHING: ReadonlySet<string> = new Set([
  ..."IF AND OR NOT MIN MAX ABS ROUND ROUNDUP ROUNDDOWN INT MOD IFERROR CHOOSE".split(" "),
  ..."PREV TOTAL SQRT EXP LN LOG10 POWER BYMONTH".split(" "),
]);

/** Functions that totals can be put into instead of cells. */
const LINEAR: ReadonlySet<string> = new Set(["SUM", "ALL", "EACH", "SHARE"]);

/** The rules of a plan's totals. Made once per structure of a plan; each rule is worked out when asked for. */
export class TotalTrees {
  private readonly plan: Plan;
  private readonly rules = new Map<RowId, TreeRule>();
  private readonly asked = new Set<RowId>();
  /** Rows that add, in the order of the screen, by the rows that their formulas read. */
  private readonly users = new Map<RowId, RowId[]>();
  private readonly addingRows: RowId[] = [];
  private readonly channels: readonly ChannelId[];
  private readonly stocks: ReadonlySet<RowId>;

  constructor(plan: Plan) {
    this.plan = plan;
    this.channels = orderedIds(plan.channels);
    this.stocks = stocksOf(plan);
    for (const id of rowsInOrder(plan)) {
      if (!isAddingRow(plan, id)) continue;
      this.addingRows.push(id);
      for (const read of this.rowsReadBy(id)) {
        const users = this.users.get(read);
        if (users === undefined) this.users.set(read, [id]);
        else users.push(id);
      }
    }
  }

  /** The rule of a row; `none` for one that is gone. */
  ruleOf(id: RowId): TreeRule {
    const known = this.rules.get(id);
    if (known !== undefined) return known;
    const row = this.plan.rows.get(id);
    // A rule that needs itself (formulas in a circle) finds nothing there.
    if (row === undefined || this.asked.has(id)) return NONE;
    return this.findRule(id, row);
  }

  /**
   * Finds a row's rule after those of the rates that it reads, on a list of its own instead of the stack: ten thousand
   * rows in a chain are no deeper than two.
   */
  private findRule(id: RowId, row: Row): TreeRule {
    const path = [{ id, row, reads: [...this.rowsReadBy(id)] }];
    this.asked.add(id);
    for (;;) {
      const top = path.at(-1);
      // The first of the path is the one that was asked for.
      if (top === undefined) return this.rules.get(id) ?? NONE;
      const read = top.reads.pop();
      if (read === undefined) {
        this.rules.set(top.id, this.chosenRule(top.id, top.row));
        this.asked.delete(top.id);
        path.pop();
        continue;
      }
      const next = this.plan.rows.get(read);
      const isOpen = next !== undefined && !this.rules.has(read) && !this.asked.has(read);
      if (!isOpen || isAddingRow(this.plan, read)) continue;
      this.asked.add(read);
      path.push({ id: read, row: next, reads: [...this.rowsReadBy(read)] });
    }
  }

  /** `linesOf`, without putting the channels in order each time. */
  private linesOf(row: Row): readonly LineId[] {
    return row.scope === "plan" ? [PLAN_WIDE] : this.channels;
  }

  /** [TO6] What the person chose stands before what the engine would do. */
  private chosenRule(id: RowId, row: Row): TreeRule {
    const choice = row.totalBy;
    if (choice === "auto") return this.autoRule(id, row);
    if (choice === "sum") return FLOW;
    if (choice === "average" || choice === "none") return { kind: choice };
    if (choice === "last" || choice === "first") {
      if (!isAdditive(row.unit)) return { kind: choice, of: this.autoRule(id, row) };
      return choice === "last" ? { kind: "sum", stock: true } : { kind: "first", of: FLOW };
    }
    const weight: Tree = { kind: "row", row: choice.weightedBy };
    const weightRow = this.plan.rows.get(choice.weightedBy);
    if (weightRow === undefined) return NONE;
    const lines =
      row.scope === "plan" && weightRow.scope === "channel" ? this.linesOf(weightRow) : this.linesOf(row);
    return { kind: "mean", at: lines.map((line) => ({ line, tree: weight })) };
  }

  private autoRule(id: RowId, row: Row): TreeRule {
    if (isAdditive(row.unit)) return { kind: "sum", stock: this.stocks.has(id) };
    const formulas = this.formulasOf(id, row);
    if (formulas === null) return this.weightOfUser(id, row) ?? NONE;
    const trees = [...new Set(formulas.at.map(({ tree }) => tree))];
    const [first] = trees;
    if (first === undefined || trees.some((tree) => contains(tree, isBranching))) {
      return this.weightOfUser(id, row) ?? this.ratioOf(formulas) ?? NONE;
    }
    const ratio = this.ratioOf(formulas);
    if (ratio !== null) return ratio;
    const typedOver = this.ratioByParts(formulas) ?? this.ratioByUser(id, row, formulas);
    if (trees.length === 1 && !contains(first, isNonlinear) && this.partsHaveTotals(first)) {
      return { kind: "totals", tree: first, typedOver };
    }
    return this.weightOfUser(id, row) ?? typedOver ?? NONE;
  }

  /**
   * The formulas of a computed row by line, those of lines that are typed being the row's own; null for an
   * assumption: a row without a formula of its own, unless all its lines have one.
   */
  private formulasOf(id: RowId, row: Row): { readonly at: readonly LineTree[] } | null {
    const own = this.plan.formulas.get(id);
    const at: LineTree[] = [];
    for (const line of this.linesOf(row)) {
      const formula = formulaOf(this.plan, id, line);
      if (formula?.kind === "none") continue;
      const ruling = formula ?? own;
      if (ruling === undefined) return null;
      if (ruling.kind === "tree") at.push({ line, tree: ruling.tree });
    }
    return { at };
  }

  /** [TO3] A quotient of two quantities that add, in every line: Σ of the one over Σ of the other. */
  private ratioOf(formulas: { readonly at: readonly LineTree[] }): RatioTree | null {
    const at: { line: LineId; num: Tree; den: Tree }[] = [];
    const split = new Map<Tree, { num: Tree; den: Tree }>();
    for (const { line, tree } of formulas.at) {
      const known = split.get(tree);
      if (known !== undefined) {
        at.push({ line, ...known });
        continue;
      }
      const bare = tree.kind === "call" && tree.name === "IFERROR" ? (tree.args[0] ?? tree) : tree;
      const { num, den } = splitProduct(bare);
      const [top, bottom] = [productOf(num), productOf(den)];
      if (den.length === 0 || !addsUp(this.plan, top) || !addsUp(this.plan, bottom)) return null;
      split.set(tree, { num: top, den: bottom });
      at.push({ line, num: top, den: bottom });
    }
    return at.length === 0 ? null : { kind: "ratio", at };
  }

  /** Whether every rate in a tree has a total of its own, so that the tree can be computed from totals. */
  private partsHaveTotals(tree: Tree): boolean {
    const rows = [...rowsRead(tree, "")];
    return rows.every((row) => isAddingRow(this.plan, row) || this.ruleOf(row).kind !== "none");
  }

  /**
   * [TO3] For a product of rates with cells typed over: the weight of its first rate, times what it is
   * divided by, so that E2E = [Visitor to demo]·[Demo to sale] weighs by Visitors, and CPC = CPM ÷ CTR by clicks.
   */
  private ratioByParts(formulas: { readonly at: readonly LineTree[] }): RatioTree | null {
    const at: { line: LineId; num: Tree; den: Tree }[] = [];
    for (const { line, tree } of formulas.at) {
      const { num, den } = splitProduct(tree);
      const rate = [...rowsRead(productOf(num), "")].find((row) => !isAddingRow(this.plan, row));
      const weight = rate === undefined ? undefined : this.weightAt(rate, line);
      if (weight === undefined) return null;
      at.push({ line, num: productOf([weight, ...num]), den: productOf([weight, ...den]) });
    }
    return at.length === 0 ? null : { kind: "ratio", at };
  }

  private ratioByUser(id: RowId, row: Row, formulas: { readonly at: readonly LineTree[] }): RatioTree | null {
    const mean = this.weightOfUser(id, row);
    if (mean === null) return null;
    const at = formulas.at.flatMap(({ line, tree }) => {
      const weight = mean.at.find((candidate) => candidate.line === line)?.tree;
      return weight === undefined ? [] : [{ line, num: productOf([weight, tree]), den: weight }];
    });
    return at.length === 0 ? null : { kind: "ratio", at };
  }

  /** What one row is weighted by, in one line. */
  private weightAt(id: RowId, line: LineId): Tree | undefined {
    const rule = this.ruleOf(id);
    if (rule.kind === "mean") return rule.at.find((candidate) => candidate.line === line)?.tree;
    const ratio = rule.kind === "totals" ? rule.typedOver : rule;
    return ratio?.kind === "ratio" ? ratio.at.find((candidate) => candidate.line === line)?.den : undefined;
  }

  /**
   * [TO4] The weight that makes the total column obey the formula of the first row, in the order of the
   * screen, that adds and multiplies or divides by this one. First where it stands as a factor itself; then
   * within a sum that is a factor, `Customers * (1 - Churn)`; then where a computed rate stands for it.
   */
  private weightOfUser(id: RowId, row: Row): MeanTree | null {
    for (const how of ["factor", "term"] as const) {
      for (const user of this.users.get(id) ?? []) {
        const mean = this.weightIn(user, id, row, how, (tree) => tree);
        if (mean !== null) return mean;
      }
    }
    for (const user of this.addingRows) {
      const mean = this.weightIn(user, id, row, "factor", (tree) => this.spellOut(tree, id, 8));
      if (mean !== null) return mean;
    }
    return null;
  }

  private weightIn(
    userId: RowId,
    id: RowId,
    row: Row,
    how: "factor" | "term",
    prepare: (tree: Tree) => Tree,
  ): MeanTree | null {
    const user = this.plan.rows.get(userId);
    if (user === undefined || userId === id) return null;
    const channels = this.channels;
    const at: LineTree[] = [];
    const products = new Map<Tree, ReturnType<typeof findProduct>>();
    for (const line of this.linesOf(user)) {
      const formula = formulaOf(this.plan, userId, line);
      if (formula?.kind !== "tree") continue;
      const { tree } = formula;
      const found = products.get(tree) ?? findProduct(this.plan, prepare(tree), id, how);
      products.set(tree, found);
      if (found === null) continue;
      // A plan-wide row reads per-channel ones inside ALL: there the product stands in every channel.
      const everywhere = line === PLAN_WIDE && (found.inAll || row.scope === "channel");
      for (const where of everywhere ? channels : [line]) at.push({ line: where, tree: found.weight });
      if (row.scope === "plan" && found.inAll && line !== PLAN_WIDE) break;
    }
    return at.length === 0 ? null : { kind: "mean", at };
  }

  /** A tree with computed rates that depend on a row replaced by their formulas. */
  private spellOut(tree: Tree, on: RowId, depth: number): Tree {
    if (depth === 0) return tree;
    if (tree.kind === "row") {
      const formula = this.plan.formulas.get(tree.row);
      const isRate = this.plan.rows.has(tree.row) && !isAddingRow(this.plan, tree.row);
      if (tree.row === on || !isRate || formula?.kind !== "tree" || contains(formula.tree, isBranching))
        return tree;
      const inner = this.spellOut(formula.tree, on, depth - 1);
      return contains(inner, (node) => node.kind === "row" && node.row === on) ? inner : tree;
    }
    switch (tree.kind) {
      case "percent":
      case "negate":
        return { kind: tree.kind, arg: this.spellOut(tree.arg, on, depth) };
      case "binary": {
        const left = this.spellOut(tree.left, on, depth);
        return { ...tree, left, right: this.spellOut(tree.right, on, depth) };
      }
      case "call":
        return { ...tree, args: tree.args.map((arg) => this.spellOut(arg, on, depth)) };
      default:
        return tree;
    }
  }

  /** The rows that a row's formulas read, its own and those of its channels. */
  private rowsReadBy(id: RowId): Set<RowId> {
    const rows = new Set<RowId>();
    const row = this.plan.rows.get(id);
    if (row === undefined) return rows;
    for (const line of this.linesOf(row)) {
      const formula = formulaOf(this.plan, id, line);
      if (formula?.kind === "tree") rowsRead(formula.tree, id, rows);
    }
    return rows;
  }
}

function isBranching(node: Tree): boolean {
  if (node.kind === "call") return BRANCHING.has(node.name);
  return node.kind === "binary" && !["+", "-", "*", "/"].includes(node.op);
}

/** What has no meaning where totals stand instead of cells. */
function isNonlinear(node: Tree): boolean {
  return node.kind === "channel" || (node.kind === "call" && !LINEAR.has(node.name));
}
