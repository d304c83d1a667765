import { makeFinding, sampleOf } from "./reading.ts";
import type { Decision, Question } from "./reading.ts";
import { readShape } from "./number-shape.ts";
import { isFigure } from "./shape.ts";

/** What separates fields, in the order in which it is tried. */
export const DELIMITERS = [",", ";", "\t", "|"] as const;

/** What separates fields now and then: asked, where nothing else does and these split every line alike. */
const UNUSUAL = ["^", "~", "\u001f", ":"] as const;

const NAMES: ReadonlyMap<string, string> = new Map([
  [",", "comma"],
  [";", "semicolon"],
  ["\t", "tab"],
  ["|", "vertical bar"],
  ["^", "caret"],
  ["~", "tilde"],
  ["\u001f", "unit separator"],
  [":", "colon"],
]);

export interface DelimiterFound {
  readonly delimiter: Decision<string>;
  /** Where the records begin: after a line that only names the separator. */
  readonly start: number;
  readonly question: Question | null;
}

/** Characters that are looked at; the last record, which may be cut, is not. */
const SAMPLE = 2 ** 18;

interface Tried {
  readonly delimiter: string;
  /** Fields that most records have. */
  readonly width: number;
  /** Records that have as many. */
  readonly fit: number;
  readonly records: number;
  /** Share of cells that hold no other separator between digits. */
  readonly clean: number;
}

/**
 * What separates the fields [S11]: the one by which all records have the same number of fields, more than one,
 * quotes respected. `sep=;` in the first line decides. Where two do it equally well, or none does it well, it is
 * asked.
 */
export function findDelimiter(text: string, choice?: string): DelimiterFound {
  const named = /^"?sep=([^"\r\n\ufeff])"?(?:\r\n|\r|\n)/i.exec(text.slice(0, 16));
  const start = named?.[0].length ?? 0;
  const decide = (value: string, by: Decision<string>["by"], evidence: string): DelimiterFound => ({
    delimiter: { value, by, evidence },
    start,
    question: null,
  });
  // PapaParse takes these for none: a text that has one cannot be cut by it.
  const isPossible = choice?.length === 1 && !/["\r\n\ufeff]/.test(choice);
  if (isPossible) return decide(choice, "choice", "chosen");
  if (named?.[1] !== undefined) return decide(named[1], "file", named[0].trim());
  const sample = text.slice(start, start + SAMPLE);
  const isCut = start + SAMPLE < text.length;
  const markdown = /^\s*\|.*\|[ \t]*(?:\r\n|\r|\n)\s*\|(?:\s*:?-{2,}:?\s*\|)+/.test(sample);
  const tried = DELIMITERS.map((delimiter) => tryDelimiter(sample, delimiter, isCut));
  const possible = tried.filter(({ width, fit }) => width > 1 && fit > 0);
  const strict = possible.filter(({ fit, records }) => fit === records);
  const ask = (first: Tried | undefined): DelimiterFound => {
    const found = sampleOf(/[^\r\n]+/.exec(sample)?.[0] ?? "");
    const order = [...(first === undefined ? [] : [first]), ...tried.filter((one) => one !== first)];
    const question: Question = {
      what: "delimiter",
      text: makeFinding("askDelimiter", {}, found).text,
      line: 1,
      rows: [1],
      fields: [],
      found,
      answers: order.map(({ delimiter, width }) => ({
        label: `${NAMES.get(delimiter) ?? delimiter}: ${width} ${width === 1 ? "column" : "columns"}`,
        choices: { delimiter },
        readings: [width],
      })),
    };
    const value = first?.delimiter ?? ",";
    return { delimiter: { value, by: "open", evidence: found }, start, question };
  };
  const evidence = ({ width, fit, records }: Tried): string =>
    `${width} fields in ${fit} of ${records} ${records === 1 ? "record" : "records"}`;
  if (markdown) return ask(tried.find(({ delimiter }) => delimiter === "|"));
  if (possible.length === 0) {
    const unusual = isCut ? [] : UNUSUAL.map((one) => tryDelimiter(sample, one, false));
    const [first] = unusual.filter(({ width, fit, records }) => width > 1 && records > 1 && fit === records);
    if (first === undefined) return decide(",", "file", "one column");
    tried.push(first);
    return ask(first);
  }
  if (strict.length > 0) {
    const best = Math.max(...strict.map(({ clean }) => clean));
    const cleanest = strict.filter(({ clean }) => clean === best);
    const [only, ...rivals] = cleanest;
    if (only !== undefined && splitsFigures(sample, only.delimiter)) return ask(only);
    if (only !== undefined && rivals.length === 0 && (strict.length === 1 || best === 1)) {
      return decide(only.delimiter, "file", evidence(only));
    }
    const widest = [...strict].sort((a, b) => b.clean - a.clean || b.width - a.width)[0];
    return ask(widest);
  }
  const ranked = [...possible].sort((a, b) => weight(b) - weight(a));
  const [first, second] = ranked;
  if (first === undefined) return decide(",", "file", "one column");
  if (second !== undefined && weight(second) * 2 > weight(first)) return ask(first);
  if (splitsFigures(sample, first.delimiter)) return ask(first);
  return decide(first.delimiter, "file", evidence(first));
}

/**
 * Whether every line that a comma splits is one number or date as a whole: 1,5 under “Costs”, `March 1, 2026`. A heading
 * that it splits as well shows that it separates.
 */
function splitsFigures(sample: string, delimiter: string): boolean {
  if (delimiter !== ",") return false;
  const lines = sample.split(/\r\n|\r|\n/, 100).filter((line) => line.includes(delimiter));
  return lines.length > 0 && lines.every((line) => isFigure(readShape(line).code));
}

/** How much of a text a separator explains: the separators in the records that fit. */
const weight = ({ width, fit }: Tried): number => (width - 1) * fit;

/** Cuts a sample by one separator, as RFC 4180 would, and counts. */
function tryDelimiter(sample: string, delimiter: string, isCut: boolean): Tried {
  const counts = new Map<number, number>();
  const others = DELIMITERS.filter((one) => one !== delimiter && one !== "|" && one !== "\t");
  let records = 0;
  let cells = 0;
  let clean = 0;
  let width = 0;
  let isFilled = false;
  let at = 0;
  const endRecord = (): void => {
    if (isFilled) {
      records++;
      counts.set(width, (counts.get(width) ?? 0) + 1);
    }
    width = 0;
    isFilled = false;
  };
  while (at <= sample.length) {
    let end = at;
    let isQuoted = false;
    if (sample[at] === '"') {
      let close = sample.indexOf('"', at + 1);
      while (close >= 0 && sample[close + 1] === '"') close = sample.indexOf('"', close + 2);
      const after = sample[close + 1];
      if (close > 0 && (after === undefined || after === delimiter || after === "\n" || after === "\r")) {
        isQuoted = true;
        end = close + 1;
      } else if (close < 0) end = sample.length;
    }
    while (end < sample.length && !isEnd(sample, end, delimiter)) end++;
    width++;
    const cell = sample.slice(at, end);
    if (cell.trim() !== "") {
      isFilled = true;
      cells++;
      if (isQuoted || !others.some((other) => cell.includes(other)) || isOneNumber(cell)) clean++;
    }
    const char = sample[end];
    if (char !== delimiter) {
      if (!isCut || end < sample.length) endRecord();
      if (char === "\r" && sample[end + 1] === "\n") end++;
    }
    at = end + 1;
    if (end >= sample.length) break;
  }
  let best = 1;
  for (const [count, times] of counts) {
    if (count === 1) continue;
    const now = counts.get(best) ?? 0;
    if (best === 1 || times * (count - 1) > now * (best - 1)) best = count;
  }
  return {
    delimiter,
    width: best,
    fit: counts.get(best) ?? 0,
    records,
    clean: cells === 0 ? 1 : clean / cells,
  };
}

function isEnd(text: string, at: number, delimiter: string): boolean {
  const char = text[at];
  return char === delimiter || char === "\n" || char === "\r";
}

/** A comma or point inside a number is no separator. */
function isOneNumber(cell: string): boolean {
  return (
    /^\s*[+\-−(]?\s*[$£€¥]?\s*\d[\d.,'’ \u00a0\u202f]*\s*[%€£$]?\)?\s*$/.test(cell) && !cell.includes(";")
  );
}
