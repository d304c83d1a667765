import { expect, test } from "vitest";
import { drawPicture } from "../../src/compare/picture.ts";
import { compareTable } from "../../src/compare/table.ts";
import { readTokens } from "../../src/csv/tokens.ts";
import { writeTable } from "../../src/csv/write-table.ts";
import { columns, speak, started } from "./kit.ts";

test("the picture holds every number, and names from files stay text", () => {
  const plan = started();
  const cells = columns(plan).map((column, i) =>
    i === 1 ? { ...column, name: `<b>&"x"</b>\u0000` } : column,
  );
  const groups = compareTable(
    plan,
    cells,
    { against: null, differences: "absolute", rows: "matter", from: 0, to: 2, channel: null },
    speak,
  );
  const { svg, width, height } = drawPicture({
    title: "Spring launch",
    sentence: "Better demos needs £3,636 less.",
    columns: cells,
    groups,
    view: null,
    rest: String,
  });
  expect(svg).toContain("£11,364");
  expect(svg).toContain("&lt;b&gt;&amp;&quot;x&quot;&lt;/b&gt;");
  expect(svg).not.toContain("<b>");
  expect(svg).not.toContain("\u0000");
  expect(width).toBeGreaterThan(600);
  expect(height).toBeGreaterThan(300);
});

test("a table as a file: full numbers, quoted texts, nothing that a spreadsheet would run", () => {
  const text = writeTable(
    [
      ["Row", "=1+1"],
      ["Spend", 11363.636363636364, -0.1],
    ],
    ".",
  );
  expect(text).toBe('\ufeff"Row","\'=1+1"\r\n"Spend",11363.636363636364,-0.1\r\n');
  const german = writeTable([["Zeile"], ["a;b", 1.5]], ",");
  const read = readTokens(german.slice(1), ";");
  expect(read.ok && read.rows.map(({ fields }) => fields)).toEqual([["Zeile"], ["a;b", "1,5"]]);
});
