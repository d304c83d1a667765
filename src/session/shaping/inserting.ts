import {
  applyChange,
  cellAddress,
  changeTo,
  checkFormula,
  composeChanges,
  defaultRow,
  formulaAddress,
  formulaOf,
  keyOfOrdinal,
  linesOf,
  mapRows,
  PLAN_WIDE,
  rowsIn,
  sessionMessages,
  startOrdinal,
} from "../../core/index.ts";
import type { NewId, Plan, Row, RowId } from "../../core/index.ts";
import type { Outcome } from "../outcome.ts";
import { refuse } from "../outcome.ts";
import { nameOf } from "../speak.ts";
import type { Workbook } from "../workbook.ts";
import { edit, freeName, isNameTaken, placeAt, rowsOfSection } from "./common.ts";
import type { Wanted } from "./common.ts";
import { laterOffers, wrongParts } from "./delay.ts";
import { formulaPlaces } from "./places.ts";
import { runsOf } from "./rows.ts";
import { stepTree } from "./steps.ts";

/** A stage to be put into a funnel. */
export interface NewStage {
  readonly name: string;
  /** The stage that it leads to, or the one that it comes from. */
  readonly place: { readonly before: RowId } | { readonly after: RowId };
  /** Name of the rate that leads into it; made of the two names where absent or blank. */
  readonly rateName?: string;
  /** Parts that arrive after 0, 1, 2, … periods, adding up to 1; at once where absent. */
  readonly delay?: readonly number[];
}

type Inserted = Outcome & { row?: RowId };

/**
 * Puts a stage into a funnel: its volume, its rate (100% at first, so that no number moves), its delay, all wired.
 * Between two the next one's formula reads it; before the first it takes over how that one comes about; behind
 * the last it comes from it. Goals and the sentence stay. [SH9]
 */
export function insertStage(book: Workbook, stage: NewStage, newId: NewId): Inserted {
  const { plan } = book;
  const { place, delay } = stage;
  const neighbour = "before" in place ? place.before : place.after;
  const row = plan.rows.get(neighbour);
  const name = stage.name.trim();
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  if (row.stage === null) return refuse("no-step", sessionMessages.noStep(row.name));
  if (name === "") return refuse("row-name-empty", sessionMessages.rowNameEmpty());
  if (isNameTaken(plan, name)) return refuse("row-name-taken", sessionMessages.rowNameTaken(name));
  const wrong = delay === undefined ? null : wrongParts(delay);
  if (wrong !== null) return refuse("delay-refused", wrong);
  const named = { ...stage, name };
  if ("before" in place) {
    const { from } = row.stage;
    return from === null || !plan.rows.has(from)
      ? insertFirst(book, named, neighbour, newId)
      : insertBetween(book, named, from, neighbour, newId);
  }
  const nexts = [...plan.rows].filter(([, each]) => each.stage?.from === neighbour).map(([id]) => id);
  const [next] = nexts;
  // Where the funnel ends or forks a new branch begins.
  return next === undefined || nexts.length > 1
    ? insertLast(book, named, neighbour, newId)
    : insertBetween(book, named, neighbour, next, newId);
}

/** A name for the rate from one step into another that no row has yet. */
function rateNameOf(plan: Plan, wished: string | undefined, from: string, to: string, fresh: string): string {
  return freeName(
    wished?.trim() || sessionMessages.rateBetween(from, to),
    (tried) => isNameTaken(plan, tried) || tried.toLowerCase() === fresh.toLowerCase(),
  );
}

/** The rate's row and its 100%, in every line and period. */
function rateOf(plan: Plan, id: RowId, row: Row): Wanted {
  const sure = Array.from({ length: plan.settings.periods }, () => 1);
  return [
    [`row/${id}`, row],
    ...linesOf(plan, row).map((line): Wanted[number] => [
      `cells/${id}/${line}/${plan.settings.start}`,
      { cells: sure },
    ]),
  ];
}

function insertBetween(
  { plan }: Workbook,
  { name, rateName, delay }: NewStage,
  from: RowId,
  next: RowId,
  newId: NewId,
): Inserted {
  const [fromRow, nextRow] = [plan.rows.get(from), plan.rows.get(next)];
  if (fromRow === undefined || nextRow === undefined) return refuse("no-row", sessionMessages.noRow());
  const readers = formulaPlaces(plan).filter(
    (place) => place.row === next && !place.isCell && rowsIn(place.tree).includes(from),
  );
  if (readers.length === 0)
    return refuse("no-step", sessionMessages.notComputedFrom(nextRow.name, fromRow.name));
  const [stage, rate] = [newId(), newId()];
  const rateNamed = rateNameOf(plan, rateName, fromRow.name, name, name);
  const oldRate = plan.rows.get(nextRow.stage?.rate ?? "");
  const siblings = rowsOfSection(plan, nextRow.section);
  const at = siblings.indexOf(next);
  const isRateInFront = at > 0 && siblings[at - 1] === nextRow.stage?.rate;
  const { orders, others } = ordersAt(plan, siblings, isRateInFront ? at - 1 : at);
  const shared = { section: nextRow.section, scope: fromRow.scope } as const;
  const rateRow: Row = {
    ...defaultRow(rateNamed),
    ...shared,
    ...RATE,
    owner: oldRate?.owner ?? null,
    order: orders[0] ?? "i",
  };
  const stageRow: Row = { ...defaultRow(name), ...shared, order: orders[1] ?? "i", stage: { from, rate } };
  const wanted: Wanted = [
    ...others,
    ...rateOf(plan, rate, rateRow),
    [`row/${stage}`, stageRow],
    [formulaAddress(stage), { kind: "tree", tree: stepTree(from, rate, delay) }],
    [`row/${next}/stage`, { from: stage, rate: nextRow.stage?.rate ?? null }],
  ];
  for (const line of linesOf(plan, rateRow)) {
    const formula = formulaOf(plan, next, line);
    const isRead = formula?.kind === "tree" && rowsIn(formula.tree).includes(from);
    // Where the next one does not come from the one before, the new one does not apply.
    if (!isRead && line !== PLAN_WIDE && nextRow.scope === "channel") {
      wanted.push([formulaAddress(stage, line), { kind: "none" }]);
    }
  }
  // What was on its way before the plan began is on its way still.
  wanted.push(...historyOf(plan, from, stage));
  for (const place of readers) {
    wanted.push([place.address, place.with(mapRows(place.tree, (id) => (id === from ? stage : id)))]);
  }
  const what = sessionMessages.stageInserted(name, fromRow.name, nextRow.name, rateNamed);
  const step = { stage, from, rate, name };
  return { ...finish(plan, wanted, [stage, next], { name, what, delay, step }), row: stage };
}

/**
 * A stage before the first one takes over how that one comes about: its formula, in each channel, or its typed
 * numbers, and its place as a lever. The old first one is the new one's part by the rate.
 */
function insertFirst(
  { plan }: Workbook,
  { name, rateName, delay }: NewStage,
  next: RowId,
  newId: NewId,
): Inserted {
  const nextRow = plan.rows.get(next);
  if (nextRow === undefined) return refuse("no-row", sessionMessages.noRow());
  const [stage, rate] = [newId(), newId()];
  const rateNamed = rateNameOf(plan, rateName, name, nextRow.name, name);
  const siblings = rowsOfSection(plan, nextRow.section);
  const { orders, others } = ordersAt(plan, siblings, siblings.indexOf(next));
  const { section, scope, owner, unit, decimals, measure } = nextRow;
  const stageRow: Row = {
    ...defaultRow(name),
    ...{ section, scope, owner, unit, decimals, measure },
    order: orders[0] ?? "i",
    stage: { from: null, rate: null },
  };
  const rateRow: Row = {
    ...defaultRow(rateNamed),
    ...{ section, scope, owner },
    ...RATE,
    order: orders[1] ?? "i",
  };
  const own = (id: RowId): RowId => (id === next ? stage : id);
  const wanted: Wanted = [
    ...others,
    [`row/${stage}`, stageRow],
    ...rateOf(plan, rate, rateRow),
    [`row/${next}/stage`, { from: stage, rate }],
  ];
  for (const line of [null, ...linesOf(plan, nextRow).filter((each) => each !== PLAN_WIDE)]) {
    const formula = plan.formulas.get(line === null ? next : `${next}/${line}`);
    if (formula === undefined) continue;
    const moved = formula.kind === "tree" ? { ...formula, tree: mapRows(formula.tree, own) } : formula;
    wanted.push([formulaAddress(stage, line ?? undefined), moved]);
    // Where the old first one does not apply it still does not.
    if (line !== null && formula.kind !== "none") wanted.push([formulaAddress(next, line), null]);
  }
  wanted.push([formulaAddress(next), { kind: "tree", tree: stepTree(stage, rate, delay) }]);
  wanted.push(...cellsMoved(plan, next, stage, own));
  for (const [id, goal] of plan.goals) {
    if (goal.lever?.row === next) wanted.push([`goal/${id}/lever`, { ...goal.lever, row: stage }]);
  }
  const what = sessionMessages.stageInsertedFirst(name, nextRow.name, rateNamed);
  const step = { stage: next, from: stage, rate, name: nextRow.name };
  return { ...finish(plan, wanted, [stage, next], { name, what, delay, step }), row: stage };
}

function insertLast(
  book: Workbook,
  { name, rateName, delay }: NewStage,
  from: RowId,
  newId: NewId,
): Inserted {
  const { plan, engine } = book;
  const fromRow = plan.rows.get(from);
  if (fromRow === undefined) return refuse("no-row", sessionMessages.noRow());
  const [stage, rate] = [newId(), newId()];
  const rateNamed = rateNameOf(plan, rateName, fromRow.name, name, name);
  const siblings = rowsOfSection(plan, fromRow.section);
  const { orders, others } = ordersAt(plan, siblings, siblings.indexOf(from) + 1);
  const { section, scope } = fromRow;
  const rateRow: Row = { ...defaultRow(rateNamed), section, scope, ...RATE, order: orders[0] ?? "i" };
  const wanted: Wanted = [
    ...others,
    ...rateOf(plan, rate, rateRow),
    [`row/${stage}`, { ...defaultRow(name), section, scope, order: orders[1] ?? "i", stage: { from, rate } }],
    [formulaAddress(stage), { kind: "tree", tree: stepTree(from, rate, delay) }],
    ...linesOf(plan, fromRow)
      .filter((line) => line !== PLAN_WIDE && !engine.applies(from, line))
      .map((line): Wanted[number] => [formulaAddress(stage, line), { kind: "none" }]),
    ...historyOf(plan, from, stage),
  ];
  const what = sessionMessages.stageInsertedLast(name, fromRow.name, rateNamed);
  const step = { stage, from, rate, name };
  return { ...finish(plan, wanted, [stage], { name, what, delay, step }), row: stage };
}

const RATE = { unit: "rate", better: "higher" } as const;

function ordersAt(plan: Plan, siblings: readonly RowId[], index: number) {
  return placeAt(siblings, index, 2, plan.rows, (id) => `row/${id}`);
}

/** The change, if its formulas hold; with the offers of a later arrival where none was said. */
function finish(
  plan: Plan,
  wanted: Wanted,
  rows: readonly RowId[],
  told: {
    readonly name: string;
    readonly what: string;
    readonly delay: readonly number[] | undefined;
    readonly step: Parameters<typeof laterOffers>[1];
  },
): Outcome {
  const change = composeChanges(changeTo(plan, wanted));
  const problem = formulaProblem(applyChange(plan, change), rows);
  if (problem !== null) return refuse("stage-refused", problem);
  const offers =
    told.delay === undefined ? laterOffers(plan, told.step, (now) => nameOf(now, told.step.from)) : [];
  return edit(change, told.name, told.what, true, offers);
}

/** A row's typed cells become another one's; what was typed before the plan begins is both's. */
function cellsMoved(plan: Plan, from: RowId, to: RowId, own: (id: RowId) => RowId): Wanted {
  const start = startOrdinal(plan.settings);
  return runsOf(plan, from).flatMap(([line, first, cells]): Wanted => {
    const keyAt = (i: number): string => keyOfOrdinal(plan.settings.periodLength, first + i);
    const copies = cells.map((cell) =>
      typeof cell === "object" && cell?.formula?.kind === "tree"
        ? { ...cell, formula: { ...cell.formula, tree: mapRows(cell.formula.tree, own) } }
        : cell,
    );
    return [
      [`cells/${to}/${line}/${keyAt(0)}`, { cells: copies }],
      ...cells.flatMap((_, i): Wanted =>
        first + i < start ? [] : [[cellAddress(from, line, keyAt(i)), null]],
      ),
    ];
  });
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

function formulaProblem(plan: Plan, rows: readonly RowId[]): string | null {
  for (const place of formulaPlaces(plan)) {
    if (!rows.includes(place.row)) continue;
    const checked = checkFormula(plan, place.row, place.line, place.tree);
    if (!checked.ok) return checked.error.text;
  }
  return null;
}
