import type { Page } from "playwright-core";

/** Names the fault to wake in the broken build, before any script of the page runs. */
export async function wake(page: Page, fault: string | undefined): Promise<void> {
  if (fault === undefined) return;
  await page.addInitScript((name) => localStorage.setItem("broken", name), fault);
}

/**
 * A hand on the built app that is quick: it reads the page's elements in one go, and counts what it did in the page
 * itself. tests/e2e/app.ts is the careful one.
 */
export class Hand {
  readonly page: Page;
  /** How many gestures were told as saved: "Saved" was shown after the last of them. */
  saved = 0;
  /** Called when "Saved" is shown, with the number of gestures before it. */
  onSaved: (count: number) => void = () => {};

  constructor(page: Page) {
    this.page = page;
  }

  /**
   * Makes the page count gestures (Enter in the sheet's editor, Ctrl+Z, a paste) and tell how many there were each
   * time that it begins to show "Saved". A gesture is counted before the app hears of it, and makes the app show
   * "Saving" before anything else can run: so a "Saved" that comes later is true of all that were counted.
   */
  async countSaves(): Promise<void> {
    await this.page.exposeBinding("tellSaved", (_source, count: number) => {
      this.saved = Math.max(this.saved, count);
      this.onSaved(count);
    });
    await this.page.addInitScript(() => {
      // Bound above, and set just below.
      const page = globalThis as unknown as { tellSaved(count: number): void; savedIn: number[] };
      page.savedIn = [];
      let count = 0;
      let last = "";
      let since = 0;
      const gesture = (): void => {
        count++;
        since = performance.now();
      };
      addEventListener(
        "keydown",
        ({ key, ctrlKey }) => {
          if (key === "Enter" || (key === "z" && ctrlKey)) gesture();
        },
        true,
      );
      addEventListener("paste", gesture, true);
      new MutationObserver(() => {
        const text = document.querySelector('[aria-label="Save state"]')?.textContent ?? "";
        if (text !== last && text.endsWith("Saved") && !text.startsWith("Not")) {
          page.savedIn.push(performance.now() - since);
          page.tellSaved(count);
        }
        last = text;
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
  }

  /** Milliseconds from the last gesture until "Saved" was shown, each time that it was. */
  savedIn(): Promise<number[]> {
    return this.page.evaluate(() => (globalThis as unknown as { savedIn: number[] }).savedIn); // set above
  }

  /** Opens the page and waits until the sheet is there and says "Saved". Answers the milliseconds that it took. */
  async open(url: string): Promise<number> {
    const begin = performance.now();
    await this.page.goto(url, { waitUntil: "commit" });
    await this.ready();
    return performance.now() - begin;
  }

  async ready(timeout = 30_000): Promise<void> {
    await this.page.waitForFunction(
      () =>
        document.querySelector("[role=treegrid] [role=gridcell]") !== null &&
        document.querySelector('[aria-label="Save state"]')?.textContent.endsWith("Saved") === true,
      undefined,
      { polling: 25, timeout },
    );
  }

  /** What a row's cells show: owner, total, then the periods. */
  cells(row: string): Promise<string[]> {
    return this.page.evaluate((name) => {
      const lines = [...document.querySelectorAll("[role=row]")].filter(
        (line) => line.querySelector("[role=rowheader]")?.textContent.trim() === name,
      );
      const lists = lines.map((line) =>
        [...line.querySelectorAll("[role=gridcell]")].map((cell) => cell.textContent.trim()),
      );
      return lists.sort((a, b) => b.length - a.length)[0] ?? [];
    }, row);
  }

  /** Puts the caret on a cell with the mouse: 0 the owner, 1 the total, 2 the first period. */
  async click(row: string, index: number): Promise<void> {
    // Twice at one place would open the editor: one cell's clicks are never next to each other.
    await this.#click(row, index === 0 ? 1 : 0);
    await this.#click(row, index);
  }

  /** The same, again where something pushed the sheet away under the mouse: a line of trouble that came or went. */
  async clickUntilThere(row: string, index: number): Promise<void> {
    for (let tries = 0; tries < 5; tries++) {
      await this.click(row, index);
      if (await this.#isSelected(row, index)) return;
    }
    throw new Error(`The caret does not come to cell ${index} of ${row}`);
  }

  #isSelected(row: string, index: number): Promise<boolean> {
    return this.page.evaluate(
      ([name, place]) =>
        [...document.querySelectorAll("[role=row]")]
          .filter((line) => line.querySelector("[role=rowheader]")?.textContent.trim() === name)
          .map((line) => line.querySelectorAll("[role=gridcell]")[place])
          .find(Boolean)
          ?.getAttribute("aria-selected") === "true",
      [row, index] as const,
    );
  }

  async #click(row: string, index: number): Promise<void> {
    const at = await this.page.evaluate(
      ([name, place]) => {
        const lines = [...document.querySelectorAll("[role=row]")].filter(
          (line) => line.querySelector("[role=rowheader]")?.textContent.trim() === name,
        );
        const cell = lines.map((line) => line.querySelectorAll("[role=gridcell]")[place]).find(Boolean);
        cell?.scrollIntoView({ block: "nearest" });
        const box = cell?.getBoundingClientRect();
        return box === undefined ? null : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      },
      [row, index] as const,
    );
    if (at === null) throw new Error(`The sheet shows no cell ${index} of ${row}`);
    await this.page.mouse.click(at.x, at.y);
  }

  text(selector: string): Promise<string> {
    return this.page.evaluate((where) => document.querySelector(where)?.textContent.trim() ?? "", selector);
  }

  /** Pastes as the browser would, where the caret is. */
  paste(text: string): Promise<void> {
    return this.page.evaluate((plain) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", plain);
      const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
      (document.activeElement ?? document.body).dispatchEvent(event);
    }, text);
  }
}
