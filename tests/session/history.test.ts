import { describe, expect, test } from "vitest";
import {
  applyChange,
  cellAddress,
  changeBetween,
  changeInScenario,
  changeTo,
  foundingPlan,
} from "../../src/core/index.ts";
import type { AddressValue, Plan, PlanChange } from "../../src/core/index.ts";
import { historySteps, nameWindows } from "../../src/session/history/history.svelte.ts";
import { linesOfChange } from "../../src/session/history/lines.ts";
import { touches } from "../../src/session/history/touches.ts";
import { createSpeak } from "../../src/shell/speak.ts";
import type { StoredEntry } from "../../src/store/entry.ts";
import { changeBy, entryOf, fullPlan, smallPlan } from "../store/plans.ts";
import { Meeting } from "./drive.ts";

const speak = createSpeak("en-GB", "GBP");
const say = (plan: Plan, change: PlanChange): string[] =>
  linesOfChange(change, [applyChange(plan, change), plan], speak).map(({ text }) => text);

function idOf(plan: Plan, name: string): string {
  const id = [...plan.rows].find(([, row]) => row.name === name)?.[0];
  if (id === undefined) throw new Error(`no row ${name}`);
  return id;
}

describe("what a step did, in words", () => {
  const plan = foundingPlan();
  const rate = idOf(plan, "Demo to sale");
  const [channel = ""] = plan.channels.keys();
  const cell = (month: string): string => cellAddress(rate, channel, month);
  const to = (...wanted: [string, AddressValue | null][]): PlanChange => changeTo(plan, wanted);

  test.each<[string, PlanChange, string[]]>([
    [
      "neighbouring cells are one line",
      to([cell("2027-M01"), 0.18], [cell("2027-M02"), 0.18], [cell("2027-M03"), 0.18]),
      ["Demo to sale, Q1 2027: 20% → 18%"],
    ],
    [
      "different numbers are counted",
      to([cell("2027-M01"), 0.18], [cell("2027-M02"), 0.19]),
      ["Demo to sale, Jan–Feb 2027: 20% → 2 numbers"],
    ],
    [
      "what was typed is told as typed",
      to([cell("2027-M01"), { value: 36 / 182, text: "36 of 182", evidence: { hits: 36, of: 182 } }]),
      ["Demo to sale, Jan 2027: 20% → 36 of 182"],
    ],
    ["an emptied cell", to([cell("2027-M01"), null]), ["Demo to sale, Jan 2027: 20% → empty"]],
    ["a row's name", to([`row/${rate}/name`, "Win rate"]), ["Win rate, name: Demo to sale → Win rate"]],
    ["a row that is gone", to([`row/${rate}`, null]), ["Demo to sale deleted"]],
    ["the plan's name", to(["plan/title", "Autumn"]), ["The plan, name: Spring launch → Autumn"]],
    [
      "a formula",
      to([`formula/${idOf(plan, "Visitors")}`, { kind: "free" }]),
      ["Visitors, formula: = Impressions * CTR → typed"],
    ],
  ])("%s", (_name, change, lines) => {
    const said = say(plan, change);
    expect(said).toEqual(lines);
  });

  test("a scenario's difference stands beside the base", () => {
    const made = applyChange(plan, [["scenario/n1", null, { name: "Cautious", order: "i" }]]);
    const change = changeInScenario(made, "n1", changeTo(made, [[cell("2027-M01"), 0.1]]));
    expect(say(made, change)).toEqual(["Demo to sale, Jan 2027, in Cautious: as the base → 10%"]);
  });

  test("a goal: its target before and after, and none where there was none", () => {
    const meeting = new Meeting();
    const before = meeting.book.plan;
    meeting.type(meeting.at("Units sold"), "120");
    expect(say(before, changeBetween(before, meeting.book.plan))).toContain(
      "Goal of Units sold, target: 100 → 120",
    );
    meeting.delete(meeting.at("Units sold"));
    expect(say(before, changeBetween(before, meeting.book.plan))).toContain("Goal of Units sold: 100 → none");
  });

  test("whatever a change is, it is told without failing, and says something unless it only moves things", () => {
    let current = applyChange(smallPlan(), changeBetween(smallPlan(), fullPlan()));
    for (let i = 0; i < 300; i++) {
      const change = changeBy(current, i, i * 7, i * 3);
      const lines = linesOfChange(change, [current], speak);
      if (change.length > 0) expect(lines.length).toBeGreaterThan(0);
      for (const { text } of lines) expect(text).not.toMatch(/undefined|\[object|NaN/);
      current = applyChange(current, change);
    }
    const all = changeBetween(smallPlan(), fullPlan());
    for (const { text } of linesOfChange(all, [fullPlan()], speak)) {
      expect(text).not.toMatch(/undefined|\[object|NaN/);
    }
  });
});

describe("the list", () => {
  const plan = foundingPlan();
  const rate = idOf(plan, "Demo to sale");
  const [channel = ""] = plan.channels.keys();
  const step = (revision: number, month: string, author = "a"): StoredEntry => ({
    ...entryOf(changeTo(plan, [[cellAddress(rate, channel, month), revision / 100]]), author, {
      time: revision * 1000,
    }),
    revision,
  });
  const log = [step(1, "2027-M01"), step(2, "2027-M02", "b"), step(3, "2027-M01")];
  const moment = { id: "m", plan: "p", revision: 2, name: "As agreed", time: 2500 };

  test("newest first, a name above its step, the plan as made at the end", () => {
    const steps = historySteps(log, [moment], 500, plan);
    expect(steps.map(({ revision, moment: named }) => named?.name ?? revision)).toEqual([
      3,
      "As agreed",
      2,
      1,
      0,
    ]);
  });

  test("a step that is not stored yet cannot be looked at, and is not listed", () => {
    expect(historySteps([...log, entryOf([])], [], 500, plan)).toHaveLength(4);
  });

  test("of one cell: the steps that touch it", () => {
    const only = { row: rate, channel, from: 0, to: 0 };
    expect(historySteps(log, [], 500, plan, only).map(({ revision }) => revision)).toEqual([3, 1]);
    const whole = { row: rate, channel: null, from: 0, to: 2 };
    expect(historySteps(log, [], 500, plan, whole).map(({ revision }) => revision)).toEqual([3, 2, 1]);
    expect(touches(log[0]?.change ?? [], { ...only, row: idOf(plan, "Spend") }, plan)).toBe(false);
  });

  test("windows are told apart; this one is called so", () => {
    const names = nameWindows(log, "b");
    expect([names.get("a"), names.get("b")]).toEqual(["window 1", "this window"]);
  });
});
