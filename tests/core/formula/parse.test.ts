import { describe, expect, test } from "vitest";
import {
  MAX_CHARACTERS,
  MAX_NESTING,
  namesOf,
  parseFormula,
  parseWithSpans,
} from "../../../src/core/formula/parse.ts";
import type { Decimal, FormulaError } from "../../../src/core/formula/parse.ts";
import { printFormula } from "../../../src/core/formula/print.ts";
import type { Tree } from "../../../src/core/plan/formula.ts";
import { FUNNEL, planOf } from "./plan.ts";

// Rules [FO1]–[FO14] are stated in src/core/SPEC.md, "Formulas".
const plan = planOf([
  ...FUNNEL,
  { name: "__proto__", unit: "count" },
  { name: "a]b", unit: "count" },
  { name: "Ärzte", unit: "people" },
]);
const names = namesOf(plan);

function read(text: string, decimal: Decimal = "."): Tree {
  const result = parseFormula(text, names, { decimal });
  if (!result.ok) throw new Error(`${text}: ${result.error.text}`);
  return result.value;
}

function refused(text: string, decimal: Decimal = "."): FormulaError {
  const result = parseFormula(text, names, { decimal });
  if (result.ok) throw new Error(`${text} was read as ${printFormula(result.value, plan)}`);
  expect(result.error.text).toMatch(/[.?]$/);
  expect(result.error.at).toBeGreaterThanOrEqual(0);
  expect(result.error.at + result.error.length).toBeLessThanOrEqual(text.length);
  return result.error;
}

/** The formula with every bracket that the tree has, so that grouping shows. */
function grouped(tree: Tree): string {
  switch (tree.kind) {
    case "binary":
      return `(${grouped(tree.left)}${tree.op}${grouped(tree.right)})`;
    case "negate":
      return `(-${grouped(tree.arg)})`;
    case "percent":
      return `(${grouped(tree.arg)}%)`;
    case "call":
      return `${tree.name}(${tree.args.map(grouped).join(",")})`;
    case "number":
      return String(tree.value);
    case "truth":
      return String(tree.value);
    case "row":
      return tree.row;
    case "self":
      return "self";
    case "channel":
      return `#${tree.channel}`;
  }
}

describe("[FO3] precedence is a spreadsheet's", () => {
  test.each([
    ["=1+2*3", "(1+(2*3))"],
    ["=(1+2)*3", "((1+2)*3)"],
    ["=1-2-3", "((1-2)-3)"],
    ["=8/4/2", "((8/4)/2)"],
    ["=2^3^2", "((2^3)^2)"],
    ["=-1^0.5", "((-1)^0.5)"],
    ["=2^-1", "(2^(-1))"],
    ["=-5%", "(-(5%))"],
    ["=10%*200", "((10%)*200)"],
    ["=2^3%", "(2^(3%))"],
    ["=--1", "(-(-1))"],
    ["=+1-+2", "(1-2)"],
    ["=1=1=1", "((1=1)=1)"],
    ["=1+1<2*3", "((1+1)<(2*3))"],
    ["=1<>2", "(1<>2)"],
    ["=Spend>=1", "(spend>=1)"],
    ["=((((((1))))))", "1"],
  ])("%s", (text, expected) => {
    expect(grouped(read(text))).toBe(expected);
  });
});

describe("[FO4] [FO5] numbers and arguments", () => {
  test.each([
    ["=.5", "0.5"],
    ["=1e3", "1000"],
    ["=1E-2", "0.01"],
    ["=5%", "(5%)"],
    ["=MIN(1,2)", "MIN(1,2)"],
    ["=MIN(1;2)", "MIN(1,2)"],
    ["=SUM(Spend,)", "SUM(spend,0)"],
    ["=SUM(,)", "SUM(0,0)"],
    ["=IF(1,,2)", "IF(1,0,2)"],
    ["=IF(1,2)", "IF(1,2,0)"],
    ["=ROUND(1.5)", "ROUND(1.5,0)"],
    ["=PREV()", "PREV(self)"],
    ["=PREV(,12)", "PREV(self,12)"],
    ["=PREV(Spend,2,Price)", "PREV(spend,2,price)"],
    ["=MONTH()", "MONTH()"],
  ])("%s", (text, expected) => {
    expect(grouped(read(text))).toBe(expected);
  });
  test.each([
    ["=1,5", "1.5"],
    ["=MIN(1,5;2)", "MIN(1.5,2)"],
    ["=MIN(1, 2)", "MIN(1,2)"],
    ["=MIN(Spend,2)", "MIN(spend,2)"],
    ["=MIN(1;2)", "MIN(1,2)"],
  ])("%s with a decimal comma", (text, expected) => {
    expect(grouped(read(text, ","))).toBe(expected);
  });
  test.each([
    ["=1,200", "groupingSign", "1200"],
    ["=1,200,000*2", "groupingSign", "1200000"],
    ["=(1,200)", "groupingSign", "1200"],
    ["=Spend,2", "strayComma", ""],
    ["=1.2.3", "decimalPoint", ""],
    ["=.", "decimalPoint", ""],
    ["=1e309", "tooLargeNumber", ""],
    ["=12k", "suffix", "12000"],
    ["=1.2M", "suffix", "1200000"],
    ["=2Visitors", "numberThenName", "2 * Visitors"],
    ["=0x10", "numberThenName", ""],
    ["=5%%", "doublePercent", ""],
  ])("%s is refused", (text, code, remedy) => {
    const error = refused(text);
    expect(error.code).toBe(code);
    expect(error.text).toContain(remedy);
  });
  test.each([
    ["=1.5", "decimalComma", "1,5"],
    ["=1.234,5", "decimalComma", ""],
    ["=MIN(1,2,3)", "commaSeparator", ";"],
  ])("%s is refused with a decimal comma", (text, code, remedy) => {
    const error = refused(text, ",");
    expect(error.code).toBe(code);
    expect(error.text).toContain(remedy);
  });
});

describe("[FO6] names", () => {
  test.each([
    ["=Visitors*[Visitor to demo]", "(visitors*visitortodemo)"],
    ["=visitors", "visitors"],
    ["=[ visitor   TO demo ]", "visitortodemo"],
    ["=CTR*CPM", "(clickthroughrate*costperthousand)"],
    ["=[Click-through rate]", "clickthroughrate"],
    ["=__proto__", "proto"],
    ["=[a]]b]", "ab"],
    ["=ärzte", "ärzte"],
    ["=Q1+1", "(q1+1)"],
  ])("%s", (text, expected) => {
    expect(grouped(read(text))).toBe(expected);
  });
  test.each([
    ["=Demo to sale", "severalWords", "[Demo to sale]"],
    ["=Demos * demo to sale", "severalWords", "[Demo to sale]"],
    ["=Demos a rep * 2", "severalWords", "[Demos a rep]"],
    ["=Click-through rate", "severalWords", "[Click-through rate]"],
    ["=Visitros", "unknownName", "Visitors"],
    ["=[Demo to sales]", "unknownName", "[Demo to sale]"],
    ["=Nonsense", "unknownName", "Nonsense"],
    ["=constructor", "unknownName", "constructor"],
    ["=toString", "unknownName", "toString"],
    ["=Events", "channelAsRow", 'CHANNEL("Events")'],
    ["=[]", "emptyBrackets", ""],
    ["=[Spend", "unclosedName", ""],
    ["=Visitors(2)", "rowAsFunction", "Visitors * "],
    ["=[Demo to sale](2)", "rowAsFunction", ""],
    ["=SUM", "functionAsRow", "SUM(a, b, …)"],
  ])("%s is refused", (text, code, remedy) => {
    const error = refused(text);
    expect(error.code).toBe(code);
    expect(error.text).toContain(remedy);
  });
  test("an error stands where the name is", () => {
    expect(refused("=Spend + Visitros")).toMatchObject({ at: 9, length: 8 });
  });
  test("a row that is named like an Object's own is only a name", () => {
    const bare = namesOf(planOf([{ name: "Spend", unit: "money" }]));
    for (const name of ["__proto__", "constructor", "hasOwnProperty", "valueOf"]) {
      expect(parseFormula(`=${name}`, bare).ok).toBe(false);
      expect(parseFormula(`=${name}(1)`, bare).ok).toBe(false);
    }
  });
});

describe("[FO7] functions", () => {
  test.each(["=sum(1,2)", "=Sum(1,2)", "=SUM (1,2)"])("%s", (text) => {
    expect(grouped(read(text))).toBe("SUM(1,2)");
  });
  test.each([
    ["=NOTAFUNCTION(1)", "unknownFunction", "NOTAFUNCTION"],
    ["=SMU(1)", "unknownFunction", "SUM"],
    ["=ROUNDUPP(1)", "unknownFunction", "ROUNDUP"],
    ["=NOW()", "notOffered", "PERIOD()"],
    ["=today()", "notOffered", "PERIOD()"],
    ["=RAND()", "notOffered", "2%..4%"],
    ['=HYPERLINK("http://x","y")', "notOffered", "network"],
    ['=IMPORTXML("http://x","//a")', "notOffered", "network"],
    ['=IMPORTANYTHING("x")', "notOffered", "network"],
    ["=VLOOKUP(1,2,3)", "notOffered", "names"],
    ['=REPT("x",1e9)', "notOffered", "text"],
    ["=LET(x,5,x*2)", "notOffered", "row of its own"],
    ["=LAMBDA(x,x*2)(5)", "notOffered", "row of its own"],
    ["=AVERAGE(1,2)", "notOffered", "SUM(a, b) / 2"],
    ["=SUMPRODUCT(Spend)", "notOffered", "ALL"],
    ['=constructor.constructor("alert(1)")()', "unknownFunction", ""],
    ["=SQRT()", "argumentCount", "SQRT(x)"],
    ["=IF(1,2,3,4)", "argumentCount", "2 to 3 arguments, not 4"],
    ["=BYMONTH(1,2,3)", "argumentCount", "12 arguments"],
    ["=PERIOD(1)", "argumentCount", "no arguments"],
    ["=LAG(Demos)", "argumentCount", "at least 2 arguments"],
  ])("%s is refused", (text, code, remedy) => {
    const error = refused(text);
    expect(error.code).toBe(code);
    expect(error.text).toContain(remedy);
  });
});

describe("[FO8] [FO9] no text, no addresses", () => {
  test('CHANNEL("Events")', () => {
    expect(grouped(read('=CHANNEL("events")*2'))).toBe("(#events*2)");
  });
  test.each([
    ['="5"+1', "noText", "write 5 "],
    ['="5%"+1', "noText", "5%"],
    ['="a"="A"', "noText", ""],
    ['=IF(Spend>5,"hi","lo")', "noText", ""],
    ['=Spend&"x"', "noJoin", ""],
    ["=“x”", "curlyQuotes", "straight"],
    ["=CHANNEL(“Events”)", "curlyQuotes", "straight"],
    ["=CHANNEL(Events)", "channelNeedsText", 'CHANNEL("Events")'],
    ["=CHANNEL()", "channelNeedsText", ""],
    ['=CHANNEL("Event")', "unknownChannel", "Events"],
    ['=CHANNEL("Events', "unclosedText", ""],
    ["=A1+A2*3", "cellAddress", "A1"],
    ["=A1A2", "unknownName", "A1A2"],
    ["=$B$2", "cellAddress", "$B$2"],
    ["=SUM(A1:D1)", "cellRange", "TOTAL"],
    ["=SUM(Spend:Demos)", "cellRange", ""],
    ["=Sheet1!A1", "otherSheet", ""],
    ["='My sheet'!A1", "noText", ""],
    ["=R[1]C", "unknownName", ""],
  ])("%s is refused", (text, code, remedy) => {
    const error = refused(text);
    expect(error.code).toBe(code);
    expect(error.text).toContain(remedy);
  });
});

describe("[FO10] a formula is read to its last character", () => {
  test.each([
    ["", "empty"],
    ["=", "empty"],
    ["=  ", "empty"],
    ["=1+", "unexpectedEnd"],
    ["=*2", "unexpected"],
    ["==1", "unexpected"],
    ["=1==1", "doubleSign"],
    ["=1**2", "doubleSign"],
    ["=1!=2", "doubleSign"],
    ["=(1", "unclosedBracket"],
    ["=SUM(1,2", "unclosedBracket"],
    ["=SUM(", "unclosedBracket"],
    ["=1)", "strayBracket"],
    ["=)", "strayBracket"],
    ["=()", "unexpected"],
    ["=SUM(1 2)", "trailing"],
    ["=Spend Demos", "trailing"],
    ["=Spend 2", "trailing"],
    ["=2(3)", "trailing"],
    ["=1@2", "badCharacter"],
    ["=1#", "badCharacter"],
    ["={1}", "badCharacter"],
    ["=1]", "badCharacter"],
    ["=TRUE(1)", "trailing"],
  ])("%s is refused", (text, code) => {
    expect(refused(text).code).toBe(code);
  });
});

describe("[FO12] what has to be literal", () => {
  test.each([
    ["=PREV(Spend,0)", "prevDistance"],
    ["=PREV(Spend,-1)", "prevDistance"],
    ["=PREV(Spend,1.5)", "prevDistance"],
    ["=PREV(Spend,Demos)", "prevDistance"],
    ["=CUM(Spend,0)", "cumWindow"],
    ["=LAG(Demos,0.5,0.4)", "lagSum"],
    ["=LAG(Demos,1.5,-0.5)", "lagWeight"],
    ["=LAG(Demos,Prompt,1-Prompt)", "lagWeight"],
    ["=LAG(Demos,0/0)", "lagWeight"],
  ])("%s is refused", (text, code) => {
    expect(refused(text).code).toBe(code);
  });
  test.each([
    "=LAG(Demos,1/3,1/3,1/3)",
    "=LAG(Demos,20%,80%)",
    "=LAG(Demos,0,1)",
    "=LAG(Demos,Prompt,Churn)",
  ])("%s", (text) => {
    expect(read(text).kind).toBe("call");
  });
  test("an error points at the argument that is wrong", () => {
    expect(refused("=PREV(Spend, 1.5)")).toMatchObject({ at: 13, length: 3 });
  });
});

describe("[FO14] signs as other hands write them", () => {
  test.each([
    ["=Spend×2", "(spend*2)"],
    ["=Spend÷2", "(spend/2)"],
    ["=Spend−1", "(spend-1)"],
    ["=Spend–1", "(spend-1)"],
    ["=Spend≤1", "(spend<=1)"],
    ["＝（１＋２）＊Ｓｐｅｎｄ", "((1+2)*spend)"],
    ["=1\u00a0+\u200b2", "(1+2)"],
    [" =1", "1"],
    ["1+1", "(1+1)"],
  ])("%s", (text, expected) => {
    expect(grouped(read(text))).toBe(expected);
  });
});

describe("[FO2] limits are counted", () => {
  test("64 brackets are read, and as many as there may be", () => {
    expect(grouped(read(`=${"(".repeat(64)}1${")".repeat(64)}`))).toBe("1");
    expect(grouped(read(`=${"(".repeat(MAX_NESTING)}1${")".repeat(MAX_NESTING)}`))).toBe("1");
    expect(refused(`=${"(".repeat(1000)}1${")".repeat(1000)}`).code).toBe("tooDeep");
    expect(refused(`=${"SUM(".repeat(1000)}1${")".repeat(1000)}`).code).toBe("tooDeep");
  });
  test("brackets beside each other are not within each other", () => {
    expect(read(`=${Array.from({ length: 900 }, () => "(1)").join("+")}`).kind).toBe("binary");
    expect(read(`=${Array.from({ length: 900 }, () => "INT(1)").join("+")}`).kind).toBe("binary");
  });
  test("chains", () => {
    expect(read(`=1${"+1".repeat(999)}`).kind).toBe("binary");
    expect(refused(`=1${"+1".repeat(1000)}`).code).toBe("tooManyParts");
    expect(refused(`=${"-".repeat(1000)}1`).code).toBe("tooManyParts");
    expect(refused(`=1${"+1".repeat(4000)}`).code).toBe("tooManyParts");
  });
  test("length", () => {
    expect(refused(`=${"1".repeat(MAX_CHARACTERS)}`).code).toBe("tooLong");
    for (const piece of ["(", "1+", "-", "[", '"', "SUM(", "PREV(", "a ", "1,", "]", "\u200b", "%"]) {
      expect(refused(`=${piece.repeat(100_000 / piece.length)}`).code).toBe("tooLong");
    }
  });
});

test("spans say where each piece stood", () => {
  const parsed = parseWithSpans("= Spend * (Demos + 1)", names);
  if (!parsed.ok || parsed.value.tree.kind !== "binary") throw new Error("not read");
  const { tree, spans } = parsed.value;
  expect(spans.get(tree)).toEqual({ at: 2, length: 19 });
  expect(spans.get(tree.left)).toEqual({ at: 2, length: 5 });
  expect(spans.get(tree.right)).toEqual({ at: 11, length: 9 });
});
