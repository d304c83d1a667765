import {
  changeTo,
  checkFormula,
  composeChanges,
  defaultRow,
  formulaAddress,
  inferUnit,
  keyOfOrdinal,
  namesOf,
  orderBetween,
  orderedIds,
  parseFormula,
  PLAN_WIDE,
  rowsIn,
  rowsInOrder,
  sessionMessages,
} from "../core/index.ts";
import type {
  Address,
  AddressValue,
  ChannelId,
  NewId,
  Plan,
  PlanChange,
  RowId,
  SectionId,
  Unit,
} from "../core/index.ts";
import type { Outcome, Told } from "./outcome.ts";
import { refuse } from "./outcome.ts";
import { nameOf } from "./speak.ts";
import type { Speak } from "./speak.ts";
import { formulaText } from "./clearing.ts";
import { putRowFormula } from "./typing.ts";
import type { Workbook } from "./workbook.ts";

function edit(change: PlanChange, label: string, what: string, effect = false): Outcome {
  const told: Told = { label, what: () => what, effect, offers: [] };
  return { kind: "edit", change, told };
}

/** Whether another row answers to a name, as its name or its short name. */
function isNameTaken(plan: Plan, name: string, except?: RowId): boolean {
  const found = namesOf(plan).row(name);
  return found !== undefined && found !== except;
}

/** Makes a row of a name, after another one or at the end of a section. [SH1] */
export function addRow(
  book: Workbook,
  name: string,
  place: { after: RowId | null; section: SectionId | null },
  newId: NewId,
): Outcome & { row?: RowId } {
  const { plan } = book;
  const trimmed = name.trim();
  if (trimmed === "") return refuse("row-name-empty", sessionMessages.rowNameEmpty());
  if (isNameTaken(plan, trimmed)) return refuse("row-name-taken", sessionMessages.rowNameTaken(trimmed));
  const rows = rowsInOrder(plan);
  const last = place.after ?? rows.at(-1) ?? null;
  const lastRow = last === null ? undefined : plan.rows.get(last);
  const section =
    place.after === null ? (place.section ?? lastRow?.section ?? null) : (lastRow?.section ?? null);
  const siblings = rows.filter((id) => (plan.rows.get(id)?.section ?? null) === section);
  const before = place.after ?? siblings.at(-1) ?? null;
  const next = before === null ? undefined : siblings[siblings.indexOf(before) + 1];
  const orderOf = (id: RowId | null | undefined): string | null =>
    id === null || id === undefined ? null : (plan.rows.get(id)?.order ?? null);
  const id = newId();
  const order = orderBetween(orderOf(before), orderOf(next));
  const row = { ...defaultRow(trimmed), section, order };
  return {
    ...edit(changeTo(plan, [[`row/${id}`, row]]), trimmed, sessionMessages.rowAdded(trimmed)),
    row: id,
  };
}

/** Gives a row another name; formulas hold ids and follow by themselves. */
export function renameRow(book: Workbook, row: RowId, name: string): Outcome {
  const { plan } = book;
  const trimmed = name.trim();
  const old = nameOf(plan, row);
  if (trimmed === "") return refuse("row-name-empty", sessionMessages.rowNameEmpty());
  if (isNameTaken(plan, trimmed, row)) return refuse("row-name-taken", sessionMessages.rowNameTaken(trimmed));
  if (trimmed === old) return { kind: "nothing", text: "", offers: [] };
  return edit(
    changeTo(plan, [[`row/${row}/name`, trimmed]]),
    trimmed,
    sessionMessages.rowRenamed(old, trimmed),
  );
}

/** Rows whose formulas read a row. */
export function usersOf(plan: Plan, row: RowId): RowId[] {
  const users = new Set<RowId>();
  for (const [key, formula] of plan.formulas) {
    const [user = ""] = key.split("/");
    if (
      formula.kind === "tree" &&
      user !== row &&
      plan.rows.has(user) &&
      rowsIn(formula.tree).includes(row)
    ) {
      users.add(user);
    }
  }
  return [...users];
}

/** Deletes a row, after asking where others use it. Its goals go; goals that it solves rest. Cells are kept. */
export function deleteRow(book: Workbook, row: RowId): Outcome {
  const { plan } = book;
  const name = nameOf(plan, row);
  const users = usersOf(plan, row).map((id) => nameOf(plan, id));
  const wanted: [Address, AddressValue | null][] = [];
  for (const [id, goal] of plan.goals) {
    if (goal.row === row) wanted.push([`goal/${id}`, null]);
    else if (goal.lever?.row === row) wanted.push([`goal/${id}/lever`, null]);
  }
  if (plan.settings.defaultLever === row) wanted.push(["plan/defaultLever", null]);
  wanted.push([`row/${row}`, null]);
  const outcome = edit(changeTo(plan, wanted), name, sessionMessages.rowDeleted(name, users), true);
  if (users.length === 0) return outcome;
  return {
    kind: "ask",
    question: sessionMessages.rowInUse(name, users),
    readings: [
      { label: sessionMessages.keepRow(name), act: () => ({ kind: "nothing", text: "", offers: [] }) },
      { label: sessionMessages.deleteAnyway(name), act: () => outcome },
    ],
  };
}

/** Sets a row's unit, unless its formula yields another. */
export function setRowUnit(book: Workbook, rowId: RowId, unit: Unit, unitName: string): Outcome {
  const { plan } = book;
  const row = plan.rows.get(rowId);
  if (row === undefined || row.unit === unit) return { kind: "nothing", text: "", offers: [] };
  const next: Plan = { ...plan, rows: new Map(plan.rows).set(rowId, { ...row, unit }) };
  const formula = plan.formulas.get(rowId);
  if (formula?.kind === "tree") {
    const checked = checkFormula(next, rowId, null, formula.tree);
    if (!checked.ok) return refuse("unit-refused", sessionMessages.unitRefused(row.name, checked.error.text));
  }
  const wanted: [Address, AddressValue | null][] = [[`row/${rowId}/unit`, unit]];
  if (unit !== "moneyPerCount" && row.per !== 1) wanted.push([`row/${rowId}/per`, 1]);
  return edit(
    changeTo(plan, wanted),
    row.name,
    sessionMessages.rowFieldSet(row.name, "unit", unitName),
    true,
  );
}

export function setRowOwner(book: Workbook, rowId: RowId, owner: string): Outcome {
  const row = book.plan.rows.get(rowId);
  const trimmed = owner.trim();
  if (row === undefined || (row.owner ?? "") === trimmed) return { kind: "nothing", text: "", offers: [] };
  const change = changeTo(book.plan, [[`row/${rowId}/owner`, trimmed === "" ? null : trimmed]]);
  return edit(
    change,
    row.name,
    sessionMessages.rowFieldSet(row.name, "owner", trimmed === "" ? "nobody" : trimmed),
  );
}

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
  return putRowFormula(book, rowId, channel, parsed.value);
}

/** Makes a row an assumption again: its cells keep the numbers that the formula gave. */
export function clearRowFormula(book: Workbook, rowId: RowId, channel: ChannelId | null): Outcome {
  const { plan, engine } = book;
  const row = plan.rows.get(rowId);
  const address = formulaAddress(rowId, channel ?? undefined);
  const key = channel === null ? rowId : `${rowId}/${channel}`;
  if (row === undefined || (channel === null && !plan.formulas.has(key))) {
    return { kind: "nothing", text: "", offers: [] };
  }
  const own = plan.formulas.get(key);
  // In a channel without its own formula, an empty text frees it from the row's.
  const after: AddressValue | null = channel !== null && own === undefined ? { kind: "free" } : null;
  const lines = channel !== null ? [channel] : row.scope === "plan" ? [PLAN_WIDE] : orderedIds(plan.channels);
  const wanted: [Address, AddressValue | null][] = [[address, after]];
  const becomesTyped = channel === null || after !== null;
  if (becomesTyped) {
    for (const line of lines) {
      if (channel === null && plan.formulas.has(`${rowId}/${line}`)) continue;
      const cells = Array.from({ length: plan.settings.periods }, (_, t) => {
        const value = engine.value(rowId, line, t);
        return Number.isNaN(value) ? null : value;
      });
      wanted.push([`cells/${rowId}/${line}/${plan.settings.start}`, { cells }]);
    }
  }
  const wasText = formulaText(plan, rowId, lines[0] ?? "") ?? "";
  return edit(changeTo(plan, wanted), row.name, sessionMessages.formulaCleared(row.name, wasText), true);
}

/** Adds a channel, empty or as a copy of another one. Formulas of rows hold in it by themselves. [SH2] */
export function addChannel(book: Workbook, name: string, from: ChannelId | null, newId: NewId): Outcome {
  const { plan } = book;
  const trimmed = name.trim();
  if (trimmed === "") return refuse("channel-name-empty", sessionMessages.channelNameEmpty());
  if (isChannelNameTaken(plan, trimmed)) {
    return refuse("channel-name-taken", sessionMessages.channelNameTaken(trimmed));
  }
  const id = newId();
  const last = orderedIds(plan.channels).at(-1);
  const order = orderBetween(last === undefined ? null : (plan.channels.get(last)?.order ?? null), null);
  const wanted: [Address, AddressValue | null][] = [[`channel/${id}`, { name: trimmed, order }]];
  if (from !== null) {
    for (const [key, formula] of plan.formulas) {
      const [row = "", channel] = key.split("/");
      if (channel === from) wanted.push([`formula/${row}/${id}`, formula]);
    }
    for (const [row, lines] of plan.cells) {
      const series = lines.get(from);
      if (series === undefined || plan.rows.get(row)?.scope !== "channel") continue;
      series.values.forEach((value, i) => {
        const detail = series.details.get(series.first + i);
        if (Number.isNaN(value) && detail === undefined) return;
        wanted.push([cellOf(plan, row, id, series.first + i), detail ?? value]);
      });
    }
  }
  return edit(changeTo(plan, wanted), trimmed, sessionMessages.channelAdded(trimmed), true);
}

function cellOf(plan: Plan, row: RowId, channel: ChannelId, ordinal: number): Address {
  return `cell/${row}/${channel}/${keyOfOrdinal(plan.settings.periodLength, ordinal)}`;
}

function isChannelNameTaken(plan: Plan, name: string, except?: ChannelId): boolean {
  const key = name.toLowerCase();
  return [...plan.channels].some(([id, channel]) => id !== except && channel.name.toLowerCase() === key);
}

export function renameChannel(book: Workbook, id: ChannelId, name: string): Outcome {
  const { plan } = book;
  const old = plan.channels.get(id)?.name ?? "";
  const trimmed = name.trim();
  if (trimmed === "") return refuse("channel-name-empty", sessionMessages.channelNameEmpty());
  if (isChannelNameTaken(plan, trimmed, id)) {
    return refuse("channel-name-taken", sessionMessages.channelNameTaken(trimmed));
  }
  if (trimmed === old) return { kind: "nothing", text: "", offers: [] };
  return edit(
    changeTo(plan, [[`channel/${id}/name`, trimmed]]),
    trimmed,
    sessionMessages.channelRenamed(old, trimmed),
  );
}

/** Deletes a channel: goals on it go, levers that cover only it rest. Its cells are kept for its return. */
export function deleteChannel(book: Workbook, id: ChannelId): Outcome {
  const { plan } = book;
  if (plan.channels.size <= 1) return refuse("last-channel", sessionMessages.lastChannel());
  const name = plan.channels.get(id)?.name ?? "";
  const wanted: [Address, AddressValue | null][] = [];
  for (const [goalId, goal] of plan.goals) {
    const { lever } = goal;
    if (goal.channel === id) wanted.push([`goal/${goalId}`, null]);
    else if (lever?.channels?.includes(id) === true) {
      const channels = lever.channels.filter((channel) => channel !== id);
      wanted.push([`goal/${goalId}/lever`, channels.length === 0 ? null : { ...lever, channels }]);
    }
  }
  wanted.push([`channel/${id}`, null]);
  return edit(changeTo(plan, wanted), name, sessionMessages.channelDeleted(name), true);
}

/** Says that a row does not apply in a channel, or that it does again. [CH3] */
export function setApplies(book: Workbook, row: RowId, channel: ChannelId, applies: boolean): Outcome {
  const { plan } = book;
  const name = nameOf(plan, row);
  const channelName = plan.channels.get(channel)?.name ?? "";
  const change = changeTo(plan, [[formulaAddress(row, channel), applies ? null : { kind: "none" }]]);
  if (change.length === 0) return { kind: "nothing", text: "", offers: [] };
  const what = applies
    ? sessionMessages.appliesAgain(name, channelName)
    : sessionMessages.notInChannel(name, channelName);
  return edit(change, name, what, true);
}

export function setTitle(book: Workbook, title: string): Outcome {
  const trimmed = title.trim();
  if (trimmed === "") return refuse("title-empty", sessionMessages.titleEmpty());
  const change = changeTo(book.plan, [["plan/title", trimmed]]);
  if (change.length === 0) return { kind: "nothing", text: "", offers: [] };
  return edit(composeChanges(change), trimmed, sessionMessages.titleSet(trimmed));
}

/** The unit that a formula would give a new row; for the formula bar's hint. */
export function unitOfText(plan: Plan, text: string): Unit | undefined {
  const parsed = parseFormula(text, namesOf(plan));
  return parsed.ok ? inferUnit(plan, parsed.value, "channel") : undefined;
}
