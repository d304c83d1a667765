import { planOfTemplate } from "./define.ts";
import type { Template, TemplateOptions } from "./define.ts";
import type { Plan } from "../plan/plan.ts";
import { exampleNote } from "./sources.ts";

const ADS = "Job ads";
const REFERRALS = "Referrals";

/**
 * Applicants → screens → interviews → offers → hires → starts over six months, from job ads and from
 * referrals, which cost no ads. How long hiring takes stands in the steps.
 */
function makePlan(options: TemplateOptions): Plan {
  return planOfTemplate({
    settings: { title: "Hiring", ...options, periods: 6, history: 2 },
    channels: [ADS, REFERRALS],
    defaultLever: "Ad spend",
    goal: { row: "Hires", target: 40 },
    sentence: {
      goal:
        "To hire [Hires] people in {period} you need [Interviews] interviews from [Applicants] applicants, and " +
        "[Ad spend]: [Ad cost per hire] a hire from ads.",
      noGoal:
        "With [Ad spend] in {period} you have [Applicants] applicants and hire [Hires] people{gap}: " +
        "[Ad cost per hire] a hire from ads.",
      unreachable:
        "[Hires] hires cannot be reached by {lever}: even at {bound} this plan hires {best}.{remedy}",
    },
    sections: [
      {
        name: "Applicants",
        rows: [
          {
            name: "Ad spend",
            unit: "money",
            owner: "HR",
            values: [6000],
            in: { [REFERRALS]: { applies: false } },
            better: "lower",
            note: exampleNote(),
          },
          {
            name: "Cost per applicant",
            unit: "moneyPerCount",
            owner: "HR",
            values: [25],
            in: { [REFERRALS]: { applies: false } },
            better: "lower",
            note: exampleNote(),
          },
          {
            name: "Applicants",
            unit: "people",
            measure: "flow",
            owner: "HR",
            formula: "= [Ad spend] / [Cost per applicant]",
            in: { [REFERRALS]: { values: [20] } },
            stage: { from: null, rate: null },
            note: exampleNote("Referrals are typed: nobody pays for them by the applicant."),
          },
        ],
      },
      {
        name: "Selection",
        rows: [
          {
            name: "Applicant to screen",
            unit: "rate",
            owner: "HR",
            values: [0.25],
            in: { [REFERRALS]: { values: [0.6] } },
            better: "higher",
            note: exampleNote(),
          },
          {
            name: "Screens",
            unit: "people",
            measure: "flow",
            owner: "HR",
            formula: "= Applicants * [Applicant to screen]",
            stage: { from: "Applicants", rate: "Applicant to screen" },
            limit: "Screen capacity",
            definition: "A screen counts when a recruiter has spoken with the person.",
          },
          {
            name: "Recruiters",
            unit: "people",
            owner: "HR",
            scope: "plan",
            measure: "stock",
            values: [2],
            note: exampleNote(),
          },
          {
            name: "Screens a recruiter",
            unit: "number",
            owner: "HR",
            scope: "plan",
            values: [60],
            note: exampleNote("In a month."),
          },
          {
            name: "Screen capacity",
            unit: "people",
            owner: "HR",
            scope: "plan",
            measure: "flow",
            formula: "= Recruiters * [Screens a recruiter]",
          },
          {
            name: "Screen to interview",
            unit: "rate",
            owner: "HR",
            values: [0.4],
            in: { [REFERRALS]: { values: [0.6] } },
            better: "higher",
            note: exampleNote(),
          },
          {
            name: "Interviews",
            unit: "people",
            measure: "flow",
            owner: "Hiring managers",
            formula: "= Screens * [Screen to interview]",
            history: [20],
            in: { [REFERRALS]: { history: [6] } },
            stage: { from: "Screens", rate: "Screen to interview" },
            definition: "An interview counts once a person, however many conversations it takes.",
          },
        ],
      },
      {
        name: "Offers",
        rows: [
          {
            name: "Interview to offer",
            unit: "rate",
            owner: "Hiring managers",
            values: [0.2],
            in: { [REFERRALS]: { values: [0.35] } },
            better: "higher",
            note: exampleNote(),
          },
          {
            name: "Offers",
            unit: "people",
            measure: "flow",
            owner: "Hiring managers",
            formula: "= LAG(Interviews, 50%, 50%) * [Interview to offer]",
            history: [4],
            in: { [REFERRALS]: { history: [2] } },
            stage: { from: "Interviews", rate: "Interview to offer" },
            note: exampleNote("Of the interviews half are decided in the same month, half in the next."),
          },
          {
            name: "Offers accepted",
            unit: "rate",
            owner: "HR",
            values: [0.8],
            in: { [REFERRALS]: { values: [0.9] } },
            better: "higher",
            note: exampleNote(),
          },
          {
            name: "Hires",
            unit: "people",
            measure: "flow",
            owner: "Shared",
            formula: "= LAG(Offers, 50%, 50%) * [Offers accepted]",
            history: [3, 3],
            in: { [REFERRALS]: { history: [2, 2] } },
            stage: { from: "Offers", rate: "Offers accepted" },
            better: "higher",
            definition: "A hire counts when the contract is signed.",
            note: exampleNote("Of the offers half are answered in the same month, half in the next."),
          },
          {
            name: "Starts",
            unit: "people",
            measure: "flow",
            owner: "Hiring managers",
            formula: "= LAG(Hires, 0, 50%, 50%)",
            definition: "People on their first day.",
            note: exampleNote("Notice: half start after one month, half after two."),
          },
        ],
      },
      {
        name: "Money",
        rows: [
          {
            name: "Ad cost per hire",
            unit: "moneyPerCount",
            owner: "HR",
            formula: "= [Ad spend] / Hires",
            better: "lower",
            definition: "Of those who came by ads.",
          },
        ],
      },
    ],
  });
}

export const hiringTemplate: Template = {
  id: "hiring",
  name: "Hiring",
  about: "From applicants to screens, interviews, offers and hires, with the time that hiring takes.",
  make: makePlan,
};
