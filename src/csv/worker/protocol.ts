import type { Plan } from "../../core/index.ts";
import type { Mapping, Proposal, Remark, RememberedMappings } from "../mapping.ts";
import type { PlanRead, PlanReading } from "../read.ts";
import type { Choices } from "../reading/reading.ts";
import type { Progress } from "../reading/scan.ts";
import type { ReadingSummary } from "../reading/table-reading.ts";
import type { Taken } from "../take.ts";

/*
 * What the page and the worker that reads files say to each other. A job is one file with one set of choices; the newest
 * wins: what belongs to an older one is not answered any more. The page hands over the file, not its bytes, and the cells stay
 * in the worker, whole: the page asks for the few that it shows, so that no file is large for it.
 */

export type Request =
  /** Begins a job. Without a file the one of the job before is read again. */
  | { readonly type: "read"; readonly job: number; readonly file?: Blob; readonly as: Wanted }
  | { readonly type: "stop"; readonly job: number }
  /** Asks about the reading of a job: `id` comes back with the answer. */
  | { readonly type: "ask"; readonly job: number; readonly id: number; readonly what: Inquiry };

/** What a file is read as. */
export type Wanted =
  | { readonly kind: "table"; readonly choices: Choices }
  /** A plan's own file, compared with the plan that is open. As many new ids as may be needed are made of `idPrefix`. */
  | { readonly kind: "plan"; readonly open?: Plan; readonly idPrefix: string };

/** How many findings of a plan's file are posted: more nobody reads. */
export const MOST_FINDINGS = 1000;

/** What of a plan's reading the page shows: all but the records that were not understood, which are only counted. */
export type PlanReport =
  | Exclude<PlanReading, PlanRead>
  | (Omit<PlanRead, "bad" | "setAside" | "headings"> & { readonly badCount: number });

export type Inquiry =
  | { readonly about: "records"; readonly from: number; readonly count: number }
  | { readonly about: "asides"; readonly delimiter: string }
  /** The records of a plan's file in which something was not understood. */
  | { readonly about: "plan asides" }
  | { readonly about: "proposal"; readonly open?: Plan; readonly remembered?: RememberedMappings }
  | {
      readonly about: "taken";
      readonly mapping: Mapping;
      readonly open?: Plan;
      readonly actuals?: { readonly source: string; readonly date: string };
      readonly title?: string;
      readonly currency?: string;
      readonly locale?: string;
      /** As many new ids as may be needed are made from it. */
      readonly idPrefix: string;
    };

/** One record for a preview: its role, its fields as they stand, and what each of them says. */
export interface ShownRecord {
  readonly row: number;
  readonly role: number;
  readonly fields: readonly string[];
}

export interface Answers {
  readonly records: readonly ShownRecord[];
  readonly asides: string;
  readonly "plan asides": string;
  readonly proposal: Proposal;
  /** What the table would become; null while something must be chosen first, which is said. */
  readonly taken: { readonly open: readonly Remark[]; readonly taken: Taken | null };
}

export type Reply =
  | { readonly type: "progress"; readonly job: number; readonly progress: Progress }
  | { readonly type: "read"; readonly job: number; readonly summary: ReadingSummary }
  | { readonly type: "plan"; readonly job: number; readonly report: PlanReport }
  | { readonly type: "stopped"; readonly job: number }
  /** The browser does not give the file: it was moved or deleted since it was chosen, or access was refused. */
  | { readonly type: "unreadable"; readonly job: number }
  | { readonly type: "answer"; readonly id: number; readonly answer: Answers[Inquiry["about"]] }
  /** There is no reading of this job (any more). */
  | { readonly type: "gone"; readonly id: number }
  /** A mistake of ours, never of the file. */
  | { readonly type: "failed"; readonly job: number; readonly message: string };

/** The end of a channel that one side holds: a worker, its global scope, or a message port. */
export interface Port<Sent, Received> {
  postMessage(message: Sent): void;
  addEventListener(type: "message", listen: (event: { readonly data: Received }) => void): void;
}
