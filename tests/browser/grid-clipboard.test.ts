// Copy and paste in a real browser: what lies on its clipboard, and what comes back from other programs.
import { afterEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { addPeriodsTo } from "./plans.ts";
import { at, cell, enter, paste, readClipboard, rowHead, stage } from "./kit.ts";
import type { Stage } from "./kit.ts";

let made: Stage | undefined;

afterEach(() => {
  made?.end();
  made = undefined;
});

test("Ctrl+C puts text and HTML with whole numbers on the clipboard; Ctrl+V elsewhere takes them", async () => {
  made = await stage();
  const { session, sheet } = made;
  await enter(sheet, at("price", 0), "480.256");
  await enter(sheet, at("price", 1), "13/7");
  await userEvent.keyboard("{Escape}");
  sheet.focusTarget(at("price", 0));
  await userEvent.keyboard("{Shift>}{ArrowRight}{ArrowRight}{/Shift}{Control>}c{/Control}");
  expect((await readClipboard(sheet))["text/plain"]).toBe("480.256\t480\t480");
  const html = (await readClipboard(sheet))["text/html"] ?? "";
  expect(html).toContain('sdval="480.256"');
  expect(html).toContain(">£480</td>");
  sheet.focusTarget(at("cost-per-1-000", 0));
  await userEvent.keyboard("{Control>}v{/Control}");
  await expect.poll(() => session.book.engine.value("cost-per-1-000", "paid-search", 0)).toBe(480.256);
  session.undo();
  await expect.element(cell("Cost per 1,000", 2)).toHaveTextContent("£30");
});

test("evidence and ranges come back as they were typed; a whole line can be pasted back", async () => {
  made = await stage();
  const { sheet } = made;
  await enter(sheet, at("demo-to-sale", 0), "36 of 182");
  await userEvent.click(rowHead("Demo to sale"));
  await userEvent.keyboard("{Shift>} {/Shift}{Control>}c{/Control}");
  expect((await readClipboard(sheet))["text/plain"]).toMatch(/^Demo to sale\tSales\t/);
  sheet.focusTarget(at("visitor-to-demo", 0));
  await userEvent.keyboard("{Home}{Control>}v{/Control}");
  await expect.element(cell("Visitor to demo", 2)).toHaveAccessibleDescription(/seen in 36 of 182/);
  await expect.element(cell("Visitor to demo", 3)).toHaveTextContent("20.0%");
  await expect.element(rowHead("Visitor to demo")).toBeVisible();
});

test("Ctrl+X empties what it takes, as one step", async () => {
  made = await stage();
  const { session, sheet } = made;
  sheet.focusTarget(at("price", 0));
  await userEvent.keyboard("{Shift>}{ArrowRight}{/Shift}{Control>}x{/Control}");
  await expect.element(cell("Price", 3)).toHaveTextContent(/^$/);
  expect((await readClipboard(sheet))["text/plain"]).toBe("480\t480");
  session.undo();
  await expect.element(cell("Price", 3)).toHaveTextContent("£480");
});

test("while an editor is open the clipboard is the text's own", async () => {
  made = await stage();
  const { sheet } = made;
  sheet.focusTarget(at("price", 0));
  await userEvent.keyboard("{F2}{Shift>}{Home}{/Shift}{Control>}c{/Control}{Escape}");
  expect((await readClipboard(sheet))["text/plain"]).toBe("480");
});

test("a table of Excel's: what it shows, with its signs", async () => {
  made = await stage();
  const { session, sheet } = made;
  sheet.focusTarget(at("price", 0));
  const html = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><!--StartFragment--><table>
    <col width=64><tr height=20><td class=xl65 align=right>£1,234.50</td><td>&nbsp;500 </td><td style='mso-number-format:0'>£510.00</td></tr>
  </table><!--EndFragment--></body></html>`;
  paste({ "text/html": html, "text/plain": "£1,234.50\t500\t£510.00" });
  await expect.element(cell("Price", 2)).toHaveTextContent("£1,235");
  expect(session.book.engine.total(at("price", 0))).toBe(1234.5);
  expect(session.undoLabel).toBe("3 cells");
});

test("LibreOffice's and Google's numbers come in full, not as they are rounded", async () => {
  made = await stage();
  const { session, sheet } = made;
  const rate = (t: number): number => session.book.engine.value("click-through-rate", "paid-search", t);
  sheet.focusTarget(at("click-through-rate", 0));
  paste({
    "text/html": `<table><tr><td sdval="0.0234567" sdnum="2057;0;0.0%">2.3%</td>
      <td data-sheets-value='{"1":3,"3":0.0312345}' data-sheets-numberformat='{"1":3}'>3.1%</td></tr></table>`,
    "text/plain": "2.3%\t3.1%",
  });
  await expect.poll(() => rate(1)).toBeCloseTo(0.0312345, 12);
  expect(rate(0)).toBeCloseTo(0.0234567, 12);
});

test("numbers of a German reader, with what German spreadsheets write", async () => {
  made = await stage(undefined, "de-DE");
  const { session, sheet } = made;
  sheet.focusTarget(at("price", 0));
  paste({ "text/plain": "1.234,50\t480,5\t£ 99" });
  await expect.poll(() => session.book.engine.total(at("price", 0))).toBe(1234.5);
  expect(session.book.engine.total(at("price", 1))).toBe(480.5);
});

test("a block that can be read in two ways is asked once, at its first cell", async () => {
  made = await stage();
  const { session, sheet } = made;
  sheet.focusTarget(at("price", 0));
  paste({ "text/plain": "1,5\t2,5\t3,25" });
  await expect.element(page.getByRole("listbox")).toBeVisible();
  expect(session.canUndo).toBe(false);
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => session.book.engine.total(at("price", 2))).toBe(3.25);
  expect(session.book.engine.total(at("price", 0))).toBe(1.5);
});

test("a script in pasted HTML never runs, and its text is refused where it lands", async () => {
  made = await stage();
  const { session, sheet } = made;
  sheet.focusTarget(at("price", 0));
  paste({
    "text/html": "<table><tr><td><img src=x onerror='window.ran = 1'>hello</td></tr></table>",
    "text/plain": "hello",
  });
  await expect.poll(() => session.bar.text).toContain("“hello”");
  expect("ran" in window).toBe(false);
});

test("quarters fold by their heads, by keys and by the picker; months of two years fold to years", async () => {
  made = await stage(addPeriodsTo(24));
  const { session, sheet } = made;
  const heads = (): (string | null)[] =>
    page
      .getByRole("columnheader")
      .elements()
      .map((head) => head.textContent);
  await userEvent.selectOptions(page.getByRole("combobox", { name: "Columns" }), "years");
  await expect.poll(heads).toEqual(["Row", "Owner", "2027–2028 total", "2027", "2028"]);
  await userEvent.selectOptions(page.getByRole("combobox", { name: "Columns" }), "quarters");
  await expect.element(page.getByRole("columnheader", { name: "Q1 2027", exact: true })).toBeVisible();
  expect(heads()).not.toContain("Jan 2027");
  sheet.focusTarget(at("spend", 0, 2));
  await userEvent.keyboard("{Alt>}{Shift>}{ArrowRight}{/Shift}{/Alt}");
  await expect.element(page.getByRole("columnheader", { name: "Jan 2027" })).toBeVisible();
  await userEvent.keyboard("{ArrowRight}{Alt>}{Shift>}{ArrowLeft}{/Shift}{/Alt}");
  await expect.poll(() => session.selected).toEqual(at("spend", 0, 2));
  expect(page.getByRole("columnheader", { name: "Jan 2027" }).elements()).toHaveLength(0);
  const arrow = page
    .getByRole("columnheader", { name: "Q1 2027" })
    .element()
    .querySelector("[data-act=fold]");
  await userEvent.click(arrow!);
  await expect.element(page.getByRole("columnheader", { name: "Jan 2027" })).toBeVisible();
  const spend = page.getByRole("row", { name: "Spend", exact: true }).getByRole("gridcell");
  await expect.element(spend.filter({ hasText: "£15,000" }).first()).toBeVisible();
});

test("twelve months from elsewhere go to twelve months, past the totals of quarters; copied they are twelve", async () => {
  made = await stage(addPeriodsTo(12));
  const { session, sheet } = made;
  const months = Array.from({ length: 12 }, (_, t) => t);
  sheet.focusTarget(at("price", 0));
  paste({ "text/plain": months.map((t) => String(500 + t)).join("\t") });
  const price = (t: number): number => session.book.engine.total(at("price", t));
  await expect.poll(() => price(11)).toBe(511);
  expect(months.map(price)).toEqual(months.map((t) => 500 + t));
  expect(session.undoLabel).toBe("12 cells");
  sheet.focusTarget(at("price", 0));
  await userEvent.keyboard("{Shift>}{Control>}{ArrowRight}{/Control}{/Shift}{Control>}c{/Control}");
  expect((await readClipboard(sheet))["text/plain"]?.split("\t")).toEqual(months.map((t) => String(500 + t)));
});

test("what is right of the last period is said, and comes with more periods; one undo for all of it", async () => {
  made = await stage();
  const { session, sheet } = made;
  sheet.focusTarget(at("price", 1));
  paste({ "text/plain": "490\t500\t510\t520" });
  await expect.poll(() => session.bar.text).toContain("2 columns right of the last period are left out.");
  session.bar.offers.find(({ name }) => name === "Add periods")?.run();
  await expect.element(page.getByRole("columnheader", { name: "May 2027", exact: true })).toBeInTheDocument();
  expect([1, 2, 3, 4].map((t) => session.book.engine.total(at("price", t)))).toEqual([490, 500, 510, 520]);
  session.undo();
  await expect.poll(() => session.plan.settings.periods).toBe(3);
  expect(session.book.engine.total(at("price", 1))).toBe(480);
});

test("a table pasted on the empty last line makes rows with their units and numbers; one undo", async () => {
  made = await stage();
  const { session } = made;
  const before = session.plan.rows.size;
  await userEvent.click(rowHead("Type a name to add a row"));
  paste({
    "text/html": `<table><tr><td>Churn</td><td>3.5%</td><td>3.0%</td><td>2.5%</td></tr>
      <tr><td>Support cost</td><td>£900</td><td>£950</td><td>£1,000</td></tr></table>`,
    "text/plain": "Churn\t3.5%\t3.0%\t2.5%\nSupport cost\t£900\t£950\t£1,000",
  });
  await expect.element(cell("Churn", 2)).toHaveTextContent("3.5%");
  await expect.element(cell("Support cost", 1)).toHaveTextContent("£2,850");
  expect(session.bar.text).toContain("New rows: Churn, Support cost.");
  session.undo();
  await expect.poll(() => session.plan.rows.size).toBe(before);
});

test("names and owners: pasted as a column they are taken, and owners fill down", async () => {
  made = await stage();
  const { session } = made;
  await userEvent.click(cell("Price", 0));
  paste({ "text/plain": "Finance\nBoard" });
  await expect.poll(() => session.plan.rows.get("revenue")?.owner).toBe("Board");
  // What was pasted is selected.
  await userEvent.keyboard("{Control>}d{/Control}");
  await expect.poll(() => session.plan.rows.get("revenue")?.owner).toBe("Finance");
});

test("cut keeps a goal, and says that Delete lets it go", async () => {
  made = await stage();
  const { session, sheet } = made;
  sheet.focusTarget(at("units-sold", 0, 2));
  await userEvent.keyboard("{Control>}x{/Control}");
  await expect.poll(() => session.bar.text).toContain("not cut");
  expect(session.plan.goals.size).toBe(1);
  expect((await readClipboard(sheet))["text/plain"]).toBe("100");
});
