import type { NoPoint } from "./path.ts";

/** Why a path could not be integrated. */
export type NoIntegral =
  | { readonly why: NoPoint; readonly t: number }
  /** Parts keep moving: the quantity has a pole on the way, or too many steps. */
  | { readonly why: "unsettled" };

/** Leaves an integration from deep within; caught at its door and returned as data. */
export class Stop extends Error {
  readonly reason: NoIntegral;

  constructor(reason: NoIntegral) {
    super(reason.why);
    this.reason = reason;
  }
}
