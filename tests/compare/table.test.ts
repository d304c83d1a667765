import { expect, test } from "vitest";
import { applyChange } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { compareTable, holdSameGoals, tableForFile } from "../../src/compare/table.ts";
import type { CompareOptions } from "../../src/compare/table.ts";
import { columns, speak, started, typed } from "./kit.ts";

const WHOLE: CompareOptions = {
  against: null,
  differences: "absolute",
  rows: "matter",
  from: 0,
  to: 2,
  channel: null,
};

/** The table as text: a line a row, `figure delta mark`. */
function shown(document: Plan, options: Partial<CompareOptions> = {}): Record<string, string[]> {
  const groups = compareTable(document, columns(document), { ...WHOLE, ...options }, speak);
  return Object.fromEntries(
    groups.map(({ name, lines }) => [
      name,
      lines.map(
        (line) =>
          `${line.name}: ${line.cells
            .map(({ text, delta, mark }) => [text, delta, mark ?? ""].filter((part) => part !== "").join(" "))
            .join(" | ")}`,
      ),
    ]),
  );
}

test("[CM1] storyboard 18: three columns, what is wanted, what differs, and what follows", () => {
  expect(shown(started())).toEqual({
    Answer: [
      "Units sold: 100 | 100 | 50 −50 worse",
      "Spend: £15,000 | £11,364 −£3,636 better | £7,500 −£7,500",
      "Cost per sale: £150 | £114 −£36 better | £150",
    ],
    "What is different": [
      "Spend: solved for the goal | solved for the goal | £7,500 −£7,500",
      "Visitor to demo: 5.0% | 5.5% +0.5 pts better | 5.0%",
      "Demo to sale: 20.0% | 24.0% +4.0 pts better | 20.0%",
    ],
    "Along the funnel": [
      "Impressions: 500,000 | 378,788 −121,212 | 250,000 −250,000",
      "Visitors: 10,000 | 7,576 −2,424 | 5,000 −5,000",
      "Demos: 500 | 417 −83 | 250 −250",
      "Revenue: £48,000 | £48,000 | £24,000 −£24,000",
      "Return on spend: 3.20 | 4.22 +1.02 better | 3.20",
    ],
  });
});

test("[CM2] less money for fewer units is not better: marks only where the goal is held, or for what is wanted", () => {
  const [base, better, half] = columns(started());
  expect(holdSameGoals(base!.book, better!.book)).toBe(true); // three columns
  expect(holdSameGoals(base!.book, half!.book)).toBe(false); // as above
  const against = shown(started(), { against: "half" });
  expect(against["Answer"]).toEqual([
    "Units sold: 100 +50 better | 100 +50 better | 50",
    "Spend: £15,000 +£7,500 | £11,364 +£3,864 | £7,500",
    "Cost per sale: £150 | £114 −£36 | £150",
  ]);
});

test("[CM1] differences in percent or none; one period; all rows by section", () => {
  expect(shown(started(), { differences: "relative" })["Answer"]?.[1]).toBe(
    "Spend: £15,000 | £11,364 −24.2% better | £7,500 −50%",
  );
  expect(shown(started(), { differences: "off" })["Answer"]?.[1]).toBe("Spend: £15,000 | £11,364 | £7,500");
  expect(shown(started(), { from: 2, to: 2 })["Answer"]?.[1]).toBe(
    "Spend: £5,500 | £4,167 −£1,333 better | £2,750 −£2,750",
  );
  expect(Object.keys(shown(started(), { rows: "all" }))).toEqual(["Traffic", "Demos", "Sales", "Money"]);
});

test("[CM1] twelve scenarios stand beside each other; an edit of the base shows in all that do not touch it", () => {
  let plan = started();
  for (let i = 0; i < 9; i++) {
    plan = applyChange(plan, [[`scenario/n${i}`, null, { name: `N${i}`, order: `z${i}i` }]]);
  }
  plan = applyChange(plan, typed(plan, null, "click-through-rate", "4%"));
  const line = shown(plan)["Answer"]?.[1]?.split(" | ") ?? [];
  expect(line).toHaveLength(12);
  expect(line.slice(0, 4)).toEqual(["Spend: £7,500", "£5,682 −£1,818 better", "£7,500", "£7,500"]);
});

test("the comparison as a file: numbers in full, differences beside them", () => {
  const plan = started();
  const groups = compareTable(plan, columns(plan), WHOLE, speak);
  const rows = tableForFile(groups, columns(plan), WHOLE);
  expect(rows[0]).toEqual([
    "Row",
    "Base",
    "Better demos",
    "Half the budget",
    "Better demos minus Base",
    "Half the budget minus Base",
  ]);
  expect(rows[1]).toEqual(["Answer"]);
  const spend = rows[3]?.map((cell) => (typeof cell === "number" ? Math.round(cell) : cell));
  expect(spend).toEqual(["Spend", 15000, 11364, 7500, -3636, -7500]);
});

test("[CM1] a difference that rounds to nothing is not said", () => {
  // The figures show apart, 12.4% and 12.5%, but what lies between them shows as nothing.
  let plan = applyChange(started(), typed(started(), null, "demo-to-sale", "12.449%"));
  plan = applyChange(plan, typed(plan, "half", "demo-to-sale", "12.451%"));
  const line = shown(plan)["What is different"]?.find((text) => text.startsWith("Demo to sale"));
  expect(line).toBe("Demo to sale: 12.4% | 24.0% +11.6 pts better | 12.5%");
});
