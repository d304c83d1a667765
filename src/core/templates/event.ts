import { planOfTemplate } from "./define.ts";
import type { Template, TemplateOptions } from "./define.ts";
import type { Plan } from "../plan/plan.ts";
import { DEMO_SHOW_UP, exampleNote, publishedNote, SMALL_DEMOS } from "./sources.ts";

/**
 * An event a month: invitations, registrations, attendees, meetings, and the deals that come of them in the
 * months after. For a single event the other months have none. Venue and seats belong to the whole plan.
 */
function makePlan(options: TemplateOptions): Plan {
  return planOfTemplate({
    settings: { title: "Event", ...options, periods: 3, history: 2 },
    channels: ["Events"],
    defaultLever: "Outreach spend",
    goal: { row: "Deals", target: 10 },
    sentence: {
      goal:
        "To win [Deals] deals in {period} you need [Meetings held] meetings from [Attendees] attendees, " +
        "[Invitations] invitations, and [Total cost]: [Cost per deal] a deal.",
      noGoal:
        "With [Total cost] in {period} you have [Attendees] attendees and win [Deals] deals{gap}: " +
        "[Cost per deal] a deal.",
      unreachable:
        "[Deals] deals cannot be reached by {lever}: even at {bound} this plan wins {best}.{remedy}",
    },
    sections: [
      {
        name: "Invitations",
        rows: [
          {
            name: "Outreach spend",
            unit: "money",
            owner: "Marketing",
            values: [6000],
            better: "lower",
            note: exampleNote(),
          },
          {
            name: "Cost per invitation",
            unit: "moneyPerCount",
            owner: "Marketing",
            values: [2],
            better: "lower",
            note: exampleNote(),
          },
          {
            name: "Invitations",
            owner: "Marketing",
            formula: "= [Outreach spend] / [Cost per invitation]",
            stage: { from: null, rate: null },
            definition: "Everybody who has been asked counts, once.",
          },
        ],
      },
      {
        name: "Event",
        rows: [
          {
            name: "Invitation to registration",
            unit: "rate",
            owner: "Marketing",
            values: [0.06],
            better: "higher",
            note: exampleNote(
              "Of e-mails of software companies 2–3% are clicked (emailmarketingskill repository, no year stated); " +
                "a list of your own contacts does better.",
            ),
          },
          {
            name: "Registrations",
            owner: "Marketing",
            formula: "= Invitations * [Invitation to registration]",
            stage: { from: "Invitations", rate: "Invitation to registration" },
          },
          {
            name: "Show-up rate",
            unit: "rate",
            owner: "Marketing",
            values: [0.5],
            better: "higher",
            note: exampleNote(),
          },
          {
            name: "Attendees",
            owner: "Marketing",
            formula: "= Registrations * [Show-up rate]",
            stage: { from: "Registrations", rate: "Show-up rate" },
            limit: "Seats",
            definition: "An attendee counts when the person was in the room.",
          },
          {
            name: "Events held",
            owner: "Marketing",
            scope: "plan",
            measure: "flow",
            values: [1],
            note: exampleNote("For a single event put 0 into the other months."),
          },
          {
            name: "Seats an event",
            unit: "number",
            owner: "Marketing",
            scope: "plan",
            values: [150],
            note: exampleNote(),
          },
          {
            name: "Seats",
            owner: "Marketing",
            scope: "plan",
            formula: "= [Events held] * [Seats an event]",
          },
        ],
      },
      {
        name: "Meetings",
        rows: [
          {
            name: "Attendee to meeting",
            unit: "rate",
            owner: "Sales",
            values: [0.2],
            better: "higher",
            note: exampleNote(),
          },
          {
            name: "Meetings booked",
            owner: "Sales",
            formula: "= Attendees * [Attendee to meeting]",
            stage: { from: "Attendees", rate: "Attendee to meeting" },
          },
          {
            name: "Meetings kept",
            unit: "rate",
            owner: "Sales",
            values: [0.8],
            better: "higher",
            note: publishedNote("80% and more", DEMO_SHOW_UP),
          },
          {
            name: "Meetings held",
            owner: "Sales",
            formula: "= [Meetings booked] * [Meetings kept]",
            history: [12, 14],
            stage: { from: "Meetings booked", rate: "Meetings kept" },
            definition: "A meeting counts when both sides came.",
          },
        ],
      },
      {
        name: "Deals",
        rows: [
          {
            name: "Meeting to deal",
            unit: "rate",
            owner: "Sales",
            values: [0.2],
            better: "higher",
            note: publishedNote("15–25%, of which the middle", SMALL_DEMOS),
          },
          {
            name: "Deals",
            owner: "Shared",
            formula: "= LAG([Meetings held], 30%, 50%, 20%) * [Meeting to deal]",
            stage: { from: "Meetings held", rate: "Meeting to deal" },
            better: "higher",
            note: exampleNote(
              "Of the meetings 30% are decided in the same month, 50% in the next, 20% after two.",
            ),
          },
        ],
      },
      {
        name: "Money",
        rows: [
          {
            name: "Cost of an event",
            unit: "moneyPerCount",
            owner: "Marketing",
            scope: "plan",
            values: [4000],
            better: "lower",
            note: exampleNote("Venue, food, speakers."),
          },
          {
            name: "Venue cost",
            unit: "money",
            owner: "Marketing",
            scope: "plan",
            formula: "= [Events held] * [Cost of an event]",
            better: "lower",
          },
          {
            name: "Total cost",
            unit: "money",
            owner: "Marketing",
            scope: "plan",
            formula: "= [Outreach spend] + [Venue cost]",
            better: "lower",
          },
          {
            name: "Deal value",
            unit: "moneyPerCount",
            owner: "Sales",
            scope: "plan",
            values: [6000],
            better: "higher",
            note: exampleNote(),
          },
          {
            name: "Revenue",
            unit: "money",
            owner: "Sales",
            formula: "= Deals * [Deal value]",
            better: "higher",
          },
          {
            name: "Cost per attendee",
            unit: "moneyPerCount",
            owner: "Marketing",
            scope: "plan",
            formula: "= [Total cost] / Attendees",
            better: "lower",
          },
          {
            name: "Cost per deal",
            shortName: "CAC",
            unit: "moneyPerCount",
            owner: "Shared",
            scope: "plan",
            formula: "= [Total cost] / Deals",
            better: "lower",
            definition: "Outreach and venue, without salaries.",
          },
          {
            name: "Return on cost",
            unit: "number",
            owner: "Shared",
            scope: "plan",
            formula: "= Revenue / [Total cost]",
            better: "higher",
          },
        ],
      },
    ],
  });
}

export const eventTemplate: Template = {
  id: "event",
  name: "Event",
  about: "From invitations to registrations, attendees, meetings and deals, with venue and seats.",
  make: makePlan,
};
