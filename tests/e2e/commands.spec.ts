// The one table of commands, in the built app: each does what it says, by its key and by its name; the help shows it.
import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { COMMANDS, SHEET_KEYS, shownKey } from "../../src/shell/commands.ts";
import type { CommandId } from "../../src/shell/commands.ts";
import { shellMessages } from "../../src/core/messages/shell.ts";
import { App } from "./app.ts";

/** A command's effect: what has to be so before, what it does, and the way back to the sheet. */
interface Check {
  readonly before?: (app: App) => Promise<void>;
  readonly effect: (app: App) => Promise<void>;
  /** Where the effect is a download or the like, it has to be waited for from before. */
  readonly during?: (app: App) => Promise<unknown>;
  readonly back?: (app: App) => Promise<void>;
}

const dialog = (name: string | RegExp): Check => ({
  effect: (app) => expect(app.page.getByRole("dialog", { name })).toBeVisible(),
  back: (app) => app.press("Escape"),
});

const isFocused = (app: App, role: "textbox" | "button", name: string | RegExp): Promise<void> =>
  expect(app.page.getByRole(role, { name }).first()).toBeFocused();

const isOpen = (app: App, name: string | RegExp): Promise<void> =>
  expect(app.page.getByRole("tab", { name })).toHaveAttribute("aria-selected", "true");

// A command that is added to the table has to be added here: the type says so.
const CHECKS: Readonly<Record<CommandId, Check>> = {
  undo: {
    before: (app) => app.type("Demo to sale", "Jan", "25%"),
    effect: (app) => app.expectCell("Demo to sale", "Jan", "20.0%"),
  },
  redo: {
    effect: (app) => app.expectCell("Demo to sale", "Jan", "25.0%"),
    back: (app) => app.undo(),
  },
  compare: {
    effect: (app) =>
      expect(app.page.getByRole("button", { name: "Compare" })).toHaveAttribute("aria-pressed", "true"),
    back: (app) => app.press("Control+Alt+c"),
  },
  newScenario: {
    effect: async (app) => {
      await isFocused(app, "textbox", "Name of the scenario");
      await expect(app.page.getByRole("tab", { name: /^Scenario/ })).toHaveCount(1);
    },
    back: (app) => app.press("Enter"),
  },
  // Round from the last: from the new one to the base, and back.
  nextScenario: {
    before: (app) => isOpen(app, /^Scenario/),
    effect: (app) => isOpen(app, "Base"),
  },
  previousScenario: {
    before: (app) => isOpen(app, "Base"),
    effect: (app) => isOpen(app, /^Scenario/),
    back: async (app) => {
      await app.undo();
      await expect(app.page.getByRole("tab", { name: /^Scenario/ })).toHaveCount(0);
    },
  },
  history: {
    effect: (app) => expect(app.page.getByRole("listbox", { name: /^Steps/ })).toBeFocused(),
    back: (app) => app.press("Escape"),
  },
  nameMoment: {
    effect: (app) => isFocused(app, "textbox", "Name of this moment"),
    back: (app) => app.press("Escape"),
  },
  cellHistory: {
    before: (app) => app.select("Demo to sale", "Jan"),
    effect: (app) => expect(app.page.getByText("Only Demo to sale, Jan 2027")).toBeVisible(),
    back: (app) => app.press("Escape"),
  },
  data: dialog("Your data"),
  backup: { during: (app) => app.page.waitForEvent("download"), effect: (app) => app.expectBar(/is saved/) },
  restore: { during: (app) => app.page.waitForEvent("filechooser"), effect: () => Promise.resolve() },
  share: dialog("A link to this plan"),
  import: { during: (app) => app.page.waitForEvent("filechooser"), effect: () => Promise.resolve() },
  pasteTable: dialog("Paste a table"),
  exportCsv: { during: (app) => app.page.waitForEvent("download"), effect: () => Promise.resolve() },
  exportAs: dialog("Export"),
  plans: dialog("Plans of this browser"),
  levers: {
    before: (app) => app.select("Units sold", "total"),
    effect: (app) => expect(app.levers).toBeFocused(),
    back: (app) => app.press("Escape"),
  },
  why: {
    before: (app) => app.select("Demos", "total"),
    effect: (app) => app.expectBar(/^500 demos = 10,000 visitors/),
  },
  moves: {
    before: (app) => app.select("Demo to sale", "total"),
    effect: (app) => app.expectBar(/^Demo to sale a point higher/),
  },
  nextCheck: { effect: (app) => app.expectCaret("Demos", "Mar") },
  previousCheck: {
    before: (app) => app.select("Price", "Jan"),
    effect: (app) => app.expectCaret("Demos", "Mar"),
  },
  formula: { effect: (app) => isFocused(app, "textbox", "Formula"), back: (app) => app.press("Escape") },
  answer: {
    effect: (app) => isFocused(app, "button", "100 units"),
    back: (app) => app.press("Control+Alt+s"),
  },
  sheet: {
    before: (app) => app.number("100 units").focus(),
    effect: (app) => isFocused(app, "textbox", "Cell editor"),
  },
  commands: dialog("Commands"),
  keys: dialog("Keys"),
  newPlan: { effect: (app) => expect(app.header("Spend")).toHaveCount(0) },
  start: dialog("Start a plan"),
  duplicatePlan: { effect: (app) => expect(app.page).toHaveTitle(/^Untitled plan 2/) },
};

const IDS = Object.keys(COMMANDS) as CommandId[]; // the table's own keys

/** A key of the table as the browser's keyboard is told. */
const pressed = (key: string): string => key.replace("Ctrl", "Control");

async function byName(app: App, name: string): Promise<void> {
  await app.press("Control+k");
  const list = app.page.getByRole("dialog", { name: "Commands" });
  await list.getByRole("combobox").fill(name);
  await expect(list.getByRole("option").first()).toContainText(name);
  await app.press("Enter");
}

async function run(
  page: Page,
  ids: readonly CommandId[],
  how: (app: App, id: CommandId) => Promise<void>,
): Promise<void> {
  const app = await new App(page).open();
  for (const id of ids) {
    await test.step(id, async () => {
      const { before, during, effect, back } = CHECKS[id];
      await before?.(app);
      const waiting = during?.(app);
      await how(app, id);
      await waiting;
      await effect(app);
      await back?.(app);
    });
  }
}

test("each command runs by the key that is shown", async ({ page }) => {
  const keyed = IDS.filter((id) => "key" in COMMANDS[id]);
  await run(page, keyed, (app, id) => {
    const entry: { readonly key?: string } = COMMANDS[id];
    return app.press(pressed(entry.key ?? ""));
  });
});

test("each command is found by its name and runs", async ({ page }) => {
  await run(page, IDS, (app, id) => byName(app, shellMessages.commands[id]));
});

test("the help shows every key of the table, and the buttons the same ones", async ({ page }) => {
  const app = await new App(page).open();
  await expect(page.getByRole("button", { name: "Undo" })).toHaveAttribute("title", "Undo (Ctrl+Z)");
  await app.press("Control+/");
  const help = page.getByRole("dialog", { name: "Keys" });
  const everywhere = help.getByRole("region", { name: "Everywhere" });
  for (const id of IDS) {
    const entry: { readonly key?: string } = COMMANDS[id];
    if (entry.key === undefined) continue;
    const term = everywhere
      .locator("dt")
      .filter({ has: page.getByText(shownKey(entry.key, false), { exact: true }) });
    await expect(term.locator("+ dd")).toHaveText(shellMessages.commands[id]);
  }
  const sheet = help.getByRole("region", { name: "In the sheet" });
  for (const key of Object.values(SHEET_KEYS).flat()) {
    await expect(sheet.getByText(shownKey(key, false), { exact: true }).first()).toBeVisible();
  }
});
