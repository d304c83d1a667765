// What a keystroke does, on every kind of cell: typing, Delete, paste, cut and fill, as the product's table has it.
import { afterEach, beforeEach, expect, test } from "vitest";
import { cdp, page, userEvent } from "vitest/browser";
import { addPeriodsTo } from "./plans.ts";
import { at, cell, editor, paste, rowHead, stage } from "./kit.ts";
import type { Handle, Stage } from "./kit.ts";
import type { Session } from "../../src/session/session.svelte.ts";
import type { Target } from "../../src/session/target.ts";

let made: Stage;
let session: Session;
let sheet: Handle;

beforeEach(async () => {
  made = await stage();
  ({ session, sheet } = made);
});

afterEach(() => made.end());

const press = (keys: string): Promise<void> => userEvent.keyboard(keys);
/** The channel made last. */
const newest = (): string => [...session.plan.channels.keys()].at(-1) ?? "";
const bar = (): string => session.bar.text;
const value = (target: Target): number => session.book.engine.total(target);

/** Takes back what was done since, so that each row of a table begins with the plan as it was opened. */
function undoAll(): void {
  while (session.canUndo) session.undo();
}

/** One gesture on one cell: what the bar says of it. */
async function does(target: Target, keys: string, said: RegExp): Promise<void> {
  sheet.focusTarget(target);
  await press(keys);
  await expect.poll(bar).toMatch(said);
}

async function pasted(target: Target, text: string, said: RegExp): Promise<void> {
  sheet.focusTarget(target);
  paste({ "text/plain": text });
  await expect.poll(bar).toMatch(said);
}

const RATE = at("click-through-rate", 1);
const DEMOS = at("demos", 1);
const GOAL = at("units-sold", 0, 2);
const LEVER = at("spend", 1);
const ALL_LEVER = at("spend", 0, 2);
const RATES = at("click-through-rate", 0, 2);
const VISITORS = at("visitors", 0, 2);

test("typing: an assumption is replaced, a total spreads, a lever is fixed, a goal is moved or made", async () => {
  await does(RATE, "3%{Enter}", /^Click-through rate 2% → 3% in February/);
  undoAll();
  await does(RATES, "4%{Enter}", /^Click-through rate 2% → 4% in 3 months/);
  expect(value(at("click-through-rate", 2))).toBeCloseTo(0.04, 12);
  undoAll();
  await does(LEVER, "6000{Enter}", /^Spend £5,000 → £6,000 in February/);
  expect(value(LEVER)).toBe(6000);
  expect(value(GOAL)).toBeCloseTo(100, 6);
  undoAll();
  await does(ALL_LEVER, "20000{Enter}", /^Spend is fixed, the goal of 100 rests/);
  undoAll();
  await does(GOAL, "120{Enter}", /^Goal: 120 Units sold by Spend £18,000/);
  expect(value(ALL_LEVER)).toBeCloseTo(18000, 6);
  await does(GOAL, "{Delete}", /let go/);
  await does(VISITORS, "9000{Enter}", /^Goal: 9,000 Visitors by Spend/);
  undoAll();
});

test("typing over a result: Alt+Enter overrides, a new number replaces the override, Delete goes back", async () => {
  await does(DEMOS, "200{Alt>}{Enter}{/Alt}", /^Demos in February is typed over: 167 → 200/);
  await does(DEMOS, "220{Enter}", /^Demos 200 → 220 in February/);
  await pasted(DEMOS, "210", /^1 taken/);
  expect(value(DEMOS)).toBe(210);
  await does(DEMOS, "{Delete}", /follows its formula again: 210 → 167/);
});

test("Delete: empties what is typed, lets a goal go, and says why where there is nothing to delete", async () => {
  await does(RATE, "{Delete}", /^Click-through rate in February emptied; it was 2%/);
  await expect.element(cell("Click-through rate", 3)).toHaveTextContent(/^$/);
  undoAll();
  await does(DEMOS, "{Delete}", /^Demos is computed: .*nothing to delete/);
  await does(LEVER, "{Delete}", /^Spend is worked out for a goal: nothing to delete/);
  await does(RATES, "{Delete}", /^A total of Click-through rate: nothing to delete/);
  await does(VISITORS, "{Delete}", /^Visitors is computed/);
  expect(session.canUndo).toBe(false);
  await does(GOAL, "{Delete}", /^The goal of 100 for Units sold is let go; Spend keeps/);
  expect(value(ALL_LEVER)).toBeCloseTo(15000, 6);
});

test("paste, fill and cut: never a goal; what is worked out is kept and listed, with the offer to override", async () => {
  await pasted(GOAL, "120", /^0 taken\. 1 goal differs and was kept/);
  await pasted(VISITORS, "9000", /^0 taken\. 1 computed cell differs and was kept/);
  await pasted(RATES, "9%", /^0 taken\. 1 total differs and was kept/);
  await pasted(DEMOS, "1", /^0 taken\. 1 computed cell differs and was kept/);
  expect(session.canUndo).toBe(false);
  session.bar.offers.find(({ name }) => name === "Override them")?.run();
  expect(value(DEMOS)).toBe(1);
  undoAll();
  await pasted(LEVER, "6000\t5000", /^2 taken/);
  expect([1, 2].map((t) => value(at("spend", t)))).toEqual([6000, 5000]);
  undoAll();
  await pasted(RATE, "2.5%", /^1 taken/);
  undoAll();
  sheet.focusTarget(GOAL);
  await press("{Control>}x{/Control}");
  await expect.poll(bar).toMatch(/not cut/);
  sheet.focusTarget(at("demos", 0));
  await press("{Shift>}{ArrowRight}{ArrowRight}{/Shift}{Control>}r{/Control}");
  await expect.poll(bar).toMatch(/kept/);
  expect(session.canUndo).toBe(false);
});

test("history takes what is typed, pasted and deleted, in typed and computed rows alike", async () => {
  session.setHistory(2);
  await expect.element(page.getByRole("columnheader", { name: "Nov 2026" })).toBeVisible();
  await does(at("demos", -1), "150{Enter}", /^Demos no value → 150 in Dec 2026/);
  await pasted(at("demos", -2), "140\t151", /^2 taken/);
  expect(value(at("demos", -1))).toBe(151);
  await does(at("demos", -2), "{Delete}", /^Demos in Nov 2026 emptied; it was 140/);
  await does(at("demos", -2), "{Delete}", /^Demos is empty here already/);
  await does(at("spend", -1), "4000{Enter}", /^Spend no value → £4,000 in Dec 2026/);
});

test("a row that does not apply in a channel takes nothing there, and says so", async () => {
  session.addChannel("Events", null);
  session.setApplies("impressions", newest(), false);
  session.setView({ channel: newest() });
  const there = at("impressions", 0, 0, newest());
  await does(there, "{Delete}", /does not apply/);
  await pasted(there, "5", /does not apply|Not understood/);
  sheet.focusTarget(there);
  await press("5{Enter}");
  await expect.element(page.getByRole("alert")).toHaveTextContent("does not apply");
  await press("{Escape}");
});

test("a sheet of two years: names and the total stay while it scrolls, and whole columns and rows are taken", async () => {
  made.end();
  made = await stage(addPeriodsTo(24));
  ({ session, sheet } = made);
  sheet.focusTarget(at("price", 23));
  await expect.element(page.getByRole("columnheader", { name: "Dec 2028", exact: true })).toBeVisible();
  await expect.element(rowHead("Price")).toBeVisible();
  await expect.element(page.getByRole("columnheader", { name: /total$|^Total/ }).first()).toBeVisible();
  await press("500{Enter}");
  await expect.poll(() => value(at("price", 23))).toBe(500);
  sheet.focusTarget(at("price", 0));
  await press("{Shift>}{End}{/Shift}510{Control>}{Enter}{/Control}");
  await expect.poll(() => value(at("price", 23))).toBe(510);
  expect(value(at("price", 0))).toBe(510);
});

test("Shift with Home, End, Page Up and Page Down takes what lies between", async () => {
  const taken = (): number => document.querySelectorAll(".ht_master td.area, .ht_master td.current").length;
  sheet.focusTarget(at("price", 1));
  await press("{Shift>}{End}{/Shift}");
  await expect.poll(taken).toBe(2);
  sheet.focusTarget(at("price", 1));
  await press("{Shift>}{Home}{/Shift}");
  await expect.poll(taken).toBeGreaterThanOrEqual(3);
  sheet.focusTarget(at("price", 1));
  await press("{Shift>}{PageUp}{/Shift}");
  await expect.poll(taken).toBeGreaterThan(4);
});

test("an input method types numbers: full-width digits are read as they are meant", async () => {
  sheet.focusTarget(at("price", 0));
  await expect.poll(() => document.activeElement?.tagName).toBe("TEXTAREA");
  const client = cdp();
  const key = { type: "rawKeyDown", windowsVirtualKeyCode: 229, key: "Process" } as const;
  await client.send("Input.dispatchKeyEvent", key);
  await client.send("Input.imeSetComposition", { text: "５", selectionStart: 1, selectionEnd: 1 });
  await client.send("Input.imeSetComposition", { text: "５００", selectionStart: 3, selectionEnd: 3 });
  await client.send("Input.insertText", { text: "５００" });
  await expect.element(editor).toHaveValue("５００");
  await press("{Enter}");
  await expect.poll(() => value(at("price", 0))).toBe(500);
});

test("the open editor's text stands where the cell has it: right for numbers, left for names and formulas", async () => {
  const align = (): string => getComputedStyle(editor.element()).textAlign;
  sheet.focusTarget(at("price", 0));
  await press("{F2}");
  await expect.poll(align).toBe("right");
  await press("{Escape}=");
  await expect.poll(align).toBe("left");
  await press("{Escape}");
  await userEvent.click(rowHead("Price"));
  await press("{F2}");
  await expect.poll(align).toBe("left");
  await press("{Escape}");
});
