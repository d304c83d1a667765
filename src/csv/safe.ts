/**
 * Texts that a spreadsheet program would run are written with a leading apostrophe (OWASP, "CSV Injection").
 *
 * Dangerous is a text that begins, after blanks, with = + - @ or a full-width twin, and one that begins with a
 * tab, a line break or NUL. A text that would read as an escaped one (it begins with apostrophes, then
 * something dangerous) gets one more, so that taking exactly one off is always right.
 */
const BEGINS_DANGEROUSLY = /^'*(?:[\t\r\n\0]|[\s\p{Cf}\p{Zs}]*[=+\-@＝＋－＠])/u;

/** A text as it may stand in a file that others open. */
export function escapeText(text: string): string {
  return BEGINS_DANGEROUSLY.test(text) ? `'${text}` : text;
}

/** The text that was escaped; any other text as it is. */
export function unescapeText(text: string): string {
  return text.startsWith("'") && BEGINS_DANGEROUSLY.test(text) ? text.slice(1) : text;
}

/**
 * A key that a spreadsheet program would take for a number, a date or a truth value and rewrite (`12e5`,
 * `mar1`, `true`) is written with a leading apostrophe too. No key begins with one.
 */
export function protectKey(key: string): string {
  return /^(?:[\d/.,-]+(?:e\d*)?|[a-z]{3,9}-?\d{1,4}|\d{1,4}-?[a-z]{3,9}|true|false)$/i.test(key)
    ? `'${key}`
    : key;
}

/** The key that was protected. */
export function unprotectKey(text: string): string {
  const key = text.trim();
  return key.startsWith("'") ? key.slice(1) : key;
}
