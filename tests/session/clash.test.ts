// Rules [TA1] are stated in src/session/clash.ts.
import { expect, test } from "vitest";
import { clashOf } from "../../src/session/clash.ts";
import type { LogEntry, StoredEntry } from "../../src/store/entry.ts";

const isMine = (author: string): boolean => author === "me";

function step(id: string, author: string, address: string, time = 0): LogEntry {
  return { id, author, change: [[address, 1, 2]], label: id, time, kind: "edit" };
}
const stored = (entry: LogEntry, revision: number): StoredEntry => ({ ...entry, revision });

const PRICE = "cell/r1/c1/2027-M01";
const OTHER = "cell/r1/c1/2027-M02";

test("[TA1] the later stands: ours behind theirs, waiting or stored", () => {
  const theirs = stored(step("t", "you", PRICE), 1);
  expect(clashOf([theirs, step("o", "me", PRICE)], [theirs], isMine)).toBe("ours stands");
  expect(clashOf([theirs, stored(step("o", "me", PRICE), 2)], [theirs], isMine)).toBe("ours stands");
});

test("[TA1] the later stands: theirs behind what was just typed here", () => {
  const theirs = stored(step("t", "you", PRICE, 30_000), 2);
  expect(clashOf([stored(step("o", "me", PRICE), 1), theirs], [theirs], isMine)).toBe("theirs stands");
  const late = stored(step("t", "you", PRICE, 90_000), 2);
  expect(clashOf([stored(step("o", "me", PRICE), 1), late], [late], isMine)).toBeNull();
});

test("[TA1] other cells, and windows that are both another's, do not meet", () => {
  const theirs = stored(step("t", "you", PRICE), 2);
  expect(clashOf([stored(step("o", "me", OTHER), 1), theirs], [theirs], isMine)).toBeNull();
  expect(clashOf([stored(step("o", "them", PRICE), 1), theirs], [theirs], isMine)).toBeNull();
});

test("[TA1] a row that was taken away meets with what was typed in it", () => {
  const gone: LogEntry = { ...step("t", "you", "row/r1"), change: [["row/r1", null, null]] };
  const theirs = stored(gone, 2);
  expect(clashOf([stored(step("o", "me", PRICE), 1), theirs], [theirs], isMine)).toBe("theirs stands");
});
