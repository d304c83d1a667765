import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { raceEdits, timeHuge } from "./edits.ts";
import { cellsOf, SIZES } from "./funnel.ts";
import type { Size } from "./funnel.ts";
import { timeEntries } from "./entries.ts";
import { checkBooks, writeFixtures } from "./oracle/live.ts";
import { jsonOf, printTable } from "./report.ts";
import type { Figure } from "./report.ts";
import { timePage } from "./page.ts";
import type { PageOptions } from "./page.ts";
import { hyperFormula } from "./rival.ts";
import type { HyperFormulaClass } from "./rival.ts";
import { weighPage } from "./sizes.ts";
import { timeScenarios } from "./scenarios.ts";
import { raceSolves } from "./solves.ts";

export interface BenchOptions {
  /** Parts to run: A, C, D, E, entries, scenarios, page, oracle. */
  readonly only: readonly string[];
  /** Figures of parts that run elsewhere: D, in a browser. */
  readonly more: readonly Figure[];
  /** Names of sizes: S, M, L, 2M. */
  readonly sizes: readonly string[];
  readonly json: string | undefined;
  /** How many random workbooks are compared, and the seed of the first. */
  readonly books: number;
  readonly seed: number;
  /** A file to write stored workbooks to, instead of all else. */
  readonly fixtures: string | undefined;
  /** The folder of the built page. */
  readonly dist: string;
  /** The built page in a browser, where that part is run. */
  readonly page: PageOptions | undefined;
}

export const PARTS = ["A", "C", "D", "E", "entries", "scenarios", "page", "oracle"];
export const SIZE_NAMES = [...SIZES.map(({ name }) => name), "2M"];

/** Runs what is asked for and prints it. Says whether all values agreed. */
export async function bench(HyperFormula: HyperFormulaClass, options: BenchOptions): Promise<boolean> {
  const say = (line: string): void => console.log(line);
  const rival = hyperFormula(HyperFormula);
  if (options.fixtures !== undefined) {
    say(writeFixtures(rival, options.fixtures));
    return true;
  }
  const wants = (part: string): boolean => options.only.includes(part);
  const sizes = SIZES.filter(({ name }) => options.sizes.includes(name));
  const processors = cpus();
  say(
    `Node ${process.versions.node}, ${processors.length} × ${processors[0]?.model.trim() ?? "?"}, ` +
      `${rival.name} ${rival.version}, seed ${options.seed}`,
  );
  say(`Sizes: ${sizes.map(describe).join("; ")}`);
  if (wants("oracle")) {
    const { lines, failed } = checkBooks(rival, options.books, options.seed);
    lines.forEach(say);
    if (failed > 0) return false;
  }
  const figures: Figure[] = [];
  if (wants("A")) {
    for (const size of sizes) figures.push(...raceEdits(size, rival, say));
    if (options.sizes.includes("2M")) figures.push(...timeHuge());
  }
  if (wants("C")) {
    for (const size of sizes) if (size.name !== "L") figures.push(...raceSolves(size, rival, say));
  }
  if (wants("entries")) figures.push(...timeEntries(say));
  if (wants("scenarios")) {
    for (const size of sizes) figures.push(...timeScenarios(size, say));
  }
  if (wants("page") && options.page !== undefined) {
    for (const size of sizes)
      if (size.name !== "L") figures.push(...(await timePage(size, options.page, say)));
  }
  figures.push(...options.more);
  if (wants("E")) {
    const weights = weighPage(options.dist);
    if (weights.length === 0) say("E: the page is not built (npm run build).");
    figures.push(...weights);
  }
  if (figures.length > 0) say(`\n${printTable(figures)}`);
  if (options.json !== undefined) writeFileSync(options.json, `${jsonOf(figures)}\n`);
  return true;
}

const describe = (size: Size): string =>
  `${size.name} ${size.stages} × ${size.channels} × ${size.months} (${cellsOf(size).toLocaleString("en")} cells)`;
