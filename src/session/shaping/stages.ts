import {
  checkFormula,
  linesOf,
  mapRows,
  numberOf,
  PLAN_WIDE,
  rowsIn,
  sessionMessages,
  startOrdinal,
  typedCell,
} from "../../core/index.ts";
import type { CellValue, Plan, RowId } from "../../core/index.ts";
import type { Outcome, Reading } from "../outcome.ts";
import { refuse } from "../outcome.ts";
import { nameOf } from "../speak.ts";
import type { Speak } from "../speak.ts";
import type { Workbook } from "../workbook.ts";
import { NOTHING } from "./common.ts";
import type { Wanted } from "./common.ts";
import { deleteRow, removing } from "./deleting.ts";
import { scaleCell } from "./fields.ts";
import { formulaPlaces, usersOf } from "./places.ts";
import { joinDelays, withoutFactor } from "./steps.ts";

/**
 * Takes a stage out of a funnel, and its neighbours join up: the next one comes from the one before, by the product of
 * the two rates, or by its own rate alone, as the person says. Goals on other rows and the sentence stay. [SH10]
 */
export function removeStage(book: Workbook, stage: RowId, speak: Speak): Outcome {
  const { plan } = book;
  const row = plan.rows.get(stage);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  const nexts = [...plan.rows].filter(([, each]) => each.stage?.from === stage).map(([id]) => id);
  const [next, ...more] = nexts;
  const { from = null, rate = null } = row.stage ?? {};
  if (from === null || next === undefined) return deleteRow(book, stage, speak);
  if (more.length > 0) {
    return refuse(
      "stage-refused",
      sessionMessages.stageForks(
        row.name,
        nexts.map((id) => nameOf(plan, id)),
      ),
    );
  }
  const own = plan.formulas.get(stage);
  const channel = [...plan.channels].find(([id]) => plan.formulas.get(`${stage}/${id}`)?.kind === "tree");
  if (own?.kind !== "tree" || channel !== undefined) {
    return refuse("stage-refused", sessionMessages.stageOwnFormula(row.name, channel?.[1].name ?? null));
  }
  const users = usersOf(plan, stage).filter((id) => id !== next);
  const readings: Reading[] = [{ label: sessionMessages.keepRow(row.name), act: () => NOTHING }];
  const nextRate = plan.rows.get(next)?.stage?.rate ?? null;
  const bare = rate === null ? null : withoutFactor(own.tree, rate);
  if (rate !== null && nextRate !== null && bare !== null) {
    if (isTyped(book, rate) && isTyped(book, nextRate) && canJoin(plan, rate, nextRate)) {
      const label = sessionMessages.multiplyRates(nameOf(plan, rate), nameOf(plan, nextRate));
      readings.push({ label, act: (now) => joinUp(now, stage, next, "multiply") });
    }
    const label = sessionMessages.keepRate(nameOf(plan, nextRate));
    readings.push({ label, act: (now) => joinUp(now, stage, next, "keep") });
  }
  const names = rate === null ? [] : [nameOf(plan, rate)];
  readings.push({
    label: sessionMessages.keepBothRates(nameOf(plan, next), names),
    act: (now) => joinUp(now, stage, next, "both"),
  });
  const others = users.map((id) => nameOf(plan, id));
  return {
    kind: "ask",
    question: sessionMessages.stageRemoval(row.name, nameOf(plan, next), others),
    readings,
  };
}

function isTyped({ plan, engine }: Workbook, rowId: RowId): boolean {
  const row = plan.rows.get(rowId);
  if (row === undefined) return false;
  return linesOf(plan, row).every((line) => {
    if (!engine.applies(rowId, line)) return true;
    return Array.from({ length: plan.settings.periods }, (_, t) => engine.kind(rowId, line, t)).every(
      (kind) => kind === "assumption" || kind === "empty",
    );
  });
}

/** A rate that is multiplied by another is at least as wide: a plan-wide one by a plan-wide one. */
function canJoin(plan: Plan, rate: RowId, nextRate: RowId): boolean {
  return plan.rows.get(rate)?.scope === "plan" || plan.rows.get(nextRate)?.scope === "channel";
}

/** The stage goes, its next comes from the one before. */
function joinUp(book: Workbook, stage: RowId, next: RowId, how: "multiply" | "keep" | "both"): Outcome {
  const { plan } = book;
  const row = plan.rows.get(stage);
  const nextRow = plan.rows.get(next);
  const own = plan.formulas.get(stage);
  const rate = row?.stage?.rate ?? null;
  if (row === undefined || nextRow === undefined || own?.kind !== "tree") return NOTHING;
  const step = how === "both" || rate === null ? own.tree : (withoutFactor(own.tree, rate) ?? own.tree);
  const wanted: Wanted = [];
  for (const place of formulaPlaces(plan)) {
    if (place.row !== next || !rowsIn(place.tree).includes(stage)) continue;
    const joined = joinDelays(mapRows(place.tree, (id) => (id === stage ? step : id)));
    const checked = checkFormula(plan, next, place.line, joined);
    if (!checked.ok) return refuse("stage-refused", checked.error.text);
    wanted.push([place.address, place.with(joined)]);
  }
  const nextRate = nextRow.stage?.rate ?? null;
  if (how === "multiply" && rate !== null && nextRate !== null) {
    wanted.push(...multiplied(book, rate, nextRate));
  }
  const isRateUsed = rate !== null && usersOf(plan, rate).some((id) => id !== stage);
  const gone = rate === null || how === "both" || isRateUsed ? [stage] : [stage, rate];
  // `leaving` joins the steps: the next one comes from the one before.
  const what = sessionMessages.stageRemoved(row.name, nextRow.name, nameOf(plan, row.stage?.from ?? ""));
  return removing(book, gone, wanted, row.name, what);
}

/** The next stage's typed rates times the rate that goes, cell by cell; ranges keep their spread. */
function multiplied({ plan, engine }: Workbook, rate: RowId, nextRate: RowId): Wanted {
  const nextRow = plan.rows.get(nextRate);
  if (nextRow === undefined) return [];
  const start = startOrdinal(plan.settings);
  const wide = plan.rows.get(rate)?.scope === "plan";
  return linesOf(plan, nextRow).map((line): Wanted[number] => {
    const cells = Array.from({ length: plan.settings.periods }, (_, t): CellValue | null => {
      const cell = typedCell(plan, nextRate, line, start + t);
      const factor = engine.value(rate, wide ? PLAN_WIDE : line, t);
      if (cell === null || Number.isNaN(numberOf(cell)) || Number.isNaN(factor)) return cell;
      return scaleCell(cell, (value) => value * factor);
    });
    return [`cells/${nextRate}/${line}/${plan.settings.start}`, { cells }];
  });
}
