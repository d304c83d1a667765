import { describe, expect, test } from "vitest";
import { applyChange, changeTo } from "../../src/core/plan/change.ts";
import type { CellValue } from "../../src/core/plan/cell.ts";
import { takeEdited } from "../../src/csv/edited.ts";
import { readPlan } from "../../src/csv/read.ts";
import { NO_RESULTS } from "../../src/csv/results.ts";
import { writePlan } from "../../src/csv/write.ts";
import { FOUNDING, foundingResults, foundingText, lineWith, read, swap } from "./plan.ts";
import { countingIds } from "./rich.ts";
import { differencesOf } from "./same.ts";

const SPEND = '"assumption","spend/paid-search",,,4500,5000,5500';

describe("a plan comes back", () => {
  test("from bytes, in any encoding that spreadsheet programs save", () => {
    const text = swap(foundingText(), "Spring launch", "Frühling, 5 € – “neu”");
    const plan = read(text).plan;
    const utf16 = Uint8Array.from([
      0xff,
      0xfe,
      ...new Uint8Array(Uint16Array.from(Array.from(text, (c) => c.charCodeAt(0))).buffer),
    ]);
    expect(differencesOf(read(new TextEncoder().encode(`\ufeff${text}`)).plan, plan)).toEqual([]);
    expect(differencesOf(read(utf16).plan, plan)).toEqual([]);
    const cp1252 = Uint8Array.from(
      Array.from(text).map((c) => ({ "€": 0x80, "–": 0x96, "“": 0x93, "”": 0x94 })[c] ?? c.charCodeAt(0)),
    );
    const guessed = read(cp1252);
    expect(differencesOf(guessed.plan, plan)).toEqual([]);
    expect(guessed.notices.map(({ code }) => code)).toEqual(["encodingGuessed"]);
  });

  test("with its columns in any order, LF, and trailing empty fields cut off", () => {
    const rows = foundingText()
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
    const shuffled = rows
      .map((fields) => [...fields.slice(5), ...fields.slice(0, 5)].join(",").replace(/,+$/, ""))
      .join("\n");
    expect(differencesOf(read(shuffled).plan, FOUNDING)).toEqual([]);
  });

  test("when a spreadsheet program renamed the periods", () => {
    const renamed = swap(foundingText(), "2027-M01,2027-M02,2027-M03", "Jan-27,01/02/2027,2027-03");
    expect(read(renamed).errors).toEqual([]);
    expect(differencesOf(read(renamed).plan, FOUNDING)).toEqual([]);
  });

  test("without keys: under the ids of the open plan, or under new ones", () => {
    const keyless = foundingText()
      .replace(/"[a-z0-9-]+\/paid-search"/g, "")
      .replace(/"setting","[^"]*"/g, '"setting",');
    const bare = keyless.replace(
      /("(?:scope|formula|short name|per|better|measure|definition|note|limit|assumption|goal)"),"[^"]*"/g,
      "$1,",
    );
    expect(
      read(bare, { open: FOUNDING }).change?.filter(([address]) => !address.startsWith("goal/")),
    ).toEqual([]);
    const fresh = read(bare).plan;
    expect(fresh.rows.size).toBe(FOUNDING.rows.size);
    expect([...fresh.rows.keys()].every((id) => id.startsWith("new"))).toBe(true);
    expect(fresh.formulas.size).toBe(FOUNDING.formulas.size);
  });

  test("with a column of somebody else's, kept and written again", () => {
    const lines = foundingText().trimEnd().split("\n");
    const text = lines
      .map((line, i) => `${line},${i === 0 ? "Comment" : i % 7 === 0 ? `"=x ${i}"` : ""}`)
      .join("\n");
    const reading = read(text);
    expect(reading.notices.map(({ code }) => code)).toEqual(["unknownColumn"]);
    expect(reading.unknownColumns[0]?.texts.get(8)).toBe("=x 7");
    const again = writePlan(reading.plan, NO_RESULTS);
    expect(again).toContain(",Comment\r\n".replace("Comment", '"Comment"'));
    expect(again.match(/"'=x \d+"/g)?.length).toBe(Math.floor((lines.length - 1) / 7));
    expect(differencesOf(read(again).plan, reading.plan)).toEqual([]);
    expect(read(again, { open: reading.plan }).change).toEqual([]);
  });
});

describe("a file that is no plan", () => {
  const outcome = (file: string | Uint8Array): readonly string[] => {
    const reading = readPlan(file, { newId: countingIds() });
    return reading.outcome === "plan" ? ["plan"] : [reading.outcome, reading.why.code];
  };

  test("is left to the other imports, or refused", () => {
    expect(outcome("")).toEqual(["not a plan", "emptyFile"]);
    expect(outcome("\r\n\r\n")).toEqual(["not a plan", "emptyFile"]);
    expect(outcome("Campaign,Clicks\nA,1\n")).toEqual(["not a plan", "notAPlan"]);
    expect(outcome("Row,Kind\n")).toEqual(["not a plan", "noSettings"]);
    expect(outcome(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]))).toEqual(["refused", "seemsToBe"]);
    expect(outcome("a\0b")).toEqual(["refused", "nulCharacter"]);
    expect(
      outcome(foundingText().replace('"Format",,,,"setting",,"1"', '"Format",,,,"setting",,"2"')),
    ).toEqual(["refused", "newerFormat"]);
    expect(outcome(`${foundingText()},"never closed`)).toEqual(["refused", "unclosedQuote"]);
  });
});

describe("what cannot be understood is named by line and column, and the rest is taken", () => {
  test.each([
    ["a number", "4500", "lots", "notANumber", "2027-M01"],
    ["a spreadsheet's error", "4500", "#REF!", "spreadsheetError", "2027-M01"],
    ["a number of another country", "4500", '"4500,5"', "wrongDecimal", "2027-M01"],
    ["a kind", '"assumption"', '"guess"', "unknownKind", "Kind"],
    ["too many fields", "5500", "5500,,,7", "tooManyFields", "14"],
  ])("%s", (_name, what, by, code, column) => {
    const text = foundingText();
    const line = lineWith(text, SPEND);
    const reading = read(swap(text, SPEND, swap(SPEND, what, by)));
    expect(reading.errors).toMatchObject([{ code, line, column }]);
    expect(reading.errors[0]?.text).toMatch(/\.$/);
    expect(reading.plan.rows.size).toBe(FOUNDING.rows.size);
  });

  test("a setting that the calendar cannot hold", () => {
    const far = swap(foundingText(), '"Start",,,,"setting",,"2027-M01"', '"Start",,,,"setting",,"9999-M11"');
    expect(read(far).errors).toMatchObject([{ code: "badSetting", column: "Text", found: "3" }]);
    const wrong = swap(foundingText(), '"Start",,,,"setting",,"2027-M01"', '"Start",,,,"setting",,"soon"');
    expect(read(wrong).errors).toMatchObject([{ code: "badSetting", found: "soon" }]);
    expect(read(wrong).plan.settings.start).toBe("2027-M01");
  });

  test("and what the open plan has there stays", () => {
    const text = swap(foundingText(), SPEND, SPEND.replace("4500", "lots").replace("5000", "5100"));
    const reading = read(text, { open: FOUNDING });
    expect(reading.change).toEqual([["cell/spend/paid-search/2027-M02", 5000, 5100]]);
    const noKind = read(swap(foundingText(), /"assumption","price"/, '"guess","price"'), { open: FOUNDING });
    expect(noKind.setAside.length).toBe(1);
    expect(noKind.change?.filter(([address]) => address.startsWith("row/price"))).toEqual([]);
  });

  test("a lever that names no row leaves its goal as it was", () => {
    const text = swap(foundingText(), "by [Spend] from", "by [Spent] from");
    const reading = read(text, { open: FOUNDING });
    expect(reading.errors).toMatchObject([{ code: "goalText", column: "Text", found: "Spent" }]);
    expect(reading.change).toEqual([]);
  });

  test("a formula that cannot be read is kept as text, and said", () => {
    const reading = read(swap(foundingText(), '"Impressions * CTR"', '"Impressions * CTX"'));
    expect(reading.errors).toEqual([]);
    expect(reading.notices).toMatchObject([
      { code: "formulaKept", column: "Text", found: "Impressions * CTX" },
    ]);
    expect(reading.plan.formulas.get("visitors")).toMatchObject({ kind: "text", text: "Impressions * CTX" });
  });

  test("the same record twice", () => {
    const text = foundingText();
    const spend = text.split("\n")[lineWith(text, SPEND) - 1] ?? "";
    const twice = read(swap(text, spend, `${spend}\n${spend.replace("4500", "")}`));
    expect(twice.errors.map(({ code }) => code)).toEqual(["repeatedCell", "repeatedCell"]);
    expect(twice.errors[0]?.line).toBe(lineWith(text, SPEND) + 1);
    const columns = read(swap(text, "2027-M03\n", "Feb 2027\n"));
    expect(columns.errors).toMatchObject([{ code: "columnTwice", column: "Feb 2027" }]);
  });
});

describe("numbers that passed through a spreadsheet program", () => {
  const precise = applyChange(
    FOUNDING,
    changeTo(FOUNDING, [["cell/demo-to-sale/paid-search/2027-M02", 2 / 3]]),
  );
  const text = writePlan(precise, NO_RESULTS, { delimiter: ",", decimal: ".", bom: false });

  test("are unchanged as far as they are only rounded", () => {
    const rounded = swap(text, String(2 / 3), "0.666666666666667");
    expect(read(rounded, { open: precise }).change).toEqual([]);
    expect(read(rounded).plan.cells.get("demo-to-sale")?.get("paid-search")?.values[1]).toBe(
      0.666666666666667,
    );
    const changed = swap(text, String(2 / 3), "0.67");
    expect(read(changed, { open: precise }).change).toEqual([
      ["cell/demo-to-sale/paid-search/2027-M02", 2 / 3, 0.67],
    ]);
  });

  test("show their decimal sign by One half, so that groups are no guess", () => {
    const grouped = swap(swap(text, SPEND, SPEND.replace("4500", '"4,500"')), ",5000,", ',"5,100.50",');
    const reading = read(grouped, { open: precise });
    expect(reading.change).toEqual([["cell/spend/paid-search/2027-M02", 5000, 5100.5]]);
    expect(reading.notices.map(({ code }) => code)).toEqual(["groupedNumber", "groupedNumber"]);
    const silent = swap(
      text.replace(/.*"One half".*\r\n/, "").replace(/0\.\d+/g, "1"),
      ",4500,",
      ',"4,500",',
    );
    expect(read(silent).errors).toMatchObject([{ code: "ambiguousNumber", found: "4,500" }]);
  });
});

describe("names and keys", () => {
  test("a row renamed outside keeps its key, its cells and its place in formulas", () => {
    const text = foundingText().replaceAll('"Visitors"', '"Visits"');
    expect(read(text, { open: FOUNDING }).change).toEqual([["row/visitors/name", "Visitors", "Visits"]]);
  });

  test("a row copied outside, with its key, is a new row", () => {
    const text = foundingText();
    const lines = text.split("\n").filter((line) => line.includes('"price"'));
    const copied = `${text}${lines.map((line) => line.replace('"Price"', '"List price"')).join("\n")}\n`;
    const reading = read(copied, { open: FOUNDING });
    expect(reading.notices.map(({ code }) => code)).toContain("keyClash");
    const added = [...reading.plan.rows].filter(([id]) => !FOUNDING.rows.has(id));
    expect(added.map(([, row]) => row.name)).toEqual(["List price"]);
    expect(applyChange(FOUNDING, reading.change ?? []).rows.size).toBe(FOUNDING.rows.size + 1);
  });

  test("two rows of one name stay two rows", () => {
    const text = foundingText().replaceAll(',"Price",', ',"Revenue",');
    const reading = read(text);
    expect(reading.plan.rows.size).toBe(FOUNDING.rows.size);
    expect(reading.notices.map(({ code }) => code)).toContain("nameClash");
  });

  test("a new channel and a new scenario are made, and said", () => {
    const text = `${foundingText()}"Bold","Traffic","Spend","Radio","Marketing","money","assumption","spend",,,1,2,3\n`;
    const reading = read(text, { open: FOUNDING });
    expect(reading.notices.map(({ code }) => code)).toEqual(["newChannel", "newScenario"]);
    const [scenario] = [...reading.plan.scenarios.values()];
    expect(scenario?.name).toBe("Bold");
    expect(scenario?.differences.size).toBe(3);
    expect([...reading.plan.channels.values()].map(({ name }) => name)).toEqual(["Paid search", "Radio"]);
  });

  test("a line copied and given another channel is that channel's, whatever its key says", () => {
    const text = swap(foundingText(), /(\n"Base","Traffic","Spend","Paid search".*)/, "$1$1");
    const lines = text.split("\n");
    const at = lines.findLastIndex((line) => line.includes(SPEND));
    lines[at] = (lines[at] ?? "").replace('"Paid search"', '"Radio"');
    const reading = read(lines.join("\n"), { open: FOUNDING });
    expect(reading.errors).toEqual([]);
    expect(reading.notices.map(({ code }) => code)).toEqual(["newChannel"]);
    const [, radio] = [...reading.plan.channels.keys()];
    expect(reading.plan.cells.get("spend")?.get(radio ?? "")?.values[1]).toBe(5000);
  });

  test("sections taken over from the column Section", () => {
    const text = foundingText().replaceAll(',"Money","Price"', ',"Offers","Price"');
    const { plan } = read(text);
    const section = plan.rows.get("price")?.section ?? "";
    expect(plan.sections.get(section)?.name).toBe("Offers");
  });
});

describe("what a cell was typed as", () => {
  const typed = (cell: CellValue): string =>
    writePlan(
      applyChange(FOUNDING, changeTo(FOUNDING, [["cell/demo-to-sale/paid-search/2027-M01", cell]])),
      NO_RESULTS,
      {
        delimiter: ",",
        decimal: ".",
        bom: false,
      },
    );
  const evidence: CellValue = { value: 0.25, text: "3 of 12", evidence: { hits: 3, of: 12 } };
  const open = applyChange(
    FOUNDING,
    changeTo(FOUNDING, [["cell/demo-to-sale/paid-search/2027-M01", evidence]]),
  );
  const cellOf = (text: string, more = {}): CellValue | null | undefined => {
    const { plan } = read(text, more);
    const series = plan.cells.get("demo-to-sale")?.get("paid-search");
    return series?.details.get(series.first) ?? series?.values[0];
  };

  test("is dropped when the number was changed outside", () => {
    const text = swap(typed({ value: 12000, text: "12k" }), ",12000,", ",13000,");
    expect(cellOf(text)).toBe(13000);
    expect(read(text).notices.map(({ code }) => code)).toEqual(["typedStale"]);
  });

  test("evidence that was changed gives the value; a value that was changed drops the evidence", () => {
    const hits = swap(
      typed(evidence),
      /"hits","demo-to-sale\/paid-search",,,3/,
      '"hits","demo-to-sale/paid-search",,,6',
    );
    expect(cellOf(hits, { open })).toEqual({ value: 0.5, evidence: { hits: 6, of: 12 } });
    const value = swap(typed(evidence), ",0.25,", ",0.3,");
    expect(cellOf(value, { open })).toBe(0.3);
    expect(cellOf(value)).toBe(0.3);
    expect(read(value).notices.map(({ code }) => code)).toContain("evidenceDropped");
  });

  test("so with a range", () => {
    const range: CellValue = { value: 0.2, range: { shape: "pert", low: 0.1, high: 0.3, middle: 0.2 } };
    const ranged = applyChange(
      FOUNDING,
      changeTo(FOUNDING, [["cell/demo-to-sale/paid-search/2027-M01", range]]),
    );
    const high = swap(typed(range), /("high".*,,)0.3/, "$10.4");
    expect(cellOf(high, { open: ranged })).toEqual({
      value: 0.2,
      range: { shape: "pert", low: 0.1, high: 0.4, middle: 0.2 },
    });
    const value = swap(typed(range), /("assumption","demo-to-sale\/paid-search",,,)0.2/, "$10.25");
    expect(cellOf(value, { open: ranged })).toBe(0.25);
    const halved = swap(typed(range), /.*"high".*\r\n/, "");
    expect(read(halved).errors.map(({ code }) => code)).toEqual(["rangeIncomplete"]);
  });
});

describe("computed cells edited outside", () => {
  const text = foundingText(foundingResults(FOUNDING));
  const recompute = foundingResults;

  test("none, in an untouched file", () => {
    expect(read(text, { recompute }).edited).toEqual([]);
  });

  test("are found by recomputing, and can be made overrides or goals", () => {
    const changed = swap(text, String(5000 / 150), "40");
    const { edited } = read(changed, { recompute });
    expect(edited).toMatchObject([
      { row: "units-sold", line: "paid-search", t: 1, inFile: 40, column: "2027-M02" },
    ]);
    expect(takeEdited(FOUNDING, edited, "overrides", countingIds())).toEqual([
      ["cell/units-sold/paid-search/2027-M02", null, 40],
    ]);
    expect(takeEdited(FOUNDING, edited, "goals", countingIds())).toMatchObject([
      [
        "goal/new0",
        null,
        {
          row: "units-sold",
          channel: "paid-search",
          from: "2027-M02",
          to: "2027-M02",
          target: 40,
          lever: null,
        },
      ],
    ]);
  });

  test("a total too", () => {
    const line = text.split("\n")[lineWith(text, '"computed","units-sold/paid-search"') - 1] ?? "";
    const { edited } = read(swap(text, line, swap(line, ",100,", ",120,")), { recompute });
    expect(edited).toMatchObject([
      { row: "units-sold", t: null, inFile: 120, computed: 100, column: "Total" },
    ]);
    expect(takeEdited(FOUNDING, edited, "overrides", countingIds())).toEqual([]);
    expect(takeEdited(FOUNDING, edited, "goals", countingIds())).toMatchObject([
      ["goal/new0", null, { from: "2027-M01", to: "2027-M03" }],
    ]);
  });

  test("but not those that only did not follow an assumption changed beside them", () => {
    const changed = swap(text, SPEND, SPEND.replace("5000", "6000"));
    expect(read(changed, { recompute, open: FOUNDING }).edited).toEqual([]);
    expect(read(changed, { recompute }).edited.length).toBeGreaterThan(0);
  });
});
