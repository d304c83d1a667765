/** A text cut into records by RFC 4180, one character at a time: slow and obvious, to hold the fast one against. */
export function cutSlowly(text: string, delimiter: string): { line: number; fields: string[] }[] | "error" {
  const records: { line: number; fields: string[] }[] = [];
  let line = 1;
  let i = 0;
  while (i < text.length) {
    const record = { line, fields: [] as string[] };
    for (;;) {
      let field = "";
      if (text[i] === '"') {
        i++;
        for (;;) {
          if (i >= text.length) return "error";
          if (text[i] === '"' && text[i + 1] === '"') {
            field += '"';
            i += 2;
          } else if (text[i] === '"') {
            i++;
            break;
          } else {
            if (isBreak(text, i)) line++;
            field += text[i] ?? "";
            i++;
          }
        }
        const after = text[i];
        if (after !== undefined && after !== delimiter && after !== "\n" && after !== "\r") return "error";
      } else {
        while (i < text.length && text[i] !== delimiter && text[i] !== "\n" && text[i] !== "\r") {
          field += text[i] ?? "";
          i++;
        }
      }
      record.fields.push(field);
      if (i < text.length && text[i] === delimiter) i++;
      else break;
    }
    records.push(record);
    if (text[i] === "\r" && text[i + 1] === "\n") i += 2;
    else if (i < text.length) i++;
    line++;
  }
  return records;
}

/** A line break, counted at its last character. */
const isBreak = (text: string, i: number): boolean =>
  text[i] === "\n" || (text[i] === "\r" && text[i + 1] !== "\n");
