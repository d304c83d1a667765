import { checkPlan } from "../core/index.ts";
import type { Finding } from "../core/index.ts";
import { whereOf } from "./speak.ts";
import type { Speak } from "./speak.ts";
import type { Workbook } from "./workbook.ts";

/** What the sheet notices about itself, in the reader's words, in the order of the screen. [CK1]–[CK8] */
export function findingsOf(book: Workbook, speak: Speak): readonly Finding[] {
  return checkPlan(book.engine, {
    value: (row, value) => speak.value(row, value),
    where: (at) => whereOf(book, at, speak),
    list: (items) => speak.list(items),
  });
}

/** The finding that comes after a place in the order of the screen, or before it; round at the end. */
export function nextFinding(
  findings: readonly Finding[],
  last: Finding | null,
  step: 1 | -1,
): Finding | undefined {
  const at = last === null ? -1 : findings.findIndex((each) => each.text === last.text);
  const from = at < 0 ? (step > 0 ? -1 : 0) : at;
  return findings[(from + step + findings.length) % findings.length];
}
