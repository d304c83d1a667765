import { describe, expect, test } from "vitest";
import { isAlike, isUnchanged, printNumber, readNumber, signOf } from "../../src/csv/number.ts";
import type { DecimalSign, NumberFound } from "../../src/csv/number.ts";

function found(text: string, decimal: DecimalSign = "."): NumberFound {
  const read = readNumber(text, decimal);
  if (typeof read === "string") throw new Error(`${text}: ${read}`);
  return read;
}

describe("a number is printed as the shortest text that reads back", () => {
  test.each([
    [0.1, "0.1"],
    [0.1 + 0.2, "0.30000000000000004"],
    [500000, "500000"],
    [1e21, "1000000000000000000000"],
    [-1.25e22, "-12500000000000000000000"],
    [4.979607145482874e-11, "0.00000000004979607145482874"],
    [1e-7, "0.0000001"],
    [-0, "-0"],
    [NaN, ""],
    [Infinity, ""],
  ])("%d", (value, text) => {
    expect(printNumber(value, ".")).toBe(text);
  });

  test("with a decimal comma where that is asked for", () => {
    expect(printNumber(-1234.5, ",")).toBe("-1234,5");
    expect(printNumber(1.5e-7, ",")).toBe("0,00000015");
  });
});

describe("a number is read", () => {
  test.each<[string, DecimalSign, number]>([
    ["1234.5", ".", 1234.5],
    ["1234,5", ",", 1234.5],
    [" 12 ", ".", 12],
    ["\u00a012\u202f", ".", 12],
    ["-12.5", ".", -12.5],
    ["−12.5", ".", -12.5],
    ["+3", ".", 3],
    ["1E5", ".", 100000],
    ["1,5E+15", ",", 1.5e15],
    [".5", ".", 0.5],
    ["5.", ".", 5],
    ["1,234", ".", 1234],
    ["1,234,567.5", ".", 1234567.5],
    ["12,34,567.5", ".", 1234567.5],
    ["1.234.567,5", ",", 1234567.5],
    ["1 234,5", ",", 1234.5],
    ["1’234.5", ".", 1234.5],
    ["5%", ".", 0.05],
    ["5,7 %", ",", 0.057],
  ])("%s with %s", (text, decimal, value) => {
    expect(found(text, decimal).value).toBe(value);
  });

  test("and what was grouped or a percentage is told", () => {
    expect(found("1,234").form).toBe("grouped");
    expect(found("5.7%").form).toBe("percent");
    expect(found("1234").form).toBe("plain");
  });

  test.each<[string, DecimalSign | null, string]>([
    ["abc", ".", "not a number"],
    ["1.2.3", ".", "not a number"],
    ["12,34", ".", "wrong decimal"],
    ["1.5", ",", "wrong decimal"],
    ["1,234", null, "ambiguous"],
    ["#DIV/0!", ".", "spreadsheet error"],
    ["#####", ".", "spreadsheet error"],
    ["12 apples", ".", "not a number"],
    ["0x10", ".", "not a number"],
    ["Infinity", ".", "not a number"],
    ["1e999", ".", "not a number"],
    ["--5", ".", "not a number"],
  ])("not %s with %s", (text, decimal, fault) => {
    expect(readNumber(text, decimal)).toBe(fault);
  });

  test("a sign is told by the number itself where only one fits", () => {
    expect(signOf("1.5")).toBe(".");
    expect(signOf("0,234")).toBe(",");
    expect(signOf("1.234,5")).toBe(",");
    expect(signOf("1,234,567")).toBe(".");
    expect(signOf("1,234")).toBeNull();
    expect(signOf("1234")).toBeNull();
  });
});

describe("fifteen digits", () => {
  test("a number rounded to what the file shows is unchanged", () => {
    expect(isUnchanged(1 / 3, found("0.333333333333333"))).toBe(true);
    expect(isUnchanged(1 / 3, found("0.333333"))).toBe(true);
    expect(isUnchanged(0.1 + 0.2, found("0.3"))).toBe(true);
    expect(isUnchanged(1.23456789012345e15, found("1.23457E+15"))).toBe(true);
  });

  test("fewer than six digits are no rounding, and another number is another", () => {
    expect(isUnchanged(1 / 3, found("0.3333"))).toBe(false);
    expect(isUnchanged(0.1000001, found("0.1"))).toBe(false);
    expect(isUnchanged(500000.4, found("500001"))).toBe(false);
    expect(isUnchanged(NaN, found("1"))).toBe(false);
  });

  test("a computed number is alike within 1e-9", () => {
    expect(isAlike(1000, found("1000.0000001"))).toBe(true);
    expect(isAlike(1000, found("1000.00001"))).toBe(false);
    expect(isAlike(NaN, found("0"))).toBe(false);
  });
});

test("a number that a program rounded twice on its way to 15 digits is unchanged", () => {
  // LibreOffice writes 80 ÷ 145 so: its 15th digit is a little more than half a unit off.
  expect(isUnchanged(80 / 145, found("0.551724137931035"))).toBe(true);
  expect(isUnchanged(80 / 145, found("0.551724137931037"))).toBe(false);
  expect(isUnchanged(0, found("0.000000000000001"))).toBe(false);
});
