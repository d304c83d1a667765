// Plans for the pictures, as the CSV that the app reads: many months, many channels, long names.

/** @type {(...cells: readonly (string | number)[]) => string} */
const line = (...cells) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(",");

/**
 * A plan of leads that become sales.
 *
 * @param {{ title: string, months: number, channels: readonly string[], names?: Partial<typeof NAMES>, currency?: string }} what
 * @returns {string} the plan's CSV
 */
export function planText({ title, months, channels, names = {}, currency = "GBP" }) {
  const called = { ...NAMES, ...names };
  const head = ["Scenario", "Section", "Row", "Channel", "Owner", "Unit", "Kind", "Key", "Text", "Total"];
  const periods = Array.from(
    { length: months },
    (_, i) => `${2027 + Math.floor(i / 12)}-M${String((i % 12) + 1).padStart(2, "0")}`,
  );
  /** @type {string[]} */
  const lines = [line(...head, ...periods)];
  /** @type {(name: string, text: string | number, key?: string, section?: string) => void} */
  const setting = (name, text, key = "", section = "") =>
    void lines.push(line("", section, name, "", "", "", "setting", key, text, ""));
  setting("Format", 1);
  setting("Title", title);
  setting("Currency", currency);
  setting("Locale", "en-GB");
  setting("Period length", "month");
  setting("Start", "2027-M01");
  setting("Periods", months);
  setting("History", 0);
  setting("Default lever", `[${called.spend}]`, "spend");
  setting(
    "Sentence with a goal",
    `To sell [${called.sales}] units in {period} you need [${called.leads}] leads, and [${called.spend}].`,
  );
  setting("Section", called.section, "traffic", called.section);
  channels.forEach(
    (name, i) => void lines.push(line("", "", "Channel", name, "", "", "setting", `c${i}`, name, "")),
  );
  setting("Stage", `[${called.visitors}]`, "visitors");
  setting("Stage", `[${called.leads}] from [${called.visitors}] by [${called.toLead}]`, "leads");
  setting("Stage", `[${called.sales}] from [${called.leads}] by [${called.toSale}]`, "sales");

  /** @type {(key: string, name: string, owner: string, unit: string, value: (channel: number, month: number) => number) => void} */
  const assumption = (key, name, owner, unit, value) => {
    lines.push(line("", called.section, name, "", owner, unit, "scope", key, "each channel", ""));
    channels.forEach((channel, i) => {
      const cells = periods.map((_, month) => value(i, month));
      lines.push(
        line("", called.section, name, channel, owner, unit, "assumption", `${key}/c${i}`, "", "", ...cells),
      );
    });
  };
  /** @type {(key: string, name: string, owner: string, unit: string, formula: string) => void} */
  const computed = (key, name, owner, unit, formula) => {
    lines.push(line("", called.section, name, "", owner, unit, "scope", key, "each channel", ""));
    lines.push(line("Base", called.section, name, "", owner, unit, "formula", key, formula, ""));
  };
  assumption(
    "spend",
    called.spend,
    "Marketing",
    "money",
    (channel, month) => 4000 + 700 * channel + 150 * month,
  );
  assumption("cpc", called.cost, "Marketing", "money per count", (channel) => 1.5 + channel / 4);
  computed("visitors", called.visitors, "", "count", `[${called.spend}] / [${called.cost}]`);
  assumption("to-lead", called.toLead, "Marketing", "rate", (channel) => 0.04 + channel / 400);
  computed("leads", called.leads, "", "count", `[${called.visitors}] * [${called.toLead}]`);
  assumption("to-sale", called.toSale, "Sales", "rate", (channel) => 0.1 + channel / 200);
  computed("sales", called.sales, "Shared", "count", `[${called.leads}] * [${called.toSale}]`);
  const goal = Math.round(100 * months * channels.length);
  lines.push(
    line(
      "Base",
      called.section,
      called.sales,
      "",
      "Shared",
      "count",
      "goal",
      "sales#goal",
      `by [${called.spend}]`,
      goal,
    ),
  );
  return `${lines.join("\r\n")}\r\n`;
}

const NAMES = {
  section: "Traffic",
  spend: "Spend",
  cost: "Cost per visitor",
  visitors: "Visitors",
  toLead: "Visitor to lead",
  leads: "Leads",
  toSale: "Lead to sale",
  sales: "Units sold",
};

/** Names as long as people make them. */
export const LONG_NAMES = {
  section: "Performance marketing and content syndication across all regions",
  spend: "Media spend including agency fees, tooling and production",
  cost: "Blended cost per qualified website visitor (all devices)",
  visitors: "Qualified website visitors from every paid and organic source",
  toLead: "Conversion from qualified visitor to marketing-accepted lead",
  leads: "Marketing-accepted leads handed to the sales development team",
  toSale: "Conversion from marketing-accepted lead to signed contract",
  sales: "Signed contracts of the enterprise and mid-market segments",
};

export const TWELVE_CHANNELS = [
  "Paid search",
  "Paid social",
  "Content",
  "Events",
  "Partners",
  "Outbound",
  "Email",
  "Webinars",
  "Affiliates",
  "Direct mail",
  "Podcasts",
  "Referrals",
];
