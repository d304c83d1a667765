// The plan's shape from the screen: menus of rows, sections, channels and periods, by mouse and by keys.
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { orderedIds, rowsInOrder } from "../../src/core/index.ts";
import { formulaText } from "../../src/session/clearing.ts";
import { at, cell, enter, rowHead, stage } from "./kit.ts";
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

/** Goes through the menu of a row by its entries' names. */
async function choose(row: string, ...way: readonly string[]): Promise<void> {
  await userEvent.click(rowHead(row), { button: "right" });
  await follow(way);
}

async function follow(way: readonly string[]): Promise<void> {
  for (const name of way) {
    const item = page
      .getByRole("menuitem", { name, exact: true })
      .or(page.getByRole("menuitemradio", { name, exact: true }))
      .or(page.getByRole("menuitemcheckbox", { name, exact: true }));
    await userEvent.click(item);
  }
}

/** Answers the dialog that is open. */
async function answer(text: string): Promise<void> {
  await userEvent.fill(
    page.getByRole("dialog").getByRole("textbox").or(page.getByRole("dialog").getByRole("combobox")),
    text,
  );
  await userEvent.click(page.getByRole("button", { name: "OK" }));
}

/** Answers what is asked about a new stage. */
async function answerStage(name: string, delay = "", parts = ""): Promise<void> {
  const dialog = page.getByRole("dialog");
  await userEvent.fill(dialog.getByRole("textbox", { name: "What is counted there" }), name);
  if (delay !== "") await userEvent.selectOptions(dialog.getByRole("combobox", { name: /^Time / }), delay);
  if (parts !== "") await userEvent.fill(dialog.getByRole("textbox", { name: /^Parts / }), parts);
  await userEvent.click(page.getByRole("button", { name: "OK" }));
}

const rowOf = (name: string): string =>
  [...session.plan.rows].find(([, row]) => row.name === name)?.[0] ?? "";

test("rows: insert, duplicate, move, into another section, delete", async () => {
  await choose("Price", "Insert a row below…");
  await answer("Discount");
  await expect.poll(() => session.selected?.row).toBe(rowOf("Discount"));
  await choose("Price", "Duplicate");
  await expect.poll(() => session.plan.rows.size).toBe(made.session.plan.rows.size);
  const rows = rowsInOrder(session.plan);
  expect(session.plan.rows.get(rows[rows.indexOf("price") + 1] ?? "")?.name).toMatch(/^Price/);
  await choose("Discount", "Move", "Up");
  await expect
    .poll(() => {
      const order = rowsInOrder(session.plan);
      return order.indexOf(rowOf("Discount")) - order.indexOf("price");
    })
    .toBe(1);
  const [first] = orderedIds(session.plan.sections);
  const name = session.plan.sections.get(first ?? "")?.name ?? "";
  await choose("Discount", "Move", `to ${name}`);
  await expect.poll(() => session.plan.rows.get(rowOf("Discount"))?.section).toBe(first);
  await choose("Discount", "Delete row");
  await expect.poll(() => rowOf("Discount")).toBe("");
});

test("a row's settings: short name, decimals, owner, definition, total, better, limit, scope", async () => {
  await choose("Price", "Short name…");
  await answer("P");
  await expect.poll(() => session.plan.rows.get("price")?.shortName).toBe("P");
  await choose("Price", "Format", "2 decimals");
  await expect.element(cell("Price", 2)).toHaveTextContent("£480.00");
  await choose("Price", "Definition…");
  await answer("What a customer pays, before tax.");
  await expect.poll(() => session.plan.rows.get("price")?.definition).toContain("before tax");
  await choose("Price", "Total by", "last");
  await expect.poll(() => session.plan.rows.get("price")?.totalBy).toBe("last");
  await choose("Price", "Better when", "higher");
  await expect.poll(() => session.plan.rows.get("price")?.better).toBe("higher");
  await choose("Units sold", "Limited by…");
  await answer("Nowhere");
  await expect.element(page.getByRole("alert")).toHaveTextContent("Nowhere");
  await answer("Demos");
  await expect.poll(() => session.plan.rows.get("units-sold")?.limit).toBe("demos");
  const { scope } = session.plan.rows.get("price") ?? {};
  await choose("Price", "Counts", scope === "plan" ? "in each channel" : "once for the whole plan");
  await expect
    .poll(() => session.plan.rows.get("price")?.scope === scope && session.asked === null)
    .toBe(false);
});

test("sections: rename with F2, add, move, delete without their rows", async () => {
  await userEvent.click(page.getByRole("gridcell", { name: "Section Traffic" }));
  await userEvent.keyboard("{Enter}{F2}");
  await answer("Acquisition");
  await expect.element(page.getByRole("gridcell", { name: "Section Acquisition" })).toBeVisible();
  await userEvent.click(page.getByRole("gridcell", { name: "Section Acquisition" }), { button: "right" });
  await follow(["Add a section…"]);
  await answer("Retention");
  await expect.element(page.getByRole("gridcell", { name: "Section Retention" })).toBeVisible();
  const before = session.plan.rows.size;
  await userEvent.click(page.getByRole("gridcell", { name: "Section Acquisition" }), { button: "right" });
  await follow(["Delete the section Acquisition, not its rows"]);
  await expect
    .poll(() => page.getByRole("gridcell", { name: "Section Acquisition" }).elements().length)
    .toBe(0);
  expect(session.plan.rows.size).toBe(before);
});

test("periods: more behind and in front, fewer, history, from the head of a column", async () => {
  const head = (name: string): ReturnType<typeof page.getByRole> =>
    page.getByRole("columnheader", { name, exact: true });
  await userEvent.click(head("Mar 2027"), { button: "right" });
  await follow(["Add behind", "3 months"]);
  // The last of them are beyond the edge of the window: the head holds what is near.
  await expect.poll(() => session.plan.settings.periods).toBe(6);
  await expect.element(head("Apr 2027")).toBeInTheDocument();
  await userEvent.click(head("Jan 2027"), { button: "right" });
  await follow(["History shown", "1 month"]);
  await expect.element(head("Dec 2026")).toBeInTheDocument();
  await userEvent.click(head("Feb 2027"), { button: "right" });
  await follow(["Remove the last", "3 months"]);
  if (session.asked !== null) await userEvent.keyboard("{ArrowDown}{Enter}");
  await expect.poll(() => session.plan.settings.periods).toBe(3);
  await expect.element(cell("Units sold", 1)).toHaveTextContent("100");
});

test("channels: rename, duplicate, move and delete from the head of their column", async () => {
  session.addChannel("Events", null);
  session.setView({ columns: "channels" });
  const head = page.getByRole("columnheader", { name: "Events", exact: true });
  await userEvent.click(head, { button: "right" });
  await follow(["Rename the channel…"]);
  await answer("Fairs");
  const fairs = page.getByRole("columnheader", { name: "Fairs", exact: true });
  await userEvent.click(fairs, { button: "right" });
  await follow(["Move left"]);
  await expect
    .poll(() => session.plan.channels.get(orderedIds(session.plan.channels)[0] ?? "")?.name)
    .toBe("Fairs");
  await userEvent.click(fairs, { button: "right" });
  await follow(["Duplicate"]);
  await expect.poll(() => session.plan.channels.size).toBe(3);
  await userEvent.click(fairs, { button: "right" });
  await follow(["Delete Fairs"]);
  await expect.poll(() => session.plan.channels.size).toBe(2);
});

test("a stage goes in wired, moves no number, and comes out again", async () => {
  await choose("Demos", "Stage", "Insert a stage after Visitors…");
  await answerStage("Leads");
  await expect.element(rowHead("Leads")).toBeVisible();
  await expect.element(cell("Units sold", 1)).toHaveTextContent("100");
  await expect.element(cell("Spend", 1)).toHaveTextContent("£15,000");
  await choose("Leads", "Stage", "Remove this stage");
  await expect.element(page.getByRole("listbox")).toBeVisible();
  // The first is to keep it; the second joins the neighbours.
  await userEvent.keyboard("{ArrowDown}{Enter}");
  await expect.poll(() => rowOf("Leads")).toBe("");
  await expect.element(cell("Spend", 1)).toHaveTextContent("£15,000");
});

test("a stage with a delay: asked with its name, in the funnel's own words; wrong parts are said there", async () => {
  await choose("Demos", "Stage", "Insert a stage after Visitors…");
  const dialog = page.getByRole("dialog", { name: "A stage between Visitors and Demos" });
  const rate = dialog.getByRole("textbox", { name: "Rate that leads into it" });
  await userEvent.fill(dialog.getByRole("textbox", { name: "What is counted there" }), "Trials");
  await expect.element(rate).toHaveAttribute("placeholder", "Visitor to trial");
  await userEvent.fill(rate, "Sign-up rate");
  await answerStage("Trials", "in parts…", "half, half");
  await expect.element(dialog.getByRole("alert")).toHaveTextContent("Write them like 50%, 30%, 20%");
  await answerStage("Trials", "in parts…", "50%, 30%");
  await expect.element(dialog.getByRole("alert")).toHaveTextContent("add up to 100%");
  await answerStage("Trials", "in parts…", "50%, 30%, 20%");
  await expect.element(rowHead("Sign-up rate")).toBeVisible();
  expect(formulaText(session.plan, rowOf("Trials"), "paid-search")).toBe(
    "LAG(Visitors, 50%, 30%, 20%) * [Sign-up rate]",
  );
  session.undo();
  await choose("Demos", "Stage", "Insert a stage after Visitors…");
  await answerStage("Trials", "all of it 1 month later");
  await expect.element(rowHead("Trials")).toBeVisible();
  expect(formulaText(session.plan, rowOf("Trials"), "paid-search")).toMatch(/^LAG\(Visitors, 0%, 100%\)/);
});

test("a stage in front of the first takes over its reach and cost; one behind the last follows it", async () => {
  await choose("Impressions", "Stage", "Insert a stage before Impressions…");
  await answerStage("Audience");
  await expect.element(rowHead("Audience")).toBeVisible();
  await expect.element(cell("Audience", 1)).toHaveTextContent("500,000");
  await expect.element(cell("Spend", 1)).toHaveTextContent("£15,000");
  await choose("Units sold", "Stage", "Insert a stage after Units sold…");
  await answerStage("Renewals");
  await expect.element(cell("Renewals", 1)).toHaveTextContent("100");
  await expect.element(cell("Spend", 1)).toHaveTextContent("£15,000");
  session.undo();
  session.undo();
  await choose("Units sold", "Stage", "Insert a stage after Demos…");
  await answerStage("Offers");
  await expect.element(cell("Offers", 1)).toHaveTextContent("500");
});

test("by keys alone: the menu opens, a letter finds, an arrow goes in, Esc comes back out", async () => {
  sheet.focusTarget(at("price", 0));
  await userEvent.keyboard("{Shift>}{F10}{/Shift}");
  await expect.element(page.getByRole("menu", { name: "Row Price" })).toBeVisible();
  await userEvent.keyboard("m{ArrowRight}");
  await expect.element(page.getByRole("menuitem", { name: "Up", exact: true })).toHaveFocus();
  await userEvent.keyboard("{Escape}");
  await expect.element(page.getByRole("menuitem", { name: "Move" })).toHaveFocus();
  await userEvent.keyboard("{Escape}");
  expect(page.getByRole("menu").elements()).toHaveLength(0);
  await enter(sheet, at("price", 0), "490");
  await expect.element(cell("Price", 2)).toHaveTextContent("£490");
});
