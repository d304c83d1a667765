import type { CopiedCell } from "../../src/grid/copied.ts";
import type { SheetCell } from "./sheet.ts";

/* What is on the clipboard, cell by cell, and when a spreadsheet program has read it right. */

/** A country of a spreadsheet program: how it writes numbers, and in which form a plan is exported for it. */
export interface Country {
  readonly locale: string;
  readonly delimiter: "," | ";";
  readonly decimal: "." | ",";
}

export const COUNTRIES: readonly Country[] = [
  { locale: "en-GB", delimiter: ",", decimal: "." },
  { locale: "de-DE", delimiter: ";", decimal: "," },
  { locale: "fr-FR", delimiter: ";", decimal: "," },
  { locale: "en-IN", delimiter: ",", decimal: "." },
];

/** What LibreOffice is given to write, and what it is in the cells that it is pasted into. */
export const WRITTEN: readonly {
  readonly row: string;
  readonly values: readonly number[];
  readonly text: (decimal: "." | ",", delimiter: "," | ";") => string;
}[] = [
  {
    row: "Price",
    values: [480.256, 1234.5, 12000.75],
    text: (decimal, delimiter) =>
      ["480.256", "1234.5", "12000.75"].map((text) => text.replace(".", decimal)).join(delimiter),
  },
  {
    row: "Demo to sale",
    values: [0.125, 0.0725, 0.3325],
    text: (decimal, delimiter) =>
      ["12.5%", "7.25%", "33.25%"].map((text) => text.replace(".", decimal)).join(delimiter),
  },
];

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};
const unescapeHtml = (text: string): string =>
  text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);

/** The cells of a copied table, by its own marks. */
export function cellsOfCopy(html: string): CopiedCell[][] {
  return [...html.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<td([^>]*)>([\s\S]*?)<\/td>/g)].map(([, tag = "", shown = ""]) => {
      const attribute = (name: string): string | null => {
        const found = new RegExp(` ${name}="([^"]*)"`).exec(tag);
        return found === null ? null : unescapeHtml(found[1] ?? "");
      };
      const value = attribute("sdval");
      return {
        shown: unescapeHtml(shown),
        entry: attribute("data-entry") ?? "",
        value: value === null ? null : Number(value),
      };
    }),
  );
}

/** Whether a program's cell is what was copied: a number as a number, to 15 digits; a text as it stood. */
export function isSame(found: SheetCell | undefined, shown: string, value: number | null): boolean {
  if (value === null) return (found?.text ?? "") === shown && (found?.formula ?? null) === null;
  return (
    found?.type === "number" &&
    found.formula === null &&
    Math.abs(found.value - value) <= 1e-14 * Math.abs(value)
  );
}
