import * as fc from "fast-check";
import { test } from "vitest";
import { anyRichPlan, countingIds } from "./rich.ts";
import { sayPlan, differencesOf } from "./same.ts";
import { readPlan } from "../../src/csv/read.ts";
import { writePlan } from "../../src/csv/write.ts";
import { NO_RESULTS } from "../../src/csv/results.ts";
test("p", () => {
  let shown = 0;
  fc.assert(fc.property(anyRichPlan, fc.constant(1), (plan) => {
    if (shown > 4) return;
    const text = writePlan(plan, NO_RESULTS);
    const r = readPlan(text, { newId: countingIds() });
    if (r.outcome !== "plan") { console.log(r); shown++; return; }
    const d = differencesOf(plan, r.plan);
    if (d.length || r.errors.length) { shown++;
      for (const a of d.slice(0, 3)) console.log(a, JSON.stringify(sayPlan(r.plan).get(a)).slice(-300), "\n", "\n", text.split("\r\n").filter((l) => l.includes('"' + (a.split("/")[1] ?? "")) && l.includes('"formula"')).join("\n").slice(0, 600));
      const w = r.notices.filter(n=>n.code==="formulaKept"); console.log(w.map(n=>n.text.slice(0,300))); console.log(r.errors.slice(0, 2), r.notices.map((n) => n.text).slice(0, 3));
    }
  }), { seed: 4, numRuns: 2500 });
}, 300000);
