import { formulaMessages as say } from "../messages/formula.ts";
import type { FormulaCode } from "../messages/formula.ts";
import type { Tree } from "../plan/formula.ts";
import type { Names } from "./names.ts";
import { nameProblem } from "./recognize.ts";
import { errorAt } from "./tokens.ts";
import type { FormulaError, Span, Token } from "./tokens.ts";

/** How deep the tree may be, chains such as 1+1+1… included: who walks a tree may do so recursively. [FO2] */
export const MAX_TREE_DEPTH = 1000;

/**
 * One reading of one text: where it stands, what was made of what was read, and what is said where it cannot
 * go on. Methods give null once there is an error, and nobody reads on after that; the first error stands.
 */
export class Reading {
  readonly spans = new Map<Tree, Span>();
  protected readonly text: string;
  protected readonly tokens: readonly Token[];
  protected readonly names: Names;
  private readonly depths = new Map<Tree, number>();
  protected next = 0;
  /** How many brackets are open. */
  protected nesting = 0;
  private error: FormulaError | null = null;

  constructor(text: string, tokens: readonly Token[], names: Names) {
    this.text = text;
    this.tokens = tokens;
    this.names = names;
  }

  /** The error of a reading that gave null. */
  problem(): FormulaError {
    if (this.error === null) throw new Error("no formula and no error");
    return this.error;
  }

  /** Something stands where a value should. */
  protected refuseToken(token: Token): null {
    if (token.kind === "bad") return this.stop(token.error);
    if (token.kind === "end") return this.refuse("unexpectedEnd", say.unexpectedEnd(), token);
    if (token.kind === "text") return this.refuseText(token);
    if (isSign(token, ")")) {
      return this.nesting === 0
        ? this.refuse("strayBracket", say.strayBracket(), token)
        : this.refuse("unexpected", say.unexpected(")"), token);
    }
    return this.refuse("unexpected", say.unexpected(this.quote(token)), token);
  }

  /** Something stands after what was complete already. [FO10] */
  protected refuseTrailing(token: Token): null {
    const before = this.tokens[this.next - 1];
    const after = this.tokens[this.next + 1];
    if (before?.kind === "name") {
      const several = nameProblem(this.text, before, this.names, false);
      if (several.code === "severalWords") return this.stop(several);
    }
    if (token.kind === "bad") return this.stop(token.error);
    if (token.kind === "text") return this.refuseText(token);
    if (isSign(token, ")")) return this.refuse("strayBracket", say.strayBracket(), token);
    if (isSign(token, ",") || isSign(token, ";")) {
      if (before?.kind !== "number" || after?.kind !== "number" || token.at + 1 !== after.at) {
        return this.refuse("strayComma", say.strayComma(), token);
      }
      const grouped = /^\d+(?:[,;][\d.]+)+/u.exec(this.text.slice(before.at))?.[0] ?? "";
      const plain = grouped.replace(/[,;]/gu, "");
      const span = { at: before.at, length: grouped.length };
      return this.refuse("groupingSign", say.groupingSign(plain), span);
    }
    return this.refuse("trailing", say.trailing(this.quote(token)), token);
  }

  protected refuseText(token: Token & { readonly text: string }): null {
    const plain = /^\s*[-+]?[\d.,]+\s*%?\s*$/u.test(token.text) ? token.text.trim() : null;
    return this.refuse("noText", say.noText(plain), token);
  }

  protected refuse(code: FormulaCode, sentence: string, span: Span): null {
    return this.stop(errorAt(code, sentence, span));
  }

  protected stop(error: FormulaError): null {
    this.error ??= error;
    return null;
  }

  protected node(tree: Tree, parts: readonly Tree[], at: number): Tree | null {
    const depth = 1 + parts.reduce((deepest, part) => Math.max(deepest, this.depths.get(part) ?? 1), 0);
    const span = this.spanFrom(at);
    if (depth > MAX_TREE_DEPTH) return this.refuse("tooManyParts", say.tooManyParts(MAX_TREE_DEPTH), span);
    this.depths.set(tree, depth);
    this.spans.set(tree, span);
    return tree;
  }

  protected start(tree: Tree): number {
    return this.spans.get(tree)?.at ?? 0;
  }

  protected spanOf(tree: Tree, otherwise: Span): Span {
    return this.spans.get(tree) ?? otherwise;
  }

  /** From a place to the end of the last token that was read. */
  protected spanFrom(at: number): Span {
    const last = this.tokens[this.next - 1];
    return { at, length: last === undefined ? 0 : last.at + last.length - at };
  }

  private quote(token: Token): string {
    return shorten(this.text.slice(token.at, token.at + token.length));
  }

  protected peek(): Token {
    const token = this.tokens[Math.min(this.next, this.tokens.length - 1)];
    if (token === undefined) throw new Error("tokens end with an end");
    return token;
  }
}

/** Whether a token is this operator, bracket or separator. */
export function isSign(token: Token, text: string): boolean {
  return token.kind === "sign" && token.text === text;
}

/** A piece of what was typed, short enough for a sentence. */
export function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
