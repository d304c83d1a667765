/** How many colours there are for the rows that a formula reads: `--ref-0` to `--ref-5` of theme.css. */
export const REFERENCE_COLOURS = 6;
