import type { Context } from "../context.js";
import type { Metaobject } from "../records/content.js";
import type { Fields } from "../resolvers/fields.js";
import { toHandle, userError } from "../resolvers/fields.js";
import { definitionOf, metaobjectByHandle, metaobjectName } from "../resolvers/metaobjects.js";
import type { Store } from "../state.js";

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
        ...userError(["handle", "type"], `No metaobject definition exists for type "${type}"`, "UNDEFINED_OBJECT_TYPE"),
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
    input.handle ?? (existing ? entry.handle : toHandle(metaobjectName(store, { ...entry, handle: entry.id })));
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
    metaobjectByHandle(context.store, { type: handle.type, handle: input.handle });
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
    metaobjectByHandle(context.store, handle),
  );
};

const metaobjectCreate = (
  _: unknown,
  { metaobject: input }: { metaobject: FieldsInput & { type: string } },
  context: Context,
) => {
  if (input.handle && metaobjectByHandle(context.store, { type: input.type, handle: input.handle }))
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

/** Makes, changes and deletes metaobjects. */
export const metaobjectChanges = { metaobjectUpsert, metaobjectCreate, metaobjectDelete } as Fields<unknown>;
