import { applyChange, cellAddress, cellsAddress, changeTo, periodKeyAt } from "../../src/core/index.ts";
import type { Address, AddressValue, Plan } from "../../src/core/index.ts";
import { createEngine } from "../../src/core/engine/engine.ts";
import type { Engine } from "../../src/core/engine/engine.ts";
import { buildPlan, idOf } from "../build.ts";
import {
  checkAgreement,
  GLOBALS,
  HUGE,
  layoutOf,
  numbersOf,
  planOf,
  planSpecOf,
  sheetOf,
  totalOf,
} from "./funnel.ts";
import type { Size } from "./funnel.ts";
import { memoryOf, race } from "./measure.ts";
import type { Figure } from "./report.ts";
import type { Rival, RivalSheet } from "./rival.ts";

/** One edit of workload A, both ways: two values in turn, so that every edit changes something. */
interface Edit {
  readonly name: "deep" | "leaf" | "global";
  readonly row: string;
  /** The channel of the cell; null in a row for the whole plan, all of whose months are typed. */
  readonly channel: number | null;
  readonly t: number;
  readonly values: readonly [number, number];
  /** In the rival's sheet. */
  readonly at: readonly [row: number, column: number];
}

function editsOf(size: Size): Edit[] {
  const { rowOf, bottom } = layoutOf(size);
  const numbers = numbersOf(size);
  const lastChannel = size.channels - 1;
  const lastMonth = size.months - 1;
  const row = (name: string): number => rowOf.get(name) ?? NaN;
  const two = (value: number): [number, number] => [value * 1.01, value];
  return [
    {
      name: "deep",
      row: "Rate 2",
      channel: 0,
      t: 0,
      values: two(numbers.topRate[0] ?? NaN),
      at: [row("Rate 2"), 0],
    },
    {
      name: "leaf",
      row: "Unit cost A",
      channel: lastChannel,
      t: lastMonth,
      values: two(numbers.unitCostA[lastChannel]?.[lastMonth] ?? NaN),
      at: [row("Unit cost A") + lastChannel, lastMonth],
    },
    {
      name: "global",
      row: "Demand",
      channel: null,
      t: 0,
      values: two(numbers.globals.Demand),
      at: [bottom, GLOBALS.indexOf("Demand")],
    },
  ];
}

/** What our plan shall hold after an edit: one cell, or all months of a number for the whole plan. */
function wantedOf(plan: Plan, edit: Edit, i: 0 | 1): [Address, AddressValue][] {
  const key = periodKeyAt(plan.settings, edit.t);
  const value = edit.values[i];
  if (edit.channel !== null) return [[cellAddress(idOf(edit.row), idOf(`C${edit.channel + 1}`), key), value]];
  const cells = Array.from({ length: plan.settings.periods }, () => value);
  return [[cellsAddress(idOf(edit.row), null, key), { cells }]];
}

/** The app's own way: a change of the plan, applied, the engine brought to it, totals of the plan read. */
function editByChange(engine: Engine, edit: Edit): (i: number) => void {
  const { plan } = engine;
  const there = applyChange(plan, changeTo(plan, wantedOf(plan, edit, 0)));
  const changes = [changeTo(plan, wantedOf(plan, edit, 0)), changeTo(there, wantedOf(plan, edit, 1))];
  return (i) => {
    const change = changes[i % 2] ?? [];
    engine.update(applyChange(engine.plan, change), change);
    readTotals(engine);
  };
}

/** The way under a moving finger: no new plan. */
function editBySetting(engine: Engine, edit: Edit): (i: number) => void {
  const line = edit.channel === null ? "-" : idOf(`C${edit.channel + 1}`);
  const row = idOf(edit.row);
  return (i) => {
    const value = edit.values[i % 2 === 0 ? 0 : 1];
    const to = edit.channel === null ? engine.periods - 1 : edit.t;
    for (let t = edit.t; t <= to; t++) engine.setCell(row, line, t, value);
    readTotals(engine);
  };
}

let seen = 0;

function readTotals(engine: Engine): void {
  engine.value("allProfit", "-", 0); // any cell: before it answers, all cells are computed
  for (let i = 0; i < 6; i++) seen += totalOf(engine, i);
}

function editTheirs(sheet: RivalSheet, edit: Edit): (i: number) => void {
  const [row, column] = edit.at;
  return (i) => sheet.set(row, column, edit.values[i % 2 === 0 ? 0 : 1]);
}

const RATIOS: Readonly<Record<Edit["name"], Readonly<Record<string, number>>>> = {
  global: { S: 300, M: 500, L: 700 },
  deep: { S: 150, M: 300, L: 100 },
  leaf: { S: 60, M: 60, L: 60 },
};

/** Workload A at one size: every cell compared before and after each edit, then everything timed. */
export function raceEdits(size: Size, rival: Rival, say: (line: string) => void): Figure[] {
  const numbers = numbersOf(size);
  const spec = planSpecOf(size, numbers);
  const cells = sheetOf(size, numbers);
  const engine = createEngine(buildPlan(spec));
  const theirs = rival.open(cells);
  const edits = editsOf(size);
  checkAgreement(size, engine, theirs, "as built");
  for (const edit of edits) {
    for (const i of [0, 1]) {
      editByChange(engine, edit)(i);
      editTheirs(theirs, edit)(i);
      checkAgreement(size, engine, theirs, `${edit.name} edit ${i}`);
    }
  }
  say(`A ${size.name}: all cells agree to 1e-9, as built and after each edit.`);

  const figures: Figure[] = [];
  const base = { part: "A", size: size.name, unit: "ms", rival: rival.name, version: rival.version } as const;
  for (const edit of edits) {
    const second = createEngine(buildPlan(spec));
    const [ours = NaN, setting = NaN, their = NaN] = race([
      editByChange(engine, edit),
      editBySetting(second, edit),
      editTheirs(theirs, edit),
    ]);
    const wanted = RATIOS[edit.name][size.name];
    const target = wanted === undefined ? {} : { ratio: wanted };
    figures.push({ ...base, name: edit.name, ours, theirs: their, target });
    figures.push({ ...base, name: `${edit.name} (setCell)`, ours: setting, theirs: their, target });
  }
  theirs.close();
  if (!Number.isFinite(seen)) throw new Error("A total was an error");

  const plan = buildPlan(spec);
  const [whole = NaN, ready = NaN, their = NaN] = race(
    [
      () => void createEngine(buildPlan(spec)),
      () => void createEngine(plan),
      () => rival.open(cells).close(),
    ],
    { samples: 20, sampleMs: 1, warmUpMs: 100, tidy: size.name === "L" },
  );
  const target = size.name === "L" ? { ours: 300 } : {};
  figures.push({ ...base, name: "build", ours: whole, theirs: their, target });
  figures.push({ ...base, name: "build (plan read)", ours: ready, theirs: their, target });

  figures.push({
    ...base,
    name: "memory",
    unit: "MB",
    ours: memoryOf(() => {
      const kept: (Plan | Engine)[] = [buildPlan(spec)];
      kept.push(createEngine(kept[0] as Plan)); // put there a line above
      return { close: () => (kept.length = 0) };
    }),
    theirs: memoryOf(() => rival.open(cells)),
    target: size.name === "L" ? { ratio: 12 } : {},
  });
  return figures;
}

/** A plan of two million cells, recomputed by one edit under everything; ours alone. */
export function timeHuge(): Figure[] {
  const engine = createEngine(planOf(HUGE));
  const global = editsOf(HUGE).filter((edit) => edit.name === "global");
  return global.map((edit) => {
    const [ours = NaN] = race([editByChange(engine, edit)]);
    // Every bit as from scratch, before the time is told.
    const fresh = createEngine(engine.plan);
    for (const row of engine.rows) {
      const [a, b] = [engine.values(row).data, fresh.values(row).data];
      if (a.some((x, i) => !Object.is(x, b[i])))
        throw new Error(`${HUGE.name}: ${row} is not as from scratch`);
    }
    return { part: "A", name: "global", size: HUGE.name, unit: "ms", ours, target: { ours: 16.7 } };
  });
}
