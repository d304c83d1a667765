import { expect, test } from "vitest";
import { placeOfChange } from "../../src/session/place.ts";
import { Meeting } from "./drive.ts";

test("undo goes to where a change lies: a total for a run of all its cells, else the first cell", () => {
  const m = new Meeting();
  const target = m.at("Demo to sale");
  const total = m.type(target, "18%");
  if (total.kind !== "edit") throw new Error(total.kind);
  expect(total.change).toHaveLength(1);
  expect(placeOfChange(m.book.plan, total.change, null)).toEqual(target);
  const cell = m.type(m.at("Demo to sale", 1), "19%");
  if (cell.kind !== "edit") throw new Error(cell.kind);
  expect(placeOfChange(m.book.plan, cell.change, null)).toEqual(m.at("Demo to sale", 1));
});
