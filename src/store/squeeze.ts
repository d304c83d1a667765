import { fail, ok } from "../core/index.ts";
import type { Result } from "../core/index.ts";

/** How a text is pressed: `gzip` for files, `deflate-raw` for links, where each sign counts. */
export type Press = "gzip" | "deflate-raw";

/** `large`: it would hold more than it may; `broken`: it is none that was pressed so, or not all of it. */
export type PressFailure = "large" | "broken";

/** Presses a text. */
export async function squeeze(text: string, how: Press): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream(how));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * The text that bytes were pressed from. What would become longer than `most` bytes is given up as soon as it does:
 * a small file may hold gigabytes of one letter.
 */
export async function unsqueeze(
  bytes: Uint8Array<ArrayBuffer>,
  how: Press,
  most: number,
): Promise<Result<string, PressFailure>> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(how)).getReader();
  let length = 0;
  const parts: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > most) {
        await reader.cancel();
        return fail("large");
      }
      parts.push(decoder.decode(value, { stream: true }));
    }
    parts.push(decoder.decode());
    return ok(parts.join(""));
  } catch {
    // The only errors there are: bytes that were not pressed so, and text that is none.
    return fail("broken");
  }
}

/** Bytes as text for a link: base64 with the signs that need no escape. */
export function bytesToText(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The bytes of such a text; nothing if it is none. */
export function textToBytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
  } catch {
    return undefined;
  }
}
