import { diagnose } from "../core/index.ts";
import type { Diagnosis } from "../core/index.ts";
import type { Speak } from "./speak.ts";
import { cellsUnder, isSingle, normalTarget } from "./target.ts";
import type { Target } from "./target.ts";
import type { Workbook } from "./workbook.ts";

/** Why a target has no number; undefined where it has one, or none can be said. */
export function errorOf(book: Workbook, target: Target, speak: Speak): Diagnosis | undefined {
  const nameOfPeriod = (t: number): string => speak.shortSpan(book.plan, t, t);
  const [cell] = cellsUnder(book, target);
  const what =
    isSingle(book, target) && cell !== undefined
      ? { row: target.row, line: cell.line, t: cell.t }
      : normalTarget(book.plan, target);
  return diagnose(book.plan, what, nameOfPeriod, book.engine) ?? undefined;
}
