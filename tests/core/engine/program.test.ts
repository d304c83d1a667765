import { expect, test } from "vitest";
import type { Expr } from "../../../src/core/engine/expr.ts";
import { Machine, run } from "../../../src/core/engine/op.ts";
import { compile } from "../../../src/core/engine/program.ts";
import type { Scope } from "../../../src/core/engine/program.ts";

// Rules [EV1], [EV12] are stated in src/core/SPEC.md, "Evaluation".

const machine = new Machine(1, 2, 0);
const months = Float64Array.of(1, 2);
const scope: Scope = {
  machine,
  rowOf: () => undefined,
  channelIndex: new Map([["a", 0]]),
  calendar: { period: months, month: months, days: months },
};

/** What a formula gives in the first two periods of the one line. */
function valuesOf(expr: Expr): number[] {
  const op = compile(expr, false, scope);
  run(op, 0, 1, 0, 2);
  return Array.from(op.view.subarray(op.at, op.at + 2));
}

test("[EV12] a formula that doubles itself over and over is an error, not an end of memory", () => {
  let expr: Expr = { op: "calendar", of: "period" };
  for (let n = 0; n < 40; n++) expr = { op: "binary", fn: "add", left: expr, right: expr };
  expect(valuesOf(expr)).toEqual([NaN, NaN]);
});

test("[EV1] a row that is not there reads as an error", () => {
  expect(valuesOf({ op: "row", row: "gone" })).toEqual([NaN, NaN]);
});

test("[EV1] a channel is 1 in its own line", () => {
  expect(valuesOf({ op: "channel", channel: "a" })).toEqual([1, 1]);
  expect(valuesOf({ op: "channel", channel: "gone" })).toEqual([0, 0]);
});
