import PapaModule from "papaparse";
import papaScript from "papaparse/papaparse.min.js?url";
import { openCsvReader } from "../../../src/csv/worker/client.ts";

/*
 * One million rows in a browser: ours in its worker beside PapaParse on the page and in a worker of its own. Each
 * tells what it read, so that the values are compared before a time is told.
 */

export interface Timed {
  /** Milliseconds until everything was read, and to the first sign of progress. */
  readonly took: number;
  readonly first: number;
  /** Megabytes of the page and its workers with what was read still there, beyond those before. */
  readonly memory: number;
  readonly rows: number;
  /** Of the columns Impressions and Clicks in the first hundred rows, and the outcome. */
  readonly sum: number;
  readonly outcome: string;
}

const HEADING = "Date,Campaign,Impressions,Clicks,Cost,Conv. rate";

/** A table as advertising reports have it: six columns, a fifth of its cells quoted. */
function makeTable(count: number): string {
  const pad = (n: number): string => String(n).padStart(2, "0");
  const lines = [HEADING];
  for (let i = 0; i < count; i++) {
    const date = `2026-${pad(1 + (i % 12))}-${pad(1 + (i % 28))}`;
    const cost = (((i * 37) % 100_000) / 100 + 0.01).toFixed(2);
    lines.push(`${date},"Brand | UK ${i % 500}",${1000 + i},${i % 977},${cost},${((i % 99) + 0.5) / 10}%`);
  }
  return lines.join("\r\n");
}

/** Megabytes of the page and all its workers, garbage collected. */
async function memoryInUse(): Promise<number> {
  // The page is isolated, and Chromium has it; the DOM's types do not.
  const own = performance as unknown as { measureUserAgentSpecificMemory: () => Promise<{ bytes: number }> };
  const { bytes } = await own.measureUserAgentSpecificMemory();
  return bytes / 2 ** 20;
}

let file = new Blob();

async function ours(blob: Blob, weigh = false): Promise<Timed> {
  const before = weigh ? await memoryInUse() : NaN;
  const { reader, close } = openCsvReader();
  const begin = performance.now();
  let first = NaN;
  const end = await reader.read(blob, undefined, () => {
    if (Number.isNaN(first)) first = performance.now() - begin;
  });
  const took = performance.now() - begin;
  if (end.outcome !== "read") throw new Error(end.outcome);
  const records = (await reader.ask({ about: "records", from: 2, count: 100 })) ?? [];
  let sum = 0;
  for (const { fields } of records) sum += Number(fields[2]) + Number(fields[3]);
  const memory = weigh ? (await memoryInUse()) - before : NaN;
  close();
  const { outcome, rows, errors } = end.summary;
  return { took, first, memory, rows, sum, outcome: errors[0]?.code ?? outcome };
}

const sumOf = (rows: readonly (readonly string[])[]): number =>
  rows.slice(1, 101).reduce((sum, row) => sum + Number(row[2]) + Number(row[3]), 0);

/** PapaParse as it is, on the page: the whole result at once. */
async function papa(weigh = false): Promise<Timed> {
  const before = weigh ? await memoryInUse() : NaN;
  const begin = performance.now();
  // Opening and decoding are part of the work, as they are in ours.
  const { data } = PapaModule.parse<string[]>(await file.text());
  const took = performance.now() - begin;
  const memory = weigh ? (await memoryInUse()) - before : NaN;
  return { took, first: NaN, memory, rows: data.length, sum: sumOf(data), outcome: "read" };
}

/** PapaParse as a script of its own: what it makes its worker of is its own text, which a bundle changes. */
async function loadPapa(): Promise<typeof PapaModule> {
  const element = Object.assign(document.createElement("script"), { src: papaScript });
  await new Promise((resolve, reject) => {
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
  // That is the name under which the script puts itself.
  return (window as unknown as { Papa: typeof PapaModule }).Papa;
}
let loaded: Promise<typeof PapaModule> | undefined;

/** PapaParse in its own worker; the page takes its chunks as they come. */
async function papaWorker(): Promise<Timed> {
  const Papa = await (loaded ??= loadPapa());
  const begin = performance.now();
  let first = NaN;
  let rows = 0;
  let sum = 0;
  return new Promise((resolve, reject) => {
    Papa.parse<string[]>(new File([file], "million.csv"), {
      worker: true,
      chunk: ({ data }) => {
        if (rows === 0) {
          first = performance.now() - begin;
          sum = sumOf(data);
        }
        rows += data.length;
      },
      complete: () => {
        const took = performance.now() - begin;
        resolve({ took, first, memory: NaN, rows, sum, outcome: "read" });
      },
      error: reject,
    });
  });
}

/** What the benchmark calls. */
const api = {
  make(count: number): number {
    file = new Blob([makeTable(count)]);
    return file.size;
  },
  ours: (): Promise<Timed> => ours(file),
  papaPage: (): Promise<Timed> => papa(),
  papaWorker,
  oursWeighed: (): Promise<Timed> => ours(file, true),
  papaWeighed: (): Promise<Timed> => papa(true),
  /** 50 MB in one cell, and 50 MB after a quotation mark that is never closed. */
  hugeCell: (): Promise<Timed> => ours(new Blob([`a,b\n1,"${"x".repeat(50e6)}"\n2,3\n`])),
  unclosed: (): Promise<Timed> => ours(new Blob([`a,b\n1,"${"x,y\n".repeat(12.5e6)}`])),
};

Object.assign(window, { api });
document.title = "ready";
