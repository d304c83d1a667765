import { nameKey } from "./labels.ts";

/** What a column of a known export is for. */
export type VendorRole =
  | { readonly role: "channel" | "period" | "name" | "skip" }
  /** A number that becomes a row of the plan, under this name. */
  | { readonly role: "value"; readonly row: string };

/** An export of somebody's product, known by the names of its columns. */
export interface Vendor {
  readonly id: string;
  /** Product and report, as people call them. */
  readonly name: string;
  /** Names that must all be there; each with the other names that it goes by. */
  readonly needs: readonly (readonly string[])[];
  /** Names of which one must be there: they tell this vendor from others. */
  readonly marks: readonly string[];
  readonly roles: Readonly<Record<string, VendorRole>>;
  /** Where the names come from. */
  readonly source: string;
  /** Whether they were checked against the vendor's own documentation. What is not is marked so to people. */
  readonly isVerified: boolean;
}

const channel: VendorRole = { role: "channel" };
const period: VendorRole = { role: "period" };
const name: VendorRole = { role: "name" };
const skip: VendorRole = { role: "skip" };
const row = (called: string): VendorRole => ({ role: "value", row: called });

/**
 * The exports that are recognised. A layout that is not here costs one more question, never a wrong reading: what a
 * table says here is a proposal, and is shown before anything changes.
 *
 * Sources, read in 2026: Microsoft, “Reports” (report columns are the headings) and “CampaignPerformanceReportColumn”,
 * learn.microsoft.com/advertising; Salesforce, “Salesforce Field Reference: Opportunity”, developer.salesforce.com. The others are
 * known from exports that people have published and from use, and wait for a check against the product.
 */
export const VENDORS: readonly Vendor[] = [
  {
    id: "google-ads",
    name: "Google Ads campaign report",
    needs: [["Campaign"], ["Clicks"]],
    marks: ["Impr.", "Avg. CPC", "Conv. rate", "Campaign status", "Search impr. share", "Campaign type"],
    roles: {
      Campaign: channel,
      Day: period,
      Week: period,
      Month: period,
      Clicks: row("Clicks"),
      "Impr.": row("Impressions"),
      Impressions: row("Impressions"),
      Cost: row("Spend"),
      Conversions: row("Conversions"),
      "Conv. value": row("Revenue"),
      Budget: skip,
      CTR: skip,
      "Avg. CPC": skip,
      "Conv. rate": skip,
    },
    source: "published exports; general knowledge",
    isVerified: false,
  },
  {
    id: "meta-ads",
    name: "Meta Ads Manager report",
    needs: [
      ["Campaign name", "Ad set name", "Ad name"],
      ["Impressions", "Amount spent"],
    ],
    marks: [
      "Reporting starts",
      "Reporting ends",
      "Link clicks",
      "Amount spent",
      "Ad set name",
      "Cost per result",
    ],
    roles: {
      "Campaign name": channel,
      Day: period,
      Month: period,
      "Reporting starts": period,
      "Reporting ends": skip,
      Impressions: row("Impressions"),
      "Link clicks": row("Clicks"),
      "Amount spent": row("Spend"),
      Results: row("Conversions"),
      Reach: skip,
      Frequency: skip,
    },
    source: "published exports; general knowledge",
    isVerified: false,
  },
  {
    id: "linkedin-ads",
    name: "LinkedIn Campaign Manager report",
    needs: [["Campaign Name", "Campaign Group Name"], ["Total Spent"]],
    marks: ["Start Date (in UTC)", "Total Spent", "Click Through Rate", "Total Engagements"],
    roles: {
      "Campaign Name": channel,
      "Start Date (in UTC)": period,
      "End Date (in UTC)": skip,
      "Total Spent": row("Spend"),
      Impressions: row("Impressions"),
      Clicks: row("Clicks"),
      Conversions: row("Conversions"),
      Leads: row("Leads"),
    },
    source: "published exports; general knowledge",
    isVerified: false,
  },
  {
    id: "microsoft-ads",
    name: "Microsoft Advertising campaign report",
    needs: [["CampaignName", "Campaign name"], ["Spend"], ["Impressions"]],
    marks: [
      "TimePeriod",
      "CampaignName",
      "AccountName",
      "AverageCpc",
      "CurrencyCode",
      "Gregorian date",
      "Avg. CPC",
    ],
    roles: {
      CampaignName: channel,
      "Campaign name": channel,
      TimePeriod: period,
      "Gregorian date": period,
      Spend: row("Spend"),
      Impressions: row("Impressions"),
      Clicks: row("Clicks"),
      Conversions: row("Conversions"),
      Revenue: row("Revenue"),
      Ctr: skip,
      AverageCpc: skip,
    },
    source: "learn.microsoft.com/advertising: Reports; CampaignPerformanceReportColumn",
    isVerified: true,
  },
  {
    id: "tiktok-ads",
    name: "TikTok Ads Manager report",
    needs: [["Campaign name", "Ad group name"], ["Cost"]],
    marks: [
      "CPC (destination)",
      "Clicks (destination)",
      "CTR (destination)",
      "CPC",
      "CPM",
      "CVR (clicks)",
      "Ad group name",
    ],
    roles: {
      "Campaign name": channel,
      "By Day": period,
      Date: period,
      Cost: row("Spend"),
      Impressions: row("Impressions"),
      Clicks: row("Clicks"),
      "Clicks (destination)": row("Clicks"),
      Conversions: row("Conversions"),
      Result: row("Conversions"),
    },
    source: "published exports; general knowledge",
    isVerified: false,
  },
  {
    id: "ga4",
    name: "Google Analytics 4 report",
    needs: [["Sessions", "Users", "Total users", "Active users"]],
    marks: [
      "Session default channel group",
      "Session primary channel group (Default channel group)",
      "First user default channel group",
      "Engaged sessions",
      "Session source / medium",
    ],
    roles: {
      "Session default channel group": channel,
      "Session primary channel group (Default channel group)": channel,
      "First user default channel group": channel,
      "Session source / medium": channel,
      Date: period,
      Month: period,
      Sessions: row("Sessions"),
      "Total users": row("Visitors"),
      Users: row("Visitors"),
      Conversions: row("Conversions"),
      "Key events": row("Conversions"),
      "Total revenue": row("Revenue"),
      "Engaged sessions": skip,
    },
    source: "published exports (headings of a data set of such exports); general knowledge",
    isVerified: false,
  },
  {
    id: "hubspot",
    name: "HubSpot deals",
    needs: [["Deal Name"], ["Deal Stage"]],
    marks: ["Record ID", "Deal Stage", "Pipeline", "Deal owner"],
    roles: {
      "Record ID": skip,
      "Deal Name": name,
      Pipeline: channel,
      "Original Source Type": channel,
      "Close Date": period,
      "Create Date": skip,
      Amount: row("Revenue"),
    },
    source: "published exports; general knowledge",
    isVerified: false,
  },
  {
    id: "salesforce",
    name: "Salesforce opportunities",
    needs: [["Opportunity Name"], ["Amount"]],
    marks: ["Opportunity Name", "Stage", "Close Date", "Lead Source", "Account Name"],
    roles: {
      "Opportunity Name": name,
      "Account Name": skip,
      "Lead Source": channel,
      "Close Date": period,
      "Created Date": skip,
      Amount: row("Revenue"),
      "Expected Revenue": skip,
      "Probability (%)": skip,
    },
    source: "developer.salesforce.com: Salesforce Field Reference, Opportunity",
    isVerified: true,
  },
];

export interface VendorFound {
  readonly vendor: Vendor;
  /** The names by which it was recognised. */
  readonly evidence: readonly string[];
  /** By column number from 1. */
  readonly roles: ReadonlyMap<number, VendorRole>;
}

/** `Amount spent (GBP)` is `Amount spent`: what stands in brackets may be the currency. */
const bare = (heading: string): string => nameKey(heading.replace(/\s*\((?:[A-Z]{3})\)\s*$/, ""));

/**
 * The vendor whose names the headings have: all that it needs, and the most of its marks. Nothing where two vendors
 * have as many.
 */
export function recogniseVendor(headings: readonly string[]): VendorFound | null {
  const fieldsByName = new Map<string, number>();
  headings.forEach((heading, i) => {
    for (const key of [nameKey(heading), bare(heading)])
      if (!fieldsByName.has(key)) fieldsByName.set(key, i + 1);
  });
  const has = (one: string): boolean => fieldsByName.has(nameKey(one));
  const ranked = VENDORS.filter(({ needs }) => needs.every((names) => names.some(has)))
    .map((vendor) => ({ vendor, evidence: vendor.marks.filter(has) }))
    .filter(({ evidence }) => evidence.length > 0)
    .sort((a, b) => b.evidence.length - a.evidence.length);
  const [best, second] = ranked;
  if (best === undefined || best.evidence.length === second?.evidence.length) return null;
  const roles = new Map<number, VendorRole>();
  for (const [heading, role] of Object.entries(best.vendor.roles)) {
    const field = fieldsByName.get(nameKey(heading));
    if (field !== undefined && !roles.has(field)) roles.set(field, role);
  }
  return { vendor: best.vendor, evidence: best.evidence, roles };
}
