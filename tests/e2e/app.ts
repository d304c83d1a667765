import { expect } from "@playwright/test";
import type { Browser, BrowserContext, Download, Locator, Page } from "@playwright/test";
import { readFile } from "node:fs/promises";

/** Columns of the founding plan, by what their headings say. */
export type Column = "Owner" | "total" | "Jan" | "Feb" | "Mar" | (string & {});

/** The empty last line of the sheet. */
export const NEW_ROW = "Type a name to add a row";

/**
 * The built app as a person finds their way in it: by the names of things (roles, labels, headings), never by how
 * they are made.
 */
export class App {
  readonly page: Page;
  readonly grid: Locator;
  readonly sentence: Locator;
  readonly bar: Locator;
  readonly editor: Locator;
  readonly levers: Locator;
  readonly saved: Locator;
  #clicked = "";

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole("treegrid", { name: "Plan" });
    this.sentence = page.getByRole("region", { name: "Answer" });
    this.bar = page.getByRole("status", { name: "What happened" });
    this.editor = page.getByRole("textbox", { name: "Cell editor" });
    this.levers = page.getByRole("listbox", { name: "Levers" });
    this.saved = page.getByRole("status", { name: "Save state" });
  }

  /** Opens the page and waits for the sheet. */
  async open(path = "./"): Promise<this> {
    await this.page.goto(path);
    return this.ready();
  }

  async ready(): Promise<this> {
    await expect(this.grid).toBeVisible({ timeout: 20_000 });
    await expect(this.saved).toHaveText(/Saved/);
    // The caret comes to the plan's first number by itself; a plan without one has none.
    const caret = this.grid.locator('[aria-selected="true"]').first();
    await caret.waitFor({ state: "attached", timeout: 3000 }).catch(() => undefined);
    return this;
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  // ---- the sheet -------------------------------------------------------------------------------------------

  header(row: string): Locator {
    // A section may have a row's name: it stands above it.
    return this.grid.getByRole("rowheader", { name: row, exact: true }).last();
  }

  line(row: string): Locator {
    return this.grid
      .getByRole("row")
      .filter({ has: this.page.getByRole("rowheader", { name: row, exact: true }) })
      .last();
  }

  /** Scrolls until a row is there: the sheet draws what can be seen. */
  async reveal(row: string): Promise<Locator> {
    const header = this.header(row);
    if ((await header.count()) > 0) return header;
    await this.grid.scrollIntoViewIfNeeded();
    const box = await this.grid.boundingBox();
    if (box === null) return header;
    // Its middle, as far as it is on the screen and nothing lies over it.
    const height = this.page.viewportSize()?.height ?? 768;
    const [top, bottom] = [Math.max(0, box.y), Math.min(height - 60, box.y + box.height)];
    await this.page.mouse.move(box.x + box.width / 2, (top + bottom) / 2);
    await this.page.mouse.wheel(0, -100_000);
    await expect(async () => {
      if ((await header.count()) === 0) await this.page.mouse.wheel(0, 150);
      expect(await header.count()).toBeGreaterThan(0);
    }).toPass({ intervals: [50], timeout: 10_000 });
    // A wheel's scrolling runs on after the row is drawn; what is clicked before it rests is the row beside.
    let last = NaN;
    await expect(async () => {
      const now = (await header.boundingBox())?.y ?? NaN;
      const rested = now === last;
      last = now;
      expect(rested).toBe(true);
    }).toPass({ intervals: [100], timeout: 5000 });
    return header;
  }

  /** The heading of a column: "total" is the plan's ("Q1 2027 total", "Total, 2 months"), "Mar" the one that begins so. */
  heading(column: Column): Locator {
    const name = column === "total" ? /total$|^Total, / : new RegExp(`^${column}( \\d{4})?$`);
    return this.grid.getByRole("columnheader", { name });
  }

  async cell(row: string, column: Column): Promise<Locator> {
    await this.reveal(row);
    const at = String(await this.heading(column).first().getAttribute("aria-colindex"));
    const line = this.line(row);
    const inside = `[role=gridcell][aria-colindex="${at}"]`;
    if ((await line.locator(inside).count()) > 0) return line.locator(inside);
    // Where names are frozen they stand in a table of their own, and the row has its name by itself.
    return this.grid.getByRole("row", { name: row, exact: true }).locator(inside).last();
  }

  async expectCell(row: string, column: Column, text: string | RegExp): Promise<void> {
    await expect(await this.cell(row, column)).toHaveText(text);
  }

  async expectRow(row: string, cells: Readonly<Record<string, string | RegExp>>): Promise<void> {
    for (const [column, text] of Object.entries(cells)) await this.expectCell(row, column, text);
  }

  /** The state of a cell, in the words that a screen reader says. */
  async expectState(row: string, column: Column, words: string | RegExp): Promise<void> {
    await expect(await this.cell(row, column)).toHaveAttribute("aria-description", words);
  }

  /** Selects a cell with the mouse. */
  async select(row: string, column: Column): Promise<void> {
    const key = `${row}/${column}`;
    // Twice at one place would open the editor.
    if (this.#clicked === key) await this.header(row).click();
    // Scrolled into view, its elements may stand for another row by the time of the click.
    await expect(async () => {
      const cell = await this.cell(row, column);
      await cell.click();
      await expect(cell).toHaveAttribute("aria-selected", "true", { timeout: 1000 });
    }).toPass({ timeout: 15_000 });
    this.#clicked = key;
  }

  /** Types over a cell and ends with a key. */
  async type(
    row: string,
    column: Column,
    text: string,
    end: "Enter" | "Tab" | "Alt+Enter" = "Enter",
  ): Promise<void> {
    await this.select(row, column);
    await this.keys(text);
    await expect(this.editor).toHaveValue(text);
    await this.page.keyboard.press(end);
  }

  /** Types as a keyboard does: a sign that an American one lacks comes with its key all the same. */
  async keys(text: string): Promise<void> {
    for (const part of text.match(/[ -~]+|[^ -~]/gu) ?? []) {
      if (/^[ -~]/.test(part)) {
        await this.page.keyboard.type(part);
        continue;
      }
      const client = await this.page.context().newCDPSession(this.page);
      const key = { key: part, code: "Digit3", windowsVirtualKeyCode: 51 };
      await client.send("Input.dispatchKeyEvent", {
        type: "keyDown",
        text: part,
        unmodifiedText: part,
        ...key,
      });
      await client.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
      await client.detach();
    }
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Types where the caret stands, then moves on. */
  async write(text: string, end: string | null = "Enter"): Promise<void> {
    await this.keys(text);
    if (end !== null) await this.page.keyboard.press(end);
  }

  /** Waits until the caret stands in a cell. */
  async expectCaret(row: string, column: Column): Promise<void> {
    await expect(await this.cell(row, column)).toHaveAttribute("aria-selected", "true");
  }

  /** To the empty last line, by keys. */
  async toNewRow(): Promise<void> {
    await this.press("Control+End", "Home");
    await expect(this.header(NEW_ROW)).toHaveAttribute("aria-selected", "true");
  }

  /** To a cell by keys alone: from the first cell of the sheet down and to the right. */
  async goTo(row: string, column: Column): Promise<void> {
    await this.press("Control+Home");
    for (let i = 0; i < 40; i++) {
      if ((await this.header(row).getAttribute("aria-selected")) === "true") break;
      await this.press("ArrowDown");
    }
    for (let i = 0; i < 8; i++) {
      if ((await (await this.cell(row, column)).getAttribute("aria-selected")) === "true") return;
      await this.press("ArrowRight");
    }
    await this.expectCaret(row, column);
  }

  // ---- the answer and the bar ------------------------------------------------------------------------------

  async expectSentence(text: string | RegExp): Promise<void> {
    await expect(this.sentence.getByRole("paragraph").first()).toHaveText(text);
  }

  /** A number of the sentence, by what it shows. */
  number(text: string): Locator {
    return this.sentence.getByRole("button", { name: text, exact: true });
  }

  /** Types over a number of the sentence. */
  async typeInSentence(shown: string, row: string, text: string): Promise<void> {
    await this.number(shown).click();
    const field = this.sentence.getByRole("textbox", { name: row });
    await expect(field).toBeFocused();
    await field.fill(text);
    await field.press("Enter");
  }

  async expectBar(text: string | RegExp): Promise<void> {
    await expect(this.bar).toHaveText(text);
  }

  /** A button of the bar. */
  offer(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name });
  }

  // ---- levers ----------------------------------------------------------------------------------------------

  /** The list as "name value", one a line. */
  async expectLevers(lines: readonly string[]): Promise<void> {
    await expect(this.levers).toBeVisible();
    for (const line of lines) await expect(this.lever(line)).toBeVisible();
  }

  lever(line: string): Locator {
    const [name = "", value = ""] = line.split(/ (?=[£\d])/);
    return this.levers
      .getByRole("option")
      .filter({ hasText: new RegExp(`^\\s*${escape(name)}`) })
      .filter({ hasText: new RegExp(`${escape(value)}(?![\\d.,%])`) });
  }

  // ---- commands --------------------------------------------------------------------------------------------

  async undo(): Promise<void> {
    await this.page.getByRole("button", { name: "Undo" }).click();
  }

  async redo(): Promise<void> {
    await this.page.getByRole("button", { name: "Redo" }).click();
  }

  /** Undoes until the bar says that the plan is as it was opened. */
  async undoAll(): Promise<void> {
    for (let i = 0; i < 60 && (await this.page.getByRole("button", { name: "Undo" }).isEnabled()); i++) {
      await this.undo();
    }
    await this.expectBar(/as opened/);
  }

  async export(): Promise<{ name: string; text: string; path: string }> {
    const waiting = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: "Export CSV" }).click();
    return readDownload(await waiting);
  }

  /** Gives a file to the file chooser, and waits for the dialog that says what is in it. */
  async chooseFile(file: { name: string; text: string }): Promise<Locator> {
    await this.page
      .getByLabel("Import a CSV")
      .setInputFiles({ name: file.name, mimeType: "text/csv", buffer: Buffer.from(file.text) });
    const dialog = this.page.getByRole("dialog", { name: "Import" });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  async openPlans(): Promise<Locator> {
    await this.page.getByRole("button", { name: "Plans", exact: true }).click();
    const dialog = this.page.getByRole("dialog", { name: "Plans of this browser" });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  /** An empty plan, with the caret on its empty last line. */
  async newPlan(): Promise<void> {
    const dialog = await this.openPlans();
    await dialog.getByRole("button", { name: "New plan", exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(this.header(NEW_ROW)).toBeVisible();
  }

  /** Adds a channel by the picker. */
  async addChannel(name: string, from?: string): Promise<void> {
    await this.page.getByRole("combobox", { name: "Channel" }).selectOption({ label: "Add channel…" });
    const dialog = this.page.getByRole("dialog", { name: "Add a channel" });
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    if (from !== undefined) await dialog.getByRole("combobox").selectOption({ label: from });
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  async pickChannel(name: string): Promise<void> {
    await this.page.getByRole("combobox", { name: "Channel" }).selectOption({ label: name });
  }

  /** Chooses from a row's menu. */
  async menu(row: string, ...way: readonly string[]): Promise<void> {
    await (await this.reveal(row)).click({ button: "right" });
    for (const name of way) {
      const item = this.page.getByRole("menuitem", { name, exact: true });
      const choice = this.page.getByRole("menuitemradio", { name, exact: true });
      await item
        .or(choice)
        .or(this.page.getByRole("menuitemcheckbox", { name, exact: true }))
        .click();
    }
  }

  /** What has the caret: the description of the foot line. */
  get foot(): Locator {
    return this.page.getByRole("contentinfo");
  }
}

export async function readDownload(
  download: Download,
): Promise<{ name: string; text: string; path: string }> {
  const path = await download.path();
  return { name: download.suggestedFilename(), text: await readFile(path, "utf8"), path };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** What the page said and asked for while it ran: everything here has to stay empty. */
export interface Watch {
  readonly said: string[];
  readonly asked: string[];
  readonly refused: string[];
}

/** Listens to a context: console, page errors, requests off its origin, violations of the policy. */
export async function watch(context: BrowserContext, origin: string): Promise<Watch> {
  const seen: Watch = { said: [], asked: [], refused: [] };
  await context.exposeBinding("reportViolation", (_source, text: string) => {
    seen.refused.push(text);
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const report = (globalThis as { reportViolation?: (text: string) => void }).reportViolation; // bound above
      report?.(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  context.on("console", (message) => {
    if (message.type() !== "debug" && message.type() !== "info" && message.type() !== "log") {
      seen.said.push(`${message.type()}: ${message.text()}`);
    }
  });
  context.on("weberror", (error) => seen.said.push(error.error().message));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if ((url.protocol === "http:" || url.protocol === "https:") && url.origin !== origin)
      seen.asked.push(url.href);
  });
  return seen;
}

/** A context of its own with the settings of the tests: for several windows, or a page without a network. */
export async function newContext(
  browser: Browser,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: "en-GB",
    timezoneId: "Europe/London",
    ...options,
  });
}
