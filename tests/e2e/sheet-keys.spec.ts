// What the help of keys says of the sheet, key by key, and the same gestures by their names, in the built app.
import { expect, test } from "@playwright/test";
import { SHEET_KEYS } from "../../src/shell/commands.ts";
import type { SheetKeyId } from "../../src/shell/commands.ts";
import { App } from "./app.ts";
import type { Column } from "./app.ts";

/** Cells that are selected, in the part of the sheet that scrolls. */
const selected = (app: App): Promise<number> =>
  app.grid.locator('.ht_master td[aria-selected="true"]').count();

/** Puts the caret on a cell, presses a key, and waits for what the foot line then says. */
async function goes(app: App, from: readonly [string, Column], key: string, foot: RegExp): Promise<void> {
  await app.select(...from);
  await app.press(key);
  await expect(app.foot, key).toHaveText(foot);
}

/** Looks at each key in turn: `ways` has the way of one, by its name. */
const each =
  (ways: Readonly<Record<string, (app: App, key: string) => Promise<void>>>) =>
  async (app: App, keys: readonly string[]): Promise<void> => {
    expect(Object.keys(ways)).toEqual(keys);
    for (const key of keys) await ways[key]?.(app, key.replace("Ctrl", "Control"));
  };

const go =
  (row: string, column: Column, foot: RegExp) =>
  (app: App, key: string): Promise<void> =>
    goes(app, [row, column], key, foot);

const selects =
  (least: number) =>
  async (app: App, key: string): Promise<void> => {
    await app.select("Price", "Jan");
    await app.press(key);
    await expect.poll(() => selected(app), key).toBeGreaterThanOrEqual(least);
  };

// A key that is added to the help has to be added here: the type says so.
const KEYS: Readonly<Record<SheetKeyId, (app: App, keys: readonly string[]) => Promise<void>>> = {
  move: each({
    ArrowUp: go("Revenue", "Jan", /^Price · Jan 2027/),
    ArrowDown: go("Price", "Jan", /^Revenue · Jan 2027/),
    ArrowLeft: go("Price", "Feb", /^Price · Jan 2027/),
    ArrowRight: go("Price", "Jan", /^Price · Feb 2027/),
  }),
  next: each({
    Enter: go("Price", "Feb", /^Revenue · Feb 2027/),
    Tab: go("Price", "Feb", /^Price · Mar 2027/),
    "Shift+Enter": go("Revenue", "Feb", /^Price · Feb 2027/),
    "Shift+Tab": go("Price", "Mar", /^Price · Feb 2027/),
  }),
  ends: each({
    Home: async (app, key) => {
      await app.select("Price", "Mar");
      await app.press(key);
      await expect(app.header("Price")).toHaveAttribute("aria-selected", "true");
    },
    End: go("Price", "Jan", /^Price · Mar 2027/),
    "Ctrl+Home": async (app, key) => {
      await app.select("Price", "Mar");
      await app.press(key);
      await expect(app.grid.getByRole("gridcell", { name: "Section Traffic" })).toHaveAttribute(
        "aria-selected",
        "true",
      );
    },
    "Ctrl+End": async (app, key) => {
      await app.press(key, "ArrowUp");
      await expect(app.foot).toHaveText(/· Mar 2027/);
    },
  }),
  edge: each({
    "Ctrl+ArrowUp": go("Visitors", "Jan", /^Spend · Jan 2027/),
    "Ctrl+ArrowDown": go("Spend", "Jan", /^Cost per click · Jan 2027/),
    "Ctrl+ArrowLeft": async (app, key) => {
      await app.select("Spend", "Mar");
      await app.press(key);
      await expect(app.header("Spend")).toHaveAttribute("aria-selected", "true");
    },
    "Ctrl+ArrowRight": go("Spend", "Jan", /^Spend · Mar 2027/),
  }),
  page: each({
    PageUp: async (app, key) => {
      await app.select("Revenue", "Jan");
      await app.press(key);
      await expect(app.foot).not.toHaveText(/^Revenue/);
    },
    PageDown: async (app, key) => {
      await app.select("Spend", "Jan");
      await app.press(key);
      await expect(app.foot).not.toHaveText(/^Spend/);
    },
  }),
  select: each({
    "Shift+ArrowRight": selects(2),
    "Shift+Space": selects(6),
    "Ctrl+Space": selects(15),
    "Ctrl+A": selects(60),
  }),
  // Any letter or digit.
  type: async (app) => {
    await app.type("Price", "Jan", "490");
    await app.expectCell("Price", "Jan", "£490");
    await app.undo();
  },
  edit: each({
    F2: async (app, key) => {
      await app.select("Price", "Jan");
      await app.press(key);
      await expect(app.editor).toHaveValue("480");
      await app.press("Escape");
    },
  }),
  override: each({
    "Alt+Enter": async (app, key) => {
      await app.select("Revenue", "Jan");
      await app.keys("9000");
      await app.press(key);
      await app.expectState("Revenue", "Jan", /overridden/);
      await app.undo();
    },
  }),
  complete: each({
    Tab: async (app, key) => {
      await app.select("Revenue", "Jan");
      await app.keys("=Units s");
      await app.press(key);
      await expect(app.editor).toHaveValue(/^=\[Units sold\]/);
      await app.press("Escape", "Escape");
      await app.expectCell("Revenue", "Jan", "£14,400");
    },
  }),
  clear: each({
    Delete: async (app, key) => {
      await app.select("Price", "Jan");
      await app.press(key);
      await app.expectCell("Price", "Jan", "");
      await app.undo();
    },
  }),
  copy: async (app, keys) => {
    expect(keys).toEqual(["Ctrl+C", "Ctrl+X", "Ctrl+V"]);
    await app.type("Price", "Jan", "491");
    await app.press("ArrowUp", "Control+c", "ArrowRight", "Control+v");
    await app.expectCell("Price", "Feb", "£491");
    await app.press("Control+x");
    await app.expectCell("Price", "Feb", "");
  },
  fill: each({
    "Ctrl+D": async (app, key) => {
      await app.select("Demos a rep", "Jan");
      await app.press(key);
      await app.expectCell("Demos a rep", "Jan", /^3(\.0)?$/);
    },
    "Ctrl+R": async (app, key) => {
      await app.select("Price", "Feb");
      await app.press(key);
      await app.expectCell("Price", "Feb", "£491");
    },
    "Ctrl+Enter": async (app, key) => {
      await app.select("Price", "Feb");
      await app.press("Shift+ArrowRight", key);
      await app.expectCell("Price", "Mar", "£491");
    },
  }),
  unfold: async (app, keys) => {
    expect(keys).toEqual(["Alt+ArrowRight", "Alt+ArrowLeft"]);
    await app.addChannel("Events", "a copy of Paid search");
    await app.pickChannel("all");
    await app.select("Visitors", "Jan");
    await app.press("Alt+ArrowRight");
    await expect(app.header("Visitors")).toHaveAttribute("aria-expanded", "true");
    await app.press("Alt+ArrowLeft");
    await expect(app.header("Visitors")).toHaveAttribute("aria-expanded", "false");
  },
  unfoldPeriods: async (app, keys) => {
    expect(keys).toEqual(["Alt+Shift+ArrowRight", "Alt+Shift+ArrowLeft"]);
    await app.heading("Jan").first().click({ button: "right" });
    await app.page.getByRole("menuitem", { name: "Add behind", exact: true }).click();
    await app.page.getByRole("menuitem", { name: "3 months", exact: true }).click();
    await app.select("Price", "Jan");
    await app.press("Alt+Shift+ArrowLeft");
    await expect(app.heading("Jan")).toHaveCount(0);
    await app.press("Alt+Shift+ArrowRight");
    await expect(app.heading("Jan").first()).toBeVisible();
  },
  moveRow: async (app, keys) => {
    expect(keys).toEqual(["Alt+Shift+ArrowUp", "Alt+Shift+ArrowDown"]);
    const top = async (row: string): Promise<number> => (await app.header(row).boundingBox())?.y ?? NaN;
    await app.select("Revenue", "Jan");
    await app.press("Alt+Shift+ArrowUp");
    await expect.poll(async () => (await top("Revenue")) < (await top("Price"))).toBe(true);
    await app.press("Alt+Shift+ArrowDown");
    await expect.poll(async () => (await top("Revenue")) > (await top("Price"))).toBe(true);
  },
  menu: each({
    "Shift+F10": async (app, key) => {
      await app.select("Price", "Jan");
      await app.press(key);
      await expect(app.page.getByRole("menu", { name: "Row Price" })).toBeVisible();
      await app.press("Escape");
    },
  }),
  leave: each({
    Escape: async (app, key) => {
      // Not where the menu opened: two quick clicks on one cell would open its editor.
      await app.select("Price", "Feb");
      await app.keys("1");
      await expect(app.editor).toHaveValue("1");
      await app.press(key);
      await app.expectCell("Price", "Feb", "£491");
    },
  }),
};

test("every key of the sheet that the help shows does what it says", async ({ page }) => {
  test.slow();
  const app = await new App(page).open();
  for (const [id, check] of Object.entries(KEYS)) {
    // The table's own keys.
    await test.step(id, () => check(app, SHEET_KEYS[id as SheetKeyId]));
  }
});

test("what the hand does in the sheet is done by its name from Ctrl K as well", async ({ page }) => {
  const app = await new App(page).open();
  const run = async (name: string): Promise<void> => {
    await app.press("Control+k");
    const list = page.getByRole("dialog", { name: "Commands" });
    await list.getByRole("combobox").fill(name);
    await expect(list.getByRole("option").first()).toContainText(name);
    await app.press("Enter");
    await expect(list).toBeHidden();
  };
  await app.type("Price", "Jan", "500", "Tab");
  await run("Cell › fill to the right");
  await app.expectCell("Price", "Feb", "£500");
  await run("Cell › edit what stands there");
  await expect(app.editor).toHaveValue("500");
  await app.press("Escape");
  await run("Cell › empty it");
  await app.expectCell("Price", "Feb", "");
  await run("Cell › select the row");
  await expect.poll(() => selected(app)).toBe(6);
  await run("Cell › select the column");
  await expect.poll(() => selected(app)).toBeGreaterThan(15);
  await run("Cell › select everything");
  await expect.poll(() => selected(app)).toBeGreaterThan(60);
  await app.select("Demos a rep", "Jan");
  await run("Cell › fill down");
  await app.expectCell("Demos a rep", "Jan", /^3(\.0)?$/);
  await app.addChannel("Events", "a copy of Paid search");
  await app.pickChannel("all");
  await app.select("Visitors", "Jan");
  await run("Cell › show the row’s channels");
  await expect(app.header("Visitors")).toHaveAttribute("aria-expanded", "true");
  await run("Cell › hide the row’s channels");
  await expect(app.header("Visitors")).toHaveAttribute("aria-expanded", "false");
});
