import { describe, expect, test } from "vitest";
import { checkReading } from "./check-corpus.ts";
import { bytesOf, readCorpus } from "./corpus-files.ts";
import { JUDGED, readFile } from "./corpus.ts";

/*
 * Every file of the corpus against its manifest: the outcome, and all that is said of encoding, cells, readings, rows set aside,
 * questions, notices and errors. A silent misreading is a cell or value that is given out other than it is.
 */

const corpus = readCorpus();

describe("the corpus of hostile files", () => {
  test("has 137 files", () => {
    expect(corpus).toHaveLength(137);
    for (const id of JUDGED.keys()) expect(corpus.map((file) => file.id)).toContain(id);
  });

  test.each(corpus.map((file) => [file.id, file.what, file] as const))("%s: %s", (_id, _what, file) => {
    const bytes = bytesOf(file);
    const started = performance.now();
    const reading = readFile(file, bytes);
    const took = performance.now() - started;
    checkReading(reading, file);
    expect(took).toBeLessThan(file.expect.maxMs ?? 2000);
  });

  test("no file changes an object's prototype", () => {
    for (const file of corpus) readFile(file, bytesOf(file));
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect("polluted" in {}).toBe(false);
  });
});
