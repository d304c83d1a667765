import {
  cellAddress,
  changeTo,
  composeChanges,
  parseEntry,
  periodKeyAt,
  sessionMessages,
} from "../core/index.ts";
import type { CellValue, PlanChange } from "../core/index.ts";
import { readingOf, readText } from "./block-reading.ts";
import type { BlockReading } from "./block-reading.ts";
import type { Offer, Outcome, Part } from "./outcome.ts";
import type { Speak } from "./speak.ts";
import { nameOf } from "./speak.ts";
import { cellsUnder, goalAt, isSingle } from "./target.ts";
import type { Target } from "./target.ts";
import { contextOf, showsSame, typeInto } from "./typing.ts";
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
  const changes: PlanChange[] = [];
  const kept: Kept[] = [];
  const bad: Bad[] = [];
  let taken = 0;
  for (const { target, text: pasted } of block) {
    if (pasted.trim() === "") continue;
    const read = readText(book.plan, target.row, pasted, speak, reading);
    if ("doubt" in read) return askOf(block, pasted, read.choices, speak);
    const refuse = (why: string): unknown => bad.push({ target, text: pasted, why });
    const [cell] = cellsUnder(book, target);
    const kind = cell === undefined ? "none" : book.engine.kind(target.row, cell.line, cell.t);
    const typed = isSingle(book, target) && kind !== "computed" && kind !== "none";
    if (typed && goalAt(book.plan, target) === undefined) {
      const outcome = typeInto(book, target, read.text, read.speak);
      if (outcome.kind === "edit") {
        changes.push(outcome.change);
        taken++;
      } else refuse(outcome.kind === "refuse" ? outcome.complaint.text : "");
      continue;
    }
    const entry = parseEntry(read.text, contextOf(book.plan, target.row, read.speak));
    if (entry.kind === "value") {
      const { value } = entry;
      if (!showsSame(book, target, typeof value === "number" ? value : value.value))
        kept.push({ target, text: pasted, value });
    } else refuse(entry.kind === "error" ? entry.error.text : sessionMessages.computedNoFormula());
  }
  const said = sessionMessages.pasted(
    taken,
    kept.length,
    bad.map(({ target, text }) => `${sayCell(book, target, speak)}: “${text.slice(0, 30)}”`),
  );
  const offers = [...seeOffers(book, kept, bad, speak), ...overrideOffers(book, kept)];
  if (changes.length === 0) return { kind: "nothing", text: said, offers };
  return {
    kind: "edit",
    change: composeChanges(...changes),
    told: {
      label: sessionMessages.severalCells(taken),
      what: () => said,
      effect: true,
      offers,
      tone: bad.length > 0 ? "warning" : "plain",
    },
  };
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
  return [{ name: "See them", how: "also", act }];
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
  return [{ name: "Override them", how: "also", act }];
}
