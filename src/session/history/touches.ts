import { indexOfPeriod, parseAddress, startOrdinal } from "../../core/index.ts";
import type { AddressValue, Difference, Plan, PlanChange, RowId } from "../../core/index.ts";
import type { Target } from "../target.ts";
import { cellsOf } from "./lines.ts";

/** Does a change touch what a target covers: its cells (also in scenarios), its row's formula, a goal on it? */
export function touches(change: PlanChange, target: Target, plan: Plan): boolean {
  const start = startOrdinal(plan.settings);
  const isIn = (address: string, before: AddressValue | null, after: AddressValue | null): boolean => {
    const parsed = parseAddress(address);
    switch (parsed?.kind) {
      case "difference": {
        // As in `sayDifference`.
        const [from, to] = [before as Difference | null, after as Difference | null];
        return isIn(parsed.address, from?.is ?? null, to?.is ?? null);
      }
      case "cell":
      case "cells":
      case "actual": {
        if (parsed.row !== target.row || (target.channel !== null && !isLine(parsed.line, target.channel)))
          return false;
        const first = parsed.ordinal - start;
        const length = Math.max(cellsOf(before).length, cellsOf(after).length);
        return first <= target.to && first + length - 1 >= target.from;
      }
      case "formula": {
        const [row, channel] = parsed.key.split("/");
        return (
          row === target.row &&
          (channel === undefined || target.channel === null || channel === target.channel)
        );
      }
      case "record":
      case "field": {
        if (parsed.record === "row") return parsed.id === target.row && parsed.kind === "record";
        if (parsed.record !== "goal") return false;
        const value = after ?? before;
        const goal = plan.goals.get(parsed.id) ?? asGoal(value);
        if (goal?.row !== target.row) return false;
        const [from, to] = [goal.from, goal.to].map((key) => indexOfPeriod(plan.settings, key));
        return (from ?? 0) <= target.to && (to ?? 0) >= target.from;
      }
      default:
        return false;
    }
  };
  return change.some((entry) => isIn(...entry));
}

const isLine = (line: string, channel: string): boolean => line === channel || line === "-";

function asGoal(
  value: AddressValue | null,
): { readonly row: RowId; readonly from: string; readonly to: string } | undefined {
  return typeof value === "object" && value !== null && "target" in value && "row" in value && "to" in value
    ? { row: value.row, from: value.from, to: value.to }
    : undefined;
}
