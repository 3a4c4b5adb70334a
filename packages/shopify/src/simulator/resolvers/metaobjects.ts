import { type ListArguments, type Listing, textKey, toListing } from "../listing.js";
import { type PageArguments, toConnection } from "../paging.js";
import type { Metaobject, MetaobjectDefinition } from "../records/content.js";
import type { Store } from "../state.js";
import type { Fields } from "./fields.js";

/** The definition of a type. */
export const definitionOf = (store: Store, type: string) =>
  [...store.MetaobjectDefinition.values()].find((each) => each.type === type);

/** As the admin shows an entry: its display field, else its handle. */
export const metaobjectName = (store: Store, { type, handle, values }: Metaobject): string => {
  const key = definitionOf(store, type)?.displayNameKey;
  return (key && values[key]) || handle;
};

const listing = (store: Store): Listing<Metaobject> => ({
  words: ["display_name"],
  search: {
    id: ({ id }) => id,
    handle: ({ handle }) => handle,
    display_name: (entry) => metaobjectName(store, entry),
    updated_at: ({ updatedAt }) => updatedAt,
  },
  sort: {
    updated_at: ({ updatedAt }) => updatedAt,
    display_name: (entry) => textKey(metaobjectName(store, entry)),
    type: ({ type }) => type,
    id: ({ seq }) => seq,
  },
});

const toField = (store: Store, { type, values }: Metaobject, key: string) => {
  const field = definitionOf(store, type)?.fields.find((each) => each.key === key);
  return (
    field && {
      key,
      type: field.type,
      value: values[key] ?? null,
      jsonValue: toJson(field.type, values[key] ?? null),
      definition: toFieldDefinition(field),
    }
  );
};

const toJson = (type: string, value: string | null): unknown => {
  if (value === null) return null;
  if (type === "number_integer" || type === "number_decimal") return Number(value);
  if (type === "boolean") return value === "true";
  return value;
};

const toFieldDefinition = ({ key, name, type, required }: MetaobjectDefinition["fields"][number]) => ({
  key,
  name,
  description: null,
  required,
  type: { name: type, category: type.startsWith("number") ? "NUMBER" : "TEXT" },
});

const metaobject: Fields<Metaobject> = {
  displayName: (source, _, { store }) => metaobjectName(store, source),
  fields: (source, _, { store }) =>
    definitionOf(store, source.type)?.fields.map(({ key }) => toField(store, source, key)) ?? [],
  field: (source, { key }: { key: string }, { store }) => toField(store, source, key) ?? null,
  values: ({ values }) => values,
  definition: ({ type }, _, { store }) => definitionOf(store, type),
  capabilities: ({ status }) => ({ publishable: { status } }),
};

const definition: Fields<MetaobjectDefinition> = {
  fieldDefinitions: ({ fields }) => fields.map(toFieldDefinition),
  hasThumbnailField: () => false,
  metaobjectsCount: ({ type }, _, { store }) =>
    [...store.Metaobject.values()].filter((each) => each.type === type).length,
};

/** The entry of a type with this handle. */
export const metaobjectByHandle = (store: Store, { type, handle }: { type: string; handle: string }) =>
  [...store.Metaobject.values()].find((each) => each.type === type && each.handle === handle);

const ofType = (store: Store, type: string) => [...store.Metaobject.values()].filter((each) => each.type === type);

/** Metaobjects and their definitions. */
export const metaobjectResolvers = {
  Metaobject: metaobject,
  MetaobjectDefinition: definition,
  QueryRoot: {
    metaobjects: (_: unknown, args: ListArguments & { type: string }, context, info) =>
      toListing(ofType(context.store, args.type), listing(context.store), args, context, info),
    metaobject: (_: unknown, { id }: { id: string }, { store }) => store.Metaobject.get(id),
    metaobjectByHandle: (_: unknown, { handle }: { handle: { type: string; handle: string } }, { store }) =>
      metaobjectByHandle(store, handle),
    metaobjectDefinitions: (_: unknown, args: PageArguments, { store }) =>
      toConnection([...store.MetaobjectDefinition.values()], args),
    metaobjectDefinition: (_: unknown, { id }: { id: string }, { store }) => store.MetaobjectDefinition.get(id),
    metaobjectDefinitionByType: (_: unknown, { type }: { type: string }, { store }) => definitionOf(store, type),
  } satisfies Fields<unknown>,
};
