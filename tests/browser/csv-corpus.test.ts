import { describe, expect, test } from "vitest";
import { commands } from "vitest/browser";
import { checkReading } from "../csv/reading/check-corpus.ts";
import { parseManifest, readFile } from "../csv/reading/corpus.ts";
import { readMore, resultOf } from "../csv/reading/more.ts";

/*
 * The hostile files once more where people read them: a browser's own decoders, which have every code page of the WHATWG
 * standard, where Node's are short of some and wrong in windows-1252.
 */

const FOLDER = "tests/fixtures/hostile/csv/";

const bytesOf = async (file: string): Promise<Uint8Array> =>
  Uint8Array.from(atob(await commands.readFile(file, "base64")), (char) => char.charCodeAt(0));

const corpus = parseManifest(await commands.readFile(`${FOLDER}manifest.json`, "utf8"));
const { files } = readMore(await commands.readFile("tests/fixtures/hostile/more.json", "utf8"));

describe("in a browser", () => {
  test("every file of the corpus is read as its manifest says", async () => {
    expect(corpus).toHaveLength(137);
    const faults: string[] = [];
    for (const file of corpus) {
      try {
        checkReading(readFile(file, await bytesOf(`${FOLDER}${file.file}`)), file);
      } catch (error) {
        faults.push(`${file.id}: ${String(error)}`);
      }
    }
    expect(faults).toEqual([]);
  });

  test("every other file is read as it was judged", () => {
    const results = files.map((file) => [file.id, resultOf(file)]);
    expect(results).toEqual(files.map(({ id, expect: wanted }) => [id, wanted]));
  });

  test("each byte of windows-1252 is its character", async () => {
    const bytes = new Uint8Array(256).map((_, i) => i);
    const { decodeWindows1252 } = await import("../../src/csv/code-pages.ts");
    expect(decodeWindows1252(bytes)).toBe(new TextDecoder("windows-1252").decode(bytes));
  });
});
