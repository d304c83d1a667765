// The sheet in a real browser, on the founding plan: what is painted, and what keys and the mouse do to it.
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Session } from "../../src/session/session.svelte.ts";
import type { Target } from "../../src/session/target.ts";
import axe from "axe-core";
import { at, cell, editor, enter as enterInto, paste, stage } from "./kit.ts";
import type { Handle, Stage } from "./kit.ts";

let session: Session;
let sheet: Handle;
let shown: Stage;

beforeEach(async () => {
  shown = await stage();
  ({ session, sheet } = shown);
});

afterEach(() => shown.end());

const enter = (target: Target, text: string, end?: string): Promise<void> =>
  enterInto(sheet, target, text, end);

test("the founding plan is painted: figures, kinds in words, one name a row", async () => {
  await expect.element(cell("Spend", 1)).toHaveTextContent("£15,000");
  await expect.element(cell("Spend", 1)).toHaveAccessibleDescription("solved for a goal");
  await expect.element(cell("Demo to sale", 2)).toHaveAccessibleDescription("assumption");
  await expect.element(cell("Units sold", 1)).toHaveTextContent("◎ 100");
  await expect.element(cell("Units sold", 1)).toHaveAccessibleDescription("goal");
  await expect.element(cell("Demos", 4)).toHaveTextContent("▲ 183");
  expect(page.getByRole("rowheader", { name: "Cost per 1,000", exact: true }).elements()).toHaveLength(1);
  const heads = page.getByRole("columnheader").elements();
  expect(heads.map((head) => head.textContent)).toEqual([
    "Row",
    "Owner",
    "Q1 2027 total",
    "Jan 2027",
    "Feb 2027",
    "Mar 2027",
  ]);
});

test("typing over replaces and moves down; everything follows", async () => {
  await enter(at("demo-to-sale", 0, 2), "18%");
  await expect.element(cell("Demo to sale", 4)).toHaveTextContent("18.0%");
  await expect.element(cell("Spend", 1)).toHaveTextContent("£16,667");
  expect(session.selected).toEqual(at("units-sold", 0, 2));
});

test("Tab goes right, Shift+Enter up, Esc keeps the old value", async () => {
  await enter(at("price", 0), "500", "{Tab}");
  expect(session.selected).toEqual(at("price", 1));
  await userEvent.keyboard("510{Shift>}{Enter}{/Shift}");
  await expect.element(cell("Price", 3)).toHaveTextContent("£510");
  sheet.focusTarget(at("price", 2));
  await userEvent.keyboard("99{Escape}");
  await expect.element(cell("Price", 4)).toHaveTextContent("£480");
  expect(sheet.isEditing()).toBe(false);
});

test("F2 opens with what stands there; taken back unchanged it changes nothing", async () => {
  sheet.focusTarget(at("demo-to-sale", 0));
  await userEvent.keyboard("{F2}");
  await expect.element(editor).toHaveValue("20%");
  await userEvent.keyboard("{Enter}");
  expect(session.canUndo).toBe(false);
});

test("a bad entry keeps the editor open, is explained at the cell, and Esc keeps the old value", async () => {
  await enter(at("demo-to-sale", 0), "lots");
  await expect.element(page.getByRole("alert")).toHaveTextContent("lots");
  await expect.element(editor).toHaveValue("lots");
  expect(sheet.isEditing()).toBe(true);
  expect(session.selected).toEqual(at("demo-to-sale", 0));
  await userEvent.keyboard("{Escape}");
  expect(page.getByRole("alert").elements()).toHaveLength(0);
  await expect.element(cell("Demo to sale", 2)).toHaveTextContent("20.0%");
});

test("clicking away from a bad entry keeps the old value, and offers to go on with the text", async () => {
  await enter(at("demo-to-sale", 0), "lots", "");
  await userEvent.click(cell("Price", 3));
  await expect.element(page.getByRole("alert")).toHaveTextContent("lots");
  await expect.element(cell("Demo to sale", 2)).toHaveTextContent("20.0%");
  await userEvent.click(page.getByRole("button", { name: "Edit again" }));
  await expect.element(editor).toHaveValue("lots");
  await userEvent.keyboard("{Control>}a{/Control}25%{Enter}");
  await expect.element(cell("Demo to sale", 2)).toHaveTextContent("25.0%");
  expect(page.getByRole("alert").elements()).toHaveLength(0);
});

test("an entry with two readings asks under the cell; nothing is stored before one is taken", async () => {
  await enter(at("demo-to-sale", 1), "1,5");
  const list = page.getByRole("listbox");
  await expect.element(list).toBeVisible();
  expect(session.canUndo).toBe(false);
  await userEvent.keyboard("{ArrowDown}{Enter}");
  await expect.element(cell("Demo to sale", 3)).toHaveTextContent("15.0%");
  expect(session.selected).toEqual(at("units-sold", 1));
  await enter(at("demo-to-sale", 1), "1,6");
  await expect.element(list).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await expect.element(cell("Demo to sale", 3)).toHaveTextContent("15.0%");
  expect(session.selected).toEqual(at("demo-to-sale", 1));
});

test("Alt+Enter overrides a computed cell; Delete goes back to the formula", async () => {
  await enter(at("demos", 1), "150", "{Alt>}{Enter}{/Alt}");
  await expect.element(cell("Demos", 3)).toHaveAccessibleDescription("overridden");
  sheet.focusTarget(at("demos", 1));
  await userEvent.keyboard("{Delete}");
  await expect.element(cell("Demos", 3)).toHaveAccessibleDescription("computed");
});

test("Delete empties every assumption that is selected, as one step", async () => {
  sheet.focusTarget(at("price", 0));
  await userEvent.keyboard("{Shift>}{ArrowRight}{ArrowRight}{/Shift}{Delete}");
  await expect.element(cell("Price", 4)).toHaveTextContent(/^$/);
  await expect.element(cell("Price", 2)).toHaveAccessibleDescription("empty");
  session.undo();
  await expect.element(cell("Price", 2)).toHaveTextContent("£480");
});

test("a name in the last line makes a row, and the caret stands on its first number", async () => {
  await userEvent.click(page.getByRole("rowheader", { name: "Type a name to add a row" }));
  await userEvent.keyboard("Refund rate{Enter}");
  await expect.element(page.getByRole("rowheader", { name: "Refund rate", exact: true })).toBeVisible();
  await expect.poll(() => session.selected?.from).toBe(0);
  expect(session.plan.rows.get(session.selected?.row ?? "")?.name).toBe("Refund rate");
  await userEvent.keyboard("5%{Enter}");
  await expect.element(cell("Refund rate", 2)).toHaveTextContent("5.0%");
});

test("typing over a name renames; a name that is taken is refused at the cell", async () => {
  await userEvent.click(page.getByRole("rowheader", { name: "Price", exact: true }));
  await userEvent.keyboard("Revenue{Enter}");
  await expect.element(page.getByRole("alert")).toHaveTextContent("Revenue");
  expect(sheet.isEditing()).toBe(true);
  await userEvent.keyboard("{Control>}a{/Control}List price{Enter}");
  await expect.element(page.getByRole("rowheader", { name: "List price", exact: true })).toBeVisible();
});

test("Delete on a name asks where others use the row", async () => {
  await userEvent.click(page.getByRole("rowheader", { name: "Price", exact: true }));
  await userEvent.keyboard("{Delete}");
  await expect.element(page.getByRole("listbox")).toBeVisible();
  await userEvent.keyboard("{ArrowDown}{Enter}");
  await expect.poll(() => session.plan.rows.has("price")).toBe(false);
  await userEvent.click(page.getByRole("rowheader", { name: "Return on spend", exact: true }));
  await userEvent.keyboard("{Delete}");
  await expect.poll(() => session.plan.rows.has("return-on-spend")).toBe(false);
});

test("the row's menu: by key and by mouse, with its submenu, and Esc closes it", async () => {
  sheet.focusTarget(at("price", 0));
  await userEvent.keyboard("{Shift>}{F10}{/Shift}");
  const menu = page.getByRole("menu", { name: "Row Price" });
  await expect.element(menu).toBeVisible();
  await expect.element(page.getByRole("menuitem", { name: "Rename" })).toHaveFocus();
  await userEvent.keyboard("u{ArrowRight}");
  await expect
    .element(page.getByRole("menuitemradio", { name: "money per count" }))
    .toHaveAttribute("aria-checked", "true");
  await userEvent.keyboard("{Escape}{Escape}");
  expect(menu.elements()).toHaveLength(0);
  await userEvent.click(page.getByRole("rowheader", { name: "Price", exact: true }), { button: "right" });
  await userEvent.click(page.getByRole("menuitem", { name: "Owner…" }));
  await userEvent.keyboard("{Control>}a{/Control}Finance{Enter}");
  await expect.element(cell("Price", 0)).toHaveTextContent("Finance");
});

test("a section folds by its heading and by keys; going to a hidden cell opens it", async () => {
  await userEvent.click(page.getByRole("gridcell", { name: "Section Traffic" }));
  const spend = page.getByRole("rowheader", { name: "Spend", exact: true });
  await expect.poll(() => spend.elements().length).toBe(0);
  await expect
    .element(page.getByRole("gridcell", { name: "Section Traffic" }))
    .toHaveAttribute("aria-expanded", "false");
  await userEvent.keyboard("{Enter}");
  await expect.element(spend).toBeVisible();
  await userEvent.keyboard(" ");
  await expect.poll(() => spend.elements().length).toBe(0);
  sheet.focusTarget(at("spend", 1));
  await expect.element(spend).toBeVisible();
  await expect.poll(() => session.selected).toEqual(at("spend", 1));
});

test("a pasted block is one step; computed cells are kept", async () => {
  sheet.focusTarget(at("click-through-rate", 0));
  paste({ "text/plain": "2.5%\t2.5%\t2.5%\n1\t2\t3" });
  await expect.element(cell("Click-through rate", 4)).toHaveTextContent("2.5%");
  expect(session.bar.text).toMatch(/^3 taken\. 3 computed cells differ and were kept/);
  session.undo();
  await expect.element(cell("Click-through rate", 2)).toHaveTextContent("2.0%");
  expect(session.canUndo).toBe(false);
});

test("Ctrl+R fills to the right with what was typed, not with what is shown", async () => {
  await enter(at("price", 0), "480.25", "{Enter}");
  sheet.focusTarget(at("price", 0));
  await userEvent.keyboard("{Shift>}{ArrowRight}{ArrowRight}{/Shift}{Control>}r{/Control}");
  await expect.poll(() => session.book.engine.value("price", "-", 2)).toBe(480.25);
});

test("the pickers: a second channel, its lines, and channels as columns", async () => {
  const channel = page.getByRole("combobox", { name: "Channel" });
  await userEvent.selectOptions(channel, "Add channel…");
  await page.getByRole("textbox", { name: "Name" }).fill("Events");
  await userEvent.click(page.getByRole("button", { name: "Add" }));
  await expect.poll(() => session.plan.channels.size).toBe(2);
  sheet.focusTarget(at("spend", 0));
  await userEvent.keyboard("{Alt>}{ArrowRight}{/Alt}");
  const events = page.getByRole("rowheader", { name: "Spend, Events", exact: true });
  await expect.element(events).toBeVisible();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}1000{Enter}");
  await expect.element(cell("Spend, Events", 2)).toHaveTextContent("£1,000");
  await userEvent.keyboard("{Alt>}{ArrowLeft}{/Alt}");
  await expect.element(page.getByRole("rowheader", { name: "Spend", exact: true })).toBeVisible();
  await userEvent.selectOptions(page.getByRole("combobox", { name: "Columns" }), "channels");
  await expect.element(page.getByRole("columnheader", { name: "Events" })).toBeVisible();
  await userEvent.selectOptions(channel, "Events");
  await expect.element(page.getByRole("columnheader", { name: "Jan 2027" })).toBeVisible();
  await expect.element(cell("Spend", 2)).toHaveTextContent("£1,000");
});

test("a row that does not apply in a channel shows a dash there", async () => {
  session.addChannel("Events", null);
  await userEvent.click(page.getByRole("rowheader", { name: "Impressions", exact: true }), {
    button: "right",
  });
  await userEvent.hover(page.getByRole("menuitem", { name: "Applies in" }));
  await userEvent.click(page.getByRole("menuitemcheckbox", { name: "Events" }));
  const id = [...session.plan.channels.keys()].find((each) => each !== "paid-search") ?? "";
  sheet.focusTarget(at("impressions", 0, 0, id));
  await expect.element(cell("Impressions, Events", 2)).toHaveTextContent("–");
  await expect.element(cell("Impressions, Events", 2)).toHaveAccessibleDescription("does not apply");
});

test("on a phone owners are left out and the names stay", async () => {
  await page.viewport(390, 844);
  const frame = document.querySelector("main");
  frame?.style.setProperty("width", "390px");
  await expect.poll(() => page.getByRole("columnheader", { name: "Owner" }).elements().length).toBe(0);
  sheet.focusTarget(at("price", 2));
  await expect.element(page.getByRole("rowheader", { name: "Price", exact: true })).toBeVisible();
  await expect.poll(() => session.selected).toEqual(at("price", 2));
});

test("names from a file are text, in cells and in headings", async () => {
  session.addChannel("<img src=x onerror=alert(1)>", null);
  session.renameRow("price", "<b>Price</b>");
  session.setView({ columns: "channels" });
  await expect.element(page.getByRole("rowheader", { name: "<b>Price</b>", exact: true })).toBeVisible();
  await expect
    .element(page.getByRole("columnheader", { name: "<img src=x onerror=alert(1)>" }))
    .toBeVisible();
  expect(document.querySelectorAll("main img, main td b")).toHaveLength(0);
});

test("axe finds nothing serious, at rest, editing, and with a menu open", async () => {
  const serious = async (): Promise<string[]> => {
    const { violations } = await axe.run(document.querySelector("main") ?? document, {
      resultTypes: ["violations"],
    });
    return violations
      .filter(({ impact }) => impact === "critical" || impact === "serious")
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
  };
  sheet.focusTarget(at("price", 0));
  expect(await serious()).toEqual([]);
  await userEvent.keyboard("lots{Enter}");
  expect(await serious()).toEqual([]);
  await userEvent.keyboard("{Escape}{Shift>}{F10}{/Shift}");
  expect(await serious()).toEqual([]);
});
