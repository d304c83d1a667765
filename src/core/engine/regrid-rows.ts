import { rowsIn } from "../formula/walk.ts";
import { regridMessages } from "../messages/regrid.ts";
import { cellAt, EMPTY_SERIES, numberOf, withCell } from "../plan/cell.ts";
import type { CellValue, RowCells, Series } from "../plan/cell.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import { formulaOf, linesOf, startOrdinal } from "../plan/plan.ts";
import type { Plan, Row } from "../plan/plan.ts";
import { isAdditive } from "../plan/unit.ts";
import { createEngine } from "./engine.ts";
import type { Engine } from "./engine.ts";
import { findProduct } from "./product.ts";
import type { Factors } from "./quantity.ts";
import { joinCells } from "./regrid-cells.ts";
import type { Giver, Manner } from "./regrid-cells.ts";
import type { Frame, Note, Part } from "./regrid-frame.ts";
import { isPerPeriod, weightsOfPlan } from "./regrid-weights.ts";
import type { Weights } from "./regrid-weights.ts";
import { stocksOf } from "./stock.ts";
import { isAddingRow } from "./tree.ts";

/** All typed cells of a plan in the periods of a frame. [RG2]–[RG4] */
export function regridCells(plan: Plan, frame: Frame, factors: Factors, note: Note): Plan["cells"] {
  const stocks = stocksOf(plan);
  const typed = [...plan.rows].filter(([id]) => plan.cells.has(id));
  const weighed = typed.filter(([, row]) => !isAdditive(row.unit)).map(([id]) => id);
  const context: Context = {
    plan,
    frame,
    note,
    engine: createEngine({ ...plan, goals: new Map() }),
    weights: weightsOfPlan(plan, factors, weighed),
  };
  const cells = new Map<RowId, RowCells>();
  for (const [id, row] of typed) {
    const manner = mannerOf(plan, id, row, stocks);
    noteManner(context, id, row, manner, stocks);
    const lines = new Map<LineId, Series>();
    for (const line of linesOf(plan, row)) {
      const series = plan.cells.get(id)?.get(line);
      if (series === undefined) continue;
      const made = regridSeries(context, id, line, series, manner);
      if (made.values.length > 0) lines.set(line, made);
    }
    if (lines.size > 0) cells.set(id, lines);
  }
  return cells;
}

interface Context {
  readonly plan: Plan;
  readonly frame: Frame;
  readonly note: Note;
  readonly engine: Engine;
  readonly weights: Weights;
}

function mannerOf(plan: Plan, id: RowId, row: Row, stocks: ReadonlySet<RowId>): Manner {
  const { totalBy } = row;
  if (totalBy === "first") return "first";
  if (totalBy === "last") return "last";
  if (isAdditive(row.unit)) return stocks.has(id) ? "last" : "add";
  return row.unit !== "rate" && isPerPeriod(plan, id, stocks) ? "amount" : "weigh";
}

/** What was typed for one period and may mean another thing for a longer or shorter one. */
function noteManner(
  { plan, note }: Context,
  id: RowId,
  row: Row,
  manner: Manner,
  stocks: ReadonlySet<RowId>,
): void {
  const length = plan.settings.periodLength;
  if (manner === "amount") note("perPeriod", id, regridMessages.perPeriod(row.name, length));
  if (row.unit !== "rate" || plan.formulas.has(id)) return;
  for (const [key, formula] of plan.formulas) {
    const [user = ""] = key.split("/");
    if (formula.kind !== "tree" || stocks.has(user) || !isAddingRow(plan, user)) continue;
    const found = findProduct(plan, formula.tree, id, "factor");
    if (found === null) continue;
    if (rowsIn(found.weight).some((read) => stocks.has(read))) {
      note("rateOfStock", id, regridMessages.rateOfStock(row.name, length));
    }
  }
}

/** One line of typed cells: those of the plan, and those of its history, each among themselves. */
function regridSeries(context: Context, id: RowId, line: LineId, series: Series, manner: Manner): Series {
  const { plan, frame } = context;
  const start = startOrdinal(plan.settings);
  const end = start + plan.settings.periods;
  let made = EMPTY_SERIES;
  const put = (parts: ReadonlyMap<number, readonly Part[]>): void => {
    for (const [ordinal, list] of [...parts].sort(([a], [b]) => a - b)) {
      const cell = joinParts(context, id, line, series, manner, list);
      if (cell !== null) made = withCell(made, ordinal, cell);
    }
  };
  put(frame.gather(Math.min(series.first, start), start, true));
  put(frame.gather(start, end, false));
  return made;
}

function joinParts(
  context: Context,
  id: RowId,
  line: LineId,
  series: Series,
  manner: Manner,
  parts: readonly Part[],
): CellValue | null {
  const { plan, engine, weights, note } = context;
  const name = plan.rows.get(id)?.name ?? "";
  const start = startOrdinal(plan.settings);
  const isComputed = formulaOf(plan, id, line)?.kind === "tree";
  const givers = parts.map(({ from, share, days }): Giver => {
    const t = from - start;
    let cell = cellAt(series, from);
    if (cell !== null && typeof cell !== "number" && cell.formula !== undefined) {
      note("cellFormula", id, regridMessages.cellFormula(name));
      const value = engine.value(id, line, t);
      cell = Number.isNaN(value) ? null : value;
    }
    return { cell, share, days, weight: t < 0 ? 1 : weights.at(id, line, t) };
  });
  const isPlan = parts.every(({ from }) => from >= start);
  // A cell typed over a formula cannot stand for the periods beside it, which the formula rules.
  if (isComputed && isPlan && givers.some(({ cell }) => cell === null)) {
    if (givers.some(({ cell }) => cell !== null))
      note("partOverridden", id, regridMessages.partOverridden(name));
    return null;
  }
  // History that is not there is not 0: what is there speaks for the rest of a rate.
  const there = isPlan || manner === "add" ? givers : givers.filter(({ cell }) => cell !== null);
  if (there.length === 0) return null;
  const { cell, mixed } = joinCells(there, manner);
  if (mixed) note("rangeLost", id, regridMessages.rangeLost(name));
  return cell !== null && Number.isNaN(numberOf(cell)) ? null : cell;
}
