// `npm run interop`: files and clipboard texts of Backcast through a real LibreOffice, and back.
//
//   npm run interop                everything, in a few minutes
//   npm run interop -- --count 20 --seed 7     random plans in each country, and the seed of the first
//   npm run interop -- --keep      writes the files that LibreOffice wrote to tests/fixtures/libreoffice
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { needBrowser } from "../tools/browser.mjs";
import { needBuild } from "../tools/build.mjs";
import { needModules, needNode, ROOT } from "../tools/install.mjs";

/** @returns {string} LibreOffice's program, or an explanation how to get it, thrown */
function findOffice() {
  const named = process.env["SOFFICE_PATH"];
  const places =
    process.platform === "darwin"
      ? ["/Applications/LibreOffice.app/Contents/MacOS/soffice"]
      : process.platform === "win32"
        ? ["PROGRAMFILES", "PROGRAMFILES(X86)"].map((name) =>
            join(process.env[name] ?? "", "LibreOffice", "program", "soffice.com"),
          )
        : (process.env["PATH"] ?? "")
            .split(delimiter)
            .flatMap((folder) => [join(folder, "soffice"), join(folder, "libreoffice")])
            .concat("/opt/libreoffice/program/soffice");
  const found = [...(named === undefined ? [] : [named]), ...places].find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new Error(
    [
      "LibreOffice is not installed here. Get it and try again:",
      "  Debian, Ubuntu   sudo apt-get install -y --no-install-recommends libreoffice-calc",
      "  Fedora           sudo dnf install libreoffice-calc",
      "  macOS            brew install --cask libreoffice",
      "  Windows          winget install TheDocumentFoundation.LibreOffice",
      "Or name its program: SOFFICE_PATH=/path/to/soffice npm run interop",
    ].join("\n"),
  );
}

/** Bundles the checks with what they import, so that they run on any Node that is new enough. */
async function loadChecks() {
  const { build } = await import("vite");
  const folder = join(ROOT, "node_modules", ".backcast", "interop");
  await build({
    configFile: false,
    root: ROOT,
    logLevel: "warn",
    publicDir: false,
    build: {
      ssr: join(ROOT, "tests", "interop", "main.ts"),
      outDir: folder,
      emptyOutDir: true,
      target: "es2023",
      minify: false,
      rolldownOptions: { output: { entryFileNames: "main.mjs" } },
    },
  });
  return import(pathToFileURL(join(folder, "main.mjs")).href);
}

/** @param {string} word @param {string} name */
function readWhole(word, name) {
  const value = Number(word);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`--${name} wants a whole number, not "${word}".`);
  return value;
}

async function interop() {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "20" },
      seed: { type: "string", default: "1" },
      keep: { type: "boolean", default: false },
    },
  });
  /** @param {string} line */
  const say = (line) => console.log(line);
  const office = findOffice();
  needModules(say);
  await needBuild(say);
  const browser = needBrowser(say);
  const asked = spawnSync(office, ["--version"], { encoding: "utf8" });
  const version = asked.status === 0 ? asked.stdout.trim() : "";
  if (version === "") throw new Error(`${office} does not say its version.`);
  say(version);
  const { interop: run } = await loadChecks();
  const failed = await run({
    office,
    version,
    browser,
    root: ROOT,
    count: readWhole(values.count, "count"),
    seed: readWhole(values.seed, "seed"),
    keep: values.keep,
    say,
  });
  if (failed > 0) process.exitCode = 1;
}

needNode();
interop().catch((/** @type {unknown} */ error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
