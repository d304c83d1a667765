import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runInSlices } from "../../src/shell/slices.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Steps of which each takes some milliseconds; counts those that were done. */
function* steps(count: number, milliseconds: number, seen: number[]): Generator<void, string> {
  for (let i = 0; i < count; i++) {
    vi.setSystemTime(Date.now() + milliseconds);
    seen.push(i);
    yield;
  }
  return "done";
}

test("what is short is done in one slice, after what asked for it", () => {
  const done = vi.fn();
  runInSlices(steps(100, 0, []), done);
  expect(done).not.toHaveBeenCalled();
  vi.advanceTimersToNextTimer();
  expect(done).toHaveBeenCalledExactlyOnceWith("done");
});

test("what is long lets others in, and comes to its end", () => {
  vi.spyOn(performance, "now").mockImplementation(() => Date.now());
  const [seen, done] = [[] as number[], vi.fn()];
  runInSlices(steps(10, 5, seen), done);
  vi.advanceTimersToNextTimer();
  expect(seen).toEqual([0, 1]);
  expect(done).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(seen).toHaveLength(10);
  expect(done).toHaveBeenCalledExactlyOnceWith("done");
});

test("what is dropped does no more", () => {
  vi.spyOn(performance, "now").mockImplementation(() => Date.now());
  const [seen, done] = [[] as number[], vi.fn()];
  const drop = runInSlices(steps(10, 5, seen), done);
  vi.advanceTimersToNextTimer();
  drop();
  vi.runAllTimers();
  expect(seen).toHaveLength(2);
  expect(done).not.toHaveBeenCalled();
});
