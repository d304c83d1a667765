import { planOfTemplate } from "./define.ts";
import type { Template, TemplateOptions } from "./define.ts";
import type { Plan } from "../plan/plan.ts";
import {
  APPAREL_ADS_2024,
  exampleNote,
  FACEBOOK_TRAFFIC_2026,
  publishedNote,
  tellSource,
} from "./sources.ts";

/** The three steps to an order are examples that multiply to the one conversion rate that is published. */
const STEP_NOTE = exampleNote(
  "The three steps together make 3.33%, a published conversion rate: " + `${tellSource(APPAREL_ADS_2024)}.`,
);

/** An online shop over six months: sessions, baskets, checkouts, orders; what stays after returns and ads. */
function makePlan(options: TemplateOptions): Plan {
  return planOfTemplate({
    settings: { title: "Online shop", ...options, periods: 6 },
    channels: ["Paid social"],
    defaultLever: "Spend",
    goal: { row: "Net revenue", target: 200000 },
    sentence: {
      goal:
        "For [Net revenue] net revenue in {period} you need [Orders] orders from [Sessions] sessions, and [Spend]: " +
        "[Cost per order] an order.",
      noGoal:
        "With [Spend] in {period} you take [Orders] orders and keep [Net revenue] net revenue{gap}: " +
        "[Cost per order] an order.",
      unreachable:
        "[Net revenue] net revenue cannot be reached by {lever}: even at {bound} this plan keeps {best}.{remedy}",
    },
    sections: [
      {
        name: "Traffic",
        rows: [
          {
            name: "Spend",
            unit: "money",
            owner: "Marketing",
            values: [8000, 8000, 9000, 10000, 14000, 11000],
            better: "lower",
            note: exampleNote(),
          },
          {
            name: "Cost per session",
            shortName: "CPC",
            unit: "moneyPerCount",
            owner: "Marketing",
            values: [0.83],
            better: "lower",
            note: publishedNote("$0.83 a click", FACEBOOK_TRAFFIC_2026),
          },
          {
            name: "Sessions",
            owner: "Marketing",
            formula: "= Spend / CPC",
            stage: { from: null, rate: null },
          },
        ],
      },
      {
        name: "Shop",
        rows: [
          {
            name: "Session to basket",
            unit: "rate",
            owner: "Shop",
            values: [0.1],
            better: "higher",
            note: STEP_NOTE,
          },
          {
            name: "Baskets",
            owner: "Shop",
            formula: "= Sessions * [Session to basket]",
            stage: { from: "Sessions", rate: "Session to basket" },
            definition: "A basket counts when something has been put into it.",
          },
          {
            name: "Basket to checkout",
            unit: "rate",
            owner: "Shop",
            values: [0.555],
            better: "higher",
            note: STEP_NOTE,
          },
          {
            name: "Checkouts",
            owner: "Shop",
            formula: "= Baskets * [Basket to checkout]",
            stage: { from: "Baskets", rate: "Basket to checkout" },
          },
          {
            name: "Checkout to order",
            unit: "rate",
            owner: "Shop",
            values: [0.6],
            better: "higher",
            note: STEP_NOTE,
          },
          {
            name: "Orders",
            owner: "Shop",
            formula: "= Checkouts * [Checkout to order]",
            stage: { from: "Checkouts", rate: "Checkout to order" },
            better: "higher",
            definition: "An order counts when it is paid.",
          },
          {
            name: "Conversion rate",
            shortName: "CVR",
            unit: "rate",
            owner: "Shop",
            formula: "= Orders / Sessions",
            better: "higher",
            definition: "Orders of sessions.",
          },
        ],
      },
      {
        name: "Money",
        rows: [
          {
            name: "Average order value",
            shortName: "AOV",
            unit: "moneyPerCount",
            owner: "Shop",
            values: [80],
            better: "higher",
            note: exampleNote(),
          },
          {
            name: "Gross revenue",
            unit: "money",
            owner: "Shop",
            formula: "= Orders * AOV",
            better: "higher",
          },
          {
            name: "Return rate",
            unit: "rate",
            owner: "Shop",
            values: [0.2],
            better: "lower",
            definition: "The share of gross revenue that is paid back.",
            note: exampleNote(),
          },
          {
            name: "Returns",
            unit: "money",
            owner: "Shop",
            formula: "= [Gross revenue] * [Return rate]",
            better: "lower",
          },
          {
            name: "Net revenue",
            unit: "money",
            owner: "Shared",
            formula: "= [Gross revenue] - Returns",
            better: "higher",
          },
          {
            name: "Gross margin",
            unit: "rate",
            owner: "Finance",
            values: [0.45],
            better: "higher",
            definition: "(Net revenue − direct cost) ÷ net revenue.",
            note: exampleNote(),
          },
          {
            name: "Gross profit",
            unit: "money",
            owner: "Finance",
            formula: "= [Net revenue] * [Gross margin]",
            better: "higher",
          },
          {
            name: "Contribution",
            unit: "money",
            owner: "Finance",
            formula: "= [Gross profit] - Spend",
            better: "higher",
            definition: "What is left of gross profit after ads.",
          },
        ],
      },
      {
        name: "Return",
        rows: [
          {
            name: "Cost per order",
            shortName: "CPA",
            unit: "moneyPerCount",
            owner: "Marketing",
            formula: "= Spend / Orders",
            better: "lower",
          },
          {
            name: "Return on ad spend",
            shortName: "ROAS",
            unit: "number",
            owner: "Marketing",
            formula: "= [Net revenue] / Spend",
            better: "higher",
            definition: "On net revenue: after returns.",
          },
          {
            name: "Break-even ROAS",
            unit: "number",
            owner: "Finance",
            formula: "= 1 / [Gross margin]",
            better: "lower",
            definition: "The return on ad spend at which contribution is nothing.",
          },
        ],
      },
    ],
  });
}

export const shopTemplate: Template = {
  id: "online-shop",
  name: "Online shop",
  about: "From sessions to baskets, checkouts and orders: what ads earn after returns and margin.",
  make: makePlan,
};
