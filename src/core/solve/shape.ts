import type { BinaryFn, UnaryFn } from "../engine/expr.ts";

/**
 * What can be said of y(k), a quantity as its lever is turned, from formulas and signs alone. [SO3]
 *
 * degree     0 does not depend on k, 1 is a straight line in k, 2 may be anything
 * direction  `level` constant, `up` never falls, `down` never rises, `mixed` not known
 * positive   never below 0
 *
 * These are lattices: rows in a legal cycle begin at the most that could be said and are taken back until
 * nothing changes any more.
 */
export interface Shape {
  readonly degree: 0 | 1 | 2;
  readonly direction: Direction;
  readonly positive: boolean;
}

export type Direction = "level" | "up" | "down" | "mixed";

export const LEVEL: Shape = { degree: 0, direction: "level", positive: true };

function join(a: Direction, b: Direction): Direction {
  if (a === "level") return b;
  return b === "level" || a === b ? a : "mixed";
}

function flip(a: Direction): Direction {
  return a === "up" ? "down" : a === "down" ? "up" : a;
}

function worse(a: 0 | 1 | 2, b: 0 | 1 | 2): 0 | 1 | 2 {
  return a > b ? a : b;
}

/** Degree of anything that keeps no straight line straight. */
export function bent(...parts: readonly Shape[]): 0 | 2 {
  return parts.every((part) => part.degree === 0) ? 0 : 2;
}

export function isSameShape(a: Shape, b: Shape | undefined): boolean {
  return a.degree === b?.degree && a.direction === b.direction && a.positive === b.positive;
}

/** Of cells that follow one shape or the other. */
export function either(a: Shape, b: Shape): Shape {
  return {
    degree: worse(a.degree, b.degree),
    direction: join(a.direction, b.direction),
    positive: a.positive && b.positive,
  };
}

export function mixedUnlessLevel(parts: readonly Shape[]): Shape {
  const degree = bent(...parts);
  return {
    degree,
    direction: degree === 0 ? "level" : "mixed",
    positive: parts.every((part) => part.positive),
  };
}

export function choice(test: Shape, options: readonly Shape[]): Shape {
  return test.degree === 0 ? options.reduce(either, LEVEL) : mixedUnlessLevel([...options, test]);
}

export function multiply(a: Shape, b: Shape): Shape {
  const degree = a.degree + b.degree;
  let direction: Direction = "mixed";
  if (degree === 0) direction = "level";
  else if (a.positive && b.positive) direction = join(a.direction, b.direction);
  else if (a.degree === 0 && a.positive) direction = b.direction;
  else if (b.degree === 0 && b.positive) direction = a.direction;
  return { degree: degree === 0 ? 0 : degree === 1 ? 1 : 2, direction, positive: a.positive && b.positive };
}

export function divide(a: Shape, b: Shape): Shape {
  const degree = b.degree === 0 ? a.degree : 2;
  let direction: Direction = "mixed";
  if (a.degree === 0 && b.degree === 0) direction = "level";
  else if (b.positive && (a.positive || b.degree === 0)) direction = join(a.direction, flip(b.direction));
  return { degree, direction, positive: a.positive && b.positive };
}

export function weighted(arg: Shape, weights: readonly Shape[]): Shape {
  return weights.map((weight) => multiply(arg, weight)).reduce(either, LEVEL);
}

/** Of a lag: shares of the weights' sum, so that a weight which moves bends the line. */
export function spread(arg: Shape, weights: readonly Shape[]): Shape {
  const isFixed = weights.every((weight) => weight.degree === 0);
  return isFixed ? weighted(arg, weights) : mixedUnlessLevel([arg, ...weights]);
}

/** Hill's curve rises with x and with the cap, falls with the half; what the shape does depends on x. */
export function saturate(x: Shape, cap: Shape, half: Shape, shape: Shape): Shape {
  const known = x.positive && cap.positive && half.positive && shape.degree === 0 && shape.positive;
  const direction = known ? join(join(x.direction, cap.direction), flip(half.direction)) : "mixed";
  const degree = x.degree === 0 && half.degree === 0 && shape.degree === 0 ? cap.degree : 2;
  return { degree, direction: degree === 0 ? "level" : direction, positive: cap.positive };
}

export function unary(fn: UnaryFn, arg: Shape): Shape {
  switch (fn) {
    case "negate":
      return { degree: arg.degree, direction: flip(arg.direction), positive: false };
    case "abs":
      return arg.positive ? arg : { ...mixedUnlessLevel([arg]), positive: true };
    case "exp":
      return { degree: bent(arg), direction: arg.direction, positive: true };
    case "sqrt":
    case "int":
      return { degree: bent(arg), direction: arg.direction, positive: arg.positive };
    case "ln":
    case "log10":
      return { degree: bent(arg), direction: arg.direction, positive: false };
    case "not":
      return { degree: bent(arg), direction: flip(arg.direction), positive: true };
  }
}

export function binary(fn: BinaryFn, a: Shape, b: Shape): Shape {
  switch (fn) {
    case "add":
      return either(a, b);
    case "subtract":
      return {
        degree: worse(a.degree, b.degree),
        direction: join(a.direction, flip(b.direction)),
        positive: false,
      };
    case "multiply":
      return multiply(a, b);
    case "min":
    case "and":
      return { ...either(a, b), degree: bent(a, b) };
    case "max":
    case "or":
      return { ...either(a, b), degree: bent(a, b), positive: a.positive || b.positive };
    case "gt":
    case "ge":
      return { degree: bent(a, b), direction: join(a.direction, flip(b.direction)), positive: true };
    case "lt":
    case "le":
      return { degree: bent(a, b), direction: join(flip(a.direction), b.direction), positive: true };
    case "power": {
      const direction = a.positive && b.degree === 0 && b.positive ? a.direction : "mixed";
      const degree = bent(a, b);
      return { degree, direction: degree === 0 ? "level" : direction, positive: a.positive };
    }
    case "mod":
    case "eq":
    case "ne":
      return { ...mixedUnlessLevel([a, b]), positive: fn !== "mod" || b.positive };
  }
}
