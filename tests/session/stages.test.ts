import { expect, test } from "vitest";
import { TEMPLATES } from "../../src/core/index.ts";
import { startOf } from "../../src/session/stages.ts";

test("every template opens with the caret on a number: the rate into what is wanted, or the nearest to it", () => {
  const starts = TEMPLATES.map((template) => {
    const { id } = template;
    const plan = template.make({ start: "2027-M01", currency: "GBP" });
    const row = plan.rows.get(startOf(plan)?.row ?? "");
    expect(row?.unit, id).toBe("rate");
    return [id, row?.name];
  });
  expect(Object.fromEntries(starts)).toMatchObject({ demo: "Demo to sale" });
});
