import { expect, test } from "vitest";
import { foundingPlan } from "../../src/core/templates/founding.ts";
import { computePlan } from "../../src/csv/compute.ts";
import { readPlan } from "../../src/csv/read.ts";
import { CsvReader } from "../../src/csv/worker/client.ts";
import { MOST_FINDINGS } from "../../src/csv/worker/protocol.ts";
import type { Port, Reply, Request, Wanted } from "../../src/csv/worker/protocol.ts";
import { serveReadings } from "../../src/csv/worker/serve.ts";
import { writePlan } from "../../src/csv/write.ts";
import { countingIds } from "./rich.ts";

/* Both ends of the reading worker, with a channel between them that copies as the browser's does. */

const later = (call: () => void): void => void setTimeout(call, 0);

/** Two ends; what is posted at one comes to the other, copied, later. */
function pair<A, B>(copy: <T>(value: T) => T): [Port<A, B>, Port<B, A>] {
  const toSecond: ((event: { readonly data: A }) => void)[] = [];
  const toFirst: ((event: { readonly data: B }) => void)[] = [];
  const post = <T>(listeners: ((event: { readonly data: T }) => void)[], message: T): void => {
    const data = copy(message);
    later(() => listeners.forEach((listen) => listen({ data })));
  };
  return [
    { postMessage: (sent) => post(toSecond, sent), addEventListener: (_, listen) => toFirst.push(listen) },
    { postMessage: (sent) => post(toFirst, sent), addEventListener: (_, listen) => toSecond.push(listen) },
  ];
}

/** A reader whose worker looks at its messages after every step: time passes quickly there. */
function openReader(copy: <T>(value: T) => T = structuredClone): CsvReader {
  const [page, worker] = pair<Request, Reply>(copy);
  let time = 0;
  serveReadings(worker, { now: () => (time += 100), pause: () => new Promise((done) => later(done)) });
  return new CsvReader(page);
}

const plan = foundingPlan();
const planText = writePlan(plan, computePlan(plan));
const asPlan: Wanted = { kind: "plan", open: plan, idPrefix: "new" };
const blob = (text: string): Blob => new Blob([text]);
const table = (rows: number): string =>
  `Month,Clicks\n${Array.from({ length: rows }, (_, i) => `2027-${String(1 + (i % 12)).padStart(2, "0")},${i}`).join("\n")}\n`;

test("a table is read, shows its progress, and answers for its records", async () => {
  const reader = openReader();
  const shares: number[] = [];
  const end = await reader.read(blob(table(60_000)), undefined, ({ done, total }) =>
    shares.push(done / total),
  );
  expect(end.outcome).toBe("read");
  expect(shares.length).toBeGreaterThan(2);
  const records = await reader.ask({ about: "records", from: 59_999, count: 3 });
  expect(records?.map(({ fields }) => fields)).toEqual([
    ["2027-10", "59997"],
    ["2027-11", "59998"],
    ["2027-12", "59999"],
  ]);
});

test("a plan's file is read there as here, with progress, and compared with the open plan", async () => {
  const reader = openReader();
  const edited = planText.replace(/^(.*"Price",.*?,)480,480/m, "$1500,500");
  expect(edited).not.toBe(planText);
  const shares: number[] = [];
  const end = await reader.read(blob(edited), asPlan, ({ done, total }) => shares.push(done / total));
  expect(shares.length).toBeGreaterThan(1);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  const here = readPlan(edited, { newId: countingIds(), open: plan, recompute: computePlan });
  if (end.outcome !== "plan" || end.report.outcome !== "plan" || here.outcome !== "plan")
    throw new Error("no plan");
  const { plan: read, change, edited: changed, errors } = end.report;
  expect({ read, change, changed, errors }).toEqual({
    read: here.plan,
    change: here.change,
    changed: here.edited,
    errors: here.errors,
  });
  expect(change?.length).toBeGreaterThan(0);
});

test("what was not understood of a plan's file stays there, and comes as a file when it is asked for", async () => {
  const reader = openReader();
  const bad = Array.from({ length: 1500 }, (_, i) => `"","","x${i}","","","","sorcery","","",`);
  const end = await reader.read(blob(`${planText}${bad.join("\r\n")}\r\n`), asPlan);
  if (end.outcome !== "plan" || end.report.outcome !== "plan") throw new Error("no plan");
  expect(end.report.badCount).toBe(1500);
  expect(end.report.errors).toHaveLength(MOST_FINDINGS);
  expect(Object.keys(end.report)).not.toContain("bad");
  const asides = await reader.ask({ about: "plan asides" });
  expect(asides?.split("\r\n").filter((line) => line.includes("sorcery"))).toHaveLength(1500);
});

test("what was read as a plan can be read as any table, without its file", async () => {
  const reader = openReader();
  await reader.read(blob(planText), asPlan);
  expect(await reader.ask({ about: "records", from: 1, count: 1 })).toBeNull();
  const end = await reader.read(null, { kind: "table", choices: {} });
  expect(end.outcome === "read" && end.summary.isPlan).toBe(true);
  expect(await reader.ask({ about: "records", from: 1, count: 1 })).toHaveLength(1);
});

test.each([
  ["a table", blob(table(200_000)), undefined],
  ["a plan", blob(planText), asPlan],
] as const)("%s stops at once, and what belongs to it is not answered any more", async (_, file, as) => {
  const reader = openReader();
  const first = reader.read(file, as);
  const question = reader.ask({ about: "records", from: 1, count: 1 });
  reader.stop();
  expect(await first).toEqual({ outcome: "stopped", job: 1 });
  expect(await question).toBeNull();
  // The file of a job that was stopped can be read all the same.
  const again = await reader.read(null, { kind: "table", choices: {} });
  expect(again.outcome).toBe("read");
});

/** A file that behaves as told where it is opened; a copy would not. */
const fileThat = (arrayBuffer: () => Promise<ArrayBuffer>): Blob => Object.assign(blob(""), { arrayBuffer });
const asItIs = <T>(value: T): T => value;

test("the newest file wins while an older one is still being opened", async () => {
  const reader = openReader(asItIs);
  const bytes = await blob(table(10)).arrayBuffer();
  let open: (() => void) | null = null;
  const first = reader.read(fileThat(() => new Promise((resolve) => (open = () => resolve(bytes)))));
  await expect.poll(() => open).not.toBeNull();
  const second = reader.read(blob("a,b\n1,2\n"));
  later(() => open?.());
  expect((await first).outcome).toBe("stopped");
  const end = await second;
  expect(end.outcome === "read" && end.summary.rows).toBe(2);
});

test("a file that the browser does not give is told from one that cannot be read", async () => {
  const reader = openReader(asItIs);
  const gone = fileThat(() => Promise.reject(new Error("NotReadableError")));
  expect((await reader.read(gone)).outcome).toBe("unreadable");
  const end = await reader.read(blob('a,b\n"1,2\n'));
  expect(end.outcome === "read" && end.summary.errors[0]?.code).toBe("unclosedQuote");
});
