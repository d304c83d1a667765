import type { Quantity } from "../engine/quantity.ts";
import type { RowId } from "../plan/ids.ts";
import { rowsInOrder } from "../plan/plan.ts";
import { joinToEnds } from "./ends.ts";
import type { NoExplanation } from "./explanation.ts";
import type { NoIntegral } from "./stop.ts";
import { Path } from "./path.ts";
import { refuse } from "./refuse.ts";
import type { Side, Union } from "./union.ts";

/**
 * What stands in the way of integrating: a divisor that goes through 0, else the first row, in the order of the
 * screen, that is an error there. Found by walking the path once more, so that the walk itself need not look.
 */
export function whatStopped(error: NoIntegral, a: Side, b: Side, union: Union, q: Quantity): NoExplanation {
  const path = new Path(joinToEnds(a, b, union), null, q, [], "straight", true);
  const divisor = findDivisor(path);
  if (divisor !== null) return refuse("pole", a.plan, b.plan, { ...q, row: divisor }, q.row);
  if (error.why !== "error") return refuse("unsettled", a.plan, b.plan, q);
  const wrong = rowsInOrder(union.plan).find(
    (row) => path.engine.dependsOn(q.row, row) && hasErrorInside(path, row, error.t),
  );
  return refuse("errorOnTheWay", a.plan, b.plan, { ...q, row: wrong ?? q.row }, q.row);
}

/** A row that divides by something that changes sign on the way: there is a pole. */
function findDivisor(path: Path): RowId | null {
  if (path.switches.length === 0) return null;
  const signatures = Array.from({ length: 33 }, (_, i) => path.signature(i / 32));
  const [first] = signatures;
  if (first === null || first === undefined) return null;
  for (let i = 0; i < first.length; i++) {
    const signs = new Set(signatures.map((signature) => signature?.[i]));
    if (!signs.has(1) || !signs.has(-1)) continue;
    const found = path.marginOf(i)?.switch;
    if (found?.mode === "order" && found.right === null) return found.of;
  }
  return null;
}

function hasError(path: Path, row: RowId): boolean {
  const { engine } = path;
  const lowered = engine.lowered.rows.find((one) => one.row === row);
  return (lowered?.lines ?? []).some(
    ({ line, applies }) =>
      applies &&
      Array.from({ length: engine.periods }, (_, t) => engine.value(row, line, t)).some(Number.isNaN),
  );
}

/** Whether a row has an error at t and none at both ends. */
function hasErrorInside(path: Path, row: RowId, t: number): boolean {
  const errors = [0, 1, t].map((at) => {
    path.stand(at, 1 - at);
    return hasError(path, row);
  });
  return errors[2] === true && !(errors[0] === true && errors[1] === true);
}
