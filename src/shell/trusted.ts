/*
 * Trusted Types. The page's policy forbids to make HTML or script addresses of plain strings; what the libraries
 * make of strings all the same goes through the page's default policy, which is this. Svelte has a policy of its own
 * for its templates, which are part of the program.
 */

/** What the sheet's widget builds itself of: elements without anything that could run. */
const HARMLESS =
  /^<\/?(?:div|span|table|thead|tbody|tr|th|td|br|p)(?: (?:class|data-ref|role|dir)="[^"<>]*")*>/;

/** The HTML that may be built of a string: harmless elements, or else the text itself, with nothing built of it. */
export function harmlessHtml(text: string): string {
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at + 1))
    if (!HARMLESS.test(text.slice(at))) return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return text;
}

/** Whether this page is one file: then its workers come out of it, as blobs that it made itself. */
const isSingle = import.meta.env.VITE_SINGLE === "1";

/** The address of a script, if it is one of the page's own folder; throws if it is not. */
export function ownScript(address: string, page: string): string {
  const [script, folder] = [new URL(address, page), new URL(".", page)];
  if (script.origin === folder.origin && script.pathname.startsWith(folder.pathname)) return address;
  throw new TypeError(`Not a script of this page: ${address}`);
}

/** As much of the browser's factory as is used; browsers that lack it build what they are told. */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createHTML: (text: string) => string; createScriptURL: (address: string) => string },
  ): unknown;
}

/** Puts the page's policy in force. Called before anything else is loaded. */
export function trustOurselves(): void {
  // Not in the compiler's own list of the page's globals.
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy("default", {
    createHTML: harmlessHtml,
    createScriptURL: (address) =>
      isSingle && address.startsWith("blob:") ? address : ownScript(address, document.baseURI),
  });
}
