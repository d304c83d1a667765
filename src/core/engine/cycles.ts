import type { RowId } from "../plan/ids.ts";
import type { Expr, LoweredRow } from "./expr.ts";

/** How an expression reads a row. `now`: in the same period; `before`: only in earlier ones; `whole`: TOTAL. */
export type Reading = "now" | "before" | "whole";

/** Calls back for every row that an expression reads. Shared parts are looked at once per way of reading. */
export function visitReads(expr: Expr, visit: (row: RowId, reading: Reading) => void): void {
  const seen: Record<Reading, Set<Expr>> = { now: new Set(), before: new Set(), whole: new Set() };
  const walk = (node: Expr, reading: Reading): void => {
    if (seen[reading].has(node)) return;
    seen[reading].add(node);
    if (node.op === "row") visit(node.row, reading);
    const later = reading === "now" ? "before" : reading;
    if (node.op === "prev") {
      walk(node.arg, later);
      walk(node.start, reading);
    } else if (node.op === "lag") {
      const [first] = node.weights;
      const isDelayed = first?.op === "const" && first.value === 0;
      walk(node.arg, isDelayed ? later : reading);
      for (const weight of node.weights) walk(weight, reading);
    } else if (node.op === "total") {
      walk(node.arg, "whole");
    } else {
      for (const part of partsOfExpr(node)) walk(part, reading);
    }
  };
  walk(expr, "now");
}

/** The direct parts of an expression. */
export function partsOfExpr(expr: Expr): readonly Expr[] {
  switch (expr.op) {
    case "const":
    case "row":
    case "calendar":
    case "channel":
      return [];
    case "unary":
    case "cum":
    case "all":
    case "total":
      return [expr.arg];
    case "binary":
    case "divide":
      return [expr.left, expr.right];
    case "round":
      return [expr.arg, expr.digits];
    case "if":
      return [expr.test, expr.then, expr.otherwise];
    case "iferror":
      return [expr.arg, expr.otherwise];
    case "choose":
      return [expr.index, ...expr.options];
    case "bymonth":
      return expr.options;
    case "prev":
      return [expr.arg, expr.start];
    case "lag":
      return [expr.arg, ...expr.weights];
    case "cohort":
      return [expr.arg, ...expr.rates];
    case "saturate":
      return [expr.arg, expr.cap, expr.half, expr.shape];
  }
}

/** How far back an expression reads, in periods: PREV's n, LAG's weights − 1, CUM's window − 1. */
export function reachOfExpr(expr: Expr): number {
  const known = new Map<Expr, number>();
  const reach = (node: Expr): number => {
    const before = known.get(node);
    if (before !== undefined) return before;
    let far = 0;
    for (const part of partsOfExpr(node)) far = Math.max(far, reach(part));
    if (node.op === "prev") far = Math.max(reach(node.arg) + node.n, reach(node.start));
    if (node.op === "lag") far += node.weights.length - 1;
    if (node.op === "cum" && node.window !== null) far += node.window - 1;
    known.set(node, far);
    return far;
  };
  return reach(expr);
}

/** Every expression of a row's lines and cells. */
export function exprsOfRow(row: LoweredRow): Set<Expr> {
  const exprs = new Set<Expr>();
  for (const line of row.lines) {
    if (line.expr !== null) exprs.add(line.expr);
    for (const expr of line.cellExprs.values()) exprs.add(expr);
  }
  return exprs;
}

/** A cycle that cannot be computed; its rows in the order in which each needs the next. */
export interface Cycle {
  readonly rows: readonly RowId[];
  /** Whether a TOTAL is in it, rather than its delays being too few. */
  readonly whole: boolean;
}

/**
 * The cycles that are errors: of same-period reads alone, or with a TOTAL in them. Each row is in one at
 * most; rows that merely read a cycle's rows are not named. [DL2] [DL4]
 */
export function findBadCycles(rows: readonly LoweredRow[]): Cycle[] {
  const reads = new Map<RowId, Map<RowId, Set<Reading>>>();
  for (const row of rows) {
    const targets = new Map<RowId, Set<Reading>>();
    for (const expr of exprsOfRow(row)) {
      visitReads(expr, (target, reading) => {
        targets.set(target, (targets.get(target) ?? new Set()).add(reading));
      });
    }
    reads.set(row.row, targets);
  }
  const edges = (isWanted: (kinds: Set<Reading>) => boolean): Map<RowId, RowId[]> =>
    new Map(
      [...reads].map(([row, targets]) => [
        row,
        [...targets]
          .filter(([target, kinds]) => reads.has(target) && isWanted(kinds))
          .map(([target]) => target),
      ]),
    );
  const now = edges((kinds) => kinds.has("now"));
  const cycles: Cycle[] = components(now)
    .filter((rowsOfOne) => isCyclic(rowsOfOne, now))
    .map((rowsOfOne) => ({ rows: walkRound(rowsOfOne, now), whole: false }));
  const all = edges(() => true);
  for (const group of components(all)) {
    const inGroup = new Set(group);
    for (const from of group) {
      const to = [...(reads.get(from) ?? [])].find(
        ([target, kinds]) => inGroup.has(target) && kinds.has("whole"),
      );
      if (to === undefined || cycles.some(({ rows: known }) => known.includes(from))) continue;
      cycles.push({ rows: [from, ...pathBetween(to[0], from, all)], whole: true });
      break;
    }
  }
  return cycles;
}

function isCyclic(rows: readonly RowId[], edges: ReadonlyMap<RowId, readonly RowId[]>): boolean {
  const [only] = rows;
  return rows.length > 1 || (only !== undefined && (edges.get(only) ?? []).includes(only));
}

/** One way round through a strongly connected set, from its first row on. */
function walkRound(rows: readonly RowId[], edges: ReadonlyMap<RowId, readonly RowId[]>): RowId[] {
  const inside = new Set(rows);
  const [first] = rows;
  if (first === undefined) return [];
  const within = new Map(rows.map((row) => [row, (edges.get(row) ?? []).filter((next) => inside.has(next))]));
  const next = (within.get(first) ?? [])[0];
  return next === undefined || next === first ? [first] : [first, ...pathBetween(next, first, within)];
}

/** Rows on a shortest way from one row to another, the latter left out. */
function pathBetween(from: RowId, to: RowId, edges: ReadonlyMap<RowId, readonly RowId[]>): RowId[] {
  if (from === to) return [];
  const cameFrom = new Map<RowId, RowId | null>([[from, null]]);
  const queue = [from];
  for (let i = 0; i < queue.length; i++) {
    const row = queue[i] ?? from;
    for (const next of edges.get(row) ?? []) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, row);
      queue.push(next);
    }
  }
  const path: RowId[] = [];
  for (let row = cameFrom.get(to) ?? null; row !== null; row = cameFrom.get(row) ?? null) path.unshift(row);
  return path;
}

/**
 * Strongly connected components, without recursion: a plan may be a chain of any length.
 * Source: R. Tarjan, "Depth-First Search and Linear Graph Algorithms" (1972).
 */
export function components(edges: ReadonlyMap<RowId, readonly RowId[]>): RowId[][] {
  const index = new Map<RowId, number>();
  const low = new Map<RowId, number>();
  const stack: RowId[] = [];
  const onStack = new Set<RowId>();
  const found: RowId[][] = [];
  const open = (row: RowId): { row: RowId; next: number } => {
    index.set(row, index.size);
    low.set(row, index.size - 1);
    stack.push(row);
    onStack.add(row);
    return { row, next: 0 };
  };
  for (const start of edges.keys()) {
    if (index.has(start)) continue;
    const frames = [open(start)];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const { row } = frame;
      const target = edges.get(row)?.[frame.next++];
      if (target !== undefined) {
        if (!index.has(target)) frames.push(open(target));
        else if (onStack.has(target)) low.set(row, Math.min(low.get(row) ?? 0, index.get(target) ?? 0));
        continue;
      }
      frames.pop();
      const parent = frames.at(-1);
      if (parent !== undefined) {
        low.set(parent.row, Math.min(low.get(parent.row) ?? 0, low.get(row) ?? 0));
      }
      if (low.get(row) !== index.get(row)) continue;
      const group: RowId[] = [];
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        onStack.delete(member);
        group.unshift(member);
        if (member === row) break;
      }
      found.push(group);
    }
  }
  return found;
}
