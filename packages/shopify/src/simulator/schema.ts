import {
  buildSchema,
  defaultFieldResolver,
  GraphQLError,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  isScalarType,
} from "graphql";
import { accessDenied } from "./access.js";
import type { Context } from "./context.js";
import { parseGid } from "./gid.js";
import { guardIdempotency } from "./idempotency.js";
import { wholeList } from "./paging.js";
import { resolvers } from "./resolvers/index.js";
import { adminSchemaSdl, requiredScopes } from "./schema.generated.js";
import { schemaChanges } from "./versions.js";

type Resolver = GraphQLFieldResolver<unknown, Context>;

/** The executable schema of one API version. */
export const createSchema = (version: string): GraphQLSchema => {
  const schema = buildSchema(sdlOf(version), { assumeValid: true, assumeValidSDL: true, noLocation: true });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isScalarType(type)) nameScalar(type);
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    const own = (resolvers as Readonly<Record<string, Readonly<Record<string, Resolver>>>>)[type.name] ?? {};
    for (const field of Object.values(type.getFields())) {
      const resolve = own[field.name];
      const scopes = scopesOf(type.name, field.name, getNamedType(field.type).name);
      const guarded = type.name === "Mutation" ? guardIdempotency(field.name, resolve ?? missing(field.name)) : resolve;
      const listed = getNamedType(field.type).name.endsWith("Connection")
        ? withWholeLists(guarded ?? defaultFieldResolver)
        : guarded;
      const checked = type.name === "QueryRoot" || type.name === "Mutation" ? withIdCheck(field, listed) : listed;
      field.resolve = withAccess(`${type.name}.${field.name}`, scopes, checked);
    }
  }
  return schema;
};

const sdlOf = (version: string): string => {
  let sdl = adminSchemaSdl;
  for (const [member, since] of Object.entries(schemaChanges.since))
    if (version < since) sdl = withoutMember(sdl, member);
  for (const [member, until] of Object.entries(schemaChanges.until)) if (version < until) sdl = withMember(sdl, member);
  return sdl;
};

const bodyOf = (sdl: string, typeName: string) => {
  const [head] = new RegExp(`^(?:type|input|enum) ${typeName}\\b[^{]*\\{\\n`, "m").exec(sdl) ?? [];
  const start = head === undefined ? -1 : sdl.indexOf(head) + head.length;
  return { start, end: sdl.indexOf("\n}", start) };
};

const withoutMember = (sdl: string, member: string): string => {
  const [typeName = "", name = ""] = member.split(".");
  const { start, end } = bodyOf(sdl, typeName);
  if (start === -1) return sdl;
  const kept = sdl
    .slice(start, end)
    .split("\n")
    .filter((line) => !new RegExp(`^  ${name}\\b`).test(line));
  return sdl.slice(0, start) + kept.join("\n") + sdl.slice(end);
};

const withMember = (sdl: string, member: string): string => {
  const dot = member.indexOf(".");
  const { start } = bodyOf(sdl, member.slice(0, dot));
  return start === -1 ? sdl : `${sdl.slice(0, start)}  ${member.slice(dot + 1)}\n${sdl.slice(start)}`;
};

const withWholeLists =
  (resolve: Resolver): Resolver =>
  (source, args, context, info) =>
    resolve(
      source,
      context.wholeLists ? { ...args, first: wholeList, last: null, after: null, before: null } : args,
      context,
      info,
    );

/** Arguments named like this want an id of this type. */
const idArguments: Readonly<Record<string, string>> = {
  productId: "Product",
  orderId: "Order",
  fulfillmentId: "Fulfillment",
  inventoryItemId: "InventoryItem",
  locationId: "Location",
};
/** What `id` means to a mutation, by how the mutation's name begins; longest first. */
const idPrefixes: readonly (readonly [prefix: string, type: string])[] = [
  ["draftOrder", "DraftOrder"],
  ["fulfillmentOrder", "FulfillmentOrder"],
  ["fulfillmentCancel", "Fulfillment"],
  ["inventoryItem", "InventoryItem"],
  ["webhookSubscription", "WebhookSubscription"],
  ["bulkOperation", "BulkOperation"],
  ["metaobject", "Metaobject"],
];

const wantedType = (field: GraphQLField<unknown, Context>, argument: string): string | undefined => {
  if (argument !== "id") return idArguments[argument];
  const returned = getNamedType(field.type);
  if (!returned.name.endsWith("Payload"))
    return isObjectType(returned) && !looseTypes.has(returned.name) ? returned.name : undefined;
  return idPrefixes.find(([prefix]) => field.name.startsWith(prefix))?.[1];
};
const looseTypes: ReadonlySet<string> = new Set(["AppInstallation", "ProductOperation"]);

/** A global id of another type is not looked up but refused. */
const withIdCheck = (field: GraphQLField<unknown, Context>, resolve: Resolver | undefined): Resolver | undefined => {
  const checks = field.args.flatMap(({ name }) => {
    const type = wantedType(field, name);
    return type === undefined ? [] : [{ name, type }];
  });
  if (checks.length === 0 || !resolve) return resolve;
  return (source, args, context, info) => {
    for (const { name, type } of checks) {
      const id: unknown = args[name];
      if (typeof id === "string" && parseGid(id)?.type !== type)
        throw new GraphQLError(`Invalid id: ${id}`, { extensions: { code: "RESOURCE_NOT_FOUND" } });
    }
    return resolve(source, args, context, info);
  };
};

const missing =
  (name: string): Resolver =>
  () => {
    throw new GraphQLError(`The simulator does not serve ${name}.`, { extensions: { code: "NOT_FOUND" } });
  };

/** Lists of scopes of which one each is needed: the field's own and those of what it returns. */
const scopesOf = (typeName: string, fieldName: string, returnType: string): readonly (readonly string[])[] => {
  const extra: Readonly<Record<string, readonly string[]>> = {
    "Mutation.refundCreate": ["write_orders", "write_marketplace_orders"],
  };
  const key = `${typeName}.${fieldName}`;
  const ofField = extra[key] ?? requiredScopes[key];
  const shown =
    typeName === "Mutation"
      ? undefined
      : (requiredScopes[returnType] ?? requiredScopes[returnType.replace(/Connection$/, "")]);
  return [ofField, shown].filter((list) => list !== undefined);
};

const withAccess = (
  key: string,
  scopes: readonly (readonly string[])[],
  resolve: Resolver | undefined,
): Resolver | undefined => {
  if (scopes.length === 0 && !deniable.has(key.split(".")[0] ?? "")) return resolve;
  return function access(source, args, context, info) {
    const lacking = scopes.find((list) => !list.some((scope) => holds(context.scopes, scope)));
    if (lacking || context.denied.has(key)) throw accessDenied(info.fieldName, lacking ?? ["protected_customer_data"]);
    if (resolve) return resolve(source, args, context, info);
    const value = (source as Readonly<Record<string, unknown>> | undefined)?.[info.fieldName];
    return typeof value === "function" ? value.call(source, args, context, info) : value;
  };
};

/** Types whose fields a fault may deny one by one. */
const deniable = new Set(["Order", "Customer", "Product", "DraftOrder"]);

/** A scope to write includes the one to read. */
const holds = (granted: ReadonlySet<string>, scope: string): boolean =>
  granted.has(scope) || (scope.startsWith("read_") && granted.has(scope.replace("read_", "write_")));

const nameScalar = (scalar: {
  readonly name: string;
  serialize: (value: unknown) => unknown;
  parseValue: (value: unknown) => unknown;
}): void => {
  if (scalar.name === "DateTime")
    scalar.serialize = (value) =>
      typeof value === "number" ? `${new Date(value).toISOString().slice(0, 19)}Z` : value;
  const check = scalarChecks[scalar.name];
  if (check) {
    scalar.parseValue = (value) => {
      if (!check(value)) throw new GraphQLError(`invalid ${scalar.name.toLowerCase()} '${String(value)}'`);
      return value;
    };
  }
};

const isNumeric = (value: unknown) =>
  (typeof value === "number" && Number.isFinite(value)) || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));
const scalarChecks: Readonly<Record<string, (value: unknown) => boolean>> = {
  DateTime: (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)),
  Decimal: isNumeric,
  Money: isNumeric,
  URL: (value) => typeof value === "string" && (value === "" || URL.canParse(value)),
  UnsignedInt64: (value) => isNumeric(value) && Number(value) >= 0,
};
