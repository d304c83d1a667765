import { MAX_CHARACTERS } from "../../src/core/formula/parse.ts";
import { foundingPlan } from "../../src/core/index.ts";
import { typeInto } from "../../src/session/typing.ts";
import { Workbook } from "../../src/session/workbook.ts";
import { createSpeak } from "../../src/shell/speak.ts";
import { longTexts } from "../long-texts.ts";
import { spreadOf } from "./measure.ts";
import type { Figure } from "./report.ts";

/** The longest an answer to what was typed may take. */
const MOST = 200;

/**
 * How long the slowest answer to a long text takes, from the typed text to the answer in words: 100,000 characters,
 * which are refused, and as many as a formula may have, which are read.
 */
export function timeEntries(say: (line: string) => void): Figure[] {
  const plan = foundingPlan();
  const [row] = [...plan.rows].find(([, { name }]) => name === "Demo to sale") ?? [];
  if (row === undefined) throw new Error("The founding plan has no Demo to sale");
  const book = new Workbook(plan);
  const speak = createSpeak("en-GB", plan.settings.currency);
  const target = { row, channel: null, from: 0, to: 0 };
  return [100_000, MAX_CHARACTERS - 1].map((length): Figure => {
    const texts = longTexts(length).map((text) =>
      length < MAX_CHARACTERS ? text.slice(0, MAX_CHARACTERS) : text,
    );
    const slowest = texts.map(
      (text) => spreadOf(() => typeInto(book, target, text, speak), { samples: 5, warmUp: 1 }).p95,
    );
    say(`Entries: ${texts.length} texts of ${length.toLocaleString("en")} characters answered.`);
    return {
      part: "entries",
      name: `the slowest answer to ${length.toLocaleString("en")} characters`,
      size: "",
      unit: "ms",
      ours: Math.max(...slowest),
      target: { ours: MOST },
    };
  });
}
