/**
 * The only door of `core`: what a plan says, and what its numbers mean. Plain data in, plain data out; no
 * screen, no storage, no clock, no dice.
 */
export * from "./plan/ids.ts";
export * from "./plan/unit.ts";
export * from "./plan/period.ts";
export * from "./plan/formula.ts";
export * from "./plan/cell.ts";
export * from "./plan/plan.ts";
export * from "./plan/address.ts";
export * from "./plan/change.ts";
export * from "./plan/scenario.ts";
export * from "./plan/order.ts";
export * from "./plan/make.ts";
export * from "./plan/sentence.ts";
export * from "./util/result.ts";
