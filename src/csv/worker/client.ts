import type { Progress } from "../reading/scan.ts";
import type { ReadingSummary } from "../reading/table-reading.ts";
import type { Answers, Inquiry, PlanReport, Port, Reply, Request, Wanted } from "./protocol.ts";

/** How a job ended. `stopped`: by somebody, or because a newer one began. */
export type ReadEnd =
  | { readonly outcome: "read"; readonly job: number; readonly summary: ReadingSummary }
  | { readonly outcome: "plan"; readonly job: number; readonly report: PlanReport }
  /** The browser does not give the file. */
  | { readonly outcome: "unreadable"; readonly job: number }
  | { readonly outcome: "stopped"; readonly job: number };

/** The page's end: reads files in a worker, one at a time, with progress; the newest wins. */
export class CsvReader {
  private readonly port: Port<Request, Reply>;
  private job = 0;
  private nextId = 0;
  private running: {
    readonly job: number;
    readonly end: (end: ReadEnd) => void;
    readonly fail: (error: Error) => void;
    readonly onProgress: (progress: Progress) => void;
  } | null = null;
  private readonly asked = new Map<number, (answer: Answers[Inquiry["about"]] | null) => void>();

  constructor(port: Port<Request, Reply>) {
    this.port = port;
    port.addEventListener("message", ({ data }) => this.hear(data));
  }

  /** Reads a file; null reads the file of the last job again, as something else or with other choices. */
  read(
    file: Blob | null,
    as: Wanted = { kind: "table", choices: {} },
    onProgress: (progress: Progress) => void = () => undefined,
  ): Promise<ReadEnd> {
    this.stop();
    const job = ++this.job;
    return new Promise((resolve, reject) => {
      this.running = { job, end: resolve, fail: reject, onProgress };
      this.port.postMessage({ type: "read", job, as, ...(file === null ? {} : { file }) });
    });
  }

  /** Ends the job that runs, if one does. */
  stop(): void {
    const { running } = this;
    if (running === null) return;
    this.running = null;
    this.port.postMessage({ type: "stop", job: running.job });
    running.end({ outcome: "stopped", job: running.job });
  }

  /** Asks about what was read last; null if that is gone, because something newer is being read. */
  async ask<About extends Inquiry["about"]>(
    what: Extract<Inquiry, { about: About }>,
  ): Promise<Answers[About] | null> {
    const id = this.nextId++;
    const answer = await new Promise<Answers[Inquiry["about"]] | null>((resolve) => {
      this.asked.set(id, resolve);
      this.port.postMessage({ type: "ask", job: this.job, id, what });
    });
    // The worker answers each inquiry with what belongs to it: serve.ts.
    return answer as Answers[About] | null;
  }

  private hear(reply: Reply): void {
    switch (reply.type) {
      case "progress":
        if (this.running?.job === reply.job) this.running.onProgress(reply.progress);
        return;
      case "read":
        this.finish(reply.job, ({ end }) => end({ outcome: "read", job: reply.job, summary: reply.summary }));
        return;
      case "plan":
        this.finish(reply.job, ({ end }) => end({ outcome: "plan", job: reply.job, report: reply.report }));
        return;
      case "unreadable":
      case "stopped":
        this.finish(reply.job, ({ end }) => end({ outcome: reply.type, job: reply.job }));
        return;
      case "failed":
        this.finish(reply.job, ({ fail }) => fail(new Error(reply.message)));
        return;
      case "answer":
      case "gone": {
        const resolve = this.asked.get(reply.id);
        this.asked.delete(reply.id);
        resolve?.(reply.type === "answer" ? reply.answer : null);
      }
    }
  }

  private finish(job: number, call: (running: NonNullable<CsvReader["running"]>) => void): void {
    const { running } = this;
    if (running?.job !== job) return;
    this.running = null;
    call(running);
  }
}

/** A reader with a worker of its own; `close` ends it. */
export function openCsvReader(): { readonly reader: CsvReader; readonly close: () => void } {
  const worker = new Worker(new URL("./csv.worker.ts", import.meta.url), { type: "module", name: "csv" });
  const reader = new CsvReader({
    postMessage: (message) => worker.postMessage(message),
    addEventListener: (type, listen) => {
      // What the worker posts are replies: protocol.ts.
      worker.addEventListener(type, ({ data }) => listen({ data: data as Reply }));
    },
  });
  return { reader, close: () => worker.terminate() };
}
