import { createHash } from "node:crypto";
import { GraphQLError } from "graphql";
import { isJson, jsonTypes } from "../changes/metafields.js";
import type { Context } from "../context.js";
import { numericId, parseGid } from "../gid.js";
import { type PageArguments, toConnection } from "../paging.js";
import type { Metafield } from "../records/content.js";
import { indexed, type Store, type Tables } from "../state.js";
import { type Fields, legacyId } from "./fields.js";

/** What `namespace` is when a caller leaves it out. */
export const defaultNamespace = "app--nordlicht";

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

/** A metafield as inputs give it. */
export interface MetafieldInput {
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

const toJsonValue = ({ type, value }: Metafield): unknown => {
  if (type === "number_integer") return Number(value);
  if (type === "boolean") return value === "true";
  return jsonTypes.test(type) && isJson(value) ? JSON.parse(value) : value;
};

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
  QueryRoot: {
    metafieldDefinitions: (_: unknown, args: PageArguments) => toConnection([], args),
    metafieldDefinition: () => null,
  } as Fields<unknown>,
};
