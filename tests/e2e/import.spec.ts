import { expect, test } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { App, readDownload } from "./app.ts";

const fixture = async (folder: string, name: string): Promise<{ name: string; text: string }> => ({
  name: `${name}.csv`,
  text: await readFile(fileURLToPath(new URL(`../fixtures/${folder}/${name}.csv`, import.meta.url)), "utf8"),
});

/** Takes what the dialog shows, by its one green button. */
async function take(dialog: Locator, name: string): Promise<void> {
  const button = dialog.getByRole("button", { name, exact: true });
  await expect(button).toBeEnabled();
  await button.click();
  await expect(dialog).toBeHidden();
}

/** Columns of rows, periods and numbers of one channel-less plan. */
const table = (rows: readonly string[]): string => `${rows.join("\r\n")}\r\n`;

// The second click is the period, where an export says it above its table alone.
const VENDORS: readonly (readonly [id: string, row: string, total: string, clicks: 1 | 2])[] = [
  ["google-ads", "Clicks", "3,334", 1],
  ["meta-ads", "Clicks", "1,020", 1],
  ["linkedin-ads", "Leads", "12", 1],
  ["microsoft-ads", "Conversions", "9", 1],
  ["tiktok-ads", "Impressions", "22,000", 1],
  ["ga4", "Sessions", "2,200", 2],
  ["hubspot", "Revenue", "20,000", 1],
  ["salesforce", "Revenue", "24,000", 1],
];

test("the exports of eight vendors become plans in two clicks each", async ({ page }) => {
  const app = await new App(page).open();
  for (const [id, row, total, clicks] of VENDORS) {
    await app.newPlan();
    const dialog = await app.chooseFile(await fixture("vendors", id));
    if (clicks === 2) {
      const period = dialog.getByRole("combobox", { name: "All of it is for" });
      await period.selectOption({ label: "Jan 2027" });
    }
    await take(dialog, "Take it into this plan");
    const cell = clicks === 2 ? "Jan" : "total";
    await app.expectCell(row, cell, new RegExp(`^£?${total}(?:\\.00)?$`));
  }
});

test("a mapping is remembered for the next file of the same shape, and the example is not touched", async ({
  page,
}) => {
  const app = await new App(page).open();
  const text = table(["Wann,Wo,Was kam", "2027-01-05,Messe,12", "2027-02-05,Messe,14", "2027-02-06,Brief,3"]);
  const first = await app.chooseFile({ name: "januar.csv", text });
  const column = first.getByRole("combobox", { name: "What Was kam is" });
  await column.selectOption({ label: "numbers of a new row, Was kam" });
  await first.getByRole("combobox", { name: "What Wo is" }).selectOption({ label: "channel" });
  await take(first, "Open as a new plan");
  await app.expectCell("Was kam", "total", "29");

  const next = table(["Wann,Wo,Was kam", "2027-02-07,Messe,100"]);
  const second = await app.chooseFile({ name: "februar.csv", text: next });
  await expect(second).toContainText("as the last time");
  await expect(second.getByRole("combobox", { name: "What Wo is" })).toHaveValue('{"role":"channel"}');
  // Now the open plan knows the row: the file fills it, and what changes is shown before it does.
  await expect(second.getByRole("row", { name: /Was kam.*Feb 2027, Messe.*14.*100/ })).toBeVisible();
  await take(second, "Take it into this plan");
  await app.expectCell("Was kam", "total", "115");
  await app.undo();
  await app.expectCell("Was kam", "total", "29");
});

test("what cannot be decided is asked once, with the evidence, and the preview follows", async ({ page }) => {
  const app = await new App(page).open();
  const text = table(["Month\tVisitors", "2027-01\t1,234", "2027-02\t2,500"]);
  const dialog = await app.chooseFile({ name: "costs.csv", text });
  const question = dialog.getByRole("region", { name: "One thing the file does not say" });
  await expect(question).toContainText("1,234");
  const go = dialog.getByRole("button", { name: "Open as a new plan" });
  await expect(go).toBeDisabled();
  await question.getByRole("button", { name: "Show line 2" }).click();
  await question.getByRole("button", { name: /1,234 is 1\.234$/ }).click();
  await expect(question).toBeHidden();
  await expect(dialog.getByRole("combobox", { name: "Decimal sign" })).toHaveValue(",");
  await expect(dialog.getByRole("row", { name: /Visitors.*1\.2, 2\.5/ })).toBeVisible();
  // Each reading can be changed, and everything follows.
  await dialog.getByRole("combobox", { name: "Decimal sign" }).selectOption(".");
  await expect(dialog.getByRole("row", { name: /Visitors.*1,234/ })).toBeVisible();
  await take(dialog, "Open as a new plan");
  await app.expectCell("Visitors", "total", "3,734");
});

test("a file that cannot be read safely is refused with its place; bad rows go into a file of their own", async ({
  page,
}) => {
  const app = await new App(page).open();
  const refused = await app.chooseFile({
    name: "open.csv",
    text: 'Month,Clicks\r\n2027-01,"12\r\n2027-02,13\r\n',
  });
  await expect(refused.getByRole("alert")).toContainText("never closed");
  await expect(refused.getByRole("alert")).toContainText("line 2");
  await refused.getByRole("button", { name: "Close" }).click();
  await expect(refused).toBeHidden();

  const rows = ["Month,Clicks", "2027-01,120", "2027-02,#REF!", "2027-03,140", "2027-04,150"];
  const dialog = await app.chooseFile({ name: "clicks.csv", text: table(rows) });
  await expect(dialog).toContainText("1 row could not be read");
  await expect(dialog).toContainText("line 3, column Clicks, found “#REF!”");
  const waiting = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save them as a file" }).click();
  const file = await readDownload(await waiting);
  expect(file.name).toMatch(/^clicks, set aside \d{4}-\d\d-\d\d\.csv$/);
  expect(file.text).toContain("#REF!");
  expect(file.text).not.toContain("120");
  await take(dialog, "Open as a new plan");
  await app.expectCell("Clicks", "total", "410");
});

test("a colleague's file is compared, taken over piece by piece, and added as a scenario", async ({
  page,
}) => {
  const app = await new App(page).open();
  const own = await app.export();
  await app.type("Demo to sale", "total", "25%");
  await app.type("Price", "total", "500");
  await expect(app.saved).toHaveText(/Saved/);
  const theirs = { name: "from Anna.csv", text: (await app.export()).text };
  await app.undoAll();
  await app.expectCell("Price", "total", "£480");

  const dialog = await app.chooseFile(theirs);
  await expect(dialog.getByRole("status")).toHaveText(/^2 differences from the open plan/);
  await expect(dialog.getByRole("row", { name: /Demo to sale.*20\.0%.*25\.0%/ })).toBeVisible();
  await dialog.getByRole("checkbox", { name: /^Take Demo to sale/ }).uncheck();
  await take(dialog, "Take the 1 difference into this plan");
  await app.expectCell("Price", "total", "£500");
  await app.expectCell("Demo to sale", "total", "20.0%");
  await app.undo();
  await app.expectCell("Price", "total", "£480");

  const again = await app.chooseFile(theirs);
  await again.getByRole("radio", { name: /as a scenario/ }).check();
  await take(again, "Add 1 scenario");
  await page.getByRole("tab", { name: /from Anna/ }).click();
  await app.expectCell("Demo to sale", "total", "25.0%");
  await app.undo();
  const same = await app.chooseFile({ name: own.name, text: own.text });
  await expect(same.getByRole("status")).toHaveText(/^No differences/);
});

test("a computed number changed outside is found, and kept, overridden or made a goal", async ({ page }) => {
  const app = await new App(page).open();
  const { text } = await app.export();
  // Somebody typed over a computed number in a spreadsheet program: the month's demos.
  const lines = text.split("\r\n");
  const at = lines.findIndex((line) => line.includes('"Demos"') && line.includes('"computed"'));
  const [head = "", ...numbers] = (lines[at] ?? "").split(/(?<="),(?=[\d.]+,[\d.]+)|,(?=[\d.]+$)/);
  expect(numbers.length).toBeGreaterThan(0);
  lines[at] = `${head},${numbers.join(",").replace(/[\d.]+$/, "999")}`;
  const dialog = await app.chooseFile({ name: "edited.csv", text: lines.join("\r\n") });
  await expect(dialog).toContainText("1 computed number was changed outside Backcast");
  await expect(dialog).toContainText("999 in the file");
  await dialog.getByRole("radio", { name: "keep the file’s numbers as overrides" }).check();
  await take(dialog, "Take the 1 difference into this plan");
  await app.expectCell("Demos", "Mar", /999$/);
  await app.expectState("Demos", "Mar", /overridden/);
});

test("of a plan's file the records that cannot be understood go into a file of their own, the others are taken", async ({
  page,
}) => {
  const app = await new App(page).open();
  const { text } = await app.export();
  const lines = text.split("\r\n");
  const put = (find: RegExp, change: (line: string) => string): void => {
    const at = lines.findIndex((line) => find.test(line));
    expect(at).toBeGreaterThan(0);
    lines[at] = change(lines[at] ?? "");
  };
  // A number became an error of the program that saved it; a record has a kind that there is not; another is as it should be.
  put(/"Demo to sale".*"assumption"/, (line) => line.replace(/[\d.]+$/, "#REF!"));
  put(/"Cost per click".*"owner|"Cost per click".*"scope"/, (line) => line.replace('"scope"', '"sorcery"'));
  put(/"Price".*"assumption"/, (line) => line.replace(/480/g, "500"));
  const dialog = await app.chooseFile({ name: "from Ben.csv", text: lines.join("\r\n") });
  const alert = dialog.getByRole("alert");
  await expect(alert).toContainText("column 2027-M03, found “#REF!”");
  await expect(alert).toContainText("sorcery");
  const waiting = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save them as a file" }).click();
  const file = await readDownload(await waiting);
  expect(file.name).toMatch(/^from Ben, set aside \d{4}-\d\d-\d\d\.csv$/);
  const asides = file.text
    .replace(/^\ufeff/, "")
    .trimEnd()
    .split("\r\n");
  expect(asides).toHaveLength(3);
  expect(asides[0]).toContain('"Why it was set aside"');
  expect(asides.filter((line) => /#REF!|sorcery/.test(line))).toHaveLength(2);
  // What was not understood stays as it is; what was is on offer, and nothing more.
  await expect(dialog.getByRole("row", { name: /Price.*480.*500/ })).toBeVisible();
  await take(dialog, "Take the 1 difference into this plan");
  await app.expectCell("Price", "total", "£500");
  await app.expectCell("Demo to sale", "total", "20.0%");
});

test("a changed computed total becomes a goal, and is worked out", async ({ page }) => {
  const app = await new App(page).open();
  const { text } = await app.export();
  const lines = text.split("\r\n");
  const at = lines.findIndex((line) => line.includes('"Demos"') && line.includes('"computed"'));
  lines[at] = (lines[at] ?? "").replace(/[\d.]+$/, "250");
  const dialog = await app.chooseFile({ name: "edited.csv", text: lines.join("\r\n") });
  await dialog.getByRole("radio", { name: "make the file’s numbers goals" }).check();
  await take(dialog, "Take the 1 difference into this plan");
  await app.expectCell("Demos", "Mar", /250$/);
  await app.expectState("Demos", "Mar", /goal/i);
  await app.undo();
  await app.expectCell("Demos", "Mar", /183$/);
});

test("hostile names, owners and channels leave as text that no program runs, by every way out, and come back", async ({
  page,
}) => {
  const app = await new App(page).open();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const channel = "@SUM(A1)";
  const names = ["=1+1", "-2+3", "＋1"];
  const table = ["Month,Channel,Sales", `2027-01,"${channel}",3`, "2027-02,Post,4"];
  const first = await app.chooseFile({ name: "+2.csv", text: `${table.join("\r\n")}\r\n` });
  await take(first, "Open as a new plan");
  for (const name of names) {
    await app.toNewRow();
    await app.write(name);
  }
  await app.type("Sales", "Owner", "=cmd|' /C calc'!A0");
  await expect(app.saved).toHaveText(/Saved/);
  /** Fields of a file that a spreadsheet program would run: texts that begin, after blanks, as formulas do. */
  const running = (text: string, delimiter: string): string[] =>
    text
      .replace(/^\ufeff/, "")
      .split(/\r\n|\n/)
      .flatMap((line) => line.split(delimiter))
      .map((field) => field.replace(/^"/, ""))
      .filter((field) => /^\s*[=+\-@＝＋－＠]/u.test(field) && !/^-?[\d.,]+"?$/.test(field));
  const files: string[] = [];
  const dialog = page.getByRole("dialog", { name: "Export" });
  for (const what of [/as it is seen/, /with all its scenarios/]) {
    await page.keyboard.press("Control+Shift+S");
    await dialog.getByRole("radio", { name: what }).check();
    const waiting = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Save the file" }).click();
    const { text, name } = await readDownload(await waiting);
    expect(name).not.toMatch(/^[=+\-@]/);
    expect(running(text, ",")).toEqual([]);
    for (const each of names) expect(text).toContain(`'${each}`);
    files.push(text);
  }
  const whole = files[1] ?? "";
  expect(whole).toContain(`'${channel}`);
  expect(whole).toContain("'=cmd|' /C calc'!A0");
  await page.keyboard.press("Control+Shift+S");
  await dialog.getByRole("radio", { name: /as it is seen/ }).check();
  await dialog.getByRole("button", { name: "Copy" }).click();
  await expect(dialog.getByRole("status")).toHaveText(/^Copied/);
  expect(running(await page.evaluate(() => navigator.clipboard.readText()), "\t")).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  // All of it comes back as it was.
  const back = await app.chooseFile({ name: "back.csv", text: whole });
  await expect(back.getByRole("status")).toHaveText(/^No differences/);
});

async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((value) => {
    const data = new DataTransfer();
    data.setData("text/plain", value);
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
}

test("a table is pasted: into the dialog, and onto the start of an empty plan", async ({ page }) => {
  const app = await new App(page).open();
  await app.newPlan();
  await pasteText(page, "Row\tJan 2027\tFeb 2027\nVisitors\t1000\t1200\nSales\t20\t30\n");
  let dialog = page.getByRole("dialog", { name: "Import" });
  await expect(dialog).toBeVisible();
  await take(dialog, "Take it into this plan");
  await app.expectRow("Visitors", { Jan: "1,000", Feb: "1,200", total: "2,200" });
  await app.expectRow("Sales", { total: "50" });
  await app.undo();
  await expect(app.header("Visitors")).toBeHidden();

  await page.keyboard.press("Control+Alt+v");
  await expect(page.getByRole("dialog", { name: "Paste a table" })).toBeVisible();
  await pasteText(page, "Month;Leads\n2027-01;10\n2027-02;20\n");
  dialog = page.getByRole("dialog", { name: "Import" });
  await expect(dialog.getByRole("combobox", { name: "Separated by" })).toHaveValue(";");
  await take(dialog, "Take it into this plan");
  await app.expectCell("Leads", "total", "30");
});

test("a large file shows how far it is, and stops", async ({ page }) => {
  const app = await new App(page).open();
  await page.evaluate(() => {
    const line = "2027-01-05,Campaign with a name,1234,56.78,90\n";
    const file = new File(
      ["Date,Campaign,Clicks,Cost,Leads\n", ...Array<string>(900_000).fill(line)],
      "large.csv",
    );
    const data = new DataTransfer();
    data.items.add(file);
    document.body.dispatchEvent(
      new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
    );
  });
  const dialog = page.getByRole("dialog", { name: "Import" });
  await expect(dialog.getByRole("progressbar")).toBeVisible();
  await dialog.getByRole("button", { name: "Stop" }).click();
  await expect(dialog).toContainText("Stopped. Nothing was changed.");
  await dialog.getByRole("button", { name: "Close" }).click();
  await app.expectSentence(/100 units/);
});

test("what happened lands beside the plan: marked, kept, exported, undone, and no number moves", async ({
  page,
}) => {
  const app = await new App(page).open();
  const text = table(["Month,Visitors,Spend", "2027-01,2900,4100", "2027-02,3500,5000", "2027-02,100,50"]);
  const dialog = await app.chooseFile({ name: "february.csv", text });
  await dialog.getByRole("radio", { name: /as what happened/ }).check();
  await expect(dialog.getByRole("row", { name: /Visitors.*actual.*empty.*2,900, 3,600/ })).toBeVisible();
  await take(dialog, "Take it as actuals");
  await app.expectSentence(/100 units in Q1 2027 you need 500 demos from 10,000 visitors, and £15,000/);
  await app.expectState("Visitors", "Feb", /actual 3,600 \(february\.csv, \d{4}-\d\d-\d\d\)/);
  await app.select("Visitors", "Jan");
  await expect(app.foot).toContainText("actual 2,900 (february.csv");
  const file = await app.export();
  expect(file.text).toMatch(/"actual","[^"]*","\d{4}-\d\d-\d\d february\.csv",,2900,3600/);
  const same = await app.chooseFile(file);
  await expect(same.getByRole("status")).toHaveText(/^No differences/);
  await page.keyboard.press("Escape");
  await app.reload();
  await app.expectState("Spend", "Jan", /actual £4,100/);
  await app.undo();
  await expect(await app.cell("Spend", "Jan")).not.toHaveAttribute("aria-description", /actual/);
});

test("the plan leaves as its reader's program wants it: what is seen, the comparison, a scenario", async ({
  page,
}) => {
  const app = await new App(page).open();
  await page.getByRole("button", { name: "New scenario" }).first().click();
  await app.type("Price", "total", "500");
  const dialog = page.getByRole("dialog", { name: "Export" });
  const save = async (what: RegExp, decimal?: string): Promise<{ name: string; text: string }> => {
    await page.keyboard.press("Control+Shift+S");
    await dialog.getByRole("radio", { name: what }).check();
    if (decimal !== undefined)
      await dialog.getByRole("combobox", { name: "Decimal sign" }).selectOption(decimal);
    const waiting = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Save the file" }).click();
    return readDownload(await waiting);
  };
  const seen = await save(/as it is seen/);
  expect(seen.name).toMatch(/^Spring launch, as seen \d{4}-\d\d-\d\d\.csv$/);
  expect(seen.text).toMatch(/"Price","Sales",500,500,500,500/);
  const comparison = await save(/beside each other/, ",");
  expect(comparison.name).toMatch(/^Spring launch, comparison \d{4}/);
  expect(comparison.text).toMatch(/"Price";480;500;20/);
  const scenario = await save(/^the scenario Scenario 1/);
  expect(scenario.name).toMatch(/^Spring launch, Scenario 1 \d{4}/);
  const plan = await save(/with all its scenarios/, ",");
  expect(plan.text).toContain('"One half"');
  expect(plan.text).toMatch(/;0,5;/);

  // A scenario that left alone comes back as a plan of its own.
  const back = await app.chooseFile(scenario);
  await back.getByRole("button", { name: "Open as a new plan" }).click();
  await expect(back).toBeHidden();
  await app.expectCell("Price", "total", "£500");

  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.keyboard.press("Control+Shift+S");
  await dialog.getByRole("radio", { name: /as it is seen/ }).check();
  await dialog.getByRole("button", { name: "Copy" }).click();
  await expect(dialog.getByRole("status")).toHaveText(/^Copied/);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/"Price"\t"Sales"\t500/);
});
