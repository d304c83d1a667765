/** What the clipboard has, as far as it is read. */
export interface PastedData {
  readonly html: string;
  readonly text: string;
}

/** Fields of tab-separated text, as spreadsheets write it: a field in quotes may hold tabs and line breaks. */
export function blockOfText(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/gu;
  for (const [whole, quoted, bare = "", end] of text.matchAll(pattern)) {
    const isEnd = end === "" || end === undefined;
    // A last line break ends the last row and begins none.
    if (isEnd && whole === "" && rows.at(-1)?.length === 0) break;
    rows.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (isEnd) break;
    if (end !== "\t") rows.push([]);
  }
  if (rows.length > 1 && rows.at(-1)?.length === 0) rows.pop();
  return rows;
}

/**
 * The number that a spreadsheet wrote beside what its cell shows; nothing where it wrote none. LibreOffice:
 * `sdval`; Excel: `x:num`; Google Sheets: `data-sheets-value`.
 */
function numberBeside(cell: Element): number | null {
  const plain = cell.getAttribute("sdval") ?? cell.getAttribute("x:num");
  if (plain !== null && plain.trim() !== "") {
    const value = Number(plain);
    return Number.isFinite(value) ? value : null;
  }
  const sheets = cell.getAttribute("data-sheets-value");
  if (sheets === null) return null;
  try {
    const parsed: unknown = JSON.parse(sheets);
    // Its own attribute, which anybody may have written.
    const value =
      typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>)["3"] : null;
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether a shown figure is a number, near enough to be the rounded one of the cell. */
function isShownOf(shown: string, value: number): boolean {
  const bare = shown.replace(/[^\d.,]/gu, "");
  if (bare === "" || !/^[-−(+]?\s*\D{0,4}[\d.,'’\s]*\d\s*\D{0,4}\)?$/u.test(shown)) return false;
  const last = Math.max(bare.lastIndexOf("."), bare.lastIndexOf(","));
  const whole = Number(bare.replace(/[.,]/gu, ""));
  const fraction =
    last < 0 ? whole : Number(`${bare.slice(0, last).replace(/[.,]/gu, "")}.${bare.slice(last + 1)}`);
  const size = Math.abs(value);
  return [whole, fraction].some((number) => Math.abs(number - size) <= 0.5 + size * 1e-3);
}

/** A number in full with the signs that stood around it: £, %, EUR. */
function inFull(shown: string, value: number, decimal: "." | ","): string {
  const isPercent = shown.includes("%");
  const scaled = Number((value * (isPercent ? 100 : 1)).toPrecision(15));
  const digits =
    Math.abs(scaled) < 1e-6 && scaled !== 0 ? scaled.toFixed(20).replace(/0+$/u, "") : String(scaled);
  const money = /[^\d.,'’%()\s−+-]+/u.exec(shown)?.[0] ?? "";
  const number = `${digits.replace(".", decimal)}${isPercent ? "%" : ""}`;
  return money === "" ? number : `${money} ${number}`;
}

/** What is typed for one cell of a table: Backcast's own entry, the number in full, else what it shows. */
function textOfCell(cell: Element, isOwn: boolean, decimal: "." | ","): string {
  const own = isOwn ? cell.getAttribute("data-entry") : null;
  if (own !== null) return own;
  const shown = cell.textContent.replace(/[\s\u00a0]+/gu, " ").trim();
  const value = numberBeside(cell);
  if (value === null) return shown;
  const scaled = shown.includes("%") ? value * 100 : value;
  return isShownOf(shown, scaled) ? inFull(shown, value, decimal) : shown;
}

/** The cells of the first table of an HTML text; nothing where it has none. Scripts in it are never run. */
export function blockOfHtml(html: string, decimal: "." | ","): string[][] | null {
  if (!/<table/iu.test(html)) return null;
  const page = new DOMParser().parseFromString(html, "text/html");
  const table = page.querySelector("table");
  if (table === null) return null;
  const isOwn = table.dataset["backcast"] !== undefined;
  const rows: string[][] = [];
  /** Rows that a cell above still covers, by column. */
  const covered: number[] = [];
  for (const tr of table.rows) {
    const row: string[] = [];
    const skip = (): void => {
      while ((covered[row.length] ?? 0) > 0) {
        covered[row.length] = (covered[row.length] ?? 0) - 1;
        row.push("");
      }
    };
    for (const cell of tr.cells) {
      skip();
      const text = textOfCell(cell, isOwn, decimal);
      for (let i = 0; i < Math.min(cell.colSpan, 1000); i++) {
        covered[row.length] = Math.min(cell.rowSpan, 1000) - 1;
        row.push(i === 0 ? text : "");
      }
    }
    skip();
    rows.push(row);
  }
  return rows.length === 0 ? null : rows;
}

/** What was pasted as a block of entries: a table where there is one, else text with tabs. */
export function blockOf(data: PastedData, decimal: "." | ","): string[][] {
  return blockOfHtml(data.html, decimal) ?? blockOfText(data.text);
}
