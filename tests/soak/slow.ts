import { Prices, until } from "./real/prices.ts";
import { playCases } from "./real/stage.ts";
import type { Score, Task } from "./real/task.ts";

/*
 * A slow machine: the page's processor time is cut to a sixth. A case is ten steps, each typed once the one before is
 * saved, and fails where more than one of them is shown as saved later than 250 ms after the key that ended it; of all
 * of them the 95% is printed. It measures the machine as well: run it on one that has nothing else to do.
 */

export const batch = 10;

const [STEPS, RATE, PROMISE] = [10, 6, 250];

export function run(task: Task): Promise<Score> {
  return playCases(task, async (stage) => {
    await stage.newOrigin();
    const hand = await stage.hand();
    await hand.open(stage.host.url);
    const prices = await Prices.of(hand);
    const client = await stage.running.context.newCDPSession(hand.page);
    await client.send("Emulation.setCPUThrottlingRate", { rate: RATE });
    const times: number[] = [];
    for (let n = 0; n < STEPS; n++) {
      const before = hand.saved;
      await prices.type(hand);
      if (!(await until(() => Promise.resolve(hand.saved > before), 20_000))) return ["a step was not saved"];
      times.push((await hand.savedIn()).at(-1) ?? NaN);
    }
    for (const ms of times) stage.note("saved", ms);
    const late = times.filter((ms) => !(ms <= PROMISE));
    return late.length <= 1 ? [] : [`${late.length} of ${STEPS} later than ${PROMISE} ms`];
  });
}
