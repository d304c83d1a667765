// The keys of a spreadsheet, on the founding plan, in a real browser.
import { afterEach, beforeEach, expect, test } from "vitest";
import { cdp, page, userEvent } from "vitest/browser";
import { at, cell, editor, rowHead, stage } from "./kit.ts";
import type { Handle, Stage } from "./kit.ts";
import type { Session } from "../../src/session/session.svelte.ts";

let made: Stage;
let session: Session;
let sheet: Handle;

beforeEach(async () => {
  made = await stage();
  ({ session, sheet } = made);
});

afterEach(() => made.end());

const press = (keys: string): Promise<void> => userEvent.keyboard(keys);
const stands = (row: string, from: number, to = from): Promise<unknown> =>
  expect.poll(() => session.selected).toEqual(at(row, from, to));

/** How many cells are selected. */
const selected = (): number => document.querySelectorAll(".ht_master td.area, .ht_master td.current").length;

test("arrows move cell by cell, and stop at the edge", async () => {
  sheet.focusTarget(at("price", 1));
  await press("{ArrowLeft}");
  await stands("price", 0);
  await press("{ArrowRight}{ArrowRight}");
  await stands("price", 2);
  await press("{ArrowRight}");
  await stands("price", 2);
  await press("{ArrowDown}");
  await stands("revenue", 2);
});

test("Ctrl+Alt with a letter that is no command leaves the cell as it is", async () => {
  sheet.focusTarget(at("price", 1));
  await press("{Control>}{Alt>}w{/Alt}{/Control}");
  expect(sheet.isEditing()).toBe(false);
  await press("{ArrowRight}");
  await stands("price", 2);
});

test("Ctrl with an arrow goes to the edge of the block, then to the next", async () => {
  sheet.focusTarget(at("click-through-rate", 1));
  const top = session.selected;
  await press("{Control>}{ArrowRight}{/Control}");
  await stands("click-through-rate", 2);
  await press("{Control>}{ArrowDown}{/Control}");
  const below = session.selected;
  expect(below?.row).not.toBe(top?.row);
  await press("{Control>}{ArrowUp}{/Control}");
  await expect.poll(() => session.selected?.row).not.toBe(below?.row);
});

test("Home, End, Ctrl+Home, Ctrl+End, Page Down and Page Up", async () => {
  sheet.focusTarget(at("price", 1));
  await press("{End}");
  await stands("price", 2);
  await press("{Home}");
  await expect.element(rowHead("Price")).toHaveAttribute("aria-selected", "true");
  await press("{Control>}{End}{/Control}{Home}");
  await expect.element(rowHead("Type a name to add a row")).toHaveAttribute("aria-selected", "true");
  await press("{PageUp}");
  await expect.element(rowHead("Type a name to add a row")).not.toHaveAttribute("aria-selected", "true");
  await press("{PageDown}");
  await expect.element(rowHead("Type a name to add a row")).toHaveAttribute("aria-selected", "true");
});

test("Tab goes right and Enter then returns to the column where one began", async () => {
  sheet.focusTarget(at("price", 0));
  await press("500{Tab}510{Tab}520{Enter}");
  await stands("revenue", 0);
  await expect.element(cell("Price", 4)).toHaveTextContent("£520");
  await press("{Shift>}{Enter}{/Shift}");
  await stands("price", 0);
  await press("{Tab}{Shift>}{Tab}{/Shift}");
  await stands("price", 0);
});

test("Enter and Tab go round a selected block", async () => {
  sheet.focusTarget(at("price", 0));
  await press("{Shift>}{ArrowRight}{/Shift}");
  await press("{Tab}");
  await stands("price", 1);
  await press("{Tab}");
  await stands("price", 0);
});

test("Shift extends; Ctrl+A takes all; Shift+Space the row, Ctrl+Space the column", async () => {
  sheet.focusTarget(at("price", 0));
  await press("{Shift>}{ArrowRight}{ArrowDown}{/Shift}");
  await expect.poll(selected).toBe(4);
  await press("{Shift>} {/Shift}");
  await expect.poll(selected).toBeGreaterThanOrEqual(5);
  await press("{Escape}");
  sheet.focusTarget(at("price", 0));
  await press("{Control>} {/Control}");
  await expect.poll(selected).toBeGreaterThan(8);
  sheet.focusTarget(at("price", 0));
  await press("{Control>}a{/Control}");
  await expect.poll(selected).toBeGreaterThan(40);
});

test("a click on a heading takes the column; Delete then empties what is typed in it", async () => {
  await userEvent.click(page.getByRole("columnheader", { name: "Feb 2027" }));
  await press("{Delete}");
  await expect.element(cell("Price", 3)).toHaveTextContent(/^$/);
  await expect.element(cell("Price", 2)).toHaveTextContent("£480");
  session.undo();
  await expect.element(cell("Price", 3)).toHaveTextContent("£480");
});

test("F2 edits at the end of the text, arrows then move in it, Esc leaves all as it was", async () => {
  sheet.focusTarget(at("price", 0));
  await press("{F2}");
  await expect.element(editor).toHaveValue("480");
  await press("{ArrowLeft}9{Enter}");
  await expect.element(cell("Price", 2)).toHaveTextContent("£4,890");
  session.undo();
  await press("{ArrowUp}{F2}1{Escape}");
  await expect.element(cell("Price", 2)).toHaveTextContent("£480");
});

test("typing and then an arrow takes the text and moves on", async () => {
  sheet.focusTarget(at("price", 0));
  await press("490{ArrowRight}");
  await stands("price", 1);
  await expect.element(cell("Price", 2)).toHaveTextContent("£490");
});

test("a double click edits what stands there", async () => {
  await userEvent.dblClick(cell("Price", 3));
  await expect.element(editor).toHaveValue("480");
  await press("{Escape}");
});

test("Ctrl+D fills down, Ctrl+R to the right, Ctrl+Enter all that is selected", async () => {
  sheet.focusTarget(at("price", 0));
  await press("500{Enter}");
  sheet.focusTarget(at("price", 0));
  await press("{Shift>}{ArrowRight}{ArrowRight}{/Shift}{Control>}r{/Control}");
  await expect.element(cell("Price", 4)).toHaveTextContent("£500");
  expect(session.undoLabel).toBe("2 cells");
  sheet.focusTarget(at("sales-reps", 0));
  await press("{Shift>}{ArrowDown}{/Shift}{Control>}d{/Control}");
  await expect.element(cell("Demos a rep", 2)).toHaveTextContent("3");
  sheet.focusTarget(at("price", 0));
  await press("{Shift>}{ArrowRight}{/Shift}510{Control>}{Enter}{/Control}");
  await expect.element(cell("Price", 2)).toHaveTextContent("£510");
  await expect.element(cell("Price", 3)).toHaveTextContent("£510");
});

test("Ctrl+D and Ctrl+R with Caps Lock, and on a keyboard without Latin letters; one cell stays one cell", async () => {
  sheet.focusTarget(at("price", 0));
  await press("500{Enter}");
  sheet.focusTarget(at("price", 1));
  const key = (name: string, code: string): void => {
    const event = { key: name, code, ctrlKey: true, bubbles: true, cancelable: true };
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", event));
  };
  key("R", "KeyR");
  await expect.element(cell("Price", 3)).toHaveTextContent("£500");
  expect(selected()).toBe(1);
  session.undo();
  sheet.focusTarget(at("price", 1));
  key("к", "KeyR");
  await expect.element(cell("Price", 3)).toHaveTextContent("£500");
});

test("an input method's text arrives whole, and nothing ends while it composes", async () => {
  sheet.focusTarget(at("price", 0));
  await userEvent.click(rowHead("Price"));
  await expect.element(rowHead("Price")).toHaveAttribute("aria-selected", "true");
  await expect.poll(() => document.activeElement?.tagName).toBe("TEXTAREA");
  const client = cdp();
  await client.send("Input.dispatchKeyEvent", {
    type: "rawKeyDown",
    windowsVirtualKeyCode: 229,
    key: "Process",
  });
  await client.send("Input.imeSetComposition", { text: "か", selectionStart: 1, selectionEnd: 1 });
  await client.send("Input.imeSetComposition", { text: "かか", selectionStart: 2, selectionEnd: 2 });
  await client.send("Input.insertText", { text: "価格" });
  await expect.element(editor).toHaveValue("価格");
  await press("{Enter}");
  await expect.element(rowHead("価格")).toBeVisible();
});
