// Builds dist where the sources are newer than it. Needs Node alone until it builds.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "./install.mjs";

/** @param {string} path @returns {string[]} the files at or below it, in one order on every system */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/**
 * @param {string} root the repository's folder
 * @returns {string} a name for the present sources: equal if and only if all that goes into dist is equal
 */
export function nameSources(root = ROOT) {
  const hash = createHash("sha256").update(process.env["VITE_HANDSONTABLE_LICENSE_KEY"] ?? "");
  for (const place of ["src", "public", "vite.config.ts", "package-lock.json"]) {
    for (const file of filesBelow(join(root, place))) {
      hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

/**
 * Builds unless dist was built from these very sources. The stamp lies in dist, which every build empties:
 * a build by other means therefore never passes for this one.
 *
 * @param {(line: string) => void} say
 */
export async function needBuild(say) {
  const stampFile = join(ROOT, "dist", ".sources");
  const sources = nameSources();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === sources) return;
  say("Building the page.");
  const { build } = await import("vite");
  await build({ configFile: join(ROOT, "vite.config.ts"), logLevel: "warn" });
  writeFileSync(stampFile, sources);
}
