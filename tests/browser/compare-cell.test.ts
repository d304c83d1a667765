// A number of the comparison in its cell: however it came there, the cell is as if made anew.
import { expect, test } from "vitest";
import { putInCell } from "../../src/compare/cell.ts";
import type { CompareCell } from "../../src/compare/table.ts";

const PLAIN: CompareCell = {
  scenario: null,
  target: { row: "spend", channel: null, from: 0, to: 2 },
  value: 15000,
  text: "£15,000",
  look: "computed",
  delta: "",
  mark: null,
  isOwn: false,
  description: "computed",
};
const CELLS: readonly CompareCell[] = [
  PLAIN,
  { ...PLAIN, text: "£11,364", delta: "−£3,636", mark: "better", isOwn: true, description: "differs" },
  { ...PLAIN, text: "£11,000", delta: "−£4,000", mark: "better", look: "lever" },
  { ...PLAIN, text: "£16,000", delta: "+£1,000", mark: "worse", look: "goal", description: "" },
  { ...PLAIN, text: "£7,500", delta: "−£7,500", look: "overridden" },
];

/** What a cell is: its text and its attributes, in any order. */
function seen(cell: CompareCell, ...before: readonly CompareCell[]): unknown {
  const place = document.createElement("td");
  let last: CompareCell | null = null;
  for (const each of [...before, cell]) {
    putInCell(place, each, last);
    last = each;
  }
  const attributes = [...place.attributes].map(({ name, value }) => `${name}=${value}`).sort();
  return { html: place.innerHTML, attributes };
}

test("a cell that changed is as one made anew, from each to each, and back", () => {
  for (const from of CELLS) {
    for (const to of CELLS) {
      expect(seen(to, from)).toEqual(seen(to));
      expect(seen(from, from, to)).toEqual(seen(from));
    }
  }
});

test("better and worse are said in words behind their signs; texts stay texts", () => {
  const place = document.createElement("td");
  putInCell(place, { ...PLAIN, text: "<b>1</b>", delta: "<i>2</i>", mark: "worse" }, null);
  expect(place.textContent).toBe("<b>1</b> ✗<i>2</i>");
  expect(place.querySelector("[role=img]")?.ariaLabel).toBe("worse");
  expect(place.querySelector("b, i")).toBe(null);
});
