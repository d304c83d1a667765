import type { Hand } from "./hand.ts";

/**
 * Steps that can be told apart: each types another price over the quarter of the founding plan. What the sheet must
 * show after any number of them is known.
 */
export class Prices {
  readonly #shown: string[];
  #next = 1000;

  /** `opened`: what the sheet showed before the first of them. */
  constructor(opened: string) {
    this.#shown = [opened];
  }

  /** Steps so far. */
  get count(): number {
    return this.#shown.length - 1;
  }

  /** What stands in January after so many steps; nothing if there were not so many. */
  after(steps: number): string | undefined {
    return this.#shown[steps];
  }

  get last(): string {
    return this.#shown.at(-1) ?? "";
  }

  /** One step more. */
  async type(hand: Hand): Promise<void> {
    const price = this.#next++;
    await hand.clickUntilThere("Price", 1);
    this.#shown.push(`£${price.toLocaleString("en-GB")}`);
    await hand.page.keyboard.type(String(price));
    await hand.page.keyboard.press("Enter");
  }

  static async of(hand: Hand): Promise<Prices> {
    return new Prices(await januaryOf(hand));
  }
}

/** What January's price shows. */
export async function januaryOf(hand: Hand): Promise<string> {
  return (await hand.cells("Price"))[2] ?? "nothing";
}

/** Waits until something is so; whether it was in time. */
export async function until(isSo: () => Promise<boolean>, timeout: number): Promise<boolean> {
  const end = performance.now() + timeout;
  for (;;) {
    if (await isSo()) return true;
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
