import type { Plan } from "../../src/core/index.ts";
import type { Engine } from "../../src/core/engine/engine.ts";
import { buildPlan, idOf } from "../build.ts";
import type { PlanSpec, RowSpec } from "../build.ts";
import { Dice } from "../laws/trees.ts";
import { agree, cellName, fixedName, rangeName } from "./rival.ts";
import type { RivalSheet, Typed } from "./rival.ts";

/**
 * Workload A: one funnel, as a workbook of cells (the rival's) and as a plan (ours), with the same numbers.
 *
 *   2s + 8 rows a channel   base, s volumes, s − 1 rates, late sales, two unit costs, two costs, revenue,
 *                           profit, running profit
 *   s + 8 rows for all      sums of volumes, costs, revenue, profit; units, cost, cost a unit, running profit
 *   6 numbers               under everything: demand, growth, late share, price, discount, fee
 *   6 totals of the plan    units, cost, revenue, profit, cost a unit (CAC), return on cost (ROAS)
 *
 * The base and the first rate are typed in the first month; later months copy them (the base grows).
 */
export interface Size {
  readonly name: string;
  readonly stages: number;
  readonly channels: number;
  readonly months: number;
}

export const SIZES: readonly Size[] = [
  { name: "S", stages: 5, channels: 4, months: 12 },
  { name: "M", stages: 8, channels: 20, months: 36 },
  { name: "L", stages: 10, channels: 200, months: 60 },
];

/** Ours alone: some two million cells, which are to fit in a frame. */
export const HUGE: Size = { name: "2M", stages: 10, channels: 1200, months: 60 };

/** Cells of the workbook: those of the plan and a few more, since a plan's total is no cell. */
export function cellsOf({ stages: s, channels, months }: Size): number {
  return (2 * s + 8) * channels * months + (s + 8) * months + 12;
}

/** What is typed into the funnel. `rates[k][c][t]`, k from 0 for the rate that leads to the third volume. */
export interface Numbers {
  readonly base: readonly number[];
  readonly topRate: readonly number[];
  readonly rates: readonly (readonly (readonly number[])[])[];
  readonly unitCostA: readonly (readonly number[])[];
  readonly unitCostB: readonly (readonly number[])[];
  readonly globals: Readonly<Record<GlobalName, number>>;
}

export const GLOBALS = ["Demand", "Growth", "Late share", "Price", "Discount", "Fee"] as const;
export type GlobalName = (typeof GLOBALS)[number];

export const TOTALS = ["Units", "Cost", "All revenue", "All profit", "CAC", "ROAS"] as const;

export function numbersOf({ stages, channels, months }: Size): Numbers {
  const dice = new Dice(stages * 1_000_003 + channels * 1009 + months);
  const each = (low: number, high: number): number[][] =>
    Array.from({ length: channels }, () => Array.from({ length: months }, () => dice.decimal(low, high)));
  return {
    base: Array.from({ length: channels }, () => dice.decimal(2000, 9000)),
    topRate: Array.from({ length: channels }, () => dice.decimal(0.4, 0.9)),
    rates: Array.from({ length: stages - 2 }, () => each(0.4, 0.9)),
    unitCostA: each(0.2, 0.9),
    unitCostB: each(1, 5),
    globals: { Demand: 1.2, Growth: 0.01, "Late share": 0.15, Price: 60, Discount: 0.05, Fee: 0.03 },
  };
}

/** `curved`: the first volume saturates, so that no output is a straight line in demand. */
export type Shape = "linear" | "curved";

const CAP = 20_000;
const HALF = 9_000;

/** Our plan of the funnel, in words. `target` gives it a goal for units, solved by demand. */
export function planSpecOf(size: Size, numbers: Numbers, shape: Shape = "linear", target?: number): PlanSpec {
  const names = Array.from({ length: size.channels }, (_, c) => `C${c + 1}`);
  const last = `[Volume ${size.stages}]`;
  const inEach = (values: readonly (readonly number[])[]): NonNullable<RowSpec["values"]> => ({
    in: Object.fromEntries(names.map((name, c) => [name, values[c] ?? []])),
  });
  const inFirst = (values: readonly number[]): NonNullable<RowSpec["values"]> =>
    inEach(values.map((value) => [value]));
  const all = (name: string, formula: string, unit: "count" | "money"): RowSpec => ({
    name,
    unit,
    scope: "plan",
    formula,
  });
  const money = "money";
  const globalUnits = { Demand: "number", Price: "moneyPerCount" } as const;
  const rows: RowSpec[] = [
    ...GLOBALS.map((name): RowSpec => ({
      name,
      unit: name in globalUnits ? globalUnits[name as keyof typeof globalUnits] : "rate", // just looked
      scope: "plan",
      values: numbers.globals[name],
    })),
    { name: "Base", formula: "PREV() * (1 + Growth)", values: inFirst(numbers.base) },
    {
      name: "Volume 1",
      formula: shape === "linear" ? "Base * Demand" : `SATURATE(Base * Demand, ${CAP}, ${HALF})`,
    },
    { name: "Rate 2", unit: "rate", formula: "PREV()", values: inFirst(numbers.topRate) },
    ...numbers.rates.map((rate, k): RowSpec => ({
      name: `Rate ${k + 3}`,
      unit: "rate",
      values: inEach(rate),
    })),
    ...Array.from({ length: size.stages - 1 }, (_, k): RowSpec => ({
      name: `Volume ${k + 2}`,
      formula: `[Volume ${k + 1}] * [Rate ${k + 2}]`,
    })),
    { name: "Late", formula: `PREV(${last}) * [Late share]` },
    { name: "Unit cost A", unit: "moneyPerCount", values: inEach(numbers.unitCostA) },
    { name: "Unit cost B", unit: "moneyPerCount", values: inEach(numbers.unitCostB) },
    { name: "Cost A", unit: money, formula: "[Volume 1] * [Unit cost A]" },
    { name: "Cost B", unit: money, formula: `${last} * [Unit cost B]` },
    { name: "Revenue", unit: money, formula: `(${last} + Late) * Price * (1 - Discount)` },
    { name: "Profit", unit: money, formula: "Revenue * (1 - Fee) - [Cost A] - [Cost B]" },
    { name: "Running profit", unit: money, formula: "CUM(Profit)" },
    ...Array.from({ length: size.stages }, (_, k) =>
      all(`All volume ${k + 1}`, `[Volume ${k + 1}]`, "count"),
    ),
    all("All cost A", "[Cost A]", money),
    all("All cost B", "[Cost B]", money),
    all("All revenue", "Revenue", money),
    all("All profit", "Profit", money),
    all("Units", `[All volume ${size.stages}] + Late`, "count"),
    all("Cost", "[All cost A] + [All cost B]", money),
    { name: "CAC", unit: "moneyPerCount", scope: "plan", formula: "Cost / Units" },
    all("All running profit", "CUM([All profit])", money),
    { name: "ROAS", unit: "number", scope: "plan", formula: "[All revenue] / Cost" },
  ];
  const goals = target === undefined ? [] : [{ row: "Units", target, lever: { row: "Demand" } }];
  return { periods: size.months, channels: names, rows, goals };
}

export function planOf(size: Size, shape: Shape = "linear", target?: number): Plan {
  return buildPlan(planSpecOf(size, numbersOf(size), shape, target));
}

/** Where things stand in the rival's sheet: a block of channel rows for each row of ours, months as columns. */
export interface Layout {
  /** First sheet row of a block (or of a row for all channels) by our row's name. */
  readonly rowOf: ReadonlyMap<string, number>;
  readonly height: number;
  /** The sheet row that holds the numbers under everything (columns in the order of GLOBALS), totals after. */
  readonly bottom: number;
}

const wideNames = (stages: number): string[] => [
  ...Array.from({ length: stages }, (_, k) => `All volume ${k + 1}`),
  "All cost A",
  "All cost B",
  "All revenue",
  "All profit",
  "Units",
  "Cost",
  "CAC",
  "All running profit",
];

const channelNames = (stages: number): string[] => [
  "Base",
  ...Array.from({ length: stages }, (_, k) => `Volume ${k + 1}`),
  ...Array.from({ length: stages - 1 }, (_, k) => `Rate ${k + 2}`),
  "Late",
  "Unit cost A",
  "Cost A",
  "Unit cost B",
  "Cost B",
  "Revenue",
  "Profit",
  "Running profit",
];

export function layoutOf({ stages, channels }: Size): Layout {
  const rowOf = new Map<string, number>();
  let row = 0;
  for (const name of channelNames(stages)) {
    rowOf.set(name, row);
    row += channels;
  }
  for (const name of wideNames(stages)) rowOf.set(name, row++);
  return { rowOf, bottom: row, height: row + 1 };
}

/** The funnel as a sheet of cells, as one would write it in a spreadsheet program. */
export function sheetOf(size: Size, numbers: Numbers, shape: Shape = "linear"): Typed[][] {
  const { stages, channels, months } = size;
  const { rowOf, bottom, height } = layoutOf(size);
  const cells: Typed[][] = Array.from({ length: height }, () => []);
  const at = (name: string, c: number, t: number): string => cellName((rowOf.get(name) ?? NaN) + c, t);
  const global = (name: GlobalName): string => fixedName(bottom, GLOBALS.indexOf(name));
  const last = `Volume ${stages}`;
  const put = (name: string, make: (c: number, t: number) => Typed): void => {
    for (let c = 0; c < channels; c++) {
      cells[(rowOf.get(name) ?? NaN) + c] = Array.from({ length: months }, (_, t) => make(c, t));
    }
  };
  const putWide = (name: string, make: (t: number) => Typed): void => {
    cells[rowOf.get(name) ?? NaN] = Array.from({ length: months }, (_, t) => make(t));
  };
  put("Base", (c, t) =>
    t === 0 ? (numbers.base[c] ?? NaN) : `=${at("Base", c, t - 1)}*(1+${global("Growth")})`,
  );
  put("Volume 1", (c, t) => {
    const x = `${at("Base", c, t)}*${global("Demand")}`;
    return shape === "linear" ? `=${x}` : `=${CAP}/(1+${HALF}/(${x}))`;
  });
  put("Rate 2", (c, t) => (t === 0 ? (numbers.topRate[c] ?? NaN) : `=${at("Rate 2", c, t - 1)}`));
  numbers.rates.forEach((rate, k) => put(`Rate ${k + 3}`, (c, t) => rate[c]?.[t] ?? NaN));
  for (let k = 2; k <= stages; k++) {
    put(`Volume ${k}`, (c, t) => `=${at(`Volume ${k - 1}`, c, t)}*${at(`Rate ${k}`, c, t)}`);
  }
  put("Late", (c, t) => (t === 0 ? 0 : `=${at(last, c, t - 1)}*${global("Late share")}`));
  put("Unit cost A", (c, t) => numbers.unitCostA[c]?.[t] ?? NaN);
  put("Unit cost B", (c, t) => numbers.unitCostB[c]?.[t] ?? NaN);
  put("Cost A", (c, t) => `=${at("Volume 1", c, t)}*${at("Unit cost A", c, t)}`);
  put("Cost B", (c, t) => `=${at(last, c, t)}*${at("Unit cost B", c, t)}`);
  put(
    "Revenue",
    (c, t) => `=(${at(last, c, t)}+${at("Late", c, t)})*${global("Price")}*(1-${global("Discount")})`,
  );
  put(
    "Profit",
    (c, t) => `=${at("Revenue", c, t)}*(1-${global("Fee")})-${at("Cost A", c, t)}-${at("Cost B", c, t)}`,
  );
  put("Running profit", (c, t) =>
    t === 0 ? `=${at("Profit", c, t)}` : `=${at("Running profit", c, t - 1)}+${at("Profit", c, t)}`,
  );
  const sum = (name: string, t: number): string => {
    const first = rowOf.get(name) ?? NaN;
    return `SUM(${rangeName(first, t, first + channels - 1, t)})`;
  };
  for (let k = 1; k <= stages; k++) putWide(`All volume ${k}`, (t) => `=${sum(`Volume ${k}`, t)}`);
  putWide("All cost A", (t) => `=${sum("Cost A", t)}`);
  putWide("All cost B", (t) => `=${sum("Cost B", t)}`);
  putWide("All revenue", (t) => `=${sum("Revenue", t)}`);
  putWide("All profit", (t) => `=${sum("Profit", t)}`);
  putWide("Units", (t) => `=${at(`All volume ${stages}`, 0, t)}+${sum("Late", t)}`);
  putWide("Cost", (t) => `=${at("All cost A", 0, t)}+${at("All cost B", 0, t)}`);
  putWide("CAC", (t) => `=${at("Cost", 0, t)}/${at("Units", 0, t)}`);
  putWide("All running profit", (t) =>
    t === 0
      ? `=${at("All profit", 0, t)}`
      : `=${at("All running profit", 0, t - 1)}+${at("All profit", 0, t)}`,
  );
  const overMonths = (name: string): string => {
    const row = rowOf.get(name) ?? NaN;
    return `SUM(${rangeName(row, 0, row, months - 1)})`;
  };
  const total = (i: number): string => cellName(bottom, GLOBALS.length + i);
  cells[bottom] = [
    ...GLOBALS.map((name) => numbers.globals[name]),
    ...["Units", "Cost", "All revenue", "All profit"].map((name) => `=${overMonths(name)}`),
    `=${total(1)}/${total(0)}`,
    `=${total(2)}/${total(1)}`,
  ];
  return cells;
}

const TOTAL_IDS = TOTALS.map(idOf);

/** One of the plan's six totals, asked of our engine. */
export function totalOf(engine: Engine, i: number): number {
  const row = TOTAL_IDS[i];
  if (row === undefined) throw new RangeError(`There is no total ${i}`);
  return engine.total({ row, channel: null, from: 0, to: engine.periods - 1 });
}

/** Throws unless every cell of the rival's sheet agrees with ours to 1e-9, and every total. */
export function checkAgreement(size: Size, engine: Engine, theirs: RivalSheet, when: string): void {
  const { rowOf, bottom } = layoutOf(size);
  const values = theirs.readAll();
  let count = 0;
  const compare = (ours: number, row: number, column: number, name: string): void => {
    count++;
    const their = values[row]?.[column] ?? NaN;
    if (Number.isNaN(ours) || !agree(ours, their)) {
      throw new Error(`${size.name}, ${when}: ${name} is ${ours} here and ${their} there`);
    }
  };
  for (const [name, row] of rowOf) {
    const { data, offset } = engine.values(idOf(name));
    const isWide = engine.lowered.rows.find((lowered) => lowered.row === idOf(name))?.scope === "plan";
    (isWide ? ["-"] : engine.channels).forEach((line, c) => {
      for (let t = 0; t < size.months; t++)
        compare(data[offset(line) + t] ?? NaN, row + c, t, `${name} ${c} ${t}`);
    });
  }
  GLOBALS.forEach((name, i) => compare(engine.value(idOf(name), "-", 0), bottom, i, name));
  TOTALS.forEach((name, i) => compare(totalOf(engine, i), bottom, GLOBALS.length + i, `total of ${name}`));
  if (count !== cellsOf(size)) throw new Error(`${size.name}: compared ${count} of ${cellsOf(size)} cells`);
}
