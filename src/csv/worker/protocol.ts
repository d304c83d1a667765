import type { Plan } from "../../core/index.ts";
import type { Mapping, Proposal, Remark, RememberedMappings } from "../mapping.ts";
import type { Choices } from "../reading/reading.ts";
import type { Progress } from "../reading/scan.ts";
import type { ReadingSummary } from "../reading/table-reading.ts";
import type { Taken } from "../take.ts";

/*
 * What the page and the worker that reads files say to each other. A job is one file with one set of choices; the newest
 * wins: what belongs to an older one is not answered any more. The cells stay in the worker, whole; the page asks for the few
 * that it shows.
 */

export type Request =
  /** Begins a job. The bytes are handed over; without them the file of the job before is read again. */
  | { readonly type: "read"; readonly job: number; readonly bytes?: ArrayBuffer; readonly choices: Choices }
  | { readonly type: "stop"; readonly job: number }
  /** Asks about the reading of a job: `id` comes back with the answer. */
  | { readonly type: "ask"; readonly job: number; readonly id: number; readonly what: Inquiry };

export type Inquiry =
  | { readonly about: "records"; readonly from: number; readonly count: number }
  | { readonly about: "asides"; readonly delimiter: string }
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
  readonly proposal: Proposal;
  /** What the table would become; null while something must be chosen first, which is said. */
  readonly taken: { readonly open: readonly Remark[]; readonly taken: Taken | null };
}

export type Reply =
  | { readonly type: "progress"; readonly job: number; readonly progress: Progress }
  | { readonly type: "read"; readonly job: number; readonly summary: ReadingSummary }
  | { readonly type: "stopped"; readonly job: number }
  | { readonly type: "answer"; readonly id: number; readonly answer: Answers[Inquiry["about"]] }
  /** There is no reading of this job (any more). */
  | { readonly type: "gone"; readonly id: number }
  /** A mistake of ours, never of the file. */
  | { readonly type: "failed"; readonly job: number; readonly message: string };

/** The end of a channel that one side holds: a worker, its global scope, or a message port. */
export interface Port<Sent, Received> {
  postMessage(message: Sent, transfer?: Transferable[]): void;
  addEventListener(type: "message", listen: (event: { readonly data: Received }) => void): void;
}
