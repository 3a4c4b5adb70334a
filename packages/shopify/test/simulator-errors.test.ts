import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-client.js";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.simulator.close());

const productId = "gid://shopify/Product/1";

describe("before a document runs", () => {
  it.each([
    ["PARSE_ERROR", "{ shop {", {}, "syntax error, unexpected end of file at [1, 9]"],
    ["undefinedField", "query Q { shop { colour } }", {}, "Field 'colour' doesn't exist on type 'Shop'"],
    [
      "undefinedField",
      "mutation M { productCreate { userErrors { code } } }",
      {},
      "Field 'code' doesn't exist on type 'UserError'",
    ],
    [
      "argumentNotAccepted",
      "{ products(first: 1, colour: 1) { nodes { id } } }",
      {},
      "Field 'products' doesn't accept argument 'colour'",
    ],
    ["missingRequiredArguments", "{ product { id } }", {}, "Field 'product' is missing required arguments: id"],
    [
      "argumentLiteralsIncompatible",
      '{ products(first: "1") { nodes { id } } }',
      {},
      "Argument 'first' on Field 'products' has an invalid value (\"1\"). Expected type 'Int'.",
    ],
    ["argumentLiteralsIncompatible", '{ product(id: "nope") { id } }', {}, "Invalid global id 'nope'"],
    [
      "missingRequiredInputObjectAttribute",
      'mutation { tagsAdd(id: "gid://shopify/Product/1", tags: []) { node { id } } metafieldsSet(metafields: [{ key: "k", value: "v" }]) { userErrors { code } } }',
      {},
      "Argument 'ownerId' on InputObject 'MetafieldsSetInput' is required. Expected type ID!",
    ],
    ["variableNotUsed", "query Q($a: Int) { shop { id } }", {}, "Variable $a is declared by Q but not used"],
    ["undefinedDirective", "{ shop { id @live } }", {}, "Directive @live is not defined"],
    [
      "directiveCannotBeApplied",
      'query Q @idempotent(key: "k") { shop { id } }',
      {},
      "'@idempotent' can't be applied to query",
    ],
    [
      "selectionMismatch",
      "{ shop }",
      {},
      "Field must have selections (field 'shop' returns Shop but has no selections. Did you mean 'shop { ... }'?)",
    ],
    [
      "INVALID_VARIABLE",
      "query($id: ID!) { product(id: $id) { id } }",
      {},
      "Variable $id of type ID! was provided invalid value",
    ],
  ])("answers %s to %s", async (code, document, variables, message) => {
    const { status, body, errors } = await bench.query(document, variables);
    expect([status, "data" in body, "extensions" in body]).toEqual([200, false, false]);
    expect(errors[0]).toMatchObject({ message, extensions: { code } });
  });

  it("gives the way to the field", async () => {
    const { errors } = await bench.query("query Q { products(first: 1) { nodes { ... on Product { colour } } } }");
    expect(errors[0]?.path).toEqual(["query Q", "products", "nodes", "... on Product", "colour"]);
  });

  it("lists what is wrong with a variable", async () => {
    const { errors } = await bench.query(
      "mutation($p: ProductCreateInput!) { productCreate(product: $p) { product { id } } }",
      { p: { title: 5, colour: "red", status: "GONE" } },
    );
    expect(errors[0]?.extensions?.problems).toEqual(
      expect.arrayContaining([
        { path: ["colour"], explanation: "Field is not defined on ProductCreateInput" },
        { path: ["status"], explanation: 'Expected "GONE" to be one of: ACTIVE, ARCHIVED, DRAFT, UNLISTED' },
      ]),
    );
  });

  it("refuses lists of more than 250", async () => {
    const { errors } = await bench.query(
      "mutation($tags: [String!]!, $id: ID!) { tagsAdd(id: $id, tags: $tags) { userErrors { message } } }",
      { id: productId, tags: Array.from({ length: 251 }, (_, index) => `tag-${index}`) },
    );
    expect(errors[0]).toMatchObject({
      message: "The input array size of 251 is greater than the maximum allowed of 250.",
      extensions: { code: "MAX_INPUT_SIZE_EXCEEDED" },
    });
  });

  it("takes the operation that is named", async () => {
    const document = "query A { shop { id } } query B { shop { name } }";
    expect((await bench.query(document, {}, { operationName: "B" })).data).toEqual({ shop: { name: "Nordlicht Tee" } });
    expect((await bench.query(document)).errors[0]?.message).toBe("An operation name is required");
  });
});

describe("while it runs", () => {
  it("answers null for an id that is not there", async () => {
    expect((await bench.query("query($id: ID!) { product(id: $id) { id } }", { id: productId })).body).toMatchObject({
      data: { product: null },
    });
  });

  it("refuses an id of another type", async () => {
    const { data, errors } = await bench.query("query($id: ID!) { order(id: $id) { id } }", { id: productId });
    expect([data, errors[0]?.message, errors[0]?.extensions?.code]).toEqual([
      { order: null },
      `Invalid id: ${productId}`,
      "RESOURCE_NOT_FOUND",
    ]);
  });

  it("keeps the order of ids and puts null in place", async () => {
    const id = await bench.firstId("products");
    const { data } = await bench.query("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", {
      ids: [productId, id, "gid://shopify/Order/1"],
    });
    expect(data.nodes).toEqual([null, { __typename: "Product", id }, null]);
  });

  it.each([
    ["neither first nor last", "", "you must provide one of first or last"],
    ["both first and last", "(first: 1, last: 1)", "providing both first and last is not supported"],
    ["more than 250", "(first: 251)", "first cannot exceed 250"],
    ["a cursor that is none", '(first: 1, after: "abc")', "Malformed cursor"],
  ])("refuses a list with %s", async (_, page, message) => {
    const { data, errors } = await bench.query(`{ products${page} { nodes { id } } }`);
    expect([data, errors[0]]).toMatchObject([
      null,
      { message, extensions: { code: "BAD_REQUEST" }, path: ["products"] },
    ]);
  });

  it("insists on exactly one of two argument styles", async () => {
    const { errors } = await bench.query(
      'mutation { productCreate(product: { title: "a" }, input: { title: "b" }) { product { id } } }',
    );
    expect(errors[0]?.extensions?.code).toBe("INVALID_FIELD_ARGUMENTS");
  });
});
