// Part D of the benchmark: one million rows in Chromium, ours beside PapaParse.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browserArguments, needBrowser } from "../../tools/browser.mjs";
import { ROOT } from "../../tools/install.mjs";
import { tracing } from "./trace.mjs";

const ROUNDS = 3;
const ROWS = 1_000_000;

/**
 * @typedef {{ took: number, first: number, memory: number, rows: number, sum: number, outcome: string }} Timed
 * @typedef {{ part: string, name: string, size: string, unit: string, ours: number, rival?: string, version?: string, theirs?: number, target: { ratio?: number, ours?: number } }} Figure
 */

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

/**
 * Builds the page as the app is built, and serves it without a policy: PapaParse's worker needs a blob. Isolated, as
 * browsers want it of pages that weigh their memory.
 */
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
  return preview({
    ...config,
    preview: {
      port: 0,
      host: "localhost",
      headers: {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
      },
    },
  });
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
  const browser = await chromium.launch({
    executablePath,
    // Memory is weighed at once, not when the browser has nothing else to do.
    args: [...browserArguments(), "--enable-blink-features=ForceEagerMeasureMemory"],
  });
  try {
    const address = server.resolvedUrls?.local[0];
    if (address === undefined) throw new Error("The page is not served.");
    const page = await browser.newPage();
    await page.goto(address);
    await page.waitForFunction(() => document.title === "ready");
    /** @param {string} name @returns {Promise<Timed>} */
    const run = (name) => page.evaluate((each) => /** @type {any} */ (window).api[each](), name);
    const size = await page.evaluate((count) => /** @type {any} */ (window).api.make(count), ROWS);
    say(`D: ${ROWS.toLocaleString("en")} rows, ${Math.round(size / 1e6)} MB`);
    /** @type {Record<string, { timed: Timed, processor: number, wall: number }[]>} */
    const runs = { ours: [], papaPage: [], papaWorker: [] };
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [name, times] of Object.entries(runs)) {
        const { result: timed, longest } = await tracing(browser, page, () => run(name));
        say(
          `D: round ${round}, ${name}: ${Math.round(timed.took)} ms; longest task of the page ` +
            `${longest.processor.toFixed(1)} ms of the processor, ${longest.wall.toFixed(1)} on the wall`,
        );
        // The first round warms up.
        if (round > 0) times.push({ timed, ...longest });
      }
    }
    const weighed = { ours: await run("oursWeighed"), papa: await run("papaWeighed") };
    const all = [
      ...Object.values(runs)
        .flat(1)
        .map(({ timed }) => timed),
      ...Object.values(weighed),
    ];
    const [one] = all;
    if (all.some(({ rows, sum }) => rows !== ROWS + 1 || sum !== one?.sum))
      throw new Error("D: what was read differs; no time is told.");
    say(`D: the same values ${all.length} times.`);
    /** @param {string} name */
    const took = (name) => median((runs[name] ?? []).map(({ timed }) => timed.took));
    /** @param {string} name @param {"processor" | "wall"} what */
    const longest = (name, what) => median((runs[name] ?? []).map((each) => each[what]));
    const part = "D";
    const sized = { part, size: "1M rows", version };
    const onPage = "PapaParse on the page";
    const inWorker = "PapaParse in a worker";
    /** @type {Figure[]} */
    const figures = [
      {
        ...sized,
        name: "read to typed columns; theirs: texts, in its worker",
        unit: "ms",
        ours: took("ours"),
        rival: inWorker,
        theirs: took("papaWorker"),
        target: { ratio: 1.2 },
      },
      {
        ...sized,
        name: "the same; theirs: texts, on the page",
        unit: "ms",
        ours: took("ours"),
        rival: onPage,
        theirs: took("papaPage"),
        target: {},
      },
      {
        ...sized,
        name: "longest task of the page meanwhile, processor; theirs: in its worker",
        unit: "ms",
        ours: longest("ours", "processor"),
        rival: inWorker,
        theirs: longest("papaWorker", "processor"),
        target: { ours: 16.7 },
      },
      {
        ...sized,
        name: "the same on the wall, other programs' turns included",
        unit: "ms",
        ours: longest("ours", "wall"),
        rival: inWorker,
        theirs: longest("papaWorker", "wall"),
        target: {},
      },
      {
        ...sized,
        name: "memory with what was read; theirs: on the page",
        unit: "MB",
        ours: weighed.ours.memory,
        rival: onPage,
        theirs: weighed.papa.memory,
        target: {},
      },
    ];
    for (const [name, what, wanted] of [
      ["hugeCell", "a single cell of 50 MB refused", "limitCell"],
      ["unclosed", "an unclosed quote before 50 MB refused", "unclosedQuote"],
    ]) {
      const { took: time, outcome } = await run(name ?? "");
      if (outcome !== wanted) throw new Error(`D: ${what}, and it was: ${outcome}`);
      figures.push({ part, name: what ?? "", size: "50 MB", unit: "ms", ours: time, target: { ours: 2000 } });
    }
    await page.close();
    return [...figures, ...(await timeApp(browser, say))];
  } finally {
    await browser.close();
    await server.close();
  }
}

/**
 * A file of a million rows in the built app, from choosing it until what it would change is shown: the longest task of
 * the page meanwhile. Nothing, and said, where the app is not built.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {(line: string) => void} say
 * @returns {Promise<Figure[]>}
 */
async function timeApp(browser, say) {
  if (!existsSync(join(ROOT, "dist", "index.html"))) {
    say("D: the app is not built (npm run build).");
    return [];
  }
  const { preview } = await import("vite");
  const server = await preview({
    configFile: join(ROOT, "vite.config.ts"),
    logLevel: "warn",
    preview: { port: 4328, strictPort: true },
  });
  const folder = mkdtempSync(join(tmpdir(), "backcast-"));
  try {
    const file = join(folder, "million.csv");
    writeFileSync(file, millionRows());
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "en-GB" });
    const page = await context.newPage();
    await page.goto("http://localhost:4328/");
    await page.getByRole("treegrid", { name: "Plan" }).waitFor();
    const choose = page.getByLabel("Import a CSV");
    const dialog = page.getByRole("dialog", { name: "Import" });
    /** The dialog's code is there and warm. */
    await choose.setInputFiles({ name: "small.csv", mimeType: "text/csv", buffer: Buffer.from(SMALL) });
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.waitForTimeout(1000);
    /** @type {{ processor: number, wall: number }[]} */
    const rounds = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const { longest } = await tracing(browser, page, async () => {
        await choose.setInputFiles(file);
        await dialog.getByRole("button", { name: /^and [\d,]+ more$/ }).waitFor({ timeout: 120_000 });
        await page.waitForTimeout(500);
      });
      say(
        `D: round ${round}, in the app: longest task ${longest.processor.toFixed(1)} ms of the processor, ` +
          `${longest.wall.toFixed(1)} on the wall`,
      );
      rounds.push(longest);
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await page.waitForTimeout(1000);
    }
    const sized = { part: "D", size: "1M rows", unit: "ms" };
    return [
      {
        ...sized,
        name: "in the app until its 5,004 differences are shown: longest task, processor",
        ours: median(rounds.map(({ processor }) => processor)),
        target: { ours: 16.7 },
      },
      {
        ...sized,
        name: "the same on the wall, other programs' turns included",
        ours: median(rounds.map(({ wall }) => wall)),
        target: {},
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await server.close();
  }
}

const SMALL = "Month,Clicks\n2027-01,3\n2027-02,4\n";

/** The table of page.ts: 500 campaigns in 12 months. */
function millionRows() {
  /** @param {number} n */
  const pad = (n) => String(n).padStart(2, "0");
  const lines = ["Date,Campaign,Impressions,Clicks,Cost,Conv. rate"];
  for (let i = 0; i < ROWS; i++) {
    const date = `2026-${pad(1 + (i % 12))}-${pad(1 + (i % 28))}`;
    const cost = (((i * 37) % 100_000) / 100 + 0.01).toFixed(2);
    lines.push(`${date},"Brand | UK ${i % 500}",${1000 + i},${i % 977},${cost},${((i % 99) + 0.5) / 10}%`);
  }
  return lines.join("\r\n");
}
