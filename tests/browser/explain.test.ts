// The worker that says why two plans differ, and who asks it.
import { afterEach, expect, test } from "vitest";
import {
  applyChange,
  createEngine,
  explainDifference,
  firstAndLast,
  solvePlan,
} from "../../src/core/index.ts";
import type { Plan, Quantity } from "../../src/core/index.ts";
import { Explaining } from "../../src/workers/explain.ts";
import type { QuestionOf } from "../../src/workers/questions.ts";
import { buildPlan } from "../build.ts";

let explaining = new Explaining();

afterEach(() => {
  explaining.close();
  explaining = new Explaining();
});

function planWith(rate: number, channels = 3, periods = 12): Plan {
  const names = Array.from({ length: channels }, (_, c) => `C${c + 1}`);
  return buildPlan({
    periods,
    channels: names,
    rows: [
      { name: "Spend", unit: "money", values: 1000 },
      { name: "Cost per visit", unit: "moneyPerCount", values: 0.5 },
      { name: "Rate", unit: "rate", values: { in: Object.fromEntries(names.map((name, c) => [name, rate / (c + 1)])) } }, // prettier-ignore
      { name: "Visitors", formula: "Spend / [Cost per visit]" },
      { name: "Sales", formula: "Visitors * Rate" },
    ],
    goals: [{ row: "Sales", target: 900, lever: { row: "Spend" } }],
  });
}

const quantity = (periods = 12): Quantity => ({ row: "spend", channel: null, from: 0, to: periods - 1 });

function ask(a: Plan, b: Plan, q: Quantity = quantity()): QuestionOf<"explain"> {
  return { kind: "explain", a, b, quantity: q, method: "aumann-shapley" };
}

test("the worker's answer is the page's own, to the bit, goals solved and scenarios left out", async () => {
  const a = applyChange(planWith(0.05), [["scenario/s", null, { name: "Other", order: "i" }]]);
  const b = applyChange(a, [["cell/rate/c1/2027-M02", 0.05, 0.08]]);
  const answer = await explaining.ask(ask(a, b));
  expect(answer).toEqual({ kind: "explain", found: explainDifference(a, b, quantity()) });
  if (answer?.found.ok !== true) throw new Error("no answer");
  expect(answer.found.value.reading).toEqual({ levers: "solved", rows: ["spend"] });
  const engine = createEngine(b);
  solvePlan(engine);
  expect(answer.found.value.to).toBe(engine.total(quantity()));
});

test("each difference alone comes from the worker as well", async () => {
  const [a, b] = [planWith(0.05), planWith(0.06)];
  const answer = await explaining.ask({ kind: "alone", a, b, quantity: quantity() });
  expect(answer).toEqual({ kind: "alone", found: firstAndLast(a, b, quantity()) });
});

test("a refusal comes as data", async () => {
  const answer = await explaining.ask(ask(planWith(0.05), planWith(0.05, 3, 6)));
  expect(answer?.found).toMatchObject({ ok: false, error: { code: "periods" } });
});

test("the newest question wins, of each kind by itself", async () => {
  const a = planWith(0.05);
  const rates = [0.051, 0.052, 0.053, 0.054, 0.055];
  const asked = rates.map((rate) => explaining.ask(ask(a, planWith(rate))));
  const alone = explaining.ask({ kind: "alone", a, b: planWith(0.07), quantity: quantity() });
  const answers = await Promise.all(asked);
  expect(answers.slice(0, -1)).toEqual([null, null, null, null]);
  expect(answers.at(-1)?.found).toEqual(explainDifference(a, planWith(0.055), quantity()));
  expect((await alone)?.kind).toBe("alone");
});

test("no more than the first and the newest question are copied to the worker", async () => {
  const started: Worker[] = [];
  const posted: number[] = [];
  explaining = new Explaining(() => {
    const worker = new Worker(new URL("../../src/workers/explain.worker.ts", import.meta.url), {
      type: "module",
    });
    const post = worker.postMessage.bind(worker);
    worker.postMessage = (message: { job: number }) => {
      posted.push(message.job);
      post(message);
    };
    started.push(worker);
    return worker;
  });
  const a = planWith(0.05);
  const asked = [0.051, 0.052, 0.053, 0.054].map((rate) => explaining.ask(ask(a, planWith(rate))));
  await Promise.all(asked);
  expect(started).toHaveLength(1);
  expect(posted).toEqual([1, 4]);
});

test("the page goes on while the worker works", async () => {
  const [a, b] = [planWith(0.05, 60, 36), planWith(0.06, 60, 36)];
  await explaining.ask(ask(a, a, quantity(36))); // started by now
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns++;
    if (!isDone) setTimeout(turn);
  };
  const answer = explaining.ask(ask(a, b, quantity(36)));
  setTimeout(turn);
  expect((await answer)?.found.ok).toBe(true);
  isDone = true;
  expect(turns).toBeGreaterThan(1);
});

test("closing drops what was asked, and the next question starts again", async () => {
  const a = planWith(0.05);
  const dropped = explaining.ask(ask(a, planWith(0.06)));
  const waiting = explaining.ask({ kind: "alone", a, b: planWith(0.06), quantity: quantity() });
  explaining.close();
  expect(await Promise.all([dropped, waiting])).toEqual([null, null]);
  expect((await explaining.ask(ask(a, planWith(0.06))))?.found.ok).toBe(true);
});

test("a worker that cannot be loaded is done without", async () => {
  explaining = new Explaining(
    () => new Worker(new URL("/gone/explain.worker.js", location.href), { type: "module" }),
  );
  const [a, b] = [planWith(0.05), planWith(0.06)];
  expect((await explaining.ask(ask(a, b)))?.found).toEqual(explainDifference(a, b, quantity()));
});

test("work that breaks is told, and the next question is answered", async () => {
  const a = planWith(0.05);
  // A bug of the caller: no plan at all. The types forbid it.
  const broken = { ...a, rows: null } as unknown as Plan;
  await expect(explaining.ask(ask(broken, a))).rejects.toThrow();
  expect((await explaining.ask(ask(a, planWith(0.06))))?.found.ok).toBe(true);
});
