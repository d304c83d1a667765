import { createEngine } from "../engine/engine.ts";
import type { Engine } from "../engine/engine.ts";
import { isAdditive } from "../plan/unit.ts";
import { joinSides } from "./join.ts";
import type { Joined } from "./join.ts";
import type { Side, Union } from "./union.ts";

/**
 * The two sides joined so that the ends of the way show what the sides do, as far as that can be had: lines that
 * look the same but come out otherwise at an end are mixed. [XP5]
 */
export function joinToEnds(a: Side, b: Side, union: Union): Joined {
  const forced = new Set<string>();
  for (;;) {
    const joined = joinSides(a, b, union, forced);
    if (union.isSame) return joined;
    const engine = createEngine(joined.plan, joined.lowered);
    for (const mover of joined.movers) engine.setCell(mover.row, mover.line, mover.t, mover.from);
    const stray = strayLines(engine, a);
    for (const mover of joined.movers) engine.setCell(mover.row, mover.line, mover.t, mover.to);
    for (const line of strayLines(engine, b)) stray.add(line);
    const open = [...stray].filter((line) => !forced.has(line));
    if (open.length === 0) return joined;
    // Those that read none of the others first: the others may be right once these are.
    const rowOf = (line: string): string => line.slice(0, line.indexOf(" "));
    const rows = new Set(open.map(rowOf));
    const isFirst = (line: string): boolean =>
      ![...rows].some((row) => row !== rowOf(line) && engine.dependsOn(rowOf(line), row));
    const firsts = open.filter(isFirst);
    for (const line of firsts.length > 0 ? firsts : open) forced.add(line);
  }
}

/**
 * Lines whose cells, at one end of the way, are not what that side shows: `at` is the joined plan's engine with
 * its movers at that end. What is not there on the side must be 0 where it adds up.
 */
function strayLines(at: Engine, side: Side): Set<string> {
  const stray = new Set<string>();
  for (const { row, lines } of at.lowered.rows) {
    const record = at.plan.rows.get(row);
    if (record === undefined || row.endsWith("~s")) continue;
    for (const { line, applies } of lines) {
      if (!applies) continue;
      const isIn = side.plan.rows.has(row) && side.engine.applies(row, line);
      if (!isIn && !isAdditive(record.unit)) continue;
      for (let t = 0; t < at.periods; t++) {
        const wanted = isIn ? side.engine.value(row, line, t) : 0;
        const found = at.value(row, line, t);
        const gap = Math.abs(wanted - found);
        if (gap <= 1e-9 * Math.max(Math.abs(wanted), Math.abs(found)) || Object.is(wanted, found)) continue;
        stray.add(`${row} ${line}`);
        break;
      }
    }
  }
  return stray;
}
