/*
 * When a backup is reminded of. A reminder is one quiet line, and never in the way; the rule [BK1]:
 *
 *   only where 20 steps or more are in no backup;
 *   and 7 days have passed since the last backup (or since the first plan was made), 30 where the browser promised to
 *   keep the data;
 *   never while a file is kept up to date by itself;
 *   "Later" silences it for 7 days.
 */
const DAY = 24 * 60 * 60 * 1000;

export const LATER = 7 * DAY;

export interface BackupState {
  readonly now: number;
  /** When the last backup was made, or else the first plan; null where there is none. */
  readonly since: number | null;
  /** Steps that are in no backup. */
  readonly steps: number;
  /** Until when "Later" was said. */
  readonly laterUntil: number;
  /** Whether the browser promised to keep the data. */
  readonly isPersisted: boolean;
  /** Whether a file is kept up to date by itself. */
  readonly isKept: boolean;
}

/** Whether a backup is reminded of now. [BK1] */
export function isBackupDue({ now, since, steps, laterUntil, isPersisted, isKept }: BackupState): boolean {
  if (isKept || since === null || steps < 20 || now < laterUntil) return false;
  return now - since >= (isPersisted ? 30 : 7) * DAY;
}
