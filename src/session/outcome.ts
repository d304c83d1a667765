import type { GoalId, LeverChoice, PlanChange } from "../core/index.ts";
import type { Target } from "./target.ts";
import type { Workbook } from "./workbook.ts";

/** A complaint about what was typed: a sentence with its remedy, and where in the text it lies. */
export interface Complaint {
  readonly code: string;
  readonly text: string;
  readonly at?: number;
  readonly length?: number;
}

/** A piece of what is said: words, or something that one can go to. */
export interface Part {
  readonly text: string;
  readonly target?: Target;
}

/** Something that can be done about what just happened. Its name is what tests and screen readers know. */
export interface Offer {
  readonly name: string;
  /** Longer words for the button, with the value it would give; `name` where absent. */
  readonly label?: string;
  /**
   * instead   undo what just happened and do this in its place, as one step
   * also      do this on top
   * levers    open the list of levers of a goal
   * undo      take back what just happened
   */
  readonly how: "instead" | "also" | "levers" | "undo";
  readonly goal?: GoalId;
  readonly act?: (book: Workbook) => Outcome;
}

/** What the bar says once a change was made. */
export interface Told {
  /** Short name of the step, for undo: "Demo to sale". */
  readonly label: string;
  /** What happened, said from the workbook as it is afterwards. */
  readonly what: (after: Workbook) => string;
  /** Whether the bar adds what it did to the answer. */
  readonly effect: boolean;
  readonly offers: readonly Offer[];
  readonly tone?: "plain" | "warning";
}

/** One reading of an entry that could be read in two ways. */
export interface Reading {
  readonly label: string;
  readonly act: (book: Workbook) => Outcome;
}

/** What a gesture comes to. Nothing is stored unless it is an `edit`. */
export type Outcome =
  | {
      readonly kind: "edit";
      readonly change: PlanChange;
      readonly told: Told;
      readonly where?: Target;
      /** Whether it is a change of the document as it is, scenarios and all, not of the sheet that is shown. */
      readonly ofDocument?: boolean;
    }
  /** Could not be understood or is not allowed: said at the cell, what stood there stays. */
  | { readonly kind: "refuse"; readonly complaint: Complaint }
  /** Nothing to do, and the bar says why. */
  | {
      readonly kind: "nothing";
      readonly text: string;
      readonly offers: readonly Offer[];
      /** The same words where some of them lead to a cell. */
      readonly parts?: readonly Part[];
    }
  /** To be read in more than one way: the readings stand under the cell. */
  | { readonly kind: "ask"; readonly question: string; readonly readings: readonly Reading[] }
  /** No free lever by default: the list opens before anything is stored. */
  | {
      readonly kind: "choose";
      readonly question: string;
      readonly choices: readonly LeverChoice[];
      readonly take: (book: Workbook, choice: LeverChoice) => Outcome;
      readonly offers: readonly Offer[];
    };

export function refuse(code: string, text: string): Outcome {
  return { kind: "refuse", complaint: { code, text } };
}
