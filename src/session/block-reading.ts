import { parseEntry } from "../core/index.ts";
import type { CellValue, Entry, LocaleNumbers, Plan } from "../core/index.ts";
import type { Speak } from "./speak.ts";
import { contextOf } from "./typing.ts";

/**
 * How the numbers of a pasted block are written, once for all of it: a block comes from one place, so that what
 * settles one number settles them all. [KS6]
 *
 *   separators   own: as the reader writes them; swapped: with point and comma the other way round
 *   percent      which reading a rate without its sign has: 0 the likelier, 1 the other
 *   ratio        the same of 36/182
 */
export interface BlockReading {
  readonly separators?: "own" | "swapped";
  readonly percent?: number;
  readonly ratio?: number;
}

/** A text of a block as it is to be typed: without doubt, or with what is in doubt about it. */
export type BlockText =
  | { readonly text: string; readonly speak: Speak }
  | { readonly doubt: keyof BlockReading; readonly choices: readonly DoubtChoice[] };

/** One way to settle a doubt. */
export interface DoubtChoice {
  readonly label: string;
  readonly reading: BlockReading;
}

/** Whether a text can only be meant with the other country's signs: 1.234,56 where the point is decimal. */
function isSurelySwapped(text: string, { decimal }: LocaleNumbers): boolean {
  const [group, fraction] = decimal === "." ? ["\\.", ","] : [",", "\\."];
  return new RegExp(`^\\D*\\d{1,3}(${group}\\d{3})+${fraction}\\d+\\D*$`, "u").test(text.trim());
}

/** What the texts of a block say by themselves about how it is written. */
export function readingOf(texts: readonly string[], locale: LocaleNumbers): BlockReading {
  return texts.some((text) => isSurelySwapped(text, locale)) ? { separators: "swapped" } : {};
}

function swapped(speak: Speak): Speak {
  const { locale } = speak;
  const decimal = locale.decimal === "." ? "," : ".";
  return { ...speak, locale: { ...locale, decimal, group: locale.decimal } };
}

const numberIn = (value: CellValue | undefined): number =>
  typeof value === "number" ? value : (value?.value ?? NaN);

/** The number of an entry, or the likelier one. */
function likeliest(entry: Entry): number {
  if (entry.kind === "value") return numberIn(entry.value);
  return entry.kind === "ask" ? numberIn(entry.readings[0]?.value) : NaN;
}

/** What about a text can be read in two ways. */
function doubtOf(text: string, { decimal }: LocaleNumbers): keyof BlockReading {
  if (text.includes("/")) return "ratio";
  const rest = text.replace(decimal, "");
  return /\d[.,'’\s]\d/u.test(rest) ? "separators" : "percent";
}

/** A text of a block as it is to be typed into a row, read as the whole block is. */
export function readText(
  plan: Plan,
  row: string,
  text: string,
  speak: Speak,
  block: BlockReading,
): BlockText {
  const own = block.separators === "swapped" ? swapped(speak) : speak;
  const entry = parseEntry(text, contextOf(plan, row, own));
  if (entry.kind !== "ask") return { text, speak: own };
  const doubt = doubtOf(text, own.locale);
  const other = likeliest(parseEntry(text, contextOf(plan, row, swapped(speak))));
  const taken =
    doubt === "separators"
      ? block.separators === undefined
        ? undefined
        : (entry.readings.find(({ value }) => block.separators === "swapped" || numberIn(value) !== other) ??
          entry.readings[0])
      : block[doubt] === undefined
        ? undefined
        : (entry.readings[block[doubt]] ?? entry.readings[0]);
  if (taken !== undefined) return { text: taken.label, speak: own };
  const choices = entry.readings.map(({ label, value }, i): DoubtChoice => {
    if (doubt !== "separators") return { label, reading: { ...block, [doubt]: i } };
    const separators = numberIn(value) === other ? "swapped" : "own";
    return { label, reading: { ...block, separators } };
  });
  return { doubt, choices };
}
