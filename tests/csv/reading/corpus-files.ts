import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseManifest } from "./corpus.ts";
import type { CorpusFile } from "./corpus.ts";

const FOLDER = new URL("../../fixtures/hostile/csv/", import.meta.url);

export const readCorpus = (): readonly CorpusFile[] =>
  parseManifest(readFileSync(fileURLToPath(new URL("manifest.json", FOLDER)), "utf8"));

export function bytesOf({ file }: CorpusFile): Uint8Array {
  return new Uint8Array(readFileSync(fileURLToPath(new URL(file, FOLDER))));
}
