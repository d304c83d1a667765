import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChange, changeTo, defaultRow } from "../../src/core/index.ts";
import type { Address, AddressValue, Plan, PlanChange } from "../../src/core/index.ts";
import { isOverlapping } from "../../src/session/overlap.ts";
import { takeBack, undoStackOf } from "../../src/session/undo.ts";
import type { LogEntry } from "../../src/store/entry.ts";
import { changeBy, entryOf, meaningOf, smallPlan } from "../store/kit.ts";

const mine = (author: string): boolean => author === "a";

/** A plan with its log, in which entries are made one after the other. */
class Desk {
  plan: Plan;
  log: LogEntry[] = [];

  constructor(plan: Plan) {
    this.plan = plan;
  }

  make(change: PlanChange, author = "a", more: Partial<LogEntry> = {}): LogEntry {
    const entry = entryOf(change, author, more);
    this.log.push(entry);
    this.plan = applyChange(this.plan, change);
    return entry;
  }

  put(author: string, ...wanted: [Address, AddressValue | null][]): LogEntry {
    return this.make(changeTo(this.plan, wanted), author);
  }

  /** Takes the last thing back, or does it again. Returns what was skipped, nothing if there was nothing to do. */
  turn(kind: "undo" | "redo", isMine = mine, author = "a"): readonly Address[] | undefined {
    const entry = undoStackOf(this.log, isMine)[kind].at(-1);
    if (entry === undefined) return undefined;
    const { change, skipped } = takeBack(this.plan, this.log, entry, isMine);
    this.make(change, author, { kind, takesBack: entry.id });
    return skipped;
  }

  cell(address: string): unknown {
    const change = changeTo(this.plan, [[address, { value: NaN, text: "?" }]]);
    return change[0]?.[1];
  }
}

const CELL = "cell/r1/c1/2027-M01";

test("[UD1] undo and redo go through the edits in turn, and a new edit ends redo", () => {
  const desk = new Desk(smallPlan());
  for (const value of [1, 2, 3]) desk.put("a", [CELL, value]);
  const seen: unknown[] = [];
  for (const kind of ["undo", "undo", "redo", "undo", "undo", "undo", "redo"] as const) {
    desk.turn(kind);
    seen.push(desk.cell(CELL));
  }
  expect(seen).toEqual([2, 1, 2, 1, null, null, 1]);
  desk.put("a", [CELL, 9]);
  expect(desk.turn("redo")).toBeUndefined();
  desk.turn("undo");
  expect(desk.cell(CELL)).toBe(1);
});

test("[UD1] others' edits are not on the stack, adopted ones are", () => {
  const desk = new Desk(smallPlan());
  desk.put("gone", [CELL, 1]);
  desk.put("b", ["cell/r2/c1/2027-M01", 2]);
  expect(desk.turn("undo")).toBeUndefined();
  expect(desk.turn("undo", (author) => author !== "b")).toEqual([]);
  expect([desk.cell(CELL), desk.cell("cell/r2/c1/2027-M01")]).toEqual([null, 2]);
});

test("[UD1] what one tab took back another does not take back again", () => {
  const desk = new Desk(smallPlan());
  desk.put("gone", [CELL, 1]);
  desk.turn("undo", (author) => author !== "b", "a");
  expect(undoStackOf(desk.log, (author) => author === "gone" || author === "b").undo).toEqual([]);
});

test("[UD1] the last part of a log is enough for the steps in it", () => {
  const desk = new Desk(smallPlan());
  for (const value of [1, 2, 3]) desk.put("a", [CELL, value]);
  desk.turn("undo");
  const { undo, redo } = undoStackOf(desk.log.slice(2), mine);
  expect([undo.length, redo.length]).toEqual([0, 1]);
});

test("[UD2] a cell that another author changed since is left as it is, and said", () => {
  const desk = new Desk(smallPlan());
  desk.put("a", [CELL, 1], ["cell/r2/c1/2027-M01", 1]);
  desk.put("b", [CELL, 5]);
  expect(desk.turn("undo")).toEqual([CELL]);
  expect([desk.cell(CELL), desk.cell("cell/r2/c1/2027-M01")]).toEqual([5, null]);
  expect(desk.turn("redo")).toEqual([]);
  expect([desk.cell(CELL), desk.cell("cell/r2/c1/2027-M01")]).toEqual([5, 1]);
});

test("[UD2] where the other took it back themselves, there is nothing to skip", () => {
  const desk = new Desk(smallPlan());
  desk.put("a", [CELL, 1]);
  desk.put("b", [CELL, 5]);
  desk.turn("undo", (author) => author === "b", "b");
  expect(desk.turn("undo")).toEqual([]);
  expect(desk.cell(CELL)).toBeNull();
});

test("[UD2] an undo that finds everything changed does nothing, and cannot be done again", () => {
  const desk = new Desk(smallPlan());
  desk.put("a", [CELL, 1]);
  desk.put("b", [CELL, 5]);
  expect(desk.turn("undo")).toEqual([CELL]);
  expect(undoStackOf(desk.log, mine)).toEqual({ undo: [], redo: [] });
});

test("[UD2] a paste is taken back but for the cells that another author changed since", () => {
  const desk = new Desk(smallPlan());
  desk.put("a", ["cells/r1/c1/2027-M01", { cells: [1, 2, 3] }]);
  desk.put("b", ["cell/r1/c1/2027-M02", 5]);
  desk.put("b", ["cells/r1/c1/2027-M03", { cells: [3, 4] }]);
  expect(desk.turn("undo")).toEqual(["cell/r1/c1/2027-M02"]);
  const cells = ["2027-M01", "2027-M02", "2027-M03", "2027-M04"].map((key) => desk.cell(`cell/r1/c1/${key}`));
  expect(cells).toEqual([null, 5, null, 4]);
});

test("[UD2] a row that another author worked in since stays; a deleted one comes back with that work", () => {
  const desk = new Desk(smallPlan());
  desk.put("a", ["row/r9", { ...defaultRow("New"), order: "z" }]);
  desk.put("b", ["cell/r9/c1/2027-M01", 5]);
  expect(desk.turn("undo")).toEqual(["row/r9"]);
  expect(desk.plan.rows.has("r9")).toBe(true);
  desk.put("a", ["row/r9", null]);
  desk.put("b", ["cell/r9/c1/2027-M01", 6]);
  expect(desk.turn("undo")).toEqual([]);
  expect(desk.plan.rows.get("r9")?.name).toBe("New");
  expect(desk.cell("cell/r9/c1/2027-M01")).toBe(6);
});

test("[UD2] undo of any run of edits gives the plan before, redo the plan after", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(99), fc.nat(99)), { maxLength: 12 }), (steps) => {
      const desk = new Desk(smallPlan());
      const states = [meaningOf(desk.plan)];
      for (const step of steps) {
        const change = changeBy(desk.plan, ...step);
        if (change.length === 0) continue;
        desk.make(change);
        states.push(meaningOf(desk.plan));
      }
      const back = [...states].reverse().slice(1);
      for (const state of back) {
        desk.turn("undo");
        expect(meaningOf(desk.plan)).toEqual(state);
      }
      expect(desk.turn("undo")).toBeUndefined();
      for (const state of states.slice(1)) {
        desk.turn("redo");
        expect(meaningOf(desk.plan)).toEqual(state);
      }
    }),
    { seed: 4, numRuns: 100 },
  );
});

const RUN = { cells: [1, 2, 3] };

test.each<[Address, AddressValue | null, Address, AddressValue | null, boolean]>([
  [CELL, 1, CELL, 2, true],
  [CELL, 1, "cell/r1/c1/2027-M02", 2, false],
  [CELL, 1, "cell/r1/c2/2027-M01", 2, false],
  [CELL, 1, "cells/r1/c1/2026-M11", RUN, true],
  [CELL, 1, "cells/r1/c1/2026-M10", RUN, false],
  ["cells/r1/c1/2027-M01", RUN, "cells/r1/c1/2027-M03", RUN, true],
  ["cells/r1/c1/2027-M01", RUN, "cells/r1/c1/2027-M04", RUN, false],
  ["row/r1", null, CELL, 1, true],
  ["row/r1", null, "formula/r1/c1", null, true],
  ["row/r1", null, "row/r1/name", "x", true],
  ["row/r1", null, "row/r2", null, false],
  ["row/r1", null, "in/n1/cell/r1/c1/2027-M01", null, true],
  ["channel/c1", null, CELL, 1, true],
  ["channel/c1", null, "formula/r1/c1", null, true],
  ["channel/c1", null, "formula/r1", null, false],
  ["goal/g1", null, "row/g1", null, false],
  ["row/r1/name", "x", "row/r1/note", "y", false],
  ["row/r1/name", "x", "row/r1/name", "y", true],
  ["plan/title", "x", "plan/title", "y", true],
  ["plan/title", "x", "plan/seed", 1, false],
  ["plan/title", "x", "row/r1", null, false],
  ["formula/r1", null, "formula/r1/c1", null, false],
  ["scenario/n1", null, "in/n1/plan/title", null, true],
  ["in/n1/cell/r1/c1/2027-M01", { is: 1 }, CELL, 1, false],
  ["in/n1/cell/r1/c1/2027-M01", { is: 1 }, "in/n2/cell/r1/c1/2027-M01", { is: 1 }, false],
  ["in/n1/cell/r1/c1/2027-M02", { is: 1 }, "in/n1/cells/r1/c1/2027-M01", { is: RUN }, true],
  ["nonsense", null, CELL, 1, false],
])("%s %j and %s %j meet: %s", (a, aValue, b, bValue, expected) => {
  expect(isOverlapping(a, aValue, b, bValue)).toBe(expected);
  expect(isOverlapping(b, bValue, a, aValue)).toBe(expected);
});
