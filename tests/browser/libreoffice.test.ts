// What a real LibreOffice writes for its clipboard (tests/fixtures/libreoffice), pasted into the sheet.
import { afterEach, expect, test } from "vitest";
import { commands } from "vitest/browser";
import { COUNTRIES, WRITTEN } from "../interop/copied-cells.ts";
import { at, paste, stage } from "./kit.ts";
import type { Stage } from "./kit.ts";

let made: Stage | undefined;

afterEach(() => {
  made?.end();
  made = undefined;
});

/** The rows of the founding plan that it was written for. */
const ROWS: Readonly<Record<string, string>> = { Price: "price", "Demo to sale": "demo-to-sale" };

const cases = COUNTRIES.flatMap(({ locale }) => WRITTEN.map(({ row, values }) => ({ locale, row, values })));

test.each(cases)("$locale: $row, as HTML and as text", async ({ locale, row, values }) => {
  const name = `tests/fixtures/libreoffice/written-${row.toLowerCase().replaceAll(" ", "-")}-${locale}`;
  const html = await commands.readFile(`${name}.html`, "utf8");
  const text = await commands.readFile(`${name}.txt`, "utf8");
  const id = ROWS[row] ?? "";
  for (const data of [{ "text/html": html, "text/plain": text }, { "text/plain": text }]) {
    made?.end();
    made = await stage(undefined, locale);
    const { session, sheet } = made;
    sheet.focusTarget(at(id, 0));
    paste(data);
    await expect.poll(() => values.map((_, t) => session.book.engine.total(at(id, t)))).toEqual(values);
  }
});
