import {
  type ASTVisitor,
  type DocumentNode,
  FieldsOnCorrectTypeRule,
  GraphQLError,
  type GraphQLSchema,
  KnownArgumentNamesRule,
  KnownDirectivesRule,
  KnownFragmentNamesRule,
  KnownTypeNamesRule,
  NoFragmentCyclesRule,
  NoUndefinedVariablesRule,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  OverlappingFieldsCanBeMergedRule,
  PossibleFragmentSpreadsRule,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  UniqueArgumentNamesRule,
  UniqueInputFieldNamesRule,
  UniqueOperationNamesRule,
  UniqueVariableNamesRule,
  type ValidationContext,
  type ValidationRule,
  ValuesOfCorrectTypeRule,
  VariablesAreInputTypesRule,
  VariablesInAllowedPositionRule,
  validate,
} from "graphql";
import { parseGid } from "./gid.js";
import { pathTo, toServiceError } from "./validation-errors.js";

/** Literals of type ID that are no global ids. */
const GlobalIdLiteralsRule = (context: ValidationContext): ASTVisitor => ({
  StringValue(node) {
    const type = context.getInputType();
    if (type && String(type).replaceAll(/[[\]!]/g, "") === "ID" && !parseGid(node.value))
      context.reportError(
        new GraphQLError(`Invalid global id '${node.value}'`, {
          nodes: node,
          extensions: { code: "argumentLiteralsIncompatible", typeName: "CoercionError" },
        }),
      );
  },
});

/** Rules with the name that the service gives to what they find. */
const rules: readonly (readonly [code: string, rule: ValidationRule])[] = [
  ["undefinedField", FieldsOnCorrectTypeRule],
  ["argumentNotAccepted", KnownArgumentNamesRule],
  ["missingRequiredArguments", ProvidedRequiredArgumentsRule],
  ["argumentLiteralsIncompatible", ValuesOfCorrectTypeRule],
  ["argumentLiteralsIncompatible", GlobalIdLiteralsRule],
  ["variableNotUsed", NoUnusedVariablesRule],
  ["variableNotDefined", NoUndefinedVariablesRule],
  ["variableRequiresValidType", VariablesAreInputTypesRule],
  ["variableMismatch", VariablesInAllowedPositionRule],
  ["variableNotUnique", UniqueVariableNamesRule],
  ["undefinedDirective", KnownDirectivesRule],
  ["selectionMismatch", ScalarLeafsRule],
  ["undefinedType", KnownTypeNamesRule],
  ["useAndDefineFragment", KnownFragmentNamesRule],
  ["useAndDefineFragment", NoUnusedFragmentsRule],
  ["cannotSpreadFragment", PossibleFragmentSpreadsRule],
  ["infiniteLoop", NoFragmentCyclesRule],
  ["fieldConflict", OverlappingFieldsCanBeMergedRule],
  ["argumentNotUnique", UniqueArgumentNamesRule],
  ["inputFieldNotUnique", UniqueInputFieldNamesRule],
  ["uniquelyNamedOperations", UniqueOperationNamesRule],
];

/** What the service says about a document before running it; empty when it is sound. */
export const validateDocument = (schema: GraphQLSchema, document: DocumentNode): readonly object[] => {
  const found: object[] = [];
  const named = rules.map(
    ([code, rule]): ValidationRule =>
      (context) => {
        const own = Object.create(context) as ValidationContext;
        own.reportError = (error) => found.push(toServiceError(code, error, pathTo(document, error.nodes?.[0])));
        return rule(own);
      },
  );
  validate(schema, document, named);
  return dropRepeats(found);
};

const dropRepeats = (errors: readonly object[]): readonly object[] => [
  ...new Map(errors.map((error) => [JSON.stringify(error), error])).values(),
];
