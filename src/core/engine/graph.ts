import type { Reading } from "./cycles.ts";

/** How row `from` reads row `row`; rows by their index. */
export interface Edge {
  readonly row: number;
  readonly reading: Reading;
}

/**
 * Rows that are computed together. A unit of one row that does not read itself runs over any rectangle at
 * once; a recurrent one, whose rows read each other's earlier periods, runs period by period.
 */
export interface Unit {
  /** In an order in which every row comes after those it reads in the same period. */
  readonly rows: readonly number[];
  readonly recurrent: boolean;
}

/**
 * Orders rows so that each comes after all it reads, and gathers those that read each other in a circle.
 * Source: R. Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion.
 *
 * A circle within one period cannot be computed; lowering has cut all of those, so here it is a bug: throws.
 */
export function orderRows(reads: readonly (readonly Edge[])[]): Unit[] {
  return components(reads.map((edges) => edges.map((edge) => edge.row))).map((rows) => {
    const members = new Set(rows);
    const inside = (row: number): Edge[] => (reads[row] ?? []).filter((edge) => members.has(edge.row));
    const recurrent = rows.some((row) => inside(row).length > 0);
    if (!recurrent) return { rows, recurrent };
    const place = new Map(rows.map((row, i) => [row, i]));
    const now = rows.map((row) =>
      inside(row).flatMap((edge) => (edge.reading === "before" ? [] : [place.get(edge.row) ?? 0])),
    );
    const order = components(now).map((group) => {
      const [first] = group;
      if (first === undefined || group.length > 1 || now[first]?.includes(first) === true) {
        throw new Error("Rows read each other in a circle within one period");
      }
      return rows[first] ?? 0;
    });
    return { rows: order, recurrent };
  });
}

/** Strongly connected components, each after all it leads to; members in ascending order. */
function components(next: readonly (readonly number[])[]): number[][] {
  const count = next.length;
  const index = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const onStack = new Uint8Array(count);
  const cursor = new Int32Array(count);
  const stack: number[] = [];
  const path: number[] = [];
  const found: number[][] = [];
  let seen = 0;
  const enter = (node: number): void => {
    index[node] = low[node] = seen++;
    stack.push(node);
    path.push(node);
    onStack[node] = 1;
  };
  /** `!`: nodes are 0…count−1, and so are all that `next` names. */
  const leave = (node: number): void => {
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
    if (low[node] !== index[node]) return;
    const members: number[] = [];
    for (let member = -1; member !== node;) {
      member = stack.pop()!;
      onStack[member] = 0;
      members.push(member);
    }
    found.push(members.sort((a, b) => a - b));
  };
  for (let start = 0; start < count; start++) {
    if (index[start] !== -1) continue;
    enter(start);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      // `!`: node and child are among 0…count−1.
      const child = next[node]?.[cursor[node]!++];
      if (child === undefined) leave(node);
      else if (index[child] === -1) enter(child);
      else if (onStack[child] === 1) low[node] = Math.min(low[node]!, index[child]!); // `!`: as above
    }
  }
  return found;
}
