/** Milliseconds of work between breaths: less than half a frame. */
const SLICE = 6;

/**
 * Runs steps to their end on the page, a slice at a time, so that it goes on painting and hearing keys. The first
 * slice comes after what asked for it, which may have been long itself. `done` hears the result. Calling what is returned drops the rest.
 */
export function runInSlices<T>(steps: Generator<unknown, T>, done: (result: T) => void): () => void {
  const work = (): void => {
    const end = performance.now() + SLICE;
    do {
      const step = steps.next();
      if (step.done === true) {
        done(step.value);
        return;
      }
    } while (performance.now() < end);
    timer = setTimeout(work, 0);
  };
  let timer = setTimeout(work, 0);
  return () => clearTimeout(timer);
}
