import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { computePlan } from "../../src/csv/compute.ts";
import { readPlan } from "../../src/csv/read.ts";
import { copyBlock } from "../../src/grid/copied.ts";
import { cellsOfCopy, COUNTRIES } from "../interop/copied-cells.ts";
import { lossOf } from "../interop/plans.ts";
import { countingIds } from "./rich.ts";

/*
 * Files that a real LibreOffice wrote (tests/fixtures/libreoffice, its version beside them; `npm run interop -- --keep` writes
 * them anew): what it opened and saved says the same plan, and what it made of our clipboard is what was copied.
 */

const FOLDER = new URL("../fixtures/libreoffice/", import.meta.url);
const names = readdirSync(fileURLToPath(FOLDER));
const textOf = (name: string): string => readFileSync(fileURLToPath(new URL(name, FOLDER)), "utf8");

const saved = names.filter((name) => name.endsWith("-saved.csv"));

describe(`files of ${textOf("version.txt").trim()}`, () => {
  test("are of every country", () => {
    for (const { locale } of COUNTRIES) {
      expect(saved.filter((name) => name.includes(locale)).length).toBeGreaterThanOrEqual(4);
    }
  });

  test.each(saved)("%s says the plan that was exported, to 15 digits", (name) => {
    const original = readPlan(textOf(name.replace("-saved", "")), {
      newId: countingIds(),
      recompute: computePlan,
    });
    if (original.outcome !== "plan") throw new Error(original.why.text);
    expect(original.errors).toEqual([]);
    expect(lossOf(original.plan, textOf(name))).toBeNull();
  });

  test.each(COUNTRIES)(
    "$locale: a plan that was opened without regard to quotes is the same",
    ({ locale }) => {
      const original = readPlan(textOf(`plan-0-${locale}.csv`), { newId: countingIds() });
      if (original.outcome !== "plan") throw new Error(original.why.text);
      expect(lossOf(original.plan, textOf(`founding-unquoted-${locale}.csv`))).toBeNull();
    },
  );

  test.each(COUNTRIES)("$locale: what was copied is what it opened, and is copied so today", (country) => {
    const html = textOf(`copied-${country.locale}.html`);
    const text = textOf(`copied-${country.locale}.txt`);
    const cells = cellsOfCopy(html);
    expect(copyBlock(cells, country.decimal)).toEqual({ "text/html": html, "text/plain": text });
    const opened: unknown = JSON.parse(textOf(`copied-${country.locale}-opened.json`));
    // A number that it has to 15 digits is the number.
    const near = (value: unknown): unknown =>
      typeof value === "number" ? Number(value.toPrecision(14)) : value;
    const rows = opened as unknown[][]; // rows of cells, as tests/interop/clipboard.ts writes them
    expect(rows.map((row) => row.map(near))).toEqual(
      cells.map((row) => row.map(({ shown, value }) => near(value ?? shown))),
    );
  });
});
