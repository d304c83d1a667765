// `npm test`: gets what is missing, runs every check, and ends with one line that adds them up.
//   npm test                      everything
//   npm test -- unit tests/csv    one part (static, unit, browser, e2e), further words go to its runner
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { needBrowser } from "./browser.mjs";
import { needModules, needNode, ROOT } from "./install.mjs";

/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {{ status: number, output: string, seconds: number }} Run
 */

const PARTS = ["static", "unit", "browser", "e2e"];

/** @type {(path: string, ...words: string[]) => string[]} */
const tool = (path, ...words) => [join(ROOT, "node_modules", path), ...words];
/** @type {(...words: string[]) => string[]} */
const tsc = (...words) => tool("typescript/bin/tsc", "--pretty", "false", ...words);
/** @type {(...words: string[]) => string[]} */
const vitest = (...words) => tool("vitest/vitest.mjs", "run", ...words);

/** @type {[name: string, words: () => string[]][]} */
const TYPE_CHECKS = [
  ["types: core", () => tsc("-p", "src/core")],
  ["types: app", () => tsc("-p", ".")],
  ["types: workers", () => tsc("-p", "src/workers")],
  ["types: tests", () => tsc("-p", "tests")],
  [
    "types: components",
    () =>
      tool(
        "svelte-check/bin/svelte-check",
        "--tsconfig",
        "./tsconfig.json",
        "--output",
        "human",
        "--fail-on-warnings",
      ),
  ],
];

/** @type {[name: string, words: () => string[]][]} */
const STATIC_CHECKS = [
  ...TYPE_CHECKS,
  [
    "lint",
    () => tool("eslint/bin/eslint.js", "-c", "tests/tools/eslint.config.js", "--max-warnings", "0", "."),
  ],
  [
    "format",
    () =>
      tool(
        "prettier/bin/prettier.cjs",
        "--check",
        "--log-level",
        "warn",
        ".",
        "!**/*.md",
        "!tests/fixtures/**",
      ),
  ],
];

/**
 * Runs a tool with this Node. Its output is shown as it comes, or kept to be shown only where it failed.
 *
 * @param {string[]} words
 * @param {{ live: boolean, env?: Record<string, string> }} how
 * @returns {Promise<Run>}
 */
function run(words, how) {
  const begin = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, {
      cwd: ROOT,
      stdio: ["ignore", how.live ? "inherit" : "pipe", how.live ? "inherit" : "pipe"],
      env: { ...process.env, ...how.env },
    });
    let output = "";
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output += chunk.toString();
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    const end = (/** @type {number | null} */ status) => {
      resolve({ status: status ?? 1, output, seconds: (performance.now() - begin) / 1000 });
    };
    child.on("error", (error) => {
      output += error.message;
      end(1);
    });
    child.on("close", end);
  });
}

/** @type {(mark: boolean, name: string, seconds: number, more?: string) => void} */
const report = (ok, name, seconds, more = "") => {
  console.log(`${ok ? "ok  " : "FAIL"} ${name}${more} (${seconds.toFixed(1)} s)`);
};

/** @type {(counts: Count[]) => Count} */
const addUp = (counts) => ({
  passed: counts.reduce((sum, count) => sum + count.passed, 0),
  failed: counts.reduce((sum, count) => sum + count.failed, 0),
});

/**
 * Checks that count as one each, two at a time.
 *
 * @param {[name: string, words: () => string[]][]} checks
 * @returns {Promise<Count>}
 */
async function runChecks(checks) {
  const waiting = [...checks];
  /** @type {Count[]} */
  const counts = [];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, words] = next;
      const { status, output, seconds } = await run(words(), { live: false });
      report(status === 0, name, seconds);
      if (status !== 0) console.log(output.trim());
      counts.push(status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
    }
  };
  await Promise.all([lane(), lane()]);
  return addUp(counts);
}

/**
 * A runner's own count. One that fails without naming a failed test (a file that does not load, an error
 * between tests, no report at all) counts as one failure.
 *
 * @param {string} name
 * @param {Run} done
 * @param {string} file the runner's report
 * @param {(report: any) => Count} read
 * @returns {Count}
 */
function countRun(name, done, file, read) {
  /** @type {Count} */
  let count = { passed: 0, failed: 0 };
  try {
    count = read(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    if (done.status === 0) count.failed = 1;
  }
  if (done.status !== 0 && count.failed === 0) count.failed = 1;
  report(count.failed === 0, name, done.seconds, `: ${count.passed} passed, ${count.failed} failed`);
  return count;
}

/**
 * @param {string} project
 * @param {string} folder for the report
 * @param {string[]} words
 */
async function runVitest(project, folder, words) {
  const file = join(folder, `${project}.json`);
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  const done = await run(vitest("--project", project, "--passWithNoTests", ...reporters, ...words), {
    live: true,
  });
  return countRun(`${project === "node" ? "unit" : project} tests`, done, file, (result) => {
    /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
    const files = result.testResults;
    const broken = files.filter(
      ({ status, assertionResults }) =>
        status === "failed" && assertionResults.every((test) => test.status !== "failed"),
    );
    return { passed: result.numPassedTests, failed: result.numFailedTests + broken.length };
  });
}

/** @param {string} folder for the report @param {string[]} words */
async function runWholeApp(folder, words) {
  const built = await run(tool("vite/bin/vite.js", "build", "--logLevel", "warn"), { live: false });
  report(built.status === 0, "build", built.seconds);
  if (built.status !== 0) {
    console.log(built.output.trim());
    return { passed: 0, failed: 1 };
  }
  const file = join(folder, "e2e.json");
  const done = await run(
    tool("@playwright/test/cli.js", "test", "-c", "tests/tools/playwright.config.ts", "--pass-with-no-tests")
      .concat("--reporter=dot,json")
      .concat(words),
    { live: true, env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file } },
  );
  const count = countRun("whole-app tests", done, file, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
  }));
  return addUp([{ passed: 1, failed: 0 }, count]);
}

/** @param {string[]} words the command's own */
async function runAll(words) {
  const [first, ...rest] = words;
  if (first !== undefined && first !== "types" && !PARTS.includes(first)) {
    throw new Error(`There is no part "${first}" of the tests: ${PARTS.join(", ")}.`);
  }
  /** @param {string} part */
  const wants = (part) => first === undefined || first === part;
  needModules((line) => console.log(line));
  if (wants("browser") || wants("e2e")) process.env["CHROME_PATH"] = needBrowser((line) => console.log(line));

  const parent = join(ROOT, "node_modules", ".backcast");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "test-"));
  /** @type {Count[]} */
  const counts = [];
  try {
    if (first === "types") counts.push(await runChecks(TYPE_CHECKS));
    if (wants("static")) counts.push(await runChecks(STATIC_CHECKS));
    if (wants("unit")) counts.push(await runVitest("node", folder, rest));
    if (wants("browser")) counts.push(await runVitest("browser", folder, rest));
    if (wants("e2e")) counts.push(await runWholeApp(folder, rest));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return addUp(counts);
}

needNode();
runAll(process.argv.slice(2)).then(
  ({ passed, failed }) => {
    process.exitCode = failed === 0 ? 0 : 1;
    console.log(`${passed} passed, ${failed} failed`);
  },
  (/** @type {unknown} */ error) => {
    process.exitCode = 1;
    console.log(error instanceof Error ? error.message : error);
    console.log("0 passed, 1 failed");
  },
);
