// `npm run bench`: ours beside its rivals, in one process; values are compared before any time is told.
//
//   npm run bench                                everything, in a few minutes
//   npm run bench -- --only A,C --sizes S,M      parts (A edits, C solving, D files, E weight of the page, oracle), sizes
//   npm run bench -- --only entries              the slowest answer to texts of 100,000 characters
//   npm run bench -- --only scenarios            twelve scenarios compared, explained, following an edit; ours alone
//   npm run bench -- --only page                 the same edit in the built page (npm run build), in a browser
//   npm run bench -- --only oracle --books 5000 --seed 7     random workbooks, compared cell by cell
//   npm run bench -- --json FILE                 the figures for other programs as well
//   npm run bench -- --fixtures FILE             writes the stored workbooks of tests/laws/oracle.test.ts anew
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { browserArguments, needBrowser } from "../tools/browser.mjs";
import { timeFiles } from "./files/run.mjs";
import { needModules, needNode, ROOT } from "../tools/install.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));

/** Installs the rivals, here and nowhere else, unless they are there in the version wanted. */
function needRivals() {
  const wanted = JSON.parse(readFileSync(join(HERE, "package.json"), "utf8")).dependencies;
  const isThere = Object.entries(wanted).every(([name, version]) => {
    const file = join(HERE, "node_modules", name, "package.json");
    return existsSync(file) && JSON.parse(readFileSync(file, "utf8")).version === version;
  });
  if (isThere) return;
  console.log("Installing the rivals.");
  const words = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const own = process.env["npm_execpath"];
  const isNpm = own !== undefined && /npm-cli\.c?js$/.test(own);
  const done = spawnSync(isNpm ? process.execPath : "npm", isNpm ? [own, ...words] : words, {
    cwd: HERE,
    stdio: ["ignore", "ignore", "inherit"],
    shell: !isNpm && process.platform === "win32",
  });
  if (done.status !== 0) throw new Error("The rivals could not be installed; npm's own message is above.");
}

/** Bundles ours as the app is bundled, minified, so that what runs is what is shipped. */
async function loadBench() {
  const { build } = await import("vite");
  const folder = join(ROOT, "node_modules", ".backcast", "bench");
  await build({
    configFile: false,
    root: ROOT,
    logLevel: "warn",
    publicDir: false,
    build: {
      ssr: join(HERE, "main.ts"),
      outDir: folder,
      emptyOutDir: true,
      target: "es2023",
      minify: true,
      rolldownOptions: { output: { entryFileNames: "bench.mjs" } },
    },
  });
  return import(pathToFileURL(join(folder, "bench.mjs")).href);
}

/** Serves the built page on a port of its own; undefined, said, if it is not built. */
async function servePage() {
  if (!existsSync(join(ROOT, "dist", "index.html"))) {
    console.log("page: it is not built (npm run build).");
    return undefined;
  }
  const { preview } = await import("vite");
  const server = await preview({
    configFile: join(ROOT, "vite.config.ts"),
    logLevel: "warn",
    preview: { port: 4329, strictPort: true },
  });
  const browser = needBrowser((line) => console.log(line));
  const url = "http://localhost:4329/";
  return { page: { url, browser, arguments: browserArguments() }, close: () => server.close() };
}

/** @param {string} word @param {string} name */
function readWhole(word, name) {
  const value = Number(word);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`--${name} wants a whole number, not "${word}".`);
  return value;
}

/** @param {string | undefined} words @param {readonly string[]} known @param {string} name */
function readList(words, known, name) {
  if (words === undefined) return known;
  const list = words.split(",").map((word) => word.trim());
  const odd = list.find((word) => !known.includes(word));
  if (odd !== undefined) throw new Error(`--${name} knows ${known.join(", ")}, not "${odd}".`);
  return list;
}

async function main() {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      sizes: { type: "string" },
      json: { type: "string" },
      books: { type: "string", default: "1000" },
      seed: { type: "string", default: "1" },
      fixtures: { type: "string" },
    },
  });
  needModules((line) => console.log(line));
  needRivals();
  const [{ bench, PARTS, SIZE_NAMES }, { HyperFormula }] = await Promise.all([
    loadBench(),
    import("hyperformula"),
  ]);
  const only = readList(values.only, PARTS, "only");
  const served = only.includes("page") ? await servePage() : undefined;
  const more = only.includes("D") ? await timeFiles((line) => console.log(line)) : [];
  const agreed = await bench(HyperFormula, {
    only,
    more,
    sizes: readList(values.sizes, SIZE_NAMES, "sizes"),
    json: values.json === undefined ? undefined : resolve(values.json),
    books: readWhole(values.books, "books"),
    seed: readWhole(values.seed, "seed"),
    fixtures: values.fixtures === undefined ? undefined : resolve(values.fixtures),
    dist: join(ROOT, "dist"),
    page: served?.page,
  });
  await served?.close();
  if (!agreed) process.exitCode = 1;
}

needNode();
main().catch((/** @type {unknown} */ error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
