import type { ColumnReading } from "./column.ts";
import { makeFinding, sampleOf } from "./reading.ts";
import type { Finding } from "./reading.ts";
import type { Slices } from "./slices.ts";
import type { CellStore } from "./store.ts";
import { placeInText } from "./decode.ts";

/** A unique name for each column [S12] [S13]: the heading, numbered where it stands twice. */
export function nameColumns(headings: readonly string[]): string[] {
  const taken = new Set(headings.map((heading) => heading.trim()).filter((heading) => heading !== ""));
  const used = new Set<string>();
  return headings.map((heading, i) => {
    const base = heading.trim() === "" ? `Column ${i + 1}` : heading.trim();
    let name = base;
    for (let n = 2; used.has(name) || (name !== base && taken.has(name)); n++) name = `${base} (${n})`;
    used.add(name);
    return name;
  });
}

/** Letters of other scripts that look like Latin ones (after Unicode TR39, confusables), Cyrillic and Greek. */
const LIKE: ReadonlyMap<string, string> = new Map(
  (
    "аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs ԁd ԛq ԝw АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS " +
    "αa οo ρp νv υu ιi κk ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX"
  )
    .split(" ")
    .map((pair) => [pair.charAt(0), pair.charAt(1)] as const),
);

/** What two names have in common that look alike: form, invisible marks, blanks, letters of other scripts. Not case. */
export function skeletonOf(name: string): string {
  const bare = name
    .normalize("NFKC")
    .replace(/\p{Cf}|\p{Default_Ignorable_Code_Point}|\u2800/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
  if (/^[\x20-\x7e]*$/.test(bare)) return bare;
  // All letters of the table are single units.
  return bare.replace(/[\u0370-\u052f]/g, (char) => LIKE.get(char) ?? char);
}

const FORMULA_LIKE = /^(?:[\s\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n])/u;
/** Not seen, or no characters at all: marks of format, private use, tags, noncharacters, fillers, control characters. */
const INVISIBLE =
  /[\p{Cf}\p{Co}\ufdd0-\ufdef\ufffe\uffff\u115f\u1160\u3164\uffa0\u2800]|\u034f|(?![\t-\r\u0085])\p{Cc}|[\u{1fffe}\u{1ffff}\u{2fffe}\u{2ffff}\u{10fffe}\u{10ffff}]/u;
/** Joiners that belong to emoji, and to scripts that need them. */
const JOINED =
  /(?<=\p{Extended_Pictographic}|\ufe0f|\p{Emoji_Modifier})\u200d(?=\p{Extended_Pictographic})|(?<=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{M}])[\u200c\u200d]/gu;

export function hasInvisible(text: string): boolean {
  return INVISIBLE.test(text) && INVISIBLE.test(text.replace(JOINED, ""));
}

/** What headings and names have that somebody should know [E7] [E8] [X1]. */
export function sayOfNames(
  slices: Slices,
  store: CellStore,
  columns: readonly ColumnReading[],
  heading: number | null,
): Finding[] {
  const notices: Finding[] = [];
  const line = heading === null ? null : slices.lineOf(heading);
  sayOfHeadings(notices, columns, heading, line);
  let isFirst = true;
  for (const column of columns) {
    if (column.type.value !== "text" || column.hint === "text" || column.hint === "currency") continue;
    const { words } = store.column(column.field - 1);
    const at = (row: number, text: string): Parameters<typeof makeFinding>[1] => ({
      row,
      field: column.field,
      line: slices.lineOf(row),
      column: column.name,
      found: text,
    });
    const dangerous = isFirst ? words.find(({ text }) => FORMULA_LIKE.test(text)) : undefined;
    if (dangerous !== undefined) {
      notices.push(makeFinding("formulaLikeText", at(dangerous.row, dangerous.text)));
    }
    const hidden = words.find(({ text }) => hasInvisible(text));
    if (hidden !== undefined) notices.push(makeFinding("invisibleCharacters", at(hidden.row, hidden.text)));
    const alike = findAlike(words.map(({ text }) => text));
    const [one, other] = alike.map((i) => words[i]);
    if (one !== undefined && other !== undefined) {
      notices.push(makeFinding("lookalikeName", at(other.row, other.text), sampleOf(one.text)));
    }
    isFirst = false;
  }
  return notices;
}

function sayOfHeadings(
  notices: Finding[],
  columns: readonly ColumnReading[],
  row: number | null,
  line: number | null,
): void {
  if (row === null) return;
  const fieldsByName = new Map<string, number[]>();
  for (const { field, heading, isDropped } of columns) {
    const at = { row, line, field, column: heading, found: heading };
    const name = heading.trim();
    if (name === "") {
      notices.push(makeFinding("emptyHeading", at, field));
      if (isDropped) notices.push(makeFinding("emptyColumn", at, field));
      continue;
    }
    const fields = fieldsByName.get(name);
    if (fields === undefined) fieldsByName.set(name, [field]);
    else fields.push(field);
    if (FORMULA_LIKE.test(heading)) notices.push(makeFinding("formulaLikeText", at));
    if (hasInvisible(heading)) notices.push(makeFinding("invisibleCharacters", at));
  }
  for (const [name, fields] of fieldsByName) {
    if (fields.length === 1) continue;
    const at = { row, line, fields, column: name, found: name };
    notices.push(makeFinding("duplicateHeading", at, sampleOf(name), fields.join(", ")));
  }
  const names = [...fieldsByName.keys()];
  const [one, other] = findAlike(names).map((i) => names[i]);
  if (one === undefined || other === undefined) return;
  const field = fieldsByName.get(other)?.[0] ?? null;
  notices.push(
    makeFinding("lookalikeName", { row, line, field, column: other, found: other }, sampleOf(one)),
  );
}

/** The first two different texts that look alike, as indexes; none: an empty list. */
function findAlike(texts: readonly string[]): number[] {
  const seen = new Map<string, number>();
  for (const [i, text] of texts.entries()) {
    const skeleton = skeletonOf(text);
    const before = seen.get(skeleton);
    if (before !== undefined && texts[before] !== text) return [before, i];
    if (before === undefined) seen.set(skeleton, i);
  }
  return [];
}

/** UTF-8 that was read as windows-1252 once and written again: Ã¶ for ö, â€“ for –. */
const MOJIBAKE =
  /Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf™œ\u009d“”˜¢¦]|Â[\u00a0-\u00bf]/;

/** Damage that a text brings along: it is kept, and said [E3]. */
export function sayOfDamage(text: string): Finding[] {
  const notices: Finding[] = [];
  const mojibake = text.search(MOJIBAKE);
  if (mojibake >= 0) notices.push(makeFinding("mojibakeSuspected", placeInText(text, mojibake)));
  const lost = text.indexOf("\ufffd");
  if (lost >= 0) notices.push(makeFinding("replacementCharacters", placeInText(text, lost)));
  return notices;
}
