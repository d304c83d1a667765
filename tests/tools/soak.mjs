// `npm run soak -- PART --count N --seed S`: runs one long test, a batch at a time, and keeps the score.
//
// A part is tests/soak/PART.ts or PART.mjs and exports
//   run({ from, count, seed, root, broken, log }): { passed, failed, times? } or a promise of it
//     cases from … from + count − 1 of the endless series that `seed` names; a case depends on nothing but its
//     seed and number. `log(record)` appends one line of plain data to the results, say for each failed case.
//     `times` are milliseconds by what took them; their median, 95% and longest are printed.
//   batch?: number   cases per call (100 unless told)
//
// `--broken FAULT` runs a part that drives the built app on a build with that fault (tests/soak/real/faults.ts): it
// has to fail. What it finds is not kept in the results.
//
// Results are JSON lines in tests/soak/results/PART-seed-S.jsonl. A later call with the same seed goes on where
// the last one stopped, also after Ctrl C; batches run by other sources are kept but do not count.
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { nameSources } from "./build.mjs";
import { needModules, needNode, ROOT } from "./install.mjs";

/**
 * @typedef {{ passed: number, failed: number, times?: Record<string, number[]> }} Score
 * @typedef {{ from: number, count: number, seed: number, root: string, broken?: string, log: (record: object) => void }} Task
 * @typedef {{ run: (task: Task) => Score | Promise<Score>, batch?: number }} Part
 */

const PARTS = join(ROOT, "tests", "soak");
const RESULTS = join(PARTS, "results");

const partNames = () =>
  existsSync(PARTS)
    ? readdirSync(PARTS)
        .filter((name) => /\.(?:ts|mjs)$/.test(name))
        .map((name) => name.replace(/\.\w+$/, ""))
    : [];

/** @param {string} word @param {string} name @returns {number} */
function readWhole(word, name) {
  const value = Number(word);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`--${name} wants a whole number, not "${word}".`);
  return value;
}

/**
 * Loads a part. One in TypeScript is first bundled with what it imports, so that it runs at full speed.
 *
 * @param {string} name
 * @returns {Promise<Part>}
 */
async function loadPart(name) {
  const script = join(PARTS, `${name}.mjs`);
  if (existsSync(script)) return import(pathToFileURL(script).href);
  const source = join(PARTS, `${name}.ts`);
  if (!existsSync(source)) {
    const names = partNames();
    throw new Error(
      `There is no tests/soak/${name}.ts or .mjs. ${names.length > 0 ? `The parts: ${names.join(", ")}.` : ""}`,
    );
  }
  // Below node_modules, so that the packages it names are found from there.
  const folder = join(ROOT, "node_modules", ".backcast", "soak", `${name}-${process.pid}`);
  const [{ build }, { svelte }] = await Promise.all([import("vite"), import("@sveltejs/vite-plugin-svelte")]);
  await build({
    configFile: false,
    root: ROOT,
    logLevel: "warn",
    publicDir: false,
    plugins: [svelte({ configFile: false })],
    build: {
      ssr: source,
      outDir: folder,
      emptyOutDir: true,
      target: "es2023",
      minify: false,
      sourcemap: "inline",
      rolldownOptions: { output: { entryFileNames: "part.mjs" } },
    },
  });
  return import(pathToFileURL(join(folder, "part.mjs")).href);
}

/**
 * The score so far: batches by the same sources that follow on each other from case 0.
 *
 * @param {string} file
 * @param {string} sources
 */
function readScore(file, sources) {
  /** @type {{ done: number, passed: number, failed: number, times: Record<string, number[]> }} */
  const score = { done: 0, passed: 0, failed: 0, times: {} };
  if (!existsSync(file)) return score;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line === "") continue;
    let record;
    try {
      record = JSON.parse(line);
    } catch {
      continue; // the last line of a run that was killed while writing
    }
    if (record.kind !== "batch" || record.sources !== sources || record.from !== score.done) continue;
    score.done += record.count;
    score.passed += record.passed;
    score.failed += record.failed;
    addTimes(score.times, record.times);
  }
  return score;
}

/** @param {Record<string, number[]>} all @param {Record<string, number[]> | undefined} more */
function addTimes(all, more) {
  for (const [name, list] of Object.entries(more ?? {})) all[name] = [...(all[name] ?? []), ...list];
}

/** @param {Record<string, number[]>} times */
function printTimes(times) {
  for (const [name, list] of Object.entries(times)) {
    const sorted = list.toSorted((a, b) => a - b);
    /** @param {number} share */
    const at = (share) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? NaN);
    console.log(`  ${name}: median ${at(0.5)}, 95% ${at(0.95)}, longest ${at(1)} (${sorted.length})`);
  }
}

async function soak() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: "string", default: "1000" },
      seed: { type: "string", default: "1" },
      broken: { type: "string" },
    },
  });
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) {
    throw new Error(
      `npm run soak -- PART --count N --seed S\nThe parts: ${partNames().join(", ") || "none yet"}`,
    );
  }
  const count = readWhole(values.count, "count");
  const seed = readWhole(values.seed, "seed");
  needModules((line) => console.log(line));

  const part = await loadPart(name);
  const sources = nameSources().slice(0, 12);
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${name}-seed-${seed}.jsonl`);
  /** @param {object} record */
  const log = (record) => {
    appendFileSync(file, `${JSON.stringify(record)}\n`);
  };

  const { broken } = values;
  if (broken !== undefined) {
    const found = await part.run({ from: 0, count, seed, root: ROOT, broken, log: (it) => console.log(it) });
    console.log(`${name}, seed ${seed}, with the fault "${broken}": ${found.failed} of ${count} failed`);
    if (found.failed === 0) process.exitCode = 1;
    return;
  }

  const score = readScore(file, sources);
  if (score.done > 0) console.log(`${name}, seed ${seed}: going on after ${score.done} cases.`);
  while (score.done < count) {
    const size = Math.min(part.batch ?? 100, count - score.done);
    const begin = performance.now();
    const { passed, failed, times } = await part.run({
      from: score.done,
      count: size,
      seed,
      root: ROOT,
      log,
    });
    const ms = Math.round(performance.now() - begin);
    log({ kind: "batch", from: score.done, count: size, passed, failed, ms, sources, times });
    addTimes(score.times, times);
    score.done += size;
    score.passed += passed;
    score.failed += failed;
    console.log(`${score.done} of ${count}: ${score.failed} failed (${ms} ms)`);
  }
  console.log(`${name}, seed ${seed}, ${score.done} cases: ${score.passed} passed, ${score.failed} failed`);
  printTimes(score.times);
  if (score.failed > 0) process.exitCode = 1;
}

needNode();
soak().catch((/** @type {unknown} */ error) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
