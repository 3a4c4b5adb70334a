import { type ASTNode, type DocumentNode, type GraphQLError, Kind, print } from "graphql";

/** The way to a node as the service writes it: `["query Name", "products", "nodes"]`. */
export const pathTo = (document: DocumentNode, target: ASTNode | undefined): readonly (string | number)[] => {
  if (!target?.loc) return [];
  const { start, end } = target.loc;
  const path: (string | number)[] = [];
  const descend = (node: ASTNode): void => {
    const label = labelOf(node);
    if (label !== undefined) path.push(label);
    for (const value of Object.values(node)) {
      const children: readonly unknown[] = Array.isArray(value) ? value : [value];
      for (const [index, child] of children.entries()) {
        if (!isNode(child) || !child.loc || child.loc.start > start || child.loc.end < end) continue;
        if (node.kind === Kind.LIST) path.push(index);
        descend(child);
        return;
      }
    }
  };
  const definition = document.definitions.find(({ loc }) => loc && loc.start <= start && loc.end >= end);
  if (definition) descend(definition);
  return path;
};

const isNode = (value: unknown): value is ASTNode => typeof value === "object" && value !== null && "kind" in value;

const labelOf = (node: ASTNode): string | undefined => {
  switch (node.kind) {
    case Kind.OPERATION_DEFINITION:
      return node.name ? `${node.operation} ${node.name.value}` : node.operation;
    case Kind.FRAGMENT_DEFINITION:
      return `fragment ${node.name.value}`;
    case Kind.FIELD:
      return node.alias?.value ?? node.name.value;
    case Kind.ARGUMENT:
    case Kind.OBJECT_FIELD:
      return node.name.value;
    case Kind.INLINE_FRAGMENT:
      return node.typeCondition ? `... on ${node.typeCondition.name.value}` : "...";
    default:
      return undefined;
  }
};

const quoted = (message: string): readonly string[] => [...message.matchAll(/"([^"]*)"/g)].map(([, text = ""]) => text);

/** A finding of the validator in the service's words. */
export const toServiceError = (code: string, error: GraphQLError, path: readonly (string | number)[]): object => {
  const locations = error.locations?.slice(0, 1);
  const [first = "", given = ""] = quoted(error.message);
  const second = code === "selectionMismatch" ? given.replaceAll(/[[\]!]/g, "") : given;
  const answer = (message: string, details: Readonly<Record<string, unknown>> = {}, as = code) => ({
    message,
    locations,
    path,
    extensions: { code: as, ...details },
  });
  if (error.extensions.code) return { message: error.message, locations, path, extensions: error.extensions };
  switch (code) {
    case "undefinedField":
      return answer(`Field '${first}' doesn't exist on type '${second}'`, { typeName: second, fieldName: first });
    case "argumentNotAccepted": {
      const field = second.split(".").at(-1) ?? second;
      return answer(`Field '${field}' doesn't accept argument '${first}'`, {
        name: field,
        typeName: "Field",
        argumentName: first,
      });
    }
    case "missingRequiredArguments":
      return answer(`Field '${first}' is missing required arguments: ${second}`, {
        className: "Field",
        name: first,
        arguments: second,
      });
    case "variableNotUsed":
      return answer(`Variable ${first} is declared by ${second || "anonymous query"} but not used`, {
        variableName: first.slice(1),
      });
    case "undefinedDirective": {
      const directive = first.replace(/^@/, "");
      if (/may not be used/.test(error.message))
        return answer(
          `'@${directive}' can't be applied to ${(/not be used on (\w+)/.exec(error.message)?.[1] ?? second).toLowerCase().replaceAll("_", " ")}`,
          { directiveName: directive },
          "directiveCannotBeApplied",
        );
      return answer(`Directive @${directive} is not defined`, { directiveName: directive });
    }
    case "selectionMismatch":
      return /must not have a selection/.test(error.message)
        ? answer(`Selections can't be made on scalars (field '${first}' returns ${second} but has selections)`, {
            nodeName: `field '${first}'`,
            typeName: second,
          })
        : answer(
            `Field must have selections (field '${first}' returns ${second} but has no selections. Did you mean '${first} { ... }'?)`,
            { nodeName: `field '${first}'`, typeName: second },
          );
    case "argumentLiteralsIncompatible":
      return literalError(error, path, answer);
    default:
      return answer(error.message);
  }
};

type Answer = (message: string, details?: Readonly<Record<string, unknown>>, as?: string) => object;

const literalError = (error: GraphQLError, path: readonly (string | number)[], answer: Answer): object => {
  const [required] = /^Field "[^"]+" of required type/.exec(error.message) ?? [];
  const [owner = "", type = ""] = quoted(error.message);
  if (required) {
    const [inputType = "", field = ""] = owner.split(".");
    return answer(
      `Argument '${field}' on InputObject '${inputType}' is required. Expected type ${type}`,
      { argumentName: field, argumentType: type, inputObjectType: inputType },
      "missingRequiredInputObjectAttribute",
    );
  }
  if (/is not defined by type/.test(error.message))
    return answer(
      `InputObject '${type}' doesn't accept argument '${owner}'`,
      { name: type, typeName: "InputObject", argumentName: owner },
      "argumentNotAccepted",
    );
  const [node] = error.nodes ?? [];
  const argument = String(path.at(-1) ?? "");
  const expected =
    /type "([^"]+)"/.exec(error.message)?.[1] ??
    /"([^"]+)" enum/.exec(error.message)?.[1] ??
    /^(\w+) cannot/.exec(error.message)?.[1] ??
    "";
  return answer(
    `Argument '${argument}' on Field '${String(path.at(-2) ?? "")}' has an invalid value (${node ? print(node) : ""}). Expected type '${expected}'.`,
    { typeName: "Field", argumentName: argument },
  );
};
