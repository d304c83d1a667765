import type { Row, SentencePart } from "../core/index.ts";

/** Words that may follow a number without saying what is counted. */
const NO_NOUNS = new Set([
  "a",
  "an",
  "and",
  "at",
  "by",
  "for",
  "from",
  "in",
  "of",
  "or",
  "per",
  "to",
  "with",
]);

/** " units": what a sentence says behind the number of a row that counts something, with the space before it. */
export function nounAfter(form: readonly SentencePart[], place: number, row: Row): string | undefined {
  const next = form[place + 1];
  if (next === undefined || !("text" in next) || (row.unit !== "count" && row.unit !== "people"))
    return undefined;
  const noun = /^ \p{L}+/u.exec(next.text)?.[0];
  return noun === undefined || NO_NOUNS.has(noun.trim().toLowerCase()) ? undefined : noun;
}
