// Plans, entries and random edits to test the store with, in Node and in the browser.
import { expect } from "vitest";
import {
  applyChange,
  cellAddress,
  cellsAddress,
  changeTo,
  defaultRow,
  differenceAddress,
  emptyPlan,
  formulaAddress,
  PLAN_WIDE,
} from "../../src/core/index.ts";
import type { Address, AddressValue, CellValue, Plan, PlanChange, Result } from "../../src/core/index.ts";
import type { LogEntry } from "../../src/store/entry.ts";
import { packPlan } from "../../src/store/pack.ts";

/** The value of a result that has to be one. */
export function valueOf<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`Failed: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** The error of a result that has to be one. */
export function errorOf<T, E>(result: Result<T, E>): E {
  if (result.ok) throw new Error("It did not fail");
  return result.error;
}

/** Ids in a row: `prefix1`, `prefix2`, … */
export function countingIds(prefix: string): () => string {
  let count = 0;
  return () => `${prefix}${++count}`;
}

/** A clock that goes on by a second each time it is asked. */
export function tickingClock(start = 1_800_000_000_000): () => number {
  let time = start;
  return () => (time += 1000);
}

/** A plan with something of everything that a plan can hold. */
export function fullPlan(): Plan {
  const plan = emptyPlan({ title: "Full", periods: 6, history: 2, extra: { source: "a test" } });
  const wanted: [Address, AddressValue | null][] = [
    ["section/s1", { name: "Funnel", order: "i" }],
    ["channel/c1", { name: "Paid", order: "i" }],
    ["channel/c2", { name: "Events", order: "r" }],
    ["row/r1", { ...defaultRow("Spend"), unit: "money", section: "s1", shortName: "S" }],
    ["row/r2", { ...defaultRow("Rate"), unit: "rate", stage: { from: null, rate: "r1" } }],
    ["row/r3", { ...defaultRow("Price"), scope: "plan", totalBy: { weightedBy: "r1" }, decimals: 2 }],
    [
      formulaAddress("r2"),
      {
        kind: "tree",
        tree: { kind: "call", name: "PREV", args: [{ kind: "self" }, { kind: "number", value: 1 }] },
      },
    ],
    [formulaAddress("r2", "c2"), { kind: "none" }],
    [formulaAddress("r3"), { kind: "text", text: "= [Gone] *", error: "There is no row Gone." }],
    [cellsAddress("r1", "c1", "2026-M11"), { cells: [1, -0, null, 0.1 + 0.2, 1e300, 5e-324] }],
    [cellAddress("r1", "c2", "2027-M02"), { value: 12000, text: "12k" }],
    [
      cellAddress("r2", "c1", "2027-M01"),
      { value: 13 / 182, text: "13 of 182", evidence: { hits: 13, of: 182 } },
    ],
    [
      cellAddress("r2", "c1", "2027-M02"),
      { value: 0.2, range: { shape: "interval", low: 0.16, high: 0.24, middle: 0.2 } },
    ],
    [
      cellAddress("r3", PLAN_WIDE, "2027-M01"),
      { value: NaN, text: "=PREV()*1.05", formula: { kind: "tree", tree: { kind: "self" } } },
    ],
    [
      "goal/g1",
      {
        row: "r2",
        channel: null,
        from: "2027-M01",
        to: "2027-M06",
        target: 100,
        lever: {
          row: "r1",
          channels: ["c1"],
          from: "2027-M01",
          to: "2027-M06",
          except: [{ channel: null, from: "2027-M02", to: "2027-M02" }],
        },
        order: "i",
      },
    ],
    ["scenario/n1", { name: "Cautious", order: "i" }],
    [differenceAddress("n1", cellAddress("r1", "c1", "2027-M01")), { is: 7 }],
    [
      differenceAddress("n1", cellsAddress("r1", "c2", "2027-M01")),
      { is: { cells: [1, null, { value: 2, text: "2" }] } },
    ],
    [differenceAddress("n1", "goal/g1"), { is: null }],
    ["plan/defaultLever", "r1"],
    [
      "plan/sentence",
      { goal: [{ text: "To sell " }, { row: "r2" }, { slot: "period" }], noGoal: [], unreachable: [] },
    ],
  ];
  return wanted.reduce((at, [address, after]) => applyChange(at, [[address, null, after]]), plan);
}

/** A plan of a few rows and channels, all typed. */
export function smallPlan(title = "Small"): Plan {
  let plan = emptyPlan({ title });
  for (const id of ["c1", "c2"]) plan = applyChange(plan, [[`channel/${id}`, null, { name: id, order: id }]]);
  for (const id of ["r1", "r2", "r3"]) {
    plan = applyChange(plan, [[`row/${id}`, null, { ...defaultRow(id), order: id }]]);
  }
  return plan;
}

let entryCount = 0;

/** An entry that makes a change. */
export function entryOf(change: PlanChange, author = "a", more: Partial<LogEntry> = {}): LogEntry {
  return { id: `e${++entryCount}`, change, label: "", author, time: 0, kind: "edit", ...more };
}

/** An entry that sets one cell of r1 in c1 in January 2027. */
export function cellEntry(plan: Plan, value: CellValue | null, author = "a", row = "r1"): LogEntry {
  return entryOf(changeTo(plan, [[cellAddress(row, "c1", "2027-M01"), value]]), author);
}

/** Everything that a plan says, in an order of its own: two plans that say the same are equal so. */
export function meaningOf(plan: Plan): unknown {
  const sorted = (map: ReadonlyMap<string, unknown>): unknown =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  const cells: [string, unknown][] = [];
  for (const [row, lines] of plan.cells) {
    for (const [line, series] of lines) {
      series.values.forEach((value, i) => {
        const ordinal = series.first + i;
        const detail = series.details.get(ordinal);
        if (detail !== undefined || !Number.isNaN(value))
          cells.push([`${row}/${line}/${ordinal}`, detail ?? value]);
      });
    }
  }
  return {
    settings: plan.settings,
    records: [plan.rows, plan.sections, plan.channels, plan.goals, plan.formulas].map(sorted),
    scenarios: [...plan.scenarios]
      .map(([id, { differences, ...record }]) => [id, record, sorted(differences)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    cells: cells.sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

/** Expects two plans to be the same to the last bit, order of their parts included. */
export function expectSameBits(a: Plan, b: Plan): void {
  const [{ values: x, ...p }, { values: y, ...q }] = [packPlan(a), packPlan(b)];
  expect(p).toEqual(q);
  expect(new Uint8Array(x.buffer)).toEqual(new Uint8Array(y.buffer));
}

const MONTHS = ["2026-M12", "2027-M01", "2027-M02", "2027-M03"];

/** One of many kinds of change of a plan, chosen by three whole numbers. */
export function changeBy(plan: Plan, kind: number, a: number, b: number): PlanChange {
  const pick = <T>(list: readonly T[], n: number): T => {
    const found = list[n % list.length];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  };
  const row = pick(["r1", "r2", "r3", "r4"], a);
  const line = pick(["c1", "c2"], b);
  const month = pick(MONTHS, a + b);
  const cell: CellValue | null = pick([b / 7, -0, null, { value: b, text: `${b} of 9` }], a);
  const wanted = ((): [Address, AddressValue | null][] => {
    switch (kind % 11) {
      case 0:
      case 1:
      case 2:
        return [[cellAddress(row, line, month), cell]];
      case 3:
        return [[cellsAddress(row, line, month), { cells: [b, null, a / 3, cell].slice(0, 1 + (a % 4)) }]];
      case 4:
        return [[`row/${row}/name`, `${row} ${b}`]];
      case 5:
        return [[`row/${row}`, plan.rows.has(row) ? null : { ...defaultRow(`${row} new`), order: `${b}i` }]];
      case 6:
        return [
          [
            formulaAddress(row),
            plan.formulas.has(row) ? null : { kind: "tree", tree: { kind: "row", row: "r1" } },
          ],
        ];
      case 7:
        return [["plan/title", `Title ${b}`]];
      case 8:
        // A scenario is taken away with its differences said, so that they come back with it.
        if (!plan.scenarios.has("n1")) return [["scenario/n1", { name: "N", order: "i" }]];
        return [
          ...[...(plan.scenarios.get("n1")?.differences.keys() ?? [])].map((address): [Address, null] => [
            differenceAddress("n1", address),
            null,
          ]),
          ["scenario/n1", null],
        ];
      case 9:
        return [[differenceAddress("n1", cellAddress(row, line, month)), { is: cell }]];
      default:
        return [
          [`row/r4`, { ...defaultRow("r4"), order: "z" }],
          [cellAddress("r4", line, month), b],
          [`row/r4/note`, `note ${a}`],
        ];
    }
  })();
  // Befores are read one after the other, so that the change can be inverted wherever it stands.
  const change: PlanChange[] = [];
  let current = plan;
  for (const one of wanted) {
    const next = changeTo(current, [one]);
    change.push(next);
    current = applyChange(current, next);
  }
  return change.flat();
}
