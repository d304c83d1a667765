/**
 * What a text seems to be if it is no table [E6]; null where it may be one. Judged by its content, never by a name:
 * a download link that has expired gives a page of HTML called report.csv.
 */
export function kindOfText(text: string): string | null {
  const start = text.slice(0, 4096).trimStart();
  if (/^<!doctype html|^<(?:html|head|body|table|script|meta|style|title)\b/i.test(start))
    return "a web page";
  if (/^<\?xml\b/.test(start) || /^<([A-Za-z][\w:.-]*)(?:\s[^<>]*)?>\s*</.test(start)) {
    return endsWith(text, ">") ? "XML" : null;
  }
  // Cut off in the middle it is JSON all the same.
  if (/^\{\s*"[^"\n]*"\s*:|^\[\s*\{\s*"/.test(start)) return "JSON";
  if (/^\{\s*(?:"|\}|\{|\[)/.test(start) && endsWith(text, "}")) return "JSON";
  if (/^\[\s*(?:[{["\]\d-]|true|false|null)/.test(start) && endsWith(text, "]") && isJson(text))
    return "JSON";
  if (start.startsWith("%PDF-")) return "a PDF";
  if (start.startsWith("{\\rtf")) return "a text document";
  if (/^ID;P\w+[^\r\n]*(?:\r\n|\r|\n)(?:P;P|B;Y\d|C;[XY]\d)/.test(start)) return "a SYLK workbook";
  if (/^TABLE(?:\r\n|\r|\n)0,1(?:\r\n|\r|\n)/.test(start)) return "a DIF workbook";
  if (/^MIME-Version: |^(?:From|Received|Return-Path): [^\n]*\n[A-Z][\w-]*: /.test(start)) return "an e-mail";
  if (/^BEGIN:V(?:CARD|CALENDAR)/.test(start)) return "a card or calendar file";
  return null;
}

function endsWith(text: string, end: string): boolean {
  return text.slice(-256).trimEnd().endsWith(end);
}

/** A heading such as `[Step],[Visitors]` begins and ends like an array of JSON, and is none. */
function isJson(text: string): boolean {
  if (text.length > 2 ** 20) return /^\[\s*[{[]/.test(text.slice(0, 64));
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
