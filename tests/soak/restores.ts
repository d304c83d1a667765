import { applyChange } from "../../src/core/index.ts";
import { readBackup } from "../../src/store/backup.ts";
import { failureFor } from "../../src/store/failure.ts";
import { openMemoryStore } from "../../src/store/memory.ts";
import { squeeze, unsqueeze } from "../../src/store/squeeze.ts";
import type { Store } from "../../src/store/store.ts";
import type { Dice } from "../laws/trees.ts";
import { changeBy, entryOf, fullPlan, smallPlan, valueOf } from "../store/plans.ts";
import { compute } from "./links.ts";
import { playSpoiled, spoilData, spoilText } from "./real/spoil.ts";
import type { Score, Task } from "./real/task.ts";

/*
 * Backup files with something wrong in them, without end. Each is refused in words, or what it offers can be put back,
 * opened, computed and looked at as it was at its beginning; what was there before stays as it was.
 */

export const batch = 250;

export async function run(task: Task): Promise<Score> {
  const whole = valueOf(await unsqueeze(await sampleBackup(), "gzip", 1e9));
  const data: unknown = JSON.parse(whole);
  return playSpoiled(task, async (dice) => {
    const backup = await readBackup(await spoiledFile(data, whole, dice));
    if (!backup.ok)
      return backup.error.text.length > 20 ? "refused" : { wrong: `says only "${backup.error.text}"` };
    const { plans, device } = backup.value;
    if (plans.length === 0) return "refused";
    const store = await openStoreInMemory();
    try {
      const here = valueOf(await store.create(smallPlan("Here"), { id: "here" }));
      const wanted = plans.map((plan) => ({ plan, titleOfCopy: `${plan.record.title} (copy)` }));
      const back = await store.putBack(wanted, device);
      if (!back.ok) return { wrong: `offered, but not put back: ${back.error.text}` };
      for (const id of back.value) {
        const loaded = await store.load(id);
        if (!loaded.ok) return { wrong: `put back, but not opened: ${loaded.error.text}` };
        compute(loaded.value.plan);
        const first = plans.find(({ record }) => record.id === id)?.checkpoints[0]?.revision ?? 0;
        compute(valueOf(await store.loadAt(id, first)));
      }
      const left = valueOf(await store.load("here"));
      if (left.info.edited !== here.edited || left.plan.settings.title !== "Here")
        return { wrong: "what was here is changed" };
      return "taken";
    } finally {
      store.close();
    }
  });
}

async function openStoreInMemory(): Promise<Store> {
  let ids = 0;
  const options = {
    now: (): number => 1_800_000_000_000 + ids,
    newId: (): string => `n${ids++}`,
    author: "soak",
  };
  return valueOf(await openMemoryStore(options, failureFor("unavailable")));
}

/** A backup of two plans, one with steps and a named moment, one deleted; and a few settings. */
async function sampleBackup(): Promise<Uint8Array<ArrayBuffer>> {
  const store = await openStoreInMemory();
  const { id } = valueOf(await store.create(fullPlan()));
  let plan = fullPlan();
  for (let i = 0; i < 12; i++) {
    const entry = entryOf(changeBy(plan, i, i * 5, i * 3), "a", { label: `step ${i}`, time: i });
    plan = applyChange(plan, entry.change);
    valueOf(await store.append(id, [entry], i));
  }
  valueOf(await store.nameMoment({ plan: id, revision: 6, name: "As agreed", time: 6 }));
  const gone = valueOf(await store.create(smallPlan("Gone")));
  valueOf(await store.remove(gone.id));
  valueOf(await store.device.set("folds", ["s1"]));
  const { bytes } = valueOf(await store.backup());
  store.close();
  return bytes;
}

async function spoiledFile(data: unknown, text: string, dice: Dice): Promise<Uint8Array<ArrayBuffer>> {
  const spoiled = dice.chance(0.85) ? JSON.stringify(spoilData(data, dice)) : spoilText(text, dice);
  const bytes = await squeeze(spoiled, "gzip");
  if (dice.chance(0.9)) return bytes;
  // A file that a disk or a mail program hurt.
  if (dice.chance(0.5)) return bytes.slice(0, dice.below(bytes.length));
  for (let n = 1 + dice.below(4); n > 0; n--) bytes[dice.below(bytes.length)] = dice.below(256);
  return bytes;
}
