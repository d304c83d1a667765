import { expect, test } from "vitest";
import { bytesOf, readCorpus } from "./corpus-files.ts";
import { faultOf, mutatedFile } from "./mutate.ts";
import { settle } from "../../../src/csv/placer.ts";
import { takeTable } from "../../../src/csv/take.ts";
import type { Take } from "./take-faults.ts";
import { readAnyTable } from "../../../src/csv/reading/read-any.ts";
import type { TableReading } from "../../../src/csv/reading/table-reading.ts";

/** Small ones: a mutation of a large file says no more, and takes longer. */
const seeds = readCorpus()
  .map(bytesOf)
  .filter((bytes) => bytes.length <= 2000);

test("10,000 mutated files: no crash, no hang, no misreading, nothing polluted", () => {
  const faults: string[] = [];
  const before = Object.getOwnPropertyNames(Object.prototype).sort();
  for (let i = 0; i < 10_000; i++) {
    const bytes = mutatedFile(seeds, 1, i);
    try {
      const fault = faultOf(bytes);
      if (fault !== null) faults.push(`${i}: ${fault}`);
    } catch (error) {
      faults.push(`${i}: ${String(error)}`);
    }
  }
  expect(faults.slice(0, 20)).toEqual([]);
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
}, 120_000);

test("files on which a long run once stumbled: a second mark in front, a minus behind a currency", () => {
  for (const i of [93_448, 94_497]) expect(faultOf(mutatedFile(seeds, 2028, i))).toBe(null);
});

/** A reader that is right but for what is put over it. */
const broken =
  (over: (right: TableReading) => Partial<TableReading>) =>
  (bytes: Uint8Array): TableReading => {
    const right = readAnyTable(bytes);
    // A reading with some of its methods replaced is a reading.
    return Object.assign(Object.create(right), over(right)) as TableReading;
  };

const BROKEN: readonly (readonly [what: string, read: (bytes: Uint8Array) => TableReading])[] = [
  [
    "takes 1,234 for 1.234",
    broken((right) => ({
      cell: (row, field) => {
        const cell = right.cell(row, field);
        const isGrouped = /^\d{1,3},\d{3}$/.test(right.record(row)[field - 1] ?? "");
        return cell.kind === "number" && isGrouped && cell.value >= 1000
          ? { ...cell, value: cell.value / 1000 }
          : cell;
      },
    })),
  ],
  [
    "takes a missing number for 0",
    broken((right) => ({
      cell: (row, field) => {
        const cell = right.cell(row, field);
        return cell.kind === "missing" ? { kind: "number", value: 0 } : cell;
      },
    })),
  ],
  [
    "shifts a row's fields",
    broken((right) => ({
      record: (row) => (row % 3 === 2 ? right.record(row).slice(1) : right.record(row)),
    })),
  ],
  [
    "puts a day into the next month",
    broken((right) => ({
      cell: (row, field) => {
        const cell = right.cell(row, field);
        return cell.kind === "date"
          ? { ...cell, iso: `${cell.iso.slice(0, 5)}${cell.iso.endsWith("12") ? "01" : "12"}-31` }
          : cell;
      },
    })),
  ],
  [
    "trims texts",
    broken((right) => ({
      cell: (row, field) => {
        const cell = right.cell(row, field);
        return cell.kind === "text" ? { ...cell, text: cell.text.trim() } : cell;
      },
    })),
  ],
  [
    "throws",
    () => {
      throw new Error("broken");
    },
  ],
];

test.each(BROKEN)("a reader that %s is caught", (_what, read) => {
  const isCaught = (i: number): boolean => {
    try {
      return faultOf(mutatedFile(seeds, 1, i), read) !== null;
    } catch {
      return true;
    }
  };
  expect(Array.from({ length: 1000 }, (_, i) => i).some(isCaught)).toBe(true);
});

/** A plan with one number of each row changed. */
const withNumbers = (taken: ReturnType<Take>, change: (value: number) => number): ReturnType<Take> => ({
  ...taken,
  plan: {
    ...taken.plan,
    cells: new Map(
      [...taken.plan.cells].map(([row, lines]) => [
        row,
        new Map([...lines].map(([line, series]) => [line, { ...series, values: series.values.map(change) }])),
      ]),
    ),
  },
});

const BROKEN_TAKES: readonly (readonly [what: string, take: Take])[] = [
  ["loses a cell", (...told) => withNumbers(takeTable(...told), (value) => (value === 0 ? NaN : value))],
  ["rounds what it adds", (...told) => withNumbers(takeTable(...told), Math.round)],
  ["adds one part too many", (...told) => withNumbers(takeTable(...told), (value) => settle(value * 2))],
  ["says that it took more", (...told) => ({ ...takeTable(...told), cells: takeTable(...told).cells + 1 })],
  [
    "throws",
    () => {
      throw new Error("broken");
    },
  ],
];

test.each(BROKEN_TAKES)("a taking that %s is caught", (_what, take) => {
  const isCaught = (i: number): boolean => {
    try {
      return faultOf(mutatedFile(seeds, 1, i), readAnyTable, take) !== null;
    } catch {
      return true;
    }
  };
  expect(Array.from({ length: 1000 }, (_, i) => i).some(isCaught)).toBe(true);
});
