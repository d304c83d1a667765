// What the main thread of a page did meanwhile, from the browser's own trace.

/**
 * @typedef {{ name: string, cat: string, ph: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number }} TraceEvent
 * @typedef {{ processor: number, wall: number }} Longest
 */

const [BEGIN, END] = ["bench-begin", "bench-end"];

/**
 * Runs something and tells how long the longest task of the page's main thread was meanwhile, in milliseconds: by the
 * processor's time, which other programs disturb little, and on the wall.
 *
 * @template T
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").Page} page
 * @param {() => Promise<T>} work
 * @returns {Promise<{ result: T, longest: Longest }>}
 */
export async function tracing(browser, page, work) {
  const client = await browser.newBrowserCDPSession();
  /** @type {TraceEvent[]} */
  const events = [];
  client.on("Tracing.dataCollected", ({ value }) => events.push(.../** @type {any[]} */ (value)));
  await client.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: {
      recordMode: "recordAsMuchAsPossible",
      includedCategories: ["toplevel", "blink.user_timing"],
    },
  });
  await page.evaluate((name) => void performance.mark(name), BEGIN);
  const result = await work();
  await page.evaluate((name) => void performance.mark(name), END);
  const complete = new Promise((resolve) => client.once("Tracing.tracingComplete", resolve));
  await client.send("Tracing.end");
  await complete;
  await client.detach();
  return { result, longest: longestOf(events) };
}

const CHECKPOINT = "BlinkScheduler_PerformMicrotaskCheckpoint";

/**
 * What follows a task without a breath, continuations of promises, belongs to it.
 *
 * @param {readonly TraceEvent[]} events
 * @returns {Longest}
 */
function longestOf(events) {
  /** @param {string} name */
  const markOf = (name) => {
    const found = events.find((event) => event.name === name && event.cat.includes("blink.user_timing"));
    if (found === undefined) throw new Error(`The trace has no ${name}.`);
    return found;
  };
  const [begin, end] = [markOf(BEGIN), markOf(END)];
  const work = events
    .filter(
      ({ ph, name, pid, tid, ts }) =>
        ph === "X" &&
        (name.endsWith("RunTask") || name === CHECKPOINT) &&
        pid === begin.pid &&
        tid === begin.tid &&
        ts > begin.ts &&
        ts < end.ts,
    )
    .sort((a, b) => a.ts - b.ts);
  if (work.length === 0) throw new Error("The trace has no tasks.");
  const longest = { processor: 0, wall: 0 };
  let task = { processor: 0, wall: 0, end: 0 };
  for (const { name, ts, dur = 0, tdur = dur } of work) {
    // Within another: it is counted there.
    if (ts + dur <= task.end) continue;
    const before = name === CHECKPOINT && ts - task.end < 200 ? task : { processor: 0, wall: 0 };
    task = { processor: before.processor + tdur, wall: before.wall + dur, end: ts + dur };
    longest.processor = Math.max(longest.processor, task.processor / 1000);
    longest.wall = Math.max(longest.wall, task.wall / 1000);
  }
  return longest;
}
