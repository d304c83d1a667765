// Installs the packages of package-lock.json where they are missing or older than it. Needs Node alone.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const OLDEST_NODE = [20, 19];

/** @returns {string | undefined} what is wrong with this Node, if anything is */
export function problemWithNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [needMajor = 0, needMinor = 0] = OLDEST_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return undefined;
  return `Backcast needs Node ${OLDEST_NODE.join(".")} or newer; this is ${process.versions.node}. See https://nodejs.org`;
}

/** Ends this program, with the reason, if this Node is too old. */
export function needNode() {
  const problem = problemWithNode();
  if (problem === undefined) return;
  console.error(problem);
  process.exit(1);
}

/** @param {string[]} parts the words after `npm` */
export function runNpm(parts) {
  const npm = process.env["npm_execpath"];
  const own = npm !== undefined && /npm-cli\.c?js$/.test(npm);
  const done = own
    ? spawnSync(process.execPath, [npm, ...parts], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] })
    : spawnSync("npm", parts, {
        cwd: ROOT,
        stdio: ["ignore", "ignore", "inherit"],
        shell: process.platform === "win32",
      });
  return done.status === 0;
}

/**
 * Installs what package-lock.json names, unless the stamp of the last installation says that it is there.
 * `npm ci` starts from an empty folder; a present folder is only brought up to date.
 *
 * @param {(line: string) => void} say
 */
export function needModules(say) {
  const lock = join(ROOT, "package-lock.json");
  const stampFile = join(ROOT, "node_modules", ".backcast", "installed");
  const hash = createHash("sha256").update(readFileSync(join(ROOT, "package.json")));
  if (existsSync(lock)) hash.update(readFileSync(lock));
  const stamp = hash.digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;

  say("Installing packages.");
  const fresh = existsSync(lock) && !existsSync(join(ROOT, "node_modules"));
  if (
    !runNpm([
      ...(fresh ? ["ci"] : ["install", "--no-save"]),
      "--include=dev",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ])
  ) {
    throw new Error("The packages could not be installed; npm's own message is above.");
  }
  mkdirSync(join(ROOT, "node_modules", ".backcast"), { recursive: true });
  writeFileSync(stampFile, stamp);
}
