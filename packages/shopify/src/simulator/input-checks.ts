import {
  coerceInputValue,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  print,
  typeFromAST,
} from "graphql";
import { parseGid } from "./gid.js";

interface Problem {
  readonly path: readonly (string | number)[];
  readonly explanation: string;
  readonly message?: string;
}

/** What is wrong with a request's variables, in the service's words; empty when they fit. */
export const checkVariables = (
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): readonly object[] => {
  const errors: object[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type) as GraphQLInputType | undefined;
    if (!type) continue;
    const given = variables[name];
    if (given === undefined && definition.defaultValue) continue;
    if (given === undefined && !isNonNullType(type)) continue;
    const problems = problemsWith(schema, given ?? null, type);
    const { loc } = definition;
    if (problems.length > 0) {
      errors.push({
        message: `Variable $${name} of type ${print(definition.type)} was provided invalid value${summary(problems)}`,
        locations: loc ? [{ line: loc.startToken.line, column: loc.startToken.column }] : [],
        extensions: { code: "INVALID_VARIABLE", value: given ?? null, problems },
      });
    }
    const long = tooLong(given, type, []);
    if (long)
      errors.push({
        message: `The input array size of ${long.size} is greater than the maximum allowed of ${long.most}.`,
        locations: loc ? [{ line: loc.startToken.line, column: loc.startToken.column }] : [],
        path: [rootOf(operation), name, ...long.path],
        extensions: { code: "MAX_INPUT_SIZE_EXCEEDED" },
      });
  }
  return errors;
};

const rootOf = ({ selectionSet: { selections } }: OperationDefinitionNode): string => {
  const [first] = selections;
  return first?.kind === "Field" ? first.name.value : "";
};

const summary = (problems: readonly Problem[]): string => {
  const told = problems
    .filter(({ path }) => path.length > 0)
    .map(({ path, explanation }) => `${path.join(".")} (${explanation})`);
  return told.length > 0 ? ` for ${told.join(", ")}` : "";
};

const problemsWith = (schema: GraphQLSchema, value: unknown, type: GraphQLInputType): readonly Problem[] => {
  const problems: Problem[] = [];
  if (value === null && isNonNullType(type)) return [{ path: [], explanation: "Expected value to not be null" }];
  coerceInputValue(value, type, (path, invalid, error) =>
    problems.push(toProblem(schema, path, invalid, error.message)),
  );
  return [...problems, ...badIds(value, type, [])];
};

const enumValues = (schema: GraphQLSchema, name: string): string => {
  const type = schema.getType(name);
  return isEnumType(type)
    ? type
        .getValues()
        .map((value) => value.name)
        .join(", ")
    : "";
};

const toProblem = (
  schema: GraphQLSchema,
  path: readonly (string | number)[],
  invalid: unknown,
  message: string,
): Problem => {
  const [, unknownField, owner] = /^Field "([^"]+)" is not defined by type "([^"]+)"/.exec(message) ?? [];
  if (unknownField) return { path: [...path, unknownField], explanation: `Field is not defined on ${owner}` };
  const [, requiredField] = /^Field "([^"]+)" of required type/.exec(message) ?? [];
  if (requiredField) return { path: [...path, requiredField], explanation: "Expected value to not be null" };
  if (/not to be null/.test(message)) return { path, explanation: "Expected value to not be null" };
  const [, enumName] = /does not exist in "([^"]+)" enum/.exec(message) ?? [];
  if (enumName)
    return { path, explanation: `Expected "${String(invalid)}" to be one of: ${enumValues(schema, enumName)}` };
  const [, oneOf] = /Exactly one key must be specified for OneOf type "([^"]+)"/.exec(message) ?? [];
  if (oneOf)
    return {
      path,
      explanation: `'${oneOf}' requires exactly one argument, but ${Object.keys(Object(invalid)).length} were provided.`,
    };
  return {
    path,
    explanation: `Could not coerce value ${JSON.stringify(invalid)} to ${/^(\w+) cannot/.exec(message)?.[1] ?? "the expected type"}`,
  };
};

const badIds = (value: unknown, type: GraphQLInputType, path: readonly (string | number)[]): readonly Problem[] => {
  if (value === null || value === undefined) return [];
  if (isNonNullType(type)) return badIds(value, type.ofType, path);
  if (isListType(type))
    return (Array.isArray(value) ? value : [value]).flatMap((each, index) =>
      badIds(each, type.ofType, [...path, index]),
    );
  if (isInputObjectType(type))
    return typeof value === "object"
      ? Object.entries(type.getFields()).flatMap(([name, field]) =>
          badIds((value as Record<string, unknown>)[name], field.type, [...path, name]),
        )
      : [];
  if (type.name !== "ID" || typeof value !== "string" || parseGid(value)) return [];
  const explanation = `Invalid global id '${value}'`;
  return [{ path, explanation, message: explanation }];
};

/** Lists may have 250 entries; variants of `productSet` 2,048. */
const tooLong = (
  value: unknown,
  type: GraphQLInputType,
  path: readonly (string | number)[],
): { readonly size: number; readonly most: number; readonly path: readonly (string | number)[] } | undefined => {
  if (value === null || typeof value !== "object") return undefined;
  if (isNonNullType(type)) return tooLong(value, type.ofType, path);
  if (isListType(type)) {
    if (!Array.isArray(value)) return undefined;
    const most = String(type.ofType).startsWith("ProductVariantSetInput") ? 2048 : 250;
    if (value.length > most) return { size: value.length, most, path };
    for (const [index, each] of value.entries()) {
      const found = tooLong(each, type.ofType, [...path, index]);
      if (found) return found;
    }
    return undefined;
  }
  if (!isInputObjectType(type)) return undefined;
  for (const [name, field] of Object.entries(type.getFields())) {
    const found = tooLong((value as Record<string, unknown>)[name], field.type, [...path, name]);
    if (found) return found;
  }
  return undefined;
};
