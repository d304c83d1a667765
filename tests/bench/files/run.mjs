// Part D of the benchmark: one million rows in Chromium, ours beside PapaParse.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { browserArguments, needBrowser } from "../../tools/browser.mjs";
import { ROOT } from "../../tools/install.mjs";

const ROUNDS = 3;
const ROWS = 1_000_000;

/**
 * @typedef {{ took: number, first: number, gap: number, rows: number, sum: number, outcome: string }} Timed
 * @typedef {{ part: string, name: string, size: string, unit: string, ours: number, rival?: string, version?: string, theirs?: number, target: { ratio?: number, ours?: number } }} Figure
 */

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

/** Builds the page as the app is built, and serves it without a policy: PapaParse's worker needs a blob. */
async function servePage() {
  const { build, preview } = await import("vite");
  const config = {
    configFile: /** @type {const} */ (false),
    root: join(ROOT, "tests", "bench", "files"),
    logLevel: /** @type {const} */ ("warn"),
    base: "./",
    worker: { format: /** @type {const} */ ("es") },
    build: {
      outDir: join(ROOT, "node_modules", ".backcast", "bench-files"),
      emptyOutDir: true,
      target: "es2023",
    },
  };
  await build(config);
  return preview({ ...config, preview: { port: 0, host: "localhost" } });
}

/**
 * Runs part D and returns its figures; throws where what was read is not the same.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<Figure[]>}
 */
export async function timeFiles(say) {
  const { version } = JSON.parse(
    readFileSync(join(ROOT, "node_modules", "papaparse", "package.json"), "utf8"),
  );
  const executablePath = needBrowser(say);
  const { chromium } = await import("playwright-core");
  const server = await servePage();
  const browser = await chromium.launch({ executablePath, args: browserArguments() });
  try {
    const address = server.resolvedUrls?.local[0];
    if (address === undefined) throw new Error("The page is not served.");
    const page = await browser.newPage();
    await page.goto(address);
    await page.waitForFunction(() => document.title === "ready");
    /** @param {string} name @returns {Promise<Timed>} */
    const run = (name) => page.evaluate((each) => /** @type {any} */ (window).api[each](), name);
    await page.evaluate((count) => /** @type {any} */ (window).api.make(count), ROWS);
    /** @type {Record<string, Timed[]>} */
    const runs = { ours: [], papaPage: [] };
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [name, times] of Object.entries(runs)) {
        const timed = await run(name);
        say(
          `D: round ${round}, ${name}: ${Math.round(timed.took)} ms, longest gap ${timed.gap.toFixed(1)} ms`,
        );
        // The first round warms up.
        if (round > 0) times.push(timed);
      }
    }
    const all = Object.values(runs).flat();
    const [one] = all;
    if (all.some(({ rows, sum }) => rows !== ROWS + 1 || sum !== one?.sum))
      throw new Error("D: what was read differs; no time is told.");
    say(`D: ${ROWS.toLocaleString("en")} rows, the same ${all.length} times.`);
    /** @param {string} name @param {"took" | "gap"} what */
    const of = (name, what) => median((runs[name] ?? []).map((timed) => timed[what]));
    /** @type {Figure[]} */
    const figures = [
      {
        part: "D",
        name: "read to typed columns, in a worker; theirs: texts, on the page",
        size: "1M rows",
        unit: "ms",
        ours: of("ours", "took"),
        rival: "PapaParse",
        version,
        theirs: of("papaPage", "took"),
        target: {},
      },
      {
        part: "D",
        name: "longest gap on the page meanwhile",
        size: "1M rows",
        unit: "ms",
        ours: of("ours", "gap"),
        rival: "PapaParse",
        version,
        theirs: of("papaPage", "gap"),
        target: { ours: 16.7 },
      },
    ];
    for (const [name, what, wanted] of [
      ["hugeCell", "a single cell of 50 MB refused", "limitCell"],
      ["unclosed", "an unclosed quote before 50 MB refused", "unclosedQuote"],
    ]) {
      const { took, outcome } = await run(name ?? "");
      if (outcome !== wanted) throw new Error(`D: ${what}, and it was: ${outcome}`);
      figures.push({
        part: "D",
        name: what ?? "",
        size: "50 MB",
        unit: "ms",
        ours: took,
        target: { ours: 2000 },
      });
    }
    return figures;
  } finally {
    await browser.close();
    await server.close();
  }
}
