import { test } from "vitest";
import { explainDifference } from "/work/main/src/core/insight/explain.ts";
import * as fc from "fast-check";
import { planOfSeed, anyEdit } from "/work/main/tests/laws/plans.ts";
import { Dice } from "/work/main/tests/laws/trees.ts";
import { printFormula } from "/work/main/src/core/formula/print.ts";
import { rowsInOrder, linesOf, formulaOf, periodKeyAt } from "/work/main/src/core/plan/plan.ts";
import { applyChange, changeTo } from "/work/main/src/core/plan/change.ts";
import { changeBetween } from "/work/main/src/core/plan/diff.ts";
import { cellAddress } from "/work/main/src/core/plan/address.ts";
import { createEngine } from "/work/main/src/core/engine/engine.ts";
import { rowsRead } from "/work/main/src/core/engine/tree.ts";
function edited(plan: any, dice: Dice, overrides: boolean): any {
  const wanted: [string, number][] = []; const rows = rowsInOrder(plan);
  for (let n = 1 + dice.below(6); n > 0; n--) {
    const id = dice.pick(rows); const row = plan.rows.get(id)!; const line = dice.pick(linesOf(plan, row));
    if (!overrides && formulaOf(plan, id, line) !== undefined) continue;
    const t = dice.chance(0.1) ? -1 : dice.below(plan.settings.periods);
    wanted.push([cellAddress(id, row.scope === "plan" ? null : line, periodKeyAt(plan.settings, t)), dice.value(row.unit, row.per)]);
  }
  return applyChange(plan, changeTo(plan, wanted));
}
const edits = fc.sample(anyEdit, { numRuns: 500, seed: 7 });
test("look", () => {
  for (const arg of (process.env.SEEDS ?? "").split(",")) {
    const [seedText, row = ""] = arg.split(":"); const seed = Number(seedText);
    const dice = new Dice(seed * 7919 + 1);
    const a = planOfSeed({ seed, rows: 3 + dice.below(10), channels: 1 + dice.below(3), periods: 1 + dice.below(5) });
    let b = edited(a, dice, process.env.XMODE !== "cells");
    if (process.env.XMODE === "structure") b = applyChange(b, edits[seed % 500]!(b));
    const up = new Set([row]);
    console.log("==== ", seed, row, a.settings.periods, "periods", a.channels.size, "channels");
    for (const id of up) for (const [key, f] of a.formulas) if (key.split("/")[0] === id && f.kind === "tree") { rowsRead(f.tree, id, up); console.log(key, a.rows.get(id)!.unit, a.rows.get(id)!.scope, "=", printFormula(f.tree, a)); }
    for (const [address, x, y] of changeBetween(a, b)) if (up.has(address.split("/")[1]!) || !address.startsWith("cell")) console.log(address, JSON.stringify(x), "->", JSON.stringify(y));
    const r = explainDifference(a, b, { row, channel: null, from: 0, to: a.settings.periods - 1 });
    console.log(JSON.stringify(r.ok ? { ...r.value, quantity: 0 } : r.error).slice(0, 1500));
    void createEngine;
  }
}, 100000);
