import {
  applyChange,
  changeTo,
  composeChanges,
  gridMessages,
  pasteMessages,
  partMessages,
  sessionMessages,
} from "../core/index.ts";
import type { ChannelId, NewId, Plan, PlanChange, RowId, SectionId } from "../core/index.ts";
import type { Offer, Outcome } from "./outcome.ts";
import { pasteInto } from "./pasting.ts";
import type { Pasted } from "./pasting.ts";
import { freeName, isNameTaken } from "./shaping/common.ts";
import { addPeriods, addRow } from "./shaping/index.ts";
import type { Speak } from "./speak.ts";
import type { Workbook } from "./workbook.ts";

/** A name or an owner for a row that there is. */
export interface HeadText {
  readonly row: RowId;
  readonly field: "name" | "owner";
  readonly text: string;
}

/** A line of a block that becomes a row: its name, its owner if it has one, and its numbers. */
export interface NewLine {
  readonly name: string;
  readonly owner: string;
  readonly cells: readonly {
    readonly channel: ChannelId | null;
    readonly from: number;
    readonly to: number;
    readonly text: string;
  }[];
}

/** A block that comes to the sheet in one gesture: texts for cells, and what else of it has a meaning there. */
export interface PastedBlock {
  readonly entries: readonly Pasted[];
  readonly heads?: readonly HeadText[];
  /** Rows to be made, behind the last one. */
  readonly rows?: {
    readonly lines: readonly NewLine[];
    readonly after: RowId | null;
    readonly section: SectionId | null;
  };
  /** What found no place: columns right of the last and rows below the last; what periods that could be added hold. */
  readonly beyond?: {
    readonly columns: number;
    readonly rows: number;
    readonly periods: readonly Pasted[];
  };
  /** Heads of columns that were left out, since their totals are worked out here. */
  readonly totals?: readonly string[];
}

/** Takes a whole block as one change: rows and names first, then the numbers of all. [KS5] */
export function pasteBlock(book: Workbook, block: PastedBlock, speak: Speak, newId: NewId): Outcome {
  const isNothing = block.entries.length + (block.heads?.length ?? 0) + (block.rows?.lines.length ?? 0) === 0;
  if (isNothing && block.beyond === undefined) {
    return { kind: "nothing", text: pasteMessages.nowhere(), offers: [] };
  }
  const made = makeRows(book.plan, block, newId);
  const heads = takeHeads(made.plan, block.heads ?? []);
  const first = composeChanges(...made.changes, ...heads.changes);
  const said = [
    ...(made.names.length === 0 ? [] : [pasteMessages.rowsMade(made.names)]),
    ...(heads.changes.length === 0 ? [] : [pasteMessages.headsTaken(heads.changes.length)]),
    ...heads.refused,
  ];
  const entries = [...block.entries, ...made.entries];
  const label = made.names[0] ?? block.heads?.[0]?.text ?? "";
  const outcome = pasteAfter(book, first, { said, label }, entries, speak);
  const told = withBeyond(book, outcome, block, entries, speak);
  return block.totals === undefined ? told : saying(told, pasteMessages.totalsLeftOut(block.totals), []);
}

/** Rows for the lines of a block that lie behind the last row. A name that is taken gets a number behind it. */
function makeRows(plan: Plan, { rows }: PastedBlock, newId: NewId) {
  const changes: PlanChange[] = [];
  const names: string[] = [];
  const entries: Pasted[] = [];
  let now = plan;
  let after = rows?.after ?? null;
  for (const { name, owner, cells } of rows?.lines ?? []) {
    const free = freeName(name.trim(), (tried) => isNameTaken(now, tried));
    const outcome = addRow({ plan: now }, free, { after, section: rows?.section ?? null }, newId);
    if (outcome.kind !== "edit" || outcome.row === undefined) continue;
    const { row } = outcome;
    changes.push(outcome.change);
    now = applyChange(now, outcome.change);
    // Numbers for all channels together belong to none of them.
    const isWide = now.channels.size > 1 && cells.some(({ channel }) => channel === null);
    const settings = changeTo(now, [
      [`row/${row}/owner`, owner.trim() === "" ? null : owner.trim()],
      ...(isWide ? [[`row/${row}/scope`, "plan"] as const] : []),
    ]);
    changes.push(settings);
    now = applyChange(now, settings);
    names.push(free);
    after = row;
    for (const { channel, from, to, text } of cells) {
      entries.push({ target: { row, channel: isWide ? null : channel, from, to }, text });
    }
  }
  return { plan: now, changes, names, entries };
}

/** Names and owners of rows that there are; a name that is taken stays as it was, and is said. */
function takeHeads(plan: Plan, heads: readonly HeadText[]) {
  const changes: PlanChange[] = [];
  const refused: string[] = [];
  let now = plan;
  for (const { row, field, text } of heads) {
    const trimmed = text.trim();
    if (field === "name" && trimmed === "") continue;
    if (field === "name" && isNameTaken(now, trimmed, row)) {
      refused.push(sessionMessages.rowNameTaken(trimmed));
      continue;
    }
    const change = changeTo(now, [
      [`row/${row}/${field}`, field === "owner" && trimmed === "" ? null : trimmed],
    ]);
    if (change.length === 0) continue;
    changes.push(change);
    now = applyChange(now, change);
  }
  return { changes, refused };
}

interface First {
  readonly said: readonly string[];
  readonly label: string;
}

/** The numbers of a block over what was changed for them first, as one change; `first` may be none. */
function pasteAfter(
  book: Workbook,
  first: PlanChange,
  { said, label }: First,
  entries: readonly Pasted[],
  speak: Speak,
): Outcome {
  if (first.length === 0 && said.length === 0) return pasteInto(book, entries, speak);
  const join = (outcome: Outcome): Outcome => {
    switch (outcome.kind) {
      case "edit": {
        const { told } = outcome;
        const what: typeof told.what = (after) => [...said, told.what(after)].join(" ");
        return { ...outcome, change: composeChanges(first, outcome.change), told: { ...told, what } };
      }
      case "nothing": {
        const rest = entries.every(({ text }) => text.trim() === "") ? [] : [outcome.text];
        const text = [...said, ...rest].join(" ");
        if (first.length === 0) return { ...outcome, text };
        const told = { label, what: () => text, effect: false, offers: outcome.offers };
        return { kind: "edit", change: first, told };
      }
      case "ask": {
        const readings = outcome.readings.map(({ label: reading, act }) => ({
          label: reading,
          act: (now: Workbook) => now.tryOut(first, (then) => join(act(then))),
        }));
        return { ...outcome, readings };
      }
      default:
        return outcome;
    }
  };
  return book.tryOut(first, (then) => join(pasteInto(then, entries, speak)));
}

/** Says what found no place, and offers the periods that it wants. */
function withBeyond(
  book: Workbook,
  outcome: Outcome,
  { beyond, rows, heads }: PastedBlock,
  entries: readonly Pasted[],
  speak: Speak,
): Outcome {
  if (beyond === undefined || beyond.columns + beyond.rows === 0) return outcome;
  const { columns, periods } = beyond;
  // With nothing but numbers the whole block is taken again, so that it stays one change and one undo.
  const isAgain = rows === undefined && heads === undefined && outcome.kind === "edit";
  const act = (now: Workbook): Outcome => {
    const added = addPeriods(now, columns, "behind", speak);
    if (added.kind !== "edit") return added;
    const what = added.told.what(now);
    const first = { said: [/[.?!]$/.test(what) ? what : `${what}.`], label: added.told.label };
    return pasteAfter(now, added.change, first, isAgain ? [...entries, ...periods] : periods, speak);
  };
  const length = book.plan.settings.periodLength;
  const label = pasteMessages.addPeriods(gridMessages.periods(columns, length));
  const offers: Offer[] =
    columns === 0 || periods.length === 0
      ? []
      : [{ name: partMessages.offer.addPeriods, label, how: isAgain ? "instead" : "also", act }];
  return saying(outcome, pasteMessages.beyond(columns, beyond.rows), offers);
}

/** An outcome that says one sentence more, and offers more; once it is answered, if it asks. */
function saying(outcome: Outcome, more: string, offers: readonly Offer[]): Outcome {
  switch (outcome.kind) {
    case "edit": {
      const { told } = outcome;
      const what: typeof told.what = (after) => `${more} ${told.what(after)}`;
      return { ...outcome, told: { ...told, what, offers: [...told.offers, ...offers] } };
    }
    case "nothing":
      return { ...outcome, text: `${more} ${outcome.text}`, offers: [...outcome.offers, ...offers] };
    case "ask":
      return {
        ...outcome,
        readings: outcome.readings.map(({ label, act }) => {
          return { label, act: (now) => saying(act(now), more, offers) };
        }),
      };
    default:
      return outcome;
  }
}
