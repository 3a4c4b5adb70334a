import type { JsonSchema } from "@trunkline/registry";
import { z } from "zod";
import { type AnyAdminAction, pathFields } from "../admin/action.js";
import { kindsOf, propertiesOf, resolveRef } from "../rest/schema-kinds.js";

/** How what is written in a flag becomes a value. */
export type FlagKind = "switch" | "choice" | "number" | "time" | "json" | "text";

/** One field of an action's input, as it is written on the command line. */
export interface Flag {
  /** Where its value goes: `["filter", "types"]`. */
  readonly path: readonly string[];
  /** Without the dashes. */
  readonly name: string;
  readonly kind: FlagKind;
  /** Repeated for several values. */
  readonly isList: boolean;
  /** A list that may be empty: the flag alone says so. */
  readonly mayBeEmpty: boolean;
  readonly isRequired: boolean;
  readonly choices: readonly string[];
  readonly about: string;
}

/** How the input of an action is written: what has no flag, in its order, and what has one. */
export interface Flags {
  readonly positional: readonly Flag[];
  readonly named: readonly Flag[];
  /** Fields whose own fields have flags, such as `filter`; they are also taken as JSON. */
  readonly groups: readonly Flag[];
}

/** The flags of an action, from the JSON Schema of its input. */
export const flagsOf = (action: AnyAdminAction): Flags => {
  const root = z.toJSONSchema(action.input, { io: "input" }) as JsonSchema;
  const properties = propertiesOf(root, root);
  const required = new Set((root.required ?? []) as readonly string[]);
  const first = [...pathFields(action), ...(action.words?.positional ?? [])];
  const nameOf = (field: string): string => action.words?.flags?.[field] ?? toFlagName(field);
  const flags = Object.entries(properties).map(([field, schema]) => ({
    flag: toFlag([field], nameOf(field), schema, { root, isRequired: required.has(field) }),
    inner: Object.entries(fixedFields(schema, root)),
  }));
  const plain = flags.filter(({ inner }) => inner.length === 0).map(({ flag }) => flag);
  const groups = flags.filter(({ inner }) => inner.length > 0);
  const inner = groups.flatMap(({ flag: { path }, inner: fields }) =>
    fields.map(([field, schema]) => toFlag([...path, field], toFlagName(field), schema, { root, isRequired: false })),
  );
  return {
    positional: first.flatMap((field) => plain.filter(({ path }) => path[0] === field)),
    named: [...inner, ...plain.filter(({ path: [field = ""] }) => !first.includes(field))],
    groups: groups.map(({ flag }) => flag),
  };
};

/** Fields of an object that has only the fields it states; none where anything may be in it. */
const fixedFields = (schema: JsonSchema, root: JsonSchema): Readonly<Record<string, JsonSchema>> => {
  const resolved = resolveRef(schema, root);
  return resolved.type === "object" && resolved.additionalProperties === false ? propertiesOf(resolved, root) : {};
};

const toFlag = (
  path: readonly string[],
  name: string,
  schema: JsonSchema,
  { root, isRequired }: { readonly root: JsonSchema; readonly isRequired: boolean },
): Flag => {
  const resolved = resolveRef(schema, root);
  const isList = kindsOf(resolved, root).has("array");
  const mayBeEmpty = isList && !(Number(resolved.minItems) > 0);
  const one = isList ? resolveRef((resolved.items ?? {}) as JsonSchema, root) : resolved;
  return {
    path,
    name,
    kind: kindOf(one, root),
    isList,
    mayBeEmpty,
    isRequired,
    choices: Array.isArray(one.enum) ? one.enum.map(String) : [],
    about: aboutOf(schema, isList, mayBeEmpty),
  };
};

const kindOf = (schema: JsonSchema, root: JsonSchema): FlagKind => {
  if (Array.isArray(schema.enum)) return "choice";
  if (schema.format === "date-time") return "time";
  const kinds = kindsOf(schema, root);
  if (kinds.has("string")) return "text";
  if (kinds.has("number") || kinds.has("integer")) return "number";
  return kinds.has("boolean") ? "switch" : "json";
};

const aboutOf = ({ description, default: usual }: JsonSchema, isList: boolean, mayBeEmpty: boolean): string => {
  const isTold =
    usual !== undefined && usual !== "" && usual !== false && !(Array.isArray(usual) && usual.length === 0);
  const how = mayBeEmpty ? "repeat for several, or give it without a value for none" : "repeat for several";
  return [description, isList && how, isTold && `default ${JSON.stringify(usual)}`].filter(Boolean).join("; ");
};

const toFlagName = (field: string): string => field.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
