import { expect, test } from "vitest";
import { bytesOf, readCorpus } from "./corpus.ts";
import { faultOf, mutatedFile } from "./mutate.ts";

/** Small ones: a mutation of a large file says no more, and takes longer. */
const seeds = readCorpus()
  .map(bytesOf)
  .filter((bytes) => bytes.length <= 2000);

test("10,000 mutated files: no crash, no hang, no misreading, nothing polluted", () => {
  const faults: string[] = [];
  for (let i = 0; i < 10_000; i++) {
    const bytes = mutatedFile(seeds, 1, i);
    try {
      const fault = faultOf(bytes);
      if (fault !== null) faults.push(`${i}: ${fault}`);
    } catch (error) {
      faults.push(`${i}: ${String(error)}`);
    }
  }
  expect(faults.slice(0, 20)).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
}, 120_000);
