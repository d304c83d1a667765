/**
 * Names of things in a plan. Ids are random, never reused, and mean nothing: renaming a row changes no id.
 * Who makes them passes a maker in (`newId`), so that tests can be repeated.
 */
export type RowId = string;
export type ChannelId = string;
export type GoalId = string;
export type SectionId = string;
export type ScenarioId = string;

/** The channel part of a plan-wide row's address: it has no channel. */
export const PLAN_WIDE = "-";

/** A channel's id, or `PLAN_WIDE` for the one line of cells that a plan-wide row has. */
export type LineId = string;

/** Makes an id that has never been made before: letters and digits only, so that it can stand in an address. */
export type NewId = () => string;
