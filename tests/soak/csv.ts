import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { faultOf, mutatedFile } from "../csv/reading/mutate.ts";

/* Files with something wrong in them, without end: no crash, no hang over two seconds, no misreading. */

interface Task {
  readonly from: number;
  readonly count: number;
  readonly seed: number;
  readonly log: (record: object) => void;
}

export const batch = 1000;

/** The soak is started from the repository's root: tests/tools/soak.mjs. */
const FOLDER = join("tests", "fixtures", "hostile", "csv");

const seeds = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".csv"))
  .sort()
  .map((name) => new Uint8Array(readFileSync(join(FOLDER, name))))
  .filter((bytes) => bytes.length <= 2000);

const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).sort().join();

export function run({ from, count, seed, log }: Task): { passed: number; failed: number } {
  let failed = 0;
  for (let i = from; i < from + count; i++) {
    let fault: string | null;
    try {
      fault = faultOf(mutatedFile(seeds, seed, i));
    } catch (error) {
      fault = String(error);
    }
    if (fault === null) continue;
    failed++;
    log({ kind: "failed", case: i, fault });
  }
  if (Object.getOwnPropertyNames(Object.prototype).sort().join() !== PROTOTYPE)
    throw new Error("A file has changed the prototype of objects.");
  return { passed: count - failed, failed };
}
