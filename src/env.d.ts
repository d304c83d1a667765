interface ImportMetaEnv {
  /** Handsontable's licence key, set when the page is built. */
  readonly VITE_HANDSONTABLE_LICENSE_KEY: string;
  /** "1" in the page that is one file, opened from a disk. */
  readonly VITE_SINGLE: string;
}

declare namespace svelteHTML {
  // The types do not know it yet; every browser of ours does.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- must be declared as Svelte declares it
  interface HTMLAttributes<T> {
    "aria-description"?: string | undefined;
  }
}
