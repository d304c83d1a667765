import { openQuestions } from "../mapping.ts";
import { proposeMapping } from "../propose.ts";
import { readInSteps } from "../reading/read-any.ts";
import type { TableReading } from "../reading/table-reading.ts";
import { takeTable } from "../take.ts";
import type { Answers, Inquiry, Port, Reply, Request } from "./protocol.ts";

/** Milliseconds of work between looks at the messages that came in. */
const STRETCH = 20;

export interface ServeOptions {
  /** Milliseconds that only rise. */
  readonly now: () => number;
  /** Lets messages in, then goes on. */
  readonly pause: () => Promise<void>;
}

/** Reads files for whoever is at the other end, one at a time; a newer job ends the one that runs. */
export function serveReadings(port: Port<Reply, Request>, { now, pause }: ServeOptions): void {
  let newest = 0;
  let bytes: Uint8Array | null = null;
  let current: { readonly job: number; readonly reading: TableReading } | null = null;

  const read = async (request: Extract<Request, { type: "read" }>): Promise<void> => {
    const { job, choices } = request;
    if (job <= newest) return;
    newest = job;
    // The reading before is let go first: two of a million rows would need twice the memory.
    current = null;
    if (request.bytes !== undefined) bytes = new Uint8Array(request.bytes);
    const steps = readInSteps(bytes ?? new Uint8Array(0), choices);
    let since = now();
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        current = { job, reading: step.value };
        port.postMessage({ type: "read", job, summary: step.value.summary });
        return;
      }
      if (now() - since < STRETCH) continue;
      port.postMessage({ type: "progress", job, progress: step.value });
      await pause();
      if (newest !== job) {
        port.postMessage({ type: "stopped", job });
        return;
      }
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
      case "ask":
        if (current?.job !== data.job) port.postMessage({ type: "gone", id: data.id });
        else port.postMessage({ type: "answer", id: data.id, answer: answer(current.reading, data.what) });
    }
  });
}

function answer(reading: TableReading, what: Inquiry): Answers[Inquiry["about"]] {
  switch (what.about) {
    case "records":
      return reading.records(what.from, what.count);
    case "asides":
      return reading.asideText(what.delimiter);
    case "proposal":
      return proposeMapping(reading, what);
    case "taken": {
      let made = 0;
      const { about: _about, mapping, idPrefix, ...options } = what;
      const open = openQuestions(reading, mapping, what.open ?? null);
      if (open.length > 0) return { open, taken: null };
      const newId = (): string => `${idPrefix}${(made++).toString(36)}`;
      return { open, taken: takeTable(reading, mapping, { ...options, newId }) };
    }
  }
}
