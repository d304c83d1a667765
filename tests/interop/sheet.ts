/* Sheets as LibreOffice writes them in flat XML (OpenDocument 1.3, part 3): enough of it to know what stands in each cell. */

/** One cell of a sheet. */
export interface SheetCell {
  readonly type: "text" | "number" | "other";
  readonly text: string;
  readonly value: number;
  /** It computes. */
  readonly formula: string | null;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
  text
    .replace(/&#x([\da-f]+);/gi, (_all, hex: string) => String.fromCodePoint(parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_all, digits: string) => String.fromCodePoint(Number(digits)))
    .replace(/&(\w+);/g, (all, name: string) => ENTITIES[name] ?? all);

function attributeOf(tag: string, name: string): string | null {
  const found = new RegExp(` ${name}="([^"]*)"`).exec(tag);
  return found === null ? null : unescapeXml(found[1] ?? "");
}

/** The cells of the first table, row by row; repeated ones once each, up to what is filled. */
export function readSheet(xml: string): SheetCell[][] {
  const table = /<table:table [\s\S]*?<\/table:table>/.exec(xml)?.[0] ?? "";
  const rows: SheetCell[][] = [];
  for (const [, rowTag = "", body = ""] of table.matchAll(
    /<table:table-row([^>]*?)(?:\/>|>([\s\S]*?)<\/table:table-row>)/g,
  )) {
    const row: SheetCell[] = [];
    for (const [, tag = "", inner = ""] of body.matchAll(
      /<table:(?:covered-)?table-cell([^>]*?)(?:\/>|>([\s\S]*?)<\/table:(?:covered-)?table-cell>)/g,
    )) {
      const cell = readCell(tag, inner);
      const times = Number(attributeOf(tag, "table:number-columns-repeated") ?? 1);
      // The empty rest of a row is one cell, repeated to the sheet's edge.
      for (let i = 0; i < (cell.text === "" && times > 500 ? 0 : times); i++) row.push(cell);
    }
    const times = Number(attributeOf(rowTag, "table:number-rows-repeated") ?? 1);
    for (let i = 0; i < (row.length === 0 && times > 500 ? 0 : times); i++) rows.push(row);
  }
  return rows;
}

function readCell(tag: string, inner: string): SheetCell {
  const type = attributeOf(tag, "office:value-type");
  const paragraphs = [...inner.matchAll(/<text:p[^>]*?(?:\/>|>([\s\S]*?)<\/text:p>)/g)];
  const text = paragraphs
    .map(([, content = ""]) =>
      unescapeXml(
        content
          .replace(/<text:s(?: text:c="(\d+)")?\/>/g, (_all, count: string | undefined) =>
            " ".repeat(Number(count ?? 1)),
          )
          .replace(/<text:tab\/>/g, "\t")
          .replace(/<text:line-break\/>/g, "\n")
          .replace(/<[^>]+>/g, ""),
      ),
    )
    .join("\n");
  const value = Number(attributeOf(tag, "office:value") ?? NaN);
  const isNumber = type === "float" || type === "percentage" || type === "currency";
  return {
    type: isNumber ? "number" : type === "string" || type === null ? "text" : "other",
    text,
    value,
    formula: attributeOf(tag, "table:formula"),
  };
}
