import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { createSchema } from "./schema.js";
import { validateDocument } from "./validation.js";

/** A document that was read once, for as often as it is sent. */
export interface PreparedDocument {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Whether it uses something deprecated. */
  readonly isDeprecated: boolean;
}

/** Either the document or what is wrong with it. */
type Prepared =
  | { readonly ok: true; readonly prepared: PreparedDocument }
  | { readonly ok: false; readonly errors: readonly object[] };

/** Reads and checks documents; keeps the most recent 500. */
export interface DocumentReader {
  prepare(version: string, text: string): Prepared;
  schemaOf(version: string): GraphQLSchema;
}

const keptDocuments = 500;

/** A reader without any document yet; a version's schema is built when it is first asked for. */
export const createDocumentReader = (): DocumentReader => {
  const schemas = new Map<string, GraphQLSchema>();
  const known = new Map<string, Prepared>();
  const schemaOf = (version: string): GraphQLSchema => {
    const schema = schemas.get(version) ?? createSchema(version);
    schemas.set(version, schema);
    return schema;
  };
  return {
    schemaOf,
    prepare: (version, text) => {
      const key = `${version}\n${text}`;
      const found = known.get(key);
      if (found) return found;
      const prepared = prepare(schemaOf(version), text);
      const [oldest] = known.keys();
      if (known.size >= keptDocuments && oldest !== undefined) known.delete(oldest);
      known.set(key, prepared);
      return prepared;
    },
  };
};

const prepare = (schema: GraphQLSchema, text: string): Prepared => {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    return { ok: false, errors: [toParseError(error)] };
  }
  const errors = validateDocument(schema, document);
  if (errors.length > 0) return { ok: false, errors };
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return {
    ok: true,
    prepared: {
      schema,
      document,
      operations,
      fragments: new Map(fragments.map((each) => [each.name.value, each])),
      isDeprecated: usesDeprecated(schema, document),
    },
  };
};

const toParseError = (error: unknown): object => {
  if (!(error instanceof GraphQLError)) throw error;
  const [location] = error.locations ?? [];
  const found = /(?:Unexpected|found) (.*?)\.?$/.exec(error.message)?.[1] ?? "input";
  const what = found === "<EOF>" ? "end of file" : found.replace(/^Name /, "");
  return {
    message: `syntax error, unexpected ${what} at [${location?.line ?? 1}, ${location?.column ?? 1}]`,
    locations: error.locations,
    extensions: { code: "PARSE_ERROR" },
  };
};

const usesDeprecated = (schema: GraphQLSchema, document: DocumentNode): boolean => {
  let found = false;
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: () => {
        found ||= info.getFieldDef()?.deprecationReason != null;
      },
      Argument: () => {
        found ||= info.getArgument()?.deprecationReason != null;
      },
    }),
  );
  return found;
};
