import type { CDPSession, Locator, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { NO_RESULTS } from "../../src/csv/results.ts";
import { writePlan } from "../../src/csv/write.ts";
import type { Size } from "./funnel.ts";
import { median, percentile } from "./measure.ts";
import type { Figure } from "./report.ts";
import { COUNT, documentOf } from "./twelve.ts";

/** The built page, served, and the browser to open it with. */
export interface PageOptions {
  readonly url: string;
  readonly browser: string;
  readonly arguments: readonly string[];
}

/** Milliseconds of the main thread: scripts, and styles with layout. */
interface Cost {
  readonly script: number;
  readonly layout: number;
}

const [EDITS, WARM_UP] = [60, 12];

/**
 * What an edit of the base costs the main thread of the built page while twelve scenarios that all follow it stand
 * side by side: everything from the key that ends the entry until the page rests, saving and asking for the
 * explanation included. As the browser counts it; painting is not in it, since without a graphics card it says
 * nothing about a screen.
 */
export async function timePage(
  size: Size,
  options: PageOptions,
  say: (line: string) => void,
): Promise<Figure[]> {
  const browser = await chromium.launch({
    executablePath: options.browser,
    args: [...options.arguments],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "en-GB" });
    const page = await context.newPage();
    await page.goto(options.url);
    await importPlan(page, writePlan(documentOf(size), NO_RESULTS));
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await page.getByRole("combobox", { name: "Showing" }).selectOption("all");
    const grid = page.getByRole("grid", { name: "Comparison" });
    const row = (name: string): Locator =>
      grid.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
    const followers = row("Volume 1").first().getByRole("gridcell");
    await row("Growth").first().getByRole("gridcell").first().click();

    const client = await context.newCDPSession(page);
    await client.send("Performance.enable");
    const costs: Cost[] = [];
    const seen: (readonly string[])[] = [];
    for (let i = 0; i < EDITS; i++) {
      if (i > 0) await page.keyboard.press("ArrowUp");
      await page.keyboard.type(`${2 + (i % 2)}%`);
      await page.waitForTimeout(60);
      const start = await costSoFar(client);
      await page.keyboard.press("Enter");
      await page.waitForTimeout(300);
      const end = await costSoFar(client);
      if (i < 2) seen.push(await followers.allInnerTexts());
      if (i >= WARM_UP) costs.push({ script: end.script - start.script, layout: end.layout - start.layout });
    }
    const cells = await grid.getByRole("gridcell").count();
    say(`Page ${size.name}: ${COUNT} scenarios and the base, ${cells} numbers shown, ${costs.length} edits.`);
    const [one, other] = seen;
    if (one?.length !== COUNT + 1 || one.some((text, i) => text === other?.[i])) {
      throw new Error("An edit of the base was not followed by all scenarios.");
    }
    const figure = (name: string, ours: number): Figure => ({
      part: "page",
      name,
      size: size.name,
      unit: "ms",
      ours,
      target: {},
    });
    const all = costs.map(({ script, layout }) => script + layout);
    return [
      figure(`edit that ${COUNT} follow, scripts`, median(costs.map(({ script }) => script))),
      figure(`edit that ${COUNT} follow, styles and layout`, median(costs.map(({ layout }) => layout))),
      figure(`edit that ${COUNT} follow, main thread`, median(all)),
      figure(`edit that ${COUNT} follow, main thread, p95`, percentile(all, 0.95)),
    ];
  } finally {
    await browser.close();
  }
}

async function importPlan(page: Page, text: string): Promise<void> {
  const file = { name: "bench.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  await page.getByLabel("Import a CSV").setInputFiles(file);
  const dialog = page.getByRole("dialog", { name: "Import" });
  await dialog.getByRole("button", { name: "Open as a new plan" }).click();
  await page.getByRole("tab", { name: /^Scenario 12/ }).waitFor();
}

async function costSoFar(client: CDPSession): Promise<Cost> {
  const { metrics } = await client.send("Performance.getMetrics");
  const seconds = (name: string): number => metrics.find((one) => one.name === name)?.value ?? NaN;
  return {
    script: seconds("ScriptDuration") * 1000,
    layout: (seconds("LayoutDuration") + seconds("RecalcStyleDuration")) * 1000,
  };
}
