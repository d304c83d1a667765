// Where Ctrl with an arrow goes.
import { expect, test } from "vitest";
import { edgeFrom } from "../../src/grid/edge.ts";

/** `x` is filled; the caret goes from an index to another. */
const go = (cells: string, at: number, step: 1 | -1): number =>
  edgeFrom((i) => cells[i] === "x", at, step, cells.length);

test("inside a block to its end, from its end to the next, at last to the edge", () => {
  expect(go("xxx..xx.", 0, 1)).toBe(2);
  expect(go("xxx..xx.", 2, 1)).toBe(5);
  expect(go("xxx..xx.", 5, 1)).toBe(6);
  expect(go("xxx..xx.", 6, 1)).toBe(7);
  expect(go("xxx..xx.", 7, 1)).toBe(7);
});

test("back is the mirror of on", () => {
  expect(go("xxx..xx.", 7, -1)).toBe(6);
  expect(go("xxx..xx.", 6, -1)).toBe(5);
  expect(go("xxx..xx.", 5, -1)).toBe(2);
  expect(go("xxx..xx.", 2, -1)).toBe(0);
  expect(go("....", 3, -1)).toBe(0);
});
