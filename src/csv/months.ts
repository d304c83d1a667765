/** Languages whose names of months are read, beside English. */
const LANGUAGES = ["en-GB", "en-US", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb", "pl", "fi"];

let months: ReadonlyMap<string, number> | null = null;

/**
 * The month (1–12) of a name or its short form, in any of the languages; undefined for other words, and for a word
 * that means two months in two languages.
 */
export function monthOfName(name: string): number | undefined {
  months ??= nameMonths();
  return months.get(keyOf(name));
}

const keyOf = (name: string): string => name.normalize("NFKC").toLowerCase().replace(/\.$/, "");

function nameMonths(): ReadonlyMap<string, number> {
  const found = new Map<string, number>([["sept", 9]]);
  const unsure = new Set<string>();
  const add = (name: string, month: number): void => {
    const key = keyOf(name);
    // A number, or a name of two words, is no word of a date here.
    if (!/^\p{L}{3,}$/u.test(key)) return;
    if (found.has(key) && found.get(key) !== month) unsure.add(key);
    else found.set(key, month);
  };
  for (const language of LANGUAGES) {
    for (const style of ["long", "short"] as const) {
      const alone = new Intl.DateTimeFormat(language, { month: style, timeZone: "UTC" });
      const dated = new Intl.DateTimeFormat(language, { day: "numeric", month: style, timeZone: "UTC" });
      for (let month = 1; month <= 12; month++) {
        const date = Date.UTC(2027, month - 1, 1);
        add(alone.format(date), month);
        // In some languages a month beside a day has another ending.
        for (const { type, value } of dated.formatToParts(date)) if (type === "month") add(value, month);
      }
    }
  }
  for (const key of unsure) found.delete(key);
  return found;
}
