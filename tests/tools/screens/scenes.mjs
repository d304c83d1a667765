// What is on the page when a picture is taken: each scene takes a page that has just been opened where it wants it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../install.mjs";
import { LONG_NAMES, planText, TWELVE_CHANNELS } from "./plans.mjs";

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {(page: Page) => Promise<void>} Scene
 */

/** Waits until nothing moves: what is fetched later is there, what is worked out later has been painted. @type {Scene} */
export async function settle(page) {
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForTimeout(350);
}

/** @type {(page: Page, key: string) => Promise<void>} */
async function press(page, key) {
  await page.keyboard.press(key);
  await settle(page);
}

/** Gives a file to the file chooser. @type {(page: Page, name: string, text: string | Buffer) => Promise<void>} */
async function give(page, name, text) {
  await page
    .getByLabel("Import a CSV")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("dialog", { name: "Import" }).waitFor();
  await settle(page);
}

/** Opens a plan from its CSV. @type {(page: Page, text: string) => Promise<void>} */
async function openPlan(page, text) {
  await give(page, "plan.csv", text);
  const dialog = page.getByRole("dialog", { name: "Import" });
  await dialog.getByRole("button", { name: /^Open as a new plan/ }).click();
  await dialog.waitFor({ state: "hidden" });
  await settle(page);
}

/** Types over the total of a row of the founding plan, by keys: they find it on every screen. @type {(page: Page, row: string, text: string) => Promise<void>} */
async function typeTotal(page, row, text) {
  await page.keyboard.press("Control+Alt+s");
  await page.keyboard.press("Control+Home");
  const header = page.getByRole("rowheader", { name: row, exact: true }).last();
  for (let i = 0; i < 40; i++) {
    if ((await header.count()) > 0 && (await header.getAttribute("aria-selected")) === "true") break;
    await page.keyboard.press("ArrowDown");
  }
  // A narrow screen has no column of owners before the total.
  await page.keyboard.press("ArrowRight");
  if ((await page.getByRole("columnheader", { name: "Owner" }).count()) > 0)
    await page.keyboard.press("ArrowRight");
  await page.keyboard.type(text);
  await press(page, "Enter");
}

/** A scenario over the one that is open. @type {(page: Page, name: string) => Promise<void>} */
async function addScenario(page, name) {
  await page.getByRole("button", { name: "New scenario" }).click();
  await page.keyboard.type(name);
  await press(page, "Enter");
}

/** The storyboard's two scenarios beside the base. @type {Scene} */
async function scenarios(page) {
  await addScenario(page, "Better demos");
  await typeTotal(page, "Visitor to demo", "5.5%");
  await typeTotal(page, "Demo to sale", "24%");
  await page.getByRole("tab", { name: /^Base/ }).click();
  await addScenario(page, "Half the budget");
  await typeTotal(page, "Spend", "7500");
}

/** @type {Scene} */
async function compare(page) {
  await scenarios(page);
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await page.getByRole("grid", { name: "Comparison" }).getByRole("button", { name: "Better demos" }).click();
  await page.getByRole("figure", { name: "Why they differ" }).waitFor();
  await settle(page);
}

/** A tab of the comparison's panel. @type {(name: string) => Scene} */
const comparePanel = (name) => async (page) => {
  await compare(page);
  await page.getByRole("tab", { name }).click();
  await settle(page);
};

/** @type {(text: string) => Scene} */
const plan = (text) => (page) => openPlan(page, text);

/** Opened by a key. @type {(key: string) => Scene} */
const byKey = (key) => (page) => press(page, key);

/** @type {Record<string, Scene>} */
export const SCENES = {
  sheet: settle,
  selected: async (page) => {
    await typeTotal(page, "Demo to sale", "18%");
    await press(page, "Escape");
  },
  goal: async (page) => {
    await typeTotal(page, "Spend", "10000");
  },
  levers: async (page) => {
    await typeTotal(page, "Spend", "10000");
    await press(page, "F4");
  },
  why: async (page) => {
    await typeTotal(page, "Demo to sale", "19%");
    await press(page, "Alt+w");
  },
  readings: async (page) => {
    await page.keyboard.type("5");
    await press(page, "Enter");
  },
  formula: async (page) => {
    await page.keyboard.type("=Demos*[Dem");
    await settle(page);
  },
  menu: async (page) => {
    await page.getByRole("rowheader", { name: "Demos", exact: true }).click({ button: "right" });
    await settle(page);
  },
  addChannel: async (page) => {
    await page.getByRole("combobox", { name: "Channel" }).selectOption({ label: "Add channel…" });
    await settle(page);
  },
  channelsDialog: async (page) => {
    await page.getByRole("combobox", { name: "Channel" }).selectOption({ label: "Add channel…" });
    await page.keyboard.type("Events");
    await press(page, "Enter");
    await page
      .getByRole("combobox", { name: "Channel" })
      .selectOption({ index: -1 })
      .catch(() => undefined);
    await settle(page);
  },
  findings: async (page) => {
    await page.getByRole("button", { name: /to check$/ }).click();
    await settle(page);
  },
  scenarioChanges: async (page) => {
    await scenarios(page);
    await page.getByRole("button", { name: "What Half the budget changes" }).click();
    await settle(page);
  },
  compare,
  funnels: comparePanel("Funnels"),
  sweep: comparePanel("Sweep"),
  start: byKey("Control+Alt+n"),
  keys: byKey("F1"),
  commands: byKey("Control+k"),
  plans: byKey("Control+o"),
  export: byKey("Control+Shift+s"),
  paste: byKey("Control+Alt+v"),
  import: async (page) => {
    await give(page, "google-ads.csv", await readFile(join(ROOT, "tests/fixtures/vendors/google-ads.csv")));
  },
  importPlan: async (page) => {
    await give(
      page,
      "plan.csv",
      planText({ title: "Year", months: 12, channels: ["Paid search", "Events"] }),
    );
  },
  data: byKey("Control+Alt+b"),
  history: async (page) => {
    await typeTotal(page, "Demo to sale", "25%");
    await typeTotal(page, "Visitor to demo", "10%");
    await press(page, "Control+Alt+h");
    await press(page, "ArrowDown");
    await press(page, "ArrowDown");
  },
  share: async (page) => {
    await press(page, "Control+k");
    await page.keyboard.type("Copy a link");
    await press(page, "Enter");
  },
  restore: async (page) => {
    await press(page, "Control+Alt+b");
    const waiting = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Save a backup" }).click();
    const path = await (await waiting).path();
    await press(page, "Escape");
    await page.getByLabel("Restore a backup").setInputFiles(path);
    await page.getByRole("dialog", { name: "Restore" }).waitFor();
    await settle(page);
  },
  empty: async (page) => {
    await press(page, "Control+k");
    await page.keyboard.type("New plan");
    await press(page, "Enter");
  },
  months24: plan(planText({ title: "Two years", months: 24, channels: ["Paid search"] })),
  channels12: async (page) => {
    await openPlan(page, planText({ title: "Twelve channels", months: 3, channels: TWELVE_CHANNELS }));
    await press(page, "Control+Home");
    await press(page, "ArrowDown");
    await press(page, "Alt+ArrowRight");
  },
  longNames: plan(
    planText({
      title: "Enterprise and mid-market go-to-market plan for the whole of the year 2027",
      months: 6,
      channels: [
        "Paid search on all engines in Western Europe",
        "Trade fairs and conferences in North America",
      ],
      names: LONG_NAMES,
    }),
  ),
  euros: plan(planText({ title: "Frühjahr", months: 6, channels: ["Suche", "Messen"], currency: "EUR" })),
  rupees: plan(
    planText({ title: "Lakh and crore", months: 6, channels: ["Search", "Events"], currency: "INR" }),
  ),
};
