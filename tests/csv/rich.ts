import * as fc from "fast-check";
import { actualAddress } from "../../src/core/plan/address.ts";
import { applyChange, changeTo } from "../../src/core/plan/change.ts";
import type { CellDetail, CellValue, Range } from "../../src/core/plan/cell.ts";
import { medianOfRange } from "../../src/core/entry/range.ts";
import { orderBetween, ordersBetween } from "../../src/core/plan/order.ts";
import { linesOf, orderedIds, periodKeyAt } from "../../src/core/plan/plan.ts";
import type { AddressValue, Goal, Lever, Plan, Row } from "../../src/core/plan/plan.ts";
import { anyPlanSize, planOfSeed } from "../laws/plans.ts";
import { Dice } from "../laws/trees.ts";

/** Texts that go wrong somewhere: formulas, quotes, separators, line breaks, marks, prototypes, near-numbers. */
export const HOSTILE_TEXTS: readonly string[] = [
  "=1+1",
  "'=1+1",
  "''=x",
  "'quoted",
  "'",
  "''",
  " =1+1",
  "\t=1",
  "\tx",
  "\rx",
  "\nx",
  "\n=1+1",
  "=1+1\nnote",
  "＝1+1",
  "＋1",
  "－2",
  "＠SUM(A1)",
  "\u3000＝1",
  "\u00a0=1",
  "\u200b=1",
  "-12.5",
  "+3",
  "@cmd",
  "-",
  "--",
  "x;=1+1",
  "x\t=1+1",
  'x",=1+1,"',
  'say "hi"',
  '"',
  '""',
  ",",
  ";",
  "a,b;c\td",
  "a\r\nb",
  "a\rb",
  "a\nb\n",
  "\r\n",
  " leading",
  "trailing ",
  "  ",
  "",
  "none",
  "free",
  "does not apply",
  "MAX",
  "TRUE",
  "Title",
  "Base",
  "Kind",
  "Extra: Title",
  "Column: x",
  "[x]",
  "a]b",
  "a]]b",
  "{period}",
  "[",
  "{",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "__proto__.polluted",
  "2027-M01",
  "1/2",
  "00012",
  "1E5",
  "12k",
  "5%",
  "1.234,56",
  "TRUE",
  "#DIV/0!",
  "café",
  "cafe\u0301",
  "ﬁ",
  "İstanbul",
  "שלום \u202e abc",
  "😀",
  "\u0000x",
  "\ufeffx",
  "a\u2028b",
  "<img src=x onerror=alert(1)>",
  "Spend (2)",
  "Spend",
  "spend ",
  "from 2027-M01 to 2027-M02",
  "x".repeat(3000),
];

export const anyHostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc
    .tuple(fc.constantFrom("=", "'", "-", " ", "\t", '"', "＝"), fc.string({ maxLength: 6 }))
    .map((two) => two.join("")),
);

/** Numbers of every size. The very largest round to infinity in 15 digits, and no plan has such. */
export const anyNumber: fc.Arbitrary<number> = fc.double({ noNaN: true, min: -1e300, max: 1e300 });

/**
 * Random plans with everything that a plan can hold beside its numbers: hostile names, facts of rows, ranges,
 * evidence, typed texts, goals of all spans, scenarios.
 */
export const anyRichPlan: fc.Arbitrary<Plan> = fc
  .tuple(
    anyPlanSize,
    fc.array(anyHostileText, { minLength: 8, maxLength: 8 }),
    fc.array(anyNumber, { minLength: 4, maxLength: 4 }),
  )
  .map(([size, texts, numbers]) => richPlan(planOfSeed(size), size.seed, texts, numbers));

export function richPlan(
  plan: Plan,
  seed: number,
  texts: readonly string[],
  numbers: readonly number[],
): Plan {
  const dice = new Dice(seed ^ 0x5bd1e995);
  const text = (): string => dice.pick(texts);
  const number = (): number => dice.pick([...numbers, dice.decimal(-1e6, 1e6), dice.below(1000)]);
  let next = withFacts(plan, dice, text);
  next = withDetails(next, dice, text, number);
  next = withGoals(next, dice, number);
  return withActuals(withScenarios(next, dice, text, number), dice, text, number);
}

/** What happened in some cells, and in periods before and after the plan, from files of any name. */
function withActuals(plan: Plan, dice: Dice, text: () => string, number: () => number): Plan {
  const wanted: [string, AddressValue][] = [];
  for (const [id, row] of plan.rows) {
    for (const line of linesOf(plan, row)) {
      if (!dice.chance(0.3)) continue;
      const date = dice.pick(["2027-02-01", "2026-12-31"]);
      const source = text();
      for (let t = -2; t <= plan.settings.periods; t++) {
        if (!dice.chance(0.5)) continue;
        const address = actualAddress(id, line, periodKeyAt(plan.settings, t));
        wanted.push([address, { value: number(), source, date }]);
      }
    }
  }
  return applyChange(plan, changeTo(plan, wanted));
}

function withFacts(plan: Plan, dice: Dice, text: () => string): Plan {
  const ids = [...plan.rows.keys()];
  const rows = new Map(
    [...plan.rows].map(([id, row]): [string, Row] => [
      id,
      {
        ...row,
        name: dice.chance(0.5) ? text() : row.name,
        shortName: dice.chance(0.3) ? text() || null : null,
        owner: dice.chance(0.5) ? text() || null : null,
        asPercent: dice.chance(0.1),
        decimals: dice.chance(0.2) ? dice.below(6) : null,
        better: dice.pick(["higher", "lower", null]),
        stage: dice.chance(0.3)
          ? { from: dice.pick([...ids, null]), rate: dice.pick([...ids, "gone", null]) }
          : null,
        limit: dice.chance(0.2) ? dice.pick(ids) : null,
        definition: dice.chance(0.4) ? text() : "",
        note: dice.chance(0.4) ? text() : "",
      },
    ]),
  );
  const rename = <T extends { readonly name: string }>(records: ReadonlyMap<string, T>): Map<string, T> =>
    new Map(
      [...records].map(([id, record]) => [id, dice.chance(0.5) ? { ...record, name: text() } : record]),
    );
  return {
    ...plan,
    rows,
    sections: rename(plan.sections),
    channels: rename(plan.channels),
    settings: {
      ...plan.settings,
      title: text(),
      locale: dice.pick(["en-GB", "de-DE", "hi-IN", "fr"]),
      currency: dice.pick(["GBP", "EUR", "JPY"]),
      seed: dice.below(2 ** 30),
      defaultLever: dice.chance(0.5) ? dice.pick(ids) : null,
      sentence: dice.chance(0.5)
        ? {
            goal: [{ text: "To sell " }, { row: dice.pick(ids) }, { text: " in " }, { slot: "period" }],
            noGoal: [{ row: dice.pick(ids) }],
            unreachable: [],
          }
        : null,
      extra: Object.fromEntries([
        [text(), text()],
        [text(), text()],
      ]),
    },
  };
}

function withDetails(plan: Plan, dice: Dice, text: () => string, number: () => number): Plan {
  const wanted: [string, AddressValue | null][] = [];
  for (const [id, row] of plan.rows) {
    for (const line of linesOf(plan, row)) {
      for (let t = -1; t < plan.settings.periods + 1; t++) {
        if (!dice.chance(0.25)) continue;
        wanted.push([
          `cell/${id}/${line}/${periodKeyAt(plan.settings, t)}`,
          anyCell(row, dice, text, number),
        ]);
      }
    }
  }
  return applyChange(plan, changeTo(plan, wanted));
}

function anyCell(row: Row, dice: Dice, text: () => string, number: () => number): CellValue {
  switch (dice.below(5)) {
    case 0:
      return number();
    case 1:
      return { value: number(), text: text() };
    case 2: {
      const of = 1 + dice.below(500);
      const hits = dice.below(of + 1);
      const cell: CellDetail = { value: hits / of, evidence: { hits, of } };
      return dice.chance(0.5)
        ? { value: cell.value, text: `${hits} of ${of}`, evidence: { hits, of } }
        : cell;
    }
    case 3: {
      const low = dice.decimal(0.01, 0.4);
      const high = low + dice.decimal(0.01, 0.4);
      const shape = dice.pick(["interval", "interval", "pert", "normal", "uniform"] as const);
      const hasMiddle = shape === "pert" || (shape === "interval" && dice.chance(0.5));
      const range: Range = { shape, low, high, ...(hasMiddle ? { middle: (low + high) / 2 } : {}) };
      return { value: medianOfRange(range, row.unit), range };
    }
    default: {
      const tree = {
        kind: "call",
        name: "PREV",
        args: [{ kind: "self" }, { kind: "number", value: 1 }, { kind: "number", value: 0 }],
      } as const;
      return dice.chance(0.7)
        ? { value: NaN, text: text(), formula: { kind: "tree", tree } }
        : {
            value: NaN,
            formula: { kind: "text", text: `${dice.pick(["", "=", "=="])}1 +`, error: "It breaks off." },
          };
    }
  }
}

function anyGoal(plan: Plan, dice: Dice, number: () => number, order: string): Goal {
  const { settings } = plan;
  const row = dice.pick([...plan.rows.keys()]);
  const channels = orderedIds(plan.channels);
  const period = (t: number): string => periodKeyAt(settings, t);
  const span = (): [string, string] => {
    const from = dice.below(settings.periods);
    return [period(from), period(from + dice.below(settings.periods - from))];
  };
  const [from, to] = dice.chance(0.4) ? [period(0), period(settings.periods - 1)] : span();
  let lever: Lever | null = null;
  if (dice.chance(0.7)) {
    const [leverFrom, leverTo] = span();
    const except = Array.from({ length: dice.below(3) }, () => {
      const [start, end] = span();
      return { channel: dice.pick([...channels, null]), from: start, to: end };
    });
    const some = dice.shuffled(channels).slice(0, dice.below(channels.length + 1));
    lever = {
      row: dice.pick([...plan.rows.keys()]),
      channels: dice.chance(0.5) ? null : some,
      from: leverFrom,
      to: leverTo,
      except,
    };
  }
  const isPlanWide = plan.rows.get(row)?.scope === "plan";
  const channel = isPlanWide ? null : dice.pick([...channels, null]);
  return { row, channel, from, to, target: number(), lever, order };
}

function withGoals(plan: Plan, dice: Dice, number: () => number): Plan {
  const orders = dice.shuffled(ordersBetween(null, null, dice.below(4)));
  const goals = new Map(orders.map((order, i) => [`g${i}`, anyGoal(plan, dice, number, order)]));
  return { ...plan, goals };
}

function withScenarios(plan: Plan, dice: Dice, text: () => string, number: () => number): Plan {
  let next = plan;
  let order: string | null = null;
  for (let n = dice.below(3); n > 0; n--) {
    order = orderBetween(order, null);
    const id = `s${n}`;
    const differences = new Map<string, { is: AddressValue | null }>();
    for (const [rowId, row] of plan.rows) {
      for (const line of linesOf(plan, row)) {
        for (let t = 0; t < plan.settings.periods; t++) {
          if (!dice.chance(0.15)) continue;
          const key = periodKeyAt(plan.settings, t);
          differences.set(`cell/${rowId}/${line}/${key}`, {
            is: dice.chance(0.2) ? null : anyCell(row, dice, text, number),
          });
        }
        if (dice.chance(0.1)) {
          const place = row.scope === "plan" || dice.chance(0.5) ? rowId : `${rowId}/${line}`;
          const is = dice.pick([
            null,
            { kind: "none" },
            { kind: "free" },
            { kind: "text", text: "none +", error: "" },
          ] as const);
          differences.set(`formula/${place}`, { is });
        }
      }
    }
    for (const [goalId, goal] of plan.goals) {
      switch (dice.below(6)) {
        case 0:
          differences.set(`goal/${goalId}`, { is: null });
          break;
        case 1:
          differences.set(`goal/${goalId}`, { is: { ...goal, target: number() } });
          break;
        case 2:
          differences.set(`goal/${goalId}/target`, { is: number() });
          differences.set(`goal/${goalId}/lever`, { is: anyGoal(plan, dice, number, "i").lever });
          differences.set(`goal/${goalId}/to`, { is: periodKeyAt(plan.settings, 0) });
          differences.set(`goal/${goalId}/channel`, { is: dice.pick([...plan.channels.keys(), null]) });
          break;
        default:
          break;
      }
    }
    if (dice.chance(0.3)) differences.set(`goal/own${n}`, { is: anyGoal(plan, dice, number, "zz") });
    next = { ...next, scenarios: new Map(next.scenarios).set(id, { name: text(), order, differences }) };
  }
  return next;
}

/** Ids for tests: never the same twice, and the same in every run. */
export function countingIds(): () => string {
  let n = 0;
  return () => `new${n++}`;
}
