import fc from "fast-check";
import { expect, test } from "vitest";
import { checkFormula, inferUnit } from "../../src/core/formula/check.ts";
import { functionOf, signatureOf } from "../../src/core/formula/functions.ts";
import { namesOf, parseFormula, parseWithSpans } from "../../src/core/formula/parse.ts";
import { printFormula } from "../../src/core/formula/print.ts";
import { mapRows, reachOf } from "../../src/core/formula/walk.ts";
import { FUNCTION_NAMES } from "../../src/core/plan/formula.ts";
import type { BinaryOp, Tree } from "../../src/core/plan/formula.ts";
import { FUNNEL, planOf } from "../core/formula/plan.ts";

// Rules [FO2], [FO10], [FO13] are stated in src/core/SPEC.md, "Formulas".
const plan = planOf(
  [
    ...FUNNEL,
    { name: "a]b", unit: "count" },
    { name: "＂x］ y", unit: "money" },
    { name: "sum", unit: "count" },
  ],
  ["Search", 'E"v'],
);
const names = namesOf(plan);
const OPS: BinaryOp[] = ["+", "-", "*", "/", "^", "=", "<>", "<", "<=", ">", ">="];

/** Every tree that the parser can make: literals are not negative, and what has to be literal is. */
const { tree: anyTree } = fc.letrec<{ tree: Tree; call: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc
      .oneof(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 1000 }))
      .map((value): Tree => ({ kind: "number", value: value === 0 ? 0 : value })),
    fc.constantFrom(...plan.rows.keys()).map((row): Tree => ({ kind: "row", row })),
    fc.boolean().map((value): Tree => ({ kind: "truth", value })),
    fc.constantFrom(...plan.channels.keys()).map((channel): Tree => ({ kind: "channel", channel })),
    tie("tree").map((arg): Tree => ({ kind: "negate", arg })),
    tie("tree").map((arg): Tree => ({ kind: "percent", arg })),
    fc
      .tuple(fc.constantFrom(...OPS), tie("tree"), tie("tree"))
      .map(([op, left, right]): Tree => ({ kind: "binary", op, left, right })),
    tie("call"),
  ),
  call: fc.constantFrom(...FUNCTION_NAMES).chain((name) => {
    const { min, max } = signatureOf(name);
    const rounds = name.startsWith("ROUND");
    const least = name === "IF" ? 3 : rounds ? 2 : min;
    const args = fc.array(tie("tree"), { minLength: least, maxLength: Math.min(max, least + 3) });
    const count = fc.integer({ min: 1, max: 24 }).map((value): Tree => ({ kind: "number", value }));
    const call = (made: readonly Tree[]): Tree => ({ kind: "call", name, args: made });
    if (name === "PREV") {
      const first = fc.oneof(fc.constant<Tree>({ kind: "self" }), tie("tree"));
      return fc
        .tuple(first, count, tie("tree"), fc.integer({ min: 1, max: 3 }))
        .map(([x, n, start, length]) => call([x, n, start].slice(0, length)));
    }
    if (name === "CUM") {
      return fc.tuple(tie("tree"), count, fc.boolean()).map(([x, n, both]) => call(both ? [x, n] : [x]));
    }
    if (name === "LAG") {
      const half: Tree = { kind: "number", value: 0.5 };
      return tie("tree").map((x) => call([x, half, { kind: "percent", arg: { kind: "number", value: 50 } }]));
    }
    return args.map(call);
  }),
}));

test("[FO13] what is printed reads back as the same tree", () => {
  fc.assert(
    fc.property(anyTree, fc.constantFrom("." as const, "," as const), (tree, decimal) => {
      const text = printFormula(tree, plan, { decimal });
      fc.pre(text.length < 8000);
      const read = parseFormula(text, names, { decimal });
      expect(read).toEqual({ ok: true, value: tree });
      // and printing is at rest: the text of what was read is the same text
      if (read.ok) expect(printFormula(read.value, plan, { decimal })).toBe(text);
    }),
    { seed: 20270101, numRuns: 2000 },
  );
});

test("a tree that was read can be checked, walked and given a unit, whatever it says", () => {
  fc.assert(
    fc.property(anyTree, fc.constantFrom(...plan.rows.keys()), (tree, row) => {
      const checked = checkFormula(plan, row, null, tree);
      if (!checked.ok) expect(checked.error.text).toMatch(/[.?]$/);
      expect(reachOf(tree)).toBeGreaterThanOrEqual(0);
      expect(mapRows(tree, (id) => id)).toBe(tree);
      inferUnit(plan, tree, "channel");
      inferUnit(plan, tree, "plan");
    }),
    { seed: 20270102, numRuns: 1000 },
  );
});

const PIECES = [
  ...Array.from("+-*/^%=<>(),;[]\"'!:$.&@{}#×−0123456789"),
  " ",
  "<>",
  ">=",
  "1.5",
  "1,5",
  "1e9",
  "1e999",
  "Spend",
  "[Demo to sale]",
  "Demo to sale",
  "[a]]b]",
  "__proto__",
  "constructor",
  "TRUE",
  "CHANNEL(",
  'CHANNEL("Search")',
  "A1",
  "Events",
  "\u200b",
  "\ud800",
  "👍",
  "＝",
  ...FUNCTION_NAMES.flatMap((name) => [name, `${name}(`]),
  "NOW(",
  "VLOOKUP(",
];

test("[FO10] every text is answered, with an error that lies inside it", () => {
  const anySoup = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(
      fc.oneof(anySoup, fc.string({ unit: "binary", maxLength: 40 })),
      fc.constantFrom("." as const, "," as const),
      (text, decimal) => {
        const read = parseWithSpans(text, names, { decimal });
        if (read.ok) {
          checkFormula(plan, "spend", null, read.value.tree, { spans: read.value.spans });
          expect(parseFormula(printFormula(read.value.tree, plan), names)).toEqual({
            ok: true,
            value: read.value.tree,
          });
          return;
        }
        const { code, text: sentence, at, length } = read.error;
        expect(code).not.toBe("");
        expect(sentence).toMatch(/[.?]$/);
        expect(at >= 0 && length >= 0 && at + length <= text.length).toBe(true);
      },
    ),
    { seed: 20270103, numRuns: 5000 },
  );
});

test("[FO2] a piece repeated, alone or around something, is read or refused, never thrown over", () => {
  for (const piece of PIECES) {
    for (const times of [200, 257, 1001, 8000, 100_000]) {
      const text = piece.repeat(Math.ceil(times / piece.length));
      const read = parseFormula(`=${text}`, names);
      if (text.length >= 8192) expect(read.ok).toBe(false);
      if (!read.ok) continue;
      expect(parseFormula(printFormula(read.value, plan), names).ok).toBe(true);
      checkFormula(plan, "spend", null, read.value);
    }
  }
});

test("[FO2] the deepest trees that are read can be checked and printed", () => {
  const chains = ["+Spend", "*CTR", "/Demos", "=1", "^2", "*Budget", "-PREV(Spend)"];
  for (const chain of chains) {
    const text = `Spend${chain.repeat(Math.min(999, Math.floor(8100 / chain.length)))}`;
    const read = parseFormula(text, names);
    if (!read.ok) throw new Error(read.error.text);
    checkFormula(plan, "revenue", null, read.value);
    inferUnit(plan, read.value, "channel");
    expect(parseFormula(printFormula(read.value, plan).replaceAll(" ", ""), names)).toEqual(read);
  }
  const nested = `${"MIN(Budget*".repeat(250)}1${")".repeat(250)}`;
  const read = parseFormula(nested, names);
  if (!read.ok) throw new Error(read.error.text);
  checkFormula(plan, "spend", null, read.value);
});

test("[FO7] every function is found in any case and has a signature that names it", () => {
  for (const name of FUNCTION_NAMES) {
    expect(functionOf(name.toLowerCase())).toBe(name);
    expect(signatureOf(name).usage.startsWith(`${name}(`)).toBe(true);
  }
});
