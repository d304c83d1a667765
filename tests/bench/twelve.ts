import {
  applyChange,
  cellAddress,
  cellsAddress,
  changeInScenario,
  changeTo,
  createEngine,
  formulaAddress,
  periodKeyAt,
  planOfScenario,
} from "../../src/core/index.ts";
import type { Address, AddressValue, Plan } from "../../src/core/index.ts";
import { idOf, treeOf } from "../build.ts";
import { Dice } from "../laws/trees.ts";
import { numbersOf, planOf, totalOf } from "./funnel.ts";
import type { Size } from "./funnel.ts";

/** How many stand beside the base. */
export const COUNT = 12;

/**
 * Twelve scenarios of the funnel, the same goal held by the same lever in all: each has a rate and a unit cost
 * of one channel and the price in all months its own way. One has another formula, one a number typed over one.
 */
export function documentOf(size: Size): Plan {
  const units = totalOf(createEngine(planOf(size)), 0);
  let document = planOf(size, "linear", units * 1.2);
  const dice = new Dice(size.stages * 31 + size.channels);
  const numbers = numbersOf(size);
  for (let n = 1; n <= COUNT; n++) {
    const id = `s${n}`;
    const order = String.fromCharCode(96 + n);
    document = applyChange(document, [[`scenario/${id}`, null, { name: `Scenario ${n}`, order }]]);
    const sheet = planOfScenario(document, id);
    const change = changeTo(sheet, differencesOf(sheet, size, n, dice, numbers.globals.Price));
    document = applyChange(document, changeInScenario(document, id, change));
  }
  return document;
}

function differencesOf(
  plan: Plan,
  size: Size,
  n: number,
  dice: Dice,
  price: number,
): [Address, AddressValue][] {
  const first = periodKeyAt(plan.settings, 0);
  const run = (row: string, line: string | null, low: number, high: number): [Address, AddressValue] => [
    cellsAddress(idOf(row), line, first),
    { cells: Array.from({ length: size.months }, () => dice.decimal(low, high)) },
  ];
  const line = idOf(`C${1 + (n % size.channels)}`);
  const wanted: [Address, AddressValue][] = [
    run(`Rate ${3 + (n % (size.stages - 2))}`, line, 0.4, 0.9),
    run("Unit cost B", line, 1, 5),
    [
      cellsAddress(idOf("Price"), null, first),
      { cells: Array.from({ length: size.months }, () => price + n) },
    ],
  ];
  if (n === COUNT - 1) {
    const tree = treeOf(plan, `[Volume ${size.stages}] * [Unit cost B] * 1.1`);
    wanted.push([formulaAddress(idOf("Cost B")), { kind: "tree", tree }]);
  }
  if (n === COUNT) wanted.push([cellAddress(idOf("Volume 2"), line, first), dice.decimal(2000, 4000)]);
  return wanted;
}

/** Edits of the base that a scenario has to follow, in turn; the second round takes the first one back. */
export function editsOf(document: Plan, size: Size): readonly (readonly [Address, AddressValue][])[] {
  const numbers = numbersOf(size);
  const key = (t: number): string => periodKeyAt(document.settings, t);
  const goal = document.goals.get("g1");
  const growth = (value: number): AddressValue => ({
    cells: Array.from({ length: size.months }, () => value),
  });
  const last = size.months - 1;
  const leaf = numbers.unitCostA[0]?.[last] ?? NaN;
  const deep = numbers.topRate[0] ?? NaN;
  const target = goal?.target ?? NaN;
  return [1.01, 1].flatMap((k): [Address, AddressValue][][] => [
    [[cellAddress(idOf("Rate 2"), idOf("C1"), key(0)), deep * k]],
    [[cellAddress(idOf("Unit cost A"), idOf("C1"), key(last)), leaf * k]],
    [[cellsAddress(idOf("Growth"), null, key(0)), growth(numbers.globals.Growth * k)]],
    [["goal/g1/target", target * k]],
  ]);
}
