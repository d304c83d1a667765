import { changeTo, sessionMessages } from "../../core/index.ts";
import type { Outcome } from "../outcome.ts";
import { refuse } from "../outcome.ts";
import type { Workbook } from "../workbook.ts";
import { edit, NOTHING } from "./common.ts";

export function setTitle(book: Workbook, title: string): Outcome {
  const trimmed = title.trim();
  if (trimmed === "") return refuse("title-empty", sessionMessages.titleEmpty());
  const change = changeTo(book.plan, [["plan/title", trimmed]]);
  if (change.length === 0) return NOTHING;
  return edit(change, trimmed, sessionMessages.titleSet(trimmed));
}
