import type { Plan } from "../core/index.ts";

/** Names that some systems keep for devices. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A file name for a plan's export: its title, then a date, so that a folder sorts by plan and then by day.
 * `date` is ISO 8601 (`2027-01-31`); colons in a time become hyphens.
 */
export function fileName(plan: Plan, date: string): string {
  const clean = plan.settings.title
    .normalize("NFC")
    .replace(/\p{Cf}/gu, "")
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cs}]/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^[.\-=+@' ]+|[. ]+$/g, "");
  const title = clean
    .slice(0, 80)
    .replace(/[\ud800-\udbff]$/, "")
    .trim();
  const safe = title === "" || DEVICE.test(title) ? `Plan ${title}`.trim() : title;
  return `${safe} ${date.replace(/[:/\\]/g, "-")}.csv`;
}
