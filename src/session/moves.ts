import {
  applyChange,
  cellAddress,
  changeTo,
  composeChanges,
  isAdditive,
  letGo,
  periodKeyAt,
  sessionMessages,
} from "../core/index.ts";
import type { Address, AddressValue, PlanChange, RowId } from "../core/index.ts";
import type { Part } from "./outcome.ts";
import { usersOf } from "./shaping/index.ts";
import { nameOf, wholeOf } from "./speak.ts";
import type { Speak } from "./speak.ts";
import { cellsUnder, valueOf } from "./target.ts";
import type { Target } from "./target.ts";
import type { Workbook } from "./workbook.ts";

/** Rows that are told; the rest is counted. */
const TOLD = 5;

/** Cells that are nudged at the most: an answer comes before the next key. */
const MOST_CELLS = 2000;

/**
 * What a number moves, and by how much: its typed cells a percentage point higher (what is no percentage: one
 * percent), goals held, and what that does to the plan's totals, the answer's own first. A computed or solved
 * number is nudged as if it were typed, with goals let go, since they would take the nudge back. Where there is
 * no number to nudge it tells who reads the row. [WH2]
 */
export function whatMoves(book: Workbook, target: Target, speak: Speak): readonly Part[] {
  const row = book.plan.rows.get(target.row);
  if (row === undefined) return [{ text: sessionMessages.noRow() }];
  const isPercent = row.unit === "rate" || row.asPercent;
  const typed = nudges(book, target, isPercent, "typed");
  const wanted = typed.length > 0 ? typed : nudges(book, target, isPercent, "workedOut");
  if (wanted.length === 0) return readers(book, target.row);
  const isAside = typed.length === 0 && book.plan.goals.size > 0;
  const aside = isAside ? goalsLetGo(book) : [];
  const change = composeChanges(aside, changeTo(applyChange(book.plan, aside), wanted));
  const rows = [...book.plan.rows.keys()].filter((id) => id !== target.row);
  const totals = (now: Workbook): number[] => rows.map((id) => valueOf(now, wholeOf(now.plan, id)));
  const before = totals(book);
  const old = valueOf(book, target);
  const { after, nudged } = book.tryOut(change, (now) => ({
    after: totals(now),
    nudged: valueOf(now, target),
  }));
  const moved = rows
    .map((id, i) => {
      const [was = NaN, is = NaN] = [before[i], after[i]];
      const share = was === 0 ? (is === 0 ? 0 : 1) : Math.abs(is / was - 1);
      return { id, was, is, share };
    })
    .filter(({ was, is, share }) => !Number.isNaN(was) && !Number.isNaN(is) && share > 1e-9);
  const step = sessionMessages.nudged(
    row.name,
    isPercent,
    isAdditive(row.unit) || !Number.isNaN(old) ? speak.value(row, old) : "",
    Number.isNaN(nudged)
      ? ""
      : speak.value({ ...row, decimals: row.decimals ?? (isPercent ? 1 : null) }, nudged),
  );
  if (moved.length === 0) return [{ text: sessionMessages.movesNothing(row.name) }];
  const first = importance(book);
  moved.sort((a, b) => (first.get(a.id) ?? 9) - (first.get(b.id) ?? 9) || b.share - a.share);
  const parts: Part[] = [{ text: `${step}${isAside ? sessionMessages.goalsAside() : ""}: ` }];
  moved.slice(0, TOLD).forEach(({ id, was, is }, i) => {
    const other = book.plan.rows.get(id);
    if (other === undefined) return;
    if (i > 0) parts.push({ text: ", " });
    parts.push({ text: other.name, target: wholeOf(book.plan, id) });
    parts.push({ text: ` ${speak.value(other, was, [was, is])} → ${speak.value(other, is, [was, is])}` });
  });
  const rest = moved.length - TOLD;
  parts.push({ text: rest > 0 ? `${sessionMessages.whyMore(rest)}.` : "." });
  return parts;
}

/** The cells under a target a little higher: those that are typed, or those that are worked out. */
function nudges(
  book: Workbook,
  target: Target,
  isPercent: boolean,
  which: "typed" | "workedOut",
): [Address, AddressValue][] {
  const { plan, engine, solution } = book;
  return cellsUnder(book, target)
    .slice(0, MOST_CELLS)
    .flatMap(({ line, t }): [Address, AddressValue][] => {
      const kind = engine.kind(target.row, line, t);
      const isHeld = kind === "assumption" || kind === "formula" || kind === "overridden";
      const isTyped = isHeld && solution.leverOf({ row: target.row, line, t }) === null;
      const isWorkedOut = kind === "computed" || (isHeld && !isTyped);
      const value = engine.value(target.row, line, t);
      if (!(which === "typed" ? isTyped : isWorkedOut) || !Number.isFinite(value) || t < 0) return [];
      const nudged = isPercent ? value + 0.01 : value * 1.01;
      return [[cellAddress(target.row, line, periodKeyAt(plan.settings, t)), nudged]];
    });
}

/** All goals let go, one after the other: what is solved for them stays as it is. */
function goalsLetGo(book: Workbook): PlanChange {
  let { plan } = book;
  const changes: PlanChange[] = [];
  for (const id of book.plan.goals.keys()) {
    const change = letGo(plan, book.solution, id);
    changes.push(change);
    plan = applyChange(plan, change);
  }
  return composeChanges(...changes);
}

/** What the answer is about comes first: what is solved, what is wanted, then the stages. */
function importance({ plan }: Workbook): Map<RowId, number> {
  const found = new Map<RowId, number>();
  const put = (id: RowId | null | undefined, rank: number): void => {
    if (id !== null && id !== undefined && !found.has(id)) found.set(id, rank);
  };
  for (const goal of plan.goals.values()) put(goal.lever?.row, 0);
  for (const goal of plan.goals.values()) put(goal.row, 1);
  put(plan.settings.defaultLever, 2);
  for (const [id, row] of plan.rows) if (row.stage !== null) put(id, 3);
  return found;
}

/** "Demos has no number to nudge; Units sold and CAC read it." */
function readers(book: Workbook, row: RowId): Part[] {
  const { plan } = book;
  const users = usersOf(plan, row);
  if (users.length === 0) return [{ text: sessionMessages.readByNone(nameOf(plan, row)) }];
  const parts: Part[] = [{ text: sessionMessages.readBy(nameOf(plan, row)) }];
  users.forEach((id, i) => {
    if (i > 0) parts.push({ text: i === users.length - 1 ? " and " : ", " });
    parts.push({ text: nameOf(plan, id), target: wholeOf(plan, id) });
  });
  return [...parts, { text: "." }];
}
