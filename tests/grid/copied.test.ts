// What a copied block is as text and as HTML.
import { expect, test } from "vitest";
import { copyBlock, formatOf } from "../../src/grid/copied.ts";
import { blockOfText } from "../../src/grid/pasted.ts";

const number = (shown: string, value: number, entry = String(value)) => ({ shown, entry, value });
const text = (shown: string) => ({ shown, entry: shown, value: null });

test("text has every digit, as the reader writes numbers; rates keep their sign", () => {
  const block = [
    [text("Spend"), number("£16,667", 16666.666666666668), number("18.0%", 0.18)],
    [text("Näme")],
  ];
  expect(copyBlock(block, ".")["text/plain"]).toBe("Spend\t16666.6666666667\t18%\nNäme");
  expect(copyBlock([[number("16.667 €", 16666.666666666668)]], ",")["text/plain"]).toBe("16666,6666666667");
});

test("HTML shows what the sheet shows, and has the number in full for each program", () => {
  const html = copyBlock([[number("19.8%", 36 / 182, "36 of 182")]], ".")["text/html"];
  expect(html).toContain(`sdval="${36 / 182}"`);
  expect(html).toContain('sdnum="1033;1033;0.0%"');
  expect(html).toContain(`x:num="${36 / 182}"`);
  expect(html).toContain('data-entry="36 of 182"');
  expect(html).toContain(">19.8%</td>");
});

test("the format of a figure is said as spreadsheets say it", () => {
  expect(formatOf("£1,234.50", ".")).toBe('"£"#,##0.00');
  expect(formatOf("20.0%", ".")).toBe("0.0%");
  expect(formatOf("1.234,5 €", ",")).toBe('#,##0.0" €"');
  expect(formatOf("183", ".")).toBe("#,##0");
});

test("what a spreadsheet would run is text: names are the person's, not programs", () => {
  const { "text/plain": plain, "text/html": html } = copyBlock([[text("=1+1"), text('<b>"x"')]], ".");
  expect(plain).toBe(`'=1+1\t"<b>""x"""`);
  expect(html).toContain("mso-number-format");
  expect(html).not.toContain("<b>");
});

test("tab-separated text comes back cell by cell, quotes and line breaks with it", () => {
  expect(blockOfText('1\t2\r\n"a\tb"\t"say ""hi""\nthere"\r\n')).toEqual([
    ["1", "2"],
    ["a\tb", 'say "hi"\nthere'],
  ]);
  expect(blockOfText("1\n\n3")).toEqual([["1"], [""], ["3"]]);
  expect(blockOfText("5%")).toEqual([["5%"]]);
  expect(blockOfText("a\t")).toEqual([["a", ""]]);
});
