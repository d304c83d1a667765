import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readMore, resultOf } from "./more.ts";

/* Files beside the corpus, of the same kinds: each is read as it was judged to be right, to the last cell. */

const { files } = readMore(
  readFileSync(fileURLToPath(new URL("../../fixtures/hostile/more.json", import.meta.url)), "utf8"),
);

describe("more hostile files", () => {
  test("are many", () => {
    expect(files.length).toBeGreaterThan(100);
    expect(new Set(files.map(({ id }) => id)).size).toBe(files.length);
  });

  test.each(files.map((file) => [file.id, file.what, file] as const))("%s: %s", (_id, _what, file) => {
    expect(resultOf(file)).toEqual(file.expect);
  });
});
