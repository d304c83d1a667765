import { checkFormula, formulaAddress, gridMessages, sessionMessages } from "../../core/index.ts";
import type { Plan, RowId } from "../../core/index.ts";
import type { Offer } from "../outcome.ts";
import { refuse } from "../outcome.ts";
import { editTo } from "./common.ts";
import { stepTree } from "./steps.ts";

/** A step of the funnel, by its rows. */
export interface Step {
  readonly stage: RowId;
  readonly from: RowId;
  readonly rate: RowId;
  readonly name: string;
}

/** What is wrong with the parts that arrive after 0, 1, 2, … periods; nothing where they are a whole. */
export function wrongParts(parts: readonly number[]): string | null {
  const isWhole = parts.every((part) => part >= 0) && Math.abs(parts.reduce((a, b) => a + b, 0) - 1) <= 1e-6;
  return isWhole ? null : sessionMessages.delayRefused();
}

/**
 * Reads the parts of a delay as people write them: "50%, 30%, 20%", "50 30 20", "12,5%; 87,5%". Null where it is
 * something else.
 */
export function readParts(text: string): number[] | null {
  const words = text
    .trim()
    .split(/\s*[;/]\s*|,\s+|(?<=%)\s*,\s*|\s+/u)
    .filter((word) => word !== "");
  const parts = words.map((word) => {
    const [, digits] = /^(\d+(?:[.,]\d+)?)\s*%?$/u.exec(word) ?? [];
    return digits === undefined ? NaN : Number(digits.replace(",", ".")) / 100;
  });
  return parts.length === 0 || parts.some(Number.isNaN) ? null : parts;
}

/** A new stage is reached at once; on offer is that all of it, or half, is reached a period later. */
export function laterOffers({ settings }: Plan, step: Step, nameFrom: (plan: Plan) => string): Offer[] {
  const period = gridMessages.periods(1, settings.periodLength);
  return (["all", "half"] as const).map((part) => ({
    name: `Later, ${part}`,
    label: sessionMessages.stageLater(part, period),
    how: "also",
    act: ({ plan }) => {
      const tree = stepTree(step.from, step.rate, part === "all" ? [0, 1] : [0.5, 0.5]);
      const checked = checkFormula(plan, step.stage, null, tree);
      if (!checked.ok) return refuse("delay-refused", checked.error.text);
      const text = sessionMessages.stageIsLater(step.name, part, period, nameFrom(plan));
      return editTo(plan, [[formulaAddress(step.stage), { kind: "tree", tree }]], step.name, text, true);
    },
  }));
}
