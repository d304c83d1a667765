import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cellAt, ordinalOfKey } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { proposeMapping } from "../../src/csv/propose.ts";
import { readAnyTable } from "../../src/csv/reading/read-any.ts";
import { takeTable } from "../../src/csv/take.ts";
import { VENDORS } from "../../src/csv/vendors.ts";

const read = (id: string): ReturnType<typeof readAnyTable> =>
  readAnyTable(readFileSync(new URL(`../fixtures/vendors/${id}.csv`, import.meta.url)));

/** The number in a row, channel (null: the whole plan) and month; null where nothing stands. */
function numberAt(plan: Plan, row: string, channel: string | null, month: string): number | null {
  const [id] = [...plan.rows].find(([, one]) => one.name === row) ?? [""];
  const line = channel === null ? "-" : [...plan.channels].find(([, one]) => one.name === channel)?.[0];
  const cell = cellAt(plan.cells.get(id)?.get(line ?? ""), ordinalOfKey(month));
  return typeof cell === "number" ? cell : null;
}

/** What each vendor's export comes to: a row, a channel, a month and its number, worked out by hand. */
const FIGURES: Readonly<
  Record<string, readonly (readonly [row: string, channel: string, month: string, value: number])[]>
> = {
  "google-ads": [
    ["Clicks", "Brand", "2027-M01", 1234],
    ["Spend", "Brand", "2027-M02", 1000],
    ["Impressions", "Generic", "2027-M01", 5000],
  ],
  "meta-ads": [
    ["Spend", "Spring", "2027-M01", 300.5],
    ["Clicks", "Retargeting", "2027-M01", 120],
    ["Conversions", "Spring", "2027-M02", 15],
  ],
  "linkedin-ads": [
    ["Spend", "Whitepaper", "2027-M01", 820],
    ["Clicks", "Whitepaper", "2027-M01", 170],
    ["Leads", "Demo", "2027-M02", 5],
  ],
  "microsoft-ads": [
    ["Spend", "Search", "2027-M01", 80],
    ["Revenue", "Search", "2027-M02", 500],
  ],
  "tiktok-ads": [
    ["Spend", "Launch", "2027-M01", 50],
    ["Clicks", "Launch", "2027-M02", 120],
  ],
  ga4: [
    ["Sessions", "Organic Search", "2027-M01", 1200],
    ["Conversions", "Paid Search", "2027-M01", 18],
    ["Revenue", "Direct", "2027-M01", 300],
  ],
  hubspot: [
    ["Revenue", "Sales Pipeline", "2027-M01", 12000],
    ["Revenue", "Sales Pipeline", "2027-M02", 8000],
  ],
  salesforce: [
    ["Revenue", "Web", "2027-M01", 15000],
    ["Revenue", "Event", "2027-M02", 9000],
  ],
};

test("there is a file of every vendor", () => {
  expect(Object.keys(FIGURES).sort()).toEqual(VENDORS.map(({ id }) => id).sort());
});

test.each(Object.entries(FIGURES))("%s is recognised, asks nothing, and its numbers land", (id, figures) => {
  const reading = read(id);
  const proposal = proposeMapping(reading);
  expect(proposal.open.map(({ code }) => code)).not.toContain("questionsOpen");
  expect(proposal.vendor?.id).toBe(id);
  // GA4 says only above its table for which days it is: that is one choice.
  const { mapping } = proposal;
  const dated = mapping.columns.some(({ role }) => role === "period")
    ? mapping
    : { ...mapping, period: "2027-M01" };
  let ids = 0;
  const taken = takeTable(reading, dated, { newId: () => `n${ids++}`, title: id });
  for (const [row, channel, month, value] of figures) {
    expect([row, channel, month, numberAt(taken.plan, row, channel, month)]).toEqual([
      row,
      channel,
      month,
      value,
    ]);
  }
  // Rates and means are never taken for numbers that add up.
  const names = [...taken.plan.rows.values()].map(({ name }) => name);
  expect(names.filter((name) => /rate|ctr|cpc|cpm|avg|reach/i.test(name))).toEqual([]);
});

test("totals of an export count once, and missing numbers stay empty", () => {
  const reading = read("google-ads");
  let ids = 0;
  const { mapping } = proposeMapping(reading);
  const { plan, leftOut } = takeTable(reading, mapping, { newId: () => `n${ids++}` });
  expect(leftOut.map(({ code }) => code)).toContain("leftTotals");
  expect(leftOut.map(({ code }) => code)).toContain("leftMissing");
  expect([...plan.channels.values()].map(({ name }) => name)).toEqual(["Brand", "Generic"]);
  expect(numberAt(plan, "Conversions", "Generic", "2027-M01")).toBeNull();
});

test("a column of dates that a known export does not have says when; one that it has for another end does not", () => {
  const propose = (heading: string, cells: string): (string | undefined)[] => {
    const reading = readAnyTable(`${heading}\n${cells}\n`);
    const proposal = proposeMapping(reading);
    return [proposal.vendor?.id, ...proposal.mapping.columns.map(({ role }) => role)];
  };
  expect(propose("Date,Campaign,Clicks,Avg. CPC", "2027-01-05,Brand,12,0.5")).toEqual([
    "google-ads",
    "period",
    "channel",
    "value",
    "skip",
  ]);
  expect(propose("Deal Name,Deal Stage,Create Date,Amount", "Acme,Won,2027-01-05,12")).toEqual([
    "hubspot",
    "skip",
    "skip",
    "skip",
    "value",
  ]);
});
