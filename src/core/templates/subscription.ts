import { planOfTemplate } from "./define.ts";
import type { Template, TemplateOptions } from "./define.ts";
import type { Plan } from "../plan/plan.ts";
import { exampleNote, publishedNote, SEARCH_ADS_2025, TRIAL_REQUESTS } from "./sources.ts";

/**
 * A subscription over a year: customers of the month before, new ones, lost ones; monthly recurring revenue as
 * the goal, to stand at the end. Lifetime value and payback both count margin, not revenue.
 */
function makePlan(options: TemplateOptions): Plan {
  return planOfTemplate({
    settings: { title: "Subscription", ...options, periods: 12, history: 1 },
    channels: ["Paid search"],
    defaultLever: "Spend",
    goal: { row: "Recurring revenue", target: 45000 },
    sentence: {
      goal:
        "For [Recurring revenue] a month at the end of {period} you need [Closing customers] customers, " +
        "[New customers] of them new from [Trials] trials, and [Spend]: [Acquisition cost] a new customer.",
      noGoal:
        "With [Spend] in {period} you win [New customers] customers and end at [Recurring revenue] a month{gap}: " +
        "[Acquisition cost] a new customer.",
      unreachable:
        "[Recurring revenue] a month cannot be reached by {lever}: even at {bound} this plan ends at {best}.{remedy}",
    },
    sections: [
      {
        name: "Acquisition",
        rows: [
          {
            name: "Spend",
            unit: "money",
            owner: "Marketing",
            values: [20000],
            better: "lower",
            note: exampleNote(),
          },
          {
            name: "Cost per click",
            shortName: "CPC",
            unit: "moneyPerCount",
            owner: "Marketing",
            values: [5.26],
            better: "lower",
            note: publishedNote("$5.26", SEARCH_ADS_2025),
          },
          {
            name: "Visitors",
            owner: "Marketing",
            formula: "= Spend / CPC",
            stage: { from: null, rate: null },
          },
          {
            name: "Visitor to trial",
            unit: "rate",
            owner: "Marketing",
            values: [0.025],
            better: "higher",
            note: publishedNote("2–3%, of which the middle", TRIAL_REQUESTS),
          },
          {
            name: "Trials",
            owner: "Marketing",
            formula: "= Visitors * [Visitor to trial]",
            stage: { from: "Visitors", rate: "Visitor to trial" },
            definition: "A trial counts when somebody has signed in and used the product once.",
          },
          {
            name: "Trial to customer",
            unit: "rate",
            owner: "Sales",
            values: [0.25],
            better: "higher",
            note: exampleNote(),
          },
          {
            name: "New customers",
            owner: "Sales",
            formula: "= Trials * [Trial to customer]",
            stage: { from: "Trials", rate: "Trial to customer" },
            better: "higher",
            definition: "A customer counts from the first payment.",
          },
        ],
      },
      {
        name: "Customers",
        rows: [
          {
            name: "Opening customers",
            owner: "Customer success",
            measure: "stock",
            formula: "= PREV([Closing customers])",
          },
          {
            name: "Churn",
            unit: "rate",
            owner: "Customer success",
            values: [0.03],
            better: "lower",
            definition: "The share of a month's opening customers who leave in it.",
            note: exampleNote(),
          },
          {
            name: "Lost customers",
            owner: "Customer success",
            formula: "= [Opening customers] * Churn",
            better: "lower",
          },
          {
            name: "Closing customers",
            owner: "Shared",
            measure: "stock",
            formula: "= [Opening customers] + [New customers] - [Lost customers]",
            history: [200],
            better: "higher",
          },
        ],
      },
      {
        name: "Revenue",
        rows: [
          {
            name: "Revenue per account",
            shortName: "ARPA",
            unit: "moneyPerCount",
            owner: "Sales",
            scope: "plan",
            values: [100],
            better: "higher",
            definition: "Of one customer in one month.",
            note: exampleNote(),
          },
          {
            name: "Recurring revenue",
            shortName: "MRR",
            unit: "money",
            owner: "Shared",
            measure: "stock",
            formula: "= [Closing customers] * ARPA",
            better: "higher",
            definition: "Monthly recurring revenue: what this month's customers pay a month.",
          },
          {
            name: "Revenue",
            unit: "money",
            owner: "Finance",
            measure: "flow",
            formula: "= [Closing customers] * ARPA",
            better: "higher",
          },
          {
            name: "Gross margin",
            unit: "rate",
            owner: "Finance",
            scope: "plan",
            values: [0.8],
            better: "higher",
            note: exampleNote(),
          },
          {
            name: "Gross profit",
            unit: "money",
            owner: "Finance",
            formula: "= Revenue * [Gross margin]",
            better: "higher",
          },
        ],
      },
      {
        name: "What a customer is worth",
        rows: [
          {
            name: "Acquisition cost",
            shortName: "CAC",
            unit: "moneyPerCount",
            owner: "Shared",
            formula: "= Spend / [New customers]",
            better: "lower",
            definition: "Ad spend alone, without salaries and tools (paid CAC).",
            note: "Beside it: $655 for small businesses, $3,352 for mid-sized ones (saren-ai, no year stated).",
          },
          {
            name: "Lifetime value",
            shortName: "LTV",
            unit: "moneyPerCount",
            owner: "Finance",
            formula: "= ARPA * [Gross margin] / Churn",
            better: "higher",
            definition: "Margin, not revenue, of a customer until the customer leaves.",
          },
          {
            name: "LTV to CAC",
            unit: "number",
            owner: "Finance",
            formula: "= LTV / CAC",
            better: "higher",
            note: "Rule of thumb: at least 3; above 5 may mean spending too little (metrictoolbox.com, no year stated).",
          },
          {
            name: "Months to pay back",
            unit: "number",
            owner: "Finance",
            formula: "= CAC / (ARPA * [Gross margin])",
            better: "lower",
            note: "Under 6 is called strong, 6–12 workable, above 18 difficult (callculator.cc, no year stated).",
          },
        ],
      },
    ],
  });
}

export const subscriptionTemplate: Template = {
  id: "subscription",
  name: "Subscription",
  about: "Customers who stay and leave: recurring revenue, churn, lifetime value and payback.",
  make: makePlan,
};
