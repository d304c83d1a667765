import type { Tree } from "../plan/formula.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import { rowsInOrder, startOrdinal } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";
import { readsOf } from "./walk.ts";
import type { Reads } from "./walk.ts";

/** What each row reads, over all its formulas: its own, its channels', its cells'. [DL2] */
export type ReadGraph = ReadonlyMap<RowId, Reads>;

/** The graph of a plan, rows in the order of the screen. Rows without formulas read nothing. */
export function readGraphOf(plan: Plan): ReadGraph {
  const treesByRow = new Map<RowId, Tree[]>();
  for (const id of rowsInOrder(plan)) treesByRow.set(id, []);
  const add = (row: RowId, tree: Tree): void => {
    treesByRow.get(row)?.push(tree);
  };
  for (const [key, formula] of plan.formulas) {
    if (formula.kind !== "tree") continue;
    const slash = key.indexOf("/");
    const row = slash < 0 ? key : key.slice(0, slash);
    const line = slash < 0 ? null : key.slice(slash + 1);
    if (isInForce(plan, row, line)) add(row, formula.tree);
  }
  const start = startOrdinal(plan.settings);
  for (const [row, lines] of plan.cells) {
    for (const [line, series] of lines) {
      if (line !== PLAN_WIDE && !plan.channels.has(line)) continue;
      for (const [ordinal, detail] of series.details) {
        const inPlan = ordinal >= start && ordinal < start + plan.settings.periods;
        if (inPlan && detail.formula?.kind === "tree") add(row, detail.formula.tree);
      }
    }
  }
  const graph = new Map<RowId, Reads>();
  for (const [row, trees] of treesByRow) graph.set(row, readsOf(trees, row));
  return graph;
}

/** Whether any line is ruled by a stored formula: a row's own is not where every channel has another. */
function isInForce(plan: Plan, row: RowId, line: LineId | null): boolean {
  const isPlanWide = plan.rows.get(row)?.scope === "plan";
  if (line !== null) return !isPlanWide && plan.channels.has(line);
  if (isPlanWide || plan.channels.size === 0) return true;
  for (const channel of plan.channels.keys()) {
    if (!plan.formulas.has(`${row}/${channel}`)) return true;
  }
  return false;
}

/**
 * The shortest way from a row back to itself along reads in the same period, from what reads to what is read;
 * its first row once. Nothing where there is no such way.
 */
export function cycleThrough(graph: ReadGraph, row: RowId): RowId[] | null {
  return wayTo(graph, row, row, (reads) => reads.now);
}

/** The rows of a circle, delayed or not, in which one of them reads another's TOTAL, through a row. [DL4] */
export function totalCycleThrough(graph: ReadGraph, row: RowId): RowId[] | null {
  const below = reachableFrom(graph, row);
  for (const reader of [row, ...below]) {
    for (const read of graph.get(reader)?.totals ?? []) {
      if (reader !== row && wayTo(graph, reader, row, (reads) => reads.all) === null) continue;
      if (read === reader) return [reader];
      const back = wayTo(graph, read, reader, (reads) => reads.all);
      if (back !== null) return [reader, ...back];
    }
  }
  return null;
}

function reachableFrom(graph: ReadGraph, row: RowId): Set<RowId> {
  const reached = new Set<RowId>();
  const queue = [row];
  for (let i = 0; i < queue.length; i++) {
    // i < queue.length, and the queue has no holes
    for (const read of graph.get(queue[i]!)?.all ?? []) {
      if (reached.has(read)) continue;
      reached.add(read);
      queue.push(read);
    }
  }
  return reached;
}

/** Breadth first from `from`, at least one step, to `to`; the rows on the way, `from` with, `to` without. */
function wayTo(
  graph: ReadGraph,
  from: RowId,
  to: RowId,
  pick: (reads: Reads) => ReadonlySet<RowId>,
): RowId[] | null {
  const cameFrom = new Map<RowId, RowId>();
  const queue = [from];
  for (let i = 0; i < queue.length; i++) {
    // i < queue.length, and the queue has no holes
    const reader = queue[i]!;
    const reads = graph.get(reader);
    if (reads === undefined) continue;
    for (const read of pick(reads)) {
      if (read === to) {
        const way = [reader];
        for (let row = reader; row !== from;) {
          // everything in the queue but `from` was put there by some row
          row = cameFrom.get(row)!;
          way.push(row);
        }
        return way.reverse();
      }
      if (read === from || cameFrom.has(read)) continue;
      cameFrom.set(read, reader);
      queue.push(read);
    }
  }
  return null;
}

/** One circle of reads in the same period, its rows in order; nothing where every cell can be computed. */
export function findCycle(plan: Plan): RowId[] | null {
  return findCycles(plan)[0] ?? null;
}

/**
 * One circle for each group of rows that read each other round and round in the same period: its rows from
 * the first on the screen, each reading the next, the last reading the first. [DL2]
 */
export function findCycles(plan: Plan): RowId[][] {
  const graph = readGraphOf(plan);
  const groups = groupsOf(graph, (reads) => reads.now);
  const order = new Map([...graph.keys()].map((row, i) => [row, i]));
  const found: RowId[][] = [];
  for (const group of groups) {
    const first = [...group].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))[0];
    const cycle = first === undefined ? null : cycleThrough(graph, first);
    if (cycle !== null) found.push(cycle);
  }
  return found.sort((a, b) => (order.get(a[0] ?? "") ?? 0) - (order.get(b[0] ?? "") ?? 0));
}

/**
 * Strongly connected components, by Tarjan's algorithm ("Depth-first search and linear graph algorithms",
 * 1972) without recursion: a ring of ten thousand rows is no deeper than one of two.
 */
export function groupsOf(graph: ReadGraph, pick: (reads: Reads) => ReadonlySet<RowId>): RowId[][] {
  const indexes = new Map<RowId, number>();
  const lows = new Map<RowId, number>();
  const onStack = new Set<RowId>();
  const stack: RowId[] = [];
  const groups: RowId[][] = [];
  interface Visit {
    readonly row: RowId;
    readonly reads: Iterator<RowId>;
  }
  const open = (row: RowId): Visit => {
    indexes.set(row, indexes.size);
    lows.set(row, indexes.size - 1);
    stack.push(row);
    onStack.add(row);
    const reads = graph.get(row);
    return { row, reads: (reads === undefined ? new Set<RowId>() : pick(reads)).values() };
  };
  const lower = (row: RowId, to: number): void => {
    lows.set(row, Math.min(lows.get(row) ?? to, to));
  };
  for (const root of graph.keys()) {
    if (indexes.has(root)) continue;
    const visits = [open(root)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const step = visit.reads.next();
      if (step.done !== true) {
        const index = indexes.get(step.value);
        if (index === undefined) visits.push(open(step.value));
        else if (onStack.has(step.value)) lower(visit.row, index);
        continue;
      }
      visits.pop();
      const low = lows.get(visit.row) ?? 0;
      const parent = visits.at(-1);
      if (parent !== undefined) lower(parent.row, low);
      if (low !== indexes.get(visit.row)) continue;
      const group: RowId[] = [];
      for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
        onStack.delete(row);
        group.push(row);
        if (row === visit.row) break;
      }
      groups.push(group);
    }
  }
  return groups;
}
