import { indexOfPeriod, parseAddress, PLAN_WIDE, startOrdinal } from "../core/index.ts";
import type { Address, Difference, Goal, Plan, Scenario } from "../core/index.ts";
import { goalAt, linesUnder } from "./target.ts";
import type { Target } from "./target.ts";
import type { Workbook } from "./workbook.ts";

/** Where a scenario differs, by row: runs of periods in a line (null: in all of them). */
type Spans = ReadonlyMap<string, readonly { line: string | null; from: number; to: number }[]>;

const known = new WeakMap<Scenario, { readonly plan: Plan; readonly spans: Spans }>();

/**
 * Whether what a target shows is a difference of its scenario: one of its cells, the formula that rules them, its
 * goal, or a lever that the scenario alone has there. [SC5]
 */
export function isDifferent(book: Workbook, target: Target): boolean {
  const { scenario, plan } = book;
  if (scenario === null || scenario.differences.size === 0) return false;
  const spans = spansOf(scenario, plan).get(target.row);
  if (spans !== undefined) {
    const lines = linesUnder(book, target);
    const meets = spans.some(
      ({ line, from, to }) =>
        from <= target.to && to >= target.from && (line === null || lines.includes(line)),
    );
    if (meets) return true;
  }
  const goal = goalAt(plan, target);
  return goal !== undefined && touchesGoal(scenario, goal[0]);
}

function touchesGoal({ differences }: Scenario, goal: string): boolean {
  for (const address of differences.keys()) {
    const parsed = parseAddress(address);
    // A lever that is another shows where the lever is.
    if (parsed?.kind === "record" && parsed.id === goal) return true;
    if (parsed?.kind === "field" && parsed.id === goal && parsed.field !== "lever") return true;
  }
  return false;
}

function spansOf(scenario: Scenario, plan: Plan): Spans {
  const found = known.get(scenario);
  if (found?.plan.settings === plan.settings) return found.spans;
  const spans = new Map<string, { line: string | null; from: number; to: number }[]>();
  for (const [address, difference] of scenario.differences) {
    const span = spanOf(plan, address, difference);
    if (span === undefined) continue;
    const own = spans.get(span.row) ?? [];
    own.push(span);
    spans.set(span.row, own);
  }
  known.set(scenario, { plan, spans });
  return spans;
}

function spanOf(
  plan: Plan,
  address: Address,
  { is }: Difference,
): { row: string; line: string | null; from: number; to: number } | undefined {
  const parsed = parseAddress(address);
  switch (parsed?.kind) {
    case "cell":
    case "cells": {
      const t = parsed.ordinal - startOrdinal(plan.settings);
      const length = typeof is === "object" && is !== null && "cells" in is ? is.cells.length : 1;
      return { row: parsed.row, line: parsed.line, from: t, to: t + length - 1 };
    }
    case "formula": {
      const [row = "", line] = parsed.key.split("/");
      return { row, line: line ?? null, from: -Infinity, to: Infinity };
    }
    case "field": {
      if (parsed.record !== "goal" || parsed.field !== "lever") return undefined;
      // The address says that the value is a lever.
      const lever = is as Goal["lever"];
      if (lever === null) return undefined;
      const [from, to] = [lever.from, lever.to].map((key) => indexOfPeriod(plan.settings, key));
      return { row: lever.row, line: null, from: from ?? 0, to: to ?? 0 };
    }
    default:
      return undefined;
  }
}

/** The line of a plan-wide row, or a channel's name; nothing where the plan has one channel. */
export function lineName(plan: Plan, line: string): string | null {
  if (line === PLAN_WIDE || plan.channels.size < 2) return null;
  return plan.channels.get(line)?.name ?? null;
}
