// What the browser tests of the sheet share: a page with the sheet on it, and ways to find and do things.
import { mount, unmount } from "svelte";
import { expect } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Locator } from "vitest/browser";
import { foundingPlan } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import Sheet from "../../src/grid/Sheet.svelte";
import SheetHead from "../../src/grid/SheetHead.svelte";
import { Session } from "../../src/session/session.svelte.ts";
import type { Target } from "../../src/session/target.ts";
import FormulaBar from "../../src/shell/FormulaBar.svelte";
import { createSpeak } from "../../src/shell/speak.ts";
import "../../src/shell/theme.css";

/** What the sheet's component offers. */
export interface Handle {
  focusTarget(target: Target): void;
  focus(): void;
  isEditing(): boolean;
}

/** A sheet on a page of its own. */
export interface Stage {
  readonly session: Session;
  readonly sheet: Handle;
  readonly formulaBar: { focus(): void };
  end(): void;
}

/** Puts a plan's sheet, its pickers and the formula bar on the page. `locale`: how the reader writes numbers. */
export async function stage(plan: Plan = foundingPlan(), locale = "en-GB"): Promise<Stage> {
  await page.viewport(1366, 940);
  let ids = 0;
  const session = new Session(plan, [], null, {
    speak: createSpeak(locale, plan.settings.currency),
    now: () => 0,
    newId: () => `new${++ids}`,
    author: "me",
    isMine: () => true,
    save: () => {},
    saveView: () => {},
  });
  const frame = document.createElement("main");
  frame.style.cssText = "display:flex;flex-direction:column;width:974px;height:860px";
  document.body.append(frame);
  let handle: Record<string, unknown> = {};
  const top = document.createElement("div");
  top.style.cssText = "display:flex;gap:14px;padding:3px 9px";
  frame.append(top);
  const head = mount(SheetHead, { target: top, props: { session } });
  const bar = mount(FormulaBar, {
    target: top,
    props: { session, onleave: () => (handle as unknown as Handle).focus() },
  });
  await new Promise<void>((resolve) => {
    handle = mount(Sheet, {
      target: frame,
      props: {
        session,
        theme: "light",
        onready: resolve,
        onformula: () => (bar as { focus(): void }).focus(),
      },
    });
  });
  await expect.element(page.getByRole("treegrid", { name: "Plan" })).toBeVisible();
  return {
    session,
    sheet: handle as unknown as Handle,
    formulaBar: bar as { focus(): void },
    end: () => {
      for (const made of [handle, head, bar]) void unmount(made);
      frame.remove();
    },
  };
}

/** A row over a span of periods, counted from 0. */
export const at = (row: string, from: number, to = from, channel: string | null = null): Target => ({
  row,
  channel,
  from,
  to,
});

export const rowNamed = (name: string): Locator =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });

/** Cells of a row: 0 the owner, 1 the total, 2 the first period. */
export const cell = (name: string, index: number): Locator => rowNamed(name).getByRole("gridcell").nth(index);

export const rowHead = (name: string): Locator => page.getByRole("rowheader", { name, exact: true });

export const editor = page.getByRole("textbox", { name: "Cell editor" });

/** Selects a cell and types into it, ending with a key. */
export async function enter(sheet: Handle, target: Target, text: string, end = "{Enter}"): Promise<void> {
  sheet.focusTarget(target);
  await userEvent.keyboard(text + end);
}

/** Pastes as the browser would: an event on what has the focus. */
export function paste(data: Readonly<Record<string, string>>): void {
  const clipboardData = new DataTransfer();
  for (const [type, text] of Object.entries(data)) clipboardData.setData(type, text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  (document.activeElement ?? document.body).dispatchEvent(event);
}

/** What the browser's clipboard holds, by type: pasted into a field beside the sheet, with the browser's own key. */
export async function readClipboard(sheet: Handle): Promise<Record<string, string>> {
  const field = document.createElement("textarea");
  document.body.append(field);
  const found: Record<string, string> = {};
  field.addEventListener("paste", (event) => {
    for (const type of event.clipboardData?.types ?? [])
      found[type] = event.clipboardData?.getData(type) ?? "";
    event.preventDefault();
    event.stopPropagation();
  });
  field.focus();
  await userEvent.keyboard("{Control>}v{/Control}");
  field.remove();
  sheet.focus();
  return found;
}
