import { formulaMessages as say } from "../messages/formula.ts";
import { functionOf, reasonNotOffered, signatureOf } from "./functions.ts";
import { foldName, nearestName } from "./names.ts";
import type { Names } from "./names.ts";
import { errorAt } from "./tokens.ts";
import type { FormulaError, Span } from "./tokens.ts";

const CELL_ADDRESS = /^[a-z]{1,3}[1-9]\d{0,6}$/iu;
const LONGEST_SHOWN = 60;

/**
 * What somebody may have meant by a name that is no row's: a name of several words without its brackets, a
 * channel, a function, a cell's address, or a slip of the keys. [FO6] [FO9]
 */
export function nameProblem(
  text: string,
  token: Span & { readonly text: string },
  names: Names,
  bracketed: boolean,
): FormulaError {
  const several = bracketed ? undefined : longerName(text, token.at, names);
  if (several !== undefined) {
    const written = `[${several.replaceAll("]", "]]")}]`;
    return errorAt("severalWords", say.severalWords(written), { at: token.at, length: several.length });
  }
  const shown =
    token.text.length <= LONGEST_SHOWN ? token.text.trim() : `${token.text.slice(0, LONGEST_SHOWN)}…`;
  if (names.channel(token.text) !== undefined) {
    return errorAt("channelAsRow", say.channelAsRow(shown), token);
  }
  if (!bracketed) {
    const name = functionOf(token.text);
    if (name !== undefined) {
      return errorAt("functionAsRow", say.functionAsRow(name, signatureOf(name).usage), token);
    }
    if (text[token.at + token.length] === "!") return errorAt("otherSheet", say.otherSheet(), token);
    if (text[token.at + token.length] === ":") return errorAt("cellRange", say.cellRange(), token);
    if (CELL_ADDRESS.test(token.text)) return errorAt("cellAddress", say.cellAddress(token.text), token);
  }
  const nearest = nearestName(token.text, names.rowNames());
  const reason = nearest === null && !bracketed ? reasonNotOffered(token.text) : undefined;
  if (reason !== undefined) return errorAt("notOffered", say.notOffered(shown.toUpperCase(), reason), token);
  return errorAt("unknownName", say.unknownName(shown, nearest === null ? null : shownName(nearest)), token);
}

/** The longest row name of several words that the text goes on with from a place. */
function longerName(text: string, at: number, names: Names): string | undefined {
  let longest: string | undefined;
  for (const name of names.rowNames()) {
    if (!/[^\p{L}\p{M}\p{N}_.]/u.test(name) || name.length <= (longest?.length ?? 0)) continue;
    if (foldName(text.slice(at, at + name.length)) !== foldName(name)) continue;
    // "Demo to sales" does not go on with "Demo to sale".
    if (/[\p{L}\p{M}\p{N}_]$/u.test(name) && /^[\p{L}\p{M}\p{N}_]/u.test(text.slice(at + name.length)))
      continue;
    longest = name;
  }
  return longest;
}

/** A name as it would be written in a formula. */
function shownName(name: string): string {
  return /^[\p{L}_][\p{L}\p{M}\p{N}_.]*$/u.test(name) ? name : `[${name.replaceAll("]", "]]")}]`;
}
