// Where words for people stand outside the catalogue (src/core/messages). tests/architecture.test.ts runs this over the
// repository and over small wrong examples.
import { parse as parseSvelte } from "svelte/compiler";
import ts from "typescript";
import type { Breach, SourceText } from "./walls.ts";

/** Attributes whose text a person reads or hears. */
const SPOKEN = new Set([
  "aria-label",
  "aria-description",
  "aria-roledescription",
  "aria-placeholder",
  "aria-valuetext",
  "alt",
  "label",
  "placeholder",
  "title",
]);

/**
 * Where people are answered. The store and the files speak by the catalogue's codes; main.ts is the first chunk, whose
 * one sentence is for when the rest, and the catalogue with it, did not arrive.
 */
const ROOMS = /^src\/(?:App\.svelte$|start\.ts$|(?:session|shell|grid|compare|charts|pwa)\/)/;

/** Names of two words that code alone reads: settings of the store, cases of a union, series that are typed. */
const NAMES: ReadonlySet<string> = new Set([
  "backup last",
  "backup later",
  "backup file",
  "last plan",
  "import mappings",
  "ours stands",
  "theirs stands",
  "other goals",
  "other totals",
  "values of a period",
  "plan asides",
  "month of ",
  "quarter of",
  "input, textarea",
]);

const LETTER = /\p{L}/u;
/** Two words in a row, or one that ends as a sentence does. */
const WORDS = /\p{L}{2,}[,;:.…]? \p{L}|^\p{Lu}\p{Ll}+[.…?!]$/u;
/** Markup, selectors, media queries, class names, and the names of months, which are data of a series. */
const CODE = /[<>={}[\]]|^[.(]|\bbc-|sans-serif|^January February/;

/** Is a literal words for people? */
const isWords = (text: string): boolean => WORDS.test(text) && !CODE.test(text) && !NAMES.has(text);

const rule = (text: string): string =>
  `"${text.trim().replaceAll(/\s+/g, " ").slice(0, 60)}" belongs to src/core/messages: people read it`;

/** Words for people in a component: its texts, the attributes that are read or heard, and literals in its code. */
export function findWordBreaches(source: SourceText): Breach[] {
  const { path, text } = source;
  if (!ROOMS.test(path)) return [];
  return path.endsWith(".svelte") ? inComponent(path, text) : inModule(path, text);
}

function inComponent(path: string, text: string): Breach[] {
  const breaches: Breach[] = [];
  const add = (at: number, said: string): void => {
    breaches.push({ path, line: text.slice(0, at).split("\n").length, rule: rule(said) });
  };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit);
      return;
    }
    if (!isNode(node)) return;
    if (node.type === "ImportExpression" || node.type === "ImportDeclaration" || node.type.startsWith("TS"))
      return;
    if (node.type === "Text" && LETTER.test(String(node["data"]))) add(node.start, String(node["data"]));
    else if (node.type === "Literal" && isWords(String(node["value"])))
      add(node.start, String(node["value"]));
    else if (node.type === "TemplateElement") {
      const said = text.slice(node.start, node.end);
      if (isWords(said)) add(node.start, said);
    } else if (node.type === "Attribute") {
      const parts = Array.isArray(node["value"]) ? node["value"] : [node["value"]];
      for (const part of parts) {
        if (!isNode(part)) continue;
        if (part.type !== "Text") visit(part);
        else if (SPOKEN.has(String(node["name"])) && LETTER.test(String(part["data"])))
          add(part.start, String(part["data"]));
      }
    } else Object.values(node).forEach(visit);
  };
  const { fragment, instance, module } = parseSvelte(text, { modern: true });
  visit(fragment);
  visit(instance?.content);
  visit(module?.content);
  return breaches;
}

type Node = Record<string, unknown> & { readonly type: string; readonly start: number; readonly end: number };

/** Every node of the tree has a type; a fragment has no place of its own. */
const isNode = (node: unknown): node is Node =>
  typeof node === "object" && node !== null && "type" in node && typeof node.type === "string";

function inModule(path: string, text: string): Breach[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const breaches: Breach[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    // What is thrown is for who mends it, not for who reads the screen.
    if (ts.isThrowStatement(node)) return;
    const isText =
      ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && isWords(node.text)) {
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
      breaches.push({ path, line, rule: rule(node.text) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return breaches;
}
