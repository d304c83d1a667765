import { formulaMessages as say } from "../messages/formula.ts";
import type { Tree } from "../plan/formula.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import type { Plan } from "../plan/plan.ts";
import { dimensionOf, isSameDimension, unitOfDimension } from "../plan/unit.ts";
import type { Dimension, Unit } from "../plan/unit.ts";
import { fail, ok } from "../util/result.ts";
import type { Result } from "../util/result.ts";
import { broadcastProblem } from "./broadcast.ts";
import { cycleThrough, readGraphOf, totalCycleThrough } from "./cycles.ts";
import { namesOf } from "./names.ts";
import { parseWithSpans } from "./parse.ts";
import { printName } from "./print.ts";
import { isSumOfPeople, RateReader } from "./rates.ts";
import { errorAt } from "./tokens.ts";
import type { Decimal, FormulaError, Span } from "./tokens.ts";
import { dimensionWords, UnitReader, unitWords } from "./units.ts";
import { readsOf, visitTree } from "./walk.ts";

const NO_SPANS: ReadonlyMap<Tree, Span> = new Map();

export interface CheckOptions {
  /** Where the pieces stood in the text, so that errors can point there; without it errors point at 0, 0. */
  readonly spans?: ReadonlyMap<Tree, Span>;
}

/**
 * Whether a formula that was read can rule a row (`line` null), one of its lines, or one of its cells.
 *
 * plan     with the row in it; whether the formula is stored there already does not matter
 * _line    the line whose formula or cell it is to be; null for the row's own. The rules are the same for all
 * returns  the formula's exponents of money and count; null where any unit fits
 * errors   units that do not fit [UN5]–[UN7], rows read across channels without saying how [BR1]–[BR6],
 *          rows that are gone, circles [DL2] and TOTAL in them [DL4]
 */
export function checkFormula(
  plan: Plan,
  row: RowId,
  _line: LineId | null,
  tree: Tree,
  options: CheckOptions = {},
): Result<{ readonly dimension: Dimension | null }, FormulaError> {
  const owner = plan.rows.get(row);
  if (owner === undefined) throw new Error(`no row ${row} to check a formula for`);
  const spans = options.spans ?? NO_SPANS;
  const units = new UnitReader(plan, row, spans);
  const read = units.read(tree);
  if (read === null) return fail(mustHave(units.error));
  const whole = spans.get(tree) ?? { at: 0, length: 0 };
  const broadcast = broadcastProblem(plan, owner.scope, tree, spans);
  if (broadcast !== null) return fail(broadcast);
  if (read.dimension !== null && !isSameDimension(read.dimension, dimensionOf(owner.unit))) {
    const sentence = say.rowUnit(owner.name, unitWords(owner), dimensionWords(read.dimension));
    return fail(errorAt("rowUnit", sentence, whole));
  }
  const circle = cycleProblem(plan, row, tree);
  if (circle !== null) {
    const [, next = row] = circle.rows;
    return fail(errorAt(circle.code, circle.text, spanOfRow(tree, next, spans) ?? whole));
  }
  return ok({ dimension: read.dimension });
}

/**
 * Reads and checks a formula typed for a row, a line or a cell: `parseFormula`, then `checkFormula` with its
 * errors pointing into the text.
 */
export function readFormula(
  plan: Plan,
  row: RowId,
  line: LineId | null,
  text: string,
  options: { readonly decimal?: Decimal } = {},
): Result<{ readonly tree: Tree; readonly dimension: Dimension | null }, FormulaError> {
  const parsed = parseWithSpans(text, namesOf(plan), options);
  if (!parsed.ok) return parsed;
  const { tree, spans } = parsed.value;
  const checked = checkFormula(plan, row, line, tree, { spans });
  return checked.ok ? ok({ tree, dimension: checked.value.dimension }) : checked;
}

/**
 * The unit of a new row whose formula comes first [UN8]; nothing where any unit fits, no unit has these
 * exponents, or the formula cannot be used in a row of this scope.
 */
export function inferUnit(plan: Plan, tree: Tree, scope: "channel" | "plan"): Unit | undefined {
  const dimension = new UnitReader(plan, null, NO_SPANS).read(tree)?.dimension ?? null;
  if (dimension === null || broadcastProblem(plan, scope, tree, NO_SPANS) !== null) return undefined;
  const unit = unitOfDimension(dimension);
  if (unit === "number")
    return new RateReader(plan).isRate(tree) && !isReturnOnMoney(tree, plan) ? "rate" : "number";
  return unit === "count" && isSumOfPeople(tree, plan) ? "people" : unit;
}

/** Money over money is a multiple (3.2×), not a rate. */
function isReturnOnMoney(tree: Tree, plan: Plan): boolean {
  if (tree.kind !== "binary" || tree.op !== "/") return false;
  const above = new UnitReader(plan, null, NO_SPANS).read(tree.left)?.dimension ?? null;
  return above !== null && isSameDimension(above, dimensionOf("money"));
}

function cycleProblem(
  plan: Plan,
  row: RowId,
  tree: Tree,
): {
  readonly code: "ownCycle" | "cycle" | "totalInCycle";
  readonly text: string;
  readonly rows: RowId[];
} | null {
  // Only circles that this formula closes: others of its row have been refused, or can be put right by it.
  const graph = new Map(readGraphOf(plan)).set(row, readsOf([tree], row));
  const name = (id: RowId): string => plan.rows.get(id)?.name ?? "deleted row";
  const path = (rows: readonly RowId[]): string => [...rows, ...rows.slice(0, 1)].map(name).join(" → ");
  const totals = totalCycleThrough(graph, row);
  if (totals !== null) return { code: "totalInCycle", text: say.totalInCycle(path(totals)), rows: totals };
  const rows = cycleThrough(graph, row);
  if (rows === null) return null;
  return rows.length === 1
    ? { code: "ownCycle", text: say.ownCycle(printName(name(row))), rows }
    : { code: "cycle", text: say.cycle(path(rows)), rows };
}

/** Where a formula names a row first. */
function spanOfRow(tree: Tree, row: RowId, spans: ReadonlyMap<Tree, Span>): Span | undefined {
  let found: Span | undefined;
  visitTree(tree, (part) => {
    if (part.kind === "row" && part.row === row) found ??= spans.get(part);
  });
  return found;
}

function mustHave(error: FormulaError | null): FormulaError {
  if (error === null) throw new Error("units refused without an error");
  return error;
}
