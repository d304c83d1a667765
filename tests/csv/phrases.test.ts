import { describe, expect, test } from "vitest";
import { fileName } from "../../src/csv/name.ts";
import { emptyPlan } from "../../src/core/plan/make.ts";
import { reconcileOrders, spreadOrders } from "../../src/csv/order.ts";
import {
  guardFormula,
  printLever,
  printStage,
  readGoalText,
  readStage,
  unguardFormula,
} from "../../src/csv/phrases.ts";
import type { Listener, Speaker } from "../../src/csv/phrases.ts";

const NAMES = new Map([
  ["spend", "Spend"],
  ["odd", "a]b [c], by"],
  ["rate", "Demo to sale"],
]);
const CHANNELS = new Map([
  ["c1", "Paid search"],
  ["c2", "in [x]"],
]);
const idOf = (names: ReadonlyMap<string, string>, name: string): string | undefined =>
  [...names].find(([, one]) => one === name)?.[0];
const speaker: Speaker = { row: (id) => NAMES.get(id), channel: (id) => CHANNELS.get(id) };
const listener: Listener = {
  row: (name) => idOf(NAMES, name),
  channel: (name) => idOf(CHANNELS, name),
  length: "month",
};
const SPAN = { from: "2027-M01", to: "2027-M03" };

describe("a lever", () => {
  test("is printed as the format has it, and read back", () => {
    const lever = { row: "spend", channels: ["c1"], from: "2027-M01", to: "2027-M02", except: [] };
    const text = printLever(lever, speaker);
    expect(text).toBe("by [Spend] from 2027-M01 to 2027-M02 in [Paid search]");
    expect(readGoalText(text, listener, SPAN)).toEqual({ ok: true, value: { over: null, lever } });
  });

  test("with exceptions, odd names and things that are gone", () => {
    const lever = {
      row: "odd",
      channels: ["c1", "c2", "gone"],
      from: "2027-M01",
      to: "2027-M03",
      except: [
        { channel: "c2", from: "2027-M02", to: "2027-M02" },
        { channel: null, from: "2027-M01", to: "2027-M03" },
      ],
    };
    const text = `over 2027-M01 to 2027-M02 ${printLever(lever, speaker)}`;
    const over = { from: "2027-M01", to: "2027-M02" };
    expect(readGoalText(text, listener, SPAN)).toEqual({ ok: true, value: { over, lever } });
    const none = { ...lever, channels: [] };
    expect(readGoalText(printLever(none, speaker), listener, SPAN)).toMatchObject({ value: { lever: none } });
  });

  test("written by hand may leave out its periods, and brackets of one word", () => {
    expect(readGoalText("by Spend", listener, SPAN)).toMatchObject({
      value: { lever: { row: "spend", channels: null, ...SPAN } },
    });
    expect(readGoalText("", listener, SPAN)).toEqual({ ok: true, value: { over: null, lever: null } });
  });

  test.each([
    ["by [Nothing]", "Nothing"],
    ["with [Spend]", "with [Spend]"],
    ["by [Spend] from 2027-Q1", "2027-Q1"],
    ["by [Spend] please", "please"],
    ["by [Spend", "[Spend"],
    ["by [Spend] in [Radio]", "Radio"],
  ])("%s is told where it breaks", (text, found) => {
    expect(readGoalText(text, listener, SPAN)).toMatchObject({ ok: false, error: { found } });
  });
});

test("a stage is read back", () => {
  for (const stage of [
    { from: "spend", rate: "rate" },
    { from: null, rate: null },
    { from: "gone", rate: null },
  ]) {
    expect(readStage(printStage("odd", stage, speaker), listener)).toEqual({
      ok: true,
      value: { row: "odd", stage },
    });
  }
});

test.each([
  "Spend / CPM",
  "1.5",
  "1/2",
  "none",
  "=none",
  "==1",
  "free",
  "",
  "=",
  "1e5",
  "does not apply",
  "[none]",
  "5%",
])("the formula %s is guarded and comes back", (text) => {
  const guarded = guardFormula(text);
  expect(unguardFormula(guarded)).toBe(text);
  expect(guarded).not.toMatch(/^(?:none|free|[\d./%e-]*)$/);
});

describe("marks of order", () => {
  test("are short, rise, and leave room", () => {
    for (const count of [0, 1, 2, 35, 36, 1000]) {
      const orders = spreadOrders(count);
      expect(orders).toEqual([...orders].sort());
      expect(new Set(orders).size).toBe(count);
      expect(orders.every((order) => order.length <= 4 && !order.endsWith("0") && order !== "")).toBe(true);
    }
  });

  test("stay where the order stays, and only what was moved gets another", () => {
    const current = new Map(["a", "b", "c", "d", "e"].map((id, i) => [id, String(i + 1)]));
    const order = (ids: string): Map<string, string> =>
      reconcileOrders(Array.from(ids), (id) => current.get(id));
    expect(order("abcde")).toEqual(current);
    const moved = order("acdeb");
    expect(["a", "c", "d", "e"].every((id) => moved.get(id) === current.get(id))).toBe(true);
    for (const ids of ["acdeb", "edcba", "axbycz", "xyz", ""]) {
      const orders = [...order(ids).values()];
      expect(orders).toEqual([...orders].sort());
      expect(new Set(orders).size).toBe(ids.length);
    }
  });
});

test.each([
  ["Spring launch", "Spring launch 2027-01-31.csv"],
  ["../a/b:c", "a b c 2027-01-31.csv"],
  ["=cmd", "cmd 2027-01-31.csv"],
  ["CON", "Plan CON 2027-01-31.csv"],
  ["", "Plan 2027-01-31.csv"],
  ["x\u202egpj.exe", "xgpj.exe 2027-01-31.csv"],
])("a file of %s is called %s", (title, name) => {
  expect(fileName(emptyPlan({ title }), "2027-01-31")).toBe(name);
});
