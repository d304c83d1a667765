import type { Plan } from "../core/index.ts";
import { answerTo } from "./questions.ts";
import type { Answer, AnswerOf, Question, QuestionKind, QuestionOf, Reply, Request } from "./questions.ts";

interface Job {
  readonly id: number;
  readonly question: Question;
  /** Null: a newer question of its kind came, or nobody waits any more. */
  readonly settle: (answer: Answer | null) => void;
  readonly fail: (error: Error) => void;
}

const startWorker = (): Worker =>
  new Worker(new URL("./explain.worker.ts", import.meta.url), { type: "module", name: "explain" });

/**
 * Answers questions about two plans off the main thread.
 *
 * Of each kind only the newest question counts: one that waits is dropped when a newer comes, and one that is
 * being worked out is no longer listened to. The worker starts with the first question and has one job at a time,
 * so that nothing is copied to it that is out of date when its turn comes.
 */
export class Explaining {
  readonly #start: () => Worker;
  #worker: Worker | null = null;
  /** What the worker is at; its question may have been dropped since. */
  #running: Job | null = null;
  readonly #waiting = new Map<QuestionKind, Job>();
  #jobs = 0;
  #hasAnswered = false;

  constructor(start: () => Worker = startWorker) {
    this.#start = start;
  }

  /**
   * The answer, or null where a newer question of its kind came first. Rejects where the work broke, which is a
   * bug. The plans' scenarios are left out: they answer nothing.
   */
  ask<K extends QuestionKind>(question: QuestionOf<K>): Promise<AnswerOf<K> | null> {
    this.#drop(question.kind);
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.kind, {
        id: ++this.#jobs,
        question: { ...question, a: alone(question.a), b: alone(question.b) },
        // The worker answers a question with its own kind.
        settle: (answer) => resolve(answer as AnswerOf<K> | null),
        fail: reject,
      });
      this.#next();
    });
  }

  /** Drops all questions and ends the worker; the next question starts another. */
  close(): void {
    for (const kind of [...this.#waiting.keys()]) this.#drop(kind);
    this.#running?.settle(null);
    this.#end();
  }

  #drop(kind: QuestionKind): void {
    this.#waiting.get(kind)?.settle(null);
    this.#waiting.delete(kind);
    if (this.#running?.question.kind === kind) this.#running.settle(null);
  }

  #next(): void {
    if (this.#running !== null) return;
    const [job] = this.#waiting.values();
    if (job === undefined) return;
    this.#waiting.delete(job.question.kind);
    this.#running = job;
    const request: Request = { job: job.id, question: job.question };
    this.#worker ??= this.#listenTo(this.#start());
    this.#worker.postMessage(request);
  }

  #listenTo(worker: Worker): Worker {
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
      const job = this.#running;
      if (worker !== this.#worker || job?.id !== data.job) return;
      this.#hasAnswered = true;
      this.#running = null;
      if (data.kind === "answer") job.settle(data.answer);
      else job.fail(new Error(data.text));
      this.#next();
    });
    const onfailure = (event: Event): void => {
      if (worker === this.#worker) this.#lose(event instanceof ErrorEvent ? event.message : event.type);
    };
    worker.addEventListener("error", onfailure);
    worker.addEventListener("messageerror", onfailure);
    return worker;
  }

  /**
   * The worker is gone. One that never answered could not be loaded (a page that is older than what the server
   * has by now): then the job is done here, which only takes the main thread's time.
   */
  #lose(why: string): void {
    const job = this.#running;
    const hadAnswered = this.#hasAnswered;
    this.#end();
    if (job !== null && hadAnswered) job.fail(new Error(`The worker is gone: ${why}`));
    else if (job !== null) {
      try {
        job.settle(answerTo(job.question));
      } catch (error) {
        job.fail(error instanceof Error ? error : new Error(String(error)));
      }
    }
    this.#next();
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#running = null;
    this.#hasAnswered = false;
  }
}

function alone(plan: Plan): Plan {
  return plan.scenarios.size === 0 ? plan : { ...plan, scenarios: new Map() };
}
