import { expect, test } from "vitest";
import { formulaMessages } from "../../../src/core/messages/formula.ts";

test.each(Object.entries(formulaMessages))("%s is a sentence that says what would be right", (_code, say) => {
  // Each sentence takes a few words or numbers; one text for all of them stands for any.
  const sentence = (say as (...words: string[]) => string)("one", "two", "three", "four", "five");
  expect(sentence).toMatch(/^\S.*[.?]$/);
  expect(sentence).not.toContain("undefined");
  expect(sentence.length).toBeLessThan(240);
});
