import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** One of those who race: does its work once; `i` counts up, so that work can alternate. */
export type Work = (i: number) => void;

export interface RaceOptions {
  readonly samples?: number;
  /** A sample lasts at least this long: quick work is done many times in it. */
  readonly sampleMs?: number;
  readonly warmUpMs?: number;
  /** Collects garbage before every sample, outside the clock. For work that leaves much. */
  readonly tidy?: boolean;
}

/**
 * Median milliseconds of each work, once. All take turns, sample by sample, each round in another order.
 *
 * A sample counts with its time on the wall or its processor time, whichever is less: on a quiet machine the
 * wall, since the engine's own threads count as well; on a busy one without the turns of other programs, which
 * would lengthen long samples and spare short ones.
 */
export function race(works: readonly Work[], options: RaceOptions = {}): number[] {
  const { samples = 41, sampleMs = 1, warmUpMs = 600, tidy = false } = options;
  const runners = works.map((work) => ({ work, count: 0, batch: 1, times: [] as number[] }));
  for (const runner of runners) {
    let spent = 0;
    let least = Infinity;
    for (let n = 0; n < 3 || spent < warmUpMs; n++) {
      const took = timeOf(runner.work, runner.count++);
      spent += took;
      least = Math.min(least, took);
    }
    runner.batch = Math.max(1, Math.ceil(sampleMs / Math.max(least, 1e-4)));
    if (runner.batch % 2 === 1 && runner.batch > 1) runner.batch++; // what alternates is half and half
  }
  for (let round = 0; round < samples; round++) {
    for (let n = 0; n < runners.length; n++) {
      const runner = runners[(n + round) % runners.length];
      if (runner === undefined) continue;
      if (tidy) collectGarbage();
      const { work, batch } = runner;
      let i = runner.count;
      runner.count += batch;
      const processor = process.cpuUsage();
      const begin = performance.now();
      for (const end = i + batch; i < end; i++) work(i);
      const wall = performance.now() - begin;
      const { user, system } = process.cpuUsage(processor);
      runner.times.push(Math.min(wall, (user + system) / 1000) / batch);
    }
  }
  return runners.map(({ times }) => median(times));
}

function timeOf(work: Work, i: number): number {
  const begin = performance.now();
  work(i);
  return performance.now() - begin;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const [low, high] = [sorted[half - 1] ?? NaN, sorted[half] ?? NaN];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/** How long one work takes: the middle, and what 95 of 100 stay within. Milliseconds. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
}

/**
 * Times each of many turns of one work by itself, after some that do not count. Each counts with its time on the
 * wall or its processor time, whichever is less, as in `race`.
 */
export function spreadOf(work: Work, options: { readonly samples: number; readonly warmUp: number }): Spread {
  const { samples, warmUp } = options;
  const times: number[] = [];
  collectGarbage();
  for (let i = 0; i < warmUp + samples; i++) {
    const processor = process.cpuUsage();
    const begin = performance.now();
    work(i);
    const wall = performance.now() - begin;
    const { user, system } = process.cpuUsage(processor);
    if (i >= warmUp) times.push(Math.min(wall, (user + system) / 1000));
  }
  return { median: median(times), p95: percentile(times, 0.95) };
}

/** The smallest value that a share of all values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

let gc: (() => void) | undefined;

export function collectGarbage(): void {
  if (gc === undefined) {
    setFlagsFromString("--expose-gc");
    gc = runInNewContext("gc") as () => void; // that is what the flag exposes
  }
  gc();
}

/** Megabytes that what `make` returns keeps: heap and array buffers, garbage collected. Median of three. */
export function memoryOf(make: () => { readonly close: () => void }): number {
  const sizes: number[] = [];
  for (let n = 0; n < 3; n++) {
    const before = memoryInUse();
    const made = make();
    sizes.push((memoryInUse() - before) / 1e6);
    made.close();
  }
  return median(sizes);
}

function memoryInUse(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
