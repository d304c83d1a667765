import * as v from "valibot";
import { FUNCTION_NAMES, parseAddress, UNITS } from "../core/index.ts";
import type {
  Actual,
  Address,
  CellDetail,
  CellRun,
  CellValue,
  Channel,
  Evidence,
  Formula,
  Goal,
  Lever,
  ParsedAddress,
  PlanSettings,
  Range,
  RecordKind,
  Row,
  ScenarioRecord,
  Section,
  SentenceForms,
  Stage,
  Tree,
} from "../core/index.ts";

/*
 * The form of everything inside a stored plan. Objects are strict: a field that this code does not know is
 * refused rather than dropped at the next save. That each schema names every field of its type, optional ones
 * too, is checked by the compiler (`exactly`).
 */

type KeysOf<T> = T extends unknown ? keyof T : never;

/** A schema of T that also names each optional field of T. */
function exactly<T>() {
  return <S extends v.GenericSchema<unknown, T>>(
    schema: S & (KeysOf<T> extends KeysOf<v.InferOutput<S>> ? unknown : never),
  ): S => schema;
}

const text = v.string();
const maybeText = v.nullable(v.string());
/** Any number: valibot's own refuses NaN, which is how a cell without a value computes. */
const anyNumber = v.custom<number>((input) => typeof input === "number", "A number is expected");
const whole = v.pipe(v.number(), v.safeInteger());

const TreeSchema: v.GenericSchema<unknown, Tree> = v.lazy(() => TreeVariants);

const TreeVariants = v.variant("kind", [
  v.strictObject({ kind: v.literal("number"), value: anyNumber }),
  v.strictObject({ kind: v.literal("percent"), arg: TreeSchema }),
  v.strictObject({ kind: v.literal("truth"), value: v.boolean() }),
  v.strictObject({ kind: v.literal("row"), row: text }),
  v.strictObject({ kind: v.literal("self") }),
  v.strictObject({ kind: v.literal("negate"), arg: TreeSchema }),
  v.strictObject({
    kind: v.literal("binary"),
    op: v.picklist(["+", "-", "*", "/", "^", "=", "<>", "<", "<=", ">", ">="]),
    left: TreeSchema,
    right: TreeSchema,
  }),
  v.strictObject({ kind: v.literal("call"), name: v.picklist(FUNCTION_NAMES), args: v.array(TreeSchema) }),
  v.strictObject({ kind: v.literal("channel"), channel: text }),
]);

const FormulaSchema = exactly<Formula>()(
  v.variant("kind", [
    v.strictObject({ kind: v.literal("tree"), tree: TreeSchema }),
    v.strictObject({ kind: v.literal("text"), text, error: text }),
    v.strictObject({ kind: v.literal("none") }),
    v.strictObject({ kind: v.literal("free") }),
  ]),
);

const RangeSchema = exactly<Range>()(
  v.strictObject({
    shape: v.picklist(["interval", "pert", "normal", "uniform"]),
    low: anyNumber,
    high: anyNumber,
    middle: v.exactOptional(anyNumber),
  }),
);

const EvidenceSchema = exactly<Evidence>()(v.strictObject({ hits: anyNumber, of: anyNumber }));

export const CellDetailSchema = exactly<CellDetail>()(
  v.strictObject({
    value: anyNumber,
    text: v.exactOptional(text),
    range: v.exactOptional(RangeSchema),
    evidence: v.exactOptional(EvidenceSchema),
    formula: v.exactOptional(FormulaSchema),
  }),
);

export const ActualSchema = exactly<Actual>()(v.strictObject({ value: anyNumber, source: text, date: text }));

const CellValueSchema: v.GenericSchema<unknown, CellValue> = v.union([anyNumber, CellDetailSchema]);

const partsSchema = v.array(
  v.union([
    v.strictObject({ text }),
    v.strictObject({ row: text }),
    v.strictObject({ slot: v.picklist(["period", "gap", "lever", "bound", "best", "remedy"]) }),
  ]),
);

const SentenceSchema = exactly<SentenceForms>()(
  v.strictObject({ goal: partsSchema, noGoal: partsSchema, unreachable: partsSchema }),
);

export const SettingsSchema = exactly<PlanSettings>()(
  v.strictObject({
    title: text,
    currency: text,
    locale: text,
    periodLength: v.picklist(["month", "quarter", "week", "year"]),
    start: text,
    periods: whole,
    history: whole,
    seed: anyNumber,
    defaultLever: maybeText,
    sentence: v.nullable(SentenceSchema),
    extra: v.record(text, text),
  }),
);

const SectionSchema = exactly<Section>()(v.strictObject({ name: text, order: text }));
const ChannelSchema = exactly<Channel>()(v.strictObject({ name: text, order: text }));
const ScenarioRecordSchema = exactly<ScenarioRecord>()(v.strictObject({ name: text, order: text }));
const StageSchema = exactly<Stage>()(v.strictObject({ from: maybeText, rate: maybeText }));

const RowSchema = exactly<Row>()(
  v.strictObject({
    name: text,
    shortName: maybeText,
    unit: v.picklist(UNITS),
    per: v.picklist([1, 1000]),
    asPercent: v.boolean(),
    section: maybeText,
    order: text,
    owner: maybeText,
    scope: v.picklist(["channel", "plan"]),
    measure: v.picklist(["auto", "flow", "stock"]),
    totalBy: v.union([
      v.picklist(["auto", "sum", "last", "first", "average", "none"]),
      v.strictObject({ weightedBy: text }),
    ]),
    decimals: v.nullable(whole),
    better: v.nullable(v.picklist(["higher", "lower"])),
    stage: v.nullable(StageSchema),
    limit: maybeText,
    definition: text,
    note: text,
  }),
);

const CellRunSchema = exactly<CellRun>()(v.strictObject({ channel: maybeText, from: text, to: text }));

const LeverSchema = exactly<Lever>()(
  v.strictObject({
    row: text,
    channels: v.nullable(v.array(text)),
    from: text,
    to: text,
    except: v.array(CellRunSchema),
  }),
);

const GoalSchema = exactly<Goal>()(
  v.strictObject({
    row: text,
    channel: maybeText,
    from: text,
    to: text,
    target: anyNumber,
    lever: v.nullable(LeverSchema),
    order: text,
  }),
);

/** The schema of each kind of record in a plan. */
export const RECORD_SCHEMAS = {
  row: RowSchema,
  section: SectionSchema,
  channel: ChannelSchema,
  goal: GoalSchema,
  scenario: ScenarioRecordSchema,
} as const satisfies Record<RecordKind, v.GenericSchema>;

export { FormulaSchema };

/** Numbers in one block: what a run of cells is stored as. */
export const NumbersSchema = v.custom<Float64Array<ArrayBuffer>>(
  (input) => Object.prototype.toString.call(input) === "[object Float64Array]",
  "A block of numbers is expected",
);

/** A run of cells: its numbers (NaN is empty), and the cells that are more than a number by their place. */
export const PackedBlockSchema = v.strictObject({
  values: NumbersSchema,
  details: v.array(v.tuple([whole, CellDetailSchema])),
});

function fieldSchema(entries: object, field: string): v.GenericSchema | undefined {
  // Entries of a strict object's schema are schemas; hasOwn keeps prototypes out.
  return Object.hasOwn(entries, field) ? (entries as Record<string, v.GenericSchema>)[field] : undefined;
}

/** The schema of what may stand at an address; nothing if nothing may. */
function schemaOfParsed(parsed: ParsedAddress): v.GenericSchema | undefined {
  switch (parsed.kind) {
    case "setting":
      return fieldSchema(SettingsSchema.entries, parsed.field);
    case "record":
      return RECORD_SCHEMAS[parsed.record];
    case "field":
      return fieldSchema(RECORD_SCHEMAS[parsed.record].entries, parsed.field);
    case "formula":
      return FormulaSchema;
    case "cell":
      return CellValueSchema;
    case "cells":
      return PackedBlockSchema;
    case "actual":
      return ActualSchema;
    case "difference": {
      const inner = schemaOfAddress(parsed.address);
      return inner === undefined ? undefined : v.strictObject({ is: v.nullable(inner) });
    }
  }
}

const schemasByShape = new Map<string, v.GenericSchema | undefined>();

/** As above, by the address's text. What differs in ids alone shares one schema, made once. */
export function schemaOfAddress(address: Address): v.GenericSchema | undefined {
  const parsed = parseAddress(address);
  if (parsed === undefined) return undefined;
  const shape = shapeOf(parsed);
  if (!schemasByShape.has(shape)) schemasByShape.set(shape, schemaOfParsed(parsed));
  return schemasByShape.get(shape);
}

function shapeOf(parsed: ParsedAddress): string {
  switch (parsed.kind) {
    case "setting":
      return `setting ${parsed.field}`;
    case "record":
      return `record ${parsed.record}`;
    case "field":
      return `field ${parsed.record} ${parsed.field}`;
    case "formula":
    case "cell":
    case "cells":
    case "actual":
      return parsed.kind;
    case "difference": {
      const inner = parseAddress(parsed.address);
      return inner === undefined ? "difference" : `difference ${shapeOf(inner)}`;
    }
  }
}
