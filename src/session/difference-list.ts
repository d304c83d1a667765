import {
  compareMessages,
  formulaOf,
  isSilent,
  numberOf,
  orderedIds,
  parseAddress,
  PLAN_WIDE,
  printFormula,
  rowOfDifference,
  rowsInOrder,
  startOrdinal,
  typedCell,
} from "../core/index.ts";
import type { Address, Goal, Plan, ScenarioId } from "../core/index.ts";
import { lineName } from "./differs.ts";
import { nameOf, sayValue } from "./speak.ts";
import type { Speak } from "./speak.ts";
import type { Workbook } from "./workbook.ts";

/** One difference as people know it: a row's cells in neighbouring periods, a formula, or a goal. */
export interface DifferenceLine {
  readonly key: string;
  /** What it is made of. */
  readonly addresses: readonly Address[];
  readonly row: string;
  readonly name: string;
  /** "Q1 2027", "March, Events", "formula", "goal". */
  readonly where: string;
  readonly base: string;
  readonly here: string;
  /** The base says the same by now: only dropping it would show, once the base moves on. */
  readonly isSilent: boolean;
}

interface Run {
  readonly row: string;
  readonly line: string;
  readonly from: number;
  to: number;
  readonly addresses: Address[];
}

/**
 * A scenario's differences, in the order of the screen: base → here, as both are shown. [SC6]
 *
 * base, here  workbooks of the base and of the scenario.
 */
export function differenceLines(
  document: Plan,
  scenario: ScenarioId,
  base: Workbook,
  here: Workbook,
  speak: Speak,
): DifferenceLine[] {
  const found = document.scenarios.get(scenario);
  if (found === undefined) return [];
  const cells: Run[] = [];
  const goals = new Map<string, Address[]>();
  const lines: DifferenceLine[] = [];
  const quiet = (addresses: readonly Address[]): boolean =>
    addresses.every((address) => {
      const difference = found.differences.get(address);
      return difference === undefined || isSilent(document, address, difference);
    });
  const start = startOrdinal(document.settings);
  for (const address of found.differences.keys()) {
    const parsed = parseAddress(address);
    if (parsed?.kind === "cell") {
      const t = parsed.ordinal - start;
      cells.push({ row: parsed.row, line: parsed.line, from: t, to: t, addresses: [address] });
    } else if (parsed?.kind === "formula") {
      const [row = "", line] = parsed.key.split("/");
      if (!document.rows.has(row)) continue;
      const channel = line === undefined ? null : lineName(document, line);
      lines.push({
        key: address,
        addresses: [address],
        row,
        name: nameOf(document, row),
        where: [compareMessages.formulaWhere(), ...(channel === null ? [] : [channel])].join(", "),
        base: sayFormula(base.plan, row, line),
        here: sayFormula(here.plan, row, line),
        isSilent: quiet([address]),
      });
    } else if (parsed?.kind === "record" || parsed?.kind === "field") {
      goals.set(parsed.id, [...(goals.get(parsed.id) ?? []), address]);
    }
  }
  for (const run of runsOf(document, cells)) {
    if (!document.rows.has(run.row)) continue;
    lines.push({
      key: `${run.row}/${run.line}/${run.from}`,
      addresses: run.addresses,
      row: run.row,
      name: nameOf(document, run.row),
      where: whereOf(document, run, speak),
      base: sayRun(base, run, speak),
      here: sayRun(here, run, speak),
      isSilent: quiet(run.addresses),
    });
  }
  for (const [id, addresses] of goals) {
    const [first] = addresses;
    const difference = first === undefined ? undefined : found.differences.get(first);
    if (first === undefined || difference === undefined) continue;
    const goal = here.plan.goals.get(id) ?? base.plan.goals.get(id);
    const row = goal?.row ?? rowOfDifference(document, first, difference);
    if (row === undefined || !document.rows.has(row)) continue;
    lines.push({
      key: `goal/${id}`,
      addresses,
      row,
      name: nameOf(document, row),
      where: compareMessages.goalWhere(),
      base: sayGoal(base.plan, base.plan.goals.get(id), speak),
      here: sayGoal(here.plan, here.plan.goals.get(id), speak),
      isSilent: quiet(addresses),
    });
  }
  const rank = new Map(rowsInOrder(document).map((row, i) => [row, i]));
  return lines.sort((a, b) => (rank.get(a.row) ?? 0) - (rank.get(b.row) ?? 0));
}

/** Single cells put together where they are neighbours in one line, on the same side of the plan's start. */
function runsOf(plan: Plan, cells: readonly Run[]): Run[] {
  const place = new Map(orderedIds(plan.channels).map((id, i) => [id, i]));
  const sorted = [...cells].sort(
    (a, b) =>
      (a.row < b.row ? -1 : a.row > b.row ? 1 : 0) ||
      (place.get(a.line) ?? 0) - (place.get(b.line) ?? 0) ||
      a.from - b.from,
  );
  const runs: Run[] = [];
  const border = (t: number): boolean => t === 0 || t === plan.settings.periods;
  for (const cell of sorted) {
    const last = runs.at(-1);
    const joins =
      last?.row === cell.row && last.line === cell.line && last.to === cell.from - 1 && !border(cell.from);
    if (joins) {
      last.to = cell.to;
      last.addresses.push(...cell.addresses);
    } else runs.push({ ...cell, addresses: [...cell.addresses] });
  }
  return runs;
}

function whereOf(plan: Plan, { line, from, to }: Run, speak: Speak): string {
  const channel = lineName(plan, line);
  return [speak.span(plan, from, to), ...(channel === null ? [] : [channel])].join(", ");
}

function sayRun(book: Workbook, run: Run, speak: Speak): string {
  const { plan } = book;
  const isInside = run.from >= 0 && run.to < plan.settings.periods;
  const channel = run.line === PLAN_WIDE ? null : run.line;
  if (isInside) return sayValue(book, { row: run.row, channel, from: run.from, to: run.to }, speak);
  // Outside the plan's periods no total covers cells: what is typed is told.
  const row = plan.rows.get(run.row);
  const start = startOrdinal(plan.settings);
  const numbers: number[] = [];
  for (let t = run.from; t <= run.to; t++) {
    const typed = typedCell(plan, run.row, run.line, start + t);
    if (typed !== null) numbers.push(numberOf(typed));
  }
  if (row === undefined || numbers.length === 0) return compareMessages.nothing();
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return low === high ? speak.value(row, low) : `${speak.value(row, low)}…${speak.value(row, high)}`;
}

function sayFormula(plan: Plan, row: string, line: string | undefined): string {
  const formula = line === undefined ? plan.formulas.get(row) : formulaOf(plan, row, line);
  switch (formula?.kind) {
    case undefined:
    case "free":
      return compareMessages.typedHere();
    case "none":
      return compareMessages.notApplying();
    case "text":
      return compareMessages.unreadFormula(formula.text);
    case "tree":
      return compareMessages.byFormula(printFormula(formula.tree, plan));
  }
}

/** A goal in words: "goal 100 by Spend". */
export function sayGoal(plan: Plan, goal: Goal | undefined, speak: Speak): string {
  const row = goal === undefined ? undefined : plan.rows.get(goal.row);
  if (goal === undefined || row === undefined) return compareMessages.noGoal();
  const target = speak.value(row, goal.target);
  return goal.lever === null
    ? compareMessages.goalResting(target)
    : compareMessages.goalBy(target, nameOf(plan, goal.lever.row));
}
