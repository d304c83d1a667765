import { join } from "node:path";
import { chromium } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { preview } from "vite";
import { copyBlock } from "../../src/grid/copied.ts";
import type { Copied } from "../../src/grid/copied.ts";
import { App } from "../e2e/app.ts";
import { browserArguments } from "../tools/browser.mjs";
import { cellsOfCopy, isSame, WRITTEN } from "./copied-cells.ts";
import type { Country } from "./copied-cells.ts";
import type { Findings, InteropOptions } from "./main.ts";
import type { Office } from "./office.ts";
import { hostileTexts } from "./plans.ts";
import { readSheet } from "./sheet.ts";

const PORT = 4342;

/** What the app copies opens right in LibreOffice, and what LibreOffice writes pastes right in the app. */
export async function checkClipboard(office: Office, options: InteropOptions): Promise<Findings> {
  const { country } = office;
  const faults: string[] = [];
  const files = new Map<string, string>();
  let checked = 0;
  const check = (isRight: boolean, fault: () => string): void => {
    checked++;
    if (!isRight) faults.push(fault());
  };
  const server = await preview({
    configFile: join(options.root, "vite.config.ts"),
    logLevel: "warn",
    preview: { port: PORT, strictPort: true },
  });
  const browser = await chromium.launch({ executablePath: options.browser, args: browserArguments() });
  try {
    const context = await browser.newContext({
      locale: country.locale,
      viewport: { width: 1366, height: 768 },
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const page = await context.newPage();
    const app = await new App(page).open(`http://localhost:${PORT}/`);
    await firstCell(app, "Price").click();
    await page.keyboard.press("Control+a");
    const copied = await copyFrom(page);
    const cells = cellsOfCopy(copied["text/html"]);
    check(
      cells.flat().filter(({ value }) => value !== null).length > 30,
      () => "hardly any number was copied",
    );
    const html = readSheet(await office.openHtml(copied["text/html"]));
    const text = readSheet(await office.openText(copied["text/plain"]));
    cells.forEach((row, i) =>
      row.forEach(({ shown, value }, k) => {
        const isPercent = shown.includes("%");
        for (const [from, sheet] of [
          ["HTML", html],
          ["text", text],
        ] as const) {
          const found = sheet[i]?.[k];
          check(
            isSame(found, shown, value),
            () =>
              `${from}, row ${i + 1}, column ${k + 1}: ${shown} (${String(value)}${isPercent ? ", a rate" : ""}) became ${JSON.stringify(found)}`,
          );
        }
      }),
    );
    files.set(`copied-${country.locale}.html`, copied["text/html"]);
    files.set(`copied-${country.locale}.txt`, copied["text/plain"]);
    const saved = html.map((row) =>
      row.map(({ type, value, text: shown }) => (type === "number" ? value : shown)),
    );
    files.set(`copied-${country.locale}-opened.json`, `${JSON.stringify(saved)}\n`);

    for (const { row, values, text: source } of WRITTEN) {
      const [sheet = ""] = await office.openCsv([source(country.decimal, country.delimiter)], false);
      const written = { html: await office.writeHtml(sheet), text: await office.writeText(sheet) };
      for (const [kind, data] of [
        ["HTML", { "text/html": written.html, "text/plain": written.text }],
        ["text", { "text/plain": written.text }],
      ] as const) {
        const found = await pasteInto(app, row, data, country);
        check(
          JSON.stringify(found) === JSON.stringify(values),
          () => `${kind} of LibreOffice's: ${JSON.stringify(values)} became ${JSON.stringify(found)}`,
        );
      }
      const name = `written-${row.toLowerCase().replaceAll(" ", "-")}-${country.locale}`;
      files.set(`${name}.html`, written.html);
      files.set(`${name}.txt`, written.text);
    }
  } finally {
    await browser.close();
    await server.close();
  }
  const hostile = copyBlock(
    hostileTexts().map((shown) => [{ shown, entry: shown, value: null }]),
    country.decimal,
  );
  for (const [from, xml] of [
    ["HTML", await office.openHtml(hostile["text/html"])],
    ["text", await office.openText(hostile["text/plain"])],
  ] as const) {
    check(!xml.includes("table:formula="), () => `a hostile text runs when pasted as ${from}`);
  }
  return { checked, faults, files };
}

const firstCell = (app: App, row: string): Locator => app.line(row).getByRole("gridcell").nth(2);

/** Copies what is selected and reads it back from the browser's clipboard, as other programs find it there. */
async function copyFrom(page: Page): Promise<Copied> {
  await page.keyboard.press("Control+c");
  return page.evaluate(async () => {
    // Chromium cleans HTML that a page reads; other programs get it as it is.
    const options = { unsanitized: ["text/html"] };
    const read: (options: object) => Promise<ClipboardItems> = navigator.clipboard.read.bind(
      navigator.clipboard,
    );
    const [item] = await read(options);
    if (item === undefined) throw new Error("Nothing is on the clipboard");
    return {
      "text/plain": await (await item.getType("text/plain")).text(),
      "text/html": await (await item.getType("text/html")).text(),
    };
  });
}

/** Puts the caret into a row's first cell; by way of another, so that two of them are no double click. */
async function select(app: App, row: string): Promise<void> {
  await firstCell(app, "Spend").click();
  await firstCell(app, row).click();
}

/** Pastes into a row's first cells, and says what they are then, in full. */
async function pasteInto(
  app: App,
  row: string,
  data: Readonly<Record<string, string>>,
  { decimal }: Country,
): Promise<number[]> {
  const { page } = app;
  await select(app, row);
  await page.evaluate((each) => {
    const clipboardData = new DataTransfer();
    for (const [type, text] of Object.entries(each)) clipboardData.setData(type, text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    (document.activeElement ?? document.body).dispatchEvent(event);
  }, data);
  await page.waitForTimeout(500);
  await select(app, row);
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  const { "text/plain": text } = await copyFrom(page);
  await page.keyboard.press("Control+z");
  await page.waitForTimeout(500);
  return text.split("\t").map((each) => {
    const number = Number(each.replace("%", "").replace(decimal, "."));
    return each.includes("%") ? Number((number / 100).toPrecision(15)) : number;
  });
}
