// Whole rows by the mouse, and several blocks at once, in a real browser. [KS8]
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Locator } from "vitest/browser";
import { at, cell, paste, readClipboard, rowHead, stage } from "./kit.ts";
import type { Handle, Stage } from "./kit.ts";
import type { Session } from "../../src/session/session.svelte.ts";
import { valueOf } from "../../src/session/target.ts";

let made: Stage;
let session: Session;
let sheet: Handle;

beforeEach(async () => {
  made = await stage();
  ({ session, sheet } = made);
});

afterEach(() => made.end());

const press = (keys: string): Promise<void> => userEvent.keyboard(keys);
const onEdge = { position: { x: 3, y: 12 } };
const withCtrl: { modifiers: "Control"[] } = { modifiers: ["Control"] };

/** Names of rows that are selected from end to end. */
const wholeRows = (): string[] =>
  [...document.querySelectorAll(".ht_master tr")].flatMap((tr) => {
    const cells = [...tr.querySelectorAll("td")];
    const isWhole = cells.length > 0 && cells.every((td) => td.getAttribute("aria-selected") === "true");
    return isWhole ? [cells[0]?.getAttribute("aria-label") ?? ""] : [];
  });

/** A row's numbers, period by period; what is empty counts as 0. */
const typed = (row: string): number[] => [0, 1, 2].map((t) => valueOf(session.book, at(row, t)));

/** Selects cells, or blocks from one cell to another, together. */
async function blocks(...all: readonly (readonly [Locator, Locator?])[]): Promise<void> {
  for (const [i, [from, to]] of all.entries()) {
    await userEvent.click(from, i === 0 ? {} : withCtrl);
    if (to === undefined) continue;
    await userEvent.click(to, { modifiers: ["Shift"] });
  }
}

test("a click on the left edge of a name takes the row; drawn down it takes more; Delete empties them", async () => {
  await userEvent.click(rowHead("Price"), onEdge);
  await expect.poll(wholeRows).toEqual(["Price"]);
  await userEvent.dragAndDrop(rowHead("Sales reps"), rowHead("Demos a rep"), {
    sourcePosition: onEdge.position,
    targetPosition: onEdge.position,
  });
  await expect.poll(wholeRows).toEqual(["Sales reps", "Demos a rep"]);
  await press("{Delete}");
  await expect.poll(() => [typed("sales-reps"), typed("demos-a-rep")].flat()).toEqual([0, 0, 0, 0, 0, 0]);
  session.undo();
  expect(typed("sales-reps")[0]).toBeGreaterThan(0);
  await userEvent.click(rowHead("Sales reps"), onEdge);
  await userEvent.click(rowHead("Demos a rep"), { ...onEdge, modifiers: ["Shift"] });
  await expect.poll(wholeRows).toEqual(["Sales reps", "Demos a rep"]);
});

test("rows that do not touch: Ctrl and the edges of their names; copied they are one table", async () => {
  await userEvent.click(rowHead("Price"), onEdge);
  await userEvent.click(rowHead("Visitor to demo"), { ...onEdge, ...withCtrl });
  await expect.poll(wholeRows).toEqual(["Visitor to demo", "Price"]);
  await press("{Control>}c{/Control}");
  const text = (await readClipboard(sheet))["text/plain"] ?? "";
  expect(text.split("\n").map((line) => line.split("\t")[0])).toEqual(["Visitor to demo", "Price"]);
});

test("columns that do not touch: Ctrl and their heads; Delete empties both, as one step", async () => {
  await userEvent.click(page.getByRole("columnheader", { name: "Jan 2027" }));
  await userEvent.click(page.getByRole("columnheader", { name: "Mar 2027" }), withCtrl);
  await press("{Delete}");
  await expect.poll(() => typed("price")).toEqual([0, 480, 0]);
  session.undo();
  expect(typed("price")).toEqual([480, 480, 480]);
});

test("cells and blocks that do not touch: Delete, a typed text and Ctrl+Enter act on all of them", async () => {
  await blocks([cell("Price", 2)], [cell("Price", 4)], [cell("Sales reps", 3), cell("Sales reps", 4)]);
  await press("{Delete}");
  await expect.poll(() => typed("price")).toEqual([0, 480, 0]);
  expect(typed("sales-reps").slice(1)).toEqual([0, 0]);
  expect(session.undoLabel).toBe("4 cells");
  await press("7{Control>}{Enter}{/Control}");
  await expect.poll(() => typed("price")).toEqual([7, 480, 7]);
  expect(typed("sales-reps").slice(1)).toEqual([7, 7]);
  session.undo();
  session.undo();
  expect(typed("price")).toEqual([480, 480, 480]);
});

test("Ctrl+Enter alone puts the caret's cell into all; Ctrl+R goes on in each block", async () => {
  sheet.focusTarget(at("price", 0));
  await press("500{Enter}");
  await blocks([cell("Price", 4)], [cell("Price", 2)]);
  await press("{Control>}{Enter}{/Control}");
  await expect.poll(() => typed("price")).toEqual([500, 480, 500]);
  sheet.focusTarget(at("demos-a-rep", 0));
  await press("9{Enter}");
  await blocks([cell("Price", 2), cell("Price", 3)], [cell("Demos a rep", 2), cell("Demos a rep", 3)]);
  await press("{Control>}r{/Control}");
  await expect.poll(() => [typed("price")[1], typed("demos-a-rep")[1]]).toEqual([500, 9]);
  expect(session.undoLabel).toBe("2 cells");
});

test("a two-sided block: Ctrl+Enter reaches every line of it", async () => {
  sheet.focusTarget(at("sales-reps", 0));
  await press("4{Enter}");
  sheet.focusTarget(at("sales-reps", 0));
  await press("{Shift>}{ArrowRight}{ArrowDown}{/Shift}{Control>}{Enter}{/Control}");
  await expect.poll(() => [typed("sales-reps")[1], ...typed("demos-a-rep").slice(0, 2)]).toEqual([4, 4, 4]);
});

test("what cannot be copied or pasted in one piece is said; a single value goes into all", async () => {
  await blocks([cell("Price", 2)], [cell("Sales reps", 3)]);
  await press("{Control>}c{/Control}");
  await expect.poll(() => session.bar.text).toMatch(/^These blocks are in different rows and columns/);
  const before = typed("price");
  await press("{Control>}x{/Control}");
  expect(typed("price")).toEqual(before);
  paste({ "text/plain": "1\t2" });
  await expect.poll(() => session.bar.text).toMatch(/^Several blocks are selected\./);
  expect(typed("price")).toEqual(before);
  paste({ "text/plain": "5" });
  await expect.poll(() => [typed("price")[0], typed("sales-reps")[1]]).toEqual([5, 5]);
});

test("Tab goes round all blocks, and the handle that fills is there for one block alone", async () => {
  const handle = (): number =>
    [...document.querySelectorAll(".wtBorder.corner")].filter((each) => each.checkVisibility()).length;
  await blocks([cell("Price", 2)]);
  await expect.poll(handle).toBeGreaterThan(0);
  await blocks([cell("Price", 2)], [cell("Sales reps", 3)]);
  await expect.poll(handle).toBe(0);
  await press("{Tab}");
  await expect.poll(() => session.selected).toEqual(at("price", 0));
  await press("{Tab}");
  await expect.poll(() => session.selected).toEqual(at("sales-reps", 1));
  await press("{ArrowRight}");
  await expect.poll(() => session.selected).toEqual(at("sales-reps", 2));
  await expect.poll(handle).toBeGreaterThan(0);
});
