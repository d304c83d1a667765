import type { RowId } from "./ids.ts";
import type { SentencePart, SentenceSlot } from "./plan.ts";

const SLOTS: readonly SentenceSlot[] = ["period", "gap", "lever", "bound", "best", "remedy"];

/** `]` in a row's name is doubled inside brackets, as in formulas. */
const PIECE = /\[((?:[^\]]|\]\])*)\]|\{([a-z]+)\}/g;

/**
 * Reads the text of an answer sentence: row names in brackets, slots in braces, words between. A name that no
 * row has and a slot that is none stay words, as they were typed. [SE1]
 */
export function parseSentence(text: string, rowNamed: (name: string) => RowId | undefined): SentencePart[] {
  const parts: SentencePart[] = [];
  let words = "";
  let end = 0;
  const flush = (): void => {
    if (words !== "") parts.push({ text: words });
    words = "";
  };
  for (const match of text.matchAll(PIECE)) {
    words += text.slice(end, match.index);
    end = match.index + match[0].length;
    const row = match[1] === undefined ? undefined : rowNamed(match[1].replaceAll("]]", "]"));
    const slot = SLOTS.find((name) => name === match[2]);
    if (row !== undefined) {
      flush();
      parts.push({ row });
    } else if (slot !== undefined) {
      flush();
      parts.push({ slot });
    } else words += match[0];
  }
  words += text.slice(end);
  flush();
  return parts;
}

/** The text of a sentence; the inverse of `parseSentence`. A row that is gone is left out. */
export function printSentence(
  parts: readonly SentencePart[],
  nameOf: (row: RowId) => string | undefined,
): string {
  return parts
    .map((part) => {
      if ("text" in part) return part.text;
      if ("slot" in part) return `{${part.slot}}`;
      const name = nameOf(part.row);
      return name === undefined ? "" : `[${name.replaceAll("]", "]]")}]`;
    })
    .join("");
}
