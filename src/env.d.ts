interface ImportMetaEnv {
  /** Handsontable's licence key, set when the page is built. */
  readonly VITE_HANDSONTABLE_LICENSE_KEY: string;
}
