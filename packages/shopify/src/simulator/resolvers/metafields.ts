import { createHash } from "node:crypto";
import { GraphQLError } from "graphql";
import type { Context } from "../context.js";
import { numericId, parseGid } from "../gid.js";
import { type PageArguments, toConnection } from "../paging.js";
import type { Metafield } from "../records.js";
import { indexed, type Store, type Tables } from "../state.js";
import { type Fields, legacyId, type UserError, userError } from "./fields.js";

/** What `namespace` is when a caller leaves it out. */
const defaultNamespace = "app--nordlicht";

/** Metafields of an owner. */
export const metafieldsOf = (store: Store, ownerId: string): readonly Metafield[] =>
  store.metafieldsByOwner.get(ownerId) ?? [];

/** For search: `namespace.key=value`. */
export const metafieldTerms = (store: Store, ownerId: string): readonly string[] =>
  metafieldsOf(store, ownerId).map(({ namespace, key, value }) => `${namespace}.${key}=${value}`);

/** Changes with the value; a writer may state the one it knows. */
export const digestOf = ({ type, value }: Pick<Metafield, "type" | "value">): string =>
  createHash("sha256").update(`${type}\n${value}`).digest("hex");

/** `metafield` and `metafields` of every owner. */
export const metafieldFields = {
  metafield: (
    { id }: { readonly id: string },
    { namespace = defaultNamespace, key }: { namespace?: string; key: string },
    { store }: Context,
  ) => metafieldsOf(store, id).find((field) => field.namespace === namespace && field.key === key),
  metafields: (
    { id }: { readonly id: string },
    args: PageArguments & { namespace?: string | null; keys?: readonly string[] | null },
    { store }: Context,
  ) => {
    const rows = metafieldsOf(store, id).filter(
      (field) =>
        (args.namespace == null || field.namespace === args.namespace) &&
        (args.keys == null ||
          args.keys.includes(`${field.namespace}.${field.key}`) ||
          (args.namespace != null && args.keys.includes(field.key))),
    );
    return toConnection(args.reverse ? rows.toReversed() : rows, args);
  },
};

interface CustomId {
  readonly namespace?: string | null;
  readonly key: string;
  readonly value: string;
}

/** The owner that a metafield of type `id` names. */
export const findByCustomId = (store: Store, { namespace, key, value }: CustomId): string | undefined => {
  const sameKey = [...store.Metafield.values()].filter(
    (field) => field.key === key && field.namespace === (namespace ?? defaultNamespace) && field.type === "id",
  );
  if (sameKey.length === 0)
    throw new GraphQLError("Metafield definition of type 'id' is required when using custom ids.", {
      extensions: { code: "NOT_FOUND" },
    });
  return sameKey.find((field) => field.value === value)?.ownerId;
};

interface MetafieldInput {
  readonly id?: string | null;
  readonly namespace?: string | null;
  readonly key?: string | null;
  readonly type?: string | null;
  readonly value?: string | null;
}

/** Writes a metafield; a value that is the same leaves it untouched. */
export const writeMetafield = (
  store: Store,
  ownerId: string,
  { namespace, key, type, value }: MetafieldInput,
): Metafield => {
  const existing = metafieldsOf(store, ownerId).find(
    (field) => field.namespace === (namespace ?? defaultNamespace) && field.key === key,
  );
  if (existing) {
    if (existing.value !== value) {
      existing.value = value ?? "";
      existing.updatedAt = store.clock.now();
    }
    return existing;
  }
  const created: Metafield = {
    ...store.mint("Metafield"),
    ownerId,
    namespace: namespace ?? defaultNamespace,
    key: key ?? "",
    type: type ?? "single_line_text_field",
    value: value ?? "",
  };
  store.Metafield.set(created.id, created);
  indexed(store.metafieldsByOwner, ownerId, created);
  return created;
};

/** The thing a gid names, of any kind that is kept by itself. */
export const findByGid = (
  store: Store,
  gid: string,
): { readonly __typename: string; readonly id: string } | undefined => {
  const type = parseGid(gid)?.type ?? "";
  const table: unknown = Object.hasOwn(store, type) ? store[type as keyof Tables] : undefined;
  return table instanceof Map ? table.get(gid) : undefined;
};

/** Whether something with this id can carry metafields. */
export const ownerExists = (store: Store, gid: string): boolean =>
  parseGid(gid)?.type === "Shop" || findByGid(store, gid) !== undefined;

const jsonTypes = /^(list\.|json$|rich_text_field$|money$|rating$|dimension$|weight$|volume$|link$)/;
const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const problemWithValue = (type: string, value: string): string | undefined => {
  if (value === "") return "Value can't be blank.";
  if (type === "number_integer" && !/^-?\d+$/.test(value)) return "Value must be an integer.";
  if (type === "number_decimal" && !Number.isFinite(Number(value))) return "Value must be a decimal.";
  if (type === "boolean" && !/^(true|false)$/.test(value)) return "Value must be true or false.";
  if (jsonTypes.test(type) && !isJson(value)) return "Value is invalid JSON.";
  return undefined;
};

const toJsonValue = ({ type, value }: Metafield): unknown => {
  if (type === "number_integer") return Number(value);
  if (type === "boolean") return value === "true";
  return jsonTypes.test(type) && isJson(value) ? JSON.parse(value) : value;
};

interface SetInput extends MetafieldInput {
  readonly ownerId: string;
  readonly key: string;
  readonly value: string;
  readonly compareDigest?: string | null;
}

const problemWith = (store: Store, input: SetInput, index: number): UserError | undefined => {
  const at = (...path: string[]) => ["metafields", String(index), ...path];
  if (!ownerExists(store, input.ownerId)) return userError(at("ownerId"), "Owner does not exist.", "INVALID_VALUE");
  const existing = metafieldsOf(store, input.ownerId).find(
    ({ namespace, key }) => namespace === (input.namespace ?? defaultNamespace) && key === input.key,
  );
  if (!existing && !input.type) return userError(at("type"), "Type can't be blank", "BLANK");
  if (existing && input.type && input.type !== existing.type)
    return userError(at("type"), `Type must be the same as the metafield's type: ${existing.type}`, "INVALID_TYPE");
  const valueProblem = problemWithValue(existing?.type ?? input.type ?? "", input.value);
  if (valueProblem) return userError(at("value"), valueProblem, "INVALID_VALUE");
  if ("compareDigest" in input && existing?.value !== input.value) {
    const current = existing ? digestOf(existing) : null;
    if (input.compareDigest !== current)
      return userError(
        at(),
        "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.",
        "STALE_OBJECT",
      );
  }
  return undefined;
};

const metafieldsSet = (_: unknown, { metafields }: { metafields: readonly SetInput[] }, { store }: Context) => {
  if (metafields.length > 25)
    return {
      metafields: [],
      userErrors: [
        userError(["metafields"], "Exceeded the maximum metafields input limit of 25.", "LESS_THAN_OR_EQUAL_TO"),
      ],
    };
  const userErrors = metafields.flatMap((input, index) => problemWith(store, input, index) ?? []);
  if (userErrors.length > 0) return { metafields: [], userErrors };
  return { metafields: metafields.map((input) => writeMetafield(store, input.ownerId, input)), userErrors };
};

const metafieldsDelete = (
  _: unknown,
  { metafields }: { metafields: readonly { ownerId: string; namespace: string; key: string }[] },
  { store }: Context,
) => ({
  deletedMetafields: metafields.map(({ ownerId, namespace, key }) => {
    const found = metafieldsOf(store, ownerId).find((field) => field.namespace === namespace && field.key === key);
    if (!found) return null;
    store.Metafield.delete(found.id);
    store.metafieldsByOwner.set(
      ownerId,
      metafieldsOf(store, ownerId).filter((field) => field !== found),
    );
    return { ownerId, namespace, key };
  }),
  userErrors: [],
});

const metafield: Fields<Metafield> = {
  ...legacyId,
  jsonValue: (source) => toJsonValue(source),
  compareDigest: (source) => digestOf(source),
  sizeInBytes: ({ value }) => Buffer.byteLength(value),
  ownerType: ({ ownerId }) =>
    ({ ProductVariant: "PRODUCTVARIANT", DraftOrder: "DRAFTORDER" })[parseGid(ownerId)?.type ?? ""] ??
    parseGid(ownerId)?.type.toUpperCase(),
  owner: ({ ownerId }, _, { store }) => findByGid(store, ownerId) ?? { __typename: "Shop", id: ownerId },
  legacyResourceId: ({ id }) => numericId(id),
  definition: () => null,
};

/** Metafields of every owner. */
export const metafieldResolvers = {
  Metafield: metafield,
  Mutation: { metafieldsSet, metafieldsDelete } as Fields<unknown>,
  QueryRoot: {
    metafieldDefinitions: (_: unknown, args: PageArguments) => toConnection([], args),
    metafieldDefinition: () => null,
  } as Fields<unknown>,
};
