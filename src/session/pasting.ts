import {
  cellAddress,
  changeTo,
  composeChanges,
  parseEntry,
  periodKeyAt,
  sessionMessages,
} from "../core/index.ts";
import type { CellValue, PlanChange } from "../core/index.ts";
import type { Offer, Outcome } from "./outcome.ts";
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

interface Kept {
  readonly target: Target;
  readonly value: CellValue;
}

/**
 * Takes a pasted block as one change: typed cells as typed; computed cells, goals and totals are kept, and
 * those that differ are listed with the offer to override them. What cannot be read is said and the rest is
 * taken. Never makes goals. [KS5]
 */
export function pasteInto(book: Workbook, block: readonly Pasted[], speak: Speak): Outcome {
  const changes: PlanChange[] = [];
  const kept: Kept[] = [];
  const bad: string[] = [];
  let taken = 0;
  for (const { target, text } of block) {
    if (text.trim() === "") continue;
    const [cell] = cellsUnder(book, target);
    const kind = cell === undefined ? "none" : book.engine.kind(target.row, cell.line, cell.t);
    const typed = isSingle(book, target) && kind !== "computed" && kind !== "none";
    if (typed && goalAt(book.plan, target) === undefined) {
      const outcome = typeInto(book, target, text, speak);
      if (outcome.kind === "edit") {
        changes.push(outcome.change);
        taken++;
      } else bad.push(sayBad(book, target, text, speak));
      continue;
    }
    const entry = parseEntry(text, contextOf(book.plan, target.row, speak));
    const value = entry.kind === "value" ? entry.value : undefined;
    if (value === undefined) bad.push(sayBad(book, target, text, speak));
    else if (!showsSame(book, target, typeof value === "number" ? value : value.value))
      kept.push({ target, value });
  }
  const said = sessionMessages.pasted(taken, kept.length, bad);
  const offers = overrideOffers(book, kept);
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

function sayBad(book: Workbook, target: Target, text: string, speak: Speak): string {
  const when = speak.shortSpan(book.plan, target.from, target.to);
  return `${nameOf(book.plan, target.row)}, ${when}: “${text.slice(0, 30)}”`;
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
