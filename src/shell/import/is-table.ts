/** Whether a text is a table as spreadsheet programs and files have it: two lines or more, of two fields or more. */
export function isTable(text: string): boolean {
  const lines = text
    .split(/\r\n|\r|\n/, 20)
    .filter((line) => line.trim() !== "")
    .slice(0, 2);
  return lines.length === 2 && ["\t", ";", ","].some((sign) => lines.every((line) => line.includes(sign)));
}
