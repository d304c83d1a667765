import { computePlan } from "../compute.ts";
import { openQuestions } from "../mapping.ts";
import { planAsides } from "../plan-asides.ts";
import { proposeMapping } from "../propose.ts";
import { readPlanInSteps } from "../read.ts";
import type { PlanReading } from "../read.ts";
import { LIMITS } from "../reading/limits.ts";
import { readInSteps } from "../reading/read-any.ts";
import type { Progress } from "../reading/scan.ts";
import { TableReading } from "../reading/table-reading.ts";
import { takeTable } from "../take.ts";
import { MOST_FINDINGS } from "./protocol.ts";
import type { Answers, Inquiry, PlanReport, Port, Reply, Request, Wanted } from "./protocol.ts";

/** Milliseconds of work between looks at the messages that came in. */
const STRETCH = 20;

export interface ServeOptions {
  /** Milliseconds that only rise. */
  readonly now: () => number;
  /** Lets messages in, then goes on. */
  readonly pause: () => Promise<void>;
}

/** What was read last, for questions about it. */
interface Current {
  readonly job: number;
  readonly reading: TableReading | PlanReading;
}

/** Reads files for whoever is at the other end, one at a time; a newer job ends the one that runs. */
export function serveReadings(port: Port<Reply, Request>, { now, pause }: ServeOptions): void {
  let newest = 0;
  /** The bytes of the newest file, once they are there; null where the browser does not give them. */
  let opened: Promise<Uint8Array | null> = Promise.resolve(new Uint8Array(0));
  let current: Current | null = null;

  const read = async ({ job, file, as }: Extract<Request, { type: "read" }>): Promise<void> => {
    if (job <= newest) return;
    newest = job;
    // The reading before is let go first: two of a million rows would need twice the memory.
    current = null;
    if (file !== undefined) opened = openFile(file);
    const bytes = await opened;
    if (bytes === null) {
      port.postMessage({ type: "unreadable", job });
      return;
    }
    const steps = stepsOf(bytes, as);
    let since = now();
    for (;;) {
      if (newest !== job) {
        port.postMessage({ type: "stopped", job });
        return;
      }
      const step = steps.next();
      if (step.done === true) {
        current = { job, reading: step.value };
        port.postMessage(
          step.value instanceof TableReading
            ? { type: "read", job, summary: step.value.summary }
            : { type: "plan", job, report: reportOf(step.value) },
        );
        return;
      }
      if (now() - since < STRETCH) continue;
      port.postMessage({ type: "progress", job, progress: step.value });
      await pause();
      since = now();
    }
  };

  port.addEventListener("message", ({ data }) => {
    switch (data.type) {
      case "read":
        read(data).catch((error: unknown) => {
          port.postMessage({ type: "failed", job: data.job, message: String(error) });
        });
        return;
      case "stop":
        // A number that no job has: whatever runs is not the newest any more.
        if (newest === data.job) newest += 0.5;
        return;
      case "ask": {
        const answer = current?.job === data.job ? answerTo(current.reading, data.what) : undefined;
        if (answer === undefined) port.postMessage({ type: "gone", id: data.id });
        else port.postMessage({ type: "answer", id: data.id, answer });
      }
    }
  });
}

/** The bytes of a file; null where the browser does not give them. */
async function openFile(file: Blob): Promise<Uint8Array | null> {
  // One byte more than may be read is enough to say that it is too large.
  const part = file.size > LIMITS.bytes ? file.slice(0, LIMITS.bytes + 1) : file;
  try {
    return new Uint8Array(await part.arrayBuffer());
  } catch {
    return null;
  }
}

function stepsOf(bytes: Uint8Array, as: Wanted): Generator<Progress, TableReading | PlanReading> {
  if (as.kind === "table") return readInSteps(bytes, as.choices);
  const { open, idPrefix } = as;
  const newId = idsOf(idPrefix);
  return readPlanInSteps(bytes, {
    newId,
    recompute: computePlan,
    ...(open === undefined ? {} : { open }),
  });
}

/** New ids that all begin alike. */
function idsOf(prefix: string): () => string {
  let made = 0;
  return () => `${prefix}${(made++).toString(36)}`;
}

function reportOf(reading: PlanReading): PlanReport {
  if (reading.outcome !== "plan") return reading;
  const { bad, setAside: _setAside, headings: _headings, errors, notices, ...rest } = reading;
  return {
    ...rest,
    errors: errors.slice(0, MOST_FINDINGS),
    notices: notices.slice(0, MOST_FINDINGS),
    badCount: bad.length,
  };
}

/** The answer to a question; undefined where the file was read as something else. */
function answerTo(reading: TableReading | PlanReading, what: Inquiry): Answers[Inquiry["about"]] | undefined {
  if (!(reading instanceof TableReading))
    return what.about === "plan asides" && reading.outcome === "plan" ? planAsides(reading) : undefined;
  switch (what.about) {
    case "records":
      return reading.records(what.from, what.count);
    case "asides":
      return reading.asideText(what.delimiter);
    case "plan asides":
      return undefined;
    case "proposal":
      return proposeMapping(reading, what);
    case "taken": {
      const { about: _about, mapping, idPrefix, ...options } = what;
      const open = openQuestions(reading, mapping, what.open ?? null);
      if (open.length > 0) return { open, taken: null };
      return { open, taken: takeTable(reading, mapping, { ...options, newId: idsOf(idPrefix) }) };
    }
  }
}
