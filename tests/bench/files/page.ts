import Papa from "papaparse";
import { openCsvReader } from "../../../src/csv/worker/client.ts";

/*
 * One million rows in a browser: ours in its worker beside PapaParse on the page. Each tells what it read, so
 * that the values are compared before a time is told.
 */

export interface Timed {
  /** Milliseconds until everything was read, and to the first sign of progress. */
  readonly took: number;
  readonly first: number;
  /** The longest that the page could do nothing else, in milliseconds. */
  readonly gap: number;
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

/** Ticks as often as the page is free; the longest time between two. */
function watchGaps(): () => number {
  let last = performance.now();
  let longest = 0;
  let isOn = true;
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (isOn) channel.port2.postMessage(null);
  };
  channel.port2.postMessage(null);
  return () => {
    isOn = false;
    return Math.max(longest, performance.now() - last);
  };
}

let table = "";

async function ours(file: Blob): Promise<Timed> {
  const { reader, close } = openCsvReader();
  const gapOf = watchGaps();
  const begin = performance.now();
  let first = NaN;
  const end = await reader.read(file, undefined, () => {
    if (Number.isNaN(first)) first = performance.now() - begin;
  });
  const took = performance.now() - begin;
  const gap = gapOf();
  if (end.outcome !== "read") throw new Error("stopped");
  const records = (await reader.ask({ about: "records", from: 2, count: 100 })) ?? [];
  let sum = 0;
  for (const { fields } of records) sum += Number(fields[2]) + Number(fields[3]);
  close();
  const { outcome, rows, errors } = end.summary;
  return { took, first, gap, rows, sum, outcome: errors[0]?.code ?? outcome };
}

const sumOf = (rows: readonly (readonly string[])[]): number =>
  rows.slice(1, 101).reduce((sum, row) => sum + Number(row[2]) + Number(row[3]), 0);

/** PapaParse as it is, on the page: the whole result at once. */
function papa(): Promise<Timed> {
  const gapOf = watchGaps();
  const begin = performance.now();
  // Decoding is part of the work, as it is in ours.
  const text = new TextDecoder().decode(encode(table));
  const { data } = Papa.parse<string[]>(text);
  const took = performance.now() - begin;
  const timed = { took, first: NaN, rows: data.length, sum: sumOf(data), outcome: "read" };
  return new Promise((resolve) => setTimeout(() => resolve({ ...timed, gap: gapOf() }), 0));
}

const encode = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer as ArrayBuffer; // its own buffer

/** What the benchmark calls. */
const api = {
  make(count: number): number {
    table = makeTable(count);
    return table.length;
  },
  ours: (): Promise<Timed> => ours(encode(table)),
  papaPage: (): Promise<Timed> => papa(),
  /** 50 MB in one cell, and 50 MB after a quotation mark that is never closed. */
  hugeCell: (): Promise<Timed> => ours(encode(`a,b\n1,"${"x".repeat(50e6)}"\n2,3\n`)),
  unclosed: (): Promise<Timed> => ours(encode(`a,b\n1,"${"x,y\n".repeat(12.5e6)}`)),
};

Object.assign(window, { api });
document.title = "ready";
