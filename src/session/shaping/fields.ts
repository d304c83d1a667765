import {
  changeTo,
  checkFormula,
  dimensionOf,
  isAdditive,
  isSameDimension,
  keyOfOrdinal,
  partMessages,
  sessionMessages,
} from "../../core/index.ts";
import type {
  AddressValue,
  CellDetail,
  CellValue,
  Plan,
  Row,
  RowId,
  TotalBy,
  Unit,
} from "../../core/index.ts";
import type { Outcome } from "../outcome.ts";
import { refuse } from "../outcome.ts";
import { nameOf } from "../speak.ts";
import type { Workbook } from "../workbook.ts";
import { edit, editTo, isNameTaken, NOTHING } from "./common.ts";
import type { Wanted } from "./common.ts";
import { readersOf } from "./places.ts";
import { runsOf } from "./rows.ts";

/** Longest definition or note. */
const LONGEST_TEXT = 10_000;

/** A setting of a row that is kept as it is said. */
export type RowSetting =
  | { readonly shortName: string }
  | { readonly owner: string }
  | { readonly measure: Row["measure"] }
  | { readonly totalBy: TotalBy }
  | { readonly asPercent: boolean }
  | { readonly decimals: number | null }
  | { readonly better: Row["better"] }
  | { readonly limit: RowId | null }
  | { readonly stage: Row["stage"] }
  | { readonly definition: string }
  | { readonly note: string };

/** Sets one of a row's settings. */
export function setRow(book: Workbook, row: RowId, setting: RowSetting): Outcome {
  if ("shortName" in setting) return setRowShortName(book, row, setting.shortName);
  if ("owner" in setting) return setRowOwner(book, row, setting.owner);
  if ("measure" in setting) return setRowMeasure(book, row, setting.measure);
  if ("totalBy" in setting) return setRowTotalBy(book, row, setting.totalBy);
  if ("asPercent" in setting) return setRowAsPercent(book, row, setting.asPercent);
  if ("decimals" in setting) return setRowDecimals(book, row, setting.decimals);
  if ("better" in setting) return setRowBetter(book, row, setting.better);
  if ("limit" in setting) return setRowLimit(book, row, setting.limit);
  if ("stage" in setting) return setRowStage(book, row, setting.stage);
  if ("definition" in setting) return setRowDefinition(book, row, setting.definition);
  return setRowNote(book, row, setting.note);
}

/** Sets a row's unit, unless its formula yields another. Formulas that read it and no longer fit are named. */
export function setRowUnit(book: Workbook, rowId: RowId, unit: Unit, unitName: string): Outcome {
  const { plan } = book;
  const row = plan.rows.get(rowId);
  if (row === undefined || row.unit === unit) return NOTHING;
  const next: Plan = { ...plan, rows: new Map(plan.rows).set(rowId, { ...row, unit }) };
  const formula = plan.formulas.get(rowId);
  if (formula?.kind === "tree") {
    const checked = checkFormula(next, rowId, null, formula.tree);
    if (!checked.ok) return refuse("unit-refused", sessionMessages.unitRefused(row.name, checked.error.text));
  }
  const wanted: Wanted = [[`row/${rowId}/unit`, unit]];
  if (unit !== "moneyPerCount" && row.per !== 1) wanted.push([`row/${rowId}/per`, 1]);
  if (unit !== "number" && row.asPercent) wanted.push([`row/${rowId}/asPercent`, false]);
  if (!isAdditive(unit) && row.measure !== "auto") wanted.push([`row/${rowId}/measure`, "auto"]);
  const broken = readersOf(plan, rowId).find(
    (place) =>
      checkFormula(plan, place.row, place.line, place.tree).ok &&
      !checkFormula(next, place.row, place.line, place.tree).ok,
  );
  const said = sessionMessages.rowFieldSet(row.name, "unit", unitName);
  if (broken === undefined) return editTo(plan, wanted, row.name, said, true);
  const what = sessionMessages.noLongerFits(said, nameOf(plan, broken.row));
  return edit(changeTo(plan, wanted), row.name, what, false, [], "warning");
}

export function setRowOwner(book: Workbook, rowId: RowId, owner: string): Outcome {
  const trimmed = owner.trim();
  return setField(book, rowId, "owner", trimmed === "" ? null : trimmed, "owner", trimmed || "nobody");
}

/** A shorter name that formulas take and print; empty for none. One name space with the names. [SH1] */
export function setRowShortName(book: Workbook, rowId: RowId, text: string): Outcome {
  const trimmed = text.trim();
  if (trimmed !== "" && isNameTaken(book.plan, trimmed, rowId)) {
    return refuse("row-name-taken", sessionMessages.rowNameTaken(trimmed));
  }
  return setField(
    book,
    rowId,
    "shortName",
    trimmed === "" ? null : trimmed,
    partMessages.field.shortName,
    trimmed || "none",
  );
}

/** Flow, stock, or by the engine's rule. Only what adds up has the choice. [TO2] */
export function setRowMeasure(book: Workbook, rowId: RowId, measure: Row["measure"]): Outcome {
  const row = book.plan.rows.get(rowId);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  if (measure !== "auto" && !isAdditive(row.unit)) {
    return refuse("measure-refused", sessionMessages.measureRefused(row.name));
  }
  return setField(book, rowId, "measure", measure, "total", sessionMessages.measureWords(measure), true);
}

/** How a row's totals are made. A weight is a row that adds. [TO6] */
export function setRowTotalBy(book: Workbook, rowId: RowId, totalBy: TotalBy): Outcome {
  const { plan } = book;
  if (typeof totalBy === "object") {
    const weight = plan.rows.get(totalBy.weightedBy);
    if (weight === undefined) return refuse("no-row", sessionMessages.noRow());
    if (totalBy.weightedBy === rowId || !isAdditive(weight.unit)) {
      return refuse("weight-refused", sessionMessages.weightRefused(weight.name));
    }
  }
  const words =
    typeof totalBy === "object"
      ? sessionMessages.weightedWords(nameOf(plan, totalBy.weightedBy))
      : sessionMessages.totalWords(totalBy);
  return setField(book, rowId, "totalBy", totalBy, "total", words, true);
}

/** A number row shown as a percentage, or not. */
export function setRowAsPercent(book: Workbook, rowId: RowId, asPercent: boolean): Outcome {
  const row = book.plan.rows.get(rowId);
  if (row !== undefined && row.unit !== "number") {
    return refuse("percent-refused", sessionMessages.percentRefused(row.name));
  }
  return setField(book, rowId, "asPercent", asPercent, "shown", partMessages.field.percent(asPercent));
}

/** Decimals shown, 0 to 8; null for those of its unit. What is stored is never rounded. [EN40] */
export function setRowDecimals(book: Workbook, rowId: RowId, decimals: number | null): Outcome {
  if (decimals !== null && !(Number.isInteger(decimals) && decimals >= 0 && decimals <= 8)) {
    return refuse("decimals-refused", sessionMessages.decimalsRefused());
  }
  return setField(
    book,
    rowId,
    "decimals",
    decimals,
    "decimals",
    decimals === null ? partMessages.field.byUnit : String(decimals),
  );
}

export function setRowBetter(book: Workbook, rowId: RowId, better: Row["better"]): Outcome {
  return setField(book, rowId, "better", better, "better", better ?? "neither");
}

export function setRowDefinition(book: Workbook, rowId: RowId, text: string): Outcome {
  return setWords(book, rowId, "definition", text);
}

export function setRowNote(book: Workbook, rowId: RowId, text: string): Outcome {
  return setWords(book, rowId, "note", text);
}

function setWords(book: Workbook, rowId: RowId, field: "definition" | "note", text: string): Outcome {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_TEXT)
    return refuse("text-too-long", sessionMessages.textTooLong(LONGEST_TEXT));
  const row = book.plan.rows.get(rowId);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  const what = sessionMessages.wordsSet(row.name, field, trimmed === "");
  return editTo(book.plan, [[`row/${rowId}/${field}`, trimmed]], row.name, what);
}

/** The row that this one may not exceed, its capacity; null for none. Both count the same. */
export function setRowLimit(book: Workbook, rowId: RowId, limit: RowId | null): Outcome {
  const { plan } = book;
  const row = plan.rows.get(rowId);
  const other = limit === null ? null : plan.rows.get(limit);
  if (row === undefined || other === undefined) return refuse("no-row", sessionMessages.noRow());
  if (other !== null) {
    const isAlike = isSameDimension(dimensionOf(row.unit), dimensionOf(other.unit));
    if (limit === rowId || !isAlike || !isAdditive(row.unit)) {
      return refuse("limit-refused", sessionMessages.limitRefused(row.name, other.name));
    }
  }
  return setField(book, rowId, "limit", limit, "capacity", other?.name ?? "none");
}

/** Makes a row a stage of the funnel: the step before it, and the rate that leads in; null for none. */
export function setRowStage(book: Workbook, rowId: RowId, stage: Row["stage"]): Outcome {
  const { plan } = book;
  const row = plan.rows.get(rowId);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  for (let at = stage?.from ?? null, steps = 0; at !== null; at = plan.rows.get(at)?.stage?.from ?? null) {
    if (at === rowId || steps++ > plan.rows.size) {
      return refuse("stage-circle", sessionMessages.stageCircle(row.name, nameOf(plan, stage?.from ?? "")));
    }
  }
  if (stage?.rate === rowId || (stage !== null && !isAdditive(row.unit))) {
    return refuse("stage-refused", sessionMessages.stageRefused(row.name));
  }
  const from = stage?.from ?? null;
  const words = sessionMessages.stageWords(stage !== null, from === null ? null : nameOf(plan, from));
  return setField(book, rowId, "stage", stage, "stage", words);
}

function setField(
  book: Workbook,
  rowId: RowId,
  field: keyof Row,
  value: AddressValue | null,
  word: string,
  said: string,
  effect = false,
): Outcome {
  const row = book.plan.rows.get(rowId);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  const what = sessionMessages.rowFieldSet(row.name, word, said);
  return editTo(book.plan, [[`row/${rowId}/${field}`, value]], row.name, what, effect);
}

/**
 * A cost for one, or for a thousand. What it means stays: typed cells and goals are written anew for the other
 * number, £0.03 a click as £30 a thousand. [UN3]
 */
export function setRowPer(book: Workbook, rowId: RowId, per: Row["per"]): Outcome {
  const { plan } = book;
  const row = plan.rows.get(rowId);
  if (row === undefined || row.per === per) return NOTHING;
  if (row.unit !== "moneyPerCount") return refuse("per-refused", sessionMessages.perRefused(row.name));
  const wanted: Wanted = [[`row/${rowId}/per`, per]];
  const scale = (value: number): number =>
    Number((per === 1000 ? value * 1000 : value / 1000).toPrecision(15));
  for (const [line, first, cells] of runsOf(plan, rowId)) {
    const after = cells.map((cell) => (cell === null ? null : scaleCell(cell, scale)));
    wanted.push([
      `cells/${rowId}/${line}/${keyOfOrdinal(plan.settings.periodLength, first)}`,
      { cells: after },
    ]);
  }
  for (const [id, goal] of plan.goals) {
    if (goal.row === rowId) wanted.push([`goal/${id}/target`, scale(goal.target)]);
  }
  const words = sessionMessages.perWords(per);
  return edit(changeTo(plan, wanted), row.name, sessionMessages.rowFieldSet(row.name, "cost", words), true);
}

/** A cell with all its numbers changed; what it was typed as is no longer true. A formula of its own stays. */
export function scaleCell(cell: CellValue, scale: (value: number) => number): CellValue {
  if (typeof cell === "number") return scale(cell);
  if (cell.formula !== undefined) return cell;
  const { value, range } = cell;
  if (range === undefined) return scale(value);
  const { middle } = range;
  const scaled: CellDetail = {
    value: scale(value),
    range: {
      shape: range.shape,
      low: scale(range.low),
      high: scale(range.high),
      ...(middle === undefined ? {} : { middle: scale(middle) }),
    },
  };
  return scaled;
}
