import type { Quantity } from "../engine/quantity.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { ChannelId } from "../plan/ids.ts";
import { orderedIds, rowsInOrder } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";
import type { Part } from "./explanation.ts";
import type { Mover } from "./join.ts";
import type { Path } from "./path.ts";

/** One cell's part. */
interface CellPart {
  readonly mover: Mover;
  readonly value: number;
}

const NOWHERE = { row: null, channel: null, goal: null, from: 0, before: [], after: [] } as const;

/**
 * The integrated parts of single cells, put together as people know them: neighbouring periods of a row in one
 * channel; whole channels; goals; the rule of the total. In the order of the screen, in this order of kinds.
 *
 * values  as long as the path's parts: movers, goals, total.
 * plan    of both sides together.
 */
export function partsOfPath(path: Path, values: Float64Array, q: Quantity, plan: Plan): Part[] {
  const cells = path.movers.map((mover, i): CellPart => ({ mover, value: values[i] ?? 0 }));
  const parts = [...partsOfRows(cells, plan), ...partsOfChannels(cells, plan)];
  path.goals.forEach(({ problem, from, to }, i) => {
    if (from === to) return;
    const value = values[path.movers.length + i] ?? 0;
    const { row, channel } = problem.quantity;
    const ends = { before: [from], after: [to] };
    parts.push({ kind: "goal", row, channel, goal: problem.goal, from: 0, values: [value], ...ends, value });
  });
  if (path.hasOtherTotals) {
    const value = values[path.size - 1] ?? 0;
    parts.push({ ...NOWHERE, kind: "total", row: q.row, values: [value], value });
  }
  return parts;
}

function partsOfRows(cells: readonly CellPart[], plan: Plan): Part[] {
  const rank = new Map(rowsInOrder(plan).map((row, i) => [row, i]));
  const place = new Map(orderedIds(plan.channels).map((channel, i) => [channel, i]));
  const sorted = cells
    .filter(({ mover }) => mover.kind !== "channel")
    .sort(
      ({ mover: a }, { mover: b }) =>
        (rank.get(a.of) ?? 0) - (rank.get(b.of) ?? 0) ||
        (place.get(a.line) ?? 0) - (place.get(b.line) ?? 0) ||
        Number(a.kind === "formula") - Number(b.kind === "formula") ||
        a.t - b.t,
    );
  const runs: CellPart[][] = [];
  for (const cell of sorted) {
    const run = runs.at(-1);
    const last = run?.at(-1)?.mover;
    const { of, line, kind, t } = cell.mover;
    if (
      run !== undefined &&
      last?.of === of &&
      last.line === line &&
      last.kind === kind &&
      last.t === t - 1
    ) {
      run.push(cell);
    } else {
      runs.push([cell]);
    }
  }
  return runs.flatMap((run) => {
    const [first] = run;
    if (first === undefined) return [];
    const { kind, of, line, t } = first.mover;
    const isNumber = kind === "assumption";
    return [
      {
        kind,
        row: of,
        channel: line === PLAN_WIDE ? null : line,
        goal: null,
        from: t,
        values: run.map(({ value }) => value),
        before: isNumber ? run.map(({ mover }) => mover.from) : [],
        after: isNumber ? run.map(({ mover }) => mover.to) : [],
        value: run.reduce((sum, { value }) => sum + value, 0),
      },
    ];
  });
}

/** All that stands in a channel which one side lacks is one part. [XP5] */
function partsOfChannels(cells: readonly CellPart[], plan: Plan): Part[] {
  const byChannel = new Map<ChannelId, CellPart[]>();
  for (const cell of cells) {
    if (cell.mover.kind !== "channel") continue;
    const own = byChannel.get(cell.mover.line) ?? [];
    own.push(cell);
    byChannel.set(cell.mover.line, own);
  }
  return orderedIds(plan.channels).flatMap((channel) => {
    const own = byChannel.get(channel);
    if (own === undefined) return [];
    const from = Math.min(...own.map(({ mover }) => mover.t));
    const to = Math.max(...own.map(({ mover }) => mover.t));
    const values = Array.from({ length: to - from + 1 }, () => 0);
    for (const { mover, value } of own) values[mover.t - from] = (values[mover.t - from] ?? 0) + value;
    const value = values.reduce((sum, part) => sum + part, 0);
    return [{ ...NOWHERE, kind: "channel" as const, channel, from, values, value }];
  });
}
