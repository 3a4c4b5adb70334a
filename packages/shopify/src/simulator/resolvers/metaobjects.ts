import type { Context } from "../context.js";
import { type ListArguments, type Listing, textKey, toListing } from "../listing.js";
import { type PageArguments, toConnection } from "../paging.js";
import type { Metaobject, MetaobjectDefinition } from "../records.js";
import type { Store } from "../state.js";
import { type Fields, toHandle, userError } from "./fields.js";

const definitionOf = (store: Store, type: string) =>
  [...store.MetaobjectDefinition.values()].find((each) => each.type === type);

const displayName = (store: Store, { type, handle, values }: Metaobject): string => {
  const key = definitionOf(store, type)?.displayNameKey;
  return (key && values[key]) || handle;
};

const listing = (store: Store): Listing<Metaobject> => ({
  words: ["display_name"],
  search: {
    id: ({ id }) => id,
    handle: ({ handle }) => handle,
    display_name: (entry) => displayName(store, entry),
    updated_at: ({ updatedAt }) => updatedAt,
  },
  sort: {
    updated_at: ({ updatedAt }) => updatedAt,
    display_name: (entry) => textKey(displayName(store, entry)),
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
  displayName: (source, _, { store }) => displayName(store, source),
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

interface EntryInput {
  readonly type: string;
  readonly handle?: string | null;
  readonly values: Readonly<Record<string, string | null>>;
  readonly status?: string | undefined;
}

const problemsWith = (store: Store, { type, values }: EntryInput, isNew: boolean) => {
  const known = definitionOf(store, type);
  if (!known)
    return [
      {
        ...userError(
          ["handle", "type"],
          "No metaobject definition exists for type " + JSON.stringify(type),
          "UNDEFINED_OBJECT_TYPE",
        ),
        elementKey: null,
        elementIndex: null,
      },
    ];
  const unknown = Object.keys(values).filter((key) => !known.fields.some((field) => field.key === key));
  const missing = known.fields.filter(
    ({ key, required }) =>
      required && (values[key] === "" || values[key] === null || (isNew && values[key] === undefined)),
  );
  return [
    ...unknown.map((key) => ({
      ...userError(["metaobject", "fields"], `Field definition "${key}" does not exist`, "UNDEFINED_OBJECT_FIELD"),
      elementKey: key,
      elementIndex: null,
    })),
    ...missing.map(({ key, name }) => ({
      ...userError(["metaobject"], `${name} can't be blank`, "OBJECT_FIELD_REQUIRED"),
      elementKey: key,
      elementIndex: null,
    })),
  ];
};

const saveEntry = (context: Context, input: EntryInput, existing: Metaobject | undefined) => {
  const { store } = context;
  const userErrors = problemsWith(store, input, existing === undefined);
  if (userErrors.length > 0) return { metaobject: null, userErrors };
  const entry: Metaobject = existing ?? {
    ...store.mint("Metaobject"),
    type: input.type,
    handle: input.handle ?? "",
    status: "ACTIVE",
    values: {},
  };
  entry.values = { ...entry.values, ...input.values };
  if (input.status) entry.status = input.status;
  entry.handle =
    input.handle ?? (existing ? entry.handle : toHandle(displayName(store, { ...entry, handle: entry.id })));
  entry.updatedAt = store.clock.now();
  store.Metaobject.set(entry.id, entry);
  context.emit({
    topic: existing ? "METAOBJECTS_UPDATE" : "METAOBJECTS_CREATE",
    body: () => ({ type: entry.type, id: entry.id, handle: entry.handle, fields: entry.values }),
  });
  return { metaobject: entry, userErrors: [] };
};

interface FieldsInput {
  readonly handle?: string | null;
  readonly fields?: readonly { readonly key: string; readonly value: string }[] | null;
  readonly capabilities?: { readonly publishable?: { readonly status?: string } | null } | null;
}

const toValues = (
  input: FieldsInput | null | undefined,
  values?: Readonly<Record<string, unknown>> | null,
): Record<string, string | null> => ({
  ...Object.fromEntries((input?.fields ?? []).map(({ key, value }) => [key, value])),
  ...Object.fromEntries(
    Object.entries(values ?? {}).map(([key, value]) => [key, value === null ? null : String(value)]),
  ),
});

const byHandle = (store: Store, { type, handle }: { type: string; handle: string }) =>
  [...store.Metaobject.values()].find((each) => each.type === type && each.handle === handle);

const metaobjectUpsert = (
  _: unknown,
  {
    handle,
    metaobject: input,
    values,
  }: {
    handle: { type: string; handle: string };
    metaobject?: FieldsInput | null;
    values?: Record<string, unknown> | null;
  },
  context: Context,
) => {
  const renamed =
    input?.handle != null &&
    input.handle !== handle.handle &&
    byHandle(context.store, { type: handle.type, handle: input.handle });
  if (renamed)
    return {
      metaobject: null,
      userErrors: [
        {
          ...userError(["metaobject", "handle"], "Handle has already been taken", "TAKEN"),
          elementKey: null,
          elementIndex: null,
        },
      ],
    };
  return saveEntry(
    context,
    {
      type: handle.type,
      handle: input?.handle ?? handle.handle,
      values: toValues(input, values),
      status: input?.capabilities?.publishable?.status,
    },
    byHandle(context.store, handle),
  );
};

const metaobjectCreate = (
  _: unknown,
  { metaobject: input }: { metaobject: FieldsInput & { type: string } },
  context: Context,
) => {
  if (input.handle && byHandle(context.store, { type: input.type, handle: input.handle }))
    return {
      metaobject: null,
      userErrors: [
        {
          ...userError(["metaobject", "handle"], "Handle has already been taken", "TAKEN"),
          elementKey: null,
          elementIndex: null,
        },
      ],
    };
  return saveEntry(
    context,
    {
      type: input.type,
      handle: input.handle,
      values: toValues(input),
      status: input.capabilities?.publishable?.status,
    },
    undefined,
  );
};

const metaobjectDelete = (_: unknown, { id }: { id: string }, { store, emit }: Context) => {
  const found = store.Metaobject.get(id);
  if (!found)
    return {
      deletedId: null,
      userErrors: [
        { ...userError(["id"], "Record not found", "RECORD_NOT_FOUND"), elementKey: null, elementIndex: null },
      ],
    };
  store.Metaobject.delete(id);
  emit({ topic: "METAOBJECTS_DELETE", body: () => ({ type: found.type, id }) });
  return { deletedId: id, userErrors: [] };
};

const ofType = (store: Store, type: string) => [...store.Metaobject.values()].filter((each) => each.type === type);

/** Metaobjects and their definitions. */
export const metaobjectResolvers = {
  Metaobject: metaobject,
  MetaobjectDefinition: definition,
  Mutation: { metaobjectUpsert, metaobjectCreate, metaobjectDelete } as Fields<unknown>,
  QueryRoot: {
    metaobjects: (_: unknown, args: ListArguments & { type: string }, context, info) =>
      toListing(ofType(context.store, args.type), listing(context.store), args, context, info),
    metaobject: (_: unknown, { id }: { id: string }, { store }) => store.Metaobject.get(id),
    metaobjectByHandle: (_: unknown, { handle }: { handle: { type: string; handle: string } }, { store }) =>
      byHandle(store, handle),
    metaobjectDefinitions: (_: unknown, args: PageArguments, { store }) =>
      toConnection([...store.MetaobjectDefinition.values()], args),
    metaobjectDefinition: (_: unknown, { id }: { id: string }, { store }) => store.MetaobjectDefinition.get(id),
    metaobjectDefinitionByType: (_: unknown, { type }: { type: string }, { store }) => definitionOf(store, type),
  } satisfies Fields<unknown>,
};
