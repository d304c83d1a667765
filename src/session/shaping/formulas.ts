import {
  changeTo,
  formulaAddress,
  inferUnit,
  namesOf,
  orderedIds,
  parseFormula,
  PLAN_WIDE,
  sessionMessages,
} from "../../core/index.ts";
import type { AddressValue, ChannelId, Plan, RowId, Unit } from "../../core/index.ts";
import { formulaText } from "../clearing.ts";
import type { Outcome } from "../outcome.ts";
import { refuse } from "../outcome.ts";
import type { Speak } from "../speak.ts";
import { nameOf } from "../speak.ts";
import { putRowFormula } from "../putting-formulas.ts";
import { pointed } from "../typing.ts";
import type { Workbook } from "../workbook.ts";
import { edit, NOTHING } from "./common.ts";
import type { Wanted } from "./common.ts";

/** Gives a row (in one channel, if said) the formula of a text; an empty text makes it an assumption again. */
export function setRowFormula(
  book: Workbook,
  rowId: RowId,
  channel: ChannelId | null,
  text: string,
  speak: Speak,
): Outcome {
  const { plan } = book;
  const row = plan.rows.get(rowId);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  if (text.trim() === "" || text.trim() === "=") return clearRowFormula(book, rowId, channel);
  const parsed = parseFormula(text, namesOf(plan), { decimal: speak.locale.decimal });
  if (!parsed.ok) return { kind: "refuse", complaint: parsed.error };
  return pointed(putRowFormula(book, rowId, channel, parsed.value), plan, rowId, text, speak);
}

/** Makes a row an assumption again: its cells keep the numbers that the formula gave. */
export function clearRowFormula(book: Workbook, rowId: RowId, channel: ChannelId | null): Outcome {
  const { plan } = book;
  const row = plan.rows.get(rowId);
  const key = channel === null ? rowId : `${rowId}/${channel}`;
  if (row === undefined || (channel === null && !plan.formulas.has(key))) return NOTHING;
  const own = plan.formulas.get(key);
  // In a channel without its own formula, an empty text frees it from the row's.
  const after: AddressValue | null = channel !== null && own === undefined ? { kind: "free" } : null;
  const lines = channel !== null ? [channel] : row.scope === "plan" ? [PLAN_WIDE] : orderedIds(plan.channels);
  const wanted: Wanted = [[formulaAddress(rowId, channel ?? undefined), after]];
  if (channel === null || after !== null) {
    for (const line of lines) {
      if (channel === null && plan.formulas.has(`${rowId}/${line}`)) continue;
      wanted.push(numbersOf(book, rowId, line));
    }
  }
  const wasText = formulaText(plan, rowId, lines[0] ?? "") ?? "";
  return edit(changeTo(plan, wanted), row.name, sessionMessages.formulaCleared(row.name, wasText), true);
}

/** The numbers that a line shows, as its typed cells: what it holds on to without its formula. */
export function numbersOf(book: Workbook, row: RowId, line: string): Wanted[number] {
  const { plan, engine } = book;
  const cells = Array.from({ length: plan.settings.periods }, (_, t) => {
    const value = engine.value(row, line, t);
    return Number.isNaN(value) ? null : value;
  });
  return [`cells/${row}/${line}/${plan.settings.start}`, { cells }];
}

/** Says that a row does not apply in a channel, or that it does again. [CH3] */
export function setApplies(book: Workbook, row: RowId, channel: ChannelId, applies: boolean): Outcome {
  const { plan } = book;
  const name = nameOf(plan, row);
  const channelName = plan.channels.get(channel)?.name ?? "";
  const change = changeTo(plan, [[formulaAddress(row, channel), applies ? null : { kind: "none" }]]);
  if (change.length === 0) return NOTHING;
  const what = applies
    ? sessionMessages.appliesAgain(name, channelName)
    : sessionMessages.notInChannel(name, channelName);
  return edit(change, name, what, true);
}

/** The unit that a formula would give a new row; for the formula bar's hint. */
export function unitOfText(plan: Plan, text: string): Unit | undefined {
  const parsed = parseFormula(text, namesOf(plan));
  return parsed.ok ? inferUnit(plan, parsed.value, "channel") : undefined;
}
