import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  actualAddress,
  applyChange,
  cellAddress,
  changeBetween,
  changeTo,
  defaultRow,
  foundingPlan,
  periodKeyAt,
} from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { changeLines, partOfChange } from "../../src/session/change-lines.ts";
import type { ChangeLine } from "../../src/session/change-lines.ts";
import { createSpeak } from "../../src/shell/speak.ts";
import { anyRichPlan } from "../csv/rich.ts";

const speak = createSpeak("en-GB", "GBP");
const linesBetween = (a: Plan, b: Plan): ChangeLine[] => changeLines(a, b, changeBetween(a, b), speak);

describe("a change in lines", () => {
  test("every entry is in exactly one line; all lines together are the change", () => {
    fc.assert(
      fc.property(anyRichPlan, anyRichPlan, (a, b) => {
        const change = changeBetween(a, b);
        const lines = changeLines(a, b, change, speak);
        const entries = lines.flatMap((line) => line.entries).sort((x, y) => x - y);
        expect(entries).toEqual(change.map((_, i) => i));
        expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
        const all = partOfChange(change, lines, new Set(lines.map(({ key }) => key)));
        expect(all).toEqual(change);
      }),
      { numRuns: 20 },
    );
  });

  test("neighbouring cells are one line; what a cell needs is taken along", () => {
    const plan = foundingPlan();
    const row = { ...defaultRow("Leads"), scope: "plan" as const };
    const cells = [0, 1, 2].map(
      (t) => [cellAddress("new", null, periodKeyAt(plan.settings, t)), 10 + t] as const,
    );
    const change = changeTo(plan, [["row/new", row], ...cells]);
    const lines = changeLines(plan, applyChange(plan, change), change, speak);
    expect(lines.map(({ name, where, before, after }) => [name, where, before, after])).toEqual([
      ["Leads", "", "", "new row"],
      ["Leads", "Q1 2027", "empty", "10, 11, 12"],
    ]);
    const cell = lines.find(({ where }) => where !== "")?.key ?? "";
    expect(partOfChange(change, lines, new Set([cell]))).toEqual(change);
    expect(partOfChange(change, lines, new Set(["row/new"]))).toHaveLength(1);
  });

  test("what the other plan may only not know of is marked: a row, what happened", () => {
    const plan = foundingPlan();
    const [id = ""] = plan.rows.keys();
    const [channel = ""] = plan.channels.keys();
    const happened = { value: 5, source: "ads.csv", date: "2027-02-01" };
    const address = actualAddress(id, channel, periodKeyAt(plan.settings, 0));
    const known = applyChange(plan, changeTo(plan, [[address, happened]]));
    expect(linesBetween(known, plan).map(({ isLoss }) => isLoss)).toEqual([true]);
    expect(linesBetween(plan, known).map(({ isLoss }) => isLoss)).toEqual([false]);
  });
});
