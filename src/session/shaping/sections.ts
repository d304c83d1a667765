import { changeTo, orderedIds, ordersBetween, sessionMessages } from "../../core/index.ts";
import type { NewId, Plan, SectionId } from "../../core/index.ts";
import type { Outcome } from "../outcome.ts";
import { refuse } from "../outcome.ts";
import type { Workbook } from "../workbook.ts";
import { edit, editTo, NOTHING, placeAt, rowsOfSection } from "./common.ts";
import type { Wanted } from "./common.ts";

const sectionAddress = (id: SectionId): string => `section/${id}`;

function nameProblem(plan: Plan, name: string, except?: SectionId): Outcome | null {
  if (name === "") return refuse("section-name-empty", sessionMessages.sectionNameEmpty());
  const key = name.toLowerCase();
  const isTaken = [...plan.sections].some(([id, each]) => id !== except && each.name.toLowerCase() === key);
  return isTaken ? refuse("section-name-taken", sessionMessages.sectionNameTaken(name)) : null;
}

/** Makes a section behind another one, or (null) as the last. [SH4] */
export function addSection(
  book: Workbook,
  name: string,
  after: SectionId | null,
  newId: NewId,
): Outcome & { section?: SectionId } {
  const { plan } = book;
  const trimmed = name.trim();
  const problem = nameProblem(plan, trimmed);
  if (problem !== null) return problem;
  const ids = orderedIds(plan.sections);
  const index = after === null ? ids.length : ids.indexOf(after) + 1;
  const { orders, others } = placeAt(ids, index, 1, plan.sections, sectionAddress);
  const id = newId();
  const change = changeTo(plan, [
    ...others,
    [sectionAddress(id), { name: trimmed, order: orders[0] ?? "i" }],
  ]);
  return { ...edit(change, trimmed, sessionMessages.sectionAdded(trimmed)), section: id };
}

export function renameSection(book: Workbook, id: SectionId, name: string): Outcome {
  const { plan } = book;
  const old = plan.sections.get(id)?.name ?? "";
  const trimmed = name.trim();
  const problem = nameProblem(plan, trimmed, id);
  if (problem !== null) return problem;
  const what = sessionMessages.sectionRenamed(old, trimmed);
  return editTo(plan, [[`section/${id}/name`, trimmed]], trimmed, what);
}

/** Moves a section, with its rows, in front of another one; null makes it the last. */
export function moveSection(book: Workbook, id: SectionId, before: SectionId | null): Outcome {
  const { plan } = book;
  const section = plan.sections.get(id);
  if (section === undefined || before === id) return NOTHING;
  const ids = orderedIds(plan.sections).filter((each) => each !== id);
  const index = before === null ? ids.length : ids.indexOf(before);
  if (index < 0 || orderedIds(plan.sections).indexOf(id) === index) return NOTHING;
  const { orders, others } = placeAt(ids, index, 1, plan.sections, sectionAddress);
  const wanted: Wanted = [...others, [`section/${id}/order`, orders[0] ?? section.order]];
  return edit(changeTo(plan, wanted), section.name, sessionMessages.sectionMoved(section.name));
}

/** Takes a section away; its rows stay, at the end of the section before. [SH4] */
export function deleteSection(book: Workbook, id: SectionId): Outcome {
  const { plan } = book;
  const section = plan.sections.get(id);
  if (section === undefined) return NOTHING;
  const ids = orderedIds(plan.sections);
  const home = ids[ids.indexOf(id) - 1] ?? null;
  const rows = rowsOfSection(plan, id);
  const last = rowsOfSection(plan, home).at(-1);
  const orders = ordersBetween(
    last === undefined ? null : (plan.rows.get(last)?.order ?? null),
    null,
    rows.length,
  );
  const wanted: Wanted = rows.flatMap((row, i): Wanted => [
    [`row/${row}/section`, home],
    [`row/${row}/order`, orders[i] ?? "i"],
  ]);
  wanted.push([sectionAddress(id), null]);
  const homeName = home === null ? null : (plan.sections.get(home)?.name ?? null);
  const what = sessionMessages.sectionDeleted(section.name, rows.length, homeName);
  return edit(changeTo(plan, wanted), section.name, what);
}
