import { describe, expect, test } from "vitest";
import { evaluateSlowly } from "../../../src/core/engine/reference.ts";
import { planOfTemplate } from "../../../src/core/templates/define.ts";
import type { RowSpec, TemplateSpec } from "../../../src/core/templates/define.ts";

function specOf(rows: readonly RowSpec[], more: Partial<TemplateSpec> = {}): TemplateSpec {
  return {
    settings: { start: "2027-M01", periods: 3, history: 2 },
    channels: ["Ads", "Referrals"],
    defaultLever: null,
    sentence: null,
    sections: [{ name: "All", rows }],
    ...more,
  };
}

describe("a template's cells", () => {
  test("the last value stands for the rest; history ends before the first period", () => {
    const plan = planOfTemplate(specOf([{ name: "Leads", values: [10, 20], history: [7, 8] }]));
    const sheet = evaluateSlowly(plan);
    expect([-2, -1, 0, 1, 2].map((t) => sheet.value("leads", "ads", t))).toEqual([7, 8, 10, 20, 20]);
  });

  test("a channel has its own values, formula, or none; what it does not say it shares", () => {
    const plan = planOfTemplate(
      specOf([
        { name: "Spend", unit: "money", values: [100], in: { Referrals: { applies: false } } },
        { name: "Cost", unit: "moneyPerCount", values: [5], in: { Referrals: { applies: false } } },
        { name: "Leads", formula: "= Spend / Cost", in: { Referrals: { values: [3] } } },
        { name: "Rate", unit: "rate", values: [0.5], in: { Referrals: { history: [0.25] } } },
        { name: "Sales", formula: "= Leads * Rate", in: { Referrals: { formula: "= Leads" } } },
      ]),
    );
    const sheet = evaluateSlowly(plan);
    expect(plan.formulas.get("spend/referrals")).toEqual({ kind: "none" });
    expect(plan.formulas.get("leads/referrals")).toEqual({ kind: "free" });
    expect(plan.formulas.has("rate/referrals")).toBe(false);
    expect(sheet.value("spend", "referrals", 0)).toBeNaN();
    expect(sheet.value("leads", "ads", 0)).toBe(20);
    expect(sheet.value("leads", "referrals", 2)).toBe(3);
    expect(sheet.value("rate", "referrals", -1)).toBe(0.25);
    expect(sheet.value("rate", "referrals", 0)).toBe(0.5);
    expect(sheet.value("sales", "ads", 1)).toBe(10);
    expect(sheet.value("sales", "referrals", 1)).toBe(3);
  });

  test("rows are named where rows are meant: stage, limit, weight", () => {
    const plan = planOfTemplate(
      specOf([
        { name: "First step", values: [100], stage: { from: null, rate: null }, limit: "Most of it" },
        { name: "Its rate", unit: "rate", values: [0.1], totalBy: { weightedBy: "First step" } },
        {
          name: "Next step",
          formula: "= [First step] * [Its rate]",
          stage: { from: "First step", rate: "Its rate" },
        },
        { name: "Most of it", values: [200], totalBy: "last" },
      ]),
    );
    expect(plan.rows.get("first-step")).toMatchObject({
      stage: { from: null, rate: null },
      limit: "most-of-it",
    });
    expect(plan.rows.get("its-rate")?.totalBy).toEqual({ weightedBy: "first-step" });
    expect(plan.rows.get("next-step")?.stage).toEqual({ from: "first-step", rate: "its-rate" });
    expect(plan.rows.get("most-of-it")).toMatchObject({ totalBy: "last", limit: null, stage: null });
  });

  test("rows keep their order and none of the template's own fields", () => {
    const plan = planOfTemplate(specOf([{ name: "B", values: [1] }, { name: "A", formula: "= B" }])); // prettier-ignore
    const [first, second] = [plan.rows.get("b"), plan.rows.get("a")];
    expect((first?.order ?? "") < (second?.order ?? "")).toBe(true);
    for (const key of ["values", "history", "formula", "in"]) expect(first).not.toHaveProperty(key);
  });
});

describe("a template with a mistake is a bug", () => {
  test.each<[string, TemplateSpec, RegExp]>([
    [
      "two rows of one name",
      specOf([
        { name: "Leads", values: [1] },
        { name: "leads", values: [1] },
      ]),
      /leads/,
    ],
    ["a name without letters", specOf([{ name: "%", values: [1] }]), /rows: %/],
    ["two channels of one name", specOf([], { channels: ["Ads", "ads"] }), /channels: ads/],
    [
      "a channel that is not there",
      specOf([{ name: "A", in: { Fax: { applies: false } } }]),
      /A: no channel Fax/,
    ],
    [
      "a channel of a plan-wide row",
      specOf([{ name: "A", scope: "plan", in: { Ads: { values: [1] } } }]),
      /A: a plan-wide row/,
    ],
    ["a formula that cannot be read", specOf([{ name: "A", formula: "= Nobody * 2" }]), /A: .*Nobody/],
  ])("%s", (_what, spec, message) => {
    expect(() => planOfTemplate(spec)).toThrow(message);
  });
});
