import type { Engine } from "../engine/engine.ts";
import type { CellRef } from "../engine/quantity.ts";
import { reachOf } from "../formula/walk.ts";
import { insightCheckMessages as messages } from "../messages/insight-check.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import { formulaOf } from "../plan/plan.ts";
import type { Row } from "../plan/plan.ts";
import { cellAsQuantity, linesApplying, readBeside } from "./check-read.ts";
import type { Finding, Say } from "./check.ts";

/**
 * [CK2] Stages larger than the one before them. What takes time to arrive is left out: the months of a stage are then
 * not those of the one before. So is a step that multiplies (items an order), and one whose rate was already named.
 */
export function findLargerStages(engine: Engine, say: Say, named: ReadonlySet<RowId>): Finding[] {
  const { plan } = engine;
  const findings: Finding[] = [];
  for (const [id, row] of plan.rows) {
    const from = row.stage?.from ?? null;
    const before = from === null ? undefined : plan.rows.get(from);
    if (from === null || before === undefined || !isHeads(row) || !isHeads(before)) continue;
    const rate = row.stage?.rate ?? null;
    if (rate !== null && (named.has(rate) || plan.rows.get(rate)?.unit !== "rate")) continue;
    const cells = linesApplying(engine, id)
      .filter((line) => !isDelayed(engine, id, line) && !(before.scope === "plan" && row.scope === "channel"))
      .flatMap((line) => cellsOver(engine, id, from, line));
    const [first] = cells;
    if (first === undefined) continue;
    const at = cellAsQuantity(first);
    const text = messages.stageLarger(
      row.name,
      say.value(row, engine.value(id, first.line, first.t)),
      before.name,
      say.value(before, readBeside(engine, from, first.line, first.t)),
      say.where(at),
      cells.length - 1,
    );
    findings.push({ code: "stageLarger", text, at, cells, severity: "warning" });
  }
  return findings;
}

function isHeads(row: Row): boolean {
  return row.unit === "count" || row.unit === "people";
}

function isDelayed(engine: Engine, row: RowId, line: LineId): boolean {
  const formula = formulaOf(engine.plan, row, line);
  return formula?.kind === "tree" && reachOf(formula.tree) > 0;
}

function cellsOver(engine: Engine, row: RowId, from: RowId, line: LineId): CellRef[] {
  const cells: CellRef[] = [];
  for (let t = 0; t < engine.periods; t++) {
    const [value, limit] = [engine.value(row, line, t), readBeside(engine, from, line, t)];
    if (value > limit * (1 + 1e-9) + 1e-9) cells.push({ row, line, t });
  }
  return cells;
}
