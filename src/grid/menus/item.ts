import type { Complaint } from "../../session/outcome.ts";
import type { Reply } from "../../session/shown.ts";
import type { Target } from "../../session/target.ts";
import type { PeriodLength } from "../../core/index.ts";

/** One entry of a menu; one with `items` opens them beside it. `checked` makes it a choice. */
export interface MenuItem {
  readonly label: string;
  /** The key that does the same, as written on a keyboard. */
  readonly key?: string;
  readonly checked?: boolean;
  /** One of several that exclude each other. */
  readonly exclusive?: boolean;
  /** Whether a line parts it from what is above. */
  readonly parted?: boolean;
  readonly items?: readonly MenuItem[];
  readonly run?: () => void;
  /** Whether it takes the caret: an editor or a dialog opens, and the sheet does not get it back. */
  readonly takesCaret?: boolean;
}

/** A question that is asked in a dialog, for one text. */
export interface Question {
  readonly title: string;
  readonly label: string;
  readonly value: string;
  /** Whether it is several lines long. */
  readonly isLong?: boolean;
  /** What may be meant, to choose from while typing. */
  readonly choices?: readonly string[];
  readonly onok: (text: string) => Reply;
}

/** What was answered about a new stage. */
export interface StageAnswer {
  readonly name: string;
  readonly rateName: string;
  /** Parts that arrive after 0, 1, 2, … periods; absent: at once. */
  readonly delay?: readonly number[];
}

/** A question about a stage that is put into a funnel: its name, its rate and its delay. */
export interface StageQuestion {
  readonly title: string;
  readonly rateLabel: string;
  readonly delayLabel: string;
  readonly period: PeriodLength;
  /** What the rate is called if nothing is said, for the stage's name so far. */
  readonly rateName: (name: string) => string;
  readonly onok: (answer: StageAnswer) => Reply;
}

/** What menus cannot do by themselves. */
export interface MenuActs {
  /** Opens the editor of the line's name. */
  readonly rename: () => void;
  readonly owner: () => void;
  /** Absent where nobody can give a formula. */
  readonly formula: (() => void) | undefined;
  readonly ask: (question: Question) => void;
  readonly askStage: (question: StageQuestion) => void;
  /** Goes to what was just made, once the sheet shows it. */
  readonly goNext: (target: Target) => void;
  /** Makes a new plan beside this one, in other periods; absent where there is no place for it. */
  readonly regrid: ((length: PeriodLength) => void) | undefined;
}

/** A refusal that a dialog shows. */
export function refusal(text: string): Reply {
  const complaint: Complaint = { code: "refused", text };
  return { ok: false, complaint };
}

/** A menu's gestures one by one, each with the way that leads to it: "Row › Unit › money". */
export function flatten(title: string, items: readonly MenuItem[]): (MenuItem & { readonly path: string })[] {
  return items.flatMap((item) => {
    const path = `${title} › ${item.label}`;
    return item.items === undefined ? [{ ...item, path }] : flatten(path, item.items);
  });
}
