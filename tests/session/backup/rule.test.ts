// When a backup is reminded of: the rule [BK1].
import { describe, expect, test } from "vitest";
import { isBackupDue, LATER } from "../../../src/session/backup/rule.ts";
import type { BackupState } from "../../../src/session/backup/rule.ts";

const DAY = 24 * 60 * 60 * 1000;
const START = 1_800_000_000_000;

/** Somebody with enough in no backup, a week after the last one: it is due. */
const DUE: BackupState = {
  now: START + 7 * DAY,
  since: START,
  steps: 20,
  laterUntil: 0,
  isPersisted: false,
  isKept: false,
};

const isDue = (more: Partial<BackupState>): boolean => isBackupDue({ ...DUE, ...more });

describe("[BK1] a backup is reminded of", () => {
  test("after seven days with twenty steps that are in none", () => {
    expect(isDue({})).toBe(true);
    expect(isDue({ steps: 1e6, now: START + 1000 * DAY })).toBe(true);
  });

  test("never for fewer steps, however long ago", () => {
    expect(isDue({ steps: 19, now: START + 1000 * DAY })).toBe(false);
    expect(isDue({ steps: 0 })).toBe(false);
  });

  test("never before its day, however much was done", () => {
    expect(isDue({ now: START + 7 * DAY - 1, steps: 1e6 })).toBe(false);
    // A clock that went back is no reason either.
    expect(isDue({ now: START - DAY, steps: 1e6 })).toBe(false);
  });

  test("after thirty days where the browser promised to keep the data", () => {
    expect(isDue({ isPersisted: true })).toBe(false);
    expect(isDue({ isPersisted: true, now: START + 30 * DAY - 1 })).toBe(false);
    expect(isDue({ isPersisted: true, now: START + 30 * DAY })).toBe(true);
  });

  test("never while a file is kept up to date, nor where there is no plan", () => {
    expect(isDue({ isKept: true, now: START + 1000 * DAY, steps: 1e6 })).toBe(false);
    expect(isDue({ since: null, now: START + 1000 * DAY, steps: 1e6 })).toBe(false);
  });

  test("not for seven days after Later", () => {
    const later = DUE.now + LATER;
    expect(LATER).toBe(7 * DAY);
    expect(isDue({ laterUntil: later })).toBe(false);
    expect(isDue({ laterUntil: later, now: later - 1 })).toBe(false);
    expect(isDue({ laterUntil: later, now: later })).toBe(true);
  });
});
