import { expect, test } from "vitest";
import { TEMPLATES } from "../../../src/core/templates/index.ts";
import { readPlan } from "../../../src/csv/read.ts";
import { NO_RESULTS } from "../../../src/csv/results.ts";
import { writePlan } from "../../../src/csv/write.ts";
import { countingIds } from "../../csv/rich.ts";
import { differencesOf } from "../../csv/same.ts";

test.each(TEMPLATES.map((template) => [template.id, template] as const))(
  "%s: what is exported comes back the same, notes and ranges with it",
  (_id, template) => {
    const plan = template.make({ start: "2027-M01", currency: "GBP" });
    const reading = readPlan(writePlan(plan, NO_RESULTS), { newId: countingIds() });
    if (reading.outcome !== "plan") throw new Error(reading.why.text);
    expect(reading.errors).toEqual([]);
    expect(differencesOf(plan, reading.plan)).toEqual([]);
  },
);
