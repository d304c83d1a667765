import * as fc from "fast-check";
import type { Plan } from "../../src/core/plan/plan.ts";
import { foundingPlan } from "../../src/core/templates/founding.ts";
import { computePlan } from "../../src/csv/compute.ts";
import { readPlan } from "../../src/csv/read.ts";
import { escapeText } from "../../src/csv/safe.ts";
import { readNumber } from "../../src/csv/number.ts";
import { quoteField, readTokens } from "../../src/csv/tokens.ts";
import { writePlan } from "../../src/csv/write.ts";
import { anyRichPlan, countingIds, HOSTILE_TEXTS } from "../csv/rich.ts";
import { anyFunnelPlan } from "../laws/plans.ts";
import type { Country } from "./copied-cells.ts";

/** Files for LibreOffice, and what must hold of what it makes of them. */

/** A plan as the export of a country has it. */
export const exportOf = (plan: Plan, { delimiter, decimal }: Country): string =>
  writePlan(plan, computePlan(plan), { delimiter, decimal, bom: true });

/**
 * A text without what no cell of LibreOffice can hold: NUL and halves of characters are dropped by it, and every line
 * break within a cell is LF.
 */
const cellText = (text: string): string =>
  text
    .replaceAll("\0", "")
    .replace(/\r\n?/g, "\n")
    // Halves of characters and noncharacters are no text that a file of UTF-8 or XML may have.
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g, "");

/** A plan whose texts LibreOffice can hold: the one that its cleaned export says. */
export function tamePlan(plan: Plan): Plan {
  const text = writePlan(plan, computePlan(plan), { delimiter: ",", decimal: ".", bom: false });
  const tokens = readTokens(text, ",");
  if (!tokens.ok) throw new Error(tokens.error.text);
  const lines = tokens.rows.map(({ fields }, row) =>
    fields
      .map((field, i) => (row > 0 && i >= 9 && isNumberText(field) ? field : quoteField(cellText(field))))
      .join(","),
  );
  const reading = readPlan(lines.join("\r\n"), { newId: countingIds() });
  if (reading.outcome !== "plan") throw new Error(reading.why.text);
  return reading.plan;
}

const isNumberText = (field: string): boolean => field === "" || typeof readNumber(field, ".") !== "string";

/** The founding example, plans with goals, and plans that have everything, hostile texts first of all. */
export function samplePlans(count: number, seed: number): Plan[] {
  const funnels = fc.sample(anyFunnelPlan, { numRuns: Math.ceil(count / 4), seed });
  const rich = fc.sample(anyRichPlan, { numRuns: count, seed });
  return [foundingPlan(), hostilePlan(), ...funnels, ...rich.map(tamePlan)];
}

/** The founding example with hostile text wherever a text can stand. */
export function hostilePlan(): Plan {
  const plan = foundingPlan();
  const texts = HOSTILE_TEXTS.map(cellText);
  let at = 0;
  const next = (): string => texts[at++ % texts.length] ?? "";
  const rename = <T extends { readonly name: string }>(records: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...records].map(([id, record]) => [id, { ...record, name: next() }]));
  const rows = new Map(
    [...plan.rows].map(([id, row]) => [
      id,
      {
        ...row,
        name: next(),
        shortName: next() || null,
        owner: next() || null,
        note: next(),
        definition: next(),
      },
    ]),
  );
  const title = '=HYPERLINK("https://example.com";"x")';
  return tamePlan({
    ...plan,
    rows,
    sections: rename(plan.sections),
    channels: rename(plan.channels),
    settings: {
      ...plan.settings,
      title,
      extra: Object.fromEntries(texts.map((text, i) => [`Fact ${i}`, text])),
    },
  });
}

/** What differs between a plan and what came back of its export; null: nothing, to 15 digits. */
export function lossOf(plan: Plan, back: string): string | null {
  const reading = readPlan(new TextEncoder().encode(back), {
    newId: countingIds(),
    open: plan,
    recompute: computePlan,
  });
  if (reading.outcome !== "plan") return `${reading.outcome}: ${reading.why.text}`;
  const [error] = reading.errors;
  if (error !== undefined) return `line ${error.line ?? "?"}, “${error.found}”: ${error.text}`;
  const [set] = reading.setAside;
  if (set !== undefined) return `set aside: line ${set.line}`;
  const [edited] = reading.edited;
  if (edited !== undefined) return `edited: ${JSON.stringify(edited)}`;
  const [change] = reading.change ?? [];
  return change === undefined ? null : `changed: ${JSON.stringify(change).slice(0, 300)}`;
}

/** Texts and numbers in a file with every hostile text, as it is exported (`isSafe`) and as it would be without. */
export function hostileFile({ delimiter, decimal }: Country, isSafe: boolean): string {
  const rows = HOSTILE_TEXTS.map(cellText).map((text, i) => [
    quoteField(isSafe ? escapeText(text) : text),
    String(-12.5 - i).replace(".", decimal),
  ]);
  return [[quoteField("Text"), quoteField("Number")], ...rows]
    .map(([text = "", number = ""]) =>
      [text, decimal === delimiter ? quoteField(number) : number].join(delimiter),
    )
    .join("\r\n");
}

export const hostileTexts = (): string[] => HOSTILE_TEXTS.map(cellText);
