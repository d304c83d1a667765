import {
  cellAddress,
  changeTo,
  composeChanges,
  parseEntry,
  pasteMessages,
  periodKeyAt,
  partMessages,
  sessionMessages,
} from "../core/index.ts";
import type { CellValue, GoalId, KeptCount, PlanChange, RowId } from "../core/index.ts";
import { readingOf, readText } from "./block-reading.ts";
import type { BlockReading } from "./block-reading.ts";
import type { Offer, Outcome, Part } from "./outcome.ts";
import { putRow, sayRested } from "./putting.ts";
import type { Put } from "./putting.ts";
import type { Speak } from "./speak.ts";
import { nameOf } from "./speak.ts";
import { cellsUnder, goalAt, isSingle, lookOf } from "./target.ts";
import type { Target } from "./target.ts";
import { contextOf, showsSame } from "./typing.ts";
import type { Workbook } from "./workbook.ts";

/** One cell of a block that was pasted, filled or cut: where it goes, and its text. */
export interface Pasted {
  readonly target: Target;
  readonly text: string;
}

/** A computed cell, goal or total that a block would have changed. */
interface Kept {
  readonly target: Target;
  readonly text: string;
  readonly value: CellValue;
}

/** A text that no number could be made of, and why. */
interface Bad {
  readonly target: Target;
  readonly text: string;
  readonly why: string;
}

/** Cells that a list in the bar names; more are counted. */
const LISTED = 24;

/** A block sorted by what becomes of its texts. */
interface Sorted {
  readonly puts: Map<RowId, Put[]>;
  readonly kept: Kept[];
  readonly bad: Bad[];
}

/**
 * Takes a pasted block as one change: typed cells as typed; computed cells, goals and totals are kept, and
 * those that differ are listed with the offer to override them. What cannot be read is said cell by cell and
 * the rest is taken. Never makes goals. [KS5]
 *
 * Numbers that can be read in two ways are settled once for the whole block: by another number of it where one
 * tells, else by asking. [KS6]
 */
export function pasteInto(
  book: Workbook,
  block: readonly Pasted[],
  speak: Speak,
  reading: BlockReading = readingOf(
    block.map(({ text }) => text),
    speak.locale,
  ),
): Outcome {
  const { puts, kept, bad }: Sorted = { puts: new Map(), kept: [], bad: [] };
  for (const { target, text: pasted } of block) {
    if (pasted.trim() === "") continue;
    const read = readText(book.plan, target.row, pasted, speak, reading);
    if ("doubt" in read) return askOf(block, pasted, read.choices, speak);
    const cell = isSingle(book, target) ? typedAt(book, target) : undefined;
    if (cell !== undefined) {
      const ofRow = puts.get(target.row) ?? [];
      ofRow.push({ target, cell, text: read.text, speak: read.speak });
      puts.set(target.row, ofRow);
      continue;
    }
    const why = whyNotHere(book, target);
    const entry = parseEntry(read.text, contextOf(book.plan, target.row, read.speak));
    if (entry.kind === "value" && why === null) {
      const { value } = entry;
      if (!showsSame(book, target, typeof value === "number" ? value : value.value))
        kept.push({ target, text: pasted, value });
    } else {
      bad.push({
        target,
        text: pasted,
        why: why ?? (entry.kind === "error" ? entry.error.text : sessionMessages.computedNoFormula()),
      });
    }
  }
  const changes: PlanChange[] = [];
  const rested: GoalId[] = [];
  let taken = 0;
  for (const [row, ofRow] of puts) {
    const done = putRow(book, row, ofRow);
    changes.push(done.change);
    rested.push(...done.rested);
    taken += done.taken;
    for (const { put, why } of done.refused) bad.push({ target: put.target, text: put.text, why });
  }
  const said = pasteMessages.pasted(
    taken,
    countKept(book, kept),
    bad.map(({ target, text }) => `${sayCell(book, target, speak)}: “${text.slice(0, 30)}”`),
  );
  const offers = [...seeOffers(book, kept, bad, speak), ...overrideOffers(book, kept)];
  if (taken === 0) return { kind: "nothing", text: said, offers };
  const what = rested.length === 0 ? said : `${said} ${sayRested(book, rested, speak)}`;
  return {
    kind: "edit",
    change: composeChanges(...changes),
    told: {
      label: sessionMessages.severalCells(taken),
      what: () => what,
      effect: rested.length === 0,
      offers,
      tone: bad.length > 0 ? "warning" : "plain",
    },
  };
}

/** The cell of a target that holds what is typed: no computed one, and no goal. History takes whatever is typed. */
function typedAt(book: Workbook, target: Target) {
  const [cell] = cellsUnder(book, target);
  if (cell === undefined || goalAt(book.plan, target) !== undefined) return undefined;
  if (cell.t < 0) return cell;
  const kind = book.engine.kind(target.row, cell.line, cell.t);
  return kind === "computed" || kind === "none" ? undefined : cell;
}

/** Why nothing at all can stand in a target; null where something could. */
function whyNotHere(book: Workbook, target: Target): string | null {
  return cellsUnder(book, target).length === 0
    ? sessionMessages.doesNotApply(nameOf(book.plan, target.row))
    : null;
}

function countKept(book: Workbook, kept: readonly Kept[]): KeptCount {
  const count = { computed: 0, goals: 0, totals: 0 };
  for (const { target } of kept) {
    if (goalAt(book.plan, target) !== undefined) count.goals++;
    else if (isSingle(book, target) || lookOf(book, target) === "computed") count.computed++;
    else count.totals++;
  }
  return count;
}

/** What is in doubt about a block, asked once for all of it. */
function askOf(
  block: readonly Pasted[],
  text: string,
  choices: readonly { readonly label: string; readonly reading: BlockReading }[],
  speak: Speak,
): Outcome {
  return {
    kind: "ask",
    question: sessionMessages.whichBlockReading(text, block.length),
    readings: choices.map(({ label, reading }) => ({
      label,
      act: (now) => pasteInto(now, block, speak, reading),
    })),
  };
}

function sayCell(book: Workbook, target: Target, speak: Speak): string {
  const channel =
    target.channel === null || book.plan.channels.size === 1
      ? ""
      : `, ${book.plan.channels.get(target.channel)?.name ?? ""}`;
  return `${nameOf(book.plan, target.row)}${channel}, ${speak.shortSpan(book.plan, target.from, target.to)}`;
}

/** "See them": each cell that was kept or not understood, with what came for it; each leads there. */
function seeOffers(book: Workbook, kept: readonly Kept[], bad: readonly Bad[], speak: Speak): Offer[] {
  const all = [...bad, ...kept.map(({ target, text }) => ({ target, text, why: "" }))];
  if (all.length === 0) return [];
  const parts = all
    .slice(0, LISTED)
    .flatMap(({ target, text, why }, i): Part[] => [
      ...(i === 0 ? [] : [{ text: " · " }]),
      { text: sayCell(book, target, speak), target },
      { text: `: “${text.slice(0, 30)}”${why === "" ? "" : ` (${why})`}` },
    ]);
  if (all.length > LISTED) parts.push({ text: sessionMessages.whyMore(all.length - LISTED) });
  const act = (): Outcome => ({
    kind: "nothing",
    text: parts.map((part) => part.text).join(""),
    parts,
    offers: overrideOffers(book, kept),
  });
  return [{ name: partMessages.offer.seeThem, how: "also", act }];
}

/** "Override them": the kept computed cells are typed over, as a change of its own. */
function overrideOffers(book: Workbook, kept: readonly Kept[]): Offer[] {
  const single = kept.filter(({ target }) => isSingle(book, target));
  if (single.length === 0) return [];
  const act = (now: Workbook): Outcome => ({
    kind: "edit",
    change: changeTo(
      now.plan,
      single.flatMap(({ target, value }) =>
        cellsUnder(now, target).map(({ line, t }): [string, CellValue] => [
          cellAddress(target.row, line, periodKeyAt(now.plan.settings, t)),
          value,
        ]),
      ),
    ),
    told: {
      label: sessionMessages.severalCells(single.length),
      what: () => sessionMessages.overrodeSeveral(single.length),
      effect: true,
      offers: [],
    },
  });
  return [{ name: partMessages.offer.overrideThem, how: "also", act }];
}
