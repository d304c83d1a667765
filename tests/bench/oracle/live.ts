import { writeFileSync } from "node:fs";
import type { Rival } from "../rival.ts";
import type { BookFile } from "./book.ts";
import { compareBook } from "./compare.ts";
import { makeBook } from "./make.ts";

/** Of what is stored: raised whenever the generator makes other workbooks of the same seeds. */
const VERSION = 1;
const STORED = 300;
const FIRST_STORED = 1_000_001;

/** Compares random workbooks with the rival, now. */
export function checkBooks(
  rival: Rival,
  count: number,
  seed: number,
): { readonly lines: readonly string[]; readonly failed: number } {
  const lines: string[] = [];
  let failed = 0;
  let compared = 0;
  let errors = 0;
  for (let i = 0; i < count; i++) {
    const result = compareBook(makeBook(seed + i, rival));
    compared += result.compared;
    errors += result.errors;
    if (result.differences.length === 0) continue;
    failed++;
    if (failed <= 10) lines.push(...result.differences.slice(0, 3));
  }
  const sum = `${compared.toLocaleString("en")} numbers, ${errors.toLocaleString("en")} of them errors in both`;
  lines.push(`Random workbooks from seed ${seed}: ${count - failed} of ${count} agree to 1e-9 (${sum}).`);
  return { lines, failed };
}

/** Writes the stored workbooks, a line each, with the rival's values to 12 digits. */
export function writeFixtures(rival: Rival, file: string): string {
  const books = Array.from({ length: STORED }, (_, i) => makeBook(FIRST_STORED + i, rival, 12));
  const bad = books.flatMap((book) => compareBook(book).differences);
  if (bad.length > 0) throw new Error(`Not written, these differ:\n${bad.slice(0, 10).join("\n")}`);
  const head: Omit<BookFile, "books"> = {
    madeBy: "npm run bench -- --fixtures FILE (tests/bench/oracle)",
    version: VERSION,
    rival: `${rival.name} ${rival.version}`,
  };
  const lines = books.map((book) => JSON.stringify(book)).join(",\n");
  writeFileSync(file, `${JSON.stringify(head).slice(0, -1)},"books":[\n${lines}\n]}\n`);
  return `${books.length} workbooks written to ${file}`;
}
