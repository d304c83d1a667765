import { expect, test } from "vitest";
import { namesOf, parseFormula } from "../../../src/core/formula/parse.ts";
import { printFormula, printName } from "../../../src/core/formula/print.ts";
import { FUNNEL, planOf, treeOf } from "./plan.ts";

// Rule [FO13] is stated in src/core/SPEC.md, "Formulas".
const plan = planOf(
  [...FUNNEL, { name: "a]b［c］", unit: "count" }, { name: "TRUE", unit: "rate" }],
  ['Say "hi"', "Events"],
);

test.each([
  ["(Spend)/( CPM )", "Spend / CPM"],
  ["(1+2)*3", "(1 + 2) * 3"],
  ["1+(2*3)", "1 + 2 * 3"],
  ["1-(2-3)", "1 - (2 - 3)"],
  ["(1-2)-3", "1 - 2 - 3"],
  ["2^(3^2)", "2^(3^2)"],
  ["(2^3)^2", "2^3^2"],
  ["-2^2", "(-2)^2"],
  ["-(2^2)", "-(2^2)"],
  ["2--3", "2 - -3"],
  ["(5%)%", "(5%)%"],
  ["(1+2)%", "(1 + 2)%"],
  ["-5%", "-5%"],
  ["(-5)%", "(-5)%"],
  ["[visitors]*[visitor to DEMO]", "Visitors * [Visitor to demo]"],
  ["[click-through rate]", "CTR"],
  ["prev()*1.05", "PREV() * 1.05"],
  ["PREV(,12)", "PREV(, 12)"],
  ['channel("say ""hi""")', 'CHANNEL("Say ""hi""")'],
  ["[true]*TRUE()", "[TRUE] * TRUE"],
  ["[a]]b［c］]]", "[a]]b[c]]]"],
  ["1e21+1e-7", "1e+21 + 1e-7"],
  ["(1=2)=(2=3)", "1 = 2 = (2 = 3)"],
])("[FO13] %s prints as %s", (text, printed) => {
  const tree = treeOf(plan, text);
  expect(printFormula(tree, plan)).toBe(printed);
  expect(parseFormula(printed, namesOf(plan))).toEqual({ ok: true, value: tree });
});

test("[FO13] with a decimal comma arguments are split by semicolons", () => {
  expect(printFormula(treeOf(plan, "MIN(0.5, Spend)"), plan, { decimal: "," })).toBe("MIN(0,5; Spend)");
});

test("[FO6] a short name that is another row's name is not printed", () => {
  const clash = planOf([
    { name: "Rate", unit: "rate" },
    { name: "Demo to sale", short: "rate", unit: "rate" },
    { name: "Close rate", short: "CR", unit: "rate" },
  ]);
  expect(printFormula({ kind: "row", row: "demotosale" }, clash)).toBe("[Demo to sale]");
  expect(printFormula({ kind: "row", row: "rate" }, clash)).toBe("Rate");
  expect(printFormula({ kind: "row", row: "closerate" }, clash)).toBe("CR");
});

test("a row that is gone prints as what reads back as an error", () => {
  const text = printFormula({ kind: "row", row: "gone" }, plan);
  expect(text).toBe("[deleted row]");
  expect(parseFormula(text, namesOf(plan)).ok).toBe(false);
});

test.each([
  ["Spend", "Spend"],
  ["Cost.per_click2", "Cost.per_click2"],
  ["Ärzte", "Ärzte"],
  ["Demo to sale", "[Demo to sale]"],
  ["2027", "[2027]"],
  ["Visit-to-demo", "[Visit-to-demo]"],
  ["x]y", "[x]]y]"],
  ["true", "[true]"],
  ["👍", "[👍]"],
])("the name %s is written %s", (name, written) => {
  expect(printName(name)).toBe(written);
});
