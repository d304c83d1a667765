import { januaryOf, Prices, until } from "./real/prices.ts";
import { playCases } from "./real/stage.ts";
import type { Stage } from "./real/stage.ts";
import type { Score, Task } from "./real/task.ts";

/*
 * No network: after one visit the server is gone and the browser killed. Each case is a cold start, a step that is
 * saved, and the page opened again. Nothing is there to answer a request.
 */

export const batch = 20;

export function run(task: Task): Promise<Score> {
  const known: { prices: Prices | null } = { prices: null };
  return playCases(task, async (stage) => {
    known.prices ??= await visit(stage);
    return coldStart(stage, known.prices);
  });
}

/** The only visit with a server. */
async function visit(stage: Stage): Promise<Prices> {
  const hand = await stage.hand();
  await hand.open(stage.host.url);
  // Registered a moment after the plan is there; kept whole some time later.
  const isOf = (what: "registered" | "ready"): Promise<boolean> =>
    hand.page.evaluate(async (asked) => {
      const found = await navigator.serviceWorker.getRegistration();
      return asked === "registered" ? found !== undefined : (found?.active ?? null) !== null;
    }, what);
  const isReady = (await until(() => isOf("registered"), 6000)) && (await until(() => isOf("ready"), 30_000));
  const prices = await Prices.of(hand);
  await stage.host.close();
  if (!isReady) throw new Error("the page is not kept for use without a network");
  return prices;
}

async function coldStart(stage: Stage, prices: Prices): Promise<string[]> {
  await stage.killAndStart();
  const hand = await stage.hand();
  const begin = performance.now();
  await hand.open(stage.host.url);
  stage.note("cold start", performance.now() - begin);
  const opened = await januaryOf(hand);
  const wrong = opened === prices.last ? [] : [`opened with ${opened}, not ${prices.last}`];
  await prices.type(hand);
  const isSaved = await until(() => Promise.resolve(hand.saved > 0), 10_000);
  if (!isSaved) return [...wrong, "a step was not saved"];
  await hand.page.reload();
  await hand.ready();
  const again = await januaryOf(hand);
  return again === prices.last ? wrong : [...wrong, `opened again with ${again}, not ${prices.last}`];
}
