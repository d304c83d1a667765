/** What tests/tools/soak.mjs asks of a part, and what it answers. */
export interface Task {
  readonly from: number;
  readonly count: number;
  readonly seed: number;
  /** The repository's folder. */
  readonly root: string;
  /** The fault of the broken build to wake, to see whether the part finds it. */
  readonly broken?: string;
  readonly log: (record: object) => void;
}

export interface Score {
  readonly passed: number;
  readonly failed: number;
  /** Milliseconds by what took them; their median, 95% and longest are printed. */
  readonly times?: Readonly<Record<string, readonly number[]>>;
}
