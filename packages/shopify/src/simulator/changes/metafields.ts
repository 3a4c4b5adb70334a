import type { Context } from "../context.js";
import type { Fields } from "../resolvers/fields.js";
import { type UserError, userError } from "../resolvers/fields.js";
import {
  defaultNamespace,
  digestOf,
  type MetafieldInput,
  metafieldsOf,
  ownerExists,
  writeMetafield,
} from "../resolvers/metafields.js";
import type { Store } from "../state.js";

export const jsonTypes = /^(list\.|json$|rich_text_field$|money$|rating$|dimension$|weight$|volume$|link$)/;

export const isJson = (text: string) => {
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

/** Writes and deletes metafields. */
export const metafieldChanges = { metafieldsSet, metafieldsDelete } as Fields<unknown>;
