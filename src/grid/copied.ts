import { escapeText } from "../csv/safe.ts";
import { escapeHtml } from "./html.ts";

/**
 * One cell as it is copied.
 *
 * shown  what stands in the cell
 * entry  what would be typed to have the same: "20%", "13 of 182", a name
 * value  the number in full, a rate as its fraction; null for texts and what is empty
 */
export interface CopiedCell {
  readonly shown: string;
  readonly entry: string;
  readonly value: number | null;
}

/** What goes on the clipboard, by its type. */
export interface Copied {
  readonly "text/plain": string;
  readonly "text/html": string;
}

/**
 * The number format of a shown figure, as spreadsheets write them: £1,234.50 is `"£"#,##0.00`, 20.0 % is
 * `0.0" %"` with its sign bare. Colours and conditions are left out.
 */
export function formatOf(shown: string, decimal: "." | ","): string {
  const match = /^[-−(]?([^\d-]*)([\d.,'’\s\u00a0\u202f]*\d)(.*)$/u.exec(shown);
  if (match === null) return "General";
  const [, before = "", digits = "", after = ""] = match;
  const at = digits.lastIndexOf(decimal);
  const places = at < 0 ? 0 : digits.length - at - 1;
  const quote = (text: string): string => (text === "" ? "" : `"${text.replaceAll('"', "")}"`);
  const isPercent = after.includes("%");
  const core = `${isPercent ? "0" : "#,##0"}${places === 0 ? "" : `.${"0".repeat(places)}`}`;
  return `${quote(before)}${core}${isPercent ? "%" : quote(after)}`;
}

/** A number as a spreadsheet reads it from a text: all its digits, the reader's decimal sign, no grouping. */
function plainNumber({ value, shown }: CopiedCell, decimal: "." | ","): string {
  const isPercent = shown.includes("%");
  const digits = String(Number(((value ?? 0) * (isPercent ? 100 : 1)).toPrecision(15)));
  return `${digits.replace(".", decimal)}${isPercent ? "%" : ""}`;
}

/** A field of tab-separated text, quoted where it has to be. */
function field(text: string): string {
  return /[\t\n\r"]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A block of cells for the clipboard.
 *
 * As text: numbers in full as the reader writes them, so that a program that takes text has numbers. As HTML:
 * what is shown, with each number in full and its format where spreadsheets look for them (Google Sheets in
 * `data-sheets-…`, LibreOffice in `sdval` and `sdnum`, Excel in `x:num` and `mso-number-format`), and what would
 * be typed, for Backcast itself. Texts that a spreadsheet would run as formulas are marked as texts.
 */
export function copyBlock(block: readonly (readonly CopiedCell[])[], decimal: "." | ","): Copied {
  const text = block
    .map((row) =>
      row
        .map((cell) => field(cell.value === null ? escapeText(cell.shown) : plainNumber(cell, decimal)))
        .join("\t"),
    )
    .join("\n");
  const rows = block
    .map((row) => `<tr>${row.map((cell) => htmlCell(cell, decimal)).join("")}</tr>`)
    .join("\n");
  const head = '<meta charset="utf-8">';
  const html = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>${head}</head><body><table data-backcast="1">${rows}</table></body></html>`;
  return { "text/plain": text, "text/html": html };
}

function htmlCell(cell: CopiedCell, decimal: "." | ","): string {
  const { shown, entry, value } = cell;
  const attribute = (name: string, text: string): string => ` ${name}="${escapeHtml(text)}"`;
  const own = attribute("data-entry", entry);
  if (value === null) {
    const isText = shown === "" ? "" : attribute("style", "mso-number-format:'\\@'");
    const sheets = shown === "" ? "" : attribute("data-sheets-value", JSON.stringify({ 1: 2, 2: shown }));
    return `<td${own}${isText}${sheets}>${escapeHtml(shown === "" ? "" : escapeText(shown))}</td>`;
  }
  const format = formatOf(shown, decimal);
  const number = String(value);
  return [
    `<td${own}`,
    attribute("x:num", number),
    attribute("sdval", number),
    attribute("sdnum", `1033;1033;${format}`),
    attribute("data-sheets-value", JSON.stringify({ 1: 3, 3: value })),
    attribute("data-sheets-numberformat", JSON.stringify({ 1: 2, 2: format, 3: 1 })),
    attribute("style", `text-align:right;mso-number-format:'${format.replace(/(["#,])/gu, "\\$1")}'`),
    `>${escapeHtml(shown)}</td>`,
  ].join("");
}
