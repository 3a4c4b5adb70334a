import { z } from "zod";
import { invalidInput } from "../schemas/common.js";

const textOperators = {
  exact: "EXACT",
  beginsWith: "BEGINS_WITH",
  endsWith: "ENDS_WITH",
  contains: "CONTAINS",
  matches: "FULL_REGEXP",
  partlyMatches: "PARTIAL_REGEXP",
} as const;
const numberOperators = {
  eq: "EQUAL",
  lt: "LESS_THAN",
  lte: "LESS_THAN_OR_EQUAL",
  gt: "GREATER_THAN",
  gte: "GREATER_THAN_OR_EQUAL",
} as const;

const operators = [
  ...(Object.keys(textOperators) as (keyof typeof textOperators)[]),
  ...(Object.keys(numberOperators) as (keyof typeof numberOperators)[]),
  "in",
  "between",
  "empty",
] as const;

const value = z.union([z.string().max(1_000), z.number()]);

/** One condition on a field. */
export const Condition = z.strictObject({
  field: z.string().min(1).max(200).describe("API name; need not be among the requested fields"),
  op: z
    .enum(operators)
    .default("exact")
    .describe(
      "Text: exact, beginsWith, endsWith, contains, matches (whole RE2), partlyMatches. Numbers: eq, lt, lte, gt, gte, between. in: one of values. empty",
    ),
  value: value.optional().describe("What to compare with; the lower bound of between"),
  to: z.number().optional().describe("Upper bound of between"),
  values: z.array(z.string().max(1_000)).min(1).max(1_000).optional().describe("For in"),
  caseSensitive: z.boolean().optional().describe("Default false"),
  not: z.boolean().optional().describe("True: the opposite"),
});
/** One condition on a field. */
export type Condition = z.infer<typeof Condition>;

/** A condition, or several of which one has to hold. */
export const ConditionGroup = z.union([
  Condition,
  z.strictObject({ anyOf: z.array(Condition).min(1).max(50).describe("At least one has to hold") }),
]);
/** A condition, or several of which one has to hold. */
export type ConditionGroup = z.infer<typeof ConditionGroup>;

/** Conditions that all have to hold. */
export const conditions = (what: string) =>
  z
    .array(ConditionGroup)
    .min(1)
    .max(50)
    .optional()
    .describe(`Conditions on ${what}, all of which have to hold; anyOf groups alternatives`);

/** What an API calls the innermost part of its filters. */
type Leaf = "filter" | "accessFilter" | "funnelFieldFilter";

/** A number, as the API wants it. */
type NumberBody = { readonly int64Value: string } | { readonly doubleValue: number };

/** Reports alone know it: access reports and funnels refuse the name. */
type EmptyTest = { readonly emptyFilter: Readonly<Record<never, never>> };

/** What a field is held against. */
type Test =
  | { readonly inListFilter: { readonly values: readonly string[]; readonly caseSensitive?: boolean } }
  | {
      readonly stringFilter: { readonly matchType: string; readonly value: string; readonly caseSensitive?: boolean };
    }
  | { readonly numericFilter: { readonly operation: string; readonly value: NumberBody } }
  | { readonly betweenFilter: { readonly fromValue: NumberBody; readonly toValue: NumberBody } };

export interface ExpressionList<L extends Leaf> {
  readonly expressions: readonly FilterExpression<L>[];
}

/** A filter, as the API wants it. */
export type FilterExpression<L extends Leaf = "filter"> =
  | { readonly andGroup: ExpressionList<L> }
  | { readonly orGroup: ExpressionList<L> }
  | { readonly notExpression: FilterExpression<L> }
  | { readonly [name in L]: { readonly fieldName: string } & (L extends "filter" ? Test | EmptyTest : Test) };

/**
 * Conditions as the API's filter expression; nothing for none.
 * @throws ConnectorError `INVALID_INPUT` for a condition without what its operator needs.
 */
export const toFilter = <L extends Leaf = "filter">(
  path: string,
  groups: readonly ConditionGroup[] | undefined,
  leaf: L = "filter" as L,
): FilterExpression<L> | undefined => {
  if (!groups?.length) return undefined;
  const expressions = groups.map((group, index) =>
    "anyOf" in group
      ? joined(
          group.anyOf.map((one, at) => toExpression(`${path}.${index}.anyOf.${at}`, one, leaf)),
          (list) => ({ orGroup: list }),
        )
      : toExpression(`${path}.${index}`, group, leaf),
  );
  return joined(expressions, (list) => ({ andGroup: list }));
};

const joined = <L extends Leaf>(
  expressions: readonly FilterExpression<L>[],
  group: (list: ExpressionList<L>) => FilterExpression<L>,
): FilterExpression<L> => {
  const [only, ...others] = expressions;
  return only && others.length === 0 ? only : group({ expressions });
};

const toExpression = <L extends Leaf>(path: string, condition: Condition, leaf: L): FilterExpression<L> => {
  if (condition.op === "empty" && leaf !== "filter")
    throw invalidInput(`${path}.op`, 'empty is known to reports alone; here use in with the values, e.g. "(not set)"');
  const field = { fieldName: condition.field, ...toTest(path, condition) };
  const expression = { [leaf]: field } as unknown as FilterExpression<L>;
  return condition.not ? { notExpression: expression } : expression;
};

const toTest = (path: string, { op, value: given, to, values, caseSensitive }: Condition): Test | EmptyTest => {
  const sensitive = caseSensitive === undefined ? {} : { caseSensitive };
  if (op === "empty") return { emptyFilter: {} };
  if (op === "in") {
    if (!values) throw invalidInput(`${path}.values`, "in needs values");
    return { inListFilter: { values, ...sensitive } };
  }
  if (given === undefined) throw invalidInput(`${path}.value`, `${op} needs a value`);
  if (op in textOperators) {
    const matchType = textOperators[op as keyof typeof textOperators];
    return { stringFilter: { matchType, value: String(given), ...sensitive } };
  }
  if (typeof given !== "number") throw invalidInput(`${path}.value`, `${op} compares numbers`);
  if (op !== "between")
    return {
      numericFilter: { operation: numberOperators[op as keyof typeof numberOperators], value: toNumber(given) },
    };
  if (to === undefined) throw invalidInput(`${path}.to`, "between needs an upper bound");
  return { betweenFilter: { fromValue: toNumber(given), toValue: toNumber(to) } };
};

/** int64 travels as text. */
const toNumber = (given: number): NumberBody =>
  Number.isSafeInteger(given) ? { int64Value: String(given) } : { doubleValue: given };
