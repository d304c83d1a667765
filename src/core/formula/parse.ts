import { formulaMessages as say } from "../messages/formula.ts";
import type { BinaryOp, Tree } from "../plan/formula.ts";
import { fail, ok } from "../util/result.ts";
import type { Result } from "../util/result.ts";
import { argumentWords, CALLABLE_NAMES, functionOf, reasonNotOffered, signatureOf } from "./functions.ts";
import { nearestName } from "./names.ts";
import type { Names } from "./names.ts";
import { isSign, Reading, shorten } from "./reading.ts";
import { nameProblem } from "./recognize.ts";
import { completeCall } from "./shape.ts";
import { errorAt, foldWidth, tokenize } from "./tokens.ts";
import type { Decimal, FormulaError, Span, Token } from "./tokens.ts";

export { namesOf } from "./names.ts";
export { MAX_TREE_DEPTH } from "./reading.ts";
export type { Names } from "./names.ts";
export type { Decimal, FormulaError, Span } from "./tokens.ts";

/** As Excel's. [FO2] */
export const MAX_CHARACTERS = 8192;
/** Brackets within brackets. Recursion happens there only, so that the stack is never near its end. [FO2] */
export const MAX_NESTING = 256;

/** Where each piece of a formula stood in its text; for errors found after reading. */
export type Spans = ReadonlyMap<Tree, Span>;

export interface ParsedFormula {
  readonly tree: Tree;
  readonly spans: Spans;
}

/** How tightly operators bind; all group from the left. Unary minus binds tighter than ^, as in Excel. [FO3] */
export const PRECEDENCE: Readonly<Record<BinaryOp, number>> = {
  "=": 1,
  "<>": 1,
  "<": 1,
  "<=": 1,
  ">": 1,
  ">=": 1,
  "+": 2,
  "-": 2,
  "*": 3,
  "/": 3,
  "^": 4,
};

const OPERATORS: ReadonlyMap<string, BinaryOp> = new Map(
  // Keys of PRECEDENCE are the operators, by its type.
  (Object.keys(PRECEDENCE) as BinaryOp[]).map((op) => [op, op]),
);

/**
 * Reads a formula, with or without its `=`, into a tree of row ids.
 *
 * errors  every text is answered; an error says what is wrong, what would be right, and where in `text`.
 *         Rules [FO1]–[FO14]. Method: Pratt, "Top down operator precedence", 1973.
 */
export function parseFormula(
  text: string,
  names: Names,
  options: { readonly decimal?: Decimal } = {},
): Result<Tree, FormulaError> {
  const parsed = parseWithSpans(text, names, options);
  return parsed.ok ? ok(parsed.value.tree) : parsed;
}

/** `parseFormula` that also tells where each piece stood. */
export function parseWithSpans(
  text: string,
  names: Names,
  options: { readonly decimal?: Decimal } = {},
): Result<ParsedFormula, FormulaError> {
  if (text.length > MAX_CHARACTERS) {
    const span = { at: MAX_CHARACTERS, length: text.length - MAX_CHARACTERS };
    return fail(errorAt("tooLong", say.tooLong(MAX_CHARACTERS), span));
  }
  const plain = foldWidth(text);
  const start = /^\s*=/u.exec(plain)?.[0].length ?? 0;
  const parser = new Parser(plain, tokenize(plain, options.decimal ?? ".", start), names);
  const tree = parser.formula();
  return tree === null ? fail(parser.problem()) : ok({ tree, spans: parser.spans });
}

/** The grammar. Recursion happens in brackets and calls alone, and is counted there. */
class Parser extends Reading {
  formula(): Tree | null {
    const first = this.peek();
    if (first.kind === "end") return this.refuse("empty", say.empty(), first);
    const tree = this.expression(1);
    if (tree === null) return null;
    const rest = this.peek();
    return rest.kind === "end" ? tree : this.refuseTrailing(rest);
  }

  private expression(tightness: number): Tree | null {
    let left = this.prefix();
    while (left !== null) {
      const token = this.peek();
      const op = token.kind === "sign" ? OPERATORS.get(token.text) : undefined;
      if (op === undefined || PRECEDENCE[op] < tightness) return left;
      this.next++;
      const right = this.expression(PRECEDENCE[op] + 1);
      if (right === null) return null;
      left = this.node({ kind: "binary", op, left, right }, [left, right], this.start(left));
    }
    return null;
  }

  /** Signs before a value. They are counted, not recursed into: `=-----…1`. A plus says nothing. */
  private prefix(): Tree | null {
    const minuses: number[] = [];
    for (;;) {
      const token = this.peek();
      if (!isSign(token, "-") && !isSign(token, "+")) break;
      if (isSign(token, "-")) minuses.push(token.at);
      this.next++;
    }
    let tree = this.postfix();
    while (tree !== null) {
      const at = minuses.pop();
      if (at === undefined) break;
      tree = this.node({ kind: "negate", arg: tree }, [tree], at);
    }
    return tree;
  }

  private postfix(): Tree | null {
    const arg = this.primary();
    if (arg === null || !isSign(this.peek(), "%")) return arg;
    this.next++;
    if (isSign(this.peek(), "%")) return this.refuse("doublePercent", say.doublePercent(), this.peek());
    return this.node({ kind: "percent", arg }, [arg], this.start(arg));
  }

  private primary(): Tree | null {
    const token = this.peek();
    this.next++;
    switch (token.kind) {
      case "number":
        return this.node({ kind: "number", value: token.value }, [], token.at);
      case "name":
        return isSign(this.peek(), "(") ? this.call(token) : this.bareName(token);
      case "bracket":
        return this.bracketName(token);
      case "sign":
        return token.text === "(" ? this.inBrackets(token) : this.refuseToken(token);
      case "text":
      case "bad":
      case "end":
        return this.refuseToken(token);
    }
  }

  private inBrackets(open: Token): Tree | null {
    if (++this.nesting > MAX_NESTING) return this.refuse("tooDeep", say.tooDeep(MAX_NESTING), open);
    const tree = this.expression(1);
    if (tree === null) return null;
    this.nesting--;
    const close = this.peek();
    if (isSign(close, ")")) {
      this.next++;
      return tree;
    }
    return close.kind === "end"
      ? this.refuse("unclosedBracket", say.unclosedBracket(), open)
      : this.refuseTrailing(close);
  }

  private bareName(token: Token & { readonly text: string }): Tree | null {
    const truth = token.text.toUpperCase();
    if (truth === "TRUE" || truth === "FALSE") {
      return this.node({ kind: "truth", value: truth === "TRUE" }, [], token.at);
    }
    const row = this.names.row(token.text);
    if (row !== undefined) return this.node({ kind: "row", row }, [], token.at);
    return this.stop(nameProblem(this.text, token, this.names, false));
  }

  private bracketName(token: Token & { readonly text: string }): Tree | null {
    if (token.text.trim() === "") return this.refuse("emptyBrackets", say.emptyBrackets(), token);
    const row = this.names.row(token.text);
    if (row === undefined) return this.stop(nameProblem(this.text, token, this.names, true));
    if (isSign(this.peek(), "(")) {
      return this.refuse("rowAsFunction", say.rowAsFunction(`[${token.text}]`), token);
    }
    return this.node({ kind: "row", row }, [], token.at);
  }

  private call(token: Token & { readonly text: string }): Tree | null {
    const upper = token.text.toUpperCase();
    if (upper === "CHANNEL") return this.channel(token);
    if (upper === "TRUE" || upper === "FALSE") {
      const close = this.tokens[this.next + 1];
      if (close === undefined || !isSign(close, ")")) return this.refuseTrailing(this.peek());
      this.next += 2;
      return this.node({ kind: "truth", value: upper === "TRUE" }, [], token.at);
    }
    const name = functionOf(token.text);
    if (name === undefined) return this.refuseFunction(token);
    const args = this.callArguments(token);
    if (args === null) return null;
    const signature = signatureOf(name);
    if (args.length < signature.min || args.length > signature.max) {
      const words = argumentWords(signature);
      const span = this.spanFrom(token.at);
      return this.refuse("argumentCount", say.argumentCount(name, words, signature.usage, args.length), span);
    }
    const span = this.spanFrom(token.at);
    const made = completeCall(name, args);
    if (!made.ok) return this.stop(made.error(made.at === undefined ? span : this.spanOf(made.at, span)));
    return this.node(made.tree, made.tree.kind === "call" ? made.tree.args : [], token.at);
  }

  /** What stands between the brackets of a call; null for an argument that was left empty. */
  private callArguments(name: Token): (Tree | null)[] | null {
    const open = this.peek();
    this.next++;
    if (++this.nesting > MAX_NESTING) return this.refuse("tooDeep", say.tooDeep(MAX_NESTING), open);
    const args: (Tree | null)[] = [];
    if (isSign(this.peek(), ")")) {
      this.next++;
      this.nesting--;
      return args;
    }
    for (;;) {
      const token = this.peek();
      if (isSign(token, ",") || isSign(token, ";") || isSign(token, ")")) {
        args.push(null);
      } else {
        if (token.kind === "end") {
          return args.length === 0
            ? this.refuse("unclosedBracket", say.unclosedBracket(), open)
            : this.refuse("unexpectedEnd", say.unexpectedEnd(), token);
        }
        const arg = this.expression(1);
        if (arg === null) return null;
        args.push(arg);
      }
      const after = this.peek();
      if (isSign(after, ")")) break;
      if (after.kind === "end") {
        const span = { at: name.at, length: open.at + 1 - name.at };
        return this.refuse("unclosedBracket", say.unclosedBracket(), span);
      }
      if (!isSign(after, ",") && !isSign(after, ";")) return this.refuseTrailing(after);
      this.next++;
    }
    this.next++;
    this.nesting--;
    return args;
  }

  /** `CHANNEL("Events")`: the only place for text. [FO8] */
  private channel(token: Token): Tree | null {
    this.next++;
    const text = this.peek();
    const close = this.tokens[this.next + 1];
    if (text.kind === "bad") return this.stop(text.error);
    if (text.kind !== "text" || close === undefined || !isSign(close, ")")) {
      return this.refuse("channelNeedsText", say.channelNeedsText(), text.kind === "end" ? token : text);
    }
    const channel = this.names.channel(text.text);
    if (channel === undefined) {
      const nearest = nearestName(text.text, this.names.channelNames?.() ?? []);
      return this.refuse("unknownChannel", say.unknownChannel(text.text, nearest), text);
    }
    this.next += 2;
    return this.node({ kind: "channel", channel }, [], token.at);
  }

  private refuseFunction(token: Token & { readonly text: string }): null {
    const reason = reasonNotOffered(token.text);
    if (this.names.row(token.text) !== undefined) {
      return this.refuse("rowAsFunction", say.rowAsFunction(token.text), token);
    }
    if (reason !== undefined) {
      return this.refuse("notOffered", say.notOffered(token.text.toUpperCase(), reason), token);
    }
    const nearest = nearestName(token.text, CALLABLE_NAMES);
    return this.refuse("unknownFunction", say.unknownFunction(shorten(token.text), nearest), token);
  }
}
