import type { Unit } from "../core/index.ts";

/** Money for one of something, by its own name: prices, and the field's costs for one. */
const FOR_ONE = /(?:^|\s)(?:price|cp[aclmo]|cac|aov|asp|acv|arp[au]|ltv)$/iu;
/** "Cost per visitor", "£ a sale", "Fee for each lead". */
const OF_ONE = /\b(?:per|each|an?)\s+(\S+)/iu;
const TIME = /^(?:day|week|month|quarter|year|hour|minute)\b/iu;

/**
 * The unit of a new row whose first number is money: for one of something, where its name says so. A cost a month
 * is not: months are the sheet's columns. [KS6]
 */
export function moneyUnit(name: string): Unit {
  const bare = name.replace(/\s*\([^)]*\)\s*$/u, "");
  if (FOR_ONE.test(bare)) return "moneyPerCount";
  const what = OF_ONE.exec(bare)?.[1];
  return what === undefined || TIME.test(what) ? "money" : "moneyPerCount";
}
