import * as fc from "fast-check";
import { expect, test } from "vitest";
import { applyChange } from "../../src/core/plan/change.ts";
import { changeBetween } from "../../src/core/plan/diff.ts";
import { periodKeyAt } from "../../src/core/plan/plan.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { foundingPlan } from "../../src/core/templates/founding.ts";
import { computePlan } from "../../src/csv/compute.ts";
import { isUnchanged, printNumber, readNumber } from "../../src/csv/number.ts";
import { readPlan } from "../../src/csv/read.ts";
import type { PlanRead, ReadOptions } from "../../src/csv/read.ts";
import { NO_RESULTS } from "../../src/csv/results.ts";
import { escapeText, unescapeText } from "../../src/csv/safe.ts";
import { quoteField, readTokens } from "../../src/csv/tokens.ts";
import { writePlan } from "../../src/csv/write.ts";
import type { WriteOptions } from "../../src/csv/write.ts";
import { anyHostileText, anyNumber, anyRichPlan, countingIds, HOSTILE_TEXTS } from "../csv/rich.ts";
import { differencesOf } from "../csv/same.ts";
import { anyEdit, anyFaultyPlan, anyFunnelPlan, anyPlan, funnelOfSeed } from "./plans.ts";

const RUN = { seed: 20270101, numRuns: 40 };

const anyWriteOptions: fc.Arbitrary<WriteOptions> = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t"),
  decimal: fc.constantFrom(".", ","),
  bom: fc.boolean(),
});

function read(text: string, more: Partial<ReadOptions> = {}): PlanRead {
  const reading = readPlan(text, { newId: countingIds(), ...more });
  if (reading.outcome !== "plan") throw new Error(`${reading.outcome}: ${reading.why.text}`);
  return reading;
}

/** What a spreadsheet program set to German makes of a file that it opens and saves: 15 digits are kept. */
function throughSpreadsheet(text: string): string {
  const tokens = readTokens(text.replace(/^\ufeff/, ""), ",");
  if (!tokens.ok) throw new Error(tokens.error.text);
  return tokens.rows
    .map(({ fields }) =>
      fields
        .map((field, i) => {
          const found = i < 9 ? "not a number" : readNumber(field, ".");
          return typeof found === "string"
            ? quoteField(field)
            : printNumber(Number(found.value.toPrecision(15)), ",");
        })
        .join(";"),
    )
    .join("\n");
}

test("import(export(plan)) = plan, for every delimiter and decimal sign", () => {
  fc.assert(
    fc.property(anyRichPlan, anyWriteOptions, (plan, options) => {
      const reading = read(writePlan(plan, NO_RESULTS, options));
      expect(reading.errors).toEqual([]);
      expect(reading.setAside).toEqual([]);
      expect(differencesOf(plan, reading.plan)).toEqual([]);
    }),
    RUN,
  );
});

test("an export read beside its own plan changes nothing, to the last mark", () => {
  fc.assert(
    fc.property(fc.oneof(anyRichPlan, anyFaultyPlan), anyWriteOptions, (plan, options) => {
      const reading = read(writePlan(plan, NO_RESULTS, options), { open: plan });
      expect(reading.errors).toEqual([]);
      expect(reading.change).toEqual([]);
    }),
    RUN,
  );
});

test("a pass through 15 digits and another country's separators changes nothing", () => {
  fc.assert(
    fc.property(anyRichPlan, (plan) => {
      const reading = read(throughSpreadsheet(writePlan(plan, NO_RESULTS)), { open: plan });
      expect(reading.errors).toEqual([]);
      expect(reading.change).toEqual([]);
    }),
    RUN,
  );
});

test("reading a changed file beside the plan gives the change that makes it", () => {
  fc.assert(
    fc.property(anyPlan, anyEdit, (plan, edit) => {
      const edited = applyChange(plan, edit(plan));
      const reading = read(writePlan(edited, NO_RESULTS), { open: plan });
      expect(differencesOf(edited, applyChange(plan, reading.change ?? []))).toEqual([]);
    }),
    { ...RUN, numRuns: 100 },
  );
});

test("[CG6] a change between two plans makes the second of the first", () => {
  fc.assert(
    fc.property(anyRichPlan, anyRichPlan, (a, b) => {
      const c: Plan = {
        ...b,
        settings: { ...b.settings, periodLength: a.settings.periodLength, start: a.settings.start },
      };
      expect(differencesOf(c, applyChange(a, changeBetween(a, c)))).toEqual([]);
      expect(changeBetween(a, a)).toEqual([]);
    }),
    RUN,
  );
});

test("[CG6] between a plan and its edit, taken back, is the plan", () => {
  fc.assert(
    fc.property(anyRichPlan, anyEdit, (plan, edit) => {
      const edited = applyChange(plan, edit(plan));
      const there = changeBetween(plan, edited);
      const back = there.map(([address, before, after]) => [address, after, before] as const).reverse();
      expect(differencesOf(edited, applyChange(plan, there))).toEqual([]);
      expect(differencesOf(plan, applyChange(edited, back))).toEqual([]);
    }),
    RUN,
  );
});

test("computed values of an export are what its plan recomputes, also after 15 digits", () => {
  const withGoal = anyFunnelPlan.chain((plan) =>
    fc.integer({ min: 1, max: 500 }).map((target): Plan => {
      const from = periodKeyAt(plan.settings, 0);
      const to = periodKeyAt(plan.settings, plan.settings.periods - 1);
      const lever = { row: "spend", channels: null, from, to, except: [] };
      const goal = { row: "unitsSold", channel: null, from, to, target, lever, order: "i" };
      return { ...plan, goals: new Map([["g", goal]]) };
    }),
  );
  fc.assert(
    fc.property(fc.oneof(anyPlan, withGoal), (plan) => {
      const text = writePlan(plan, computePlan(plan));
      const reading = read(text, { recompute: computePlan });
      expect(reading.errors).toEqual([]);
      expect(reading.edited).toEqual([]);
      expect(differencesOf(plan, reading.plan)).toEqual([]);
      const again = read(throughSpreadsheet(text), { open: plan, recompute: computePlan });
      expect(again.errors).toEqual([]);
      expect(again.edited).toEqual([]);
      expect(again.change).toEqual([]);
    }),
    RUN,
  );
});

test("every double reads back as itself, with either sign", () => {
  fc.assert(
    fc.property(anyNumber, fc.constantFrom(".", ","), (value, decimal) => {
      const found = readNumber(printNumber(value, decimal), decimal);
      expect(typeof found === "string" ? found : found.value).toBe(value);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test("a number rounded to the digits that are shown, six or more, is unchanged; another is not", () => {
  fc.assert(
    fc.property(anyNumber, fc.integer({ min: 6, max: 17 }), (value, digits) => {
      const found = readNumber(value.toPrecision(digits), ".");
      expect(typeof found !== "string" && isUnchanged(value, found)).toBe(true);
      const dropped = readNumber(String(Number(value.toPrecision(15))), ".");
      expect(typeof dropped !== "string" && isUnchanged(value, dropped)).toBe(true);
      const moved = value * (1 + 1e-5);
      const other = readNumber(String(Number(moved.toPrecision(15))), ".");
      const isFar = Math.abs(moved - value) > 1e-300;
      if (isFar && typeof other !== "string" && other.digits > 6)
        expect(isUnchanged(value, other)).toBe(false);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test("no text that a spreadsheet program would run is written, and every text comes back", () => {
  fc.assert(
    fc.property(anyHostileText, (text) => {
      const safe = escapeText(text);
      expect(unescapeText(safe)).toBe(text);
      expect(safe).not.toMatch(/^[\s\p{Cf}]*[=+\-@＝＋－＠]/u);
      expect(safe).not.toMatch(/^[\t\r\n\0]/);
    }),
    { seed: 1, numRuns: 3000, examples: HOSTILE_TEXTS.map((text) => [text]) },
  );
});

test("no field of an export begins as a formula", () => {
  fc.assert(
    fc.property(anyRichPlan, anyWriteOptions, (plan, options) => {
      const text = writePlan(plan, NO_RESULTS, options).replace(/^\ufeff/, "");
      const tokens = readTokens(text, options.delimiter);
      if (!tokens.ok) throw new Error(tokens.error.text);
      for (const { fields } of tokens.rows) {
        for (const [i, field] of fields.entries()) {
          const isNumber = i >= 9 && typeof readNumber(field, options.decimal) !== "string";
          if (!isNumber) expect(field).not.toMatch(/^[\s\p{Cf}]*[=+\-@＝＋－＠]/u);
        }
      }
    }),
    { ...RUN, numRuns: 20 },
  );
});

test("a file that somebody damaged is read or refused, with every error at its place; nothing throws", () => {
  const texts = [
    foundingPlan(),
    funnelOfSeed({ seed: 7, channels: 2, periods: 3, lag: 1, saturates: false }),
  ].map((plan) => writePlan(plan, computePlan(plan), { delimiter: ",", decimal: ".", bom: false }));
  const pieces = [
    ...HOSTILE_TEXTS,
    ",",
    '"',
    "\r\n",
    "9999-M12",
    "5200",
    "0000-M01",
    "none",
    "goal",
    "=",
    "1e308",
    "",
  ];
  const anyDamage = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    length: fc.nat(12),
    by: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })),
    field: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.array(anyDamage, { minLength: 1, maxLength: 6 }),
      (text, damages) => {
        let damaged = text;
        for (const { at, length, by, field } of damages) {
          let from = Math.floor(at * damaged.length);
          let to = from + length;
          if (field) {
            // A whole field, so that the file stays a table.
            from = damaged.indexOf(",", from) + 1;
            to = damaged.indexOf(",", from);
          }
          damaged =
            damaged.slice(0, from) + (field ? quoteField(by) : by) + damaged.slice(Math.max(from, to));
        }
        const lines = damaged.split(/\r\n|\r|\n/).length;
        const reading = readPlan(damaged, {
          newId: countingIds(),
          open: foundingPlan(),
          recompute: computePlan,
        });
        if (reading.outcome !== "plan") {
          expect(reading.why.text).toMatch(/\.$/);
          return;
        }
        for (const { line, text: sentence } of reading.errors) {
          expect(line === null || (line >= 1 && line <= lines)).toBe(true);
          expect(sentence).not.toMatch(/undefined|NaN/);
        }
        writePlan(reading.plan, NO_RESULTS);
        applyChange(foundingPlan(), reading.change ?? []);
      },
    ),
    { seed: 20270101, numRuns: 150 },
  );
});

test("reading pollutes no prototype, whatever things are called", () => {
  const before = Object.getOwnPropertyNames(Object.prototype).sort();
  const plan = foundingPlan();
  const names = ["__proto__", "constructor", "toString", "__proto__.polluted", "a[__proto__][polluted]"];
  const hostile: Plan = {
    ...plan,
    settings: { ...plan.settings, extra: Object.fromEntries(names.map((name) => [name, name])) },
    rows: new Map([...plan.rows].map(([id, row], i) => [id, { ...row, name: names[i] ?? row.name }])),
  };
  const text = writePlan(hostile, NO_RESULTS).replace(
    "Total,",
    "Total,__proto__,constructor.prototype.polluted,",
  );
  const rest = text
    .split("\r\n")
    .map((line, i) => (i === 0 ? line : line.replace(/^((?:[^,]*,){10})/, "$1x,y,")));
  const reading = read(rest.join("\r\n"));
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined(); // looked at as any object may be
  expect(reading.plan.rows.get("spend")?.name).toBe("__proto__");
  expect(Object.getPrototypeOf(reading.plan.settings.extra)).toBe(Object.prototype);
});
