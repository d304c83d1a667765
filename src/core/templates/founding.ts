import type { Plan } from "../plan/plan.ts";
import { planOfTemplate } from "./define.ts";
import type { Template, TemplateOptions } from "./define.ts";
import { exampleNote } from "./sources.ts";

/**
 * The founding example: what budget sells 100 units? 100 ÷ 20% = 500 demos ÷ 5% = 10,000 visitors ÷ 2% =
 * 500,000 impressions × £30 per 1,000 = £15,000. Over three months, with price, revenue and the demos that
 * three sales reps can hold. The rates are an example's, not a benchmark.
 */
export function foundingPlan(options: TemplateOptions = { start: "2027-M01", currency: "GBP" }): Plan {
  return planOfTemplate({
    settings: { title: "Spring launch", ...options, periods: 3 },
    channels: ["Paid search"],
    defaultLever: "Spend",
    goal: { row: "Units sold", target: 100 },
    sentence: {
      goal:
        "To sell [Units sold] units in {period} you need [Demos] demos from [Visitors] visitors, and [Spend]: " +
        "[Cost per sale] a sale.",
      noGoal: "With [Spend] in {period} you sell [Units sold] units{gap}: [Cost per sale] a sale.",
      unreachable:
        "[Units sold] units cannot be reached by {lever}: even at {bound} this plan sells {best}.{remedy}",
    },
    sections: [
      {
        name: "Traffic",
        rows: [
          { name: "Spend", unit: "money", owner: "Marketing", values: [4500, 5000, 5500], better: "lower" },
          {
            name: "Cost per 1,000",
            shortName: "CPM",
            unit: "moneyPerCount",
            per: 1000,
            owner: "Marketing",
            values: [30],
            better: "lower",
            note: exampleNote(),
          },
          {
            name: "Impressions",
            formula: "= Spend / CPM",
            stage: { from: null, rate: null },
          },
          {
            name: "Click-through rate",
            shortName: "CTR",
            unit: "rate",
            owner: "Marketing",
            values: [0.02],
            better: "higher",
            note: exampleNote(),
          },
          {
            name: "Visitors",
            formula: "= Impressions * CTR",
            stage: { from: "Impressions", rate: "Click-through rate" },
          },
          {
            name: "Cost per click",
            shortName: "CPC",
            unit: "moneyPerCount",
            formula: "= Spend / Visitors",
            better: "lower",
          },
        ],
      },
      {
        name: "Demos",
        rows: [
          {
            name: "Visitor to demo",
            unit: "rate",
            owner: "Marketing",
            values: [0.05],
            better: "higher",
            note: exampleNote(),
          },
          {
            name: "Demos",
            formula: "= Visitors * [Visitor to demo]",
            stage: { from: "Visitors", rate: "Visitor to demo" },
            limit: "Demo capacity",
            definition: "A demo counts when the person came and has a budget.",
          },
          {
            name: "Sales reps",
            unit: "people",
            owner: "HR",
            scope: "plan",
            measure: "stock",
            values: [3],
          },
          { name: "Demos a rep", unit: "number", owner: "Sales", scope: "plan", values: [60] },
          {
            name: "Demo capacity",
            unit: "count",
            owner: "Sales",
            scope: "plan",
            formula: "= [Sales reps] * [Demos a rep]",
          },
        ],
      },
      {
        name: "Sales",
        rows: [
          {
            name: "Demo to sale",
            unit: "rate",
            owner: "Sales",
            values: [0.2],
            better: "higher",
            note: exampleNote(),
          },
          {
            name: "Units sold",
            owner: "Shared",
            formula: "= Demos * [Demo to sale]",
            stage: { from: "Demos", rate: "Demo to sale" },
            better: "higher",
          },
        ],
      },
      {
        name: "Money",
        rows: [
          {
            name: "Price",
            unit: "moneyPerCount",
            owner: "Sales",
            scope: "plan",
            values: [480],
            better: "higher",
            note: exampleNote(),
          },
          { name: "Revenue", unit: "money", formula: "= [Units sold] * Price", better: "higher" },
          {
            name: "Cost per sale",
            shortName: "CAC",
            unit: "moneyPerCount",
            formula: "= Spend / [Units sold]",
            better: "lower",
          },
          {
            name: "Return on spend",
            shortName: "ROAS",
            unit: "number",
            formula: "= Revenue / Spend",
            better: "higher",
          },
        ],
      },
    ],
  });
}

export const foundingTemplate: Template = {
  id: "demo",
  name: "Demo-led software",
  about: "What budget sells 100 units: from spend through visitors and demos to sales.",
  make: foundingPlan,
};
