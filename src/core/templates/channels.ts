import { planOfTemplate } from "./define.ts";
import type { RowSpec, Template, TemplateOptions } from "./define.ts";
import type { Plan } from "../plan/plan.ts";
import { SALES_TEAM } from "./sales-team.ts";
import {
  between,
  exampleNote,
  firstPageSage,
  LINKEDIN_COST,
  publishedNote,
  SEARCH_ADS_2025,
  tellSource,
} from "./sources.ts";

const SEARCH = "Paid search";
const LINKEDIN = "LinkedIn";
const CONTENT = "Content";
const WEBINARS = "Webinars";

const TABLE = firstPageSage("channels PPC, LinkedIn, SEO and webinar");

/** A stage rate, by channel as First Page Sage has them, percent for PPC, LinkedIn, SEO, webinar. */
function stageRate(
  name: string,
  owner: string,
  percents: readonly [number, number, number, number],
): RowSpec {
  const [ppc, linkedIn, seo, webinar] = percents;
  return {
    name,
    unit: "rate",
    owner,
    better: "higher",
    in: {
      [SEARCH]: { values: [ppc / 100] },
      [LINKEDIN]: { values: [linkedIn / 100] },
      [CONTENT]: { values: [seo / 100] },
      [WEBINARS]: { values: [webinar / 100] },
    },
    note: publishedNote(
      `${ppc}% paid search, ${linkedIn}% LinkedIn, ${seo}% SEO, ${webinar}% webinar`,
      TABLE,
    ),
  };
}

const TRAFFIC: readonly RowSpec[] = [
  {
    name: "Spend",
    unit: "money",
    owner: "Marketing",
    better: "lower",
    in: {
      [SEARCH]: { values: [20000] },
      [LINKEDIN]: { values: [15000] },
      [CONTENT]: { values: [6000] },
      [WEBINARS]: { values: [9000] },
    },
    note: exampleNote(),
  },
  {
    name: "Cost per visit",
    shortName: "CPC",
    unit: "moneyPerCount",
    owner: "Marketing",
    better: "lower",
    in: {
      [SEARCH]: { values: [5.26] },
      [LINKEDIN]: { values: [between(5.5, 9.25, "moneyPerCount")] },
      [CONTENT]: { values: [1.5] },
      [WEBINARS]: { applies: false },
    },
    note:
      `${publishedNote("$5.26 paid search", SEARCH_ADS_2025)} ` +
      `${publishedNote("$5.50–9.25 LinkedIn", LINKEDIN_COST, "By source it differs threefold: a range, not one value.")} ` +
      `Content: ${exampleNote()}`,
  },
  {
    name: "Visitors",
    owner: "Marketing",
    formula: "= Spend / CPC",
    in: { [WEBINARS]: { applies: false } },
    stage: { from: null, rate: null },
  },
  {
    name: "Visitor to lead",
    unit: "rate",
    owner: "Marketing",
    better: "higher",
    in: {
      [SEARCH]: { values: [0.0752] },
      [LINKEDIN]: { values: [0.022] },
      [CONTENT]: { values: [0.021] },
      [WEBINARS]: { applies: false },
    },
    note:
      `${publishedNote("7.52% paid search", SEARCH_ADS_2025, `Another source has 0.7% (${tellSource(firstPageSage("PPC"))}): it counts leads more strictly.`)} ` +
      publishedNote("2.2% LinkedIn, 2.1% SEO", firstPageSage("channels LinkedIn and SEO")),
  },
  {
    name: "Cost per webinar lead",
    unit: "moneyPerCount",
    owner: "Marketing",
    better: "lower",
    in: {
      [SEARCH]: { applies: false },
      [LINKEDIN]: { applies: false },
      [CONTENT]: { applies: false },
      [WEBINARS]: { values: [150] },
    },
    note: exampleNote(),
  },
  {
    name: "Leads",
    owner: "Marketing",
    formula: "= Visitors * [Visitor to lead]",
    in: { [WEBINARS]: { formula: "= Spend / [Cost per webinar lead]" } },
    stage: { from: "Visitors", rate: "Visitor to lead" },
    definition:
      "A lead counts when somebody has left contact details. Webinars have no visitors, only leads.",
  },
];

const QUALIFIED: readonly RowSpec[] = [
  stageRate("Lead to MQL", "Marketing", [36, 38, 41, 44]),
  {
    name: "MQLs",
    owner: "Marketing",
    formula: "= Leads * [Lead to MQL]",
    stage: { from: "Leads", rate: "Lead to MQL" },
    definition: "An MQL counts when the lead has the fit and the interest that both teams agreed on.",
  },
  stageRate("MQL to SQL", "Sales", [26, 30, 51, 39]),
  {
    name: "SQLs",
    owner: "Sales",
    formula: "= MQLs * [MQL to SQL]",
    stage: { from: "MQLs", rate: "MQL to SQL" },
    definition: "An SQL counts when sales has confirmed need and intent.",
  },
  stageRate("SQL to opportunity", "Sales", [38, 41, 49, 42]),
  {
    name: "Opportunities",
    owner: "Sales",
    formula: "= SQLs * [SQL to opportunity]",
    in: {
      [SEARCH]: { history: [9, 10] },
      [LINKEDIN]: { history: [2, 2] },
      [CONTENT]: { history: [8, 8] },
      [WEBINARS]: { history: [4, 4] },
    },
    stage: { from: "SQLs", rate: "SQL to opportunity" },
    limit: "Opportunity capacity",
    definition: "An opportunity counts when a deal has a value and a date on which it should close.",
  },
];

const DEALS: readonly RowSpec[] = [
  stageRate("Win rate", "Sales", [35, 39, 36, 40]),
  {
    name: "Deals",
    owner: "Shared",
    formula: "= LAG(Opportunities, 20%, 50%, 30%) * [Win rate]",
    stage: { from: "Opportunities", rate: "Win rate" },
    better: "higher",
    definition: "A deal counts when the contract is signed.",
    note: exampleNote(
      "Of the opportunities 20% are decided in the same month, 50% in the next, 30% after two.",
    ),
  },
];

const MONEY: readonly RowSpec[] = [
  {
    name: "Contract value",
    shortName: "ACV",
    unit: "moneyPerCount",
    owner: "Sales",
    scope: "plan",
    values: [24000],
    better: "higher",
    note: exampleNote("A year's value of one deal."),
  },
  { name: "Bookings", unit: "money", owner: "Sales", formula: "= Deals * ACV", better: "higher" },
  {
    name: "Cost per deal",
    shortName: "CPA",
    unit: "moneyPerCount",
    owner: "Marketing",
    formula: "= Spend / Deals",
    better: "lower",
    definition: "Marketing spend alone.",
  },
  {
    name: "Cost of a rep",
    unit: "moneyPerCount",
    owner: "HR",
    scope: "plan",
    values: [7000],
    better: "lower",
    note: exampleNote("Of one rep in one month, ramped or not."),
  },
  {
    name: "Sales cost",
    unit: "money",
    owner: "Finance",
    scope: "plan",
    measure: "flow",
    formula: "= [Sales reps] * [Cost of a rep]",
    better: "lower",
  },
  {
    name: "Acquisition cost",
    shortName: "CAC",
    unit: "moneyPerCount",
    owner: "Shared",
    scope: "plan",
    formula: "= (Spend + [Sales cost]) / Deals",
    better: "lower",
    definition: "Marketing and sales, of one deal.",
  },
];

/**
 * Four channels, each with rates and ways of its own, that feed one sales team: reps as a stock with hires and
 * leavers, new ones ramping up, and what they can hold as the limit of opportunities.
 */
function makePlan(options: TemplateOptions): Plan {
  return planOfTemplate({
    settings: { title: "Channels and sales capacity", ...options, periods: 6, history: 3 },
    channels: [SEARCH, LINKEDIN, CONTENT, WEBINARS],
    defaultLever: "Spend",
    goal: { row: "Deals", target: 60 },
    sentence: {
      goal:
        "To win [Deals] deals in {period} you need [Opportunities] opportunities from [Leads] leads, and [Spend]: " +
        "[Acquisition cost] a deal with sales; your reps can hold [Opportunity capacity] opportunities.",
      noGoal:
        "With [Spend] in {period} you win [Deals] deals{gap}: [Acquisition cost] a deal with sales; your reps can " +
        "hold [Opportunity capacity] opportunities.",
      unreachable:
        "[Deals] deals cannot be reached by {lever}: even at {bound} this plan wins {best}.{remedy}",
    },
    sections: [
      { name: "Traffic", rows: TRAFFIC },
      { name: "Qualified", rows: QUALIFIED },
      { name: "Sales team", rows: SALES_TEAM },
      { name: "Closing", rows: DEALS },
      { name: "Money", rows: MONEY },
    ],
  });
}

export const channelsTemplate: Template = {
  id: "channels",
  name: "Channels and sales capacity",
  about: "Four channels that feed one sales team, with hiring, ramp and what the reps can hold.",
  make: makePlan,
};
