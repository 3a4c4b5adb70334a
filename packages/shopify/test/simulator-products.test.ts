import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-client.js";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.simulator.close());

const create = async (product: object) =>
  (
    await bench.query(
      "mutation($p: ProductCreateInput!) { productCreate(product: $p) { product { id title handle status tags variants(first: 5) { nodes { id title } } options { name values } } userErrors { field message } } }",
      { p: product },
    )
  ).data.productCreate;
const get = async (id: string, fields: string) =>
  (await bench.query(`query($id: ID!) { product(id: $id) { ${fields} } }`, { id })).data.product;

describe("making a product", () => {
  it("gives a handle from the title, sorted tags and one variant", async () => {
    const { product, userErrors } = await create({ title: "Grüner Tee & Öl", tags: ["b", "A", "a "] });
    expect(userErrors).toEqual([]);
    expect(product).toMatchObject({
      handle: "gruener-tee-oel",
      tags: ["A", "b"],
      status: "ACTIVE",
      variants: { nodes: [{ title: "Default Title" }] },
      options: [{ name: "Title", values: ["Default Title"] }],
    });
  });

  it("gives the second of two equal titles another handle", async () => {
    await create({ title: "Bancha" });
    expect((await create({ title: "Bancha" })).product.handle).toBe("bancha-2");
  });

  it("makes one variant of the first option values", async () => {
    const { product } = await create({
      title: "Becher",
      productOptions: [{ name: "Farbe", values: [{ name: "Rot" }, { name: "Blau" }] }],
    });
    expect([product.options, product.variants.nodes.map(({ title }: { title: string }) => title)]).toEqual([
      [{ name: "Farbe", values: ["Rot", "Blau"] }],
      ["Rot"],
    ]);
  });

  it.each([
    [{ title: " " }, ["title"], "Title can't be blank"],
    [{}, ["title"], "Title can't be blank"],
    [{ title: "x".repeat(256) }, ["title"], "Title is too long (maximum is 255 characters)"],
    [
      { title: "Tee", handle: "bancha" },
      ["input", "handle"],
      "Handle 'bancha' already in use. Please provide a new handle.",
    ],
  ])("refuses %o", async (input, field, message) => {
    expect(await create(input)).toEqual({ product: null, userErrors: [{ field, message }] });
  });

  it("is found at once by id, handle and list", async () => {
    const { product } = await create({ title: "Neuer Tee" });
    const { data } = await bench.query(
      'query($id: ID!) { a: product(id: $id) { id } b: productByIdentifier(identifier: { handle: "neuer-tee" }) { id } c: products(first: 1, query: "title:Neuer") { nodes { id } } }',
      { id: product.id },
    );
    expect([data.a.id, data.b.id, data.c.nodes[0].id]).toEqual([product.id, product.id, product.id]);
  });
});

describe("changing a product", () => {
  const update = async (product: object) =>
    (
      await bench.query(
        "mutation($p: ProductUpdateInput!) { productUpdate(product: $p) { product { id title vendor updatedAt } userErrors { field message } } }",
        { p: product },
      )
    ).data.productUpdate;

  it("changes what is named, leaves the rest and moves the time", async () => {
    const id = await bench.firstId("products", "handle:bancha");
    const before = await get(id, "vendor updatedAt");
    const { product } = await update({ id, title: "Bancha Bio" });
    expect(product).toMatchObject({ title: "Bancha Bio", vendor: before.vendor, updatedAt: "2026-11-22T09:00:00Z" });
  });

  it("refuses a blank title and gives the unchanged product back", async () => {
    const id = await bench.firstId("products", "handle:bancha");
    expect(await update({ id, title: "" })).toMatchObject({
      product: { title: "Bancha" },
      userErrors: [{ field: ["title"], message: "Title can't be blank" }],
    });
  });

  it("says so when there is none", async () => {
    expect(await update({ id: "gid://shopify/Product/1", title: "x" })).toEqual({
      product: null,
      userErrors: [{ field: ["id"], message: "Product does not exist" }],
    });
  });

  it("finds it by a custom id", async () => {
    const { data } = await bench.query(
      'mutation { productUpdate(identifier: { customId: { namespace: "erp", key: "artikel", value: "A-bancha" } }, product: { vendor: "Uji" }) { product { handle vendor } } }',
    );
    expect(data.productUpdate.product).toEqual({ handle: "bancha", vendor: "Uji" });
  });
});

describe("deleting a product", () => {
  const remove = async (id: string) =>
    (
      await bench.query(
        "mutation($id: ID!) { productDelete(input: { id: $id }) { deletedProductId userErrors { field message } } }",
        { id },
      )
    ).data.productDelete;

  it("takes its variants and stock along", async () => {
    const id = await bench.firstId("products", "handle:bancha");
    const { variants } = await get(id, "variants(first: 1) { nodes { id inventoryItem { id } } }");
    expect(await remove(id)).toEqual({ deletedProductId: id, userErrors: [] });
    const [{ id: variant, inventoryItem }] = variants.nodes;
    const { data } = await bench.query("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
      ids: [id, variant, inventoryItem.id],
    });
    expect(data.nodes).toEqual([null, null, null]);
  });

  it("says at the second time that there is none", async () => {
    const id = await bench.firstId("products");
    await remove(id);
    expect(await remove(id)).toEqual({
      deletedProductId: null,
      userErrors: [{ field: ["id"], message: "Product does not exist" }],
    });
  });
});

describe("setting a product", () => {
  const set = async (input: object, identifier?: object) =>
    (
      await bench.query(
        "mutation($i: ProductSetIdentifiers, $p: ProductSetInput!) { productSet(identifier: $i, input: $p, synchronous: true) { product { id handle variants(first: 10) { nodes { id title price sku inventoryQuantity } } } userErrors { field message code } } }",
        { i: identifier, p: input },
      )
    ).data.productSet;
  const becher = {
    title: "Becher",
    productOptions: [{ name: "Farbe", values: [{ name: "Rot" }, { name: "Blau" }] }],
    variants: [
      { price: "4.50", sku: "R", optionValues: [{ optionName: "Farbe", name: "Rot" }] },
      { price: 5, optionValues: [{ optionName: "Farbe", name: "Blau" }] },
    ],
  };

  it("makes one when none has the handle, and changes it the next time", async () => {
    const first = await set(becher, { handle: "becher" });
    const second = await set({ ...becher, variants: becher.variants.slice(0, 1) }, { handle: "becher" });
    expect(first.product.variants.nodes.map(({ title, price }: Record<string, string>) => [title, price])).toEqual([
      ["Rot", "4.50"],
      ["Blau", "5.00"],
    ]);
    expect([second.product.id, second.product.variants.nodes]).toEqual([
      first.product.id,
      [first.product.variants.nodes[0]],
    ]);
  });

  it("makes one with a custom id that then finds it", async () => {
    const customId = { namespace: "erp", key: "artikel", value: "A-1" };
    const [first, second] = [await set({ title: "Sieb" }, { customId }), await set({ title: "Sieb 2" }, { customId })];
    expect(second.product.id).toBe(first.product.id);
  });

  it("refuses an id that is not there", async () => {
    expect((await set({ title: "x" }, { id: "gid://shopify/Product/1" })).userErrors).toEqual([
      { field: ["input", "id"], message: "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST" },
    ]);
  });

  it("refuses the same variant twice", async () => {
    const { userErrors } = await set({ ...becher, variants: [becher.variants[0], becher.variants[0]] });
    expect(userErrors).toEqual([
      {
        field: ["input", "variants", "1"],
        message: "The variant 'Rot' already exists. Please change at least one option value.",
        code: null,
      },
    ]);
  });

  it("answers an operation when asked not to wait", async () => {
    const { data } = await bench.query(
      'mutation { productSet(synchronous: false, input: { title: "Später" }) { product { id } productSetOperation { status } } }',
    );
    expect(data.productSet).toEqual({ product: null, productSetOperation: { status: "CREATED" } });
  });
});

describe("variants in bulk", () => {
  const tea = async () => {
    const id = await bench.firstId("products", "handle:bancha");
    const { variants } = await get(id, "variants(first: 5) { nodes { id price sku } }");
    return { id, variants: variants.nodes as { id: string; price: string; sku: string }[] };
  };
  const update = async (productId: string, variants: readonly object[], partial = false) =>
    (
      await bench.query(
        "mutation($id: ID!, $v: [ProductVariantsBulkInput!]!, $p: Boolean) { productVariantsBulkUpdate(productId: $id, variants: $v, allowPartialUpdates: $p) { productVariants { id price sku } userErrors { field message code } } }",
        { id: productId, v: variants, p: partial },
      )
    ).data.productVariantsBulkUpdate;

  it("changes prices and stock-keeping units", async () => {
    const { id, variants } = await tea();
    const { productVariants } = await update(id, [
      { id: variants[0]?.id, price: "9.99", inventoryItem: { sku: "NEU" } },
    ]);
    expect(productVariants).toEqual([{ id: variants[0]?.id, price: "9.99", sku: "NEU" }]);
  });

  it("changes nothing when one is bad", async () => {
    const { id, variants } = await tea();
    const { productVariants, userErrors } = await update(id, [
      { id: variants[0]?.id, price: "9.99" },
      { id: variants[1]?.id, price: "-1" },
    ]);
    expect([productVariants, userErrors]).toEqual([
      null,
      [
        {
          field: ["variants", "1", "price"],
          message: "Price must be greater than or equal to 0",
          code: "GREATER_THAN_OR_EQUAL_TO",
        },
      ],
    ]);
    expect((await tea()).variants).toEqual(variants);
  });

  it("saves the good ones when that is allowed", async () => {
    const { id, variants } = await tea();
    const { productVariants, userErrors } = await update(
      id,
      [
        { id: variants[0]?.id, price: "9.99" },
        { id: variants[1]?.id, price: "-1" },
      ],
      true,
    );
    expect(productVariants.map(({ price }: { price: string }) => price)).toEqual(["9.99", variants[1]?.price]);
    expect(userErrors).toHaveLength(1);
  });

  it.each([
    [[{ price: "1" }], "PRODUCT_VARIANT_ID_MISSING"],
    [[{ id: "gid://shopify/ProductVariant/1" }], "PRODUCT_VARIANT_DOES_NOT_EXIST"],
  ])("refuses %o", async (variants, code) => {
    expect((await update((await tea()).id, variants)).userErrors[0].code).toBe(code);
  });

  const add = async (productId: string, variants: readonly object[]) =>
    (
      await bench.query(
        "mutation($id: ID!, $v: [ProductVariantsBulkInput!]!) { productVariantsBulkCreate(productId: $id, variants: $v) { productVariants { title price inventoryQuantity } userErrors { field message code } } }",
        { id: productId, v: variants },
      )
    ).data.productVariantsBulkCreate;

  it("adds a variant with stock", async () => {
    const locationId = await bench.firstId("locations");
    const { productVariants } = await add((await tea()).id, [
      {
        price: "30",
        optionValues: [{ optionName: "Größe", name: "500 g" }],
        inventoryQuantities: [{ locationId, availableQuantity: 7 }],
      },
    ]);
    expect(productVariants).toEqual([{ title: "500 g", price: "30.00", inventoryQuantity: 7 }]);
  });

  it.each([
    [{ optionValues: [{ optionName: "Farbe", name: "Rot" }] }, "INVALID_INPUT"],
    [{}, "NEED_TO_ADD_OPTION_VALUES"],
    [{ optionValues: [{ optionName: "Größe", name: "50 g" }] }, "VARIANT_ALREADY_EXISTS"],
  ])("refuses %o", async (variant, code) => {
    expect((await add((await tea()).id, [variant])).userErrors[0].code).toBe(code);
  });
});

describe("tags", () => {
  it("adds and removes without regard to case", async () => {
    const id = await bench.firstId("products", "handle:bancha");
    const change = async (name: string, tags: readonly string[]) =>
      (
        await bench.query(
          `mutation($id: ID!, $t: [String!]!) { ${name}(id: $id, tags: $t) { node { ... on Product { tags } } userErrors { message } } }`,
          { id, t: tags },
        )
      ).data[name].node.tags;
    expect(await change("tagsAdd", ["Neu", "TEE"])).toEqual(["gruentee", "Neu", "tee"]);
    expect(await change("tagsRemove", ["neu"])).toEqual(["gruentee", "tee"]);
  });

  it("says when the owner is not there", async () => {
    const { data } = await bench.query(
      'mutation { tagsAdd(id: "gid://shopify/Product/1", tags: ["a"]) { userErrors { field message } } }',
    );
    expect(data.tagsAdd.userErrors).toEqual([{ field: ["id"], message: "Product does not exist" }]);
  });

  it("needs the owner's scope", async () => {
    const id = await bench.firstId("products");
    const { token } = bench.simulator.issueToken({ scopes: ["write_orders", "read_products"] });
    expect(
      (
        await bench.query(
          "mutation($id: ID!) { tagsAdd(id: $id, tags: []) { userErrors { message } } }",
          { id },
          { token },
        )
      ).errors[0]?.extensions?.code,
    ).toBe("ACCESS_DENIED");
  });
});
