import { createEngine, solvePlan } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { packPlan } from "../../src/store/pack.ts";
import { linkToPlan } from "../../src/store/share.ts";
import { bytesToText, squeeze } from "../../src/store/squeeze.ts";
import { writeText } from "../../src/store/codec.ts";
import type { Dice } from "../laws/trees.ts";
import { fullPlan } from "../store/plans.ts";
import { playSpoiled, spoilData, spoilText } from "./real/spoil.ts";
import type { Score, Task } from "./real/task.ts";

/*
 * Links with something wrong in them, without end: values and keys changed in the plan, signs lost, doubled or changed
 * in the link. Each is refused in words or opens as a plan that can be computed, soon; nothing reaches a prototype.
 */

export const batch = 1000;

export function run(task: Task): Promise<Score> {
  const packed = writeText(packPlan(fullPlan()));
  return playSpoiled(task, async (dice) => {
    const link = await spoiledLink(packed, dice);
    const read = await linkToPlan(link);
    if (!read.ok)
      return read.error.text.length > 20 ? "refused" : { wrong: `says only "${read.error.text}"` };
    compute(read.value);
    return "taken";
  });
}

async function spoiledLink(packed: string, dice: Dice): Promise<string> {
  const data: unknown = JSON.parse(packed);
  const text = dice.chance(0.8) ? JSON.stringify(spoilData(data, dice)) : spoilText(packed, dice);
  const link = `#plan1=${bytesToText(await squeeze(text, "deflate-raw"))}`;
  return dice.chance(0.3) ? spoilText(link, dice) : link;
}

/** Throws where it cannot be computed. */
export function compute(plan: Plan): void {
  solvePlan(createEngine(plan));
}
