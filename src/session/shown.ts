import type { NewId, RowId } from "../core/index.ts";
import type { LogEntry } from "../store/entry.ts";
import type { Complaint } from "./outcome.ts";
import type { Message, Speak } from "./speak.ts";
import type { Target } from "./target.ts";
import type { View } from "./view.ts";
import type { WhyPart } from "./why-words.ts";

/** What an editor has to know after an entry: closed, or kept open with what is wrong. */
export type Reply =
  { readonly ok: true; readonly row?: RowId } | { readonly ok: false; readonly complaint: Complaint };

/** A button of the bar. */
export interface BarOffer {
  readonly name: string;
  readonly label: string;
  readonly run: () => void;
}

export interface Bar extends Message {
  readonly offers: readonly BarOffer[];
  /** The same words where some of them lead to a cell; `text` alone where absent. */
  readonly parts?: readonly WhyPart[];
}

/** A question under a cell: readings of what was typed, or whether something is meant. */
export interface Asked {
  readonly target: Target | null;
  readonly question: string;
  readonly readings: readonly { readonly label: string; readonly take: () => void }[];
  readonly dismiss: () => void;
}

/** The list of levers, open. */
export interface LeverList {
  readonly question: string;
  readonly target: Target | null;
  readonly choices: readonly LeverLine[];
  readonly offers: readonly BarOffer[];
  readonly close: () => void;
}

export interface LeverLine {
  readonly row: RowId;
  readonly name: string;
  readonly owner: string | null;
  /** "£18,000", or "at best 83" where it cannot be reached. */
  readonly text: string;
  readonly reachable: boolean;
  readonly current: boolean;
  readonly take: () => void;
}

/** What the session needs of the world; the composition root has it, tests have their own. */
export interface Ports {
  readonly speak: Speak;
  readonly now: () => number;
  readonly newId: NewId;
  /** Id of this tab. */
  readonly author: string;
  /** Whether an author's steps are this tab's to undo: its own, and those of tabs that are gone. */
  readonly isMine: (author: string) => boolean;
  /** Hands a step to the store. Called once a step, in order. */
  readonly save: (entry: LogEntry) => void;
  readonly saveView: (view: View) => void;
}

/** Where saving stands, in the words of the screen. */
export interface Saving {
  /** `unkept`: nothing outlasts the page here. `past`: the plan is shown as it was, and is not the one that is saved. */
  readonly state: "saved" | "saving" | "failed" | "readonly" | "unkept" | "past";
  readonly why: string;
  /** Something was typed that would be lost with the page. */
  readonly isUnsaved: boolean;
}
