// Formulas, in the cell and in the bar: completed, coloured, with brackets and arguments, wrong at a character.
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
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

const bar = page.getByRole("textbox", { name: "Formula" });
const names = page.getByRole("listbox", { name: "Names" });
const isMarked = (row: string): boolean => rowHead(row).element().classList.contains("bc-ref");

/** A new row with the caret on its first number. */
async function newRow(name: string): Promise<void> {
  await userEvent.click(rowHead("Type a name to add a row"));
  await userEvent.keyboard(`${name}{Enter}`);
  await expect.poll(() => session.plan.rows.get(session.selected?.row ?? "")?.name).toBe(name);
}

test("in the cell: names complete with Tab, brackets close, rows are coloured, Enter takes it", async () => {
  await newRow("Refunds");
  await userEvent.keyboard("= units");
  await expect.element(names).toBeVisible();
  await expect.element(names.getByRole("option").first()).toHaveTextContent("Units sold");
  await userEvent.keyboard("{Tab}");
  await expect.element(editor).toHaveValue("= [Units sold]");
  await expect.poll(() => isMarked("Units sold")).toBe(true);
  await userEvent.keyboard(" * ROUNDU{Tab}");
  await expect.element(editor).toHaveValue("= [Units sold] * ROUNDUP()");
  await expect.element(page.getByRole("note", { name: "Arguments" })).toHaveTextContent("ROUNDUP(x, digits)");
  await userEvent.keyboard("0.05{Enter}");
  await expect.element(cell("Refunds", 1)).toHaveAccessibleDescription("computed");
  await expect.poll(() => isMarked("Units sold")).toBe(false);
  expect(names.elements()).toHaveLength(0);
});

test("arrows choose among names; Enter then takes the name, and the next Enter the formula", async () => {
  await newRow("Extra");
  await userEvent.keyboard("=demo");
  await expect.element(names).toBeVisible();
  const second = names.getByRole("option").nth(1).element().querySelector("span")?.textContent ?? "";
  await userEvent.keyboard("{ArrowDown}{Enter}");
  expect((editor.element() as HTMLTextAreaElement).value).toContain(second);
  expect(sheet.isEditing()).toBe(true);
  await userEvent.keyboard("{Enter}");
  await expect.element(cell("Extra", 2)).toHaveAccessibleDescription("computed");
});

test("Esc closes the names first, then the editor", async () => {
  sheet.focusTarget(at("price", 0));
  await userEvent.keyboard("=dem");
  await expect.element(names).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await expect.poll(() => names.elements().length).toBe(0);
  expect(sheet.isEditing()).toBe(true);
  await userEvent.keyboard("{Escape}");
  expect(sheet.isEditing()).toBe(false);
  await expect.element(cell("Price", 2)).toHaveTextContent("£480");
});

test("in the bar: the row's formula, coloured as in the sheet, changed and taken", async () => {
  sheet.focusTarget(at("demos", 0));
  await expect.element(bar).toHaveValue("= Visitors * [Visitor to demo]");
  made.formulaBar.focus();
  await expect.poll(() => isMarked("Visitors")).toBe(true);
  expect(isMarked("Visitor to demo")).toBe(true);
  expect(isMarked("Price")).toBe(false);
  await userEvent.keyboard("{End} * 2{Enter}");
  await expect.element(cell("Demos", 2)).toHaveTextContent(/\d/);
  expect(session.undoLabel).toBe("Demos");
  await expect.poll(() => isMarked("Visitors")).toBe(false);
});

test("what is typed in the cell shows in the bar as it comes", async () => {
  sheet.focusTarget(at("price", 0));
  await userEvent.keyboard("=Revenue");
  await expect.element(bar).toHaveValue("=Revenue");
  await userEvent.keyboard("{Escape}{Escape}");
  await expect.element(bar).toHaveValue("480");
});

test("a mistake points at its character, in the cell and in the bar", async () => {
  await newRow("Odd");
  await userEvent.keyboard("= Visitors * Vistors{Enter}");
  await expect.element(page.getByRole("alert")).toHaveTextContent("Visitors");
  const field = editor.element() as HTMLTextAreaElement;
  expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe("Vistors");
  await userEvent.keyboard("{Escape}{Escape}");
  sheet.focusTarget(at("demos", 0));
  made.formulaBar.focus();
  await userEvent.keyboard("{Control>}a{/Control}= Visitors * Nonsense{Enter}");
  await expect.element(page.getByRole("alert")).toHaveTextContent("Nonsense");
  const input = bar.element() as HTMLInputElement;
  expect(input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0)).toBe("Nonsense");
});

test("units that cannot be added are told in words, at the sum", async () => {
  await newRow("Sum");
  await userEvent.keyboard("= Spend + Visitors{Enter}");
  await expect.element(page.getByRole("alert")).toHaveTextContent("Spend is money, Visitors a count");
  const field = editor.element() as HTMLTextAreaElement;
  expect(field.selectionEnd).toBeGreaterThan(field.selectionStart);
});

test("near the foot of the sheet names, arguments and complaints stand above the cell, whole", async () => {
  const frame = document.querySelector<HTMLElement>("main");
  if (frame === null) throw new Error("no frame");
  await newRow("Last of all");
  const target = session.selected;
  if (target === null) throw new Error("no caret");
  frame.style.height = "420px";
  await expect.poll(() => rowHead("Price").elements().length).toBe(0);
  sheet.focusTarget(target);
  const rectOf = (element: Element): DOMRect => element.getBoundingClientRect();
  const isAbove = (what: Element): boolean => {
    const [box, room, field] = [rectOf(what), rectOf(frame), rectOf(editor.element())];
    return box.top >= room.top && box.bottom <= field.top + 1 && box.height > 20;
  };
  await userEvent.keyboard("= d");
  await expect.element(names).toBeVisible();
  await expect.poll(() => isAbove(names.element())).toBe(true);
  await userEvent.keyboard("{Escape}{Control>}a{/Control}= Spend + Visitors{Enter}");
  const complaint = page.getByRole("alert");
  await expect.element(complaint).toBeVisible();
  await expect.poll(() => isAbove(complaint.element())).toBe(true);
});
