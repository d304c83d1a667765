import { planOfTemplate } from "./define.ts";
import type { Template, TemplateOptions } from "./define.ts";
import type { Plan } from "../plan/plan.ts";
import { exampleNote, firstPageSage, publishedNote, SEARCH_ADS_2025 } from "./sources.ts";

const CRM = firstPageSage("segment CRM");

/**
 * Lead → MQL → SQL → opportunity → deal over six months. Most steps take time, so what earlier months have
 * already created stands in the history and closes in this plan.
 */
function makePlan(options: TemplateOptions): Plan {
  return planOfTemplate({
    settings: { title: "Lead to deal", ...options, periods: 6, history: 3 },
    channels: ["Paid search"],
    defaultLever: "Spend",
    goal: { row: "Deals", target: 150 },
    sentence: {
      goal:
        "To win [Deals] deals in {period} you need [Opportunities] opportunities from [Leads] leads, and [Spend]: " +
        "[Cost per deal] a deal.",
      noGoal:
        "With [Spend] in {period} you create [Opportunities] opportunities and win [Deals] deals{gap}: " +
        "[Cost per deal] a deal.",
      unreachable:
        "[Deals] deals cannot be reached by {lever}: even at {bound} this plan wins {best}.{remedy}",
    },
    sections: [
      {
        name: "Demand",
        rows: [
          {
            name: "Spend",
            unit: "money",
            owner: "Marketing",
            values: [60000],
            better: "lower",
            note: exampleNote(),
          },
          {
            name: "Cost per lead",
            shortName: "CPL",
            unit: "moneyPerCount",
            owner: "Marketing",
            values: [70.11],
            better: "lower",
            note: publishedNote("$70.11", SEARCH_ADS_2025),
          },
          {
            name: "Leads",
            owner: "Marketing",
            formula: "= Spend / CPL",
            stage: { from: null, rate: null },
            definition: "A lead counts when somebody has left contact details.",
          },
        ],
      },
      {
        name: "Marketing-qualified",
        rows: [
          {
            name: "Lead to MQL",
            unit: "rate",
            owner: "Marketing",
            values: [0.36],
            better: "higher",
            note: publishedNote("36%", CRM),
          },
          {
            name: "MQLs",
            owner: "Marketing",
            formula: "= Leads * [Lead to MQL]",
            history: [300],
            stage: { from: "Leads", rate: "Lead to MQL" },
            definition: "An MQL counts when the lead has the fit and the interest that both teams agreed on.",
          },
          {
            name: "Cost per MQL",
            unit: "moneyPerCount",
            owner: "Marketing",
            formula: "= Spend / MQLs",
            better: "lower",
          },
        ],
      },
      {
        name: "Sales-qualified",
        rows: [
          {
            name: "MQL to SQL",
            unit: "rate",
            owner: "Sales",
            values: [0.42],
            better: "higher",
            note: publishedNote(
              "42%",
              CRM,
              "This rate lies between 5% and 40% in most plans, mainly by what an MQL is taken to be (omegapoint): " +
                "agree on the definitions first.",
            ),
          },
          {
            name: "SQLs",
            owner: "Sales",
            formula: "= LAG(MQLs, 70%, 30%) * [MQL to SQL]",
            history: [120],
            stage: { from: "MQLs", rate: "MQL to SQL" },
            definition: "An SQL counts when sales has confirmed need and intent.",
            note: exampleNote("Of the MQLs 70% are worked in the same month, 30% in the next."),
          },
          {
            name: "SQL to opportunity",
            unit: "rate",
            owner: "Sales",
            values: [0.48],
            better: "higher",
            note: publishedNote("48%", CRM),
          },
          {
            name: "Opportunities",
            owner: "Sales",
            formula: "= LAG(SQLs, 60%, 40%) * [SQL to opportunity]",
            history: [55, 58, 60],
            stage: { from: "SQLs", rate: "SQL to opportunity" },
            definition: "An opportunity counts when a deal has a value and a date on which it should close.",
            note: exampleNote("Of the SQLs 60% become due in the same month, 40% in the next."),
          },
        ],
      },
      {
        name: "Deals",
        rows: [
          {
            name: "Win rate",
            unit: "rate",
            owner: "Sales",
            values: [0.38],
            better: "higher",
            note: publishedNote("38%", CRM, "Other sources have 15% to 30% (growthengineer)."),
          },
          {
            name: "Deals",
            owner: "Shared",
            formula: "= LAG(Opportunities, 0, 30%, 50%, 20%) * [Win rate]",
            stage: { from: "Opportunities", rate: "Win rate" },
            better: "higher",
            definition: "A deal counts when the contract is signed.",
            note: exampleNote(
              "Of the opportunities 30% are decided after one month, 50% after two, 20% after three.",
            ),
          },
        ],
      },
      {
        name: "Money",
        rows: [
          {
            name: "Contract value",
            shortName: "ACV",
            unit: "moneyPerCount",
            owner: "Sales",
            scope: "plan",
            values: [12000],
            better: "higher",
            note: exampleNote("A year's value of one deal."),
          },
          { name: "Bookings", unit: "money", owner: "Sales", formula: "= Deals * ACV", better: "higher" },
          {
            name: "Pipeline created",
            unit: "money",
            owner: "Sales",
            formula: "= Opportunities * ACV",
            better: "higher",
          },
          {
            name: "Needed coverage",
            unit: "number",
            owner: "Sales",
            formula: "= 1 / [Win rate]",
            better: "lower",
            definition: "How many times its quota a pipeline has to be worth: one divided by the win rate.",
          },
          {
            name: "Cost per deal",
            shortName: "CAC",
            unit: "moneyPerCount",
            owner: "Shared",
            formula: "= Spend / Deals",
            better: "lower",
            definition: "Ad spend alone, without salaries and tools (paid CAC).",
          },
          {
            name: "Return on spend",
            shortName: "ROAS",
            unit: "number",
            owner: "Shared",
            formula: "= Bookings / Spend",
            better: "higher",
          },
        ],
      },
    ],
  });
}

export const leadTemplate: Template = {
  id: "lead-to-deal",
  name: "Lead to deal",
  about:
    "Lead, MQL, SQL, opportunity, deal: what it takes to win them, with the months that each step takes.",
  make: makePlan,
};
