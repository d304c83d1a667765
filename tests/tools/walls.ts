// The walls of the house as a table, and the functions that find what stands on the wrong side of one.
// tests/architecture.test.ts runs them over the repository and over small wrong examples.
import { posix } from "node:path";
import { parse as parseSvelte } from "svelte/compiler";
import ts from "typescript";

/** A room may import its own files and these rooms. No room may import `pwa`: only the roots build things. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  csv: ["core"],
  store: ["core"],
  workers: ["core"],
  charts: ["core"],
  session: ["core", "csv", "store", "workers"],
  shell: ["core", "csv", "store", "workers", "session", "charts"],
  // The sheet and the comparison show numbers in the shell's formats; the shell never imports them.
  grid: ["core", "csv", "store", "workers", "session", "charts", "shell"],
  compare: ["core", "csv", "store", "workers", "session", "charts", "shell"],
  pwa: [],
};

/** Where everything is put together: these may import any room. */
export const ROOTS: readonly string[] = ["src/main.ts", "src/start.ts", "src/App.svelte"];

/** Inside core each room may import itself and those before it. */
export const CORE_ROOMS: readonly string[] = [
  "util",
  "plan",
  "messages",
  "formula",
  "entry",
  "engine",
  "solve",
  "insight",
  "templates",
];

/** The rooms that may import a package. A package not named here may be imported nowhere in src. */
export const LIBRARY_OWNERS: Readonly<Record<string, readonly string[]>> = {
  handsontable: ["grid"],
  dexie: ["store"],
  "fake-indexeddb": ["store"],
  papaparse: ["csv"],
  valibot: ["csv", "store"],
  "virtual:pwa-register": ["pwa"],
  svelte: ["session", "shell", "grid", "compare", "charts", "pwa", "root"],
};

/** One file: its path from the repository's root, with `/`, and its text. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** One thing on the wrong side of a wall. */
export interface Breach {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
}

/** A breach as one line that an editor can follow. */
export const printBreach = ({ path, line, rule }: Breach): string => `${path}:${line}  ${rule}`;

/** Blanks all but the script blocks of a component, so that lines keep their numbers. */
function scriptOf(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, " ");
  let result = "";
  let end = 0;
  for (const match of text.matchAll(/(<script\b[^>]*>)([\s\S]*?)<\/script>/g)) {
    const begin = match.index + (match[1]?.length ?? 0);
    const body = match[2] ?? "";
    result += blank(text.slice(end, begin)) + body;
    end = begin + body.length;
  }
  return result + blank(text.slice(end));
}

/** The syntax tree of a module, or of a component's script blocks. */
function parseSource({ path, text }: SourceText): ts.SourceFile {
  const isComponent = path.endsWith(".svelte");
  return ts.createSourceFile(
    path,
    isComponent ? scriptOf(text) : text,
    ts.ScriptTarget.ES2023,
    true,
    isComponent ? ts.ScriptKind.TS : undefined,
  );
}

function* nodesBelow(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) yield* nodesBelow(child);
}

const lineOf = (tree: ts.SourceFile, at: number): number => tree.getLineAndCharacterOfPosition(at).line + 1;

const textIn = (node: ts.Node | undefined): string | undefined =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;

/** What a node imports: import and export declarations, import(), import types, new URL(x, import.meta.url). */
function importedBy(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node)) return textIn(node.moduleSpecifier);
  if (ts.isExportDeclaration(node)) return textIn(node.moduleSpecifier);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return textIn(node.argument.literal);
  if (ts.isCallExpression(node)) {
    return node.expression.kind === ts.SyntaxKind.ImportKeyword ? textIn(node.arguments[0]) : undefined;
  }
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "URL") {
    return node.arguments?.[1]?.getText() === "import.meta.url" ? textIn(node.arguments[0]) : undefined;
  }
  return undefined;
}

/** `src/grid/x.ts` → `grid`; a file directly in src is the root, or nothing. */
function roomOf(path: string): string | undefined {
  const parts = path.split("/");
  if (parts[0] !== "src" || parts.length < 2) return undefined;
  return parts.length === 2 ? "root" : parts[1];
}

function rankInCore(path: string): number {
  const [, , room = "", ...rest] = path.split("/");
  if (rest.length > 0) return CORE_ROOMS.indexOf(room);
  return room === "index.ts" ? CORE_ROOMS.length : CORE_ROOMS.indexOf(room.replace(/\.ts$/, ""));
}

const packageOf = (name: string): string =>
  name.startsWith("@") ? name.split("/").slice(0, 2).join("/") : (name.split("/")[0] ?? name);

/** Why `path` may not import `name`, or undefined if it may. */
export function judgeImport(path: string, name: string): string | undefined {
  const room = roomOf(path);
  if (room === undefined) return undefined;
  const isPath = name.startsWith(".") || name.startsWith("/");
  if (!isPath) {
    if (room === "core") return `core imports nothing outside itself, not "${name}"`;
    const owners = LIBRARY_OWNERS[packageOf(name)] ?? [];
    if (owners.includes(room)) return undefined;
    return owners.length === 0
      ? `"${name}" has no owner: name one in LIBRARY_OWNERS, or do without`
      : `"${name}" belongs to ${owners.join(", ")}, not to ${room}`;
  }
  const target = posix.join(posix.dirname(path), name.replace(/\?.*$/, ""));
  const other = roomOf(target);
  if (other === undefined) return `${target} is outside src`;
  if (room === "core" && other === "core") {
    const [own, its] = [rankInCore(path), rankInCore(target)];
    if (its === CORE_ROOMS.length)
      return `src/core/index.ts is core's door to others: import ${name} from its own file`;
    return its > own ? `core's order is ${CORE_ROOMS.join(" <- ")}: this reaches up to ${target}` : undefined;
  }
  if (room === other) return undefined;
  if (other === "core" && target !== "src/core/index.ts")
    return `src/core/index.ts is the only door to core, not ${target}`;
  if (ROOTS.includes(path)) return undefined;
  if (room === "root") return `only ${ROOTS.join(" and ")} put rooms together: ${path} belongs in a room`;
  if (other === "root") return `${target} is above every room`;
  return ROOMS[room]?.includes(other) === true ? undefined : `${room} may not import ${other}`;
}

/** Imports across a wall, and files that stand in no room. */
export function findImportBreaches(source: SourceText): Breach[] {
  const { path } = source;
  const breaches: Breach[] = [];
  const room = roomOf(path);
  if (room === "root" && !ROOTS.includes(path) && !path.endsWith(".d.ts")) {
    breaches.push({ path, line: 1, rule: `only ${ROOTS.join(" and ")} stand outside the rooms` });
  }
  if (room !== undefined && room !== "root" && !(room in ROOMS)) {
    breaches.push({
      path,
      line: 1,
      rule: `${room} is not a room: the rooms are ${Object.keys(ROOMS).join(", ")}`,
    });
  }
  if (room === "core" && rankInCore(path) < 0) {
    breaches.push({ path, line: 1, rule: `core's rooms are ${CORE_ROOMS.join(", ")}` });
  }
  const tree = parseSource(source);
  for (const node of nodesBelow(tree)) {
    const name = importedBy(node);
    const rule = name === undefined ? undefined : judgeImport(path, name);
    if (rule !== undefined) breaches.push({ path, line: lineOf(tree, node.getStart(tree)), rule });
  }
  return [...breaches, ...(path.endsWith(".svelte") ? findMarkupImports(source) : [])];
}

/** Imports across a wall in a component's markup: `{#await import("…")}`. */
function findMarkupImports({ path, text }: SourceText): Breach[] {
  return nodesOfMarkup(text).flatMap((node) => {
    const from = node["type"] === "ImportExpression" ? node["source"] : undefined;
    if (typeof from !== "object" || from === null || !("value" in from)) return [];
    const rule = judgeImport(path, String(from.value));
    const line = text.slice(0, Number(node["start"])).split("\n").length;
    return rule === undefined ? [] : [{ path, line, rule }];
  });
}

const FORBIDDEN_IN_CORE = new Set([
  "Date",
  "console",
  "document",
  "window",
  "globalThis",
  "performance",
  "navigator",
  "localStorage",
  "indexedDB",
  "fetch",
  "setTimeout",
  "setInterval",
  "queueMicrotask",
  "process",
]);

/** Is this identifier a value or type taken from around, and not the name of a member or of something declared? */
function isFreeName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) {
    return (ts.isPropertyAccessExpression(parent) ? parent.name : parent.right) !== node;
  }
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent))
    return false;
  return !("name" in parent && parent.name === node);
}

/** `new Intl.X()` and methods that take the machine's locale where none is given. */
function takesDefaultLocale(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const given = node.arguments ?? [];
  const isGiven = (at: number): boolean => given[at] !== undefined && given[at].getText() !== "undefined";
  if (expression.expression.getText() === "Intl") return !isGiven(0);
  const method = expression.name.text;
  if (method === "localeCompare") return !isGiven(1);
  return /^toLocale[A-Z]/.test(method) && !isGiven(0);
}

/** Clock, dice, page and default locale inside core. */
export function findPurityBreaches(source: SourceText): Breach[] {
  const { path } = source;
  if (roomOf(path) !== "core") return [];
  const tree = parseSource(source);
  const breaches: Breach[] = [];
  for (const node of nodesBelow(tree)) {
    let rule: string | undefined;
    if (ts.isIdentifier(node) && FORBIDDEN_IN_CORE.has(node.text) && isFreeName(node)) {
      rule = `core must not know ${node.text}: take what is needed as an argument`;
    } else if (ts.isPropertyAccessExpression(node) && node.getText(tree) === "Math.random") {
      rule = "core has no dice: take a source of random numbers as an argument";
    } else if (takesDefaultLocale(node)) {
      rule = "core has no default locale: name one";
    }
    if (rule !== undefined) breaches.push({ path, line: lineOf(tree, node.getStart(tree)), rule });
  }
  return breaches;
}

interface Comment {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Every comment of a module, by scanning the tokens of its tree: strings that look like comments are none. */
function commentsOf(tree: ts.SourceFile): Comment[] {
  const found = new Map<number, Comment>();
  const add = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const { pos, end } of ranges ?? []) {
      found.set(pos, { from: lineOf(tree, pos), to: lineOf(tree, end), text: tree.text.slice(pos, end) });
    }
  };
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(tree);
    if (children.length === 0 || ts.isSourceFile(node)) {
      if (node.kind !== ts.SyntaxKind.JsxText) {
        add(ts.getLeadingCommentRanges(tree.text, node.getFullStart()));
        add(ts.getTrailingCommentRanges(tree.text, node.getEnd()));
      }
    }
    for (const child of children) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(tree);
  return [...found.values()];
}

/** Comments that speak to a tool are no reasons, unless they go on after `--`. */
const DIRECTIVE = /^(?:\/\/|\/\*+|<!--)\s*(?:eslint-|svelte-ignore|@ts-|prettier-ignore)/;
const isReason = (text: string): boolean => !DIRECTIVE.test(text) || /\s--\s+\S/.test(text);

type Assertion = "as" | "!";

function assertionIn(node: ts.Node): Assertion | undefined {
  if (ts.isNonNullExpression(node)) return "!";
  if (!ts.isAsExpression(node) && !ts.isTypeAssertionExpression(node)) return undefined;
  const { type } = node;
  const isConst =
    ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === "const";
  return isConst ? undefined : "as";
}

/** The line where the assertion's own sign stands. */
const lineOfAssertion = (tree: ts.SourceFile, node: ts.Node): number =>
  ts.isAsExpression(node) ? lineOf(tree, node.type.getStart(tree)) : lineOf(tree, node.getEnd() - 1);

/** The first lines of the statement that holds the node, and of those around it that begin up to 3 lines above. */
function statementsAround(tree: ts.SourceFile, node: ts.Node, line: number): number[] {
  const firsts: number[] = [];
  for (let around: ts.Node = node; !ts.isSourceFile(around); around = around.parent) {
    if (ts.isFunctionLike(around) && !ts.isArrowFunction(around)) break;
    if (!ts.isStatement(around) && !ts.isClassElement(around)) continue;
    const first = lineOf(tree, around.getStart(tree));
    if (firsts.length > 0 && first < line - 3) break;
    firsts.push(first);
  }
  return firsts;
}

/** Has some statement around the node a comment right above it which names the sign in backquotes? */
function isCoveredAbove(tree: ts.SourceFile, node: ts.Node, sign: Assertion): boolean {
  for (let around: ts.Node = node; !ts.isSourceFile(around); around = around.parent) {
    const above = ts.getLeadingCommentRanges(tree.text, around.getFullStart()) ?? [];
    if (above.some(({ pos, end }) => tree.text.slice(pos, end).includes(`\`${sign}\``))) return true;
  }
  return false;
}

/**
 * `as` (other than `as const`), `!` and disabled rules without a reason. A reason is a comment
 *  - on the line of the sign or on the line above it (or above its statement's first line), or
 *  - on a line directly above in an unbroken run of lines with the same sign, or
 *  - right above a statement, loop or function around it, naming the sign in backquotes: "`!`: i < length".
 */
export function findReasonBreaches(source: SourceText): Breach[] {
  const { path } = source;
  const tree = parseSource(source);
  const comments = commentsOf(tree);
  const reasoned = new Set<number>();
  for (const comment of comments) {
    if (!isReason(comment.text)) continue;
    for (let line = comment.from; line <= comment.to; line++) reasoned.add(line);
  }
  const breaches: Breach[] = [];
  const unbroken: Record<Assertion, Set<number>> = { as: new Set(), "!": new Set() };
  const assertions = [...nodesBelow(tree)].flatMap((node) => {
    const sign = assertionIn(node);
    return sign === undefined ? [] : [{ node, sign, line: lineOfAssertion(tree, node) }];
  });
  for (const { node, sign, line } of assertions.sort((a, b) => a.line - b.line)) {
    const near = [line, line - 1, ...statementsAround(tree, node, line).map((first) => first - 1)];
    if (
      near.some((at) => reasoned.has(at)) ||
      unbroken[sign].has(line - 1) ||
      isCoveredAbove(tree, node, sign)
    ) {
      unbroken[sign].add(line);
    } else if (!unbroken[sign].has(line)) {
      breaches.push({ path, line, rule: `\`${sign}\` without a reason on its line or the line above` });
    }
  }
  if (path.endsWith(".svelte")) breaches.push(...findMarkupBreaches(source));
  breaches.push(...findDirectiveBreaches(source, comments));
  return breaches;
}

/** Disabled rules: the reason stands in the directive, after `--`, or in a comment on the line above. */
function findDirectiveBreaches({ path, text }: SourceText, comments: readonly Comment[]): Breach[] {
  const markup: Comment[] = [];
  if (path.endsWith(".svelte")) {
    for (const match of text.matchAll(/<!--[\s\S]*?-->/g)) {
      const from = text.slice(0, match.index).split("\n").length;
      markup.push({ from, to: from + match[0].split("\n").length - 1, text: match[0] });
    }
  }
  const all = [...comments, ...markup];
  return all
    .filter(({ text: said }) => /eslint-disable|svelte-ignore|@ts-(?:ignore|expect-error|nocheck)/.test(said))
    .filter(({ text: said, from }) => {
      const above = all.some((other) => other.to === from - 1 && isReason(other.text));
      return !/\s--\s+\S|@ts-\S+\s+\S/.test(said) && !above;
    })
    .map(({ from }) => ({ path, line: from, rule: "a disabled rule without its reason (`-- why`)" }));
}

/** Assertions in a component's markup: a reason stands on the same line or the one above. */
function findMarkupBreaches({ path, text }: SourceText): Breach[] {
  const lines = text.split("\n");
  const breaches: Breach[] = [];
  for (const node of nodesOfMarkup(text)) {
    const { type, end } = node;
    if ((type !== "TSAsExpression" && type !== "TSNonNullExpression") || end === undefined) continue;
    const line = text.slice(0, Number(end)).split("\n").length;
    const near = `${lines[line - 2] ?? ""}\n${lines[line - 1] ?? ""}`;
    if (/<!--|\/\/|\/\*/.test(near)) continue;
    const sign = type === "TSAsExpression" ? "as" : "!";
    breaches.push({ path, line, rule: `\`${sign}\` without a reason on its line or the line above` });
  }
  return breaches;
}

/** All nodes of a component's markup, as Svelte's parser gives them, outermost first. */
function nodesOfMarkup(text: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (typeof node === "object" && node !== null) {
      const fields: Record<string, unknown> = Object.fromEntries(Object.entries(node));
      found.push(fields);
      Object.values(fields).forEach(visit);
    }
  };
  visit(parseSvelte(text, { modern: true }).fragment);
  return found;
}

const TEST_NAMES = new Set(["test", "it", "describe", "suite", "bench"]);
const UNWANTED = new Set(["only", "skip", "todo", "fixme", "fails", "skipIf", "runIf"]);

/** Tests that are switched off, or that switch the others off. */
export function findTestBreaches(source: SourceText): Breach[] {
  const { path } = source;
  const tree = parseSource(source);
  return [...nodesBelow(tree)].flatMap((node) => {
    if (!ts.isPropertyAccessExpression(node) || !UNWANTED.has(node.name.text)) return [];
    let root: ts.Expression = node.expression;
    while (ts.isPropertyAccessExpression(root) || ts.isCallExpression(root)) root = root.expression;
    if (!ts.isIdentifier(root) || !TEST_NAMES.has(root.text)) return [];
    return [{ path, line: lineOf(tree, node.getStart(tree)), rule: `no test is marked .${node.name.text}` }];
  });
}
