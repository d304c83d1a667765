import { expect, test } from "vitest";
import { cornerBy } from "../../src/grid/place.ts";

const FRAME = { width: 900, height: 500 };
const LIST = { width: 220, height: 260 };
const at = (x: number, top: number): { x: number; top: number; bottom: number } => ({
  x,
  top,
  bottom: top + 27,
});

test("what belongs to a cell stands under it while it fits", () => {
  expect(cornerBy(at(300, 100), LIST, FRAME, 3)).toEqual({ x: 300, y: 130 });
});

test("near the bottom it stands above the cell, and covers it at neither place", () => {
  for (let top = 27; top <= 473; top++) {
    const { y } = cornerBy(at(300, top), { width: 220, height: 200 }, FRAME, 3);
    expect(y).toBeGreaterThanOrEqual(4);
    expect(y + 200).toBeLessThanOrEqual(496);
    expect(y >= top + 27 || y + 200 <= top).toBe(true);
  }
});

test("it stays inside the frame at the right, and at the left of a narrow one", () => {
  expect(cornerBy(at(850, 100), LIST, FRAME, 3).x).toBe(676);
  expect(cornerBy(at(-40, 100), LIST, FRAME, 3).x).toBe(4);
  expect(cornerBy(at(60, 100), LIST, { width: 200, height: 500 }, 3).x).toBe(4);
});

test("where it fits nowhere it takes the larger side and keeps its head in sight", () => {
  const tall = { width: 220, height: 460 };
  expect(cornerBy(at(0, 100), tall, FRAME, 3).y).toBe(36);
  expect(cornerBy(at(0, 400), tall, FRAME, 3).y).toBe(4);
});
