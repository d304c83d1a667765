import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChange, emptyPlan, parseAddress } from "../../src/core/index.ts";
import type { PlanChange } from "../../src/core/index.ts";
import { packChange, packPlan, unpackChange, unpackPlan } from "../../src/store/pack.ts";
import { changeBy, errorOf, expectSameBits, fullPlan, meaningOf, smallPlan, valueOf } from "./kit.ts";

test("a plan with something of everything comes back to the bit", () => {
  const plan = fullPlan();
  const back = valueOf(unpackPlan(structuredClone(packPlan(plan))));
  expectSameBits(back, plan);
  expect(meaningOf(back)).toEqual(meaningOf(plan));
});

test("an empty plan comes back", () => {
  expectSameBits(valueOf(unpackPlan(packPlan(emptyPlan()))), emptyPlan());
});

test("the numbers of all cells are one block, and each row gets its own again", () => {
  const plan = applyChange(smallPlan(), [
    ["cells/r1/c1/2027-M01", null, { cells: [1, 2, 3] }],
    ["cells/r2/c1/2027-M01", null, { cells: [4, 5] }],
  ]);
  const packed = packPlan(plan);
  expect([...packed.values]).toEqual([1, 2, 3, 4, 5]);
  const series = valueOf(unpackPlan(packed)).cells.get("r2")?.get("c1");
  expect(series?.values.buffer.byteLength).toBe(16);
});

test("random plans come back to the bit", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(99), fc.nat(99)), { maxLength: 25 }), (steps) => {
      const plan = steps.reduce((at, step) => applyChange(at, changeBy(at, ...step)), smallPlan());
      expectSameBits(valueOf(unpackPlan(structuredClone(packPlan(plan)))), plan);
    }),
    { seed: 1, numRuns: 100 },
  );
});

test("random changes come back saying the same", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(99), fc.nat(99), (kind, a, b) => {
      const change = changeBy(fullPlan(), kind, a, b);
      expect(valueOf(unpackChange(structuredClone(packChange(change)), "change"))).toEqual(change);
    }),
    { seed: 2, numRuns: 200 },
  );
});

test("a run of cells is packed, in a scenario's difference too", () => {
  const change: PlanChange = [
    [
      "cells/r1/c1/2027-M01",
      { cells: [null, null] },
      { cells: [1, { value: NaN, formula: { kind: "free" } }] },
    ],
    ["in/n1/cells/r1/c1/2027-M01", null, { is: { cells: [null, 2] } }],
    ["in/n1/cells/r1/c1/2027-M02", { is: null }, null],
  ];
  const packed = packChange(change);
  expect(packed[0]?.[2]).toMatchObject({ values: new Float64Array([1, NaN]) });
  expect(valueOf(unpackChange(packed, "change"))).toEqual(change);
});

/** A packed plan with one thing in it replaced. */
function damaged(change: (packed: Record<string, unknown>) => void): unknown {
  const packed: Record<string, unknown> = structuredClone(packPlan(fullPlan()));
  change(packed);
  return packed;
}

test.each<[string, unknown, string]>([
  ["nothing", undefined, "plan"],
  ["a text", "plan", "plan"],
  ["no settings", damaged((p) => delete p["settings"]), "plan.settings"],
  ["a field too many", damaged((p) => (p["more"] = 1)), "plan.more"],
  ["a row of no unit", damaged((p) => (p["rows"] = [["r1", { name: "x" }]])), "plan.rows.0.1."],
  ["numbers that are none", damaged((p) => (p["values"] = [1, 2, 3])), "plan.values"],
  ["fewer numbers than cells", damaged((p) => (p["values"] = new Float64Array(2))), "plan.values"],
  [
    "a detail of another number",
    damaged((p) => (p["details"] = [[0, 24324, { value: 3 }]])),
    "plan.details.0",
  ],
  ["a detail of no run", damaged((p) => (p["details"] = [[99, 24324, { value: 3 }]])), "plan.details.0"],
  ["a length below nothing", damaged((p) => (p["cells"] = [["r1", [["c1", 0, -1]]]])), "plan.cells.0.1.0.2"],
  [
    "a difference of no kind",
    damaged((p) => (p["scenarios"] = [["n", { name: "", order: "i", differences: [["x/y", { is: 1 }]] }]])),
    "plan.scenarios.n.x/y",
  ],
])("%s is refused with its path", (_, input, path) => {
  expect(errorOf(unpackPlan(input))).toContain(path);
});

test("a tree too deep for the stack is damage, not a crash", () => {
  let tree: unknown = { kind: "number", value: 1 };
  for (let i = 0; i < 200_000; i++) tree = { kind: "negate", arg: tree };
  expect(errorOf(unpackPlan(damaged((p) => (p["formulas"] = [["r1", { kind: "tree", tree }]]))))).toBe(
    "plan",
  );
});

test("what does not belong at an address is refused", () => {
  const wrong: [string, unknown][] = [
    ["cell/r1/c1/2027-M01", "12"],
    ["cell/r1/c1/2027-M01", { value: 1, texts: "" }],
    ["cells/r1/c1/2027-M01", { cells: [1] }],
    ["row/r1", { name: "x" }],
    ["row/r1/unit", "pounds"],
    ["row/r1/constructor", "x"],
    ["row/r1/__proto__", {}],
    ["plan/periods", 1.5],
    ["formula/r1", { kind: "eval" }],
    ["in/n1/row/r1/name", { is: 5 }],
    ["in/n1/in/n2/row/r1", { is: null }],
    ["attic/r1", 1],
    ["", 1],
  ];
  for (const [address, value] of wrong) {
    expect([address, unpackChange([[address, null, value]], "change").ok]).toEqual([address, false]);
  }
  expect(errorOf(unpackChange([["row/r1/unit", null, "pounds"]], "change"))).toBe("change.0.after");
});

test("unknown input never throws and never reaches a prototype", () => {
  fc.assert(
    fc.property(
      fc.anything({ withTypedArray: true, withNullPrototype: true }),
      fc.string(),
      (input, address) => {
        unpackPlan(input);
        const heads = ["row/__proto__/name", "cell/__proto__/c1/2027-M01", address];
        for (const at of heads) {
          const change = unpackChange([[at, input, input]], "change");
          if (change.ok && parseAddress(at) !== undefined) applyChange(smallPlan(), change.value);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      },
    ),
    { seed: 3, numRuns: 300 },
  );
});
