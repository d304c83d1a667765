import { describe, expect, test } from "vitest";
import { buildPlan } from "../build.ts";
import { applyChange, changeTo } from "../../src/core/plan/change.ts";
import type { AddressValue, Plan } from "../../src/core/plan/plan.ts";
import { NO_RESULTS } from "../../src/csv/results.ts";
import { readTokens } from "../../src/csv/tokens.ts";
import { writePlan } from "../../src/csv/write.ts";
import { FOUNDING, foundingResults, foundingText } from "./plan.ts";

/** Records of a text as objects by column, for looking at. */
function recordsOf(text: string): Map<string, string>[] {
  const tokens = readTokens(text.replace(/^\ufeff/, ""), ",");
  if (!tokens.ok) throw new Error(tokens.error.text);
  const [header, ...rows] = tokens.rows;
  return rows.map(({ fields }) => new Map(fields.map((field, i) => [header?.fields[i] ?? "", field])));
}

function find(text: string, wanted: Readonly<Record<string, string>>): Map<string, string> {
  const records = recordsOf(text).filter((record) =>
    Object.entries(wanted).every(([name, value]) => record.get(name) === value),
  );
  expect(records.length).toBe(1);
  return records[0] ?? new Map<string, string>();
}

function withChange(plan: Plan, wanted: [string, AddressValue | null][]): Plan {
  return applyChange(plan, changeTo(plan, wanted));
}

describe("the file", () => {
  test("is UTF-8 with a mark, CRLF, comma and point by default", () => {
    const text = writePlan(FOUNDING, NO_RESULTS);
    expect(
      text.startsWith(
        "\ufeffScenario,Section,Row,Channel,Owner,Unit,Kind,Key,Text,Total,2027-M01,2027-M02,2027-M03\r\n",
      ),
    ).toBe(true);
    expect(text.endsWith("\r\n")).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  test("semicolons and decimal commas on request", () => {
    const text = writePlan(FOUNDING, NO_RESULTS, { delimiter: ";", decimal: ",", bom: false });
    expect(text).toContain(
      '"Click-through rate";"Paid search";"Marketing";"rate";"assumption";"click-through-rate/paid-search";;;0,02;0,02;0,02',
    );
  });

  test("settings come first", () => {
    const records = recordsOf(foundingText());
    const last = records.findLastIndex((record) => record.get("Kind") === "setting");
    expect(records.slice(0, last + 1).every((record) => record.get("Kind") === "setting")).toBe(true);
    expect(records.slice(0, 3).map((record) => [record.get("Row"), record.get("Text")])).toEqual([
      ["Format", "1"],
      ["One half", ""],
      ["Title", "Spring launch"],
    ]);
  });

  test("rows stand in the order of the screen", () => {
    const names = recordsOf(foundingText())
      .filter((record) => record.get("Kind") === "scope")
      .map((record) => record.get("Row"));
    expect(names.slice(0, 4)).toEqual(["Spend", "Cost per 1,000", "Impressions", "Click-through rate"]);
  });
});

describe("records", () => {
  test("of assumptions, goals, computed cells and what was solved", () => {
    const text = foundingText(foundingResults(FOUNDING));
    const spend = find(text, { Row: "Spend", Kind: "assumption" });
    expect([
      spend.get("Scenario"),
      spend.get("Section"),
      spend.get("Channel"),
      spend.get("Owner"),
      spend.get("Unit"),
    ]).toEqual(["Base", "Traffic", "Paid search", "Marketing", "money"]);
    expect([spend.get("Total"), spend.get("2027-M01")]).toEqual(["", "4500"]);
    expect(find(text, { Row: "Spend", Kind: "lever" }).get("Total")).toBe("15000");
    const units = find(text, { Row: "Units sold", Kind: "computed" });
    expect([units.get("Total"), units.get("2027-M02")]).toEqual(["100", String(5000 / 150)]);
    const goal = find(text, { Row: "Units sold", Kind: "goal" });
    expect([goal.get("Channel"), goal.get("Text"), goal.get("Total")]).toEqual([
      "",
      "by [Spend] from 2027-M01 to 2027-M03",
      "100",
    ]);
    expect(find(text, { Row: "Visitors", Kind: "formula" }).get("Text")).toBe("Impressions * CTR");
    expect(find(text, { Row: "Demos", Kind: "definition" }).get("Scenario")).toBe("");
  });

  test("of ranges, evidence, typed texts, overrides, history and formulas of their own, so that every value is a number", () => {
    const plan = buildPlan({
      periods: 2,
      start: "2027-M01",
      history: 1,
      channels: ["Search", "Events"],
      rows: [
        {
          name: "Rate",
          unit: "rate",
          values: {
            in: {
              Search: [
                { value: 13 / 182, text: "13 of 182", evidence: { hits: 13, of: 182 } },
                { value: 0.03, range: { shape: "pert", low: 0.02, middle: 0.03, high: 0.05 } },
              ],
              Events: [0.1, { value: NaN, formula: { kind: "tree", tree: { kind: "number", value: 0.5 } } }],
            },
          },
        },
        {
          name: "Twice",
          unit: "rate",
          formula: "Rate * 2",
          formulas: { Events: "none" },
          values: { in: { Search: [null, 0.7] } },
          history: { in: { Search: [0.6] } },
        },
      ],
    });
    const text = writePlan(plan, NO_RESULTS);
    const search = { Row: "Rate", Channel: "Search" };
    expect(find(text, { ...search, Kind: "hits" }).get("2027-M01")).toBe("13");
    expect(find(text, { ...search, Kind: "of" }).get("2027-M01")).toBe("182");
    expect(find(text, { ...search, Kind: "low", Text: "pert" }).get("2027-M02")).toBe("0.02");
    expect(find(text, { ...search, Kind: "likeliest" }).get("2027-M02")).toBe("0.03");
    expect(find(text, { ...search, Kind: "typed" }).get("2027-M01")).toBe(`'${13 / 182} as 13 of 182`);
    expect(find(text, { Row: "Rate", Channel: "Events", Kind: "cell formula" }).get("Text")).toBe("'=0.5");
    expect(find(text, { Row: "Twice", Channel: "Search", Kind: "override" }).get("2027-M02")).toBe("0.7");
    expect(find(text, { Row: "Twice", Channel: "Search", Kind: "assumption" }).get("2026-M12")).toBe("0.6");
    expect(find(text, { Row: "Twice", Channel: "Events", Kind: "formula" }).get("Text")).toBe("none");
  });

  test("empty is not 0, and full precision is kept", () => {
    const plan = withChange(FOUNDING, [
      ["cell/spend/paid-search/2027-M01", 0],
      ["cell/spend/paid-search/2027-M02", null],
      ["cell/spend/paid-search/2027-M03", 0.1 + 0.2],
    ]);
    const spend = find(writePlan(plan, NO_RESULTS), { Row: "Spend", Kind: "assumption" });
    expect(["2027-M01", "2027-M02", "2027-M03"].map((key) => spend.get(key))).toEqual([
      "0",
      "",
      "0.30000000000000004",
    ]);
  });

  test("of a scenario are its differences alone; none is a removal", () => {
    const plan: Plan = {
      ...FOUNDING,
      scenarios: new Map([
        [
          "s",
          {
            name: "Base",
            order: "i",
            differences: new Map<string, { is: AddressValue | null }>([
              ["cell/spend/paid-search/2027-M01", { is: 6000 }],
              ["cell/spend/paid-search/2027-M02", { is: null }],
              ["cells/price/-/2027-M02", { is: { cells: [500, 520] } }],
              ["formula/demos/paid-search", { is: { kind: "none" } }],
              ["formula/revenue", { is: null }],
              ["goal/goal/target", { is: 120 }],
            ]),
          },
        ],
      ]),
    };
    const text = writePlan(plan, NO_RESULTS);
    const own = { Scenario: "Base (2)" };
    expect(find(text, { ...own, Kind: "setting" }).get("Text")).toBe("Base");
    expect(find(text, { ...own, Row: "Spend", Kind: "assumption", Text: "" }).get("2027-M01")).toBe("6000");
    expect(find(text, { ...own, Row: "Spend", Text: "none" }).get("2027-M02")).toBe("0");
    expect(find(text, { ...own, Row: "Price" }).get("2027-M03")).toBe("520");
    expect(find(text, { ...own, Row: "Demos", Kind: "formula" }).get("Text")).toBe("does not apply");
    expect(find(text, { ...own, Row: "Revenue", Kind: "formula" }).get("Text")).toBe("none");
    expect(find(text, { ...own, Kind: "goal" }).get("Total")).toBe("120");
    expect(recordsOf(text).filter((record) => record.get("Scenario") === "Base (2)").length).toBe(7);
  });
});

test("a text that a spreadsheet program would run is escaped wherever it stands; numbers stay numbers", () => {
  const plan = withChange(FOUNDING, [
    ["row/spend/name", "=cmd|' /C calc'!A0"],
    ["row/spend/owner", "@SUM(A1)"],
    ["row/demos/definition", "＝1+1"],
    ["row/demos/note", "-12.5"],
    ["section/traffic/name", "\t=1"],
    ["plan/title", "+1"],
    ["cell/spend/paid-search/2027-M01", -12.5],
  ]);
  const text = writePlan(plan, NO_RESULTS);
  expect(text).toContain("\"'=cmd|' /C calc'!A0\"");
  expect(text).toContain('"\'@SUM(A1)"');
  expect(text).toContain('"\'＝1+1"');
  expect(text).toContain('"\'-12.5"');
  expect(text).toContain('"\'\t=1"');
  expect(text).toContain(",-12.5,");
});
