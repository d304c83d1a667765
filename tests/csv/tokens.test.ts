import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBytes } from "../../src/csv/encoding.ts";
import { quoteField, readTokens } from "../../src/csv/tokens.ts";
import type { Delimiter } from "../../src/csv/tokens.ts";

/** The slow, obvious reader: one character at a time, straight from RFC 4180. */
function readSlowly(text: string, delimiter: Delimiter): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let at = 0;
  let isQuoted = false;
  let wasQuoted = false;
  const endField = (): void => {
    row.push(field);
    field = "";
    wasQuoted = false;
  };
  const endRow = (): void => {
    endField();
    rows.push(row);
    row = [];
  };
  while (at < text.length) {
    const char = text.charAt(at++);
    if (isQuoted) {
      if (char !== '"') field += char;
      else if (text[at] === '"') {
        field += '"';
        at++;
      } else isQuoted = false;
    } else if (char === '"' && field === "" && !wasQuoted) {
      isQuoted = true;
      wasQuoted = true;
    } else if (char === delimiter) endField();
    else if (char === "\n") endRow();
    else if (char === "\r") {
      if (text[at] === "\n") at++;
      endRow();
    } else field += char;
  }
  if (field !== "" || row.length > 0 || wasQuoted) endRow();
  return rows.filter((fields) => fields.some((one) => one !== ""));
}

function fieldsOf(text: string, delimiter: Delimiter = ","): readonly (readonly string[])[] {
  const tokens = readTokens(text, delimiter);
  if (!tokens.ok) throw new Error(tokens.error.text);
  return tokens.rows.map(({ fields }) => fields);
}

describe("tokens", () => {
  test("are what the slow reader reads, for every delimiter and line break", () => {
    const field = fc.string({
      unit: fc.constantFrom("a", '"', ",", ";", "\t", "\n", "\r", " ", "é"),
      maxLength: 5,
    });
    const table = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
    const breaks = fc.constantFrom("\r\n", "\n", "\r");
    fc.assert(
      fc.property(
        table,
        fc.array(breaks, { minLength: 5, maxLength: 5 }),
        fc.constantFrom(",", ";", "\t"),
        (rows, ends, delimiter) => {
          const lines = rows.map((fields) =>
            fields.map((text) => (/^[aé ]*$/.test(text) ? text : quoteField(text))),
          );
          const text = lines.map((fields, i) => fields.join(delimiter) + (ends[i] ?? "\n")).join("");
          expect(fieldsOf(text, delimiter)).toEqual(readSlowly(text, delimiter));
          const wanted = rows.filter((fields) => fields.some((one) => one !== ""));
          expect(fieldsOf(text, delimiter)).toEqual(wanted);
        },
      ),
      { seed: 1, numRuns: 1000 },
    );
  });

  test("know their physical line", () => {
    const tokens = readTokens('a,b\r\n\r\n"x\r\ny\nz",1\r2,3\n', ",");
    expect(tokens.ok && tokens.rows.map(({ line }) => line)).toEqual([1, 3, 6]);
  });

  test("keep line breaks inside quotes byte for byte, and quotes inside a field", () => {
    expect(fieldsOf('"a\r\nb\rc\nd",24" monitor\r\n')).toEqual([["a\r\nb\rc\nd", '24" monitor']]);
  });

  test("a quote that is never closed is refused where it opens", () => {
    const tokens = readTokens('a,b\n1,"two\n3,4\n', ",");
    expect(tokens).toMatchObject({ ok: false, error: { code: "unclosedQuote", line: 2, column: "3" } });
  });

  test("text after a closing quote is refused", () => {
    const tokens = readTokens('a,b\n"x"y,2\n', ",");
    expect(tokens).toMatchObject({
      ok: false,
      error: { code: "textAfterQuote", line: 2, column: "4", found: "y,2" },
    });
  });

  test("of a large cell come at once", () => {
    const cell = "x".repeat(2_000_000);
    expect(fieldsOf(`a,"${cell}"\n`)[0]?.[1]?.length).toBe(2_000_000);
    expect(readTokens(`a,"${cell}`, ",").ok).toBe(false);
  });
});

describe("encodings", () => {
  const bytes = (...parts: (string | readonly number[])[]): Uint8Array =>
    Uint8Array.from(
      parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : [...part])),
    );

  test("UTF-8 with and without a mark", () => {
    expect(decodeBytes(bytes([0xef, 0xbb, 0xbf], "é€"))).toMatchObject({
      ok: true,
      text: "é€",
      encoding: "utf-8",
    });
    expect(decodeBytes(bytes("é€"))).toMatchObject({ ok: true, text: "é€", notices: [] });
  });

  test("UTF-16 by its mark", () => {
    expect(decodeBytes(bytes([0xff, 0xfe, 0x41, 0, 0xac, 0x20]))).toMatchObject({
      text: "A€",
      encoding: "utf-16le",
    });
    expect(decodeBytes(bytes([0xfe, 0xff, 0, 0x41, 0x20, 0xac]))).toMatchObject({
      text: "A€",
      encoding: "utf-16be",
    });
  });

  test("else windows-1252, which is said; never U+FFFD", () => {
    const decoded = decodeBytes(bytes("caf", [0xe9, 0x20, 0x80, 0x20, 0x93]));
    expect(decoded).toMatchObject({ ok: true, text: "café € “", notices: [{ code: "encodingGuessed" }] });
  });

  test("a workbook is refused by its content", () => {
    expect(decodeBytes(bytes("PK", [3, 4], "…"))).toMatchObject({ ok: false, error: { code: "seemsToBe" } });
  });
});

test("a byte order mark within the content is a character, also in front", () => {
  const tokens = readTokens("\ufeffa,\ufeffb\n\ufeff1,2", ",");
  expect(tokens.ok && tokens.rows.map(({ fields }) => fields)).toEqual([
    ["\ufeffa", "\ufeffb"],
    ["\ufeff1", "2"],
  ]);
});
