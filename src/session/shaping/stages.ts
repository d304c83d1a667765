import {
  changeTo,
  checkFormula,
  composeChanges,
  applyChange,
  defaultRow,
  formulaAddress,
  formulaOf,
  gridMessages,
  keyOfOrdinal,
  linesOf,
  mapRows,
  numberOf,
  PLAN_WIDE,
  rowsIn,
  sessionMessages,
  startOrdinal,
  typedCell,
} from "../../core/index.ts";
import type { CellValue, NewId, Plan, Row, RowId, Tree } from "../../core/index.ts";
import type { Offer, Outcome, Reading } from "../outcome.ts";
import { refuse } from "../outcome.ts";
import { nameOf } from "../speak.ts";
import type { Speak } from "../speak.ts";
import type { Workbook } from "../workbook.ts";
import { freeName, isNameTaken, NOTHING, placeAt, rowsOfSection, edit, editTo } from "./common.ts";
import type { Wanted } from "./common.ts";
import { deleteRow, removing } from "./deleting.ts";
import { scaleCell } from "./fields.ts";
import { formulaPlaces, usersOf } from "./places.ts";
import { runsOf } from "./rows.ts";
import { joinDelays, withoutFactor } from "./steps.ts";

/** A stage to be put into a funnel. */
export interface NewStage {
  readonly name: string;
  /** The stage that it leads to. */
  readonly before: RowId;
  /** Name of the rate that leads into it; made of the two names where absent. */
  readonly rateName?: string;
  /** Parts that arrive after 0, 1, 2, … periods, adding up to 1; at once where absent. */
  readonly delay?: readonly number[];
}

/**
 * Puts a stage between two: its volume, its rate (100% at first, so that no number moves), its delay, and the next
 * stage's formula reading it. Goals and the sentence stay. In channels in which the next stage does not come from
 * the one before, the new one does not apply. [SH9]
 */
export function insertStage(
  book: Workbook,
  { name, before: next, rateName, delay }: NewStage,
  newId: NewId,
): Outcome & { row?: RowId } {
  const { plan } = book;
  const nextRow = plan.rows.get(next);
  const from = nextRow?.stage?.from ?? null;
  const fromRow = from === null ? undefined : plan.rows.get(from);
  const trimmed = name.trim();
  if (nextRow === undefined) return refuse("no-row", sessionMessages.noRow());
  if (from === null || fromRow === undefined)
    return refuse("no-step", sessionMessages.noStepBefore(nextRow.name));
  if (trimmed === "") return refuse("row-name-empty", sessionMessages.rowNameEmpty());
  if (isNameTaken(plan, trimmed)) return refuse("row-name-taken", sessionMessages.rowNameTaken(trimmed));
  const parts = delay ?? [1];
  if (parts.some((part) => !(part >= 0)) || Math.abs(parts.reduce((a, b) => a + b, 0) - 1) > 1e-6) {
    return refuse("delay-refused", sessionMessages.delayRefused());
  }
  const readers = formulaPlaces(plan).filter(
    (place) => place.row === next && !place.isCell && rowsIn(place.tree).includes(from),
  );
  if (readers.length === 0)
    return refuse("no-step", sessionMessages.notComputedFrom(nextRow.name, fromRow.name));
  const [stage, rate] = [newId(), newId()];
  const rateNamed = freeName(
    rateName?.trim() || sessionMessages.rateBetween(fromRow.name, trimmed),
    (tried) => isNameTaken(plan, tried) || tried.toLowerCase() === trimmed.toLowerCase(),
  );
  const oldRate = plan.rows.get(nextRow.stage?.rate ?? "");
  const siblings = rowsOfSection(plan, nextRow.section);
  const at = siblings.indexOf(next);
  const isRateInFront = at > 0 && siblings[at - 1] === nextRow.stage?.rate;
  const { orders, others } = placeAt(
    siblings,
    isRateInFront ? at - 1 : at,
    2,
    plan.rows,
    (id) => `row/${id}`,
  );
  const shared = { section: nextRow.section, scope: fromRow.scope } as const;
  const rateRow: Row = {
    ...defaultRow(rateNamed),
    ...shared,
    unit: "rate",
    owner: oldRate?.owner ?? null,
    better: "higher",
    order: orders[0] ?? "i",
  };
  const stageRow: Row = { ...defaultRow(trimmed), ...shared, order: orders[1] ?? "i", stage: { from, rate } };
  const wanted: Wanted = [
    ...others,
    [`row/${rate}`, rateRow],
    [`row/${stage}`, stageRow],
    [formulaAddress(stage), { kind: "tree", tree: stepTree(from, rate, delay) }],
    [`row/${next}/stage`, { from: stage, rate: nextRow.stage?.rate ?? null }],
  ];
  const sure = Array.from({ length: plan.settings.periods }, () => 1);
  for (const line of linesOf(plan, rateRow)) {
    wanted.push([`cells/${rate}/${line}/${plan.settings.start}`, { cells: sure }]);
    const formula = formulaOf(plan, next, line);
    const isRead = formula?.kind === "tree" && rowsIn(formula.tree).includes(from);
    if (!isRead && line !== PLAN_WIDE && nextRow.scope === "channel") {
      wanted.push([formulaAddress(stage, line), { kind: "none" }]);
    }
  }
  // What was on its way before the plan began is on its way still.
  wanted.push(...historyOf(plan, from, stage));
  for (const place of readers) {
    wanted.push([place.address, place.with(mapRows(place.tree, (id) => (id === from ? stage : id)))]);
  }
  const change = composeChanges(changeTo(plan, wanted));
  const problem = formulaProblem(applyChange(plan, change), [stage, next]);
  if (problem !== null) return refuse("stage-refused", problem);
  const what = sessionMessages.stageInserted(trimmed, fromRow.name, nextRow.name, rateNamed);
  const offers = delay === undefined ? laterOffers(plan, { stage, from, rate, name: trimmed }) : [];
  return { ...edit(change, trimmed, what, true, offers), row: stage };
}

/** A step of the funnel, by its rows. */
interface Step {
  readonly stage: RowId;
  readonly from: RowId;
  readonly rate: RowId;
  readonly name: string;
}

/** A new stage is reached at once; on offer is that all of it, or half, is reached a period later. */
function laterOffers({ settings }: Plan, step: Step): Offer[] {
  const period = gridMessages.periods(1, settings.periodLength);
  return (["all", "half"] as const).map((part) => ({
    name: `Later, ${part}`,
    label: sessionMessages.stageLater(part, period),
    how: "also",
    act: ({ plan }) => {
      const tree = stepTree(step.from, step.rate, part === "all" ? [0, 1] : [0.5, 0.5]);
      const checked = checkFormula(plan, step.stage, null, tree);
      if (!checked.ok) return refuse("delay-refused", checked.error.text);
      const text = sessionMessages.stageIsLater(step.name, part, period, nameOf(plan, step.from));
      return editTo(plan, [[formulaAddress(step.stage), { kind: "tree", tree }]], step.name, text, true);
    },
  }));
}

/** A row's typed history, for another row. */
function historyOf(plan: Plan, from: RowId, to: RowId): Wanted {
  const start = startOrdinal(plan.settings);
  return runsOf(plan, from).flatMap(([line, first, cells]): Wanted => {
    const before = cells.slice(0, Math.max(0, start - first));
    const key = keyOfOrdinal(plan.settings.periodLength, first);
    return before.length === 0 ? [] : [[`cells/${to}/${line}/${key}`, { cells: before }]];
  });
}

/** `[before] * [rate]`, or `LAG([before], …) * [rate]`: the rate is of those who come due in the period. */
function stepTree(from: RowId, rate: RowId, delay: readonly number[] | undefined): Tree {
  const row: Tree = { kind: "row", row: from };
  const isDelayed = delay?.some((part, i) => i > 0 && part > 0) === true;
  const weights = (delay ?? []).map((part): Tree => {
    const percent = Number((part * 100).toPrecision(12));
    return { kind: "percent", arg: { kind: "number", value: percent } };
  });
  const left: Tree = isDelayed ? { kind: "call", name: "LAG", args: [row, ...weights] } : row;
  return { kind: "binary", op: "*", left, right: { kind: "row", row: rate } };
}

function formulaProblem(plan: Plan, rows: readonly RowId[]): string | null {
  for (const place of formulaPlaces(plan)) {
    if (!rows.includes(place.row)) continue;
    const checked = checkFormula(plan, place.row, place.line, place.tree);
    if (!checked.ok) return checked.error.text;
  }
  return null;
}

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
