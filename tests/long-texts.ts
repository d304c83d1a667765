/** What long texts are made of: digits and signs that some reading could begin with, and begin again with. */
const PIECES = [
  "(",
  "1+",
  "9",
  " 1",
  "1,",
  "1\u00a0",
  "x",
  "\u200b1",
  "%",
  "1 of ",
  "١",
  "😀",
  "1..",
  "-",
  '"',
  "[",
];

/** Texts of some length, each as a number might be typed and as a formula. */
export function longTexts(length: number): string[] {
  return PIECES.flatMap((piece) => {
    const text = piece.repeat(Math.ceil(length / piece.length));
    return [text, `=${text}`];
  });
}
