// What helps while a formula is typed: names, calls, the rows it reads, brackets.
import { expect, test } from "vitest";
import fc from "fast-check";
import { assistFormula, typeBracket } from "../../../src/core/formula/assist.ts";
import { foundingPlan } from "../../../src/core/templates/founding.ts";

const plan = foundingPlan();
/** `|` is the caret. */
const at = (text: string) => {
  const caret = text.indexOf("|");
  return assistFormula(plan, text.replace("|", ""), caret);
};
const labels = (text: string): string[] => at(text).completions.map(({ label }) => label);

test("a word completes to names that begin with it, then to those with such a word", () => {
  expect(labels("= Vis|")).toEqual(["Visitors", "Visitor to demo"]);
  expect(labels("= Visitors * demo|")).toEqual(expect.arrayContaining(["Demos", "Demo capacity"]));
  expect(labels("= Visitors * demo|").at(-1)).toBe("Visitor to demo");
});

test("several words complete without brackets, and go in with them", () => {
  const { completions, word } = at("= Visitors * Visitor to d|");
  expect(completions.map(({ insert }) => insert)).toEqual(["[Visitor to demo]"]);
  expect(word).toEqual({ at: 13, length: 12 });
  expect(at("= [Visitor t|]").word).toEqual({ at: 2, length: 11 });
  expect(labels("= [Visitor t|]")).toEqual(["Visitor to demo"]);
});

test("functions come with their brackets and what they take", () => {
  const [round] = at("= ROUNDU|").completions;
  expect(round).toMatchObject({ insert: "ROUNDUP()", caret: 8, detail: "ROUNDUP(x, digits)" });
  expect(at("= PERI|").completions[0]?.caret).toBe("PERIOD()".length);
});

test("a short name finds its row; a whole name needs no completing; no formula has no help", () => {
  expect(labels("= CT|")).toContain("Click-through rate");
  expect(labels("= Visitors|")).not.toContain("Visitors");
  expect(labels("Vis|")).toEqual([]);
  expect(labels("= 5|")).toEqual([]);
});

test("the call around the caret, and which argument", () => {
  expect(at("= IF(Visitors > 3, |").call).toMatchObject({
    name: "IF",
    active: 1,
    args: ["test", "then", "otherwise"],
  });
  expect(at("= IF(MIN(1, 2|), 3)").call).toMatchObject({ name: "MIN", active: 1 });
  expect(at("= IF(MIN(1, 2), 3|)").call).toMatchObject({ name: "IF", active: 1 });
  expect(at("= (1 + 2|)").call).toBeNull();
  expect(at("= MIN(1)|").call).toBeNull();
});

test("the rows it reads so far, each with its own number", () => {
  const mentions = at("= Visitors * [Visitor to demo] + visitors|").mentions;
  expect(mentions.map(({ row, index }) => [row, index])).toEqual([
    ["visitors", 0],
    ["visitor-to-demo", 1],
    ["visitors", 0],
  ]);
  expect(mentions[1]).toMatchObject({ at: 13, length: 17 });
});

test("brackets come by themselves, are gone over, and go together", () => {
  expect(typeBracket("= MIN", 5, "(")).toEqual({ text: "= MIN()", caret: 6 });
  expect(typeBracket("= MIN()", 6, ")")).toEqual({ text: "= MIN()", caret: 7 });
  expect(typeBracket("= MIN()", 6, "Backspace")).toEqual({ text: "= MIN", caret: 5 });
  expect(typeBracket("= [", 3, "[")).toEqual({ text: "= [[]", caret: 4 });
  expect(typeBracket("= Visitors", 2, "(")).toBeNull();
  expect(typeBracket("(5)", 3, "(")).toBeNull();
  expect(typeBracket("= MIN((1)", 8, ")")).toBeNull();
});

test("any text at any caret has an answer", () => {
  const sign = fc.constantFrom("=", "(", ")", "[", "]", ",", "Visitors", "IF", " ", "5%", '"', "é", "＝");
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 20 }), fc.nat(40), (parts, caret) => {
      const text = parts.join("");
      const { completions, word } = assistFormula(plan, text, Math.min(caret, text.length));
      expect(word.at + word.length).toBeLessThanOrEqual(text.length);
      expect(completions.length).toBeLessThanOrEqual(8);
    }),
    { seed: 5, numRuns: 300 },
  );
});
