import type { Page } from "playwright-core";
import type { Dice } from "../laws/trees.ts";
import { findHalves, readDisk } from "./real/disk.ts";
import type { Hand } from "./real/hand.ts";
import { until } from "./real/prices.ts";
import { playCases } from "./real/stage.ts";
import type { Stage } from "./real/stage.ts";
import type { Score, Task } from "./real/task.ts";

/*
 * Random use of the built app: keys, clicks on whatever is there, texts into whatever takes one. A case is fifty
 * actions; the twenty cases of a batch go on in one profile, which makes a thousand. After each action: no error, nothing
 * in the console, no request elsewhere, nothing that the policy refuses, no number that is none on the screen. Now and
 * then: everything is saved and whole on the disk, a reload shows the same answer, and undo takes a step back exactly.
 */

export const batch = 20;

const ACTIONS = 50;

const ENTRIES: readonly string[] = [
  "0",
  "1",
  "120",
  "12k",
  "3,400",
  "£3",
  "5%",
  "250%",
  "-5",
  "1e9",
  "1e-9",
  "13 of 182",
  "16%..24%",
  "=PREV()*1.05",
  "=1/0",
  "=Spend/2",
  "=Demos",
  "=TOTAL(Visitors)",
  "=SUM(",
  "$500",
  "a few",
  "1,5",
  "<b>bold</b>",
  "__proto__",
  "=".repeat(50),
];

const KEYS: readonly string[] = [
  ..."ArrowUp ArrowDown ArrowLeft ArrowRight Enter Tab Escape Delete Backspace F2 F4 Home End PageDown".split(
    " ",
  ),
  ..."Control+z Control+y Control+c Control+x Control+d Control+k Control+Home Control+End".split(" "),
  ..."Alt+w Alt+ArrowRight Alt+ArrowLeft Alt+h Shift+ArrowDown Shift+ArrowRight Shift+F10 F1".split(" "),
];

/** What opens the system's own windows, which a page's visitor has no hand in. */
const NOT_CLICKED = /file|import|restore|print|csv|picture|image|use it now/i;

export function run(task: Task): Promise<Score> {
  const begun: { monkey: Monkey | null } = { monkey: null };
  return playCases(task, async (stage, dice) => {
    if (begun.monkey === null) await stage.newOrigin();
    const monkey = new Monkey(stage, dice, begun.monkey?.origin ?? stage.host.url);
    begun.monkey = monkey;
    return monkey.play();
  });
}

class Monkey {
  readonly origin: string;
  readonly #stage: Stage;
  readonly #dice: Dice;
  readonly #wrong: string[] = [];
  readonly #did: string[] = [];

  constructor(stage: Stage, dice: Dice, origin: string) {
    this.#stage = stage;
    this.#dice = dice;
    this.origin = origin;
  }

  async play(): Promise<string[]> {
    const hand = await this.#stage.hand();
    await this.#listen(hand.page);
    await hand.open(this.origin);
    for (let n = 0; n < ACTIONS && this.#wrong.length === 0; n++) {
      await this.#act(hand).catch((error: unknown) => {
        this.#wrong.push(error instanceof Error ? error.message : String(error));
      });
      await this.#look(hand.page);
      if (n % 10 === 9) await this.#lookAtDisk(hand);
    }
    return this.#wrong.length === 0 ? [] : [...this.#wrong, `after ${this.#did.slice(-12).join(" | ")}`];
  }

  async #listen(page: Page): Promise<void> {
    page.on("pageerror", (error) => this.#wrong.push(`error: ${error.stack ?? error.message}`));
    const client = await this.#stage.running.context.newCDPSession(page);
    await client.send("Runtime.enable");
    client.on("Runtime.consoleAPICalled", ({ type, args, stackTrace }) => {
      if (type !== "error" && type !== "warning") return;
      const from = stackTrace?.callFrames.map(
        (frame) => `${frame.functionName}@${frame.url.split("/").pop() ?? ""}:${frame.columnNumber}`,
      );
      const said = args.map(({ value, description }) => String(value ?? description)).join(" ");
      this.#wrong.push(`console: ${said} from ${from?.slice(0, 12).join(" < ") ?? "nowhere"}`);
    });
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (/^https?:$/.test(url.protocol) && !request.url().startsWith(this.origin))
        this.#wrong.push(`asked for ${url.href}`);
    });
    page.on("dialog", (dialog) => {
      this.#wrong.push(`a dialog of the browser: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.exposeBinding("tellRefused", (_source, text: string) => this.#wrong.push(`refused: ${text}`));
    await page.addInitScript(() => {
      Error.stackTraceLimit = 40;
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
        const page = globalThis as unknown as { tellRefused(text: string): void }; // bound above
        page.tellRefused(`${violatedDirective} ${blockedURI}`);
      });
    });
  }

  async #act(hand: Hand): Promise<void> {
    const dice = this.#dice;
    const { page } = hand;
    const kind = dice.below(100);
    if (kind < 35) {
      const text = dice.pick(ENTRIES);
      if (!(await this.#click(page, "[role=gridcell]", "cell"))) return;
      await this.#type(page, text, dice.pick(["Enter", "Enter", "Tab", "Escape", "Alt+Enter"]));
    } else if (kind < 60) {
      const key = dice.pick(KEYS);
      this.#did.push(key);
      await page.keyboard.press(key);
    } else if (kind < 78) {
      const what = "button, [role=menuitem], [role=option], [role=tab], input[type=checkbox], summary";
      await this.#click(page, what, "button");
    } else if (kind < 83) {
      const isField = await this.#click(page, "input:not([type]), input[type=text], textarea", "field");
      if (isField) await this.#type(page, dice.pick(ENTRIES), "Enter");
    } else if (kind < 86) {
      await this.#click(page, "[role=rowheader], [role=columnheader], [role=gridcell]", "menu of", "right");
    } else if (kind < 89) await this.#choose(page);
    else if (kind < 91) {
      const [width, height] = dice.pick([
        [1366, 768],
        [390, 844],
        [900, 600],
      ] as const);
      this.#did.push(`${width} × ${height}`);
      await page.setViewportSize({ width, height });
    } else if (kind < 93) await this.#reload(hand);
    else if (kind < 95) {
      this.#did.push("paste");
      await hand.paste(`${dice.pick(ENTRIES)}\t${dice.pick(ENTRIES)}\n${dice.pick(ENTRIES)}\t4`);
    } else await this.#takeBack(hand);
  }

  async #type(page: Page, text: string, end: string): Promise<void> {
    this.#did.push(`type ${text} ${end}`);
    await page.keyboard.type(text);
    await page.keyboard.press(end);
  }

  /** Clicks on one of what can be seen and reached; whether there was one. */
  async #click(
    page: Page,
    selector: string,
    what: string,
    button: "left" | "right" = "left",
  ): Promise<boolean> {
    const found = await page.evaluate((query) => {
      const names: { name: string; x: number; y: number }[] = [];
      for (const element of document.querySelectorAll(query)) {
        const box = element.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const top = document.elementFromPoint(x, y);
        if (box.width === 0 || !element.contains(top)) continue;
        names.push({
          name: `${element.getAttribute("aria-label") ?? ""} ${element.textContent}`.trim(),
          x,
          y,
        });
      }
      return names;
    }, selector);
    const list =
      button === "right" || what !== "button" ? found : found.filter(({ name }) => !NOT_CLICKED.test(name));
    if (list.length === 0) return false;
    const { name, x, y } = this.#dice.pick(list);
    this.#did.push(`${what} ${name.slice(0, 30)}`);
    await page.mouse.click(x, y, { button });
    return true;
  }

  /** Another choice of one of the lists that fold down. */
  async #choose(page: Page): Promise<void> {
    const chance = this.#dice.next();
    const what = await page.evaluate((share) => {
      const lists = [...document.querySelectorAll("select")].filter(
        (list) => list.checkVisibility() && !list.disabled,
      );
      const list = lists[Math.floor(share * lists.length)];
      if (list === undefined) return "";
      list.selectedIndex = Math.floor(((share * 977) % 1) * list.options.length);
      list.dispatchEvent(new Event("input", { bubbles: true }));
      list.dispatchEvent(new Event("change", { bubbles: true }));
      return `${list.getAttribute("aria-label") ?? "a list"}: ${list.selectedOptions[0]?.text ?? ""}`;
    }, chance);
    if (what !== "") this.#did.push(what);
  }

  /** Nothing on the screen may say that something is no number. */
  async #look(page: Page): Promise<void> {
    const slip = await page.evaluate(
      () => /\bNaN\b|\bundefined\b|\bInfinity\b|\[object|∞|\$\{/.exec(document.body.innerText)?.[0] ?? "",
    );
    if (slip !== "") this.#wrong.push(`the screen says ${slip}`);
  }

  async #lookAtDisk(hand: Hand): Promise<void> {
    if (!(await until(() => isAtRest(hand), 15_000))) this.#wrong.push("not saved");
    const disk = await readDisk(hand.page);
    this.#wrong.push(...(disk === null ? ["no database"] : findHalves(disk)));
  }

  /** Out of whatever is open, into the sheet of the present. */
  async #toSheet({ page }: Hand): Promise<boolean> {
    for (let n = 0; n < 3; n++) await page.keyboard.press("Escape");
    const isSheet = await page.evaluate(
      () =>
        document.querySelector("dialog[open]") === null &&
        document.querySelector("[role=treegrid]") !== null &&
        document.querySelector('[aria-label="Save state"]')?.textContent.endsWith("Saved") === true,
    );
    return isSheet;
  }

  /** A reload shows the answer that was there, where it shows the same scenario. */
  async #reload(hand: Hand): Promise<void> {
    if (!(await this.#toSheet(hand)) || !(await until(() => isAtRest(hand), 15_000))) return;
    this.#did.push("reload");
    const before = await answerOf(hand.page);
    await hand.page.reload();
    await hand.ready();
    const after = await answerOf(hand.page);
    if (before.tab === after.tab && before.past === after.past && before.answer !== after.answer)
      this.#wrong.push(`a reload turned "${before.answer}" into "${after.answer}"`);
  }

  /** Types into a cell; where that was one step, undo gives back every number. */
  async #takeBack(hand: Hand): Promise<void> {
    if (!(await this.#toSheet(hand)) || !(await until(() => isAtRest(hand), 15_000))) return;
    const { page } = hand;
    const before = await sheetOf(page);
    const steps = await this.#steps(page);
    if (!(await this.#click(page, "[role=gridcell]", "undone cell"))) return;
    await this.#type(page, this.#dice.pick(ENTRIES), "Enter");
    if (!(await until(() => isAtRest(hand), 15_000))) return;
    await page.keyboard.press("Escape");
    if ((await this.#steps(page)) !== steps + 1) return;
    await page.keyboard.press("Control+z");
    await until(async () => (await this.#steps(page)) === steps + 2, 5000);
    if (!(await until(() => isAtRest(hand), 15_000)) || (await this.#steps(page)) !== steps + 2) return;
    const isBack = async (): Promise<boolean> => differenceOf(before, await sheetOf(page)) === "";
    if (!(await until(isBack, 3000))) this.#wrong.push(`undo: ${differenceOf(before, await sheetOf(page))}`);
  }

  /** Steps of all plans, as they are on the disk. */
  async #steps(page: Page): Promise<number> {
    return (await readDisk(page))?.changes.length ?? -1;
  }
}

/** Nothing waits to be saved; how the plan was is only looked at. */
async function isAtRest(hand: Hand): Promise<boolean> {
  return /(?:Saved|Read only)$/.test(await hand.text('[aria-label="Save state"]'));
}

function answerOf(page: Page): Promise<{ answer: string; tab: string; past: boolean }> {
  return page.evaluate(() => ({
    answer: document.querySelector('[aria-label="Answer"] p')?.textContent.trim() ?? "",
    tab: document.querySelector('[role=tab][aria-selected="true"]')?.textContent.trim() ?? "",
    past: document.querySelector('[aria-label="Read only"]') !== null,
  }));
}

/** What each row that is drawn shows, by its name and its place among rows of that name. */
function sheetOf(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const rows: Record<string, string> = {};
    for (const line of document.querySelectorAll("[role=treegrid] [role=row]")) {
      const cells = [...line.querySelectorAll("[role=gridcell]")].map((cell) => cell.textContent.trim());
      const name = `${line.getAttribute("aria-rowindex") ?? ""} ${line.querySelector("[role=rowheader]")?.textContent.trim() ?? ""}`;
      if (cells.length > 0) rows[`${name} ${cells.length}`] = cells.join(" · ");
    }
    return rows;
  });
}

/** The first row that both show and that is not the same; "" if there is none. */
function differenceOf(before: Record<string, string>, after: Record<string, string>): string {
  for (const [name, cells] of Object.entries(before)) {
    const now = after[name];
    if (now !== undefined && now !== cells) return `${name} was ${cells}, is ${now}`;
  }
  return "";
}
