import {
  buildSchema,
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolvers } from "../src/simulator/resolvers/index.js";
import { adminSchemaSdl } from "../src/simulator/schema.generated.js";
import { type Bench, startBench } from "./simulator-client.js";

const schema = buildSchema(adminSchemaSdl);
let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.simulator.close());

/** Values for arguments without which a field cannot be asked for. */
const requiredArguments: Readonly<Record<string, string>> = {
  "InventoryLevel.quantities": '(names: ["available", "on_hand"])',
  "Product.inCollection": '(id: "gid://shopify/Collection/1")',
  "InventoryItem.inventoryLevel": '(locationId: "gid://shopify/Location/1")',
  "Location.inventoryLevel": '(inventoryItemId: "gid://shopify/InventoryItem/1")',
  "Collection.hasProduct": '(id: "gid://shopify/Product/1")',
  "Metaobject.field": '(key: "name")',
};

const argumentsOf = (typeName: string, field: GraphQLField<unknown, unknown>): string => {
  const isPaged = getNamedType(field.type).name.endsWith("Connection");
  if (isPaged)
    return field.args.some(({ name, type }) => name === "type" && isNonNullType(type))
      ? '(type: "anbaugebiet", first: 3)'
      : "(first: 3)";
  if (field.name === "metafield") return '(namespace: "tee", key: "herkunft")';
  return requiredArguments[`${typeName}.${field.name}`] ?? "";
};

/** Everything a type has, objects down to a depth. */
const selectionOf = (output: GraphQLOutputType, depth: number): string => {
  const type = getNamedType(output);
  if (isLeafType(type)) return "";
  if (isAbstractType(type)) {
    const branches = schema.getPossibleTypes(type).map((branch) => `... on ${branch.name} ${selectionOf(branch, 0)}`);
    return `{ __typename ${branches.join(" ")} }`;
  }
  if (!isObjectType(type)) return "";
  const isPlumbing = /(Connection|Edge)$/.test(type.name);
  const fields = Object.values(type.getFields())
    .filter((field) => isLeafType(getNamedType(field.type)) || (depth > 0 && isCompositeType(getNamedType(field.type))))
    .filter((field) => field.name !== "query")
    .map(
      (field) =>
        `${type.name}_${field.name}: ${field.name}${argumentsOf(type.name, field)} ${selectionOf(field.type, isPlumbing ? depth : depth - 1)}`,
    );
  return `{ __typename ${fields.join(" ")} }`;
};

/** Fields that need the merchant's own scopes, as the app's token has not. */
const denied = new Set(["heldByApp"]);

const lists = [
  "products",
  "productVariants",
  "collections",
  "inventoryItems",
  "locations",
  "orders",
  "draftOrders",
  "customers",
  "fulfillmentOrders(includeClosed: true)",
  "discountNodes",
  "codeDiscountNodes",
  "automaticDiscountNodes",
  'metaobjects(type: "anbaugebiet")',
  "metaobjectDefinitions",
];

const cases = lists.flatMap((list) => {
  const [name = "", more = ""] = list.split(/\(|\)/);
  const connection = schema.getQueryType()?.getFields()[name];
  const node = connection && getNamedType(connection.type);
  const type = node && isObjectType(node) ? getNamedType(node.getFields().nodes?.type ?? node) : undefined;
  if (!isObjectType(type)) throw new Error(`No list ${name}`);
  return Object.values(type.getFields()).map(
    (field) =>
      [
        type.name,
        field.name,
        `{ ${name}(first: 40${more && `, ${more}`}) { nodes { ${field.name}${argumentsOf(type.name, field)} ${selectionOf(field.type, 1)} } } }`,
      ] as const,
  );
});

describe("every field", () => {
  it.each(cases)("answers %s.%s", async (_, __, document) => {
    const { errors, status } = await bench.query(document);
    const unexpected = errors.filter(
      ({ path, extensions }) =>
        !(extensions?.code === "ACCESS_DENIED" && denied.has(String(path?.at(-1)).replace(/^.*_/, ""))),
    );
    expect([status, unexpected]).toEqual([200, []]);
  });
});

it("has no resolver for a field that is not there", () => {
  const strays = Object.entries(resolvers).flatMap(([typeName, fields]) => {
    const type = schema.getType(typeName);
    const known = isObjectType(type) ? type.getFields() : {};
    return Object.keys(fields)
      .filter((name) => !known[name])
      .map((name) => `${typeName}.${name}`);
  });
  expect(strays).toEqual([]);
});

it("serves every query and mutation of the schema", () => {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    type ? Object.keys(type.getFields()).map((name) => ({ type: type.name, name })) : [],
  );
  expect(roots.filter(({ type, name }) => !(resolvers[type] as Readonly<Record<string, unknown>>)[name])).toEqual([]);
});
