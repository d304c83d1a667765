import { expect, test } from "vitest";
import { applyChange } from "../../src/core/index.ts";
import { startOfSweep, sweepableRows, sweepView, valuesOfSweep } from "../../src/compare/sweep.ts";
import { Books } from "../../src/session/books.ts";
import { newScenario } from "../../src/session/scenarios.ts";
import { wholeOf } from "../../src/session/speak.ts";
import { valueOf } from "../../src/session/target.ts";
import { speak, started } from "./kit.ts";

const plan = started();
const base = new Books().of(plan, null);
const wish = (row: string, from = "", to = "", steps = 5): Parameters<typeof sweepView>[2] => ({
  row,
  from,
  to,
  steps,
});

test("[XP11] one assumption swept: a data table with the goal held, each number a scenario to be made", () => {
  const view = sweepView(base, "spend", wish("demo-to-sale", "10%", "30%"), null, speak);
  if (typeof view === "string") throw new Error(view);
  expect(view.xTexts).toEqual(["10.0%", "15.0%", "20.0%", "25.0%", "30.0%"]);
  expect(view.cells.map(([cell]) => cell?.text)).toEqual([
    "£30,000",
    "£20,000",
    "£15,000",
    "£12,000",
    "£10,000",
  ]);
  const last = view.cells[4]?.[0];
  const made = newScenario(plan, null, () => "swept", {
    name: last?.name ?? "",
    changes: last?.change() ?? [],
  });
  if (made.kind !== "edit") throw new Error("a scenario is made");
  const next = applyChange(plan, made.change);
  expect(next.scenarios.get("swept")?.name).toBe("Demo to sale 30.0%");
  expect(valueOf(new Books().of(next, "swept"), wholeOf(next, "spend"))).toBeCloseTo(10000, 6);
  expect(valueOf(new Books().of(next, null), wholeOf(next, "spend"))).toBeCloseTo(15000, 6);
});

test("[XP11] two assumptions swept; ends by themselves are half and one and a half, a rate's 100% at most", () => {
  const view = sweepView(
    base,
    "spend",
    wish("demo-to-sale", "20%", "24%", 2),
    wish("visitor-to-demo", "5%", "5.5%", 2),
    speak,
  );
  if (typeof view === "string") throw new Error(view);
  expect(view.cells.map((cells) => cells.map(({ text }) => text))).toEqual([
    ["£15,000", "£13,636"],
    ["£12,500", "£11,364"],
  ]);
  expect(view.cells[1]?.[1]?.name).toBe("Demo to sale 24.0%, Visitor to demo 5.5%");
  expect(valuesOfSweep(base, wish("demo-to-sale"), speak)).toEqual([
    0.1, 0.15000000000000002, 0.2, 0.25, 0.30000000000000004,
  ]);
  expect(valuesOfSweep(base, wish("demo-to-sale", "what"), speak)).toBeNull();
  expect(sweepView(base, "spend", wish("demo-to-sale", "what"), null, speak)).toMatch(/cannot be read/);
  expect(sweepableRows(base)).not.toContain("units-sold");
  expect(startOfSweep(base)).toEqual({ row: "demo-to-sale", output: "spend" });
});

test("[XP11] where the goal cannot be met there is no number", () => {
  const view = sweepView(base, "spend", wish("demo-to-sale", "0%", "20%", 2), null, speak);
  if (typeof view === "string") throw new Error(view);
  expect(view.cells[0]?.[0]).toMatchObject({ text: "–", isMissed: true });
});
