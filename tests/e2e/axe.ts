import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Expects axe to find nothing serious in a part of the page; the sheet's own widget is checked elsewhere. */
export async function expectAccessible(page: Page, part: string): Promise<void> {
  // Scripts given this way run beside the page's policy, not under it.
  await page.evaluate(await source);
  const found = await page.evaluate(async (selector) => {
    const { axe } = globalThis as unknown as { axe: { run: (part: string) => Promise<AxeResults> } }; // just loaded
    const { violations } = await axe.run(selector);
    return violations
      .filter(({ impact }) => impact === "critical" || impact === "serious")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  }, part);
  expect(found).toEqual([]);
}
