import { backwardAll, forwardAll, spreadAll } from "./across.ts";
import * as delays from "./delays.ts";
import * as elementwise from "./elementwise.ts";
import type { Expr } from "./expr.ts";
import { BINARY_ADJOINTS, DIVIDE_ADJOINTS, UNARY_ADJOINTS } from "./adjoints.ts";
import { BINARY, divideOrError, divideOrZero, UNARY } from "./kernels.ts";
import { Op } from "./op.ts";
import type { Machine, RowLike } from "./op.ts";
import * as sums from "./sums.ts";
import type { ChannelId, RowId } from "../plan/ids.ts";

/** What names in formulas stand for while they are compiled. */
export interface Scope {
  readonly machine: Machine;
  /** Nothing for a row that is not there: it reads as an error. */
  readonly rowOf: (row: RowId) => RowLike | undefined;
  readonly channelIndex: ReadonlyMap<ChannelId, number>;
  /** One value a column, from −H on. */
  readonly calendar: Readonly<Record<"period" | "month" | "days", Float64Array>>;
}

/**
 * Compiles a formula to its program, in the lines of a plan-wide row (`wide`) or of channels. Registers are
 * numbered from 0 in every program: programs run one after the other and share them.
 */
export function compile(expr: Expr, wide: boolean, scope: Scope): Op {
  return new Compiler(scope).compile(expr, wide);
}

/** Compiles formulas that are run over the same rectangle and then used together: no register is shared. */
export function compileTogether(exprs: readonly Expr[], wide: boolean, scope: Scope): Op[] {
  const compiler = new Compiler(scope);
  return exprs.map((expr) => compiler.compile(expr, wide));
}

/**
 * Operations of one program at most. Formulas share parts (`SHARE(x)` is x ÷ ALL(x)), programs do not: a
 * formula that doubles itself over and over is an error, not an end of memory. [EV12]
 */
const MOST_OPERATIONS = 20_000;

class Compiler {
  private readonly scope: Scope;
  private slots = 0;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  compile(expr: Expr, wide: boolean): Op {
    const op = new Op(this.scope.machine, this.slots++);
    if (this.slots > MOST_OPERATIONS) return constant(op, NaN);
    switch (expr.op) {
      case "const":
        return constant(op, expr.value);
      case "row":
        return this.readRow(op, expr.row, wide);
      case "unary":
        op.a = this.compile(expr.arg, wide);
        op.unary = UNARY[expr.fn];
        op.adjoint = UNARY_ADJOINTS[expr.fn] ?? null;
        return made(op, elementwise.forwardUnary, elementwise.backwardUnary, elementwise.spreadUnary);
      case "binary":
        op.a = this.compile(expr.left, wide);
        op.b = this.compile(expr.right, wide);
        op.binary = BINARY[expr.fn];
        op.adjoints = BINARY_ADJOINTS[expr.fn] ?? null;
        return made(op, elementwise.forwardBinary, elementwise.backwardBinary, elementwise.spreadBinary);
      case "divide":
        op.a = this.compile(expr.left, wide);
        op.b = this.compile(expr.right, wide);
        op.binary = expr.zero ? divideOrZero : divideOrError;
        op.adjoints = DIVIDE_ADJOINTS;
        return made(op, elementwise.forwardBinary, elementwise.backwardBinary, elementwise.spreadBinary);
      case "round":
        op.a = this.compile(expr.arg, wide);
        op.b = this.compile(expr.digits, wide);
        return made(op, elementwise.forwardRound(expr.mode), null, elementwise.spreadOperands);
      case "if":
        op.a = this.compile(expr.test, wide);
        op.b = this.compile(expr.then, wide);
        op.c = this.compile(expr.otherwise, wide);
        return made(op, elementwise.forwardIf, elementwise.backwardIf, elementwise.spreadOperands);
      case "iferror":
        op.a = this.compile(expr.arg, wide);
        op.b = this.compile(expr.otherwise, wide);
        return made(op, elementwise.forwardIfError, elementwise.backwardIfError, elementwise.spreadOperands);
      case "choose":
        op.a = this.compile(expr.index, wide);
        op.list = expr.options.map((option) => this.compile(option, wide));
        return made(op, elementwise.forwardChoose, elementwise.backwardChoose, elementwise.spreadOperands);
      case "bymonth":
        op.list = expr.options.map((option) => this.compile(option, wide));
        op.numbers = this.scope.calendar.month;
        return made(op, elementwise.forwardByMonth, elementwise.backwardByMonth, elementwise.spreadOperands);
      case "saturate":
        op.a = this.compile(expr.arg, wide);
        op.b = this.compile(expr.cap, wide);
        op.c = this.compile(expr.half, wide);
        op.d = this.compile(expr.shape, wide);
        return made(
          op,
          elementwise.forwardSaturate,
          elementwise.backwardSaturate,
          elementwise.spreadOperands,
        );
      case "prev":
        op.a = this.compile(expr.arg, wide);
        op.b = this.compile(expr.start, wide);
        op.n = expr.n;
        return made(op, delays.forwardPrev, delays.backwardPrev, delays.spreadPrev);
      case "lag":
        return this.spreadOver(op, expr.arg, expr.weights, wide);
      case "cohort":
        op.a = this.compile(expr.arg, wide);
        op.list = expr.rates.map((rate) => this.compile(rate, wide));
        return made(op, sums.forwardCohort, sums.backwardCohort, sums.spreadCohort);
      case "cum":
        op.a = this.compile(expr.arg, wide);
        op.n = expr.window ?? 0;
        return made(op, sums.forwardCum, sums.backwardCum, sums.spreadCum);
      case "total":
        op.a = this.compile(expr.arg, wide);
        op.flag = expr.last;
        return made(op, sums.forwardTotal, sums.backwardTotal, sums.spreadTotal);
      case "all":
        op.a = this.compile(expr.arg, false);
        op.spans = spansOf(expr.channels, this.scope.channelIndex);
        return made(op, forwardAll, backwardAll, spreadAll);
      case "calendar":
        op.numbers = this.scope.calendar[expr.of];
        return made(op, elementwise.forwardCalendar, null, null);
      case "channel":
        if (wide) return constant(op, 0);
        op.n = this.scope.channelIndex.get(expr.channel) ?? -1;
        return made(op, elementwise.forwardChannel, null, null);
    }
  }

  private readRow(op: Op, id: RowId, wide: boolean): Op {
    const row = this.scope.rowOf(id);
    if (row === undefined) return constant(op, NaN);
    if (wide && !row.wide) throw new Error(`A plan-wide formula reads the channels of ${id} without a sum`);
    op.row = row;
    made(op, elementwise.forwardRow, elementwise.backwardRow, elementwise.spreadRow);
    op.inert = false;
    return op;
  }

  private spreadOver(op: Op, arg: Expr, weights: readonly Expr[], wide: boolean): Op {
    op.a = this.compile(arg, wide);
    const literals = weights.map((weight) => (weight.op === "const" ? weight.value : NaN));
    op.n = firstAge(weights);
    // A literal weight that is no number is an error of its own: it is shared out like a row's.
    if (literals.some((weight) => Number.isNaN(weight))) {
      op.list = weights.map((weight) => this.compile(weight, wide));
    } else {
      op.numbers = delays.sharesOf(literals);
    }
    return made(op, delays.forwardLag, delays.backwardLag, delays.spreadLag);
  }
}

/** The first age that can bring anything: leading weights that are a literal 0 are not even read. [EV3] */
function firstAge(weights: readonly Expr[]): number {
  const first = weights.findIndex((weight) => weight.op !== "const" || weight.value !== 0);
  return Math.max(0, first);
}

function made(
  op: Op,
  forward: Op["forward"],
  backward: Op["backward"] | null,
  spread: Op["spread"] | null,
): Op {
  op.forward = forward;
  if (backward !== null) op.backward = backward;
  if (spread !== null) op.spread = spread;
  const operands = [op.a, op.b, op.c, op.d, ...op.list].filter((operand) => operand !== op);
  op.inert = backward === null || operands.every((operand) => operand.inert);
  op.shallow = operands.every((operand) => operand.row !== null || operand.inert);
  return op;
}

function constant(op: Op, value: number): Op {
  op.value = value;
  return made(op, elementwise.forwardConst, null, null);
}

/** Channels as runs of neighbouring lines, in the order in which they are named. */
function spansOf(channels: readonly ChannelId[], indexOf: ReadonlyMap<ChannelId, number>): Int32Array {
  const spans: number[] = [];
  for (const channel of channels) {
    const line = indexOf.get(channel);
    if (line === undefined) continue;
    if (spans.at(-1) === line) spans[spans.length - 1] = line + 1;
    else spans.push(line, line + 1);
  }
  return Int32Array.from(spans);
}
