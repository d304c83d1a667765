import type { LocaleNumbers } from "./context.ts";

/**
 * Digits with grouping and decimal signs, and how they can be read: plain digits with at most one `.`, the
 * likelier reading first. [EN4]
 */
export interface DigitReadings {
  readonly readings: readonly string[];
  /** The signs stand where nobody would put them: even a single reading waits for a yes. */
  readonly isDoubtful: boolean;
  /** Read with the signs of another country, which the person should see. */
  readonly isForeign: boolean;
}

interface Split {
  readonly groups: readonly string[];
  readonly mark: string;
  readonly fraction: string | null;
}

/** Takes a text of digits and signs apart, one sign being the decimal one; nothing if it cannot be that. */
function splitDigits(body: string, decimal: string): Split | null {
  const at = body.lastIndexOf(decimal);
  if (at !== body.indexOf(decimal)) return null;
  const whole = at < 0 ? body : body.slice(0, at);
  const fraction = at < 0 ? null : body.slice(at + 1);
  if (fraction !== null && !/^\d*$/.test(fraction)) return null;
  const marks = new Set(whole.replace(/\d/g, ""));
  if (marks.size > 1) return null;
  const [mark = ""] = marks;
  const groups = mark === "" ? [whole] : whole.split(mark);
  if (groups.length > 1 && groups.some((group) => group === "")) return null;
  return whole === "" && (fraction ?? "") === "" ? null : { groups, mark, fraction };
}

/** Whether the grouping is one that people use: 12,345,678, and in India 1,23,45,678 too. */
function isRegular({ groups }: Split, isIndian: boolean): boolean {
  const [first = "", ...rest] = groups;
  if (rest.length === 0) return true;
  if (/^[1-9]\d{0,2}$/.test(first) && rest.every((group) => group.length === 3)) return true;
  if (!isIndian || !/^[1-9]\d?$/.test(first)) return false;
  return rest.every((group, i) => group.length === (i === rest.length - 1 ? 3 : 2));
}

function joinDigits({ groups, fraction }: Split): string {
  const whole = groups.join("");
  return fraction === null || fraction === "" ? whole : `${whole === "" ? "0" : whole}.${fraction}`;
}

/** Reads digits, `.` `,` `'` and spaces; nothing if they make no number. */
export function readDigits(body: string, locale: LocaleNumbers): DigitReadings | null {
  if (!/\d/.test(body) || !/^[\d.,' ]+$/.test(body)) return null;
  const { decimal } = locale;
  const other = decimal === "." ? "," : ".";
  const own = splitDigits(body, decimal);
  const foreign = splitDigits(body, other);
  const ownDigits = own !== null && isRegular(own, locale.grouping === "indian") ? joinDigits(own) : null;
  const foreignDigits = foreign !== null && isRegular(foreign, false) ? joinDigits(foreign) : null;

  if (own !== null && ownDigits !== null) {
    const isSure =
      foreignDigits === null ||
      own.mark !== other ||
      Number(ownDigits) === Number(foreignDigits) ||
      // 1,234 where the comma groups and the point is decimal: nobody there writes a decimal comma.
      (decimal === "." && locale.group === other);
    if (isSure) return { readings: [ownDigits], isDoubtful: false, isForeign: false };
    // 1.234 in German: 1234, though the number pad's point makes 1.234 thinkable. In French, the reverse.
    const readings = locale.group === other ? [ownDigits, foreignDigits] : [foreignDigits, ownDigits];
    return { readings, isDoubtful: true, isForeign: false };
  }
  if (foreign !== null && foreignDigits !== null) {
    const hasGroups = foreign.groups.length > 1;
    if (hasGroups || other === ".") {
      return { readings: [foreignDigits], isDoubtful: false, isForeign: hasGroups };
    }
    // 12,50 where the comma groups: 12.5, or a slip for 1250.
    const joined = body.startsWith("0") ? [] : [body.replaceAll(other, "")];
    const readings = [foreignDigits, ...joined].filter((digits, i, all) => all.indexOf(digits) === i);
    return { readings, isDoubtful: true, isForeign: false };
  }
  // 1,23,456 outside India. Spaces in odd places are two numbers rather than one.
  if (own === null || own.mark === " ") return null;
  return { readings: [joinDigits(own)], isDoubtful: true, isForeign: false };
}
