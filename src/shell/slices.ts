/** Milliseconds of work between breaths: less than half a frame. The first comes on top of what asked for it. */
const [FIRST, SLICE] = [2, 6];

/**
 * Runs steps to their end on the page, a slice at a time, so that it goes on painting and hearing keys; what is short
 * is done at once. `done` hears the result. Calling what is returned drops the rest.
 */
export function runInSlices<T>(steps: Generator<unknown, T>, done: (result: T) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const work = (length: number): void => {
    const end = performance.now() + length;
    do {
      const step = steps.next();
      if (step.done === true) {
        done(step.value);
        return;
      }
    } while (performance.now() < end);
    timer = setTimeout(work, 0, SLICE);
  };
  work(FIRST);
  return () => clearTimeout(timer);
}
